//! What can be wrong with a library.

/// Why a library, or a part of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    /// The pack does not hold a segment its catalogue or directory names.
    #[error("segment {0} is missing")]
    Missing(String),
    /// The bytes are not what the format says: the pack was damaged after its signature was checked, or made wrongly.
    #[error("segment {segment} is damaged: {what}")]
    Damaged { segment: String, what: &'static str },
    /// Written by a newer program. Texts of an older format stay readable beside it.
    #[error("segment {segment} has format {found}; this program reads {known}")]
    UnknownFormat { segment: String, found: u16, known: u16 },
}

impl LibraryError {
    /// Stable code for logs and the public face.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "law-segment-missing",
            Self::Damaged { .. } => "law-segment-damaged",
            Self::UnknownFormat { .. } => "law-format-unknown",
        }
    }

    /// The segment that cannot be read.
    pub fn segment(&self) -> &str {
        match self {
            Self::Missing(segment) | Self::Damaged { segment, .. } | Self::UnknownFormat { segment, .. } => {
                segment
            }
        }
    }

    pub(crate) fn damaged(segment: &str, what: &'static str) -> Self {
        Self::Damaged {
            segment: segment.to_owned(),
            what,
        }
    }
}

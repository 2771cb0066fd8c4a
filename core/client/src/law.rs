//! The law room's verbs: everything is read from the pack on this device.

use crate::client::{Client, lock};
use crate::error::{ApiError, Retry};
use congdoan_domain::{Date, Words};
use congdoan_law::library::{Context, Standing};
use congdoan_law::{Caution, Library, LibraryError};
use std::sync::Arc;

pub use crate::law_pack::{Law, PackSegments};

pub const PACK: &str = "law";

impl From<LibraryError> for ApiError {
    fn from(error: LibraryError) -> Self {
        let (vi, en) = match &error {
            LibraryError::UnknownFormat { .. } => (
                "Gói luật trên máy thuộc bản ứng dụng mới hơn nên chưa đọc được. Gói vẫn còn nguyên. Hãy cài bản mới.",
                "The law pack here belongs to a newer app and was not touched. Install the newer version.",
            ),
            LibraryError::Missing(_) | LibraryError::Damaged { .. } => (
                "Một phần thư viện luật trên máy bị hỏng nên chưa đọc được phần này. Các phần khác vẫn đọc được. Hãy tải lại phần hỏng ở Gói ngoại tuyến.",
                "A part of the law library here is damaged. The other parts can be read. Download the damaged part again.",
            ),
        };
        Self::new(error.code(), Retry::Online, vi, en).arg("segment", error.segment())
    }
}

/// Articles that a query names of a text that is here and does not have them, in words: "Bộ luật này có 220 điều".
pub fn no_such_articles(library: &Law, query: &str, on: Date) -> Vec<Words> {
    // A part that cannot be read is told by the search itself.
    let resolved = library
        .resolve(query, true, &Context::default(), on)
        .unwrap_or_default();
    let missing = resolved
        .iter()
        .filter(|cited| cited.standing == Standing::NoSuchArticle);
    let mut said: Vec<Words> = vec![];
    for cited in missing {
        let named = query.get(cited.range.clone()).unwrap_or(query);
        let document = cited.document.as_deref().and_then(|key| library.document(key));
        let Some(document) = document else { continue };
        let (name, number, held) = (&document.name, &document.number, document.articles.len());
        let words = match document.cautions.contains(&Caution::Incomplete) {
            false => Words {
                vi: format!("Không có “{named}”: {name} {number} có {held} điều."),
                en: format!("There is no “{named}”: {name} {number} has {held} articles."),
            },
            true => Words {
                vi: format!(
                    "Không thấy “{named}”: thư viện trên máy chỉ giữ {held} điều của {name} {number}."
                ),
                en: format!(
                    "“{named}” is not here: the library holds only {held} articles of {name} {number}."
                ),
            },
        };
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said
}

impl Client {
    /// The law library of this device. It is opened once for each version of the pack; searching keeps its index in
    /// memory.
    ///
    /// # Errors
    /// The pack is not downloaded, or its catalogue is damaged.
    pub fn law(&self) -> Result<Arc<Law>, ApiError> {
        let packs = self.packs();
        let manifest = self.pack_in_use(PACK)?.ok_or_else(|| {
            ApiError::new(
                "law_absent",
                Retry::Online,
                "Máy chưa có thư viện luật. Hãy tải gói luật khi có mạng; sau đó tra được cả khi không có mạng.",
                "The law library is not on this device. Download it with a network; it then works without one.",
            )
        })?;
        let mut open = lock(&self.law);
        if let Some((version, law)) = &*open
            && *version == manifest.version
        {
            return Ok(law.clone());
        }
        let version = manifest.version;
        let law = Arc::new(Library::open(PackSegments { packs, manifest })?);
        *open = Some((version, law.clone()));
        Ok(law)
    }
}

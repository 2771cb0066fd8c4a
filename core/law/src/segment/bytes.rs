//! Checked reading and plain writing of little-endian bytes. No read ever goes past the end.

use super::LibraryError;

/// First bytes of a segment: four letters and a format number.
pub(crate) struct Header {
    pub magic: [u8; 4],
    pub format: u16,
}

impl Header {
    pub fn write(&self, out: &mut Writer) {
        out.bytes(&self.magic);
        out.u16(self.format);
    }

    /// Checks the first bytes and returns a reader behind them.
    pub fn check<'b>(&self, segment: &str, bytes: &'b [u8]) -> Result<Reader<'b>, LibraryError> {
        let mut reader = Reader::new(bytes);
        if reader.take(4) != Some(&self.magic[..]) {
            return Err(LibraryError::damaged(segment, "not this kind of segment"));
        }
        match reader.u16() {
            Some(format) if format == self.format => Ok(reader),
            Some(found) => Err(LibraryError::UnknownFormat {
                segment: segment.to_owned(),
                found,
                known: self.format,
            }),
            None => Err(LibraryError::damaged(segment, "too short")),
        }
    }
}

#[derive(Default)]
pub(crate) struct Writer(pub Vec<u8>);

impl Writer {
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub fn u16(&mut self, value: u16) {
        self.bytes(&value.to_le_bytes());
    }

    pub fn u32(&mut self, value: usize) {
        self.bytes(&u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
    }

    /// Length (four bytes) and UTF-8.
    pub fn text(&mut self, text: &str) {
        self.u32(text.len());
        self.bytes(text.as_bytes());
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    pub fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(head)
    }

    pub fn rest(&self) -> &'b [u8] {
        self.bytes
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|b| u16::from_le_bytes([b[0], b[1]]))
    }

    pub fn u32(&mut self) -> Option<usize> {
        self.take(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
    }

    pub fn text(&mut self) -> Option<&'b str> {
        let len = self.u32()?;
        std::str::from_utf8(self.take(len)?).ok()
    }

    /// A table of `count` entries of `width` bytes.
    pub fn table(&mut self, count: usize, width: usize) -> Option<&'b [u8]> {
        self.take(count.checked_mul(width)?)
    }
}

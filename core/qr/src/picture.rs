//! What a picture file says: a screenshot, a scan, or a photograph taken aslant in a dim canteen.

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, ImageReader, Limits};
use rxing::{BarcodeFormat, DecodeHints, helpers};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A larger picture is not opened: 40 million points are 160 MB with four bytes each.
pub const MOST_MEGAPIXELS: u64 = 40;
const MOST_BYTES: u64 = MOST_MEGAPIXELS * 8_000_000;

/// Why a picture gives no text. `words` says it to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPicture {
    #[error("neither PNG nor JPEG")]
    Kind,
    #[error("{0} megapixels are more than {MOST_MEGAPIXELS}")]
    TooLarge(u64),
    #[error("the file is damaged or cut short")]
    Damaged,
    #[error("no QR code was found")]
    NoCode,
}

impl BadPicture {
    /// Stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kind => "not_a_picture",
            Self::TooLarge(_) => "picture_too_large",
            Self::Damaged => "picture_damaged",
            Self::NoCode => "no_code_in_picture",
        }
    }

    /// Vietnamese and English: what happened, what is kept, what to do.
    pub fn words(self) -> (String, &'static str) {
        match self {
            Self::Kind => (
                "Tệp này không phải ảnh PNG hay JPEG. Chưa có gì được ghi lại. Hãy chụp màn hình có mã rồi chọn lại.".into(),
                "This file is neither PNG nor JPEG. Nothing was recorded. Take a screenshot of the code.",
            ),
            Self::TooLarge(megapixels) => (
                format!("Ảnh có {megapixels} triệu điểm, máy chỉ đọc đến {MOST_MEGAPIXELS} triệu. Chưa có gì được ghi lại. Hãy chụp lại cỡ nhỏ hơn hoặc cắt lấy phần có mã."),
                "The picture is too large. Nothing was recorded. Take a smaller one or cut out the code.",
            ),
            Self::Damaged => (
                "Tệp ảnh bị hỏng hoặc thiếu. Chưa có gì được ghi lại. Hãy nhận lại tệp hoặc chụp lại.".into(),
                "The picture is damaged or incomplete. Nothing was recorded. Take it again.",
            ),
            Self::NoCode => (
                "Không thấy mã QR trong ảnh. Chưa có gì được ghi lại. Hãy chụp gần hơn, đủ sáng, thấy trọn cả bốn góc mã.".into(),
                "No QR code in the picture. Nothing was recorded. Take it closer, in good light, with all four corners.",
            ),
        }
    }
}

/// The text of the QR code in a picture. Where it shows several, the first that is `wanted`, else any of them.
///
/// # Errors
/// Not a picture that is read here, too large, damaged, or without a code.
pub fn read(picture: &[u8], wanted: impl Fn(&str) -> bool) -> Result<String, BadPicture> {
    let grey = grey(picture)?;
    let mut other = None;
    // Between 2 and 10 points a module read best; how large the code is in the picture is not known beforehand.
    for (longest, up_to) in [(1600, 1600), (1000, 1000), (1200, 2400), (2400, 2400)] {
        let step = sized(&grey, longest, up_to);
        let Some(text) = one(&step) else { continue };
        if wanted(&text) {
            return Ok(text);
        }
        if let Some(text) = all(&step).into_iter().find(|text| wanted(text)) {
            return Ok(text);
        }
        other.get_or_insert(text);
    }
    let whole = || one(&grey).filter(|_| grey.width().max(grey.height()) > 2400);
    other.or_else(whole).ok_or(BadPicture::NoCode)
}

fn grey(picture: &[u8]) -> Result<GrayImage, BadPicture> {
    let mut reader = ImageReader::new(Cursor::new(picture))
        .with_guessed_format()
        .map_err(|_| BadPicture::Kind)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(bad)?;
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points > MOST_MEGAPIXELS * 1_000_000 {
        return Err(BadPicture::TooLarge(points.div_ceil(1_000_000)));
    }
    let image = DynamicImage::from_decoder(decoder).map_err(bad)?;
    if !image.color().has_alpha() {
        return Ok(image.into_luma8());
    }
    // What shines through is white, as the paper of a code is.
    let mixed = image.into_luma_alpha8();
    Ok(GrayImage::from_fn(mixed.width(), mixed.height(), |x, y| {
        let [light, alpha] = mixed.get_pixel(x, y).0.map(u16::from);
        image::Luma([((light * alpha + 255 * (255 - alpha)) / 255) as u8])
    }))
}

fn bad(error: ImageError) -> BadPicture {
    match error {
        ImageError::Unsupported(_) => BadPicture::Kind,
        ImageError::Limits(_) => BadPicture::TooLarge(MOST_MEGAPIXELS),
        _ => BadPicture::Damaged,
    }
}

/// At most `longest` points on the longer side, then enlarged until that side has about `up_to`.
fn sized(grey: &GrayImage, longest: u32, up_to: u32) -> GrayImage {
    let side = grey.width().max(grey.height());
    let (target, filter) = if side > longest {
        (longest, None)
    } else if up_to > longest {
        ((side * 2).min(up_to), Some(FilterType::Triangle))
    } else {
        (side, None)
    };
    let along = |length: u32| {
        u32::try_from(u64::from(length) * u64::from(target) / u64::from(side.max(1)))
            .unwrap_or(target)
            .max(1)
    };
    let (width, height) = (along(grey.width()), along(grey.height()));
    match filter {
        _ if (width, height) == grey.dimensions() => grey.clone(),
        Some(filter) => imageops::resize(grey, width, height, filter),
        None => imageops::thumbnail(grey, width, height),
    }
}

fn hints() -> DecodeHints {
    DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        ..DecodeHints::default()
    }
}

fn one(grey: &GrayImage) -> Option<String> {
    let (width, height) = grey.dimensions();
    unwound(|| {
        let format = Some(BarcodeFormat::QR_CODE);
        helpers::detect_in_luma_with_hints(grey.as_raw().clone(), width, height, format, &mut hints())
            .map(|found| found.getText().to_owned())
            .ok()
    })
}

fn all(grey: &GrayImage) -> Vec<String> {
    let (width, height) = grey.dimensions();
    unwound(|| {
        helpers::detect_multiple_in_luma_with_hints(grey.as_raw().clone(), width, height, &mut hints()).ok()
    })
    .unwrap_or_default()
    .into_iter()
    .map(|found| found.getText().to_owned())
    .collect()
}

/// The reader works on strangers' pictures and indexes freely: a panic in it is a picture without a code.
fn unwound<T>(read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

#[cfg(test)]
mod tests;

use super::*;
use crate::{png, svg};
use image::{ImageFormat, Luma, Rgba, RgbaImage};

const CARD: &str = "CDT1:6BFOXN%TSMAHN-H/ARD$8T:*J7Z-+0PVS3C9VV4+BCW6IA70W1G-A";

/// Text of a full card: version 15, level M.
fn full() -> String {
    let letters = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    (0..560)
        .map(|n| char::from(letters[(n * 7 + n / 13) % 45]))
        .collect()
}

/// How a photograph was taken.
struct Camera {
    size: (u32, u32),
    /// The code's side in the middle of the picture, points.
    side: f64,
    degrees: f64,
    /// How far the paper leans back.
    tilt: f64,
    dark: f64,
    light: f64,
    blur: f32,
    noise: f64,
}

/// A photograph of a text's code on a grey table, lit from one side.
fn photograph(text: &str, camera: &Camera) -> GrayImage {
    let code = image::load_from_memory(&png(text).unwrap()).unwrap().into_luma8();
    let (sin, cos) = camera.degrees.to_radians().sin_cos();
    let (width, height) = camera.size;
    let mut seed = 88_172_645_463_325_252_u64;
    let mut random = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let picture = GrayImage::from_fn(width, height, |x, y| {
        let (px, py) = (
            f64::from(x) - f64::from(width) / 2.0,
            f64::from(y) - f64::from(height) / 2.0,
        );
        let (qx, qy) = (cos * px + sin * py, cos * py - sin * px);
        let far = 1.0 + camera.tilt * qy / camera.side;
        let at = |q: f64| ((q / far / camera.side + 0.5) * f64::from(code.width())).floor();
        let (u, v) = (at(qx), at(qy));
        let inside = |a: f64| (0.0..f64::from(code.width())).contains(&a);
        let value = match (inside(u) && inside(v)).then(|| code.get_pixel(u as u32, v as u32).0[0]) {
            Some(0) => camera.dark,
            Some(_) => camera.light,
            None => 110.0,
        };
        Luma([(value * (1.0 - 0.3 * f64::from(x) / f64::from(width))) as u8])
    });
    let mut picture = imageops::fast_blur(&picture, camera.blur);
    for point in picture.pixels_mut() {
        point.0[0] = (f64::from(point.0[0]) + random() * camera.noise).clamp(0.0, 255.0) as u8;
    }
    picture
}

fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn any(_: &str) -> bool {
    true
}

#[test]
fn what_is_drawn_is_read_back() {
    for text in [CARD, &full()] {
        assert_eq!(read(&png(text).unwrap(), any).as_deref(), Ok(text));
    }
}

/// The page's own drawing, painted by its path: `M x y h run v1 h-run z`.
#[test]
fn the_svg_says_the_same_as_the_png() {
    let drawn = svg(CARD).unwrap();
    let side: u32 = drawn
        .split("viewBox=\"0 0 ")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let mut painted = GrayImage::from_pixel(side, side, Luma([255]));
    for run in drawn
        .split("path d=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .split_terminator('z')
    {
        let (start, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = start.split_once(' ').unwrap();
        let (x, y): (u32, u32) = (x.parse().unwrap(), y.parse().unwrap());
        for step in 0..rest.split('v').next().unwrap().parse().unwrap() {
            painted.put_pixel(x + step, y, Luma([0]));
        }
    }
    let large = imageops::resize(&painted, side * 8, side * 8, FilterType::Nearest);
    assert_eq!(file(&large, ImageFormat::Png), png(CARD).unwrap());
}

#[test]
fn photographs_aslant_blurred_dim_and_large_are_read() {
    let usual = Camera {
        size: (1200, 1600),
        side: 760.0,
        degrees: 0.0,
        tilt: 0.0,
        dark: 30.0,
        light: 220.0,
        blur: 1.0,
        noise: 20.0,
    };
    let full = full();
    let cases = [
        (
            "turned",
            Camera {
                degrees: 33.0,
                ..usual
            },
        ),
        (
            "on its head",
            Camera {
                degrees: 186.0,
                ..usual
            },
        ),
        (
            "leaning",
            Camera {
                degrees: 12.0,
                tilt: 0.2,
                ..usual
            },
        ),
        (
            "blurred",
            Camera {
                blur: 2.5,
                degrees: 8.0,
                ..usual
            },
        ),
        (
            "dim",
            Camera {
                dark: 70.0,
                light: 115.0,
                degrees: 8.0,
                noise: 12.0,
                ..usual
            },
        ),
        (
            "noisy",
            Camera {
                noise: 60.0,
                degrees: 271.0,
                ..usual
            },
        ),
        (
            "12 megapixels",
            Camera {
                size: (4000, 3000),
                side: 1500.0,
                blur: 3.0,
                degrees: 23.0,
                tilt: 0.1,
                ..usual
            },
        ),
        (
            "12 megapixels, far",
            Camera {
                size: (4000, 3000),
                side: 700.0,
                blur: 1.5,
                degrees: 23.0,
                ..usual
            },
        ),
    ];
    for (how, camera) in cases {
        let picture = file(&photograph(&full, &camera), ImageFormat::Jpeg);
        assert_eq!(read(&picture, any).as_deref(), Ok(full.as_str()), "{how}");
    }
}

#[test]
fn black_on_glass_is_read_as_on_paper() {
    let paper = image::load_from_memory(&png(CARD).unwrap()).unwrap().into_luma8();
    let glass = RgbaImage::from_fn(paper.width(), paper.height(), |x, y| {
        Rgba([0, 0, 0, 255 - paper.get_pixel(x, y).0[0]])
    });
    let mut bytes = Cursor::new(vec![]);
    glass.write_to(&mut bytes, ImageFormat::Png).unwrap();
    assert_eq!(read(&bytes.into_inner(), any).as_deref(), Ok(CARD));
}

#[test]
fn of_two_codes_the_wanted_one_is_read() {
    let (bank, card) = ("00020101021138570010A00000072701", CARD);
    let half = |text: &str| image::load_from_memory(&png(text).unwrap()).unwrap().into_luma8();
    let (left, right) = (half(bank), half(card));
    let mut both = GrayImage::from_pixel(1200, 700, Luma([255]));
    imageops::replace(&mut both, &left, 60, 120);
    imageops::replace(&mut both, &right, 640, 120);
    let picture = file(&both, ImageFormat::Png);
    assert_eq!(
        read(&picture, |text| text.starts_with("CDT1:")).as_deref(),
        Ok(card)
    );
    assert_eq!(
        read(&picture, |text| text.starts_with("000201")).as_deref(),
        Ok(bank)
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(read(b"", any), Err(BadPicture::Kind));
    assert_eq!(read(b"%PDF-1.7 ...", any), Err(BadPicture::Kind));
    let whole = png(CARD).unwrap();
    assert_eq!(read(&whole[..whole.len() / 2], any), Err(BadPicture::Damaged));
    let photo = file(&GrayImage::from_pixel(300, 300, Luma([9])), ImageFormat::Jpeg);
    assert_eq!(read(&photo, any), Err(BadPicture::NoCode));
    assert_eq!(read(&photo[..100], any), Err(BadPicture::Damaged));
    assert_eq!(
        read(&file(&GrayImage::new(1, 1), ImageFormat::Png), any),
        Err(BadPicture::NoCode)
    );
    let huge = file(&GrayImage::new(8200, 5000), ImageFormat::Png);
    assert_eq!(read(&huge, any), Err(BadPicture::TooLarge(41)));
}

#[test]
fn scribbled_codes_never_panic_out() {
    let clean = image::load_from_memory(&png(&full()).unwrap())
        .unwrap()
        .into_luma8();
    let clean = imageops::thumbnail(&clean, 170, 170);
    let mut seed = 7_u32;
    for _ in 0..12 {
        let mut scribbled = clean.clone();
        for _ in 0..900 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            scribbled.put_pixel((seed >> 8) % 170, (seed >> 18) % 170, Luma([(seed >> 24) as u8]));
        }
        let _ = read(&file(&scribbled, ImageFormat::Png), any);
    }
}

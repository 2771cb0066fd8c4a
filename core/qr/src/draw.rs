use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;
use std::io::Cursor;

/// Light modules around the code, as the standard asks.
const QUIET: usize = 4;

/// The dark modules, row by row, with their side. Level M; segments are chosen for the text, so that capitals and
/// digits (base45) take 5.5 bits each and not 8.
fn modules(text: &str) -> Option<(usize, Vec<bool>)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let dark = code
        .to_colors()
        .into_iter()
        .map(|color| color == Color::Dark)
        .collect();
    Some((code.width(), dark))
}

/// The code as a picture that stays sharp at any size: black on its own white ground, in a dark window too.
/// `None`: the text is too long for a QR code (about 2.3 kB).
pub fn svg(text: &str) -> Option<String> {
    let (width, dark) = modules(text)?;
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in dark.chunks(width).enumerate() {
        let mut x = 0;
        while let Some(skipped) = row[x..].iter().position(|dark| *dark) {
            let from = x + skipped;
            let run = row[from..].iter().take_while(|dark| **dark).count();
            let _ = write!(path, "M{} {}h{run}v1h-{run}z", from + QUIET, y + QUIET);
            x = from + run;
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{pixels}\" height=\"{pixels}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>",
        pixels = side * 8
    ))
}

/// Points a module in [`png`].
const POINTS: usize = 8;

/// The code as a PNG file, eight points a module. `None` as for [`svg`].
pub fn png(text: &str) -> Option<Vec<u8>> {
    let (width, dark) = modules(text)?;
    let side = u32::try_from((width + 2 * QUIET) * POINTS).ok()?;
    let module = |at: u32| (at as usize / POINTS).checked_sub(QUIET).filter(|at| *at < width);
    let picture = GrayImage::from_fn(side, side, |x, y| match (module(x), module(y)) {
        (Some(x), Some(y)) if dark[y * width + x] => Luma([0]),
        _ => Luma([255]),
    });
    let mut file = Cursor::new(vec![]);
    picture.write_to(&mut file, ImageFormat::Png).ok()?;
    Some(file.into_inner())
}

/// The code for a terminal: two rows a line, dark modules as spaces between full blocks, so that it reads on the
/// usual dark ground. `None` as for [`svg`].
pub fn terminal(text: &str) -> Option<String> {
    let (width, dark) = modules(text)?;
    let side = width + 2 * QUIET;
    let light = |x: usize, y: usize| {
        let inside = |at: usize| (QUIET..QUIET + width).contains(&at);
        !(inside(x) && inside(y) && dark[(y - QUIET) * width + (x - QUIET)])
    };
    let mut lines = String::new();
    for y in (0..side).step_by(2) {
        for x in 0..side {
            lines.push(match (light(x, y), y + 1 >= side || light(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        lines.push('\n');
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_on_its_own_white_ground_with_a_quiet_zone() {
        let drawn = svg("CDT1:ABC").unwrap();
        // v1 is 21 modules; four on each side.
        assert!(drawn.contains("viewBox=\"0 0 29 29\""), "{drawn}");
        assert!(drawn.contains("fill=\"#fff\"/><path d=\"M4 4h7v1h-7z"), "{drawn}");
    }

    #[test]
    fn capitals_and_digits_are_packed_as_such() {
        let width = |text: &str| modules(text).unwrap().0;
        // v15 is 77 modules and holds 600 letters of this kind at level M, and 412 bytes.
        assert_eq!(width(&"A1:".repeat(200)), 77);
        assert!(width(&"a1:".repeat(200)) > 77);
    }

    #[test]
    fn a_text_that_no_code_holds_is_none() {
        assert!(svg(&"a".repeat(3000)).is_none());
        assert!(terminal(&"a".repeat(3000)).is_none());
    }

    #[test]
    fn the_terminal_shows_every_row() {
        let lines = terminal("CDT1:ABC").unwrap();
        assert_eq!(lines.lines().count(), 15);
        assert!(lines.lines().all(|line| line.chars().count() == 29));
        assert!(lines.starts_with(&"█".repeat(29)));
    }
}

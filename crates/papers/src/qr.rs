//! Pictures of QR codes.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::PaperError;

/// Light modules around the code, as the standard asks.
const QUIET: usize = 4;

/// A QR code as an SVG of one path, black on white, to stand in a page or on paper. It has
/// no size of its own: the place it stands in gives one.
pub fn qr_svg(text: &str) -> Result<String, PaperError> {
    qr_svg_bytes(text.as_bytes())
}

/// The same for a code that is not UTF-8.
pub fn qr_svg_bytes(bytes: &[u8]) -> Result<String, PaperError> {
    let code = QrCode::with_error_correction_level(bytes, EcLevel::M).map_err(|_| PaperError::Qr(bytes.len()))?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>Код QR</title><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

//! Files people upload, made on the spot: the smallest things that pass for what they are.

use regulation::package::UploadLimits;

/// A file within the limits, with its name.
pub fn upload(limits: &UploadLimits) -> (&'static str, Vec<u8>) {
    if limits.media_types.iter().any(|kind| kind == "application/pdf") {
        return ("obrazec.pdf", pdf());
    }
    let (wide, high) = limits.ratio.unwrap_or((3, 4));
    ("obrazec.png", png(wide * 100, high * 100))
}

/// The media type of what [`upload`] gives.
pub fn media_type(limits: &UploadLimits) -> &'static str {
    if limits.media_types.iter().any(|kind| kind == "application/pdf") { "application/pdf" } else { "image/png" }
}

fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n".to_vec()
}

fn png(wide: u32, high: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(wide.to_be_bytes());
    bytes.extend(high.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
    bytes
}

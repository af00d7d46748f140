//! Looking at an uploaded file: size, name, what the content really is, whether it is whole,
//! how wide a picture is (FORM-22). Pure.

use regulation::package::UploadLimits;

/// What is wrong with a file; each has its own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Not a single byte.
    Empty,
    /// Over the limit of the field.
    TooLarge,
    /// The name says it is of a kind that is not accepted.
    Kind,
    /// The content is not what the name says.
    Mismatch,
    /// The content breaks off or cannot be read.
    Broken,
    /// A picture with other sides than asked.
    Ratio,
    /// The antivirus found something.
    Infected,
    /// More files than a draft may hold.
    TooMany,
}

impl Flaw {
    /// Stable code, also the end of the key of its message.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge => "file-too-large",
            Self::Kind => "file-kind",
            Self::Mismatch => "file-mismatch",
            Self::Broken => "file-broken",
            Self::Ratio => "file-ratio",
            Self::Infected => "file-infected",
            Self::TooMany => "file-too-many",
        }
    }

    /// All of them, so that a test finds a message for each.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::TooLarge,
        Self::Kind,
        Self::Mismatch,
        Self::Broken,
        Self::Ratio,
        Self::Infected,
        Self::TooMany,
    ];
}

/// Tolerance of the sides of a picture, in percent.
const TOLERANCE: u64 = 10;

/// What can be said before the content is there.
pub fn announced(limits: &UploadLimits, most: u64, name: &str, size: u64) -> Result<(), Flaw> {
    if size == 0 {
        return Err(Flaw::Empty);
    }
    if size > limits.max_bytes.min(most) {
        return Err(Flaw::TooLarge);
    }
    match kind_of_name(name) {
        Some(kind) if accepts(limits, kind) => Ok(()),
        _ => Err(Flaw::Kind),
    }
}

/// Looks at the content; answers the media type that was found in it.
pub fn content(limits: &UploadLimits, name: &str, content: &[u8]) -> Result<&'static str, Flaw> {
    let found = infer::get(content).map(|kind| kind.mime_type()).unwrap_or_default();
    if kind_of_name(name) != Some(found) {
        return Err(Flaw::Mismatch);
    }
    if !accepts(limits, found) {
        return Err(Flaw::Kind);
    }
    if !is_whole(found, content) {
        return Err(Flaw::Broken);
    }
    if let Some((width, height)) = limits.ratio.filter(|_| found.starts_with("image/")) {
        let (wide, high) = sides(found, content).ok_or(Flaw::Broken)?;
        let (one, other) = (u64::from(wide) * u64::from(height), u64::from(high) * u64::from(width));
        if one.abs_diff(other) * 100 > other * TOLERANCE {
            return Err(Flaw::Ratio);
        }
    }
    Ok(found)
}

fn accepts(limits: &UploadLimits, kind: &str) -> bool {
    limits.media_types.iter().any(|accepted| accepted == kind)
}

/// The kind a file's name claims.
fn kind_of_name(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" => "image/jpeg",
        "png" => "image/png",
        "pdf" => "application/pdf",
        "tif" | "tiff" => "image/tiff",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt" => "application/vnd.oasis.opendocument.text",
        _ => return None,
    })
}

/// Whether the end of a file is there: an upload that broke off half-way is not evidence.
fn is_whole(kind: &str, content: &[u8]) -> bool {
    let tail = &content[content.len().saturating_sub(4096)..];
    let ends_with = |mark: &[u8]| tail.windows(mark.len()).any(|window| window == mark);
    match kind {
        "application/pdf" => ends_with(b"%%EOF"),
        "image/png" => ends_with(b"IEND"),
        "image/jpeg" => ends_with(&[0xFF, 0xD9]),
        _ => true,
    }
}

/// Width and height of a picture as it is shown.
fn sides(kind: &str, content: &[u8]) -> Option<(u32, u32)> {
    match kind {
        "image/png" => {
            let word = |at: usize| Some(u32::from_be_bytes(content.get(at..at + 4)?.try_into().ok()?));
            Some((word(16)?, word(20)?)).filter(|(wide, high)| *wide > 0 && *high > 0)
        }
        "image/jpeg" => jpeg_sides(content),
        _ => None,
    }
}

/// Walks the segments of a JPEG to the frame; a telephone held upright says so in Exif.
fn jpeg_sides(content: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    let mut turned = false;
    loop {
        while *content.get(at)? == 0xFF && *content.get(at + 1)? == 0xFF {
            at += 1;
        }
        if *content.get(at)? != 0xFF {
            return None;
        }
        let marker = *content.get(at + 1)?;
        if marker == 0x01 || (0xD0..=0xD8).contains(&marker) {
            at += 2;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(content.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = content.get(at + 4..(at + 2 + length).max(at + 4))?;
        match marker {
            0xE1 => turned = turned || exif_turns(segment).unwrap_or(false),
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let high = u32::from(u16::from_be_bytes(segment.get(1..3)?.try_into().ok()?));
                let wide = u32::from(u16::from_be_bytes(segment.get(3..5)?.try_into().ok()?));
                let sides = if turned { (high, wide) } else { (wide, high) };
                return Some(sides).filter(|(wide, high)| *wide > 0 && *high > 0);
            }
            0xD9 | 0xDA => return None,
            _ => {}
        }
        at += 2 + length;
    }
}

/// Whether the Exif orientation lays the picture on its side (5 to 8).
fn exif_turns(segment: &[u8]) -> Option<bool> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let count = usize::from(short(directory)?);
    (0..count)
        .find_map(|index| {
            let entry = directory + 2 + index * 12;
            (short(entry)? == 0x0112).then(|| short(entry + 8))?
        })
        .map(|orientation| (5..=8).contains(&orientation))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn limits(ratio: Option<(u32, u32)>) -> UploadLimits {
        let media_types = ["image/jpeg", "image/png", "application/pdf"].map(str::to_owned).to_vec();
        UploadLimits { media_types, max_bytes: 1000, ratio }
    }

    fn png(wide: u32, high: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(wide.to_be_bytes());
        bytes.extend(high.to_be_bytes());
        bytes.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
        bytes
    }

    fn jpeg(wide: u16, high: u16, orientation: Option<u8>) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8];
        if let Some(orientation) = orientation {
            let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
            exif.extend([orientation, 0, 0, 0]);
            bytes.extend([0xFF, 0xE1]);
            bytes.extend((exif.len() as u16 + 2).to_be_bytes());
            bytes.extend(exif);
        }
        bytes.extend([0xFF, 0xC0, 0, 11, 8]);
        bytes.extend(high.to_be_bytes());
        bytes.extend(wide.to_be_bytes());
        bytes.extend([1, 1, 17, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]);
        bytes
    }

    /// Proves: FORM-22.
    #[test]
    fn each_flaw_of_a_file_has_its_own_code() {
        let fields = limits(None);
        assert_eq!(announced(&fields, 5000, "a.png", 0), Err(Flaw::Empty));
        assert_eq!(announced(&fields, 5000, "a.png", 1001), Err(Flaw::TooLarge));
        assert_eq!(announced(&fields, 500, "a.png", 501), Err(Flaw::TooLarge));
        for name in ["a.exe", "a", "a.png.exe", ""] {
            assert_eq!(announced(&fields, 5000, name, 10), Err(Flaw::Kind), "{name}");
        }
        assert_eq!(announced(&fields, 5000, "Фото.JPG", 10), Ok(()));
        assert_eq!(content(&fields, "a.jpg", &png(3, 4)), Err(Flaw::Mismatch));
        assert_eq!(content(&fields, "a.pdf", b"MZ\x90\0 a program"), Err(Flaw::Mismatch));
        assert_eq!(content(&fields, "a.png", &png(3, 4)[..30]), Err(Flaw::Broken));
        assert_eq!(content(&fields, "a.pdf", b"%PDF-1.7 and then nothing"), Err(Flaw::Broken));
        assert_eq!(content(&fields, "a.pdf", b"%PDF-1.7 content %%EOF\n"), Ok("application/pdf"));
        let codes: std::collections::BTreeSet<_> = Flaw::ALL.iter().map(|flaw| flaw.code()).collect();
        assert_eq!(codes.len(), Flaw::ALL.len());
    }

    /// Proves: FORM-22.
    #[test]
    fn the_sides_of_a_photograph_are_measured_as_it_is_shown() {
        let fields = limits(Some((3, 4)));
        for (wide, high) in [(300, 400), (310, 400), (1200, 1600)] {
            assert_eq!(content(&fields, "a.png", &png(wide, high)), Ok("image/png"), "{wide}x{high}");
        }
        assert_eq!(content(&fields, "a.png", &png(400, 300)), Err(Flaw::Ratio));
        assert_eq!(content(&fields, "a.png", &png(0, 0)), Err(Flaw::Broken));
        assert_eq!(content(&fields, "a.jpg", &jpeg(300, 400, None)), Ok("image/jpeg"));
        assert_eq!(content(&fields, "a.jpg", &jpeg(400, 300, Some(6))), Ok("image/jpeg"));
        assert_eq!(content(&fields, "a.jpg", &jpeg(300, 400, Some(6))), Err(Flaw::Ratio));
    }

    #[test]
    fn no_content_at_all_makes_it_fall() {
        let fields = limits(Some((3, 4)));
        for whole in [jpeg(300, 400, Some(6)), png(300, 400)] {
            for length in 0..whole.len() {
                for name in ["a.jpg", "a.png", "a.pdf"] {
                    let _ = content(&fields, name, &whole[..length]);
                }
            }
        }
    }
}

//! Signature files as people exchange them: DER, PEM, or Base64 without any heading.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The DER of a signature file. What is none of these is given back as it is, to be refused by
/// whoever reads it.
pub fn unarmoured(file: &[u8]) -> Cow<'_, [u8]> {
    let Ok(text) = std::str::from_utf8(file) else { return Cow::Borrowed(file) };
    let text = text.trim_start_matches('\u{feff}');
    let body = text.lines().filter(|line| !line.starts_with("-----")).flat_map(str::chars);
    let body: String = body.filter(|letter| !letter.is_whitespace()).collect();
    match STANDARD.decode(&body) {
        Ok(der) if !der.is_empty() => Cow::Owned(der),
        _ => Cow::Borrowed(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pem_base64_and_der_give_the_same_bytes() {
        let der = [0x30, 0x82, 0xff, 0x00, 0x01];
        let base64 = STANDARD.encode(der);
        let pem = format!("-----BEGIN CMS-----\r\n{base64}\r\n-----END CMS-----\r\n");
        for file in [&der[..], base64.as_bytes(), pem.as_bytes(), format!("\u{feff}{base64}\n").as_bytes()] {
            assert_eq!(unarmoured(file), &der[..]);
        }
        assert_eq!(unarmoured(b"not a signature"), &b"not a signature"[..]);
        assert_eq!(unarmoured(b""), &b""[..]);
    }
}

//! Reads a caught letter well enough to show it: headers, encoded words, quoted-printable and
//! base64 bodies, the first text part of a multipart one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What is shown of a letter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) id: String,
    pub(crate) text: String,
}

/// Reads the raw bytes of a letter.
pub(crate) fn read(raw: &[u8]) -> Letter {
    let raw = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    let (headers, body) = split(&raw);
    Letter {
        subject: header(&headers, "subject").map(|text| decode_words(&text)).unwrap_or_default(),
        id: header(&headers, "message-id").unwrap_or_default(),
        text: text_of(&headers, body, 0),
    }
}

/// Headers with folded lines joined, and the rest.
fn split(raw: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = raw.split_once("\n\n").unwrap_or((raw, ""));
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    (headers, body)
}

fn header(headers: &[(String, String)], name: &str) -> Option<String> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

fn text_of(headers: &[(String, String)], body: &str, depth: usize) -> String {
    let kind = header(headers, "content-type").unwrap_or_default();
    if kind.to_lowercase().starts_with("multipart/") && depth < 4 {
        let boundary = kind.split("boundary=").nth(1).unwrap_or_default();
        let boundary = boundary.split(';').next().unwrap_or_default().trim().trim_matches('"');
        let delimiter = format!("--{boundary}");
        let part = body.split(delimiter.as_str()).nth(1).unwrap_or_default();
        let (headers, body) = split(part.trim_start_matches('\n'));
        return text_of(&headers, body, depth + 1);
    }
    match header(headers, "content-transfer-encoding").unwrap_or_default().to_lowercase().as_str() {
        "base64" => {
            let packed: String = body.chars().filter(|letter| !letter.is_whitespace()).collect();
            String::from_utf8_lossy(&STANDARD.decode(packed).unwrap_or_default()).into_owned()
        }
        "quoted-printable" => String::from_utf8_lossy(&unquote(body, false)).into_owned(),
        _ => body.to_owned(),
    }
}

/// RFC 2047: `=?utf-8?b?…?=` and `=?utf-8?q?…?=`; white space between two such words vanishes.
fn decode_words(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut after_word = false;
    for piece in text.split_whitespace() {
        match decode_word(piece) {
            Some(word) => {
                if !after_word && !bytes.is_empty() {
                    bytes.push(b' ');
                }
                bytes.extend(word);
                after_word = true;
            }
            None => {
                if !bytes.is_empty() {
                    bytes.push(b' ');
                }
                bytes.extend(piece.as_bytes());
                after_word = false;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn decode_word(piece: &str) -> Option<Vec<u8>> {
    let mut parts = piece.strip_prefix("=?")?.strip_suffix("?=")?.splitn(3, '?');
    let (_, encoding, text) = (parts.next()?, parts.next()?, parts.next()?);
    match encoding {
        "b" | "B" => STANDARD.decode(text).ok(),
        "q" | "Q" => Some(unquote(text, true)),
        _ => None,
    }
}

fn unquote(text: &str, is_word: bool) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'=' if bytes.get(index + 1) == Some(&b'\n') => index += 1,
            b'=' => {
                let digits = text.get(index + 1..index + 3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
                match digits {
                    Some(byte) => {
                        plain.push(byte);
                        index += 2;
                    }
                    None => plain.push(b'='),
                }
            }
            b'_' if is_word => plain.push(b' '),
            other => plain.push(other),
        }
        index += 1;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_russian_letter_is_read_in_both_encodings() {
        let letter = read(
            b"Subject: =?utf-8?b?0JfQsNGP0LI=?=\r\n =?utf-8?q?=D0=BB=D0=B5=D0=BD=D0=B8=D0=B5_1?=\r\nMessage-ID: <n1@x>\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\r\n=D0=9F=D1=80=D0=B8=D0=B2=\r\n=D0=B5=D1=82\r\n",
        );
        assert_eq!(letter.subject, "Заявление 1");
        assert_eq!(letter.id, "<n1@x>");
        assert_eq!(letter.text, "Привет\n");
        let letter = read(
            b"Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Transfer-Encoding: base64\n\n0J/RgNC4\n0LLQtdGC\n--b--\n",
        );
        assert_eq!(letter.text, "Привет");
    }

    #[test]
    fn a_broken_letter_is_shown_and_never_panics() {
        for raw in ["", "=", "Subject: =?utf-8?b?*?=", "Content-Transfer-Encoding: quoted-printable\n\n=Д=X", "a\n\n\n"]
        {
            let _ = read(raw.as_bytes());
        }
    }
}

//! MTOM: a message and its attachments as parts of one body (`multipart/related`, XOP).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use thiserror::Error;

/// Attachments of one message inside it, together (MR 3.3: larger ones go through a store).
pub const MOST_BYTES: usize = 5 * 1024 * 1024;

/// Parts of one message.
const MOST_PARTS: usize = 64;

/// A message with its attachments, as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// Value of `Content-Type`.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

/// A message taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// The XML.
    pub root: Vec<u8>,
    /// Attachments by the id they are referred to.
    pub attached: BTreeMap<String, Vec<u8>>,
}

/// Why a body cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Malformed {
    /// No boundary, or one that does not divide.
    #[error("части сообщения не разделены так, как обещает заголовок")]
    Boundary,
    /// A part without an id, or two of one id.
    #[error("у части сообщения нет своего идентификатора")]
    Id,
    /// Too much.
    #[error("вложения больше 5 МБ: такие передаются через файловое хранилище")]
    TooMuch,
}

/// Puts a message and its attachments together. Without attachments it is plain XML.
pub fn join(root: Vec<u8>, attached: &BTreeMap<String, Vec<u8>>) -> Result<Wire, Malformed> {
    if attached.is_empty() {
        return Ok(Wire { content_type: "text/xml; charset=UTF-8".to_owned(), body: root });
    }
    if attached.values().map(Vec::len).sum::<usize>() > MOST_BYTES || attached.len() > MOST_PARTS {
        return Err(Malformed::TooMuch);
    }
    let mut hash = Sha256::new();
    hash.update(&root);
    attached.values().for_each(|bytes| hash.update(bytes));
    // A boundary made of the content's own hash does not stand in the content.
    let mut boundary = "okno-".to_owned();
    hash.finalize().iter().take(16).for_each(|byte| {
        let _ = write!(boundary, "{byte:02x}");
    });
    let mut body = Vec::new();
    let mut part = |kind: &str, id: &str, bytes: &[u8]| {
        let head = format!(
            "--{boundary}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{id}>\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("application/xop+xml; charset=UTF-8; type=\"text/xml\"", "root", &root);
    for (id, bytes) in attached {
        part("application/octet-stream", id, bytes);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let content_type = format!(
        "multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; start-info=\"text/xml\"; boundary=\"{boundary}\""
    );
    Ok(Wire { content_type, body })
}

/// Takes a body apart; a body that is not `multipart/related` is the message itself.
pub fn split(content_type: &str, body: &[u8]) -> Result<Parts, Malformed> {
    if !content_type.trim().to_ascii_lowercase().starts_with("multipart/related") {
        return Ok(Parts { root: body.to_vec(), attached: BTreeMap::new() });
    }
    let boundary = parameter(content_type, "boundary").filter(|text| !text.is_empty()).ok_or(Malformed::Boundary)?;
    let start = parameter(content_type, "start").map(|start| bare_id(&start));
    let mut parts = Parts::default();
    let mut found = 0_usize;
    let mut total = 0_usize;
    for (head, bytes) in pieces(body, boundary.as_bytes())? {
        found += 1;
        total += bytes.len();
        if found > MOST_PARTS || total > 2 * MOST_BYTES {
            return Err(Malformed::TooMuch);
        }
        let id = header(head, "content-id").map(|id| bare_id(&id));
        let is_root = match (&start, &id) {
            (Some(start), Some(id)) => start == id,
            _ => found == 1,
        };
        if is_root {
            parts.root = bytes.to_vec();
        } else if parts.attached.insert(id.ok_or(Malformed::Id)?, bytes.to_vec()).is_some() {
            return Err(Malformed::Id);
        }
    }
    if parts.root.is_empty() { Err(Malformed::Boundary) } else { Ok(parts) }
}

/// Head and body of a part.
type Piece<'a> = (&'a [u8], &'a [u8]);

/// Heads and bodies of the parts.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Result<Vec<Piece<'a>>, Malformed> {
    let mark = [b"--", boundary].concat();
    let mut rest = body.get(find(body, &mark).ok_or(Malformed::Boundary)? + mark.len()..).ok_or(Malformed::Boundary)?;
    let inner = [b"\r\n--", boundary].concat();
    let mut found = Vec::new();
    while !rest.starts_with(b"--") {
        let end = find(rest, &inner).ok_or(Malformed::Boundary)?;
        let piece = rest.get(..end).and_then(|piece| piece.strip_prefix(b"\r\n")).ok_or(Malformed::Boundary)?;
        let head = find(piece, b"\r\n\r\n").ok_or(Malformed::Boundary)?;
        found.push((&piece[..head], &piece[head + 4..]));
        rest = &rest[end + inner.len()..];
        if found.len() > MOST_PARTS {
            return Err(Malformed::TooMuch);
        }
    }
    Ok(found)
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    within.windows(wanted.len()).position(|window| window == wanted)
}

/// A parameter of a header value, with or without quotes.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn header(head: &[u8], name: &str) -> Option<String> {
    let head = std::str::from_utf8(head).ok()?;
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// `<id>` and `id` are one.
fn bare_id(text: &str) -> String {
    text.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_joined_is_split_again_byte_for_byte() {
        let attached = BTreeMap::from([
            ("a@okno".to_owned(), b"\r\n--okno-\r\n\r\n\x00\xff".to_vec()),
            ("b@okno".to_owned(), Vec::new()),
        ]);
        let wire = join(b"<x/>".to_vec(), &attached).unwrap();
        assert_eq!(split(&wire.content_type, &wire.body).unwrap(), Parts { root: b"<x/>".to_vec(), attached });
        let plain = join(b"<x/>".to_vec(), &BTreeMap::new()).unwrap();
        assert_eq!(split(&plain.content_type, &plain.body).unwrap().root, b"<x/>");
    }

    #[test]
    fn a_body_that_is_cut_off_or_lies_about_its_boundary_is_refused() {
        let attached = BTreeMap::from([("a".to_owned(), b"bytes".to_vec())]);
        let wire = join(b"<x/>".to_vec(), &attached).unwrap();
        for cut in 0..wire.body.len() - 4 {
            assert!(split(&wire.content_type, &wire.body[..cut]).is_err(), "{cut}");
        }
        assert_eq!(split("multipart/related; boundary=other", &wire.body), Err(Malformed::Boundary));
        assert_eq!(split("multipart/related", &wire.body), Err(Malformed::Boundary));
    }

    #[test]
    fn five_megabytes_are_the_most() {
        let attached = BTreeMap::from([("a".to_owned(), vec![0; MOST_BYTES + 1])]);
        assert_eq!(join(b"<x/>".to_vec(), &attached), Err(Malformed::TooMuch));
    }
}

//! Bytes being written, with an end: a canonical form repeats namespaces and so may be far
//! longer than the document it is made of.

use thiserror::Error;

/// Longest canonical form or document made here.
const LONGEST: usize = 64 << 20;

/// The result would be longer than any message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("запись документа длиннее {} МБ", LONGEST >> 20)]
pub struct TooLong;

/// Bytes written so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    over: bool,
}

impl Output {
    /// Adds text, while there is room.
    pub(super) fn push(&mut self, text: &str) {
        if self.over || self.bytes.len() + text.len() > LONGEST {
            self.over = true;
            return;
        }
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Adds a name with its prefix.
    pub(super) fn push_name(&mut self, prefix: &str, local: &str) {
        if !prefix.is_empty() {
            self.push(prefix);
            self.push(":");
        }
        self.push(local);
    }

    /// Adds text with some of its characters written otherwise.
    pub(super) fn push_escaped(&mut self, text: &str, escape: impl Fn(char) -> Option<&'static str>) {
        let mut from = 0;
        for (at, character) in text.char_indices() {
            if let Some(written) = escape(character) {
                self.push(&text[from..at]);
                self.push(written);
                from = at + character.len_utf8();
            }
        }
        self.push(&text[from..]);
    }

    /// What was written.
    pub(super) fn finish(self) -> Result<Vec<u8>, TooLong> {
        if self.over { Err(TooLong) } else { Ok(self.bytes) }
    }
}

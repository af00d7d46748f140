//! Patterns of `matches`: regular expressions written in the regulation, read once.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

/// Largest compiled pattern, in bytes: its cost stays bounded.
const LARGEST: usize = 256 * 1024;

/// A pattern; matching takes time in proportion to the text, whatever the pattern is.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Arc<Regex>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Pattern {
    /// Reads a pattern; `None` when it is not one, or is too large.
    pub fn read(text: &str) -> Option<Self> {
        RegexBuilder::new(text).size_limit(LARGEST).build().ok().map(|regex| Self(Arc::new(regex)))
    }

    /// Is a part of the text like this?
    pub fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

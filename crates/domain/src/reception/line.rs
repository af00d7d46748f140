//! Which line of slots: a place and a window, hall or inspector in it.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A line of slots by the names of `region/reception.yaml`: `zags-central.hall`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineId {
    /// The place.
    pub place: String,
    /// The line at that place.
    pub line: String,
}

impl LineId {
    /// A line of a place.
    pub fn new(place: &str, line: &str) -> Self {
        Self { place: place.to_owned(), line: line.to_owned() }
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (place, line) = text.split_once('.')?;
        let sound = |part: &str| {
            !part.is_empty()
                && part.len() <= 60
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        (sound(place) && sound(line)).then(|| Self::new(place, line))
    }

    /// The bucket of everything that belongs to it.
    pub fn bucket(&self) -> i64 {
        i64::from(Sha256::digest(self.to_string().as_bytes())[0])
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.place, self.line)
    }
}

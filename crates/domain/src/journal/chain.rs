//! The hash chain: each entry's hash covers the one before, so that an entry changed, moved or
//! taken away is found (SEC-03). The last hash stands in the case's row as the head.

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::event::Entry;

/// What stands before the first entry of a case.
pub const START: &str = "";

/// Where a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BrokenChain {
    /// The entry at this position (from 0) does not follow from the one before.
    #[error("entry {0} does not follow from the one before")]
    At(usize),
    /// The last entry is not the one the head names: entries at the end are missing or added.
    #[error("the journal does not end where its head says")]
    Head,
}

/// The hash of an entry that follows `previous`: SHA-256 in lower-case hex.
pub fn chain(previous: &str, entry: &Entry) -> String {
    let mut hasher = Sha256::new();
    hasher.update(previous.as_bytes());
    hasher.update(b"\n");
    hasher.update(written(entry).as_bytes());
    hex(&hasher.finalize())
}

/// Checks a whole journal, entries with their stored hashes, against the head in the case's row.
pub fn verify<'a>(
    entries: impl IntoIterator<Item = (&'a Entry, &'a str)>,
    head: Option<&str>,
) -> Result<(), BrokenChain> {
    let mut previous = START.to_owned();
    for (position, (entry, stored)) in entries.into_iter().enumerate() {
        previous = chain(&previous, entry);
        if previous != stored {
            return Err(BrokenChain::At(position));
        }
    }
    match head {
        Some(head) if head != previous => Err(BrokenChain::Head),
        _ => Ok(()),
    }
}

/// SHA-256 of anything that can be written as JSON, in lower-case hex.
pub fn digest(thing: &impl Serialize) -> String {
    hex(&Sha256::digest(written(thing).as_bytes()))
}

/// Entries hold no maps with other than text keys, so writing them cannot fail; should it ever,
/// the word below keeps the chain total instead of ending the process.
fn written(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).unwrap_or_else(|_| "unwritable".to_owned())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

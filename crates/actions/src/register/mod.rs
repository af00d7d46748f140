//! The result register: issuing, checking, extracts. Entries are append-only; a document is
//! signed as drawn, a register entry as its canonical bytes, and papers are views of it.

pub mod answer;
pub mod ask;
pub mod automatic;
pub mod canonical;
pub mod centre;
pub mod check;
pub mod code;
pub mod content;
pub mod download;
pub mod entry;
pub mod given;
pub mod issue;
pub mod keys;
pub mod paper;
pub(crate) mod rounds;
#[cfg(test)]
mod sample;
pub mod send;
pub mod shared;
pub mod sign;
pub mod terms;

pub use automatic::{Automatic, issue_automatically};

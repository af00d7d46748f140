//! The result register: issuing, checking, extracts. Entries are append-only; a document is
//! signed as drawn, a register entry as its canonical bytes, and papers are views of it.

pub mod answer;
pub mod automatic;
pub mod canonical;
pub mod check;
pub mod code;
pub mod content;
pub mod download;
pub mod issue;
pub mod paper;
#[cfg(test)]
mod sample;
pub mod sign;

pub use automatic::{Automatic, issue_automatically};

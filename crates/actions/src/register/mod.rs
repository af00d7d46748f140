//! The result register: issuing, checking, extracts.

pub mod answer;
pub mod canonical;
pub mod code;
#[cfg(test)]
mod sample;

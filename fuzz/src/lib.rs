//! Fuzzing of everything that reads text from outside: `cargo xtask fuzz`.
//!
//! A target feeds bytes to one reader and tells what it reached, as the codes of its findings;
//! an input that reaches something new is kept. The same seed makes the same inputs.

pub mod corpus;
pub mod explore;
pub mod mutate;
pub mod seeds;
pub mod smev;
pub mod target;
pub mod workbook;

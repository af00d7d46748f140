//! The regulation package: reading, checking, proving with its own cases.

mod model;

pub use model::*;

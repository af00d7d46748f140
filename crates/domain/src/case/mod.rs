//! The case: one application on its way through a regulation (SM-11, SM-12).

mod model;

pub use model::*;

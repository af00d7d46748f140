//! Decision tables go out as DMN and come back; the FEEL cases of the DMN TCK inside our subset pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod model;
mod round_trip;
mod tck;

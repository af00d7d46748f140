//! The desk and the register against a real database, a fixed clock and a demo authority.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod decisions;
mod results;
mod sign_in;
mod world;

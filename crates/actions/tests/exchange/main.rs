//! Interagency requests against a real database, a fixed clock and an exchange in memory: nothing
//! is lost, nothing is done twice, whatever gets lost on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod office;
mod overview;
mod reuse;
#[path = "../desk/world.rs"]
#[allow(dead_code)]
mod world;

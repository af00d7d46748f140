//! Complaints against a real database, a fixed clock and a federal system out of memory: filed once,
//! told later, handled by somebody else, upheld together with the case.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

mod filing;
mod handling;
mod people;
#[path = "../desk/world.rs"]
mod world;

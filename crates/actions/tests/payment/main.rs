//! Charges and their payment against a real database, a hand-moved clock and ГИС ГМП in memory:
//! proof reaches the regulation, and a day of faults leaves every charge right.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod course;
mod faults;
mod refunds;
mod town;
#[path = "../desk/world.rs"]
#[allow(dead_code)]
mod world;

//! The processes of okno among mishaps: killed at random moments, put to sleep past their leases, on
//! a connection to the database that clashes and breaks. Nothing is lost, nothing is done twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod clashes;
mod filer;
mod kill;
mod nodes;
mod proxy;
mod seen;
#[path = "../world/mod.rs"]
mod world;

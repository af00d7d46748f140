//! Entries of the register in use: changed at the desk, shared, read by other services, proved
//! without a network, printed at a centre, sent on, expired.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

mod centre;
mod entry;
mod given;
mod issued;
mod offline;
mod sending;
mod sharing;
mod terms;
#[path = "../desk/world.rs"]
mod world;

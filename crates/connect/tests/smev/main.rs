//! The exchange with other authorities: one contract for every arm, СМЭВ against its stand, its
//! messages against the published schema.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod contract;
mod exchange;
mod messages;
#[path = "../xml/schema.rs"]
mod schema;
mod treasury;
mod world;

//! The rules of the result register, proved: states, sharing, codes, what other services read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod code;
mod given;
mod sending;
mod sharing;
mod states;
mod world;

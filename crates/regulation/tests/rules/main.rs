//! Rule sets: reading and proving them, judging services, checking compositions, comparing sets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod book;
mod compare;
mod composition;
mod grounds;
mod parameters;
mod target;
mod worked;
mod world;

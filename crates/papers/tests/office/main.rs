//! Office formats: what is written is whole, opens elsewhere, and reads back as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod formats;

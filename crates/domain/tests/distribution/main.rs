//! The rules of distribution, proved: nothing given twice, shares kept, orders that recompute.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod deals;
mod lines;
mod protocols;
mod real;
mod stocks;

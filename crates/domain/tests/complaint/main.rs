//! Complaints proved: who may wish what in every state, terms of their own, the ban on handling one's
//! own, redirection that loses nothing, random walks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod grid;
mod rules;
mod walks;
mod world;

//! The rules of cases, proved. `world.rs` holds the invented service, people and moments.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assessing;
mod drafts;
mod entries;
mod grid;
mod intake;
mod joint;
mod journal;
mod machine;
mod notices;
mod numbers;
mod outcomes;
mod permits;
mod provision;
mod real;
mod reception;
mod rights;
mod suspension;
mod tacit;
mod walks;
mod world;

//! The tests of storage: each runs on SQLite and, where OKNO_TEST_POSTGRES names a server for
//! tests, on PostgreSQL. One program, so that it is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod accounts;
mod batches;
mod cases;
mod charges;
mod complaints;
mod desk;
mod desk_plans;
mod desk_saved;
mod distribution;
mod drafts;
mod engines;
mod exchange;
mod filed_counts;
mod idempotency;
mod jobs;
mod journal;
mod migrations;
mod notices;
mod numbers;
mod obligations;
mod outages;
mod ratings;
mod results;
mod samples;
mod statements;
mod values;

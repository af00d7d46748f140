//! XML of СМЭВ: reading, canonical forms, the transform, signatures; xmllint and OpenSSL are
//! asked for a second opinion.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod canonical;
mod generated;
mod message;
mod openssl;
mod reading;
mod samples;
mod schema;
mod signatures;
mod transform;
mod writing;

//! ГОСТ signatures against OpenSSL's engine, published certificates and everything that must be refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod chains;
mod documents;
mod engine;
mod lists;
mod mangled;
mod published;
mod signers;

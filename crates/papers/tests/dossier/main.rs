//! The papers of authorities: official columns, missing cells, checks, import, and that
//! Word and Excel users' programs open them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod import;
mod matrix;
mod office;
mod otr;
mod passport;
mod plan;
mod requests;
mod world;

//! Identifiers against the shared test values, and which single-digit errors are found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod errors;
mod parsing;
mod shared;

use regulation::identifier::{Identifier, IdentifierKind, IdentifierProblem};

fn parse(kind: IdentifierKind, text: &str) -> Result<Identifier, IdentifierProblem> {
    Identifier::parse(kind, text)
}

fn code(kind: IdentifierKind, text: &str) -> &'static str {
    match parse(kind, text) {
        Ok(identifier) => panic!("{text} was taken as {identifier}"),
        Err(problem) => problem.code(),
    }
}

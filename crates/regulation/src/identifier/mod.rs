//! Russian state identifiers, parsed into types that cannot hold a wrong value.

use serde::{Deserialize, Serialize};

/// Which identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// СНИЛС.
    Snils,
}

/// A checked identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Identifier {
    /// СНИЛС.
    Snils(String),
}

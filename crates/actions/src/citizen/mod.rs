//! What a citizen can do: find, sign in, fill, file, follow, withdraw.

pub mod catalogue;
pub mod informing;

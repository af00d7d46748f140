//! What a citizen can do.

//! What an official can do.

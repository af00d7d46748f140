//! The regulation language: what a public service says, read from files, checked, and asked.
//!
//! Pure by invariant: no input or output, no clock, no randomness, no async. Everything that
//! changes with time takes the moment as an argument. Start with [`package::Regulation`] (the
//! model), [`fact::Facts`] (what is known) and [`assess::assess`] (what follows from it).

pub mod assess;
pub mod clock;
pub mod concentrator;
pub mod data_file;
pub mod diagnostic;
pub mod expression;
pub mod fact;
pub mod form;
pub mod identifier;
pub mod money;
pub mod package;
pub mod prove;
pub mod question;
pub mod region;
pub mod rules;
pub mod versions;

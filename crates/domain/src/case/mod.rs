//! The case: one application on its way through a regulation (SM-11, SM-12).
//!
//! [`file()`] makes one, [`decide()`] grants or refuses every wish, [`advance()`] says what the
//! machine should wish next. The table of states is in `state.rs`.

mod advance;
mod assign;
mod call;
mod changing;
mod course;
mod decide;
mod decision;
mod exchange;
mod file;
mod model;
mod provide;
mod recount;
mod register;
mod state;
mod suspend;
mod waits;
mod withdraw;

pub use advance::{Next, WaitFor, advance};
pub use call::CallReason;
pub use decide::{Context, decide};
pub use file::{Filing, NotFiled, answers_sent, file};
pub use model::*;
pub use state::{WishKind, diagram, leads};
pub use waits::Waits;
pub use withdraw::likely_duplicate;

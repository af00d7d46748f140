//! The case: one application on its way through a regulation (SM-11, SM-12).
//!
//! [`file()`] makes one, [`decide()`] grants or refuses every wish, [`advance()`] says what the
//! machine should wish next. The table of states is in `state.rs`.

mod advance;
mod after;
mod ask;
pub mod assessed;
mod assessing;
mod assign;
mod beside;
mod call;
mod changing;
mod contest;
mod course;
mod day;
mod decide;
mod decision;
mod derived;
mod distribute;
mod entries;
mod exchange;
mod file;
mod grounds;
mod items;
mod kind;
mod model;
mod parts;
mod proactive;
mod prolong;
mod provide;
mod recount;
mod register;
mod reopen;
mod scores;
mod state;
mod suspend;
mod tacit;
mod turn_away;
mod waits;
mod watch;
mod wish;
mod withdraw;

pub use advance::{Next, WaitFor, advance};
pub use assessing::{AssessStep, AssessedStep, Assessing, AssessingSeen, Capture, open_to_applicant};
pub use beside::{record, record_charge};
pub use call::CallReason;
pub use day::{DayOf, Standing, StandsFor, day_of};
pub use decide::{Context, decide};
pub use entries::{follow, follows, take_place};
pub use file::{Filing, NotFiled, Owed, answers_sent, file, owed};
pub use items::ways;
pub use kind::WishKind;
pub use model::*;
pub use parts::*;
pub use proactive::{ProactiveStart, start_proactively};
pub use scores::{Reckoned, reckon};
pub use state::{diagram, leads};
pub use waits::Waits;
pub use wish::{ReopenGround, Wish};
pub use withdraw::likely_duplicate;

//! Complaints out of court (SM-15, APPEAL-01…06): filed with the citizen's own moment, registered,
//! assigned to somebody who had no part in what is complained of, considered within terms of their own,
//! answered; in favour, the case is opened again, its result made anew, or something else is ordered.
//!
//! A complaint is beside the service: nothing here touches a case. Its unsent form is the draft. The
//! journal names what happened; what people wrote stands in the complaint alone.

mod decide;
mod event;
mod file;
mod model;
mod pack;
mod state;
mod told;
mod wish;

pub use decide::{Change, Context, decide, read};
pub use event::{Entry, Event, chained, verify};
pub use file::{Filing, Flaw, file};
pub use model::{About, Against, Complaint, Decision, Federal, Outcome, Redirected, Target};
pub use pack::{Pack, acted};
pub use regulation::region::Object;
pub use state::{Move, State, diagram, leads};
pub use told::News;
pub use wish::{Remedy, To, Wish};

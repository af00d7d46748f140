//! Two editions of one regulation: what changed in words for lawyers, whose outcome would
//! change, and what becomes of open drafts and running cases.

mod diff;
mod element;
mod impact;
mod what_if;
mod words;

pub use diff::{Change, Effect, Kind, diff};
pub use impact::{DraftFate, Impact, impact};
pub use what_if::{Outcome, Shift, WhatIf, what_if};

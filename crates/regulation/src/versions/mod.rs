//! Two editions of one regulation: what changed in words for lawyers, whose outcome would
//! change, what becomes of open drafts and running cases, and what a typical regulation's new
//! edition means for the local ones that rest on it.

mod diff;
mod effect;
mod element;
mod impact;
mod inherit;
mod lists;
mod names;
mod of_assessment;
mod of_course;
mod of_facts;
mod of_law;
mod of_rules;
mod of_service;
mod value;
mod what_if;
mod words;

pub use diff::{Change, Effect, Kind, diff};
pub use impact::{DraftFate, Impact, Obstacle, impact};
pub use inherit::{Attention, AttentionKind, Inherited, inherit};
pub use what_if::{Class, Outcome, Shift, WhatIf, what_if};

//! The rules of cases: state machines, permits, notices, journal words.
//!
//! Pure by invariant: no input or output, no clock, no randomness, no async. A rule takes the
//! state, the wish and the moment and answers with a change or a refusal.

pub mod carry;
pub mod case;
pub mod centre;
pub mod channels;
pub mod charge;
pub mod complaint;
pub mod consent;
pub mod delivery;
pub mod departmental;
pub mod distribution;
pub mod draft;
pub mod duplicate;
pub mod duty;
pub mod evidence;
pub mod id;
pub mod job;
pub mod joint;
pub mod journal;
pub mod keep;
pub mod notice;
pub mod number;
pub mod official;
pub mod paper;
pub mod permit;
pub mod person;
pub mod procedure;
pub mod rating;
pub mod reception;
pub mod refusal;
pub mod result;
pub mod share;
pub mod timer;
pub mod watch;

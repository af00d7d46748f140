//! The journal: what happened to a case, by whom, on what ground. Append-only, hash-chained
//! per case, without form answers or contact details (SEC-03). `replay` rebuilds a case from it.

mod apply;
mod chain;
mod event;
mod name;
mod replay;
mod unsaid;

pub use chain::{BrokenChain, START, chain, digest, verify};
pub use event::{Entry, Event, ProcedureName, Record};
pub use replay::{DecisionSeen, Replayed, RoundSeen, replay, replay_agrees};

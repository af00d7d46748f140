//! The journal: what happened to a case, by whom, on what ground. Append-only, hash-chained
//! per case, without form answers or contact details (SEC-03). `replay` rebuilds a case from it.

mod chain;
mod event;
mod replay;

pub use chain::{BrokenChain, START, chain, digest, verify};
pub use event::{Entry, Event, ProcedureName, Record};
pub use replay::{DecisionSeen, PauseSeen, Replayed, replay, replay_agrees};

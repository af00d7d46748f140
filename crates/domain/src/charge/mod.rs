//! A charge and its payment (SM-14, PAY-01…10): what is due for a case, by which number, what came
//! in for it, what is too much, what is given back.
//!
//! Everything follows from what was learnt, never from the order in which it was learnt: payments
//! are known by their own ids and counted once, and where a charge stands is worked out anew from
//! all of them ([`Charge::state`]). A payment belongs to a charge by the charge's УИН; who paid is
//! not asked. Pure: the case's journal, notices and rows are made around it.

mod balance;
mod decide;
mod fresh;
mod model;
mod state;
mod wish;

pub use decide::{Change, decide};
pub use fresh::{Fresh, fresh};
pub use model::{
    Annulled, Charge, ChargeLine, Contact, Happened, PaymentDetails, Proof, Question, QuestionKind, Refund, Registered,
    Settled,
};
pub use state::{ChargeState, diagram, leads};
pub use wish::{Answers, Wish, WishKind};

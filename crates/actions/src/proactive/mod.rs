//! Proactive services (C24 IV.4): events of registers come in, what is due begins where the person
//! agreed and is offered where they did not, and they say what they want in one place (SM-18, SM-19).

mod consents;
mod listen;
mod offers;
mod own;
mod take;
mod weigh;

pub use consents::{Line, Page, give, page, withdraw};
pub(crate) use listen::listen;
pub(crate) use offers::keep;
pub use offers::{Missed, missed};
pub use own::{Given, Proposal, Why, accept, decline, proposals};
pub(crate) use take::take;

//! What follows from an event of a register (SM-19).

use regulation::package::ConsentRule;

use super::offer::Opens;
use crate::case::Basis;

/// What is known when an event came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// Does the person really need the service (PROACTIVE-02)? None: not known yet.
    pub need: Option<bool>,
    /// Nothing has to be asked, and the service may begin by itself.
    pub complete: bool,
    /// What the regulation demands.
    pub rule: ConsentRule,
    /// The person agreed.
    pub agreed: bool,
    /// The person does not want to be offered it.
    pub quiet: bool,
    /// It runs already, or waits for an answer.
    pub running: bool,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Nothing.
    Nothing,
    /// The case begins.
    Start(Basis),
    /// It is offered (PROACTIVE-04).
    Offer(Opens),
}

/// What follows: a case begins only with a consent or by law, where the need is certain and nothing
/// has to be asked; an offer never goes to who asked for quiet.
pub fn course(weighed: Weighed) -> Course {
    let Weighed { need, complete, rule, agreed, quiet, running } = weighed;
    if need == Some(false) || running {
        return Course::Nothing;
    }
    let starts = need == Some(true) && complete;
    match rule {
        ConsentRule::ByLaw if starts => Course::Start(Basis::Law),
        ConsentRule::Required if starts && agreed => Course::Start(Basis::Consent),
        _ if quiet => Course::Nothing,
        _ if starts => Course::Offer(Opens::Case),
        _ => Course::Offer(Opens::Draft),
    }
}

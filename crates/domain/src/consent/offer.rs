//! An offer: a service that is probably due, shown to its person until they answer (PROACTIVE-04).

use jiff::Timestamp;
use regulation::fact::Facts;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, DraftId, OfferId, PersonId};
use crate::refusal::Refusal;

/// Where an offer stands (SM-19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Waits for its person.
    Offered,
    /// Taken: a case or a draft came of it.
    Accepted,
    /// Not wanted.
    Declined,
    /// Nobody answered in time.
    Lapsed,
}

impl OfferState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Offered, Self::Accepted, Self::Declined, Self::Lapsed];

    /// Name in rows and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
        }
    }
}

/// What comes of an offer when it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// The case itself: nothing has to be asked.
    Case,
    /// A draft with all that is known.
    Draft,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Id, in the bucket of its person.
    pub id: OfferId,
    /// Whose.
    pub person: PersonId,
    /// The body that provides the service.
    pub authority: String,
    /// The service.
    pub service: String,
    /// Id of the trigger in the regulation.
    pub trigger: String,
    /// Kind of the event.
    pub kind: String,
    /// Key of the event: register and its number there.
    pub event: String,
    /// When it happened, as the register says.
    pub happened_at: Timestamp,
    /// Where it stands.
    pub state: OfferState,
    /// What comes of it.
    pub opens: Opens,
    /// The need is certain: who does not take it misses what is due.
    pub needed: bool,
    /// What the register told; forgotten when the offer is over.
    pub facts: Facts,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its one reminder comes; none when it came.
    pub remind_at: Option<Timestamp>,
    /// The last moment to answer.
    pub until: Timestamp,
    /// The case that came of it.
    pub case: Option<CaseId>,
    /// The draft that came of it.
    pub draft: Option<DraftId>,
    /// Grows by one with every change.
    pub revision: i64,
}

/// What happens to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferWish {
    /// The person takes it.
    Accept,
    /// The person does not want it.
    Decline,
    /// The one reminder goes out.
    Remind,
    /// Nobody answered in time.
    Lapse,
}

impl OfferWish {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Decline, Self::Remind, Self::Lapse];
}

impl Offer {
    /// The offer after a wish, or why not.
    pub fn decide(&self, wish: OfferWish, now: Timestamp) -> Result<Self, Refusal> {
        let wrong = || Refusal::WrongState { state: self.state.name() };
        let over = now > self.until;
        let mut next = self.clone();
        next.revision += 1;
        match (self.state, wish) {
            (OfferState::Offered, OfferWish::Accept) if over => return Err(Refusal::TermPassed),
            (OfferState::Offered, OfferWish::Accept) => next.state = OfferState::Accepted,
            (OfferState::Offered, OfferWish::Decline) => next.state = OfferState::Declined,
            (OfferState::Offered, OfferWish::Lapse) if over => next.state = OfferState::Lapsed,
            (OfferState::Offered, OfferWish::Remind) if self.remind_at.is_some_and(|at| at <= now) => {
                next.remind_at = None;
            }
            _ => return Err(wrong()),
        }
        if next.state != OfferState::Offered {
            next.remind_at = None;
            // What was told of the person served this offer alone (PROACTIVE-05).
            next.facts = Facts::default();
        }
        Ok(next)
    }

    /// When something is to be done about it by itself.
    pub fn due_at(&self) -> Option<Timestamp> {
        (self.state == OfferState::Offered).then(|| self.remind_at.unwrap_or(self.until))
    }
}

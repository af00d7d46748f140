//! What a complaint is: whom and what it is about, where it stands, how it was decided.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::region::Object;
use serde::{Deserialize, Serialize};

use super::state::State;
use super::wish::{Remedy, To};
use crate::id::{CaseId, ComplaintId, OfficialId, PersonId};

/// Whom a complaint is about (KOS 5.2.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The body (орган).
    Authority,
    /// Its official (должностное лицо).
    Official,
    /// A state or municipal servant (служащий).
    Servant,
}

impl Target {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Authority, Self::Official, Self::Servant];

    /// Name in forms and rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Official => "official",
            Self::Servant => "servant",
        }
    }

    /// The target of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    /// The body, its official or a servant.
    pub target: Target,
    /// Who, as the citizen wrote it; may be empty, people do not always know.
    pub person: String,
    /// Officials known to be meant: they never handle it (APPEAL-05).
    pub people: Vec<OfficialId>,
}

/// The case it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// The service.
    pub service: String,
    /// Edition of the regulation.
    pub version: String,
}

/// How it stands with the federal system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Federal {
    /// Its number there.
    pub number: Option<String>,
    /// When it was taken there.
    pub at: Option<Timestamp>,
    /// Reference data that is missing there (APPEAL-03).
    #[serde(default)]
    pub defect: Option<String>,
}

/// It was sent on to the right body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirected {
    /// Which body sent it on.
    pub from: String,
    /// To whom.
    pub to: To,
    /// Why.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// How it was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// In favour.
    Satisfied,
    /// Against.
    Dismissed,
    /// No answer.
    LeftUnanswered,
}

/// The decision on a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// How.
    pub outcome: Outcome,
    /// Listed reason of one that is not in favour.
    pub ground: Option<String>,
    /// What the official wrote.
    pub words: String,
    /// What it brings.
    pub remedy: Option<Remedy>,
    /// Who.
    pub by: OfficialId,
    /// When.
    pub at: Timestamp,
}

/// A complaint: the row that is the truth for reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Complaint {
    /// Id; carries the bucket of the person.
    pub id: ComplaintId,
    /// Public number.
    pub number: String,
    /// Who complains.
    pub person: PersonId,
    /// «Фамилия Имя Отчество», for the desk.
    pub name: String,
    /// The body that handles it now.
    pub authority: String,
    /// Whom it is about.
    pub against: Against,
    /// What it is about.
    pub object: Object,
    /// Ground in the region's data.
    pub ground: String,
    /// The case, if there is one.
    pub about: Option<About>,
    /// Title of the service, or the name of the body, at the head of pages and notices.
    pub title: String,
    /// What happened, in the citizen's words.
    pub words: String,
    /// What the citizen wants.
    pub wants: String,
    /// Where it stands.
    pub state: State,
    /// Grows by one with every change.
    pub revision: i64,
    /// When the citizen sent it.
    pub filed_at: Timestamp,
    /// When it must be registered.
    pub register_due: Due,
    /// When it was registered.
    pub registered_at: Option<Timestamp>,
    /// When it must be decided.
    pub due: Option<Due>,
    /// Who handles it.
    pub handler: Option<OfficialId>,
    /// How it stands with the federal system.
    pub federal: Federal,
    /// Bodies it was sent on by.
    pub redirected: Vec<Redirected>,
    /// The decision.
    pub decision: Option<Decision>,
    /// When what was ordered must be done.
    pub remedy_due: Option<Due>,
    /// What was done.
    pub remedied: Option<String>,
    /// Terms that passed while what they watch still ran: `register`, `decide`, `remedy`.
    pub breached: Vec<String>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

impl Complaint {
    /// The term that runs now: registration, decision, or what was ordered.
    pub fn running(&self) -> Option<(&'static str, &Due)> {
        match self.state {
            State::Filed | State::Redirected => Some(("register", &self.register_due)),
            State::Registered | State::Assigned | State::Considering => self.due.as_ref().map(|due| ("decide", due)),
            State::RemedyInProgress => self.remedy_due.as_ref().map(|due| ("remedy", due)),
            _ => None,
        }
    }

    /// When it is to be looked at whether the running term passed; `None`: that is marked already.
    pub fn watched_until(&self) -> Option<Timestamp> {
        let (what, due) = self.running()?;
        (!self.breached.iter().any(|one| one == what)).then_some(due.at)
    }

    /// Is the running term over?
    pub fn late(&self, now: Timestamp) -> bool {
        self.running().is_some_and(|(_, due)| now > due.at)
    }
}

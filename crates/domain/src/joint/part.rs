//! A part of a joint application: whose it is, where it stands, who may do what with it.

use jiff::Timestamp;
use regulation::package::{Assurance, Party};
use serde::{Deserialize, Serialize};

use crate::draft::Draft;
use crate::id::{CaseId, DraftId, PartId, PersonId};
use crate::permit::Act;
use crate::person::Person;

/// A part that somebody is invited to fill in and to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Id; in the bucket of the draft.
    pub id: PartId,
    /// Draft of the one who files.
    pub draft: DraftId,
    /// Who files and invites.
    pub filer: PersonId,
    /// How the invitation names them.
    pub filer_name: String,
    /// Service.
    pub service: String,
    /// Edition it was invited under.
    pub version: String,
    /// Party of the regulation.
    pub party: String,
    /// СНИЛС of the invited, digits only: they may never have signed in yet.
    pub snils: String,
    /// The invited, once they have opened it.
    pub person: Option<PersonId>,
    /// Their own draft, once they have opened it.
    pub own: Option<DraftId>,
    /// Where it stands; whether the term is over says [`Part::standing`].
    pub state: PartState,
    /// When they were invited.
    pub invited_at: Timestamp,
    /// Last moment to do it.
    pub until: Timestamp,
    /// When they were last reminded.
    pub reminded_at: Option<Timestamp>,
    /// The case it became a part of.
    pub case: Option<CaseId>,
    /// Grows by one with every change.
    pub revision: i64,
    /// What happened, without values.
    pub history: Vec<Happened>,
}

/// A line of a part's own journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PersonId,
    /// What: `invited`, `signed`, `attempted` …
    pub what: String,
}

/// Where a part stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PartState {
    /// Invited, not opened yet.
    Invited,
    /// Opened; being filled in.
    Opened,
    /// Filled in and signed.
    Done {
        /// When.
        at: Timestamp,
        /// SHA-256 of what of the application was shown for signing.
        over: String,
    },
    /// The invited said no.
    Refused {
        /// When.
        at: Timestamp,
        /// Why, if they said.
        reason: Option<String>,
    },
    /// The one who files took the invitation back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// Where a part stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Invited, not opened yet.
    Invited,
    /// Being filled in.
    Opened,
    /// Signed.
    Done,
    /// Refused by the invited.
    Refused,
    /// Taken back by the one who files.
    Withdrawn,
    /// The term is over.
    Lapsed,
    /// Filed with the application.
    Filed,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Invited, Self::Opened, Self::Done, Self::Refused, Self::Withdrawn, Self::Lapsed, Self::Filed];

    /// Its name in logs, keys of messages and the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Opened => "opened",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Filed => "filed",
        }
    }

    /// Something is still expected of it or held by it.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Invited | Self::Opened | Self::Done)
    }
}

impl Part {
    /// Where it stands at that moment. A signed part does not lapse: its own was done in time.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match &self.state {
            _ if self.case.is_some() => Standing::Filed,
            PartState::Invited | PartState::Opened if now > self.until => Standing::Lapsed,
            PartState::Invited => Standing::Invited,
            PartState::Opened => Standing::Opened,
            PartState::Done { .. } => Standing::Done,
            PartState::Refused { .. } => Standing::Refused,
            PartState::Withdrawn { .. } => Standing::Withdrawn,
        }
    }
}

/// What somebody is to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// Files the application and invited.
    Filer,
    /// Is the one invited.
    Invited,
    /// Neither.
    Stranger,
}

/// What a person is to a part. Before it is opened the invited is known by the СНИЛС alone, and
/// only ЕСИА's confirmed account vouches for that.
pub fn relation(part: &Part, person: &Person) -> Relation {
    let named = || person.assurance == Assurance::Confirmed && digits_of(person) == part.snils;
    match &part.person {
        _ if part.filer == person.id => Relation::Filer,
        Some(known) if *known == person.id => Relation::Invited,
        None if named() => Relation::Invited,
        _ => Relation::Stranger,
    }
}

/// Who may do what with a part: every relation, every standing, every act.
pub fn may(relation: Relation, standing: Standing, act: Act) -> bool {
    use Standing::{Done, Filed, Invited, Lapsed, Opened};
    match (relation, act) {
        (Relation::Invited, Act::SeePart) => standing != Standing::Withdrawn,
        (Relation::Invited, Act::FillPart) => matches!(standing, Opened),
        (Relation::Invited, Act::AnswerPart) => matches!(standing, Invited | Opened | Done),
        (Relation::Invited, Act::SeeJointCase) => standing == Filed,
        (Relation::Filer, Act::SeePart) => true,
        (Relation::Filer, Act::RunPart) => matches!(standing, Invited | Opened | Done | Lapsed),
        _ => false,
    }
}

/// The digits of a person's СНИЛС as ЕСИА gave it; empty without one.
pub fn digits_of(person: &Person) -> String {
    person.claims.get("snils").and_then(serde_json::Value::as_str).map(digits).unwrap_or_default()
}

/// Digits alone.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Invites somebody to a part.
pub fn invite(
    id: PartId,
    draft: &Draft,
    by: &Person,
    party: &Party,
    snils: &str,
    now: Timestamp,
    until: Timestamp,
) -> Part {
    Part {
        id,
        draft: draft.id.clone(),
        filer: by.id.clone(),
        filer_name: by.name.clone(),
        service: draft.service.clone(),
        version: draft.version.clone(),
        party: party.id.clone(),
        snils: digits(snils),
        person: None,
        own: None,
        state: PartState::Invited,
        invited_at: now,
        until,
        reminded_at: None,
        case: None,
        revision: 1,
        history: vec![Happened { at: now, by: by.id.clone(), what: "invited".to_owned() }],
    }
}

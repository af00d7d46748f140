//! Proactive services (C24 IV.4): to what a person agreed and how they took it back (SM-18), offers
//! that wait for an answer, and what follows from an event of a register (SM-19).

mod course;
mod offer;

pub use course::{Course, Weighed, course};
pub use offer::{Offer, OfferState, OfferWish, Opens};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::PersonId;

/// What a consent covers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One service.
    Service(String),
    /// A category of the catalogue.
    Group(String),
    /// All services.
    All,
}

impl Scope {
    /// As rows and forms name it: `all`, `group:family`, `service:large-family`.
    pub fn name(&self) -> String {
        match self {
            Self::Service(service) => format!("service:{service}"),
            Self::Group(group) => format!("group:{group}"),
            Self::All => "all".to_owned(),
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        match name.split_once(':') {
            None => (name == "all").then_some(Self::All),
            Some(("service", service)) if !service.is_empty() => Some(Self::Service(service.to_owned())),
            Some(("group", group)) if !group.is_empty() => Some(Self::Group(group.to_owned())),
            Some(_) => None,
        }
    }

    /// Does it hold a service of that group?
    pub fn holds(&self, service: &str, group: &str) -> bool {
        match self {
            Self::Service(own) => own == service,
            Self::Group(own) => own == group,
            Self::All => true,
        }
    }
}

/// Where a consent stands (SM-18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Given.
    Given,
    /// Taken back.
    Withdrawn,
    /// Its term passed: a view of the moment, never written.
    Expired,
    /// The person does not want to be asked again.
    Refused,
}

impl ConsentState {
    /// Name in rows and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Refused => "refused",
        }
    }
}

/// How something was said, so that it can be shown later (PROACTIVE-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// When.
    pub at: Timestamp,
    /// What came of it.
    pub state: ConsentState,
    /// Version of the text, when something was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The words themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// By which way: `portal`.
    pub channel: String,
    /// What proves who it was: the kind and strength of the sign-in.
    pub proof: String,
}

/// What a person said of one scope, with everything said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whose.
    pub person: PersonId,
    /// To what.
    pub scope: Scope,
    /// Where it stands.
    pub state: ConsentState,
    /// The last moment of a given one, where its text sets a term.
    pub until: Option<Timestamp>,
    /// Everything that was said, oldest first.
    pub history: Vec<Said>,
    /// Grows by one with every change.
    pub revision: i64,
}

/// What a person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentWish {
    /// I agree, by this text.
    Give {
        /// Version of the text.
        text: String,
        /// The words.
        words: String,
        /// Until when it counts.
        until: Option<Timestamp>,
    },
    /// I take it back.
    Withdraw,
    /// Do not offer it again.
    Refuse,
}

impl Consent {
    /// What stands after a person spoke of a scope. Nothing is ever refused: who never agreed may
    /// still say no, and saying the same twice changes nothing.
    pub fn said(
        before: Option<&Self>,
        person: &PersonId,
        scope: &Scope,
        wish: &ConsentWish,
        by: (&str, &str),
        now: Timestamp,
    ) -> Self {
        let (state, text, words, until) = match wish {
            ConsentWish::Give { text, words, until } => {
                (ConsentState::Given, Some(text.clone()), Some(words.clone()), *until)
            }
            ConsentWish::Withdraw => (ConsentState::Withdrawn, None, None, None),
            ConsentWish::Refuse => (ConsentState::Refused, None, None, None),
        };
        if let Some(same) = before.filter(|one| one.at(now) == state && one.text() == text.as_deref()) {
            return same.clone();
        }
        let (history, revision) =
            before.map(|one| (one.history.clone(), one.revision)).unwrap_or_else(|| (Vec::new(), 0));
        let (channel, proof) = (by.0.to_owned(), by.1.to_owned());
        let mut next =
            Self { person: person.clone(), scope: scope.clone(), state, until, history, revision: revision + 1 };
        next.history.push(Said { at: now, state, text, words, channel, proof });
        next
    }

    /// Where it stands at a moment.
    pub fn at(&self, now: Timestamp) -> ConsentState {
        let over = self.until.is_some_and(|until| now > until);
        if self.state == ConsentState::Given && over { ConsentState::Expired } else { self.state }
    }

    /// The version of the text it was given by, if it is given.
    pub fn text(&self) -> Option<&str> {
        self.history.last().and_then(|said| said.text.as_deref())
    }
}

/// What the person's consents say of a service at a moment: the narrowest scope they spoke of
/// decides, so that «all but this one» can be said.
pub fn standing<'c>(
    consents: &'c [Consent],
    service: &str,
    group: &str,
    now: Timestamp,
) -> Option<(&'c Consent, ConsentState)> {
    let holding = consents.iter().filter(|one| one.scope.holds(service, group));
    // Scopes are ordered from the narrowest to the widest; what expired says nothing more.
    let speaking = holding.map(|one| (one, one.at(now))).filter(|(_, state)| *state != ConsentState::Expired);
    speaking.min_by(|(one, _), (other, _)| one.scope.cmp(&other.scope))
}

/// May a service begin by itself at a moment?
pub fn covers(consents: &[Consent], service: &str, group: &str, now: Timestamp) -> bool {
    standing(consents, service, group, now).is_some_and(|(_, state)| state == ConsentState::Given)
}

/// Scopes that a withdrawal takes back: the named one, and whatever narrower was given.
pub fn taken_back<'c>(
    consents: &'c [Consent],
    scope: &'c Scope,
    group_of: impl Fn(&str) -> Option<String>,
) -> Vec<&'c Scope> {
    let within = |one: &Scope| match (scope, one) {
        (Scope::All, _) => true,
        (Scope::Group(group), Scope::Service(service)) => group_of(service).as_ref() == Some(group),
        _ => false,
    };
    let given = consents.iter().filter(|one| one.state == ConsentState::Given && one.scope != *scope);
    given.map(|one| &one.scope).filter(|one| within(one)).chain([scope]).collect()
}

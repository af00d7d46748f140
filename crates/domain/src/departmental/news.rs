//! What the applicant did that the departmental system must hear of: found in the journal.

use serde::{Deserialize, Serialize};

use crate::case::Actor;
use crate::journal::{Entry, Event, Record};

/// What the applicant did.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// Answered what was asked.
    Answered,
    /// Took the application back.
    Withdrawn,
    /// Wrote to the authority.
    Message {
        /// Id of the words.
        id: String,
    },
}

impl News {
    /// Name in a message to the system.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
            Self::Message { .. } => "message",
        }
    }
}

/// What the applicant did in these entries.
pub fn news(entries: &[Entry]) -> Vec<News> {
    let own = entries.iter().filter(|entry| matches!(entry.by, Actor::Applicant(_)));
    own.filter_map(|entry| match &entry.event {
        Event::Learnt { .. } => Some(News::Answered),
        Event::Withdrawn | Event::Declined => Some(News::Withdrawn),
        Event::Recorded { what: Record::Message, id, .. } => Some(News::Message { id: id.clone() }),
        _ => None,
    })
    .collect()
}

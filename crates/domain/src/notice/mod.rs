//! Notices (уведомления) N0–N4 with their mandatory content (STATUS-01…04, SM-16): one with an
//! empty element cannot be made.

mod content;
mod late;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Case;
use crate::id::{CaseId, NoticeId, PersonId};
use crate::refusal::Refusal;

pub use content::{Content, How, Progress, Reason, ResultLine};
pub use late::{LateNotice, late};

/// Kinds of notice (requirements 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// N2+: accepted and registered, start, end date and time.
    Registered,
    /// N2-: not accepted, reasoned.
    NotAccepted,
    /// N4+: positive decision and how the result can be had.
    Granted,
    /// N4-: reasoned refusal.
    Refused,
    /// N0: something else happened.
    Progress,
}

/// A notice in the person's account; copies by e-mail or SMS hold nothing sensitive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Id, in the bucket of the person.
    pub id: NoticeId,
    /// To whom.
    pub person: PersonId,
    /// About which case.
    pub case: CaseId,
    /// Public number of the case.
    pub number: String,
    /// Title of the service in everyday words.
    pub service_title: String,
    /// Kind.
    pub kind: NoticeKind,
    /// Mandatory and further content, by name: [`Content`] written as JSON.
    pub content: serde_json::Map<String, Value>,
    /// When the event happened.
    pub at: Timestamp,
    /// The latest lawful moment for it to be in the account (STATUS-04).
    pub latest: Timestamp,
    /// When the person opened it.
    pub read_at: Option<Timestamp>,
    /// When it stood in the account; the batch that writes the event writes the notice.
    #[serde(default)]
    pub in_account_at: Option<Timestamp>,
    /// Copies by channels the person chose, and what became of them.
    #[serde(default)]
    pub copies: Vec<NoticeCopy>,
}

/// A copy of a notice on its way by one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeCopy {
    /// By which channel.
    pub channel: Channel,
    /// Where it stands.
    pub state: CopyState,
    /// When it came to stand there.
    pub at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
}

/// Channels beside the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    Email,
    /// SMS.
    Sms,
}

/// States of a copy (SM-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyState {
    /// Waits for its job.
    Queued,
    /// Given to the carrier.
    Sent,
    /// The carrier says it arrived.
    Delivered,
    /// It came back.
    Bounced,
    /// The channel was switched off before it went.
    Disabled,
}

/// States of a notice (SM-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// Composed, not yet in the account.
    Due,
    /// In the account.
    InAccount,
    /// Opened by the person.
    Read,
}

/// Makes a notice, or says which mandatory element is empty. It stands in the account from the
/// moment it is written, which is the moment of the event.
pub fn compose(
    id: NoticeId,
    case: &Case,
    service_title: String,
    content: &Content,
    at: Timestamp,
    latest: Timestamp,
) -> Result<Notice, Refusal> {
    if let Some(what) = content.lacking() {
        return Err(Refusal::NoticeIncomplete(what));
    }
    if case.number.trim().is_empty() {
        return Err(Refusal::NoticeIncomplete("number"));
    }
    if service_title.trim().is_empty() {
        return Err(Refusal::NoticeIncomplete("service"));
    }
    let Ok(Value::Object(mut written)) = serde_json::to_value(content) else {
        return Err(Refusal::NoticeIncomplete("content"));
    };
    if let Content::Registered { due, .. }
    | Content::Progress(
        Progress::Resumed { due, .. } | Progress::Prolonged { due, .. } | Progress::Reopened { due, .. },
    ) = content
    {
        written.insert("due_words".to_owned(), Value::String(due.explain()));
    }
    Ok(Notice {
        id,
        person: case.applicant.clone(),
        case: case.id.clone(),
        number: case.number.clone(),
        service_title,
        kind: content.kind(),
        content: written,
        at,
        latest,
        read_at: None,
        in_account_at: Some(at),
        copies: Vec::new(),
    })
}

impl Notice {
    /// What it says, typed again.
    pub fn says(&self) -> Option<Content> {
        let content = Value::Object(self.content.clone());
        match self.kind {
            NoticeKind::Progress => serde_json::from_value(content).ok().map(Content::Progress),
            _ => serde_json::from_value(content).ok(),
        }
    }

    /// Where it stands.
    pub fn state(&self) -> NoticeState {
        match (self.read_at, self.in_account_at) {
            (Some(_), _) => NoticeState::Read,
            (None, Some(_)) => NoticeState::InAccount,
            (None, None) => NoticeState::Due,
        }
    }

    /// Did the latest lawful moment pass before it stood in the account (STATUS-04)?
    pub fn late(&self, now: Timestamp) -> bool {
        self.in_account_at.unwrap_or(now) > self.latest
    }

    /// The person opened it; only the first time counts.
    pub fn open(&mut self, now: Timestamp) {
        self.read_at.get_or_insert(now);
    }
}

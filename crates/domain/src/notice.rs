//! Notices (уведомления) N1–N4 with their mandatory content (STATUS-01…04, SM-16).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, NoticeId, PersonId};

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
    /// Mandatory and further content, by name; see the constructor for what each kind needs.
    pub content: serde_json::Map<String, serde_json::Value>,
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

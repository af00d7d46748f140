//! Notices (уведомления) N0–N4 with their mandatory content (STATUS-01…04, SM-16): one with an
//! empty element cannot be made.

mod content;
mod late;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Case;
use crate::consent::Offer;
use crate::id::{AppointmentId, CaseId, NoticeId, PersonId};
use crate::reception::Appointment;
use crate::refusal::Refusal;

pub use content::{ChargeNews, Content, How, Progress, Reason, ResultLine, Visit};
pub use late::{LateNotice, late};

/// Kinds of notice (requirements 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// N2+: accepted and registered, start, end date and time.
    Registered,
    /// N2-: not accepted, reasoned.
    NotAccepted,
    /// N3: proof of payment received.
    Paid,
    /// N4+: positive decision and how the result can be had.
    Granted,
    /// N4-: reasoned refusal.
    Refused,
    /// N0: something else happened.
    Progress,
    /// N1: an appointment was made, moved or cancelled.
    Appointment,
    /// A complaint of the person went on (SM-15).
    Complaint,
    /// A service is offered without having been asked for (SM-19).
    Proposal,
}

/// A notice in the person's account; copies by e-mail or SMS hold nothing sensitive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Id, in the bucket of the person.
    pub id: NoticeId,
    /// To whom.
    pub person: PersonId,
    /// About which case, if about one.
    pub case: Option<CaseId>,
    /// About which appointment, if about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentId>,
    /// Public number of the case, or what the visitor names at the desk.
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
    let mut notice = write(id, &case.applicant, &case.number, service_title, content, at, latest)?;
    notice.case = Some(case.id.clone());
    Ok(notice)
}

/// The same about an appointment (N1).
pub fn compose_appointment(
    id: NoticeId,
    appointment: &Appointment,
    person: &PersonId,
    service_title: String,
    content: &Content,
    at: Timestamp,
    latest: Timestamp,
) -> Result<Notice, Refusal> {
    if let Some(what) = content.lacking() {
        return Err(Refusal::NoticeIncomplete(what));
    }
    let mut notice = write(id, person, &appointment.code(), service_title, content, at, latest)?;
    notice.appointment = Some(appointment.id.clone());
    Ok(notice)
}

/// The same about an offer of a service.
pub fn compose_proposal(
    id: NoticeId,
    offer: &Offer,
    service_title: String,
    content: &Content,
    at: Timestamp,
    latest: Timestamp,
) -> Result<Notice, Refusal> {
    let number = offer.id.as_str().get(..8).unwrap_or_default();
    write(id, &offer.person, number, service_title, content, at, latest)
}

fn write(
    id: NoticeId,
    person: &PersonId,
    number: &str,
    service_title: String,
    content: &Content,
    at: Timestamp,
    latest: Timestamp,
) -> Result<Notice, Refusal> {
    if number.trim().is_empty() {
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
        person: person.clone(),
        case: None,
        appointment: None,
        number: number.to_owned(),
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
    /// The page of what it is about.
    pub fn about(&self) -> String {
        match (&self.case, &self.appointment) {
            (Some(case), _) => format!("/cases/{case}"),
            (None, Some(appointment)) => format!("/appointments/{appointment}"),
            (None, None) => "/account".to_owned(),
        }
    }

    /// What it says, typed again.
    pub fn says(&self) -> Option<Content> {
        let content = Value::Object(self.content.clone());
        match self.kind {
            NoticeKind::Progress => serde_json::from_value(content).ok().map(Content::Progress),
            NoticeKind::Appointment => serde_json::from_value(content).ok().map(Content::Appointment),
            NoticeKind::Complaint => serde_json::from_value(content).ok().map(Content::Complaint),
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

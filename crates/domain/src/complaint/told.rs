//! What the citizen is told of a complaint: a notice in the account, like any other.

use jiff::Timestamp;
use regulation::clock::Due;
use serde::{Deserialize, Serialize};

use super::model::Complaint;
use super::state::State;
use crate::id::{ComplaintId, NoticeId};
use crate::notice::{Notice, NoticeKind};
use crate::refusal::Refusal;

/// What happened to a complaint, for its person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// The complaint.
    pub complaint: ComplaintId,
    /// Where it came to stand.
    pub stage: State,
    /// The body that has it now, or the one it was sent to.
    pub body: String,
    /// Sentences of the region for this; may be empty.
    pub say: String,
    /// What the official wrote; may be empty.
    pub words: String,
    /// The term that runs from now on.
    pub due: Option<Due>,
    /// The clause in words.
    pub clause: String,
}

impl News {
    /// The mandatory element that is empty, if one is.
    pub fn lacking(&self) -> Option<&'static str> {
        let reasoned = !self.say.trim().is_empty() || !self.words.trim().is_empty();
        match self.stage {
            _ if self.body.trim().is_empty() => Some("authority"),
            State::Registered if self.due.is_none() => Some("due"),
            State::Redirected | State::SentAway | State::Dismissed | State::LeftUnanswered if !reasoned => {
                Some("reasons")
            }
            _ => None,
        }
    }
}

/// The notice; the content names the complaint itself.
pub(super) fn notice(
    id: NoticeId,
    complaint: &Complaint,
    news: &News,
    now: Timestamp,
    latest: Timestamp,
) -> Result<Notice, Refusal> {
    if let Some(what) = news.lacking() {
        return Err(Refusal::NoticeIncomplete(what));
    }
    let Ok(serde_json::Value::Object(content)) = serde_json::to_value(news) else {
        return Err(Refusal::NoticeIncomplete("content"));
    };
    Ok(Notice {
        id,
        person: complaint.person.clone(),
        case: complaint.about.as_ref().map(|about| about.case.clone()),
        appointment: None,
        number: complaint.number.clone(),
        service_title: complaint.title.clone(),
        kind: NoticeKind::Complaint,
        content,
        at: now,
        latest,
        read_at: None,
        in_account_at: Some(now),
        copies: Vec::new(),
    })
}

//! What notices say, and which elements none of them may lack (STATUS-01, 02).

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::money::Money;
use serde::{Deserialize, Serialize};

use super::NoticeKind;
use crate::case::{Basis, ReopenGround};
use crate::complaint::News;
use crate::delivery::Stage;
use crate::reception::Told;
use crate::result::ResultState;

/// What a notice says, by kind. Codes and facts; pages and letters make sentences of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// N2+.
    Registered {
        /// When it was accepted.
        accepted_at: Timestamp,
        /// When the service started.
        started_at: Timestamp,
        /// When the service ends.
        due: Due,
    },
    /// N4+.
    Granted {
        /// When it was decided.
        decided_at: Timestamp,
        /// What the applicant gets.
        results: Vec<ResultLine>,
        /// How it can be had.
        how: How,
    },
    /// N4-.
    Refused {
        /// When it was decided.
        decided_at: Timestamp,
        /// Grounds in words; never empty.
        reasons: Vec<Reason>,
        /// The official's own words.
        words: Option<String>,
    },
    /// N2-.
    NotAccepted {
        /// Grounds in words; never empty.
        reasons: Vec<Reason>,
        /// The official's own words.
        words: Option<String>,
    },
    /// A complaint went on.
    Complaint(News),
    /// N3.
    Paid {
        /// When the proof came.
        received_at: Timestamp,
        /// When it was paid.
        paid_at: Timestamp,
        /// What was charged, in kopecks.
        amount: Money,
        /// УИН of the charge.
        uin: Option<String>,
    },
    /// N0.
    Progress(Progress),
    /// N1.
    Appointment(Visit),
    /// A service is offered, or the one reminder of it (PROACTIVE-04).
    Proposal {
        /// Until when it can be answered.
        answer_by: Timestamp,
        /// It is the reminder.
        reminder: bool,
    },
}

/// Where and when somebody is received, or is not (N1: date, time, place).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// What happened to the appointment.
    pub told: Told,
    /// When it begins.
    pub start: Timestamp,
    /// IANA name of the zone of the place (BOOK-14).
    pub time_zone: String,
    /// Name of the place.
    pub place: String,
    /// Its address.
    pub address: String,
    /// Name of the window, hall or inspector.
    pub line: String,
    /// Why, where the authority cancelled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What happened to a charge besides the proof of its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeNews {
    /// It can be paid.
    Issued,
    /// A benefit frees from it.
    Exempt,
    /// Less than the whole came.
    Short,
    /// More than the whole came, or what is not due any more.
    Over,
    /// The whole came more than once.
    Double,
    /// It was not paid in its term.
    Expired,
    /// What was too much goes back.
    Refunded,
    /// What was asked back does not go back.
    RefundRefused,
}

/// What else happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Progress {
    /// A procedure ended.
    Ended {
        /// Its title.
        procedure: String,
        /// Title of what comes next.
        next: String,
    },
    /// The service was stopped.
    Suspended {
        /// Title of the procedure that waits.
        procedure: String,
        /// The ground.
        reason: String,
        /// What the applicant can do.
        #[serde(default)]
        mend: String,
        /// The clause in words.
        #[serde(default)]
        clause: String,
        /// The longest it may last.
        #[serde(default)]
        limit: Option<Due>,
    },
    /// More is wanted of the applicant.
    Asked {
        /// Title of the procedure that waits.
        procedure: String,
        /// What it is wanted for.
        reason: String,
        /// What is wanted: labels of facts.
        #[serde(default)]
        facts: Vec<String>,
        /// Until when an answer is waited for.
        #[serde(default)]
        due: Option<Due>,
    },
    /// What was handed in for an assessment cannot be assessed.
    Retake {
        /// Title of the assessment.
        procedure: String,
        /// What is wrong.
        reason: String,
        /// How to do it better.
        guidance: String,
        /// It may be done again; otherwise another way is to be chosen.
        left: bool,
    },
    /// The service goes on.
    Resumed {
        /// Title of the procedure that goes on.
        procedure: String,
        /// The new end of the whole term.
        due: Due,
    },
    /// The whole term was prolonged.
    Prolonged {
        /// The ground.
        reasons: Vec<Reason>,
        /// The official's own words.
        words: Option<String>,
        /// The new end of the whole term.
        due: Due,
    },
    /// The application was returned unconsidered.
    GivenBack {
        /// The ground.
        reasons: Vec<Reason>,
        /// The official's own words.
        words: Option<String>,
        /// Until when it had to be returned.
        due: Option<Due>,
    },
    /// The application was passed on.
    Forwarded {
        /// The ground.
        reasons: Vec<Reason>,
        /// To whom.
        to: String,
        /// The official's own words.
        words: Option<String>,
        /// Until when it had to be passed on.
        due: Option<Due>,
    },
    /// The case goes back to work.
    Reopened {
        /// On what ground.
        ground: ReopenGround,
        /// Why, in words.
        reason: String,
        /// The new end of the whole term.
        due: Due,
    },
    /// A service was started without an application.
    Started {
        /// What allows it.
        basis: Basis,
        /// When the service ends.
        due: Due,
    },
    /// What was started without an application is undone.
    Undone {
        /// What was wrong.
        reason: String,
    },
    /// Something is to be done after the decision.
    Afterwards {
        /// What it is.
        title: String,
        /// What is to be done.
        say: String,
        /// What the person can do.
        mend: String,
        /// The clause in words.
        clause: String,
        /// Until when.
        due: Option<Due>,
        /// That moment has passed.
        overdue: bool,
    },
    /// The authority wrote a message; its words stand in the case only.
    Written {
        /// Name of the authority.
        authority: String,
    },
    /// A piece of a limited resource is offered.
    Offered {
        /// What it is.
        resource: String,
        /// Until when it must be answered.
        due: Due,
    },
    /// A result that is a thing came to stand somewhere (DELIVERY-02). The code of a locker is
    /// never in here: copies of notices leave the account.
    Item {
        /// Title of the result.
        title: String,
        /// Where it stands.
        stage: Stage,
        /// Where it is fetched; empty unless it lies there.
        place: String,
        /// Until when it lies there.
        until: Option<Due>,
    },
    /// A charge was made, or what came for it does not fit (PAY-10).
    Charge {
        /// What happened.
        news: ChargeNews,
        /// How much it is about: due, missing, too much, given back.
        amount: Money,
        /// УИН of the charge.
        uin: Option<String>,
        /// Until when it can be paid.
        until: Due,
        /// Number of the refund, or why there is none.
        reason: String,
    },
    /// The applicant took it back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// An entry of the result register changed (SM-22).
    Entry {
        /// Title of the result.
        title: String,
        /// Its number.
        result: String,
        /// What it came to.
        state: ResultState,
        /// Why.
        reason: String,
        /// By which clause.
        clause: String,
        /// Number of the version that took its place.
        newer: Option<String>,
    },
}

/// A ground as the applicant reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Id in the regulation.
    pub ground: String,
    /// Title in the words of the act.
    pub title: String,
    /// What is wrong.
    pub say: String,
    /// What can be done.
    pub mend: String,
    /// The clause in words.
    pub clause: String,
}

/// A result as a notice names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    /// Id of the output in the regulation.
    pub output: String,
    /// Title.
    pub title: String,
    /// It is a register entry; otherwise a document.
    pub register: bool,
}

/// How a result can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It stands in the account.
    InAccount,
    /// The decision itself is all: nothing to collect.
    NothingToCollect,
}

impl Content {
    /// The kind of notice that says this.
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::Registered { .. } => NoticeKind::Registered,
            Self::NotAccepted { .. } => NoticeKind::NotAccepted,
            Self::Granted { .. } => NoticeKind::Granted,
            Self::Refused { .. } => NoticeKind::Refused,
            Self::Complaint(_) => NoticeKind::Complaint,
            Self::Paid { .. } => NoticeKind::Paid,
            Self::Progress(_) => NoticeKind::Progress,
            Self::Appointment(_) => NoticeKind::Appointment,
            Self::Proposal { .. } => NoticeKind::Proposal,
        }
    }

    /// The mandatory element that is empty, if one is (STATUS-02).
    pub(super) fn lacking(&self) -> Option<&'static str> {
        let empty = |text: &String| text.trim().is_empty();
        let unreasoned = |reasons: &[Reason]| {
            reasons.is_empty()
                || reasons.iter().any(|reason| [&reason.ground, &reason.say, &reason.clause].into_iter().any(empty))
        };
        match self {
            Self::Registered { accepted_at, due, .. } if due.at < *accepted_at => Some("due"),
            Self::NotAccepted { reasons, .. } | Self::Refused { reasons, .. } if unreasoned(reasons) => Some("reasons"),
            Self::Granted { results, how: How::InAccount, .. } if results.is_empty() => Some("results"),
            Self::Granted { results, .. } if results.iter().any(|line| empty(&line.title)) => Some("results"),
            Self::Appointment(visit) if [&visit.place, &visit.address].into_iter().any(empty) => Some("place"),
            Self::Appointment(visit) if visit.told == Told::Cancelled && visit.reason.is_none() => Some("reason"),
            Self::Complaint(news) => news.lacking(),
            Self::Paid { amount, .. } if *amount <= Money::ZERO => Some("amount"),
            Self::Progress(progress) => match progress {
                Progress::Ended { procedure, .. }
                | Progress::Suspended { procedure, .. }
                | Progress::Asked { procedure, .. }
                | Progress::Retake { procedure, .. }
                | Progress::Resumed { procedure, .. }
                    if empty(procedure) =>
                {
                    Some("procedure")
                }
                Progress::Ended { next, .. } if empty(next) => Some("next"),
                Progress::Written { authority } if empty(authority) => Some("authority"),
                Progress::Suspended { reason, .. }
                | Progress::Asked { reason, .. }
                | Progress::Retake { reason, .. }
                | Progress::Reopened { reason, .. }
                | Progress::Undone { reason }
                    if empty(reason) =>
                {
                    Some("reason")
                }
                Progress::Prolonged { reasons, .. }
                | Progress::GivenBack { reasons, .. }
                | Progress::Forwarded { reasons, .. }
                    if unreasoned(reasons) =>
                {
                    Some("reasons")
                }
                Progress::Forwarded { to, .. } if empty(to) => Some("to"),
                Progress::Afterwards { title, say, .. } if empty(title) || empty(say) => Some("title"),
                Progress::Item { title, stage, place, .. }
                    if empty(title) || (*stage == Stage::AtPoint && empty(place)) =>
                {
                    Some("place")
                }
                Progress::Entry { title, result, reason, .. } if [title, result, reason].into_iter().any(empty) => {
                    Some("reason")
                }
                _ => None,
            },
            _ => None,
        }
    }
}

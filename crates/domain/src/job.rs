//! Jobs: effects written in the same batch as the change that wants them, done after it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::departmental::News;
use crate::id::{CaseId, ChargeId, ComplaintId, EvidenceRequestId, JobId, NoticeId, RatingId, SendingId, StockId};

/// A piece of work for a worker; done at least once, recognisable by its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Id, in the bucket of what it is about. Ids are made by the action that commits.
    pub id: JobId,
    /// What to do.
    pub work: Work,
    /// The earliest moment.
    pub due_at: Timestamp,
    /// Idempotency key: two jobs with one key are one job.
    pub key: String,
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub enum Work {
    /// Bring a filed case into the system that serves it and try to register it (INTAKE-01, 09).
    Intake {
        /// The case.
        case: CaseId,
    },
    /// Run the machine over a case: start, decide or end what the criteria allow.
    Advance {
        /// The case.
        case: CaseId,
    },
    /// Send an interagency request or ask for its answer.
    Ask {
        /// The request.
        request: EvidenceRequestId,
    },
    /// Take what lies in a queue of the exchange: answers to requests, questions to the register.
    Poll {
        /// The queue; [`Work::QUESTIONS`] for questions of other authorities.
        queue: String,
    },
    /// Count the terms of open cases anew after the calendar changed, a page at a time (SEC-05).
    Recount {
        /// Which calendar: see [`crate::timer::calendar_mark`].
        calendar: String,
        /// The last case of the page before.
        after: Option<CaseId>,
    },
    /// Send a notice by e-mail.
    Mail {
        /// The notice.
        notice: NoticeId,
    },
    /// Send a notice by SMS.
    Sms {
        /// The notice.
        notice: NoticeId,
    },
    /// Send a result on to another authority (RESULT-04).
    SendResult {
        /// The sending.
        sending: SendingId,
    },
    /// Serve the first in the line for a stock.
    ServeStock {
        /// The stock.
        stock: StockId,
    },
    /// Write a page of a published distribution into the line.
    DealStock {
        /// The stock.
        stock: StockId,
        /// Place after which the page begins.
        after: i64,
    },
    /// Put cases that were filed before a stock was published into its line, a page of the queue
    /// of the authority at a time.
    JoinStock {
        /// The stock.
        stock: StockId,
        /// Where the page begins.
        after: Option<String>,
    },
    /// Tell a case what became of its place in a line.
    TellCase {
        /// The stock.
        stock: StockId,
        /// The case.
        case: CaseId,
    },
    /// Tell a carrier of an item that left the authority.
    Ship {
        /// The case.
        case: CaseId,
        /// The result in the regulation.
        output: String,
    },
    /// Ask a carrier where an item is.
    Track {
        /// The case.
        case: CaseId,
        /// The result in the regulation.
        output: String,
        /// Which sending: a later one has a job of its own.
        shipment: u32,
    },
    /// Tell the lines what became of a case that stands in them.
    SettlePlaces {
        /// The case.
        case: CaseId,
    },
    /// Tell the departmental system that serves a case what the applicant did.
    TellSystem {
        /// The case.
        case: CaseId,
        /// What.
        news: News,
    },
    /// Offer a slot that became free to who would come earlier (BOOK-12).
    OfferSlot {
        /// The line, as its id is written.
        line: String,
        /// The slot.
        start: Timestamp,
    },
    /// See to the charge of a case: make it once the fee is known, take it back when the case ended
    /// without the service (PAY-09).
    Charge {
        /// The case.
        case: CaseId,
    },
    /// Bring a charge into the payments system and ask it for proof of payment (PAY-04).
    AskPayment {
        /// The charge.
        charge: ChargeId,
        /// Ask once, now, beside the questions by schedule.
        once: bool,
    },
    /// Tell ЕПГУ how an application that came from there fares (INTEG-02).
    TellOrder {
        /// The case.
        case: CaseId,
        /// Name of its state.
        state: String,
    },
    /// Tell the federal system where a complaint stands (APPEAL-03).
    SendComplaint {
        /// The complaint.
        complaint: ComplaintId,
    },
    /// Give a rating to the national quality monitoring system (RATE-05).
    SendRating {
        /// The rating.
        rating: RatingId,
    },
    /// See what follows from an event that a register told of (PROACTIVE-01).
    TakeEvent {
        /// Key of the event.
        event: String,
    },
    /// Compare the ratings of the days before one with what that system has of them (RATE-05).
    ReconcileRatings {
        /// The day of the comparison.
        day: jiff::civil::Date,
    },
}

impl Work {
    /// Name of the queue of questions of other authorities.
    pub const QUESTIONS: &'static str = "questions";

    /// Name of the queue of applications from ЕПГУ.
    pub const APPLICATIONS: &'static str = "applications";

    /// Name of the queue of notices of the payments system.
    pub const PAYMENTS: &'static str = "payments";

    /// Name of the queue of events that registers tell of.
    pub const EVENTS: &'static str = "events";

    /// Short name used in the table, in logs and metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Intake { .. } => "intake",
            Self::Advance { .. } => "advance",
            Self::Ask { .. } => "ask",
            Self::Poll { .. } => "poll",
            Self::Recount { .. } => "recount",
            Self::Mail { .. } => "mail",
            Self::Sms { .. } => "sms",
            Self::ServeStock { .. } => "serve_stock",
            Self::DealStock { .. } => "deal_stock",
            Self::JoinStock { .. } => "join_stock",
            Self::TellCase { .. } => "tell_case",
            Self::Ship { .. } => "ship",
            Self::Track { .. } => "track",
            Self::SettlePlaces { .. } => "settle_places",
            Self::SendResult { .. } => "send_result",
            Self::TellSystem { .. } => "tell_system",
            Self::OfferSlot { .. } => "offer_slot",
            Self::Charge { .. } => "charge",
            Self::AskPayment { .. } => "ask_payment",
            Self::TellOrder { .. } => "tell_order",
            Self::SendComplaint { .. } => "send_complaint",
            Self::SendRating { .. } => "send_rating",
            Self::TakeEvent { .. } => "take_event",
            Self::ReconcileRatings { .. } => "reconcile_ratings",
        }
    }
}

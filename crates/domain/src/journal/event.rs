//! The words of the journal. Names of facts stand here, never their values: what an applicant
//! said lives in the case and is erased with it, the journal stays.

use jiff::Timestamp;
use regulation::clock::{Due, Term};
use regulation::fact::FactName;
use regulation::package::{AfterwardsKind, ProcedureKind};
use serde::{Deserialize, Serialize};

use crate::case::{Actor, AssessedStep, Proactive, ReopenGround, WentOn};
use crate::delivery::Standing;
use crate::distribution::LineEvent;
use crate::id::{DraftId, EvidenceRequestId, NoticeId, OfficialId, PersonId, ResultId, StockId};
use crate::joint::Signed;
use crate::notice::NoticeKind;
use crate::result::ResultState;

/// One thing that happened. The store adds position and hashes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// A procedure as a case begins it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureName {
    /// Id in the regulation.
    pub id: String,
    /// Kind.
    pub kind: ProcedureKind,
}

/// What is kept beside the course of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A message between the authority and the applicant.
    Message,
    /// A note of an official for officials.
    Note,
    /// A task with a term was given.
    Task,
    /// A task was done.
    TaskDone,
    /// Another body or an expert was asked for an opinion.
    Opinion,
    /// The opinion came.
    OpinionGiven,
    /// A charge was made or changed.
    Charge,
}

impl Record {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Message, Self::Note, Self::Task, Self::TaskDone, Self::Opinion, Self::OpinionGiven, Self::Charge];

    /// Name used in addresses and the catalogue of messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Note => "note",
            Self::Task => "task",
            Self::TaskDone => "task-done",
            Self::Opinion => "opinion",
            Self::OpinionGiven => "opinion-given",
            Self::Charge => "charge",
        }
    }
}

/// What can happen to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// An operator of a service centre typed it in for the applicant, saw the identity document and
    /// has the application signed by hand: both persons are on record (FORM-17).
    TypedIn {
        /// The centre.
        authority: String,
        /// When the applicant had signed.
        signed_at: Timestamp,
    },
    /// The application was sent and numbered.
    Filed {
        /// Public number.
        number: String,
        /// Service.
        service: String,
        /// Edition of the regulation it is pinned to.
        version: String,
        /// Authority that serves it.
        authority: String,
        /// Who applied.
        applicant: PersonId,
        /// Draft it was filed from.
        draft: DraftId,
        /// When it must be registered.
        registration_due: Option<Due>,
        /// Names of originals that are owed a look.
        declared: Vec<String>,
        /// Started without an application, and why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proactive: Option<Proactive>,
        /// Who signed a part of a joint application, and when; no values (FORM-07).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        joint: Vec<Signed>,
    },
    /// The system that serves it could not be reached yet.
    DeliveryDelayed,
    /// It reached the system that serves it: the receipt (INTAKE-01).
    Delivered,
    /// Accepted and registered.
    Registered {
        /// Variant that fits.
        variant: String,
        /// End of the whole term.
        due: Due,
        /// Procedures of the variant, in order.
        procedures: Vec<ProcedureName>,
    },
    /// Refused at intake.
    NotAccepted {
        /// Ids of the grounds.
        grounds: Vec<String>,
    },
    /// A procedure began.
    ProcedureStarted {
        /// Which.
        procedure: String,
        /// Since when it counts.
        since: Timestamp,
        /// When it must end.
        due: Due,
    },
    /// A procedure ended; late or not follows from its due moment.
    ProcedureEnded {
        /// Which.
        procedure: String,
    },
    /// A procedure is not needed.
    ProcedureSkipped {
        /// Which.
        procedure: String,
    },
    /// Facts were learnt; their values are in the case only.
    Learnt {
        /// From where: `applicant`, `identity`, `official`, `derived` or the id of a source.
        source: String,
        /// Names.
        facts: Vec<FactName>,
    },
    /// An interagency request was wanted.
    EvidenceAsked {
        /// The request.
        request: EvidenceRequestId,
        /// Of which source.
        source: String,
    },
    /// A source answered.
    EvidenceAnswered {
        /// Which source.
        source: String,
        /// It answered that there is nothing.
        absent: bool,
    },
    /// A source cannot answer.
    EvidenceFailed {
        /// Which source.
        source: String,
        /// Silent past its norm.
        overdue: bool,
    },
    /// The machine gave the case to a person.
    PersonCalled {
        /// Why; names of facts and procedures, never values.
        reason: String,
    },
    /// Stopped on a ground; the words of the ground are in the case.
    Suspended {
        /// The ground.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<String>,
        /// The longest it may last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<Due>,
    },
    /// The applicant was asked for more; the words are in the case.
    ApplicantAsked {
        /// The final list.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        facts: Vec<FactName>,
        /// Until when an answer is waited for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Due>,
    },
    /// The clock runs again, with new ends.
    Resumed {
        /// End of the whole term.
        due: Due,
        /// New ends of procedures.
        procedures: Vec<(String, Due)>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<WentOn>,
    },
    /// The whole term became another.
    Prolonged {
        /// The ground.
        ground: String,
        /// The whole term from now on.
        to: Term,
        /// Its end.
        due: Due,
    },
    /// A calendar was amended and these ends moved.
    Recounted {
        /// When it must be registered now.
        registration_due: Option<Due>,
        /// End of the whole term now.
        due: Option<Due>,
        /// Ends of procedures now.
        procedures: Vec<(String, Due)>,
    },
    /// The decision.
    Decided {
        /// Provide or refuse.
        positive: bool,
        /// Ids of the grounds of a refusal.
        grounds: Vec<String>,
        /// SHA-256 of the words and the trace kept in the case.
        digest: String,
    },
    /// A result was signed and entered in the register.
    ResultIssued {
        /// Which.
        result: ResultId,
        /// Whose signature it bears.
        signer: OfficialId,
        /// All results of the variant are there now.
        ready: bool,
    },
    /// An entry of the result register changed its state (SM-22).
    ResultChanged {
        /// Which.
        result: ResultId,
        /// To what.
        state: ResultState,
    },
    /// A declared original was looked at.
    OriginalSeen {
        /// Name of the item.
        item: String,
        /// In order.
        shown: bool,
    },
    /// Done.
    Completed,
    /// Taken back by the applicant.
    Withdrawn,
    /// Returned unconsidered.
    GivenBack {
        /// The ground.
        ground: String,
        /// SHA-256 of the words and the trace kept in the case.
        digest: String,
    },
    /// Passed on to the competent body.
    Forwarded {
        /// The ground.
        ground: String,
        /// To whom.
        to: String,
        /// SHA-256 of the words and the trace kept in the case.
        digest: String,
    },
    /// Gone back to work; the words are in the case.
    Reopened {
        /// On what ground.
        ground: ReopenGround,
        /// Only the result is made anew, the decision stands.
        only_result: bool,
        /// Procedures that run again.
        procedures: Vec<String>,
        /// The new end of the whole term, or of registration where that runs again.
        due: Due,
    },
    /// An expert gave a sheet.
    Assessed {
        /// Who.
        expert: String,
        /// SHA-256 of the sheet kept in the case.
        digest: String,
    },
    /// The way of an assessment was chosen, something was handed in for it or looked at.
    Assessing {
        /// The procedure.
        procedure: String,
        /// How often it had begun anew.
        round: u32,
        /// What.
        what: AssessedStep,
    },
    /// The applicant says that a fact is wrong.
    Contested {
        /// Which.
        fact: FactName,
        /// Who keeps it.
        keeper: String,
    },
    /// A contested fact was looked at.
    Settled {
        /// Which.
        fact: FactName,
        /// The applicant was right.
        upheld: bool,
    },
    /// The applicant does not want what was started without an application.
    Declined,
    /// It was started by a wrong trigger; the words are in the case.
    Undone,
    /// Something is to be done after the decision.
    ObligationArose {
        /// Id in the regulation.
        id: String,
        /// What it is.
        kind: AfterwardsKind,
        /// Which time.
        time: u32,
        /// When it must be done.
        due: Option<Due>,
        /// Until when who has not done it may not apply again.
        blocks_until: Option<Timestamp>,
    },
    /// It was done; the words are in the case.
    ObligationDone {
        /// Id in the regulation.
        id: String,
        /// Which time.
        time: u32,
    },
    /// A term is about to end.
    Warned {
        /// `case`.
        what: String,
    },
    /// A breach lasts and was brought before the head of the authority.
    Escalated {
        /// `case`.
        what: String,
    },
    /// Something happened to its place in the line for a limited resource (PROCEDURE-09).
    Line {
        /// The resource in the regulation.
        resource: String,
        /// The stock.
        stock: StockId,
        /// What.
        what: LineEvent,
    },
    /// A result that is a thing came to stand somewhere (SM-23); its address and codes are not told.
    Item {
        /// Where it stands.
        at: Standing,
    },
    /// An official took it.
    Taken {
        /// Who.
        official: OfficialId,
    },
    /// An official put it back.
    Returned,
    /// An official handed it over.
    HandedOver {
        /// To whom.
        to: OfficialId,
    },
    /// A notice was put into the applicant's account.
    Noticed {
        /// Which.
        notice: NoticeId,
        /// Its kind.
        kind: NoticeKind,
        /// The latest lawful moment for it.
        latest: Timestamp,
    },
    /// A due moment passed and what it watches still runs.
    TimerBreached {
        /// `registration`, `case` or the id of a procedure.
        what: String,
    },
    /// Something was said, asked or noted beside the course; the words are kept with the case.
    Recorded {
        /// What it is.
        what: Record,
        /// Its id.
        id: String,
        /// SHA-256 of its words, so that they cannot be changed unseen.
        digest: String,
    },
    /// An official read personal data of the case.
    Read {
        /// On what ground, in words.
        ground: String,
    },
}

//! What a case is and what can be wished of it.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::fact::Facts;
use serde::{Deserialize, Serialize};

use crate::draft::Draft;
use crate::evidence::{EvidenceRequest, EvidenceState};
use crate::id::{CaseId, DraftId, EvidenceRequestId, OfficialId, PersonId, ResultId};
use crate::job::Job;
use crate::journal::Entry;
use crate::notice::Notice;
use crate::procedure::ProcedureState;
use crate::timer::Timer;

/// A case: the row that is the truth for reading. Its history is the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Id; carries the bucket of its applicant.
    pub id: CaseId,
    /// Public number, for example `ПР-2026-000042-7`; the last digit is a check digit.
    pub number: String,
    /// Id of the authority that serves it.
    pub authority: String,
    /// Id of the service.
    pub service: String,
    /// Edition of the regulation it is pinned to (CAR-05).
    pub version: String,
    /// Who applied.
    pub applicant: PersonId,
    /// «Фамилия Имя Отчество» of the applicant, for the desk.
    pub applicant_name: String,
    /// Draft it was filed from: one draft makes one case (FORM-14).
    pub draft: DraftId,
    /// Variant that fits, once known.
    pub variant: Option<String>,
    /// Where it stands.
    pub state: CaseState,
    /// Grows by one with every change; a writer must name the one it read.
    pub revision: i64,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it was registered.
    pub registered_at: Option<Timestamp>,
    /// When the whole service must be done, with how that moment came about.
    pub due: Option<Due>,
    /// Official who has taken it.
    pub assignee: Option<OfficialId>,
    /// The decision, once made.
    pub decision: Option<DecisionRecord>,
    /// When it ended, in whatever way.
    pub closed_at: Option<Timestamp>,
    /// Procedures of its variant in order.
    pub procedures: Vec<ProcedureState>,
    /// What is known: answers, identity, register replies. Not in the journal.
    pub facts: Facts,
    /// Results issued.
    pub results: Vec<ResultId>,
    /// Why a person must look, if the machine cannot go on.
    pub needs_person: Option<String>,
    /// When it must be registered at the latest (INTAKE-12).
    #[serde(default)]
    pub registration_due: Option<Due>,
    /// When the whole term stopped running: result ready, refused or withdrawn.
    #[serde(default)]
    pub term_ended_at: Option<Timestamp>,
    /// Timers that passed while what they watch still ran: `registration`, `case`.
    #[serde(default)]
    pub breached: Vec<String>,
    /// Times the clock stood still, in order; the last one may be open (STATUS-10).
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Outside sources asked, with how they answered.
    #[serde(default)]
    pub sources: Vec<AskedSource>,
    /// Originals the applicant declared to have and owes a look at (INTAKE-06).
    #[serde(default)]
    pub declared: Vec<Declared>,
}

/// A time the clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// First moment.
    pub from: Timestamp,
    /// Last moment; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// The ground, in the words shown to the applicant.
    pub reason: String,
}

/// How an outside source stands for one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedSource {
    /// Id in the regulation: `mvd.conviction`.
    pub source: String,
    /// The request.
    pub request: EvidenceRequestId,
    /// What became of it.
    pub state: EvidenceState,
}

/// An original that the applicant declared and must show when the result is handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Name of the declared item.
    pub item: String,
    /// Was it shown and in order? `None` until somebody looked.
    pub shown: Option<bool>,
    /// Why it was not in order.
    pub reason: Option<String>,
}

/// States of an application (SM-11). A draft is [`crate::draft::Draft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Sent and numbered.
    Submitted,
    /// On its way to the system that serves it.
    Delivering,
    /// In that system.
    Delivered,
    /// Accepted and registered; the term runs.
    Registered,
    /// Refused at intake.
    NotAccepted,
    /// Procedures run.
    InProgress,
    /// Stopped on a ground; the term stands still.
    Suspended,
    /// Waits for the applicant; the term stands still.
    AwaitingApplicant,
    /// Waits for payment.
    AwaitingPayment,
    /// Decided: provide.
    DecisionPositive,
    /// Decided: refuse.
    DecisionNegative,
    /// The result can be had.
    ResultReady,
    /// Done.
    Completed,
    /// Taken back by the applicant.
    Withdrawn,
}

/// Who decided what, on which grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRecord {
    /// Provide or refuse.
    pub positive: bool,
    /// Ids of the grounds of a refusal; never empty for one.
    pub grounds: Vec<String>,
    /// The official's words beside the ground.
    pub words: Option<String>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The machine's view at that moment, kept as data: the trace.
    pub trace: serde_json::Value,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "who", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// The applicant.
    Applicant(PersonId),
    /// An official.
    Official(OfficialId),
    /// okno itself, by a criterion or a timer.
    Machine,
}

/// What somebody or something wishes of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// The system that serves it could not be reached; it is tried again (INTAKE-01).
    DelayDelivery,
    /// The case reached the system that serves it (INTAKE-01).
    Deliver,
    /// Accept and register.
    Register,
    /// Refuse intake on these grounds (INTAKE-05).
    RefuseIntake {
        /// Ground ids.
        grounds: Vec<String>,
        /// The official's words.
        words: Option<String>,
    },
    /// An interagency answer came: these facts are learnt.
    Learn {
        /// New facts.
        facts: Facts,
    },
    /// A source cannot answer: it failed for good or stayed silent past its norm (INTAKE-09).
    SourceFailed {
        /// Id of the source in the regulation.
        source: String,
        /// Silent past its norm, rather than broken.
        overdue: bool,
    },
    /// The machine gives the case to a person, with the reason.
    CallPerson {
        /// Why.
        reason: String,
    },
    /// End the procedure that runs and start the next one.
    EndProcedure {
        /// Id of the procedure.
        procedure: String,
    },
    /// Stop on a ground; the clock stands still.
    Suspend {
        /// Reason shown to the applicant.
        reason: String,
    },
    /// Ask the applicant for more; the clock stands still.
    AskApplicant {
        /// What is wanted, in words shown to the applicant.
        reason: String,
    },
    /// Go on.
    Resume,
    /// Decide to provide.
    Grant {
        /// The machine's view.
        trace: serde_json::Value,
    },
    /// Decide to refuse.
    Refuse {
        /// Ground ids of the regulation.
        grounds: Vec<String>,
        /// The official's words.
        words: Option<String>,
        /// The machine's view.
        trace: serde_json::Value,
    },
    /// The result is signed and entered.
    Issue {
        /// Its id in the register.
        result: ResultId,
        /// The authorised official whose signature it bears (RESULT-02).
        signer: OfficialId,
    },
    /// A declared original was looked at when the result was handed out (INTAKE-06).
    LookAtOriginal {
        /// Name of the declared item.
        item: String,
        /// Shown and in order.
        shown: bool,
        /// Why not; needed when it is not in order.
        reason: Option<String>,
    },
    /// A calendar was amended: every running term is counted anew (SEC-05).
    Recount,
    /// A timer passed and what it watches still runs (SM-31).
    Breach {
        /// `registration`, `case` or the id of a procedure.
        what: String,
    },
    /// Close the case.
    Complete,
    /// Take it back (INTAKE-13).
    Withdraw,
    /// An official takes it.
    Take,
    /// An official puts it back into the queue.
    Return,
    /// An official hands it to another of the same authority.
    HandOver {
        /// The other.
        to: OfficialId,
    },
}

/// What a granted wish changes: all of it is written in one batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The case after the change, revision already grown.
    pub case: Case,
    /// Journal entries in order.
    pub journal: Vec<Entry>,
    /// Notices to the applicant.
    pub notices: Vec<Notice>,
    /// Work to be done after the commit.
    pub jobs: Vec<Job>,
    /// Timers armed, paused, met (SM-31): each is written over the one with the same id.
    pub timers: Vec<Timer>,
    /// New interagency requests, each with a job that sends it.
    pub requests: Vec<EvidenceRequest>,
    /// The draft after it was sent; only filing sets it.
    pub draft: Option<Draft>,
}

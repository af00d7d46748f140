//! What a case is and what a granted wish changes.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::fact::Facts;
use serde::{Deserialize, Serialize};

use super::assessing::Assessing;
use super::parts::{
    AskedSource, Contest, Declared, Obligation, Pause, Proactive, Prolonged, Questions, Round, Sheet, TurnedAway,
};
use crate::delivery::Delivery;
use crate::distribution::QueuePlace;
use crate::draft::Draft;
use crate::evidence::EvidenceRequest;
use crate::id::{CaseId, DraftId, OfficialId, PersonId, ResultId};
use crate::job::Job;
use crate::joint::Signed;
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
    /// What the applicant was asked for beside the form, in order (PROCEDURE-08).
    #[serde(default)]
    pub asked_of_applicant: Vec<Questions>,
    /// How the whole term was prolonged.
    #[serde(default)]
    pub prolonged: Vec<Prolonged>,
    /// Timers that were warned of before they passed: `case`.
    #[serde(default)]
    pub warned: Vec<String>,
    /// Breaches that were brought before the head of the authority: `case`.
    #[serde(default)]
    pub escalated: Vec<String>,
    /// When it is warned that the whole term ends; follows from the term and the region.
    #[serde(default)]
    pub warn_at: Option<Timestamp>,
    /// When a breach of the whole term is brought before the head of the authority.
    #[serde(default)]
    pub escalate_at: Option<Timestamp>,
    /// Returned or passed on: why and to whom.
    #[serde(default)]
    pub turned_away: Option<TurnedAway>,
    /// Earlier rounds: decisions that a complaint, a court or an error undid.
    #[serde(default)]
    pub rounds: Vec<Round>,
    /// Sheets of experts.
    #[serde(default)]
    pub sheets: Vec<Sheet>,
    /// Facts that the applicant contests (PROFILE-09).
    #[serde(default)]
    pub contests: Vec<Contest>,
    /// What goes on after the decision.
    #[serde(default)]
    pub obligations: Vec<Obligation>,
    /// When the day alone, as the facts stand, suspends or ends what it gave.
    #[serde(default)]
    pub after_look: Option<Timestamp>,
    /// Started without an application, and why.
    #[serde(default)]
    pub proactive: Option<Proactive>,
    /// Words of the applicant or official who called a person in; the journal has none of them.
    #[serde(default)]
    pub call_words: Option<String>,
    /// Who signed a part of a joint application (FORM-07); the journal says the same.
    #[serde(default)]
    pub joint: Vec<Signed>,
    /// Lines for limited resources it stands or stood in (PROCEDURE-09).
    #[serde(default)]
    pub queues: Vec<QueuePlace>,
    /// How its assessments go: ways chosen, recordings handed in (REMOTE-02).
    #[serde(default)]
    pub assessing: Vec<Assessing>,
    /// Results that are things, on their way to the person (SM-23).
    #[serde(default)]
    pub deliveries: Vec<Delivery>,
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
    /// Returned unconsidered, on a ground.
    Returned,
    /// Passed on to the competent body.
    Forwarded,
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
    /// A departmental system that serves the case from outside; the id it is known by.
    System(String),
    /// okno itself, by a criterion or a timer.
    Machine,
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

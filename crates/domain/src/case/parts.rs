//! What a case consists of beside its state: pauses, questions, sheets, rounds, obligations.
//!
//! Words of people stand here and never in the journal; what the journal tells is the same
//! without them.

use jiff::Timestamp;
use regulation::clock::{Due, Term};
use regulation::fact::FactName;
use regulation::package::AfterwardsKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::model::{Actor, DecisionRecord};
use super::wish::ReopenGround;
use crate::evidence::EvidenceState;
use crate::id::{EvidenceRequestId, ResultId};

/// A time the clock stood still.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pause {
    /// First moment.
    pub from: Timestamp,
    /// Last moment; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// The ground, in the words shown to the applicant.
    pub reason: String,
    /// Ground of the regulation; `None` while the applicant is waited for.
    #[serde(default)]
    pub ground: Option<String>,
    /// The longest it may last.
    #[serde(default)]
    pub limit: Option<Due>,
    /// When the day alone ends it, as the facts stand: the machine looks again then.
    #[serde(default)]
    pub looks_at: Option<Timestamp>,
    /// Why it ended.
    #[serde(default)]
    pub went_on: Option<WentOn>,
}

/// Why a case goes on after its clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WentOn {
    /// What had to happen happened, or the ground holds no longer.
    Ended,
    /// The longest it may last passed: the case goes on with what is known.
    Limit,
    /// The applicant answered.
    Answered,
    /// A person let it go on.
    Person,
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

/// A final list of questions to the applicant (PROCEDURE-08).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Questions {
    /// What is asked.
    pub facts: Vec<FactName>,
    /// Why, in words shown to the applicant.
    pub words: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when an answer is waited for.
    pub due: Option<Due>,
    /// When it was answered or no longer waited for.
    pub ended_at: Option<Timestamp>,
    /// It was answered.
    pub answered: bool,
}

impl Questions {
    /// Is an answer still waited for?
    pub fn open(&self) -> bool {
        self.ended_at.is_none()
    }
}

/// The whole term was prolonged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prolonged {
    /// Ground of the regulation.
    pub ground: String,
    /// When.
    pub at: Timestamp,
    /// What the whole term became.
    pub to: Term,
    /// The official's words.
    pub words: Option<String>,
}

/// The application was returned or passed on: neither provided nor refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnedAway {
    /// Ground of the regulation.
    pub ground: String,
    /// To whom it was passed on; `None` for a return.
    pub to: Option<String>,
    /// The official's words.
    pub words: Option<String>,
    /// Until when it had to be done.
    pub due: Option<Due>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The machine's view at that moment.
    pub trace: serde_json::Value,
}

/// A round that was over and was opened again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// The decision of that round; of a correction, the decision that still stands.
    pub decision: Option<DecisionRecord>,
    /// Its results.
    pub results: Vec<ResultId>,
    /// When it had ended.
    pub closed_at: Option<Timestamp>,
    /// When it was opened again.
    pub reopened_at: Timestamp,
    /// On what ground.
    pub ground: ReopenGround,
    /// Only the result is made anew, the decision stands.
    pub only_result: bool,
    /// Intake ran again.
    #[serde(default)]
    pub intake: bool,
    /// Why, in words.
    pub reason: String,
}

/// What an expert found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Id of the official or system who assessed.
    pub expert: String,
    /// Scores by criterion.
    pub scores: Vec<Score>,
    /// Findings in words.
    pub text: String,
    /// Ids of attached photographs, records, self-declarations.
    pub evidence: Vec<String>,
}

/// One score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Id of the criterion.
    pub criterion: String,
    /// How many points.
    pub score: Decimal,
}

/// The applicant says that a known fact is wrong: a task for who keeps it (PROFILE-09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Which fact.
    pub fact: FactName,
    /// Who keeps it: the id of a source, `identity`, `official`.
    pub keeper: String,
    /// When.
    pub at: Timestamp,
    /// What is wrong, in the applicant's words.
    pub words: String,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// The applicant was right.
    pub upheld: bool,
}

/// Something that goes on after the decision (`afterwards` of the regulation).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Obligation {
    /// Id in the regulation.
    pub id: String,
    /// What it is.
    pub kind: AfterwardsKind,
    /// Which time it is: those that come again and again count from 0.
    pub time: u32,
    /// When it arose.
    pub since: Timestamp,
    /// When it must be done; `None` where no term is set.
    pub due: Option<Due>,
    /// Until when who has not done it may not apply again.
    pub blocks_until: Option<Timestamp>,
    /// Where it stands.
    pub stage: ObligationStage,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// What was reported, in words.
    pub words: Option<String>,
    /// Ids of attached evidence.
    pub evidence: Vec<String>,
}

/// Stages of an obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObligationStage {
    /// To be done.
    Open,
    /// Its term passed.
    Overdue,
    /// Done in time.
    Done,
    /// Done late.
    DoneLate,
}

impl Obligation {
    /// Is it still to be done?
    pub fn open(&self) -> bool {
        matches!(self.stage, ObligationStage::Open | ObligationStage::Overdue)
    }

    /// Does it keep its person from applying again at that moment?
    pub fn blocks(&self, now: Timestamp) -> bool {
        let passed = self.due.as_ref().is_some_and(|due| now > due.at);
        self.open() && passed && self.blocks_until.is_some_and(|until| now <= until)
    }
}

/// A case that began without an application (P10 of C24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proactive {
    /// What allows it.
    pub basis: Basis,
    /// Code of the event that set it off, never a value.
    pub trigger: String,
    /// Why it was undone, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<String>,
}

/// What allows to begin without an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The person agreed to it.
    Consent,
    /// An act says so.
    Law,
}

//! What can be wished of a case. Who may wish what stands in `decide.rs`, where it leads in
//! `state.rs`.

use regulation::fact::{FactName, Facts};
use serde::{Deserialize, Serialize};

use super::assessing::AssessStep;
use super::parts::Sheet;
use crate::delivery::Step;
use crate::distribution::LeaveReason;
use crate::id::{OfficialId, ResultId, StockId};

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
    /// A person is called in: by the machine that cannot go on, or by the applicant or an
    /// official who want one (PROCEDURE-05).
    CallPerson {
        /// Why: a code of the machine's, words of anybody else's.
        reason: String,
    },
    /// End the procedure that runs and start the next one.
    EndProcedure {
        /// Id of the procedure.
        procedure: String,
    },
    /// Stop on a ground of the regulation; the clock stands still (PROCEDURE-07).
    Suspend {
        /// Id of the ground.
        ground: String,
        /// The official's words beside it.
        words: Option<String>,
    },
    /// Ask the applicant for facts that no authority holds; the clock stands still
    /// (PROCEDURE-08).
    AskApplicant {
        /// The final list.
        facts: Vec<FactName>,
        /// Why, in words shown to the applicant.
        words: String,
    },
    /// The applicant answers what was asked.
    Answer {
        /// The answers.
        facts: Facts,
    },
    /// Go on.
    Resume,
    /// The whole term becomes that of a ground of the regulation.
    Prolong {
        /// Id of the ground.
        ground: String,
        /// The official's words beside it.
        words: Option<String>,
    },
    /// Return the application unconsidered.
    GiveBack {
        /// Id of the ground.
        ground: String,
        /// The official's words beside it.
        words: Option<String>,
        /// The machine's view.
        trace: serde_json::Value,
    },
    /// Pass the application on to the competent body.
    Forward {
        /// Id of the ground.
        ground: String,
        /// The official's words beside it.
        words: Option<String>,
        /// The machine's view.
        trace: serde_json::Value,
    },
    /// An expert's sheet came (P9 of C24).
    Assessed {
        /// The sheet.
        sheet: Sheet,
    },
    /// The way of an assessment is chosen, something is handed in for it or looked at (REMOTE-02).
    Assessing {
        /// What.
        step: AssessStep,
    },
    /// The applicant says that a known fact is wrong (PROFILE-09).
    Contest {
        /// Which.
        fact: FactName,
        /// What is wrong.
        words: String,
    },
    /// Who keeps a contested fact looked; a corrected value is learnt beforehand.
    Settle {
        /// Which.
        fact: FactName,
        /// The applicant was right.
        upheld: bool,
    },
    /// A decided case goes back to work.
    Reopen {
        /// Why, in words.
        reason: String,
        /// On what ground.
        by: ReopenGround,
    },
    /// A technical error in a result: the result is made anew, the decision stands.
    Correct {
        /// What is wrong.
        reason: String,
    },
    /// The applicant does not want what was started without an application.
    DeclineProactive,
    /// It was started by a wrong trigger.
    Undo {
        /// What was wrong.
        reason: String,
    },
    /// An obligation after the decision is done.
    Fulfil {
        /// Id in the regulation.
        id: String,
        /// What was done, in words.
        words: Option<String>,
        /// Ids of attached evidence.
        evidence: Vec<String>,
    },
    /// The grounds of a decision are looked at again: its sources are asked.
    Recheck {
        /// Id of the obligation.
        id: String,
    },
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
    /// A term is about to end.
    Warn {
        /// `case`.
        what: String,
    },
    /// A breach lasts: the head of the authority must see it.
    Escalate {
        /// `case`.
        what: String,
    },
    /// Stand in the line for a limited resource, or be ranked anew (PROCEDURE-09).
    Queue {
        /// The resource in the regulation.
        resource: String,
        /// The stock.
        stock: StockId,
        /// Facts whose change moves it; empty when it joins.
        because: Vec<FactName>,
    },
    /// A piece is offered; the term to accept is the regulation's.
    Offer {
        /// The resource in the regulation.
        resource: String,
        /// The stock.
        stock: StockId,
        /// Its place in the line.
        place: i64,
    },
    /// The applicant takes an offered piece, or leaves it to the next.
    AnswerOffer {
        /// The resource in the regulation.
        resource: String,
        /// The stock: a case may have offers of several.
        stock: StockId,
        /// Yes or no.
        accept: bool,
    },
    /// The term of an offer passed.
    LapseOffer {
        /// The resource in the regulation.
        resource: String,
        /// The stock.
        stock: StockId,
    },
    /// A piece is given.
    Allot {
        /// The resource in the regulation.
        resource: String,
        /// The stock.
        stock: StockId,
        /// Its place in the order.
        place: i64,
        /// How many pieces the stock has left, this one included.
        left: i64,
    },
    /// Leave the line: nothing was left, or the applicant wants no piece.
    LeaveQueue {
        /// The resource in the regulation.
        resource: String,
        /// The stock.
        stock: StockId,
        /// Why.
        reason: LeaveReason,
    },
    /// A step of a result that is a thing (SM-23).
    Item {
        /// The result in the regulation.
        output: String,
        /// The step.
        step: Step,
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

/// On what ground a decided case goes back to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReopenGround {
    /// A complaint was upheld.
    Complaint,
    /// A court said so.
    Court,
    /// The authority erred.
    Error,
}

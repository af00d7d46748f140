//! Quality ratings (SM-17, RATE-01…06): a chance opens with the end of each procedure, one per
//! procedure and applicant, can be changed within a window, and has no effect on the case. A chance is
//! a view of the case, like a timer: only what was given is kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::clock::{Due, LegalClock};
use regulation::package::ProcedureKind;
use regulation::region::{CriteriaSet, Ratings, Region};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::case::{Case, CaseState};
use crate::id::{self, CaseId, PersonId, RatingId};
use crate::procedure::{ProcedureStage, ProcedureState};
use crate::refusal::Refusal;

/// The longest comment, in letters: a limit of safety.
const LONGEST: usize = 1000;

/// Where a chance stands (SM-17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChanceState {
    /// The procedure has not ended.
    Closed,
    /// It ended and can be rated.
    Open,
    /// Rated.
    Given,
    /// Rated, and then otherwise.
    Changed,
    /// The national system has it.
    Exported,
    /// Nobody rated it in time.
    Lapsed,
}

impl ChanceState {
    /// Name in rows and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::Given => "given",
            Self::Changed => "changed",
            Self::Exported => "exported",
            Self::Lapsed => "lapsed",
        }
    }
}

/// Marks of one procedure by its applicant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// Follows from the case, the procedure and its round.
    pub id: RatingId,
    /// The case.
    pub case: CaseId,
    /// Who rated.
    pub person: PersonId,
    /// The body.
    pub authority: String,
    /// The service.
    pub service: String,
    /// Edition of the regulation.
    pub version: String,
    /// Id of the procedure in the regulation.
    pub procedure: String,
    /// Kind of the procedure.
    pub kind: ProcedureKind,
    /// Which round of the case.
    pub round: u32,
    /// Set of criteria the marks are of (RATE-02).
    pub set: String,
    /// Marks by criterion; what does not apply is left out.
    pub marks: BTreeMap<String, u8>,
    /// What the person wrote beside them.
    pub comment: String,
    /// Where it stands: given, changed, exported.
    pub state: ChanceState,
    /// Grows by one with every change.
    pub revision: i64,
    /// When it was given.
    pub given_at: Timestamp,
    /// Until when it can be changed.
    pub until: Due,
    /// The region's day it is counted on.
    pub day: Date,
    /// How the stage really went (RATE-06).
    pub stage: Stage,
    /// Receipt of the national system.
    pub receipt: Option<String>,
    /// A mark is low: somebody looks into it.
    pub follow_up: Option<FollowUp>,
}

/// How the rated stage really went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// From its start to its end.
    pub milliseconds: i64,
    /// It ended after its term.
    pub late: bool,
    /// The service was refused by it.
    pub refused: bool,
}

/// Somebody looks into a low mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Since when.
    pub since: Timestamp,
    /// What came of it.
    pub done: Option<Done>,
}

/// What came of a follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// In words.
    pub words: String,
    /// Who looked into it.
    pub by: id::OfficialId,
    /// When.
    pub at: Timestamp,
}

/// A chance to rate, as the applicant sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance<'a> {
    /// The procedure.
    pub procedure: &'a ProcedureState,
    /// Where it stands.
    pub state: ChanceState,
    /// Until when it is open, or can be changed.
    pub until: Option<Timestamp>,
    /// What was given.
    pub given: Option<&'a Rating>,
}

/// What is wrong with marks; each has sentences in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// Not one mark.
    NoMarks,
    /// A mark off the scale, or of no criterion of the set (RATE-02).
    OffScale,
    /// The comment is too long.
    CommentLong,
}

impl Flaw {
    /// All of them, for the catalogue of messages.
    pub const ALL: [Self; 3] = [Self::NoMarks, Self::OffScale, Self::CommentLong];

    /// Key of what is wrong; `KEY-mend` says how to mend it.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoMarks => "rating-wrong-none",
            Self::OffScale => "rating-wrong-scale",
            Self::CommentLong => "rating-wrong-comment",
        }
    }
}

/// What the rule knows beside the case.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The region with its sets of criteria.
    pub region: &'a Region,
    /// The clock of the law.
    pub clock: &'a LegalClock,
}

impl Context<'_> {
    fn rules(&self) -> Result<&Ratings, Refusal> {
        self.region.ratings.as_ref().ok_or(Refusal::NotFound)
    }
}

/// The id of the rating of a procedure: one per procedure, round and applicant (RATE-06).
pub fn id_of(case: &CaseId, procedure: &str, round: u32) -> RatingId {
    let hash = Sha256::digest(format!("rating/{case}/{procedure}/{round}").as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
    RatingId(id::make(bytes, case.bucket()))
}

/// The chances of a case in the order of its procedures: one for each that is in its variant (RATE-01).
pub fn chances<'a>(
    case: &'a Case,
    given: &'a [Rating],
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<Chance<'a>>, Refusal> {
    let rules = context.rules()?;
    let course = case.procedures.iter().filter(|one| one.stage != ProcedureStage::Skipped);
    course.map(|procedure| chance(case, procedure, given, rules, context, now)).collect()
}

fn chance<'a>(
    case: &Case,
    procedure: &'a ProcedureState,
    given: &'a [Rating],
    rules: &Ratings,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Chance<'a>, Refusal> {
    let own = id_of(&case.id, &procedure.id, procedure.round);
    if let Some(known) = given.iter().find(|rating| rating.id == own) {
        return Ok(Chance { procedure, state: known.state, until: Some(known.until.at), given: Some(known) });
    }
    let Some(ended) = procedure.ended_at else {
        return Ok(Chance { procedure, state: ChanceState::Closed, until: None, given: None });
    };
    let until = context.clock.due(ended, rules.open_for.value, &[])?.at;
    let state = if now > until { ChanceState::Lapsed } else { ChanceState::Open };
    Ok(Chance { procedure, state, until: Some(until), given: None })
}

/// Rates a procedure that ended, or changes the rating within its window. Given again as it was, it is
/// the same rating. Flaws are all that is wrong with what was marked.
pub fn rate(
    case: &Case,
    procedure: &str,
    marks: &BTreeMap<String, u8>,
    comment: &str,
    known: Option<&Rating>,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Result<Rating, Vec<Flaw>>, Refusal> {
    let rules = context.rules()?;
    let state = case.procedures.iter().find(|one| one.id == procedure && one.stage != ProcedureStage::Skipped);
    let state = state.ok_or(Refusal::NotFound)?;
    let given: Vec<Rating> = known.cloned().into_iter().collect();
    let chance = chance(case, state, &given, rules, context, now)?;
    match chance.state {
        ChanceState::Closed => return Err(Refusal::ProcedureNotRunning(procedure.to_owned())),
        ChanceState::Lapsed => return Err(Refusal::TermPassed),
        _ => {}
    }
    let day = |at: Timestamp| context.clock.local_date(at);
    // A changed rating keeps the set it was given by.
    let by_day = || state.ended_at.and_then(|ended| rules.on(day(ended)));
    let set = known.and_then(|known| rules.sets.get_key_value(&known.set)).or_else(by_day);
    let (name, set) = set.ok_or(Refusal::NotFound)?;
    let comment = comment.trim();
    let flaws = flaws(marks, comment, set);
    if !flaws.is_empty() {
        return Ok(Err(flaws));
    }
    if let Some(known) = chance.given {
        if known.marks == *marks && known.comment == comment {
            return Ok(Ok(known.clone()));
        }
        if now > known.until.at || known.state == ChanceState::Exported {
            return Err(Refusal::TermPassed);
        }
        return Ok(Ok(changed(known, marks, comment, rules, now)));
    }
    let rating = Rating {
        id: id_of(&case.id, procedure, state.round),
        case: case.id.clone(),
        person: case.applicant.clone(),
        authority: case.authority.clone(),
        service: case.service.clone(),
        version: case.version.clone(),
        procedure: procedure.to_owned(),
        kind: state.kind,
        round: state.round,
        set: name.clone(),
        marks: marks.clone(),
        comment: comment.to_owned(),
        state: ChanceState::Given,
        revision: 1,
        given_at: now,
        until: context.clock.due(now, rules.change_within.value, &[])?,
        day: day(now),
        stage: stage(case, state),
        receipt: None,
        follow_up: low(marks, rules).then_some(FollowUp { since: now, done: None }),
    };
    Ok(Ok(rating))
}

fn changed(known: &Rating, marks: &BTreeMap<String, u8>, comment: &str, rules: &Ratings, now: Timestamp) -> Rating {
    let mut next = known.clone();
    next.marks.clone_from(marks);
    comment.clone_into(&mut next.comment);
    next.state = ChanceState::Changed;
    next.revision += 1;
    // A mark that was low stays looked into: what was wrong is no less wrong.
    if low(marks, rules) {
        next.follow_up.get_or_insert(FollowUp { since: now, done: None });
    }
    next
}

fn flaws(marks: &BTreeMap<String, u8>, comment: &str, set: &CriteriaSet) -> Vec<Flaw> {
    let off = |(criterion, mark): (&String, &u8)| {
        !set.criteria.contains_key(criterion) || !(set.least..=set.most).contains(mark)
    };
    let mut found = Vec::new();
    if marks.is_empty() {
        found.push(Flaw::NoMarks);
    }
    if marks.iter().any(off) {
        found.push(Flaw::OffScale);
    }
    if comment.chars().count() > LONGEST {
        found.push(Flaw::CommentLong);
    }
    found
}

fn low(marks: &BTreeMap<String, u8>, rules: &Ratings) -> bool {
    marks.values().any(|mark| *mark <= rules.low.value)
}

fn stage(case: &Case, procedure: &ProcedureState) -> Stage {
    let took = procedure.started_at.zip(procedure.ended_at).map(|(from, to)| to.duration_since(from).as_millis());
    let milliseconds = took.and_then(|took| i64::try_from(took).ok()).unwrap_or(0);
    let decides = matches!(procedure.kind, ProcedureKind::Decision | ProcedureKind::Intake);
    let negative = case.decision.as_ref().is_some_and(|decision| !decision.positive);
    let here = match case.state {
        CaseState::NotAccepted => procedure.kind == ProcedureKind::Intake,
        _ => procedure.kind == ProcedureKind::Decision,
    };
    let late = procedure.stage == ProcedureStage::EndedLate;
    Stage { milliseconds, late, refused: decides && negative && here }
}

impl Rating {
    /// The national system has it.
    #[must_use]
    pub fn exported(&self, receipt: &str) -> Self {
        let (state, receipt) = (ChanceState::Exported, Some(receipt.to_owned()));
        Self { state, receipt, revision: self.revision + 1, ..self.clone() }
    }

    /// The national system lost it: it goes out again.
    #[must_use]
    pub fn lost(&self) -> Self {
        Self { receipt: None, revision: self.revision + 1, ..self.clone() }
    }

    /// Somebody looked into the low mark.
    pub fn looked_into(&self, words: &str, by: &id::OfficialId, now: Timestamp) -> Result<Self, Refusal> {
        let words = words.trim();
        if words.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        let mut next = self.clone();
        let follow_up = next.follow_up.as_mut().filter(|one| one.done.is_none()).ok_or(Refusal::AlreadyDone)?;
        follow_up.done = Some(Done { words: words.to_owned(), by: by.clone(), at: now });
        next.revision += 1;
        Ok(next)
    }

    /// Its follow-up still waits for somebody.
    pub fn waits(&self) -> bool {
        self.follow_up.as_ref().is_some_and(|one| one.done.is_none())
    }
}

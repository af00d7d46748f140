//! How an assessment goes before the experts' sheets (REMOTE-01, REMOTE-02): the applicant chooses
//! the way and the time, agrees to be recorded, hands in what was recorded or declared; what was
//! recorded badly is recorded anew, free of charge, with guidance.

use jiff::Timestamp;
use regulation::package::{AssessmentRule, Method, Regulation};
use serde::{Deserialize, Serialize};

use super::call::CallReason;
use super::changing::Changing;
use super::model::{Actor, Case};
use crate::journal::{Event, digest};
use crate::notice::{Content, Progress};
use crate::procedure::ProcedureState;
use crate::refusal::Refusal;

/// What is wished of an assessment beside the experts' sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssessStep {
    /// The applicant chooses the way, and the time where it has one.
    Choose {
        /// Id of the assessment in the regulation.
        assessment: String,
        /// The way.
        method: Method,
        /// The time that suits, in words or as a window.
        when: Option<String>,
        /// The applicant agrees to what the regulation's `consent` says.
        consent: bool,
    },
    /// The applicant hands in a recording, photographs, readings, a declaration.
    HandIn {
        /// Id of the assessment in the regulation.
        assessment: String,
        /// Ids of attached files.
        evidence: Vec<String>,
        /// The declaration in words.
        words: Option<String>,
    },
    /// An expert or official looks whether what was handed in can be assessed.
    Judge {
        /// Id of the assessment in the regulation.
        assessment: String,
        /// It can.
        good: bool,
        /// What is wrong, for the applicant.
        words: Option<String>,
    },
}

/// How one assessment of a case goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessing {
    /// The procedure.
    pub procedure: String,
    /// How often the procedure had begun anew.
    pub round: u32,
    /// Its first sheet among the sheets of the case; `None` while no expert has given one.
    pub first_sheet: Option<usize>,
    /// The way the applicant chose.
    pub method: Option<Method>,
    /// The time that suits the applicant.
    pub when: Option<String>,
    /// When the applicant agreed to be recorded.
    pub consent_at: Option<Timestamp>,
    /// What was handed in, in order.
    pub captures: Vec<Capture>,
}

/// Something handed in to be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// When.
    pub at: Timestamp,
    /// Ids of attached files.
    pub evidence: Vec<String>,
    /// The declaration in words.
    pub words: Option<String>,
    /// It can be assessed; `None` until somebody looked.
    pub good: Option<bool>,
    /// What was wrong, in the words of who looked.
    pub fault: Option<String>,
}

/// What the journal tells of an assessment: neither words nor files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum AssessedStep {
    /// The way was chosen.
    Chosen {
        /// Which.
        method: Method,
        /// The applicant agreed to be recorded.
        consent: bool,
    },
    /// Something was handed in.
    HandedIn {
        /// SHA-256 of what was handed in.
        digest: String,
    },
    /// It was looked at.
    Judged {
        /// It can be assessed.
        good: bool,
        /// No try is left: the applicant chooses another way.
        spent: bool,
    },
}

/// An assessment as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessingSeen {
    /// The procedure.
    pub procedure: String,
    /// How often it had begun anew.
    pub round: u32,
    /// The way.
    pub method: Option<Method>,
    /// When the applicant agreed to be recorded.
    pub consent_at: Option<Timestamp>,
    /// What was handed in: SHA-256, and whether it can be assessed.
    pub captures: Vec<(String, Option<bool>)>,
}

impl AssessingSeen {
    /// What a journal must tell of it; `None` while the applicant has done nothing.
    pub(crate) fn of(known: &Assessing) -> Option<Self> {
        let silent = known.method.is_none() && known.captures.is_empty() && known.consent_at.is_none();
        let captures = known.captures.iter().map(|capture| (capture.digest(), capture.good)).collect();
        (!silent).then(|| Self {
            procedure: known.procedure.clone(),
            round: known.round,
            method: known.method,
            consent_at: known.consent_at,
            captures,
        })
    }

    /// One more step.
    pub(crate) fn apply(list: &mut Vec<Self>, procedure: &str, round: u32, step: &AssessedStep, at: Timestamp) {
        let known = |seen: &Self| seen.procedure == procedure && seen.round == round;
        if !list.iter().any(known) {
            let procedure = procedure.to_owned();
            list.push(Self { procedure, round, method: None, consent_at: None, captures: Vec::new() });
        }
        let Some(seen) = list.iter_mut().find(|seen| known(seen)) else { return };
        match step {
            AssessedStep::Chosen { method, consent } => {
                seen.method = Some(*method);
                seen.consent_at = consent.then_some(at).or(seen.consent_at);
            }
            AssessedStep::HandedIn { digest } => seen.captures.push((digest.clone(), None)),
            AssessedStep::Judged { good, spent } => {
                if let Some(last) = seen.captures.last_mut() {
                    last.1 = Some(*good);
                }
                if *spent {
                    seen.method = None;
                }
            }
        }
    }
}

impl Capture {
    fn digest(&self) -> String {
        digest(&(&self.evidence, &self.words))
    }
}

impl Assessing {
    /// Can the experts look: what the chosen way needs was handed in, and nobody found it bad.
    pub fn ready(&self) -> bool {
        match self.method {
            Some(method) if method.captured() => self.captures.last().is_some_and(|one| one.good != Some(false)),
            _ => true,
        }
    }

    /// How many free tries are left.
    pub fn tries_left(&self, rule: &AssessmentRule) -> u32 {
        let bad = self.captures.iter().filter(|one| one.good == Some(false)).count();
        rule.retry.saturating_sub(u32::try_from(bad).unwrap_or(u32::MAX).saturating_sub(1)).min(rule.retry)
    }
}

/// What the applicant, or who looks, wishes of an assessment.
pub(super) fn step(work: &mut Changing<'_>, step: &AssessStep) -> Result<(), Refusal> {
    match step {
        AssessStep::Choose { assessment, method, when, consent } => {
            choose(work, assessment, *method, when.as_deref(), *consent)
        }
        AssessStep::HandIn { assessment, evidence, words } => hand_in(work, assessment, evidence, words.as_deref()),
        AssessStep::Judge { assessment, good, words } => judge(work, assessment, *good, words.as_deref()),
    }
}

fn choose(work: &mut Changing<'_>, id: &str, method: Method, when: Option<&str>, consent: bool) -> Result<(), Refusal> {
    by_applicant(work)?;
    let (rule, at) = open(work, id)?;
    if !rule.methods.contains(&method) {
        return Err(Refusal::MethodNotOffered(method.name().to_owned()));
    }
    let when = when.map(str::trim).filter(|when| !when.is_empty());
    if method.timed() && when.is_none() {
        return Err(Refusal::TimeNeeded);
    }
    // Agreed once, agreed for this assessment.
    let agreed = consent || known(&work.case, at).is_some_and(|known| known.consent_at.is_some());
    if method.recorded() && rule.consent.is_some() && !agreed {
        return Err(Refusal::ConsentNeeded);
    }
    let consent = consent && method.recorded();
    happened(work, at, AssessedStep::Chosen { method, consent });
    let now = work.now;
    let known = entry(&mut work.case, at);
    known.method = Some(method);
    known.when = when.map(str::to_owned);
    known.consent_at = consent.then_some(now).or(known.consent_at);
    Ok(())
}

fn hand_in(work: &mut Changing<'_>, id: &str, evidence: &[String], words: Option<&str>) -> Result<(), Refusal> {
    by_applicant(work)?;
    let (_, at) = open(work, id)?;
    let method = known(&work.case, at).and_then(|known| known.method).filter(|method| method.captured());
    let method = method.ok_or(Refusal::ChooseMethodFirst)?;
    let waits =
        known(&work.case, at).and_then(|known| known.captures.last()).is_some_and(|one| one.good != Some(false));
    if waits {
        return Err(Refusal::AlreadyDone);
    }
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    let empty = match method {
        Method::SelfDeclaration => words.is_none(),
        _ => evidence.is_empty(),
    };
    if empty {
        return Err(Refusal::ReasonNeeded);
    }
    let (evidence, words) = (evidence.to_vec(), words.map(str::to_owned));
    let capture = Capture { at: work.now, evidence, words, good: None, fault: None };
    happened(work, at, AssessedStep::HandedIn { digest: capture.digest() });
    entry(&mut work.case, at).captures.push(capture);
    work.advance_later();
    Ok(())
}

/// Bad once more than the regulation lets try: the applicant chooses another way, a person helps.
fn judge(work: &mut Changing<'_>, id: &str, good: bool, words: Option<&str>) -> Result<(), Refusal> {
    if !matches!(work.by, Actor::Official(_) | Actor::System(_)) {
        return Err(Refusal::NotAllowed);
    }
    let (rule, at) = open(work, id)?;
    let waits = known(&work.case, at).and_then(|known| known.captures.last()).is_some_and(|one| one.good.is_none());
    if !waits {
        return Err(Refusal::NothingHandedIn);
    }
    let fault = words.map(str::trim).filter(|words| !words.is_empty());
    if !good && fault.is_none() {
        return Err(Refusal::ReasonNeeded);
    }
    let bad = known(&work.case, at).map_or(0, |known| {
        let bad = known.captures.iter().filter(|one| one.good == Some(false)).count();
        u32::try_from(bad).unwrap_or(u32::MAX)
    });
    let spent = !good && bad >= rule.retry;
    happened(work, at, AssessedStep::Judged { good, spent });
    let known = entry(&mut work.case, at);
    if let Some(last) = known.captures.last_mut() {
        last.good = Some(good);
        last.fault = fault.filter(|_| !good).map(str::to_owned);
    }
    if spent {
        known.method = None;
        let reason = CallReason::NotAssessable(rule.procedure.clone()).written();
        work.happened(Event::PersonCalled { reason });
    }
    if let Some(fault) = fault.filter(|_| !good) {
        work.notify(&Content::Progress(Progress::Retake {
            procedure: rule.title.clone(),
            reason: fault.to_owned(),
            guidance: rule.guidance.clone().unwrap_or_default(),
            left: !spent,
        }))?;
    }
    Ok(())
}

fn by_applicant(work: &Changing<'_>) -> Result<(), Refusal> {
    if matches!(work.by, Actor::Applicant(_)) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Which assessment of the case: number of its procedure, and how often it began anew.
type At<'r> = (&'r AssessmentRule, u32);

/// An assessment that is still to be done, before any expert has given a sheet.
fn open<'a>(work: &Changing<'a>, id: &str) -> Result<(&'a AssessmentRule, At<'a>), Refusal> {
    let regulation = work.context.regulation;
    let rule = regulation.assessments.iter().find(|rule| rule.id == id);
    let rule = rule.ok_or_else(|| Refusal::UnknownAssessment(id.to_owned()))?;
    let state = work.case.procedures.iter().find(|state| state.id == rule.procedure);
    let state = state.filter(|state| !state.over()).ok_or_else(|| Refusal::UnknownAssessment(id.to_owned()))?;
    let at = (rule, state.round);
    if known(&work.case, at).is_some_and(|known| known.first_sheet.is_some()) {
        Err(Refusal::AlreadyDone)
    } else {
        Ok((rule, at))
    }
}

fn happened(work: &mut Changing<'_>, at: At<'_>, what: AssessedStep) {
    work.happened(Event::Assessing { procedure: at.0.procedure.clone(), round: at.1, what });
}

fn known<'c>(case: &'c Case, at: At<'_>) -> Option<&'c Assessing> {
    case.assessing.iter().find(|known| known.procedure == at.0.procedure && known.round == at.1)
}

fn entry<'c>(case: &'c mut Case, at: At<'_>) -> &'c mut Assessing {
    of(case, &at.0.procedure, at.1)
}

/// How an assessment goes; begins to be known when something is first done in it.
pub(super) fn of<'c>(case: &'c mut Case, procedure: &str, round: u32) -> &'c mut Assessing {
    let same = |known: &Assessing| known.procedure == procedure && known.round == round;
    let index = match case.assessing.iter().position(same) {
        Some(index) => index,
        None => {
            case.assessing.push(Assessing {
                procedure: procedure.to_owned(),
                round,
                first_sheet: None,
                method: None,
                when: None,
                consent_at: None,
                captures: Vec::new(),
            });
            case.assessing.len() - 1
        }
    };
    &mut case.assessing[index]
}

/// Assessments of the case's variant that the applicant can still prepare, each with its rule.
pub fn open_to_applicant<'r>(case: &Case, regulation: &'r Regulation) -> Vec<(&'r AssessmentRule, Option<Assessing>)> {
    let open = |rule: &&'r AssessmentRule| -> Option<ProcedureState> {
        let state = case.procedures.iter().find(|state| state.id == rule.procedure && !state.over())?;
        Some(state.clone())
    };
    let rules = regulation.assessments.iter().filter_map(|rule| Some((rule, open(&rule)?)));
    let rules = rules.filter(|_| case.state.before_decision() && case.registered_at.is_some());
    rules
        .filter_map(|(rule, state)| {
            let known = known(case, (rule, state.round)).cloned();
            let assessed = known.as_ref().is_some_and(|known| known.first_sheet.is_some());
            (!assessed).then_some((rule, known))
        })
        .collect()
}

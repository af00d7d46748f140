//! What a departmental system tells of a case it serves: read strictly, taken once, decided by the
//! same rules as an official's wish, answered with what is wrong, where and by which clause.

use domain::case::{Actor, CaseState, Change, Wish};
use domain::departmental::{self as told, Flaw, Told};
use domain::id::JobId;
use domain::job::{Job, Work};
use domain::journal::digest;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::assess::Decision;
use regulation::package::Regulation;
use serde_json::Value;
use store::{Batch, Write, departmental, jobs};

use super::files::case_of;
use crate::commit::Opened;
use crate::desk::decide::{Choice, ChoiceProblem, Question, assess, check};
use crate::office::Office;
use crate::stop::Stop;
use crate::watch;

/// Tries while somebody else changes the case.
const TRIES: usize = 5;

/// An event that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Number of the case.
    pub number: String,
    /// Name of its state now.
    pub state: &'static str,
    /// The same event had been taken before.
    pub again: bool,
}

/// Why an event was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// It does not read as an event.
    Flaws(Vec<Flaw>),
    /// Another event came under this id before.
    IdUsed,
    /// The decision does not fit what is known.
    Choice {
        /// What is wrong.
        problems: Vec<ChoiceProblem>,
        /// The clause of the regulation.
        clause: Option<String>,
    },
    /// A rule says no.
    Refused {
        /// Why.
        refusal: Refusal,
        /// Which field of the event it is about.
        field: Option<&'static str>,
        /// The clause of the regulation.
        clause: Option<String>,
    },
    /// Anything else.
    Stop(Stop),
}

impl<E: Into<Stop>> From<E> for NotTaken {
    fn from(stop: E) -> Self {
        Self::Stop(stop.into())
    }
}

/// Takes an event of a case; the same event again changes nothing.
pub async fn take(office: &Office, system: &str, number: &str, event: &Value) -> Result<Taken, NotTaken> {
    // Whose case it is comes before what is said of it.
    let case = case_of(office, system, number, Act::WorkCase).await?;
    let (id, event) = told::read(event).map_err(NotTaken::Flaws)?;
    let mark = digest(&event);
    for _ in 0..TRIES {
        if let Some(seen) = departmental::seen(&office.db, &case.id, &id).await? {
            let now = office.open_case(&case.id).await?.case;
            return match seen == mark {
                true => Ok(Taken { number: now.number, state: now.state.name(), again: true }),
                false => Err(NotTaken::IdUsed),
            };
        }
        let opened = office.open_case(&case.id).await?;
        let now = office.now();
        let note = departmental::event(&case.id, &id, system, &mark, now);
        match one(office, system, &opened, &event, note, now).await {
            Err(NotTaken::Stop(Stop::Conflict)) => {}
            done => {
                let state = done?;
                office.wake.notify_one();
                return Ok(Taken { number: opened.case.number, state: state.name(), again: false });
            }
        }
    }
    Err(Stop::Conflict.into())
}

async fn one(
    office: &Office,
    system: &str,
    opened: &Opened,
    event: &Told,
    note: Write,
    now: Timestamp,
) -> Result<CaseState, NotTaken> {
    let refused = |refusal: Refusal| {
        let (field, clause) = about(&opened.regulation, event);
        NotTaken::Refused { refusal, field, clause }
    };
    if let Told::Result { number } = event {
        if opened.case.state != CaseState::DecisionPositive {
            return Err(refused(Refusal::WrongState { state: opened.case.state.name() }));
        }
        let case = &opened.case.id;
        let key = format!("result:{case}:{}", opened.case.revision);
        let work = Work::Advance { case: case.clone() };
        let job = jobs::insert(&Job { id: JobId(office.new_id(case.bucket())), work, due_at: now, key });
        let batch = Batch::new().with(note).with(departmental::result_made(case, number)).with(job);
        office.db.commit(batch).await?;
        return Ok(opened.case.state);
    }
    let wish = wish(office, opened, event, now)?;
    let by = Actor::System(system.to_owned());
    match office.decide(opened, &wish, &by, now) {
        Ok(change) => {
            office.commit_change(opened, &change, [note]).await?;
            Ok(after(&change))
        }
        Err(Stop::Refused(refusal)) => {
            watch::tried(office, &opened.case, &refusal, now).await?;
            Err(refused(refusal))
        }
        Err(stop) => Err(stop.into()),
    }
}

fn after(change: &Change) -> CaseState {
    change.case.state
}

/// The wish that an event is, checked as an official's choice is.
fn wish(office: &Office, opened: &Opened, event: &Told, now: Timestamp) -> Result<Wish, NotTaken> {
    let choose = |question: Question, positive: bool, grounds: &[String], words: &Option<String>| {
        let assessment = assess(office, &opened.case, &opened.regulation, now);
        let words = words.clone().unwrap_or_default();
        let choice = Choice { positive: Some(positive), grounds: grounds.to_vec(), words };
        let problems = check(&assessment, question, &choice);
        if problems.is_empty() {
            return Ok(assessment);
        }
        let (_, clause) = about(&opened.regulation, event);
        Err(NotTaken::Choice { problems, clause })
    };
    Ok(match event {
        Told::Registered => {
            // In another state the state is what is wrong, not the choice.
            if opened.case.state == CaseState::Delivered {
                choose(Question::Intake, true, &[], &None)?;
            }
            Wish::Register
        }
        Told::NotAccepted { grounds, words } => {
            if opened.case.state == CaseState::Delivered {
                choose(Question::Intake, false, grounds, words)?;
            }
            Wish::RefuseIntake { grounds: grounds.clone(), words: words.clone() }
        }
        Told::ProcedureEnded { procedure } => Wish::EndProcedure { procedure: procedure.clone() },
        Told::Suspended { ground, words } => Wish::Suspend { ground: ground.clone(), words: words.clone() },
        Told::Resumed => Wish::Resume,
        Told::DataAsked { facts, words } => Wish::AskApplicant { facts: facts.clone(), words: words.clone() },
        Told::Decided { positive, grounds, words } => {
            let assessment = match opened.case.state {
                CaseState::InProgress => choose(Question::Provision, *positive, grounds, words)?,
                _ => assess(office, &opened.case, &opened.regulation, now),
            };
            let decision = Decision::keeping(&opened.regulation, &opened.case.facts, office.today(now), assessment);
            let trace = serde_json::to_value(decision).map_err(Stop::broken("keeping the trace of a decision"))?;
            match positive {
                true => Wish::Grant { trace },
                false => Wish::Refuse { grounds: grounds.clone(), words: words.clone(), trace },
            }
        }
        Told::Result { .. } => return Err(Stop::Conflict.into()),
    })
}

/// Which field an event turns upon, and the clause of the regulation that rules it.
fn about(regulation: &Regulation, event: &Told) -> (Option<&'static str>, Option<String>) {
    let grounds = |named: &[String]| {
        let all = regulation.refuse_intake.iter().chain(&regulation.refuse_provision);
        let named = all.into_iter().find(|ground| named.contains(&ground.id));
        named.map(|ground| regulation.clause_text(&ground.because))
    };
    match event {
        Told::NotAccepted { grounds: named, .. } => (Some("grounds"), grounds(named)),
        Told::Decided { positive, grounds: named, .. } => {
            (Some(if *positive { "positive" } else { "grounds" }), grounds(named))
        }
        Told::Suspended { ground, .. } => {
            let rule = regulation.suspend.iter().find(|rule| rule.ground.id == *ground);
            (Some("ground"), rule.map(|rule| regulation.clause_text(&rule.ground.because)))
        }
        Told::DataAsked { facts, .. } => {
            let fact = facts.iter().find_map(|name| regulation.facts.get(name));
            (Some("facts"), fact.map(|fact| regulation.clause_text(&fact.because)))
        }
        Told::ProcedureEnded { procedure } => {
            let rule = regulation.procedures.iter().find(|rule| rule.id == *procedure);
            (Some("procedure"), rule.map(|rule| regulation.clause_text(&rule.because)))
        }
        Told::Registered | Told::Resumed | Told::Result { .. } => (Some("kind"), None),
    }
}

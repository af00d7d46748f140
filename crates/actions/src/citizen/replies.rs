//! What the applicant says of a running case: answers to what was asked, a fact contested, a
//! person called in, a service declined, a report after the decision (PROCEDURE-05, 08,
//! PROFILE-09).

use std::collections::{BTreeMap, BTreeSet};

use domain::case::{Actor, Case, Context, Questions, Wish, decide};
use domain::id::CaseId;
use domain::permit::{self, Act, Thing};
use domain::refusal::Refusal;
use regulation::fact::{FactName, Facts, Known, Source};
use regulation::form;
use regulation::package::Regulation;

use super::session::Session;
use super::uploads::NotTaken;
use crate::commit::Opened;
use crate::desk::messages::{Sent, kept, worded};
use crate::desk::procedures;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when the machine moves the case at the same moment.
const TRIES: usize = 5;

/// Answers what was asked, as typed; what is left empty stays unknown. `Ok` holds what is wrong
/// with which answer; empty: done.
pub async fn answer(
    office: &Office,
    session: &Session,
    id: &CaseId,
    typed: &BTreeMap<FactName, String>,
) -> Result<Vec<(FactName, String)>, Stop> {
    let opened = own(office, session, id).await?;
    if !opened.case.asked_of_applicant.last().is_some_and(Questions::open) {
        return Err(Refusal::WrongState { state: opened.case.state.name() }.into());
    }
    let now = office.now();
    let (mut facts, mut problems) = (Facts::default(), Vec::new());
    for (name, typed) in typed.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
        let fact = opened.regulation.facts.get(name).ok_or_else(|| Refusal::UnknownFact(name.clone()))?;
        match form::value_of(fact, typed) {
            Ok(value) => {
                let known = Known { value: Some(value), source: Source::Applicant, at: now, contested: false };
                facts.learn(name.clone(), known);
            }
            Err(problem) => problems.push((name.clone(), problem)),
        }
    }
    if problems.is_empty() {
        wish(office, session, id, &Wish::Answer { facts }).await?;
    }
    Ok(problems)
}

/// Says that a known fact is wrong: its keeper gets a task and a person looks at the case.
pub async fn contest(office: &Office, session: &Session, id: &CaseId, fact: &str, words: &str) -> Result<(), Stop> {
    wish(office, session, id, &Wish::Contest { fact: fact.to_owned(), words: words.to_owned() }).await
}

/// Asks for a person to look at the case.
pub async fn call_person(office: &Office, session: &Session, id: &CaseId, words: &str) -> Result<(), Stop> {
    wish(office, session, id, &Wish::CallPerson { reason: words.to_owned() }).await
}

/// Declines what was started without an application.
pub async fn decline(office: &Office, session: &Session, id: &CaseId) -> Result<(), Stop> {
    wish(office, session, id, &Wish::DeclineProactive).await
}

/// What its owner can say of a case now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replies {
    /// Facts that can be contested.
    pub contest: BTreeSet<FactName>,
    /// A person can be called.
    pub call: bool,
    /// A service that began without an application can be declined.
    pub decline: bool,
    /// What is owed after the decision and can be reported.
    pub owed: BTreeSet<String>,
}

/// What the owner of a case can say of it now: the rule itself is asked.
pub fn offered(office: &Office, session: &Session, case: &Case, regulation: &Regulation) -> Replies {
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let (by, now) = (Actor::Applicant(session.person.id.clone()), office.now());
    let grants = |wish: &Wish| decide(case, wish, &by, &context, now).is_ok();
    let sample = || "…".to_owned();
    let contests = |fact: &&FactName| grants(&Wish::Contest { fact: (*fact).clone(), words: sample() });
    let fulfils = |id: &String| grants(&Wish::Fulfil { id: id.clone(), words: Some(sample()), evidence: Vec::new() });
    let owed = case.obligations.iter().filter(|known| known.open()).map(|known| known.id.clone());
    Replies {
        contest: case.facts.0.keys().filter(contests).cloned().collect(),
        call: grants(&Wish::CallPerson { reason: sample() }),
        decline: grants(&Wish::DeclineProactive),
        owed: owed.filter(fulfils).collect(),
    }
}

/// Reports what is owed after the decision, perhaps with a file.
pub async fn report(
    office: &Office,
    session: &Session,
    id: &CaseId,
    obligation: &str,
    words: &str,
    file: Option<Sent>,
) -> Result<(), NotTaken> {
    let words = worded(words)?;
    let file = kept(office, file).await?;
    let evidence = file.iter().map(|file| file.sha256.clone()).collect();
    let wished = Wish::Fulfil { id: obligation.to_owned(), words: Some(words.to_owned()), evidence };
    let by = Actor::Applicant(session.person.id.clone());
    for _ in 0..TRIES {
        let opened = own(office, session, id).await?;
        let now = office.now();
        let change = office.decide(&opened, &wished, &by, now)?;
        let file = file.as_ref().map(|file| procedures::keep(office, &opened.case, obligation, file, now));
        match office.commit_change(&opened, &change, file).await {
            Err(Stop::Conflict) => {}
            done => return Ok(done?),
        }
    }
    Err(Stop::Conflict.into())
}

/// Does what is owed after the decision; `evidence` are attached files by SHA-256.
pub async fn fulfil(
    office: &Office,
    session: &Session,
    id: &CaseId,
    obligation: &str,
    words: &str,
    evidence: &[String],
) -> Result<(), Stop> {
    let words = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    let wished = Wish::Fulfil { id: obligation.to_owned(), words, evidence: evidence.to_vec() };
    wish(office, session, id, &wished).await
}

async fn own(office: &Office, session: &Session, id: &CaseId) -> Result<Opened, Stop> {
    let opened = office.open_case(id).await?;
    permit::permit(&session.subject(), Act::AnswerCase, &Thing::case(&opened.case))?;
    Ok(opened)
}

async fn wish(office: &Office, session: &Session, id: &CaseId, wish: &Wish) -> Result<(), Stop> {
    let by = Actor::Applicant(session.person.id.clone());
    for _ in 0..TRIES {
        let opened = own(office, session, id).await?;
        let change = office.decide(&opened, wish, &by, office.now())?;
        match office.commit_change(&opened, &change, []).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

//! One act for many cases, with its reason. Each case is decided by its own rule, and the answer
//! tells of each what happened: nothing is done by halves in silence.

use domain::case::{Actor, Change, Wish};
use domain::id::{CaseId, OfficialId};
use domain::journal::Record;
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::Write;
use store::desk::words::{self, Kind, Words};

use super::messages::{recorded, worded};
use super::{access, work};
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Cases of one bulk act.
pub const MOST: usize = 100;

/// What is done with each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAct {
    /// Take it.
    Take,
    /// Put it back.
    Return,
    /// Give it to a colleague; what nobody has is taken first.
    HandOver {
        /// To whom.
        to: OfficialId,
    },
    /// Ask its applicant for a fact.
    AskApplicant {
        /// Which.
        fact: String,
    },
    /// Stop it on a ground of its regulation.
    Suspend {
        /// Id of the ground.
        ground: String,
    },
}

/// What came of it for one case.
#[derive(Debug)]
pub struct Outcome {
    /// The case.
    pub case: CaseId,
    /// Its number; nothing for what is not there.
    pub number: Option<String>,
    /// Done, or why not.
    pub done: Result<(), Stop>,
}

/// What the regulations of the authority let be asked of applicants and stopped on: id and label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    /// Facts that no authority holds.
    pub facts: Vec<(String, String)>,
    /// Grounds to suspend.
    pub grounds: Vec<(String, String)>,
    /// Colleagues.
    pub colleagues: Vec<(OfficialId, String)>,
}

/// What bulk acts offer to choose from.
pub async fn offers(office: &Office, official: &Official, now: Timestamp) -> Result<Offers, Stop> {
    let colleagues = work::colleagues(office, official).await?;
    let mut offers = Offers {
        colleagues: colleagues.into_iter().map(|one| (one.id, format!("{}, {}", one.name, one.post))).collect(),
        ..Offers::default()
    };
    let published = office.library.published(office.today(now));
    for regulation in published.filter(|one| one.authority == official.authority) {
        let asked = regulation.form.iter().flat_map(|step| &step.fields);
        let own = asked.filter_map(|name| regulation.facts.get(name)).filter(|fact| fact.from.is_empty());
        let facts = own.map(|fact| (fact.name.clone(), format!("{}: {}", regulation.short, fact.label)));
        offers.facts.extend(facts);
        let grounds = regulation.suspend.iter().map(|one| &one.ground);
        offers.grounds.extend(grounds.map(|one| (one.id.clone(), format!("{}: {}", regulation.short, one.title))));
    }
    Ok(offers)
}

/// Does one thing with many cases. The reason is kept as a note of each case it was done with.
pub async fn bulk(
    office: &Office,
    official: &Official,
    cases: &[CaseId],
    act: &BulkAct,
    reason: &str,
    now: Timestamp,
) -> Result<Vec<Outcome>, Stop> {
    let reason = worded(reason)?;
    if cases.is_empty() || cases.len() > MOST {
        return Err(Refusal::TooLarge.into());
    }
    if let BulkAct::HandOver { to } = act
        && !work::colleagues(office, official).await?.iter().any(|colleague| colleague.id == *to)
    {
        return Err(Refusal::NotAllowed.into());
    }
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        outcomes.push(one(office, official, case, act, reason, now).await?);
    }
    Ok(outcomes)
}

async fn one(
    office: &Office,
    official: &Official,
    id: &CaseId,
    act: &BulkAct,
    reason: &str,
    now: Timestamp,
) -> Result<Outcome, Stop> {
    let opened = match access::open(office, official, id, Act::SeeCase).await {
        Ok(opened) => opened,
        // One that is not there spoils nothing of the others.
        Err(stop @ (Stop::Missing | Stop::Refused(_))) => {
            return Ok(Outcome { case: id.clone(), number: None, done: Err(stop) });
        }
        Err(stop) => return Err(stop),
    };
    let number = Some(opened.case.number.clone());
    let done = match change(office, official, &opened, act, reason, now) {
        Ok((change, note)) => office.commit_change(&opened, &change, [note]).await,
        Err(stop) => Err(stop),
    };
    match done {
        Err(stop @ (Stop::Broken { .. } | Stop::Later { .. } | Stop::SignInNeeded)) => Err(stop),
        done => Ok(Outcome { case: id.clone(), number, done }),
    }
}

/// The change of one case with the note that keeps its reason.
fn change(
    office: &Office,
    official: &Official,
    opened: &Opened,
    act: &BulkAct,
    reason: &str,
    now: Timestamp,
) -> Result<(Change, Write), Stop> {
    let by = Actor::Official(official.id.clone());
    let mut steps: Vec<(Act, Wish)> = Vec::new();
    match act {
        BulkAct::Take => steps.push((Act::TakeCase, Wish::Take)),
        BulkAct::Return => steps.push((Act::ReturnCase, Wish::Return)),
        BulkAct::HandOver { to } => {
            if opened.case.assignee.is_none() {
                steps.push((Act::TakeCase, Wish::Take));
            }
            steps.push((Act::HandOver, Wish::HandOver { to: to.clone() }));
        }
        BulkAct::AskApplicant { fact } => {
            steps.push((Act::WorkCase, Wish::AskApplicant { facts: vec![fact.clone()], words: reason.to_owned() }));
        }
        BulkAct::Suspend { ground } => {
            let words = Some(reason.to_owned());
            steps.push((Act::WorkCase, Wish::Suspend { ground: ground.clone(), words }));
        }
    }
    let mut whole: Option<Change> = None;
    let mut step =
        Opened { case: opened.case.clone(), head: opened.head.clone(), regulation: opened.regulation.clone() };
    for (permit, wish) in steps {
        access::may(official, permit, &step.case)?;
        let change = office.decide(&step, &wish, &by, now)?;
        step.case = change.case.clone();
        whole = Some(match whole {
            Some(before) => before.then(change),
            None => change,
        });
    }
    let note = Words {
        id: office.new_id(step.case.id.bucket()),
        case: step.case.id.clone(),
        authority: step.case.authority.clone(),
        kind: Kind::Note,
        by: Some(official.id.clone()),
        at: now,
        read_at: None,
        text: reason.to_owned(),
        file: None,
    };
    let noted = recorded(office, &step, Record::Note, &note.id, reason, None, &by, now)?;
    let whole = match whole {
        Some(before) => before.then(noted),
        None => noted,
    };
    Ok((whole, words::insert(&note)))
}

//! Tasks of a case with a term: given, done.

use domain::case::Actor;
use domain::id::CaseId;
use domain::journal::Record;
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use store::desk::tasks::{self, Body};
pub use store::desk::tasks::{Kind, Task};

use super::messages::{keep, recorded, worded};
use crate::office::Office;
use crate::stop::Stop;

/// Longest name of whom something is asked, in characters.
const LONGEST_WHOM: usize = 200;

/// Gives a task with a term: to whom, what, until the end of which day.
pub async fn give(
    office: &Office,
    official: &Official,
    id: &CaseId,
    whom: &str,
    what: &str,
    until: Date,
) -> Result<(), Stop> {
    ask(office, official, id, Kind::Task, whom, what, until).await
}

/// A task or an opinion begins; both have a term that must not have passed.
pub(super) async fn ask(
    office: &Office,
    official: &Official,
    id: &CaseId,
    kind: Kind,
    whom: &str,
    what: &str,
    until: Date,
) -> Result<(), Stop> {
    let (what, whom, now) = (worded(what)?, whom.trim(), office.now());
    if whom.is_empty() || whom.chars().count() > LONGEST_WHOM || until < office.today(now) {
        return Err(Refusal::ReasonNeeded.into());
    }
    let act = if kind == Kind::Opinion { Act::WorkCase } else { Act::SeeCase };
    let record = if kind == Kind::Opinion { Record::Opinion } else { Record::Task };
    let by = Actor::Official(official.id.clone());
    keep(office, official, id, act, |opened| {
        let task = Task {
            id: office.new_id(id.bucket()),
            case: id.clone(),
            authority: opened.case.authority.clone(),
            kind,
            due_at: office.clock.end_of_day(until),
            done_at: None,
            body: Body {
                number: opened.case.number.clone(),
                whom: whom.to_owned(),
                what: what.to_owned(),
                by: official.id.clone(),
                at: now,
                answer: None,
                answered_by: None,
                file: None,
            },
        };
        let change = recorded(office, opened, record, &task.id, &format!("{whom}\n{what}"), None, &by, now)?;
        Ok((change, vec![tasks::insert(&task)]))
    })
    .await
}

/// A task is done; what came of it may be said.
pub async fn done(office: &Office, official: &Official, id: &CaseId, task: &str, words: &str) -> Result<(), Stop> {
    let found = open_one(office, id, task, Kind::Task).await?;
    finish(office, official, found, words, None, Record::TaskDone, Act::SeeCase).await
}

/// A task of the case that is not done; a task of another case is not there.
pub(super) async fn open_one(office: &Office, id: &CaseId, task: &str, kind: Kind) -> Result<Task, Stop> {
    let all = tasks::of_case(&office.db, id).await?;
    let found = all.into_iter().find(|one| one.id == task && one.kind == kind).ok_or(Stop::Missing)?;
    if found.done_at.is_some() { Err(Refusal::AlreadyDone.into()) } else { Ok(found) }
}

/// It is done: the answer is kept with it.
pub(super) async fn finish(
    office: &Office,
    official: &Official,
    mut task: Task,
    words: &str,
    file: Option<regulation::fact::Attachment>,
    record: Record,
    act: Act,
) -> Result<(), Stop> {
    let now: Timestamp = office.now();
    let by = Actor::Official(official.id.clone());
    task.done_at = Some(now);
    task.body.answer = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    task.body.answered_by = Some(official.id.clone());
    task.body.file = file;
    let id = task.case.clone();
    let answer = task.body.answer.clone().unwrap_or_default();
    let written = &task;
    keep(office, official, &id, act, |opened| {
        let change = recorded(office, opened, record, &written.id, &answer, written.body.file.as_ref(), &by, now)?;
        Ok((change, vec![tasks::finish(written)]))
    })
    .await
}

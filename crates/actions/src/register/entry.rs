//! An entry at the desk of the authority that issued it: its history, and what an official who
//! may sign can do with it (SM-22): suspend, resume, annul, correct a technical error, issue
//! anew. Each change names a ground and a clause, stands in the journal of the case and is told
//! to the owner.

use domain::case::{Actor, Case};
use domain::id::{NoticeId, ReadingId, ResultId};
use domain::journal::{Entry, Event};
use domain::notice::{self, Content, Notice, Progress};
use domain::official::{Official, Role};
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use domain::result::{self, Alteration, Basis, Correction, Made, ResultRecord, ResultState, Sending};
use domain::share::{Ground, Reader, Reading};
use jiff::Timestamp;
use regulation::form;
use regulation::package::{Clause, Fact, FactType, Regulation};
use store::results::Version;
use store::{Batch, Write, cases, journal, notices, people, result_sendings, result_shares, results};

use super::content::{self, Line};
use super::download::{self, Held};
use super::issue::{self, NotIssued, Signing};
use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// An entry as the desk sees it.
#[derive(Debug)]
pub struct Desk {
    /// The entry with its edition and signer.
    pub held: Held,
    /// Number of the case.
    pub case_number: String,
    /// What it holds.
    pub lines: Vec<Line>,
    /// Every version it had.
    pub history: Vec<Version>,
    /// Where it was sent.
    pub sendings: Vec<Sending>,
    /// Who read it.
    pub readings: Vec<Reading>,
    /// The official may change it.
    pub may_change: bool,
}

/// Opens an entry for an official of the authority that issued it; the reading is journalled
/// and the owner sees it.
pub async fn open(
    office: &Office,
    official: &Official,
    id: &ResultId,
    ground: impl FnOnce(&str) -> String,
    now: Timestamp,
) -> Result<Desk, Stop> {
    let record = seen(office, official, id, Act::SeeCase).await?;
    let case = case_of(office, &record).await?;
    let ground = ground(&record.number);
    let reading = Reading {
        id: ReadingId(office.new_id(record.person.bucket())),
        result: record.id.clone(),
        person: record.person.clone(),
        reader: Reader::Official {
            official: official.id.clone(),
            authority: official.authority.clone(),
            post: official.post.clone(),
        },
        purpose: ground.clone(),
        ground: Ground::Duty,
        at: now,
    };
    office.db.commit(Batch::new().with(result_shares::log(&reading))).await?;
    access::journal_reading(office, official, &record.case, ground, now).await?;
    let held = download::whole(office, record).await?;
    Ok(Desk {
        case_number: case.number,
        lines: content::read(&held.record.content),
        history: results::history(&office.db, id).await?,
        sendings: result_sendings::of_result(&office.db, id).await?,
        readings: result_shares::readings(&office.db, id, 50).await?,
        may_change: official.roles.contains(&Role::Signer),
        held,
    })
}

/// Finds an entry of the own authority by its number or check code.
pub async fn find(office: &Office, official: &Official, typed: &str) -> Result<ResultId, Stop> {
    let record = super::check::find(office, typed).await?.ok_or(Stop::Missing)?;
    may(official, Act::SeeCase, &record)?;
    Ok(record.id)
}

/// Suspends, resumes or annuls; `revision` is what the official saw.
pub async fn alter(
    office: &Office,
    official: &Official,
    id: &ResultId,
    alteration: &Alteration,
    revision: i64,
    now: Timestamp,
) -> Result<(), Stop> {
    let record = to_change(office, official, id, revision).await?;
    let by = Actor::Official(official.id.clone());
    let changed = result::alter(&record, alteration, &by, now)?;
    write(office, &changed, None, &by, now).await
}

/// What is to be corrected: the fact, its value as typed, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correcting {
    /// Name of the fact.
    pub fact: String,
    /// Its right value as typed.
    pub value: String,
    /// Who asked for the correction.
    pub asked_by: String,
    /// Why, and by which clause.
    pub basis: Basis,
}

/// What came of a new version.
#[derive(Debug)]
pub enum Renewed {
    /// It stands.
    Done(ResultId),
    /// The typed value is not one.
    Wrong(String),
    /// It could not be signed.
    NotIssued(NotIssued),
}

/// Mends a technical error: a new version with the right value, signed by this official; the
/// old one stays readable as replaced (RESULT-11).
pub async fn correct(
    office: &Office,
    official: &Official,
    id: &ResultId,
    correcting: &Correcting,
    revision: i64,
    now: Timestamp,
) -> Result<Renewed, Stop> {
    let record = to_change(office, official, id, revision).await?;
    let held = download::whole(office, record).await?;
    let (lines, what) = match mended(&held, correcting) {
        Ok(mended) => mended,
        Err(problem) => return Ok(Renewed::Wrong(problem)),
    };
    let content = serde_json::to_value(lines).map_err(Stop::broken("writing what a result holds"))?;
    let correction = Correction { asked_by: correcting.asked_by.trim().to_owned(), what };
    let basis = &correcting.basis;
    renew(office, official, &held, content, now, |made, by| {
        result::correct(&held.record, made, official, &correction, basis, by, now)
    })
    .await
}

/// Issues the same anew under a new number.
pub async fn reissue(
    office: &Office,
    official: &Official,
    id: &ResultId,
    basis: &Basis,
    revision: i64,
    now: Timestamp,
) -> Result<Renewed, Stop> {
    let record = to_change(office, official, id, revision).await?;
    let held = download::whole(office, record).await?;
    let content = held.record.content.clone();
    renew(office, official, &held, content, now, |made, by| {
        result::reissue(&held.record, made, official, basis, by, now)
    })
    .await
}

/// Facts of an entry that can be corrected by hand: of a plain kind, with their labels.
pub fn correctable<'a>(held: &'a Held, lines: &[Line]) -> Vec<&'a Fact> {
    let facts = lines.iter().filter_map(|line| held.regulation.facts.get(&line.name));
    facts.filter(|fact| is_simple(fact)).collect()
}

fn is_simple(fact: &Fact) -> bool {
    !matches!(fact.kind, FactType::List { .. } | FactType::Document(_))
}

/// The lines with one value mended, and in words what was mended.
fn mended(held: &Held, correcting: &Correcting) -> Result<(Vec<Line>, String), String> {
    let regulation: &Regulation = &held.regulation;
    let mut lines = content::read(&held.record.content);
    let fact = regulation.facts.get(&correcting.fact).filter(|fact| is_simple(fact));
    let line = lines.iter_mut().find(|line| line.name == correcting.fact);
    let (Some(fact), Some(line)) = (fact, line) else { return Err(correcting.fact.clone()) };
    let value = form::value_of(fact, &correcting.value)?;
    let new = content::of(fact, &fact.name, &value);
    let what = format!("{}: было «{}», стало «{}»", line.label, line.shown, new.shown);
    *line = Line { label: line.label.clone(), ..new };
    Ok((lines, what))
}

/// Makes and signs a new version, asks the rule, writes both.
async fn renew(
    office: &Office,
    official: &Official,
    held: &Held,
    content: serde_json::Value,
    now: Timestamp,
    rule: impl FnOnce(Made, &Actor) -> Result<(ResultRecord, ResultRecord), Refusal>,
) -> Result<Renewed, Stop> {
    let key = match issue::key_of(office, official, now) {
        Ok(key) => key,
        Err(why) => return Ok(Renewed::NotIssued(why)),
    };
    let output = held.output().ok_or(Stop::Missing)?;
    let mut record = ResultRecord {
        id: ResultId(office.new_id(held.record.case.bucket())),
        content,
        issued_at: now,
        signer: official.id.clone(),
        document: None,
        signature: None,
        ..held.record.clone()
    };
    issue::name(office, output, &mut record, now).await?;
    let applicant = download::name_of(office, &held.record.person).await?;
    let signing = Signing { regulation: &held.regulation, output, signer: official, key, applicant: &applicant };
    if let Err(why) = issue::sign(office, signing, &mut record, now).await? {
        return Ok(Renewed::NotIssued(why));
    }
    let by = Actor::Official(official.id.clone());
    let (old, new) = rule(issue::made(record), &by)?;
    let id = new.id.clone();
    write(office, &old, Some(&new), &by, now).await?;
    Ok(Renewed::Done(id))
}

/// Writes a changed entry with its newer version, the journal of its case and the notice, all
/// in one batch.
async fn write(
    office: &Office,
    changed: &ResultRecord,
    newer: Option<&ResultRecord>,
    by: &Actor,
    now: Timestamp,
) -> Result<(), Stop> {
    let mut writes = vec![results::append(changed, now, by)];
    let mut told = vec![result::told(changed, by, now)];
    if let Some(newer) = newer {
        writes.extend(results::insert(newer, by));
        told.push(result::told(newer, by, now));
    }
    writes.extend(notice_writes(office, changed, newer, &mut told, by, now).await?);
    commit(office, changed, &told, writes).await
}

/// Commits writes together with entries of the journal of the entry's case, however often the
/// journal moves meanwhile.
pub(super) async fn commit(
    office: &Office,
    record: &ResultRecord,
    told: &[Entry],
    writes: Vec<Write>,
) -> Result<(), Stop> {
    let mut last = Stop::Conflict;
    for _ in 0..5 {
        let head = journal::head(&office.db, &record.case).await?.ok_or(Stop::Missing)?;
        let batch = Batch::new().with_all(writes.clone()).with_all(journal::append(&record.case, &head, told));
        match office.db.commit(batch).await {
            Ok(_) => {
                office.wake.notify_one();
                return Ok(());
            }
            // Somebody else changed the very entry: that is not for repeating.
            Err(error) if error.is_conflict_at("results.append") => return Err(error.into()),
            Err(error) if error.is_conflict() => last = error.into(),
            Err(error) => return Err(error.into()),
        }
    }
    Err(last)
}

/// The notice of a changed entry with its copies, and its line in the journal.
pub(super) async fn notice_writes(
    office: &Office,
    changed: &ResultRecord,
    newer: Option<&ResultRecord>,
    told: &mut Vec<Entry>,
    by: &Actor,
    now: Timestamp,
) -> Result<Vec<Write>, Stop> {
    let case = case_of(office, changed).await?;
    let held = download::whole(office, changed.clone()).await?;
    let title = held.output().map(|output| output.title.clone()).unwrap_or_default();
    let line = changed.history.last();
    let content = Content::Progress(Progress::Entry {
        title,
        result: changed.number.clone(),
        state: changed.state,
        reason: changed.ground.clone().unwrap_or_default(),
        clause: line.and_then(|line| line.clause.clone()).unwrap_or_default(),
        newer: newer.map(|newer| newer.number.clone()),
    });
    let latest = office.clock.due(now, office.region.params.notice_within.value, &[]).map_err(Refusal::from)?.at;
    let id = NoticeId(office.new_id(changed.person.bucket()));
    let mut notice = notice::compose(id, &case, held.regulation.short.clone(), &content, now, latest)?;
    let event = Event::Noticed { notice: notice.id.clone(), kind: notice.kind, latest };
    told.push(Entry { at: now, by: by.clone(), event });
    let jobs = copies(office, &mut notice, now).await?;
    Ok(notices::insert(&notice).into_iter().chain(jobs).collect())
}

async fn copies(office: &Office, notice: &mut Notice, now: Timestamp) -> Result<Vec<Write>, Stop> {
    let person = people::by_id(&office.db, &notice.person).await?.ok_or(Stop::Missing)?;
    let ids = |bucket| office.new_id(bucket);
    let jobs = domain::channels::copy(notice, &person, &[], &ids, now);
    Ok(jobs.iter().map(store::jobs::insert).collect())
}

async fn to_change(office: &Office, official: &Official, id: &ResultId, revision: i64) -> Result<ResultRecord, Stop> {
    let record = seen(office, official, id, Act::ChangeResult).await?;
    if record.revision == revision { Ok(record) } else { Err(Stop::Conflict) }
}

async fn seen(office: &Office, official: &Official, id: &ResultId, act: Act) -> Result<ResultRecord, Stop> {
    let record = results::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    may(official, act, &record)?;
    Ok(record)
}

fn may(official: &Official, act: Act, record: &ResultRecord) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), act, &Thing::result(record))?;
    Ok(())
}

async fn case_of(office: &Office, record: &ResultRecord) -> Result<Case, Stop> {
    cases::by_id(&office.db, &record.case).await?.ok_or(Stop::Missing)
}

/// What an official can do with an entry in this state.
pub fn can(state: ResultState, may_change: bool) -> Vec<&'static str> {
    match state {
        _ if !may_change => Vec::new(),
        ResultState::Active => vec!["suspend", "correct", "reissue", "annul"],
        ResultState::Suspended => vec!["resume", "annul"],
        ResultState::Changed | ResultState::Annulled | ResultState::Expired => Vec::new(),
    }
}

/// The clause that an official names, as it is cited: an act of the regulation and its part.
/// Nothing when the act is not the regulation's or no part is named.
pub async fn clause(
    office: &Office,
    official: &Official,
    id: &ResultId,
    act: &str,
    part: &str,
) -> Result<Option<String>, Stop> {
    let record = seen(office, official, id, Act::SeeCase).await?;
    let held = download::whole(office, record).await?;
    if !held.regulation.acts.contains_key(act) || part.trim().is_empty() {
        return Ok(None);
    }
    let clause = Clause { act: act.to_owned(), clause: part.trim().to_owned() };
    Ok(Some(held.regulation.clause_text(&clause)))
}

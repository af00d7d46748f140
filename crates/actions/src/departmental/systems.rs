//! All outside systems at a glance for an administrator of the exchange: reachable or since when not,
//! what waits and since when, what gave up; letting it run again, and the reconciliation of what we
//! delivered with what a system says it has (INTEG-01).

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{CaseId, JobId};
use domain::job::Work;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::Timestamp;
use store::departmental::{self, Health};
use store::{Batch, jobs};

use super::health::KNOWN;
use crate::office::Office;
use crate::stop::Stop;

/// Rows of each list.
const MOST: i64 = 500;

/// Under which name jobs stand that work with no outside system.
const OWN: &str = "okno";

/// One outside system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct System {
    /// Its id: `esia`, `smev`, `mail`, the id of a departmental system.
    pub id: String,
    /// Its name, where a region gave it one.
    pub title: Option<String>,
    /// When it was spoken to last.
    pub seen_at: Option<Timestamp>,
    /// Since when it does not answer.
    pub failing_since: Option<Timestamp>,
    /// What went wrong last.
    pub problem: Option<String>,
    /// What waits for it.
    pub waiting: i64,
    /// What failed and is tried again.
    pub failed: i64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
    /// What gave up.
    pub parked: Vec<Parked>,
    /// Can be asked which cases it has.
    pub reconciles: bool,
}

/// A job that gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The job.
    pub job: JobId,
    /// Name of its work.
    pub work: &'static str,
    /// What went wrong last.
    pub problem: Option<String>,
    /// When it gave up.
    pub at: Timestamp,
}

/// What is let run again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// One job.
    Job(JobId),
    /// All of a system.
    All(String),
}

/// The outside systems now, and what administrators did last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Systems by id.
    pub systems: Vec<System>,
    /// What was done, newest first.
    pub acts: Vec<departmental::Act>,
}

/// A case that we and a system disagree about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Number of the case.
    pub number: String,
    /// The case; `None`: only the system has it.
    pub case: Option<CaseId>,
}

/// The systems now.
pub async fn overview(office: &Office, official: &Official) -> Result<Overview, Stop> {
    may(official)?;
    let mut systems: BTreeMap<String, System> = BTreeMap::new();
    for id in KNOWN.iter().copied().chain([exchange(office)]).chain(office.departmental.keys().map(String::as_str)) {
        systems.insert(id.to_owned(), System { id: id.to_owned(), ..System::default() });
    }
    for known in departmental::health(&office.db).await? {
        healthy(&mut systems, known);
    }
    for queue in store::exchange::queues(&office.db).await? {
        let system = systems.entry(exchange(office).to_owned()).or_default();
        system.seen_at = system.seen_at.max(Some(queue.asked_at));
        if queue.failing_since.is_some()
            && (system.failing_since.is_none() || queue.failing_since < system.failing_since)
        {
            (system.failing_since, system.problem) = (queue.failing_since, queue.problem);
        }
    }
    for known in jobs::by_name(&office.db).await? {
        // Cases on their way to a departmental system are counted by their deliveries.
        let Some(id) = of_name(office, &known.name) else { continue };
        let system = systems.entry(id.to_owned()).or_default();
        (system.waiting, system.failed) = (system.waiting + known.open, system.failed + known.stumbled);
        let oldest = known.oldest.as_deref().and_then(made_at);
        system.oldest = [system.oldest, oldest].into_iter().flatten().min();
    }
    for (id, known) in &office.departmental {
        let (waiting, oldest) = departmental::waiting(&office.db, id).await?;
        let system = systems.entry(id.clone()).or_default();
        (system.title, system.waiting, system.oldest) = (Some(known.title.clone()), waiting, oldest);
        system.reconciles = true;
    }
    for parked in jobs::parked(&office.db, MOST).await? {
        let id = of_work(office, &parked.work).await?;
        let row = Parked { job: parked.id, work: parked.work.name(), problem: parked.problem, at: parked.at };
        systems.entry(id.clone()).or_insert_with(|| System { id, ..System::default() }).parked.push(row);
    }
    Ok(Overview { systems: systems.into_values().collect(), acts: departmental::acts(&office.db, 20).await? })
}

/// Lets what gave up run again, and notes who did so. Says how many jobs it reached.
pub async fn run_again(office: &Office, official: &Official, again: &Again) -> Result<usize, Stop> {
    may(official)?;
    let now = office.now();
    let mut batch = Batch::new();
    let (mut count, mut reached) = (0, String::new());
    for parked in jobs::parked(&office.db, MOST).await? {
        let system = of_work(office, &parked.work).await?;
        let wanted = match again {
            Again::Job(job) => *job == parked.id,
            Again::All(id) => *id == system,
        };
        if wanted {
            batch.push(jobs::unpark(&parked.id, now));
            (count, reached) = (count + 1, system);
        }
    }
    if count == 0 {
        return Err(Stop::Conflict);
    }
    let act = noted(office, official, reached, format!("again {count}"), now);
    office.db.commit(batch.with(departmental::act(&act))).await?;
    office.wake.notify_one();
    Ok(count)
}

/// Cases that a system should have and does not, and those that only it has.
pub async fn reconcile(office: &Office, official: &Official, id: &str) -> Result<Vec<Difference>, Stop> {
    may(official)?;
    let system = office.departmental.get(id).ok_or(Stop::Missing)?;
    let listed = system.list(office.now()).await;
    let listed = listed.map_err(|failure| Stop::Later { system: "departmental system", why: failure.to_string() })?;
    let mut theirs: BTreeSet<String> = listed.into_iter().collect();
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = departmental::open(&office.db, id, &after, MOST).await?;
        for delivery in &page {
            if !theirs.remove(&delivery.number) {
                found.push(Difference { number: delivery.number.clone(), case: Some(delivery.case.clone()) });
            }
        }
        match page.last() {
            Some(last) if page.len() as i64 == MOST => last.case.as_str().clone_into(&mut after),
            _ => break,
        }
    }
    for number in theirs {
        let known = store::cases::by_number(&office.db, &number).await?;
        let ended = known.as_ref().is_some_and(|case| case.state.ended() && super::system_of(office, case) == Some(id));
        if !ended {
            found.push(Difference { number, case: None });
        }
    }
    Ok(found)
}

/// Delivers a case once more that a system has lost; it is recognised by its number.
pub async fn deliver_again(office: &Office, official: &Official, case: &CaseId) -> Result<(), Stop> {
    may(official)?;
    let opened = office.open_case(case).await?;
    let id = super::system_of(office, &opened.case).ok_or(Stop::Missing)?;
    let system = office.departmental.get(id).ok_or(Stop::Missing)?;
    let now = office.now();
    let envelope = super::deliver::envelope(office, &opened).await?;
    let sent = system.deliver(&opened.case.number, &envelope, now).await;
    sent.map_err(|failure| Stop::Later { system: "departmental system", why: failure.to_string() })?;
    let act = noted(office, official, id.to_owned(), format!("deliver {}", opened.case.number), now);
    office.db.commit(Batch::new().with(departmental::act(&act))).await?;
    Ok(())
}

fn noted(office: &Office, official: &Official, system: String, act: String, at: Timestamp) -> departmental::Act {
    departmental::Act { id: office.new_owner_id(), at, official: official.login.clone(), system, act }
}

/// Outside systems serve the cases of all: who may see the exchange may mend it.
fn may(official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::MindExchange, &Thing::authority(&official.authority))?;
    Ok(())
}

fn healthy(systems: &mut BTreeMap<String, System>, known: Health) {
    let system = systems.entry(known.name.clone()).or_insert_with(|| System { id: known.name, ..System::default() });
    system.seen_at = Some(known.seen_at);
    (system.failing_since, system.problem) = (known.failing_since, known.problem);
}

fn exchange(office: &Office) -> &'static str {
    if office.exchange.name() == "smev" { "smev" } else { "evidence" }
}

/// Which system jobs of a name work with.
fn of_name(office: &Office, name: &str) -> Option<&'static str> {
    match name {
        "mail" => Some("mail"),
        "sms" => Some("sms"),
        "ask" | "tell_order" | "poll" => Some(exchange(office)),
        "send_result" => Some("inbox"),
        "ship" | "track" => Some("carrier"),
        "send_complaint" => Some("appeals"),
        "send_rating" | "reconcile_ratings" => Some("quality"),
        _ => None,
    }
}

/// Which system a job works with; what works with none is okno's own, and it is shown all the same.
async fn of_work(office: &Office, work: &Work) -> Result<String, Stop> {
    let case = match work {
        Work::Intake { case } | Work::Advance { case } | Work::TellSystem { case, .. } => case,
        other => return Ok(of_name(office, other.name()).unwrap_or(OWN).to_owned()),
    };
    let case = store::cases::by_id(&office.db, case).await?;
    Ok(case.and_then(|case| super::system_of(office, &case).map(str::to_owned)).unwrap_or_else(|| OWN.to_owned()))
}

/// When an id was made: its first twelve digits are milliseconds.
fn made_at(id: &str) -> Option<Timestamp> {
    let millisecond = i64::from_str_radix(id.get(..12)?, 16).ok()?;
    Timestamp::from_millisecond(millisecond).ok()
}

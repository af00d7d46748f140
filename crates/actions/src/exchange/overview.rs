//! How the exchange fares, system by system: queues, what waits and since when, what failed, what
//! lies parked, what could not be believed; sending again, and the reconciliation with what СМЭВ
//! says of our messages (INTEG-01).

use std::collections::BTreeMap;

use domain::evidence::EvidenceState;
use domain::id::{EvidenceRequestId, JobId};
use domain::job::{Job, Work};
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::Timestamp;
use store::exchange::{Message, Queue, Received, Stage};
use store::provider::Asking;
use store::{Batch, evidence, exchange, jobs, provider};

use crate::office::Office;
use crate::stop::Stop;

/// Rows of each list.
const MOST: i64 = 200;

/// The exchange at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Which arm is in use: `http`, `smev`, `memory`.
    pub arm: &'static str,
    /// Queues, by name.
    pub queues: Vec<Queue>,
    /// Systems behind it, by name: the first word of their sources.
    pub systems: Vec<System>,
    /// Messages that a person must look at.
    pub unsettled: Vec<Received>,
    /// Who asked our register, newest first.
    pub readings: Vec<Asking>,
}

/// One system of another authority.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct System {
    /// `mvd`
    pub name: String,
    /// Requests not sent yet.
    pub queued: i64,
    /// Requests sent and not answered.
    pub waiting: i64,
    /// Requests past their norm.
    pub overdue: i64,
    /// Requests that could not be answered.
    pub failed: i64,
    /// When the oldest of those that wait was wanted.
    pub oldest: Option<Timestamp>,
    /// Jobs that gave up.
    pub parked: Vec<Parked>,
}

/// A request whose job gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The job: it can be let run again.
    pub job: JobId,
    /// The request.
    pub request: EvidenceRequestId,
    /// What went wrong last.
    pub problem: Option<String>,
    /// When it gave up.
    pub at: Timestamp,
}

/// A difference between what we await and what the exchange says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Our message.
    pub message: Message,
    /// What to make of it.
    pub verdict: Verdict,
}

/// What to make of a message that is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The exchange has not taken it, or says that it does not know it: send it again.
    NotThere,
    /// The exchange has it; nothing is amiss.
    Underway,
}

/// The exchange now, for an administrator of the exchange.
pub async fn overview(office: &Office, official: &Official) -> Result<Overview, Stop> {
    may(official)?;
    let mut systems: BTreeMap<String, System> = BTreeMap::new();
    for standing in evidence::standings(&office.db).await? {
        let system = system(&mut systems, &standing.source);
        match standing.state {
            EvidenceState::Queued => system.queued += standing.count,
            EvidenceState::Sent => system.waiting += standing.count,
            EvidenceState::Overdue => system.overdue += standing.count,
            EvidenceState::Failed => system.failed += standing.count,
            EvidenceState::Answered | EvidenceState::Absent => {}
        }
        if standing.state.outstanding() {
            system.oldest = Some(system.oldest.map_or(standing.oldest, |oldest| oldest.min(standing.oldest)));
        }
    }
    for parked in jobs::parked(&office.db, MOST).await? {
        let Work::Ask { request } = &parked.work else { continue };
        let Some(known) = evidence::by_id(&office.db, request).await? else { continue };
        let row = Parked { job: parked.id, request: known.id, problem: parked.problem, at: parked.at };
        system(&mut systems, &known.source).parked.push(row);
    }
    Ok(Overview {
        arm: office.exchange.name(),
        queues: exchange::queues(&office.db).await?,
        systems: systems.into_values().collect(),
        unsettled: exchange::unsettled(&office.db, MOST).await?,
        readings: provider::log(&office.db, MOST).await?,
    })
}

/// Lets a request that gave up be tried again.
pub async fn run_again(office: &Office, official: &Official, job: &JobId) -> Result<(), Stop> {
    may(official)?;
    office.db.commit(Batch::new().with(jobs::unpark(job, office.now()))).await?;
    office.wake.notify_one();
    Ok(())
}

/// Sends a request again that is not answered: under the same message id while that lives.
pub async fn send_again(office: &Office, official: &Official, id: &EvidenceRequestId) -> Result<(), Stop> {
    may(official)?;
    let mut request = evidence::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let read = request.state;
    if read != EvidenceState::Sent {
        return Err(Stop::Conflict);
    }
    request.state = EvidenceState::Queued;
    let now = office.now();
    let key = format!("ask:{id}:again:{}", now.as_millisecond());
    let work = Work::Ask { request: id.clone() };
    let job = Job { id: JobId(office.new_id(id.bucket())), work, due_at: now, key };
    let batch = Batch::new().with(evidence::update(&request, read)).with(jobs::insert(&job));
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(())
}

/// A person has looked at a message that could not be believed: what it held is erased.
pub async fn settle(office: &Office, official: &Official, message: &str) -> Result<(), Stop> {
    may(official)?;
    let settled = exchange::settle(message, official.id.as_str(), office.now());
    office.db.commit(Batch::new().with(settled)).await?;
    Ok(())
}

/// Our messages that are not answered, each with what the exchange says of it.
pub async fn reconcile(office: &Office, official: &Official) -> Result<Vec<Difference>, Stop> {
    may(official)?;
    let open = exchange::open(&office.db, MOST).await?;
    let verdict = |message: &Message| match message.stage {
        Stage::Made => Verdict::NotThere,
        _ => Verdict::Underway,
    };
    Ok(open.into_iter().map(|message| Difference { verdict: verdict(&message), message }).collect())
}

/// The exchange serves all cases of the authority's officials: who may see it may mend it.
fn may(official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::MindExchange, &Thing::authority(&official.authority))?;
    Ok(())
}

fn system<'a>(systems: &'a mut BTreeMap<String, System>, source: &str) -> &'a mut System {
    let name = source.split('.').next().unwrap_or(source).to_owned();
    systems.entry(name.clone()).or_insert_with(|| System { name, ..System::default() })
}

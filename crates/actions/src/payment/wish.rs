//! Carries out a wish about a charge: the charge, the journal of its case, the notices and what
//! follows are one batch.

use domain::case::{Actor, Context, record_charge};
use domain::charge::{Change, Charge, ChargeState, Wish, decide};
use domain::id::{ChargeId, JobId};
use domain::job::{Job, Work};
use domain::journal::digest;
use jiff::Timestamp;
use store::{Batch, Write, charges, evidence, jobs};

use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when somebody else writes at the same moment.
const TRIES: usize = 5;

/// Grants a wish upon the charge as it was read and writes it.
pub(super) async fn apply(
    office: &Office,
    read: &Charge,
    wish: &Wish,
    by: &Actor,
    more: Vec<Write>,
) -> Result<Charge, Stop> {
    let now = office.now();
    let changed = decide(read, wish, by, now)?;
    let mut writes = vec![charges::update(&changed.charge, read.revision)];
    writes.extend(effects(office, read, &changed.charge, now).await?);
    writes.extend(more);
    write(office, &changed, by, writes, now).await?;
    office.wake.notify_one();
    Ok(changed.charge)
}

/// The same upon the charge as it stands, again if somebody else wrote meanwhile.
pub(super) async fn wish(office: &Office, id: &ChargeId, wish: &Wish, by: &Actor) -> Result<Charge, Stop> {
    for _ in 0..TRIES {
        let charge = charges::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
        match apply(office, &charge, wish, by, Vec::new()).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

/// Writes a change of a charge; what tells something goes through the case and its journal.
pub(super) async fn write(
    office: &Office,
    changed: &Change,
    by: &Actor,
    writes: Vec<Write>,
    now: Timestamp,
) -> Result<(), Stop> {
    if !changed.tells && changed.notices.is_empty() {
        office.db.commit(Batch::new().with_all(writes)).await?;
        return Ok(());
    }
    let opened = office.open_case(&changed.charge.case).await?;
    write_with(office, &opened, changed, by, writes, now).await
}

/// The same upon an opened case.
pub(super) async fn write_with(
    office: &Office,
    opened: &Opened,
    changed: &Change,
    by: &Actor,
    writes: Vec<Write>,
    now: Timestamp,
) -> Result<(), Stop> {
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let digest = digest(&changed.charge.history.last());
    let change = record_charge(&opened.case, changed, digest, by, &context, now)?;
    office.commit_change(opened, &change, writes).await
}

/// Work that follows: whoever waits for proof is told at once, and what only ГИС ГМП knows is asked.
async fn effects(office: &Office, before: &Charge, after: &Charge, now: Timestamp) -> Result<Vec<Write>, Stop> {
    let mut writes = Vec::new();
    let settled = |charge: &Charge| (charge.is_paid(), charge.expired_at.is_some());
    if settled(before) != settled(after) {
        writes.extend(awaken(office, after, now).await?);
    }
    let came_back = before.returned_at != after.returned_at;
    let taken_back = before.annulled.is_none() && after.annulled.is_some();
    if before.annulled.is_some() && after.annulled.is_none() && after.uin.is_some() {
        // The dealings by schedule may have ended with the charge.
        let work = Work::AskPayment { charge: after.id.clone(), once: false };
        let key = format!("ask_payment:{}:again-{}", after.id, after.revision);
        writes.push(jobs::insert(&Job { id: JobId(office.new_id(after.id.bucket())), work, due_at: now, key }));
    }
    if after.uin.is_some() && (came_back || taken_back) {
        writes.push(ask_soon(office, after, now));
    }
    Ok(writes)
}

/// Lets the requests that this charge answers look again.
async fn awaken(office: &Office, charge: &Charge, now: Timestamp) -> Result<Vec<Write>, Stop> {
    let Some(rules) = &office.region.payments else { return Ok(Vec::new()) };
    let requests = evidence::of_case(&office.db, &charge.case).await?;
    let asks = requests.into_iter().filter(|request| request.source == rules.proof);
    let job = |request: domain::evidence::EvidenceRequest| {
        let key = format!("ask:{}:{}", request.id, charge.revision);
        let work = Work::Ask { request: request.id };
        jobs::insert(&Job { id: JobId(office.new_id(charge.id.bucket())), work, due_at: now, key })
    };
    Ok(asks.map(job).collect())
}

/// One question at a moment, beside those by schedule.
pub(super) fn ask_soon(office: &Office, charge: &Charge, due_at: Timestamp) -> Write {
    let work = Work::AskPayment { charge: charge.id.clone(), once: true };
    let key = format!("ask_payment:{}:{}", charge.id, charge.revision);
    jobs::insert(&Job { id: JobId(office.new_id(charge.id.bucket())), work, due_at, key })
}

/// Nothing more is expected of a charge in this state.
pub(super) fn is_over(state: ChargeState) -> bool {
    matches!(state, ChargeState::Exempt | ChargeState::Annulled | ChargeState::Refunded | ChargeState::Expired)
}

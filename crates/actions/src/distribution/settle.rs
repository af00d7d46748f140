//! The two words between a line and a case: what became of a place, told to the case; what became
//! of a case, told to the lines it stands in.

use domain::case::{Actor, Case, CaseState, Wish};
use domain::distribution::{
    self as rule, EntryState, LeaveReason, PlaceState, QueueEntry, QueuePlace, Says, Standing, standing,
};
use domain::id::{CaseId, StockId};
use jiff::Timestamp;
use regulation::expression::World;
use regulation::package::Resource;
use store::jobs::{self, Leased};
use store::{Batch, Write, distribution};

use super::{OpenStock, case_job, open, serve_later};
use crate::commit::Opened;
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;
use domain::job::Work;

/// Tells a case what became of its place in the line for a stock.
pub async fn tell(office: &Office, stock: &StockId, case: &CaseId, job: &Leased) -> Result<Ended, Stop> {
    let found = distribution::entry_of(&office.db, stock, case).await?;
    let (Some(entry), stock) = (found, open(office, stock).await?) else { return Ok(Ended::Nothing) };
    let opened = office.open_case(case).await?;
    let now = office.now();
    let Some(wish) = word(&opened.case, &entry, &stock) else { return Ok(Ended::Nothing) };
    match office.decide(&opened, &wish, &Actor::Machine, now) {
        Ok(change) => office.commit_change(&opened, &change, [jobs::done(job, now)]).await?,
        // The case ended or left meanwhile: the line learns of it and the piece goes to the next.
        Err(Stop::Refused(refusal)) => {
            tracing::debug!(%case, %refusal, "the case takes no word of its place");
            let work = Work::SettlePlaces { case: case.clone() };
            let settle = case_job(office, case, work, &format!("told{}:{}", opened.case.revision, entry.revision), now);
            office.db.commit(Batch::new().with(settle).with(jobs::done(job, now))).await?;
            office.wake.notify_one();
        }
        Err(stop) => return Err(stop),
    }
    Ok(Ended::Written)
}

/// What a case must be told, if it does not know it yet.
fn word(case: &Case, entry: &QueueEntry, stock: &OpenStock) -> Option<Wish> {
    let place = case.queues.iter().find(|place| place.stock == entry.stock)?;
    let (resource, id) = (place.resource.clone(), entry.stock.clone());
    let at = entry.place.unwrap_or_default();
    let elsewhere = case
        .queues
        .iter()
        .any(|other| other.resource == resource && other.stock != id && other.state == PlaceState::Allotted);
    match entry.state {
        EntryState::Held | EntryState::Given | EntryState::Offered if !place.state.in_line() => None,
        EntryState::Held | EntryState::Given | EntryState::Offered if elsewhere => {
            Some(Wish::LeaveQueue { resource, stock: id, reason: LeaveReason::Elsewhere })
        }
        EntryState::Held | EntryState::Given => {
            Some(Wish::Allot { resource, stock: id, place: at, left: stock.stock.free() + 1 })
        }
        EntryState::Offered => Some(Wish::Offer { resource, stock: id, place: at }),
        EntryState::Passed if place.state.in_line() => {
            Some(Wish::LeaveQueue { resource, stock: id, reason: LeaveReason::NothingLeft { place: at } })
        }
        _ => None,
    }
}

/// Tells every line a case stands in what became of the case.
pub async fn settle(office: &Office, case: &CaseId, job: &Leased) -> Result<Ended, Stop> {
    let opened = office.open_case(case).await?;
    for place in &opened.case.queues {
        settle_place(office, &opened, place).await?;
    }
    leave_others(office, case).await?;
    let now = office.now();
    office.db.commit(Batch::new().with(jobs::done(job, now))).await?;
    Ok(Ended::Written)
}

async fn settle_place(office: &Office, opened: &Opened, place: &QueuePlace) -> Result<(), Stop> {
    let case = &opened.case;
    let Some(entry) = distribution::entry_of(&office.db, &place.stock, &case.id).await? else { return Ok(()) };
    let stock = open(office, &place.stock).await?;
    let resource = stock.resource()?;
    let now = office.now();
    let world = World { regulation: &opened.regulation, facts: &case.facts, today: office.today(now) };
    let own = opened.regulation.resources.iter().find(|one| one.id == place.resource);
    let standing = own.map(|own| standing(own, &world)).unwrap_or_default();
    let says = says(case, place, &standing);
    let mut after = stock.stock.clone();
    let settled = rule::settle(&mut after, &entry, &says, resource).or_else(|| passed(&entry, &says));
    let Some(mut changed) = settled else { return Ok(()) };
    let mut writes = claims(office, opened, &changed, resource, now)?;
    if matches!(changed.state, EntryState::Left | EntryState::Passed) && !writes.is_empty() {
        changed.claims.clear();
    }
    writes.push(distribution::change(&changed, entry.revision));
    if after != stock.stock {
        writes.push(distribution::update(&after, stock.stock.revision));
    }
    if after.room() != stock.stock.room() || moves_on(&entry, &changed) {
        let once = format!("settled{}:{}", entry.case, entry.revision);
        writes.push(serve_later(office, &place.stock, &once, now));
    }
    match ranked_anew(office, opened, place, own, &entry, &changed, now) {
        Some(change) => office.commit_change(opened, &change, writes).await?,
        None => {
            office.db.commit(Batch::new().with_all(writes)).await?;
        }
    }
    office.wake.notify_one();
    Ok(())
}

/// Who was sent away still gives its slots back.
fn passed(entry: &QueueEntry, says: &Says) -> Option<QueueEntry> {
    let owes = entry.state == EntryState::Passed && *says == Says::Left && !entry.claims.is_empty();
    owes.then(|| entry.clone())
}

/// Those behind may have waited for what is known of it now.
fn moves_on(before: &QueueEntry, after: &QueueEntry) -> bool {
    before.standing.shares_known() != after.standing.shares_known()
}

/// What a case says of its place.
fn says(case: &Case, place: &QueuePlace, standing: &Standing) -> Says {
    use CaseState as State;
    let without = matches!(
        case.state,
        State::NotAccepted | State::DecisionNegative | State::Withdrawn | State::Returned | State::Forwarded
    );
    let decided = matches!(case.state, State::DecisionPositive | State::ResultReady | State::Completed);
    match place.state {
        _ if without => Says::Left,
        PlaceState::Left | PlaceState::Passed | PlaceState::Ended => Says::Left,
        PlaceState::Aside => Says::Aside,
        PlaceState::Offered => Says::Offered { until: place.until.as_ref().map(|due| due.at) },
        PlaceState::Allotted if decided => Says::Given,
        PlaceState::Allotted => Says::Allotted { standing: standing.clone() },
        PlaceState::Waiting => {
            let checked = case.registered_at.is_some() && !case.sources.iter().any(|asked| asked.state.outstanding());
            Says::Waits { standing: standing.clone(), ready: checked }
        }
    }
}

/// The case is told that it is ranked anew, with the facts that moved it, so that its journal
/// says why its place changed.
fn ranked_anew(
    office: &Office,
    opened: &Opened,
    place: &QueuePlace,
    resource: Option<&Resource>,
    before: &QueueEntry,
    after: &QueueEntry,
    now: Timestamp,
) -> Option<domain::case::Change> {
    if before.standing == after.standing || after.state != EntryState::Waiting {
        return None;
    }
    let resource = resource?;
    let reads = resource.rank.iter().flat_map(|rank| rank.by.reads_all(&opened.regulation));
    let kept = resource.shares.iter().flat_map(|share| share.when.reads_all(&opened.regulation));
    let mut because: Vec<String> = reads
        .chain(kept)
        .filter(|name| opened.case.facts.get(name).is_some_and(|known| known.at >= place.since))
        .collect();
    because.sort();
    because.dedup();
    let wish = Wish::Queue { resource: place.resource.clone(), stock: place.stock.clone(), because };
    office.decide(opened, &wish, &Actor::Machine, now).ok()
}

/// Slots under limits per applicant: free again when nothing is wanted any more, kept for the term
/// of the limit once a piece is given.
fn claims(
    office: &Office,
    opened: &Opened,
    entry: &QueueEntry,
    resource: &Resource,
    now: Timestamp,
) -> Result<Vec<Write>, Stop> {
    let lives = |place: &QueuePlace| {
        place.resource == resource.id
            && !matches!(place.state, PlaceState::Left | PlaceState::Passed | PlaceState::Ended)
    };
    let gone = matches!(entry.state, EntryState::Left | EntryState::Passed);
    if gone
        && opened.case.queues.iter().any(|place| place.stock != entry.stock && lives(place))
        && !opened.case.state.ended()
    {
        return Ok(Vec::new());
    }
    let mut writes = Vec::new();
    for (index, key) in &entry.claims {
        let bucket = key.get(..2).and_then(|byte| i64::from_str_radix(byte, 16).ok()).unwrap_or(0);
        let within = resource.limits.get(*index).and_then(|limit| limit.within);
        let until = match (entry.state, within) {
            (EntryState::Left | EntryState::Passed, _) => now,
            (EntryState::Given, Some(term)) => {
                office.clock.due(now, term, &[]).map_err(domain::refusal::Refusal::from)?.at
            }
            _ => continue,
        };
        writes.push(distribution::unclaim(bucket, key, &entry.case, until));
    }
    Ok(writes)
}

/// Who got a piece of one stock leaves the lines for the others of the same resource.
async fn leave_others(office: &Office, case: &CaseId) -> Result<(), Stop> {
    loop {
        let opened = office.open_case(case).await?;
        let places = &opened.case.queues;
        let has = |resource: &str| {
            places.iter().any(|place| place.resource == resource && place.state == PlaceState::Allotted)
        };
        let other = places
            .iter()
            .find(|place| (place.state.in_line() || place.state == PlaceState::Offered) && has(&place.resource));
        let Some(other) = other else { return Ok(()) };
        let wish = Wish::LeaveQueue {
            resource: other.resource.clone(),
            stock: other.stock.clone(),
            reason: LeaveReason::Elsewhere,
        };
        match office.decide(&opened, &wish, &Actor::Machine, office.now()) {
            Ok(change) => office.commit_change(&opened, &change, []).await?,
            Err(Stop::Refused(_)) => return Ok(()),
            Err(stop) => return Err(stop),
        }
    }
}

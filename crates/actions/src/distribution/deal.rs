//! Freezing a line and dealing all of it at once: the protocol is published first, then the line
//! follows it page by page.

use std::collections::BTreeMap;

use domain::distribution::{self as rule, EntryState, Frozen, Giving, Outcome, Phase, Protocol, QueueEntry, window};
use domain::id::{CaseId, StockId};
use domain::job::Work;
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::expression::World;
use regulation::fact::Facts;
use regulation::package::Order;
use store::desk::{self, Cursor, Filter};
use store::jobs::{self, Leased};
use store::{Batch, distribution};

use super::publish::own;
use super::serve::told_later;
use super::{OpenStock, PAGE, join, open, serve_later, stock_job};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Lines of a protocol that one job writes.
const LINES_OF_A_JOB: i64 = 2_000;

/// Fixes the list and publishes it by number. Not before the last day of taking applications.
pub async fn freeze(office: &Office, official: &Official, id: &StockId, now: Timestamp) -> Result<(), Stop> {
    let opened = own(office, official, id, Act::RunStock).await?;
    if opened.stock.phase != Phase::Open || opened.stock.order == Order::Arrival {
        return Err(Refusal::AlreadyDone.into());
    }
    let nothing = Facts::default();
    let world = World { regulation: &opened.regulation, facts: &nothing, today: office.today(now) };
    if window(opened.resource()?, &world).closes.is_some_and(|last| office.today(now) <= last) {
        return Err(Refusal::NotDue.into());
    }
    let entries = everybody(office, id).await?;
    let frozen = Frozen { at: now, edition: opened.regulation.version.clone(), by: official.post.clone() };
    let protocol = Protocol::freeze(&opened.stock, &opened.regulation, &entries, frozen);
    let mut stock = opened.stock.clone();
    stock.phase = Phase::Frozen;
    stock.frozen_at = Some(now);
    let batch = Batch::new()
        .with(distribution::update(&stock, opened.stock.revision))
        .with(distribution::keep_protocol(id, &protocol));
    office.db.commit(batch).await?;
    Ok(())
}

async fn everybody(office: &Office, id: &StockId) -> Result<Vec<QueueEntry>, Stop> {
    let mut entries: Vec<QueueEntry> = Vec::new();
    loop {
        let after = entries.last().map_or(String::new(), |last| last.sort_key.clone());
        let page = distribution::line(&office.db, id, EntryState::Waiting, &after, PAGE * 5).await?;
        let more = page.len() as i64 == PAGE * 5;
        entries.extend(page);
        if !more {
            return Ok(entries);
        }
    }
}

/// Works the order out and publishes it: a lottery with its secret and the public number, a
/// ranking by its criteria. One act gives all the pieces there are.
pub async fn deal(
    office: &Office,
    official: &Official,
    id: &StockId,
    randomness: &str,
    now: Timestamp,
) -> Result<(), Stop> {
    let opened = own(office, official, id, Act::RunStock).await?;
    if opened.stock.phase != Phase::Frozen {
        return Err(Refusal::AlreadyDone.into());
    }
    if opened.stock.order == Order::Lottery && randomness.trim().is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let protocol = distribution::protocol(&office.db, id).await?.ok_or(Stop::Missing)?;
    let secret = distribution::secret(&office.db, id).await?.ok_or(Stop::Missing)?;
    let protocol = protocol.dealt(&secret, randomness);
    if !protocol.holds() {
        let why = "the secret is not the one that was published by its hash";
        return Err(Stop::Broken { doing: "drawing lots", source: why.into() });
    }
    let mut stock = opened.stock.clone();
    rule::deal_by(&mut stock, &protocol, Giving::of(opened.resource()?), now);
    let work = Work::DealStock { stock: id.clone(), after: 0 };
    let batch = Batch::new()
        .with(distribution::update(&stock, opened.stock.revision))
        .with(distribution::keep_protocol(id, &protocol))
        .with(stock_job(office, id, work, "0", now));
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(())
}

/// Writes the lines of a protocol after a place into the line, and leaves a job for the rest.
pub async fn deal_page(office: &Office, id: &StockId, after: i64, job: &Leased) -> Result<Ended, Stop> {
    let opened = open(office, id).await?;
    let protocol = distribution::protocol(&office.db, id).await?.ok_or(Stop::Missing)?;
    let pieces = pieces(&protocol);
    let last = after + LINES_OF_A_JOB;
    let lines: Vec<_> = protocol.lines.iter().filter(|line| line.place > after && line.place <= last).collect();
    for page in lines.chunks(PAGE as usize) {
        deal_lines(office, &opened, page, &pieces).await?;
    }
    let now = office.now();
    let mut batch = Batch::new().with(jobs::done(job, now));
    if protocol.lines.len() as i64 > last {
        let work = Work::DealStock { stock: id.clone(), after: last };
        batch.push(stock_job(office, id, work, &last.to_string(), now));
    } else {
        batch.push(serve_later(office, id, "dealt", now));
    }
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(Ended::Written)
}

/// Pieces by place: they go out in order, from the first.
fn pieces(protocol: &Protocol) -> BTreeMap<i64, i64> {
    let won = protocol.lines.iter().filter(|line| matches!(line.outcome, Outcome::Piece(_)));
    won.map(|line| line.place).zip(1..).collect()
}

async fn deal_lines(
    office: &Office,
    opened: &OpenStock,
    lines: &[&rule::Line],
    pieces: &BTreeMap<i64, i64>,
) -> Result<(), Stop> {
    let giving = Giving::of(opened.resource()?);
    let id = &opened.stock.id;
    let current = distribution::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let mut stock = current.clone();
    let now = office.now();
    let mut batch = Batch::new();
    for line in lines {
        let Some(entry) = distribution::entry_of_number(&office.db, id, &line.number).await? else { continue };
        let piece = pieces.get(&line.place).copied();
        if let Some(dealt) = rule::dealt(&entry, line, piece, giving, stock.order) {
            batch.push(distribution::change(&dealt, entry.revision));
            if dealt.state != EntryState::Waiting {
                batch.push(told_later(office, &dealt, now));
            }
        } else if let Some(gone) = rule::undeal(&mut stock, &entry, line, piece, giving) {
            batch.push(distribution::change(&gone, entry.revision));
        }
    }
    if stock != current {
        batch.push(distribution::update(&stock, current.revision));
    }
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(())
}

/// Puts open cases that were filed before the stock was published into its line.
pub async fn join_page(office: &Office, id: &StockId, after: Option<&str>, job: &Leased) -> Result<Ended, Stop> {
    let opened = open(office, id).await?;
    let filter = Filter { service: Some(opened.stock.key.service.clone()), ..Filter::default() };
    let cursor = after.and_then(Cursor::parse);
    let page = desk::queue(&office.db, &opened.stock.authority, &filter, cursor.as_ref(), PAGE).await?;
    let mut cases: Vec<CaseId> = page.iter().map(|line| line.case.id.clone()).collect();
    cases.sort();
    for case in cases {
        let opened = office.open_case(&case).await?;
        join::join_later(office, &opened, office.now()).await?;
    }
    let now = office.now();
    let mut batch = Batch::new().with(jobs::done(job, now));
    match page.last().map(|line| line.cursor.to_text()) {
        Some(next) if page.len() as i64 == PAGE => {
            let work = Work::JoinStock { stock: id.clone(), after: Some(next.clone()) };
            batch.push(stock_job(office, id, work, &next, now));
        }
        _ => batch.push(serve_later(office, id, "joined", now)),
    }
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(Ended::Written)
}

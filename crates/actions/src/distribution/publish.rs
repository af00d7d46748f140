//! An official publishes a stock, adds pieces to it, lets its reserve out, closes it.

use domain::distribution::{
    EntryState, KeyValue, NotPublished, Phase, Publication, QueueEntry, Stock, StockKey, commitment,
};
use domain::id::StockId;
use domain::job::Work;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use indexmap::IndexMap;
use jiff::Timestamp;
use regulation::package::{FactType, Order, Regulation};
use store::{Batch, distribution};

use super::{OpenStock, PAGE, open, serve_later, stock_job};
use crate::office::Office;
use crate::stop::Stop;

/// What an official wants to publish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The service.
    pub service: String,
    /// The resource in its regulation.
    pub resource: String,
    /// Values of the key facts, in their order.
    pub values: Vec<String>,
    /// How many pieces.
    pub pieces: i64,
    /// How many are kept back.
    pub reserve: i64,
    /// For a lottery: which public number will be taken.
    pub randomness: String,
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// It is published.
    Done(StockId),
    /// What was asked for cannot be.
    Wrong(NotPublished),
}

/// Opens a stock of the official's own authority; another's is not there.
pub(super) async fn own(office: &Office, official: &Official, id: &StockId, act: Act) -> Result<OpenStock, Stop> {
    let opened = open(office, id).await?;
    may(official, act, &opened.stock.authority)?;
    Ok(opened)
}

pub(super) fn may(official: &Official, act: Act, authority: &str) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), act, &Thing::authority(authority))?;
    Ok(())
}

/// Publishes a stock. For a lottery the hash of a fresh secret is published with it.
pub async fn publish(office: &Office, official: &Official, asked: &Asked, now: Timestamp) -> Result<Published, Stop> {
    let regulation = office.library.current(&asked.service, office.today(now)).ok_or(Stop::Missing)?;
    may(official, Act::RunStock, &regulation.authority)?;
    let Some(key) = key(regulation, asked) else { return Ok(Published::Wrong(NotPublished::Resource)) };
    let last = distribution::last_of(&office.db, &key).await?;
    if last.as_ref().is_some_and(|last| last.phase != Phase::Closed) {
        return Err(Refusal::AlreadyDone.into());
    }
    let round = last.map_or(1, |last| last.round + 1);
    let secret: String = office.secret::<32>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    let publication =
        Publication { key, pieces: asked.pieces, reserve: asked.reserve, randomness_named: asked.randomness.clone() };
    let stock = match Stock::publish(&publication, regulation, round, &commitment(&secret), &official.id, now) {
        Ok(stock) => stock,
        Err(wrong) => return Ok(Published::Wrong(wrong)),
    };
    let join = Work::JoinStock { stock: stock.id.clone(), after: None };
    let batch = Batch::new().with_all(distribution::publish(&stock, &secret)).with(stock_job(
        office,
        &stock.id,
        join,
        "published",
        now,
    ));
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(Published::Done(stock.id))
}

fn key(regulation: &Regulation, asked: &Asked) -> Option<StockKey> {
    let resource = regulation.resources.iter().find(|one| one.id == asked.resource)?;
    if resource.key.len() != asked.values.len() {
        return None;
    }
    let mut values = Vec::new();
    for (fact, value) in resource.key.iter().zip(&asked.values) {
        let fits = value.is_empty() || choices(regulation, fact).is_none_or(|options| options.contains_key(value));
        if !fits {
            return None;
        }
        values.push(KeyValue { fact: fact.clone(), value: value.trim().to_owned() });
    }
    Some(StockKey { service: regulation.service.clone(), resource: resource.id.clone(), values })
}

/// The options of a key fact, code → label: its own, or those of the records of its list.
pub fn choices<'a>(regulation: &'a Regulation, fact: &str) -> Option<&'a IndexMap<String, String>> {
    match &regulation.facts.get(fact)?.kind {
        FactType::Choice(options) => Some(options),
        FactType::List { item, .. } => match &item.values().next()?.kind {
            FactType::Choice(options) => Some(options),
            _ => None,
        },
        _ => None,
    }
}

/// What an official adds to a stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addition {
    /// How many pieces there were when the official looked: sent twice, an addition is made once.
    pub to: i64,
    /// How many are added.
    pub more: i64,
    /// How many of all are kept back from now on.
    pub reserve: i64,
}

/// Adds pieces and sets the reserve; those who stand aside are in line again for what is new.
///
/// # Errors
///
/// [`Stop::Conflict`] where the stock has other pieces than the official saw.
pub async fn extend(
    office: &Office,
    official: &Official,
    id: &StockId,
    addition: Addition,
    now: Timestamp,
) -> Result<Option<NotPublished>, Stop> {
    let opened = own(office, official, id, Act::RunStock).await?;
    let resource = opened.resource()?;
    let percents: Vec<u8> = resource.shares.iter().map(|share| share.percent).collect();
    let mut stock = opened.stock.clone();
    if stock.phase == Phase::Closed || stock.phase == Phase::Frozen {
        return Err(Refusal::AlreadyDone.into());
    }
    if stock.pieces != addition.to {
        return Err(Stop::Conflict);
    }
    if let Err(wrong) = stock.extend(addition.more, addition.reserve, &percents) {
        return Ok(Some(wrong));
    }
    let batch = Batch::new().with(distribution::update(&stock, opened.stock.revision)).with(serve_later(
        office,
        id,
        &format!("extended{}", opened.stock.revision),
        now,
    ));
    office.db.commit(batch).await?;
    back_in_line(office, &stock, now).await?;
    office.wake.notify_one();
    Ok(None)
}

async fn back_in_line(office: &Office, stock: &Stock, now: Timestamp) -> Result<(), Stop> {
    loop {
        let aside = distribution::line(&office.db, &stock.id, EntryState::Aside, "", PAGE).await?;
        let Some(last) = aside.last() else { return Ok(()) };
        let serve = serve_later(office, &stock.id, &format!("back{}:{}", last.case, last.revision), now);
        let back = aside.iter().map(|entry| {
            let again = QueueEntry { state: EntryState::Waiting, ..entry.clone() };
            distribution::change(&again, entry.revision)
        });
        office.db.commit(Batch::new().with_all(back).with(serve)).await?;
    }
}

/// Lets what is kept for some go to everybody: by arrival nothing else tells that nobody of them
/// comes any more.
pub async fn release(office: &Office, official: &Official, id: &StockId, now: Timestamp) -> Result<(), Stop> {
    let opened = own(office, official, id, Act::RunStock).await?;
    let mut stock = opened.stock.clone();
    if stock.order != Order::Arrival || stock.phase != Phase::Open {
        return Err(Refusal::AlreadyDone.into());
    }
    stock.flow_back();
    let batch = Batch::new().with(distribution::update(&stock, opened.stock.revision)).with(serve_later(
        office,
        id,
        &format!("released{}", opened.stock.revision),
        now,
    ));
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(())
}

/// Closes a stock: nothing more is given, and those who still wait are told so.
pub async fn close(office: &Office, official: &Official, id: &StockId, now: Timestamp) -> Result<(), Stop> {
    let opened = own(office, official, id, Act::RunStock).await?;
    let mut stock = opened.stock.clone();
    if stock.phase == Phase::Closed || stock.phase == Phase::Frozen {
        return Err(Refusal::AlreadyDone.into());
    }
    stock.phase = Phase::Closed;
    let batch = Batch::new()
        .with(distribution::update(&stock, opened.stock.revision))
        .with(serve_later(office, id, "closed", now));
    office.db.commit(batch).await?;
    office.wake.notify_one();
    Ok(())
}

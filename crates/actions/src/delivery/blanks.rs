//! Stocks of numbered blanks: received by range, written off with an act, counted, listed.

use domain::delivery::{Blank, BlankRef, BlankState, range};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use regulation::region::BlankKind;
use store::{Batch, Write, blanks};

use crate::office::Office;
use crate::stop::Stop;

/// Blanks of one state shown on the page of a stock.
const SHOWN: i64 = 50;

/// A stock as its page shows it.
#[derive(Debug, Clone)]
pub struct Stock {
    /// Kind in the region's data.
    pub id: String,
    /// What the region says of it.
    pub kind: BlankKind,
    /// How many are in each state.
    pub counts: Vec<(BlankState, i64)>,
    /// Fewer are left than the region wants.
    pub low: bool,
    /// The first of each state.
    pub blanks: Vec<Blank>,
}

fn may(official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::KeepBlanks, &Thing::authority(&official.authority))?;
    Ok(())
}

fn kind<'o>(office: &'o Office, official: &Official, id: &str) -> Result<&'o BlankKind, Stop> {
    let kind = office.region.delivery.blanks.get(id).filter(|kind| kind.authority == official.authority);
    kind.ok_or(Stop::Missing)
}

/// The stocks of the official's authority.
pub async fn stocks(office: &Office, official: &Official) -> Result<Vec<Stock>, Stop> {
    may(official)?;
    let mut stocks = Vec::new();
    let own = office.region.delivery.blanks.iter().filter(|(_, kind)| kind.authority == official.authority);
    for (id, kind) in own {
        let (mut counts, mut listed) = (Vec::new(), Vec::new());
        for state in BlankState::ALL {
            counts.push((state, blanks::count(&office.db, &official.authority, id, state).await?));
            listed.extend(blanks::listed(&office.db, &official.authority, id, state, "", SHOWN).await?);
        }
        let free = counts.first().map_or(0, |(_, count)| *count);
        stocks.push(Stock { id: id.clone(), kind: kind.clone(), low: free < kind.warn_below, counts, blanks: listed });
    }
    Ok(stocks)
}

/// Receives a range of numbers; one that was received before refuses the whole range.
pub async fn receive(office: &Office, official: &Official, id: &str, from: &str, to: &str) -> Result<usize, Stop> {
    may(official)?;
    kind(office, official, id)?;
    let now = office.now();
    let serials = range(from, to)?;
    let count = serials.len();
    let received = serials.into_iter().map(|serial| {
        let blank = BlankRef { kind: id.to_owned(), serial };
        blanks::receive(&Blank::received(blank, &official.authority, &official.id, now))
    });
    match office.db.commit(Batch::new().with_all(received)).await {
        Ok(_) => Ok(count),
        Err(error) if error.is_conflict() => Err(Refusal::AlreadyDone.into()),
        Err(error) => Err(error.into()),
    }
}

/// Writes a free blank off. The blank of an item is spoiled with the item made anew.
pub async fn spoil(
    office: &Office,
    official: &Official,
    (id, serial): (&str, &str),
    reason: &str,
    act: &str,
) -> Result<(), Stop> {
    may(official)?;
    kind(office, official, id)?;
    let serial = serial.trim().to_uppercase();
    let known = blanks::one(&office.db, &official.authority, id, &serial).await?.ok_or(Stop::Missing)?;
    if known.state != BlankState::Free {
        return Err(Refusal::AlreadyDone.into());
    }
    let spoiled = known.spoil(reason, act, &official.id, office.now())?;
    office.db.commit(Batch::new().with(blanks::change(&spoiled, known.state))).await?;
    Ok(())
}

/// Reserves the next free blank for an item. Two that want the same one: the second gets a conflict
/// and looks again.
pub(super) async fn next(
    office: &Office,
    official: &Official,
    case: &CaseId,
    service: &str,
    output: &str,
) -> Result<Option<(BlankRef, Write)>, Stop> {
    let Some((id, kind)) = office.region.delivery.blank_of(service, output) else { return Ok(None) };
    let free = blanks::listed(&office.db, &kind.authority, id, BlankState::Free, "", 1).await?;
    let free = free.first().ok_or_else(|| Refusal::NoBlanks(kind.title.clone()))?;
    let reserved = free.reserve(case, output, &official.id, office.now())?;
    Ok(Some((reserved.blank.clone(), blanks::change(&reserved, BlankState::Free))))
}

/// Spoils the blank of an item that is made anew.
pub(super) async fn spoiled(
    office: &Office,
    official: &Official,
    blank: &BlankRef,
    (reason, act): (&str, &str),
) -> Result<Write, Stop> {
    let known = blanks::one(&office.db, &official.authority, &blank.kind, &blank.serial).await?.ok_or(Stop::Missing)?;
    let spoiled = known.spoil(reason, act, &official.id, office.now())?;
    Ok(blanks::change(&spoiled, known.state))
}

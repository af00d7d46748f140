//! What may be seen of a distribution: the stocks of an authority and who stands where and why,
//! for its officials; one's own place, for the applicant; the protocol, for everybody.

use domain::distribution::{
    EntryState, PlaceState, Protocol, QueueEntry, QueuePlace, RankValue, Share, Stock, Window, window,
};
use domain::id::{CaseId, StockId};
use domain::official::Official;
use domain::permit::{self, Act, Thing};
use jiff::Timestamp;
use regulation::expression::World;
use regulation::fact::Facts;
use regulation::package::{Order, Regulation};
use std::sync::Arc;
pub use store::distribution::COUNTED;
use store::{cases, distribution};

use super::publish::{choices, may, own};
use super::{OpenStock, open, with_edition};
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Stocks on one page.
const STOCKS: i64 = 50;

/// Lines on one page.
pub const LINES: i64 = 50;

/// A stock with what its page shows.
#[derive(Debug, Clone)]
pub struct StockView {
    /// The stock.
    pub stock: Stock,
    /// The edition it was published by.
    pub regulation: Arc<Regulation>,
    /// Title of the resource.
    pub title: String,
    /// What one piece is called.
    pub unit: String,
    /// The clause of the order, in words.
    pub clause: String,
    /// What it is of: label and value in words.
    pub key: Vec<(String, String)>,
    /// When applications are taken.
    pub window: Window,
    /// How many wait, counted up to [`distribution::COUNTED`].
    pub waiting: i64,
}

/// Why an application stands where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A criterion of the ranking and what it says.
    Rank {
        /// The criterion.
        title: String,
        /// What it says of the application.
        value: RankValue,
        /// Larger comes first.
        descending: bool,
        /// The clause in words.
        clause: String,
    },
    /// A kept part and whether it may have of it.
    Share {
        /// For whom.
        title: String,
        /// May it?
        answer: Share,
        /// Percent of the stock.
        percent: u8,
        /// The clause in words.
        clause: String,
    },
    /// The moment of filing settles the rest.
    Arrival {
        /// When.
        at: Timestamp,
    },
}

/// A line of a stock.
#[derive(Debug, Clone)]
pub struct LineRow {
    /// Its place among those who wait, or in the published order.
    pub place: Option<i64>,
    /// The entry.
    pub entry: QueueEntry,
    /// Why it stands there.
    pub why: Vec<Reason>,
}

/// A page of a line.
#[derive(Debug)]
pub struct LinePage {
    /// The stock.
    pub view: StockView,
    /// Its rows.
    pub rows: Vec<LineRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The stocks of the official's authority, the newest first; `before` is the last of the page
/// before.
pub async fn stocks(
    office: &Office,
    official: &Official,
    before: Option<&StockId>,
    now: Timestamp,
) -> Result<Vec<StockView>, Stop> {
    may(official, Act::SeeStocks, &official.authority)?;
    let last = match before {
        Some(id) => Some(own(office, official, id, Act::SeeStocks).await?.stock),
        None => None,
    };
    let found = distribution::of_authority(&office.db, &official.authority, last.as_ref(), STOCKS).await?;
    let mut views = Vec::with_capacity(found.len());
    for stock in found {
        views.push(view(office, with_edition(office, stock)?, now).await?);
    }
    Ok(views)
}

/// Services of the official's authority that distribute something: each with its resources.
pub fn distributing<'a>(office: &'a Office, official: &Official, now: Timestamp) -> Vec<&'a Arc<Regulation>> {
    let published = office.library.published(office.today(now));
    published.filter(|one| one.authority == official.authority && !one.resources.is_empty()).collect()
}

/// A stock of the official's own authority.
pub async fn stock(office: &Office, official: &Official, id: &StockId, now: Timestamp) -> Result<StockView, Stop> {
    view(office, own(office, official, id, Act::SeeStocks).await?, now).await
}

/// A page of the line for a stock: those of one state, in order, with why each stands there.
pub async fn line(
    office: &Office,
    official: &Official,
    id: &StockId,
    state: EntryState,
    after: &str,
    now: Timestamp,
) -> Result<LinePage, Stop> {
    let view = stock(office, official, id, now).await?;
    let mut entries = distribution::line(&office.db, id, state, after, LINES + 1).await?;
    let mut next = None;
    if entries.len() as i64 > LINES {
        entries.pop();
        next = entries.last().map(|last| last.sort_key.clone());
    }
    let before = match entries.first() {
        Some(first) if state == EntryState::Waiting => {
            distribution::count_before(&office.db, id, state, &first.sort_key).await?
        }
        _ => 0,
    };
    let rows = entries.into_iter().zip(1..).map(|(entry, count)| LineRow {
        place: if state == EntryState::Waiting && entry.place.is_none() { Some(before + count) } else { entry.place },
        why: reasons(&view.regulation, &view.stock, &entry),
        entry,
    });
    Ok(LinePage { rows: rows.collect(), view, next })
}

async fn view(office: &Office, opened: OpenStock, now: Timestamp) -> Result<StockView, Stop> {
    let waiting = distribution::count(&office.db, &opened.stock.id, EntryState::Waiting).await?;
    let resource = opened.resource()?;
    let nothing = Facts::default();
    let world = World { regulation: &opened.regulation, facts: &nothing, today: office.today(now) };
    Ok(StockView {
        title: resource.title.clone(),
        unit: resource.unit.clone(),
        clause: opened.regulation.clause_text(&resource.because),
        key: key_words(&opened.regulation, &opened.stock),
        window: window(resource, &world),
        waiting,
        regulation: opened.regulation,
        stock: opened.stock,
    })
}

/// What a stock is of, in words: label and value of each key fact that says something.
pub fn key_words(regulation: &Regulation, stock: &Stock) -> Vec<(String, String)> {
    let values = stock.key.values.iter().filter(|value| !value.value.is_empty());
    values
        .map(|value| {
            let label = regulation.facts.get(&value.fact).map_or_else(|| value.fact.clone(), |fact| fact.label.clone());
            let words = choices(regulation, &value.fact).and_then(|options| options.get(&value.value));
            (label, words.cloned().unwrap_or_else(|| value.value.clone()))
        })
        .collect()
}

/// Why an entry stands where it stands, in the words of the regulation.
pub fn reasons(regulation: &Regulation, stock: &Stock, entry: &QueueEntry) -> Vec<Reason> {
    let Some(resource) = regulation.resources.iter().find(|one| one.id == stock.key.resource) else {
        return Vec::new();
    };
    let ranks = resource.rank.iter().zip(&entry.standing.ranks).map(|(rank, value)| Reason::Rank {
        title: rank.title.clone(),
        value: value.clone(),
        descending: rank.descending,
        clause: regulation.clause_text(&rank.because),
    });
    let shares = resource.shares.iter().zip(&entry.standing.shares).map(|(share, answer)| Reason::Share {
        title: share.title.clone(),
        answer: *answer,
        percent: share.percent,
        clause: regulation.clause_text(&share.because),
    });
    let arrival = (resource.order != Order::Lottery).then_some(Reason::Arrival { at: entry.filed_at });
    ranks.chain(shares).chain(arrival).collect()
}

/// One's own place in a line.
#[derive(Debug, Clone)]
pub struct PlaceView {
    /// The place as the case knows it.
    pub place: QueuePlace,
    /// The stock.
    pub view: StockView,
    /// Its place in the line now, from 1; `None` when it does not wait.
    pub now: Option<i64>,
    /// Of how many.
    pub of: i64,
    /// Why it stands there.
    pub why: Vec<Reason>,
}

/// One's own places in lines, those that still go on first.
pub async fn places(office: &Office, session: &Session, case: &CaseId, now: Timestamp) -> Result<Vec<PlaceView>, Stop> {
    let case = cases::by_id(&office.db, case).await?.ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), Act::SeeOwnCase, &Thing::case(&case))?;
    let mut places = Vec::with_capacity(case.queues.len());
    for place in &case.queues {
        let view = view(office, open(office, &place.stock).await?, now).await?;
        let entry = distribution::entry_of(&office.db, &place.stock, &case.id).await?;
        let waits = entry.as_ref().filter(|entry| entry.state == EntryState::Waiting);
        let position = match waits {
            Some(entry) if view.stock.order != Order::Lottery => {
                let before =
                    distribution::count_before(&office.db, &place.stock, EntryState::Waiting, &entry.sort_key).await?;
                Some(before + 1)
            }
            _ => None,
        };
        let why = entry.map(|entry| reasons(&view.regulation, &view.stock, &entry)).unwrap_or_default();
        places.push(PlaceView { place: place.clone(), of: view.waiting, now: position, why, view });
    }
    places.sort_by_key(|one| matches!(one.place.state, PlaceState::Left | PlaceState::Passed | PlaceState::Ended));
    Ok(places)
}

/// What everybody may see of a distribution.
#[derive(Debug, Clone)]
pub struct DrawView {
    /// The stock.
    pub view: StockView,
    /// The protocol, once the list is frozen.
    pub protocol: Option<Protocol>,
}

/// The public side of a stock: how many pieces, what it is bound to, the list, the order. It
/// names nobody.
pub async fn draw(office: &Office, id: &StockId, now: Timestamp) -> Result<DrawView, Stop> {
    let view = view(office, open(office, id).await?, now).await?;
    Ok(DrawView { protocol: distribution::protocol(&office.db, id).await?, view })
}

//! A stock: how many pieces of a resource there are for one key (a camp and a shift; a hunting
//! ground, a species and a season), who published it, and how many are taken.

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::expression::World;
use regulation::fact::{FactName, Facts, Value};
use regulation::package::{Order, Regulation, Resource};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::deal::{Room, part_kept};
use super::draw::hex;
use super::entry::Part;
use crate::id::{self, OfficialId, StockId};

/// Value of one fact of a resource's key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyValue {
    /// The fact.
    pub fact: FactName,
    /// Its value as text; empty when the fact does not apply.
    pub value: String,
}

/// What a stock is of: one service, one resource, one value of each key fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StockKey {
    /// The service.
    pub service: String,
    /// The resource in its regulation.
    pub resource: String,
    /// The values, in the order of the regulation.
    pub values: Vec<KeyValue>,
}

impl StockKey {
    /// SHA-256 over all of it: what the key is looked up by.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for part in [&self.service, &self.resource] {
            hasher.update(part.as_bytes());
            hasher.update(b"\n");
        }
        for value in &self.values {
            hasher.update(format!("{}={}\n", value.fact, value.value).as_bytes());
        }
        hex(&hasher.finalize())
    }

    /// The bucket of all stocks of this key.
    pub fn bucket(&self) -> i64 {
        self.hash().get(..2).and_then(|byte| i64::from_str_radix(byte, 16).ok()).unwrap_or(0)
    }

    /// The id of the stock of that round.
    pub fn id(&self, round: i64) -> StockId {
        let hash = Sha256::digest(format!("{}/{round}", self.hash()).as_bytes());
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
        StockId(id::make(bytes, self.bucket()))
    }
}

/// The keys that an application stands under, the most wanted first: a list (of schools, of
/// kindergartens) names several. A key fact that nobody was asked stands empty.
pub fn keys_of(regulation: &Regulation, resource: &Resource, facts: &Facts) -> Vec<StockKey> {
    let mut found: Vec<Vec<KeyValue>> = vec![Vec::new()];
    for fact in &resource.key {
        let values = texts(facts.value(fact));
        found = found
            .iter()
            .flat_map(|begun| {
                values.iter().map(|value| {
                    let mut longer = begun.clone();
                    longer.push(KeyValue { fact: fact.clone(), value: value.clone() });
                    longer
                })
            })
            .collect();
    }
    let of = |values| StockKey { service: regulation.service.clone(), resource: resource.id.clone(), values };
    found.into_iter().map(of).collect()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let mut texts: Vec<String> = match value {
        Some(Value::List(records)) => records.iter().filter_map(|one| one.values().next().map(text)).collect(),
        Some(value) => vec![text(value)],
        None => Vec::new(),
    };
    let mut seen = std::collections::BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    if texts.is_empty() {
        texts.push(String::new());
    }
    texts
}

fn text(value: &Value) -> String {
    match value.plain() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Does a published stock know what this source would be asked? It does where the source is
/// asked by the very key of the resource; `left` of its answer is then what the stock has left.
pub fn answered_by_stock(regulation: &Regulation, resource: &Resource, source: &str) -> bool {
    regulation.sources.get(source).is_some_and(|declared| {
        declared.keys.len() == resource.key.len() && declared.keys.iter().all(|key| resource.key.contains(key))
    })
}

/// When applications are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day, if there is one.
    pub opens: Option<Date>,
    /// Last day, if there is one.
    pub closes: Option<Date>,
}

impl Window {
    /// Is an application of that day in time?
    pub fn takes(&self, day: Date) -> bool {
        self.opens.is_none_or(|first| day >= first) && self.closes.is_none_or(|last| day <= last)
    }
}

/// The days on which applications for a resource are taken.
pub fn window(resource: &Resource, world: &World<'_>) -> Window {
    let day = |value: Option<Value>| match value {
        Some(Value::Date(day)) => Some(day),
        _ => None,
    };
    Window {
        opens: day(resource.opens.as_ref().and_then(|opens| opens.value(world))),
        closes: day(resource.closes.as_ref().and_then(|closes| closes.value(world))),
    }
}

/// Where a stock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Applications join the line; by arrival pieces are given meanwhile.
    Open,
    /// The list is fixed and published by number.
    Frozen,
    /// The order is published and pieces are given by it.
    Dealt,
    /// Nothing more is given.
    Closed,
}

impl Phase {
    /// Name in rows and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Frozen => "frozen",
            Self::Dealt => "dealt",
            Self::Closed => "closed",
        }
    }
}

/// What a lottery is bound to before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lottery {
    /// SHA-256 of the secret, published with the stock.
    pub commitment: String,
    /// Which public number will be taken, named with the stock: «тираж № 1 от 1 июля 2026 года».
    pub randomness_named: String,
}

/// What an official publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What it is of.
    pub key: StockKey,
    /// How many pieces.
    pub pieces: i64,
    /// How many of them are kept back.
    pub reserve: i64,
    /// For a lottery: which public number will be taken.
    pub randomness_named: String,
}

/// What is wrong with a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotPublished {
    /// Less than one piece, or more than anybody has.
    #[error("a stock has at least one piece")]
    Pieces,
    /// More is kept back than there is.
    #[error("the reserve is larger than the stock")]
    Reserve,
    /// A lottery names its public number beforehand.
    #[error("a lottery names its public number beforehand")]
    Randomness,
    /// The regulation has no such resource, or the key is not its key.
    #[error("there is no such resource")]
    Resource,
}

/// Most pieces of one stock.
const MOST_PIECES: i64 = 1_000_000;

/// A stock of one key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stock {
    /// Id; carries the bucket of its key.
    pub id: StockId,
    /// The authority whose pieces they are.
    pub authority: String,
    /// What it is of.
    pub key: StockKey,
    /// Counts the stocks of one key: each year, each campaign has its own.
    pub round: i64,
    /// Edition of the regulation it was published by.
    pub version: String,
    /// Who comes first.
    pub order: Order,
    /// How many pieces.
    pub pieces: i64,
    /// How many of them are kept back.
    pub reserve: i64,
    /// How many each share of the regulation keeps.
    pub kept: Vec<i64>,
    /// How many of the general part are taken.
    pub taken_general: i64,
    /// How many of each share are taken.
    pub taken: Vec<i64>,
    /// Given to undecided applications.
    pub held: i64,
    /// Offered and not answered yet.
    pub offered: i64,
    /// Given for good.
    pub given: i64,
    /// The number of the next piece that nobody has had.
    pub next_piece: i64,
    /// How many were served or sent away by arrival, or stand in the published order.
    pub placed: i64,
    /// Pieces that came back.
    pub returned: Vec<i64>,
    /// Where it stands.
    pub phase: Phase,
    /// What a lottery is bound to.
    pub lottery: Option<Lottery>,
    /// When it was published.
    pub published_at: Timestamp,
    /// By whom.
    pub published_by: OfficialId,
    /// When the list was frozen.
    pub frozen_at: Option<Timestamp>,
    /// When the order was published.
    pub dealt_at: Option<Timestamp>,
    /// Grows with every change.
    pub revision: i64,
}

impl Stock {
    /// Publishes a stock, or says what is wrong. `commitment` is of the lottery's secret.
    pub fn publish(
        publication: &Publication,
        regulation: &Regulation,
        round: i64,
        commitment: &str,
        by: &OfficialId,
        now: Timestamp,
    ) -> Result<Self, NotPublished> {
        let resource = regulation.resources.iter().find(|one| one.id == publication.key.resource);
        let resource = resource.ok_or(NotPublished::Resource)?;
        let named = publication.key.values.iter().map(|value| &value.fact).eq(&resource.key);
        if !named || publication.key.service != regulation.service {
            return Err(NotPublished::Resource);
        }
        // A line for years stands before there is anything to give.
        let goes_on = resource.offer.is_some() || resource.order == Order::Ranking;
        if !(i64::from(!goes_on)..=MOST_PIECES).contains(&publication.pieces) {
            return Err(NotPublished::Pieces);
        }
        if !(0..=publication.pieces).contains(&publication.reserve) {
            return Err(NotPublished::Reserve);
        }
        let is_lottery = resource.order == Order::Lottery;
        if is_lottery && publication.randomness_named.trim().is_empty() {
            return Err(NotPublished::Randomness);
        }
        let percents: Vec<u8> = resource.shares.iter().map(|share| share.percent).collect();
        Ok(Self {
            id: publication.key.id(round),
            authority: regulation.authority.clone(),
            key: publication.key.clone(),
            round,
            version: regulation.version.clone(),
            order: resource.order,
            pieces: publication.pieces,
            reserve: publication.reserve,
            kept: part_kept(publication.pieces - publication.reserve, &percents),
            taken_general: 0,
            taken: vec![0; percents.len()],
            held: 0,
            offered: 0,
            given: 0,
            next_piece: 1,
            placed: 0,
            returned: Vec::new(),
            phase: Phase::Open,
            lottery: is_lottery.then(|| Lottery {
                commitment: commitment.to_owned(),
                randomness_named: publication.randomness_named.trim().to_owned(),
            }),
            published_at: now,
            published_by: by.clone(),
            frozen_at: None,
            dealt_at: None,
            revision: 1,
        })
    }

    /// Pieces that can be had: neither taken nor kept back.
    pub fn free(&self) -> i64 {
        (self.pieces - self.reserve - self.held - self.offered - self.given).max(0)
    }

    /// The room of each part.
    pub fn room(&self) -> Room {
        // What comes back after the deal is for the next by the published order.
        if self.phase == Phase::Dealt {
            return Room { general: self.free(), shares: vec![0; self.kept.len()] };
        }
        let kept: i64 = self.kept.iter().sum();
        Room {
            general: (self.pieces - self.reserve - kept - self.taken_general).max(0),
            shares: self.kept.iter().zip(&self.taken).map(|(kept, taken)| (kept - taken).max(0)).collect(),
        }
    }

    /// More pieces, and another reserve: shares keep their percent of what is new, too.
    pub fn extend(&mut self, more: i64, reserve: i64, percents: &[u8]) -> Result<(), NotPublished> {
        let pieces = self.pieces.saturating_add(more);
        if more < 0 || pieces > MOST_PIECES {
            return Err(NotPublished::Pieces);
        }
        let taken = self.held + self.offered + self.given;
        if reserve < 0 || pieces - reserve < taken {
            return Err(NotPublished::Reserve);
        }
        self.pieces = pieces;
        self.reserve = reserve;
        if self.phase == Phase::Open {
            let free_of_general = pieces - reserve - self.taken_general;
            let mut left = free_of_general;
            self.kept = part_kept(pieces - reserve, percents)
                .into_iter()
                .zip(&self.taken)
                .map(|(kept, taken)| {
                    let kept = kept.max(*taken).min(left.max(*taken));
                    left -= kept;
                    kept
                })
                .collect();
        }
        Ok(())
    }

    /// Parts kept for some that nobody of them needs go to everybody: after a deal over the whole
    /// list, or when taking applications is over.
    pub fn flow_back(&mut self) {
        self.kept.clone_from(&self.taken);
    }

    /// Takes a piece of a part: its number. `None` when nothing is free.
    pub fn take(&mut self, part: Part, offered: bool) -> Option<i64> {
        if self.free() == 0 {
            return None;
        }
        *self.taken_of(part)? += 1;
        let piece = self.returned.pop().unwrap_or_else(|| {
            self.next_piece += 1;
            self.next_piece - 1
        });
        if offered {
            self.offered += 1;
        } else {
            self.held += 1;
        }
        Some(piece)
    }

    /// A piece comes back.
    pub fn give_back(&mut self, part: Part, piece: i64) {
        if let Some(taken) = self.taken_of(part) {
            *taken -= 1;
        }
        self.returned.push(piece);
    }

    /// Moves a taken piece from one part into another, when it has room.
    pub fn move_part(&mut self, from: Part, to: Part) -> bool {
        if self.room().of(to) < 1 {
            return false;
        }
        if let Some(taken) = self.taken_of(from) {
            *taken -= 1;
        }
        if let Some(taken) = self.taken_of(to) {
            *taken += 1;
        }
        true
    }

    fn taken_of(&mut self, part: Part) -> Option<&mut i64> {
        match part {
            Part::General => Some(&mut self.taken_general),
            Part::Share(index) => self.taken.get_mut(index),
        }
    }
}

//! The protocol of a distribution: a list frozen at a moment, what orders it, and what came out.
//! It carries everything the order follows from and no names, so anybody can arrange it again
//! (PROCEDURE-09: re-run over frozen data gives the same order).

use std::cmp::Ordering;

use jiff::Timestamp;
use regulation::package::{Order, Regulation};
use serde::{Deserialize, Serialize};

use super::deal::{Room, deal};
use super::draw::{commitment, ticket};
use super::entry::{Part, QueueEntry, Standing, sort_key};
use super::stock::Stock;

/// One criterion of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// What it is, in plain words.
    pub title: String,
    /// Larger (later, yes) comes first.
    pub descending: bool,
    /// The clause in words.
    pub clause: String,
}

/// A part kept for some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharePart {
    /// For whom.
    pub title: String,
    /// Percent of the stock.
    pub percent: u8,
    /// Pieces: the percent rounded up.
    pub kept: i64,
    /// The clause in words.
    pub clause: String,
}

/// An application in the frozen list, by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Its public number.
    pub number: String,
    /// Its place by arrival.
    pub arrival: i64,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// What each criterion and each kept part says of it.
    pub standing: Standing,
}

/// What a lottery drew with; published after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// SHA-256 of the secret, published before anybody applied.
    pub commitment: String,
    /// When it was published.
    pub committed_at: Timestamp,
    /// Which public number was named beforehand.
    pub randomness_named: String,
    /// The secret; published by the draw.
    pub secret: Option<String>,
    /// The public number.
    pub randomness: Option<String>,
}

/// When and by which edition the list was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// When.
    pub at: Timestamp,
    /// Edition of the regulation whose criteria were evaluated.
    pub edition: String,
    /// Post of the official.
    pub by: String,
}

/// What came out for one application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A piece of that part.
    Piece(Part),
    /// Not reached.
    NotReached,
}

/// A line of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Place, from 1.
    pub place: i64,
    /// Public number of the application.
    pub number: String,
    /// What it was ordered by: its lot, or its ranking and arrival.
    pub key: String,
    /// What came out.
    pub outcome: Outcome,
}

/// The protocol of a distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protocol {
    /// Version of this form.
    pub okno_protocol: u32,
    /// The service.
    pub service: String,
    /// The resource, in words.
    pub resource: String,
    /// What the stock is of: fact and value.
    pub key: Vec<super::stock::KeyValue>,
    /// Who comes first.
    pub order: Kind,
    /// The clause of the order, in words.
    pub clause: String,
    /// Pieces in all.
    pub pieces: i64,
    /// Pieces kept back.
    pub reserve: i64,
    /// What ranks, first to last; arrival is always the last.
    pub criteria: Vec<Criterion>,
    /// Parts kept for some.
    pub shares: Vec<SharePart>,
    /// The freeze.
    pub frozen: Frozen,
    /// What a lottery drew with.
    pub lot: Option<Lot>,
    /// The frozen list, by arrival.
    pub participants: Vec<Participant>,
    /// The order that came out; empty before the deal.
    pub lines: Vec<Line>,
}

/// Orders of a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// By arrival.
    Arrival,
    /// By criteria, then by arrival.
    Ranking,
    /// By lot.
    Lottery,
}

impl From<Order> for Kind {
    fn from(order: Order) -> Self {
        match order {
            Order::Arrival => Self::Arrival,
            Order::Ranking => Self::Ranking,
            Order::Lottery => Self::Lottery,
        }
    }
}

impl Protocol {
    /// Freezes a list. The order in which entries are handed in does not matter.
    pub fn freeze(stock: &Stock, regulation: &Regulation, entries: &[QueueEntry], frozen: Frozen) -> Self {
        let resource = regulation.resources.iter().find(|one| one.id == stock.key.resource);
        let mut participants: Vec<Participant> = entries
            .iter()
            .map(|entry| Participant {
                number: entry.number.clone(),
                arrival: entry.arrival,
                filed_at: entry.filed_at,
                standing: entry.standing.clone(),
            })
            .collect();
        participants.sort_by(|one, other| one.arrival.cmp(&other.arrival).then_with(|| one.number.cmp(&other.number)));
        let criteria = resource.into_iter().flat_map(|one| &one.rank).map(|rank| Criterion {
            title: rank.title.clone(),
            descending: rank.descending,
            clause: regulation.clause_text(&rank.because),
        });
        let shares = resource.into_iter().flat_map(|one| &one.shares).zip(&stock.kept).map(|(share, kept)| SharePart {
            title: share.title.clone(),
            percent: share.percent,
            kept: *kept,
            clause: regulation.clause_text(&share.because),
        });
        Self {
            okno_protocol: 1,
            service: regulation.service.clone(),
            resource: resource.map(|one| one.title.clone()).unwrap_or_default(),
            key: stock.key.values.clone(),
            order: stock.order.into(),
            clause: resource.map(|one| regulation.clause_text(&one.because)).unwrap_or_default(),
            pieces: stock.pieces,
            reserve: stock.reserve,
            criteria: criteria.collect(),
            shares: shares.collect(),
            lot: stock.lottery.as_ref().map(|lottery| Lot {
                commitment: lottery.commitment.clone(),
                committed_at: stock.published_at,
                randomness_named: lottery.randomness_named.clone(),
                secret: None,
                randomness: None,
            }),
            frozen,
            participants,
            lines: Vec::new(),
        }
    }

    /// The protocol with the order worked out. A lottery is drawn with its secret and number.
    #[must_use]
    pub fn dealt(mut self, secret: &str, randomness: &str) -> Self {
        if let Some(lot) = &mut self.lot {
            lot.secret = Some(secret.to_owned());
            lot.randomness = Some(randomness.trim().to_owned());
        }
        self.lines = self.arrange();
        self
    }

    /// The order that follows from the frozen list.
    pub fn arrange(&self) -> Vec<Line> {
        let mut keyed: Vec<(String, &Participant)> =
            self.participants.iter().map(|one| (self.key_of(one), one)).collect();
        keyed.sort_by(|(one, first), (other, second)| match one.cmp(other) {
            Ordering::Equal => first.number.cmp(&second.number),
            order => order,
        });
        let kept: i64 = self.shares.iter().map(|share| share.kept).sum();
        let room = Room {
            general: self.pieces - self.reserve - kept,
            shares: self.shares.iter().map(|share| share.kept).collect(),
        };
        let dealt = deal(keyed.iter().map(|(_, one)| one.standing.shares.as_slice()), room);
        keyed
            .into_iter()
            .zip(dealt)
            .zip(1..)
            .map(|(((key, one), part), place)| Line {
                place,
                number: one.number.clone(),
                key,
                outcome: part.map_or(Outcome::NotReached, Outcome::Piece),
            })
            .collect()
    }

    fn key_of(&self, one: &Participant) -> String {
        match &self.lot {
            Some(Lot { secret: Some(secret), randomness: Some(randomness), .. }) => {
                ticket(secret, randomness, &one.number)
            }
            _ => {
                let descending: Vec<bool> = self.criteria.iter().map(|criterion| criterion.descending).collect();
                sort_key(&descending, &one.standing.ranks, one.arrival)
            }
        }
    }

    /// Does the protocol hold: is the secret the one that was bound, and does the order follow?
    pub fn holds(&self) -> bool {
        let bound = self
            .lot
            .as_ref()
            .is_none_or(|lot| lot.secret.as_ref().is_some_and(|secret| commitment(secret) == lot.commitment));
        bound && self.lines == self.arrange()
    }
}

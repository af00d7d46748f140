//! The place of a case in a line, as the case and its journal tell it. The line itself stands
//! with the stock ([`super::QueueEntry`]); jobs carry what happened from one to the other.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::fact::FactName;
use serde::{Deserialize, Serialize};

use crate::id::StockId;

/// A place in the line for a stock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueuePlace {
    /// The resource in the regulation.
    pub resource: String,
    /// The stock.
    pub stock: StockId,
    /// Since when.
    pub since: Timestamp,
    /// How it stands.
    pub state: PlaceState,
    /// Digest of what ranks it: changes when the ranking does.
    pub rank: String,
    /// Place in the published order, once there is one.
    pub place: Option<i64>,
    /// Until when an offer must be answered.
    pub until: Option<Due>,
    /// How many offers were made.
    pub offers: u32,
}

/// How a case stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceState {
    /// In line.
    Waiting,
    /// A piece is offered and the applicant must answer.
    Offered,
    /// It got a piece.
    Allotted,
    /// It declined, or let the term of an offer pass; it keeps its place for new pieces.
    Aside,
    /// Nothing was left.
    Passed,
    /// It left.
    Left,
    /// Its case or its entry ended; it stands again when the case goes back to work.
    Ended,
}

impl PlaceState {
    /// May a piece be given or offered?
    pub fn in_line(self) -> bool {
        matches!(self, Self::Waiting | Self::Aside)
    }
}

/// Why a case leaves a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum LeaveReason {
    /// Nothing was left for it at that place.
    NothingLeft {
        /// Its place.
        place: i64,
    },
    /// The applicant wished so.
    OwnWish,
    /// It got a piece of another stock that it had named too.
    Elsewhere,
    /// Its case ended without a place to wait for, or its entry did: the right is no longer there.
    Ended,
}

/// What happened to a place; each is an event of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum LineEvent {
    /// Joined the line, or was ranked anew.
    Queued {
        /// Digest of what ranks it.
        rank: String,
        /// Facts whose change moved it; empty when it joined.
        because: Vec<FactName>,
    },
    /// A piece was offered.
    Offered {
        /// Its place in the line.
        place: i64,
        /// Until when it must be answered.
        until: Due,
    },
    /// The applicant answered the offer.
    Answered {
        /// Yes or no.
        accepted: bool,
    },
    /// The term of the offer passed.
    Lapsed,
    /// A piece was given.
    Allotted {
        /// Its place in the order.
        place: i64,
    },
    /// Left the line.
    Left {
        /// Why.
        reason: LeaveReason,
    },
}

impl LineEvent {
    /// Name in tables and logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Queued { .. } => "queued",
            Self::Offered { .. } => "offered",
            Self::Answered { .. } => "offer_answered",
            Self::Lapsed => "offer_lapsed",
            Self::Allotted { .. } => "allotted",
            Self::Left { .. } => "queue_left",
        }
    }

    /// Takes the event into the places of a case.
    pub fn apply(&self, places: &mut Vec<QueuePlace>, resource: &str, stock: &StockId, at: Timestamp) {
        let index = match places.iter().position(|one| one.stock == *stock) {
            Some(index) => index,
            None => {
                places.push(QueuePlace {
                    resource: resource.to_owned(),
                    stock: stock.clone(),
                    since: at,
                    state: PlaceState::Waiting,
                    rank: String::new(),
                    place: None,
                    until: None,
                    offers: 0,
                });
                places.len() - 1
            }
        };
        let Some(one) = places.get_mut(index) else { return };
        match self {
            Self::Queued { rank, .. } => one.rank.clone_from(rank),
            Self::Offered { place, until } => {
                one.state = PlaceState::Offered;
                one.place = Some(*place);
                one.until = Some(until.clone());
                one.offers += 1;
            }
            Self::Answered { accepted: true } => one.state = PlaceState::Allotted,
            Self::Answered { accepted: false } | Self::Lapsed => one.state = PlaceState::Aside,
            Self::Allotted { place } => {
                one.state = PlaceState::Allotted;
                one.place = Some(*place);
            }
            Self::Left { reason: LeaveReason::NothingLeft { place } } => {
                one.state = PlaceState::Passed;
                one.place = Some(*place);
            }
            Self::Left { reason: LeaveReason::Ended } => one.state = PlaceState::Ended,
            Self::Left { .. } => one.state = PlaceState::Left,
        }
    }
}

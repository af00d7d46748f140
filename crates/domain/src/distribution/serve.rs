//! What a stock does with its line: pieces for the first, a whole frozen list at once, and what
//! follows when a case is decided, declines or leaves. Each function changes the stock and gives
//! back the entries that changed; whoever calls it writes both in one batch.

use jiff::Timestamp;
use regulation::package::{Order, Resource};

use super::deal::{self, Next};
use super::entry::{EntryState, Part, QueueEntry, Share, Standing};
use super::protocol::{Line, Outcome, Protocol};
use super::stock::{Phase, Stock};

/// How pieces of a resource go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giving {
    /// At once, and who comes when nothing is left is told so.
    AtOnce,
    /// As offers with a term to accept; the line goes on for as long as it takes.
    Offers,
}

impl Giving {
    /// What the regulation says.
    pub fn of(resource: &Resource) -> Self {
        if resource.offer.is_some() { Self::Offers } else { Self::AtOnce }
    }
}

/// Serves the first in line. `line` are those who wait, in order; `unsettled`: somebody before has
/// a general piece and may still turn out to be of a kept part.
pub fn serve(stock: &mut Stock, line: &[QueueEntry], giving: Giving, mut unsettled: bool) -> Vec<QueueEntry> {
    if stock.phase == Phase::Closed {
        return line.iter().map(|entry| passed(stock, entry)).collect();
    }
    let by_arrival = stock.order == Order::Arrival && stock.phase == Phase::Open;
    if !by_arrival && stock.phase != Phase::Dealt {
        return Vec::new();
    }
    let mut changed = Vec::new();
    for entry in line {
        // Lines that were dealt go on by their order, and nobody is sent away by an empty stock.
        let stands = giving == Giving::Offers || !by_arrival;
        match deal::next(&entry.standing, &stock.room(), stands, unsettled) {
            Next::Piece(part) => {
                let Some(served) = give(stock, entry, part, giving) else { break };
                unsettled |= part == Part::General && !entry.standing.shares_known();
                changed.push(served);
            }
            Next::Stands if stock.room().whole() == 0 && !unsettled => break,
            Next::Stands => {}
            Next::Blocks => break,
            Next::Passed => changed.push(passed(stock, entry)),
        }
    }
    changed
}

fn give(stock: &mut Stock, entry: &QueueEntry, part: Part, giving: Giving) -> Option<QueueEntry> {
    let offered = giving == Giving::Offers;
    let piece = stock.take(part, offered)?;
    let mut served = entry.clone();
    served.state = if offered { EntryState::Offered } else { EntryState::Held };
    served.part = Some(part);
    served.piece = Some(piece);
    served.place = Some(placed(stock, entry));
    served.offer_until = None;
    Some(served)
}

fn passed(stock: &mut Stock, entry: &QueueEntry) -> QueueEntry {
    QueueEntry { state: EntryState::Passed, place: Some(placed(stock, entry)), ..entry.clone() }
}

/// The place in the published order, or by the count of those who were served.
fn placed(stock: &mut Stock, entry: &QueueEntry) -> i64 {
    entry.place.unwrap_or_else(|| {
        stock.placed += 1;
        stock.placed
    })
}

/// Deals a whole list by its protocol: the counters of the stock as they are when all of it is
/// written. The entries follow page by page with [`dealt`].
pub fn deal_by(stock: &mut Stock, protocol: &Protocol, giving: Giving, now: Timestamp) {
    for line in &protocol.lines {
        if let Outcome::Piece(part) = line.outcome {
            stock.take(part, giving == Giving::Offers);
        }
    }
    stock.flow_back();
    stock.placed = i64::try_from(protocol.lines.len()).unwrap_or(i64::MAX);
    stock.phase = Phase::Dealt;
    stock.dealt_at = Some(now);
}

/// The piece of a line of a protocol: pieces go out in order, from the first.
pub fn piece_of(protocol: &Protocol, line: &Line) -> Option<i64> {
    let before = protocol.lines.iter().take_while(|one| one.place < line.place);
    let won = |one: &&Line| matches!(one.outcome, Outcome::Piece(_));
    won(&line).then(|| before.filter(won).count() as i64 + 1)
}

/// An entry as its line in the protocol says; `None` when that was written already, or when it
/// left meanwhile (the piece then goes back with [`settle`]).
pub fn dealt(entry: &QueueEntry, line: &Line, piece: Option<i64>, giving: Giving, order: Order) -> Option<QueueEntry> {
    if entry.state != EntryState::Waiting || entry.place.is_some() {
        return None;
    }
    let mut entry = entry.clone();
    entry.place = Some(line.place);
    entry.sort_key.clone_from(&line.key);
    match (line.outcome, piece) {
        (Outcome::Piece(part), Some(piece)) => {
            entry.state = if giving == Giving::Offers { EntryState::Offered } else { EntryState::Held };
            entry.part = Some(part);
            entry.piece = Some(piece);
        }
        // Who is not reached by lot has not won; in a ranking the line goes on.
        _ if order == Order::Lottery => entry.state = EntryState::Passed,
        _ => {}
    }
    Some(entry)
}

/// A piece dealt to an application that left between the freeze and the deal goes back; the entry
/// keeps the place it had in the order, so that this happens once.
pub fn undeal(
    stock: &mut Stock,
    entry: &QueueEntry,
    line: &Line,
    piece: Option<i64>,
    giving: Giving,
) -> Option<QueueEntry> {
    if entry.state != EntryState::Left || entry.place.is_some() {
        return None;
    }
    if let (Outcome::Piece(part), Some(piece)) = (line.outcome, piece) {
        stock.give_back(part, piece);
        match giving {
            Giving::Offers => stock.offered -= 1,
            Giving::AtOnce => stock.held -= 1,
        }
    }
    Some(QueueEntry { place: Some(line.place), ..entry.clone() })
}

/// What a case says of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// It stands in line, ranked so.
    Waits {
        /// What ranks it.
        standing: Standing,
        /// Its data are checked.
        ready: bool,
    },
    /// It has an offer until then.
    Offered {
        /// The end of the term.
        until: Option<Timestamp>,
    },
    /// It declined or let the term pass.
    Aside,
    /// It got the piece and is not decided.
    Allotted {
        /// What ranks it.
        standing: Standing,
    },
    /// It got the piece and was decided for.
    Given,
    /// It left, or ended without the piece.
    Left,
}

/// Brings an entry in line with its case. `None`: nothing changes. A piece that comes back is free
/// for the next in line.
pub fn settle(stock: &mut Stock, entry: &QueueEntry, says: &Says, resource: &Resource) -> Option<QueueEntry> {
    let mut changed = entry.clone();
    match (entry.state, says) {
        (EntryState::Waiting, Says::Waits { standing, ready }) if stock.phase == Phase::Open => {
            changed.rank(resource, standing.clone());
            changed.ready = *ready;
        }
        (EntryState::Held, Says::Waits { standing, .. } | Says::Allotted { standing }) => {
            changed.standing = standing.clone();
            into_share(stock, &mut changed);
        }
        (EntryState::Held, Says::Given) => {
            stock.held -= 1;
            stock.given += 1;
            changed.state = EntryState::Given;
        }
        (EntryState::Given, Says::Allotted { .. }) => {
            stock.given -= 1;
            stock.held += 1;
            changed.state = EntryState::Held;
        }
        (EntryState::Offered, Says::Offered { until }) => changed.offer_until = *until,
        (EntryState::Offered, Says::Allotted { .. }) => {
            stock.offered -= 1;
            stock.held += 1;
            changed.state = EntryState::Held;
        }
        (EntryState::Offered, Says::Given) => {
            stock.offered -= 1;
            stock.given += 1;
            changed.state = EntryState::Given;
        }
        (EntryState::Offered, Says::Aside) => {
            return_piece(stock, &mut changed);
            changed.state = EntryState::Aside;
        }
        (EntryState::Left | EntryState::Passed, Says::Left) => return None,
        (_, Says::Left) => {
            return_piece(stock, &mut changed);
            changed.state = EntryState::Left;
        }
        // A complaint brought the case back: it stands where it stood.
        (EntryState::Left, Says::Waits { .. } | Says::Allotted { .. }) => changed.state = EntryState::Waiting,
        _ => return None,
    }
    (changed != *entry).then_some(changed)
}

/// A general piece becomes one of a kept part, once it is known that it may; the general part has
/// one more again.
fn into_share(stock: &mut Stock, entry: &mut QueueEntry) {
    if entry.part != Some(Part::General) || stock.phase != Phase::Open {
        return;
    }
    let may = |index: &usize| entry.standing.shares.get(*index) == Some(&Share::Yes);
    for part in (0..stock.kept.len()).filter(may).map(Part::Share) {
        if stock.move_part(Part::General, part) {
            entry.part = Some(part);
            return;
        }
    }
}

fn return_piece(stock: &mut Stock, entry: &mut QueueEntry) {
    let counter = match entry.state {
        EntryState::Held => &mut stock.held,
        EntryState::Offered => &mut stock.offered,
        EntryState::Given => &mut stock.given,
        _ => return,
    };
    *counter -= 1;
    if let (Some(part), Some(piece)) = (entry.part.take(), entry.piece.take()) {
        stock.give_back(part, piece);
    }
    entry.offer_until = None;
}

//! Who gets a piece of what there is: over a whole frozen list, or for the first in line.
//!
//! The stated rule of kept parts: an application that may have of a kept part has of it first;
//! everybody else has of the rest; what nobody of a kept part needs goes to everybody, in order.

use super::entry::{Part, Share, Standing};

/// How many pieces each part can still give.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Room {
    /// For everybody.
    pub general: i64,
    /// For each share of the regulation.
    pub shares: Vec<i64>,
}

impl Room {
    /// The room of one part.
    pub fn of(&self, part: Part) -> i64 {
        match part {
            Part::General => self.general,
            Part::Share(index) => self.shares.get(index).copied().unwrap_or(0),
        }
    }

    /// All of it.
    pub fn whole(&self) -> i64 {
        self.general + self.shares.iter().sum::<i64>()
    }

    fn take(&mut self, part: Part) {
        match part {
            Part::General => self.general -= 1,
            Part::Share(index) => self.shares.iter_mut().skip(index).take(1).for_each(|room| *room -= 1),
        }
    }
}

/// How many pieces each share keeps: its percent rounded up, no more than are there, in the order
/// of the regulation.
pub fn part_kept(pieces: i64, percents: &[u8]) -> Vec<i64> {
    let mut left = pieces;
    percents
        .iter()
        .map(|percent| {
            let kept = ((pieces * i64::from(*percent) + 99) / 100).min(left);
            left -= kept;
            kept
        })
        .collect()
}

/// Deals a whole list, in its order: which part each one's piece is of; `None` for those whom it
/// does not reach. A kept part is for those of whom it is known that they may have it.
pub fn deal<'a>(line: impl IntoIterator<Item = &'a [Share]>, mut room: Room) -> Vec<Option<Part>> {
    let mut dealt: Vec<Option<Part>> = Vec::new();
    for shares in line {
        let part = share_with_room(shares, &room).or_else(|| (room.general > 0).then_some(Part::General));
        if let Some(part) = part {
            room.take(part);
        }
        dealt.push(part);
    }
    let mut flows_back = room.whole();
    for one in dealt.iter_mut().filter(|one| one.is_none()) {
        if flows_back == 0 {
            break;
        }
        flows_back -= 1;
        *one = Some(Part::General);
    }
    dealt
}

fn share_with_room(shares: &[Share], room: &Room) -> Option<Part> {
    let may = |index: &usize| shares.get(*index) == Some(&Share::Yes) && room.of(Part::Share(*index)) > 0;
    (0..shares.len()).find(may).map(Part::Share)
}

/// What becomes of the first in line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A piece of that part.
    Piece(Part),
    /// It stands; those behind may be served of other parts.
    Stands,
    /// It stands, and nobody behind may be served before it.
    Blocks,
    /// Nothing is left for it.
    Passed,
}

/// What becomes of the first in a line by arrival. `waits`: the line is one for years, so nobody
/// is sent away. `unsettled`: somebody before has a general piece and may still turn out to be of
/// a kept part.
pub fn next(standing: &Standing, room: &Room, waits: bool, unsettled: bool) -> Next {
    if let Some(part) = share_with_room(&standing.shares, room) {
        return Next::Piece(part);
    }
    if room.general > 0 {
        return Next::Piece(Part::General);
    }
    if waits {
        return Next::Stands;
    }
    let may_still = |(index, share): (usize, &Share)| *share == Share::Unknown && room.of(Part::Share(index)) > 0;
    if standing.shares.iter().enumerate().any(may_still) {
        return Next::Blocks;
    }
    if unsettled { Next::Stands } else { Next::Passed }
}

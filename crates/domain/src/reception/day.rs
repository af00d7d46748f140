//! The slots of one day and the rule of the share (BOOK-03): at least so many percent of them,
//! rounded up, are for electronic booking alone, at every moment and after every change.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BookedBy, LineId};
use crate::id::AppointmentId;
use crate::refusal::Refusal;

/// The slots of a line on one day, as they were made or last changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Which line.
    pub line: LineId,
    /// The day by the clock of the place.
    pub date: Date,
    /// Slots in order.
    pub slots: Vec<Slot>,
    /// Percent of slots for electronic booking alone.
    pub percent: u32,
    /// Why nobody may book for now, whatever the channel; slots and appointments stay.
    pub suspended: Option<String>,
    /// Grows with every change of the slots.
    pub revision: i64,
    /// How many slots were ever taken: a change of the slots that saw fewer is not written.
    pub bookings: i64,
    /// How many slots are taken now.
    pub taken: i64,
    /// How many of those for electronic booking alone are taken now.
    pub taken_electronic: i64,
}

/// A bookable unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// When it begins.
    pub start: Timestamp,
    /// Length in minutes.
    pub minutes: u32,
    /// For electronic booking alone: closed to phone and desk (BOOK-10).
    pub electronic: bool,
}

/// A slot that somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which slot.
    pub start: Timestamp,
    /// Whose it is.
    pub appointment: AppointmentId,
    /// How it was booked.
    pub by: BookedBy,
}

/// Why the slots of a day were not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotChanged {
    /// These have slots that would go: each needs a decision first (BOOK-13).
    Booked(Vec<AppointmentId>),
    /// Too few would be left for electronic booking alone (BOOK-03).
    Share {
        /// How many are needed.
        needed: usize,
        /// How many there could be: the rest was booked by phone and at the desk.
        possible: usize,
    },
}

/// How many of so many slots are for electronic booking alone: the percent, rounded up.
pub fn needed(total: usize, percent: u32) -> usize {
    (total * percent as usize).div_ceil(100)
}

impl Day {
    /// A day nobody has booked yet: the kept slots are spread over it, so that they are not all in
    /// the hours nobody wants.
    pub fn fresh(line: LineId, date: Date, starts: &[Timestamp], minutes: u32, percent: u32) -> Self {
        let kept = needed(starts.len(), percent);
        let slots = starts.iter().enumerate().map(|(index, start)| {
            let electronic = (index + 1) * kept / starts.len() > index * kept / starts.len();
            Slot { start: *start, minutes, electronic }
        });
        let slots = slots.collect();
        Self { line, date, slots, percent, suspended: None, revision: 0, bookings: 0, taken: 0, taken_electronic: 0 }
    }

    /// How many slots are for electronic booking alone.
    pub fn electronic(&self) -> usize {
        self.slots.iter().filter(|slot| slot.electronic).count()
    }

    /// Is the share whole?
    pub fn keeps_share(&self) -> bool {
        self.electronic() >= needed(self.slots.len(), self.percent)
    }

    /// The day with only what still lies ahead: what has begun is free for nobody. `taken` are the
    /// starts of slots that somebody has.
    pub fn ahead(mut self, taken: impl Iterator<Item = Timestamp>, now: Timestamp) -> Self {
        self.slots.retain(|slot| slot.start > now);
        let held: Vec<Slot> =
            taken.filter_map(|start| self.slots.iter().find(|one| one.start == start).copied()).collect();
        let count = |held: usize| i64::try_from(held).unwrap_or(i64::MAX);
        self.taken = count(held.len());
        self.taken_electronic = count(held.iter().filter(|slot| slot.electronic).count());
        self
    }

    /// How many slots are free for a channel.
    pub fn free(&self, by: BookedBy) -> i64 {
        if self.suspended.is_some() {
            return 0;
        }
        let count = |slots: usize| i64::try_from(slots).unwrap_or(i64::MAX);
        let all = count(self.slots.len()) - self.taken;
        match by {
            BookedBy::Electronic => all,
            BookedBy::Offline => all - (count(self.electronic()) - self.taken_electronic),
        }
    }

    /// The slot at a moment, if it may be booked by that channel now. Whether somebody has it
    /// already, only the writer knows for certain.
    ///
    /// # Errors
    ///
    /// [`Refusal::SlotGone`] for what is past, not there or suspended; [`Refusal::SlotElectronic`]
    /// where phone and desk may not book (BOOK-10).
    pub fn bookable(&self, start: Timestamp, by: BookedBy, now: Timestamp) -> Result<Slot, Refusal> {
        let slot = self.slots.iter().find(|slot| slot.start == start).copied().ok_or(Refusal::SlotGone)?;
        if slot.start <= now || self.suspended.is_some() {
            return Err(Refusal::SlotGone);
        }
        if slot.electronic && by == BookedBy::Offline {
            return Err(Refusal::SlotElectronic);
        }
        Ok(slot)
    }

    /// The day with other slots. What is booked stays where it is; kept slots stay kept, and more
    /// are kept where the new number needs it.
    ///
    /// # Errors
    ///
    /// [`NotChanged`], with the bookings in the way or the number of kept slots that is missing.
    pub fn with_slots(
        &self,
        starts: &[Timestamp],
        minutes: u32,
        percent: u32,
        taken: &[Taken],
    ) -> Result<Self, NotChanged> {
        let length_kept = |one: &Taken| {
            let old = self.slots.iter().find(|slot| slot.start == one.start);
            starts.contains(&one.start) && old.is_none_or(|slot| slot.minutes == minutes)
        };
        let in_the_way: Vec<AppointmentId> =
            taken.iter().filter(|one| !length_kept(one)).map(|one| one.appointment.clone()).collect();
        if !in_the_way.is_empty() {
            return Err(NotChanged::Booked(in_the_way));
        }
        let offline = |start: &Timestamp| taken.iter().any(|one| one.start == *start && one.by == BookedBy::Offline);
        let was_kept = |start: &Timestamp| self.slots.iter().any(|slot| slot.start == *start && slot.electronic);
        let mut slots: Vec<Slot> = starts
            .iter()
            .map(|start| Slot { start: *start, minutes, electronic: was_kept(start) && !offline(start) })
            .collect();
        let needed = needed(slots.len(), percent);
        let kept = slots.iter().filter(|slot| slot.electronic).count();
        let missing = needed.saturating_sub(kept);
        let could: Vec<usize> = slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| !slot.electronic && !offline(&slot.start))
            .map(|(index, _)| index)
            .collect();
        if could.len() < missing {
            return Err(NotChanged::Share { needed, possible: kept + could.len() });
        }
        for step in 0..missing {
            let index = could.get((2 * step + 1) * could.len() / (2 * missing));
            if let Some(slot) = index.and_then(|index| slots.get_mut(*index)) {
                slot.electronic = true;
            }
        }
        let held = |slot: &&Slot| slot.electronic && taken.iter().any(|one| one.start == slot.start);
        let taken_electronic = i64::try_from(slots.iter().filter(held).count()).unwrap_or(i64::MAX);
        Ok(Self { slots, percent, taken_electronic, revision: self.revision + 1, ..self.clone() })
    }
}

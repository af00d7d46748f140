//! Pauses of a term as whole days.
//!
//! A pause obeys the same rule as a term: it starts on the day after its trigger and ends
//! with the day of resumption. So the day on which the case was suspended still counts, the
//! day on which it was resumed does not, and a pause within one day changes nothing.

use jiff::civil::Date;

/// Days that do not count: both ends belong to the pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pause {
    pub first: Date,
    pub last: Date,
}

/// Pauses in order, overlapping and touching ones joined, days up to `start` cut off
/// (a term cannot be paused before it began).
pub(super) fn join(start: Date, spans: impl Iterator<Item = (Date, Date)>) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = spans
        .filter_map(|(from, until)| {
            let first = from.max(start).tomorrow().ok()?;
            (first <= until).then_some(Pause { first, last: until })
        })
        .collect();
    pauses.sort_by_key(|pause| pause.first);
    let mut joined: Vec<Pause> = Vec::new();
    for pause in pauses {
        match joined.last_mut() {
            Some(before) if before.last.tomorrow().is_ok_and(|next| pause.first <= next) => {
                before.last = before.last.max(pause.last);
            }
            _ => joined.push(pause),
        }
    }
    joined
}

impl Pause {
    /// How many days it takes away.
    pub fn days(&self) -> i32 {
        self.first.until(self.last).map_or(0, |span| span.get_days()).saturating_add(1)
    }
}

/// The pause that covers a day.
pub(super) fn covering(pauses: &[Pause], day: Date) -> Option<Pause> {
    pauses.iter().copied().find(|pause| pause.first <= day && day <= pause.last)
}

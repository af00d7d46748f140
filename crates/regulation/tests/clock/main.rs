//! The legal clock against hand-counted tables, an independent calendar and properties.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calendar;
mod due;
mod pauses;
mod properties;
mod zones;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::clock::{Calendar, LegalClock, Term, time_zone};
use regulation::diagnostic::Sources;

/// The calendar files of the demo region.
fn files() -> Sources {
    let folder = root().join("region/calendars");
    let read = |year: i16| {
        let name = format!("{year}.yaml");
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        (name, text)
    };
    Sources((2024..=2027).map(read).collect())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn calendar() -> Calendar {
    let (calendar, found) = Calendar::read(&files());
    assert_eq!(found, vec![]);
    calendar.unwrap()
}

fn clock(zone: &str) -> LegalClock {
    LegalClock::new(calendar(), time_zone(zone).unwrap())
}

fn samara() -> LegalClock {
    clock("Europe/Samara")
}

/// Noon of a day in the clock's zone.
fn noon(clock: &LegalClock, day: &str) -> Timestamp {
    let day: Date = day.parse().unwrap();
    clock.time_zone.to_timestamp(day.at(12, 0, 0, 0)).unwrap()
}

fn term(text: &str) -> Term {
    Term::parse(text).unwrap()
}

/// The last day of a term that a day's noon set off.
fn last_day(clock: &LegalClock, from: &str, text: &str) -> String {
    clock.due(noon(clock, from), term(text), &[]).unwrap().last_day().to_string()
}

//! The production calendar (производственный календарь): which days are worked.
//!
//! One file per year in the format shown in `region/README.md`. A year without a file has
//! no answer: it is never guessed (SEC-05).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::calendar_file;
use crate::diagnostic::{Diagnostic, Sources};

/// Working days by year. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: Arc<BTreeMap<i16, Year>>,
}

/// One year of the calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// Where the facts come from.
    pub source: String,
    /// Why the year is not official yet; `None` for an adopted calendar.
    pub derived: Option<String>,
    /// Days off that the year names; plain weekends are not listed.
    pub days_off: BTreeMap<Date, DayOff>,
    /// Working days shorter by one hour.
    pub shortened: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked, with the day off given for each.
    pub working_weekends: BTreeMap<Date, Date>,
}

/// Why a day is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayOff {
    /// A public holiday with its name.
    Holiday(String),
    /// A day off moved here from that date.
    MovedFrom(Date),
}

/// The year has no calendar file, so nothing can be counted in it (SEC-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Нет производственного календаря на {year} год, поэтому срок посчитать нельзя")]
pub struct NoCalendar {
    /// The year.
    pub year: i16,
}

impl NoCalendar {
    /// How to mend it, in Russian.
    pub fn mend(&self) -> String {
        format!("Добавьте файл {}.yaml в папку календарей региона и запустите пересчёт сроков.", self.year)
    }
}

impl Calendar {
    /// Reads year files; gives a calendar only when nothing is wrong.
    pub fn read(year_files: &Sources) -> (Option<Self>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let years = calendar_file::read(year_files, &mut found);
        let calendar = found.is_empty().then(|| Self { years: Arc::new(years) });
        (calendar, found)
    }

    /// Is this a working day? Errs when the year has no file.
    pub fn is_working(&self, date: Date) -> Result<bool, NoCalendar> {
        let year = self.year(date.year()).ok_or(NoCalendar { year: date.year() })?;
        Ok(year.is_working(date))
    }

    /// The facts of one year.
    pub fn year(&self, year: i16) -> Option<&Year> {
        self.years.get(&year)
    }

    /// All years that have a file, in order.
    pub fn years(&self) -> impl Iterator<Item = (i16, &Year)> {
        self.years.iter().map(|(number, year)| (*number, year))
    }

    /// Working days after `from`, up to and including `until`.
    pub fn working_days_between(&self, from: Date, until: Date) -> Result<u32, NoCalendar> {
        let mut count = 0;
        let mut day = from;
        while day < until {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += u32::from(self.is_working(day)?);
        }
        Ok(count)
    }
}

impl Year {
    /// Is this day of the year worked?
    pub fn is_working(&self, date: Date) -> bool {
        if self.working_weekends.contains_key(&date) {
            return true;
        }
        !self.days_off.contains_key(&date) && !is_weekend(date)
    }

    /// How many days of the year are worked.
    pub fn working_days(&self, year: i16) -> usize {
        Date::new(year, 1, 1).map_or(0, |first| {
            first
                .series(jiff::Span::new().days(1))
                .take_while(|day| day.year() == year)
                .filter(|day| self.is_working(*day))
                .count()
        })
    }
}

/// Saturday or Sunday.
pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

//! The schedule of a line (график приёма): editions of its week, days that differ, and how far
//! slots are there.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use regulation::clock::{Calendar, NoCalendar, time_zone};
use regulation::region::{Hours, Line, Place};
use serde::{Deserialize, Serialize};

use super::LineId;

/// The schedule of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Which line.
    pub line: LineId,
    /// The authority it belongs to.
    pub authority: String,
    /// IANA name of the zone its hours are in (BOOK-14).
    pub time_zone: String,
    /// Editions of the week; the last that has begun holds.
    pub weeks: Vec<Week>,
    /// Days that differ from their week.
    pub exceptions: BTreeMap<Date, Exception>,
    /// The last day slots were made for; none were before the first generation.
    pub made_until: Option<Date>,
    /// Grows with every change.
    pub revision: i64,
}

/// A week of reception from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// First day it holds.
    pub from: Date,
    /// Length of a slot in minutes.
    pub minutes: u32,
    /// Percent of slots for electronic booking alone.
    pub percent: u32,
    /// Hours by days of the week.
    pub hours: Vec<Hours>,
}

/// A day that differs from its week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Hours of that day; empty: nobody is received.
    pub spans: Vec<(Time, Time)>,
    /// Why, as citizens read it.
    pub reason: String,
}

impl Schedule {
    /// The schedule a line begins with: the week of the region's file.
    pub fn begin(id: LineId, place: &Place, line: &Line, region_zone: &str, percent: u32, today: Date) -> Self {
        let week = Week { from: today, minutes: line.minutes, percent, hours: line.week.clone() };
        Self {
            line: id,
            authority: place.authority.clone(),
            time_zone: place.time_zone.clone().unwrap_or_else(|| region_zone.to_owned()),
            weeks: vec![week],
            exceptions: BTreeMap::new(),
            made_until: None,
            revision: 0,
        }
    }

    /// The zone of the place; UTC only for a name the region's reader has refused before.
    pub fn zone(&self) -> TimeZone {
        time_zone(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// The week that holds on a day.
    pub fn week_on(&self, date: Date) -> Option<&Week> {
        self.weeks.iter().rev().find(|week| week.from <= date)
    }

    /// The moments at which slots of a day begin, in order. On a day off of the calendar nobody is
    /// received unless an exception says so; the days of the week themselves are the week's.
    ///
    /// # Errors
    ///
    /// [`NoCalendar`] where the year has no production calendar: nothing is guessed.
    pub fn starts(&self, date: Date, calendar: &Calendar) -> Result<Vec<Timestamp>, NoCalendar> {
        let Some(week) = self.week_on(date) else { return Ok(Vec::new()) };
        let spans: Vec<(Time, Time)> = match self.exceptions.get(&date) {
            Some(exception) => exception.spans.clone(),
            None if self.is_day_off(date, calendar)? => Vec::new(),
            None => {
                let hours = week.hours.iter().filter(|hours| hours.on(date.weekday()));
                hours.map(|hours| (hours.from, hours.until)).collect()
            }
        };
        let zone = self.zone();
        let length = SignedDuration::from_mins(i64::from(week.minutes));
        let mut starts = Vec::new();
        for (from, until) in spans {
            let moment = |time: Time| zone.to_timestamp(date.to_datetime(time)).ok();
            let (Some(from), Some(until)) = (moment(from), moment(until)) else { continue };
            let mut start = from;
            while start + length <= until {
                starts.push(start);
                start += length;
            }
        }
        starts.sort_unstable();
        starts.dedup();
        Ok(starts)
    }

    /// Is the day a holiday or a day off moved there? Plain weekends are not: the week says itself
    /// whether Saturdays are worked.
    pub fn is_day_off(&self, date: Date, calendar: &Calendar) -> Result<bool, NoCalendar> {
        let year = calendar.year(date.year()).ok_or(NoCalendar { year: date.year() })?;
        Ok(year.days_off.contains_key(&date))
    }
}

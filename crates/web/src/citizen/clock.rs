//! The time of a visit as people read it: by the clock of the place, and beside it by the region's
//! where the two differ (BOOK-14).

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use regulation::clock::time_zone;

use crate::shell::Page;

/// A moment by the clock of a place.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The day: «вторник, 10 марта 2026».
    pub day: String,
    /// The time: `09:20`.
    pub time: String,
    /// The same moment by the region's clock, where that differs.
    pub region: Option<String>,
    /// For machines, with the offset of the place.
    pub machine: String,
    /// The offset of the place in minutes, for the browser to compare with its own.
    pub offset: String,
}

fn zone(name: &str) -> TimeZone {
    time_zone(name).unwrap_or(TimeZone::UTC)
}

/// How a visit reads.
pub fn visit(page: &Page, start: &Timestamp, zone_name: &str) -> Visit {
    let local = start.to_zoned(zone(zone_name));
    let region = page.time_in_region(*start);
    let time = local.strftime("%H:%M").to_string();
    let differs = region.datetime() != local.datetime();
    let offset = i64::from(local.offset().seconds() / 60);
    Visit {
        day: weekday_and_date(page, local.date()),
        region: differs.then(|| page.t1("visit-in-region", "moment", page.moment(start))),
        machine: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        offset: offset.to_string(),
        time,
    }
}

/// `09:20` by the clock of the place.
pub fn time(start: Timestamp, zone_name: &str) -> String {
    start.to_zoned(zone(zone_name)).strftime("%H:%M").to_string()
}

/// «вторник, 10 марта 2026».
pub fn weekday_and_date(page: &Page, date: Date) -> String {
    page.t2("visit-day", "weekday", page.t(weekday_key(date.weekday())).to_owned(), "date", page.date(&date))
}

/// Key of the name of a day of the week.
pub fn weekday_key(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "weekday-1",
        Weekday::Tuesday => "weekday-2",
        Weekday::Wednesday => "weekday-3",
        Weekday::Thursday => "weekday-4",
        Weekday::Friday => "weekday-5",
        Weekday::Saturday => "weekday-6",
        Weekday::Sunday => "weekday-7",
    }
}

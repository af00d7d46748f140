//! When people apply for what: by season, weekday and hour, and in waves at opening seconds.

use anyhow::{Context, Result};
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span, Timestamp};
use regulation::clock::LegalClock;

use super::chance::Chance;
use super::shape::Shape;

/// Somebody begins an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// When.
    pub at: Timestamp,
    /// Place of the service in the list.
    pub service: usize,
}

/// The days of a run.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// How many.
    pub count: u32,
}

impl Days {
    /// The day of that number.
    pub fn day(&self, number: u32) -> Date {
        self.first.saturating_add(Span::new().days(i64::from(number)))
    }
}

/// All arrivals of a run, in order.
pub fn arrivals(
    shape: &Shape,
    services: &[&str],
    days: Days,
    cases: usize,
    clock: &LegalClock,
    chance: &mut Chance,
) -> Result<Vec<Arrival>> {
    let usual = shape.services.get("usual").copied().unwrap_or(1);
    let weights: Vec<u32> =
        services.iter().map(|service| shape.services.get(*service).copied().unwrap_or(usual)).collect();
    let by_day: Vec<u32> = (0..days.count).map(|number| weight(shape, days.day(number), clock)).collect();
    let mut arrivals = Vec::with_capacity(cases);
    for _ in 0..cases {
        let service = chance.weighed(&weights);
        let wave = shape.campaigns.iter().find(|wave| Some(&wave.service.as_str()) == services.get(service));
        let in_wave = wave.filter(|wave| chance.happens(wave.share * 100));
        let at = match in_wave.map(|wave| opening(wave.opens.as_str(), days, clock)).transpose()?.flatten() {
            Some(opens) => opens + since_opening(chance),
            None => {
                let day = days.day(u32::try_from(chance.weighed(&by_day)).unwrap_or_default());
                let hour = chance.weighed(&shape.hours);
                let within = SignedDuration::from_secs(hour as i64 * 3600) + chance.seconds(0, 3599);
                clock.start_of_day(day) + within + SignedDuration::from_millis(chance.below(1000) as i64)
            }
        };
        arrivals.push(Arrival { at, service });
    }
    arrivals.sort();
    Ok(arrivals)
}

fn weight(shape: &Shape, day: Date, clock: &LegalClock) -> u32 {
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    let of = |weights: &[u32], place: usize| weights.get(place).copied().unwrap_or(100);
    let off = clock.calendar.is_working(day).is_ok_and(|works| !works);
    let weekend = weekday >= 5;
    let usual = of(&shape.weekdays, weekday) * of(&shape.months, month);
    if off && !weekend { usual * shape.day_off / 100 } else { usual }
}

/// The opening moment, if it falls into the run.
fn opening(text: &str, days: Days, clock: &LegalClock) -> Result<Option<Timestamp>> {
    let last = days.day(days.count);
    for year in days.first.year()..=last.year() {
        let at: DateTime = format!("{year}-{text}").parse().with_context(|| format!("campaigns.opens = {text}"))?;
        if days.first <= at.date() && at.date() < last {
            let zoned = clock.time_zone.to_zoned(at).context("the opening is no moment of the region")?;
            return Ok(Some(zoned.timestamp()));
        }
    }
    Ok(None)
}

/// A fifth comes in the first minute, half within the hour, the rest over three days.
fn since_opening(chance: &mut Chance) -> SignedDuration {
    let millis = SignedDuration::from_millis(chance.below(1000) as i64);
    millis
        + match chance.below(10) {
            0 | 1 => chance.seconds(0, 59),
            2..=6 => chance.seconds(60, 3599),
            _ => chance.hours(1, 72),
        }
}

//! Which day of its term a case is in, and how long it has stood still: «день 7 из 10, стоит 3 дня».

use domain::case::Case;
use jiff::Timestamp;
use regulation::clock::{LegalClock, TermUnit};

/// Which day of its term it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOf {
    /// The day, counted from one.
    pub day: i64,
    /// Days of the whole term; `None` for terms in months and years.
    pub of: Option<i64>,
    /// The days are working days.
    pub working: bool,
    /// It stands still: for how many calendar days, and why.
    pub stands: Option<(i64, String)>,
}

/// Which day of its term a case is in. Nothing, where no term in days runs or the calendar of
/// that year is not loaded.
pub fn day_of(case: &Case, clock: &LegalClock, now: Timestamp) -> Option<DayOf> {
    let due = case.due.as_ref().filter(|_| case.closed_at.is_none() && case.term_ended_at.is_none())?;
    let (from, term) = (due.story.from, due.story.term);
    let working = match term.unit {
        TermUnit::WorkingDays => true,
        TermUnit::CalendarDays | TermUnit::Months | TermUnit::Years => false,
        TermUnit::Hours | TermUnit::Minutes => return None,
    };
    let days = |from: Timestamp, until: Timestamp| -> Option<i64> {
        if working {
            return clock.working_days_between(from, until).ok().map(i64::from);
        }
        let span = clock.local_date(from).until(clock.local_date(until)).ok()?;
        Some(i64::from(span.get_days()))
    };
    let open = case.pauses.last().filter(|pause| pause.until.is_none());
    let until = open.map_or(now, |pause| pause.from);
    let mut day = days(from, until)?;
    for pause in &case.pauses {
        if let Some(end) = pause.until {
            day -= days(pause.from, end)?;
        }
    }
    let stands = open.and_then(|pause| {
        let span = clock.local_date(pause.from).until(clock.local_date(now)).ok()?;
        Some((i64::from(span.get_days()), pause.reason.clone()))
    });
    let counted = matches!(term.unit, TermUnit::WorkingDays | TermUnit::CalendarDays);
    Some(DayOf { day: day.max(0), of: counted.then_some(i64::from(term.amount)), working, stands })
}

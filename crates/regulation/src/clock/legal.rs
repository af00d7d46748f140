//! Counting: from a trigger and a term to the last moment that is still in time.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

use super::calendar::{Calendar, DayOff, NoCalendar, Year, is_weekend};
use super::due::{Due, DueStory};
use super::pause::{Pause, covering, join};
use super::term::{Term, TermUnit};
use super::words::{day_in_words, days_in_words, weekday_in_words};

/// The region's way of counting terms. Cheap to clone.
#[derive(Debug, Clone)]
pub struct LegalClock {
    /// Working days.
    pub calendar: Calendar,
    /// The region's time zone: days begin and end by it.
    pub time_zone: TimeZone,
    /// Does a term in calendar days, months or years that ends on a day off move to the next
    /// working day? The region's parameter `term_moves_from_day_off`; no by default.
    pub moves_from_day_off: bool,
}

impl LegalClock {
    /// A clock that leaves the ends of terms where they fall.
    pub fn new(calendar: Calendar, time_zone: TimeZone) -> Self {
        Self { calendar, time_zone, moves_from_day_off: false }
    }

    /// The date of a moment in the region.
    pub fn local_date(&self, at: Timestamp) -> Date {
        local_date(&self.time_zone, at)
    }

    /// The last moment of a day in the region: 23:59:59.999.
    pub fn end_of_day(&self, day: Date) -> Timestamp {
        let end = day.to_datetime(Time::constant(23, 59, 59, 999_000_000));
        self.time_zone.to_zoned(end).map_or(Timestamp::MAX, |moment| moment.timestamp())
    }

    /// The first moment of a day in the region.
    pub fn start_of_day(&self, day: Date) -> Timestamp {
        self.time_zone.to_zoned(day.to_datetime(Time::midnight())).map_or(Timestamp::MIN, |moment| moment.timestamp())
    }

    /// Working days after `from`, up to and including `until`, by local dates.
    pub fn working_days_between(&self, from: Timestamp, until: Timestamp) -> Result<u32, NoCalendar> {
        self.calendar.working_days_between(self.local_date(from), self.local_date(until))
    }

    /// The last moment in time of a term that `from` set off.
    ///
    /// - The term starts on the day after the trigger's local date and ends at 23:59:59.999
    ///   local time of its last day.
    /// - Working days: the last day is the n-th working day.
    /// - Calendar days: the n-th day. Months and years: the day of the same number as the
    ///   trigger's, or the last day of a shorter month.
    /// - A pause takes its days out of the count: those after the day of suspension up to and
    ///   including the day of resumption. Working days skip over them; other terms are
    ///   lengthened by as many days as the pause held before their end.
    /// - The end of a term not in working days moves from a day off to the next working day
    ///   only with [`LegalClock::moves_from_day_off`].
    pub fn due(&self, from: Timestamp, term: Term, pauses: &[(Timestamp, Timestamp)]) -> Result<Due, NoCalendar> {
        let start = self.local_date(from);
        let spans = pauses.iter().map(|(from, until)| (self.local_date(*from), self.local_date(*until)));
        let paused = join(start, spans);
        let mut met = Vec::new();
        let last = match term.unit {
            TermUnit::WorkingDays => {
                let last = self.nth_working_day(start, term.amount, &paused)?;
                self.meet(start, last, &paused, &mut met);
                last
            }
            TermUnit::CalendarDays => self.lengthened(add(start, Span::new().try_days(term.amount))?, &paused)?,
            TermUnit::Months => self.lengthened(add(start, Span::new().try_months(term.amount))?, &paused)?,
            TermUnit::Years => self.lengthened(add(start, Span::new().try_years(term.amount))?, &paused)?,
            TermUnit::Hours => return self.by_the_clock(from, term, 60, pauses),
            TermUnit::Minutes => return self.by_the_clock(from, term, 1, pauses),
        };
        let last = match term.unit {
            TermUnit::WorkingDays => last,
            _ if self.moves_from_day_off => self.moved(last, &paused, &mut met)?,
            _ => last,
        };
        let pauses = pauses.iter().copied().filter(|pause| self.matters(start, last, *pause)).collect();
        let time_zone = self.time_zone.iana_name().unwrap_or("UTC").to_owned();
        Ok(Due { at: self.end_of_day(last), story: DueStory { from, term, time_zone, met, pauses } })
    }

    /// Hours and minutes run by the clock from the trigger itself, days off or not; a pause takes
    /// its whole length out of the count.
    fn by_the_clock(
        &self,
        from: Timestamp,
        term: Term,
        minutes: i64,
        pauses: &[(Timestamp, Timestamp)],
    ) -> Result<Due, NoCalendar> {
        let mut at = from + SignedDuration::from_mins(i64::from(term.amount) * minutes);
        let mut counted = Vec::new();
        for (start, end) in pauses.iter().copied().filter(|(start, end)| start < end && *end > from) {
            if start >= at {
                break;
            }
            at += end.duration_since(start.max(from));
            counted.push((start, end));
        }
        let time_zone = self.time_zone.iana_name().unwrap_or("UTC").to_owned();
        Ok(Due { at, story: DueStory { from, term, time_zone, met: Vec::new(), pauses: counted } })
    }

    fn nth_working_day(&self, start: Date, amount: u32, paused: &[Pause]) -> Result<Date, NoCalendar> {
        let mut day = start;
        let mut left = amount;
        while left > 0 {
            day = tomorrow(day)?;
            if let Some(pause) = covering(paused, day) {
                day = pause.last;
            } else if self.calendar.is_working(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    fn lengthened(&self, end: Date, paused: &[Pause]) -> Result<Date, NoCalendar> {
        let mut end = end;
        for pause in paused {
            if pause.first > end {
                break;
            }
            end = add(end, Ok(pause.days().days()))?;
        }
        Ok(end)
    }

    fn moved(&self, last: Date, paused: &[Pause], met: &mut Vec<String>) -> Result<Date, NoCalendar> {
        let mut day = last;
        while covering(paused, day).is_some() || !self.calendar.is_working(day)? {
            day = tomorrow(day)?;
        }
        if day != last {
            met.push(format!("{} — выходной, поэтому последний день перенесён", day_in_words(last)));
        }
        Ok(day)
    }

    /// Did the pause take away a day between the start and the end?
    fn matters(&self, start: Date, last: Date, pause: (Timestamp, Timestamp)) -> bool {
        join(start, std::iter::once((self.local_date(pause.0), self.local_date(pause.1))))
            .iter()
            .any(|pause| pause.first <= last)
    }

    /// Says which named days off and worked weekends lie between.
    fn meet(&self, start: Date, last: Date, paused: &[Pause], met: &mut Vec<String>) {
        let mut run: Vec<(Date, &DayOff)> = Vec::new();
        let mut day = start;
        while day < last {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            let year = self.calendar.year(day.year());
            let off = year.and_then(|year| year.days_off.get(&day)).filter(|_| covering(paused, day).is_none());
            match off {
                Some(reason) => run.push((day, reason)),
                None => {
                    met.extend(say_run(&run));
                    run.clear();
                    met.extend(year.and_then(|year| say_worked(year, day)));
                }
            }
        }
        met.extend(say_run(&run));
    }
}

/// The date of a moment in a time zone.
pub(super) fn local_date(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}

/// Days beyond the date library's years have no calendar either.
fn add(day: Date, span: Result<Span, jiff::Error>) -> Result<Date, NoCalendar> {
    span.and_then(|span| day.checked_add(span)).map_err(|_| NoCalendar { year: Date::MAX.year() })
}

fn tomorrow(day: Date) -> Result<Date, NoCalendar> {
    day.tomorrow().map_err(|_| NoCalendar { year: Date::MAX.year() })
}

/// One phrase for days off that follow each other.
fn say_run(run: &[(Date, &DayOff)]) -> Option<String> {
    let (first, reason) = run.first()?;
    let (last, _) = run.last()?;
    if first == last {
        return Some(match reason {
            DayOff::Holiday(name) => format!("{} — праздник «{name}»", day_in_words(*first)),
            DayOff::MovedFrom(from) => {
                format!("{} — выходной (перенос с {})", day_in_words(*first), day_in_words(*from))
            }
        });
    }
    let days = days_in_words(*first, *last);
    let all_holidays = run.iter().all(|(_, reason)| matches!(reason, DayOff::Holiday(_)));
    Some(if all_holidays {
        format!("{days} — праздничные дни")
    } else {
        format!("{days} — праздничные и перенесённые выходные дни")
    })
}

fn say_worked(year: &Year, day: Date) -> Option<String> {
    let to = year.working_weekends.get(&day).filter(|_| is_weekend(day))?;
    Some(format!(
        "{} ({}) — рабочий день (выходной перенесён на {})",
        day_in_words(day),
        weekday_in_words(day),
        day_in_words(*to)
    ))
}

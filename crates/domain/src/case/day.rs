//! How far a case has come in its term: «день 7 из 10, стоит 3 дня: ждём ответа заявителя», as
//! data that pages turn into words (STATUS-10).

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::clock::{LegalClock, TermUnit};

use super::model::{Case, CaseState};
use super::parts::Pause;

/// The longest stretch that is counted day by day: no term of a case comes near it.
const MOST_DAYS: usize = 4000;

/// How far a case has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOf {
    /// Days of the term that have come, today included; 0 on the day it began.
    pub day: u32,
    /// Days of the whole term.
    pub of: u32,
    /// They are working days; else calendar days.
    pub working: bool,
    /// Days that did not count, because the clock stood still.
    pub stood: u32,
    /// It stands still now.
    pub standing: Option<Standing>,
    /// The end has passed.
    pub late: bool,
}

/// The clock stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Since when.
    pub since: Timestamp,
    /// For how many days.
    pub days: u32,
    /// What for.
    pub waits_for: StandsFor,
    /// Until when at the longest.
    pub until: Option<Timestamp>,
}

/// What the clock stands still for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandsFor {
    /// A ground of the regulation, in the words shown to the applicant.
    Ground {
        /// Id in the regulation.
        ground: String,
        /// The words.
        words: String,
    },
    /// Answers of the applicant to these facts.
    Applicant {
        /// Names.
        facts: Vec<String>,
    },
    /// A payment.
    Payment,
}

/// Counts; `None` before the term runs, after it ended, or where a year has no calendar.
pub fn day_of(case: &Case, clock: &LegalClock, now: Timestamp) -> Option<DayOf> {
    let due = case.due.as_ref().filter(|_| case.term_ended_at.is_none())?;
    let working = due.story.term.unit == TermUnit::WorkingDays;
    let (from, today) = (clock.local_date(due.story.from), clock.local_date(now));
    let paused = |day: Date| case.pauses.iter().any(|pause| covers(pause, day, clock, now));
    let counts = |day: Date| if working { clock.calendar.is_working(day).ok() } else { Some(true) };
    let (mut day, mut stood) = (0, 0);
    for date in days_after(from, today) {
        if !counts(date)? {
            continue;
        }
        if paused(date) { stood += 1 } else { day += 1 }
    }
    let of = if working {
        due.story.term.amount
    } else {
        let ends = days_after(from, clock.local_date(due.at)).filter(|date| !paused(*date)).count();
        u32::try_from(ends).unwrap_or(u32::MAX).max(1)
    };
    let standing = standing(case).map(|(pause, waits_for)| Standing {
        since: pause.from,
        days: days_after(clock.local_date(pause.from), today)
            .filter(|date| counts(*date).unwrap_or(false))
            .count()
            .try_into()
            .unwrap_or(u32::MAX),
        waits_for,
        until: pause.limit.as_ref().map(|limit| limit.at),
    });
    let late = standing.is_none() && now > due.at;
    Some(DayOf { day: if late { day } else { day.min(of) }, of, working, stood, standing, late })
}

fn standing(case: &Case) -> Option<(&Pause, StandsFor)> {
    let pause = case.pauses.last().filter(|pause| pause.until.is_none())?;
    let waits_for = match (&pause.ground, case.state) {
        (Some(ground), _) => StandsFor::Ground { ground: ground.clone(), words: pause.reason.clone() },
        (None, CaseState::AwaitingPayment) => StandsFor::Payment,
        (None, _) => {
            let facts = case.asked_of_applicant.last().map(|asked| asked.facts.clone());
            StandsFor::Applicant { facts: facts.unwrap_or_default() }
        }
    };
    Some((pause, waits_for))
}

/// Days that a pause takes away: those after its first, its last included.
fn covers(pause: &Pause, day: Date, clock: &LegalClock, now: Timestamp) -> bool {
    clock.local_date(pause.from) < day && day <= clock.local_date(pause.until.unwrap_or(now))
}

/// The days after one, up to and including another.
fn days_after(from: Date, until: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(from.tomorrow().ok(), |day| day.tomorrow().ok())
        .take_while(move |day| *day <= until)
        .take(MOST_DAYS)
}

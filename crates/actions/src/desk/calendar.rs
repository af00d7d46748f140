//! The day of an official: what is overdue, due today and tomorrow, how the coming days are filled,
//! which tasks and opinions have a term, what applicants wrote.

use domain::official::Official;
use jiff::Timestamp;
use jiff::civil::Date;
use store::desk::roster::Absence;
use store::desk::tasks::{self, Task};
use store::desk::words::{self, Words};
use store::{desk, officials};

use super::assignment;
use super::queue::{Asked, DueIn, QueueRow, Whose, after, filtered, scope, span};
use super::search::Names;
use crate::office::Office;
use crate::stop::Stop;

/// Days of the strip.
const DAYS: i64 = 14;

/// Tasks and messages shown.
const SHOWN: i64 = 50;

/// The day.
#[derive(Debug, Default)]
pub struct Day {
    /// Past their term.
    pub late: Vec<QueueRow>,
    /// Due today, by the hour where hours count.
    pub today: Vec<QueueRow>,
    /// Due tomorrow.
    pub tomorrow: Vec<QueueRow>,
    /// How many cases of the authority end on each of the coming days, with whether it is worked.
    pub days: Vec<(Date, i64, bool)>,
    /// Tasks and opinions due until tomorrow, overdue ones too.
    pub tasks: Vec<Task>,
    /// What applicants wrote and nobody has opened.
    pub messages: Vec<Words>,
    /// Own absences, present and to come.
    pub absences: Vec<Absence>,
}

/// The day of an official: own cases only, or the whole authority's.
pub async fn day(office: &Office, official: &Official, whole: bool, now: Timestamp) -> Result<Day, Stop> {
    let authority = scope(official)?;
    let whose = (!whole).then_some(Whose::Mine);
    let staff = officials::of_authority(&office.db, authority).await?;
    let names: Names = staff.into_iter().map(|one| (one.id, one.name)).collect();
    let rows = async |due| {
        let asked = Asked { whose: whose.clone(), due: Some(due), ..Asked::default() };
        filtered(office, official, &asked, &names, now).await.map(|(rows, _)| rows)
    };
    let counts = desk::counts(&office.db, authority).await?;
    let today = office.today(now);
    let days = (0..DAYS).map(|ahead| {
        let day = after(today, ahead);
        let number = desk::day_number(day);
        (day, counts.between(number, number), office.clock.calendar.is_working(day).unwrap_or(true))
    });
    let until = span(office, DueIn::Tomorrow, now).1.unwrap_or(now);
    Ok(Day {
        late: rows(DueIn::Late).await?,
        today: rows(DueIn::Today).await?,
        tomorrow: rows(DueIn::Tomorrow).await?,
        days: days.collect(),
        tasks: tasks::due(&office.db, authority, until, SHOWN).await?,
        messages: words::unread(&office.db, authority, SHOWN).await?,
        absences: assignment::absences(office, official, now).await?,
    })
}

//! Making slots ahead: the days of every line up to the region's horizon, each once.

use domain::reception::{Day, LineId, Schedule};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Batch, marks, reception as rows};

use crate::office::Office;
use crate::stop::Stop;

/// The mark that says how far days were made.
const MADE: &str = "reception";

/// Days written in one batch.
const PAGE: usize = 31;

/// Makes the days that are not there yet. Where two nodes do so at once, one of them finds the
/// other was faster and leaves it so.
pub async fn make(office: &Office, now: Timestamp) -> Result<usize, Stop> {
    let Some(reception) = &office.region.reception else { return Ok(0) };
    // What was made up to today's horizon for these lines is not looked at line by line again.
    let lines: Vec<&str> = reception.places.values().flat_map(|place| place.lines.keys()).map(String::as_str).collect();
    let whole = format!("{} {}", horizon(office, now).unwrap_or_default(), lines.join(" "));
    if marks::get(&office.db, MADE).await?.as_deref() == Some(whole.as_str()) {
        return Ok(0);
    }
    let mut made = 0;
    for (place_id, place) in &reception.places {
        for line_id in place.lines.keys() {
            match make_line(office, &LineId::new(place_id, line_id), now).await {
                Ok(days) => made += days,
                Err(Stop::Conflict) => {}
                Err(stop) => return Err(stop),
            }
        }
    }
    office.db.commit(Batch::new().with(marks::set(MADE, &whole))).await?;
    Ok(made)
}

/// The schedule of a line; before anybody has changed it, the one of the region's file.
pub async fn schedule(office: &Office, line: &LineId, now: Timestamp) -> Result<(Schedule, Option<i64>), Stop> {
    if let Some(kept) = rows::schedule(&office.db, line).await? {
        let revision = kept.revision;
        return Ok((kept, Some(revision)));
    }
    let known = super::known(office, line)?;
    let percent = known.reception.electronic_share.value;
    let begun =
        Schedule::begin(line.clone(), known.place, known.line, &office.region.time_zone, percent, office.today(now));
    Ok((begun, None))
}

/// The last day slots are made for; none beyond the production calendar, which is never guessed.
pub fn horizon(office: &Office, now: Timestamp) -> Option<Date> {
    let reception = office.region.reception.as_ref()?;
    Some(office.clock.due(now, reception.horizon.value, &[]).ok()?.last_day())
}

async fn make_line(office: &Office, line: &LineId, now: Timestamp) -> Result<usize, Stop> {
    let (schedule, read) = schedule(office, line, now).await?;
    let today = now.to_zoned(schedule.zone()).date();
    let mut next = match schedule.made_until {
        Some(until) => until.tomorrow().unwrap_or(until).max(today),
        None => today,
    };
    let mut read = read;
    let mut schedule = schedule;
    let mut made = 0;
    loop {
        let mut batch = Batch::new();
        let mut last = None;
        for _ in 0..PAGE {
            let Some(until) = horizon(office, now).filter(|until| next <= *until) else { break };
            // A year without a calendar: what is there so far stays, the rest waits for the file.
            let Ok(starts) = schedule.starts(next, &office.clock.calendar) else { break };
            if let Some(week) = schedule.week_on(next).filter(|_| !starts.is_empty()) {
                batch.push(rows::insert_day(&Day::fresh(line.clone(), next, &starts, week.minutes, week.percent)));
                made += 1;
            }
            last = Some(next);
            match next.tomorrow() {
                Ok(day) if next < until => next = day,
                Ok(day) => {
                    next = day;
                    break;
                }
                Err(_) => break,
            }
        }
        let Some(last) = last else { return Ok(made) };
        schedule.made_until = Some(last);
        batch.push(rows::keep_schedule(&schedule, read));
        office.db.commit(batch).await?;
        schedule.revision = read.map_or(schedule.revision, |read| read + 1);
        read = Some(schedule.revision);
    }
}

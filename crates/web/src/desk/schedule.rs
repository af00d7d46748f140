//! Keeping a schedule: the week from a day on, a day that differs, a day that takes no bookings for
//! now, and who changed what with the share before and after (BOOK-03, BOOK-06, BOOK-13).

use actions::reception::timetable::{self, Kept, NotKept};
use actions::reception::{known, look, zone_of};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::reception::{LineId, NotChanged, Week};
use jiff::civil::{Date, Time};
use regulation::region::{Hours, span_of};
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::citizen::clock;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// Which line and day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    line: String,
    date: String,
    done: String,
}

/// What was filled in. The hours stand as people write them: «9:00-13:00, 14:00-18:00».
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Filled {
    act: String,
    from: String,
    minutes: String,
    percent: String,
    reason: String,
    spans: String,
    day_1: String,
    day_2: String,
    day_3: String,
    day_4: String,
    day_5: String,
    day_6: String,
    day_7: String,
}

#[derive(Template)]
#[template(path = "desk/schedule.html")]
struct SchedulePage {
    page: Page,
    me: Option<Me>,
    line: String,
    title: String,
    date: String,
    done: bool,
    week: Vec<(String, &'static str, String)>,
    minutes: String,
    percent: String,
    least: usize,
    spans: String,
    is_off: bool,
    suspended: bool,
    reason: String,
    from: String,
    problem: Option<String>,
    in_the_way: Vec<String>,
    changes: Vec<ChangeRow>,
}

struct ChangeRow {
    at: String,
    what: &'static str,
    day: String,
    reason: String,
    share: String,
}

/// `GET /desk/schedule`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    html(&view(&app, page, &staff, &wanted, None, None).await?)
}

fn written(spans: impl Iterator<Item = (Time, Time)>) -> String {
    let one = |(from, until): (Time, Time)| format!("{}-{}", from.strftime("%H:%M"), until.strftime("%H:%M"));
    spans.map(one).collect::<Vec<_>>().join(", ")
}

async fn view(
    app: &App,
    page: Page,
    staff: &Staff,
    wanted: &Wanted,
    filled: Option<Filled>,
    problem: Option<(String, Vec<String>)>,
) -> Result<SchedulePage, Failure> {
    let office = &app.office;
    let line = LineId::parse(&wanted.line).ok_or(Stop::Missing)?;
    let (schedule, changes) = timetable::see(office, &staff.0, &line).await?;
    let known = known(office, &line)?;
    let today = look::today_at(zone_of(office, known.place), office.now());
    let date: Date = match wanted.date.as_str() {
        "" => today,
        date => date.parse().map_err(|_| Stop::Missing)?,
    };
    let week = schedule.week_on(date);
    let kept = |day: i8| {
        let hours = week.iter().flat_map(|week| &week.hours).filter(move |hours| hours.days.contains(&day));
        written(hours.map(|hours| (hours.from, hours.until)))
    };
    let exception = schedule.exceptions.get(&date);
    let own = match exception {
        Some(exception) => written(exception.spans.iter().copied()),
        None => kept(date.weekday().to_monday_one_offset()),
    };
    let asked = filled.clone().unwrap_or_default();
    let typed = [&asked.day_1, &asked.day_2, &asked.day_3, &asked.day_4, &asked.day_5, &asked.day_6, &asked.day_7];
    let week_typed = asked.act == "week";
    let days = (1_i8..=7).zip(typed).map(|(day, typed)| {
        let weekday = jiff::civil::Weekday::from_monday_one_offset(day).unwrap_or(jiff::civil::Weekday::Monday);
        let value = if week_typed { typed.clone() } else { kept(day) };
        (format!("day_{day}"), clock::weekday_key(weekday), value)
    });
    let or = |typed: &str, kept: String| if typed.is_empty() { kept } else { typed.to_owned() };
    let suspended =
        look::days(office, &line, date, date, office.now()).await?.pop().is_some_and(|day| day.suspended.is_some());
    let (problem, in_the_way) = problem.map_or((None, Vec::new()), |(problem, ids)| (Some(problem), ids));
    Ok(SchedulePage {
        me: staff.me(),
        title: format!("{}, {}", known.place.title, known.line.title),
        line: line.to_string(),
        date: date.to_string(),
        done: wanted.done == "1",
        week: days.collect(),
        minutes: or(&asked.minutes, week.map(|week| week.minutes.to_string()).unwrap_or_default()),
        percent: or(&asked.percent, week.map(|week| week.percent.to_string()).unwrap_or_default()),
        least: known.reception.electronic_share.value as usize,
        spans: if asked.act == "day" { asked.spans.clone() } else { own },
        is_off: schedule.is_day_off(date, &office.clock.calendar).unwrap_or(true),
        suspended,
        reason: asked.reason.clone(),
        from: or(&asked.from, date.to_string()),
        problem,
        in_the_way,
        changes: changes
            .iter()
            .map(|one| ChangeRow {
                at: page.moment(&one.at),
                what: match one.what.as_str() {
                    "week" => "schedule-change-week",
                    "day" => "schedule-change-day",
                    "suspended" => "schedule-change-suspended",
                    _ => "schedule-change-resumed",
                },
                day: page.date(&one.date),
                reason: one.reason.clone(),
                share: one
                    .slots
                    .map(|[before, after]| {
                        let one = |(slots, kept): (usize, usize)| format!("{kept}/{slots}");
                        page.t2("schedule-share", "before", one(before), "after", one(after))
                    })
                    .unwrap_or_default(),
            })
            .collect(),
        page,
    })
}

/// Spans of a day as typed; `None` when one of them is no span.
fn spans(text: &str) -> Option<Vec<(Time, Time)>> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(span_of).collect()
}

/// The week as typed; the key of what is wrong otherwise.
fn week(filled: &Filled) -> Result<Week, &'static str> {
    let days =
        [&filled.day_1, &filled.day_2, &filled.day_3, &filled.day_4, &filled.day_5, &filled.day_6, &filled.day_7];
    let days: Vec<Vec<(Time, Time)>> =
        days.into_iter().map(|day| spans(day)).collect::<Option<_>>().ok_or("schedule-wrong-hours")?;
    let hours: Vec<Hours> = timetable::hours(&days);
    let minutes = filled.minutes.trim().parse().ok().filter(|minutes| (5..=480).contains(minutes));
    let percent = filled.percent.trim().parse().ok().filter(|percent| (1..=100).contains(percent));
    Ok(Week {
        from: filled.from.parse().map_err(|_| "schedule-wrong-date")?,
        minutes: minutes.ok_or("schedule-wrong-minutes")?,
        percent: percent.ok_or("schedule-wrong-percent")?,
        hours,
    })
}

/// `POST /desk/schedule`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Query(wanted): Query<Wanted>,
    Form(filled): Form<Filled>,
) -> Answer {
    let office = &app.office;
    let line = LineId::parse(&wanted.line).ok_or(Stop::Missing)?;
    let date = || wanted.date.parse::<Date>().map_err(|_| Failure(Stop::Missing));
    let wrong = |key: &'static str| (page.t(key).to_owned(), Vec::new());
    let done = match filled.act.as_str() {
        "week" => match week(&filled) {
            Ok(week) => timetable::set_week(office, &staff.0, &line, &week, &filled.reason).await,
            Err(key) => return again(&app, &staff, &wanted, filled, wrong(key), page).await,
        },
        "day" => match spans(&filled.spans) {
            Some(spans) => timetable::set_day(office, &staff.0, &line, date()?, &spans, &filled.reason).await,
            None => return again(&app, &staff, &wanted, filled, wrong("schedule-wrong-hours"), page).await,
        },
        "suspend" => {
            timetable::suspend(office, &staff.0, &line, date()?, Some(&filled.reason)).await.map(|()| Kept::Done)
        }
        "resume" => timetable::suspend(office, &staff.0, &line, date()?, None).await.map(|()| Kept::Done),
        _ => return Err(Failure(Stop::Missing)),
    };
    let problem = match done {
        Ok(Kept::Done) => {
            let date = wanted.date.parse::<Date>().map(|date| date.to_string()).unwrap_or_default();
            return Ok(Redirect::to(&format!("/desk/schedule?line={line}&date={date}&done=1")).into_response());
        }
        Ok(not @ Kept::Not(..)) => said(&page, &not),
        Err(stop) => (page.refusal(&on_form(stop)?), Vec::new()),
    };
    again(&app, &staff, &wanted, filled, problem, page).await
}

fn said(page: &Page, not: &Kept) -> (String, Vec<String>) {
    let ids = timetable::in_the_way(not).iter().map(ToString::to_string).collect();
    let Kept::Not(date, why) = not else { return (String::new(), ids) };
    let date = page.date(date);
    let words = match why {
        NotKept::Slots(NotChanged::Booked(booked)) => page.t2("schedule-booked", "date", date, "count", booked.len()),
        NotKept::Slots(NotChanged::Share { needed, possible }) => {
            let share = page.t2("schedule-share-needed", "needed", *needed, "possible", *possible);
            page.t2("schedule-on-day", "date", date, "what", share)
        }
        NotKept::Overlap { line, start } => {
            let overlap = page.t2("schedule-overlap", "line", line.as_str(), "moment", page.moment(start));
            page.t2("schedule-on-day", "date", date, "what", overlap)
        }
    };
    (words, ids)
}

async fn again(
    app: &App,
    staff: &Staff,
    wanted: &Wanted,
    filled: Filled,
    problem: (String, Vec<String>),
    page: Page,
) -> Answer {
    let shown = view(app, page, staff, wanted, Some(filled), Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)?).into_response())
}

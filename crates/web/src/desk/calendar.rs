//! The day of an official: what is overdue, due today and tomorrow, the coming days, tasks,
//! messages, own absences.

use actions::desk::tasks::{Kind, Task};
use actions::desk::{assignment, calendar};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use serde::Deserialize;

use super::queue::{Row, row};
use super::staff::{Me, Staff};
use super::told::told;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// Whose day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    all: String,
}

#[derive(Template)]
#[template(path = "desk/calendar.html")]
struct Calendar {
    page: Page,
    me: Option<Me>,
    whole: bool,
    title: String,
    parts: Vec<Part>,
    days: Vec<DayView>,
    tasks: Vec<TaskView>,
    messages: Vec<MessageView>,
    absences: Vec<AbsenceView>,
}

struct Part {
    id: &'static str,
    title: &'static str,
    rows: Vec<Row>,
}

struct DayView {
    date: String,
    count: i64,
    off: bool,
    today: bool,
}

struct TaskView {
    case: String,
    number: String,
    kind: &'static str,
    whom: String,
    what: String,
    due: String,
    late: bool,
}

struct MessageView {
    case: String,
    at: String,
    text: String,
}

struct AbsenceView {
    id: String,
    text: String,
}

/// `GET /desk/day`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(params): Query<Params>) -> Answer {
    let (now, whole) = (app.office.now(), params.all == "1");
    let day = calendar::day(&app.office, &staff.0, whole, now).await?;
    let rows = |rows: &[_]| rows.iter().map(|one| row(&app, &page, &staff, one)).collect();
    let task = |task: Task| TaskView {
        case: task.case.to_string(),
        number: task.body.number,
        kind: if task.kind == Kind::Opinion { "desk-task-opinion" } else { "desk-task-task" },
        whom: task.body.whom,
        what: task.body.what,
        due: page.day(&task.due_at),
        late: task.due_at < now,
    };
    let absence = |one: &assignment::Absence| AbsenceView {
        id: one.id.clone(),
        text: page.t2("desk-away-span", "from", page.day(&one.from), "until", page.day(&one.until)),
    };
    let view = Calendar {
        me: staff.me(),
        whole,
        title: page.t1("desk-day-title", "date", page.date(&page.today)),
        parts: vec![
            Part { id: "late", title: "desk-queue-due-late", rows: rows(&day.late) },
            Part { id: "today", title: "desk-queue-due-today", rows: rows(&day.today) },
            Part { id: "tomorrow", title: "desk-queue-due-tomorrow", rows: rows(&day.tomorrow) },
        ],
        days: day
            .days
            .iter()
            .map(|(date, count, works)| DayView {
                date: page.date(date),
                count: *count,
                off: !works,
                today: *date == page.today,
            })
            .collect(),
        tasks: day.tasks.into_iter().map(task).collect(),
        messages: day
            .messages
            .into_iter()
            .map(|said| MessageView {
                case: said.case.to_string(),
                at: page.moment(&said.at),
                text: said.text.chars().take(160).collect(),
            })
            .collect(),
        absences: day.absences.iter().map(absence).collect(),
        page,
    };
    html(&view)
}

/// An absence.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Away {
    from: String,
    until: String,
}

/// `POST /desk/absences`.
pub async fn be_away(State(app): State<App>, page: Page, staff: Staff, Form(away): Form<Away>) -> Answer {
    let days = (away.from.parse::<Date>(), away.until.parse::<Date>());
    let kept = match days {
        (Ok(first), Ok(last)) => assignment::be_away(&app.office, &staff.0, first, last, app.office.now()).await?,
        _ => false,
    };
    if kept {
        return Ok(Redirect::to("/desk/day#away").into_response());
    }
    let (heading, text) = (page.t("desk-away-wrong").to_owned(), page.t("desk-away-wrong-text").to_owned());
    Ok((StatusCode::UNPROCESSABLE_ENTITY, told(page, &staff, heading, text, "/desk/day#away")?).into_response())
}

/// `POST /desk/absences/{id}/delete`.
pub async fn be_there(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Answer {
    assignment::be_there(&app.office, &staff.0, &id).await?;
    Ok(Redirect::to("/desk/day#away").into_response())
}

//! Opinions of other bodies and experts, and tasks: asked with a term, answered, done.

use actions::citizen::uploads::NotTaken;
use actions::desk::{opinions, tasks};
use axum::Form;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jiff::civil::Date;
use serde::Deserialize;

use super::messages::{finish, read};
use super::staff::{Staff, case_id};
use super::told::told;
use crate::shell::error::Answer;
use crate::shell::{App, Page};

/// What is asked, of whom, until when.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    whom: String,
    what: String,
    until: String,
}

/// What was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    words: String,
}

/// `POST /desk/cases/{id}/tasks`: a task or an opinion, by `kind`.
pub async fn ask(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Answer {
    let id = case_id(&id)?;
    let (office, official) = (&app.office, &staff.0);
    let until = asked.until.parse::<Date>().ok().filter(|day| *day >= page.today);
    let Some(until) = until.filter(|_| !asked.whom.trim().is_empty() && !asked.what.trim().is_empty()) else {
        let (heading, text) = (page.t("desk-task-lacks").to_owned(), page.t("desk-task-lacks-text").to_owned());
        let back = format!("/desk/cases/{id}#tasks");
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, told(page, &staff, heading, text, &back)?).into_response());
    };
    let done = match asked.kind.as_str() {
        "opinion" => opinions::ask(office, official, &id, &asked.whom, &asked.what, until).await,
        _ => tasks::give(office, official, &id, &asked.whom, &asked.what, until).await,
    };
    finish(page, &staff, &id, "tasks", done.map_err(NotTaken::Stop))
}

/// `POST /desk/cases/{id}/tasks/{task}`: it is done.
pub async fn done(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, task)): Path<(String, String)>,
    Form(done): Form<Done>,
) -> Answer {
    let id = case_id(&id)?;
    let done = tasks::done(&app.office, &staff.0, &id, &task, &done.words).await;
    finish(page, &staff, &id, "tasks", done.map_err(NotTaken::Stop))
}

/// `POST /desk/cases/{id}/opinions/{opinion}`: it came.
pub async fn answer(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, opinion)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let id = case_id(&id)?;
    let form = read(&app, request).await?;
    let words = form.field("words").to_owned();
    let done = opinions::answer(&app.office, &staff.0, &id, &opinion, &words, form.file).await;
    finish(page, &staff, &id, "tasks", done)
}

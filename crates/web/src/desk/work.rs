//! Taking a case, putting it back, handing it over.

use actions::desk::work;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::{CaseId, OfficialId};
use serde::Deserialize;

use super::staff::{Me, Staff, case_id, refusal};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

/// The revision the official saw, and to whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    revision: i64,
    to: String,
}

#[derive(Template)]
#[template(path = "desk/changed.html")]
struct Changed<'a> {
    page: Page,
    me: Option<Me>,
    id: &'a CaseId,
    heading: String,
    text: String,
}

/// `POST /desk/cases/{id}/take`.
pub async fn take(State(app): State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    let id = case_id(&id)?;
    let done = work::take(&app.office, &staff.0, &id, app.office.now()).await;
    finish(page, &staff, &id, "take", done)
}

/// `POST /desk/cases/{id}/return`.
pub async fn give_back(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Answer {
    let id = case_id(&id)?;
    let done = work::give_back(&app.office, &staff.0, &id, seen.revision, app.office.now()).await;
    finish(page, &staff, &id, "return", done)
}

/// `POST /desk/cases/{id}/hand-over`.
pub async fn hand_over(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Answer {
    let id = case_id(&id)?;
    let to = OfficialId::parse(&seen.to).ok_or(Stop::Refused(domain::refusal::Refusal::NotAllowed));
    let done = match to {
        Ok(to) => work::hand_over(&app.office, &staff.0, &id, &to, seen.revision, app.office.now()).await,
        Err(stop) => Err(stop),
    };
    finish(page, &staff, &id, "hand-over", done)
}

/// Back to the card with a word on what was done, or the page that says why it was not.
pub fn finish(page: Page, staff: &Staff, id: &CaseId, what: &str, done: Result<(), Stop>) -> Answer {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/desk/cases/{id}?done={what}")).into_response()),
        Err(stop) => not_done(page, staff, id, stop),
    }
}

/// «Это изменилось, пока вы смотрели», or what the rule says; other stops stay what they are.
pub fn not_done(page: Page, staff: &Staff, id: &CaseId, stop: Stop) -> Answer {
    let (status, heading, text) = match &stop {
        Stop::Conflict => (StatusCode::CONFLICT, page.t("desk-changed-title"), page.t("desk-changed-text").to_owned()),
        Stop::Refused(why) => (StatusCode::CONFLICT, page.t("desk-refused-title"), refusal(&page, why)),
        _ => return Err(Failure(stop)),
    };
    let heading = heading.to_owned();
    Ok((status, html(&Changed { page, me: staff.me(), id, heading, text })?).into_response())
}

/// A stated value that its fact does not take.
pub fn wrong_value(page: Page, staff: &Staff, id: &CaseId, problem: &str) -> Answer {
    let heading = page.t("desk-learn-wrong").to_owned();
    let text = page.t1("desk-learn-wrong-text", "problem", problem);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&Changed { page, me: staff.me(), id, heading, text })?).into_response())
}

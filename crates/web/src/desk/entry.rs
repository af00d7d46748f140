//! An entry of the result register at the desk: history, and what may be done with it (SM-22).
//! Every change names what the official saw, a ground and a clause.

use actions::register::entry::{self, Correcting, Desk, Renewed};
use actions::register::issue::NotIssued;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::ResultId;
use domain::refusal::Refusal;
use domain::result::{Alteration, Basis};
use serde::Deserialize;

use super::entry_view::{ActView, EntryView, view};
use super::staff::{Me, Staff};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    done: String,
}

#[derive(Template)]
#[template(path = "desk/entries.html")]
struct Find {
    me: Option<Me>,
    query: String,
    missing: bool,
    page: Page,
}

#[derive(Template)]
#[template(path = "desk/entry.html")]
struct Show {
    me: Option<Me>,
    entry: EntryView,
    acts: Vec<(String, String)>,
    can: Vec<ActView>,
    typed: Typed,
    problem: Option<String>,
    done: Option<String>,
    page: Page,
}

/// What an official types.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Typed {
    revision: i64,
    /// The ground in words.
    pub ground: String,
    /// Id of the act.
    pub act: String,
    /// The clause in it.
    pub clause: String,
    /// For a correction: the fact.
    pub fact: String,
    /// Its right value.
    pub value: String,
    /// Who asked.
    pub asked_by: String,
}

/// `GET /desk/entries` and `GET /desk/entries?q=`.
pub async fn find(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    if !staff.me().is_some_and(|me| me.works) {
        return Err(Failure(Stop::Refused(Refusal::NotAllowed)));
    }
    let query: String = wanted.q.chars().filter(|sign| !sign.is_control()).take(400).collect();
    let found = match query.trim() {
        "" => None,
        typed => match entry::find(&app.office, &staff.0, typed).await {
            Ok(id) => Some(id),
            Err(Stop::Missing) => None,
            Err(stop) => return Err(Failure(stop)),
        },
    };
    if let Some(id) = found {
        return Ok(Redirect::to(&format!("/desk/entries/{id}")).into_response());
    }
    let missing = !query.trim().is_empty();
    let status = if missing { StatusCode::NOT_FOUND } else { StatusCode::OK };
    Ok((status, html(&Find { me: staff.me(), query, missing, page })?).into_response())
}

/// `GET /desk/entries/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let done = ["suspend", "resume", "annul", "correct", "reissue"].into_iter().find(|known| *known == wanted.done);
    let done = done.map(|what| page.t(&format!("desk-entry-done-{what}")).to_owned());
    draw(&app, page, &staff, &result_id(&id)?, Typed::default(), None, done).await
}

async fn draw(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &ResultId,
    typed: Typed,
    problem: Option<String>,
    done: Option<String>,
) -> Answer {
    let ground = |number: &str| page.t1("desk-entry-read-ground", "number", number);
    let now = app.office.now();
    let desk: Desk = entry::open(&app.office, &staff.0, id, ground, now).await?;
    let acts = desk.held.regulation.acts.iter();
    let acts = acts.map(|(id, act)| (id.clone(), format!("{} {}", act.number, act.title))).collect();
    let entry = view(app, &page, &desk, now);
    let can = entry::can(desk.held.record.state_at(now), desk.may_change);
    let can = can.into_iter().map(|what| ActView::of(&page, what)).collect();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, html(&Show { me: staff.me(), entry, acts, can, typed, problem, done, page })?).into_response())
}

/// `POST /desk/entries/{id}/{what}`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, what)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (id, now) = (result_id(&id)?, app.office.now());
    let (office, official, revision) = (&app.office, &staff.0, typed.revision);
    let basis = Basis {
        ground: typed.ground.clone(),
        clause: entry::clause(office, official, &id, &typed.act, &typed.clause).await?,
    };
    let done = match what.as_str() {
        "suspend" => entry::alter(office, official, &id, &Alteration::Suspend(basis), revision, now).await,
        "resume" => entry::alter(office, official, &id, &Alteration::Resume(basis), revision, now).await,
        "annul" => entry::alter(office, official, &id, &Alteration::Annul(basis), revision, now).await,
        "correct" => {
            let correcting = Correcting {
                fact: typed.fact.clone(),
                value: typed.value.clone(),
                asked_by: typed.asked_by.clone(),
                basis,
            };
            match entry::correct(office, official, &id, &correcting, revision, now).await {
                Ok(renewed) => return renewed_page(&app, page, &staff, &id, typed, renewed, "correct").await,
                Err(stop) => Err(stop),
            }
        }
        "reissue" => match entry::reissue(office, official, &id, &basis, revision, now).await {
            Ok(renewed) => return renewed_page(&app, page, &staff, &id, typed, renewed, "reissue").await,
            Err(stop) => Err(stop),
        },
        _ => return Err(Failure(Stop::Missing)),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/desk/entries/{id}?done={what}")).into_response()),
        Err(stop) => {
            let problem = problem(&page, &stop).ok_or(Failure(stop))?;
            draw(&app, page, &staff, &id, typed, Some(problem), None).await
        }
    }
}

async fn renewed_page(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &ResultId,
    typed: Typed,
    renewed: Renewed,
    what: &str,
) -> Answer {
    let problem = match renewed {
        Renewed::Done(new) => return Ok(Redirect::to(&format!("/desk/entries/{new}?done={what}")).into_response()),
        Renewed::Wrong(problem) => page.t1("desk-entry-wrong-value", "problem", problem),
        Renewed::NotIssued(NotIssued::Missing(facts)) => page.t1("desk-sign-missing", "facts", facts.join("; ")),
        Renewed::NotIssued(NotIssued::Signature(why)) => {
            tracing::warn!(official = %staff.0.id, %why, "a signature was refused");
            page.t("desk-sign-refused").to_owned()
        }
    };
    draw(app, page, staff, id, typed, Some(problem), None).await
}

/// What a refusal means here, with how to mend it; other stops are pages of their own.
fn problem(page: &Page, stop: &Stop) -> Option<String> {
    let key = match stop {
        Stop::Conflict => "desk-entry-changed",
        Stop::Refused(Refusal::NotAllowed | Refusal::NotFound) => return None,
        Stop::Refused(refusal) => {
            let key = refusal.key();
            return Some(format!("{} {}", page.t(key), page.t(&format!("{key}-mend"))));
        }
        _ => return None,
    };
    Some(page.t(key).to_owned())
}

fn result_id(text: &str) -> Result<ResultId, Failure> {
    ResultId::parse(text).ok_or(Failure(Stop::Missing))
}

//! The service centre's page (RESULT-03): find a result by number or code, print what it
//! confirms. A failed check of the signature blocks the print and says so.

use actions::register::answer::{Answer as Known, Public};
use actions::register::centre::{self, Blocked};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;

use super::entry_view::state;
use super::files::safe;
use super::staff::{Me, Staff};
use crate::public::standing_state;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    /// The owner stands at the window, identified, and asked for it.
    asked: String,
}

struct Found {
    number: String,
    what: String,
    authority: String,
    issued: String,
    state: String,
    mark: &'static str,
    in_force: bool,
}

#[derive(Template)]
#[template(path = "desk/centre.html")]
struct Centre {
    me: Option<Me>,
    query: String,
    missing: bool,
    found: Option<Found>,
    problem: Option<String>,
    page: Page,
}

/// `GET /desk/centre` and `GET /desk/centre?q=`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    draw(&app, page, &staff, &wanted.q, None).await
}

async fn draw(app: &App, page: Page, staff: &Staff, typed: &str, problem: Option<String>) -> Answer {
    let query: String = typed.chars().filter(|sign| !sign.is_control()).take(400).collect();
    let known = centre::look(&app.office, &staff.0, &query, app.office.now()).await?;
    let found = match &known {
        Known::Known(public) => Some(found(app, &page, public)),
        Known::Unknown => None,
    };
    let missing = found.is_none() && !query.trim().is_empty();
    let status = match (&problem, missing) {
        (Some(_), _) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::NOT_FOUND,
        (None, false) => StatusCode::OK,
    };
    Ok((status, html(&Centre { me: staff.me(), query, missing, found, problem, page })?).into_response())
}

fn found(app: &App, page: &Page, public: &Public) -> Found {
    let regulation = app.office.library.edition(&public.service, &public.version);
    let output = regulation.and_then(|one| one.results.iter().find(|output| output.id == public.output));
    let authority = app.office.region.authority(&public.authority);
    let at = standing_state(public.standing);
    let (words, mark) = state(page, at);
    Found {
        number: public.number.clone(),
        what: output.map_or_else(|| public.output.clone(), |output| output.title.clone()),
        authority: authority.map_or_else(|| public.authority.clone(), |authority| authority.name.clone()),
        issued: page.day(&public.issued_at),
        state: words,
        mark,
        in_force: at == domain::result::ResultState::Active,
    }
}

/// `POST /desk/centre`: the paper, or why there is none.
pub async fn print(State(app): State<App>, page: Page, staff: Staff, Form(wanted): Form<Wanted>) -> Answer {
    let asked = wanted.asked == "yes";
    let printed = centre::print(&app.office, &staff.0, &wanted.q, asked, app.office.now()).await?;
    let blocked = match printed {
        Ok((number, pdf)) => {
            let mut response = pdf.into_response();
            safe(response.headers_mut(), "application/pdf", &format!("{number}.pdf"));
            return Ok(response);
        }
        Err(blocked) => blocked,
    };
    let problem = match blocked {
        Blocked::Unknown => page.t("desk-centre-missing").to_owned(),
        Blocked::NotInForce(at) => page.t1("desk-centre-not-in-force", "state", state(&page, at).0),
        Blocked::Signature(_) => page.t("desk-centre-signature").to_owned(),
        Blocked::NoRequest => page.t("desk-centre-no-request").to_owned(),
    };
    draw(&app, page, &staff, &wanted.q, Some(problem)).await
}

//! Beginning an application: level of the account, kind of the applicant, drafts already begun.

use std::sync::Arc;

use actions::citizen::drafts;
use actions::citizen::start_draft::{self, Beginning};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use domain::draft::Draft;
use domain::id::CaseId;
use domain::refusal::Refusal;
use regulation::package::Regulation;
use serde::Deserialize;

use super::profiling;
use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, cookies, html};

#[derive(Template)]
#[template(path = "citizen/start.html")]
struct Start<'a> {
    page: Page,
    service: &'a Arc<Regulation>,
    begun: Vec<Draft>,
    barrier: Option<&'static str>,
    /// How many answers of the questionnaire come along.
    carried: usize,
}

/// What to begin from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    from: Option<String>,
    fresh: Option<String>,
}

/// `GET /services/{id}/start`: where sign-in returns to.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let office = &app.office;
    let today = office.today(office.now());
    let service = office.library.current(&id, today).ok_or(Stop::Missing)?;
    let barrier = start_draft::barrier(service, &visitor.0).map(|refusal| barrier_key(&refusal));
    let begun = drafts::of_service(office, &visitor.0, &id).await?;
    let carried = profiling::carried(&headers, &id).len();
    html(&Start { page, service, begun, barrier, carried })
}

/// `POST /services/{id}/start`: a new draft, or the one begun before.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Answer {
    let office = &app.office;
    let from = match &wanted.from {
        Some(text) => Some(CaseId::parse(text).ok_or(Stop::Missing)?),
        None => None,
    };
    let begun = drafts::of_service(office, &visitor.0, &id).await?;
    if !begun.is_empty() && from.is_none() && wanted.fresh.is_none() {
        return Ok(Redirect::to(&format!("/services/{id}/start")).into_response());
    }
    let answers = profiling::carried(&headers, &id);
    let carries = !answers.is_empty();
    let beginning = Beginning { from: from.as_ref(), answers, ..Beginning::default() };
    match start_draft::start_by(office, &visitor.0, &id, beginning).await {
        Ok(draft) => {
            let mut response = Redirect::to(&format!("/drafts/{draft}")).into_response();
            if carries {
                cookies::clear(response.headers_mut(), &app, cookies::ANSWERS);
            }
            Ok(response)
        }
        Err(Stop::Refused(refusal @ (Refusal::AssuranceTooLow | Refusal::NotAnApplicant))) => {
            let service = office.library.current(&id, office.today(office.now())).ok_or(Stop::Missing)?;
            let mut response = html(&Start { page, service, begun, barrier: Some(barrier_key(&refusal)), carried: 0 })?;
            *response.status_mut() = axum::http::StatusCode::FORBIDDEN;
            Ok(response)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// Which message explains why this account may not apply.
pub fn barrier_key(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotAnApplicant => "not-applicant",
        _ => "assurance",
    }
}

impl Start<'_> {
    fn barrier_words(&self, kind: &str, part: &str) -> String {
        self.page.t(&format!("error-{kind}-{part}")).to_owned()
    }
}

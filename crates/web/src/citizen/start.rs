//! Beginning an application: level of the account, kind of the applicant, drafts already begun.

use std::sync::Arc;

use actions::citizen::{drafts, start_draft};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use domain::draft::Draft;
use domain::id::CaseId;
use domain::refusal::Refusal;
use regulation::package::Regulation;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/start.html")]
struct Start<'a> {
    page: Page,
    service: &'a Arc<Regulation>,
    begun: Vec<Draft>,
    barrier: Option<&'static str>,
}

/// What to begin from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    from: Option<String>,
    fresh: Option<String>,
}

/// `GET /services/{id}/start`: where sign-in returns to.
pub async fn show(State(app): State<App>, page: Page, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let office = &app.office;
    let today = office.today(office.now());
    let service = office.library.current(&id, today).ok_or(Stop::Missing)?;
    let barrier = start_draft::barrier(service, &visitor.0).map(|refusal| barrier_key(&refusal));
    let begun = drafts::of_service(office, &visitor.0, &id).await?;
    html(&Start { page, service, begun, barrier })
}

/// `POST /services/{id}/start`: a new draft, or the one begun before.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
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
    match start_draft::start(office, &visitor.0, &id, from.as_ref()).await {
        Ok(draft) => Ok(Redirect::to(&format!("/drafts/{draft}")).into_response()),
        Err(Stop::Refused(refusal @ (Refusal::AssuranceTooLow | Refusal::NotAnApplicant))) => {
            let service = office.library.current(&id, office.today(office.now())).ok_or(Stop::Missing)?;
            let mut response = html(&Start { page, service, begun, barrier: Some(barrier_key(&refusal)) })?;
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

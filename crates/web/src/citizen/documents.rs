//! One's own electronic duplicates, and «Взять из моих документов» in any form (DUP-02).

use actions::citizen::drafts::OpenDraft;
use actions::duplicates::{self, Pickable};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::duplicate::{Duplicate, Standing};
use domain::id::DuplicateId;
use domain::refusal::Refusal;
use serde::Deserialize;

use super::draft::id;
use super::visitor::Visitor;
use crate::desk::safe;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "citizen/documents.html")]
struct Documents {
    documents: Vec<(Duplicate, Standing)>,
    account: String,
    page: Page,
}

struct Choice {
    duplicate: Duplicate,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen/pick.html")]
struct Pick {
    draft: String,
    field: String,
    label: String,
    choices: Vec<Choice>,
    problem: Option<String>,
    page: Page,
}

/// `GET /documents`.
pub async fn list(State(app): State<App>, page: Page, visitor: Visitor) -> Answer {
    let today = app.office.today(app.office.now());
    let own = duplicates::own(&app.office, &visitor.0).await?.into_iter();
    let documents = own.map(|duplicate| (duplicate.standing(today), duplicate)).map(|(how, one)| (one, how)).collect();
    html(&Documents { documents, account: visitor.person().oid.clone(), page })
}

/// `GET /documents/{id}/file`: the image.
pub async fn file(State(app): State<App>, visitor: Visitor, Path(duplicate): Path<String>) -> Answer {
    let duplicate = DuplicateId::parse(&duplicate).ok_or(Stop::Missing)?;
    let (image, content) = duplicates::document(&app.office, &visitor.0, &duplicate).await?;
    let mut response = content.into_response();
    safe(response.headers_mut(), &image.media_type, &image.name);
    Ok(response)
}

/// `GET /drafts/{id}/documents/{field}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, field)): Path<(String, String)>,
) -> Answer {
    html(&pick_page(&app, page, &visitor, draft, field, None).await?)
}

async fn pick_page(
    app: &App,
    page: Page,
    visitor: &Visitor,
    draft: String,
    field: String,
    problem: Option<String>,
) -> Result<Pick, Failure> {
    let (opened, pickable) = duplicates::of_draft(&app.office, &visitor.0, &id(&draft)?, &field).await?;
    let label = opened.regulation.facts.get(&field).map_or_else(|| field.clone(), |fact| fact.label.clone());
    let choices = pickable.into_iter().map(|one| choice(&page, one)).collect();
    Ok(Pick { draft, field, label, choices, problem, page })
}

fn choice(page: &Page, pickable: Pickable) -> Choice {
    Choice { problem: pickable.problem.as_ref().map(|refusal| page.refusal(refusal)), duplicate: pickable.duplicate }
}

/// Which one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Picked {
    duplicate: String,
}

/// `POST /drafts/{id}/documents/{field}`: attached without an upload, or the reason why not.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, field)): Path<(String, String)>,
    Form(picked): Form<Picked>,
) -> Answer {
    let duplicate = DuplicateId::parse(&picked.duplicate).ok_or(Stop::Missing)?;
    match duplicates::pick(&app.office, &visitor.0, &id(&draft)?, &field, &duplicate).await {
        Ok(opened) => Ok(Redirect::to(&back(&opened, &draft, &field)).into_response()),
        Err(Stop::Refused(refusal @ Refusal::DuplicateUnfit { .. })) => {
            let problem = Some(page.refusal(&refusal));
            let shown = pick_page(&app, page, &visitor, draft, field, problem).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)?).into_response())
        }
        Err(stop) => Err(Failure(stop)),
    }
}

/// The step the field stands in.
fn back(opened: &OpenDraft, draft: &str, field: &str) -> String {
    let steps = opened.regulation.form.iter();
    let step = steps.into_iter().find(|step| step.fields.iter().any(|name| name == field));
    step.map_or_else(|| format!("/drafts/{draft}"), |step| format!("/drafts/{draft}/{}", step.id))
}

impl Documents {
    fn standing(how: &Standing) -> (&'static str, &'static str) {
        match how {
            Standing::Good => ("good", "documents-good"),
            Standing::Expired => ("warn", "documents-expired"),
            Standing::Revoked => ("bad", "documents-revoked"),
        }
    }
}

//! A service centre or a notary makes electronic duplicates of paper documents and takes them back
//! (DUP-01).

use actions::citizen::uploads::NotTaken;
use actions::duplicates::{self, Asked};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::duplicate::Duplicate;
use domain::id::DuplicateId;
use serde::Deserialize;

use super::messages::read;
use super::staff::{Me, Staff};
use crate::citizen::files::problem;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/duplicates.html")]
struct List {
    me: Option<Me>,
    kinds: Vec<(String, String)>,
    made: Vec<Duplicate>,
    problem: Option<String>,
    page: Page,
}

struct Field {
    name: String,
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "desk/duplicate_new.html")]
struct New {
    me: Option<Me>,
    kind: String,
    title: String,
    because: String,
    account: String,
    surname: String,
    fields: Vec<Field>,
    problem: Option<String>,
    page: Page,
}

/// `GET /desk/duplicates`.
pub async fn list(State(app): State<App>, page: Page, staff: Staff) -> Answer {
    all(&app, page, &staff, None).await
}

async fn all(app: &App, page: Page, staff: &Staff, problem: Option<String>) -> Answer {
    let kinds = duplicates::kinds(&app.office, &staff.0)?;
    let kinds = kinds.into_iter().map(|(id, kind)| (id.clone(), kind.title.clone())).collect();
    let made = duplicates::made(&app.office, &staff.0).await?;
    html(&List { me: staff.me(), kinds, made, problem, page })
}

/// Which kind is made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    kind: String,
}

/// `GET /desk/duplicates/new?kind=`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    let asked = Asked { kind: wanted.kind, ..Asked::default() };
    html(&form(&app, page, &staff, asked, None)?)
}

fn form(app: &App, page: Page, staff: &Staff, asked: Asked, problem: Option<String>) -> Result<New, Failure> {
    let kinds = duplicates::kinds(&app.office, &staff.0)?;
    let (_, kind) = kinds.into_iter().find(|(id, _)| **id == asked.kind).ok_or(Failure(Stop::Missing))?;
    let fields = kind.fields.iter().map(|(name, label)| Field {
        name: name.clone(),
        label: label.clone(),
        value: asked.details.get(name).cloned().unwrap_or_default(),
    });
    Ok(New {
        me: staff.me(),
        title: kind.title.clone(),
        because: kind.because.clone(),
        fields: fields.collect(),
        kind: asked.kind,
        account: asked.account,
        surname: asked.surname,
        problem,
        page,
    })
}

/// `POST /desk/duplicates/new`: what was typed is kept when something is missing.
pub async fn save(State(app): State<App>, page: Page, staff: Staff, request: Request) -> Answer {
    let sent = read(&app, request).await?;
    let asked = Asked {
        account: sent.field("account").to_owned(),
        surname: sent.field("surname").to_owned(),
        kind: sent.field("kind").to_owned(),
        details: sent.fields.clone(),
    };
    let wrong = match duplicates::make(&app.office, &staff.0, &asked, sent.file).await {
        Ok(_) => return Ok(Redirect::to("/desk/duplicates").into_response()),
        Err(NotTaken::Flaw(flaw, limits)) => {
            let problem = problem(&page, "file", flaw, &limits);
            format!("{} {}", problem.message, problem.mend)
        }
        Err(NotTaken::Stop(Stop::Refused(refusal))) if refusal != domain::refusal::Refusal::NotAllowed => {
            page.refusal(&refusal)
        }
        Err(NotTaken::Stop(stop)) => return Err(Failure(stop)),
    };
    let shown = form(&app, page, &staff, asked, Some(wrong))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)?).into_response())
}

/// Why it is taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Why {
    reason: String,
}

/// `POST /desk/duplicates/{id}/revoke`.
pub async fn revoke(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(why): Form<Why>,
) -> Answer {
    let id = DuplicateId::parse(&id).ok_or(Stop::Missing)?;
    if let Err(stop) = duplicates::revoke(&app.office, &staff.0, &id, &why.reason).await {
        let problem = page.refusal(&on_form(stop)?);
        let shown = all(&app, page, &staff, Some(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    Ok(Redirect::to("/desk/duplicates").into_response())
}

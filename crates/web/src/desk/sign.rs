//! The result before it is signed, and the signature.

use actions::register::content::Line;
use actions::register::issue::{NotIssued, Outcome};
use actions::register::sign;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use domain::id::CaseId;
use serde::Deserialize;

use super::staff::{Me, Staff, case_id};
use super::{files, words, work};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

struct OutputView {
    id: String,
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "desk/sign.html")]
struct Sign {
    me: Option<Me>,
    id: String,
    revision: i64,
    title: String,
    outputs: Vec<OutputView>,
    problem: Option<String>,
    signer: Option<String>,
    page: Page,
}

/// The revision the official saw.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    revision: i64,
}

/// `GET /desk/cases/{id}/result`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    draw(&app, page, &staff, &case_id(&id)?, None).await
}

async fn draw(app: &App, page: Page, staff: &Staff, id: &CaseId, problem: Option<String>) -> Answer {
    let ground = |number: &str| page.t1("desk-read-ground-sign", "number", number);
    let preview = match sign::preview(&app.office, &staff.0, id, ground, app.office.now()).await {
        Ok(preview) => preview,
        Err(stop) => return work::not_done(page, staff, id, stop),
    };
    let missing =
        (!preview.missing.is_empty()).then(|| page.t1("desk-sign-missing", "facts", preview.missing.join("; ")));
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let signer = page.t2("desk-sign-signer", "name", staff.0.name.as_str(), "post", staff.0.post.as_str());
    let view = Sign {
        me: staff.me(),
        id: id.to_string(),
        revision: preview.revision,
        title: page.t1("desk-sign-title", "number", preview.number),
        outputs: preview
            .results
            .into_iter()
            .map(|prepared| OutputView { id: prepared.output, title: prepared.title, lines: prepared.lines })
            .collect(),
        problem: problem.or(missing),
        signer: preview.may_sign.then_some(signer),
        page,
    };
    Ok((status, html(&view)?).into_response())
}

/// `GET /desk/cases/{id}/result/{output}.pdf`.
pub async fn preview(State(app): State<App>, staff: Staff, Path((id, file)): Path<(String, String)>) -> Answer {
    let id = case_id(&id)?;
    let output = file.strip_suffix(".pdf").ok_or(Failure(Stop::Missing))?;
    let pdf = sign::preview_pdf(&app.office, &staff.0, &id, output, app.office.now()).await?;
    let mut response = pdf.into_response();
    files::safe(response.headers_mut(), "application/pdf", &file);
    // Our own paper, drawn a moment ago: it may be looked at in the browser. A sandbox would
    // keep the browser's reader of PDF from working.
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"preview.pdf\""));
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// `POST /desk/cases/{id}/result`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Answer {
    let id = case_id(&id)?;
    match sign::sign(&app.office, &staff.0, &id, seen.revision, app.office.now()).await {
        Ok(Outcome::Issued(_)) => work::finish(page, &staff, &id, "sign", Ok(())),
        Ok(Outcome::NotIssued(why)) => {
            let text = match why {
                NotIssued::Missing(facts) => {
                    let regulation = sign::regulation(&app.office, &staff.0, &id).await?;
                    page.t1("desk-sign-missing", "facts", words::labels(&regulation, &facts))
                }
                NotIssued::Signature(why) => {
                    tracing::warn!(official = %staff.0.id, %why, "a signature was refused");
                    page.t("desk-sign-refused").to_owned()
                }
            };
            draw(&app, page, &staff, &id, Some(text)).await
        }
        Err(stop) => work::not_done(page, &staff, &id, stop),
    }
}

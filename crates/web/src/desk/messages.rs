//! Words beside the course of a case: messages, notes, their files.

use std::collections::BTreeMap;

use actions::citizen::uploads::NotTaken;
use actions::desk::messages::{self, Kind, Sent};
use actions::stop::Stop;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::CaseId;

use super::files::safe;
use super::staff::{Staff, case_id};
use super::told::told;
use super::work;
use crate::citizen::files::problem;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page};

/// Longest form with a file, in bytes; the region says how large the file itself may be.
pub const LONGEST_WITH_FILE: usize = 48 * 1024 * 1024;

/// What a form with one file sent.
pub struct Form {
    /// Its fields.
    pub fields: BTreeMap<String, String>,
    /// Its file, if one was chosen.
    pub file: Option<Sent>,
}

impl Form {
    /// A field; empty when it is not there.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// Reads a form that may bring a file.
pub async fn read(app: &App, request: Request) -> Result<Form, Failure> {
    let bad = |error: axum::extract::multipart::MultipartError| {
        Failure(if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Stop::Refused(domain::refusal::Refusal::TooLarge)
        } else {
            Stop::Problems(Vec::new())
        })
    };
    let mut form = Form { fields: BTreeMap::new(), file: None };
    let parts = Multipart::from_request(request, app).await;
    let mut parts = parts.map_err(|_| Failure(Stop::Problems(Vec::new())))?;
    while let Some(part) = parts.next_field().await.map_err(bad)? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file) => {
                let content = part.bytes().await.map_err(bad)?;
                form.file = Some((file, content)).filter(|(file, _)| !file.is_empty());
            }
            None => {
                form.fields.insert(name, part.text().await.map_err(bad)?);
            }
        }
    }
    Ok(form)
}

/// `POST /desk/cases/{id}/messages`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    request: Request,
) -> Answer {
    let id = case_id(&id)?;
    let form = read(&app, request).await?;
    let kind = if form.field("kind") == "note" { Kind::Note } else { Kind::Message };
    let written = messages::write(&app.office, &staff.0, &id, kind, form.field("text"), form.file.clone()).await;
    finish(page, &staff, &id, "words", written)
}

/// Back to the card at the part that changed, or why it was not done.
pub fn finish(page: Page, staff: &Staff, id: &CaseId, part: &str, done: Result<(), NotTaken>) -> Answer {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/desk/cases/{id}#{part}")).into_response()),
        Err(NotTaken::Stop(stop)) => work::not_done(page, staff, id, stop),
        Err(NotTaken::Flaw(flaw, limits)) => {
            let problem = problem(&page, "file", flaw, &limits);
            let text = format!("{} {}", problem.message, problem.mend);
            let heading = page.t("desk-file-not-taken").to_owned();
            let back = format!("/desk/cases/{id}#{part}");
            Ok((StatusCode::UNPROCESSABLE_ENTITY, told(page, staff, heading, text, &back)?).into_response())
        }
    }
}

/// `GET /desk/cases/{id}/beside/{sha256}`: a file that came with words or with an opinion.
pub async fn file(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, sha256)): Path<(String, String)>,
) -> Answer {
    let id = case_id(&id)?;
    let ground = |case: &domain::case::Case| page.t1("desk-read-ground-file", "number", case.number.as_str());
    let (attachment, content) = messages::file(&app.office, &staff.0, &id, &sha256, ground, app.office.now()).await?;
    let mut response = content.into_response();
    safe(response.headers_mut(), &attachment.media_type, &attachment.name);
    Ok(response)
}

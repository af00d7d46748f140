//! Uploads in pieces, for the script: announce, send, ask how far, look again (FORM-22).

use actions::citizen::inspect::Flaw;
use actions::citizen::uploads::{self, LONGEST_PIECE, NotTaken, Progress};
use actions::stop::Stop;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use regulation::form::Problem;
use regulation::package::UploadLimits;
use serde::Deserialize;
use serde_json::json;

use super::draft::id;
use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page};

/// Longest body of a piece.
pub const LONGEST_BODY: usize = LONGEST_PIECE + 1024;

/// A file that will come.
#[derive(Debug, Deserialize)]
pub struct Announced {
    name: String,
    size: u64,
}

/// Which upload, and where the piece begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    upload: Option<String>,
    offset: u64,
}

/// `POST /drafts/{id}/files/{field}`: announces a file.
pub async fn announce(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, field)): Path<(String, String)>,
    Form(file): Form<Announced>,
) -> Answer {
    let begun = uploads::begin(&app.office, &visitor.0, &id(&draft)?, &field, &file.name, file.size).await;
    answer(&page, &field, begun)
}

/// `PUT /drafts/{id}/files/{field}?upload=&offset=`: the next piece.
pub async fn append(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, field)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    piece: Bytes,
) -> Answer {
    let upload = wanted.upload.unwrap_or_default();
    let taken = uploads::append(&app.office, &visitor.0, &id(&draft)?, &upload, wanted.offset, piece).await;
    answer(&page, &field, taken)
}

/// `GET /drafts/{id}/files/{field}`: the file itself, or with `upload=` how far one has come.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, field)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let draft = id(&draft)?;
    if let Some(upload) = wanted.upload {
        let progress = uploads::progress(&app.office, &visitor.0, &draft, &upload).await.map_err(NotTaken::from);
        return answer(&page, &field, progress);
    }
    let (file, content) = uploads::read(&app.office, &visitor.0, &draft, &field).await?;
    Ok(download(content, &file.media_type, &file.name))
}

/// A file of somebody's as a download: it is never shown inside our pages.
pub fn download(content: Bytes, media_type: &str, name: &str) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    if let Ok(value) = HeaderValue::from_str(media_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}

fn answer(page: &Page, field: &str, taken: Result<Progress, NotTaken>) -> Answer {
    match taken {
        Ok(progress) => {
            let told = json!({ "upload": progress.id, "offset": progress.offset, "done": progress.done });
            Ok(Json(told).into_response())
        }
        Err(NotTaken::Stop(stop)) => Err(Failure(stop)),
        Err(NotTaken::Flaw(flaw, limits)) => {
            let problem = problem(page, field, flaw, &limits);
            let told = json!({ "code": problem.code, "status": 422, "detail": problem.message, "mend": problem.mend });
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            Ok((status, kind, told.to_string()).into_response())
        }
    }
}

/// A flaw of a file in words, at its field.
pub fn problem(page: &Page, field: &str, flaw: Flaw, limits: &UploadLimits) -> Problem {
    let code = flaw.code();
    let kinds: Vec<&str> = limits.media_types.iter().map(|kind| super::widget::short_kind(kind)).collect();
    let (kinds, size) = (kinds.join(", "), page.size(&limits.max_bytes));
    let (width, height) = limits.ratio.unwrap_or((1, 1));
    let mend_key = format!("{code}-mend");
    let mend = match flaw {
        Flaw::Ratio => page.t2(&mend_key, "width", i64::from(width), "height", i64::from(height)),
        Flaw::TooLarge | Flaw::Kind => page.t2(&mend_key, "kinds", kinds, "size", size),
        Flaw::Empty | Flaw::Mismatch | Flaw::Broken | Flaw::Infected | Flaw::TooMany => page.t(&mend_key).to_owned(),
    };
    Problem { field: field.to_owned(), code, message: page.t(code).to_owned(), mend, clause: None }
}

/// A stop of an upload that came with a form: flaws become problems of the field.
pub fn with_form(page: &Page, field: &str, not_taken: NotTaken) -> Stop {
    match not_taken {
        NotTaken::Stop(stop) => stop,
        NotTaken::Flaw(flaw, limits) => Stop::Problems(vec![problem(page, field, flaw, &limits)]),
    }
}

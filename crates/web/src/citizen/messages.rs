//! Writing to the authority about one's own application, and the files of that thread.

use actions::citizen::messages;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect};

use super::case::id;
use super::files::with_form;
use super::visitor::Visitor;
use crate::desk::messages::read;
use crate::desk::safe;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page};

/// `POST /cases/{id}/messages`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    request: Request,
) -> Answer {
    let id = id(&case)?;
    let form = read(&app, request).await?;
    let text = form.field("text").to_owned();
    match messages::write(&app.office, &visitor.0, &id, &text, form.file).await {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{id}#messages")).into_response()),
        Err(not_taken) => Err(Failure(with_form(&page, "file", not_taken))),
    }
}

/// `GET /cases/{id}/messages/{sha256}`.
pub async fn file(State(app): State<App>, visitor: Visitor, Path((case, sha256)): Path<(String, String)>) -> Answer {
    let (attachment, content) = messages::file(&app.office, &visitor.0, &id(&case)?, &sha256).await?;
    let mut response = content.into_response();
    safe(response.headers_mut(), &attachment.media_type, &attachment.name);
    Ok(response)
}

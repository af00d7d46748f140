//! Departmental systems tell of the cases they serve, and read them (docs/departmental-api.md).

use actions::departmental::{Call, authenticate, events, files};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use super::problem;
use crate::shell::{App, Page};

/// `GET …/openapi.yaml`: the interface described for machines.
pub async fn description() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/yaml; charset=utf-8")], include_str!("departmental.yaml"))
}

/// The system that calls, or the answer to a call that may not be believed.
fn caller(
    app: &App,
    page: &Page,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<String, Box<Response>> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let key = header("authorization").strip_prefix("Bearer ").unwrap_or_default().trim();
    let call = Call {
        method: method.as_str(),
        path: uri.path_and_query().map_or_else(|| uri.path(), |path| path.as_str()),
        timestamp: header("okno-timestamp"),
        signature: header("okno-signature"),
        body,
    };
    authenticate(&app.office, key, &call, app.office.now()).map_err(|why| Box::new(problem::unbelieved(page, why)))
}

/// `POST …/cases/{number}/events`: something happened to a case.
pub async fn event(
    State(app): State<App>,
    page: Page,
    Path(number): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let system = match caller(&app, &page, &method, &uri, &headers, &body) {
        Ok(system) => system,
        Err(answer) => return *answer,
    };
    let event: Value = match serde_json::from_slice(&body) {
        Ok(event) => event,
        Err(error) => return problem::unreadable(&page, format!("{}:{}", error.line(), error.column())),
    };
    match events::take(&app.office, &system, &number, &event).await {
        Ok(taken) => {
            let status = if taken.again { StatusCode::OK } else { StatusCode::CREATED };
            let answer = json!({ "number": taken.number, "state": taken.state, "again": taken.again });
            (status, Json(answer)).into_response()
        }
        Err(why) => problem::not_taken(&page, why),
    }
}

/// `GET …/cases/{number}`: how a case stands.
pub async fn standing(
    State(app): State<App>,
    page: Page,
    Path(number): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let system = match caller(&app, &page, &method, &uri, &headers, b"") {
        Ok(system) => system,
        Err(answer) => return *answer,
    };
    match files::standing(&app.office, &system, &number).await {
        Ok(case) => {
            let (due, revision) = (case.due.map(|due| due.to_string()), case.revision);
            Json(json!({ "number": case.number, "state": case.state, "due": due, "revision": revision }))
                .into_response()
        }
        Err(stop) => problem::stopped(&page, &stop),
    }
}

/// `GET …/cases/{number}/files/{sha256}`: an attachment.
pub async fn file(
    State(app): State<App>,
    page: Page,
    Path((number, sha256)): Path<(String, String)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let system = match caller(&app, &page, &method, &uri, &headers, b"") {
        Ok(system) => system,
        Err(answer) => return *answer,
    };
    match files::file(&app.office, &system, &number, &sha256).await {
        Ok((media_type, content)) => {
            let headers = [
                (header::CONTENT_TYPE, media_type),
                (header::CONTENT_DISPOSITION, "attachment".to_owned()),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, content).into_response()
        }
        Err(stop) => problem::stopped(&page, &stop),
    }
}

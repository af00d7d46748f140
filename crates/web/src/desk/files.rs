//! A file of a case. It was made by a stranger, so a browser must neither run nor guess it.

use actions::desk::card;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

use super::staff::{Staff, case_id};
use crate::shell::error::Answer;
use crate::shell::{App, Page};

/// `GET /desk/cases/{id}/files/{sha256}`.
pub async fn download(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, sha256)): Path<(String, String)>,
) -> Answer {
    let id = case_id(&id)?;
    let ground = |case: &domain::case::Case| page.t1("desk-read-ground-file", "number", case.number.as_str());
    let (attachment, content) = card::file(&app.office, &staff.0, &id, &sha256, ground, app.office.now()).await?;
    let mut response = content.into_response();
    safe(response.headers_mut(), &attachment.media_type, &attachment.name);
    Ok(response)
}

/// `GET /desk/cases/{id}/decision.json`: the decision as `okno replay` recomputes it.
pub async fn decision(State(app): State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    let id = case_id(&id)?;
    let ground = |case: &domain::case::Case| page.t1("desk-read-ground-decision", "number", case.number.as_str());
    let (number, decision) = card::decision(&app.office, &staff.0, &id, ground, app.office.now()).await?;
    let mut response = decision.into_response();
    safe(response.headers_mut(), "application/json", &format!("{number}.json"));
    Ok(response)
}

/// Headers of a download: a file to keep, never a page of ours.
pub fn safe(headers: &mut HeaderMap, media_type: &str, name: &str) {
    let media_type = HeaderValue::from_str(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, media_type);
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"file\"; filename*=UTF-8''{encoded}");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_strangers_file_is_kept_and_never_run() {
        let mut headers = HeaderMap::new();
        safe(&mut headers, "text/html", "план\"\r\nX-Evil: 1.html");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
        let disposition = headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment; "), "{disposition}");
        assert!(!disposition.contains("Evil: 1"), "{disposition}");
        safe(&mut headers, "no\nsuch type", "a");
        assert_eq!(headers["content-type"], "application/octet-stream");
    }
}

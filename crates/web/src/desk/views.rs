//! Views of the queue under a name.

use actions::desk::views;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::queue::plain;
use super::staff::Staff;
use super::told::told;
use crate::shell::error::Answer;
use crate::shell::{App, Page};

/// A view to be kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Kept {
    name: String,
    address: String,
}

/// `POST /desk/views`.
pub async fn save(State(app): State<App>, page: Page, staff: Staff, Form(kept): Form<Kept>) -> Answer {
    let address = plain(&page, &kept.address);
    if views::save(&app.office, &staff.0, &kept.name, &address).await? {
        return Ok(Redirect::to(&format!("/desk?{address}")).into_response());
    }
    let (heading, text) = (page.t("desk-view-not-kept").to_owned(), page.t1("desk-view-most", "most", views::MOST));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, told(page, &staff, heading, text, "/desk")?).into_response())
}

/// `POST /desk/views/{id}/delete`.
pub async fn delete(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Answer {
    views::delete(&app.office, &staff.0, &id).await?;
    Ok(Redirect::to("/desk").into_response())
}

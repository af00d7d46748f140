//! Stating a fact that its source did not tell: the field, and what is done with it.

use actions::desk::learn;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use regulation::package::{Fact, FactType};
use serde::Deserialize;

use super::staff::{Staff, case_id};
use super::work;
use crate::shell::error::Answer;
use crate::shell::{App, Page};

/// A fact that the official may state.
pub struct StatedView {
    /// Name.
    pub name: String,
    /// Label.
    pub label: String,
    /// Type of the field.
    pub input: &'static str,
    /// Values to choose from: code and label.
    pub options: Vec<(String, String)>,
}

/// What was stated.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Stated {
    revision: i64,
    fact: String,
    value: String,
    back: String,
}

/// The field of a fact.
pub fn stated_view(page: &Page, fact: &Fact) -> StatedView {
    let options = match &fact.kind {
        FactType::YesNo => {
            ["yes", "no"].map(|code| (code.to_owned(), page.t(&format!("desk-verdict-{code}")).to_owned())).to_vec()
        }
        FactType::Choice(options) => options.iter().map(|(code, label)| (code.clone(), label.clone())).collect(),
        _ => Vec::new(),
    };
    let input = if matches!(fact.kind, FactType::Date) { "date" } else { "text" };
    StatedView { name: fact.name.clone(), label: fact.label.clone(), input, options }
}

/// `POST /desk/cases/{id}/facts`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(stated): Form<Stated>,
) -> Answer {
    let id = case_id(&id)?;
    let now = app.office.now();
    match learn::learn(&app.office, &staff.0, &id, &stated.fact, &stated.value, stated.revision, now).await {
        Ok(None) => {
            let back = if stated.back == "intake" { "intake" } else { "decision" };
            Ok(Redirect::to(&format!("/desk/cases/{id}/{back}")).into_response())
        }
        Ok(Some(problem)) => work::wrong_value(page, &staff, &id, &problem),
        Err(stop) => work::not_done(page, &staff, &id, stop),
    }
}

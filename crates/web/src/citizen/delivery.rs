//! How a result that is a thing reaches its owner: choosing the way, following it, the locker code
//! (DELIVERY-01, DELIVERY-02).

use actions::delivery::own::{self, Choice, OwnItems};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::delivery::{Delivery, Method, Stage};
use serde::Deserialize;

use super::case::id;
use super::visitor::Visitor;
use crate::desk::{method_key, stage_key};
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Page, html};

/// Key of the heading of a notice about an item.
pub fn notice_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Prepared => "notice-item-prepared",
        Stage::AtPoint => "notice-item-at-point",
        Stage::Returned => "notice-item-returned",
        Stage::Lost => "notice-item-lost",
        Stage::Chosen | Stage::HandedToCarrier | Stage::InTransit | Stage::HandedOver => "notice-other",
    }
}

/// Key of what such a notice says.
pub fn notice_text(stage: &Stage) -> &'static str {
    match stage {
        Stage::AtPoint => "notice-item-at-point-text",
        Stage::Returned => "notice-item-returned-text",
        Stage::Lost => "notice-item-lost-text",
        _ => "notice-item-prepared-text",
    }
}

#[derive(Template)]
#[template(path = "citizen/delivery.html")]
struct Deliveries {
    case: String,
    items: OwnItems,
    done: bool,
    typed: Chosen,
    problem: Option<String>,
    page: Page,
}

/// What was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    output: String,
    method: String,
    centre: String,
    address: String,
}

/// Where the page was come to from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    done: Option<String>,
}

/// `GET /cases/{id}/delivery`; only for a case that gives a thing.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let items = own::items(&app.office, &visitor.0, &id(&case)?).await?;
    let (done, typed) = (wanted.done.is_some(), Chosen::default());
    html(&Deliveries { case, items, done, typed, problem: None, page })
}

/// `POST /cases/{id}/delivery`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(typed): Form<Chosen>,
) -> Answer {
    let id = id(&case)?;
    let method = Method::parse(&typed.method).ok_or(Stop::Missing)?;
    let (centre, address) = (typed.centre.clone(), typed.address.clone());
    let choice = Choice { output: typed.output.clone(), method, centre, address };
    if let Err(stop) = own::choose(&app.office, &visitor.0, &id, &choice).await {
        let problem = Some(page.refusal(&on_form(stop)?));
        let items = own::items(&app.office, &visitor.0, &id).await?;
        let shown = html(&Deliveries { case, items, done: false, typed, problem, page })?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    Ok(Redirect::to(&format!("/cases/{case}/delivery?done=1")).into_response())
}

impl Deliveries {
    /// Is it the way that stands, or the one just typed?
    fn chosen(&self, item: &Delivery, way: &Method) -> bool {
        if self.typed.output == item.at.output { way.name() == self.typed.method } else { *way == item.at.method }
    }

    /// The address as typed, or the one that stands.
    fn address<'a>(&'a self, item: &'a Delivery) -> &'a str {
        if self.typed.output == item.at.output { &self.typed.address } else { &item.address }
    }

    fn stage(item: &Delivery) -> &'static str {
        stage_key(item.at.stage)
    }

    fn method(method: &Method) -> &'static str {
        method_key(*method)
    }
}

//! How a result that is a thing reaches its owner: choosing the way, following it, the locker code
//! (DELIVERY-01, DELIVERY-02).

use actions::delivery::own::{self, Choice, OwnItems};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::delivery::{Delivery, Method, Stage};
use serde::Deserialize;

use super::case::id;
use super::visitor::Visitor;
use crate::desk::{method_key, stage_key};
use crate::shell::error::Answer;
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
    html(&Deliveries { case, items, done: wanted.done.is_some(), page })
}

/// `POST /cases/{id}/delivery`.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let method = Method::parse(&chosen.method).ok_or(Stop::Missing)?;
    let choice = Choice { output: chosen.output, method, centre: chosen.centre, address: chosen.address };
    own::choose(&app.office, &visitor.0, &id(&case)?, &choice).await?;
    Ok(Redirect::to(&format!("/cases/{case}/delivery?done=1")).into_response())
}

impl Deliveries {
    fn stage(item: &Delivery) -> &'static str {
        stage_key(item.at.stage)
    }

    fn method(method: &Method) -> &'static str {
        method_key(*method)
    }
}

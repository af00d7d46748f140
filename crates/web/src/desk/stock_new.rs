//! Publishing a stock: of what, how many pieces, how many kept back, and for a lottery the public
//! number that will be taken.

use actions::distribution::look;
use actions::distribution::publish::{self, Asked, Published, choices};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::distribution::NotPublished;
use domain::refusal::Refusal;
use regulation::package::Order;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/stock_new.html")]
struct New {
    page: Page,
    me: Option<Me>,
    title: String,
    service: String,
    resource: String,
    fields: Vec<Field>,
    filled: Filled,
    lottery: bool,
    problem: Option<String>,
}

/// A fact of the key.
struct Field {
    name: String,
    label: String,
    options: Vec<(String, String, bool)>,
    value: String,
}

/// What was filled in; the values of the key one below the other.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Filled {
    service: String,
    resource: String,
    key0: String,
    key1: String,
    key2: String,
    key3: String,
    pieces: String,
    reserve: String,
    randomness: String,
}

impl Filled {
    fn key(&self, index: usize) -> &str {
        [&self.key0, &self.key1, &self.key2, &self.key3].get(index).map_or("", |value| value.as_str())
    }
}

/// `GET /desk/stocks/new`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(filled): Query<Filled>) -> Answer {
    html(&form(&app, page, &staff, filled, None)?)
}

fn form(app: &App, page: Page, staff: &Staff, filled: Filled, problem: Option<String>) -> Result<New, Failure> {
    let own = look::distributing(&app.office, &staff.0, app.office.now());
    let regulation = own.into_iter().find(|one| one.service == filled.service).ok_or(Failure(Stop::Missing))?;
    let resource = regulation.resources.iter().find(|one| one.id == filled.resource).ok_or(Failure(Stop::Missing))?;
    let fields = resource.key.iter().enumerate().map(|(index, fact)| {
        let chosen = filled.key(index);
        let options = choices(regulation, fact).into_iter().flatten();
        Field {
            name: format!("key{index}"),
            label: regulation.facts.get(fact).map_or_else(|| fact.clone(), |fact| fact.label.clone()),
            options: options.map(|(code, label)| (code.clone(), label.clone(), code == chosen)).collect(),
            value: chosen.to_owned(),
        }
    });
    Ok(New {
        me: staff.me(),
        title: resource.title.clone(),
        service: regulation.service.clone(),
        resource: resource.id.clone(),
        fields: fields.collect(),
        lottery: resource.order == Order::Lottery,
        filled,
        problem,
        page,
    })
}

/// `POST /desk/stocks/new`.
pub async fn save(State(app): State<App>, page: Page, staff: Staff, Form(filled): Form<Filled>) -> Answer {
    let now = app.office.now();
    let number = |text: &str| if text.trim().is_empty() { Some(0) } else { text.trim().parse::<i64>().ok() };
    let current = app.office.library.current(&filled.service, app.office.today(now));
    let resource = current.and_then(|one| one.resources.iter().find(|one| one.id == filled.resource));
    let keys = resource.map_or(0, |one| one.key.len());
    let asked = Asked {
        service: filled.service.clone(),
        resource: filled.resource.clone(),
        values: (0..keys).map(|index| filled.key(index).to_owned()).collect(),
        pieces: number(&filled.pieces).unwrap_or(0),
        reserve: number(&filled.reserve).unwrap_or(-1),
        randomness: filled.randomness.clone(),
    };
    let wrong = match publish::publish(&app.office, &staff.0, &asked, now).await {
        Ok(Published::Done(id)) => return Ok(Redirect::to(&format!("/desk/stocks/{id}")).into_response()),
        Ok(Published::Wrong(wrong)) => problem(&page, wrong),
        Err(Stop::Refused(Refusal::AlreadyDone) | Stop::Conflict) => page.t("desk-stock-open-already").to_owned(),
        Err(stop) => return Err(Failure(stop)),
    };
    let shown = form(&app, page, &staff, filled, Some(wrong))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)?).into_response())
}

/// What is wrong with a publication, in words.
pub fn problem(page: &Page, wrong: NotPublished) -> String {
    let key = match wrong {
        NotPublished::Pieces => "desk-stock-wrong-pieces",
        NotPublished::Reserve => "desk-stock-wrong-reserve",
        NotPublished::Randomness => "desk-stock-randomness-needed",
        NotPublished::Resource => "desk-stock-wrong-key",
    };
    page.t(key).to_owned()
}

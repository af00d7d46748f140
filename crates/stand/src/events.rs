//! Registers that tell of events by themselves: a feed with a cursor, and a page with buttons that
//! let something invented happen to an invented person.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use connect::events::{Memory, Told};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::esia::People;
use crate::faults::{Mode, Where};
use crate::html::{escape, page};
use crate::{Shared, locked};

/// What can happen: code, what the button says.
const KINDS: [(&str, &str); 3] = [
    ("child-born", "Родился третий ребёнок"),
    ("disability-set", "Установлена инвалидность"),
    ("pension-age", "Наступил пенсионный возраст"),
];

/// What happened so far.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    feed: Memory,
    told: Mutex<Vec<Told>>,
}

impl Happened {
    /// Children that events told of, for the register that confirms them: none where nothing happened.
    pub(crate) fn children(&self, snils: &str) -> Option<Value> {
        let told = locked(&self.told);
        let born = told.iter().rev().find(|one| one.kind == KINDS[0].0 && one.snils == snils)?;
        born.told.get("children").cloned()
    }

    fn happen(&self, snils: &str, kind: &str, now: Timestamp) -> Option<Told> {
        let mut all = locked(&self.told);
        let told = match kind {
            "child-born" => json!({ "children": children(now)? }),
            "disability-set" => json!({ "found": true, "since": day(now, 0)? }),
            "pension-age" => json!({ "reached": true, "since": day(now, 0)? }),
            _ => return None,
        };
        let register = if kind == "child-born" { "zags" } else { "sfr" };
        let told = Told {
            id: format!("С-{:06}", all.len() + 1),
            register: register.to_owned(),
            kind: kind.to_owned(),
            snils: snils.to_owned(),
            at: now,
            told: told.as_object().cloned().unwrap_or_default(),
        };
        all.push(told.clone());
        self.feed.tell(told.clone());
        Some(told)
    }
}

fn day(now: Timestamp, years: i64) -> Option<String> {
    let today = now.in_tz("UTC").ok()?.date();
    Some(today.checked_sub(years.years()).ok()?.to_string())
}

/// A newborn and two elder children, all invented.
fn children(now: Timestamp) -> Option<Vec<Map<String, Value>>> {
    let child = |name: &str, years: i64| {
        let born = day(now, years)?;
        json!({ "lastName": "Примеров", "firstName": name, "birthDate": born }).as_object().cloned()
    };
    [("Пример", 9), ("Образец", 4), ("Новик", 0)].into_iter().map(|(name, years)| child(name, years)).collect()
}

/// The feed, as a region reads it.
pub(crate) fn feed(shared: Arc<Shared>) -> Router {
    Router::new().route("/events", get(read)).with_state(shared)
}

/// The page of the stand.
pub(crate) fn desk(shared: Arc<Shared>) -> Router {
    Router::new().route("/events", get(show).post(press)).with_state(shared)
}

#[derive(Deserialize)]
struct Asked {
    after: Option<String>,
}

async fn read(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>) -> Response {
    let down = shared.faults().take(Where::Events, "events").is_some_and(|fault| fault.mode == Mode::Down);
    match shared.happened.feed.after(asked.after.as_deref()) {
        Ok(page) if !down => Json(page).into_response(),
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn people() -> Vec<(String, String)> {
    People::built_in().map(|people| people.with_snils()).unwrap_or_default()
}

async fn show(State(shared): State<Arc<Shared>>) -> Html<String> {
    let people: String = people()
        .iter()
        .map(|(name, snils)| {
            let buttons: String = KINDS
                .iter()
                .map(|(kind, label)| {
                    format!(
                        "<form class=\"row\" method=\"post\"><input type=\"hidden\" name=\"snils\" value=\"{snils}\">\
<input type=\"hidden\" name=\"kind\" value=\"{kind}\"><button>{label}</button></form>"
                    )
                })
                .collect();
            format!("<h2>{}</h2>{buttons}", escape(name))
        })
        .collect();
    let told: String = locked(&shared.happened.told)
        .iter()
        .rev()
        .take(50)
        .map(|one| format!("<li>{}: {} ({})</li>", escape(&one.id), escape(&one.kind), escape(&one.snils)))
        .collect();
    let body = format!(
        "<p>Кнопка заносит в выдуманный реестр событие, и реестр сообщает о нём региону.</p>{people}\
<h2>Сообщено</h2><ul>{told}</ul><p><a href=\"/\">К отправленному</a></p>"
    );
    Html(page("События реестров", &body))
}

#[derive(Deserialize)]
struct Pressed {
    snils: String,
    kind: String,
}

async fn press(State(shared): State<Arc<Shared>>, Form(pressed): Form<Pressed>) -> Response {
    let now = shared.now();
    match shared.happened.happen(&pressed.snils, &pressed.kind, now) {
        Some(_) => Redirect::to("/events").into_response(),
        None => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    }
}

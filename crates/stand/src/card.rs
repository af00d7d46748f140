//! A provider that takes payments by card, played: an order is opened, its page has one button, and
//! whoever presses it has paid — ГИС ГМП of the stand knows at once and tells of it by a notice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use regulation::money::Money;
use serde::Deserialize;
use serde_json::json;

use crate::faults::{Mode, Where};
use crate::html::{escape, page};
use crate::{Shared, locked};

/// Whom the stand tells of payments.
const RECIPIENT: &str = "3eb5f9";

#[derive(Debug, Clone, Deserialize)]
struct Order {
    uin: String,
    kopecks: i64,
    purpose: String,
    name: String,
    return_url: String,
}

struct Provider {
    shared: Arc<Shared>,
    base: String,
    orders: Mutex<BTreeMap<String, Order>>,
}

#[derive(Deserialize)]
struct Paid {
    uin: String,
    kopecks: i64,
}

/// `base` is the address these pages are at.
pub(crate) fn router(shared: Arc<Shared>, base: String) -> Router {
    let provider = Arc::new(Provider { shared, base, orders: Mutex::default() });
    Router::new().route("/card/orders", post(open)).route("/card/orders/{id}", get(show).post(pay)).with_state(provider)
}

/// Somebody pays by the code in an app of their bank: on the page of the stand.
pub(crate) fn desk(shared: Arc<Shared>) -> Router {
    Router::new().route("/treasury/payments", get(payments).post(pay_by_code)).with_state(shared)
}

/// Charges that ГИС ГМП knows, each with a button.
async fn payments(State(shared): State<Arc<Shared>>) -> Html<String> {
    let paid = shared.treasury.payments();
    let rows: String = shared
        .treasury
        .charges()
        .values()
        .map(|charge| {
            let amount = Money::from_kopecks(charge.kopecks).shown();
            let times = paid.iter().filter(|one| one.uin.as_ref() == Some(&charge.uin) && !one.revoked).count();
            format!(
                "<tr><td><code>{0}</code></td><td>{1}</td><td>{amount}</td><td>{times}</td><td><form method=\"post\"><input type=\"hidden\" name=\"uin\" value=\"{0}\">\
<input type=\"hidden\" name=\"kopecks\" value=\"{2}\"><button>Оплатить</button></form></td></tr>",
                escape(&charge.uin),
                escape(&charge.purpose),
                charge.kopecks
            )
        })
        .collect();
    let body = format!(
        "<p>Кнопка платит так, как заплатил бы кто угодно по коду QR.</p><div class=\"scroll\"><table>\
<thead><tr><th>УИН</th><th>За что</th><th>Сколько</th><th>Оплат</th><th></th></tr></thead><tbody>{rows}</tbody></table></div><p><a href=\"/\">К отправленному</a></p>"
    );
    Html(page("ГИС ГМП: начисления", &body))
}

async fn open(State(provider): State<Arc<Provider>>, headers: HeaderMap, Json(order): Json<Order>) -> Response {
    if provider.shared.faults().take(Where::Card, "card").is_some_and(|fault| fault.mode == Mode::Down) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let id = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default().to_owned();
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return (StatusCode::UNPROCESSABLE_ENTITY, "нет номера заказа").into_response();
    }
    let url = format!("{}/card/orders/{id}", provider.base);
    locked(&provider.orders).entry(id).or_insert(order);
    Json(json!({ "url": url })).into_response()
}

async fn show(State(provider): State<Arc<Provider>>, Path(id): Path<String>) -> Response {
    let Some(order) = locked(&provider.orders).get(&id).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let amount = Money::from_kopecks(order.kopecks).shown();
    let body = format!(
        "<dl><dt>Получатель</dt><dd>{}</dd><dt>Назначение</dt><dd>{}</dd><dt>УИН</dt><dd>{}</dd><dt>Сумма</dt><dd>{amount}</dd></dl>\
<form method=\"post\"><button>Оплатить выдуманной картой</button></form><p><a href=\"{}\">Вернуться, не заплатив</a></p>",
        escape(&order.name),
        escape(&order.purpose),
        escape(&order.uin),
        escape(&order.return_url)
    );
    Html(page("Оплата картой", &body)).into_response()
}

/// The button: the payment is there once, however often it is pressed.
async fn pay(State(provider): State<Arc<Provider>>, Path(id): Path<String>) -> Response {
    let Some(order) = locked(&provider.orders).remove(&id) else { return StatusCode::NOT_FOUND.into_response() };
    happen(&provider.shared, &order.uin, order.kopecks);
    Redirect::to(&order.return_url).into_response()
}

async fn pay_by_code(State(shared): State<Arc<Shared>>, Form(paid): Form<Paid>) -> Redirect {
    happen(&shared, &paid.uin, paid.kopecks);
    Redirect::to("/treasury/payments")
}

fn happen(shared: &Shared, uin: &str, kopecks: i64) -> String {
    let now = shared.now();
    let payment = shared.treasury.pay(uin, kopecks, now);
    shared.treasury.notify(&payment, false, RECIPIENT, now);
    payment
}

//! Interagency requests for an administrator: queues, systems behind them, our messages that are
//! not answered and what the exchange says of them, messages that could not be believed (INTEG-01).

use actions::exchange::overview::{self, Verdict};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::id::EvidenceRequestId;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// Where the page was come to from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    done: String,
}

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    request: String,
    message: String,
}

#[derive(Template)]
#[template(path = "desk/exchange.html")]
struct ExchangePage {
    page: Page,
    me: Option<Me>,
    queues: Vec<QueueRow>,
    systems: Vec<SystemRow>,
    open: Vec<MessageRow>,
    unsettled: Vec<UnsettledRow>,
    done: bool,
}

struct QueueRow {
    name: String,
    state: String,
    is_ill: bool,
}

struct SystemRow {
    name: String,
    queued: i64,
    waiting: i64,
    overdue: i64,
    failed: i64,
    oldest: String,
}

struct MessageRow {
    request: String,
    source: String,
    at: String,
    words: Option<String>,
    verdict: &'static str,
}

struct UnsettledRow {
    message: String,
    queue: String,
    why: String,
    at: String,
}

/// `GET /desk/systems/exchange`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(params): Query<Params>) -> Answer {
    let seen = overview::overview(&app.office, &staff.0).await?;
    let open = overview::reconcile(&app.office, &staff.0).await?.into_iter().map(|one| MessageRow {
        request: one.message.request.to_string(),
        source: one.message.source,
        at: page.moment(&one.message.stage_at),
        words: one.message.words,
        verdict: match one.verdict {
            Verdict::NotThere => "desk-exchange-not-there",
            Verdict::Underway => "desk-exchange-underway",
        },
    });
    let queues = seen.queues.into_iter().map(|queue| QueueRow {
        name: match queue.name.as_str() {
            "applications" => page.t("desk-exchange-queue-applications").to_owned(),
            "questions" => page.t("desk-exchange-queue-questions").to_owned(),
            "smev" => page.t("desk-exchange-queue-smev").to_owned(),
            _ => queue.name,
        },
        state: match &queue.failing_since {
            Some(since) => page.t1("desk-systems-ill", "since", page.moment(since)),
            None => page.t1("desk-systems-well", "seen", page.moment(&queue.asked_at)),
        },
        is_ill: queue.failing_since.is_some(),
    });
    let systems = seen.systems.into_iter().map(|system| SystemRow {
        name: system.name,
        queued: system.queued,
        waiting: system.waiting,
        overdue: system.overdue,
        failed: system.failed,
        oldest: system.oldest.map(|oldest| page.moment(&oldest)).unwrap_or_default(),
    });
    let unsettled = seen.unsettled.into_iter().map(|one| UnsettledRow {
        message: one.message,
        queue: one.queue,
        why: one.why.unwrap_or_default(),
        at: page.moment(&one.at),
    });
    html(&ExchangePage {
        queues: queues.collect(),
        systems: systems.collect(),
        open: open.collect(),
        unsettled: unsettled.collect(),
        me: staff.me(),
        done: params.done == "1",
        page,
    })
}

/// `POST /desk/systems/exchange`: a request is sent again, or a message was looked at.
pub async fn act(State(app): State<App>, staff: Staff, Form(pressed): Form<Pressed>) -> Answer {
    if pressed.message.is_empty() {
        let request = EvidenceRequestId::parse(&pressed.request).ok_or(Stop::Missing)?;
        overview::send_again(&app.office, &staff.0, &request).await?;
    } else {
        overview::settle(&app.office, &staff.0, &pressed.message).await?;
    }
    Ok(Redirect::to("/desk/systems/exchange?done=1").into_response())
}

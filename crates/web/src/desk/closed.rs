//! Closed cases: found by number, by the beginning of a name, by the day they ended.

use actions::desk::search::{self, Closed, ClosedAsked};
use askama::Template;
use axum::extract::{Query, State};
use domain::id::CaseId;
use serde::Deserialize;

use super::staff::{Me, Staff};
use super::words;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// What the address asks for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    from: String,
    until: String,
    after: String,
}

#[derive(Template)]
#[template(path = "desk/closed.html")]
struct ClosedPage {
    page: Page,
    me: Option<Me>,
    params: Params,
    rows: Vec<ClosedRow>,
    next: Option<String>,
}

struct ClosedRow {
    id: String,
    number: String,
    service: String,
    applicant: String,
    state: String,
    filed: String,
    closed: String,
}

/// `GET /desk/closed`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(mut params): Query<Params>) -> Answer {
    params.q.retain(|sign| !sign.is_control());
    params.q = params.q.chars().take(100).collect();
    let asked = ClosedAsked {
        search: params.q.clone(),
        from: params.from.parse().ok(),
        until: params.until.parse().ok(),
        after: CaseId::parse(&params.after),
    };
    let (found, next) = search::closed(&app.office, &staff.0, &asked).await?;
    let next = next.map(|after| {
        let (q, from, until) = (page.encoded(&params.q), page.encoded(&params.from), page.encoded(&params.until));
        format!("/desk/closed?q={q}&from={from}&until={until}&after={after}")
    });
    let rows = found.into_iter().map(|one| row(&app, &page, one)).collect();
    html(&ClosedPage { me: staff.me(), params, rows, next, page })
}

fn row(app: &App, page: &Page, one: Closed) -> ClosedRow {
    let editions = app.office.library.editions(&one.service);
    ClosedRow {
        id: one.case.to_string(),
        number: one.number,
        service: editions.last().map_or(one.service, |edition| edition.short.clone()),
        applicant: one.applicant_name,
        state: page.t(words::state(one.state)).to_owned(),
        filed: page.day(&one.filed_at),
        closed: page.day(&one.closed_at),
    }
}

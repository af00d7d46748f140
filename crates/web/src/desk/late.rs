//! «Опоздавшие уведомления»: ends of procedures that applicants were told of too late, for the
//! auditor of an authority (STATUS-04).

use actions::desk::late_notices::{self, After};
use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "desk/late.html")]
struct Late {
    me: Option<Me>,
    rows: Vec<Row>,
    next: Option<String>,
    page: Page,
}

/// One notice that came too late.
struct Row {
    case: String,
    number: String,
    procedure: String,
    ended: String,
    latest: String,
    told: String,
}

/// Where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    after: String,
}

/// `GET /desk/late-notices`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    let after = After::parse(&wanted.after);
    let report = late_notices::page(&app.office, &staff.0, after.as_ref(), app.office.now()).await?;
    let mut rows = Vec::new();
    for found in report.found {
        for late in &found.notices {
            rows.push(Row {
                case: found.id.to_string(),
                number: found.number.clone(),
                procedure: found.title(&late.procedure),
                ended: page.moment(&late.ended_at),
                latest: page.moment(&late.latest),
                told: late.told_at.map_or_else(|| page.t("desk-late-not-told").to_owned(), |at| page.moment(&at)),
            });
        }
    }
    html(&Late { me: staff.me(), rows, next: report.next.map(|next| next.to_text()), page })
}

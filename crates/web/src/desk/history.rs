//! The whole history of a case on one page: the journal with the words, tasks and opinions that it
//! only keeps the digest of.

use std::collections::BTreeMap;

use actions::desk::card::{self, Card};
use askama::Template;
use axum::extract::{Path, State};
use domain::journal::{Entry, Event};

use super::staff::{Me, Staff, case_id, ground};
use super::words;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// One thing that happened.
pub struct HistoryView {
    /// When.
    pub at: String,
    /// When, for machines.
    pub at_iso: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// What was said.
    pub text: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/history.html")]
struct History {
    page: Page,
    me: Option<Me>,
    id: String,
    title: String,
    service: String,
    applicant: String,
    history: Vec<HistoryView>,
}

/// `GET /desk/cases/{id}/history`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    let id = case_id(&id)?;
    let read = |case: &domain::case::Case| ground(&page, &staff.0, case);
    let card = card::card(&app.office, &staff.0, &id, read, app.office.now()).await?;
    let view = History {
        me: staff.me(),
        id: id.to_string(),
        title: page.t1("desk-history-title", "number", card.case.number.as_str()),
        service: card.regulation.short.clone(),
        applicant: card.case.applicant_name.clone(),
        history: history(&page, &card),
        page,
    };
    html(&view)
}

/// Everything that happened, oldest first, with what was said.
pub fn history(page: &Page, card: &Card) -> Vec<HistoryView> {
    let mut said: BTreeMap<&str, String> = card.said.iter().map(|one| (one.id.as_str(), one.text.clone())).collect();
    for task in &card.tasks {
        let asked = format!("{}: {}", task.body.whom, task.body.what);
        said.insert(&task.id, asked);
    }
    let view = |entry: &Entry| HistoryView {
        at: page.moment(&entry.at),
        at_iso: page.machine(&entry.at),
        who: words::actor(page, &entry.by, &card.names),
        what: words::event(page, entry, &card.regulation, &card.names),
        text: match &entry.event {
            Event::Recorded { id, what, .. } => match what {
                domain::journal::Record::TaskDone | domain::journal::Record::OpinionGiven => {
                    card.tasks.iter().find(|task| task.id == *id).and_then(|task| task.body.answer.clone())
                }
                _ => said.get(id.as_str()).cloned(),
            },
            _ => None,
        },
    };
    card.journal.iter().map(view).collect()
}

//! The whole card on paper: facts, documents, the machine's view, requests, course, tasks and the
//! full history, everything unfolded, no forms.

use actions::desk::card;
use actions::desk::decide::Question;
use askama::Template;
use axum::extract::{Path, State};

use super::card_beside::{TaskView, tasks};
use super::card_parts::{DocumentView, Group, ProcedureView, QueryView, documents, groups, procedures, queries};
use super::history::{HistoryView, history};
use super::machine::{self, RowView};
use super::staff::{Me, Staff, case_id, ground};
use super::words;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "desk/print.html")]
struct Print {
    me: Option<Me>,
    id: String,
    title: String,
    service: String,
    applicant: String,
    state: String,
    filed: String,
    due_date: String,
    due_how: Option<String>,
    groups: Vec<Group>,
    documents: Vec<DocumentView>,
    outcome: String,
    rows: Vec<RowView>,
    queries: Vec<QueryView>,
    procedures: Vec<ProcedureView>,
    tasks: Vec<TaskView>,
    history: Vec<HistoryView>,
    printed: String,
    page: Page,
}

/// `GET /desk/cases/{id}/print`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    let id = case_id(&id)?;
    let now = app.office.now();
    let read = |case: &domain::case::Case| ground(&page, &staff.0, case);
    let card = card::card(&app.office, &staff.0, &id, read, now).await?;
    let (case, regulation) = (&card.case, &*card.regulation);
    let due = case.due.as_ref().or(case.registration_due.as_ref());
    let question = if case.registered_at.is_some() { Question::Provision } else { Question::Intake };
    let view = Print {
        me: staff.me(),
        id: id.to_string(),
        title: page.t1("desk-card-title", "number", case.number.as_str()),
        service: regulation.short.clone(),
        applicant: case.applicant_name.clone(),
        state: page.t(words::state(case.state)).to_owned(),
        filed: page.moment(&case.filed_at),
        due_date: due.map(|due| words::due_by(&page, &app.office.clock, &due.at)).unwrap_or_default(),
        due_how: due.map(regulation::clock::Due::explain),
        groups: groups(&page, &card),
        documents: documents(&page, &card),
        outcome: machine::outcome(&page, &card.assessment, question, regulation),
        rows: machine::rows(&card.assessment, regulation),
        queries: queries(&page, &card),
        procedures: procedures(&page, &card),
        tasks: tasks(&page, &card, now),
        history: history(&page, &card),
        printed: page.t2("desk-printed", "moment", page.moment(&now), "name", staff.0.name.as_str()),
        page,
    };
    html(&view)
}

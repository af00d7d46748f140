//! «Кто и что о вас спрашивал»: the interagency requests of one's own application: of whom, when,
//! with what, by which clause, and which earlier answer served instead of asking.

use actions::citizen::applications;
use actions::exchange::asked::{self, Asked};
use askama::Template;
use axum::extract::{Path, State};
use domain::evidence::EvidenceState;

use super::case::id;
use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/asked.html")]
struct AskedPage {
    page: Page,
    case: String,
    number: String,
    rows: Vec<Row>,
}

/// One request as the page shows it.
struct Row {
    title: String,
    state: &'static str,
    mark: &'static str,
    /// When it was asked and answered, in whole sentences.
    course: Vec<String>,
    keys: String,
    clause: String,
}

/// `GET /cases/{id}/asked`.
pub async fn show(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    let id = id(&case)?;
    let open = applications::open(&app.office, &visitor.0, &id).await?;
    let requests = asked::of_case(&app.office, &visitor.0.subject(), &id).await?;
    let rows = requests.iter().map(|request| row(&page, request)).collect();
    html(&AskedPage { case: id.to_string(), number: open.case.number.clone(), rows, page })
}

fn row(page: &Page, request: &Asked) -> Row {
    let (state, mark) = words(request);
    Row {
        title: request.title.clone(),
        state,
        mark,
        course: course(page, request),
        keys: request.keys.join(", "),
        clause: request.clause.clone(),
    }
}

fn course(page: &Page, request: &Asked) -> Vec<String> {
    let at = |key: &str, moment: &jiff::Timestamp| page.t1(key, "moment", page.moment(moment));
    if let Some(earlier) = &request.reused_from {
        return vec![at("asked-reused", earlier)];
    }
    let mut course = vec![at("asked-at", &request.at)];
    if let Some(answered) = &request.answered_at {
        course.push(at("asked-answered-at", answered));
    } else if let Some(due) = &request.due {
        course.push(at("asked-due", due));
    }
    course
}

/// The key of the words and the colour for where a request stands.
fn words(request: &Asked) -> (&'static str, &'static str) {
    if request.reused_from.is_some() {
        return ("asked-state-reused", "good");
    }
    match request.state {
        EvidenceState::Queued | EvidenceState::Sent => ("asked-state-waiting", "info"),
        EvidenceState::Answered => ("asked-state-answered", "good"),
        EvidenceState::Absent => ("asked-state-absent", "good"),
        EvidenceState::Failed => ("asked-state-failed", "warn"),
        EvidenceState::Overdue => ("asked-state-overdue", "warn"),
    }
}

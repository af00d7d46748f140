//! Outside systems for an administrator: reachable or not, what waits, what gave up, letting it run
//! again, and what a system has of what we delivered (INTEG-01).

use actions::departmental::systems::{self, Again, Difference, System};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::id::{CaseId, JobId};
use serde::Deserialize;

use super::staff::{Me, Staff, case_id};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    reconcile: String,
    done: String,
}

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    job: String,
    system: String,
    case: String,
}

#[derive(Template)]
#[template(path = "desk/systems.html")]
struct Systems {
    page: Page,
    me: Option<Me>,
    rows: Vec<Row>,
    acts: Vec<ActRow>,
    reconciled: Option<Reconciled>,
    done: bool,
}

struct Row {
    id: String,
    title: String,
    state: String,
    is_ill: bool,
    waiting: i64,
    failed: i64,
    oldest: String,
    parked: Vec<ParkedRow>,
    reconciles: bool,
    /// Interagency requests have a page of their own.
    exchange: bool,
}

struct ParkedRow {
    job: String,
    work: String,
    problem: String,
    at: String,
}

struct ActRow {
    at: String,
    official: String,
    act: String,
}

struct Reconciled {
    system: String,
    rows: Vec<DifferenceRow>,
    /// The system does not answer.
    silent: bool,
}

struct DifferenceRow {
    number: String,
    case: Option<CaseId>,
}

/// `GET /desk/systems`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(params): Query<Params>) -> Answer {
    let overview = systems::overview(&app.office, &staff.0).await?;
    let reconciled = match params.reconcile.as_str() {
        "" => None,
        id => Some(reconciled(&app, &staff, &page, id).await?),
    };
    let acts = overview.acts.into_iter().map(|one| ActRow {
        at: page.moment(&one.at),
        official: one.official,
        act: format!("{}: {}", name(&page, &one.system, None), act(&page, &one.act)),
    });
    html(&Systems {
        rows: overview.systems.into_iter().map(|system| row(&page, system)).collect(),
        acts: acts.collect(),
        me: staff.me(),
        done: params.done == "1",
        reconciled,
        page,
    })
}

async fn reconciled(app: &App, staff: &Staff, page: &Page, id: &str) -> Result<Reconciled, Failure> {
    let (found, silent) = match systems::reconcile(&app.office, &staff.0, id).await {
        Ok(found) => (found, false),
        Err(Stop::Later { .. }) => (Vec::new(), true),
        Err(stop) => return Err(Failure(stop)),
    };
    let title = app.office.departmental.get(id).map(|system| system.title.clone());
    let rows = found.into_iter().map(|Difference { number, case }| DifferenceRow { number, case });
    Ok(Reconciled { system: name(page, id, title), rows: rows.collect(), silent })
}

/// `POST /desk/systems/again`: one job, all of a system, or a case that a system has lost.
pub async fn again(State(app): State<App>, staff: Staff, Form(pressed): Form<Pressed>) -> Answer {
    if pressed.case.is_empty() {
        let again = match JobId::parse(&pressed.job) {
            Some(job) => Again::Job(job),
            None => Again::All(pressed.system),
        };
        systems::run_again(&app.office, &staff.0, &again).await?;
    } else {
        systems::deliver_again(&app.office, &staff.0, &case_id(&pressed.case)?).await?;
    }
    Ok(Redirect::to("/desk/systems?done=1").into_response())
}

fn row(page: &Page, system: System) -> Row {
    let state = match (&system.failing_since, &system.seen_at) {
        (Some(since), _) => page.t1("desk-systems-ill", "since", page.moment(since)),
        (None, Some(seen)) => page.t1("desk-systems-well", "seen", page.moment(seen)),
        (None, None) => page.t("desk-systems-unseen").to_owned(),
    };
    let parked = system.parked.into_iter().map(|one| ParkedRow {
        job: one.job.to_string(),
        work: work(page, one.work),
        problem: one.problem.unwrap_or_default(),
        at: page.moment(&one.at),
    });
    Row {
        title: name(page, &system.id, system.title),
        exchange: matches!(system.id.as_str(), "smev" | "evidence"),
        id: system.id,
        state,
        is_ill: system.failing_since.is_some(),
        waiting: system.waiting,
        failed: system.failed,
        oldest: system.oldest.map(|oldest| page.moment(&oldest)).unwrap_or_default(),
        parked: parked.collect(),
        reconciles: system.reconciles,
    }
}

fn name(page: &Page, id: &str, title: Option<String>) -> String {
    let key = match id {
        "esia" => "desk-systems-esia",
        "smev" => "desk-systems-smev",
        "evidence" => "desk-systems-evidence",
        "mail" => "desk-systems-mail",
        "sms" => "desk-systems-sms",
        "antivirus" => "desk-systems-antivirus",
        "inbox" => "desk-systems-inbox",
        "carrier" => "desk-systems-carrier",
        "appeals" => "desk-systems-appeals",
        "quality" => "desk-systems-quality",
        "okno" => "desk-systems-own",
        _ => return title.unwrap_or_else(|| id.to_owned()),
    };
    page.t(key).to_owned()
}

fn work(page: &Page, name: &str) -> String {
    let key = match name {
        "intake" | "advance" => "desk-systems-work-delivery",
        "tell_system" => "desk-systems-work-news",
        "tell_order" => "desk-systems-work-order",
        "mail" | "sms" => "desk-systems-work-letter",
        "ask" => "desk-systems-work-ask",
        "send_result" => "desk-systems-work-result",
        "ship" | "track" => "desk-systems-work-carrier",
        "send_complaint" => "desk-systems-work-complaint",
        "send_rating" | "reconcile_ratings" => "desk-systems-work-rating",
        "poll" => "desk-systems-work-poll",
        _ => "desk-systems-work-own",
    };
    page.t(key).to_owned()
}

/// «again 3», «deliver ПР-…» in words.
fn act(page: &Page, act: &str) -> String {
    match act.split_once(' ') {
        Some(("again", count)) => page.t1("desk-systems-act-again", "count", count.parse::<i64>().unwrap_or(0)),
        Some(("deliver", number)) => page.t1("desk-systems-act-deliver", "number", number),
        _ => act.to_owned(),
    }
}

//! The queue page. Filters and the place in the list stand in the address, so a list can be
//! kept, sent to a colleague and gone back to.

use actions::desk::queue::{self, Asked, QueueRow, View};
use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;

use super::staff::{Me, Staff};
use super::words;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// What the address asks for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Params {
    view: String,
    service: String,
    q: String,
    after: String,
}

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct Queue {
    page: Page,
    me: Option<Me>,
    lead: String,
    tabs: Vec<Tab>,
    view: &'static str,
    services: Vec<ServiceOption>,
    search: String,
    filtered: bool,
    rows: Vec<Row>,
    at_start: bool,
    first: String,
    next: Option<String>,
}

struct Tab {
    address: String,
    label: String,
    current: bool,
}

struct ServiceOption {
    id: String,
    title: String,
    chosen: bool,
}

struct Row {
    id: String,
    number: String,
    service: String,
    applicant: String,
    due: String,
    due_date: String,
    late: bool,
    why_late: Option<String>,
    waiting: String,
    assignee: String,
}

const VIEWS: [(View, &str, &str); 6] = [
    (View::All, "all", "desk-queue-all"),
    (View::Late, "late", "desk-queue-late"),
    (View::NeedsPerson, "person", "desk-queue-person"),
    (View::Mine, "mine", "desk-queue-mine"),
    (View::Unassigned, "free", "desk-queue-unassigned"),
    (View::Decided, "decided", "desk-queue-decided"),
];

/// `GET /desk`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(mut params): Query<Params>) -> Answer {
    params.q.retain(|sign| !sign.is_control());
    params.q = params.q.chars().take(100).collect();
    let (view, code, _) = VIEWS.into_iter().find(|(_, code, _)| *code == params.view).unwrap_or(VIEWS[0]);
    let asked = Asked {
        view,
        service: Some(params.service.clone()).filter(|service| !service.is_empty()),
        search: params.q.clone(),
        after: Some(params.after.clone()).filter(|after| !after.is_empty()),
    };
    let found = queue::queue(&app.office, &staff.0, &asked, app.office.now()).await?;
    let counts = found.counts;
    let authority = app.office.region.authorities.get(&staff.0.authority);
    let authority = authority.map_or(staff.0.authority.as_str(), |authority| authority.name.as_str());
    let number = |view| match view {
        View::All => counts.open + counts.decided,
        View::Late => counts.late,
        View::Mine => counts.mine,
        View::Unassigned => counts.untaken,
        View::NeedsPerson => counts.needs_person,
        View::Decided => counts.decided,
    };
    let tabs = VIEWS.into_iter().map(|(tab, code, key)| Tab {
        address: address(&page, code, &params, None),
        label: format!("{} {}", page.t(key), number(tab)),
        current: tab == view,
    });
    let services =
        found.services.into_iter().map(|(id, title)| ServiceOption { chosen: id == params.service, id, title });
    let view = Queue {
        me: staff.me(),
        lead: page.t1("desk-queue-lead", "authority", authority),
        tabs: tabs.collect(),
        view: code,
        services: services.collect(),
        filtered: !params.q.is_empty() || !params.service.is_empty(),
        rows: found.rows.iter().map(|row| self::row(&app, &page, &staff, row)).collect(),
        at_start: params.after.is_empty(),
        first: address(&page, code, &params, None),
        next: found.next.map(|next| address(&page, code, &params, Some(&next))),
        search: params.q,
        page,
    };
    html(&view)
}

fn address(page: &Page, view: &str, params: &Params, after: Option<&str>) -> String {
    let mut address = format!("/desk?view={view}");
    for (name, value) in [("service", params.service.as_str()), ("q", &params.q), ("after", after.unwrap_or(""))] {
        if !value.is_empty() {
            address.push_str(&format!("&{name}={}", page.encoded(value)));
        }
    }
    address
}

fn row(app: &App, page: &Page, staff: &Staff, row: &QueueRow) -> Row {
    let regulation = app.office.library.edition(&row.service_id, &row.version);
    let (due, late) = words::deadline(page, &row.deadline);
    Row {
        id: row.id.to_string(),
        number: row.number.clone(),
        service: row.service.clone(),
        applicant: row.applicant.clone(),
        due,
        due_date: row.due_at.map(|at| page.t1("desk-due-by", "date", page.day(&at))).unwrap_or_default(),
        late,
        why_late: row.late.as_ref().map(|reason| words::late(page, reason, regulation.map(|regulation| &**regulation))),
        waiting: words::next_step(page, row.next),
        assignee: match &row.assignee {
            None => page.t("desk-assignee-none").to_owned(),
            Some((id, _)) if *id == staff.0.id => page.t("desk-assignee-me").to_owned(),
            Some((_, name)) => name.clone(),
        },
    }
}

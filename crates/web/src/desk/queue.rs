//! The queue page. Filters and the place in the list stand in the address, so a list can be
//! kept under a name, sent to a colleague and gone back to.

use actions::desk::queue::{self, Asked, DueIn, QueueRow, View, Whose};
use actions::desk::views::{self, LONGEST_NAME, SavedView};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::case::Waits;
use domain::id::OfficialId;
use domain::official::Role;
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
    waits: String,
    whose: String,
    due: String,
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
    choices: Vec<Choice>,
    search: String,
    filtered: bool,
    saved: Vec<Saved>,
    address: String,
    longest_name: usize,
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

/// A list to choose one filter from.
struct Choice {
    name: &'static str,
    label: &'static str,
    options: Vec<ChoiceOption>,
}

struct ChoiceOption {
    value: String,
    label: String,
    chosen: bool,
}

struct Saved {
    id: String,
    name: String,
    address: String,
}

/// A row of the queue, as the calendar shows it too.
pub struct Row {
    /// Id of the case.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its service.
    pub service: String,
    /// Its applicant.
    pub applicant: String,
    /// How its deadline stands.
    pub due: String,
    /// The day, and the hour where hours count.
    pub due_date: String,
    /// Which day of its term it is.
    pub day: Option<String>,
    /// It is late.
    pub late: bool,
    /// Why.
    pub why_late: Option<String>,
    /// What it waits for.
    pub waiting: String,
    /// Who has it.
    pub assignee: String,
}

const VIEWS: [(View, &str, &str); 6] = [
    (View::All, "all", "desk-queue-all"),
    (View::Late, "late", "desk-queue-late"),
    (View::NeedsPerson, "person", "desk-queue-person"),
    (View::Mine, "mine", "desk-queue-mine"),
    (View::Unassigned, "free", "desk-queue-unassigned"),
    (View::Decided, "decided", "desk-queue-decided"),
];

const DUES: [(DueIn, &str, &str); 4] = [
    (DueIn::Late, "late", "desk-queue-due-late"),
    (DueIn::Today, "today", "desk-queue-due-today"),
    (DueIn::Tomorrow, "tomorrow", "desk-queue-due-tomorrow"),
    (DueIn::Week, "week", "desk-queue-due-week"),
];

/// `GET /desk`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(mut params): Query<Params>) -> Answer {
    // An operator of a service centre has no queue: their work is at the counter.
    if staff.0.roles == [Role::Centre] {
        return Ok(Redirect::to("/desk/centre").into_response());
    }
    if staff.0.roles == [Role::Notary] {
        return Ok(Redirect::to("/desk/duplicates").into_response());
    }
    if staff.0.roles == [Role::Scheduler] {
        return Ok(Redirect::to("/desk/reception").into_response());
    }
    if staff.0.roles == [Role::Complaints] {
        return Ok(Redirect::to("/desk/complaints").into_response());
    }
    params.q.retain(|sign| !sign.is_control());
    params.q = params.q.chars().take(100).collect();
    let (view, code, _) = VIEWS.into_iter().find(|(_, code, _)| *code == params.view).unwrap_or(VIEWS[0]);
    let asked = asked(&params, view);
    let found = queue::queue(&app.office, &staff.0, &asked, app.office.now()).await?;
    let saved = views::list(&app.office, &staff.0).await?;
    let tallies = found.tallies;
    let authority = app.office.region.authorities.get(&staff.0.authority);
    let authority = authority.map_or(staff.0.authority.as_str(), |authority| authority.name.as_str());
    let number = |view| match view {
        View::All => tallies.all,
        View::Late => tallies.late,
        View::Mine => tallies.mine,
        View::Unassigned => tallies.untaken,
        View::NeedsPerson => tallies.needs_person,
        View::Decided => tallies.decided,
    };
    let bare = Params::default();
    let tabs = VIEWS.into_iter().map(|(tab, code, key)| Tab {
        address: address(&page, code, &bare, None),
        label: format!("{} {}", page.t(key), number(tab)),
        current: tab == view,
    });
    let choices = choices(&page, &params, &found.services, &found.officials);
    let view = Queue {
        me: staff.me(),
        lead: page.t1("desk-queue-lead", "authority", authority),
        tabs: tabs.collect(),
        view: code,
        filtered: !params.q.is_empty() || choices.iter().any(|choice| choice.options.iter().any(|one| one.chosen)),
        choices,
        saved: saved.into_iter().map(|view| self::saved(&page, view)).collect(),
        address: query(&page, code, &params, None),
        longest_name: LONGEST_NAME,
        rows: found.rows.iter().map(|row| self::row(&app, &page, &staff, row)).collect(),
        at_start: params.after.is_empty(),
        first: address(&page, code, &params, None),
        next: found.next.map(|next| address(&page, code, &params, Some(&next))),
        search: params.q,
        page,
    };
    html(&view)
}

fn asked(params: &Params, view: View) -> Asked {
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Asked {
        view,
        service: given(&params.service),
        waits: Waits::read(&params.waits),
        whose: match params.whose.as_str() {
            "me" => Some(Whose::Mine),
            "nobody" => Some(Whose::Nobody),
            id => OfficialId::parse(id).map(Whose::Of),
        },
        due: DUES.into_iter().find(|(_, code, _)| *code == params.due).map(|(due, _, _)| due),
        search: params.q.clone(),
        after: given(&params.after),
    }
}

fn choices(
    page: &Page,
    params: &Params,
    services: &[(String, String)],
    officials: &[(OfficialId, String)],
) -> Vec<Choice> {
    let option = |value: &str, label: &str, chosen: &str| ChoiceOption {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: value == chosen,
    };
    let services = services.iter().map(|(id, title)| option(id, title, &params.service));
    let waits = Waits::ALL.iter().map(|waits| {
        let key = format!("desk-waits-{}", waits.name());
        option(waits.name(), page.t(&key), &params.waits)
    });
    let whose = [("me", "desk-assignee-me"), ("nobody", "desk-assignee-none")];
    let whose = whose.into_iter().map(|(code, key)| option(code, page.t(key), &params.whose));
    let whose = whose.chain(officials.iter().map(|(id, name)| option(id.as_str(), name, &params.whose)));
    let due = DUES.into_iter().map(|(_, code, key)| option(code, page.t(key), &params.due));
    vec![
        Choice { name: "service", label: "desk-queue-service", options: services.collect() },
        Choice { name: "waits", label: "desk-queue-waits", options: waits.collect() },
        Choice { name: "whose", label: "desk-queue-whose", options: whose.collect() },
        Choice { name: "due", label: "desk-queue-due", options: due.collect() },
    ]
}

fn saved(page: &Page, view: SavedView) -> Saved {
    // What was kept is read anew, so nothing but filters can stand in the link.
    let params: Params = kept(&view.address);
    let code = VIEWS.into_iter().find(|(_, code, _)| *code == params.view).map_or("all", |(_, code, _)| code);
    Saved { id: view.id, name: view.name, address: address(page, code, &params, None) }
}

/// Reads filters from the query of an address.
fn kept(query: &str) -> Params {
    let mut params = Params::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let place = match name.as_ref() {
            "view" => &mut params.view,
            "service" => &mut params.service,
            "waits" => &mut params.waits,
            "whose" => &mut params.whose,
            "due" => &mut params.due,
            "q" => &mut params.q,
            _ => continue,
        };
        *place = value.into_owned();
    }
    params
}

/// The filters of an address that somebody sends, read and written anew.
pub fn plain(page: &Page, sent: &str) -> String {
    let params = kept(sent);
    let code = VIEWS.into_iter().find(|(_, code, _)| *code == params.view).map_or("all", |(_, code, _)| code);
    query(page, code, &params, None)
}

fn address(page: &Page, view: &str, params: &Params, after: Option<&str>) -> String {
    format!("/desk?{}", query(page, view, params, after))
}

fn query(page: &Page, view: &str, params: &Params, after: Option<&str>) -> String {
    let mut query = format!("view={view}");
    let given = [
        ("service", params.service.as_str()),
        ("waits", &params.waits),
        ("whose", &params.whose),
        ("due", &params.due),
        ("q", &params.q),
        ("after", after.unwrap_or("")),
    ];
    for (name, value) in given {
        if !value.is_empty() {
            query.push_str(&format!("&{name}={}", page.encoded(value)));
        }
    }
    query
}

/// A row in words.
pub fn row(app: &App, page: &Page, staff: &Staff, row: &QueueRow) -> Row {
    let regulation = app.office.library.edition(&row.service_id, &row.version);
    let (due, late) = words::deadline(page, &row.deadline);
    Row {
        id: row.id.to_string(),
        number: row.number.clone(),
        service: row.service.clone(),
        applicant: row.applicant.clone(),
        due,
        due_date: row.due_at.map(|at| words::due_by(page, &app.office.clock, &at)).unwrap_or_default(),
        day: row.day.as_ref().map(|day| words::day_of(page, day, regulation.map(|regulation| &**regulation))),
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

//! The case card: one page with everything about a case, in the order an official needs it.

use actions::desk::card::{self, Card};
use actions::desk::decide::Question;
use actions::desk::procedures::{self, Doing};
use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use regulation::assess::for_citizen;
use regulation::clock::LegalClock;
use serde::Deserialize;

use super::card_beside::{SaidView, TaskView, said, tasks};
use super::card_charge::{ChargeView, charge};
use super::card_next::{NextView, next};
use super::card_parts::{
    DocumentView, EventView, Group, ProcedureView, QueryView, documents, groups, journal, procedures, queries,
};
use super::machine::{self, RowView};
use super::staff::{Me, Staff, case_id, ground};
use super::words;
use crate::citizen::times::{BookedRow, booked_rows};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    done: String,
}

struct Colleague {
    id: String,
    name: String,
}

struct Duplicate {
    id: String,
    number: String,
    text: String,
}

#[derive(Template)]
#[template(path = "desk/card.html")]
struct CardPage {
    me: Option<Me>,
    id: String,
    revision: i64,
    title: String,
    service: String,
    applicant: String,
    done: Option<String>,
    next_step: String,
    due: String,
    due_date: String,
    late: bool,
    why_late: Option<String>,
    why_person: Option<String>,
    state: String,
    variant: String,
    edition: String,
    filed: String,
    registered: Option<String>,
    due_how: Option<String>,
    assignee: String,
    duplicates: Vec<Duplicate>,
    /// Ids of the entries of the result register that came of the case.
    entries: Vec<String>,
    groups: Vec<Group>,
    documents: Vec<DocumentView>,
    outcome: String,
    summary: Vec<String>,
    rows: Vec<RowView>,
    for_applicant: Vec<String>,
    queries: Vec<QueryView>,
    procedures: Vec<ProcedureView>,
    journal: Vec<EventView>,
    day: Option<String>,
    said: Vec<SaidView>,
    tasks: Vec<TaskView>,
    charge: Option<ChargeView>,
    can_write: bool,
    action_note: Option<String>,
    can_take: bool,
    can_return: bool,
    can_hand_over: bool,
    can_intake: bool,
    can_decide: bool,
    can_sign: bool,
    colleagues: Vec<Colleague>,
    /// What can be done beside deciding, and what has happened beside the plain course.
    course: NextView,
    booked: Vec<BookedRow>,
    page: Page,
}

/// `GET /desk/cases/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Query(params): Query<Params>,
) -> Answer {
    let id = case_id(&id)?;
    let read = |case: &domain::case::Case| ground(&page, &staff.0, case);
    let now = app.office.now();
    let card = card::card(&app.office, &staff.0, &id, read, now).await?;
    let offered = procedures::offered(&app.office, &staff.0, &card.case, &card.regulation, now);
    let files = procedures::of_case(&app.office, &card.case).await?;
    let course = next(&page, &card, &offered, &files);
    let booked = booked_rows(&app, &page, &card.booked);
    html(&CardPage { booked, ..view(page, &staff, card, &params, course, &app.office.clock, now) })
}

fn view(
    page: Page,
    staff: &Staff,
    card: Card,
    params: &Params,
    course: NextView,
    clock: &LegalClock,
    now: Timestamp,
) -> CardPage {
    let (case, regulation) = (&card.case, &*card.regulation);
    let (due, late) = words::deadline(&page, &card.deadline);
    let due_at = case.due.as_ref().or(case.registration_due.as_ref());
    let question = if case.registered_at.is_some() { Question::Provision } else { Question::Intake };
    let variant = case.variant.as_deref().and_then(|id| regulation.variant(id));
    CardPage {
        booked: Vec::new(),
        me: staff.me(),
        id: case.id.to_string(),
        revision: case.revision,
        title: page.t1("desk-card-title", "number", case.number.as_str()),
        service: regulation.short.clone(),
        applicant: case.applicant_name.clone(),
        done: done(&page, &params.done),
        next_step: words::next_step(&page, card.next),
        due,
        due_date: due_at.map(|due| words::due_by(&page, clock, &due.at)).unwrap_or_default(),
        late,
        why_late: card.late.as_ref().map(|reason| words::late(&page, reason, Some(regulation))),
        why_person: case.needs_person.as_ref().map(|reason| words::called(&page, reason, regulation)),
        state: page.t(words::state(case.state)).to_owned(),
        variant: variant
            .map_or_else(|| page.t("desk-card-variant-unknown").to_owned(), |variant| variant.title.clone()),
        edition: case.version.clone(),
        filed: page.moment(&case.filed_at),
        registered: case.registered_at.map(|at| page.moment(&at)),
        due_how: due_at.map(regulation::clock::Due::explain),
        assignee: assignee(&page, staff, &card),
        duplicates: duplicates(&page, &card),
        entries: card.case.results.iter().map(ToString::to_string).collect(),
        groups: groups(&page, &card),
        documents: documents(&page, &card),
        outcome: machine::outcome(&page, &card.assessment, question, regulation),
        summary: machine::summary(&page, &card.assessment, regulation),
        rows: machine::rows(&card.assessment, regulation),
        for_applicant: for_citizen(&card.assessment, regulation).lines().map(str::to_owned).collect(),
        queries: queries(&page, &card),
        procedures: procedures(&page, &card),
        journal: journal(&page, &card),
        day: card.day.as_ref().map(|day| words::day_of(&page, day, Some(regulation))),
        said: said(&page, &card),
        tasks: tasks(&page, &card, now),
        charge: charge(&page, staff, &card),
        can_write: card.can_write,
        action_note: note(&page, staff, &card),
        can_take: card.can.take,
        can_return: card.can.give_back,
        can_hand_over: card.can.hand_over && !card.colleagues.is_empty(),
        can_intake: card.can.intake,
        can_decide: card.can.decide,
        can_sign: card.can.sign,
        colleagues: card
            .colleagues
            .iter()
            .map(|colleague| Colleague {
                id: colleague.id.to_string(),
                name: format!("{}, {}", colleague.name, colleague.post),
            })
            .collect(),
        course,
        page,
    }
}

fn done(page: &Page, what: &str) -> Option<String> {
    const KNOWN: [&str; 8] = ["take", "return", "hand-over", "register", "refuse-intake", "grant", "refuse", "sign"];
    (KNOWN.contains(&what) || Doing::read(what).is_some()).then(|| page.t(&format!("desk-done-{what}")).to_owned())
}

fn assignee(page: &Page, staff: &Staff, card: &Card) -> String {
    match &card.case.assignee {
        None => page.t("desk-assignee-none").to_owned(),
        Some(id) if *id == staff.0.id => page.t("desk-assignee-me").to_owned(),
        Some(id) => card.names.get(id.as_str()).cloned().unwrap_or_default(),
    }
}

/// What stands between the official and the actions, if anything does.
fn note(page: &Page, staff: &Staff, card: &Card) -> Option<String> {
    match &card.case.assignee {
        _ if card.case.closed_at.is_some() => Some(page.t("desk-next-done").to_owned()),
        None => Some(page.t("desk-action-take-first").to_owned()),
        Some(id) if *id == staff.0.id => None,
        Some(id) => {
            let name = card.names.get(id.as_str()).map_or("", String::as_str);
            Some(page.t1("desk-action-taken-by-other", "name", name))
        }
    }
}

fn duplicates(page: &Page, card: &Card) -> Vec<Duplicate> {
    let duplicate = |(id, number): &(domain::id::CaseId, String)| Duplicate {
        id: id.to_string(),
        number: number.clone(),
        text: page.t("desk-card-duplicate").to_owned(),
    };
    card.duplicates.iter().map(duplicate).collect()
}

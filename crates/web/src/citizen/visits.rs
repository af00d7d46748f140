//! Booking a visit: choose a place, a day, a time, confirm. Looking is for everybody and shows free
//! and taken times without names; booking asks for nothing but who signs in (BOOK-01, 02, 04, 05).

use actions::reception::book::{self, Wanted as Slot};
use actions::reception::look::{self, Offered};
use actions::reception::{known, zone_of};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::reception::{BookedBy, LineId};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::clock::{self, Visit};
use super::visitor::Visitor;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// How many free times are offered to who was too late.
const ALTERNATIVES: usize = 6;

/// Days that are shown at once; the rest is one press away.
const FIRST_DAYS: usize = 10;

/// What was chosen so far.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    line: String,
    date: String,
    start: String,
}

#[derive(Template)]
#[template(path = "citizen/visit.html")]
struct VisitPage<'a> {
    page: Page,
    service: &'a str,
    title: &'a str,
    places: Vec<PlaceRow>,
    chosen: Option<PlaceRow>,
    days: Vec<DayRow>,
    later: Vec<DayRow>,
    later_open: bool,
    day: Option<String>,
    slots: Vec<SlotRow>,
    confirm: Option<Confirm>,
    problem: Option<String>,
    own: bool,
    alternatives: Vec<SlotRow>,
    share: String,
}

/// A place with a line.
struct PlaceRow {
    line: String,
    title: String,
    address: String,
    what: String,
    minutes: usize,
}

/// A day with what is free on it.
struct DayRow {
    date: String,
    label: String,
    free: usize,
    offline: usize,
    current: bool,
    suspended: bool,
}

/// A time.
pub struct SlotRow {
    /// For the address.
    pub start: String,
    /// As people read it.
    pub label: String,
    /// May it be chosen?
    pub free: bool,
}

/// What is confirmed.
struct Confirm {
    line: String,
    start: String,
    when: Visit,
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// `GET /services/{id}/visit`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    Path(service): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    // What is not a place, a day or a moment is said to be so, not passed over.
    let date_wrong = !chosen.date.is_empty() && chosen.date.parse::<Date>().is_err();
    let start_wrong = !chosen.start.is_empty() && moment(&chosen.start).is_none();
    let refused = (date_wrong || start_wrong).then_some(Refusal::SlotGone);
    let shown = view(&app, page, &service, &chosen, refused.as_ref()).await?;
    let status = if shown.chosen.is_none() && !chosen.line.is_empty() {
        StatusCode::NOT_FOUND
    } else if refused.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    Ok((status, html(&shown)?).into_response())
}

async fn view<'a>(
    app: &'a App,
    page: Page,
    service: &'a str,
    chosen: &Chosen,
    refused: Option<&Refusal>,
) -> Result<VisitPage<'a>, Failure> {
    let office = &app.office;
    let now = office.now();
    let regulation = office.library.current(service, office.today(now)).ok_or(Stop::Missing)?;
    let offered = look::places(office, regulation);
    if offered.is_empty() {
        return Err(Stop::Missing.into());
    }
    let wanted = LineId::parse(&chosen.line).and_then(|id| offered.iter().find(|one| one.id() == id));
    // One place to choose from is chosen already.
    let none = chosen.line.is_empty();
    let wanted = wanted.or_else(|| offered.first().filter(|_| none && offered.len() == 1));
    let unknown = (!none && wanted.is_none()).then(|| page.t("visit-unknown-place").to_owned());
    let share = office.region.reception.as_ref().map(|one| one.electronic_share.because.clone()).unwrap_or_default();
    let mut shown = VisitPage {
        places: offered.iter().map(place_row).collect(),
        title: &regulation.short,
        chosen: wanted.map(place_row),
        days: Vec::new(),
        later: Vec::new(),
        later_open: false,
        day: None,
        slots: Vec::new(),
        confirm: None,
        problem: unknown.or_else(|| refused.map(|refusal| page.refusal(refusal))),
        own: refused == Some(&Refusal::TooManyAppointments),
        alternatives: Vec::new(),
        share,
        service,
        page,
    };
    let Some(wanted) = wanted else { return Ok(shown) };
    let id = wanted.id();
    let zone = zone_of(office, wanted.place);
    let days = look::days(office, &id, Date::MIN, Date::MAX, now).await?;
    let date = chosen.date.parse::<Date>().ok();
    let start = moment(&chosen.start);
    let date = start.map(|start| look::today_at(zone, start)).or(date);
    shown.days = days
        .iter()
        .map(|day| DayRow {
            date: day.date.to_string(),
            label: clock::weekday_and_date(&shown.page, day.date),
            free: usize::try_from(day.free(BookedBy::Electronic)).unwrap_or(0),
            offline: usize::try_from(day.free(BookedBy::Offline)).unwrap_or(0),
            current: Some(day.date) == date,
            suspended: day.suspended.is_some(),
        })
        .collect();
    shown.later = shown.days.split_off(shown.days.len().min(FIRST_DAYS));
    shown.later_open = shown.later.iter().any(|day| day.current);
    if let Some(date) = date {
        let slots = look::slots(office, &id, date, BookedBy::Electronic, now).await?;
        shown.slots = slots.iter().map(|slot| slot_row(slot, zone)).collect();
        shown.day = Some(clock::weekday_and_date(&shown.page, date));
        if let Some(slot) = slots.iter().find(|slot| Some(slot.start) == start && slot.free) {
            let when = clock::visit(&shown.page, &slot.start, zone);
            shown.confirm = Some(Confirm { line: id.to_string(), start: slot.start.to_string(), when });
        }
    }
    if refused.is_some() || (start.is_some() && shown.confirm.is_none()) {
        let after = start.unwrap_or(now);
        let nearest = look::nearest(office, &id, after, BookedBy::Electronic, ALTERNATIVES, now).await?;
        shown.alternatives = nearest
            .iter()
            .map(|slot| {
                let when = clock::visit(&shown.page, &slot.start, zone);
                SlotRow { start: slot.start.to_string(), label: format!("{}, {}", when.day, when.time), free: true }
            })
            .collect();
        if shown.problem.is_none() {
            shown.problem = Some(shown.page.refusal(&Refusal::SlotGone));
        }
    }
    Ok(shown)
}

fn place_row(one: &Offered<'_>) -> PlaceRow {
    PlaceRow {
        line: one.id().to_string(),
        title: one.place.title.clone(),
        address: one.place.address.clone(),
        what: one.line.title.clone(),
        minutes: one.line.minutes as usize,
    }
}

/// A time of a day.
pub fn slot_row(slot: &look::Shown, zone: &str) -> SlotRow {
    SlotRow { start: slot.start.to_string(), label: clock::time(slot.start, zone), free: slot.free }
}

/// `POST /services/{id}/visit`: books it.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(service): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let line_id = LineId::parse(&chosen.line).ok_or(Stop::Missing)?;
    known(&app.office, &line_id)?;
    let booked = match moment(&chosen.start) {
        Some(start) => {
            let slot = Slot { line: line_id, start, service: service.clone() };
            book::book(&app.office, &visitor.0, &slot).await
        }
        None => Err(Refusal::SlotGone.into()),
    };
    match booked {
        Ok(id) => Ok(Redirect::to(&format!("/appointments/{id}?done=booked")).into_response()),
        Err(stop) => {
            let refusal = on_form(stop)?;
            let status = match refusal {
                Refusal::TooManyAppointments => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::CONFLICT,
            };
            let shown = view(&app, page, &service, &chosen, Some(&refusal)).await?;
            Ok((status, html(&shown)?).into_response())
        }
    }
}

//! One's own appointments: when and where, moving, cancelling, coming earlier, the file for a
//! calendar, who of the officials looked (BOOK-07, 12, 14).

use actions::reception::{known, look, own, title_of, zone_of};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use domain::id::AppointmentId;
use domain::reception::{Appointment, BookedBy, By, Deed, Happened, Stage};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::clock::{self, Visit};
use super::visitor::Visitor;
use super::visits::{SlotRow, slot_row};
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// What the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    done: String,
    date: String,
    before: String,
}

/// What was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    act: String,
    start: String,
}

#[derive(Template)]
#[template(path = "citizen/appointments.html")]
struct List {
    page: Page,
    ahead: Vec<Row>,
    past: Vec<Row>,
    more: Option<String>,
}

/// An appointment in the list.
struct Row {
    id: String,
    title: String,
    when: Visit,
    place: String,
    stage: &'static str,
    offered: bool,
}

#[derive(Template)]
#[template(path = "citizen/appointment.html")]
struct One {
    page: Page,
    row: Row,
    line: String,
    address: String,
    code: String,
    reason: Option<String>,
    done: Option<&'static str>,
    problem: Option<String>,
    movable: bool,
    cancels: bool,
    waits: bool,
    with: Option<(String, &'static str)>,
    earlier: bool,
    offer: Option<(Visit, String)>,
    days: Vec<(String, String, bool)>,
    slots: Vec<SlotRow>,
    history: Vec<String>,
}

fn id(text: &str) -> Result<AppointmentId, Failure> {
    AppointmentId::parse(text).ok_or(Failure(Stop::Missing))
}

/// Key of the words of a stage.
pub fn stage_key(stage: &Stage) -> &'static str {
    match stage {
        Stage::Held { .. } => "visit-stage-held",
        Stage::Booked => "visit-stage-booked",
        Stage::Arrived => "visit-stage-arrived",
        Stage::Served => "visit-stage-served",
        Stage::NoShow => "visit-stage-no-show",
        Stage::CancelledByApplicant => "visit-stage-cancelled",
        Stage::CancelledByBody { .. } => "visit-stage-cancelled-by-body",
        Stage::Lapsed => "visit-stage-lapsed",
        Stage::CaseEnded => "visit-stage-case-ended",
    }
}

fn row(app: &App, page: &Page, one: &Appointment) -> Row {
    let place = known(&app.office, &one.line).ok();
    let zone = place.map_or(app.office.region.time_zone.as_str(), |known| zone_of(&app.office, known.place));
    Row {
        id: one.id.to_string(),
        title: title_of(&app.office, &one.service, app.office.now()),
        when: clock::visit(page, &one.start, zone),
        place: place.map(|known| known.place.title.clone()).unwrap_or_default(),
        stage: stage_key(&one.stage),
        offered: one.offer.is_some(),
    }
}

/// `GET /appointments`.
pub async fn list(State(app): State<App>, page: Page, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let before = AppointmentId::parse(&wanted.before);
    let found = own::list(&app.office, &visitor.0, before.as_ref()).await?;
    let full = i64::try_from(found.len()).is_ok_and(|count| count >= own::PAGE);
    let more = found.last().filter(|_| full).map(|last| last.id.to_string());
    let now = app.office.now();
    let (mut ahead, past): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| one.stage.is_ahead() && one.start > now);
    ahead.reverse();
    let rows = |all: Vec<Appointment>| all.iter().map(|one| row(&app, &page, one)).collect();
    let (ahead, past) = (rows(ahead), rows(past));
    html(&List { ahead, past, more, page })
}

/// `GET /appointments/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(appointment): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    html(&view(&app, page, &visitor, &id(&appointment)?, &wanted, None).await?)
}

async fn view(
    app: &App,
    page: Page,
    visitor: &Visitor,
    id: &AppointmentId,
    wanted: &Wanted,
    refused: Option<&Refusal>,
) -> Result<One, Failure> {
    let office = &app.office;
    let now = office.now();
    let own::Own { appointment: one, earlier } = own::see(office, &visitor.0, id).await?;
    let known = known(office, &one.line)?;
    let zone = zone_of(office, known.place);
    let open = one.stage.is_ahead() && one.start > now;
    let with = one.application.as_ref().map(|with| match &with.case {
        Some(case) => (format!("/cases/{case}"), "visit-with-case"),
        None => (format!("/drafts/{}/time/{}", with.draft, with.booking), "visit-with-draft"),
    });
    let of_case = one.application.as_ref().is_some_and(|with| with.case.is_some());
    // What is only held is changed in its draft; what belongs to a case stays on its day.
    let movable = open && one.stage == Stage::Booked;
    let date = wanted.date.parse::<Date>().ok();
    let mut days = Vec::new();
    let mut slots = Vec::new();
    if movable {
        let (first, last) = own::days(office, &one).await?;
        for day in look::days(office, &one.line, first, last, now).await? {
            if day.free(BookedBy::Electronic) > 0 {
                let label = clock::weekday_and_date(&page, day.date);
                days.push((day.date.to_string(), label, Some(day.date) == date));
            }
        }
        if let Some(date) = date {
            let found = look::slots(office, &one.line, date, BookedBy::Electronic, now).await?;
            slots = found.iter().filter(|slot| slot.free).map(|slot| slot_row(slot, zone)).collect();
        }
    }
    let offer = one.offer.as_ref().map(|offer| {
        let until = page.moment(&offer.until);
        (clock::visit(&page, &offer.slot.start, zone), until)
    });
    Ok(One {
        row: row(app, &page, &one),
        line: known.line.title.clone(),
        address: known.place.address.clone(),
        code: one.code(),
        reason: match &one.stage {
            Stage::CancelledByBody { reason } => Some(reason.clone()),
            _ => None,
        },
        done: match wanted.done.as_str() {
            "booked" => Some("visit-done-booked"),
            "moved" => Some("visit-done-moved"),
            "cancelled" => Some("visit-done-cancelled"),
            "wished" => Some("visit-done-wished"),
            _ => None,
        },
        problem: refused.map(|refusal| page.refusal(refusal)),
        history: one.history.iter().map(|happened| told(&page, happened, zone)).collect(),
        movable,
        cancels: open && !of_case,
        waits: movable && !of_case,
        with,
        earlier,
        offer,
        days,
        slots,
        page,
    })
}

/// Key of the words of what happened.
fn happened_key(deed: Deed) -> &'static str {
    match deed {
        Deed::Held => "visit-happened-held",
        Deed::Booked => "visit-happened-booked",
        Deed::Moved => "visit-happened-moved",
        Deed::Offered => "visit-happened-offered",
        Deed::OfferDropped => "visit-happened-offer-dropped",
        Deed::CancelledByApplicant => "visit-happened-cancelled-by-applicant",
        Deed::CancelledByBody => "visit-happened-cancelled-by-body",
        Deed::Arrived => "visit-happened-arrived",
        Deed::Served => "visit-happened-served",
        Deed::NoShow => "visit-happened-no-show",
        Deed::Lapsed => "visit-happened-lapsed",
        Deed::CaseEnded => "visit-happened-case-ended",
        Deed::Read => "visit-happened-read",
    }
}

/// One line of what happened.
fn told(page: &Page, happened: &Happened, zone: &str) -> String {
    let who = match &happened.by {
        By::Person => "visit-by-person",
        By::Official(_) => "visit-by-official",
        By::Machine => "visit-by-machine",
    };
    let key = happened_key(happened.deed);
    let what = match happened.from {
        Some(from) => {
            let from = clock::visit(page, &from, zone);
            page.t2(key, "day", from.day, "time", from.time)
        }
        None => page.t(key).to_owned(),
    };
    let said = page.t2("visit-happened", "who", page.t(who).to_owned(), "what", what);
    page.t2("visit-happened-at", "moment", page.moment(&happened.at), "said", said)
}

/// `POST /appointments/{id}`: moves, cancels, answers an offer, wishes to come earlier.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(appointment): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let id = id(&appointment)?;
    let (office, me) = (&app.office, &visitor.0);
    let (done, word) = match pressed.act.as_str() {
        "cancel" => (own::cancel(office, me, &id).await, "cancelled"),
        "move" => {
            let start = pressed.start.parse::<Timestamp>().map_err(|_| Stop::Refused(Refusal::SlotGone));
            match start {
                Ok(start) => (own::move_to(office, me, &id, start).await, "moved"),
                Err(stop) => (Err(stop), ""),
            }
        }
        "take" => (own::answer_offer(office, me, &id, true).await, "moved"),
        "drop" => (own::answer_offer(office, me, &id, false).await, ""),
        "wish" => (own::wish_earlier(office, me, &id, true).await, "wished"),
        "unwish" => (own::wish_earlier(office, me, &id, false).await, ""),
        _ => return Err(Failure(Stop::Missing)),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/appointments/{id}?done={word}")).into_response()),
        Err(stop) => {
            let refusal = on_form(stop)?;
            let shown = view(&app, page, &visitor, &id, &Wanted::default(), Some(&refusal)).await?;
            Ok((StatusCode::CONFLICT, html(&shown)?).into_response())
        }
    }
}

/// `GET /appointments/{id}/visit.ics`: for a calendar (RFC 5545).
pub async fn file(State(app): State<App>, visitor: Visitor, Path(appointment): Path<String>) -> Answer {
    let text = own::calendar(&app.office, &visitor.0, &id(&appointment)?).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"visit.ics\""),
    ];
    Ok((headers, text).into_response())
}

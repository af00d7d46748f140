//! Choosing the time of a hall or an inspector that an application is filed with: what is free, what
//! is held and until when, letting it go (BOOK-02, 11, 12, 14).

use actions::citizen::drafts::OpenDraft;
use actions::reception::application::{self, Choice, Choosing};
use actions::reception::{known, look, zone_of};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::reception::{Appointment, BookedBy, LineId};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::form::{FieldView, StepView};
use serde::Deserialize;

use super::appointments::stage_key;
use super::clock::{self, Visit};
use super::draft::id;
use super::visitor::Visitor;
use super::visits::{SlotRow, slot_row};
use super::widget::control_id;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// What was chosen so far, or pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    act: String,
    line: String,
    date: String,
    start: String,
    done: String,
}

#[derive(Template)]
#[template(path = "citizen/time.html")]
struct TimePage {
    page: Page,
    service: String,
    here: String,
    back: String,
    title: String,
    clause: String,
    lines: Vec<LineRow>,
    line: String,
    place: String,
    address: String,
    state: TimeState,
    days: Vec<(String, String, bool)>,
    day: Option<String>,
    slots: Vec<SlotRow>,
    done: bool,
    own: bool,
    problem: Option<String>,
}

/// A hall or inspector to choose from.
struct LineRow {
    id: String,
    title: String,
    current: bool,
}

/// How it stands with the time a draft needs.
#[derive(Default)]
pub struct TimeState {
    /// What is held now, where, and until when.
    pub held: Option<(Visit, String, String)>,
    /// The time that was held and is not any more.
    pub lost: Option<Visit>,
}

impl TimeState {
    /// Of a choice as it stands now.
    pub fn of(app: &App, page: &Page, choice: &Choice) -> Self {
        let office = &app.office;
        let told = |one: &Appointment| {
            let known = known(office, &one.line).ok();
            let zone = known.map_or(office.region.time_zone.as_str(), |known| zone_of(office, known.place));
            let place = known.map(|known| format!("{}, {}", known.place.title, known.line.title));
            (clock::visit(page, &one.start, zone), place.unwrap_or_default())
        };
        match (choice.held(office.now()), &choice.last) {
            (Some((held, until)), _) => {
                let (when, place) = told(held);
                Self { held: Some((when, place, page.moment(&until))), lost: None }
            }
            (None, Some(last)) if choice.is_lost() => Self { held: None, lost: Some(told(last).0) },
            (None, _) => Self::default(),
        }
    }
}

/// The time of a booking in the form, in place of its day or beside its place.
#[derive(Template)]
#[template(path = "citizen/time_field.html")]
pub struct TimeField<'a> {
    page: &'a Page,
    booking: String,
    /// Id of its button.
    pub control: String,
    title: String,
    state: TimeState,
    problem: Option<String>,
}

impl<'a> TimeField<'a> {
    /// The times of the bookings a draft needs; `strict` when what is missing is shown too.
    pub fn all(app: &App, page: &'a Page, open: &OpenDraft, choices: &[Choice], strict: bool) -> Vec<(String, Self)> {
        let shown = choices.iter().filter_map(|choice| {
            let rule = open.regulation.bookings.iter().find(|one| one.id == choice.needed.booking)?;
            // Beside its day, or where no day is asked, beside its place.
            let at = rule.date.as_ref().or(rule.place.as_ref())?;
            let state = TimeState::of(app, page, choice);
            let wrong = day_problem(&open.view.steps, rule.date.as_deref());
            let problem = match (&state.held, wrong) {
                (Some(_), Some(wrong)) => Some(wrong),
                (None, _) if strict => Some(page.t("time-needed").to_owned()),
                _ => None,
            };
            let control = match &rule.date {
                Some(date) => control_id(date),
                None => format!("time-{}", rule.id),
            };
            let field = Self { page, booking: rule.id.clone(), control, title: rule.title.clone(), state, problem };
            Some((at.clone(), field))
        });
        shown.collect()
    }
}

/// What is wrong with the day of a slot by the regulation's own rules.
fn day_problem(steps: &[StepView], date: Option<&str>) -> Option<String> {
    let fields = steps.iter().flat_map(|step| &step.fields);
    let field: &FieldView = fields.into_iter().find(|field| Some(field.path.as_str()) == date)?;
    field.problem.as_ref().map(|problem| format!("{} {}", problem.message, problem.mend))
}

/// A time that is booked with a case.
pub struct BookedRow {
    /// Id of the appointment.
    pub id: String,
    /// When.
    pub when: Visit,
    /// Where.
    pub place: String,
    /// Key of the words of where it stands.
    pub stage: &'static str,
}

/// How what is booked with a case reads.
pub fn booked_rows(app: &App, page: &Page, booked: &[Appointment]) -> Vec<BookedRow> {
    let row = |one: &Appointment| {
        let known = known(&app.office, &one.line).ok();
        let zone = known.map_or(app.office.region.time_zone.as_str(), |known| zone_of(&app.office, known.place));
        BookedRow {
            id: one.id.to_string(),
            when: clock::visit(page, &one.start, zone),
            place: known.map(|known| format!("{}, {}", known.place.title, known.line.title)).unwrap_or_default(),
            stage: stage_key(&one.stage),
        }
    };
    booked.iter().map(row).collect()
}

/// `GET /drafts/{id}/time/{booking}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, booking)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    let choosing = match application::choosing(&app.office, &visitor.0, &id(&draft)?, &booking).await {
        // An answer has changed meanwhile and this time is not needed any more.
        Err(Stop::Refused(Refusal::TimeNotNeeded)) => {
            return Ok(Redirect::to(&format!("/drafts/{draft}")).into_response());
        }
        other => other?,
    };
    let wrong = !chosen.date.is_empty() && chosen.date.parse::<Date>().is_err();
    let refused = wrong.then_some(Refusal::SlotGone);
    let shown = html(&view(&app, page, &choosing, &chosen, refused.as_ref()).await?)?;
    let status = if wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok((status, shown).into_response())
}

async fn view(
    app: &App,
    page: Page,
    choosing: &Choosing,
    chosen: &Chosen,
    refused: Option<&Refusal>,
) -> Result<TimePage, Failure> {
    let (office, open) = (&app.office, &choosing.open);
    let rule = choosing.rule()?;
    let lines = &choosing.choice.needed.lines;
    let wanted = LineId::parse(&chosen.line).filter(|line| lines.contains(line));
    let line = wanted.or_else(|| lines.first().cloned()).ok_or(Stop::Missing)?;
    let at = known(office, &line)?;
    let zone = zone_of(office, at.place);
    let start = chosen.start.parse::<Timestamp>().ok().map(|start| look::today_at(zone, start));
    let date = chosen.date.parse::<Date>().ok().or(start);
    let days = application::days(office, choosing, &line).await?;
    let free = days.iter().filter(|day| day.free(BookedBy::Electronic) > 0);
    let mut slots = Vec::new();
    if let Some(date) = date {
        let found = application::slots(office, choosing, &line, date).await?;
        slots = found.iter().map(|slot| slot_row(slot, zone)).collect();
    }
    let row = |one: &LineId| {
        let title = known(office, one).map(|at| format!("{}, {}", at.place.title, at.line.title)).unwrap_or_default();
        LineRow { id: one.to_string(), title, current: *one == line }
    };
    let at_step = rule.date.as_ref().or(rule.place.as_ref());
    let step = open.view.steps.iter().find(|step| step.fields.iter().any(|field| Some(&field.path) == at_step));
    let draft = &open.draft.id;
    Ok(TimePage {
        service: open.regulation.short.clone(),
        here: format!("/drafts/{draft}/time/{}", rule.id),
        back: step.map_or_else(|| format!("/drafts/{draft}"), |step| format!("/drafts/{draft}/{}", step.id)),
        title: rule.title.clone(),
        clause: open.regulation.clause_text(&rule.because),
        lines: lines.iter().map(row).collect(),
        line: line.to_string(),
        place: format!("{}, {}", at.place.title, at.line.title),
        address: at.place.address.clone(),
        state: TimeState::of(app, &page, &choosing.choice),
        days: free
            .map(|day| (day.date.to_string(), clock::weekday_and_date(&page, day.date), Some(day.date) == date))
            .collect(),
        day: date.map(|date| clock::weekday_and_date(&page, date)),
        slots,
        done: chosen.done == "held",
        own: refused == Some(&Refusal::TooManyAppointments),
        problem: refused.map(|refusal| page.refusal(refusal)),
        page,
    })
}

/// `POST /drafts/{id}/time/{booking}`: holds a time, or lets it go.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, booking)): Path<(String, String)>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let draft_id = id(&draft)?;
    let (office, me) = (&app.office, &visitor.0);
    let here = format!("/drafts/{draft}/time/{booking}");
    let wanted = LineId::parse(&chosen.line).zip(chosen.start.parse::<Timestamp>().ok());
    let (done, next) = match (chosen.act.as_str(), wanted) {
        ("drop", _) => (application::let_go(office, me, &draft_id, &booking).await, here),
        (_, Some((line, start))) => {
            let held = application::hold(office, me, &draft_id, &booking, &line, start).await;
            (held, format!("{here}?done=held"))
        }
        _ => (Err(Refusal::SlotGone.into()), here),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&next).into_response()),
        Err(stop) => {
            let refusal = on_form(stop)?;
            let choosing = application::choosing(office, me, &draft_id, &booking).await?;
            let shown = view(&app, page, &choosing, &chosen, Some(&refusal)).await?;
            Ok((StatusCode::CONFLICT, html(&shown)?).into_response())
        }
    }
}

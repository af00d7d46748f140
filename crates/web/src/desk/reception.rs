//! Reception at the desk: the day of a line, who came and who did not, booking for a visitor on what
//! is not kept for electronic booking, one appointment with who it is (BOOK-06, BOOK-10, BOOK-12).

use actions::reception::book::Wanted as Slot;
use actions::reception::desk::{self, OwnLine};
use actions::reception::{known, look, title_of, zone_of};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::AppointmentId;
use domain::reception::{Appointment, BookedBy, LineId, Stage, Wish};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::citizen::clock;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// How many free times are offered instead.
const ALTERNATIVES: usize = 8;

/// Which line and day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    line: String,
    date: String,
}

/// What was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filled {
    act: String,
    line: String,
    start: String,
    service: String,
    visitor: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "desk/reception.html")]
struct DayPage {
    page: Page,
    me: Option<Me>,
    lines: Vec<LineRow>,
    line: String,
    title: String,
    place: String,
    date: String,
    day: String,
    before: String,
    after: String,
    slots: Vec<SlotRow>,
    others: Vec<SlotRow>,
    services: Vec<(String, String)>,
    counts: [usize; 4],
    suspended: Option<String>,
    filled: Filled,
    problem: Option<String>,
    keeps: bool,
}

struct LineRow {
    id: String,
    title: String,
    current: bool,
}

/// A slot of the day and whose it is.
struct SlotRow {
    start: String,
    time: String,
    electronic: bool,
    free: bool,
    visit: Option<VisitRow>,
}

struct VisitRow {
    id: String,
    code: String,
    service: String,
    stage: &'static str,
    by_desk: bool,
    arrive: bool,
    serve: bool,
    miss: bool,
}

#[derive(Template)]
#[template(path = "desk/appointment.html")]
struct OnePage {
    page: Page,
    me: Option<Me>,
    id: String,
    line: String,
    date: String,
    when: clock::Visit,
    place: String,
    name: String,
    service: String,
    code: String,
    stage: &'static str,
    open: bool,
    moves: Vec<(String, String)>,
    reason: String,
    problem: Option<String>,
}

/// Key of the words of a stage, as officials read it.
fn desk_key(stage: &Stage) -> &'static str {
    match stage {
        Stage::Held { .. } => "visit-desk-held",
        Stage::Booked => "visit-desk-booked",
        Stage::Arrived => "visit-desk-arrived",
        Stage::Served => "visit-desk-served",
        Stage::NoShow => "visit-desk-no-show",
        Stage::CancelledByApplicant => "visit-desk-cancelled-by-applicant",
        Stage::CancelledByBody { .. } => "visit-desk-cancelled-by-body",
        Stage::Lapsed => "visit-desk-lapsed",
        Stage::CaseEnded => "visit-desk-case-ended",
    }
}

#[derive(Template)]
#[template(path = "desk/reception_none.html")]
struct NonePage {
    page: Page,
    me: Option<Me>,
}

/// `GET /desk/reception`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Query(wanted): Query<Wanted>) -> Answer {
    if wanted.line.is_empty() && desk::lines(&app.office, &staff.0)?.is_empty() {
        return html(&NonePage { me: staff.me(), page });
    }
    html(&view(&app, page, &staff, &wanted, Filled::default(), None).await?)
}

async fn view(
    app: &App,
    page: Page,
    staff: &Staff,
    wanted: &Wanted,
    filled: Filled,
    problem: Option<String>,
) -> Result<DayPage, Failure> {
    let office = &app.office;
    let now = office.now();
    let lines = desk::lines(office, &staff.0)?;
    let chosen = match wanted.line.as_str() {
        "" => lines.first(),
        line => lines.iter().find(|one| one.id().to_string() == line),
    };
    let chosen: OwnLine<'_> = *chosen.ok_or(Stop::Missing)?;
    let id = chosen.id();
    let zone = zone_of(office, chosen.place);
    let today = look::today_at(zone, now);
    let date: Date = match wanted.date.as_str() {
        "" => today,
        date => date.parse().map_err(|_| Stop::Missing)?,
    };
    let (day, appointments) = desk::day(office, &staff.0, &id, date).await?;
    let visit = |one: &Appointment| VisitRow {
        id: one.id.to_string(),
        code: one.code(),
        service: title_of(office, &one.service, now),
        stage: desk_key(&one.stage),
        by_desk: one.by == BookedBy::Offline,
        arrive: one.stage == Stage::Booked && date <= today,
        serve: matches!(one.stage, Stage::Booked | Stage::Arrived) && date <= today,
        miss: one.stage == Stage::Booked && one.start <= now,
    };
    let slots: Vec<SlotRow> = day
        .iter()
        .flat_map(|day| &day.slots)
        .map(|slot| {
            let whose = appointments.iter().find(|one| one.start == slot.start && one.stage.has_slot());
            SlotRow {
                start: slot.start.to_string(),
                time: clock::time(slot.start, zone),
                electronic: slot.electronic,
                free: whose.is_none() && slot.start > now,
                visit: whose.map(visit),
            }
        })
        .collect();
    let others = appointments.iter().filter(|one| !one.stage.has_slot()).map(|one| SlotRow {
        start: one.start.to_string(),
        time: clock::time(one.start, zone),
        electronic: one.electronic,
        free: false,
        visit: Some(visit(one)),
    });
    let count = |by| day.as_ref().map_or(0, |day| usize::try_from(day.free(by)).unwrap_or(0));
    let counts = [
        slots.len(),
        day.as_ref().map_or(0, domain::reception::Day::electronic),
        count(BookedBy::Electronic),
        count(BookedBy::Offline),
    ];
    let services = app.office.library.published(office.today(now));
    let fits = |service: &str, authority: &str| match chosen.line.services.is_empty() {
        true => authority == chosen.place.authority,
        false => chosen.line.services.iter().any(|one| one == service),
    };
    let services = services
        .filter(|one| fits(&one.service, &one.authority))
        .map(|one| (one.service.clone(), one.short.clone()))
        .collect();
    let step = |day: Result<Date, jiff::Error>| {
        day.map(|day| format!("/desk/reception?line={id}&date={day}")).unwrap_or_default()
    };
    Ok(DayPage {
        me: staff.me(),
        lines: lines
            .iter()
            .map(|one| LineRow {
                id: one.id().to_string(),
                title: format!("{} · {}", one.place.title, one.line.title),
                current: one.id() == id,
            })
            .collect(),
        line: id.to_string(),
        title: chosen.line.title.clone(),
        place: chosen.place.title.clone(),
        day: clock::weekday_and_date(&page, date),
        before: step(date.yesterday()),
        after: step(date.tomorrow()),
        date: date.to_string(),
        others: others.collect(),
        slots,
        services,
        counts,
        suspended: day.and_then(|day| day.suspended),
        keeps: staff.me().is_some_and(|me| me.schedules),
        filled,
        problem,
        page,
    })
}

/// `POST /desk/reception`: books for a visitor.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Query(wanted): Query<Wanted>,
    Form(filled): Form<Filled>,
) -> Answer {
    let line = LineId::parse(&filled.line).ok_or(Stop::Missing)?;
    let booked = match filled.start.parse::<Timestamp>() {
        Ok(start) => {
            let slot = Slot { line, start, service: filled.service.clone() };
            desk::book(&app.office, &staff.0, &slot, &filled.visitor).await
        }
        Err(_) => Err(Refusal::SlotGone.into()),
    };
    match booked {
        Ok(_) => Ok(Redirect::to(&back(&wanted)).into_response()),
        Err(stop) => {
            let refusal = on_form(stop)?;
            let problem = page.refusal(&refusal);
            let shown = view(&app, page, &staff, &wanted, filled, Some(problem)).await?;
            Ok((StatusCode::CONFLICT, html(&shown)?).into_response())
        }
    }
}

fn back(wanted: &Wanted) -> String {
    let line = LineId::parse(&wanted.line).map(|line| line.to_string()).unwrap_or_default();
    let date = wanted.date.parse::<Date>().map(|date| date.to_string()).unwrap_or_default();
    format!("/desk/reception?line={line}&date={date}")
}

fn id(text: &str) -> Result<AppointmentId, Failure> {
    AppointmentId::parse(text).ok_or(Failure(Stop::Missing))
}

/// `GET /desk/appointments/{id}`: who it is; looking is written down.
pub async fn one(State(app): State<App>, page: Page, staff: Staff, Path(appointment): Path<String>) -> Answer {
    html(&view_one(&app, page, &staff, &id(&appointment)?, String::new(), None).await?)
}

async fn view_one(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &AppointmentId,
    reason: String,
    problem: Option<String>,
) -> Result<OnePage, Failure> {
    let office = &app.office;
    let now = office.now();
    let (one, name) = desk::read(office, &staff.0, id).await?;
    let known = known(office, &one.line)?;
    let zone = zone_of(office, known.place);
    let open = one.stage.is_ahead() && one.start > now;
    let mut moves = Vec::new();
    if open && one.stage == Stage::Booked {
        for slot in desk::other_times(office, &one, ALTERNATIVES).await? {
            let when = clock::visit(&page, &slot.start, zone);
            moves.push((slot.start.to_string(), format!("{}, {}", when.day, when.time)));
        }
    }
    Ok(OnePage {
        me: staff.me(),
        id: id.to_string(),
        line: one.line.to_string(),
        date: one.date.to_string(),
        when: clock::visit(&page, &one.start, zone),
        place: format!("{}, {}", known.place.title, known.line.title),
        name,
        service: title_of(office, &one.service, now),
        code: one.code(),
        stage: desk_key(&one.stage),
        open,
        moves,
        reason,
        problem,
        page,
    })
}

/// `POST /desk/appointments/{id}`: came, received, did not come, moved, cancelled.
pub async fn act(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(appointment): Path<String>,
    Query(wanted): Query<Wanted>,
    Form(filled): Form<Filled>,
) -> Answer {
    let id = id(&appointment)?;
    let (office, me) = (&app.office, &staff.0);
    let done = match filled.act.as_str() {
        "move" => match filled.start.parse::<Timestamp>() {
            Ok(start) => desk::move_to(office, me, &id, start).await,
            Err(_) => Err(Refusal::SlotGone.into()),
        },
        act => {
            let wish = match act {
                "arrive" => Wish::Arrive,
                "serve" => Wish::Serve,
                "miss" => Wish::Miss,
                "cancel" => Wish::CancelByBody { reason: filled.reason.clone() },
                "cancel-for" => Wish::Cancel,
                _ => return Err(Failure(Stop::Missing)),
            };
            desk::mark(office, me, &id, &wish).await
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&back(&wanted)).into_response()),
        Err(stop) => {
            let refusal = on_form(stop)?;
            let problem = page.refusal(&refusal);
            let shown = view_one(&app, page, &staff, &id, filled.reason, Some(problem)).await?;
            Ok((StatusCode::CONFLICT, html(&shown)?).into_response())
        }
    }
}

//! What people think of the body's procedures, beside how these really went; follow-ups of low marks;
//! what the national system has (RATE-05, RATE-06).

use actions::proactive::{self, Missed};
use actions::rating::{self, FollowUp, Overview, Told};
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::RatingId;
use serde::Deserialize;

use super::staff::{Me, Staff};
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/ratings.html")]
struct Ratings {
    page: Page,
    me: Option<Me>,
    rows: Vec<Row>,
    follow_ups: Vec<FollowUp>,
    counts: Vec<(String, i64, i64)>,
    since: String,
    missed: Vec<Missed>,
}

struct Row {
    service: String,
    procedure: String,
    count: i64,
    means: Vec<String>,
    took: String,
    late: i64,
    refused: i64,
}

/// `GET /desk/ratings`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff) -> Answer {
    let Overview { since, rows, follow_ups, counts } = rating::overview(&app.office, &staff.0).await?;
    let row = |one: rating::Row| Row {
        means: one.means.iter().map(|(title, hundredths, _)| mean(&page, title, *hundredths)).collect(),
        took: took(&page, one.minutes),
        service: one.service,
        procedure: one.procedure,
        count: one.count,
        late: one.late,
        refused: one.refused,
    };
    let missed = proactive::missed(&app.office, &staff.0).await?;
    html(&Ratings {
        me: staff.me(),
        missed,
        rows: rows.into_iter().map(row).collect(),
        counts: counts.iter().map(|(day, ours, theirs)| (page.date(day), *ours, *theirs)).collect(),
        since: page.date(&since),
        follow_ups,
        page,
    })
}

fn mean(page: &Page, title: &str, hundredths: i64) -> String {
    page.t2("desk-ratings-mean", "title", title, "mean", format!("{},{:02}", hundredths / 100, hundredths % 100))
}

/// «3 дня», «5 часов», «12 минут»: the largest unit that says enough.
fn took(page: &Page, minutes: i64) -> String {
    match minutes {
        0..=119 => page.t1("desk-ratings-minutes", "count", minutes),
        120..=2879 => page.t1("desk-ratings-hours", "count", minutes / 60),
        _ => page.t1("desk-ratings-days", "count", minutes / 1440),
    }
}

#[derive(Template)]
#[template(path = "desk/rating.html")]
struct One {
    page: Page,
    me: Option<Me>,
    one: FollowUp,
    told: Option<Told>,
    typed: String,
    problem: Option<String>,
}

fn id(text: &str) -> Result<RatingId, Failure> {
    RatingId::parse(text).ok_or(Failure(Stop::Missing))
}

/// `GET /desk/ratings/{id}`.
pub async fn open(State(app): State<App>, page: Page, staff: Staff, Path(text): Path<String>) -> Answer {
    draw(&app, page, &staff, &id(&text)?, String::new(), None).await
}

async fn draw(app: &App, page: Page, staff: &Staff, id: &RatingId, typed: String, problem: Option<String>) -> Answer {
    let ground = |number: &str| page.t1("desk-ratings-read-ground", "number", number);
    let (one, told) = rating::open(&app.office, &staff.0, id, ground).await?;
    html(&One { me: staff.me(), one, told, typed, problem, page })
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    words: String,
}

/// `POST /desk/ratings/{id}`: somebody looked into it.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(text): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let id = id(&text)?;
    if let Err(stop) = rating::follow(&app.office, &staff.0, &id, &typed.words).await {
        let problem = page.refusal(&on_form(stop)?);
        let shown = draw(&app, page, &staff, &id, typed.words, Some(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    Ok(Redirect::to("/desk/ratings").into_response())
}

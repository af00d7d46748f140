//! Complaints at the desk: the list by terms and every step of handling one. The card is in
//! `complaint_card.rs`.

use actions::complaint;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::complaint::{Complaint, Remedy, To, Wish};
use domain::id::{ComplaintId, OfficialId};
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::Deserialize;

use super::complaint_card::card;
use super::staff::{Me, Staff};
use crate::citizen::complaint::{object_key, state_class, state_key};
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Failure, Page, html};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    over: String,
    after: String,
    done: String,
}

#[derive(Template)]
#[template(path = "desk/complaints.html")]
struct ListPage {
    page: Page,
    me: Option<Me>,
    rows: Vec<Row>,
    over: bool,
    next: Option<String>,
}

struct Row {
    id: String,
    number: String,
    title: String,
    object: &'static str,
    state: &'static str,
    class: &'static str,
    handler: Option<String>,
    due: String,
    late: bool,
    defect: bool,
}

/// `GET /desk/complaints`.
pub async fn list(State(app): State<App>, page: Page, staff: Staff, Query(params): Query<Params>) -> Answer {
    let over = params.over == "1";
    let after = params.after.split_once('-').and_then(|(at, id)| {
        let at = Timestamp::from_millisecond(at.parse().ok()?).ok()?;
        Some((at, id.to_owned()))
    });
    let found = complaint::queue(&app.office, &staff.0, over, after).await?;
    let now = app.office.now();
    let over_part = if over { "&over=1" } else { "" };
    let next = found.next.map(|(at, id)| format!("/desk/complaints?after={}-{id}{over_part}", at.as_millisecond()));
    let row = |one: &Complaint| Row {
        id: one.id.to_string(),
        number: one.number.clone(),
        title: one.title.clone(),
        object: object_key(one.object),
        state: state_key(one.state),
        class: state_class(one.state),
        handler: one.handler.as_ref().and_then(|id| found.names.get(id.as_str()).cloned()),
        due: one.running().map(|(_, due)| page.last_day(due)).unwrap_or_default(),
        late: one.late(now),
        defect: one.federal.defect.is_some(),
    };
    let rows = found.found.iter().map(row).collect();
    html(&ListPage { me: staff.me(), rows, over, next, page })
}

fn id(text: &str) -> Result<ComplaintId, Failure> {
    ComplaintId::parse(text).ok_or(Failure(Stop::Missing))
}

/// `GET /desk/complaints/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(text): Path<String>,
    Query(params): Query<Params>,
) -> Answer {
    card(&app, page, &staff, &id(&text)?, Pressed::default(), None, params.done == "1").await
}

/// What was pressed and typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    pub(super) act: String,
    pub(super) revision: i64,
    pub(super) to: String,
    pub(super) outcome: String,
    pub(super) words: String,
    pub(super) body: String,
    pub(super) outside: String,
}

impl Pressed {
    fn wish(&self) -> Result<Wish, Refusal> {
        let words = self.words.clone();
        Ok(match self.act.as_str() {
            "register" => Wish::Register,
            "assign" => {
                let to = OfficialId::parse(&self.to).ok_or(Refusal::ReasonNeeded)?;
                Wish::Assign { to }
            }
            "consider" => Wish::Consider,
            "remedied" => Wish::Remedied { words },
            "redirect" => {
                let outside = self.outside.trim();
                let to = match outside.is_empty() {
                    true => To::Within(self.body.clone()),
                    false => To::Outside(outside.to_owned()),
                };
                Wish::Redirect { to, words }
            }
            "decide" => self.decision(words)?,
            _ => return Err(Refusal::NotFound),
        })
    }

    /// `satisfy:reopen`, `dismiss:GROUND`, `unanswered:GROUND`.
    fn decision(&self, words: String) -> Result<Wish, Refusal> {
        let unknown = || Refusal::UnknownGround(self.outcome.clone());
        let (how, which) = self.outcome.split_once(':').ok_or_else(unknown)?;
        let ground = which.to_owned();
        match how {
            "satisfy" => Ok(Wish::Satisfy { words, remedy: Remedy::parse(which).ok_or_else(unknown)? }),
            "dismiss" => Ok(Wish::Dismiss { ground, words }),
            "unanswered" => Ok(Wish::LeaveUnanswered { ground }),
            _ => Err(unknown()),
        }
    }
}

/// `POST /desk/complaints/{id}`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path(text): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Answer {
    let id = id(&text)?;
    let done = match pressed.wish() {
        Ok(wish) => complaint::act(&app.office, &staff.0, &id, pressed.revision, &wish).await,
        Err(refusal) => Err(Stop::from(refusal)),
    };
    if let Err(stop) = done {
        let problem = refused(&page, &on_form(stop)?);
        let shown = card(&app, page, &staff, &id, pressed, Some(problem), false).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    }
    // Who sent it to another body does not see it any more.
    let to =
        if pressed.act == "redirect" { "/desk/complaints".to_owned() } else { format!("/desk/complaints/{id}?done=1") };
    Ok(Redirect::to(&to).into_response())
}

/// What a refusal means for a complaint.
pub(super) fn refused(page: &Page, refusal: &Refusal) -> String {
    let key = match refusal {
        Refusal::WrongState { .. } => "desk-complaint-refused-state",
        Refusal::TakeFirst => "desk-complaint-refused-take",
        Refusal::TakenByAnother => "desk-complaint-refused-taken",
        Refusal::DutySplit(_) => "desk-complaint-refused-concerned",
        Refusal::UnknownGround(_) => "desk-complaint-refused-ground",
        Refusal::ReasonNeeded => "desk-complaint-refused-words",
        other => return page.refusal(other),
    };
    page.t(key).to_owned()
}

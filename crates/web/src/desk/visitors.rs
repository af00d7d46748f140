//! The workplace of a service centre: the visitors of the day, who is identified, what is filed for
//! them and what they sign and take away. The form itself is the citizen's own (FORM-17).

use actions::centre::{self, Begun, Filed, Identified, Served, Wrong};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::VisitId;
use serde::Deserialize;

use super::staff::{Me, Staff};
use super::words;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, cookies, html};

#[derive(Template)]
#[template(path = "desk/visitors.html")]
struct Day {
    me: Option<Me>,
    day: Vec<Served>,
    page: Page,
}

#[derive(Template)]
#[template(path = "desk/visitor_new.html")]
struct New {
    me: Option<Me>,
    typed: Typed,
    wrong: Vec<(&'static str, String)>,
    page: Page,
}

#[derive(Template)]
#[template(path = "desk/visitor.html")]
struct Card {
    me: Option<Me>,
    served: Served,
    page: Page,
}

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct Receipt<'a> {
    me: Option<Me>,
    served: &'a Served,
    begun: &'a Begun,
    filed: &'a Filed,
    centre: String,
    operator: String,
    page: Page,
}

/// What the operator types from the identity document.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    surname: String,
    given: String,
    patronymic: String,
    born: String,
    snils: String,
    passport: String,
    seen: String,
}

impl New {
    /// What is copied from the identity document: name of the field, what is typed, kind of input.
    fn of_document(&self) -> [(&'static str, &str, &'static str); 5] {
        let typed = &self.typed;
        [
            ("surname", &typed.surname, "text"),
            ("given", &typed.given, "text"),
            ("patronymic", &typed.patronymic, "text"),
            ("born", &typed.born, "date"),
            ("passport", &typed.passport, "text"),
        ]
    }

    fn wrong_at(&self, field: &str) -> Option<&String> {
        self.wrong.iter().find(|(at, _)| *at == field).map(|(_, words)| words)
    }
}

/// The label of a field.
fn label(field: &str) -> &'static str {
    match field {
        "surname" => "visitor-surname",
        "given" => "visitor-given",
        "patronymic" => "visitor-patronymic",
        "born" => "visitor-born",
        "passport" => "visitor-passport",
        "snils" => "visitor-snils",
        _ => "visitor-seen-field",
    }
}

fn state(page: &Page, filed: &Filed) -> String {
    page.t(words::state(filed.state)).to_owned()
}

/// `GET /desk/visitors`.
pub async fn list(State(app): State<App>, page: Page, staff: Staff) -> Answer {
    let day = centre::today(&app.office, &staff.0).await?;
    html(&Day { me: staff.me(), day, page })
}

/// `GET /desk/visitors/new`.
pub async fn show_new(State(app): State<App>, page: Page, staff: Staff) -> Answer {
    centre::may_serve(&app.office, &staff.0)?;
    html(&New { me: staff.me(), typed: Typed::default(), wrong: Vec::new(), page })
}

/// `POST /desk/visitors/new`: what was typed is kept when something is wrong.
pub async fn receive(State(app): State<App>, page: Page, staff: Staff, Form(typed): Form<Typed>) -> Answer {
    let identified = Identified {
        surname: typed.surname.clone(),
        given: typed.given.clone(),
        patronymic: typed.patronymic.clone(),
        born: typed.born.clone(),
        snils: typed.snils.clone(),
        passport: typed.passport.clone(),
        seen: typed.seen == "yes",
    };
    match centre::receive(&app.office, &staff.0, &identified).await? {
        Ok(visit) => Ok(serving(&app, &visit, &format!("/desk/visitors/{visit}"))),
        Err(wrong) => {
            let wrong = wrong.iter().map(|one| (one.field(), words_of(&page, one))).collect();
            let shown = html(&New { me: staff.me(), typed, wrong, page })?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}

fn words_of(page: &Page, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Empty(_) => page.t("visitor-wrong-empty").to_owned(),
        Wrong::Born => page.t("visitor-wrong-born").to_owned(),
        Wrong::Identifier(_, message, mend) => {
            page.t2("visitor-wrong-identifier", "message", message.as_str(), "mend", mend.as_str())
        }
        Wrong::NotSeen => page.t("visitor-wrong-seen").to_owned(),
        Wrong::Differs => page.t("visitor-wrong-differs").to_owned(),
    }
}

/// From now on the citizen's form of this browser is filled in for this visitor.
fn serving(app: &App, visit: &VisitId, to: &str) -> axum::response::Response {
    let mut response = Redirect::to(to).into_response();
    cookies::set(response.headers_mut(), app, cookies::VISIT, visit.as_str(), None);
    response
}

/// `GET /desk/visitors/{id}`.
pub async fn show(State(app): State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    let served = centre::open(&app.office, &staff.0, &visit_id(&id)?, page.t("visitor-read-ground")).await?;
    html(&Card { me: staff.me(), served, page })
}

/// `POST /desk/visitors/{id}/{what}`: `serve` opens the services for this visitor, `end` lets them go.
pub async fn act(State(app): State<App>, page: Page, staff: Staff, Path((id, what)): Path<(String, String)>) -> Answer {
    let id = visit_id(&id)?;
    match what.as_str() {
        "serve" => {
            centre::session(&app.office, &staff.0, &id, page.t("visitor-read-ground")).await?;
            Ok(serving(&app, &id, "/search"))
        }
        "end" => {
            centre::end(&app.office, &staff.0, &id).await?;
            let mut response = Redirect::to("/desk/visitors").into_response();
            cookies::clear(response.headers_mut(), &app, cookies::VISIT);
            Ok(response)
        }
        _ => Err(Failure(Stop::Missing)),
    }
}

/// `GET /desk/visitors/{id}/receipt/{draft}`: the paper the visitor takes away.
pub async fn receipt(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, draft)): Path<(String, String)>,
) -> Answer {
    let served = centre::open(&app.office, &staff.0, &visit_id(&id)?, page.t("visitor-read-ground")).await?;
    let begun = served.begun.iter().find(|begun| begun.draft.id.as_str() == draft).ok_or(Failure(Stop::Missing))?;
    let filed = begun.filed.as_ref().ok_or(Failure(Stop::Missing))?;
    let centre = app.office.region.authority(&served.visit.authority);
    html(&Receipt {
        me: staff.me(),
        served: &served,
        begun,
        filed,
        centre: centre
            .map(|one| page.t2("visitor-receipt-centre", "name", one.name.as_str(), "address", one.address.as_str()))
            .unwrap_or_default(),
        operator: page.t2("visitor-receipt-by", "name", staff.0.name.as_str(), "post", staff.0.post.as_str()),
        page,
    })
}

fn visit_id(text: &str) -> Result<VisitId, Failure> {
    VisitId::parse(text).ok_or(Failure(Stop::Missing))
}

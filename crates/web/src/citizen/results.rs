//! A person's results: the list, and who else may read one: links given and taken back, where
//! it was sent, who read it and why (RESULTREG-02, RESULT-04).

use actions::citizen::results::{self, Mine};
use actions::register::shared::{self, Wanted};
use actions::register::{download, send};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::id::{ResultId, ShareId};
use domain::refusal::Refusal;
use domain::share::LONGEST_DAYS;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::public::{ReadingView, SendingView, reading_view, sending_view, standing_state};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};
use actions::register::answer::standing;

struct Row {
    id: String,
    number: String,
    title: String,
    state: String,
    mark: &'static str,
    issued: String,
    gone: bool,
}

#[derive(Template)]
#[template(path = "citizen/results.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
}

struct LinkView {
    id: String,
    whom: String,
    purpose: String,
    given: String,
    until: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "citizen/access.html")]
struct Access {
    page: Page,
    id: String,
    number: String,
    what: String,
    made: Option<String>,
    problem: Option<String>,
    links: Vec<LinkView>,
    readings: Vec<ReadingView>,
    sendings: Vec<SendingView>,
    recipients: Vec<(String, String)>,
    most_days: i64,
    /// Names this form: sent twice it makes one link.
    form: String,
    typed: Typed,
}

/// What is typed into the two forms.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// To whom a link is given.
    pub whom: String,
    /// What for.
    pub purpose: String,
    /// For how many days.
    pub days: String,
    /// To which authority it is sent.
    pub to: String,
    /// Names the form.
    pub form: String,
}

/// `GET /results`.
pub async fn list(State(app): State<App>, page: Page, visitor: Visitor) -> Answer {
    let now = app.office.now();
    let mine = results::of_person(&app.office, &visitor.0).await?;
    let row = |mine: Mine| {
        let (key, mark) = words(standing_state(standing(&mine.record, now)));
        Row {
            id: mine.record.id.to_string(),
            number: mine.record.number.clone(),
            title: mine.title,
            state: page.t(key).to_owned(),
            mark,
            issued: page.day(&mine.record.issued_at),
            gone: mine.gone,
        }
    };
    let rows = mine.into_iter().map(row).collect();
    html(&List { page, rows })
}

fn words(state: domain::result::ResultState) -> (&'static str, &'static str) {
    use domain::result::ResultState as S;
    match state {
        S::Active => ("result-standing-valid", "good"),
        S::Suspended => ("result-standing-suspended", "warn"),
        S::Changed => ("result-standing-replaced", "warn"),
        S::Annulled => ("result-standing-revoked", "bad"),
        S::Expired => ("result-standing-expired", "warn"),
    }
}

/// What a notice says of the state an entry came to.
pub fn entry_key(state: &domain::result::ResultState) -> &'static str {
    use domain::result::ResultState as S;
    match state {
        S::Active => "notice-entry-active",
        S::Suspended => "notice-entry-suspended",
        S::Annulled => "notice-entry-annulled",
        S::Changed | S::Expired => "notice-entry-expired",
    }
}

/// `GET /results/{id}/access`.
pub async fn access(State(app): State<App>, page: Page, visitor: Visitor, Path(id): Path<String>) -> Answer {
    draw(&app, page, &visitor, &result_id(&id)?, Typed::default(), None, None).await
}

async fn draw(
    app: &App,
    page: Page,
    visitor: &Visitor,
    id: &ResultId,
    typed: Typed,
    made: Option<String>,
    problem: Option<String>,
) -> Answer {
    let (office, subject, now) = (&app.office, visitor.0.subject(), app.office.now());
    let held = download::held(office, &subject, id).await?;
    let links = shared::links(office, &subject, id).await?;
    let readings = shared::readings(office, &subject, id).await?;
    let sendings = send::sendings(office, &subject, id).await?;
    let view = Access {
        id: id.to_string(),
        number: held.record.number.clone(),
        what: held.output().map(|output| output.title.clone()).unwrap_or_default(),
        made: made.map(|address| format!("{}/shared/{address}", office.settings.public_url)),
        problem,
        links: (links.iter())
            .map(|share| LinkView {
                id: share.id.to_string(),
                whom: share.whom.clone(),
                purpose: share.purpose.clone(),
                given: page.day(&share.given_at),
                until: match share.revoked_at {
                    Some(at) => page.t1("access-revoked", "moment", page.moment(&at)),
                    None => page.t1("access-until", "date", page.day(&share.until)),
                },
                open: share.holds(now),
            })
            .collect(),
        readings: readings.iter().map(|reading| reading_view(app, &page, reading)).collect(),
        sendings: sendings.iter().map(|sending| sending_view(app, &page, sending)).collect(),
        recipients: if held.is_gone(now) { Vec::new() } else { send::recipients(office, &held) },
        most_days: LONGEST_DAYS,
        form: office.new_owner_id(),
        typed,
        page,
    };
    let status = if view.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, html(&view)?).into_response())
}

/// `POST /results/{id}/links`: the address is shown once, on this very page.
pub async fn give(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let id = result_id(&id)?;
    let wanted = Wanted {
        whom: typed.whom.clone(),
        purpose: typed.purpose.clone(),
        days: typed.days.trim().parse().unwrap_or_default(),
        form: typed.form.chars().take(40).collect(),
    };
    match shared::give(&app.office, &visitor.0.subject(), &id, &wanted, app.office.now()).await {
        Ok(address) => draw(&app, page, &visitor, &id, Typed::default(), Some(address), None).await,
        Err(Stop::Refused(refusal)) => {
            let problem = match refusal {
                Refusal::ReasonNeeded => page.t("access-words-needed").to_owned(),
                // The page was loaded anew: its link is in the list, the address was shown once.
                Refusal::AlreadyDone => return Ok(Redirect::to(&format!("/results/{id}/access")).into_response()),
                _ => page.t1("access-limits", "days", LONGEST_DAYS),
            };
            draw(&app, page, &visitor, &id, typed, None, Some(problem)).await
        }
        Err(stop) => Err(Failure(stop)),
    }
}

/// `POST /results/{id}/links/{share}/revoke`.
pub async fn revoke(State(app): State<App>, visitor: Visitor, Path((_, share)): Path<(String, String)>) -> Answer {
    let share = ShareId::parse(&share).ok_or(Failure(Stop::Missing))?;
    let result = match shared::revoke(&app.office, &visitor.0.subject(), &share, app.office.now()).await {
        Ok(result) => result,
        // Pressed twice: it is taken back, which is what was wanted.
        Err(Stop::Refused(Refusal::AlreadyDone)) => return Ok(Redirect::to("/results").into_response()),
        Err(stop) => return Err(Failure(stop)),
    };
    Ok(Redirect::to(&format!("/results/{result}/access")).into_response())
}

/// `POST /results/{id}/send`.
pub async fn send_on(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let id = result_id(&id)?;
    let (subject, now) = (visitor.0.subject(), app.office.now());
    match send::send(&app.office, &subject, &id, &typed.to, &typed.purpose, now).await {
        Ok(()) => Ok(Redirect::to(&format!("/results/{id}/access")).into_response()),
        Err(Stop::Refused(refusal)) => {
            let problem = match refusal {
                Refusal::ReasonNeeded => page.t("access-purpose-needed"),
                Refusal::UnknownAuthority(_) => page.t("access-authority-needed"),
                Refusal::AlreadyDone => page.t("access-sent-already"),
                _ => page.t("access-not-in-force"),
            };
            let problem = problem.to_owned();
            draw(&app, page, &visitor, &id, typed, None, Some(problem)).await
        }
        Err(stop) => Err(Failure(stop)),
    }
}

fn result_id(text: &str) -> Result<ResultId, Failure> {
    ResultId::parse(text).ok_or(Failure(Stop::Missing))
}

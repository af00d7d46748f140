//! Before sending: all answers, what is left out, what looks like the same application; then
//! sending, and the copies for oneself (FORM-06, FORM-09, FORM-11, FORM-14, FORM-20).

use actions::centre;
use actions::citizen::copy::{self, Of};
use actions::citizen::drafts::{self, OpenDraft};
use actions::citizen::file_application::{file_opened, likely_duplicates};
use actions::citizen::foresee::{self, Foreseen};
use actions::citizen::start_draft;
use actions::reception::application;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use bytes::Bytes;
use domain::case::Case;
use domain::draft::Draft;
use domain::id::{CaseId, DraftId};
use domain::refusal::Refusal;
use regulation::form::{self, FieldView, Problem, StepView};
use regulation::package::Regulation;

use super::draft::id;
use super::files::download;
use super::invitations::{Awaited, awaited};
use super::times::TimeState;
use super::visitor::Visitor;
use super::widget::{control_id, labelled};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/review.html")]
struct Review<'a> {
    page: &'a Page,
    service: &'a Regulation,
    draft: &'a Draft,
    steps: &'a [StepView],
    wrong: Vec<Wrong>,
    declarable: Vec<Declarable>,
    hidden: Vec<String>,
    duplicates: Vec<Case>,
    parts: Vec<Awaited>,
    refused: Option<String>,
    barrier: Option<&'static str>,
    may_be_filed: bool,
    authority: &'a str,
    times: Vec<TimeRow>,
    foreseen: Foreseen,
}

/// A time the application is filed with.
struct TimeRow {
    booking: String,
    title: String,
    state: TimeState,
}

/// A document that may be shown later in the original.
struct Declarable {
    name: String,
    label: String,
    ticked: bool,
}

/// A problem with the way to its field.
struct Wrong {
    address: String,
    text: String,
}

impl Review<'_> {
    /// The day and the hour at which applications open.
    fn opens(&self) -> Option<String> {
        self.foreseen.opens.as_ref().map(|at| self.page.moment(at))
    }

    /// Everybody who was invited has signed.
    fn all_signed(&self) -> bool {
        self.parts.iter().all(|one| one.is_done)
    }

    fn barrier_words(&self, kind: &str, part: &str) -> String {
        self.page.t(&format!("error-{kind}-{part}")).to_owned()
    }
}

/// `GET /drafts/{id}/review`.
pub async fn show(State(app): State<App>, page: Page, visitor: Visitor, Path(draft): Path<String>) -> Answer {
    let open = drafts::open(&app.office, &visitor.0, &id(&draft)?).await?;
    if let Some(case) = &open.draft.case {
        let own = format!("/cases/{case}");
        return Ok(Redirect::to(&after(&visitor, &own)).into_response());
    }
    if let Some(part) = &open.draft.part {
        return Ok(Redirect::to(&format!("/invitations/{part}")).into_response());
    }
    let problems = application::problems(&app.office, &open).await?;
    draw(&app, &page, &visitor, &open, (&problems, None), &[]).await
}

async fn draw(
    app: &App,
    page: &Page,
    visitor: &Visitor,
    open: &OpenDraft,
    (problems, refused): (&[Problem], Option<String>),
    declared: &[String],
) -> Answer {
    let declarable = open.view.declarable(&open.regulation).into_iter().map(|fact| Declarable {
        name: fact.name.clone(),
        label: fact.label.clone(),
        ticked: declared.contains(&fact.name),
    });
    let barrier = start_draft::barrier(&open.regulation, &visitor.0).map(|refusal| super::start::barrier_key(&refusal));
    let authority = app.office.region.authority(&open.regulation.authority);
    let title = |booking: &str| {
        let rule = open.regulation.bookings.iter().find(|one| one.id == booking);
        rule.map(|rule| rule.title.clone()).unwrap_or_default()
    };
    let choices = application::choices(&app.office, open).await?;
    let times = choices.iter().map(|choice| TimeRow {
        booking: choice.needed.booking.clone(),
        title: title(&choice.needed.booking),
        state: TimeState::of(app, page, choice),
    });
    html(&Review {
        page,
        service: &open.regulation,
        draft: &open.draft,
        steps: &open.view.steps,
        wrong: problems.iter().map(|problem| wrong(open, problem)).collect(),
        declarable: declarable.collect(),
        hidden: form::hidden(&open.regulation, &open.draft.answers, &open.draft.prefill, open.today),
        duplicates: likely_duplicates(&app.office, &visitor.0, &open.draft.service).await?,
        parts: awaited(app, open),
        refused,
        barrier,
        may_be_filed: open.may_be_filed,
        authority: authority.map_or("", |one| one.name.as_str()),
        times: times.collect(),
        foreseen: foresee::foreseen(&app.office, &visitor.0, open),
    })
}

/// The page again, after something about the parts of others could not be done.
pub(super) async fn draw_wrong(
    app: &App,
    page: &Page,
    visitor: &Visitor,
    draft: &DraftId,
    problems: &[Problem],
    refused: Option<String>,
) -> Answer {
    let open = drafts::open(&app.office, &visitor.0, draft).await?;
    let mut response = draw(app, page, visitor, &open, (problems, refused), &[]).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn wrong(open: &OpenDraft, problem: &Problem) -> Wrong {
    if let Some(booking) = problem.field.strip_prefix("bookings.") {
        let address = format!("/drafts/{}/time/{booking}", open.draft.id);
        return Wrong { address, text: format!("{} {}", problem.message, problem.mend) };
    }
    fn find<'a>(fields: &'a [FieldView], path: &str) -> Option<&'a FieldView> {
        fields.iter().find_map(|field| {
            if field.path == path { Some(field) } else { field.records.iter().find_map(|record| find(record, path)) }
        })
    }
    let place = open.view.steps.iter().find_map(|step| Some((step, find(&step.fields, &problem.field)?)));
    match place {
        Some((step, field)) => Wrong {
            address: format!("/drafts/{}/{}?check=1#{}", open.draft.id, step.id, control_id(&problem.field)),
            text: labelled(field, problem),
        },
        None => Wrong { address: format!("/drafts/{}", open.draft.id), text: problem.message.clone() },
    }
}

/// `POST /drafts/{id}/file`: sends. A second click comes to the same application.
pub async fn file(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(draft): Path<String>,
    request: Request,
) -> Answer {
    let (draft, headers) = (id(&draft)?, request.headers().clone());
    let sent = Form::<Vec<(String, String)>>::from_request(request, &app).await;
    // Nothing is sent where nothing may be declared.
    let sent = sent.map(|sent| sent.0).unwrap_or_default();
    let sure = sent.iter().any(|(name, _)| name == "sure");
    let signed = sent.iter().any(|(name, _)| name == "signed");
    let declared: Vec<String> = sent.into_iter().filter(|(name, _)| name == "declared").map(|(_, item)| item).collect();
    let mut open = drafts::open(&app.office, &visitor.0, &draft).await?;
    if signed {
        centre::signed(&app.office, &mut open);
    }
    let asks = open.draft.case.is_none() && !sure && !crate::shell::error::wants_json(&headers);
    if asks && !foresee::foreseen(&app.office, &visitor.0, &open).grounds.is_empty() {
        let problems = application::problems(&app.office, &open).await?;
        let mut response = draw(&app, &page, &visitor, &open, (&problems, None), &declared).await?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    match file_opened(&app.office, &visitor.0, open, &declared).await {
        Ok(case) => Ok(Redirect::to(&after(&visitor, &format!("/cases/{case}/accepted"))).into_response()),
        Err(Stop::Problems(problems)) if !crate::shell::error::wants_json(&headers) => {
            let open = drafts::open(&app.office, &visitor.0, &draft).await?;
            let mut response = draw(&app, &page, &visitor, &open, (&problems, None), &declared).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(Stop::Refused(refusal @ (Refusal::AwaitsPart { .. } | Refusal::VisitorUnsigned)))
            if !crate::shell::error::wants_json(&headers) =>
        {
            draw_wrong(&app, &page, &visitor, &draft, &[], Some(page.refusal(&refusal))).await
        }
        Err(stop) => Err(stop.into()),
    }
}

/// Where what was sent is followed: the owner's page, or the operator's of a service centre.
fn after(visitor: &Visitor, own: &str) -> String {
    visitor.0.window.as_ref().map_or_else(|| own.to_owned(), |window| format!("/desk/visitors/{}", window.visit.id))
}

/// `GET /drafts/{id}/copy.pdf`.
pub async fn draft_pdf(State(app): State<App>, page: Page, visitor: Visitor, Path(draft): Path<String>) -> Answer {
    pdf(&app, &page, &visitor, &Of::Draft(&id(&draft)?), &draft).await
}

/// `GET /drafts/{id}/copy.json`.
pub async fn draft_json(State(app): State<App>, visitor: Visitor, Path(draft): Path<String>) -> Answer {
    json(&app, &visitor, &Of::Draft(&id(&draft)?), &draft).await
}

/// `GET /cases/{id}/copy.pdf`.
pub async fn case_pdf(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    pdf(&app, &page, &visitor, &Of::Case(&CaseId::parse(&case).ok_or(Stop::Missing)?), &case).await
}

/// `GET /cases/{id}/copy.json`.
pub async fn case_json(State(app): State<App>, visitor: Visitor, Path(case): Path<String>) -> Answer {
    json(&app, &visitor, &Of::Case(&CaseId::parse(&case).ok_or(Stop::Missing)?), &case).await
}

async fn pdf(app: &App, page: &Page, visitor: &Visitor, of: &Of<'_>, name: &str) -> Answer {
    let pdf = copy::pdf(&app.office, &visitor.0, of, |at| page.moment(at), |size| page.size(size)).await?;
    Ok(download(Bytes::from(pdf), "application/pdf", &format!("okno-{name}.pdf")))
}

async fn json(app: &App, visitor: &Visitor, of: &Of<'_>, name: &str) -> Answer {
    let copy = copy::machine(&app.office, &visitor.0, of).await?;
    let text = serde_json::to_vec_pretty(&copy).map_err(Stop::broken("writing a copy"))?;
    let mut response = download(Bytes::from(text), "application/json", &format!("okno-{name}.json"));
    response.headers_mut().remove(header::CONTENT_ENCODING);
    Ok(response)
}

//! The form in steps: show a step, save it with errors or without, check a field, go anywhere.

use actions::citizen::drafts::{self, Edit, OpenDraft, Patch};
use actions::citizen::uploads;
use actions::reception::application;
use actions::stop::Stop;
use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::draft::Draft;
use domain::id::DraftId;
use domain::joint::PartState;
use regulation::form::{FieldView, Problem, StepView};
use regulation::package::Regulation;
use serde::Deserialize;
use serde_json::json;

use super::files::with_form;
use super::times::TimeField;
use super::visitor::Visitor;
use super::widget::{Widget, control_id, is_shown_wrong, labelled};
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

/// How a step is shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// After an attempt to go on: what is missing is shown too.
    check: Option<String>,
    /// Key of a notice.
    notice: Option<String>,
    step: Option<String>,
    field: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen/step.html")]
struct StepPage<'a> {
    page: &'a Page,
    service: &'a Regulation,
    draft: &'a Draft,
    step: &'a StepView,
    marks: Vec<Mark<'a>>,
    number: usize,
    shape: &'a str,
    previous: Option<&'a str>,
    is_last: bool,
    strict: bool,
    notice: Option<&'static str>,
    signed_over: bool,
    wrong: Vec<(String, String)>,
    times: Vec<(String, TimeField<'a>)>,
}

/// A step in the progress list.
struct Mark<'a> {
    id: &'a str,
    title: &'a str,
    sign: String,
    class: &'static str,
    state: &'static str,
    current: bool,
}

impl StepPage<'_> {
    /// Is the field the day of a slot, which is chosen and not typed?
    fn is_chosen(&self, field: &FieldView) -> bool {
        let control = control_id(&field.path);
        self.times.iter().any(|(_, time)| time.control == control)
    }

    /// The times that are chosen at a field.
    fn times_at(&self, field: &FieldView) -> impl Iterator<Item = &TimeField<'_>> {
        self.times.iter().filter(|(at, _)| *at == field.path).map(|(_, time)| time)
    }

    fn widget<'b>(&'b self, field: &'b FieldView) -> Widget<'b> {
        Widget { page: self.page, field, strict: self.strict, draft: self.draft.id.as_str(), inside: false }
    }
}

/// Reads a draft id of an address.
pub fn id(text: &str) -> Result<DraftId, Failure> {
    DraftId::parse(text).ok_or(Failure(Stop::Missing))
}

/// `GET /drafts/{id}`: the step the person was last at.
pub async fn resume(State(app): State<App>, visitor: Visitor, Path(draft): Path<String>) -> Answer {
    let open = drafts::open(&app.office, &visitor.0, &id(&draft)?).await?;
    if let Some(case) = &open.draft.case {
        return Ok(Redirect::to(&format!("/cases/{case}")).into_response());
    }
    let here = open.view.steps.iter().find(|step| step.id == open.draft.step).or(open.view.steps.first());
    let step = here.map_or("review", |step| step.id.as_str());
    Ok(Redirect::to(&format!("/drafts/{draft}/{step}")).into_response())
}

/// `GET /drafts/{id}/{step}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, step)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let open = drafts::open(&app.office, &visitor.0, &id(&draft)?).await?;
    if let Some(case) = &open.draft.case {
        return Ok(Redirect::to(&format!("/cases/{case}")).into_response());
    }
    if open.view.steps.iter().all(|one| one.id != step) {
        // A step that an answer has hidden meanwhile; its values are kept (FORM-11).
        let known = open.regulation.form.iter().any(|one| one.id == step);
        return if known {
            Ok(Redirect::to(&format!("/drafts/{draft}")).into_response())
        } else {
            Err(Stop::Missing.into())
        };
    }
    draw(&app, &page, &open, &step, wanted.check.is_some(), notice(wanted.notice.as_deref())).await
}

fn notice(key: Option<&str>) -> Option<&'static str> {
    match key {
        Some("moved") => Some("form-moved"),
        Some("copied") => Some("form-copied"),
        Some("no-identity") => Some("form-no-identity"),
        _ => None,
    }
}

async fn draw(
    app: &App,
    page: &Page,
    open: &OpenDraft,
    step: &str,
    strict: bool,
    notice: Option<&'static str>,
) -> Answer {
    let choices = application::choices(&app.office, open).await?;
    let steps = &open.view.steps;
    let at = steps.iter().position(|one| one.id == step).ok_or(Stop::Missing)?;
    let here = &steps[at];
    let mut wrong = Vec::new();
    if strict {
        collect_wrong(&here.fields, &mut wrong);
    }
    html(&StepPage {
        page,
        service: &open.regulation,
        draft: &open.draft,
        step: here,
        marks: steps.iter().enumerate().map(|(index, one)| mark(one, index, index == at)).collect(),
        number: at + 1,
        shape: &open.shape,
        previous: at.checked_sub(1).and_then(|before| steps.get(before)).map(|one| one.id.as_str()),
        is_last: at + 1 == steps.len(),
        strict,
        notice,
        signed_over: open.joint.parts.iter().any(|part| matches!(part.state, PartState::Done { .. })),
        wrong,
        times: TimeField::all(app, page, open, &choices, strict),
    })
}

fn mark(step: &StepView, index: usize, current: bool) -> Mark<'_> {
    let wrong = step.fields.iter().any(has_wrong);
    let (sign, class, state) = if wrong {
        ("!".to_owned(), " wrong", "step-wrong")
    } else if step.complete {
        ("✓".to_owned(), " done", "step-done")
    } else {
        ((index + 1).to_string(), "", "step-open")
    };
    Mark { id: &step.id, title: &step.title, sign, class, state, current }
}

/// Whether a field or one inside it holds a wrong answer (a missing one does not count).
fn has_wrong(field: &FieldView) -> bool {
    is_shown_wrong(field, false) || field.records.iter().flatten().any(has_wrong)
}

/// Problems of fields as links to their controls.
fn collect_wrong(fields: &[FieldView], wrong: &mut Vec<(String, String)>) {
    for field in fields {
        if let Some(problem) = &field.problem {
            wrong.push((control_id(&field.path), labelled(field, problem)));
        }
        for record in &field.records {
            collect_wrong(record, wrong);
        }
    }
}

/// What a form sent: fields in order, files already stored, and what to do.
#[derive(Default)]
pub(super) struct Sent {
    pub fields: Vec<(String, String)>,
    pub action: String,
    pub files: Vec<(String, String, Bytes)>,
}

pub(super) async fn read(app: &App, request: Request) -> Result<Sent, Failure> {
    let is_multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let mut sent = Sent::default();
    if is_multipart {
        let mut parts = Multipart::from_request(request, app).await.map_err(bad_form)?;
        while let Some(part) = parts.next_field().await.map_err(bad_form)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let content = part.bytes().await.map_err(bad_form)?;
                    if !file.is_empty() {
                        sent.files.push((name, file, content));
                    }
                }
                None => sent.fields.push((name, part.text().await.map_err(bad_form)?)),
            }
        }
    } else {
        let body = Bytes::from_request(request, app).await.map_err(bad_form)?;
        sent.fields = url::form_urlencoded::parse(&body).into_owned().collect();
    }
    sent.fields.retain(|(name, value)| {
        if name == "action" {
            sent.action.clone_from(value);
        }
        name != "action"
    });
    Ok(sent)
}

/// A body that cannot be read. Its own status is kept: too large stays 413.
fn bad_form<E: IntoResponse>(error: E) -> Failure {
    let status = error.into_response().status();
    Failure(if status == StatusCode::PAYLOAD_TOO_LARGE {
        Stop::Refused(domain::refusal::Refusal::TooLarge)
    } else {
        Stop::Problems(Vec::new())
    })
}

/// `POST /drafts/{id}/{step}`: saves whatever was typed, then goes where the button says.
pub async fn save(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path((draft, step)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let draft_id = id(&draft)?;
    let sent = read(&app, request).await?;
    let action = sent.action.clone();
    let edit = edit(&action);
    let patch = Patch { step: step.clone(), fields: sent.fields, edit };
    let mut open = drafts::save(&app.office, &visitor.0, &draft_id, &patch).await?;
    let mut refused = Vec::new();
    for (field, name, content) in sent.files {
        let taken = uploads::whole(&app.office, &visitor.0, &draft_id, &field, &name, content).await;
        match taken.map_err(|not_taken| with_form(&page, &field, not_taken)) {
            Ok(fresh) => open = fresh,
            Err(Stop::Problems(problems)) => refused.extend(problems),
            Err(stop) => return Err(stop.into()),
        }
    }
    if !refused.is_empty() {
        return refused_files(&app, &page, open, &step, refused).await;
    }
    let here = open.view.steps.iter().position(|one| one.id == step);
    let target = match action.split_once(':') {
        Some(("goto", "review")) => "review".to_owned(),
        Some(("goto", target)) => target.to_owned(),
        Some(_) => step,
        None if action == "next" || action.is_empty() => {
            if here.and_then(|at| open.view.steps.get(at)).is_some_and(|one| one.problems > 0) {
                format!("{step}?check=1#problems")
            } else {
                let next = here.map_or(0, |at| at + 1);
                open.view.steps.get(next).map_or_else(|| "review".to_owned(), |one| one.id.clone())
            }
        }
        None => step,
    };
    Ok(Redirect::to(&format!("/drafts/{draft}/{target}")).into_response())
}

/// Files that were not taken: the step again, each file's own message at its field. Everything
/// else is saved.
async fn refused_files(app: &App, page: &Page, mut open: OpenDraft, step: &str, refused: Vec<Problem>) -> Answer {
    put_problems(&mut open.view.steps, &refused);
    let mut response = draw(app, page, &open, step, true, None).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Puts problems at their fields.
pub(super) fn put_problems(steps: &mut [StepView], problems: &[Problem]) {
    fn put(fields: &mut [FieldView], problem: &Problem) {
        for field in fields {
            if field.path == problem.field {
                field.problem = Some(problem.clone());
            }
            for record in &mut field.records {
                put(record, problem);
            }
        }
    }
    for step in steps {
        for problem in problems {
            put(&mut step.fields, problem);
        }
    }
}

pub(super) fn edit(action: &str) -> Option<Edit> {
    let (verb, rest) = action.split_once(':')?;
    match verb {
        "add" => Some(Edit::Add(rest.to_owned())),
        "remove" => {
            let (list, index) = rest.rsplit_once(':')?;
            Some(Edit::Remove(list.to_owned(), index.parse().ok()?))
        }
        "clear" => Some(Edit::Clear(rest.to_owned())),
        _ => None,
    }
}

/// `POST /drafts/{id}/autosave?step=`: answers with the time it was saved.
pub async fn autosave(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(draft): Path<String>,
    Query(wanted): Query<Wanted>,
    request: Request,
) -> Answer {
    let sent = read(&app, request).await?;
    let patch = Patch { step: wanted.step.unwrap_or_default(), fields: sent.fields, edit: None };
    let open = drafts::save(&app.office, &visitor.0, &id(&draft)?, &patch).await?;
    let saved = page.t1("form-saved", "moment", page.moment(&open.draft.saved_at));
    Ok(Json(json!({ "saved": saved, "revision": open.draft.revision, "shape": open.shape })).into_response())
}

/// `POST /drafts/{id}/check?field=`: the server's verdict on one field (FORM-03).
pub async fn check(
    State(app): State<App>,
    visitor: Visitor,
    Path(draft): Path<String>,
    Query(wanted): Query<Wanted>,
    request: Request,
) -> Answer {
    let sent = read(&app, request).await?;
    let field = wanted.field.unwrap_or_default();
    let problem = drafts::check_field(&app.office, &visitor.0, &id(&draft)?, &sent.fields, &field).await?;
    let problem =
        problem.map(|one| json!({ "code": one.code, "message": one.message, "mend": one.mend, "clause": one.clause }));
    Ok(Json(json!({ "field": field, "problem": problem })).into_response())
}

/// `POST /drafts/{id}/delete`: away, with a way back for a while.
pub async fn delete(State(app): State<App>, visitor: Visitor, Path(draft): Path<String>) -> Result<Response, Failure> {
    drafts::delete(&app.office, &visitor.0, &id(&draft)?).await?;
    Ok(Redirect::to(&format!("/account?deleted={draft}")).into_response())
}

/// `POST /drafts/{id}/restore`: the way back.
pub async fn restore(State(app): State<App>, visitor: Visitor, Path(draft): Path<String>) -> Result<Response, Failure> {
    drafts::restore(&app.office, &visitor.0, &id(&draft)?).await?;
    Ok(Redirect::to(&format!("/drafts/{draft}")).into_response())
}

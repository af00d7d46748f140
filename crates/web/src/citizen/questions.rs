//! What the applicant says of a running case: answers to what was asked, a fact contested, a
//! person called in. What is wrong comes back on the page of the case, at its field.

use actions::citizen::replies;
use actions::citizen::replies_form::{self, AskedForm, Typed};
use actions::stop::Stop;
use axum::Form;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect};
use domain::refusal::Refusal;
use regulation::form::{FieldView, Problem};
use serde::Deserialize;

use super::case::{Told, draw, id};
use super::draft::{edit, put_problems, read};
use super::files::problem;
use super::visitor::Visitor;
use super::widget::{control_id, labelled};
use crate::shell::error::Answer;
use crate::shell::{App, Page};

/// What was asked, as the page of the case shows it.
pub struct Asked {
    /// The form.
    pub form: AskedForm,
    /// Problems as links to their fields.
    pub wrong: Vec<(String, String)>,
    /// Somebody tried to send it.
    pub strict: bool,
}

/// What was written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    fact: String,
    words: String,
}

/// `POST /cases/{id}/answer`: sends the answers, or takes a file or a record in.
pub async fn answer(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    request: Request,
) -> Answer {
    let case_id = id(&case)?;
    let sent = read(&app, request).await?;
    let change = edit(&sent.action);
    let sends = change.is_none();
    let typed = Typed { fields: sent.fields, files: sent.files, edit: change };
    let (mut form, refused) = match replies_form::edit(&app.office, &visitor.0, &case_id, &typed).await {
        Ok(taken) => taken,
        // Sent already from another window: the page shows how it stands.
        Err(Stop::Refused(Refusal::WrongState { .. })) => {
            return Ok(Redirect::to(&format!("/cases/{case}")).into_response());
        }
        Err(stop) => return Err(stop.into()),
    };
    let mut problems: Vec<Problem> =
        refused.into_iter().map(|(field, flaw, limits)| problem(&page, &field, flaw, &limits)).collect();
    if sends && problems.is_empty() {
        match replies_form::send(&app.office, &visitor.0, &case_id, &form).await {
            Ok(found) if found.is_empty() => {
                return Ok(Redirect::to(&format!("/cases/{case}?done=answered")).into_response());
            }
            Ok(found) => problems = found,
            Err(Stop::Refused(Refusal::ReasonNeeded)) => problems.push(nothing(&page, &form)),
            Err(stop) => return Err(stop.into()),
        }
    }
    put_problems(std::slice::from_mut(&mut form.step), &problems);
    let mut wrong = Vec::new();
    collect(&form.step.fields, &mut wrong);
    let asked = Asked { form, wrong, strict: sends || !problems.is_empty() };
    draw(&app, page, &visitor, &case_id, Told { asked: Some(asked), ..Told::default() }).await
}

/// Nothing was answered: said at the first question.
fn nothing(page: &Page, form: &AskedForm) -> Problem {
    Problem {
        field: form.step.fields.first().map(|field| field.path.clone()).unwrap_or_default(),
        code: "required",
        message: page.t("asked-nothing").to_owned(),
        mend: page.t("asked-nothing-mend").to_owned(),
        clause: None,
    }
}

fn collect(fields: &[FieldView], wrong: &mut Vec<(String, String)>) {
    for field in fields {
        if let Some(problem) = &field.problem {
            wrong.push((control_id(&field.path), labelled(field, problem)));
        }
        for record in &field.records {
            collect(record, wrong);
        }
    }
}

/// `POST /cases/{id}/contest`.
pub async fn contest(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(written): Form<Written>,
) -> Answer {
    let case_id = id(&case)?;
    match replies::contest(&app.office, &visitor.0, &case_id, &written.fact, &written.words).await {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{case}?done=contested")).into_response()),
        Err(Stop::Refused(why)) => {
            let told = Told::wrong(&page, &format!("contest:{}", written.fact), &written.words, &why);
            draw(&app, page, &visitor, &case_id, told).await
        }
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /cases/{id}/call`: asks for a person.
pub async fn call(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(written): Form<Written>,
) -> Answer {
    let case_id = id(&case)?;
    match replies::call_person(&app.office, &visitor.0, &case_id, &written.words).await {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{case}?done=called")).into_response()),
        Err(Stop::Refused(why)) => {
            let told = Told::wrong(&page, "call", &written.words, &why);
            draw(&app, page, &visitor, &case_id, told).await
        }
        Err(stop) => Err(stop.into()),
    }
}

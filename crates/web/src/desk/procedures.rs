//! The page of one doing beside deciding: suspend, ask, prolong, return, pass on, settle, assess,
//! reopen. What the applicant will read is shown before it is sent.

use actions::desk::procedures::{self, Doing, Problem, Said};
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::case::Case;
use domain::id::CaseId;

use super::files::safe;
use super::messages;
use super::procedures_view::{
    CaptureView, ContestView, FactChoice, GroundChoice, HeldView, LineView, Option2, OutputView, OwedChoice,
    ProblemView, Views, has_file, problem,
};
use super::staff::{Me, Staff, case_id, ground};
use super::work;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "desk/procedure.html")]
struct ProcedurePage {
    me: Option<Me>,
    id: String,
    revision: i64,
    doing: &'static str,
    title: String,
    lead: String,
    submit: String,
    service: String,
    applicant: String,
    problems: Vec<ProblemView>,
    preview: Vec<String>,
    told: bool,
    has_file: bool,
    grounds: Vec<GroundChoice>,
    facts: Vec<FactChoice>,
    held: Vec<HeldView>,
    contested: Vec<ContestView>,
    choices: Vec<Option2>,
    choice_legend: String,
    outputs: Vec<OutputView>,
    lines: Vec<LineView>,
    capture: Option<CaptureView>,
    originals: Vec<FactChoice>,
    owed: Vec<OwedChoice>,
    colleagues: Vec<Option2>,
    words_label: Option<String>,
    words_hint: String,
    typed: String,
    page: Page,
}

impl ProcedurePage {
    /// Is something wrong at that field?
    fn wrong(&self, field: &str) -> bool {
        self.problems.iter().any(|problem| problem.at == field)
    }
}

/// `GET /desk/cases/{id}/act/{doing}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, doing)): Path<(String, String)>,
) -> Answer {
    let (id, doing) = (case_id(&id)?, read(&doing)?);
    let said = Said::default();
    draw(&app, page, &staff, &id, doing, &said, &[], &[]).await
}

fn read(name: &str) -> Result<Doing, Failure> {
    Doing::read(name).ok_or(Failure(Stop::Missing))
}

/// `POST /desk/cases/{id}/act/{doing}`: shows what the applicant will read, or does it.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, doing)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let (id, doing) = (case_id(&id)?, read(&doing)?);
    let (said, revision, is_preview) = sent(&app, doing, request).await?;
    let now = app.office.now();
    if is_preview {
        return match procedures::preview(&app.office, &staff.0, &id, doing, &said, now).await {
            Ok(Ok(notices)) => {
                let notices: Vec<String> =
                    notices.iter().map(|notice| super::procedures_view::notice(&page, notice)).collect();
                draw(&app, page, &staff, &id, doing, &said, &[], &notices).await
            }
            Ok(Err(problems)) => draw(&app, page, &staff, &id, doing, &said, &problems, &[]).await,
            Err(stop) => work::not_done(page, &staff, &id, stop),
        };
    }
    match procedures::carry_out(&app.office, &staff.0, &id, doing, &said, revision, now).await {
        Ok(problems) if problems.is_empty() => work::finish(page, &staff, &id, doing.name(), Ok(())),
        Ok(problems) => draw(&app, page, &staff, &id, doing, &said, &problems, &[]).await,
        Err(stop) => work::not_done(page, &staff, &id, stop),
    }
}

/// What the form sent, the revision its sender saw, and whether only a preview is wanted.
async fn sent(app: &App, doing: Doing, request: Request) -> Result<(Said, i64, bool), Failure> {
    let (fields, file) = if has_file(doing) {
        let form = messages::read(app, request).await?;
        (form.fields.into_iter().collect::<Vec<_>>(), form.file)
    } else {
        let form = Form::<Vec<(String, String)>>::from_request(request, app).await;
        (form.map_err(|_| Failure(Stop::Problems(Vec::new())))?.0, None)
    };
    let mut said = Said { file, ..Said::default() };
    let (mut revision, mut is_preview) = (0, false);
    for (name, value) in &fields {
        match name.as_str() {
            "revision" => revision = value.parse().unwrap_or(0),
            "step" => is_preview = value == "preview",
            "ground" => said.ground.clone_from(value),
            "facts" if !said.facts.contains(value) => said.facts.push(value.clone()),
            "words" => said.words.clone_from(value),
            "choice" => said.choice.clone_from(value),
            "fact" => said.fact.clone_from(value),
            "obligation" => said.obligation.clone_from(value),
            "to" => said.to.clone_from(value),
            other => {
                if let Some(name) = other.strip_prefix("found:") {
                    said.found.insert(name.to_owned(), value.clone());
                } else if let Some(line) = other.strip_prefix("score:") {
                    said.scores.insert(line.to_owned(), value.clone());
                }
            }
        }
    }
    let field = format!("value:{}", said.fact);
    said.value = fields.into_iter().find(|(name, _)| *name == field).map(|(_, value)| value).unwrap_or_default();
    Ok((said, revision, is_preview))
}

#[expect(clippy::too_many_arguments, reason = "one page, and everything that stands on it")]
async fn draw(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &CaseId,
    doing: Doing,
    said: &Said,
    problems: &[Problem],
    preview: &[String],
) -> Answer {
    let read = |case: &Case| ground(&page, &staff.0, case);
    let form = match procedures::form(&app.office, &staff.0, id, doing, read, app.office.now()).await {
        Ok(form) => form,
        Err(stop) => return work::not_done(page, staff, id, stop),
    };
    let files = match form.capture {
        Some(_) => procedures::of_case(&app.office, &form.case).await?,
        None => Vec::new(),
    };
    let views = Views { page: &page, form: &form, doing, said };
    let key = |part: &str| format!("desk-act-{}-{part}", doing.name());
    let view = ProcedurePage {
        me: staff.me(),
        id: id.to_string(),
        revision: form.case.revision,
        doing: doing.name(),
        title: page.t1(&key("title"), "number", form.case.number.as_str()),
        lead: page.t(&key("lead")).to_owned(),
        submit: page.t(&key("submit")).to_owned(),
        service: form.regulation.short.clone(),
        applicant: form.case.applicant_name.clone(),
        problems: problems.iter().map(|one| problem(&page, one, &form)).collect(),
        preview: preview.to_vec(),
        told: doing.is_told(),
        has_file: has_file(doing),
        grounds: views.grounds(),
        facts: views.facts(),
        held: views.held(),
        contested: views.contested(),
        choices: views.choices(),
        choice_legend: views.choice_legend(),
        outputs: views.outputs(problems),
        lines: views.lines(problems),
        capture: views.capture(&files),
        originals: views.originals(),
        owed: views.owed(),
        colleagues: views.colleagues(),
        words_label: views.words_label(),
        words_hint: views.words_hint(),
        typed: said.words.clone(),
        page,
    };
    let drawn = html(&view)?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, drawn).into_response())
}

/// `GET /desk/cases/{id}/evidence/{sha256}`: a file with a sheet or a report.
pub async fn evidence(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, sha256)): Path<(String, String)>,
) -> Answer {
    let id = case_id(&id)?;
    let ground = |case: &Case| page.t1("desk-read-ground-file", "number", case.number.as_str());
    let (attachment, content) = procedures::file(&app.office, &staff.0, &id, &sha256, ground, app.office.now()).await?;
    let mut response = content.into_response();
    safe(response.headers_mut(), &attachment.media_type, &attachment.name);
    Ok(response)
}

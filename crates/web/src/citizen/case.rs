//! An application of one's own: accepted, its course, its end, taking it back
//! (INTAKE-13, STATUS-10).

use actions::citizen::applications::{self, OpenCase};
use actions::citizen::replies_form::{self, Typed};
use actions::citizen::{copy, messages, replies};
use actions::desk::messages::Words;
use actions::payment::own;
use actions::reception::application;
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use domain::case::{Case, CaseState, DecisionRecord, day_of};
use domain::charge::Charge;
use domain::id::CaseId;
use domain::procedure::{ProcedureStage, ProcedureState};
use domain::refusal::Refusal;
use domain::result::ResultRecord;
use regulation::assess::{Assessment, Decision, Finding};
use regulation::expression::Verdict;
use regulation::form::{FieldView, StepView};
use regulation::package::{Ground, Performer, Procedure, ProcedureKind, Regulation};
use serde::Deserialize;

use super::case_now::{self, KnownView, OwedView, StateNote};
use super::questions::Asked;
use super::times::{BookedRow, booked_rows};
use super::visitor::Visitor;
use super::voice::Voice;
use super::widget::Widget;
use crate::shell::error::Answer;
use crate::shell::{App, Failure, Page, html};

#[derive(Template)]
#[template(path = "citizen/accepted.html")]
struct Accepted<'a> {
    page: Page,
    open: &'a OpenCase,
    email: Option<&'a String>,
}

#[derive(Template)]
#[template(path = "citizen/case.html")]
struct CasePage<'a> {
    page: Page,
    open: &'a OpenCase,
    case: &'a Case,
    service: &'a Regulation,
    course: Vec<Stage<'a>>,
    answers: &'a [StepView],
    grounds: Vec<Refused<'a>>,
    checked: Vec<Finding>,
    results: Vec<Shown<'a>>,
    withdrawn: bool,
    done: Option<&'static str>,
    day: Option<String>,
    states: Vec<StateNote>,
    asked: Option<&'a Asked>,
    known: Vec<KnownView>,
    owed: Vec<OwedView>,
    may_call: bool,
    may_decline: bool,
    assessed: bool,
    told_at: String,
    told_typed: String,
    told_problem: String,
    thread: Vec<Words>,
    may_write: bool,
    voice: Voice,
    charge: Option<Charge>,
    booked: Vec<BookedRow>,
}

#[derive(Template)]
#[template(path = "citizen/withdraw.html")]
struct Withdraw<'a> {
    page: Page,
    open: &'a OpenCase,
}

/// A procedure on the timeline.
struct Stage<'a> {
    rule: &'a Procedure,
    state: Option<&'a ProcedureState>,
}

/// A ground of the refusal with the facts that decided it.
struct Refused<'a> {
    ground: &'a Ground,
    facts: Vec<String>,
}

/// A result with its title in the regulation.
struct Shown<'a> {
    title: &'a str,
    record: &'a ResultRecord,
}

/// Where the page was come to from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    withdrawn: Option<String>,
    done: Option<String>,
}

/// What a form of this page came to.
#[derive(Default)]
pub struct Told {
    /// It was withdrawn just now.
    pub withdrawn: bool,
    /// Key of what was done just now.
    pub done: Option<&'static str>,
    /// Answers that could not be sent yet.
    pub asked: Option<Asked>,
    /// The form that something is wrong in: `call`, `contest:FACT`, `owed:ID`.
    pub at: String,
    /// What was typed there.
    pub typed: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Told {
    /// The rule said no to what was typed in a form.
    pub fn wrong(page: &Page, at: &str, typed: &str, why: &Refusal) -> Self {
        let mend = format!("{}-mend", why.key());
        let problem = format!("{} {}", page.t(why.key()), page.t(&mend));
        Self { at: at.to_owned(), typed: typed.to_owned(), problem, ..Self::default() }
    }
}

/// What was done just now, by its name in the address.
fn done(name: &str) -> Option<&'static str> {
    match name {
        "answered" => Some("case-done-answered"),
        "contested" => Some("case-done-contested"),
        "called" => Some("case-done-called"),
        "declined" => Some("case-done-declined"),
        "reported" => Some("case-done-reported"),
        "rated" => Some("rating-done"),
        _ => None,
    }
}

pub(super) fn id(text: &str) -> Result<CaseId, Stop> {
    CaseId::parse(text).ok_or(Stop::Missing)
}

/// `GET /cases/{id}/accepted`: the number, the promised day and how it was counted.
pub async fn accepted(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    let open = applications::open(&app.office, &visitor.0, &id(&case)?).await?;
    html(&Accepted { page, open: &open, email: visitor.person().email.as_ref() })
}

/// `GET /cases/{id}`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let case = id(&case)?;
    let done = wanted.done.as_deref().and_then(done);
    let told = Told { withdrawn: wanted.withdrawn.is_some(), done, ..Told::default() };
    match draw(&app, page, &visitor, &case, told).await {
        // Who signed a part of a joint application is told of the case by the same address.
        Err(Failure(Stop::Missing)) if actions::joint::case::open(&app.office, &visitor.0, &case).await.is_ok() => {
            Ok(Redirect::to(&format!("/joint/{case}")).into_response())
        }
        answer => answer,
    }
}

/// The page of a case, with what a form of it came to.
pub(super) async fn draw(app: &App, page: Page, visitor: &Visitor, case: &CaseId, told: Told) -> Answer {
    let open = applications::open(&app.office, &visitor.0, case).await?;
    let wrong = !told.problem.is_empty() || told.asked.as_ref().is_some_and(|asked| !asked.wrong.is_empty());
    let asked = match told.asked {
        Some(asked) => Some(asked),
        None if open.case.state == CaseState::AwaitingApplicant => {
            let form = replies_form::form(&app.office, &visitor.0, case, &Typed::default()).await?;
            form.map(|form| Asked { form, wrong: Vec::new(), strict: false })
        }
        None => None,
    };
    let replies = replies::offered(&app.office, &visitor.0, &open.case, &open.regulation);
    let thread = messages::thread(&app.office, &visitor.0, case).await?;
    let sent = copy::sent(&app.office, &visitor.0, case).await?;
    let decided = open.case.decision.as_ref().filter(|decision| !decision.positive);
    let named: &[String] = decided.map_or(&[], |decision| &decision.grounds);
    let all = open.regulation.refuse_intake.iter().chain(&open.regulation.refuse_provision);
    let view = open.case.decision.as_ref().and_then(view);
    let refused =
        |ground| Refused { ground, facts: view.as_ref().map(|view| facts_told(view, ground)).unwrap_or_default() };
    let grounds = all.filter(|ground| named.contains(&ground.id)).map(refused).collect();
    let day = day_of(&open.case, &app.office.clock, app.office.now());
    let booked = application::of_case(&app.office, &open.case).await?;
    let drawn = html(&CasePage {
        done: told.done,
        booked: booked_rows(app, &page, &booked),
        day: day.as_ref().map(|day| case_now::day(&page, day)),
        states: case_now::notes(&page, &open),
        asked: asked.as_ref(),
        known: case_now::known(&page, &open, &replies),
        owed: case_now::owed(&page, &open, &replies),
        may_call: replies.call,
        may_decline: replies.decline,
        assessed: actions::citizen::assessment::shown(&open.case, &open.regulation),
        told_at: told.at,
        told_typed: told.typed,
        told_problem: told.problem,
        page,
        case: &open.case,
        service: &open.regulation,
        course: course(&open),
        answers: &sent.steps,
        grounds,
        checked: view.map(known).unwrap_or_default(),
        results: open.results.iter().map(|record| shown(&open.regulation, record)).collect(),
        withdrawn: told.withdrawn,
        may_write: open.case.closed_at.is_none(),
        voice: Voice::of(app, visitor, &open).await?,
        thread,
        charge: own::of_case(&app.office, &visitor.0, case).await?,
        open: &open,
    })?;
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, drawn).into_response())
}

/// What the machine saw when it was decided.
fn view(decision: &DecisionRecord) -> Option<Assessment> {
    let stored: Decision = serde_json::from_value(decision.trace.clone()).ok()?;
    Some(stored.assessment)
}

/// The facts that alone make a ground hold, in words.
fn facts_told(view: &Assessment, ground: &Ground) -> Vec<String> {
    let found = view.intake.iter().chain(&view.provision).find(|one| one.id == ground.id);
    let facts =
        found.into_iter().flat_map(|found| found.facts.iter().filter(|fact| found.reasons.contains(&fact.name)));
    facts.map(|fact| format!("{}: {}", fact.label, fact.shown)).collect()
}

/// The criteria that were answered.
fn known(view: Assessment) -> Vec<Finding> {
    view.criteria.into_iter().filter(|one| !matches!(one.verdict, Verdict::Unknown(_))).collect()
}

fn shown<'a>(regulation: &'a Regulation, record: &'a ResultRecord) -> Shown<'a> {
    let output = regulation.results.iter().find(|output| output.id == record.output);
    Shown { title: output.map_or(record.output.as_str(), |output| output.title.as_str()), record }
}

/// Procedures in the order of the regulation; before registration as they will be.
fn course(open: &OpenCase) -> Vec<Stage<'_>> {
    let rules = open.regulation.procedures.iter();
    let stages = rules.map(|rule| Stage { rule, state: open.case.procedures.iter().find(|one| one.id == rule.id) });
    let known = !open.case.procedures.is_empty();
    stages.filter(|stage| !known || stage.state.is_some()).collect()
}

impl CasePage<'_> {
    /// A question as a field, as in the form of the service.
    fn widget<'b>(&'b self, field: &'b FieldView, strict: &bool) -> Widget<'b> {
        Widget { page: &self.page, field, strict: *strict, draft: self.case.draft.as_str(), inside: false }
    }

    /// Is something wrong in that form?
    fn is_at(&self, form: &str, of: &str) -> bool {
        let mut parts = self.told_at.splitn(2, ':');
        parts.next() == Some(form) && parts.next().unwrap_or_default() == of
    }

    /// Decided where no procedure of a decision is shown: at intake.
    fn decided_early(&self) -> bool {
        !self.course.iter().any(Stage::decides)
    }
}

impl Stage<'_> {
    fn stage(&self) -> ProcedureStage {
        self.state.map_or(ProcedureStage::Pending, |state| state.stage)
    }

    fn class(&self) -> &'static str {
        match self.stage() {
            ProcedureStage::Pending | ProcedureStage::Skipped => "",
            ProcedureStage::Started | ProcedureStage::Paused => "now",
            ProcedureStage::Overdue => "now late",
            ProcedureStage::Ended => "done",
            ProcedureStage::EndedLate => "done late",
        }
    }

    fn key(&self) -> &'static str {
        match self.stage() {
            ProcedureStage::Pending => "stage-pending",
            ProcedureStage::Started => "stage-started",
            ProcedureStage::Paused => "stage-paused",
            ProcedureStage::Overdue => "stage-overdue",
            ProcedureStage::Ended => "stage-ended",
            ProcedureStage::EndedLate => "stage-ended-late",
            ProcedureStage::Skipped => "stage-skipped",
        }
    }

    /// The decision falls in this procedure.
    fn decides(&self) -> bool {
        self.rule.kind == ProcedureKind::Decision
    }

    fn by_machine(&self) -> bool {
        self.rule.by == Performer::Machine
    }
}

/// Words for a state.
pub fn state_key(state: &CaseState) -> &'static str {
    match state {
        CaseState::Submitted => "state-submitted",
        CaseState::Delivering => "state-delivering",
        CaseState::Delivered => "state-delivered",
        CaseState::Registered => "state-registered",
        CaseState::NotAccepted => "state-not-accepted",
        CaseState::InProgress => "state-in-progress",
        CaseState::Suspended => "state-suspended",
        CaseState::AwaitingApplicant => "state-awaiting-applicant",
        CaseState::AwaitingPayment => "state-awaiting-payment",
        CaseState::DecisionPositive => "state-decision-positive",
        CaseState::DecisionNegative => "state-decision-negative",
        CaseState::ResultReady => "state-result-ready",
        CaseState::Completed => "state-completed",
        CaseState::Withdrawn => "state-withdrawn",
        CaseState::Returned => "state-returned",
        CaseState::Forwarded => "state-forwarded",
    }
}

/// Colour of a state's chip; the words say it too.
pub fn state_class(state: &CaseState) -> &'static str {
    match state {
        CaseState::DecisionPositive | CaseState::ResultReady | CaseState::Completed => "good",
        CaseState::NotAccepted | CaseState::DecisionNegative | CaseState::Returned => "bad",
        CaseState::Suspended | CaseState::AwaitingApplicant | CaseState::AwaitingPayment => "warn",
        CaseState::Withdrawn => "",
        _ => "info",
    }
}

/// `GET /cases/{id}/withdraw`: asks once more.
pub async fn ask_withdraw(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    let open = applications::open(&app.office, &visitor.0, &id(&case)?).await?;
    if !open.may_withdraw {
        return Ok(Redirect::to(&format!("/cases/{case}")).into_response());
    }
    html(&Withdraw { page, open: &open })
}

/// `POST /cases/{id}/withdraw`.
pub async fn withdraw(State(app): State<App>, visitor: Visitor, Path(case): Path<String>) -> Answer {
    applications::withdraw(&app.office, &visitor.0, &id(&case)?).await?;
    Ok(Redirect::to(&format!("/cases/{case}?withdrawn=1")).into_response())
}

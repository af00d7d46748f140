//! An application of one's own: accepted, its course, its end, taking it back
//! (INTAKE-13, STATUS-10).

use actions::citizen::applications::{self, OpenCase};
use actions::citizen::{copy, messages};
use actions::desk::messages::Words;
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use domain::case::{Case, CaseState, DecisionRecord, Pause};
use domain::id::CaseId;
use domain::procedure::{ProcedureStage, ProcedureState};
use domain::result::ResultRecord;
use regulation::assess::{Assessment, Decision, Finding};
use regulation::expression::Verdict;
use regulation::form::StepView;
use regulation::package::{Ground, Performer, Procedure, ProcedureKind, Regulation};
use serde::Deserialize;

use super::visitor::Visitor;
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

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
    pause: Option<&'a Pause>,
    withdrawn: bool,
    thread: Vec<Words>,
    may_write: bool,
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
    let open = applications::open(&app.office, &visitor.0, &case).await?;
    let thread = messages::thread(&app.office, &visitor.0, &case).await?;
    let sent = copy::sent(&app.office, &visitor.0, &case).await?;
    let decided = open.case.decision.as_ref().filter(|decision| !decision.positive);
    let named: &[String] = decided.map_or(&[], |decision| &decision.grounds);
    let all = open.regulation.refuse_intake.iter().chain(&open.regulation.refuse_provision);
    let view = open.case.decision.as_ref().and_then(view);
    let refused = |ground| Refused { ground, facts: view.as_ref().map(|view| told(view, ground)).unwrap_or_default() };
    let grounds = all.filter(|ground| named.contains(&ground.id)).map(refused).collect();
    html(&CasePage {
        page,
        case: &open.case,
        service: &open.regulation,
        course: course(&open),
        answers: &sent.steps,
        grounds,
        checked: view.map(known).unwrap_or_default(),
        results: open.results.iter().map(|record| shown(&open.regulation, record)).collect(),
        pause: open.case.pauses.iter().find(|pause| pause.until.is_none()),
        withdrawn: wanted.withdrawn.is_some(),
        may_write: open.case.closed_at.is_none(),
        thread,
        open: &open,
    })
}

/// What the machine saw when it was decided.
fn view(decision: &DecisionRecord) -> Option<Assessment> {
    let stored: Decision = serde_json::from_value(decision.trace.clone()).ok()?;
    Some(stored.assessment)
}

/// The facts that alone make a ground hold, in words.
fn told(view: &Assessment, ground: &Ground) -> Vec<String> {
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

//! Deciding: intake, and providing. Grounds come from the regulation with the machine's view
//! beside each; a choice that cannot stand comes back as typed, with what is wrong.

use actions::desk::card;
use actions::desk::decide::{self, Choice, ChoiceProblem, LONGEST_WORDS, Question};
use actions::desk::learn;
use actions::stop::Stop;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use domain::id::CaseId;
use domain::refusal::Refusal;

use super::learn::{StatedView, stated_view};
use super::machine::{self, FindingView, GroundView};
use super::staff::{Me, Staff, case_id, ground};
use super::{words, work};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

struct ProblemView {
    at: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "desk/decision.html")]
struct Decision {
    me: Option<Me>,
    id: String,
    revision: i64,
    action: String,
    title: String,
    service: String,
    applicant: String,
    outcome: String,
    findings: Vec<FindingView>,
    stated: Vec<StatedView>,
    back: &'static str,
    problems: Vec<ProblemView>,
    choice: &'static str,
    choice_wrong: bool,
    yes_label: String,
    no_label: String,
    results: Vec<String>,
    grounds: Vec<GroundView>,
    grounds_label: String,
    grounds_wrong: bool,
    no_grounds: String,
    words_wrong: bool,
    typed: String,
    page: Page,
}

/// `GET /desk/cases/{id}/intake`.
pub async fn show_intake(app: State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    draw(&app, page, &staff, &case_id(&id)?, Question::Intake, &Choice::default(), &[]).await
}

/// `GET /desk/cases/{id}/decision`.
pub async fn show(app: State<App>, page: Page, staff: Staff, Path(id): Path<String>) -> Answer {
    draw(&app, page, &staff, &case_id(&id)?, Question::Provision, &Choice::default(), &[]).await
}

/// `POST /desk/cases/{id}/intake`.
pub async fn save_intake(
    app: State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    save_any(&app, page, &staff, &case_id(&id)?, Question::Intake, &fields).await
}

/// `POST /desk/cases/{id}/decision`.
pub async fn save(
    app: State<App>,
    page: Page,
    staff: Staff,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    save_any(&app, page, &staff, &case_id(&id)?, Question::Provision, &fields).await
}

async fn save_any(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &CaseId,
    question: Question,
    fields: &[(String, String)],
) -> Answer {
    let choice = read(fields);
    let one = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let revision = one("revision").and_then(|text| text.parse().ok()).unwrap_or(0);
    let now = app.office.now();
    match decide::decide(&app.office, &staff.0, id, question, &choice, revision, now).await {
        Ok(problems) if problems.is_empty() => {
            let what = match (question, choice.positive == Some(true)) {
                (Question::Intake, true) => "register",
                (Question::Intake, false) => "refuse-intake",
                (Question::Provision, true) => "grant",
                (Question::Provision, false) => "refuse",
            };
            work::finish(page, staff, id, what, Ok(()))
        }
        Ok(problems) => draw(app, page, staff, id, question, &choice, &problems).await,
        Err(stop) => work::not_done(page, staff, id, stop),
    }
}

fn read(fields: &[(String, String)]) -> Choice {
    let mut choice = Choice::default();
    for (name, value) in fields {
        match (name.as_str(), value.as_str()) {
            ("choice", "yes") => choice.positive = Some(true),
            ("choice", "no") => choice.positive = Some(false),
            ("ground", id) if !choice.grounds.iter().any(|known| known == id) => choice.grounds.push(id.to_owned()),
            ("words", words) => choice.words = words.to_owned(),
            _ => {}
        }
    }
    choice
}

async fn draw(
    app: &App,
    page: Page,
    staff: &Staff,
    id: &CaseId,
    question: Question,
    choice: &Choice,
    problems: &[ChoiceProblem],
) -> Answer {
    let read = |case: &domain::case::Case| ground(&page, &staff.0, case);
    let card = card::card(&app.office, &staff.0, id, read, app.office.now()).await?;
    let open = match question {
        Question::Intake => card.can.intake,
        Question::Provision => card.can.decide,
    };
    if !open {
        let why = Stop::Refused(if card.can.take { Refusal::TakeFirst } else { Refusal::NotDue });
        return work::not_done(page, staff, id, why);
    }
    let regulation = &card.regulation;
    let is_intake = question == Question::Intake;
    let key = |intake, provision| if is_intake { intake } else { provision };
    // What would be given by what is known today, not everything the variant can give.
    let today = app.office.today(app.office.now());
    let outputs =
        card.case.variant.as_deref().map(|variant| regulation.outputs_given(variant, &card.case.facts, today));
    let outputs = outputs.unwrap_or_default();
    let view = Decision {
        me: staff.me(),
        id: id.to_string(),
        revision: card.case.revision,
        action: format!("/desk/cases/{id}/{}", key("intake", "decision")),
        title: page.t1(key("desk-intake-title", "desk-decide-title"), "number", card.case.number.as_str()),
        service: regulation.short.clone(),
        applicant: card.case.applicant_name.clone(),
        outcome: machine::outcome(&page, &card.assessment, question, regulation),
        findings: machine::findings(&page, &card.assessment),
        stated: learn::open(&card.case, regulation, &card.assessment, question)
            .into_iter()
            .map(|fact| stated_view(&page, fact))
            .collect(),
        back: key("intake", "decision"),
        problems: problems.iter().map(|problem| problem_view(&page, problem, regulation)).collect(),
        choice: match choice.positive {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        },
        choice_wrong: problems.iter().any(|problem| place(problem) == "choice"),
        yes_label: page.t(key("desk-intake-register", "desk-decide-grant")).to_owned(),
        no_label: page.t(key("desk-intake-refuse", "desk-decide-refuse")).to_owned(),
        results: if is_intake { Vec::new() } else { outputs.iter().map(|output| output.title.clone()).collect() },
        grounds: machine::grounds(&page, &card.assessment, question, &choice.grounds),
        grounds_label: page.t(key("desk-intake-grounds", "desk-decide-grounds")).to_owned(),
        grounds_wrong: problems.iter().any(|problem| place(problem) == "grounds"),
        no_grounds: page.t(key("desk-intake-no-grounds", "desk-decide-no-grounds")).to_owned(),
        words_wrong: problems.iter().any(|problem| place(problem) == "words"),
        typed: choice.words.clone(),
        page,
    };
    let drawn = html(&view)?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, drawn).into_response())
}

/// Which part of the form a problem belongs to.
fn place(problem: &ChoiceProblem) -> &'static str {
    match problem {
        ChoiceProblem::Nothing | ChoiceProblem::AgainstGrounds(_) | ChoiceProblem::NotKnown(_) => "choice",
        ChoiceProblem::NoGround | ChoiceProblem::UnknownGround(_) => "grounds",
        ChoiceProblem::WordsNeeded | ChoiceProblem::WordsTooLong => "words",
    }
}

fn problem_view(page: &Page, problem: &ChoiceProblem, regulation: &regulation::package::Regulation) -> ProblemView {
    let text = match problem {
        ChoiceProblem::Nothing => page.t("desk-problem-choice").to_owned(),
        ChoiceProblem::NoGround => page.t("desk-problem-ground").to_owned(),
        ChoiceProblem::UnknownGround(id) => page.t1("desk-problem-ground-unknown", "ground", id.as_str()),
        ChoiceProblem::WordsNeeded => page.t("desk-problem-words").to_owned(),
        ChoiceProblem::WordsTooLong => page.t1("desk-problem-words-long", "most", LONGEST_WORDS),
        ChoiceProblem::AgainstGrounds(grounds) => page.t1("desk-problem-grant-against", "grounds", grounds.join(", ")),
        ChoiceProblem::NotKnown(facts) => {
            page.t1("desk-problem-grant-unknown", "facts", words::labels(regulation, facts))
        }
    };
    ProblemView { at: place(problem), text }
}

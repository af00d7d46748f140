//! The official's decisions: register or refuse intake, provide or refuse. A refusal rests on
//! grounds of the regulation only (INTAKE-05, RESULT-09); where a person departs from what the
//! machine sees, the person says why (PROCEDURE-03).

use domain::case::{Case, Wish};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::Act;
use jiff::Timestamp;
use regulation::assess::{Assessment, Decision, GroundFinding, Outcome};
use regulation::expression::Verdict;

use super::access;
use crate::office::Office;
use crate::stop::Stop;

/// Longest explanation, in characters.
pub const LONGEST_WORDS: usize = 4000;

/// Which decision is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Register or refuse intake.
    Intake,
    /// Provide or refuse.
    Provision,
}

/// What the official ticked and wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Yes: register or provide. No: refuse. `None`: nothing was ticked.
    pub positive: Option<bool>,
    /// Ids of ticked grounds.
    pub grounds: Vec<String>,
    /// The explanation for the applicant.
    pub words: String,
}

/// What is wrong with a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceProblem {
    /// Neither yes nor no.
    Nothing,
    /// A refusal without a ground.
    NoGround,
    /// A ground that the regulation does not have for this variant.
    UnknownGround(String),
    /// A ground that the machine does not see, without words.
    WordsNeeded,
    /// Words longer than allowed.
    WordsTooLong,
    /// Providing against grounds that hold.
    AgainstGrounds(Vec<String>),
    /// Providing while facts that decide are not known: their labels follow.
    NotKnown(Vec<String>),
}

/// The outcome that the machine sees for a question.
pub fn outcome(assessment: &Assessment, question: Question) -> &Outcome {
    match question {
        Question::Intake => &assessment.accept,
        Question::Provision => &assessment.decision,
    }
}

/// The grounds of a question as the machine sees them.
pub fn grounds(assessment: &Assessment, question: Question) -> &[GroundFinding] {
    match question {
        Question::Intake => &assessment.intake,
        Question::Provision => &assessment.provision,
    }
}

/// Everything that is wrong with a choice; empty when it can be carried out.
pub fn check(assessment: &Assessment, question: Question, choice: &Choice) -> Vec<ChoiceProblem> {
    let mut problems = Vec::new();
    if choice.words.chars().count() > LONGEST_WORDS {
        problems.push(ChoiceProblem::WordsTooLong);
    }
    match choice.positive {
        None => problems.push(ChoiceProblem::Nothing),
        Some(true) => problems.extend(check_yes(outcome(assessment, question))),
        Some(false) => problems.extend(check_no(grounds(assessment, question), choice)),
    }
    problems
}

fn check_yes(outcome: &Outcome) -> Option<ChoiceProblem> {
    match outcome {
        Outcome::Positive => None,
        Outcome::Negative(grounds) => Some(ChoiceProblem::AgainstGrounds(grounds.clone())),
        Outcome::NotYet(facts) if facts.is_empty() => None,
        Outcome::NotYet(facts) => Some(ChoiceProblem::NotKnown(facts.iter().cloned().collect())),
    }
}

fn check_no(found: &[GroundFinding], choice: &Choice) -> Vec<ChoiceProblem> {
    let mut problems = Vec::new();
    if choice.grounds.is_empty() {
        problems.push(ChoiceProblem::NoGround);
    }
    let mut words_needed = false;
    for id in &choice.grounds {
        match found.iter().find(|ground| &ground.id == id) {
            None => problems.push(ChoiceProblem::UnknownGround(id.clone())),
            Some(ground) => words_needed |= ground.verdict != Some(Verdict::Yes),
        }
    }
    if words_needed && choice.words.trim().is_empty() {
        problems.push(ChoiceProblem::WordsNeeded);
    }
    problems
}

/// Carries a choice out, or says what is wrong with it. `Ok` holds the problems; empty: done.
pub async fn decide(
    office: &Office,
    official: &Official,
    id: &CaseId,
    question: Question,
    choice: &Choice,
    revision: i64,
    now: Timestamp,
) -> Result<Vec<ChoiceProblem>, Stop> {
    let act = match question {
        Question::Intake => Act::WorkCase,
        Question::Provision => Act::DecideCase,
    };
    let opened = access::open_as_seen(office, official, id, act, revision).await?;
    let assessment = assess(office, &opened.case, &opened.regulation, now);
    let problems = check(&assessment, question, choice);
    if !problems.is_empty() {
        return Ok(problems);
    }
    let words = Some(choice.words.trim().to_owned()).filter(|words| !words.is_empty());
    // The trace is a file of its own: `okno replay` recomputes it offline.
    let decision = Decision::keeping(&opened.regulation, &opened.case.facts, office.today(now), assessment);
    let trace = serde_json::to_value(decision).map_err(Stop::broken("keeping the trace of a decision"))?;
    let wish = match (question, choice.positive == Some(true)) {
        (Question::Intake, true) => Wish::Register,
        (Question::Intake, false) => Wish::RefuseIntake { grounds: choice.grounds.clone(), words },
        (Question::Provision, true) => Wish::Grant { trace },
        (Question::Provision, false) => Wish::Refuse { grounds: choice.grounds.clone(), words, trace },
    };
    access::wish(office, official, &opened, &wish, now).await?;
    Ok(Vec::new())
}

/// What the machine sees in a case today.
pub fn assess(
    office: &Office,
    case: &Case,
    regulation: &regulation::package::Regulation,
    now: Timestamp,
) -> Assessment {
    regulation::assess::assess(regulation, &case.facts, office.today(now))
}

//! Profiling (профилирование): the fewest questions until it is clear which variant a person gets,
//! what it takes and costs, and whether anything stands in the way (PROFILE-01 … 06). Nothing that
//! is answered is kept here: the answers travel with the page (PROFILE-08).

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use regulation::assess::{Assessment, assess};
use regulation::fact::{FactName, Facts};
use regulation::form::{self, Answers, Channel, FieldView, FormView};
use regulation::package::{FactType, Regulation};
use regulation::question::{self, Aim, Answer, Ask, Inquiry, Reach, Step};

use super::session::Session;
use super::start_draft;
use crate::office::Office;
use crate::stop::Stop;

/// What a person has said so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Answers as typed, in the order they were given.
    pub answers: Answers,
    /// Questions the person could not answer.
    pub unsure: BTreeSet<FactName>,
    /// Is it also to be found out whether the application would be taken in and granted?
    pub further: bool,
}

/// Where the questionnaire stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The service, in the edition of today.
    pub regulation: Arc<Regulation>,
    /// The next question; none when no answer changes anything any more.
    pub next: Option<Next>,
    /// What was answered and is right, in the order it was asked.
    pub answered: Vec<FieldView>,
    /// Facts known without asking, as they stand in the form (PROFILE-03).
    pub known: Vec<FieldView>,
    /// What was said and is known.
    pub facts: Facts,
    /// What follows.
    pub assessment: Assessment,
}

/// A question with its field.
#[derive(Debug, Clone)]
pub struct Next {
    /// Why it is asked and where each answer leads.
    pub ask: Ask,
    /// The control, with what was typed wrong.
    pub field: FieldView,
}

/// Goes on with a questionnaire; who is signed in is not asked what their account holds.
pub async fn standing(
    office: &Office,
    session: Option<&Session>,
    service: &str,
    told: &Told,
) -> Result<Standing, Stop> {
    let now = office.now();
    let today = office.today(now);
    let regulation = office.library.current(service, today).ok_or(Stop::Missing)?.clone();
    let known = match session {
        Some(session) => start_draft::known(office, session, &regulation, Channel::Portal, now).await?,
        None => {
            let applicant = match regulation.applicants.as_slice() {
                [only] => Some(*only),
                _ => None,
            };
            let itself = form::CaseSelf { channel: Channel::Portal, applicant, filed: today };
            form::case_facts(&regulation, itself, now)
        }
    };
    let view = form::view(&regulation, &told.answers, &known, today);
    let typed = form::facts(&regulation, &told.answers, &known, now, today);
    // What nobody answered yet is not known; a form would take a blank for «there is none».
    let mut facts = known.clone();
    for name in told.answers.keys() {
        if let Some(said) = typed.get(name) {
            facts.learn(name.clone(), said.clone());
        }
    }
    let facts = form::derive(&regulation, &facts, now, today);
    let fields = |wanted: &dyn Fn(&FieldView) -> bool| -> Vec<FieldView> {
        view.steps.iter().flat_map(|step| &step.fields).filter(|field| wanted(field)).cloned().collect()
    };
    let is_known = |field: &FieldView| !told.answers.contains_key(&field.name) && known.value(&field.name).is_some();
    let known_fields = fields(&is_known);
    let answered = told.answers.keys().filter_map(|name| field(&view, name)).filter(|field| field.problem.is_none());
    let answered: Vec<FieldView> = answered.cloned().collect();
    let wrong = told.answers.keys().filter_map(|name| field(&view, name)).find(|field| field.problem.is_some());
    let next = match wrong {
        Some(field) => again(&regulation, told, &facts, field, today),
        None => next(&regulation, told, &facts, &view, today),
    };
    let assessment = assess(&regulation, &facts, today);
    Ok(Standing { next, answered, known: known_fields, assessment, facts, regulation })
}

/// [`standing`] for whoever looks: who is signed in as one who may not look is as if nobody were.
pub async fn for_visitor(
    office: &Office,
    session: Option<&Session>,
    service: &str,
    told: &Told,
) -> Result<Standing, Stop> {
    match standing(office, session, service, told).await {
        Err(Stop::Refused(_)) if session.is_some() => standing(office, None, service, told).await,
        found => found,
    }
}

/// Where other answers to a question that was answered would have led.
pub fn otherwise(standing: &Standing, told: &Told, fact: &str, today: Date) -> Vec<Answer> {
    let inquiry = inquiry(&standing.regulation, told);
    question::what_if(&inquiry, &standing.facts, today, &Reach::Nobody, fact)
}

fn field<'v>(view: &'v FormView, name: &str) -> Option<&'v FieldView> {
    view.steps.iter().flat_map(|step| &step.fields).find(|field| field.name == name)
}

/// The questions that are worth asking before anybody applies: papers and lists of people are for
/// the form, and what a person cannot answer is left open.
fn inquiry<'r>(regulation: &'r Regulation, told: &Told) -> Inquiry<'r> {
    let mut aims = vec![Aim::Variant];
    if !regulation.fee.is_free() {
        aims.push(Aim::Fee);
    }
    if told.further {
        aims.extend([Aim::Intake, Aim::Decision]);
    }
    let mut inquiry = question::of_service(regulation, &aims);
    inquiry.questions.retain(|one| {
        !told.unsure.contains(&one.fact.name) && !matches!(one.fact.kind, FactType::Document(_) | FactType::List { .. })
    });
    inquiry
}

fn next(regulation: &Regulation, told: &Told, facts: &Facts, view: &FormView, today: Date) -> Option<Next> {
    let mut inquiry = inquiry(regulation, told);
    loop {
        let Step::Ask(ask) = question::next(&inquiry, facts, today, &Reach::Nobody) else { return None };
        if let Some(field) = field(view, &ask.fact) {
            let field = FieldView { why: ask.why.clone(), required: true, problem: None, ..field.clone() };
            return Some(Next { ask: *ask, field });
        }
        // The form does not show it now: it is not for this person to answer.
        inquiry.questions.retain(|one| one.fact.name != ask.fact);
    }
}

/// A question whose answer was wrong is asked again, with what is wrong.
fn again(regulation: &Regulation, told: &Told, facts: &Facts, field: &FieldView, today: Date) -> Option<Next> {
    let inquiry = inquiry(regulation, told);
    let answers = question::what_if(&inquiry, facts, today, &Reach::Nobody, &field.name);
    let ask = Ask {
        fact: field.name.clone(),
        label: field.label.clone(),
        why: field.why.clone(),
        because: question::Because::Goals(Vec::new()),
        answers,
        exact: true,
    };
    Some(Next { ask, field: field.clone() })
}

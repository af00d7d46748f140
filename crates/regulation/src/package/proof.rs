//! Proving a regulation with its own test cases: what was expected, what came out.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::given;
use super::model::{Expectation, Regulation, TestCase};
use crate::assess::{Assessment, GroundFinding, Outcome, VariantFit, assess, shown};
use crate::clock::LegalClock;
use crate::expression::Verdict;
use crate::fact::Facts;
use crate::form::{self, Answers};
use crate::money::Money;
use crate::question::{self, Aim, Reach, Step};

/// One expectation that did not come true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// What was compared: `variant`, `decision`, `due`…
    pub what: &'static str,
    /// What the case expects.
    pub expected: String,
    /// What came out.
    pub got: String,
}

/// Runs one case the way an application goes: answers into the form, facts from the sources,
/// assessment on the day of registration, the whole term by the legal clock.
pub fn run_case(regulation: &Regulation, case: &TestCase, clock: &LegalClock) -> Vec<Mismatch> {
    let noon = case.as_of.at(12, 0, 0, 0);
    let now = clock.time_zone.to_zoned(noon).map_or(Timestamp::UNIX_EPOCH, |moment| moment.timestamp());
    let (answers, prefill) = split(regulation, &case.given, now);
    let facts = form::facts(regulation, &answers, &prefill, now, case.as_of);
    let assessment = assess(regulation, &facts, case.as_of);
    let mut compare = Compare { found: Vec::new() };
    compare.assessment(&case.expect, &assessment);
    if let Some(expected) = case.expect.due {
        let got = match assessment.term.term {
            None => "вариант не определён".to_owned(),
            Some(term) => match clock.due(now, term, &[]) {
                Ok(due) => clock.local_date(due.at).to_string(),
                Err(problem) => problem.to_string(),
            },
        };
        compare.one("due", &expected.to_string(), &got);
    }
    if let Some(expected) = &case.expect.term {
        let got = assessment.term.term.map_or_else(|| "unknown".to_owned(), |term| term.code());
        compare.one("term", &expected.code(), &got);
    }
    if let Some(expected) = &case.expect.terms {
        let terms = regulation.terms();
        for (path, expected) in expected {
            let got = terms
                .iter()
                .find(|(known, _)| known == path)
                .map_or("no such term".to_owned(), |(_, term)| term.code());
            compare.one("terms", &format!("{path}: {}", expected.code()), &format!("{path}: {got}"));
        }
    }
    if let Some(expected) = &case.expect.results {
        let got = match &assessment.variant {
            VariantFit::One(id) => regulation.outputs_given(id, &facts, case.as_of),
            VariantFit::None | VariantFit::NotYet(_) => Vec::new(),
        };
        compare.names("results", expected, got.into_iter().map(|output| output.id.clone()).collect());
    }
    if let Some(expected) = &case.expect.next {
        compare.one("next", expected, &next_question(regulation, &facts, case.as_of));
    }
    for (name, raw) in case.expect.facts.iter().flatten() {
        let fact = regulation.fact(name);
        let expected = fact.and_then(|fact| given::known(fact, raw, now)).and_then(|known| known.value);
        let words = |value: Option<&crate::fact::Value>| match (fact, value) {
            (Some(fact), Some(value)) => shown(&fact.kind, value),
            _ => "нет".to_owned(),
        };
        compare.one(
            "facts",
            &format!("{name}: {}", words(expected.as_ref())),
            &format!("{name}: {}", words(facts.value(name))),
        );
    }
    if let Some(expected) = &case.expect.problems {
        let problems = form::check(regulation, &answers, &prefill, case.as_of);
        // What the case leaves out is missing by intention, unless the case says otherwise.
        let told = |field: &String| expected.contains(field) || is_answered(&answers, field);
        let got: BTreeSet<String> = problems.into_iter().map(|problem| problem.field).filter(told).collect();
        compare.names("problems", expected, got);
    }
    compare.found
}

/// Runs all cases; only those with mismatches are in the answer, by their place in the list.
pub fn run_cases(regulation: &Regulation, clock: &LegalClock) -> BTreeMap<usize, Vec<Mismatch>> {
    let runs = regulation.cases.iter().enumerate();
    runs.map(|(at, case)| (at, run_case(regulation, case, clock))).filter(|(_, found)| !found.is_empty()).collect()
}

/// Facts as an author names them, for `okno explain`: name to raw value, `null` for known to be
/// absent. Names that the regulation does not declare are given back as the error.
pub fn facts_of(
    regulation: &Regulation,
    given: &IndexMap<String, Value>,
    now: Timestamp,
    today: Date,
) -> Result<Facts, Vec<String>> {
    let unknown: Vec<String> = given.keys().filter(|name| !regulation.facts.contains_key(*name)).cloned().collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let (answers, prefill) = split(regulation, given, now);
    Ok(form::facts(regulation, &answers, &prefill, now, today))
}

/// What the applicant answers, and what comes from elsewhere.
fn split(regulation: &Regulation, given: &IndexMap<String, Value>, now: Timestamp) -> (Answers, Facts) {
    let asked: BTreeSet<&String> = regulation.form.iter().flat_map(|step| &step.fields).collect();
    let mut answers = Answers::new();
    let mut prefill = Facts::default();
    for (name, raw) in given {
        if asked.contains(name) && !raw.is_null() {
            answers.insert(name.clone(), given::answer(raw));
            continue;
        }
        let fact = regulation.facts.get(name);
        if let Some(known) = fact.and_then(|fact| given::known(fact, raw, now)) {
            prefill.learn(name.clone(), known);
        }
    }
    (answers, prefill)
}

/// Is there an answer at a path such as `children.0.born`?
fn is_answered(answers: &Answers, path: &str) -> bool {
    answers.iter().any(|(name, answer)| {
        let Some(rest) = path.strip_prefix(name.as_str()) else { return false };
        let pointer = rest.replace('.', "/");
        (rest.is_empty() || rest.starts_with('.')) && answer.pointer(&pointer).is_some()
    })
}

/// What the questionnaire asks the person when no source answers.
fn next_question(regulation: &Regulation, facts: &Facts, today: Date) -> String {
    let inquiry = question::of_service(regulation, &[Aim::Variant, Aim::Intake, Aim::Decision]);
    let mut reach = Reach::everybody();
    loop {
        match question::next(&inquiry, facts, today, &reach) {
            Step::Fetch { origin, .. } => reach = reach.without(origin),
            Step::Ask(ask) => return ask.fact,
            Step::Done(_) => return "none".to_owned(),
        }
    }
}

struct Compare {
    found: Vec<Mismatch>,
}

impl Compare {
    fn one(&mut self, what: &'static str, expected: &str, got: &str) {
        if expected != got {
            self.found.push(Mismatch { what, expected: expected.to_owned(), got: got.to_owned() });
        }
    }

    fn names(&mut self, what: &'static str, expected: &[String], got: BTreeSet<String>) {
        let expected: BTreeSet<String> = expected.iter().cloned().collect();
        self.one(what, &listed(&expected), &listed(&got));
    }

    fn assessment(&mut self, expect: &Expectation, assessment: &Assessment) {
        if let Some(expected) = &expect.variant {
            let got = match &assessment.variant {
                VariantFit::One(id) => id.clone(),
                VariantFit::None => "none".to_owned(),
                VariantFit::NotYet(facts) => format!("unknown: {}", listed(facts)),
            };
            self.one("variant", expected, &got);
        }
        if let Some(expected) = &expect.intake {
            self.one("intake", expected, word(&assessment.accept, "accept"));
        }
        if let Some(expected) = &expect.decision {
            self.one("decision", expected, word(&assessment.decision, "grant"));
        }
        if let Some(expected) = &expect.grounds {
            let all = assessment.intake.iter().chain(&assessment.provision);
            let got = all.filter(|ground| fires(ground)).map(|ground| ground.id.clone()).collect();
            self.names("grounds", expected, got);
        }
        if let Some(expected) = &expect.unknown {
            let got = match &assessment.decision {
                Outcome::NotYet(facts) => facts.clone(),
                _ => BTreeSet::new(),
            };
            self.names("unknown", expected, got);
        }
        if let Some(expected) = expect.fee {
            let words = |least: Money, most: Option<Money>| match most {
                Some(most) if most == least => least.shown(),
                Some(most) => format!("от {} до {}", least.shown(), most.shown()),
                None => format!("от {}", least.shown()),
            };
            let got = words(assessment.fee.least, assessment.fee.most);
            self.one("fee", &words(expected.least, expected.most), &got);
        }
        if let Some(expected) = &expect.by_person {
            let all = [&assessment.intake, &assessment.provision, &assessment.suspend, &assessment.give_back];
            let all = all.into_iter().chain([&assessment.forward, &assessment.prolong]).flatten();
            let got = all.filter(|ground| ground.verdict.is_none()).map(|ground| ground.id.clone()).collect();
            self.names("by-person", expected, got);
        }
        if let Some(expected) = &expect.exempt {
            self.one("exempt", expected, assessment.fee.exempt.as_deref().unwrap_or("none"));
        }
        for (what, expected, got) in [
            ("suspend", &expect.suspend, &assessment.suspend),
            ("return", &expect.give_back, &assessment.give_back),
            ("forward", &expect.forward, &assessment.forward),
            ("prolong", &expect.prolong, &assessment.prolong),
        ] {
            if let Some(expected) = expected {
                let got = got.iter().filter(|one| fires(one)).map(|one| one.id.clone()).collect();
                self.names(what, expected, got);
            }
        }
    }
}

fn fires(ground: &GroundFinding) -> bool {
    ground.verdict == Some(Verdict::Yes)
}

fn word(outcome: &Outcome, positive: &'static str) -> &'static str {
    match outcome {
        Outcome::Positive => positive,
        Outcome::Negative(_) => "refuse",
        Outcome::NotYet(_) => "unknown",
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() { "ничего".to_owned() } else { names.iter().cloned().collect::<Vec<_>>().join(", ") }
}

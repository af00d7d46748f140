//! What the machine sees, in words: outcomes, criteria, grounds with the facts they read.

use actions::desk::decide::{self, Question};
use regulation::assess::{Assessment, ClerkRow, FactRead, GroundFinding, Outcome, TermFinding, for_clerk};
use regulation::expression::Verdict;
use regulation::package::Regulation;

use super::words;
use crate::shell::Page;

/// A criterion as a page shows it.
pub struct FindingView {
    /// The whole sentence.
    pub sentence: String,
    /// Mark for the style.
    pub mark: &'static str,
    /// «да», «нет», «пока неизвестно».
    pub verdict: String,
    /// The facts it read.
    pub facts: Vec<String>,
    /// The clause.
    pub clause: String,
}

/// A row of the clerk's table: a criterion, a ground, a line of the fee.
pub struct RowView {
    /// What it is: «Критерий», «Отказ в приёме».
    pub kind: &'static str,
    /// The whole sentence or the words of the act.
    pub title: String,
    /// Mark for the style.
    pub mark: &'static str,
    /// «да», «нет», «пока неизвестно», «решает человек».
    pub verdict: &'static str,
    /// The facts it read; those that alone decide are marked.
    pub facts: Vec<String>,
    /// The clause.
    pub clause: String,
    /// Where it is written.
    pub place: String,
}

/// Everything the machine looked at, as the clerk reads it.
pub fn rows(assessment: &Assessment, regulation: &Regulation) -> Vec<RowView> {
    let view = |row: ClerkRow| RowView {
        mark: mark(row.kind, row.verdict),
        kind: row.kind,
        title: row.title,
        verdict: row.verdict,
        facts: row.facts,
        clause: row.clause,
        place: row.place,
    };
    for_clerk(assessment, regulation).rows.into_iter().map(view).collect()
}

/// A criterion that is met is good; a ground that holds is not.
fn mark(kind: &str, verdict: &str) -> &'static str {
    match (verdict, kind) {
        ("да", "Критерий" | "Вариант") | ("нет", "Отказ в приёме" | "Отказ в услуге") => {
            "yes"
        }
        ("нет", "Критерий") | ("да", "Отказ в приёме" | "Отказ в услуге") => "no",
        ("пока неизвестно", _) => "unknown",
        _ => "person",
    }
}

/// The term and the cost that apply, and what else happens to the case on its grounds.
pub fn summary(page: &Page, assessment: &Assessment, regulation: &Regulation) -> Vec<String> {
    let mut says = Vec::new();
    let TermFinding { term, clause, unknown, .. } = &assessment.term;
    if let Some(term) = term {
        says.push(page.t2("desk-finding-term", "term", term.to_string(), "clause", clause.as_str()));
    }
    if !unknown.is_empty() {
        says.push(page.t1("desk-finding-term-open", "facts", words::labels(regulation, unknown)));
    }
    if !regulation.fee.is_free() {
        let fee = &assessment.fee;
        says.push(page.t1("desk-finding-fee", "fee", fee.shown()));
        let exempt = fee.exempt.as_ref().and_then(|id| regulation.fee.exemptions.iter().find(|one| one.id == *id));
        says.extend(exempt.map(|one| page.t1("desk-finding-exempt", "title", one.title.as_str())));
    }
    let kinds = [
        ("desk-finding-forward", &assessment.forward),
        ("desk-finding-return", &assessment.give_back),
        ("desk-finding-suspend", &assessment.suspend),
        ("desk-finding-prolong", &assessment.prolong),
    ];
    for (key, grounds) in kinds {
        for ground in grounds.iter().filter(|ground| ground.verdict == Some(Verdict::Yes)) {
            says.push(page.t2(key, "title", ground.title.as_str(), "clause", ground.clause.as_str()));
        }
    }
    says
}

/// A ground as a page offers it.
pub struct GroundView {
    /// Id.
    pub id: String,
    /// In the words of the act.
    pub title: String,
    /// Ticked.
    pub chosen: bool,
    /// Mark for the style.
    pub mark: &'static str,
    /// What the machine sees.
    pub view: String,
    /// The facts it read.
    pub facts: Vec<String>,
    /// The clause.
    pub clause: String,
    /// What the applicant will read.
    pub say: String,
    /// What the applicant can do.
    pub mend: String,
}

/// All criteria.
pub fn findings(page: &Page, assessment: &Assessment) -> Vec<FindingView> {
    let view = |finding: &regulation::assess::Finding| {
        let (mark, key) = words::verdict(Some(&finding.verdict));
        FindingView {
            sentence: finding.sentence.clone(),
            mark,
            verdict: page.t(key).to_owned(),
            facts: finding.facts.iter().map(|read| fact(page, read)).collect(),
            clause: finding.clause.clone(),
        }
    };
    assessment.criteria.iter().map(view).collect()
}

/// All grounds of a question.
pub fn grounds(page: &Page, assessment: &Assessment, question: Question, chosen: &[String]) -> Vec<GroundView> {
    decide::grounds(assessment, question).iter().map(|ground| ground_view(page, ground, chosen)).collect()
}

fn ground_view(page: &Page, ground: &GroundFinding, chosen: &[String]) -> GroundView {
    let key = match &ground.verdict {
        Some(Verdict::Yes) => "desk-decide-ground-fires",
        Some(Verdict::No) => "desk-decide-ground-clear",
        Some(Verdict::Unknown(_)) => "desk-decide-ground-unknown",
        None => "desk-decide-ground-person",
    };
    GroundView {
        id: ground.id.clone(),
        title: ground.title.clone(),
        chosen: chosen.contains(&ground.id),
        mark: words::verdict(ground.verdict.as_ref()).0,
        view: page.t(key).to_owned(),
        facts: ground.facts.iter().map(|read| fact(page, read)).collect(),
        clause: page.t1("desk-decide-ground-clause", "clause", ground.clause.as_str()),
        say: page.t1("desk-decide-ground-say", "say", ground.say.as_str()),
        mend: if ground.mend.is_empty() {
            String::new()
        } else {
            page.t1("desk-decide-ground-mend", "mend", ground.mend.as_str())
        },
    }
}

fn fact(page: &Page, read: &FactRead) -> String {
    if read.at.is_none() {
        return page.t1("desk-fact-unknown", "label", read.label.as_str());
    }
    page.t2("desk-fact-read", "label", read.label.as_str(), "value", read.shown.as_str())
}

/// What the machine would answer to a question.
pub fn outcome(page: &Page, assessment: &Assessment, question: Question, regulation: &Regulation) -> String {
    let (yes, no) = match question {
        Question::Intake => ("desk-outcome-accept", "desk-outcome-not-accept"),
        Question::Provision => ("desk-outcome-grant", "desk-outcome-refuse"),
    };
    match decide::outcome(assessment, question) {
        Outcome::Positive => page.t(yes).to_owned(),
        Outcome::Negative(grounds) => page.t1(no, "grounds", grounds.join(", ")),
        Outcome::NotYet(facts) if facts.is_empty() => page.t("desk-outcome-person").to_owned(),
        Outcome::NotYet(facts) => page.t1("desk-outcome-unknown", "facts", words::labels(regulation, facts)),
    }
}

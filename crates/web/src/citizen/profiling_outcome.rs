//! What comes out of a questionnaire: variant, documents, time, cost, criteria and grounds to refuse
//! for just this case, each with its clause, and the facts it was found from (PROFILE-05, CAT-05).

use actions::citizen::profiling::{Standing, Told, otherwise};
use jiff::civil::Date;
use regulation::assess::{FactRead, GroundFinding, VariantFit, source_in_words};
use regulation::expression::{Expression, Verdict, World};
use regulation::money::Money;
use regulation::package::{Fact, FactType, Regulation};
use regulation::question::{self, Answer, End, Reached};

use crate::shell::Page;

/// Most variants that are named while they are still possible.
const MOST_NAMED: usize = 4;

/// Answers with what each leads to.
pub type Leads = Vec<(String, Vec<String>)>;

/// The outcome in words.
pub struct Outcome {
    /// The variant, or what keeps it open.
    pub headline: String,
    /// Variants still possible, while there are several.
    pub possible: Vec<String>,
    /// The clause of the variant.
    pub clause: String,
    /// Why it is this one: label, value, who says so.
    pub trace: Vec<(String, String, String)>,
    /// Documents to give: label, remark, clause.
    pub papers: Vec<Said>,
    /// The whole term with its clause.
    pub term: Said,
    /// The cost and its lines.
    pub cost: String,
    /// Lines of the cost.
    pub lines: Vec<Said>,
    /// What was looked at and how it stands.
    pub criteria: Vec<Said>,
    /// Grounds to refuse that hold now.
    pub against: Vec<Obstacle>,
    /// Titles of grounds that other facts still decide.
    pub open: Vec<Said>,
    /// Is everything about refusal known that can be known now?
    pub further: bool,
    /// By question: what other answers would have led to.
    pub otherwise: Vec<(String, Leads)>,
}

/// A sentence with a remark and a clause.
#[derive(Default)]
pub struct Said {
    /// The sentence.
    pub what: String,
    /// Further words.
    pub more: String,
    /// The clause.
    pub clause: String,
    /// Class of its mark: `good`, `bad` or none.
    pub mark: &'static str,
}

/// Something that stands in the way.
pub struct Obstacle {
    /// Title of the ground.
    pub title: String,
    /// What is wrong.
    pub say: String,
    /// How to mend it.
    pub mend: String,
    /// The clause.
    pub clause: String,
}

impl Outcome {
    /// The outcome of where a questionnaire stands.
    pub fn of(page: &Page, standing: &Standing, told: &Told) -> Self {
        let (service, seen) = (standing.regulation.as_ref(), &standing.assessment);
        let headline = match &seen.variant {
            VariantFit::One(id) => service.variant(id).map(|one| one.title.clone()).unwrap_or_default(),
            VariantFit::None => page.t("profiling-none").to_owned(),
            VariantFit::NotYet(_) => page.t("profiling-open").to_owned(),
        };
        let possible = match &seen.variant {
            VariantFit::NotYet(_) => possible(standing, page.today),
            VariantFit::One(_) | VariantFit::None => Vec::new(),
        };
        let grounds = || seen.intake.iter().chain(&seen.give_back).chain(&seen.provision);
        let holds = |one: &&GroundFinding| one.verdict == Some(Verdict::Yes);
        let waits = |one: &&GroundFinding| matches!(one.verdict, Some(Verdict::Unknown(_)));
        Self {
            headline,
            possible,
            clause: seen.because.as_ref().map(|one| one.clause.clone()).unwrap_or_default(),
            trace: seen.because.iter().flat_map(|one| &one.facts).map(|fact| read(page, service, fact)).collect(),
            papers: papers(page, standing),
            term: term(page, standing),
            cost: if seen.fee.exact().is_none() && seen.fee.least.is_zero() && seen.fee.most.is_none() {
                page.t("fee-depends").to_owned()
            } else {
                seen.fee.shown()
            },
            lines: seen
                .fee
                .lines
                .iter()
                .map(|line| Said {
                    what: page.t2("fee-line", "title", line.title.as_str(), "amount", line.amount.shown()),
                    clause: line.clause.clone(),
                    ..Said::default()
                })
                .collect(),
            criteria: seen
                .criteria
                .iter()
                .map(|one| Said {
                    what: one.sentence.clone(),
                    clause: one.clause.clone(),
                    mark: match one.verdict {
                        Verdict::Yes => "good",
                        Verdict::No => "bad",
                        Verdict::Unknown(_) => "",
                    },
                    ..Said::default()
                })
                .collect(),
            against: grounds()
                .filter(holds)
                .map(|one| Obstacle {
                    title: one.title.clone(),
                    say: one.say.clone(),
                    mend: one.mend.clone(),
                    clause: one.clause.clone(),
                })
                .collect(),
            open: grounds()
                .filter(waits)
                .map(|one| Said { what: one.title.clone(), clause: one.clause.clone(), ..Said::default() })
                .collect(),
            further: told.further,
            otherwise: standing
                .answered
                .iter()
                .map(|field| {
                    let answers = otherwise(standing, told, &field.name, page.today);
                    (field.label.clone(), leads(page, service, &answers))
                })
                .filter(|(_, answers)| answers.len() > 1)
                .collect(),
        }
    }
}

/// Titles of the variants that what is unknown still decides between.
fn possible(standing: &Standing, today: Date) -> Vec<String> {
    let service = standing.regulation.as_ref();
    let inquiry = question::of_service(service, &[question::Aim::Variant]);
    let reached = question::outcome(&inquiry, &standing.facts, today, &question::Reach::Nobody);
    let labels = reached.into_iter().flat_map(|one| match one.end {
        End::Settled(label) => vec![label],
        End::Open { possible, .. } => possible.into_iter().collect(),
    });
    labels.filter_map(|label| service.variant(&label).map(|one| one.title.clone())).collect()
}

/// Documents that this case needs, or may still need.
fn papers(page: &Page, standing: &Standing) -> Vec<Said> {
    let service = standing.regulation.as_ref();
    let world = World { regulation: service, facts: &standing.facts, today: page.today };
    let mut found = Vec::new();
    for step in &service.form {
        for fact in step.fields.iter().filter_map(|name| service.fact(name)) {
            let whens: Vec<&Expression> = step.when.iter().chain(&fact.when).collect();
            gather(page, service, &world, fact, &whens, &mut found);
        }
    }
    found
}

fn gather(
    page: &Page,
    service: &Regulation,
    world: &World<'_>,
    fact: &Fact,
    whens: &[&Expression],
    found: &mut Vec<Said>,
) {
    if let FactType::List { item, .. } = &fact.kind {
        for inside in item.values() {
            gather(page, service, world, inside, whens, found);
        }
        return;
    }
    if !matches!(fact.kind, FactType::Document(_)) {
        return;
    }
    let verdicts: Vec<Verdict> = whens.iter().map(|when| when.verdict(world)).collect();
    if verdicts.contains(&Verdict::No) {
        return;
    }
    let held = fact.document.as_ref().and_then(|document| service.sources.get(&document.held));
    let more = match held {
        Some(source) => page.t1("paper-held", "source", source.title.as_str()),
        None if verdicts.iter().any(|one| *one != Verdict::Yes) => page.t("profiling-paper-maybe").to_owned(),
        None if !fact.required => page.t("paper-optional").to_owned(),
        None => String::new(),
    };
    let clause = if fact.because.act.is_empty() { String::new() } else { service.clause_text(&fact.because) };
    found.push(Said { what: fact.label.clone(), more, clause, mark: "" });
}

fn term(page: &Page, standing: &Standing) -> Said {
    let found = &standing.assessment.term;
    let more = if found.unknown.is_empty() { "" } else { page.t("profiling-term-maybe") };
    let what = found.term.map_or_else(|| page.t("profiling-term-open").to_owned(), |term| term.to_string());
    Said { what, more: more.to_owned(), clause: found.clause.clone(), mark: "" }
}

fn read(page: &Page, service: &Regulation, fact: &FactRead) -> (String, String, String) {
    let said = match (&fact.source, fact.at) {
        (Some(regulation::fact::Source::Applicant), _) => page.t("profiling-you-said").to_owned(),
        (Some(source), Some(at)) => {
            page.t2("profiling-said", "source", source_in_words(source, service), "moment", page.moment(&at))
        }
        _ => String::new(),
    };
    (fact.label.clone(), fact.shown.clone(), said)
}

/// Answers to a question with what each leads to, in words.
pub fn leads(page: &Page, service: &Regulation, answers: &[Answer]) -> Leads {
    let said = answers.iter().map(|answer| {
        let leads = answer.leads.iter().map(|one| lead(page, service, one)).collect();
        (answer.words.clone(), leads)
    });
    said.collect()
}

fn lead(page: &Page, service: &Regulation, reached: &Reached) -> String {
    match (&reached.end, reached.goal.as_str()) {
        (End::Settled(label), goal) => settled(page, service, goal, label),
        (End::Open { possible, .. }, "variant") if possible.len() <= MOST_NAMED => {
            let titles: Vec<String> = possible.iter().map(|label| settled(page, service, "variant", label)).collect();
            page.t1("profiling-lead-either", "which", titles.join(page.t("condition-or")))
        }
        (End::Open { .. }, "variant") => page.t("profiling-lead-more").to_owned(),
        (End::Open { .. }, "fee") => page.t("profiling-lead-fee").to_owned(),
        (End::Open { .. }, "intake") => page.t("profiling-lead-intake").to_owned(),
        (End::Open { .. }, _) => page.t("profiling-lead-decision").to_owned(),
    }
}

fn settled(page: &Page, service: &Regulation, goal: &str, label: &str) -> String {
    match (goal, label) {
        ("variant", question::NO_VARIANT) => page.t("profiling-none").to_owned(),
        ("variant", id) => service.variant(id).map_or_else(|| id.to_owned(), |one| one.title.clone()),
        ("fee", kopecks) => match kopecks.parse() {
            Ok(kopecks) => page.t1("profiling-fee", "amount", Money::from_kopecks(kopecks).shown()),
            Err(_) => page.t("profiling-lead-fee").to_owned(),
        },
        ("intake", question::ACCEPT) => page.t("profiling-accept").to_owned(),
        ("intake", question::RETURN) => page.t("profiling-return").to_owned(),
        ("intake", question::FORWARD) => page.t("profiling-forward").to_owned(),
        ("intake", _) => page.t("profiling-refuse-intake").to_owned(),
        (_, question::GRANT) => page.t("profiling-grant").to_owned(),
        (_, question::REFUSE) => page.t("profiling-refuse").to_owned(),
        (_, _) => page.t("profiling-person").to_owned(),
    }
}

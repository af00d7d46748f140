//! What rule sets ask about a service: partly derived from its package, partly stated in its
//! `electronic.yaml` (demand, reception, legal bans, originals, channels, the chosen composition).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::set::{Amount, RuleSet};
use super::{Action, Channel, Citation, Composition};
use crate::fact::{Facts, Known, Source, Value};
use crate::package::{FeeKind, OutputKind, Regulation};

/// Name of the parameter that says over how many full years demand is averaged (AMB-04).
const WINDOW: &str = "demand_window";

/// Code of the list of services whose quality must be evaluated.
const COMPULSORY_EVALUATION: &str = "compulsory-evaluation";

/// The file `electronic.yaml` of a package, read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Electronic {
    /// How often the service is asked for.
    pub demand: Demand,
    /// Does the body itself receive people?
    pub own_reception: Option<bool>,
    /// Do service centres receive people?
    pub centre_reception: Option<bool>,
    /// A federal act that says there is no personal reception.
    pub no_reception: Option<Citation>,
    /// Why reception for filing is inexpedient.
    pub inexpedient_reception: Option<String>,
    /// A federal act that demands a request on paper.
    pub paper_request: Option<Citation>,
    /// A federal act that demands a result on paper.
    pub paper_result: Option<Citation>,
    /// Originals that must be shown.
    pub originals: Vec<Original>,
    /// Whether electronic intake makes sense although a thing is shown later.
    pub assessment: Option<Assessment>,
    /// Is the service possible from e-signed papers? Follows from the originals when not stated.
    pub feasible: Option<bool>,
    /// The act that demands evaluation of the quality; `Some(None)` when there is certainly none.
    pub evaluation: Option<Option<String>>,
    /// Channels in use now.
    pub channels: BTreeSet<Channel>,
    /// Actions that work electronically now.
    pub live: BTreeSet<Action>,
    /// The approved target state that the regulation follows (CAR-01).
    pub target: Option<Target>,
    /// The chosen composition.
    pub composition: Option<Composition>,
}

/// How often a service is asked for and provided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Full years.
    pub years: BTreeMap<i16, Count>,
    /// The last twelve months, where there are no full years enough.
    pub last_year: Option<Count>,
}

/// Both counts of one period, with their source (MATRIX-03).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Requests received.
    pub requests: u32,
    /// Services provided.
    pub provisions: u32,
    /// Where the numbers come from.
    pub source: String,
}

/// A paper original that must be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// What it is.
    pub what: String,
    /// Is it shown only when the result is handed over?
    pub on_result: bool,
    /// Is it a thing rather than a paper: a vehicle, a machine?
    pub object: bool,
    /// The federal act that demands it.
    pub citation: Citation,
}

/// What the author of a service with a thing to show found about electronic intake (INTAKE-07).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Does intake make sense when the thing is shown only later?
    pub sensible: bool,
    /// Why.
    pub text: String,
    /// Who assessed it.
    pub author: String,
    /// When.
    pub date: Date,
}

/// An approved description of a target state (TARGET-01, CAR-01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Title.
    pub title: String,
    /// Who approved it.
    pub approved_by: String,
    /// The approving document: «протокол № 3».
    pub document: String,
    /// Its date.
    pub date: Date,
    /// The actions that are electronic in the target state.
    pub actions: BTreeSet<Action>,
}

/// A service as rule sets see it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServiceFacts {
    /// Id of the service.
    pub service: String,
    /// Its title.
    pub title: String,
    /// What is known of it, by the names rule sets use.
    pub known: BTreeMap<String, Value>,
    /// Demand, whose average depends on the rule set.
    pub demand: Demand,
    /// The chosen composition.
    pub composition: Option<Composition>,
}

impl ServiceFacts {
    /// A service of which nothing is known yet.
    pub fn new(service: impl Into<String>) -> Self {
        Self { service: service.into(), ..Self::default() }
    }

    /// The same with one more fact known.
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.known.insert(name.to_owned(), value);
        self
    }

    /// The facts of a package and its `electronic.yaml`.
    pub fn of(regulation: &Regulation, electronic: &Electronic) -> Self {
        let mut facts = Self::new(regulation.service.clone());
        facts.title.clone_from(&regulation.title);
        facts.demand = electronic.demand.clone();
        facts.composition.clone_from(&electronic.composition);
        let derived = derived(regulation);
        let stated = stated(electronic);
        for (name, yes) in stated.into_iter().chain(derived) {
            facts.known.insert(name.to_owned(), Value::YesNo(yes));
        }
        let originals = !electronic.originals.is_empty() || shows_originals(regulation);
        let feasible = electronic.feasible.unwrap_or(!originals && electronic.paper_request.is_none());
        facts.with("originals.required", Value::YesNo(originals)).with("request.feasible", Value::YesNo(feasible))
    }

    /// The facts under a rule set: demand is averaged as the set says.
    pub fn facts(&self, set: &RuleSet) -> Facts {
        let mut facts = Facts::default();
        for (name, value) in &self.known {
            facts.learn(name.clone(), known(value.clone()));
        }
        let window = match set.parameters.get(WINDOW).map(|parameter| parameter.value) {
            Some(Amount::Number(years)) => usize::try_from(years).unwrap_or(usize::MAX),
            _ => usize::MAX,
        };
        for (name, of) in [("demand.requests", requests as fn(&Count) -> u32), ("demand.provisions", provisions)] {
            if let (Some(mean), None) = (self.demand.mean(window, of), facts.get(name)) {
                facts.learn(name, known(Value::Number(mean)));
            }
        }
        facts
    }
}

fn known(value: Value) -> Known {
    Known { value: Some(value), source: Source::Derived, at: Timestamp::UNIX_EPOCH, contested: false }
}

fn requests(count: &Count) -> u32 {
    count.requests
}

fn provisions(count: &Count) -> u32 {
    count.provisions
}

impl Demand {
    /// The mean of so many last full years; without them, the last twelve months (AMB-04).
    pub fn mean(&self, years: usize, of: fn(&Count) -> u32) -> Option<Decimal> {
        let last: Vec<(&i16, &Count)> = self.years.iter().rev().take(years).collect();
        let unbroken = last.windows(2).all(|two| *two[0].0 == *two[1].0 + 1);
        if !last.is_empty() && last.len() == years && unbroken {
            let sum: u64 = last.iter().map(|(_, count)| u64::from(of(count))).sum();
            return Decimal::from(sum).checked_div(Decimal::from(last.len()));
        }
        self.last_year.as_ref().map(|count| Decimal::from(of(count)))
    }
}

/// What follows from the package itself.
fn derived(regulation: &Regulation) -> Vec<(&'static str, bool)> {
    let things = |output: &crate::package::Output| matches!(output.kind, OutputKind::Object(_));
    let on_list = |code: &str| regulation.lists.iter().any(|list| list.list == code && list.until.is_none());
    let mut derived = vec![
        ("payment.exists", !regulation.fee.is_free()),
        // A co-payment goes to a contractor by contract, not to a budget.
        ("payment.budget", !regulation.fee.is_free() && regulation.fee.kind != FeeKind::CoPayment),
        ("result.material", !regulation.results.is_empty() && regulation.results.iter().all(things)),
        ("service.majority", on_list("majority")),
        ("service.priority", on_list("priority")),
    ];
    // The list is made by the acts that demand evaluation (RATE-04): being on it settles the question.
    if on_list(COMPULSORY_EVALUATION) {
        derived.push(("evaluation.required", true));
    }
    derived
}

fn stated(electronic: &Electronic) -> Vec<(&'static str, bool)> {
    let mut stated = vec![
        ("reception.none_by_law", electronic.no_reception.is_some()),
        ("reception.inexpedient", electronic.inexpedient_reception.is_some()),
        ("request.paper_only", electronic.paper_request.is_some()),
        ("result.paper_only", electronic.paper_result.is_some()),
        ("originals.object", electronic.originals.iter().any(|original| original.object)),
        ("intake.assessed", electronic.assessment.is_some()),
        ("originals.on_result", electronic.originals.iter().any(|original| original.on_result)),
    ];
    let told = [
        ("reception.own", electronic.own_reception),
        ("reception.mfc", electronic.centre_reception),
        ("evaluation.required", electronic.evaluation.as_ref().map(Option::is_some)),
    ];
    stated.extend(told.into_iter().filter_map(|(name, yes)| Some((name, yes?))));
    stated
}

/// Does the package itself ask for an original?
fn shows_originals(regulation: &Regulation) -> bool {
    regulation.facts.values().any(|fact| fact.document.as_ref().is_some_and(|document| document.original))
}

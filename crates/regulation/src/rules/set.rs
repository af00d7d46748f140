//! The model of a rule set, after reading, inheriting and proving.

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Action, Channel, Ground, Proof, SetVersion, Verdict};
use crate::clock::Term;
use crate::diagnostic::{Sources, Span};
use crate::expression::Expression;
use crate::package::{Clause, FactType, Regulation};

/// All rule sets of one folder, every version of each.
#[derive(Debug, Clone)]
pub struct RuleBook {
    /// In order of id, then of first day.
    pub sets: Vec<RuleSet>,
    /// The files they were read from.
    pub sources: Sources,
}

impl RuleBook {
    /// The version of a set that is in force on a day.
    pub fn on(&self, id: &str, day: Date) -> Option<&RuleSet> {
        self.sets.iter().find(|set| set.id == id && set.from <= day && set.until.is_none_or(|until| day < until))
    }

    /// The latest version of a set.
    pub fn latest(&self, id: &str) -> Option<&RuleSet> {
        self.sets.iter().rev().find(|set| set.id == id)
    }

    /// That very version of a set.
    pub fn version(&self, wanted: &SetVersion) -> Option<&RuleSet> {
        self.sets.iter().find(|set| set.id == wanted.id && set.version == wanted.version)
    }
}

/// One version of a rule set with everything it inherits.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// Stable id: `kos-44`.
    pub id: String,
    /// Version: `2017.1`.
    pub version: String,
    /// Full title.
    pub title: String,
    /// Whose it is.
    pub level: Level,
    /// First day in force.
    pub from: Date,
    /// The day after the last one; `None` while it lasts.
    pub until: Option<Date>,
    /// The set it rests on.
    pub extends: Option<SetVersion>,
    /// Acts by short id.
    pub acts: IndexMap<String, RuleAct>,
    /// Facts of a service that rules read.
    pub facts: IndexMap<String, ServiceFact>,
    /// The closed list of grounds by code.
    pub grounds: IndexMap<String, Ground>,
    /// A ground outside the list is possible through the expert.
    pub own_grounds: bool,
    /// Rules by action; an action that is not there is not spoken of.
    pub actions: IndexMap<Action, ActionRules>,
    /// Terms and thresholds by name.
    pub parameters: IndexMap<String, Parameter>,
    /// Bounds that no set resting on this one may loosen.
    pub floors: Vec<Floor>,
    /// Matters on which sets differ, by key.
    pub matters: IndexMap<String, Matter>,
    /// Approval chains by object.
    pub approvals: IndexMap<String, Approval>,
    /// Versions of the methodology it rests on.
    pub methodology: Vec<MethodologyVersion>,
    /// Facts and criteria in the shape that expressions are evaluated in.
    pub(super) host: Regulation,
}

impl RuleSet {
    /// Id and version, as decisions keep them.
    pub fn key(&self) -> SetVersion {
        SetVersion { id: self.id.clone(), version: self.version.clone() }
    }

    /// A clause as it is cited: «распоряжение от 13.06.2017 № 6/9-р, п. 5.3.2».
    pub fn cite(&self, clause: &Clause) -> String {
        let Some(act) = self.acts.get(&clause.act) else { return clause.clause.clone() };
        // «п. 5.3.2», «п. IV.3», but «приложение 1».
        let numbered = clause.clause.starts_with(|first: char| first.is_ascii_digit() || "IVX".contains(first));
        let word = if numbered { "п. " } else { "" };
        format!("{}, {word}{}", act.short, clause.clause)
    }

    /// What the set says on a matter, as its short code.
    pub fn matter(&self, key: &str) -> Option<&str> {
        self.matters.get(key)?.position.as_ref().map(|position| position.is.as_str())
    }
}

/// Whose a set is; a child's level is never above its parent's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Federal.
    Federal,
    /// Of a region.
    Region,
    /// Of a municipality.
    Municipality,
}

/// An act; its identity is issuer, kind, date and number together, never the number alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleAct {
    /// Title.
    pub title: String,
    /// How it is cited.
    pub short: String,
    /// Who issued it.
    pub issuer: String,
    /// Kind in words: «распоряжение».
    pub kind: String,
    /// Number; some have none.
    pub number: Option<String>,
    /// Date.
    pub date: Option<Date>,
}

/// A fact of a service.
#[derive(Debug, Clone)]
pub struct ServiceFact {
    /// Name: `demand.requests`.
    pub name: String,
    /// What it is, in plain words.
    pub label: String,
    /// Type.
    pub kind: FactType,
}

/// The rules of one action, in order.
#[derive(Debug, Clone)]
pub struct ActionRules {
    /// Channels they speak of.
    pub channels: Vec<Channel>,
    /// On each channel of that action this one must be done too; sets below keep it.
    pub accompanies: Option<Action>,
    /// A set resting on this one must not change them, only restate them under its own clause.
    pub closed: bool,
    /// How rules share the decision.
    pub hit: Hit,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Where they are declared.
    pub span: Span,
}

impl ActionRules {
    /// Do both say one and the same of every service, whatever clause they cite?
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let only = |rules: &Self| match rules.rules.as_slice() {
            [one] if one.when.is_none() => Some(one.verdict),
            _ => None,
        };
        only(self).is_some() && only(self) == only(other)
    }
}

/// How rules share the decision; both are proved free of gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hit {
    /// The first that holds decides.
    First,
    /// Exactly one holds, which is proved.
    Unique,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Id, unique in the set: `A3-low-demand`.
    pub id: String,
    /// When it holds; `None` means always.
    pub when: Option<Expression>,
    /// What it says.
    pub verdict: Verdict,
    /// The ground it gives not to do the action.
    pub ground: Option<String>,
    /// What must go with the decision.
    pub proof: Vec<Proof>,
    /// The clause.
    pub because: Clause,
    /// The rule in a whole sentence.
    pub say: String,
    /// Where it is declared.
    pub span: Span,
}

/// A term or threshold (RULE-04; section 6 of the requirements).
#[derive(Debug, Clone, Serialize)]
pub struct Parameter {
    /// Name, usable in expressions when it is a number: `low_demand`.
    pub name: String,
    /// Row of the table of all terms: `T6`.
    pub row: String,
    /// What it is, in plain words.
    pub title: String,
    /// The value.
    pub value: Amount,
    /// How the value bounds what is measured.
    pub bound: Bound,
    /// Unit in words, for numbers.
    pub unit: Option<String>,
    /// From which event it runs.
    pub anchor: Option<String>,
    /// Until which event.
    pub end: Option<String>,
    /// What happens when it is broken.
    pub on_breach: Breach,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
}

/// A value with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// A plain number, its unit in words.
    Number(Decimal),
    /// A length of time.
    Term(Term),
    /// A day.
    Date(Date),
    /// The same day of every year: month and day.
    Yearly(i8, i8),
    /// At once.
    RealTime,
    /// Set by a document of the case: a protocol, a law of the result.
    Elsewhere,
}

/// How a value bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// Not less than the value.
    AtLeast,
    /// Not more than the value.
    AtMost,
    /// More than the value.
    Above,
    /// Less than the value.
    Below,
    /// The value itself.
    Exactly,
}

/// What happens when a parameter is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breach {
    /// The change is refused.
    Block,
    /// The breach is written down.
    Log,
    /// The thing is marked.
    Flag,
    /// A task is made.
    Task,
    /// It is done by the machine then.
    Release,
    /// It is measured.
    Metric,
    /// It is an indicator.
    Indicator,
    /// It is history.
    History,
    /// Nothing.
    Nothing,
}

/// A bound that may be tightened below but never loosened (RULE-04).
#[derive(Debug, Clone, Serialize)]
pub struct Floor {
    /// The parameter.
    pub parameter: String,
    /// Least value.
    pub least: Option<Amount>,
    /// Largest value.
    pub most: Option<Amount>,
    /// The clause as cited.
    pub clause: String,
}

/// A matter on which sets differ, and what this set says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// Its number in the list of differences.
    pub number: u32,
    /// Key: `composition.unit`.
    pub key: String,
    /// What it is, in plain words.
    pub title: String,
    /// What the set says; `None` when it is silent.
    pub position: Option<Position>,
}

/// What a set says on a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Short code, which rules of validation may ask for.
    pub is: String,
    /// The same in words.
    pub say: String,
    /// The clause as cited.
    pub clause: String,
}

/// Who approves something, step by step (RULE-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// Key of the object: `composition-regional`.
    pub object: String,
    /// What is approved, in plain words.
    pub title: String,
    /// Steps in order.
    pub steps: Vec<ApprovalStep>,
}

/// One step of an approval chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalStep {
    /// What is done.
    pub act: StepKind,
    /// By whom, in words.
    pub body: String,
    /// With which document, in words; none where the source names none.
    pub document: Option<String>,
    /// The clause as cited.
    pub clause: String,
}

/// What a body does in an approval chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Proposes.
    Proposes,
    /// Reviews.
    Reviews,
    /// Agrees.
    Agrees,
    /// Approves.
    Approves,
    /// Confirms after approval.
    Confirms,
    /// Signs or adopts.
    Signs,
    /// Is informed.
    Informed,
}

/// A version of a methodology document (RULE-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MethodologyVersion {
    /// Id of its act.
    pub act: String,
    /// Version: `1.1`.
    pub version: String,
    /// Date.
    pub date: Date,
    /// Who prepared it.
    pub author: String,
    /// What was changed, each with its clause.
    pub changes: Vec<Change>,
}

/// One line of the table of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What.
    pub what: String,
    /// In which clauses.
    pub clauses: Vec<Clause>,
}

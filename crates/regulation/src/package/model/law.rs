//! What the law sets and changes: dated parameters, decision tables, dictionaries, and what a
//! municipality may set for itself.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use super::{Clause, FactType};
use crate::diagnostic::Span;
use crate::expression::Expression;

/// A value that an act sets and later acts change: a rate, a norm, a bound, a day.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Id used in expressions.
    pub id: String,
    /// What it is, in plain words.
    pub title: String,
    /// Type of the value: number, money, date, yes-no, text or choice.
    pub kind: FactType,
    /// Editions in order of their first day; none overlaps another.
    pub editions: Vec<Edition>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// A value with the days it is in force.
#[derive(Debug, Clone)]
pub struct Edition {
    /// First day.
    pub from: Date,
    /// The day after the last one; `None` while it lasts.
    pub until: Option<Date>,
    /// The value as a constant expression.
    pub value: Expression,
    /// The clause, where it differs from the parameter's.
    pub because: Clause,
}

/// A decision table: its value follows from the first row, or the only one, that fits.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    /// Id used in expressions: `scheme`, or `price(species, diameter)` with other inputs.
    pub id: String,
    /// What it decides, in plain words.
    pub title: String,
    /// How rows share the decision.
    pub hit: HitPolicy,
    /// What is looked at: expressions, one per column.
    pub inputs: Vec<TableInput>,
    /// Type of the value.
    pub output: FactType,
    /// Rows in order.
    pub rows: Vec<TableRow>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// Hit policies of DMN that okno knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitPolicy {
    /// Exactly one row may fit; the checker proves it.
    Unique,
    /// The first row that fits counts.
    First,
    /// The values of all rows that fit are added up.
    Collect,
}

/// A column of a decision table.
#[derive(Debug, Clone)]
pub struct TableInput {
    /// Title of the column.
    pub title: String,
    /// What is looked at; a field of a record is written with its list: `groups.trees.species`.
    pub of: String,
    /// Type of what is looked at.
    pub kind: FactType,
    /// Where it stands.
    pub span: Span,
}

/// A row of a decision table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// One unary test per input as written: `-`, `assign`, `>= 18`, `[18..60]`, `not(a, b)`.
    pub tests: Vec<String>,
    /// All tests together over the table's own inputs; `None` where inputs are fields of records.
    pub when: Option<Expression>,
    /// The value as written.
    pub output: String,
    /// The clause, where it differs from the table's.
    pub because: Clause,
    /// Where it stands.
    pub span: Span,
}

/// A code list with columns, kept by the region, in the edition a package sees.
#[derive(Debug, Clone)]
pub struct Dictionary {
    /// Id: `countries`.
    pub id: String,
    /// What it lists, in plain words.
    pub title: String,
    /// Where it comes from: the act or classifier with its date.
    pub source: String,
    /// Names of further columns with their types, usable as `fact.column`.
    pub columns: IndexMap<String, FactType>,
    /// Editions in order of their first day.
    pub editions: Vec<DictionaryEdition>,
}

/// The entries of a dictionary with the days they are in force.
#[derive(Debug, Clone)]
pub struct DictionaryEdition {
    /// First day.
    pub from: Date,
    /// The day after the last one; `None` while it lasts.
    pub until: Option<Date>,
    /// Code → label and the values of the columns, raw.
    pub entries: IndexMap<String, DictionaryEntry>,
}

/// One entry of a dictionary.
#[derive(Debug, Clone)]
pub struct DictionaryEntry {
    /// Label in plain words.
    pub label: String,
    /// Values of the columns by name, raw as written.
    pub columns: IndexMap<String, serde_json::Value>,
}

/// The typical regulation that a local one rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Parent {
    /// Id of the typical service.
    pub service: String,
    /// The edition of it that the local one was last looked at against.
    pub version: String,
    /// Paths that the local one sets, as `variants.enrol.term`.
    pub set: Vec<String>,
}

/// A mark in a typical regulation: this may be set locally, within these bounds.
#[derive(Debug, Clone)]
pub struct LocalMark {
    /// Path of the element: `variants.enrol.term`, `authority`, `params.norm`.
    pub what: String,
    /// Smallest allowed number, amount or term, as written.
    pub least: Option<String>,
    /// Largest allowed.
    pub most: Option<String>,
    /// A local regulation must set it.
    pub required: bool,
    /// What allows it.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

//! Decision tables as DMN 1.5 XML, out and back without loss (OMG DMN 1.5, 6.3 and 8).
//!
//! Other tools see a plain decision table with FEEL in its cells. What DMN has no place for (the
//! clause of a row, the labels of options, how a cell was written) stands in `extensionElements`
//! of our own namespace or in a rule annotation, so that nothing is lost on the way back.

mod read;
mod write;
pub mod xml;

use indexmap::IndexMap;
use regulation::package::{Clause, DecisionTable, FactType, HitPolicy};
use serde::Serialize;

pub use read::{ForeignTable, read};
pub use write::write;

/// Namespace of what DMN has no place for.
const OURS: &str = "urn:okno:dmn";

/// A decision table as data: what stands under `tables` in a regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableData {
    /// Id used in expressions.
    #[serde(skip)]
    pub id: String,
    /// What it decides.
    pub title: String,
    /// `unique`, `first` or `collect`.
    pub hit: HitPolicy,
    /// The clause of the whole table; empty when the file does not say it.
    pub because: String,
    /// What the columns look at.
    pub inputs: Vec<String>,
    /// Type of the value with its limits: `type`, `options`, `min` and so on.
    pub output: OutputData,
    /// Rows in order.
    pub rows: Vec<RowData>,
    /// Types of the inputs, as the language names them; the regulation knows them by itself.
    #[serde(skip)]
    pub kinds: Vec<String>,
}

/// Type of a table's value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct OutputData {
    /// Name of the type: `choice`, `money`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For a choice: code → label.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub options: IndexMap<String, String>,
    /// Other limits as written: `min`, `max`, `whole`, `unit`, `long`.
    #[serde(flatten)]
    pub limits: IndexMap<String, String>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowData {
    /// One test per input.
    #[serde(rename = "if")]
    pub tests: Vec<String>,
    /// The value.
    #[serde(rename = "then")]
    pub output: String,
    /// The clause, where it differs from the table's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

impl TableData {
    /// What a regulation says of the table.
    pub fn of(table: &DecisionTable) -> Self {
        let because = clause(&table.because);
        let row = |row: &regulation::package::TableRow| {
            let own = clause(&row.because);
            RowData {
                tests: row.tests.clone(),
                output: row.output.clone(),
                because: (own != because && !own.is_empty()).then_some(own),
            }
        };
        Self {
            id: table.id.clone(),
            title: table.title.clone(),
            hit: table.hit,
            inputs: table.inputs.iter().map(|input| input.of.clone()).collect(),
            kinds: table.inputs.iter().map(|input| kind_name(&input.kind).to_owned()).collect(),
            output: output(&table.output),
            rows: table.rows.iter().map(row).collect(),
            because,
        }
    }
}

fn clause(clause: &Clause) -> String {
    if clause.act.is_empty() { String::new() } else { format!("{}.{}", clause.act, clause.clause) }
}

fn output(kind: &FactType) -> OutputData {
    let mut data = OutputData { kind: kind_name(kind).to_owned(), ..OutputData::default() };
    let mut limit = |name: &str, value: String| data.limits.insert(name.to_owned(), value);
    match kind {
        FactType::Number { whole, min, max, unit } => {
            if *whole {
                limit("whole", "true".to_owned());
            }
            min.map(|min| limit("min", min.to_string()));
            max.map(|max| limit("max", max.to_string()));
            unit.as_ref().map(|unit| limit("unit", unit.clone()));
        }
        FactType::Text { max, long } => {
            limit("max", max.to_string());
            if *long {
                limit("long", "true".to_owned());
            }
        }
        FactType::Choice(options) => data.options.clone_from(options),
        _ => {}
    }
    data
}

/// The name of a type as the language writes it.
fn kind_name(kind: &FactType) -> &'static str {
    match kind {
        FactType::YesNo => "yes-no",
        FactType::Number { .. } => "number",
        FactType::Money => "money",
        FactType::Date => "date",
        FactType::Text { .. } => "text",
        FactType::Choice(_) => "choice",
        FactType::Identifier(kind) => kind.name(),
        FactType::Address => "address",
        FactType::Document(_) => "document",
        FactType::List { .. } => "list",
    }
}

/// The type that cells of a kind are written in; limits mean nothing to a cell.
fn cell_kind(name: &str) -> FactType {
    match name {
        "yes-no" => FactType::YesNo,
        "number" => FactType::Number { whole: false, min: None, max: None, unit: None },
        "money" => FactType::Money,
        "date" => FactType::Date,
        _ => FactType::Text { max: usize::MAX, long: false },
    }
}

/// The type of DMN that holds values of a kind.
fn type_ref(name: &str) -> &'static str {
    match name {
        "yes-no" => "boolean",
        "number" | "money" => "number",
        "date" => "date",
        _ => "string",
    }
}

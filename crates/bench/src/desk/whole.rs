//! The rows of one real case in every table that keeps something of it, cut into what stays and
//! what differs from case to case; and the rows of another case made of them.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::tables::{Row, Tables};

/// Tables that name a case by `case_id`.
const OF_CASE: [&str; 9] = [
    "case_numbers",
    "desk_queue",
    "desk_archive",
    "journal",
    "notices",
    "timers",
    "evidence_requests",
    "results",
    "obligations",
];

/// Tables that name one of its rows, and the column that does.
const OF_ROW: [(&str, &str); 5] = [
    ("notice_channels", "notice_id"),
    ("exchange_messages", "request_id"),
    ("result_codes", "result_id"),
    ("result_numbers", "result_id"),
    ("result_terms", "result_id"),
];

/// What a moment is later than, in milliseconds; no other number in a column is.
const MOMENTS: i64 = 1_000_000_000_000;

const DAY_MS: i64 = 86_400_000;

/// How long jobs that are done, and drafts that were sent, are kept: as the program does.
const JOBS_KEPT: i64 = 30 * DAY_MS;
const DRAFTS_KEPT: i64 = 90 * DAY_MS;

/// What differs from case to case.
pub struct Other {
    /// Which case it is, counted.
    pub at: u64,
    /// Its bucket: its applicant's.
    pub bucket: i64,
    /// Public number.
    pub number: String,
    /// Id of the applicant.
    pub person: String,
    /// Name of the applicant.
    pub name: String,
    /// When it was filed, in milliseconds.
    pub filed: i64,
    /// When it is due.
    pub due: i64,
    /// When it was closed, if it was.
    pub closed: Option<i64>,
    /// Who holds it; empty for nobody.
    pub holder: String,
    /// What it waits for.
    pub waits: &'static str,
}

impl Other {
    /// An id of its own: the moment of filing, as the program's ids begin, and its bucket at the end.
    pub fn id(&self, which: usize) -> String {
        format!("{:012x}{which:02x}{:016x}{:02x}", self.filed, self.at, self.bucket)
    }
}

/// A part of a text.
enum Piece {
    Words(String),
    /// Instead of a needle, with its place among the needles.
    Instead(Stands, usize, String),
}

/// A column.
enum Cell {
    Same(Value),
    Bucket,
    /// So long after filing.
    After(i64),
    Due,
    Day,
    Closed,
    Key,
    Holder,
    NoHolder,
    Waits,
    /// An armed timer: one whose moment has passed is breached.
    Armed(i64),
    Text(Vec<Piece>),
}

struct Pattern {
    table: &'static str,
    /// How long after filing the row is forgotten.
    kept: Option<i64>,
    cells: Vec<(String, Cell)>,
}

/// A real case as patterns.
pub struct Whole {
    patterns: Vec<Pattern>,
    case: Row,
    /// From filing to its term, in milliseconds.
    pub term: i64,
    /// From filing to its end.
    pub lasted: i64,
}

/// What is looked for in the texts of a case, and what stands there in another one.
type Needles = Vec<(String, Stands)>;

/// What a needle stands for.
#[derive(Clone, Copy)]
enum Stands {
    Id,
    Own,
    Person,
    Number,
    Name,
    Holder,
    Due,
    Closed,
}

impl Whole {
    /// Reads a case with everything that is kept of it. Of one that is `thin` two entries of the
    /// journal and one row of each other table are taken, and no trace of its decision.
    pub async fn read(tables: &mut Tables, id: &str, thin: bool) -> Result<Self> {
        let mut rows: Vec<(&'static str, Row)> = Vec::new();
        let case = tables.rows("cases", &format!("id = '{id}'")).await?;
        let mut case = case.into_iter().next().context("the case is not there")?;
        if thin {
            let mut body: Value = serde_json::from_str(text(&case, "body")?)?;
            body["decision"]["trace"] = Value::Null;
            case.insert("body".to_owned(), json!(body.to_string()));
        }
        rows.push(("cases", case.clone()));
        for table in OF_CASE {
            let order = if table == "journal" { " order by position" } else { "" };
            let found = tables.rows(table, &format!("case_id = '{id}'{order}")).await?;
            let most = if table == "journal" { 2 } else { 1 };
            let found = if thin { thinned(found, most) } else { found };
            rows.extend(found.into_iter().map(|row| (table, row)));
        }
        let ids: BTreeSet<String> =
            rows.iter().filter_map(|(_, row)| row.get("id")?.as_str().map(str::to_owned)).collect();
        for one in &ids {
            for (table, column) in OF_ROW {
                let found = tables.rows(table, &format!("{column} = '{one}'")).await?;
                rows.extend(found.into_iter().map(|row| (table, row)));
            }
        }
        let draft = text(&case, "draft_id")?;
        for row in tables.rows("drafts", &format!("id = '{draft}'")).await? {
            rows.push(("drafts", row));
        }
        let mut jobs = tables.rows("jobs", "state = 'done'").await?;
        jobs.retain(|job| ids.iter().any(|id| job["work"].as_str().is_some_and(|work| work.contains(id.as_str()))));
        rows.extend(jobs.into_iter().map(|job| ("jobs", job)));
        Self::cut(case, rows)
    }

    fn cut(case: Row, rows: Vec<(&'static str, Row)>) -> Result<Self> {
        let filed = case["filed_at"].as_i64().context("the case was never filed")?;
        let due = case["due_at"].as_i64().unwrap_or(filed);
        let closed = case["closed_at"].as_i64();
        let needles = needles(&case, &rows)?;
        let whole = |(table, row): &(&'static str, Row)| {
            let kept = match *table {
                "jobs" => Some(JOBS_KEPT),
                "drafts" => Some(DRAFTS_KEPT),
                _ => None,
            };
            let cells = row.keys().map(|name| (name.clone(), cell(table, row, name, filed, &needles)));
            Pattern { table, kept, cells: cells.collect() }
        };
        let patterns = rows.iter().map(whole).collect();
        Ok(Self { patterns, case, term: due - filed, lasted: closed.map_or(0, |closed| closed - filed) })
    }

    /// Text of a column of the case.
    pub fn of_case(&self, column: &str) -> &str {
        self.case[column].as_str().unwrap_or_default()
    }

    /// The rows of another case, each with its table.
    pub fn rows<'a>(&'a self, other: &'a Other, now: i64) -> impl Iterator<Item = (&'static str, Row)> + 'a {
        let there = move |pattern: &&Pattern| pattern.kept.is_none_or(|kept| other.filed + self.lasted + kept > now);
        self.patterns.iter().filter(there).map(move |pattern| {
            let cells = pattern.cells.iter().map(|(name, cell)| (name.clone(), cell.value(other, now)));
            (pattern.table, cells.collect())
        })
    }
}

/// The first and the last rows.
fn thinned(mut rows: Vec<Row>, most: usize) -> Vec<Row> {
    if rows.len() > most {
        let last = rows.split_off(rows.len() - most / 2);
        rows.truncate(most - most / 2);
        rows.extend(last);
    }
    rows
}

/// Ids, numbers and names by which the rows of a case know each other.
fn needles(case: &Row, rows: &[(&'static str, Row)]) -> Result<Needles> {
    let own = rows.iter().filter_map(|(_, row)| row.get("id")?.as_str());
    let mut ids: Vec<&str> = [text(case, "id")?, text(case, "draft_id")?].into_iter().chain(own).collect();
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    // The case itself is the first: [`Other::id`] of nought.
    let mut needles: Needles = ids.into_iter().map(|id| (id.to_owned(), Stands::Id)).collect();
    needles.extend([
        (text(case, "applicant_id")?.to_owned(), Stands::Person),
        (text(case, "number")?.to_owned(), Stands::Number),
        (text(case, "applicant_name")?.to_owned(), Stands::Name),
        ("\"@holder@\"".to_owned(), Stands::Holder),
        ("@due@".to_owned(), Stands::Due),
        ("@closed@".to_owned(), Stands::Closed),
    ]);
    for (_, row) in rows.iter().filter(|(table, _)| *table == "results") {
        for column in ["check_code", "number"] {
            needles.push((text(row, column)?.to_owned(), Stands::Own));
        }
    }
    Ok(needles)
}

fn cell(table: &str, row: &Row, name: &str, filed: i64, needles: &Needles) -> Cell {
    let value = &row[name];
    let of_case = matches!(table, "cases" | "desk_queue" | "desk_archive");
    match (name, value) {
        ("bucket", _) => Cell::Bucket,
        ("due_at" | "sort_at", Value::Number(_)) if of_case => Cell::Due,
        ("day", _) if of_case => Cell::Day,
        ("closed_at", Value::Number(_)) if of_case => Cell::Closed,
        ("applicant_key", _) => Cell::Key,
        ("holder", _) if table == "desk_queue" => Cell::Holder,
        ("assignee_id", _) if of_case => Cell::NoHolder,
        ("waits", _) if table == "desk_queue" => Cell::Waits,
        ("state", Value::String(state)) if table == "timers" && state == "armed" => {
            Cell::Armed(row["due_at"].as_i64().unwrap_or(filed) - filed)
        }
        ("body", Value::String(body)) if table == "cases" => Cell::Text(pieces(&held(body), needles)),
        ("line", Value::String(body)) => Cell::Text(pieces(&held(body), needles)),
        // A result has more than one code: the one that is typed and the digest of its document.
        ("check_code", Value::String(code)) => Cell::Text(vec![Piece::Instead(Stands::Own, 0, code.clone())]),
        (_, Value::String(text)) => Cell::Text(pieces(text, needles)),
        (_, Value::Number(number)) => match number.as_i64().filter(|number| *number > MOMENTS) {
            Some(moment) => Cell::After(moment - filed),
            None => Cell::Same(value.clone()),
        },
        _ => Cell::Same(value.clone()),
    }
}

/// The body of a case with marks where its holder, its term and its end stand.
fn held(body: &str) -> String {
    let Ok(mut body) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
    body["assignee"] = json!("@holder@");
    if body["due"].is_object() {
        body["due"]["at"] = json!("@due@");
    }
    for end in ["closed_at", "term_ended_at"] {
        if body[end].is_string() {
            body[end] = json!("@closed@");
        }
    }
    body.to_string()
}

fn pieces(text: &str, needles: &Needles) -> Vec<Piece> {
    let first = needles.iter().enumerate().filter_map(|(at, (needle, _))| Some((text.find(needle)?, at))).min();
    let Some((from, at)) = first else {
        return if text.is_empty() { Vec::new() } else { vec![Piece::Words(text.to_owned())] };
    };
    let (needle, stands) = &needles[at];
    let mut found = Vec::new();
    if from > 0 {
        found.push(Piece::Words(text[..from].to_owned()));
    }
    found.push(Piece::Instead(*stands, at, needle.clone()));
    found.extend(pieces(&text[from + needle.len()..], needles));
    found
}

impl Piece {
    fn write(&self, other: &Other, into: &mut String) {
        let (stands, which, was) = match self {
            Self::Words(words) => return into.push_str(words),
            Self::Instead(stands, which, was) => (stands, *which, was),
        };
        match stands {
            Stands::Id => into.push_str(&other.id(which)),
            Stands::Own => into.push_str(&format!("{was}-{}", other.at)),
            Stands::Person => into.push_str(&other.person),
            Stands::Number => into.push_str(&other.number),
            Stands::Name => into.push_str(&other.name),
            Stands::Holder if other.holder.is_empty() => into.push_str("null"),
            Stands::Holder => into.push_str(&format!("\"{}\"", other.holder)),
            Stands::Due => into.push_str(&moment(other.due)),
            Stands::Closed => into.push_str(&moment(other.closed.unwrap_or_default())),
        }
    }
}

impl Cell {
    fn value(&self, other: &Other, now: i64) -> Value {
        match self {
            Self::Same(value) => value.clone(),
            Self::Bucket => json!(other.bucket),
            Self::After(later) => json!(other.filed + later),
            Self::Due => json!(other.due),
            Self::Day => json!(other.due / DAY_MS),
            Self::Closed => json!(other.closed),
            Self::Key => json!(other.name.to_lowercase().replace('ё', "е")),
            Self::Holder => json!(other.holder),
            Self::NoHolder => {
                Some(&other.holder).filter(|holder| !holder.is_empty()).map_or(Value::Null, |id| json!(id))
            }
            Self::Waits => json!(other.waits),
            Self::Armed(later) => json!(if other.filed + later > now { "armed" } else { "breached" }),
            Self::Text(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    piece.write(other, &mut text);
                }
                Value::String(text)
            }
        }
    }
}

fn moment(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map(|at| at.to_string()).unwrap_or_default()
}

fn text<'a>(row: &'a Row, column: &str) -> Result<&'a str> {
    row.get(column).and_then(Value::as_str).with_context(|| format!("there is no column {column}"))
}

//! The rows of one real case, and the rows of another one made of them.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::tables::{Row, Tables};

/// The rows of a case that waits for an official's decision.
pub struct Template {
    /// Its own row.
    pub case: Row,
    /// Its line in the queue.
    pub line: Row,
    /// Its journal.
    pub journal: Vec<Row>,
    /// Its applicant.
    pub person: Row,
    body: Value,
    shown: Value,
}

/// What differs from case to case.
pub struct Other {
    /// Id of the case.
    pub id: String,
    /// Its bucket: its applicant's.
    pub bucket: i64,
    /// Public number.
    pub number: String,
    /// Id of the applicant.
    pub person: String,
    /// Name of the applicant.
    pub name: String,
    /// When it is due, in milliseconds.
    pub due: i64,
    /// When it was closed, if it was.
    pub closed: Option<i64>,
    /// Who holds it; empty for nobody.
    pub holder: String,
    /// What it waits for.
    pub waits: &'static str,
}

impl Template {
    /// Reads the case that is there, once an official is called to it.
    pub async fn read(tables: &mut Tables) -> Result<Option<Self>> {
        let lines = tables.rows("desk_queue", "waits = 'decide'").await?;
        let Some(line) = lines.into_iter().next() else { return Ok(None) };
        let id = text(&line, "case_id")?.to_owned();
        let cases = tables.rows("cases", &format!("id = '{id}'")).await?;
        let case = cases.into_iter().next().context("the queue names a case that is not there")?;
        let journal = tables.rows("journal", &format!("case_id = '{id}'")).await?;
        let person = text(&case, "applicant_id")?.to_owned();
        let people = tables.rows("people", &format!("id = '{person}'")).await?;
        let body = serde_json::from_str(text(&case, "body")?)?;
        let shown = serde_json::from_str(text(&line, "line")?)?;
        let person = people.into_iter().next().context("the applicant is not there")?;
        Ok(Some(Self { case, line, journal, person, body, shown }))
    }

    /// The row of another case.
    pub fn case(&self, other: &Other) -> Result<Row> {
        let mut row = self.case.clone();
        let draft = format!("{}d", &other.id[1..]);
        let draft = format!("{}{:02x}", &draft[..30], other.bucket);
        let mut body = self.body.clone();
        changed(&mut body, other, &draft);
        if other.closed.is_some() {
            body["needs_person"] = Value::Null;
        }
        put(&mut row, "bucket", json!(other.bucket));
        put(&mut row, "id", json!(other.id));
        put(&mut row, "number", json!(other.number));
        put(&mut row, "applicant_id", json!(other.person));
        put(&mut row, "applicant_name", json!(other.name));
        put(&mut row, "draft_id", json!(draft));
        put(&mut row, "due_at", json!(other.due));
        put(&mut row, "closed_at", json!(other.closed));
        put(&mut row, "assignee_id", holder(&other.holder));
        if other.closed.is_some() {
            put(&mut row, "state", json!("completed"));
            put(&mut row, "needs_person", Value::Null);
        }
        put(&mut row, "body", json!(body.to_string()));
        Ok(row)
    }

    /// The line of another open case.
    pub fn line(&self, other: &Other) -> Row {
        let mut row = self.line.clone();
        let mut shown = self.shown.clone();
        changed(&mut shown, other, "");
        put(&mut row, "case_id", json!(other.id));
        put(&mut row, "number", json!(other.number));
        put(&mut row, "applicant_name", json!(other.name));
        put(&mut row, "applicant_key", json!(other.name.to_lowercase()));
        put(&mut row, "due_at", json!(other.due));
        put(&mut row, "sort_at", json!(other.due));
        put(&mut row, "day", json!(other.due / 86_400_000));
        put(&mut row, "assignee_id", holder(&other.holder));
        put(&mut row, "holder", json!(other.holder));
        put(&mut row, "waits", json!(other.waits));
        put(&mut row, "line", json!(shown.to_string()));
        row
    }

    /// The archive's row of another closed case.
    pub fn archived(&self, other: &Other) -> Result<Row> {
        let mut row = Row::new();
        for column in ["authority", "service", "filed_at"] {
            row.insert(column.to_owned(), self.case[column].clone());
        }
        put(&mut row, "case_id", json!(other.id));
        put(&mut row, "number", json!(other.number));
        put(&mut row, "state", json!("completed"));
        put(&mut row, "applicant_name", json!(other.name));
        put(&mut row, "applicant_key", json!(other.name.to_lowercase()));
        put(&mut row, "closed_at", json!(other.closed.context("the case is open")?));
        Ok(row)
    }

    /// The journal of another case: the same things happened to it.
    pub fn journal(&self, other: &Other) -> impl Iterator<Item = Row> {
        self.journal.iter().map(|entry| {
            let mut row = entry.clone();
            put(&mut row, "bucket", json!(other.bucket));
            put(&mut row, "case_id", json!(other.id));
            row
        })
    }

    /// Another applicant.
    pub fn person(&self, id: &str, bucket: i64) -> Row {
        let mut row = self.person.clone();
        for (column, value) in &mut row {
            match column.as_str() {
                "id" => *value = json!(id),
                "oid" => *value = json!(format!("bench-{id}")),
                "bucket" => *value = json!(bucket),
                "body" => {
                    let old = self.person["id"].as_str().unwrap_or_default();
                    *value = json!(value.as_str().unwrap_or_default().replace(old, id));
                }
                _ => {}
            }
        }
        row
    }

    /// Text of a column of the case.
    pub fn of_case(&self, column: &str) -> &str {
        self.case[column].as_str().unwrap_or_default()
    }
}

fn changed(body: &mut Value, other: &Other, draft: &str) {
    body["id"] = json!(other.id);
    body["number"] = json!(other.number);
    body["applicant"] = json!(other.person);
    body["applicant_name"] = json!(other.name);
    body["assignee"] = holder(&other.holder);
    if !draft.is_empty() {
        body["draft"] = json!(draft);
    }
    if body["due"].is_object() {
        body["due"]["at"] = moment(other.due);
    }
    if let Some(closed) = other.closed {
        body["closed_at"] = moment(closed);
        body["term_ended_at"] = moment(closed);
        body["state"] = json!("completed");
    }
}

fn moment(milliseconds: i64) -> Value {
    jiff::Timestamp::from_millisecond(milliseconds).map_or(Value::Null, |at| json!(at.to_string()))
}

fn holder(id: &str) -> Value {
    if id.is_empty() { Value::Null } else { json!(id) }
}

fn put(row: &mut Row, column: &str, value: Value) {
    row.insert(column.to_owned(), value);
}

fn text<'a>(row: &'a Row, column: &str) -> Result<&'a str> {
    row.get(column).and_then(Value::as_str).with_context(|| format!("there is no column {column}"))
}

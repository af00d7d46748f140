//! What is beside the course of some cases: messages, tasks, breaches of applicants' rights.

use serde_json::{Value, json};

use super::tables::Row;
use super::whole::Other;

const HOUR_MS: i64 = 3_600_000;

/// Of every so many cases one has a message or a task.
const WRITTEN: u64 = 10;

/// Of every so many closed cases one was told of late.
const LATE: u64 = 20;

/// The demo region's rule for that.
const RULE: &str = "late-notice";

/// What open cases have: some an unread message, some a task.
pub fn open(other: &Other, authority: &str, clerk: &str, now: i64) -> Vec<(&'static str, Row)> {
    let mut rows = Vec::new();
    if other.at.is_multiple_of(WRITTEN) {
        let read = if other.at.is_multiple_of(WRITTEN * 10) { Value::Null } else { json!(now - HOUR_MS) };
        rows.push(("case_words", words(other, authority, now - 2 * HOUR_MS, read)));
    }
    if other.at % WRITTEN == 1 {
        rows.push(("case_tasks", task(other, authority, clerk, Value::Null)));
    }
    rows
}

/// What closed cases have: messages that were read, tasks that were done, late notices.
pub fn closed(other: &Other, authority: &str, service: &str) -> Vec<(&'static str, Row)> {
    let ended = other.closed.unwrap_or(other.due);
    let mut rows = Vec::new();
    if other.at.is_multiple_of(WRITTEN) {
        rows.push(("case_words", words(other, authority, ended - 30 * HOUR_MS, json!(ended - 20 * HOUR_MS))));
    }
    if other.at % WRITTEN == 1 {
        rows.push(("case_tasks", task(other, authority, "", json!(ended - 10 * HOUR_MS))));
    }
    if other.at % LATE == 3 {
        let columns = [
            ("bucket", json!(other.bucket)),
            ("id", json!(other.id(253))),
            ("case_id", json!(other.id(0))),
            ("number", json!(other.number)),
            ("authority", json!(authority)),
            ("service", json!(service)),
            ("rule", json!(RULE)),
            ("what", json!("intake")),
            ("at", json!(ended - 5 * HOUR_MS)),
        ];
        rows.push(("breaches", row(columns)));
    }
    rows
}

fn words(other: &Other, authority: &str, at: i64, read: Value) -> Row {
    let body = json!({ "by": null, "text": "Когда будет готово? Прошу ответить.", "file": null });
    row([
        ("bucket", json!(other.bucket)),
        ("id", json!(other.id(254))),
        ("case_id", json!(other.id(0))),
        ("authority", json!(authority)),
        ("kind", json!("message")),
        ("by_applicant", json!(true)),
        ("at", json!(at)),
        ("read_at", read),
        ("body_version", json!(1)),
        ("body", json!(body.to_string())),
    ])
}

fn task(other: &Other, authority: &str, clerk: &str, done: Value) -> Row {
    let body = json!({
        "number": other.number, "whom": "Геодезисты", "what": "Сверить границы", "by": clerk,
        "at": "2025-01-09T08:00:00Z", "answer": done.is_number().then_some("Сверено"), "answered_by": null, "file": null,
    });
    row([
        ("bucket", json!(other.bucket)),
        ("id", json!(other.id(255))),
        ("case_id", json!(other.id(0))),
        ("authority", json!(authority)),
        ("kind", json!("task")),
        ("due_at", json!(other.due - 24 * HOUR_MS)),
        ("done_at", done),
        ("body_version", json!(1)),
        ("body", json!(body.to_string())),
    ])
}

fn row<const N: usize>(columns: [(&str, Value); N]) -> Row {
    columns.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

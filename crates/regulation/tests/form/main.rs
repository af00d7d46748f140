//! The form: what is shown, what is wrong, what is known.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod jumps;
mod outside;
mod package;
mod problems;
mod promises;
mod seen;

use jiff::civil::{Date, date};
use regulation::fact::Facts;
use regulation::form::{self, Answers, FieldView, FormView, Problem};
use serde_json::{Value, json};

/// The day of all questions.
pub const TODAY: Date = date(2026, 3, 2);

/// Answers that can be filed.
pub fn complete() -> Answers {
    answers(json!({
        "parent.name": "Образцов",
        "parent.born": "01.05.1985",
        "parent.snils": "112-233-445 95",
        "parent.address": "г. Примерск, ул. Образцовая, д. 1",
        "kind": "partial",
        "paid": "1 500,50",
        "days": "14",
        "children": [
            { "name": "Анна", "born": "03.02.2015", "school": "Школа 1" },
            { "name": "Пётр", "born": "2021-02-03" },
        ],
        "consent": "on",
    }))
}

/// Answers from JSON.
pub fn answers(raw: Value) -> Answers {
    raw.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Complete answers with one of them changed.
pub fn with(name: &str, raw: Value) -> Answers {
    let mut answers = complete();
    answers.insert(name.to_owned(), raw);
    answers
}

/// What is wrong, as code by path.
pub fn codes(problems: &[Problem]) -> Vec<(&str, &str)> {
    problems.iter().map(|problem| (problem.field.as_str(), problem.code)).collect()
}

/// What blocks filing of these answers.
pub fn check(answers: &Answers) -> Vec<Problem> {
    form::check(&package::camp(), answers, &Facts::default(), TODAY)
}

/// A field of a view by its path.
pub fn field<'v>(view: &'v FormView, path: &str) -> Option<&'v FieldView> {
    fn within<'v>(fields: &'v [FieldView], path: &str) -> Option<&'v FieldView> {
        fields.iter().find_map(|field| {
            if field.path == path {
                return Some(field);
            }
            field.records.iter().find_map(|record| within(record, path))
        })
    }
    view.steps.iter().find_map(|step| within(&step.fields, path))
}

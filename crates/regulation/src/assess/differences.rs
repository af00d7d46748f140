//! Where a stored decision and its recomputation part, in words: fact by fact, criterion by
//! criterion.

use serde_json::Value;

/// A place where two assessments differ.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Where: «Критерий adult, вывод».
    pub place: String,
    /// What is stored.
    pub stored: String,
    /// What came out now.
    pub now: String,
}

/// Parts of an assessment in words.
const PARTS: [(&str, &str); 16] = [
    ("variant", "Вариант"),
    ("because", "Обоснование варианта"),
    ("criteria", "Критерий"),
    ("intake", "Основание для отказа в приёме"),
    ("provision", "Основание для отказа в услуге"),
    ("suspend", "Основание для приостановления"),
    ("give_back", "Основание для возврата"),
    ("forward", "Основание для перенаправления"),
    ("prolong", "Основание для продления"),
    ("accept", "Приём"),
    ("decision", "Решение"),
    ("term", "Срок"),
    ("fee", "Плата"),
    ("verdict", "вывод"),
    ("facts", "сведение"),
    ("reasons", "решающие сведения"),
];

/// All places where two assessments, as JSON, differ.
pub fn differences(stored: &Value, now: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&mut Vec::new(), stored, now, &mut found);
    found
}

fn compare(path: &mut Vec<String>, stored: &Value, now: &Value, found: &mut Vec<Difference>) {
    match (stored, now) {
        (Value::Object(one), Value::Object(other)) => {
            let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                path.push(word(name));
                match (one.get(name), other.get(name)) {
                    (Some(one), Some(other)) => compare(path, one, other, found),
                    (one, other) => found.push(difference(path, one, other)),
                }
                path.pop();
            }
        }
        (Value::Array(one), Value::Array(other)) if named(one) && named(other) => {
            let find = |list: &[Value], name: &str| list.iter().find(|part| name_of(part) == Some(name)).cloned();
            let mut names: Vec<&str> = one.iter().chain(other).filter_map(name_of).collect();
            names.dedup();
            let mut seen = Vec::new();
            for name in names {
                if seen.contains(&name) {
                    continue;
                }
                seen.push(name);
                path.push(name.to_owned());
                match (find(one, name), find(other, name)) {
                    (Some(one), Some(other)) => compare(path, &one, &other, found),
                    (one, other) => found.push(difference(path, one.as_ref(), other.as_ref())),
                }
                path.pop();
            }
            let order = |list: &[Value]| list.iter().filter_map(name_of).map(str::to_owned).collect::<Vec<_>>();
            if found.is_empty() && order(one) != order(other) {
                found.push(Difference {
                    place: place(path, "порядок"),
                    stored: order(one).join(", "),
                    now: order(other).join(", "),
                });
            }
        }
        _ if stored == now => {}
        _ => found.push(difference(path, Some(stored), Some(now))),
    }
}

fn word(name: &str) -> String {
    PARTS.iter().find(|(part, _)| *part == name).map_or(name, |(_, word)| word).to_owned()
}

fn place(path: &[String], more: &str) -> String {
    let mut parts: Vec<&str> = path.iter().map(String::as_str).collect();
    if !more.is_empty() {
        parts.push(more);
    }
    parts.join(" → ")
}

fn difference(path: &[String], stored: Option<&Value>, now: Option<&Value>) -> Difference {
    let words = |value: Option<&Value>| match value {
        None => "нет".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    Difference { place: place(path, ""), stored: words(stored), now: words(now) }
}

/// Every part of the list has an id or a name.
fn named(list: &[Value]) -> bool {
    list.iter().all(|part| name_of(part).is_some())
}

fn name_of(part: &Value) -> Option<&str> {
    part.get("id").or_else(|| part.get("name")).and_then(Value::as_str)
}

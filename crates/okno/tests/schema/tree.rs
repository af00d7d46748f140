//! YAML as an editor reads it: the core schema of YAML 1.2.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// A collection that is not closed yet.
enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

/// One document as JSON.
pub fn parsed(text: &str) -> Value {
    let mut open: Vec<Open> = Vec::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        let (event, _) = next.unwrap();
        let closed = match event {
            Event::Scalar(text, style, ..) => scalar(&text, style == ScalarStyle::Plain),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop().unwrap() {
                Open::List(elements) => Value::Array(elements),
                Open::Map(entries, _) => Value::Object(entries),
            },
            _ => continue,
        };
        match open.last_mut() {
            Some(Open::List(elements)) => elements.push(closed),
            Some(Open::Map(entries, key)) => match key.take() {
                Some(name) => drop(entries.insert(name, closed)),
                None => *key = Some(closed.as_str().map_or_else(|| closed.to_string(), str::to_owned)),
            },
            None => return closed,
        }
    }
    Value::Null
}

fn scalar(text: &str, plain: bool) -> Value {
    match text {
        _ if !plain => Value::from(text),
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => text
            .parse::<i64>()
            .map(Value::from)
            .or_else(|_| text.parse::<f64>().map(Value::from))
            .unwrap_or_else(|_| Value::from(text)),
    }
}

/// Looks at every object below a value, the value itself first.
pub fn each_object(value: &Value, look: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(entries) => {
            look(entries);
            entries.values().for_each(|value| each_object(value, look));
        }
        Value::Array(elements) => elements.iter().for_each(|element| each_object(element, look)),
        _ => {}
    }
}

//! How a message of ГИС ГМП travels as a question of the exchange. Over СМЭВ it is the body itself;
//! where facts are asked as plain values, it is one value with its text.

use serde_json::{Map, Value};

use super::names::{SOURCE, service_of};
use super::read::Unread;
use crate::exchange::Question;
use crate::xml::{Element, write};

/// The key that holds the text of a message.
const MESSAGE: &str = "message";

/// A message as a question.
pub fn question(id: &str, service: &str, message: &Element) -> Result<Question, Unread> {
    let keys = wrapped(message)?;
    Ok(Question { id: id.to_owned(), service: service.to_owned(), source: SOURCE.to_owned(), keys })
}

/// A message as plain values.
pub fn wrapped(message: &Element) -> Result<Map<String, Value>, Unread> {
    let text = write(message).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Unread::Broken)?;
    Ok(Map::from_iter([(MESSAGE.to_owned(), Value::String(text))]))
}

/// The message in plain values.
pub fn answer_of(answer: &Map<String, Value>) -> Result<Element, Unread> {
    let text = answer.get(MESSAGE).and_then(Value::as_str).ok_or(Unread::Broken)?;
    super::parse(text)
}

/// The message of a question, where it is one to ГИС ГМП.
pub fn message_of(question: &Question) -> Option<Element> {
    if question.source != SOURCE {
        return None;
    }
    answer_of(&question.keys).ok()
}

/// Is it the body of a message of ГИС ГМП?
pub fn is_body(body: &Element) -> bool {
    service_of(&body.name.uri).is_some()
}

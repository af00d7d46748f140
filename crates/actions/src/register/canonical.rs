//! The bytes of a register entry that are signed and downloaded: JSON with sorted keys and no
//! spaces (RFC 8785; our entries hold no fractions), so that anyone rebuilds them exactly.

use domain::result::ResultRecord;
use serde_json::{Value, json};

/// The entry as data: what was issued, when, by whom. Its state is not in it, since the state
/// changes and the signed bytes do not.
pub fn entry(record: &ResultRecord) -> Value {
    json!({
        "authority": record.authority,
        "checkCode": record.check_code,
        "content": record.content,
        "issuedAt": record.issued_at.to_string(),
        "number": record.number,
        "output": record.output,
        "register": record.register,
        "regulation": record.regulation_version,
        "service": record.service,
        "validUntil": record.valid_until.map(|until| until.to_string()),
    })
}

/// The canonical bytes of an entry.
pub fn bytes(record: &ResultRecord) -> Vec<u8> {
    let mut text = String::new();
    write(&entry(record), &mut text);
    text.into_bytes()
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            // RFC 8785 sorts by UTF-16 units; our keys are ASCII, where that is byte order.
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|left, right| left.0.cmp(right.0));
            text.push('{');
            for (index, (key, value)) in fields.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::String(key.clone()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        simple => text.push_str(&simple.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::register::sample;

    #[test]
    fn the_bytes_do_not_depend_on_the_order_of_fields_nor_on_the_state() {
        let record = sample::record();
        let mut other = record.clone();
        other.content = json!([{ "shown": "Образцов", "label": "Фамилия", "name": "applicant.last_name" }]);
        other.state = domain::result::ResultState::Annulled;
        other.revision = 7;
        assert_eq!(bytes(&record), bytes(&other));
        assert!(
            String::from_utf8(bytes(&record)).unwrap().starts_with(r#"{"authority":"nature-ministry","checkCode":"#)
        );
    }

    #[test]
    fn any_change_of_what_was_issued_changes_the_bytes() {
        let record = sample::record();
        let mut other = record.clone();
        other.content = json!([{ "name": "applicant.last_name", "label": "Фамилия", "shown": "Примерова" }]);
        assert_ne!(bytes(&record), bytes(&other));
        let mut other = record.clone();
        other.number = "ОБ-2026-000018-1".to_owned();
        assert_ne!(bytes(&record), bytes(&other));
    }
}

//! One raw answer as a typed value, or what is wrong with it. The same checks serve the field
//! as it is left and the application as it is filed (FORM-03, FORM-20).

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value as Raw;

use super::problem::{Fault, limits_in_words};
use crate::fact::{Address, Attachment, Value};
use crate::identifier::Identifier;
use crate::money::Money;
use crate::package::{FactType, UploadLimits};

/// Years a date of a person's life or paper can lie in.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// Shortest and longest address, in characters.
const ADDRESS: std::ops::RangeInclusive<usize> = 6..=500;

/// Is there no answer at all?
pub(super) fn is_blank(raw: &Raw) -> bool {
    match raw {
        Raw::Null => true,
        Raw::String(text) => text.trim().is_empty(),
        Raw::Array(records) => records.is_empty(),
        Raw::Object(fields) => fields.values().all(is_blank),
        Raw::Bool(_) | Raw::Number(_) => false,
    }
}

/// The typed value of an answer that is not blank; lists are read elsewhere, field by field.
pub(super) fn read(kind: &FactType, raw: &Raw) -> Result<Value, Fault> {
    match kind {
        FactType::Document(limits) => document(limits, raw),
        FactType::Address => address(raw),
        FactType::YesNo if raw.is_boolean() => Ok(Value::YesNo(raw.as_bool().unwrap_or_default())),
        FactType::List { .. } => Err(unreadable()),
        _ => {
            let text = match raw {
                Raw::String(text) => text.trim().to_owned(),
                Raw::Number(number) => number.to_string(),
                _ => return Err(unreadable()),
            };
            simple(kind, &text)
        }
    }
}

pub(super) fn unreadable() -> Fault {
    Fault::new("format", "Ответ не читается.", "Введите ответ заново.")
}

fn simple(kind: &FactType, text: &str) -> Result<Value, Fault> {
    match kind {
        FactType::YesNo => match text.to_lowercase().as_str() {
            "on" | "true" | "yes" | "да" | "1" => Ok(Value::YesNo(true)),
            "off" | "false" | "no" | "нет" | "0" => Ok(Value::YesNo(false)),
            _ => Err(Fault::new("yes-no", format!("«{text}» — не «да» и не «нет»."), "Выберите «да» или «нет».")),
        },
        FactType::Number { whole, min, max, unit } => number(text, *whole, *min, *max, unit.as_deref()),
        FactType::Money => Money::parse(text)
            .map(Value::Money)
            .map_err(|problem| Fault::new("money-format", sentence(&problem.message), sentence(&problem.mend))),
        FactType::Date => date(text).map(Value::Date),
        FactType::Text { max, long } => long_enough(text, *max, *long),
        FactType::Choice(options) if options.contains_key(text) => Ok(Value::Choice(text.to_owned())),
        FactType::Choice(_) => Err(Fault::new(
            "choice",
            format!("Варианта «{text}» больше нет в списке."),
            "Выберите один из вариантов заново.",
        )),
        FactType::Identifier(kind) => Identifier::parse(*kind, text)
            .map(Value::Identifier)
            .map_err(|problem| Fault::new(problem.code(), sentence(problem.message()), sentence(problem.mend()))),
        FactType::Address | FactType::Document(_) | FactType::List { .. } => Err(unreadable()),
    }
}

/// With a full stop, whoever forgot it.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn number(
    text: &str,
    whole: bool,
    min: Option<Decimal>,
    max: Option<Decimal>,
    unit: Option<&str>,
) -> Result<Value, Fault> {
    let bare = unit.and_then(|unit| text.strip_suffix(unit)).unwrap_or(text);
    let compact: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = compact.replace(',', ".");
    let shape = plain.strip_prefix('-').unwrap_or(&plain);
    let is_number = shape.starts_with(|c: char| c.is_ascii_digit())
        && shape.chars().all(|c| c.is_ascii_digit() || c == '.')
        && shape.matches('.').count() <= 1;
    let parsed = if is_number { plain.parse::<Decimal>().ok() } else { None };
    let of_unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    let Some(number) = parsed else {
        let example = if whole { "25" } else { "54,5" };
        return Err(Fault::new(
            "number-format",
            format!("«{text}» — не число."),
            format!("Впишите число цифрами, например {example}{of_unit}."),
        ));
    };
    if whole && !number.fract().is_zero() {
        return Err(Fault::new(
            "number-whole",
            format!("Нужно целое число, а указано {}.", shown(number)),
            "Уберите дробную часть.",
        ));
    }
    if let Some(min) = min.filter(|min| number < *min) {
        let message = format!("Указано {}{of_unit}, это меньше допустимого.", shown(number));
        return Err(Fault::new("number-min", message, format!("Впишите число не меньше {}{of_unit}.", shown(min))));
    }
    if let Some(max) = max.filter(|max| number > *max) {
        let message = format!("Указано {}{of_unit}, это больше допустимого.", shown(number));
        return Err(Fault::new("number-max", message, format!("Впишите число не больше {}{of_unit}.", shown(max))));
    }
    Ok(Value::Number(number.normalize()))
}

/// A number as people write it: with a comma.
pub(crate) fn shown(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}

/// `дд.мм.гггг` with any usual separator, or `гггг-мм-дд`.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    const MEND: &str = "Впишите день, месяц и год, например 01.05.1990.";
    let parts: Vec<&str> = text.split(['.', '-', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let all_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (day, month, year) = match parts.as_slice() {
        [year, month, day] if all_digits && year.len() == 4 => (*day, *month, *year),
        [day, month, year] if all_digits && year.len() == 4 => (*day, *month, *year),
        [_, _, year] if all_digits && year.len() == 2 => {
            let message = format!("«{text}»: год написан двумя цифрами.");
            return Err(Fault::new("date-format", message, "Впишите год четырьмя цифрами, например 1990."));
        }
        _ => return Err(Fault::new("date-format", format!("«{text}» — не дата."), MEND)),
    };
    if day.len() > 2 || month.len() > 2 {
        return Err(Fault::new("date-format", format!("«{text}» — не дата."), MEND));
    }
    let (Ok(day), Ok(month), Ok(year)) = (day.parse::<i8>(), month.parse::<i8>(), year.parse::<i16>()) else {
        return Err(Fault::new("date-format", format!("«{text}» — не дата."), MEND));
    };
    let Ok(date) = Date::new(year, month, day) else {
        let message = format!("Даты «{text}» нет в календаре.");
        return Err(Fault::new("date-format", message, "Проверьте число и месяц."));
    };
    if !YEARS.contains(&year) {
        let message = format!("В дате «{text}» год {year}: такого быть не может.");
        return Err(Fault::new("date-range", message, "Проверьте год."));
    }
    Ok(date)
}

fn long_enough(text: &str, max: usize, long: bool) -> Result<Value, Fault> {
    let length = text.chars().count();
    if length > max {
        let message = format!("Знаков: {length}, а помещается не больше {max}.");
        return Err(Fault::new("text-long", message, format!("Сократите текст на {}.", length - max)));
    }
    let strange = |c: char| c.is_control() && !(long && matches!(c, '\n' | '\t'));
    if text.contains(strange) {
        let mend = if long {
            "Наберите текст заново."
        } else {
            "Напишите ответ одной строкой."
        };
        return Err(Fault::new("text-format", "В ответе есть знаки, которых не видно на экране.", mend));
    }
    Ok(Value::Text(text.to_owned()))
}

fn address(raw: &Raw) -> Result<Value, Fault> {
    const MEND: &str = "Впишите адрес полностью: населённый пункт, улица, дом, квартира.";
    let (text, fias) = match raw {
        Raw::String(text) => (text.as_str(), None),
        Raw::Object(fields) => {
            let text = fields.get("text").and_then(Raw::as_str).unwrap_or_default();
            (text, fields.get("fias").and_then(Raw::as_str).filter(|fias| !fias.trim().is_empty()))
        }
        _ => return Err(unreadable()),
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    if length < *ADDRESS.start() || !text.chars().any(char::is_alphabetic) {
        return Err(Fault::new("address-short", format!("«{text}» — это не полный адрес."), MEND));
    }
    if length > *ADDRESS.end() {
        let message = format!("Знаков: {length}, а помещается не больше {}.", ADDRESS.end());
        return Err(Fault::new("text-long", message, "Сократите адрес."));
    }
    let fias = match fias.map(|fias| Identifier::parse(crate::identifier::IdentifierKind::Uuid, fias)) {
        None => None,
        Some(Ok(id)) => Some(id.as_str().to_owned()),
        Some(Err(_)) => {
            return Err(Fault::new(
                "address-fias",
                "Код адреса в ГАР не читается.",
                "Выберите адрес из подсказки ещё раз.",
            ));
        }
    };
    Ok(Value::Address(Address { text, fias }))
}

fn document(limits: &UploadLimits, raw: &Raw) -> Result<Value, Fault> {
    let Ok(attachment) = serde_json::from_value::<Attachment>(raw.clone()) else {
        return Err(Fault::new("document", "Файл не загрузился.", "Приложите файл ещё раз."));
    };
    let mend = format!("Приложите другой файл: {}.", limits_in_words(limits));
    if attachment.size == 0 {
        return Err(Fault::new("document-empty", format!("Файл «{}» пуст.", attachment.name), mend));
    }
    if attachment.size > limits.max_bytes {
        return Err(Fault::new("document-size", format!("Файл «{}» слишком велик.", attachment.name), mend));
    }
    if !limits.media_types.contains(&attachment.media_type) {
        let message = format!("Файл «{}» не того вида: {}.", attachment.name, attachment.media_type);
        return Err(Fault::new("document-type", message, mend));
    }
    Ok(Value::Document(attachment))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let may = Date::constant(1990, 5, 1);
        for text in ["01.05.1990", "1.5.1990", "1990-05-01", "01/05/1990", "01-05-1990", "01 05 1990"] {
            assert_eq!(date(text), Ok(may), "{text}");
        }
        for (text, code) in [
            ("31.02.2020", "date-format"),
            ("01.05.90", "date-format"),
            ("вчера", "date-format"),
            ("01.05.1490", "date-range"),
            ("1.5", "date-format"),
            ("001.5.1990", "date-format"),
        ] {
            assert_eq!(date(text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn numbers_name_their_bounds_and_unit() {
        let kind =
            FactType::Number { whole: false, min: Some(1.into()), max: Some(100.into()), unit: Some("м²".into()) };
        assert_eq!(simple(&kind, "54,50 м²"), Ok(Value::Number(Decimal::new(545, 1))));
        let fault = simple(&kind, "250").unwrap_err();
        assert_eq!((fault.code, fault.mend.as_str()), ("number-max", "Впишите число не больше 100 м²."));
        assert_eq!(simple(&kind, "0").unwrap_err().code, "number-min");
        for bad in ["много", "1.2.3", "1e5", "--1", "."] {
            assert_eq!(simple(&kind, bad).unwrap_err().code, "number-format", "{bad}");
        }
    }

    #[test]
    fn an_address_is_more_than_a_word() {
        let read = |raw: serde_json::Value| address(&raw);
        assert!(read("г. Примерск,  ул. Образцовая, д. 1".into()).is_ok());
        assert_eq!(read("дом".into()).unwrap_err().code, "address-short");
        assert_eq!(
            read(serde_json::json!({"text": "г. Примерск, ул. Новая", "fias": "x"})).unwrap_err().code,
            "address-fias"
        );
    }
}

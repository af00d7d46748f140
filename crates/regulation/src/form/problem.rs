//! What is wrong with an answer and how to mend it, in words for people (FORM-04).

use serde::Serialize;

use crate::clock::plural;
use crate::package::{Fact, FactType, UploadLimits};

/// Something wrong with one answer: a value, not an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Path of the field: `children.0.born`.
    pub field: String,
    /// Stable code: `required`, `date-format`, `check-digit`, `check` (the author's own), …
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
    /// The clause that asks for it, in words.
    pub clause: Option<String>,
}

/// The same before it is known which field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: &'static str,
    pub message: String,
    pub mend: String,
}

impl Fault {
    pub fn new(code: &'static str, message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { code, message: message.into(), mend: mend.into() }
    }
}

/// A required answer is missing.
pub(super) fn missing(fact: &Fact) -> Fault {
    let label = &fact.label;
    let (message, mend) = match &fact.kind {
        FactType::YesNo => (format!("Нет ответа: «{label}»."), "Выберите «да» или «нет».".to_owned()),
        FactType::Choice(_) => (format!("Не выбран вариант: «{label}»."), "Выберите один из вариантов.".to_owned()),
        FactType::Date => {
            (format!("Не указана дата: «{label}»."), "Впишите день, месяц и год, например 01.05.1990.".to_owned())
        }
        FactType::Number { unit, .. } => (
            format!("Не указано число: «{label}»."),
            match unit {
                Some(unit) => format!("Впишите число, единица измерения — {unit}."),
                None => "Впишите число цифрами.".to_owned(),
            },
        ),
        FactType::Money => {
            (format!("Не указана сумма: «{label}»."), "Впишите сумму в рублях, например 1500,50.".to_owned())
        }
        FactType::Document(limits) => {
            (format!("Не приложен файл: «{label}»."), format!("Приложите файл: {}.", limits_in_words(limits)))
        }
        FactType::Address => (
            format!("Не указан адрес: «{label}»."),
            "Впишите адрес полностью: населённый пункт, улица, дом, квартира.".to_owned(),
        ),
        FactType::Identifier(kind) => {
            (format!("Поле «{label}» не заполнено."), format!("Впишите по образцу: {}.", kind.example()))
        }
        FactType::Text { .. } => (format!("Поле «{label}» не заполнено."), "Впишите ответ в это поле.".to_owned()),
        FactType::List { min, one, .. } => {
            let need = (*min).max(1);
            let records = plural(need as u64, "запись", "записи", "записей");
            (format!("Не заполнено: «{label}»."), format!("Добавьте {need} {records} «{one}» или больше."))
        }
    };
    Fault::new("required", message, mend)
}

/// «JPG, PNG, не больше 5 МБ».
pub(super) fn limits_in_words(limits: &UploadLimits) -> String {
    let kinds: Vec<&str> = limits.media_types.iter().map(|kind| kind_in_words(kind)).collect();
    format!("{}, не больше {}", kinds.join(", "), size_in_words(limits.max_bytes))
}

fn kind_in_words(media_type: &str) -> &str {
    match media_type {
        "image/jpeg" => "JPG",
        "image/png" => "PNG",
        "application/pdf" => "PDF",
        other => other.rsplit('/').next().unwrap_or(other),
    }
}

/// «5 МБ», «300 КБ».
pub(crate) fn size_in_words(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    if bytes >= MIB {
        let tenths = bytes * 10 / MIB;
        if tenths.is_multiple_of(10) {
            format!("{} МБ", tenths / 10)
        } else {
            format!("{},{} МБ", tenths / 10, tenths % 10)
        }
    } else if bytes >= KIB {
        format!("{} КБ", bytes / KIB)
    } else {
        format!("{bytes} Б")
    }
}

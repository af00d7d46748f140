//! Russian state identifiers: a value of [`Identifier`] is always a right one.
//!
//! The rules of each kind stand in `rules.rs`, the check digits in `check.rs` with what they
//! can and cannot find. To add a kind: one arm in `kind.rs` and one rule.

mod check;
mod contact;
mod kind;
mod rules;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use kind::IdentifierKind;

/// A checked identifier in its canonical form. Made only by [`Identifier::parse`]; reading
/// one back from JSON checks it again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Raw", into = "Raw")]
pub struct Identifier {
    kind: IdentifierKind,
    value: String,
}

/// How an identifier travels: `{"kind": "snils", "value": "11223344595"}`.
#[derive(Serialize, Deserialize)]
struct Raw {
    kind: IdentifierKind,
    value: String,
}

impl TryFrom<Raw> for Identifier {
    type Error = IdentifierProblem;

    fn try_from(raw: Raw) -> Result<Self, Self::Error> {
        Self::parse(raw.kind, &raw.value)
    }
}

impl From<Identifier> for Raw {
    fn from(identifier: Identifier) -> Self {
        Self { kind: identifier.kind, value: identifier.value }
    }
}

/// What is wrong with a text that should be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}. {mend}")]
pub struct IdentifierProblem {
    code: &'static str,
    message: String,
    mend: String,
}

impl IdentifierProblem {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { code, message: message.into(), mend: mend.into() }
    }

    /// `empty`, `characters`, `length`, `format`, `prefix` or `check-digit`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong, in Russian, without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to mend it, one Russian sentence.
    pub fn mend(&self) -> &str {
        &self.mend
    }
}

/// Digits of a УИН of 20 before its check digit.
const UIN_HEAD: usize = 19;

/// How many first digits name who charges: a chapter code, or a code of one body.
const UIN_CODE: std::ops::RangeInclusive<usize> = 3..=8;

impl Identifier {
    /// Reads a text as a person types it: spaces and dashes do not matter.
    pub fn parse(kind: IdentifierKind, text: &str) -> Result<Self, IdentifierProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierProblem::new(
                "empty",
                format!("Не указано: {}", kind.title()),
                format!("Впишите по образцу: {}.", kind.example()),
            ));
        }
        Ok(Self { kind, value: rules::canonical(kind, text)? })
    }

    /// A new УИН of 20 digits: the code of who charges, a number of theirs, the check digit. A
    /// number that does not fit behind the code is refused: it would be another charge's УИН.
    pub fn uin(code: &str, number: u64) -> Result<Self, IdentifierProblem> {
        let kind = IdentifierKind::Uin;
        let width = UIN_HEAD.saturating_sub(code.len());
        if !(UIN_CODE.contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(IdentifierProblem::new(
                "format",
                format!("«{code}» не код администратора начислений: в нём от 3 до 8 цифр"),
                "Укажите первые цифры УИН, закреплённые за органом.",
            ));
        }
        let head = format!("{code}{number:0width$}");
        if head.len() != UIN_HEAD {
            return Err(IdentifierProblem::new(
                "length",
                format!("Номера начислений с кодом «{code}» закончились"),
                "Получите для органа ещё один код и впишите его в реквизиты.",
            ));
        }
        Self::parse(kind, &format!("{head}{}", check::uin_digit(&head)))
    }

    /// Which identifier it is.
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The canonical form, as registers exchange it: `11223344595`.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The form for people: `112-233-445 95`.
    pub fn shown(&self) -> String {
        rules::shown(self.kind, &self.value)
    }

    /// Does this account belong to the bank with that БИК? Both check digits are compared;
    /// treasury accounts (03…) carry none.
    pub fn fits_bank(&self, bik: &Identifier) -> Result<(), IdentifierProblem> {
        if self.kind != IdentifierKind::Account || bik.kind != IdentifierKind::Bik {
            return Err(IdentifierProblem::new(
                "format",
                "Сравнить можно только счёт и БИК",
                "Укажите номер счёта и БИК банка.",
            ));
        }
        if check::account_fits(&self.value, &bik.value) {
            return Ok(());
        }
        Err(IdentifierProblem::new(
            "check-digit",
            "Номер счёта не подходит к этому БИК",
            "Проверьте, нет ли опечатки в счёте или в БИК: сверьте оба с реквизитами банка.",
        ))
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown())
    }
}

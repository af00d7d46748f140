//! Money: whole kopecks, never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of roubles, held in kopecks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    kopecks: i64,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}. {mend}")]
pub struct MoneyProblem {
    /// What is wrong, in Russian.
    pub message: String,
    /// How to mend it, in Russian.
    pub mend: String,
}

impl Money {
    /// Nothing to pay.
    pub const ZERO: Self = Self { kopecks: 0 };

    /// An amount of that many kopecks.
    pub const fn from_kopecks(kopecks: i64) -> Self {
        Self { kopecks }
    }

    /// The amount in kopecks.
    pub const fn kopecks(self) -> i64 {
        self.kopecks
    }

    /// Reads an amount as a person types it: `1500`, `1 500,50`, `1500.5 руб.`, `1 500 ₽`.
    pub fn parse(text: &str) -> Result<Self, MoneyProblem> {
        let trimmed = text.trim();
        let number = ["₽", "руб.", "руб", "р."].iter().find_map(|unit| trimmed.strip_suffix(unit)).unwrap_or(trimmed);
        let compact: String = number.chars().filter(|character| !character.is_whitespace()).collect();
        let (roubles, kopecks) = compact.split_once([',', '.']).unwrap_or((&compact, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(roubles) || !digits(kopecks) {
            return Err(problem(format!("«{trimmed}» не сумма в рублях")));
        }
        if kopecks.len() > 2 {
            return Err(problem("После запятой больше двух цифр: копеек бывает от 0 до 99".to_owned()));
        }
        let kopecks = match kopecks.parse::<i64>() {
            Ok(tens) if kopecks.len() == 1 => tens * 10,
            Ok(whole) => whole,
            Err(_) => 0,
        };
        let amount = roubles
            .parse::<i64>()
            .ok()
            .and_then(|roubles| roubles.checked_mul(100))
            .and_then(|roubles| roubles.checked_add(kopecks));
        amount.map(Self::from_kopecks).ok_or_else(|| problem("Сумма слишком велика".to_owned()))
    }

    /// For people: «1 500 ₽», «0,50 ₽», with spaces that do not break.
    pub fn shown(self) -> String {
        let sign = if self.kopecks < 0 { "−" } else { "" };
        let (roubles, kopecks) = (self.kopecks.unsigned_abs() / 100, self.kopecks.unsigned_abs() % 100);
        let digits = roubles.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push('\u{a0}');
            }
            grouped.push(digit);
        }
        if kopecks == 0 {
            format!("{sign}{grouped}\u{a0}₽")
        } else {
            format!("{sign}{grouped},{kopecks:02}\u{a0}₽")
        }
    }

    /// Is there nothing to pay?
    pub const fn is_zero(self) -> bool {
        self.kopecks == 0
    }

    /// The sum, or nothing when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.kopecks.checked_add(other.kopecks).map(Self::from_kopecks)
    }

    /// The difference, or nothing when it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.kopecks.checked_sub(other.kopecks).map(Self::from_kopecks)
    }

    /// That many times the amount, or nothing when it does not fit.
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.kopecks.checked_mul(times).map(Self::from_kopecks)
    }

    /// The sum of many, or nothing when it does not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

fn problem(message: String) -> MoneyProblem {
    MoneyProblem {
        message, mend: "Впишите сумму цифрами, копейки через запятую. Образец: 1 500,50.".to_owned()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown())
    }
}

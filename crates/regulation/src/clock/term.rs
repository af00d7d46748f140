//! Terms as acts state them: «5 рабочих дней», written `5 wd` in data files.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::words::plural;

/// A length of time as acts state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: TermUnit,
}

/// Units of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// Рабочие дни (`wd`).
    WorkingDays,
    /// Календарные дни (`cd`).
    CalendarDays,
    /// Месяцы (`months`).
    Months,
    /// Годы (`years`).
    Years,
    /// Часы (`h`): they run by the clock, days off or not.
    Hours,
    /// Минуты (`min`): they run by the clock, too.
    Minutes,
}

/// Why a text is not a term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TermProblem {
    /// What is wrong, in Russian.
    pub message: String,
    /// How to mend it, in Russian.
    pub mend: String,
}

impl Term {
    /// Reads `5 wd`, `14 cd`, `3 months`, `1 year`, `24 h`, `80 min`.
    pub fn parse(text: &str) -> Result<Self, TermProblem> {
        let mut words = text.split_whitespace();
        let (Some(amount), Some(unit), None) = (words.next(), words.next(), words.next()) else {
            return Err(problem(format!("«{text}» не похоже на срок: нужны число и единица")));
        };
        let unit = match unit {
            "wd" => TermUnit::WorkingDays,
            "cd" => TermUnit::CalendarDays,
            "month" | "months" => TermUnit::Months,
            "year" | "years" => TermUnit::Years,
            "h" => TermUnit::Hours,
            "min" => TermUnit::Minutes,
            other => return Err(problem(format!("Неизвестная единица срока «{other}»"))),
        };
        let most = unit.most();
        match amount.parse::<u32>() {
            Ok(amount) if (1..=most).contains(&amount) => Ok(Self { amount, unit }),
            _ => Err(problem(format!("«{amount}» не подходит: нужно целое число от 1 до {most}"))),
        }
    }

    /// The canonical text, as [`Term::parse`] reads it: `5 wd`.
    pub fn code(&self) -> String {
        let unit = match (self.unit, self.amount) {
            (TermUnit::WorkingDays, _) => "wd",
            (TermUnit::CalendarDays, _) => "cd",
            (TermUnit::Months, 1) => "month",
            (TermUnit::Months, _) => "months",
            (TermUnit::Hours, _) => "h",
            (TermUnit::Minutes, _) => "min",
            (TermUnit::Years, 1) => "year",
            (TermUnit::Years, _) => "years",
        };
        format!("{} {unit}", self.amount)
    }
}

impl Term {
    /// Calendar days that it lasts at the least.
    pub fn fewest_days(&self) -> u64 {
        let amount = u64::from(self.amount);
        match self.unit {
            TermUnit::WorkingDays | TermUnit::CalendarDays => amount,
            TermUnit::Months => amount * 28,
            TermUnit::Years => amount * 365,
            TermUnit::Hours => amount / 24,
            TermUnit::Minutes => amount / (24 * 60),
        }
    }

    /// Is it surely longer or shorter than another? `None` where that depends on the calendar.
    pub fn surely(&self, other: Self) -> Option<std::cmp::Ordering> {
        if self.unit == other.unit {
            Some(self.amount.cmp(&other.amount))
        } else if self.fewest_days() > other.most_days() {
            Some(std::cmp::Ordering::Greater)
        } else if self.most_days() < other.fewest_days() {
            Some(std::cmp::Ordering::Less)
        } else {
            None
        }
    }

    /// Calendar days that it lasts at the most; working days stretch over the longest holidays.
    pub fn most_days(&self) -> u64 {
        let amount = u64::from(self.amount);
        match self.unit {
            TermUnit::WorkingDays => amount * 2 + 14,
            TermUnit::CalendarDays => amount,
            TermUnit::Months => amount * 31,
            TermUnit::Years => amount * 366,
            TermUnit::Hours => amount / 24 + 1,
            TermUnit::Minutes => amount / (24 * 60) + 1,
        }
    }
}

impl TermUnit {
    /// The longest term a data file may state; longer ones are surely misprints.
    fn most(self) -> u32 {
        match self {
            Self::WorkingDays | Self::CalendarDays => 3660,
            Self::Months => 1200,
            Self::Years => 100,
            Self::Hours => 1000,
            Self::Minutes => 10_000,
        }
    }
}

fn problem(message: String) -> TermProblem {
    TermProblem {
        message,
        mend: "Запишите срок числом и единицей: «5 wd» (рабочие дни), «14 cd» (календарные дни), «3 months», «1 year», «24 h», «80 min»."
            .to_owned(),
    }
}

impl fmt::Display for Term {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = u64::from(self.amount);
        let unit = match self.unit {
            TermUnit::WorkingDays => plural(amount, "рабочий день", "рабочих дня", "рабочих дней"),
            TermUnit::CalendarDays => plural(amount, "календарный день", "календарных дня", "календарных дней"),
            TermUnit::Months => plural(amount, "месяц", "месяца", "месяцев"),
            TermUnit::Years => plural(amount, "год", "года", "лет"),
            TermUnit::Hours => plural(amount, "час", "часа", "часов"),
            TermUnit::Minutes => plural(amount, "минута", "минуты", "минут"),
        };
        write!(formatter, "{amount} {unit}")
    }
}

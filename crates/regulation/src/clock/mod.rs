//! The legal clock: terms, calendars, due moments that explain themselves.

use serde::{Deserialize, Serialize};

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
}

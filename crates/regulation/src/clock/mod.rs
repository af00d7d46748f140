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

/// A due moment that can say how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment that is still in time, UTC.
    pub at: jiff::Timestamp,
    /// How it was counted.
    pub story: DueStory,
}

/// How a due moment was counted, as data; the sentence is made by `Due::explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueStory {
    /// The trigger: the term starts on the day after it.
    pub from: jiff::Timestamp,
    /// The term.
    pub term: Term,
    /// The region's time zone.
    pub time_zone: String,
    /// Days off (other than plain weekends) and moved working days that were met on the way.
    pub met: Vec<String>,
    /// Pauses that moved the end: from, until.
    pub pauses: Vec<(jiff::Timestamp, jiff::Timestamp)>,
}

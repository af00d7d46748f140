//! Due moments: counted by one rule, explained in one sentence.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::legal::local_date;
use super::term::Term;
use super::words::{date_in_words, day_in_words, days_in_words};
use super::zone::time_zone;

/// A due moment that can say how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment that is still in time, UTC.
    pub at: Timestamp,
    /// How it was counted.
    pub story: DueStory,
}

/// How a due moment was counted, as data; the sentence is made by `Due::explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueStory {
    /// The trigger: the term starts on the day after it.
    pub from: Timestamp,
    /// The term.
    pub term: Term,
    /// The region's time zone.
    pub time_zone: String,
    /// Days off (other than plain weekends) and moved working days that were met on the way.
    pub met: Vec<String>,
    /// Pauses that moved the end: from, until.
    pub pauses: Vec<(Timestamp, Timestamp)>,
}

impl Due {
    /// The last day in the region's time zone.
    pub fn last_day(&self) -> Date {
        local_date(&time_zone(&self.story.time_zone).unwrap_or(jiff::tz::TimeZone::UTC), self.at)
    }

    /// How the moment was counted, one plain Russian sentence: «5 рабочих дней с 3 марта
    /// 2026 года; 9 марта — выходной (перенос с 8 марта); последний день — 10 марта 2026 года».
    pub fn explain(&self) -> String {
        let zone = time_zone(&self.story.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let trigger = local_date(&zone, self.story.from);
        let first = trigger.tomorrow().unwrap_or(trigger);
        let mut parts = vec![format!("{} с {}", self.story.term, date_in_words(first))];
        for (from, until) in &self.story.pauses {
            let (from, until) = (local_date(&zone, *from), local_date(&zone, *until));
            let first = from.tomorrow().unwrap_or(from);
            parts.push(if first == until {
                format!("приостановление {} в срок не входит", day_in_words(until))
            } else {
                format!("приостановление {} в срок не входит", days_in_words(first, until))
            });
        }
        parts.extend(self.story.met.iter().cloned());
        parts.push(format!("последний день — {}", date_in_words(local_date(&zone, self.at))));
        parts.join("; ")
    }
}

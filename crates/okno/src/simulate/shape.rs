//! The shape of the town: `town.toml` read.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

const FILE: &str = include_str!("town.toml");

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Shape {
    /// Weights of Monday to Sunday.
    pub weekdays: Vec<u32>,
    /// Weights of January to December.
    pub months: Vec<u32>,
    /// Weights of the hours of a day.
    pub hours: Vec<u32>,
    /// A day off against a working day, in percent.
    pub day_off: u32,
    /// Weights of services; `usual` of those not named.
    pub services: BTreeMap<String, u32>,
    /// Waves that begin at an opening second.
    pub campaigns: Vec<Campaign>,
    /// What people do.
    pub people: People,
    /// What officials do.
    pub officials: Officials,
    /// What there is of scarce things.
    pub stocks: Stocks,
    /// What goes wrong, by name of the profile.
    pub faults: BTreeMap<String, Faults>,
}

/// A wave.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Service.
    pub service: String,
    /// Month, day and time: `04-01T10:00:00`.
    pub opens: String,
    /// Percent of the service's year.
    pub share: u32,
}

/// What people do, in ten thousand.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct People {
    /// Leaves a required answer out first.
    pub forgets_an_answer: u32,
    /// Sends days after filling.
    pub sends_later: u32,
    /// Never sends.
    pub never_sends: u32,
    /// Takes the application back.
    pub withdraws: u32,
    /// Answers a question late.
    pub answers_late: u32,
    /// Never answers.
    pub never_answers: u32,
    /// Complains of a refusal.
    pub complains: u32,
    /// Contests what a register says.
    pub contests: u32,
    /// Declines an offer.
    pub declines_offer: u32,
    /// Never answers an offer.
    pub never_answers_offer: u32,
    /// Wants a person.
    pub wants_a_person: u32,
}

/// What officials do, in ten thousand.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Officials {
    /// How many an authority has.
    pub each: usize,
    /// Minutes of an act.
    pub minutes: i64,
    /// Forgets a case for days.
    pub forgets: u32,
    /// Falls ill on a working day.
    pub falls_ill: u32,
    /// Refuses on a ground that only a person sees.
    pub sees_more: u32,
    /// Prolongs where the regulation lets a person.
    pub prolongs: u32,
    /// Suspends where the regulation lets a person.
    pub suspends: u32,
    /// Finds an own error in a decided case.
    pub reopens_by_error: u32,
}

/// What there is of scarce things.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Stocks {
    /// Pieces for a hundred who will want one.
    pub pieces_for_a_hundred: u32,
}

/// What goes wrong, in ten thousand.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Faults {
    /// A source takes hours or days.
    pub source_slow: u32,
    /// A source never answers.
    pub source_silent: u32,
    /// A source says it cannot.
    pub source_fails: u32,
    /// A source says the opposite.
    pub source_wrong: u32,
    /// A source cannot be reached at first.
    pub source_unreachable: u32,
    /// The receipt of a question is lost.
    pub receipt_lost: u32,
    /// An answer cannot be read.
    pub answer_broken: u32,
    /// A message id is said to be too old.
    pub stale: u32,
    /// Days of a year on which one of the sources is down.
    pub source_down_days: u32,
    /// A mailbox is full.
    pub mail_soft: u32,
    /// There is no such address.
    pub mail_hard: u32,
    /// The way out does not work.
    pub mail_later: u32,
    /// A worker dies between the lease and the work.
    pub worker_dies_before: u32,
    /// A worker dies between a letter and its commit.
    pub worker_dies_after_sending: u32,
    /// A worker dies between a commit and the news of it.
    pub worker_dies_after_commit: u32,
}

/// Reads the shape.
pub fn read() -> Result<Shape> {
    toml::from_str(FILE).context("crates/okno/src/simulate/town.toml")
}

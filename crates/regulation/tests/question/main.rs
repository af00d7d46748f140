//! The questionnaire: never a useless question, always the end that full knowledge gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod exact;
#[path = "../form/package.rs"]
mod package;
#[path = "../package_folder/mod.rs"]
mod package_folder;
mod rules;
mod worked;

use jiff::civil::{Date, date};

/// The day of all questions.
pub const TODAY: Date = date(2026, 3, 2);

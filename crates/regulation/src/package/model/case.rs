//! What proves a regulation: its own test cases, and what its source does not confirm.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use crate::clock::Term;
use crate::diagnostic::Span;
use crate::money::Money;

/// A test case of the package.
#[derive(Debug, Clone)]
pub struct TestCase {
    /// File it came from.
    pub file: String,
    /// What it shows, one sentence.
    pub name: String,
    /// The moment it happens: the registration day.
    pub as_of: Date,
    /// Facts by name, raw as the author wrote them; `null` means known to be absent.
    pub given: IndexMap<String, serde_json::Value>,
    /// What must follow.
    pub expect: Expectation,
    /// Where it is declared.
    pub span: Span,
}

/// What a test case expects; what is `None` is not compared.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// Variant that fits.
    pub variant: Option<String>,
    /// `accept` or `refuse` or `unknown`.
    pub intake: Option<String>,
    /// `grant`, `refuse` or `unknown`.
    pub decision: Option<String>,
    /// Ids of the grounds that fire, in any order.
    pub grounds: Option<Vec<String>>,
    /// Facts that can still change the outcome, in any order.
    pub unknown: Option<Vec<String>>,
    /// Whole term's end if registered on `as_of`.
    pub due: Option<Date>,
    /// What it costs.
    pub fee: Option<ExpectedFee>,
    /// Whole term that applies.
    pub term: Option<Term>,
    /// Terms by path: `procedures.queries.within`.
    pub terms: Option<Vec<(String, Term)>>,
    /// Grounds that only a person can see, in the variant that fits.
    pub by_person: Option<Vec<String>>,
    /// Exemption that holds.
    pub exempt: Option<String>,
    /// What the questionnaire asks next when no source answers; `none` when nothing matters more.
    pub next: Option<String>,
    /// Values that must follow, raw: derived facts, and answers as the form takes them.
    pub facts: Option<IndexMap<String, serde_json::Value>>,
    /// Grounds to suspend that hold.
    pub suspend: Option<Vec<String>>,
    /// Grounds to return that hold.
    pub give_back: Option<Vec<String>>,
    /// Grounds to forward that hold.
    pub forward: Option<Vec<String>>,
    /// Grounds to prolong that hold.
    pub prolong: Option<Vec<String>>,
    /// Ids of the results that the case gives.
    pub results: Option<Vec<String>>,
    /// Fields found wrong, by fact name.
    pub problems: Option<Vec<String>>,
}

/// The cost a case expects: one amount, or bounds while it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedFee {
    /// The least it can be.
    pub least: Money,
    /// The most; `None` while there is no bound.
    pub most: Option<Money>,
}

/// A statement that its source marks unverified.
#[derive(Debug, Clone, Serialize)]
pub struct Unverified {
    /// Path in the file: `procedures.queries.within`.
    pub what: String,
    /// Why it is unverified.
    pub note: String,
}

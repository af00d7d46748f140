//! Codes of findings: stable for ever, a retired number (R033) is never given again.
//! Expressions have their own, E001 and on.
//!
//! Each is explained in docs/regulation-language.md; a test keeps the two together.

/// A file cannot be read as YAML or is missing.
pub const NOT_YAML: &str = "R001";
/// A value of another kind is needed here.
pub const WRONG_KIND: &str = "R002";
/// There is no such key.
pub const UNKNOWN_KEY: &str = "R003";
/// A key is missing.
pub const MISSING_KEY: &str = "R004";
/// A key is written twice.
pub const DUPLICATE_KEY: &str = "R005";
/// The word is not one of the allowed ones.
pub const UNKNOWN_WORD: &str = "R006";
/// Not a date.
pub const BAD_DATE: &str = "R007";
/// Not a term.
pub const BAD_TERM: &str = "R008";
/// The clause names an act that is not declared, or no clause.
pub const BAD_CLAUSE: &str = "R009";
/// Anchors, aliases, or nesting too deep.
pub const ALIAS_OR_DEPTH: &str = "R010";
/// A number, id or amount out of its bounds.
pub const BAD_VALUE: &str = "R011";
/// No such fact.
pub const UNKNOWN_FACT: &str = "R012";
/// A fact is asked twice.
pub const ASKED_TWICE: &str = "R013";
/// A fact is used by nothing.
pub const UNUSED_FACT: &str = "R014";
/// A fact that nobody asks and no source gives.
pub const UNREACHABLE_FACT: &str = "R015";
/// An element without its purpose.
pub const NO_PURPOSE: &str = "R016";
/// An element without its clause.
pub const NO_CLAUSE: &str = "R017";
/// A check or ground without its words or its way to mend (FORM-04).
pub const NO_WORDS: &str = "R018";
/// A message that says nothing (FORM-04).
pub const GENERIC_WORDS: &str = "R019";
/// A procedure without input or output (PROCEDURE-02).
pub const BARE_PROCEDURE: &str = "R020";
/// Norms of procedures exceed the whole term (PROCEDURE-04).
pub const NORMS_EXCEED: &str = "R021";
/// An output that nothing uses (PROCEDURE-02).
pub const UNUSED_OUTPUT: &str = "R022";
/// No such variant.
pub const UNKNOWN_VARIANT: &str = "R023";
/// Two variants fit at once.
pub const VARIANTS_OVERLAP: &str = "R024";
/// A variant that gives nothing.
pub const NO_RESULT: &str = "R025";
/// The way of a case has a gap: no decision, or answers that fit no variant.
pub const WAY_HAS_GAP: &str = "R026";
/// The template file is not in the package.
pub const NO_TEMPLATE: &str = "R027";
/// The published sample is missing or does not pass the form's own checks (FORM-02).
pub const BAD_SAMPLE: &str = "R028";
/// The package has no test case.
pub const NO_CASES: &str = "R029";
/// A test case expects something that is not declared.
pub const UNKNOWN_EXPECTED: &str = "R030";
/// A list membership without its act (CAT-16).
pub const LIST_WITHOUT_ACT: &str = "R031";
/// Limits of an upload are malformed (FORM-22).
pub const BAD_UPLOAD: &str = "R032";
/// Derived facts wait for each other.
pub const DERIVE_CYCLE: &str = "R034";
/// No such source, or it does not give this.
pub const UNKNOWN_SOURCE: &str = "R035";
/// The same id twice.
pub const DUPLICATE_ID: &str = "R036";
/// Limits contradict each other or the hard limits of the field (FORM-05).
pub const BAD_LIMITS: &str = "R037";
/// A value does not fit the type of its fact.
pub const VALUE_MISFIT: &str = "R038";
/// A fact that must not be asked is asked, or a derived one is also had from a source.
pub const MUST_NOT_BE_ASKED: &str = "R039";
/// An exchange that asks nobody, or another procedure that asks.
pub const BAD_EXCHANGE: &str = "R040";
/// A source that no procedure asks.
pub const SOURCE_NOT_ASKED: &str = "R041";
/// An element marked unverified does not exist.
pub const UNKNOWN_PATH: &str = "R042";
/// An act that nothing refers to.
pub const UNUSED_ACT: &str = "R043";
/// A criterion that nothing reads.
pub const UNUSED_CRITERION: &str = "R044";
/// A row or cell of a decision table that does not fit its columns.
pub const BAD_TABLE: &str = "R045";
/// Editions overlap or end before they begin.
pub const BAD_EDITION: &str = "R046";
/// No such dictionary, or it is malformed.
pub const BAD_DICTIONARY: &str = "R047";
/// The typical regulation is not there, or the local one changes it in the wrong way.
pub const BAD_PARENT: &str = "R048";
/// Set locally outside what the typical regulation allows.
pub const NOT_LOCAL: &str = "R049";

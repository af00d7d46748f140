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
/// No row of a decision table fits some values.
pub const ROWS_GAP: &str = "R050";
/// Two rows of a decision table that allows one fit at once.
pub const ROWS_OVERLAP: &str = "R051";
/// A row of a decision table that never counts.
pub const ROW_NEVER: &str = "R052";
/// A variant that fits nobody.
pub const VARIANT_NEVER: &str = "R053";
/// A variant that is refused to everybody.
pub const NEVER_GRANTED: &str = "R054";
/// A ground that never holds.
pub const GROUND_NEVER: &str = "R055";
/// A criterion that is always yes or always no.
pub const CRITERION_CONSTANT: &str = "R056";
/// Two grounds that hold in the same cases.
pub const SAME_GROUNDS: &str = "R057";
/// A step, question, procedure or person that is never needed.
pub const NEVER_SHOWN: &str = "R058";
/// A question whose answer changes nothing (PROFILE-04).
pub const DEAD_QUESTION: &str = "R059";
/// Asked although a source holds it (FORMBUILDER-04).
pub const ASKED_THOUGH_HELD: &str = "R060";
/// A suspension without end (PROCEDURE-07).
pub const ENDLESS_SUSPENSION: &str = "R061";
/// A prolongation that does not prolong.
pub const SHORT_PROLONGATION: &str = "R062";
/// A template takes a fact that its result does not hold.
pub const TEMPLATE_UNBOUND: &str = "R063";
/// A result holds a fact that its template does not show.
pub const TEMPLATE_UNUSED: &str = "R064";
/// A name that means two things.
pub const SHADOWED: &str = "R065";
/// A parameter or table that nothing reads.
pub const UNUSED_DEFINITION: &str = "R066";
/// A line of the fee or an exemption that never counts.
pub const FEE_NEVER: &str = "R067";
/// Two exemptions from different lines hold at once.
pub const EXEMPTIONS_OVERLAP: &str = "R068";
/// An invitation that does not go by a СНИЛС.
pub const BAD_INVITE: &str = "R070";
/// Shares of a resource that exceed it.
pub const SHARES_EXCEED: &str = "R071";
/// A slot that nobody can choose.
pub const BAD_BOOKING: &str = "R072";
/// A text that one of the languages lacks.
pub const MISSING_LANGUAGE: &str = "R073";
/// An act later than the edition (CAT-18).
pub const NEWER_ACT: &str = "R074";
/// Services that wait for one another's results (LIFE-03).
pub const SERVICE_CYCLE: &str = "R075";
/// A fact from a service, result or field that is not there (LIFE-02).
pub const UNKNOWN_RESULT: &str = "R076";
/// A relation to a service that is not there.
pub const UNKNOWN_SERVICE: &str = "R077";
/// A paper original is demanded and nobody plans to do without it (CAR-04).
pub const PAPER_WITHOUT_PLAN: &str = "R079";
/// A variant asks more of the applicant than the authority allows itself.
pub const OVER_BUDGET: &str = "R078";
/// The typical regulation has a newer edition than the local one was looked at against.
pub const PARENT_NEWER: &str = "R080";
/// Channels of which none takes applications (CAT-14).
pub const NOWHERE_TO_FILE: &str = "R082";
/// A source answers later than every exchange that asks it ends.
pub const SLOW_SOURCE: &str = "R081";
/// An assessment without a procedure of its own.
pub const ASSESSMENT_NOWHERE: &str = "R083";
/// A contact beyond filing and receiving without a remote way (REMOTE-01).
pub const NOT_REMOTE: &str = "R084";
/// A sheet, rule or value of an assessment that cannot come about.
pub const BAD_ASSESSMENT: &str = "R085";
/// A recording without the applicant's consent (REMOTE-02).
pub const NO_CONSENT: &str = "R086";
/// Silence that grants where nothing is decided.
pub const CONSENT_ELSEWHERE: &str = "R087";
/// An event, or a field of one, that the region does not know of.
pub const UNKNOWN_EVENT: &str = "R088";

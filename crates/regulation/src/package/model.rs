//! The model of a regulation: what `regulation.yaml` says, after reading and checking.
//!
//! Every part that burdens the citizen keeps the clause it rests on. Places in the source are
//! kept for diagnostics and traces.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;
use crate::money::Money;

/// A machine-readable regulation (цифровой административный регламент), read and checked.
#[derive(Debug, Clone)]
pub struct Regulation {
    /// Stable id, the folder's name: `hunting-ticket`.
    pub service: String,
    /// Edition, for example `2026.1`.
    pub version: String,
    /// First day in force.
    pub from: Date,
    /// Full official title.
    pub title: String,
    /// Short everyday name.
    pub short: String,
    /// One or two plain sentences: who gets what.
    pub summary: String,
    /// State, municipal or delegated (CAT-13).
    pub kind: Kind,
    /// Publication state in the registry (CAT-03).
    pub status: Status,
    /// Code of the catalogue category.
    pub category: String,
    /// Codes of life events this service belongs to.
    pub life_events: Vec<String>,
    /// Words people search by, beside the title.
    pub keywords: Vec<String>,
    /// Id of the public authority in the region's file.
    pub authority: String,
    /// Who may apply.
    pub applicants: Vec<ApplicantKind>,
    /// The weakest ЕСИА account that may file (SEC-01).
    pub assurance: Assurance,
    /// Named lists this service is on (CAT-16).
    pub lists: Vec<ListMembership>,
    /// Acts by their short id.
    pub acts: IndexMap<String, Act>,
    /// Outside sources of facts by id, for example `mvd.conviction`.
    pub sources: IndexMap<String, EvidenceSource>,
    /// Facts in the author's order.
    pub facts: IndexMap<String, Fact>,
    /// Steps of the form.
    pub form: Vec<FormStep>,
    /// Named yes/no criteria.
    pub criteria: IndexMap<String, Criterion>,
    /// Variants of the service; exactly one fits an applicant.
    pub variants: Vec<Variant>,
    /// Grounds to refuse intake (отказ в приёме).
    pub refuse_intake: Vec<RefusalGround>,
    /// Grounds to refuse provision (отказ в предоставлении).
    pub refuse_provision: Vec<RefusalGround>,
    /// Procedures in order.
    pub procedures: Vec<Procedure>,
    /// Results by variant.
    pub results: Vec<Output>,
    /// Cost; `None` means free by the clause in `fee_because`.
    pub fee: Option<Money>,
    /// The clause that sets the fee or makes the service free.
    pub fee_because: Clause,
    /// Own test cases.
    pub cases: Vec<TestCase>,
    /// The invented applicant of the published filled sample (FORM-02): fact → raw answer.
    pub sample: IndexMap<String, serde_json::Value>,
    /// Statements the source marks unverified: what, and where in the file.
    pub unverified: Vec<Unverified>,
    /// Text of each template file by name, for example `result.typ`.
    pub templates: IndexMap<String, String>,
    /// Longer words for people by name, from `texts.yaml`.
    pub texts: IndexMap<String, String>,
    /// Answers of outside systems for the stand, from `stand.yaml`; null when there is none.
    pub stand: serde_json::Value,
    /// The files it was read from: places in traces are counted in them.
    pub files: crate::diagnostic::Sources,
}

/// Who provides the service (CAT-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A regional state service.
    Regional,
    /// A municipal service.
    Municipal,
    /// A delegated state power.
    Delegated,
}

/// Publication state (SM-10): only `Published` is visible to citizens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Опубликована.
    Published,
    /// Taken out of use.
    Withdrawn,
}

/// Who may apply; public bodies never may (FORM-18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicantKind {
    /// A natural person.
    Person,
    /// A sole trader (ИП).
    SoleTrader,
    /// A legal entity.
    Organisation,
}

/// ЕСИА account level; later is stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Упрощённая: phone or e-mail only.
    Simplified,
    /// Стандартная: passport and SNILS checked.
    Standard,
    /// Подтверждённая: identity proved.
    Confirmed,
}

/// Membership in a named list of services with its approving act (CAT-16).
#[derive(Debug, Clone, Serialize)]
pub struct ListMembership {
    /// Code of the list: `priority`, `mass-significant`, `majority`, …
    pub list: String,
    /// Details of the approving act.
    pub act: String,
    /// First day on the list.
    pub from: Date,
    /// Day after the last one, if it ended.
    pub until: Option<Date>,
}

/// A legal act that clauses refer to.
#[derive(Debug, Clone, Serialize)]
pub struct Act {
    /// Title as cited.
    pub title: String,
    /// Number, for example `209-ФЗ`.
    pub number: String,
    /// Date of the act.
    pub date: Option<Date>,
}

/// A reference to a clause: `fz209.21.1` is act `fz209`, clause `21.1`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Clause {
    /// Id of the act in `acts`.
    pub act: String,
    /// Article, part, point, as written after the act's id.
    pub clause: String,
}

/// A declared source of facts outside okno.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceSource {
    /// Id: `mvd.conviction`; the part before the dot is the provider.
    pub id: String,
    /// Who answers, in words.
    pub title: String,
    /// Facts sent with the request.
    pub keys: Vec<String>,
    /// Norm for the answer.
    pub within: Term,
    /// The clause that allows the request.
    pub because: Clause,
}

/// A fact as the regulation declares it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Name: `applicant.birthdate`.
    pub name: String,
    /// Type with its limits.
    pub kind: FactType,
    /// Label of the form field, in plain words.
    pub label: String,
    /// Help beside the field: what format, where to find it.
    pub hint: Option<String>,
    /// Sources in order of trust: `esia.birthdate`, `mvd.conviction.found`.
    pub from: Vec<SourcePath>,
    /// What it is needed for.
    pub purpose: Purpose,
    /// The clause that allows asking.
    pub because: Clause,
    /// Must it be given before filing?
    pub required: bool,
    /// Asked only when this is yes.
    pub when: Option<Expression>,
    /// Further checks of the author, in order (FORM-05).
    pub checks: Vec<FieldCheck>,
    /// A value that follows from other facts; such a fact is never asked.
    pub derive: Option<Expression>,
    /// Where it is declared.
    pub span: Span,
}

/// Where a value can be had without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourcePath {
    /// A claim of the identity provider, for example `birthdate`.
    Identity(String),
    /// A field of the answer of a declared source.
    Register {
        /// Id of the source: `mvd.conviction`.
        source: String,
        /// Field of the answer: `found`.
        field: String,
    },
}

/// Why a fact is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Who the applicant is.
    Identification,
    /// A criterion reads it.
    Decision,
    /// To reach the applicant.
    Contact,
    /// It stands in the result.
    Result,
    /// Key of an interagency request.
    Request,
}

/// Type of a fact, with its limits.
#[derive(Debug, Clone)]
pub enum FactType {
    /// Yes or no.
    YesNo,
    /// A number.
    Number {
        /// Only whole numbers.
        whole: bool,
        /// Smallest allowed.
        min: Option<rust_decimal::Decimal>,
        /// Largest allowed.
        max: Option<rust_decimal::Decimal>,
        /// Unit shown beside the field, for example `м²`.
        unit: Option<String>,
    },
    /// Roubles and kopecks.
    Money,
    /// A date.
    Date,
    /// Text.
    Text {
        /// Longest allowed, in characters.
        max: usize,
        /// More than one line.
        long: bool,
    },
    /// One of declared options, in order: code → label.
    Choice(IndexMap<String, String>),
    /// A checked identifier.
    Identifier(crate::identifier::IdentifierKind),
    /// A postal address.
    Address,
    /// An uploaded file.
    Document(UploadLimits),
    /// A repeating group.
    List {
        /// Facts of one record, by their short name.
        item: IndexMap<String, Fact>,
        /// Fewest records.
        min: usize,
        /// Most records.
        max: usize,
        /// What one record is called: «ребёнок».
        one: String,
    },
}

/// Limits of an upload (FORM-22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadLimits {
    /// Allowed media types: `image/jpeg`, `application/pdf`.
    pub media_types: Vec<String>,
    /// Largest size in bytes.
    pub max_bytes: u64,
    /// For pictures: width to height, for example (3, 4), with ten percent tolerance.
    pub ratio: Option<(u32, u32)>,
}

/// A check by the author: when `rule` is not yes, the field is wrong.
#[derive(Debug, Clone)]
pub struct FieldCheck {
    /// Must be yes.
    pub rule: Expression,
    /// What is wrong (FORM-04).
    pub say: String,
    /// How to mend it (FORM-04).
    pub mend: String,
}

/// A step of the form.
#[derive(Debug, Clone)]
pub struct FormStep {
    /// Id used in addresses.
    pub id: String,
    /// Title in plain words.
    pub title: String,
    /// One sentence under the title.
    pub lead: Option<String>,
    /// Facts asked here, in order.
    pub fields: Vec<String>,
    /// Shown only when this is yes.
    pub when: Option<Expression>,
}

/// A named yes/no criterion (критерий принятия решения).
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Id used in expressions.
    pub id: String,
    /// The rule.
    pub rule: Expression,
    /// The clause it rests on.
    pub because: Clause,
    /// Whole sentence when yes.
    pub say_yes: String,
    /// Whole sentence when no.
    pub say_no: String,
    /// Whole sentence when not known yet.
    pub say_unknown: String,
    /// Where it is declared.
    pub span: Span,
}

/// A variant of the service.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Id.
    pub id: String,
    /// Title in plain words.
    pub title: String,
    /// Fits when this is yes.
    pub when: Expression,
    /// The whole term, from registration.
    pub term: Term,
    /// The clause that sets the term.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// A ground to refuse (основание для отказа).
#[derive(Debug, Clone)]
pub struct RefusalGround {
    /// Id in the regulation: `H2`.
    pub id: String,
    /// Title for officials, in the words of the act.
    pub title: String,
    /// Refuse when this is yes; `None` when only a person can see it.
    pub when: Option<Expression>,
    /// Only in these variants; empty means all.
    pub variants: Vec<String>,
    /// The clause.
    pub because: Clause,
    /// Whole sentence for the applicant.
    pub say: String,
    /// What the applicant can do about it.
    pub mend: String,
    /// Where it is declared.
    pub span: Span,
}

/// The ten typical procedures (C24 IV.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureKind {
    /// P1.
    Profiling,
    /// P2: receipt of the request.
    Intake,
    /// P3: interagency or in-house exchange.
    Exchange,
    /// P4.
    Suspension,
    /// P5.
    Decision,
    /// P6: provision of the result.
    Provision,
    /// P7.
    ExtraData,
    /// P8.
    Distribution,
    /// P9.
    Assessment,
    /// P10.
    Proactive,
}

/// Who performs a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Performer {
    /// Only the machine.
    Machine,
    /// The machine where the criteria are known, otherwise a person.
    MachineElseOfficial,
    /// Always a person.
    Official,
}

/// One administrative procedure of the regulation.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Id.
    pub id: String,
    /// Which of the ten kinds.
    pub kind: ProcedureKind,
    /// Title in plain words.
    pub title: String,
    /// Norm.
    pub within: Term,
    /// Who performs it.
    pub by: Performer,
    /// Input facts (PROCEDURE-02).
    pub input: Vec<String>,
    /// Output facts.
    pub output: Vec<String>,
    /// Start criterion; `None` means when the one before ended.
    pub start: Option<Expression>,
    /// End criterion; `None` means when the performer is done.
    pub end: Option<Expression>,
    /// For exchange: ids of the sources asked.
    pub asks: Vec<String>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// What the applicant gets (результат).
#[derive(Debug, Clone)]
pub struct Output {
    /// Id.
    pub id: String,
    /// Title in plain words.
    pub title: String,
    /// Document or register entry.
    pub kind: OutputKind,
    /// Only in these variants; empty means all.
    pub variants: Vec<String>,
    /// Template of the document or extract, a file of the package.
    pub template: String,
    /// Facts that the entry or document holds.
    pub holds: Vec<String>,
    /// How long it is valid, from issue; `None` means without limit.
    pub valid: Option<Term>,
    /// How long it stays in the account (T31); `None` means for ever.
    pub keep: Option<Term>,
    /// Prefix of its number, for example `ОБ`.
    pub prefix: String,
    /// The clause.
    pub because: Clause,
}

/// Kinds of result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "register")]
pub enum OutputKind {
    /// A signed electronic document.
    Document,
    /// An entry in that register; documents are views of it.
    Register(String),
}

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
    /// Fee in kopecks.
    pub fee: Option<i64>,
    /// Fields found wrong, by fact name.
    pub problems: Option<Vec<String>>,
}

/// A statement that its source marks unverified.
#[derive(Debug, Clone, Serialize)]
pub struct Unverified {
    /// Path in the file: `procedures.queries.within`.
    pub what: String,
    /// Why it is unverified.
    pub note: String,
}

//! Facts as a regulation declares them: type, limits, sources, purpose, checks.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use super::Clause;
use crate::diagnostic::Span;
use crate::expression::Expression;

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
    /// For a document: who has it and what stands in for it.
    pub document: Option<DocumentTerms>,
    /// For a choice: id of the dictionary its options come from.
    pub dictionary: Option<String>,
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
    /// What the case itself knows: `channel`, `applicant` (kind), `filed` (day).
    Case(String),
    /// What another service gave: a field of its result.
    Service {
        /// Id of the service: `large-family`.
        service: String,
        /// Id of its result: `status`.
        result: String,
        /// A fact that the result holds, or `exists`, `number`, `issued`, `until`.
        field: String,
    },
    /// A field of the answer of a declared source.
    Register {
        /// Id of the source: `mvd.conviction`.
        source: String,
        /// Field of the answer: `found`.
        field: String,
    },
}

/// A document as the regulation speaks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentTerms {
    /// Who has it: `applicant`, or the id of a source.
    pub held: String,
    /// Facts from sources; once all are known, the document is not asked.
    pub replaced_by: Vec<String>,
    /// The paper original must be handed over or shown.
    pub original: bool,
    /// How the authority means to do without the paper (CAR-04).
    pub removal: Option<Removal>,
}

/// The planned end of a demand for a paper original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removal {
    /// What stands in for the paper.
    pub instead: Instead,
    /// Until when the demand goes.
    pub by: Date,
}

/// What stands in for a paper original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Instead {
    /// The status itself, from a register.
    Status,
    /// An electronic duplicate.
    Duplicate,
    /// The applicant's declaration.
    Declaration,
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

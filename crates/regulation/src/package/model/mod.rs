//! The model of a regulation: what `regulation.yaml` says, after reading and checking.
//!
//! Every part that burdens the citizen keeps the clause it rests on. Places in the source are
//! kept for diagnostics and traces.

mod after;
mod assessment;
mod case;
mod channel;
mod fact;
mod fee;
mod ground;
mod law;
mod people;
mod proactive;
mod process;
mod supply;

pub use after::*;
pub use assessment::*;
pub use case::*;
pub use channel::*;
pub use fact::*;
pub use fee::*;
pub use ground::*;
pub use law::*;
pub use people::*;
pub use proactive::*;
pub use process::*;
pub use supply::*;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use crate::clock::Term;

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
    /// Ways to the service; empty when the author names none.
    pub channels: Vec<ServiceChannel>,
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
    pub refuse_intake: Vec<Ground>,
    /// Grounds to refuse provision (отказ в предоставлении).
    pub refuse_provision: Vec<Ground>,
    /// Procedures in order.
    pub procedures: Vec<Procedure>,
    /// Results by variant.
    pub results: Vec<Output>,
    /// What it costs.
    pub fee: Fee,
    /// Grounds to suspend the term.
    pub suspend: Vec<Suspension>,
    /// Grounds to return the application unconsidered.
    pub give_back: Vec<Return>,
    /// Grounds to pass the application on.
    pub forward: Vec<Forwarding>,
    /// Grounds to prolong the term.
    pub prolong: Vec<Prolongation>,
    /// Values that acts set and change, by id.
    pub params: IndexMap<String, Parameter>,
    /// Decision tables by id.
    pub tables: IndexMap<String, DecisionTable>,
    /// Dictionaries that facts choose from, by id.
    pub dictionaries: IndexMap<String, Dictionary>,
    /// People who take part beside the one who files.
    pub parties: Vec<Party>,
    /// For whom the result is, when not for the applicant.
    pub beneficiaries: Vec<Beneficiary>,
    /// Limited resources that are distributed.
    pub resources: Vec<Resource>,
    /// Slots to come to.
    pub bookings: Vec<Booking>,
    /// Events that set the service off without an application.
    pub proactive: Vec<Trigger>,
    /// Links to other services.
    pub relations: Vec<Relation>,
    /// How the applicant or an object is assessed.
    pub assessments: Vec<AssessmentRule>,
    /// What goes on after the decision.
    pub afterwards: Vec<Afterwards>,
    /// The typical regulation this one rests on.
    pub parent: Option<Parent>,
    /// What a local regulation may set here.
    pub local: Vec<LocalMark>,
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
    /// How long an answer may serve further applications of the same person for this service;
    /// asked anew each time without it.
    pub fresh: Option<Term>,
    /// The clause that allows the request.
    pub because: Clause,
}

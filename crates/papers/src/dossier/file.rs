//! `dossier.yaml`: what the papers of a service say and its regulation does not hold —
//! responsible persons, registry number, measures, dates. See docs/papers.md.

use indexmap::IndexMap;
use jiff::civil::Date;
use regulation::rules::Action;
use serde::Serialize;

/// The dossier of a service. What is not known is not there: papers show the cell as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Dossier {
    /// The record of the service in the registry.
    pub registry: Option<Registry>,
    /// The act that approved the regulation.
    pub regulation: Option<ApprovingAct>,
    /// How the matrix row is approved, where it does not follow from the kind of service.
    pub path: Option<Path>,
    /// Who stands in the column ИОГВ, where it is not the authority of the regulation.
    pub body: Option<String>,
    /// Who answers for the transfer of the service.
    pub responsible: Vec<Person>,
    /// The target model, in plain words.
    pub target_model: Option<String>,
    /// Separately described parts of the service.
    pub sub_services: Vec<SubService>,
    /// Note of the matrix row.
    pub remark: Option<String>,
    /// When the regulation is amended, and who does it.
    pub amendment: Option<Amendment>,
    /// Measures of the passport's Form 3.
    pub measures: Vec<Measure>,
    /// What the OTR adds to the regulation.
    pub otr: Otr,
}

/// The record in the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registry {
    /// Number of the service.
    pub id: String,
    /// Day of its last update.
    pub updated: Date,
    /// Why it was written by hand and not pulled from the registry.
    pub by_hand: Option<String>,
}

/// An act with its details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovingAct {
    /// «Приказ».
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// How a row of the matrix is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Path {
    /// By the federal subcommission.
    Priority,
    /// A regional service.
    Regional,
    /// A typical municipal service: proposed once by the responsible regional body.
    MunicipalTypical,
    /// Another municipal service.
    MunicipalOther,
}

/// A person with a post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// A part of a service with its own row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubService {
    /// Its name.
    pub title: String,
    /// Number in the registry, where it has its own.
    pub registry: Option<String>,
    /// Average number of applications a year.
    pub applications: Option<u64>,
    /// Cells that differ from those of the service: action → code.
    pub cells: IndexMap<Action, regulation::rules::Cell>,
    /// Note of its row.
    pub remark: Option<String>,
}

/// A row of the amendment plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amendment {
    /// By when.
    pub due: Date,
    /// Who does it.
    pub official: Person,
}

/// A measure of Form 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Code in the library of typical measures, where it is one.
    pub typical: Option<String>,
    /// What is done.
    pub what: String,
    /// For which actions.
    pub actions: Vec<Action>,
    /// What kind of document proves it.
    pub evidence: String,
    /// Who does it.
    pub by: String,
    /// By when.
    pub due: Option<Date>,
    /// What is expected.
    pub expect: String,
    /// For own forms of a priority service: why the hub cannot be joined (PLAN-07).
    pub hub_impossible: Option<String>,
}

/// What the OTR adds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Otr {
    /// When the approved regulation was received.
    pub received: Option<Date>,
    /// How many regulations were in work then.
    pub queue: Option<u64>,
    /// Why the term is longer, where it is.
    pub extension: Option<String>,
    /// In which system applications are handled.
    pub system: Option<String>,
    /// What is done there, in order.
    pub handling: Vec<String>,
    /// Why there are no interagency requests, where there are none.
    pub no_requests: Option<String>,
}

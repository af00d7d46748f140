//! The papers that authorities approve, each a function from data to a [`Paper`].
//!
//! Nothing is invented: what the package and its `dossier.yaml` do not hold stays an empty
//! cell, the paper stays a draft, and a [`Finding`] names the cell.

pub mod file;
mod finding;
mod material;
pub mod matrix;
mod matrix_read;
mod measures;
mod note;
mod official;
mod otr;
mod otr_paper;
mod passport;
mod passport_check;
mod plan;
mod protocol;
mod read;
mod requests;
mod text;
mod watch;
mod words;

use crate::office::Paper;

pub use file::Dossier;
pub use finding::{Finding, Made, Severity};
pub use material::Material;
pub use matrix_read::{Imported, import};
pub use measures::{Library, TypicalMeasure, library};
pub use official::{FORM_1, FORM_3, MATRIX, MATRIX_NOTE, PLAN};
pub use otr::{Otr, otr};
pub use passport_check::{Form, may_open};
pub use plan::plan;
pub use read::{FILE, read};
pub use watch::differences;

/// Kinds of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Матрица составов действий.
    Matrix,
    /// Паспорт услуги в электронной форме.
    Passport,
    /// План внесения изменений в административные регламенты.
    AmendmentPlan,
    /// Пояснительная записка.
    ExplanatoryNote,
    /// Организационно-технический регламент.
    Otr,
    /// The human-readable regulation.
    Regulation,
    /// Технологическая карта межведомственного взаимодействия.
    TechnologicalMap,
    /// The package's own cases with their results.
    TestProtocol,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Matrix,
        Self::Passport,
        Self::AmendmentPlan,
        Self::ExplanatoryNote,
        Self::Otr,
        Self::Regulation,
        Self::TechnologicalMap,
        Self::TestProtocol,
    ];

    /// The word of the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Passport => "passport",
            Self::AmendmentPlan => "amendment-plan",
            Self::ExplanatoryNote => "explanatory-note",
            Self::Otr => "otr",
            Self::Regulation => "regulation",
            Self::TechnologicalMap => "technological-map",
            Self::TestProtocol => "test-protocol",
        }
    }

    /// The official name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Matrix => "Матрица составов действий",
            Self::Passport => "Паспорт услуги в электронной форме",
            Self::AmendmentPlan => "План внесения изменений в административные регламенты",
            Self::ExplanatoryNote => "Пояснительная записка к составу действий",
            Self::Otr => "Организационно-технический регламент",
            Self::Regulation => "Административный регламент",
            Self::TechnologicalMap => "Технологическая карта межведомственного взаимодействия",
            Self::TestProtocol => "Протокол проверки регламента на собственных случаях",
        }
    }

    /// The kind with that word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The matrix: a row for each service or sub-service.
pub fn matrix(services: &[Material<'_>]) -> Made {
    matrix::paper(services)
}

/// The passport of a service, forms 1 to 3.
pub fn passport(service: &Material<'_>) -> Made {
    passport::paper(service)
}

/// The explanatory note to a request that is not electronic.
pub fn note(service: &Material<'_>) -> Made {
    note::paper(service)
}

/// The OTR as a paper; `None` with the reasons when there must be none.
pub fn otr_paper(service: &Material<'_>) -> Result<Made, Vec<Finding>> {
    otr(service).map(|(otr, findings)| Made::new(otr_paper::paper(&otr, service), findings))
}

/// The regulation in words.
pub fn regulation(service: &Material<'_>) -> Paper {
    text::paper(service)
}

/// The map of interagency requests.
pub fn technological_map(service: &Material<'_>) -> Made {
    requests::paper(service)
}

/// The package's own cases with their results.
pub fn test_protocol(service: &Material<'_>, clock: &regulation::clock::LegalClock) -> Made {
    protocol::paper(service, clock)
}

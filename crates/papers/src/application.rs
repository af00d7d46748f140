//! The copy of an application on paper: the values of the screen and its draft or number
//! mark (FORM-09).

use indexmap::IndexMap;
use jiff::civil::Date;
use regulation::form::{FieldView, FormView};
use serde::Serialize;

use crate::compile::pdf_of;
use crate::error::PaperError;

/// What the copy shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Application {
    /// Full title of the service.
    pub title: String,
    /// The authority it is sent to.
    pub authority: Letterhead,
    /// Name of the applicant.
    pub applicant: String,
    /// Draft or number.
    pub mark: ApplicationMark,
    /// The document's date: of the last save or of filing, in the region.
    pub date: Date,
    /// Steps of the form.
    pub sections: Vec<Section>,
    /// Uploaded files.
    pub files: Vec<FileLine>,
}

/// Head of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// Name of the authority.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Phone.
    pub phone: String,
}

/// What tells a draft from a filed application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ApplicationMark {
    /// Not filed.
    Draft {
        /// When it was saved, in words.
        saved: String,
    },
    /// Filed.
    Filed {
        /// Its number.
        number: String,
        /// When, in words.
        filed: String,
    },
}

/// A titled group of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Title of the step.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A label and a value in words, or a repeating group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Label of the field.
    pub label: String,
    /// Value as on the screen; empty for one that was not given.
    pub shown: String,
    /// Records of a repeating group.
    pub records: Vec<Vec<Line>>,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// SHA-256 in hex: proves which file was sent.
    pub sha256: String,
}

impl Section {
    /// The steps of a form exactly as the screen shows them.
    pub fn of_form(view: &FormView) -> Vec<Self> {
        view.steps
            .iter()
            .map(|step| Self { title: step.title.clone(), lines: step.fields.iter().map(Line::of_field).collect() })
            .collect()
    }
}

impl Line {
    fn of_field(field: &FieldView) -> Self {
        Self {
            label: field.label.clone(),
            shown: field.shown.clone(),
            records: field.records.iter().map(|record| record.iter().map(Self::of_field).collect()).collect(),
        }
    }
}

/// The copy as PDF/A.
pub fn application(application: &Application) -> Result<Vec<u8>, PaperError> {
    let data = serde_json::to_value(application).map_err(|error| PaperError::Data(error.to_string()))?;
    pdf_of("application.typ", crate::APPLICATION, &data, &IndexMap::new())
}

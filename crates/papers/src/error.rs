//! What went wrong with a paper, said to the author of its template.

use std::fmt;

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The template has mistakes or asks for data that is not there (RESULT-08).
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Template(Vec<TemplateFault>),
    /// The data is not what this crate can pass to a template.
    #[error("Данные документа не подходят: {0}")]
    Data(String),
    /// The text does not fit into a QR code.
    #[error("Текст не помещается в код QR: {0} байт, а помещается не больше 2331")]
    Qr(usize),
}

/// One mistake of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// Name of the template's file.
    pub file: String,
    /// Line, from one; zero when the place is not known.
    pub line: usize,
    /// Column in characters, from one; zero when the place is not known.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message, mend } = self;
        if *line == 0 {
            write!(formatter, "{file}: {message}. {mend}")
        } else {
            write!(formatter, "{file}:{line}:{column}: {message}. {mend}")
        }
    }
}

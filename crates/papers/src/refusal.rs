//! A reasoned refusal: ground, text and clause for each reason, and what can be done
//! (INTAKE-05, RESULT-09).

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use crate::application::Letterhead;
use crate::compile::pdf_of;
use crate::error::PaperError;
use crate::qr::qr_svg;

/// What the letter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Refusal of intake or of the service.
    pub stage: RefusalStage,
    /// Full title of the service.
    pub service: String,
    /// The authority.
    pub authority: Letterhead,
    /// Name of the applicant.
    pub applicant: String,
    /// Number of the application.
    pub number: String,
    /// The day of decision in the region.
    pub date: Date,
    /// The same in words: «10 марта 2026 года».
    pub decided: String,
    /// Why; never empty (RESULT-09).
    pub grounds: Vec<RefusalGround>,
    /// How to complain, whole sentences with the term and its clause.
    pub appeal: String,
    /// Who signs.
    pub signer: Signer,
    /// Shown to the official before signing: marked so, without the signature block.
    pub preview: bool,
    /// Address of the public check, drawn as a QR code; empty for none.
    pub check_url: String,
    /// Code typed there by hand.
    pub check_code: String,
}

/// What is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalStage {
    /// Отказ в приёме документов.
    Intake,
    /// Отказ в предоставлении услуги.
    Provision,
}

/// One ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalGround {
    /// Its title in the words of the act.
    pub title: String,
    /// The sentence for the applicant.
    pub say: String,
    /// What the applicant can do.
    pub mend: String,
    /// The clause in words.
    pub clause: String,
}

/// Who signs a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
}

/// The letter as PDF/A. A refusal without a ground is not made.
pub fn refusal(refusal: &Refusal) -> Result<Vec<u8>, PaperError> {
    if refusal.grounds.is_empty() {
        return Err(PaperError::Data("в отказе нет ни одного основания; выберите основание из регламента".to_owned()));
    }
    let mut data = serde_json::to_value(refusal).map_err(|error| PaperError::Data(error.to_string()))?;
    let mut files = IndexMap::new();
    if !refusal.check_url.is_empty() && !refusal.preview {
        files.insert("qr.svg".to_owned(), qr_svg(&refusal.check_url)?);
        data["qr"] = "qr.svg".into();
    } else {
        data["qr"] = serde_json::Value::Null;
    }
    pdf_of("refusal.typ", crate::REFUSAL, &data, &files)
}

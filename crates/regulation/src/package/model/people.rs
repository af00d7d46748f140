//! The people of a case beside the one who files: joint applicants, those who consent, beneficiaries.

use serde::Serialize;

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;

/// A person or a group of people who take part in an application.
#[derive(Debug, Clone)]
pub struct Party {
    /// Id: `bride`.
    pub id: String,
    /// Who it is, in plain words.
    pub title: String,
    /// What they do.
    pub role: PartyRole,
    /// Takes part only when this is yes; for `each`, asked of every record.
    pub when: Option<Expression>,
    /// One for every record of this list.
    pub each: Option<String>,
    /// Facts that this party gives; of a prefix, `bride.*`, all.
    pub facts: Vec<String>,
    /// Facts of this party that the others do not see.
    pub private: Vec<String>,
    /// Fact that says whom to invite: a СНИЛС; with `each`, it may be a field of the record.
    pub invite: Option<String>,
    /// Until when the invited must do their part.
    pub within: Option<Term>,
    /// What exactly they agree to, a whole sentence.
    pub consent: Option<String>,
    /// How they sign.
    pub signs: Signature,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// What a party does in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyRole {
    /// Files the application.
    Applicant,
    /// Applies together with the one who files: own part, own signature.
    Joint,
    /// Only agrees.
    Consent,
    /// Acts for the applicant within a scope and a term.
    Representative,
}

/// How an application is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// Простая электронная подпись: by signing in.
    Simple,
    /// Усиленная квалифицированная электронная подпись.
    Qualified,
    /// No signature of their own.
    None,
}

/// For whom the result is, when not for the applicant.
#[derive(Debug, Clone)]
pub struct Beneficiary {
    /// Id: `child`.
    pub id: String,
    /// Who it is, in plain words.
    pub title: String,
    /// Facts about them; of a prefix, `child.*`, all.
    pub facts: Vec<String>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

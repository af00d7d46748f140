//! How the applicant or an object is assessed (P9 of C24): by whom, in which way, by what sheet,
//! and what follows from the sheets.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Clause;
use crate::clock::Term;
use crate::diagnostic::Span;
use crate::expression::Expression;
use crate::fact::FactName;

/// An assessment (оценка заявителя или объекта): the sheet, who fills it in and how the sheets
/// of several experts become one value.
#[derive(Debug, Clone)]
pub struct AssessmentRule {
    /// Id.
    pub id: String,
    /// What is assessed, in plain words.
    pub title: String,
    /// Id of the procedure of kind assessment in which it happens.
    pub procedure: String,
    /// Whom or what it looks at.
    pub of: Assessed,
    /// Ways the applicant chooses from; at least one is remote (REMOTE-01).
    pub methods: Vec<Method>,
    /// How many experts give a sheet each.
    pub experts: u32,
    /// What each expert scores, in order.
    pub sheet: Vec<SheetItem>,
    /// How the sheets become one value.
    pub rule: Averaging,
    /// Digits after the point; half goes away from zero.
    pub round: u32,
    /// The fact that is learnt.
    pub gives: FactName,
    /// Enough when this is yes.
    pub passes: Option<Expression>,
    /// When totals of two experts differ by more, a person looks.
    pub apart: Option<Decimal>,
    /// How often what was recorded badly may be recorded anew, free of charge.
    pub retry: u32,
    /// How to record it better, for the applicant.
    pub guidance: Option<String>,
    /// What exactly the applicant agrees to before a recording or a video meeting.
    pub consent: Option<String>,
    /// How long the recording is kept.
    pub keeps: Option<Term>,
    /// The clause.
    pub because: Clause,
    /// Where it is declared.
    pub span: Span,
}

/// One line of a sheet.
#[derive(Debug, Clone)]
pub struct SheetItem {
    /// Id.
    pub id: String,
    /// What is looked at, in plain words.
    pub title: String,
    /// The most points; `None` for a line answered by yes or no.
    pub most: Option<Decimal>,
    /// The clause.
    pub because: Clause,
}

/// Whom or what an assessment looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assessed {
    /// The applicant.
    Applicant,
    /// Something of the applicant's.
    Object,
}

/// Ways of an assessment (REMOTE-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// In person, only when the applicant chooses so.
    Appointment,
    /// A video meeting.
    Video,
    /// A video record or photographs that the applicant makes.
    Recording,
    /// The applicant declares to meet the requirements.
    SelfDeclaration,
    /// Sensors and instruments.
    Sensors,
}

impl Method {
    /// All ways with their words in the language.
    pub const ALL: [(&'static str, Self); 5] = [
        ("appointment", Self::Appointment),
        ("video", Self::Video),
        ("recording", Self::Recording),
        ("self-declaration", Self::SelfDeclaration),
        ("sensors", Self::Sensors),
    ];

    /// Its word in the language.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, one)| *one == self).map_or("appointment", |(word, _)| word)
    }

    /// Can it be done without coming anywhere?
    pub fn remote(self) -> bool {
        self != Self::Appointment
    }

    /// Is the applicant's image or voice recorded, so that consent comes first?
    pub fn recorded(self) -> bool {
        matches!(self, Self::Video | Self::Recording)
    }

    /// Does the applicant hand in something before the experts look?
    pub fn captured(self) -> bool {
        matches!(self, Self::Recording | Self::SelfDeclaration | Self::Sensors)
    }

    /// Does it happen at a time that the applicant chooses (REMOTE-01)?
    pub fn timed(self) -> bool {
        matches!(self, Self::Appointment | Self::Video)
    }
}

/// How the sheets of several experts become one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Averaging {
    /// The mean of the experts' totals.
    Mean,
    /// The middle total; of an even number of experts, the mean of the two in the middle.
    Median,
    /// The totals added up.
    Sum,
    /// Yes when every expert says yes to every line.
    All,
}

impl AssessmentRule {
    /// The most that the rule can give; `None` for yes or no.
    pub fn ceiling(&self) -> Option<Decimal> {
        let total: Decimal = self.sheet.iter().filter_map(|item| item.most).sum();
        match self.rule {
            Averaging::Mean | Averaging::Median => Some(total),
            Averaging::Sum => Some(total * Decimal::from(self.experts)),
            Averaging::All => None,
        }
    }
}

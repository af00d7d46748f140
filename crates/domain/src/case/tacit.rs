//! Silence is consent, where the regulation says so: the norm of the decision passed and nothing was
//! decided, so the application is granted, whoever had to decide. What is established against it
//! still stands: then a person decides late.

use regulation::assess::{Assessment, Outcome};
use regulation::package::{ProcedureKind, Regulation, TacitConsent};

use super::model::{Case, CaseState};
use crate::procedure::ProcedureStage;

/// The consent that the authority has given by saying nothing until now.
pub(super) fn given<'a>(case: &Case, assessment: &Assessment, regulation: &'a Regulation) -> Option<&'a TacitConsent> {
    let late = case.procedures.iter().find(|one| one.stage == ProcedureStage::Overdue)?;
    let rule = regulation.procedures.iter().find(|rule| rule.id == late.id && rule.kind == ProcedureKind::Decision)?;
    let refused = matches!(assessment.decision, Outcome::Negative(_));
    let open = matches!(case.state, CaseState::Registered | CaseState::InProgress) && case.contested().is_empty();
    rule.tacit_consent.as_ref().filter(|_| open && !refused)
}

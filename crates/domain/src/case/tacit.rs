//! Silence is consent, where the regulation says so: the norm of the decision passed and nothing was
//! decided, so the application is granted, whoever had to decide. What is established against it
//! still stands: then a person decides late.

use jiff::Timestamp;
use regulation::assess::{Outcome, outlook};
use regulation::package::{ProcedureKind, TacitConsent};

use super::decide::Context;
use super::model::{Case, CaseState};
use crate::procedure::ProcedureStage;

/// The consent that the authority has given by saying nothing until now.
pub(super) fn given<'a>(case: &Case, context: &Context<'a>, now: Timestamp) -> Option<&'a TacitConsent> {
    let late = case.procedures.iter().find(|one| one.stage == ProcedureStage::Overdue)?;
    let rules = &context.regulation.procedures;
    let rule = rules.iter().find(|rule| rule.id == late.id && rule.kind == ProcedureKind::Decision)?;
    let consent = rule.tacit_consent.as_ref()?;
    let open = matches!(case.state, CaseState::Registered | CaseState::InProgress) && case.contested().is_empty();
    let today = context.clock.local_date(now);
    let refused = || matches!(outlook(context.regulation, &case.facts, today).decision, Outcome::Negative(_));
    (open && !refused()).then_some(consent)
}

//! A service that starts without an application (P10 of C24): registers tell that it is due, and
//! the person's consent or an act allows it. The person is told at once and may decline.

use jiff::Timestamp;
use regulation::assess::{Outcome, VariantFit};
use regulation::expression::Verdict;
use regulation::fact::{Facts, Source};
use regulation::form;
use regulation::package::{ProcedureKind, Status};

use super::changing::Changing;
use super::decide::Context;
use super::file::blank;
use super::model::{Actor, Change};
use super::parts::{Basis, Proactive};
use super::register::registered;
use crate::id::{CaseId, DraftId};
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::permit::AccountKind;
use crate::person::Person;
use crate::refusal::Refusal;
use crate::timer;

/// What starts for whom.
#[derive(Debug, Clone)]
pub struct ProactiveStart<'a> {
    /// For whom.
    pub person: &'a Person,
    /// In whose name the person is served.
    pub account: AccountKind,
    /// Id of the case, in the bucket of the person.
    pub case: CaseId,
    /// Public number, unique for the authority and year.
    pub number: String,
    /// What registers told.
    pub facts: Facts,
    /// What allows it.
    pub basis: Basis,
    /// Code of the event that set it off, never a value.
    pub trigger: String,
}

/// Makes a registered case, or says why nothing starts: it is not due, or not established.
pub fn start_proactively(start: &ProactiveStart<'_>, context: &Context<'_>, now: Timestamp) -> Result<Change, Refusal> {
    let regulation = context.regulation;
    let today = context.clock.local_date(now);
    if regulation.status != Status::Published || today < regulation.from {
        return Err(Refusal::ServiceClosed);
    }
    if start.trigger.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    // Nobody said anything: what starts by itself rests on what authorities know.
    if let Some((name, _)) = start
        .facts
        .0
        .iter()
        .find(|(name, known)| known.source == Source::Applicant || !regulation.facts.contains_key(*name))
    {
        return Err(Refusal::UnknownFact(name.clone()));
    }
    let mut facts = start.facts.clone();
    if let Some(applicant) = start.account.applicant() {
        let itself = form::CaseSelf { channel: form::Channel::Portal, applicant: Some(applicant), filed: today };
        facts.0.extend(form::case_facts(regulation, itself, now).0);
    }
    let proactive = Proactive { basis: start.basis, trigger: start.trigger.clone(), undone: None };
    let draft = DraftId(start.case.0.clone());
    let mut case = blank(&start.case, &start.number, start.person, draft, facts, context, now);
    case.revision = 0;
    let by = Actor::Machine;
    let mut work = Changing::new(&case, &by, context, now);
    work.happened(Event::Filed {
        number: case.number.clone(),
        service: case.service.clone(),
        version: case.version.clone(),
        authority: case.authority.clone(),
        applicant: case.applicant.clone(),
        draft: case.draft.clone(),
        registration_due: case.registration_due.clone(),
        declared: Vec::new(),
        proactive: Some(proactive.clone()),
        joint: Vec::new(),
    });
    work.case.proactive = Some(proactive);
    work.happened(Event::Delivered);
    let outlook = work.outlook();
    if outlook.accept != Outcome::Positive {
        return Err(Refusal::NotEstablished);
    }
    let VariantFit::One(variant) = &outlook.variant else { return Err(Refusal::NoVariant) };
    let rule = regulation.procedures.iter().find(|rule| {
        rule.kind == ProcedureKind::Proactive && (rule.variants.is_empty() || rule.variants.contains(variant))
    });
    let rule = rule.ok_or(Refusal::NotProactive)?;
    if rule.start.as_ref().is_some_and(|criterion| work.verdict(criterion) != Verdict::Yes) {
        return Err(Refusal::NotEstablished);
    }
    registered(&mut work, outlook)?;
    let due = work.case.due.clone().ok_or(Refusal::NoVariant)?;
    work.notify(&Content::Progress(Progress::Started { basis: start.basis, due }))?;
    let mut change = work.finish();
    change.timers = timer::changed(None, &change.case);
    Ok(change)
}

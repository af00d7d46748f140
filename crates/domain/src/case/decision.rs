//! The decision (P5 of C24): provide, or refuse on grounds of the regulation (RESULT-09).

use regulation::assess::Outcome;
use regulation::package::{ProcedureKind, TacitConsent};
use serde_json::Value;

use super::changing::Changing;
use super::course::{next_title, start_next};
use super::model::{Actor, DecisionRecord};
use super::register::follows;
use super::tacit;
use crate::journal::{DecisionSeen, Event};
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// Decides to provide. The machine may only where every criterion is known and carries it, or where
/// the regulation takes silence for consent.
pub(super) fn grant(work: &mut Changing<'_>, trace: &Value) -> Result<(), Refusal> {
    let rule = work.running_of(ProcedureKind::Decision)?;
    let consent = silence(work);
    if consent.is_none() {
        work.may_perform(rule.by)?;
        if *work.by == Actor::Machine && work.outlook().decision != Outcome::Positive {
            return Err(Refusal::NotEstablished);
        }
    }
    decided(work, true, Vec::new(), consent.map(|consent| consent.say.as_str()), trace);
    work.happened(Event::ProcedureEnded { procedure: rule.id.clone() });
    start_next(work)?;
    let next = next_title(work);
    work.notify(&Content::Progress(Progress::Ended { procedure: rule.title.clone(), next }))?;
    work.advance_later();
    Ok(())
}

/// Decides to refuse. The machine may only on grounds that follow from what is known: a
/// refusal never follows from the unknown.
pub(super) fn refuse(
    work: &mut Changing<'_>,
    grounds: &[String],
    words: Option<&str>,
    trace: &Value,
) -> Result<(), Refusal> {
    let rule = work.running_of(ProcedureKind::Decision)?;
    work.may_perform(rule.by)?;
    let variant = work.case.variant.clone();
    let found = work.grounds(&work.context.regulation.refuse_provision, grounds, variant.as_ref())?;
    if *work.by == Actor::Machine && !follows(&work.outlook().decision, grounds) {
        return Err(Refusal::NotEstablished);
    }
    let reasons = work.reasons(&found);
    decided(work, false, grounds.to_vec(), words, trace);
    work.close_procedures();
    let words = words.map(str::to_owned);
    work.notify(&Content::Refused { decided_at: work.now, reasons, words })
}

/// The machine says what the authority's silence means; an official still decides in words of their own.
fn silence<'a>(work: &Changing<'a>) -> Option<&'a TacitConsent> {
    let machine = *work.by == Actor::Machine;
    machine.then(|| tacit::given(&work.case, work.context, work.now)).flatten()
}

fn decided(work: &mut Changing<'_>, positive: bool, grounds: Vec<String>, words: Option<&str>, trace: &Value) {
    let record = DecisionRecord {
        positive,
        grounds: grounds.clone(),
        words: words.map(str::to_owned),
        by: work.by.clone(),
        at: work.now,
        trace: trace.clone(),
    };
    let digest = DecisionSeen::of(&record).digest;
    work.happened(Event::Decided { positive, grounds, digest });
    work.case.decision = Some(record);
}

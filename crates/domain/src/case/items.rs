//! Results that are things reach the person (SM-23, DELIVERY-01, DELIVERY-02): which there are,
//! who takes which step, what is told, and that a case ends only when they are handed over.

use regulation::clock::Due;
use regulation::package::{Output, OutputKind};
use regulation::region::Method;

use super::changing::Changing;
use super::model::{Actor, Case};
use crate::delivery::{Delivery, Handed, Move, Stage, Step};
use crate::job::Work;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// The result is ready: each thing among it waits to be made and handed over.
pub(super) fn begin(work: &mut Changing<'_>) {
    let things: Vec<String> = things(work).into_iter().map(|output| output.id.clone()).collect();
    for output in things {
        if work.case.deliveries.iter().all(|known| known.at.output != output) {
            work.happened(Event::Item { at: Delivery::begin(&output).at });
        }
    }
}

/// Things that the case gives.
fn things<'r>(work: &Changing<'r>) -> Vec<&'r Output> {
    let Some(variant) = work.case.variant.clone() else { return Vec::new() };
    let today = work.context.clock.local_date(work.now);
    let outputs = work.context.regulation.results.iter();
    let given = work.context.regulation.outputs_given(&variant, &work.case.facts, today);
    let given: Vec<&str> = given.iter().map(|output| output.id.as_str()).collect();
    outputs
        .filter(|output| given.contains(&output.id.as_str()) && matches!(output.kind, OutputKind::Object(_)))
        .collect()
}

/// Is anything still to be handed over?
pub(super) fn owed(case: &Case) -> bool {
    case.deliveries.iter().any(|item| item.at.stage != Stage::HandedOver)
}

/// Ways an item can be handed over: those of the region, without carriers where declared
/// originals are to be looked at (FORM-16, INTAKE-06).
pub fn ways(case: &Case, region: &regulation::region::Region, output: &str) -> Vec<Method> {
    let shows = case.originals_owed();
    let ways = region.delivery.ways_for(&case.service, output).into_iter();
    ways.filter(|method| !(shows && method.by_carrier())).collect()
}

/// A step of an item.
pub(super) fn step(work: &mut Changing<'_>, output: &str, step: &Step) -> Result<(), Refusal> {
    let known = work.case.deliveries.iter().position(|item| item.at.output == output);
    let item = known.and_then(|index| work.case.deliveries.get(index)).cloned();
    // What is electronic is not carried anywhere (DELIVERY-01).
    let item = item.ok_or_else(|| Refusal::NothingToCarry(output.to_owned()))?;
    may(work.by, step)?;
    if let Step::Choose { method, .. } = step
        && !ways(&work.case, work.context.region, output).contains(method)
    {
        return Err(Refusal::WayClosed(method.name()));
    }
    let stored = |method: Method| stored(work, method);
    let Some(next) = item.step(step, work.by, stored, work.now)? else { return Err(Refusal::AlreadyDone) };
    if let Step::HandOver(handed) = step {
        originals(work, handed)?;
    }
    if let Step::Prepare { blank } | Step::Reissue { blank } = step {
        let wanted = work.context.region.delivery.blank_of(&work.case.service, output);
        if wanted.is_some() != blank.is_some() {
            return Err(Refusal::BlankNeeded);
        }
    }
    let (before, after) = (item.at.clone(), next.at.clone());
    if before != after {
        work.happened(Event::Item { at: after.clone() });
    }
    for known in &mut work.case.deliveries {
        if known.at.output == output {
            known.clone_from(&next);
        }
    }
    if before.stage != after.stage {
        tell(work, &next)?;
    }
    carry(work, step, &next);
    if !owed(&work.case) {
        work.advance_later();
    }
    Ok(())
}

/// Whose step it is. At which window an official stands is asked by whoever opens the case.
fn may(by: &Actor, step: &Step) -> Result<(), Refusal> {
    let allowed = match by {
        Actor::Applicant(_) => step.kind() == Move::Choose,
        Actor::Official(_) | Actor::System(_) => !matches!(step, Step::Ship { .. } | Step::Track(_) | Step::Lapse),
        Actor::Machine => matches!(step, Step::Ship { .. } | Step::Track(_) | Step::Lapse),
    };
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The end of the storage term of a way that begins now; the region's.
fn stored(work: &Changing<'_>, method: Method) -> Result<Option<Due>, Refusal> {
    let way = work.context.region.delivery.ways.get(method.name());
    way.and_then(|way| way.storage).map(|term| work.due(term)).transpose()
}

/// Declared originals are shown with the result, or the result is not handed over (INTAKE-06).
fn originals(work: &mut Changing<'_>, handed: &Handed) -> Result<(), Refusal> {
    for item in &handed.originals {
        let owed = work.case.declared.iter().find(|owed| owed.item == *item);
        match owed.map(|owed| owed.shown == Some(true)) {
            None => return Err(Refusal::UnknownFact(item.clone())),
            Some(true) => {}
            Some(false) => work.happened(Event::OriginalSeen { item: item.clone(), shown: true }),
        }
    }
    let owed = work.case.originals_owed();
    if owed { Err(Refusal::OriginalsOwed) } else { Ok(()) }
}

/// The carrier is told, and asked where the item is, by jobs.
fn carry(work: &mut Changing<'_>, step: &Step, item: &Delivery) {
    let (case, output, shipment) = (work.case.id.clone(), item.at.output.clone(), item.at.shipment);
    match step {
        Step::Give if item.at.method.by_carrier() => work.later(Work::Ship { case, output }),
        Step::Ship { .. } => work.later(Work::Track { case, output, shipment }),
        _ => {}
    }
}

/// What the person must know: made, where it lies until when, that it came back or was lost. The
/// locker code is in none of it.
fn tell(work: &mut Changing<'_>, item: &Delivery) -> Result<(), Refusal> {
    if !matches!(item.at.stage, Stage::Prepared | Stage::AtPoint | Stage::Returned | Stage::Lost) {
        return Ok(());
    }
    let output = work.context.regulation.results.iter().find(|output| output.id == item.at.output);
    let region = work.context.region;
    let window = match item.at.method {
        Method::Centre => item.at.centre.as_deref().and_then(|centre| region.authority(centre)),
        Method::Authority => region.authority(&work.case.authority),
        Method::Post | Method::Locker | Method::Courier => None,
    };
    let place = match (item.at.stage, window) {
        (Stage::AtPoint, Some(window)) => format!("{}, {}", window.short, window.address),
        (Stage::AtPoint, None) => item.point.clone(),
        _ => String::new(),
    };
    let title = output.map_or_else(|| item.at.output.clone(), |output| output.title.clone());
    let until = item.at.until.clone();
    work.notify(&Content::Progress(Progress::Item { title, stage: item.at.stage, place, until }))
}

//! The case in the line for a limited resource (P8 of C24, PROCEDURE-09): it joins, is offered a
//! piece and answers, gets one or does not, leaves. Who comes first is the stock's to say
//! ([`crate::distribution`]); here the case learns of it, by the wishes that jobs bring.

use regulation::expression::Verdict;
use regulation::fact::{FactName, Facts, Known, Source, Value};
use regulation::package::{Fact, FactType, Procedure, ProcedureKind, Resource, SourcePath};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::changing::Changing;
use super::derived;
use super::model::{Actor, Case, CaseState};
use crate::distribution::{
    LeaveReason, LineEvent, PlaceState, QueuePlace, Standing, answered_by_stock, standing, window,
};
use crate::id::StockId;
use crate::job::Work;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;
use regulation::expression::World;

/// Joins a line, or is ranked anew because facts changed.
pub(super) fn queue(
    work: &mut Changing<'_>,
    resource: &str,
    stock: &StockId,
    because: &[FactName],
) -> Result<(), Refusal> {
    let rule = rule(work, resource)?;
    if rule.when.as_ref().is_some_and(|when| work.verdict(when) != Verdict::Yes) {
        return Err(Refusal::NotEstablished);
    }
    let world = world(work);
    if !window(rule, &world).takes(work.context.clock.local_date(work.case.filed_at)) {
        return Err(Refusal::LineClosed);
    }
    let rank = rank(&standing(rule, &world));
    match place_of(&work.case, stock).map(|place| (place.state, place.rank == rank)) {
        None => {}
        Some((state, false)) if state.in_line() => {}
        Some(_) => return Err(Refusal::AlreadyDone),
    }
    happened(work, resource, stock, LineEvent::Queued { rank, because: because.to_vec() });
    Ok(())
}

/// A piece is offered: the applicant answers within the term of the regulation, or it goes on to
/// the next in line.
pub(super) fn offer(work: &mut Changing<'_>, resource: &str, stock: &StockId, place: i64) -> Result<(), Refusal> {
    in_line(work, stock)?;
    let rule = rule(work, resource)?;
    let term = rule.offer.ok_or(Refusal::NotEstablished)?;
    let until = work.due(term)?;
    happened(work, resource, stock, LineEvent::Offered { place, until: until.clone() });
    work.notify(&Content::Progress(Progress::Offered { resource: rule.title.clone(), due: until }))
}

/// The applicant takes an offered piece or leaves it to the next; the place is kept.
pub(super) fn answer(work: &mut Changing<'_>, resource: &str, stock: &StockId, accept: bool) -> Result<(), Refusal> {
    let (place, until) = offered(work, stock)?;
    if until.is_some_and(|until| until < work.now) {
        return Err(Refusal::OfferOver);
    }
    happened(work, resource, stock, LineEvent::Answered { accepted: accept });
    if accept {
        learn(work, resource, &Outcome { got: true, place, left: 1 })?;
    }
    work.advance_later();
    Ok(())
}

/// The term of an offer passed without an answer.
pub(super) fn lapse(work: &mut Changing<'_>, resource: &str, stock: &StockId) -> Result<(), Refusal> {
    let (_, until) = offered(work, stock)?;
    if until.is_none_or(|until| until > work.now) {
        return Err(Refusal::NotDue);
    }
    happened(work, resource, stock, LineEvent::Lapsed);
    Ok(())
}

/// A piece is given: what the procedure of distribution yields is known now.
pub(super) fn allot(
    work: &mut Changing<'_>,
    resource: &str,
    stock: &StockId,
    place: i64,
    left: i64,
) -> Result<(), Refusal> {
    in_line(work, stock)?;
    happened(work, resource, stock, LineEvent::Allotted { place });
    learn(work, resource, &Outcome { got: true, place, left: left.max(1) })?;
    work.advance_later();
    Ok(())
}

/// Leaves a line: nothing was left, or it wants no piece any more.
pub(super) fn leave(
    work: &mut Changing<'_>,
    resource: &str,
    stock: &StockId,
    reason: LeaveReason,
) -> Result<(), Refusal> {
    let own = matches!(work.by, Actor::Applicant(_));
    if own != (reason == LeaveReason::OwnWish) {
        return Err(Refusal::NotAllowed);
    }
    let place = place_of(&work.case, stock).ok_or_else(|| Refusal::NotInLine(resource.to_owned()))?;
    match (place.state, reason) {
        (PlaceState::Left | PlaceState::Passed | PlaceState::Ended, _) => return Err(Refusal::AlreadyDone),
        (PlaceState::Allotted | PlaceState::Offered, LeaveReason::NothingLeft { .. }) => {
            return Err(Refusal::AlreadyDone);
        }
        _ => {}
    }
    happened(work, resource, stock, LineEvent::Left { reason });
    let nowhere = !work.case.queues.iter().any(|one| {
        one.resource == resource
            && (one.state.in_line() || matches!(one.state, PlaceState::Offered | PlaceState::Allotted))
    });
    if let LeaveReason::NothingLeft { place } = reason
        && nowhere
    {
        learn(work, resource, &Outcome { got: false, place, left: 0 })?;
    }
    work.advance_later();
    Ok(())
}

/// What a distribution yielded for one case.
struct Outcome {
    got: bool,
    place: i64,
    left: i64,
}

/// The facts that the procedure of distribution gives, and what a register would have answered of
/// the stock that is kept here. Nothing of it is guessed: each name stands in the regulation.
fn learn(work: &mut Changing<'_>, resource: &str, outcome: &Outcome) -> Result<(), Refusal> {
    let rule = rule(work, resource)?;
    let regulation = work.context.regulation;
    let mut facts = Facts::default();
    let mut say = |fact: &Fact, value: Value, source: Source| {
        let known = Known { value: Some(value), source, at: work.now, contested: false };
        facts.learn(fact.name.clone(), known);
    };
    let procedures = regulation.procedures.iter().filter(|procedure| distributes(procedure, &work.case));
    for fact in procedures.flat_map(|procedure| &procedure.output).filter_map(|name| regulation.facts.get(name)) {
        match fact.kind {
            FactType::YesNo if fact.from.is_empty() => say(fact, Value::YesNo(outcome.got), Source::Derived),
            FactType::Number { .. } if fact.from.is_empty() => {
                say(fact, Value::Number(Decimal::from(outcome.place)), Source::Derived);
            }
            _ => {}
        }
    }
    for fact in regulation.facts.values() {
        if let Some(source) = stock_source(work.context.regulation, rule, fact) {
            say(fact, Value::Number(Decimal::from(outcome.left)), Source::Register { source: source.to_owned() });
        }
    }
    if facts.0.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = facts.0.keys().cloned().collect();
    work.happened(Event::Learnt { source: "distribution".to_owned(), facts: names.clone() });
    for (name, known) in facts.0 {
        work.case.facts.learn(name, known);
    }
    derived::follow(work, names);
    Ok(())
}

/// The source whose `left` this fact is, when the stock of the resource knows it.
fn stock_source<'a>(
    regulation: &regulation::package::Regulation,
    resource: &Resource,
    fact: &'a Fact,
) -> Option<&'a str> {
    fact.from.iter().find_map(|path| match path {
        SourcePath::Register { source, field }
            if field == "left" && answered_by_stock(regulation, resource, source) =>
        {
            Some(source.as_str())
        }
        _ => None,
    })
}

/// Is a source not asked, because the line the case stands in will tell?
pub(super) fn told_by_line(work: &Changing<'_>, source: &str) -> bool {
    let regulation = work.context.regulation;
    work.case.queues.iter().any(|place| {
        let resource = regulation.resources.iter().find(|one| one.id == place.resource);
        resource.is_some_and(|resource| answered_by_stock(regulation, resource, source))
    })
}

/// Does the case wait for a line: is a piece still to come, or an offer still to be answered?
pub(super) fn waits(case: &Case) -> bool {
    case.queues.iter().any(|place| matches!(place.state, PlaceState::Waiting | PlaceState::Offered))
        && !case.queues.iter().any(|place| place.state == PlaceState::Allotted)
}

/// Who ended without what the line is for waits for nothing any more, and no offer of it stays open.
/// A completed case may wait for years; it leaves when its entry ends.
pub(super) fn leave_at_end(work: &mut Changing<'_>, before: CaseState) {
    if work.case.state.ended() && work.case.state != CaseState::Completed && !before.ended() {
        leave_lines(work);
    }
}

/// Leaves every line that still has something to give.
pub(super) fn leave_lines(work: &mut Changing<'_>) {
    let waits = |place: &&QueuePlace| place.state.in_line() || place.state == PlaceState::Offered;
    let places: Vec<_> =
        (work.case.queues.iter().filter(waits)).map(|place| (place.resource.clone(), place.stock.clone())).collect();
    for (resource, stock) in places {
        happened(work, &resource, &stock, LineEvent::Left { reason: LeaveReason::Ended });
    }
}

/// After these the line must learn of the case.
pub(super) fn settle_later(work: &mut Changing<'_>) {
    let moves = |event: &Event| {
        matches!(
            event,
            Event::Line { .. }
                | Event::Learnt { .. }
                | Event::EvidenceFailed { .. }
                | Event::Registered { .. }
                | Event::NotAccepted { .. }
                | Event::GivenBack { .. }
                | Event::Forwarded { .. }
                | Event::Decided { .. }
                | Event::Withdrawn
                | Event::Declined
                | Event::Undone
                | Event::Reopened { .. }
        )
    };
    if !work.case.queues.is_empty() && work.journal.iter().any(|entry| moves(&entry.event)) {
        work.later(Work::SettlePlaces { case: work.case.id.clone() });
    }
}

/// Digest of what ranks a case.
pub(super) fn rank(standing: &Standing) -> String {
    let written = serde_json::to_string(standing).unwrap_or_default();
    Sha256::digest(written.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn distributes(procedure: &Procedure, case: &Case) -> bool {
    let fits = case
        .variant
        .as_ref()
        .is_none_or(|variant| procedure.variants.is_empty() || procedure.variants.contains(variant));
    procedure.kind == ProcedureKind::Distribution && fits
}

fn rule<'a>(work: &Changing<'a>, resource: &str) -> Result<&'a Resource, Refusal> {
    let found = work.context.regulation.resources.iter().find(|one| one.id == resource);
    found.ok_or_else(|| Refusal::NotInLine(resource.to_owned()))
}

fn world<'w>(work: &'w Changing<'_>) -> World<'w> {
    World {
        regulation: work.context.regulation,
        facts: &work.case.facts,
        today: work.context.clock.local_date(work.now),
    }
}

fn place_of<'c>(case: &'c Case, stock: &StockId) -> Option<&'c QueuePlace> {
    case.queues.iter().find(|place| place.stock == *stock)
}

fn in_line(work: &Changing<'_>, stock: &StockId) -> Result<(), Refusal> {
    match place_of(&work.case, stock).map(|place| place.state) {
        Some(state) if state.in_line() => Ok(()),
        Some(_) => Err(Refusal::AlreadyDone),
        None => Err(Refusal::NotInLine(stock.to_string())),
    }
}

fn offered(work: &Changing<'_>, stock: &StockId) -> Result<(i64, Option<jiff::Timestamp>), Refusal> {
    let open = place_of(&work.case, stock).filter(|place| place.state == PlaceState::Offered);
    let open = open.ok_or_else(|| Refusal::NotInLine(stock.to_string()))?;
    Ok((open.place.unwrap_or_default(), open.until.as_ref().map(|due| due.at)))
}

fn happened(work: &mut Changing<'_>, resource: &str, stock: &StockId, event: LineEvent) {
    work.happened(Event::Line { resource: resource.to_owned(), stock: stock.clone(), what: event });
}

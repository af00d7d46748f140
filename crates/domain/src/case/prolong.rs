//! The whole term is prolonged on a ground of the regulation: it becomes another term, counted
//! from where it began, with the pauses there were. Once per ground, and not after it passed.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::expression::{Verdict, World};
use regulation::package::{Ground, Prolongation};

use super::changing::Changing;
use super::decide::Context;
use super::model::Case;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// Prolongs; the applicant is told why and until when.
pub(super) fn prolong(work: &mut Changing<'_>, id: &str, words: Option<&str>) -> Result<(), Refusal> {
    work.in_hands()?;
    let rule = work.context.regulation.prolong.iter().find(|rule| rule.ground.id == id);
    let ground = work.ground(rule.map(|rule| &rule.ground), id)?;
    let rule = rule.ok_or_else(|| Refusal::UnknownGround(id.to_owned()))?;
    let due = longer(&work.case, rule, work.context, work.now)?;
    work.happened(Event::Prolonged { ground: id.to_owned(), to: rule.to, due: due.clone() });
    if let Some(prolonged) = work.case.prolonged.last_mut() {
        prolonged.words = words.map(str::to_owned);
    }
    let reasons = work.reasons(&[ground]);
    let words = words.map(str::to_owned);
    work.notify(&Content::Progress(Progress::Prolonged { reasons, words, due }))?;
    work.advance_later();
    Ok(())
}

/// The later end, if there is one to have.
fn longer(case: &Case, rule: &Prolongation, context: &Context<'_>, now: Timestamp) -> Result<Due, Refusal> {
    if case.prolonged.iter().any(|known| known.ground == rule.ground.id) {
        return Err(Refusal::AlreadyDone);
    }
    let before = case.due.as_ref().ok_or(Refusal::WrongState { state: case.state.name() })?;
    if now > before.at || case.breached.iter().any(|name| name == "case") {
        return Err(Refusal::TermPassed);
    }
    let pauses: Vec<_> = case.pauses.iter().filter_map(|pause| Some((pause.from, pause.until?))).collect();
    let due = context.clock.due(before.story.from, rule.to, &pauses)?;
    if due.at <= before.at { Err(Refusal::AlreadyDone) } else { Ok(due) }
}

/// The ground on which the machine prolongs now.
pub(super) fn established<'r>(case: &Case, context: &Context<'r>, now: Timestamp) -> Option<&'r Ground> {
    if case.assignee.is_some() || case.person_wanted() {
        return None;
    }
    let world = World { regulation: context.regulation, facts: &case.facts, today: context.clock.local_date(now) };
    let variant = case.variant.as_ref();
    let holds = |rule: &&Prolongation| {
        let fits = rule.ground.variants.is_empty() || variant.is_none_or(|own| rule.ground.variants.contains(own));
        let when = rule.ground.when.as_ref().map(|when| when.verdict(&world));
        fits && when == Some(Verdict::Yes) && longer(case, rule, context, now).is_ok()
    };
    context.regulation.prolong.iter().find(holds).map(|rule| &rule.ground)
}

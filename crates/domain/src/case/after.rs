//! Life after the decision: reports, re-checks, renewals and ends of entries that the regulation
//! names, each with its term and, where an act says so, with what happens to who has not done it.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::expression::Verdict;
use regulation::package::{Afterwards, AfterwardsKind};

use super::changing::Changing;
use super::course::request;
use super::model::Actor;
use super::parts::ObligationStage;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;
use crate::timer;

/// What arises now: called when the case is completed and whenever a re-check taught something.
pub(super) fn arise(work: &mut Changing<'_>) -> Result<(), Refusal> {
    let variant = work.case.variant.clone();
    let fits = |rule: &&Afterwards| {
        rule.variants.is_empty() || variant.as_ref().is_some_and(|own| rule.variants.contains(own))
    };
    let rules: Vec<&Afterwards> = work.context.regulation.afterwards.iter().filter(fits).collect();
    for rule in rules {
        let holds = rule.when.as_ref().is_none_or(|when| work.verdict(when) == Verdict::Yes);
        let known = work.case.obligations.iter().any(|known| known.id == rule.id && known.open());
        if holds && !known && !(rule.every.is_some() && times(work, rule) > 0) {
            let due = due(work, rule, work.now)?;
            begin(work, rule, times(work, rule), due)?;
        }
    }
    Ok(())
}

fn times(work: &Changing<'_>, rule: &Afterwards) -> u32 {
    let known = work.case.obligations.iter().filter(|known| known.id == rule.id).count();
    u32::try_from(known).unwrap_or(u32::MAX)
}

fn due(work: &Changing<'_>, rule: &Afterwards, from: Timestamp) -> Result<Option<Due>, Refusal> {
    let term = rule.within.or(rule.every);
    Ok(term.map(|term| work.context.clock.due(from, term, &[])).transpose()?)
}

fn begin(work: &mut Changing<'_>, rule: &Afterwards, time: u32, due: Option<Due>) -> Result<(), Refusal> {
    let blocked = due.as_ref().zip(rule.blocks).map(|(due, term)| work.context.clock.due(due.at, term, &[]));
    let blocks_until = blocked.transpose()?.map(|due| due.at);
    let (id, kind) = (rule.id.clone(), rule.kind);
    work.happened(Event::ObligationArose { id, kind, time, due: due.clone(), blocks_until });
    // A re-check is the authority's own work: the applicant is told when something comes of it.
    if rule.kind == AfterwardsKind::Recheck {
        return Ok(());
    }
    let (title, say, mend) = (rule.title.clone(), rule.say.clone(), rule.mend.clone());
    let clause = work.context.regulation.clause_text(&rule.because);
    work.notify(&Content::Progress(Progress::Afterwards { title, say, mend, clause, due, overdue: false }))
}

fn rule<'a>(work: &Changing<'a>, id: &str) -> Result<&'a Afterwards, Refusal> {
    let rule = work.context.regulation.afterwards.iter().find(|rule| rule.id == id);
    rule.ok_or_else(|| Refusal::UnknownObligation(id.to_owned()))
}

/// Done; what comes again begins anew, counted from when it was due.
pub(super) fn fulfil(
    work: &mut Changing<'_>,
    id: &str,
    words: Option<&str>,
    evidence: &[String],
) -> Result<(), Refusal> {
    let rule = rule(work, id)?;
    let known = work.case.obligations.iter().find(|known| known.id == id && known.open());
    let known = known.ok_or_else(|| Refusal::UnknownObligation(id.to_owned()))?;
    let applicants = matches!(known.kind, AfterwardsKind::Report | AfterwardsKind::Closing | AfterwardsKind::Renewal);
    if matches!(work.by, Actor::Applicant(_)) && !applicants {
        return Err(Refusal::NotAllowed);
    }
    let (time, next_from) = (known.time, known.due.as_ref().map_or(work.now, |due| due.at));
    work.happened(Event::ObligationDone { id: id.to_owned(), time });
    if let Some(done) = work.case.obligations.iter_mut().find(|known| known.id == id && known.time == time) {
        done.words = words.map(str::to_owned);
        done.evidence = evidence.to_vec();
    }
    if let Some(every) = rule.every {
        let due = work.context.clock.due(next_from, every, &[])?;
        begin(work, rule, time + 1, Some(due))?;
    }
    Ok(())
}

/// Its term passed. A report is owed still; a re-check begins; the rest is the authority's turn.
pub(super) fn overdue(work: &mut Changing<'_>, id: &str, time: u32) -> Result<(), Refusal> {
    let rule = rule(work, id)?;
    let known = work.case.obligations.iter().find(|known| known.id == id && known.time == time);
    let known = known.ok_or_else(|| Refusal::UnknownObligation(id.to_owned()))?;
    match known.stage {
        ObligationStage::Open => {}
        ObligationStage::Overdue => return Err(Refusal::AlreadyDone),
        ObligationStage::Done | ObligationStage::DoneLate => return Err(Refusal::NotDue),
    }
    if known.due.as_ref().is_none_or(|due| work.now <= due.at) {
        return Err(Refusal::NotDue);
    }
    let due = known.due.clone();
    let what = timer::numbered(&format!("after:{id}"), time);
    work.happened(Event::TimerBreached { what });
    if rule.kind == AfterwardsKind::Recheck {
        work.advance_later();
        return Ok(());
    }
    let (title, say, mend) = (rule.title.clone(), rule.say.clone(), rule.mend.clone());
    let clause = work.context.regulation.clause_text(&rule.because);
    work.advance_later();
    work.notify(&Content::Progress(Progress::Afterwards { title, say, mend, clause, due, overdue: true }))
}

/// Asks the sources of a re-check anew; when the last has answered, it is done.
pub(super) fn recheck(work: &mut Changing<'_>, id: &str) -> Result<(), Refusal> {
    let rule = rule(work, id)?;
    let due = work.case.obligations.iter().any(|known| known.id == id && known.stage == ObligationStage::Overdue);
    if rule.kind != AfterwardsKind::Recheck || (!due && *work.by == Actor::Machine) {
        return Err(Refusal::NotDue);
    }
    if work.case.sources.iter().any(|asked| rule.asks.contains(&asked.source) && asked.state.outstanding()) {
        return Err(Refusal::AlreadyDone);
    }
    for source in rule.asks.clone() {
        request(work, &source)?;
    }
    if rule.asks.is_empty() {
        return fulfil(work, id, None, &[]);
    }
    Ok(())
}

/// After an answer to a re-check: conditions are looked at again, and a re-check whose sources
/// have all answered is done.
pub(super) fn learnt(work: &mut Changing<'_>) -> Result<(), Refusal> {
    arise(work)?;
    let checked: Vec<String> = (work.case.obligations.iter())
        .filter(|known| known.kind == AfterwardsKind::Recheck && known.stage == ObligationStage::Overdue)
        .map(|known| known.id.clone())
        .collect();
    for id in checked {
        let asks = &rule(work, &id)?.asks;
        let waits = work.case.sources.iter().any(|asked| asks.contains(&asked.source) && asked.state.outstanding());
        if !waits {
            fulfil(work, &id, None, &[])?;
        }
    }
    Ok(())
}

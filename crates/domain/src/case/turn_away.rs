//! Neither provided nor refused: the application is returned unconsidered, or passed on to the
//! body that is competent. Only on grounds of the regulation, with what the applicant can do.

use regulation::clock::{Due, Term};
use regulation::package::Ground;
use serde_json::Value;

use super::changing::Changing;
use super::model::{Actor, CaseState};
use super::parts::TurnedAway;
use crate::journal::Event;
use crate::notice::{Content, Progress};
use crate::refusal::Refusal;

/// Returns it.
pub(super) fn give_back(work: &mut Changing<'_>, id: &str, words: Option<&str>, trace: &Value) -> Result<(), Refusal> {
    let rule = work.context.regulation.give_back.iter().find(|rule| rule.ground.id == id);
    let ground = may(work, rule.map(|rule| &rule.ground), id)?;
    let due = within(work, rule.map(|rule| rule.within))?;
    let reasons = work.reasons(&[ground]);
    turn(work, ground, None, words, due.clone(), trace);
    let words = words.map(str::to_owned);
    work.notify(&Content::Progress(Progress::GivenBack { reasons, words, due }))
}

/// Passes it on.
pub(super) fn forward(work: &mut Changing<'_>, id: &str, words: Option<&str>, trace: &Value) -> Result<(), Refusal> {
    let rule = work.context.regulation.forward.iter().find(|rule| rule.ground.id == id);
    let ground = may(work, rule.map(|rule| &rule.ground), id)?;
    let due = within(work, rule.map(|rule| rule.within))?;
    let to = rule.map(|rule| rule.to.clone()).unwrap_or_default();
    // An authority of the region by its name; a body outside it stands in words already.
    let named = work.context.region.authority(&to).map_or_else(|| to.clone(), |authority| authority.name.clone());
    let reasons = work.reasons(&[ground]);
    turn(work, ground, Some(to), words, due.clone(), trace);
    let words = words.map(str::to_owned);
    work.notify(&Content::Progress(Progress::Forwarded { reasons, to: named, words, due }))
}

fn may<'a>(work: &Changing<'a>, ground: Option<&'a Ground>, id: &str) -> Result<&'a Ground, Refusal> {
    work.in_hands()?;
    let by_itself = work.case.assignee.is_none() && !work.case.person_wanted();
    if *work.by == Actor::Machine && !(by_itself && work.case.state == CaseState::Delivered) {
        return Err(Refusal::TakenByAnother);
    }
    work.ground(ground, id)
}

/// The term runs from the receipt of the application.
fn within(work: &Changing<'_>, term: Option<Term>) -> Result<Option<Due>, Refusal> {
    Ok(term.map(|term| work.context.clock.due(work.case.filed_at, term, &[])).transpose()?)
}

fn turn(
    work: &mut Changing<'_>,
    ground: &Ground,
    to: Option<String>,
    words: Option<&str>,
    due: Option<Due>,
    trace: &Value,
) {
    let away = TurnedAway {
        ground: ground.id.clone(),
        to: to.clone(),
        words: words.map(str::to_owned),
        due,
        by: work.by.clone(),
        at: work.now,
        trace: trace.clone(),
    };
    let (ground, digest) = (ground.id.clone(), away.digest());
    work.close_procedures();
    work.happened(match to {
        None => Event::GivenBack { ground, digest },
        Some(to) => Event::Forwarded { ground, to, digest },
    });
    work.case.turned_away = Some(away);
}

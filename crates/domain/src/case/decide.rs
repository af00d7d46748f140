//! The one door to a case: a wish becomes a change or a refusal. Total: every wish in every
//! state by every actor has an answer; the grid of answers is a reviewed snapshot.

use jiff::Timestamp;
use regulation::clock::LegalClock;
use regulation::package::Regulation;
use regulation::region::Region;

use super::changing::Changing;
use super::kind::WishKind;
use super::model::{Actor, Case, Change};
use super::state::leads;
use super::wish::Wish;
use super::{
    after, ask, assessed, assessing, assign, contest, decision, distribute, exchange, items, prolong, provide, recount,
    register, reopen, suspend, turn_away, watch, withdraw,
};
use crate::duty;
use crate::refusal::Refusal;

/// What a rule needs beside the case: the law as data, the clock of the law, and new ids.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The edition the case is pinned to.
    pub regulation: &'a Regulation,
    /// The region's calendar and time zone.
    pub clock: &'a LegalClock,
    /// The region: terms of law that no package names.
    pub region: &'a Region,
    /// Makes an id that carries the bucket given.
    pub ids: &'a (dyn Fn(i64) -> String + Send + Sync),
}

/// Grants a wish or refuses it. Nothing is changed by a refusal.
pub fn decide(case: &Case, wish: &Wish, by: &Actor, context: &Context<'_>, now: Timestamp) -> Result<Change, Refusal> {
    may_wish(case, wish.kind(), by)?;
    if case.service != context.regulation.service || case.version != context.regulation.version {
        return Err(Refusal::EditionUnknown);
    }
    if leads(case.state, wish.kind()).is_empty() {
        return Err(Refusal::WrongState { state: case.state.name() });
    }
    duty::of_case(case, wish, by)?;
    let mut work = Changing::new(case, by, context, now);
    match wish {
        Wish::DelayDelivery => register::delay(&mut work),
        Wish::Deliver => register::deliver(&mut work)?,
        Wish::Register => register::register(&mut work)?,
        Wish::RefuseIntake { grounds, words } => register::refuse(&mut work, grounds, words.as_deref())?,
        Wish::Learn { facts } => exchange::learn(&mut work, facts)?,
        Wish::SourceFailed { source, overdue } => exchange::failed(&mut work, source, *overdue)?,
        Wish::CallPerson { reason } => assign::call(&mut work, reason)?,
        Wish::EndProcedure { procedure } => exchange::end(&mut work, procedure)?,
        Wish::Suspend { ground, words } => suspend::suspend(&mut work, ground, words.as_deref())?,
        Wish::AskApplicant { facts, words } => ask::ask(&mut work, facts, words)?,
        Wish::Answer { facts } => ask::answer(&mut work, facts)?,
        Wish::Resume => suspend::resume(&mut work)?,
        Wish::Prolong { ground, words } => prolong::prolong(&mut work, ground, words.as_deref())?,
        Wish::GiveBack { ground, words, trace } => {
            turn_away::give_back(&mut work, ground, words.as_deref(), trace)?;
        }
        Wish::Forward { ground, words, trace } => turn_away::forward(&mut work, ground, words.as_deref(), trace)?,
        Wish::Assessed { sheet } => assessed::assessed(&mut work, sheet)?,
        Wish::Assessing { step } => assessing::step(&mut work, step)?,
        Wish::Contest { fact, words } => contest::contest(&mut work, fact, words)?,
        Wish::Settle { fact, upheld } => contest::settle(&mut work, fact, *upheld)?,
        Wish::Reopen { reason, by } => reopen::reopen(&mut work, reason, *by)?,
        Wish::Correct { reason } => reopen::correct(&mut work, reason)?,
        Wish::DeclineProactive => withdraw::decline(&mut work)?,
        Wish::Undo { reason } => withdraw::undo(&mut work, reason)?,
        Wish::Fulfil { id, words, evidence } => after::fulfil(&mut work, id, words.as_deref(), evidence)?,
        Wish::Recheck { id } => after::recheck(&mut work, id)?,
        Wish::Grant { trace } => decision::grant(&mut work, trace)?,
        Wish::Refuse { grounds, words, trace } => decision::refuse(&mut work, grounds, words.as_deref(), trace)?,
        Wish::Issue { result, signer } => provide::issue(&mut work, result, signer)?,
        Wish::LookAtOriginal { item, shown, reason } => {
            provide::look(&mut work, item, *shown, reason.as_deref())?;
        }
        Wish::Queue { resource, stock, because } => distribute::queue(&mut work, resource, stock, because)?,
        Wish::Offer { resource, stock, place } => distribute::offer(&mut work, resource, stock, *place)?,
        Wish::AnswerOffer { resource, accept } => distribute::answer(&mut work, resource, *accept)?,
        Wish::LapseOffer { resource } => distribute::lapse(&mut work, resource)?,
        Wish::Allot { resource, stock, place, left } => {
            distribute::allot(&mut work, resource, stock, *place, *left)?;
        }
        Wish::LeaveQueue { resource, stock, reason } => distribute::leave(&mut work, resource, stock, *reason)?,
        Wish::Item { output, step } => items::step(&mut work, output, step)?,
        Wish::Complete => provide::complete(&mut work)?,
        Wish::Withdraw => withdraw::withdraw(&mut work)?,
        Wish::Take => assign::take(&mut work)?,
        Wish::Return => assign::give_back(&mut work)?,
        Wish::HandOver { to } => assign::hand_over(&mut work, to)?,
        Wish::Recount => recount::recount(&mut work)?,
        Wish::Breach { what } => watch::breach(&mut work, what)?,
        Wish::Warn { what } => watch::warn(&mut work, what)?,
        Wish::Escalate { what } => watch::escalate(&mut work, what)?,
    }
    Ok(work.finish())
}

/// Whose wish this can be at all. A stranger's case is not there.
fn may_wish(case: &Case, wish: WishKind, by: &Actor) -> Result<(), Refusal> {
    use WishKind as W;
    let allowed = match by {
        Actor::Applicant(person) if *person != case.applicant => return Err(Refusal::NotFound),
        Actor::Applicant(_) => matches!(
            wish,
            W::Withdraw
                | W::Answer
                | W::Resume
                | W::CallPerson
                | W::Assessing
                | W::Contest
                | W::DeclineProactive
                | W::Fulfil
                | W::AnswerOffer
                | W::LeaveQueue
                | W::Item
        ),
        Actor::Official(_) | Actor::System(_) => !matches!(
            wish,
            W::Withdraw
                | W::DelayDelivery
                | W::Deliver
                | W::SourceFailed
                | W::Recount
                | W::Breach
                | W::Warn
                | W::Escalate
                | W::Answer
                | W::Contest
                | W::DeclineProactive
                | W::Queue
                | W::Offer
                | W::AnswerOffer
                | W::LapseOffer
                | W::Allot
                | W::LeaveQueue
        ),
        Actor::Machine => !matches!(
            wish,
            W::Withdraw
                | W::Take
                | W::Return
                | W::LookAtOriginal
                | W::Answer
                | W::Assessed
                | W::Assessing
                | W::Contest
                | W::Settle
                | W::Reopen
                | W::Correct
                | W::DeclineProactive
                | W::AnswerOffer
        ),
    };
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed) }
}

//! Grants or refuses a wish about a charge. Total: every wish in every state has an answer.

use jiff::Timestamp;
use regulation::clock::Due;
use regulation::money::Money;

use super::model::{Annulled, Charge, Happened, Proof, Refund, Registered, Settled};
use super::state::{ChargeState, leads};
use super::wish::{Answers, Wish, WishKind};
use crate::case::Actor;
use crate::notice::{ChargeNews, Content, Progress};
use crate::refusal::Refusal;

/// Longest words of a refund.
const LONGEST_WORDS: usize = 1000;

/// A granted wish.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The charge after it, revision already grown.
    pub charge: Charge,
    /// What the applicant is told.
    pub notices: Vec<Content>,
    /// It belongs into the journal of the case; otherwise only the dealings with the payments
    /// system moved on.
    pub tells: bool,
}

/// Grants a wish or refuses it.
pub fn decide(charge: &Charge, wish: &Wish, by: &Actor, now: Timestamp) -> Result<Change, Refusal> {
    let before = charge.state();
    if !leads(before, wish.kind()) {
        return Err(Refusal::ChargeState(before.name()));
    }
    let mut next = charge.clone();
    let mut notices = Vec::new();
    match wish {
        Wish::Register => {
            next.contact.registered = Registered::Yes { at: now };
            heard(&mut next);
        }
        Wish::Reject { code, words } => {
            next.contact.registered = Registered::Refused { code: code.clone(), words: words.clone() };
            heard(&mut next);
        }
        Wish::SaveDocument => _ = next.document_at.get_or_insert(now),
        Wish::Start => next.started_at = Some(now),
        Wish::Return => {
            next.started_at.get_or_insert(now);
            next.returned_at.get_or_insert(now);
        }
        Wish::Prove { uin, proofs, answers } => {
            prove(&mut next, uin, proofs, *answers)?;
            notices.extend(news(&mut next, now));
        }
        Wish::Silence => {
            next.contact.silent_since.get_or_insert(now);
            next.contact.tries = next.contact.tries.saturating_add(1);
        }
        Wish::Expire => expire(&mut next, now)?,
        Wish::Annul { why } => {
            let why = worded(why)?;
            annul(&mut next, why, now);
        }
        Wish::Unserve { refundable } => unserve(&mut next, *refundable, now)?,
        Wish::Restore { until } => restore(&mut next, until)?,
        Wish::AskRefund { words, until } => ask_refund(&mut next, words, *until, now)?,
        Wish::GrantRefund { document } => settle(&mut next, true, document, now)?,
        Wish::RefuseRefund { why } => settle(&mut next, false, why, now)?,
    }
    let after = next.state();
    if after != before {
        notices.extend(moved(&next, wish.kind(), after));
    }
    let tells = tells(wish.kind(), charge, &next);
    if tells {
        next.history.push(Happened {
            what: wish.kind().name().to_owned(),
            by: by.clone(),
            at: now,
            state: after.name().to_owned(),
        });
    }
    next.revision += 1;
    Ok(Change { charge: next, notices, tells })
}

/// The payments system answered: it is there again.
fn heard(charge: &mut Charge) {
    charge.contact.question = None;
    charge.contact.silent_since = None;
    charge.contact.tries = 0;
}

fn prove(charge: &mut Charge, uin: &str, proofs: &[Proof], answers: Option<Answers>) -> Result<(), Refusal> {
    // Payments are matched by the number of the charge, never by who paid (PAY-10).
    if charge.uin.as_deref() != Some(uin) {
        return Err(Refusal::NotFound);
    }
    charge.learn(proofs);
    if let Some(answers) = answers {
        heard(charge);
        let whole = Some(answers.asked_at).filter(|_| answers.whole);
        charge.contact.answered_at = charge.contact.answered_at.max(whole);
    }
    Ok(())
}

/// What the applicant is told of money that came: once that all is there, and once of each sum that
/// does not fit.
fn news(charge: &mut Charge, now: Timestamp) -> Vec<Content> {
    let mut told = Vec::new();
    let paid = charge.paid();
    if charge.is_paid() && charge.annulled.is_none() && charge.confirmed_at.is_none() {
        charge.confirmed_at = Some(now);
        let paid_at = charge.live().map(|proof| proof.paid_at).max().unwrap_or(now);
        told.push(Content::Paid { received_at: now, paid_at, amount: charge.amount, uin: charge.uin.clone() });
    }
    let (rest, excess) = (charge.rest(), charge.excess());
    let fits = excess == Money::ZERO && (rest == Money::ZERO || paid == Money::ZERO);
    if !fits && !charge.told.contains(&paid) {
        charge.told.push(paid);
        let news = match (excess > Money::ZERO, charge.doubled()) {
            (false, _) => ChargeNews::Short,
            (true, true) => ChargeNews::Double,
            (true, false) => ChargeNews::Over,
        };
        let amount = if excess > Money::ZERO { excess } else { rest };
        told.push(progress(charge, news, amount));
    }
    told
}

/// What the applicant is told of a new state.
fn moved(charge: &Charge, wish: WishKind, state: ChargeState) -> Option<Content> {
    let news = match (wish, state) {
        (WishKind::Expire, _) => ChargeNews::Expired,
        (WishKind::Restore, state) if state.payable() => ChargeNews::Issued,
        (WishKind::Annul | WishKind::Unserve, ChargeState::RefundPossible) => ChargeNews::Over,
        (WishKind::GrantRefund, _) => ChargeNews::Refunded,
        (WishKind::RefuseRefund, _) => ChargeNews::RefundRefused,
        _ => return None,
    };
    let amount = match news {
        ChargeNews::Refunded | ChargeNews::RefundRefused => {
            charge.refunds.last().map_or(Money::ZERO, |refund| refund.amount)
        }
        ChargeNews::Over => charge.excess(),
        _ => charge.rest(),
    };
    Some(progress(charge, news, amount))
}

pub(super) fn progress(charge: &Charge, news: ChargeNews, amount: Money) -> Content {
    let last = charge.refunds.last().and_then(|refund| refund.settled.as_ref());
    let reason = match news {
        ChargeNews::Refunded | ChargeNews::RefundRefused => last.map(|settled| settled.words.clone()),
        _ => None,
    };
    Content::Progress(Progress::Charge {
        news,
        amount,
        uin: charge.uin.clone(),
        until: charge.until.clone(),
        reason: reason.unwrap_or_default(),
    })
}

/// Found unpaid: by an answer of the payments system to a question asked after the term. While it
/// is silent, nothing expires (PAY-04).
fn expire(charge: &mut Charge, now: Timestamp) -> Result<(), Refusal> {
    let asked_after = charge.contact.answered_at.is_some_and(|at| at > charge.until.at);
    if now <= charge.until.at || !asked_after {
        return Err(Refusal::NotDue);
    }
    charge.expired_at = Some(now);
    Ok(())
}

fn unserve(charge: &mut Charge, refundable: bool, now: Timestamp) -> Result<(), Refusal> {
    if charge.unserved_at.is_some() || charge.annulled.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if refundable {
        charge.unserved_at = Some(now);
    }
    // What was not paid is not due any more; what was paid stays as the regulation says.
    if !charge.is_paid() {
        annul(charge, String::new(), now);
    }
    Ok(())
}

fn restore(charge: &mut Charge, until: &Due) -> Result<(), Refusal> {
    if charge.annulled.is_none() && charge.unserved_at.is_none() {
        return Err(Refusal::AlreadyDone);
    }
    charge.annulled = None;
    charge.unserved_at = None;
    charge.expired_at = None;
    charge.until = until.clone();
    charge.contact.registered = Registered::No;
    Ok(())
}

/// The payments system must hear of it too, where it knows the charge.
fn annul(charge: &mut Charge, why: String, now: Timestamp) {
    charge.annulled = Some(Annulled { at: now, why });
    if matches!(charge.contact.registered, Registered::Yes { .. }) {
        charge.contact.registered = Registered::No;
    }
}

fn ask_refund(charge: &mut Charge, words: &str, until: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    let words = worded(words)?;
    if now > until {
        return Err(Refusal::TermPassed);
    }
    charge.refunds.push(Refund { amount: charge.excess(), words, asked_at: now, settled: None });
    Ok(())
}

fn settle(charge: &mut Charge, granted: bool, words: &str, now: Timestamp) -> Result<(), Refusal> {
    let words = worded(words)?;
    let open = charge.refunds.last_mut().filter(|refund| refund.settled.is_none()).ok_or(Refusal::AlreadyDone)?;
    open.settled = Some(Settled { granted, words, at: now });
    Ok(())
}

fn worded(words: &str) -> Result<String, Refusal> {
    match words.trim() {
        "" => Err(Refusal::ReasonNeeded),
        words if words.chars().count() > LONGEST_WORDS => Err(Refusal::TooLarge),
        words => Ok(words.to_owned()),
    }
}

/// Does the journal of the case hear of it? Asking again and hearing the same is no event.
fn tells(wish: WishKind, before: &Charge, after: &Charge) -> bool {
    match wish {
        WishKind::Prove => before.proofs != after.proofs,
        WishKind::Silence | WishKind::SaveDocument => before.state() != after.state(),
        WishKind::Register => before.contact.registered != after.contact.registered,
        _ => true,
    }
}

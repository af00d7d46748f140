//! What can be told before sending: grounds to refuse that hold already by what is filled in. Nobody
//! is kept from sending, but nobody is let run into a refusal either: who sends an hour before the
//! applications open keeps the draft and learns when to come (PROFILE-04, FORM-14).

use std::collections::BTreeSet;

use domain::distribution::window;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::assess::{GroundFinding, assess};
use regulation::expression::{Verdict, World};
use regulation::form::{self, CaseSelf};

use super::drafts::OpenDraft;
use super::session::Session;
use crate::office::Office;

/// What stands against sending today.
#[derive(Debug, Clone, Default)]
pub struct Foreseen {
    /// Grounds that hold whatever anybody still learns.
    pub grounds: Vec<GroundFinding>,
    /// When applications begin to be taken, where that alone is missing.
    pub opens: Option<Timestamp>,
}

/// Looks ahead for a draft that is ready to be sent.
pub fn foreseen(office: &Office, session: &Session, open: &OpenDraft) -> Foreseen {
    let grounds = grounds(office, session, open, open.today);
    let opens = if grounds.is_empty() { None } else { opening(office, session, open) };
    Foreseen { grounds, opens }
}

/// The grounds of a draft that would be sent on that day.
fn grounds(office: &Office, session: &Session, open: &OpenDraft, day: Date) -> Vec<GroundFinding> {
    let (regulation, now) = (&open.regulation, office.now());
    let itself = CaseSelf { channel: open.draft.channel, applicant: session.account().applicant(), filed: day };
    let mut known = open.draft.prefill.clone();
    known.0.extend(form::case_facts(regulation, itself, now).0);
    let facts = form::facts(regulation, &open.draft.answers, &known, now, day);
    let seen = assess(regulation, &facts, day);
    let against = seen.intake.into_iter().chain(seen.give_back).chain(seen.provision);
    against.filter(|ground| ground.verdict == Some(Verdict::Yes)).collect()
}

/// The next day on which a limited resource opens and nothing stands against sending any more.
fn opening(office: &Office, session: &Session, open: &OpenDraft) -> Option<Timestamp> {
    let world = World { regulation: &open.regulation, facts: &open.draft.prefill, today: open.today };
    let days: BTreeSet<Date> =
        open.regulation.resources.iter().filter_map(|resource| window(resource, &world).opens).collect();
    let day = days.into_iter().filter(|day| *day > open.today);
    let day = day.into_iter().find(|day| grounds(office, session, open, *day).is_empty())?;
    Some(day.to_zoned(office.clock.time_zone.clone()).ok()?.timestamp())
}

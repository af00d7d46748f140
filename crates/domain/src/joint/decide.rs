//! What may happen to a part. Who may wish it at all is asked of the permit before.

use jiff::{SignedDuration, Timestamp};

use super::part::{Happened, Part, PartState, Standing};
use crate::id::{CaseId, DraftId, PersonId};
use crate::refusal::Refusal;

/// The longest reason that is kept, in letters: a limit of safety.
const LONGEST_REASON: usize = 1000;
/// Attempts of strangers kept in the history of a part, so that nobody can fill it up.
const MOST_ATTEMPTS: usize = 50;
/// How often one may be reminded.
const BETWEEN_REMINDERS: SignedDuration = SignedDuration::from_hours(24);

/// Something that is to happen to a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The invited opens it; their own draft begins.
    Open(DraftId),
    /// The invited signs what they filled in and what was shown of the application.
    Sign {
        /// SHA-256 of what was shown.
        over: String,
    },
    /// The invited changes their mind: the signature is taken back, the part is filled in again.
    Change,
    /// The invited says no.
    Refuse {
        /// Why, if they say.
        reason: String,
    },
    /// The one who files takes the invitation back.
    Withdraw,
    /// The one who files reminds.
    Remind,
    /// What was signed has been changed: the signature falls, with a new term.
    TakeBack {
        /// The new last moment.
        until: Timestamp,
    },
    /// The application was filed.
    File(CaseId),
    /// Somebody tried to reach what is not theirs.
    Attempt,
}

impl Wish {
    fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "opened",
            Self::Sign { .. } => "signed",
            Self::Change => "changed",
            Self::Refuse { .. } => "refused",
            Self::Withdraw => "withdrawn",
            Self::Remind => "reminded",
            Self::TakeBack { .. } => "taken-back",
            Self::File(_) => "filed",
            Self::Attempt => "attempted",
        }
    }
}

/// Grants a wish or refuses it.
pub fn decide(part: &Part, wish: &Wish, by: &PersonId, now: Timestamp) -> Result<Part, Refusal> {
    let standing = part.standing(now);
    let closed = Err(Refusal::PartClosed(standing.name()));
    let mut next = part.clone();
    match (wish, standing) {
        (Wish::Attempt, _) => {
            if part.history.iter().filter(|one| one.what == wish.name()).count() >= MOST_ATTEMPTS {
                return Err(Refusal::AlreadyDone);
            }
        }
        (Wish::Open(own), Standing::Invited) => {
            next.person = Some(by.clone());
            next.own = Some(own.clone());
            next.state = PartState::Opened;
        }
        (Wish::Sign { over }, Standing::Opened) => next.state = PartState::Done { at: now, over: over.clone() },
        (Wish::Change, Standing::Done) => {
            next.state = PartState::Opened;
            // Whoever was in time with the signature may still put it again.
            next.until = part.until.max(now.saturating_add(BETWEEN_REMINDERS).unwrap_or(now));
        }
        (Wish::Refuse { reason }, Standing::Invited | Standing::Opened | Standing::Done) => {
            let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
            if reason.chars().count() > LONGEST_REASON {
                return Err(Refusal::TooLarge);
            }
            next.person = Some(by.clone());
            next.state = PartState::Refused { at: now, reason: Some(reason).filter(|text| !text.is_empty()) };
        }
        (Wish::Withdraw, Standing::Invited | Standing::Opened | Standing::Done | Standing::Lapsed) => {
            next.state = PartState::Withdrawn { at: now };
        }
        (Wish::Remind, Standing::Invited | Standing::Opened) => {
            let last = part.reminded_at.unwrap_or(part.invited_at);
            if now.duration_since(last) < BETWEEN_REMINDERS && part.reminded_at.is_some() {
                return Err(Refusal::RemindedToday);
            }
            next.reminded_at = Some(now);
        }
        (Wish::TakeBack { until }, Standing::Done) => {
            next.state = PartState::Opened;
            next.until = part.until.max(*until);
        }
        (Wish::File(case), Standing::Done) => next.case = Some(case.clone()),
        _ => return closed,
    }
    next.revision += 1;
    next.history.push(Happened { at: now, by: by.clone(), what: wish.name().to_owned() });
    Ok(next)
}

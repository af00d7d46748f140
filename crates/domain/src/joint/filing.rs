//! Filing a joint application: every part is there and signed over what is sent (FORM-07).

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::package::{Party, Regulation};
use serde::{Deserialize, Serialize};

use super::part::{Part, PartState};
use super::reach::digest;
use crate::case::Change;
use crate::draft::Draft;
use crate::id::{NoticeId, PersonId};
use crate::journal::Event;
use crate::notice::{Notice, NoticeKind};
use crate::refusal::Refusal;

/// Who signed a part, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Party of the regulation.
    pub party: String,
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// SHA-256 of what of the application was shown.
    pub over: String,
}

/// The signatures without which nothing is filed; or who is awaited and until when.
pub fn signatures(
    regulation: &Regulation,
    asked: &[&Party],
    draft: &Draft,
    parts: &[Part],
    today: Date,
) -> Result<Vec<Signed>, Refusal> {
    let mut signed = Vec::new();
    for party in asked {
        let done = parts.iter().find_map(|part| match (&part.state, &part.person) {
            (PartState::Done { at, over }, Some(person)) if part.party == party.id && part.case.is_none() => {
                Some(Signed { party: part.party.clone(), person: person.clone(), at: *at, over: over.clone() })
            }
            _ => None,
        });
        let awaited = || {
            let last = parts.iter().filter(|part| part.party == party.id).max_by_key(|part| part.invited_at);
            Refusal::AwaitsPart { who: party.title.clone(), until: last.map(|part| part.until) }
        };
        let one = done.ok_or_else(awaited)?;
        if one.over != digest(regulation, asked, &party.id, draft, today) {
            return Err(awaited());
        }
        signed.push(one);
    }
    Ok(signed)
}

/// A filing with its signatures: in the case, and in the journal without values. The draft that is
/// kept stays what its owner wrote: the parts of others are in drafts of their own.
pub fn joined(mut change: Change, signed: &[Signed], own: &Draft) -> Change {
    change.case.joint = signed.to_vec();
    for entry in &mut change.journal {
        if let Event::Filed { joint, .. } = &mut entry.event {
            *joint = signed.to_vec();
        }
    }
    if let Some(draft) = &mut change.draft {
        draft.answers.clone_from(&own.answers);
        draft.prefill.clone_from(&own.prefill);
    }
    change
}

/// The notices of a change, with those for each who signed a part: how the case stands, not what is
/// between its applicant and an official.
pub fn told(change: &Change, ids: &(dyn Fn(i64) -> String + Send + Sync)) -> Vec<Notice> {
    let common = |notice: &&Notice| {
        use NoticeKind::{Granted, NotAccepted, Refused, Registered};
        matches!(notice.kind, Registered | NotAccepted | Granted | Refused)
    };
    let mut notices = change.notices.clone();
    for signed in &change.case.joint {
        let copies = change.notices.iter().filter(common).map(|notice| Notice {
            id: NoticeId(ids(signed.person.bucket())),
            person: signed.person.clone(),
            ..notice.clone()
        });
        notices.extend(copies);
    }
    notices
}

//! Who else may read an entry (RESULTREG-02): somebody to whom its owner gave a link, for a
//! purpose and a term and until they take it back; an authority whose service takes this result
//! by its regulation. Each reading is logged with its ground, and the owner sees it.

use jiff::{SignedDuration, Timestamp};
use regulation::package::{Regulation, SourcePath};
use serde::{Deserialize, Serialize};

use crate::id::{OfficialId, PersonId, ReadingId, ResultId, ShareId};
use crate::refusal::Refusal;
use crate::result::ResultRecord;

/// The longest a link may live, in days: a limit of safety. A new one can be given at any time.
pub const LONGEST_DAYS: i64 = 366;

/// Links of one entry that may be open at once.
pub const MOST_OPEN: usize = 20;

/// The longest purpose or name that is kept, in letters.
pub const LONGEST_WORDS: usize = 300;

/// A link that an owner gave: the consent and its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Id, in the bucket of its owner.
    pub id: ShareId,
    /// Which entry.
    pub result: ResultId,
    /// Whose it is.
    pub person: PersonId,
    /// To whom it was given.
    pub whom: String,
    /// What for.
    pub purpose: String,
    /// SHA-256 of the secret in the address; the secret itself is not kept.
    pub secret: String,
    /// When it was given.
    pub given_at: Timestamp,
    /// Last moment of the consent.
    pub until: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Somebody read an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Id, in the bucket of the entry's owner.
    pub id: ReadingId,
    /// Which entry.
    pub result: ResultId,
    /// Whose it is.
    pub person: PersonId,
    /// Who read.
    pub reader: Reader,
    /// What for, in words.
    pub purpose: String,
    /// By which right: the owner's consent, a clause.
    pub ground: Ground,
    /// When.
    pub at: Timestamp,
}

/// Who read an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Reader {
    /// Whoever has the link.
    Link {
        /// Which.
        share: ShareId,
        /// To whom it was given.
        whom: String,
    },
    /// A service of an authority.
    Authority {
        /// Which authority.
        authority: String,
        /// For which of its services.
        service: String,
    },
    /// An official of the authority that issued it, or of a service centre.
    Official {
        /// Who.
        official: OfficialId,
        /// Of which authority.
        authority: String,
        /// Post, as the owner sees it.
        post: String,
    },
}

/// By which right an entry was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "snake_case")]
pub enum Ground {
    /// The owner's consent.
    Consent {
        /// Until when.
        until: Timestamp,
    },
    /// A clause that lets the authority have it.
    Clause {
        /// In words.
        clause: String,
    },
    /// Official duty.
    Duty,
    /// The owner asked for it in person.
    OwnersRequest,
}

/// Gives a link.
pub fn give(
    record: &ResultRecord,
    id: ShareId,
    (whom, purpose, days): (&str, &str, i64),
    secret: String,
    open: usize,
    now: Timestamp,
) -> Result<Share, Refusal> {
    if record.is_gone(now) {
        return Err(Refusal::NotFound);
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (whom, purpose) = (words(whom), words(purpose));
    if whom.is_empty() || purpose.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let long = |text: &str| text.chars().count() > LONGEST_WORDS;
    if open >= MOST_OPEN || long(&whom) || long(&purpose) || !(1..=LONGEST_DAYS).contains(&days) {
        return Err(Refusal::TooLarge);
    }
    let until = now.checked_add(SignedDuration::from_hours(days * 24)).map_err(|_| Refusal::TooLarge)?;
    let (result, person) = (record.id.clone(), record.person.clone());
    Ok(Share { id, result, person, whom, purpose, secret, given_at: now, until, revoked_at: None })
}

/// Takes a link back, at once and for good.
pub fn revoke(share: &Share, now: Timestamp) -> Result<Share, Refusal> {
    if share.revoked_at.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    Ok(Share { revoked_at: Some(now), ..share.clone() })
}

impl Share {
    /// Does the consent hold at that moment?
    pub fn holds(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none_or(|at| now < at) && now >= self.given_at && now <= self.until
    }
}

/// Reads by a link. One that expired, was taken back, or leads to an entry that left the
/// account is refused like one that never was.
pub fn by_link(share: &Share, record: &ResultRecord, id: ReadingId, now: Timestamp) -> Result<Reading, Refusal> {
    if !share.holds(now) || share.result != record.id || share.person != record.person || record.is_gone(now) {
        return Err(Refusal::NotFound);
    }
    Ok(Reading {
        id,
        result: record.id.clone(),
        person: record.person.clone(),
        reader: Reader::Link { share: share.id.clone(), whom: share.whom.clone() },
        purpose: share.purpose.clone(),
        ground: Ground::Consent { until: share.until },
        at: now,
    })
}

/// What a service may take from results of another one, by its own regulation: the fields, and
/// the clause of the first fact that takes one. A service that names nothing may have nothing.
pub fn may_ask(asking: &Regulation, service: &str, result: &str) -> Result<(Vec<String>, String), Refusal> {
    let mut fields = Vec::new();
    let mut clause = None;
    for fact in asking.facts.values() {
        for path in &fact.from {
            let SourcePath::Service { service: of, result: output, field } = path else { continue };
            if of != service || output != result {
                continue;
            }
            clause.get_or_insert_with(|| asking.clause_text(&fact.because));
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        }
    }
    match clause {
        Some(clause) => Ok((fields, clause)),
        None => Err(Refusal::NotAllowed),
    }
}

/// A reading by a service of an authority, by the clause that lets it.
pub fn by_authority(
    record: &ResultRecord,
    id: ReadingId,
    asking: &Regulation,
    clause: String,
    purpose: &str,
    now: Timestamp,
) -> Result<Reading, Refusal> {
    if purpose.trim().is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    Ok(Reading {
        id,
        result: record.id.clone(),
        person: record.person.clone(),
        reader: Reader::Authority { authority: asking.authority.clone(), service: asking.service.clone() },
        purpose: purpose.trim().to_owned(),
        ground: Ground::Clause { clause },
        at: now,
    })
}

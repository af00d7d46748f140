//! Electronic duplicates (электронные дубликаты, DUP-01, DUP-02) of paper documents: made by a
//! service centre or a notary, signed by the maker, put into the owner's account, used many times.

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::fact::Attachment;
use regulation::region::DuplicateKind;
use serde::{Deserialize, Serialize};

use crate::id::{DuplicateId, OfficialId, PersonId};
use crate::refusal::Refusal;

/// The longest detail, in letters: a limit of safety.
pub const LONGEST: usize = 500;

/// A detail of the paper document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Name in the region's data.
    pub name: String,
    /// Label.
    pub label: String,
    /// As it stands in the document.
    pub value: String,
}

/// Who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maker {
    /// The official or notary.
    pub official: OfficialId,
    /// «Фамилия Имя Отчество».
    pub name: String,
    /// Post.
    pub post: String,
    /// The centre, or the notary's office.
    pub authority: String,
}

/// That it was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: OfficialId,
    /// Why.
    pub reason: String,
}

/// What is signed: the data and the hash of the image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Id.
    pub id: DuplicateId,
    /// Whose account it is in.
    pub person: PersonId,
    /// Kind in the region's data.
    pub kind: String,
    /// Title of the document.
    pub title: String,
    /// Details.
    pub details: Vec<Detail>,
    /// The image.
    pub image: Attachment,
    /// Who made it.
    pub maker: Maker,
    /// When.
    pub made_at: Timestamp,
    /// Last day it may be used.
    pub until: Option<Date>,
}

/// A duplicate: what is signed, the signature, and whether it was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// What is signed.
    pub content: Content,
    /// SHA-256 of the detached signature, a file of the store.
    pub signature: String,
    /// Taken back by its maker.
    pub revoked: Option<Revoked>,
}

/// How a duplicate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It may be used.
    Good,
    /// Its term is over.
    Expired,
    /// Its maker took it back.
    Revoked,
}

/// The details of a kind, each of them there, in the order of the region's data. The first that is
/// missing is named by its label (DUP-01).
pub fn details(kind: &DuplicateKind, said: impl Fn(&str) -> String) -> Result<Vec<Detail>, Refusal> {
    let mut details = Vec::with_capacity(kind.fields.len());
    for (name, label) in &kind.fields {
        let value = said(name).split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() {
            return Err(Refusal::DetailMissing(label.clone()));
        }
        if value.chars().count() > LONGEST {
            return Err(Refusal::TooLarge);
        }
        details.push(Detail { name: name.clone(), label: label.clone(), value });
    }
    Ok(details)
}

impl Content {
    /// The bytes that are signed.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// With its signature it is a duplicate; without one it is none (DUP-01).
    pub fn signed(self, signature: Option<String>) -> Result<Duplicate, Refusal> {
        let signature = signature.filter(|hash| !hash.is_empty()).ok_or(Refusal::SignatureNeeded)?;
        Ok(Duplicate { content: self, signature, revoked: None })
    }
}

impl Duplicate {
    /// How it stands on a day.
    pub fn standing(&self, today: Date) -> Standing {
        match (&self.revoked, self.content.until) {
            (Some(_), _) => Standing::Revoked,
            (None, Some(until)) if until < today => Standing::Expired,
            (None, _) => Standing::Good,
        }
    }

    /// May it be attached to an application? The reason is in words for its owner (DUP-02).
    pub fn usable(&self, today: Date) -> Result<(), Refusal> {
        match (self.standing(today), &self.revoked) {
            (Standing::Good, _) => Ok(()),
            (Standing::Revoked, Some(revoked)) => Err(Refusal::DuplicateUnfit {
                why: format!("изготовитель отозвал дубликат: {}", revoked.reason),
            }),
            _ => Err(Refusal::DuplicateUnfit {
                why: match self.content.until {
                    Some(until) => format!("срок действия дубликата закончился {}", until.strftime("%d.%m.%Y")),
                    None => "дубликат не действует".to_owned(),
                },
            }),
        }
    }

    /// Its maker takes it back: another official of the same office may too.
    pub fn revoke(&self, by: &OfficialId, authority: &str, reason: &str, now: Timestamp) -> Result<Self, Refusal> {
        if self.content.maker.authority != authority {
            return Err(Refusal::NotFound);
        }
        if self.revoked.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        let revoked = Some(Revoked { at: now, by: by.clone(), reason: reason.to_owned() });
        Ok(Self { revoked, ..self.clone() })
    }
}

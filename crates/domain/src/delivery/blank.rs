//! Numbered blanks (бланки): received by range, reserved for one item, used or spoiled with an act
//! and a reason. One number is never of two items.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{BUCKETS, CaseId, OfficialId};
use crate::refusal::Refusal;

/// Most blanks received at once: a limit of safety, a larger delivery is entered in parts.
pub const MOST_AT_ONCE: usize = 500;

/// A blank by kind and number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlankRef {
    /// Kind in the region's data.
    pub kind: String,
    /// Series and number as printed.
    pub serial: String,
}

/// How a blank stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankState {
    /// In stock.
    Free,
    /// Of an item that is made and not handed over.
    Reserved,
    /// Handed over.
    Used,
    /// Spoiled, with an act.
    Spoiled,
}

impl BlankState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Free, Self::Reserved, Self::Used, Self::Spoiled];

    /// Name in rows and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Reserved => "reserved",
            Self::Used => "used",
            Self::Spoiled => "spoiled",
        }
    }
}

/// A blank of an authority's stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blank {
    /// Which.
    pub blank: BlankRef,
    /// Whose stock.
    pub authority: String,
    /// How it stands.
    pub state: BlankState,
    /// For which case and result, from the moment it is reserved.
    pub of: Option<(CaseId, String)>,
    /// Since when it stands so.
    pub at: Timestamp,
    /// Who set it so; nobody for what a carrier told.
    pub by: Option<OfficialId>,
    /// Why it is spoiled.
    pub reason: Option<String>,
    /// Number and date of the act on spoiling.
    pub act: Option<String>,
}

impl Blank {
    /// Received into stock.
    pub fn received(blank: BlankRef, authority: &str, by: &OfficialId, now: Timestamp) -> Self {
        let (authority, by) = (authority.to_owned(), Some(by.clone()));
        Self { blank, authority, state: BlankState::Free, of: None, at: now, by, reason: None, act: None }
    }

    /// Reserved for an item; only a free one can be.
    pub fn reserve(&self, case: &CaseId, output: &str, by: &OfficialId, now: Timestamp) -> Result<Self, Refusal> {
        if self.state != BlankState::Free {
            return Err(Refusal::AlreadyDone);
        }
        let of = Some((case.clone(), output.to_owned()));
        Ok(Self { state: BlankState::Reserved, of, at: now, by: Some(by.clone()), ..self.clone() })
    }

    /// Handed over with its item.
    pub fn used(&self, now: Timestamp) -> Result<Self, Refusal> {
        if self.state != BlankState::Reserved {
            return Err(Refusal::AlreadyDone);
        }
        Ok(Self { state: BlankState::Used, at: now, ..self.clone() })
    }

    /// Spoiled: a free one in the stock, or the one of an item that is made anew. Without a reason
    /// and an act nothing is written off.
    pub fn spoil(&self, reason: &str, act: &str, by: &OfficialId, now: Timestamp) -> Result<Self, Refusal> {
        let (reason, act) = (reason.trim(), act.trim());
        if reason.is_empty() || act.is_empty() {
            return Err(Refusal::SpoilingUnproved);
        }
        if !matches!(self.state, BlankState::Free | BlankState::Reserved) {
            return Err(Refusal::AlreadyDone);
        }
        Ok(Self {
            state: BlankState::Spoiled,
            at: now,
            by: Some(by.clone()),
            reason: Some(reason.to_owned()),
            act: Some(act.to_owned()),
            ..self.clone()
        })
    }
}

/// The numbers from one to another: «63 АА 000101» … «63 АА 000150». Series and width must agree.
pub fn range(from: &str, to: &str) -> Result<Vec<String>, Refusal> {
    let ((series, first, width), (other, last, wide)) = (split(from)?, split(to)?);
    if series != other || width != wide || last < first {
        return Err(Refusal::RangeWrong);
    }
    let count = usize::try_from(last - first).unwrap_or(usize::MAX).saturating_add(1);
    if count > MOST_AT_ONCE {
        return Err(Refusal::TooLarge);
    }
    Ok((first..=last).map(|number| format!("{series}{number:0width$}")).collect())
}

/// Series, number and how many digits it is written with.
fn split(serial: &str) -> Result<(String, u64, usize), Refusal> {
    let plain = serial.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let digits = plain.chars().rev().take_while(char::is_ascii_digit).count();
    if digits == 0 || digits > 12 || plain.chars().count() > 40 || plain.chars().any(char::is_control) {
        return Err(Refusal::RangeWrong);
    }
    let (series, number) = plain.split_at(plain.len() - digits);
    let number = number.parse().map_err(|_| Refusal::RangeWrong)?;
    Ok((series.to_owned(), number, digits))
}

/// The bucket of what belongs to a desk or stock that has no id: it follows from its name.
pub fn bucket(name: &str) -> i64 {
    let hash = Sha256::digest(name.as_bytes());
    let number = u16::from_be_bytes([hash.first().copied().unwrap_or(0), hash.get(1).copied().unwrap_or(0)]);
    i64::from(number % BUCKETS)
}

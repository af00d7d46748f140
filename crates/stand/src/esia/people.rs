//! Accounts of the emulator; see `data/people.json`.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

/// Ids of the crowd: as many more people as a load needs, each like the first of the list but for
/// name, СНИЛС and contacts. The sign-in page does not show them.
const CROWD: std::ops::Range<u64> = 2_000_000_000..2_000_100_000;

/// What the numbers of the crowd's СНИЛС begin with; none of them was ever given out.
const CROWD_SNILS: u64 = 900_100_000;

/// All accounts.
#[derive(Debug)]
pub struct People(Vec<Account>);

/// Strength of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    /// Подтверждённая.
    Confirmed,
    /// Стандартная.
    Standard,
    /// Упрощённая.
    Simplified,
}

/// One account; collections are kept in the shape of ЕСИА's REST service.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Account {
    pub(super) oid: u64,
    pub(super) about: String,
    pub(super) level: Level,
    pub(super) person: Map<String, Value>,
    pub(super) contacts: Vec<Value>,
    pub(super) addresses: Vec<Value>,
    pub(super) documents: Vec<Value>,
    pub(super) kids: Vec<Value>,
    pub(super) roles: Vec<Value>,
}

impl People {
    /// The people built into the crate.
    pub fn built_in() -> Result<Self, serde_json::Error> {
        Ok(Self(serde_json::from_str(include_str!("../../data/people.json"))?))
    }

    /// «Фамилия Имя Отчество» and id of each, in the order of the sign-in page.
    pub fn names(&self) -> Vec<(u64, String)> {
        self.0.iter().map(|account| (account.oid, account.name())).collect()
    }

    /// Name and СНИЛС, digits only, of each who has one.
    pub(crate) fn with_snils(&self) -> Vec<(String, String)> {
        let snils = |account: &Account| Some(account.person.get("snils")?.as_str()?.to_owned());
        let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect();
        self.0.iter().filter_map(|account| Some((account.name(), digits(snils(account)?)))).collect()
    }

    pub(super) fn all(&self) -> &[Account] {
        &self.0
    }

    pub(super) fn get(&self, oid: u64) -> Option<Cow<'_, Account>> {
        let known = self.0.iter().find(|account| account.oid == oid).map(Cow::Borrowed);
        known.or_else(|| self.of_crowd(oid).map(Cow::Owned))
    }

    fn of_crowd(&self, oid: u64) -> Option<Account> {
        let mut one = self.0.first().filter(|_| CROWD.contains(&oid))?.clone();
        let at = oid - CROWD.start;
        one.oid = oid;
        one.person.insert("snils".to_owned(), snils(CROWD_SNILS + at).into());
        let mut name = "Толпина".to_owned();
        // Names have no digits: the number is written in letters.
        name.extend(at.to_string().bytes().filter_map(|digit| "абвгдежзик".chars().nth(usize::from(digit - b'0'))));
        one.person.insert("lastName".to_owned(), name.into());
        one.contacts.clear();
        Some(one)
    }
}

/// A СНИЛС with its check digits.
fn snils(number: u64) -> String {
    let digits: Vec<u64> = format!("{number:09}").bytes().map(|digit| u64::from(digit - b'0')).collect();
    let sum: u64 = digits.iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    let (check, text) = (sum % 101 % 100, format!("{number:09}"));
    format!("{}-{}-{} {check:02}", &text[..3], &text[3..6], &text[6..])
}

impl Account {
    pub(super) fn name(&self) -> String {
        let parts = ["lastName", "firstName", "middleName"];
        parts.iter().filter_map(|part| self.person.get(*part)?.as_str()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use regulation::identifier::{Identifier, IdentifierKind};

    #[test]
    fn the_crowd_is_as_many_people_with_good_numbers() {
        let people = People::built_in().unwrap();
        let one = |oid| people.get(oid).unwrap().into_owned();
        let (first, other) = (one(2_000_000_000), one(2_000_099_999));
        assert_ne!(first.name(), other.name());
        for account in [first, other] {
            let text = account.person["snils"].as_str().unwrap().to_owned();
            assert!(Identifier::parse(IdentifierKind::Snils, &text).is_ok(), "{text}");
        }
        assert_eq!(snils(900_000_001), "900-000-001 82", "as the first of the list has it");
        assert!(people.get(2_000_100_000).is_none());
    }
}

//! Accounts of the emulator; see `data/people.json`.

use serde::Deserialize;
use serde_json::{Map, Value};

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
#[derive(Debug, Deserialize)]
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

    pub(super) fn get(&self, oid: u64) -> Option<&Account> {
        self.0.iter().find(|account| account.oid == oid)
    }
}

impl Account {
    pub(super) fn name(&self) -> String {
        let parts = ["lastName", "firstName", "middleName"];
        parts.iter().filter_map(|part| self.person.get(*part)?.as_str()).collect::<Vec<_>>().join(" ")
    }
}

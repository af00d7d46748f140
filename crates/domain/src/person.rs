//! A person as ЕСИА knows them.

use std::collections::BTreeMap;

use regulation::package::Assurance;
use serde::{Deserialize, Serialize};

use crate::channels::ChannelState;
use crate::id::PersonId;
use crate::notice::Channel;

/// A person who signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Our id.
    pub id: PersonId,
    /// Id in ЕСИА (oid).
    pub oid: String,
    /// «Фамилия Имя Отчество».
    pub name: String,
    /// Strength of the account at the last sign-in.
    pub assurance: Assurance,
    /// Claims by ЕСИА name (`lastName`, `birthDate`, `snils`, …), with when they were read.
    pub claims: serde_json::Map<String, serde_json::Value>,
    /// When the claims were read.
    pub claims_at: jiff::Timestamp,
    /// Verified e-mail, if the person chose notices by e-mail.
    pub email: Option<String>,
    /// Verified phone, if the person chose notices by SMS.
    pub phone: Option<String>,
    /// How the chosen addresses stand: bounces switch one off (STATUS-09).
    #[serde(default)]
    pub channels: BTreeMap<Channel, ChannelState>,
}

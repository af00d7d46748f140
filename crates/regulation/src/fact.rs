//! Facts (сведения): typed, named values, each with its source and time.
//!
//! A fact is known, known to be absent, contested, or not yet known (then it is not in
//! [`Facts`] at all): never a bare null. See docs/ARCHITECTURE.md, "The kernel".

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::identifier::Identifier;
use crate::money::Money;

/// Name of a fact: dot-separated words, for example `applicant.birthdate`.
pub type FactName = String;

/// A value that passed its type's checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// An exact number; whole where the fact's type says so.
    Number(Decimal),
    /// An amount in kopecks.
    Money(Money),
    /// A calendar date without a time.
    Date(Date),
    /// Any text, already trimmed.
    Text(String),
    /// The code of one of the declared options.
    Choice(String),
    /// A checked identifier such as a SNILS or a cadastral number.
    Identifier(Identifier),
    /// A postal address, with its ФИАС id where known.
    Address(Address),
    /// An uploaded file.
    Document(Attachment),
    /// Records of a repeating group, in the order given.
    List(Vec<Record>),
}

impl Value {
    /// The value as plain JSON, as outside systems and copies of an application carry it:
    /// dates as ISO text, identifiers in canonical form, money in kopecks.
    pub fn plain(&self) -> serde_json::Value {
        match self {
            Self::YesNo(yes) => (*yes).into(),
            Self::Number(number) => number.normalize().to_string().into(),
            Self::Money(money) => money.kopecks().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Text(text) | Self::Choice(text) => text.as_str().into(),
            Self::Identifier(identifier) => identifier.as_str().into(),
            Self::Address(address) => address.text.as_str().into(),
            Self::Document(attachment) => serde_json::json!({
                "name": attachment.name,
                "media_type": attachment.media_type,
                "size": attachment.size,
                "sha256": attachment.sha256,
            }),
            Self::List(records) => records.iter().map(plain_record).collect(),
        }
    }
}

fn plain_record(record: &Record) -> serde_json::Value {
    record.iter().map(|(name, value)| (name.clone(), value.plain())).collect::<serde_json::Map<_, _>>().into()
}

/// One record of a repeating group.
pub type Record = IndexMap<String, Value>;

/// A postal address as ЕСИА and ГАР give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The whole address in one line.
    pub text: String,
    /// ГАР (ФИАС) object id, a UUID, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fias: Option<String>,
}

/// An uploaded file: its bytes lie in the object store under the hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// SHA-256 of the content, lower-case hex; the name in the object store.
    pub sha256: String,
    /// File name as the person gave it, for display only.
    pub name: String,
    /// Media type found by looking at the content, never the claimed one.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// Said by the applicant in the form.
    Applicant,
    /// Held by the identity provider (ЕСИА).
    Identity,
    /// Answered by a register; the id of a declared source, for example `mvd.conviction`.
    Register {
        /// Id of the source in the regulation.
        source: String,
    },
    /// Found by an official during the case.
    Official {
        /// Id of the official.
        official: String,
    },
    /// Follows from the sheets of experts by the rule the regulation declares.
    Experts {
        /// Id of the assessment in the regulation.
        assessment: String,
    },
    /// Follows from other facts by a declared rule.
    Derived,
    /// The case itself: its channel, its day, what kind of applicant.
    Case,
    /// Given by another service as its result.
    Service {
        /// Id of the service.
        service: String,
        /// Id of its result.
        result: String,
    },
}

/// What is known of one fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The value; `None` when the source answered that there is none (known to be absent).
    pub value: Option<Value>,
    /// Who said so.
    pub source: Source,
    /// When it was said.
    pub at: Timestamp,
    /// The applicant disputes it: it may not decide the case alone (PROFILE-09).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contested: bool,
}

/// All facts of one case or draft. What is not here is not yet known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(pub BTreeMap<FactName, Known>);

impl Facts {
    /// What is known of a fact, if anything.
    pub fn get(&self, name: &str) -> Option<&Known> {
        self.0.get(name)
    }

    /// The value of a fact that is known and present.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name).and_then(|known| known.value.as_ref())
    }

    /// Adds or replaces a fact.
    pub fn learn(&mut self, name: impl Into<FactName>, known: Known) {
        self.0.insert(name.into(), known);
    }
}

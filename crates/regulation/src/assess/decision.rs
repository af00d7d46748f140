//! A decision as a file of its own: everything needed to recompute it offline.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Assessment, assess};
use crate::diagnostic::Sources;
use crate::fact::Facts;
use crate::package::Regulation;

/// What was decided, from what, by which edition: stored, exported, replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Id of the service.
    pub service: String,
    /// Its edition.
    pub version: String,
    /// Digest of the package's files, see [`digest`].
    pub package: String,
    /// The day of the decision.
    pub as_of: Date,
    /// Facts with their sources and times.
    pub facts: Facts,
    /// What followed.
    pub assessment: Assessment,
}

impl Decision {
    /// The decision on these facts that day.
    pub fn of(regulation: &Regulation, facts: &Facts, today: Date) -> Self {
        Self::keeping(regulation, facts, today, assess(regulation, facts, today))
    }

    /// The same where the assessment has been made already.
    pub fn keeping(regulation: &Regulation, facts: &Facts, today: Date, assessment: Assessment) -> Self {
        Self {
            service: regulation.service.clone(),
            version: regulation.version.clone(),
            package: digest(&regulation.files),
            as_of: today,
            facts: facts.clone(),
            assessment,
        }
    }

    /// The same bytes for the same decision, wherever and whenever it was stored.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_value(self).map(|value| canonical(&value)).unwrap_or_default()
    }
}

/// JSON without spaces, names in order of their code points: equal values, equal bytes.
pub fn canonical(value: &Value) -> Vec<u8> {
    sorted(value).to_string().into_bytes()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            names
                .into_iter()
                .map(|name| (name.clone(), sorted(&fields[name])))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        Value::Array(elements) => elements.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// SHA-256 over names and texts of the files, each with its length before it.
pub fn digest(files: &Sources) -> String {
    let mut hash = Sha256::new();
    for (name, text) in &files.0 {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

//! How many pieces of a resource one applicant may ask for.

use regulation::fact::Facts;
use regulation::package::Regulation;
use sha2::{Digest, Sha256};

use super::draw::hex;

/// What one limit of a resource counts by, for one application: a claim is made under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitKey {
    /// Which limit of the resource.
    pub index: usize,
    /// SHA-256 over service, resource, limit and values: no value is kept.
    pub hash: String,
    /// Most at once.
    pub most: u32,
}

impl LimitKey {
    /// The bucket of its claims.
    pub fn bucket(&self) -> i64 {
        self.hash.get(..2).and_then(|byte| i64::from_str_radix(byte, 16).ok()).unwrap_or(0)
    }
}

/// The limits that hold for an application; one whose facts are not all known does not count yet.
pub fn limit_keys(regulation: &Regulation, resource: &str, facts: &Facts) -> Vec<LimitKey> {
    let Some(declared) = regulation.resources.iter().find(|one| one.id == resource) else { return Vec::new() };
    let mut keys = Vec::new();
    for (index, limit) in declared.limits.iter().enumerate() {
        let mut hasher = Sha256::new();
        hasher.update(format!("{}/{resource}/{index}", regulation.service).as_bytes());
        let mut known = true;
        for name in &limit.per {
            match facts.value(name) {
                Some(value) => hasher.update(format!("\n{name}={}", value.plain()).as_bytes()),
                None => known = false,
            }
        }
        if known {
            keys.push(LimitKey { index, hash: hex(&hasher.finalize()), most: limit.most });
        }
    }
    keys
}

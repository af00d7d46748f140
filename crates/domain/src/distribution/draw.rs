//! Lots (жеребьёвка). The secret is bound before anybody applies, by publishing its hash; the
//! other half is a public number that nobody of the authority can choose, named beforehand. So
//! neither alone decides, and everybody can draw again with `sha256sum`.

use sha2::{Digest, Sha256};

/// What is published of a secret before the draw: SHA-256 of its text, in lower-case hex.
pub fn commitment(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The lot of one application: SHA-256 of three lines, the secret, the public number and the
/// number of the application, in lower-case hex. The smallest comes first.
pub fn ticket(secret: &str, randomness: &str, number: &str) -> String {
    hex(&Sha256::digest(format!("{secret}\n{randomness}\n{number}").as_bytes()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

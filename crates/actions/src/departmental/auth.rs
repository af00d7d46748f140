//! Which departmental system calls: its key is shown, the call is signed and fresh.

use connect::webhook;
pub use connect::webhook::{Call, Unbelieved};
use jiff::Timestamp;

use crate::office::Office;

/// The system whose key was shown and whose signature fits.
pub fn authenticate(office: &Office, key: &str, call: &Call<'_>, now: Timestamp) -> Result<String, Unbelieved> {
    let known = office.departmental.iter().find(|(_, system)| webhook::is_key(key, &system.key_sha256));
    let (id, system) = known.ok_or(Unbelieved::Key)?;
    webhook::verify(&system.key_sha256, call, now)?;
    Ok(id.clone())
}

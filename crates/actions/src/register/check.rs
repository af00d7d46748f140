//! The public check: by number, by code, by file. Anybody may ask (RESULT-10); the answer
//! holds nothing about a person.

use domain::result::ResultRecord;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::results;

use super::answer::{Answer, answer};
use super::code::{self, Typed};
use super::{canonical, keys};
use crate::office::Office;
use crate::stop::Stop;

/// Answers about a typed number or code.
pub async fn by_text(office: &Office, typed: &str, now: Timestamp) -> Result<Answer, Stop> {
    Ok(answer(find(office, typed).await?.as_ref(), now))
}

/// The entry that a typed number, check code or scanned code leads to. What is shown of it is
/// the caller's matter.
pub(super) async fn find(office: &Office, typed: &str) -> Result<Option<ResultRecord>, Stop> {
    if let Some(number) = keys::number_in(typed) {
        return Ok(results::by_number(&office.db, &number).await?);
    }
    Ok(match code::read(typed) {
        Typed::Code(code) => results::by_code(&office.db, &code).await?,
        Typed::Number(number) => results::by_number(&office.db, &number).await?,
        Typed::Neither => None,
    })
}

/// Answers about a file: a signed document byte for byte, or the data of a register entry.
pub async fn by_file(office: &Office, content: &[u8], now: Timestamp) -> Result<Answer, Stop> {
    let record = match entry_code(content) {
        Some(code) => results::by_code(&office.db, &code).await?.filter(|record| is_entry(record, content)),
        None => results::by_document(&office.db, &sha256(content)).await?,
    };
    Ok(answer(record.as_ref(), now))
}

/// The check code that the data of an entry names.
fn entry_code(content: &[u8]) -> Option<String> {
    if content.first() != Some(&b'{') {
        return None;
    }
    let data: serde_json::Value = serde_json::from_slice(content).ok()?;
    match code::read(data.get("checkCode")?.as_str()?) {
        Typed::Code(code) => Some(code),
        _ => None,
    }
}

/// Is this the data of the entry, byte for byte?
fn is_entry(record: &ResultRecord, content: &[u8]) -> bool {
    record.register.is_some() && canonical::bytes(record) == content
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::register::sample;

    /// Proves: RESULT-10.
    #[test]
    fn the_data_of_an_entry_is_genuine_only_byte_for_byte() {
        let record = sample::record();
        let bytes = canonical::bytes(&record);
        assert_eq!(entry_code(&bytes).as_deref(), Some(record.check_code.as_str()));
        assert!(is_entry(&record, &bytes));
        let forged = String::from_utf8(bytes).unwrap().replace("Образцов", "Примеров");
        assert!(!is_entry(&record, forged.as_bytes()));
    }

    #[test]
    fn a_file_that_is_no_entry_names_no_code() {
        for content in [&b""[..], b"%PDF-1.7", b"{", b"{}", b"{\"checkCode\":7}", b"{\"checkCode\":\"zz\"}"] {
            assert_eq!(entry_code(content), None);
        }
    }
}

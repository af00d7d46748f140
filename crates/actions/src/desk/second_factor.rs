//! The second factor: time-based codes of RFC 6238, each accepted once (section 5.2 there).

use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};

use crate::stop::Stop;

/// What a typed code turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Right; this step and all before it are used up.
    Right {
        /// Number of the thirty-second step.
        step: i64,
    },
    /// Right once, but already used.
    Used,
    /// Wrong.
    Wrong,
}

/// Reads a secret in base 32 as authenticator apps show it.
pub fn read_secret(base32: &str) -> Result<Totp, Stop> {
    let secret = Secret::try_from_base32(base32).map_err(|error| Stop::Broken {
        doing: "reading the secret of a second factor",
        source: format!("{error:?}").into(),
    })?;
    Builder::new().with_account_name("okno").with_secret(secret).build().map_err(|error| Stop::Broken {
        doing: "reading the secret of a second factor",
        source: error.to_string().into(),
    })
}

/// Checks a typed code at a moment; `last_step` is the newest step already used.
pub fn check(secret: &Totp, typed: &str, now: Timestamp, last_step: i64) -> Code {
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Code::Wrong;
    }
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    match secret.check(&digits, seconds).and_then(|step| i64::try_from(step).ok()) {
        Some(step) if step > last_step => Code::Right { step },
        Some(_) => Code::Used,
        None => Code::Wrong,
    }
}

/// A new secret in base 32, shown once to the official whose telephone will hold it.
pub fn new_secret(office: &crate::office::Office) -> Result<String, Stop> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    // Each byte gives five unbiased bits: 160 bits in all, as RFC 4226 recommends.
    Ok(office.secret::<32>()?.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// The code of a moment, for `okno demo`, which prints it, and for tests.
pub fn code_at(base32: &str, now: Timestamp) -> Result<String, Stop> {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    Ok(read_secret(base32)?.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    /// «12345678901234567890», the secret of the test vectors in RFC 6238, appendix B.
    const VECTOR: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_agree_with_the_vectors_of_the_standard() {
        for (second, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(code_at(VECTOR, at(second)).unwrap(), code);
        }
    }

    #[test]
    fn a_code_is_accepted_once_and_an_older_one_never_after_it() {
        let secret = read_secret(VECTOR).unwrap();
        let now = at(1_111_111_109);
        let Code::Right { step } = check(&secret, "081 804", now, 0) else { panic!("a right code") };
        assert_eq!(check(&secret, "081804", now, step), Code::Used);
        let before = code_at(VECTOR, at(1_111_111_109 - 30)).unwrap();
        assert_eq!(check(&secret, &before, now, step), Code::Used);
    }

    #[test]
    fn wrong_and_malformed_codes_are_wrong_and_nothing_breaks() {
        let secret = read_secret(VECTOR).unwrap();
        for typed in ["", "000000", "28708", "2870822", "абвгде", "２８７０８２", "-87082"] {
            assert_eq!(check(&secret, typed, at(1_111_111_109), 0), Code::Wrong, "{typed}");
        }
        assert!(read_secret("не base32").is_err());
    }
}

//! Passwords of staff: argon2id. Hashing costs tens of milliseconds and megabytes by design,
//! so it runs outside the request threads and never more than two at a time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::stop::Stop;

/// How many hashes may be computed at once: a flood of sign-ins queues here, not in memory.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Longest password heard; anything longer is an attack on the hash.
pub const LONGEST: usize = 256;

/// Hashes a new password.
pub async fn hash(password: String) -> Result<String, Stop> {
    heavy(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| Stop::Broken { doing: "hashing a password", source: error.to_string().into() })
    })
    .await?
}

/// Does the password fit the hash? Without a hash (unknown login) it takes as long and says no,
/// so that the answer does not tell which logins exist.
pub async fn fits(password: String, stored: Option<String>) -> Result<bool, Stop> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    heavy(move || {
        let Some(stored) = stored else {
            let _same_cost = Argon2::default().hash_password(password.as_bytes());
            return false;
        };
        PasswordHash::new(&stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

async fn heavy<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stop> {
    let _turn = HASHING.acquire().await.map_err(Stop::broken("waiting for a turn to hash"))?;
    tokio::task::spawn_blocking(work).await.map_err(Stop::broken("hashing a password"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits_and_the_hash_is_argon2id() {
        let stored = hash("образец-пароля-1".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(fits("образец-пароля-1".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!fits("образец-пароля-2".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!fits("образец-пароля-1".to_owned(), None).await.unwrap());
        assert!(!fits("я".repeat(LONGEST), Some(stored)).await.unwrap());
    }
}

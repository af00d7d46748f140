//! Staff sign-in: password, then a code of the second factor. Each step has a session of its
//! own, so a token of the first step opens nothing; failures lock for a growing while.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::official::Official;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::Batch;
use store::officials::{self, Credential};
use store::sessions::{self, Session, Subject};

use super::second_factor::Code;
use super::{lockout, password, second_factor, staff};
use crate::office::Office;
use crate::stop::Stop;

/// How long the second step may take.
const SECOND_STEP: SignedDuration = SignedDuration::from_mins(5);
/// How long a session lives without use.
const IDLE: SignedDuration = SignedDuration::from_hours(1);
/// How long a session lives at all: a working day with overtime.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// Use is noted at most this often.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// Key of the session's data that tells how far the sign-in has come.
const STAGE: &str = "stage";

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Right: the token of the next session.
    Passed {
        /// For the cookie; only its hash is stored.
        token: String,
    },
    /// Wrong.
    Wrong,
    /// The code was right, but somebody used it already.
    Used,
    /// Too many failures: not heard for so many minutes.
    Locked {
        /// Whole minutes.
        minutes: i64,
    },
}

/// The first step: name and password.
pub async fn first_step(office: &Office, login: &str, typed: &str, now: Timestamp) -> Result<Step, Stop> {
    let found = officials::by_login(&office.db, &staff::login(login)).await?;
    if let Some(minutes) =
        found.as_ref().and_then(|(_, credential)| lockout::minutes_to_wait(credential.locked_until, now))
    {
        return Ok(Step::Locked { minutes });
    }
    let stored = found.as_ref().map(|(_, credential)| credential.password_hash.clone());
    let fits = password::fits(typed.to_owned(), stored).await?;
    let Some((official, credential)) = found else { return Ok(Step::Wrong) };
    if !fits || !official.active {
        return failed(office, &official, &credential, now).await;
    }
    let (token, session) = session(office, &official, "password", now, SECOND_STEP)?;
    office.db.commit(Batch::new().with(sessions::insert(&session))).await?;
    Ok(Step::Passed { token })
}

/// The second step: the code. Needs the token of the first; gives the token of the desk.
pub async fn second_step(office: &Office, token: &str, typed: &str, now: Timestamp) -> Result<Step, Stop> {
    let first = live(office, token, now).await?.filter(|session| stage(session) == Some("password"));
    let first = first.ok_or(Stop::SignInNeeded)?;
    let official = official_of(office, &first).await?;
    let credential = officials::by_login(&office.db, &official.login).await?.ok_or(Stop::SignInNeeded)?.1;
    if let Some(minutes) = lockout::minutes_to_wait(credential.locked_until, now) {
        return Ok(Step::Locked { minutes });
    }
    let secret = credential.totp_secret.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    let secret = second_factor::read_secret(secret.ok_or(Stop::SignInNeeded)?)?;
    let step = match second_factor::check(&secret, typed, now, credential.totp_step) {
        Code::Right { step } => step,
        Code::Used => {
            failed(office, &official, &credential, now).await?;
            return Ok(Step::Used);
        }
        Code::Wrong => return failed(office, &official, &credential, now).await,
    };
    let (token, session) = session(office, &official, "full", now, IDLE)?;
    let batch = Batch::new()
        .with(officials::use_totp(&official.id, step))
        .with(officials::succeeded(&official.id))
        .with(sessions::revoke(&first.id_hash, now))
        .with(sessions::insert(&session));
    match office.db.commit(batch).await {
        Ok(_) => {
            tracing::info!(target: "okno::audit", official = %official.id, authority = %official.authority, "signed in");
            Ok(Step::Passed { token })
        }
        // Two browsers with one code: the second is too late.
        Err(error) if error.is_conflict_at("officials.use_totp") => Ok(Step::Used),
        Err(error) => Err(error.into()),
    }
}

/// Who is signed in with this token. A blocked account is out at once.
pub async fn current(office: &Office, token: &str, now: Timestamp) -> Result<Official, Stop> {
    let session = live(office, token, now).await?.filter(|session| stage(session) == Some("full"));
    let session = session.ok_or(Stop::SignInNeeded)?;
    let official = official_of(office, &session).await?;
    let end = session.created_at.checked_add(LONGEST).unwrap_or(now);
    if now >= end {
        return Err(Stop::SignInNeeded);
    }
    if now.duration_since(session.seen_at) >= NOTED_EVERY {
        let until = now.checked_add(IDLE).unwrap_or(end).min(end);
        match office.db.commit(Batch::new().with(sessions::extend(&session.id_hash, now, until))).await {
            Ok(_) => {}
            Err(error) if error.is_conflict() => return Err(Stop::SignInNeeded),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(official)
}

/// Ends the session of a token, whatever its stage.
pub async fn sign_out(office: &Office, token: &str, now: Timestamp) -> Result<(), Stop> {
    office.db.commit(Batch::new().with(sessions::revoke(&hash(token), now))).await?;
    Ok(())
}

async fn failed(office: &Office, official: &Official, credential: &Credential, now: Timestamp) -> Result<Step, Stop> {
    let until = Some(lockout::open_at(credential.failed + 1, now)).filter(|until| *until > now);
    office.db.commit(Batch::new().with(officials::failed(&official.id, until))).await?;
    tracing::warn!(target: "okno::audit", official = %official.id, failures = credential.failed + 1, "sign-in failed");
    Ok(Step::Wrong)
}

fn session(
    office: &Office,
    official: &Official,
    stage: &str,
    now: Timestamp,
    lives: SignedDuration,
) -> Result<(String, Session), Stop> {
    let token = URL_SAFE_NO_PAD.encode(office.secret::<32>()?);
    let mut data = Map::new();
    data.insert(STAGE.to_owned(), json!(stage));
    let session = Session {
        id_hash: hash(&token),
        subject: Subject::Official(official.id.clone()),
        created_at: now,
        seen_at: now,
        expires_at: now.checked_add(lives).unwrap_or(now),
        revoked_at: None,
        data,
    };
    Ok((token, session))
}

async fn live(office: &Office, token: &str, now: Timestamp) -> Result<Option<Session>, Stop> {
    if token.is_empty() || token.len() > 100 {
        return Ok(None);
    }
    Ok(sessions::live(&office.db, &hash(token), now).await?)
}

async fn official_of(office: &Office, session: &Session) -> Result<Official, Stop> {
    let Subject::Official(id) = &session.subject else { return Err(Stop::SignInNeeded) };
    let official = officials::by_id(&office.db, id).await?;
    official.filter(|official| official.active).ok_or(Stop::SignInNeeded)
}

fn stage(session: &Session) -> Option<&str> {
    session.data.get(STAGE).and_then(Value::as_str)
}

fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

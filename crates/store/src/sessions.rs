//! Sessions of persons and officials. The row knows only the hash of the token, so a copy of
//! the database opens no session. The key is a hash already, so there is no bucket.

use domain::id::{OfficialId, PersonId};
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, args, json};

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A person.
    Person(PersonId),
    /// An official.
    Official(OfficialId),
}

impl Subject {
    fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Official(_) => "official",
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Person(id) => id.as_str(),
            Self::Official(id) => id.as_str(),
        }
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// SHA-256 of its token, in hex.
    pub id_hash: String,
    /// Whose.
    pub subject: Subject,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub seen_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
    /// What else belongs to it: the way of signing in, the id token for signing out.
    pub data: Map<String, Json>,
}

const INSERT: Statement = Statement::new(
    "sessions.insert",
    "insert into sessions (id_hash, subject_kind, subject_id, created_at, seen_at, expires_at,
         revoked_at, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8)",
);

/// A new session.
pub fn insert(session: &Session) -> Write {
    let row = args![
        &session.id_hash,
        session.subject.kind(),
        session.subject.id(),
        session.created_at,
        session.seen_at,
        session.expires_at,
        session.revoked_at,
        json(&session.data),
    ];
    Write::one(INSERT, row)
}

fn read(mut row: Row) -> Result<Session, StoreError> {
    let id_hash = row.text("id_hash")?;
    let kind = row.text("subject_kind")?;
    let id = row.text("subject_id")?;
    let subject = match kind.as_str() {
        "person" => Subject::Person(PersonId(id)),
        "official" => Subject::Official(OfficialId(id)),
        other => {
            return Err(StoreError::Broken(format!("sessions, column subject_kind: {other}")));
        }
    };
    Ok(Session {
        id_hash,
        subject,
        created_at: row.at("created_at")?,
        seen_at: row.at("seen_at")?,
        expires_at: row.at("expires_at")?,
        revoked_at: row.maybe_at("revoked_at")?,
        data: row.json("data")?,
    })
}

const LIVE: Statement = Statement::new(
    "sessions.live",
    "select id_hash, subject_kind, subject_id, created_at, seen_at, expires_at, revoked_at, data
     from sessions where id_hash = $1 and expires_at > $2 and revoked_at is null",
);

/// The session with a token's hash, unless it has expired or was ended.
pub async fn live(db: &Db, id_hash: &str, now: Timestamp) -> Result<Option<Session>, StoreError> {
    db.one(LIVE, args![id_hash, now], read).await
}

const OF_SUBJECT: Statement = Statement::new(
    "sessions.of_subject",
    "select id_hash, subject_kind, subject_id, created_at, seen_at, expires_at, revoked_at, data
     from sessions
     where subject_id = $1 and subject_kind = $2 and expires_at > $3 and revoked_at is null
     order by seen_at desc, id_hash",
);

/// All live sessions of somebody, last used first: «где выполнен вход».
pub async fn of_subject(db: &Db, subject: &Subject, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    db.all(OF_SUBJECT, args![subject.id(), subject.kind(), now], read).await
}

const EXTEND: Statement = Statement::new(
    "sessions.extend",
    "update sessions set seen_at = $2, expires_at = $3
     where id_hash = $1 and revoked_at is null and expires_at > $2",
);

/// The session is used: it lives longer. A dead one does not come back: conflict.
pub fn extend(id_hash: &str, now: Timestamp, expires_at: Timestamp) -> Write {
    Write::one(EXTEND, args![id_hash, now, expires_at])
}

const SET_DATA: Statement =
    Statement::new("sessions.set_data", "update sessions set data = $2 where id_hash = $1 and revoked_at is null");

/// Changes what belongs to the session.
pub fn set_data(id_hash: &str, data: &Map<String, Json>) -> Write {
    Write::one(SET_DATA, args![id_hash, json(data)])
}

const REVOKE: Statement =
    Statement::new("sessions.revoke", "update sessions set revoked_at = $2 where id_hash = $1 and revoked_at is null");

/// Ends a session; ending it twice is fine. Rotation: this and [`insert`] in one batch.
pub fn revoke(id_hash: &str, now: Timestamp) -> Write {
    Write::any(REVOKE, args![id_hash, now])
}

const REVOKE_ALL: Statement = Statement::new(
    "sessions.revoke_all",
    "update sessions set revoked_at = $3
     where subject_id = $1 and subject_kind = $2 and revoked_at is null",
);

/// Ends all sessions of somebody.
pub fn revoke_all(subject: &Subject, now: Timestamp) -> Write {
    Write::any(REVOKE_ALL, args![subject.id(), subject.kind(), now])
}

const PURGE: Statement = Statement::new("sessions.purge", "delete from sessions where expires_at <= $1");

/// Forgets sessions that have expired by a moment.
pub(crate) fn purge(now: Timestamp) -> Write {
    Write::any(PURGE, args![now])
}

pub(crate) const ALL: &[Statement] = &[INSERT, LIVE, OF_SUBJECT, EXTEND, SET_DATA, REVOKE, REVOKE_ALL, PURGE];

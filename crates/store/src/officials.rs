//! Officials and how they sign in: password hash, second factor, failed attempts.

use domain::id::OfficialId;
use domain::official::Official;
use jiff::Timestamp;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json};

/// How an official signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// Secret of the second factor, sealed by the caller; `None` until it is set up.
    pub totp_secret: Option<Vec<u8>>,
    /// The last time step a code was used for: a code works once.
    pub totp_step: i64,
    /// Failed attempts since the last success.
    pub failed: i64,
    /// No attempt counts before this moment.
    pub locked_until: Option<Timestamp>,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Credential {{ failed: {}, … }}", self.failed)
    }
}

const INSERT: Statement = Statement::new(
    "officials.insert",
    "insert into officials (id, login, name, post, authority, roles, active, mandate,
         password_hash, totp_secret, totp_step, failed, locked_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
);

fn row(official: &Official) -> Vec<Value> {
    args![
        &official.id,
        &official.login,
        &official.name,
        &official.post,
        &official.authority,
        json(&official.roles),
        official.active,
        json(&official.mandate),
    ]
}

/// A new official. A conflict at `officials.insert`: the login is taken.
pub fn insert(official: &Official, credential: &Credential) -> Write {
    let mut row = row(official);
    row.extend(args![
        &credential.password_hash,
        credential.totp_secret.clone(),
        credential.totp_step,
        credential.failed,
        credential.locked_until,
    ]);
    Write::one(INSERT, row)
}

const UPDATE: Statement = Statement::new(
    "officials.update",
    "update officials set login = $2, name = $3, post = $4, authority = $5, roles = $6,
         active = $7, mandate = $8
     where id = $1",
);

/// A known official, credentials untouched.
pub fn update(official: &Official) -> Write {
    Write::one(UPDATE, row(official))
}

const SET_PASSWORD: Statement = Statement::new(
    "officials.set_password",
    "update officials set password_hash = $2, failed = 0, locked_until = null where id = $1",
);

/// A new password.
pub fn set_password(id: &OfficialId, password_hash: &str) -> Write {
    Write::one(SET_PASSWORD, args![id, password_hash])
}

const SET_TOTP: Statement =
    Statement::new("officials.set_totp", "update officials set totp_secret = $2, totp_step = 0 where id = $1");

/// A new second factor, sealed by the caller.
pub fn set_totp(id: &OfficialId, sealed: &[u8]) -> Write {
    Write::one(SET_TOTP, args![id, sealed])
}

const USE_TOTP: Statement =
    Statement::new("officials.use_totp", "update officials set totp_step = $2 where id = $1 and totp_step < $2");

/// Uses up the code of a time step. A conflict at `officials.use_totp`: it was used before.
pub fn use_totp(id: &OfficialId, step: i64) -> Write {
    Write::one(USE_TOTP, args![id, step])
}

const FAILED: Statement =
    Statement::new("officials.failed", "update officials set failed = failed + 1, locked_until = $2 where id = $1");

/// One more failed attempt, and until when no other counts.
pub fn failed(id: &OfficialId, locked_until: Option<Timestamp>) -> Write {
    Write::one(FAILED, args![id, locked_until])
}

const SUCCEEDED: Statement =
    Statement::new("officials.succeeded", "update officials set failed = 0, locked_until = null where id = $1");

/// The official is in: the count begins anew.
pub fn succeeded(id: &OfficialId) -> Write {
    Write::one(SUCCEEDED, args![id])
}

fn read(row: &mut Row) -> Result<Official, StoreError> {
    Ok(Official {
        id: OfficialId(row.text("id")?),
        login: row.text("login")?,
        name: row.text("name")?,
        post: row.text("post")?,
        authority: row.text("authority")?,
        roles: row.json("roles")?,
        active: row.bool("active")?,
        mandate: row.json("mandate")?,
    })
}

const BY_ID: Statement = Statement::new(
    "officials.by_id",
    "select id, login, name, post, authority, roles, active, mandate from officials where id = $1",
);

/// An official.
pub async fn by_id(db: &Db, id: &OfficialId) -> Result<Option<Official>, StoreError> {
    db.one(BY_ID, args![id], |mut row| read(&mut row)).await
}

const BY_LOGIN: Statement = Statement::new(
    "officials.by_login",
    "select id, login, name, post, authority, roles, active, mandate, password_hash,
         totp_secret, totp_step, failed, locked_until
     from officials where login = $1",
);

/// The official with a login, and how they sign in.
pub async fn by_login(db: &Db, login: &str) -> Result<Option<(Official, Credential)>, StoreError> {
    db.one(BY_LOGIN, args![login], |mut row| {
        let official = read(&mut row)?;
        let credential = Credential {
            password_hash: row.text("password_hash")?,
            totp_secret: row.maybe_bytes("totp_secret")?,
            totp_step: row.int("totp_step")?,
            failed: row.int("failed")?,
            locked_until: row.maybe_at("locked_until")?,
        };
        Ok((official, credential))
    })
    .await
}

const OF_AUTHORITY: Statement = Statement::new(
    "officials.of_authority",
    "select id, login, name, post, authority, roles, active, mandate
     from officials where authority = $1 order by name, id",
);

/// The officials of one authority, inactive ones included.
pub async fn of_authority(db: &Db, authority: &str) -> Result<Vec<Official>, StoreError> {
    db.all(OF_AUTHORITY, args![authority], |mut row| read(&mut row)).await
}

pub(crate) const ALL: &[Statement] =
    &[INSERT, UPDATE, SET_PASSWORD, SET_TOTP, USE_TOTP, FAILED, SUCCEEDED, BY_ID, BY_LOGIN, OF_AUTHORITY];

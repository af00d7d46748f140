//! Sign-ins under way at ЕСИА: what we sent along and must see again. Each is answered once.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args, json};

/// A sign-in under way.
#[derive(Debug, Clone, PartialEq)]
pub struct SignIn {
    /// The `state` parameter, random.
    pub state: String,
    /// The `nonce` that must stand in the id token.
    pub nonce: String,
    /// Page of ours to go back to: a path.
    pub return_to: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it is too late to answer.
    pub expires_at: Timestamp,
    /// What else must be seen again: PKCE verifier, hash of the browser's own cookie.
    pub data: Map<String, Json>,
}

const INSERT: Statement = Statement::new(
    "sign_ins.insert",
    "insert into sign_ins (state, nonce, return_to, created_at, expires_at, data)
     values ($1, $2, $3, $4, $5, $6)",
);

/// A sign-in begins.
pub fn insert(sign_in: &SignIn) -> Write {
    let row = args![
        &sign_in.state,
        &sign_in.nonce,
        &sign_in.return_to,
        sign_in.created_at,
        sign_in.expires_at,
        json(&sign_in.data),
    ];
    Write::one(INSERT, row)
}

const TAKE: Statement = Statement::new(
    "sign_ins.take",
    "delete from sign_ins where state = $1 and expires_at > $2
     returning state, nonce, return_to, created_at, expires_at, data",
);

/// Takes the sign-in that an answer names; a second answer finds nothing.
pub async fn take(db: &Db, state: &str, now: Timestamp) -> Result<Option<SignIn>, StoreError> {
    let Some(mut row) = db.take(TAKE, args![state, now]).await?.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(SignIn {
        state: row.text("state")?,
        nonce: row.text("nonce")?,
        return_to: row.text("return_to")?,
        created_at: row.at("created_at")?,
        expires_at: row.at("expires_at")?,
        data: row.json("data")?,
    }))
}

const PURGE: Statement = Statement::new("sign_ins.purge", "delete from sign_ins where expires_at <= $1");

/// Forgets sign-ins nobody finished.
pub(crate) fn purge(now: Timestamp) -> Write {
    Write::any(PURGE, args![now])
}

pub(crate) const ALL: &[Statement] = &[INSERT, TAKE, PURGE];

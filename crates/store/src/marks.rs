//! What the database was last brought up to date with, by name: the calendar its terms were
//! counted with.

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

const SET: Statement = Statement::new(
    "marks.set",
    "insert into marks (name, word) values ($1, $2) on conflict (name) do update set word = $2",
);

/// Sets a mark.
pub fn set(name: &str, word: &str) -> Write {
    Write::one(SET, args![name, word])
}

const GET: Statement = Statement::new("marks.get", "select word from marks where name = $1");

/// What a mark says.
pub async fn get(db: &Db, name: &str) -> Result<Option<String>, StoreError> {
    db.one(GET, args![name], |mut row| row.text("word")).await
}

pub(crate) const ALL: &[Statement] = &[SET, GET];

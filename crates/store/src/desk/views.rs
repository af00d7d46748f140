//! Views of the queue that officials saved for themselves.

use domain::id::OfficialId;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args};

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Id.
    pub id: String,
    /// Name its official gave it.
    pub name: String,
    /// Filters as they stand in the address.
    pub address: String,
}

const INSERT: Statement = Statement::new(
    "desk_views.insert",
    "insert into desk_views (official_id, id, name, address)
     select cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text)
     where (select count(*) from desk_views where official_id = $1) < $5",
);

/// A new view. A conflict at `desk_views.insert`: the official has as many as there may be.
pub fn insert(official: &OfficialId, view: &SavedView, most: i64) -> Write {
    Write::one(INSERT, args![official, &view.id, &view.name, &view.address, most])
}

const DELETE: Statement =
    Statement::new("desk_views.delete", "delete from desk_views where official_id = $1 and id = $2");

/// Forgets a view.
pub fn delete(official: &OfficialId, id: &str) -> Write {
    Write::any(DELETE, args![official, id])
}

const OF_OFFICIAL: Statement = Statement::new(
    "desk_views.of_official",
    "select id, name, address from desk_views where official_id = $1 order by id",
);

/// The views of an official, oldest first.
pub async fn of_official(db: &Db, official: &OfficialId) -> Result<Vec<SavedView>, StoreError> {
    db.all(OF_OFFICIAL, args![official], |mut row| {
        Ok(SavedView { id: row.text("id")?, name: row.text("name")?, address: row.text("address")? })
    })
    .await
}

pub(crate) const ALL: &[Statement] = &[INSERT, DELETE, OF_OFFICIAL];

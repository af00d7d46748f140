//! Throw-away databases for tests of every crate: a SQLite file that goes when the last handle
//! to it goes.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::db::{Address, Db, Tuning};
use crate::error::StoreError;

/// A database and the folder it lies in; the folder goes with this value.
pub struct Scratch {
    /// The database.
    pub db: Db,
    folder: PathBuf,
}

impl Scratch {
    /// The folder: tests put their other files here too.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of temporary files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A new SQLite database that does not wait for the disk.
pub async fn sqlite(now: Timestamp) -> Result<Scratch, StoreError> {
    let mut name = [0_u8; 8];
    getrandom::fill(&mut name).map_err(|error| StoreError::unavailable(error.to_string()))?;
    let name = crate::journal::hex(&name);
    let folder = std::env::temp_dir().join(format!("okno-scratch-{name}"));
    std::fs::create_dir_all(&folder).map_err(|error| StoreError::unavailable(error.to_string()))?;
    let tuning = Tuning { durable: false, ..Tuning::default() };
    let db = Db::open_with(&Address::Sqlite(folder.join("okno.sqlite")), &tuning, now).await?;
    Ok(Scratch { db, folder })
}

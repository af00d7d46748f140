//! Throw-away databases for the tests of every crate: a SQLite file, or a database on a
//! PostgreSQL server that is itself for tests. Both go when this value goes.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::Timestamp;
use tokio_postgres::{Config, NoTls};

use crate::db::{Address, Db, Tuning};
use crate::error::StoreError;
use crate::migrate::MIGRATIONS;

/// The environment variable with the URL of a superuser on a PostgreSQL server for tests.
pub const POSTGRES: &str = "OKNO_TEST_POSTGRES";

/// A database, and a folder that tests may put their other files into.
pub struct Scratch {
    /// The database.
    pub db: Db,
    /// Where it lies, to open it once more.
    pub address: Address,
    folder: PathBuf,
    on_server: Option<(String, String)>,
}

impl Scratch {
    /// The folder; it goes with this value.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of temporary files.
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some((server, name)) = self.on_server.take() {
            // A thread, because a runtime cannot wait inside a runtime.
            let dropping = std::thread::spawn(move || {
                let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
                    return;
                };
                let _ = runtime.block_on(run(&server, &format!("drop database if exists {name} with (force)")));
            });
            let _ = dropping.join();
        }
    }
}

/// A new SQLite database that does not wait for the disk.
pub async fn sqlite(now: Timestamp) -> Result<Scratch, StoreError> {
    let folder = folder()?;
    let address = Address::Sqlite(folder.join("okno.sqlite"));
    let tuning = Tuning { durable: false, ..Tuning::default() };
    let db = Db::open_with(&address, &tuning, now).await?;
    Ok(Scratch { db, address, folder, on_server: None })
}

/// A new database on the server of a superuser's URL (`postgres://postgres@127.0.0.1:5432/postgres`).
pub async fn postgres(server: &str, now: Timestamp) -> Result<Scratch, StoreError> {
    let name = format!("okno_test_{}", random()?);
    let template = template(server, now).await?;
    run(server, &format!("create database {name} template {template}")).await?;
    let address = Address::Postgres(with_database(server, &name)?);
    let tuning = Tuning { connections: 8, ..Tuning::default() };
    let db = Db::open_with(&address, &tuning, now).await?;
    Ok(Scratch { db, address, folder: folder()?, on_server: Some((server.to_owned(), name)) })
}

/// The name of a database that has all migrations already: made once, copied by every test.
async fn template(server: &str, now: Timestamp) -> Result<String, StoreError> {
    let all: String = MIGRATIONS.iter().map(crate::migrate::Migration::sha256).collect();
    let name = format!("okno_template_{}", &domain::journal::digest(&all)[..16]);
    let (client, connection) = connect(server).await?;
    let connection = tokio::spawn(connection);
    // Only here, among tests of one server: whoever is first makes it, the others wait.
    client.batch_execute("select pg_advisory_lock(20261)").await.map_err(unavailable)?;
    let ready = client
        .query("select 1 from pg_database where datname = $1 and datistemplate", &[&name])
        .await
        .map_err(unavailable)?;
    if ready.is_empty() {
        let create = format!("create database {name} template template0 encoding 'UTF8' locale 'C'");
        client.batch_execute(&format!("drop database if exists {name} with (force)")).await.map_err(unavailable)?;
        client.batch_execute(&create).await.map_err(unavailable)?;
        drop(Db::open(&Address::Postgres(with_database(server, &name)?), now).await?);
        // Connections close in their own time; nobody can copy a database that has any.
        let close = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = $1";
        client.query(close, &[&name]).await.map_err(unavailable)?;
        let ready = format!("alter database {name} with is_template true allow_connections false");
        client.batch_execute(&ready).await.map_err(unavailable)?;
    }
    drop(client);
    let _ = connection.await;
    Ok(name)
}

/// The same URL with another database.
fn with_database(server: &str, name: &str) -> Result<String, StoreError> {
    match server.rsplit_once('/') {
        Some((before, after)) if before.contains("//") && !before.ends_with('/') => {
            let options = after.split_once('?').map(|(_, options)| format!("?{options}")).unwrap_or_default();
            Ok(format!("{before}/{name}{options}"))
        }
        _ => Err(StoreError::broken("the URL of the test server names no database")),
    }
}

type Connecting = tokio_postgres::Connection<tokio_postgres::Socket, tokio_postgres::tls::NoTlsStream>;

async fn connect(server: &str) -> Result<(tokio_postgres::Client, Connecting), StoreError> {
    let config = Config::from_str(server).map_err(unavailable)?;
    config.connect(NoTls).await.map_err(unavailable)
}

async fn run(server: &str, sql: &str) -> Result<(), StoreError> {
    let (client, connection) = connect(server).await?;
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.map_err(unavailable)?;
    drop(client);
    let _ = connection.await;
    Ok(())
}

fn unavailable(error: tokio_postgres::Error) -> StoreError {
    let why = error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string);
    StoreError::unavailable(format!("the PostgreSQL server for tests: {why}"))
}

fn random() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::unavailable(error.to_string()))?;
    Ok(crate::journal::hex(&bytes))
}

fn folder() -> Result<PathBuf, StoreError> {
    let folder = std::env::temp_dir().join(format!("okno-scratch-{}", random()?));
    std::fs::create_dir_all(&folder).map_err(|error| StoreError::unavailable(error.to_string()))?;
    Ok(folder)
}

//! The database: two engines behind two verbs, *rows* and *commit*.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::batch::{Batch, Committed};
use crate::death::Death;
use crate::error::StoreError;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::value::{Row, Statement, Value};

/// Where the data lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// No file that has a name: a database of this process alone, which goes with it. Only
    /// simulations have one.
    Memory,
    /// A PostgreSQL URL.
    Postgres(String),
}

impl Address {
    /// Reads `sqlite:PATH` or `postgres://…`; the error says what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err("a database address is `sqlite:PATH` or `postgres://user@host:port/name`".to_owned())
    }
}

/// Settings with one right value in production, other ones in tests and benches.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// PostgreSQL: connections of this process at most.
    pub connections: usize,
    /// PostgreSQL: how long one statement may take, on the client's watch too, because a paused
    /// server keeps its connections open and never answers.
    pub statement_timeout: std::time::Duration,
    /// SQLite: wait for the disk at every commit. Only throw-away databases of tests say no.
    pub durable: bool,
    /// SQLite: what kills this process between a commit and the news of it. Only simulations have it.
    pub death: Option<Arc<Death>>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { connections: 16, statement_timeout: std::time::Duration::from_secs(10), durable: true, death: None }
    }
}

/// One of the two engines. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// The embedded default.
    Sqlite(Sqlite),
    /// A server, for several nodes.
    Postgres(Postgres),
}

impl Db {
    /// Opens the database, creating a SQLite file if need be, and brings its schema up to date.
    pub async fn open(address: &Address, now: Timestamp) -> Result<Self, StoreError> {
        Self::open_with(address, &Tuning::default(), now).await
    }

    /// The same with other tuning.
    pub async fn open_with(address: &Address, tuning: &Tuning, now: Timestamp) -> Result<Self, StoreError> {
        match address {
            Address::Sqlite(path) => Ok(Self::Sqlite(Sqlite::open(path, tuning, now)?)),
            Address::Memory => Ok(Self::Sqlite(Sqlite::in_memory(tuning, now)?)),
            Address::Postgres(url) => Ok(Self::Postgres(Postgres::open(url, tuning, now).await?)),
        }
    }

    /// Runs a reading statement. On SQLite the read happens in the calling task: it takes
    /// microseconds, and handing it to a thread would cost thirty times that.
    pub async fn rows(&self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.rows(statement, &args),
            Self::Postgres(postgres) => postgres.rows(statement, args).await,
        }
    }

    /// Commits a batch: durable when this returns.
    pub async fn commit(&self, batch: Batch) -> Result<Committed, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.commit(batch).await,
            Self::Postgres(postgres) => postgres.commit(batch).await,
        }
    }

    /// Runs one writing statement with `returning` in a transaction of its own and answers the
    /// rows it touched: for leases and one-time tokens.
    pub async fn take(&self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.take(statement, args).await,
            Self::Postgres(postgres) => postgres.take(statement, args).await,
        }
    }

    /// Answers if the database does; for health checks.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.rows(PING, Vec::new()).await.map(|_| ())
    }

    /// `sqlite` or `postgres`, for logs and metrics.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// The first row of an answer, read.
    pub(crate) async fn one<T>(
        &self,
        statement: Statement,
        args: Vec<Value>,
        read: impl Fn(Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.rows(statement, args).await?.into_iter().next().map(read).transpose()
    }

    /// All rows of an answer, read.
    pub(crate) async fn all<T>(
        &self,
        statement: Statement,
        args: Vec<Value>,
        read: impl Fn(Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.rows(statement, args).await?.into_iter().map(read).collect()
    }
}

const PING: Statement = Statement::new("db.ping", "select count(*) from counters where year < 0");

pub(crate) const ALL: &[Statement] = &[PING];

//! SQLite: reads in the calling task through a few read-only connections, writes through one
//! writer thread (see [`writer`]) that groups batches into shared durable commits. A database in
//! memory has one connection for both, and nobody to hand anything to.

mod writer;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql, ffi};

use crate::batch::{Batch, Committed};
use crate::db::Tuning;
use crate::death::Death;
use crate::error::StoreError;
use crate::migrate;
use crate::value::{Row, Statement, Value};

use writer::Writer;

/// Statements kept prepared per connection: all of ours.
const PREPARED: usize = 512;
/// What SQLite plans by, the same in every database (see there).
const STATISTICS: &str = include_str!("statistics.sql");
/// How long a lock held by another process is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// An open SQLite database. Cheap to clone.
#[derive(Clone)]
pub struct Sqlite {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Vec<Mutex<Connection>>,
    turn: AtomicUsize,
    /// None where the only reader writes, too.
    writer: Option<Writer>,
    death: Option<Arc<Death>>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, tuning: &Tuning, now: Timestamp) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut writing = connect(path, flags)?;
        let synchronous = if tuning.durable { "full" } else { "off" };
        let pragmas =
            format!("pragma journal_mode = wal; pragma synchronous = {synchronous}; pragma cache_size = -16000;");
        prepare(&mut writing, &pragmas, now)?;

        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let count = std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
        let readers = (0..count).map(|_| connect(path, flags).map(Mutex::new)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::of(readers, Some(Writer::start(writing)?), tuning))
    }

    /// A database that nobody else sees and that goes with its last owner. SQLite keeps it in its
    /// cache and writes to a nameless file what the cache cannot hold; a larger cache is slower,
    /// because every commit goes through all of it.
    pub(crate) fn in_memory(tuning: &Tuning, now: Timestamp) -> Result<Self, StoreError> {
        let mut only = connect(Path::new(""), OpenFlags::default())?;
        prepare(&mut only, "pragma journal_mode = memory; pragma cache_size = -8000;", now)?;
        Ok(Self::of(vec![Mutex::new(only)], None, tuning))
    }

    fn of(readers: Vec<Mutex<Connection>>, writer: Option<Writer>, tuning: &Tuning) -> Self {
        Self { inner: Arc::new(Inner { readers, turn: AtomicUsize::new(0), writer, death: tuning.death.clone() }) }
    }

    /// A reader nobody uses, or the next in turn.
    fn reader(&self) -> MutexGuard<'_, Connection> {
        let readers = &self.inner.readers;
        let start = self.inner.turn.fetch_add(1, Ordering::Relaxed);
        for step in 0..readers.len() {
            match readers[(start + step) % readers.len()].try_lock() {
                Ok(reader) => return reader,
                Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        readers[start % readers.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn rows(&self, statement: Statement, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        query(&self.reader(), statement, args)
    }

    pub(crate) async fn commit(&self, batch: Batch) -> Result<Committed, StoreError> {
        let committed = match &self.inner.writer {
            Some(writer) => writer.commit(batch).await,
            None => writer::at_once(&self.reader(), |connection| writer::run_batch(connection, &batch)),
        };
        if let Some(death) = &self.inner.death {
            death.committed().await;
        }
        committed
    }

    pub(crate) async fn take(&self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match &self.inner.writer {
            Some(writer) => writer.take(statement, args).await,
            None => writer::at_once(&self.reader(), |connection| query(connection, statement, &args)),
        }
    }

    /// How many columns and arguments a statement has; for the test of all statements.
    pub(crate) fn shape(&self, statement: Statement) -> Result<(usize, usize), StoreError> {
        let reader = self.reader();
        let prepared = reader.prepare(statement.sql).map_err(|error| fault(statement.name, &error))?;
        Ok((prepared.column_count(), prepared.parameter_count()))
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| StoreError::unavailable(format!("cannot open {}: {error}", path.display())))?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    // A plan does not follow from the arguments: it is the one the test of plans has read, and a
    // statement is not prepared anew whenever it is bound.
    let stable = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    stable.map_err(|error| fault("sqlite.open", &error))?;
    connection.busy_timeout(BUSY).map_err(|error| fault("sqlite.open", &error))?;
    Ok(connection)
}

/// Makes the connection that writes ready: its settings, the schema, what plans are made by.
fn prepare(connection: &mut Connection, pragmas: &str, now: Timestamp) -> Result<(), StoreError> {
    let settings = format!("{pragmas} pragma foreign_keys = on;");
    connection.execute_batch(&settings).map_err(|error| fault("sqlite.open", &error))?;
    migrate(connection, now)
}

/// Brings the schema up to date in one transaction; a second process waits at its beginning.
fn migrate(connection: &mut Connection, now: Timestamp) -> Result<(), StoreError> {
    let broken = |error: rusqlite::Error| fault("sqlite.migrate", &error);
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(broken)?;
    transaction.execute_batch(&migrate::for_sqlite(migrate::TABLE)).map_err(broken)?;
    let applied = {
        let mut select = transaction.prepare("select name, sha256 from migrations order by name").map_err(broken)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(broken)?;
        rows.collect::<Result<Vec<(String, String)>, _>>().map_err(broken)?
    };
    for migration in migrate::missing(&applied)? {
        transaction
            .execute_batch(&migrate::for_sqlite(migration.sql))
            .map_err(|error| StoreError::Broken(format!("migration {}: {error}", migration.name)))?;
        transaction
            .execute(
                "insert into migrations (name, sha256, applied_at) values (?1, ?2, ?3)",
                (migration.name, migration.sha256(), now.as_millisecond()),
            )
            .map_err(broken)?;
    }
    transaction.execute_batch(STATISTICS).map_err(|error| fault("sqlite.statistics", &error))?;
    transaction.commit().map_err(broken)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(answer) => ValueRef::Integer(i64::from(*answer)),
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Prepares a statement and binds its arguments. SQLite numbers `$n` by first appearance, not
/// by n, so each is bound by its name.
fn bind<'a>(
    connection: &'a Connection,
    statement: Statement,
    args: &[Value],
) -> Result<CachedStatement<'a>, StoreError> {
    let mut prepared = connection.prepare_cached(statement.sql).map_err(|error| fault(statement.name, &error))?;
    let count = prepared.parameter_count();
    if count != args.len() {
        let given = args.len();
        let what = format!("{}: {given} arguments given, {count} wanted", statement.name);
        return Err(StoreError::Broken(what));
    }
    for index in 1..=count {
        let number = prepared
            .parameter_name(index)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|number| number.parse::<usize>().ok());
        let arg = number
            .and_then(|number| args.get(number.wrapping_sub(1)))
            .ok_or_else(|| StoreError::Broken(format!("{}: arguments are named $1…$n", statement.name)))?;
        prepared.raw_bind_parameter(index, arg).map_err(|error| fault(statement.name, &error))?;
    }
    Ok(prepared)
}

/// Runs a statement that answers rows.
fn query(connection: &Connection, statement: Statement, args: &[Value]) -> Result<Vec<Row>, StoreError> {
    let broken = |error: rusqlite::Error| fault(statement.name, &error);
    let mut prepared = bind(connection, statement, args)?;
    let columns = prepared.column_count();
    let mut rows = prepared.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next().map_err(broken)? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(value(statement, row.get_ref(column).map_err(broken)?)?);
        }
        answer.push(Row::new(statement.name, values));
    }
    Ok(answer)
}

/// Runs a statement that changes rows; answers how many.
fn execute(connection: &Connection, statement: Statement, args: &[Value]) -> Result<u64, StoreError> {
    let mut prepared = bind(connection, statement, args)?;
    let touched = prepared.raw_execute().map_err(|error| fault(statement.name, &error))?;
    Ok(touched as u64)
}

fn value(statement: Statement, value: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(
            std::str::from_utf8(text)
                .map_err(|_| StoreError::Broken(format!("{}: text is not UTF-8", statement.name)))?
                .to_owned(),
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => {
            return Err(StoreError::Broken(format!("{}: a float was found", statement.name)));
        }
    })
}

/// What an error of SQLite means for the caller.
fn fault(name: &'static str, error: &rusqlite::Error) -> StoreError {
    let code = match error {
        rusqlite::Error::SqliteFailure(failure, _) => failure.extended_code,
        _ => 0,
    };
    match (code, code & 0xff) {
        (ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY, _) => StoreError::Conflict { write: name },
        (
            _,
            ffi::SQLITE_BUSY
            | ffi::SQLITE_LOCKED
            | ffi::SQLITE_FULL
            | ffi::SQLITE_IOERR
            | ffi::SQLITE_CANTOPEN
            | ffi::SQLITE_NOMEM
            | ffi::SQLITE_READONLY,
        ) => StoreError::unavailable(format!("{name}: {error}")),
        _ => StoreError::Broken(format!("{name}: {error}")),
    }
}

//! PostgreSQL: a pool of connections, statements prepared once per connection, a watch on
//! every answer, and repeats where nothing can have happened. Commits are in [`commit`].

mod commit;
mod lane;
mod value;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Config, NoTls};

use crate::batch::{Batch, Committed};
use crate::db::Tuning;
use crate::error::StoreError;
use crate::migrate;
use crate::value::{Row, Statement, Value};

use lane::Lane;

/// Pauses before the second, third … attempt, in milliseconds. A failover takes seconds; who
/// waits longer than this is told to come again.
const PAUSES: [u64; 4] = [20, 100, 400, 1500];

/// An open PostgreSQL database. Cheap to clone.
#[derive(Clone)]
pub struct Postgres {
    pool: Pool,
    watch: Duration,
    lane: Arc<Lane>,
}

/// What an error means for the next step.
#[derive(Debug)]
enum Fault {
    /// The answer to the caller.
    Final(StoreError),
    /// The transaction is surely undone: the same may be tried again. With the reason.
    Again(String),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Final(error)
    }
}

impl Postgres {
    pub(crate) async fn open(url: &str, tuning: &Tuning, now: Timestamp) -> Result<Self, StoreError> {
        let mut config =
            Config::from_str(url).map_err(|error| StoreError::Broken(format!("the PostgreSQL address: {error}")))?;
        let milliseconds = tuning.statement_timeout.as_millis();
        let own = config.get_options().unwrap_or_default().to_owned();
        config
            .application_name("okno")
            .connect_timeout(Duration::from_secs(5))
            .options(format!("{own} -c statement_timeout={milliseconds} -c client_min_messages=warning"));
        let recycling_method = RecyclingMethod::Fast;
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method });
        let pool = Pool::builder(manager)
            .max_size(tuning.connections.max(2))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(tuning.statement_timeout))
            .create_timeout(Some(Duration::from_secs(5)))
            .build()
            .map_err(|error| StoreError::unavailable(error.to_string()))?;
        let watch = tuning.statement_timeout + Duration::from_secs(1);
        migrate(&connection(&pool).await?, now).await?;
        let lane = Arc::new(Lane::start(pool.clone(), watch));
        Ok(Self { pool, watch, lane })
    }

    pub(crate) async fn rows(&self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let mut tried = 0;
        loop {
            match query(&self.pool, self.watch, statement, &args).await {
                Ok(rows) => return Ok(rows),
                Err(Fault::Final(error)) => return Err(error),
                Err(Fault::Again(why)) => pause(&mut tried, statement.name, why).await?,
            }
        }
    }

    pub(crate) async fn commit(&self, batch: Batch) -> Result<Committed, StoreError> {
        if batch.numbered.is_some() {
            return self.lane.commit(batch).await;
        }
        // A task of its own: a caller that stops waiting must not leave a connection in the
        // middle of a transaction.
        let (pool, watch) = (self.pool.clone(), self.watch);
        ended(tokio::spawn(async move { commit::commit(&pool, watch, &batch).await }).await)
    }

    /// One returning statement, in a transaction of its own. Not repeated when the connection
    /// fails: it may have happened.
    pub(crate) async fn take(&self, statement: Statement, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match query(&self.pool, self.watch, statement, &args).await {
            Ok(rows) => Ok(rows),
            Err(Fault::Final(error)) => Err(error),
            Err(Fault::Again(why)) => Err(StoreError::Unavailable { why, unknown: true }),
        }
    }

    /// How many columns and arguments a statement has; for the test of all statements. All of
    /// them must be of our kinds: an argument taken for a 32-bit integer would fail when used.
    pub(crate) async fn shape(&self, statement: Statement) -> Result<(usize, usize), StoreError> {
        let prepared = connection(&self.pool)
            .await?
            .prepare(statement.sql)
            .await
            .map_err(|error| in_words(statement.name, &error))?;
        let columns = prepared.columns().iter().map(tokio_postgres::Column::type_);
        for ty in prepared.params().iter().chain(columns) {
            if ![Type::BOOL, Type::INT8, Type::TEXT, Type::BYTEA].contains(ty) {
                return Err(StoreError::Broken(format!("{}: {ty} is not a value of ours", statement.name)));
            }
        }
        Ok((prepared.columns().len(), prepared.params().len()))
    }
}

/// What became of a task.
fn ended<T>(joined: Result<Result<T, StoreError>, tokio::task::JoinError>) -> Result<T, StoreError> {
    joined.unwrap_or_else(|error| Err(StoreError::Unavailable { why: error.to_string(), unknown: true }))
}

async fn connection(pool: &Pool) -> Result<Object, StoreError> {
    pool.get().await.map_err(|error| StoreError::unavailable(pool_words(&error)))
}

fn pool_words(error: &deadpool_postgres::PoolError) -> String {
    match error {
        deadpool_postgres::PoolError::Backend(error) => {
            error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
        }
        other => other.to_string(),
    }
}

/// Waits before the next attempt, or gives up.
async fn pause(tried: &mut usize, name: &str, why: String) -> Result<(), StoreError> {
    let Some(pause) = PAUSES.get(*tried) else {
        return Err(StoreError::unavailable(why));
    };
    tracing::warn!(statement = name, attempt = *tried + 1, why, "the database is asked again");
    *tried += 1;
    tokio::time::sleep(Duration::from_millis(*pause)).await;
    Ok(())
}

async fn query(pool: &Pool, watch: Duration, statement: Statement, args: &[Value]) -> Result<Vec<Row>, Fault> {
    let client = connection(pool).await.map_err(|error| Fault::Again(error.to_string()))?;
    let asked = async {
        let prepared = client.prepare_cached(statement.sql).await?;
        client.query(&prepared, &borrowed(args)).await
    };
    let rows = match tokio::time::timeout(watch, asked).await {
        Ok(Ok(rows)) => rows,
        Ok(Err(error)) => return Err(fault(statement.name, &error)),
        Err(_) => return Err(silent(client, statement.name)),
    };
    rows.iter().map(|row| value::row(statement, row).map_err(Fault::Final)).collect()
}

/// A server that does not answer: the connection is thrown away, not put back.
fn silent(client: Object, name: &str) -> Fault {
    drop(Object::take(client));
    Fault::Again(format!("{name}: the database did not answer in time"))
}

fn borrowed(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}

/// Sorts an error by what can be done about it.
fn fault(name: &'static str, error: &tokio_postgres::Error) -> Fault {
    let Some(problem) = error.as_db_error() else {
        let io = std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>());
        return if error.is_closed() || io {
            Fault::Again(format!("{name}: {error}"))
        } else {
            Fault::Final(in_words(name, error))
        };
    };
    let code = problem.code();
    let again = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::TOO_MANY_CONNECTIONS,
    ];
    if again.contains(code) {
        Fault::Again(format!("{name}: {} ({})", problem.message(), code.code()))
    } else {
        Fault::Final(in_words(name, error))
    }
}

/// An error in words. The server's detail is left out: it quotes values.
fn in_words(name: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let Some(problem) = error.as_db_error() else {
        let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        return StoreError::Broken(format!("{name}: {error} {why}"));
    };
    let (code, message) = (problem.code(), problem.message());
    if *code == SqlState::UNIQUE_VIOLATION {
        return StoreError::Conflict { write: name };
    }
    let words = format!("{name}: {message} ({})", code.code());
    if *code == SqlState::QUERY_CANCELED || *code == SqlState::DISK_FULL {
        StoreError::unavailable(words)
    } else {
        StoreError::Broken(words)
    }
}

/// Whether a fault means that the connection will not serve again; a failed-over server that
/// has become a read-only standby counts.
fn is_spent(client: &Object, fault: &Fault) -> bool {
    client.is_closed() || matches!(fault, Fault::Again(why) if why.contains("25006"))
}

/// Brings the schema up to date in one transaction. The lock on the table makes a second
/// process wait, without an advisory lock.
async fn migrate(client: &Object, now: Timestamp) -> Result<(), StoreError> {
    let broken = |error: tokio_postgres::Error| in_words("postgres.migrate", &error);
    if client.batch_execute(migrate::TABLE).await.is_err() {
        // Two processes making the table at the same moment: one of them is told off.
        client.batch_execute(migrate::TABLE).await.map_err(broken)?;
    }
    client.batch_execute("begin; lock table migrations in access exclusive mode").await.map_err(broken)?;
    let result = apply_missing(client, now).await;
    let end = if result.is_ok() { "commit" } else { "rollback" };
    client.batch_execute(end).await.map_err(broken)?;
    result
}

async fn apply_missing(client: &Object, now: Timestamp) -> Result<(), StoreError> {
    let broken = |error: tokio_postgres::Error| in_words("postgres.migrate", &error);
    let rows = client.query("select name, sha256 from migrations order by name", &[]).await.map_err(broken)?;
    let applied: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let mut steps = Vec::new();
    for migration in migrate::missing(&applied)? {
        steps.push((migration.name, migration.sha256(), migration.sql));
    }
    for (name, hash, sql) in &steps {
        client
            .batch_execute(sql)
            .await
            .map_err(|error| StoreError::Broken(format!("migration {name}: {}", in_words("migrate", &error))))?;
        let at = now.as_millisecond();
        client
            .execute("insert into migrations (name, sha256, applied_at) values ($1, $2, $3)", &[name, hash, &at])
            .await
            .map_err(broken)?;
    }
    Ok(())
}

/// Polls all futures in their order, some at a time: their messages leave in that order and
/// without waiting for each other's answers.
async fn pipelined<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    // Up to thirty futures `join_all` polls strictly in order.
    const TOGETHER: usize = 30;
    let mut answers = Vec::with_capacity(futures.len());
    let mut waiting = futures.into_iter().peekable();
    while waiting.peek().is_some() {
        answers.extend(join_all(waiting.by_ref().take(TOGETHER)).await);
    }
    answers
}

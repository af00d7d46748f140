//! Rows of any table as maps of columns, read from and written straight into either engine.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::types::{Value as Cell, ValueRef};
use serde_json::{Map, Number, Value};

/// A row: its columns by name.
pub type Row = Map<String, Value>;

/// Rows of one statement on PostgreSQL.
const TOGETHER: usize = 500;

/// A database whose tables are filled.
pub enum Tables {
    /// A file.
    Sqlite(rusqlite::Connection),
    /// A server.
    Postgres(tokio_postgres::Client),
}

impl Tables {
    /// Opens the database of the portal beside it.
    pub async fn open(file: &Path, database: Option<&str>) -> Result<Self> {
        let Some(url) = database else {
            let connection = rusqlite::Connection::open(file)?;
            connection.busy_timeout(std::time::Duration::from_secs(10))?;
            connection
                .execute_batch("pragma synchronous = off; pragma cache_size = -600000; pragma temp_store = memory")?;
            connection.set_prepared_statement_cache_capacity(32);
            return Ok(Self::Sqlite(connection));
        };
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute("set synchronous_commit = off").await?;
        Ok(Self::Postgres(client))
    }

    /// Rows that a condition names.
    pub async fn rows(&mut self, table: &str, condition: &str) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(&format!("select * from {table} where {condition}"))?;
                let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
                let mut rows = statement.query([])?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    let mut read = Row::new();
                    for (at, name) in names.iter().enumerate() {
                        read.insert(name.clone(), value(row.get_ref(at)?)?);
                    }
                    found.push(read);
                }
                Ok(found)
            }
            Self::Postgres(client) => {
                let sql = format!("select row_to_json(t)::text from {table} t where {condition}");
                let rows = client.query(&sql, &[]).await?;
                rows.iter().map(|row| Ok(serde_json::from_str(row.get(0))?)).collect()
            }
        }
    }

    /// Begins a large transaction.
    pub async fn begin(&mut self) -> Result<()> {
        self.run("begin").await
    }

    /// Ends it.
    pub async fn commit(&mut self) -> Result<()> {
        self.run("commit").await
    }

    /// Runs a statement.
    pub async fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Self::Postgres(client) => Ok(client.batch_execute(sql).await?),
        }
    }

    /// Fills without a log of its own; the portal makes it anew when it starts.
    pub async fn fill_fast(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch("pragma journal_mode = off")?),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// What the engine should know of its tables before it is measured.
    pub async fn analyse(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch("pragma shrink_memory")?),
            Self::Postgres(client) => Ok(client.batch_execute("analyze").await?),
        }
    }

    /// How much the database takes on the disk.
    pub async fn gib(&mut self) -> Result<f64> {
        let bytes: i64 = match self {
            Self::Sqlite(connection) => {
                let size = "select page_count * page_size from pragma_page_count, pragma_page_size";
                connection.query_row(size, [], |row| row.get(0))?
            }
            Self::Postgres(client) => {
                client.query_one("select pg_database_size(current_database())", &[]).await?.get(0)
            }
        };
        Ok(bytes as f64 / 1_073_741_824.0)
    }

    /// Puts rows of one shape into a table.
    pub async fn insert(&mut self, table: &str, rows: &[Row]) -> Result<()> {
        let Some(first) = rows.first() else { return Ok(()) };
        match self {
            Self::Sqlite(connection) => {
                let names: Vec<&str> = first.keys().map(String::as_str).collect();
                let places: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
                let sql = format!("insert into {table} ({}) values ({})", names.join(", "), places.join(", "));
                let mut statement = connection.prepare_cached(&sql)?;
                for row in rows {
                    let cells = names.iter().map(|name| cell(row.get(*name)));
                    statement.execute(rusqlite::params_from_iter(cells))?;
                }
                Ok(())
            }
            Self::Postgres(client) => {
                let sql =
                    format!("insert into {table} select * from json_populate_recordset(null::{table}, $1::text::json)");
                let statement = client.prepare(&sql).await?;
                for some in rows.chunks(TOGETHER) {
                    let text = serde_json::to_string(some)?;
                    client.execute(&statement, &[&text]).await.with_context(|| format!("filling {table}"))?;
                }
                Ok(())
            }
        }
    }
}

fn value(cell: ValueRef<'_>) -> Result<Value> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Number(Number::from(number)),
        ValueRef::Text(text) => Value::String(String::from_utf8(text.to_vec())?),
        // No table that is multiplied has such a column.
        ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
    })
}

fn cell(value: Option<&Value>) -> Cell {
    match value {
        Some(Value::Bool(answer)) => Cell::Integer(i64::from(*answer)),
        Some(Value::Number(number)) => number.as_i64().map_or(Cell::Null, Cell::Integer),
        Some(Value::String(text)) => Cell::Text(text.clone()),
        _ => Cell::Null,
    }
}

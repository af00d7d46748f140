//! The machine's own limits, measured in the same run: what a bare server and a bare database do.

use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::figures::Figures;
use crate::load;

/// Pages per second of a bare server of the same library, with a page of the same size.
pub async fn static_page(figures: &mut Figures, size: usize, clients: usize, time: Duration) -> Result<()> {
    let page: &'static str = Box::leak("x".repeat(size).into_boxed_str());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let server = tokio::spawn(async move {
        let router = Router::new().route("/", get(move || async move { axum::response::Html(page) }));
        axum::serve(listener, router).await
    });
    let result = load::pages(&url, clients, time).await?;
    server.abort();
    figures.put("limit.static_page.per_second", result);
    Ok(())
}

/// Durable commits per second of bare SQLite: one row each, and 32 rows each.
pub fn sqlite(figures: &mut Figures, folder: &std::path::Path, time: Duration) -> Result<()> {
    let file = folder.join("limit.db");
    let mut connection = rusqlite::Connection::open(&file)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute("create table t (id integer primary key, body text) strict", [])?;
    let mut commits = |rows: usize| -> Result<f64> {
        let (start, mut done) = (Instant::now(), 0_u64);
        while start.elapsed() < time {
            let transaction = connection.transaction()?;
            for _ in 0..rows {
                transaction.prepare_cached("insert into t (body) values ('the same row as anywhere')")?.execute([])?;
            }
            transaction.commit()?;
            done += 1;
        }
        Ok(done as f64 / start.elapsed().as_secs_f64())
    };
    let single = commits(1)?;
    let batched = commits(32)? * 32.0;
    figures.put("limit.sqlite.commits_per_second", single);
    figures.put("limit.sqlite.batched_rows_per_second", batched);
    Ok(())
}

/// Durable commits per second of bare PostgreSQL with that many clients: one row each, and 32 rows each.
pub async fn postgres(figures: &mut Figures, url: &str, clients: usize, time: Duration) -> Result<()> {
    let (admin, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    admin
        .batch_execute(
            "drop table if exists bench_limit; create table bench_limit (id bigserial primary key, body text)",
        )
        .await?;
    for (rows, name) in [(1, "limit.postgres.commits_per_second"), (32, "limit.postgres.batched_rows_per_second")] {
        let mut tasks = Vec::new();
        for _ in 0..clients {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            tasks.push(tokio::spawn(async move {
                let insert = client
                    .prepare("insert into bench_limit (body) select 'the same row as anywhere' from generate_series(1, $1::int)")
                    .await?;
                let (start, mut done) = (Instant::now(), 0_u64);
                while start.elapsed() < time {
                    client.execute(&insert, &[&rows]).await?;
                    done += 1;
                }
                anyhow::Ok(done as f64 / start.elapsed().as_secs_f64())
            }));
        }
        let mut sum = 0.0;
        for task in tasks {
            sum += task.await??;
        }
        figures.put(name, sum * f64::from(rows));
    }
    Ok(())
}

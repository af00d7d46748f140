//! `--desk`: the clerk's pages with a hundred thousand open cases and many closed ones. Two real
//! cases are filed through the portal, one of them is decided to its end; everything the program
//! kept of them is multiplied straight into the database, and the pages are measured through HTTP
//! as a signed-in official, twice: with few closed cases and with all of them. No page may cost more
//! for what is closed.
//!
//! Closed cases have a row in every table that keeps something of them, but not all their rows of
//! those that are only ever read by their case (journal, notices, timers, requests), nor the trace
//! of their decision: that would be sixty gigabytes that no list reads.

mod beside;
mod clerk;
mod fill;
mod pages;
mod tables;
mod whole;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::figures::Figures;
use crate::process::Process;
use crate::{free_port, journey};

use clerk::Clerk;
use fill::Filled;
use tables::Tables;
use whole::Whole;

/// How large the database is made and how often each page is asked for.
#[derive(Clone, Copy)]
pub struct Size {
    /// All cases.
    pub cases: u64,
    /// The open ones among them.
    pub open: u64,
    /// Turns of each page.
    pub turns: usize,
}

/// What a page may take at most, in milliseconds, for ninety-five of a hundred.
pub const GOAL_MS: f64 = 50.0;

/// Pages that must be within it.
const GOAL_PAGES: [&str; 4] = ["queue", "card", "search", "decision"];

/// How long the first cases may take to reach their official, or their end.
const PATIENCE: Duration = Duration::from_secs(120);

/// The place in the journey's list of the person who owns the plot, so that a plan is granted.
const OWNER: usize = 3;

/// Measures one engine.
pub async fn measure(
    figures: &mut Figures,
    okno: &Path,
    folder: &Path,
    engine: &str,
    database: Option<&str>,
    size: Size,
) -> Result<()> {
    let data = folder.join(format!("desk-{engine}"));
    let log = folder.join(format!("desk-{engine}.log"));
    let port = free_port()?;
    let (data_text, port_text) = (data.display().to_string(), port.to_string());
    let mut arguments = vec!["demo", "--exchange", "http", "--json", "--data", &data_text, "--port", &port_text];
    arguments.extend(database.map(|address| ["--database", address]).into_iter().flatten());
    let health = format!("http://127.0.0.1:{port}/healthz");
    let portal = format!("http://127.0.0.1:{port}");
    let start = async || Process::start(okno, &arguments, log.clone(), &health).await;

    let process = start().await?;
    let mut tables = Tables::open(&data.join("okno.db"), database).await?;
    let filled = real(&mut tables, &portal, &log).await;
    process.stop().await?;
    let mut filled = filled.with_context(|| told(&log))?;

    tables.fill_fast().await?;
    let few = (size.cases.saturating_sub(size.open) / 9).min(100_000);
    let begun = Instant::now();
    filled.open(&mut tables, size.open).await?;
    filled.closed(&mut tables, few).await?;
    figures.put(format!("desk.{engine}.fill_few_s"), begun.elapsed().as_secs_f64());
    let process = start().await?;
    let key = format!("desk.{engine}.few");
    let measured = pages::measure(figures, &portal, &log, &key, &mut filled, size.turns).await;
    process.stop().await?;
    measured.with_context(|| told(&log))?;

    // A code is good once, and the one of the measurement before may still be the present one.
    tables.run("update officials set totp_step = 0").await?;
    tables.fill_fast().await?;
    let begun = Instant::now();
    let rest = size.cases.saturating_sub(size.open + few);
    filled.closed(&mut tables, rest).await?;
    figures.put(format!("desk.{engine}.fill_rest_s"), begun.elapsed().as_secs_f64());
    figures.put(format!("desk.{engine}.gib"), tables.gib().await?);
    let process = start().await?;
    let key = format!("desk.{engine}");
    let measured = pages::measure(figures, &portal, &log, &key, &mut filled, size.turns).await;
    process.stop().await?;
    let pages = measured.with_context(|| told(&log))?;
    figures.put(format!("desk.{engine}.cases"), size.cases as f64);
    figures.put(format!("desk.{engine}.open"), size.open as f64);
    judge(figures, engine, &pages);
    // Nearly twenty gigabytes that the next engine needs.
    std::fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))
}

/// How each page grew with what is closed, and whether the four that have a goal are within it.
fn judge(figures: &mut Figures, engine: &str, pages: &[String]) {
    for page in pages {
        let few = figures.get(&format!("desk.{engine}.few.{page}.p50_ms")).max(0.001);
        let all = figures.get(&format!("desk.{engine}.{page}.p50_ms"));
        figures.put(format!("desk.{engine}.ratio.{page}"), all / few);
    }
    let p95 = |page: &String| figures.get(&format!("desk.{engine}.{page}.p95_ms"));
    let goal = |page: &&String| GOAL_PAGES.iter().any(|goal| page.starts_with(goal));
    let slowest = pages.iter().filter(goal).map(p95).fold(0.0, f64::max);
    figures.put("desk.goal.p95_ms", GOAL_MS);
    figures.put(format!("desk.{engine}.goal.slowest_p95_ms"), slowest);
    figures.put(format!("desk.{engine}.goal.reached"), f64::from(u8::from(slowest < GOAL_MS)));
}

/// Files two cases, takes one of them to its end, and reads what is kept of both.
async fn real(tables: &mut Tables, portal: &str, log: &Path) -> Result<Filled> {
    let mut visitor = journey::sign_in(portal, OWNER).await?;
    journey::walk(&mut visitor).await?;
    journey::walk(&mut visitor).await?;
    let lines = waited(tables, "desk_queue", "waits = 'decide'", 2).await?;
    let ids: Vec<String> = lines.iter().filter_map(|line| line["case_id"].as_str().map(str::to_owned)).collect();
    let [open, ended] = ids.as_slice() else { bail!("there are not two cases") };
    let mut clerk = Clerk::sign_in(portal, log).await?;
    clerk.take(ended).await?;
    clerk.decide(ended).await?;
    clerk.sign(ended).await?;
    waited(tables, "desk_archive", "closed_at > 0", 1).await?;
    idle(tables).await?;
    let (login, roles) = (clerk::LOGIN, r#"["caseworker","signer","auditor"]"#);
    let sees_all = format!("update officials set roles = '{roles}', totp_step = 0 where login = '{login}'");
    tables.run(&sees_all).await?;
    let found = tables.rows("officials", &format!("login = '{login}'")).await?;
    let id = found.first().and_then(|row| row["id"].as_str()).context("the clerk is not there")?.to_owned();
    let (open, closed) = (Whole::read(tables, open, false).await?, Whole::read(tables, ended, true).await?);
    let person = tables.rows("people", &format!("id = '{}'", open.of_case("applicant_id"))).await?;
    let person = person.into_iter().next().context("the applicant is not there")?;
    Ok(Filled::new(open, closed, person, &id))
}

/// Rows, once there are so many.
async fn waited(tables: &mut Tables, table: &str, condition: &str, many: usize) -> Result<Vec<tables::Row>> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        let rows = tables.rows(table, condition).await?;
        if rows.len() >= many {
            return Ok(rows);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("{table} never had {many} rows with {condition}")
}

/// Waits until no job is left to do.
async fn idle(tables: &mut Tables) -> Result<()> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if tables.rows("jobs", "state = 'open' and lease <> '' or state = 'open' and attempts = 0").await?.is_empty() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("jobs never ended")
}

fn told(log: &Path) -> String {
    format!("log: {}", std::fs::read_to_string(log).unwrap_or_default())
}

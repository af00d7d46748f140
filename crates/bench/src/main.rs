//! The load generator of `cargo xtask bench`: measures the release program on loopback and
//! prints one flat JSON object. Every figure has the machine's own limit of the same run beside it.

mod client;
mod desk;
mod figures;
mod folders;
mod journey;
mod language;
mod limits;
mod load;
mod opening;
mod process;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;

use crate::figures::Figures;
use crate::journey::Visitor;
use crate::process::Process;

/// Clients of the journey runs.
const CLIENTS: [usize; 4] = [1, 8, 32, 128];

/// Clients of the page runs.
const PAGE_CLIENTS: usize = 32;

/// Arguments.
#[derive(Parser)]
struct Arguments {
    /// The program to measure
    #[arg(long)]
    okno: PathBuf,
    /// Maintenance address of a PostgreSQL that may be filled
    #[arg(long, required_unless_present_any = ["language", "desk", "opening"], default_value = "")]
    postgres: String,
    /// Short runs, under 40 seconds in all
    #[arg(long)]
    quick: bool,
    /// Measure the regulation language alone
    #[arg(long)]
    language: bool,
    /// Measure the desk alone, with many cases; PostgreSQL too where its address is given
    #[arg(long)]
    desk: bool,
    /// Measure the opening second alone; PostgreSQL too where its address is given
    #[arg(long)]
    opening: bool,
    /// Applications sent in a second of it
    #[arg(long, default_value_t = 600)]
    rate: usize,
    /// Cases of the desk's database
    #[arg(long, default_value_t = 1_000_000)]
    cases: u64,
    /// Open ones among them
    #[arg(long, default_value_t = 100_000)]
    open: u64,
}

impl Arguments {
    /// How large the desk's database is made; `--quick` makes it a tenth.
    fn desk(&self) -> desk::Size {
        let part = if self.quick { 10 } else { 1 };
        desk::Size { cases: self.cases / part, open: self.open / part, turns: if self.quick { 60 } else { 150 } }
    }
}

/// How long each run lasts.
#[derive(Clone, Copy)]
struct Times {
    journey: Duration,
    page: Duration,
    limit: Duration,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let ms = Duration::from_millis;
    let times = if arguments.quick {
        Times { journey: ms(1_500), page: ms(1_200), limit: ms(700) }
    } else {
        Times { journey: ms(10_000), page: ms(5_000), limit: ms(3_000) }
    };
    let folder = std::env::temp_dir().join(format!("okno-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&arguments, times, &folder).await;
    let _ = std::fs::remove_dir_all(&folder);
    let shown = serde_json::to_string_pretty(&measured?.into_json())? + "\n";
    std::io::Write::write_all(&mut std::io::stdout(), shown.as_bytes())?;
    Ok(())
}

async fn measure(arguments: &Arguments, times: Times, folder: &std::path::Path) -> Result<Figures> {
    let mut figures = Figures::default();
    let size = std::fs::metadata(&arguments.okno)?.len() as f64 / 1_048_576.0;
    figures.put("binary_mib", size);
    if arguments.desk {
        desk::measure(&mut figures, &arguments.okno, folder, "sqlite", None, arguments.desk()).await?;
        if !arguments.postgres.is_empty() {
            let database = fresh_database(&arguments.postgres).await?;
            let size = arguments.desk();
            desk::measure(&mut figures, &arguments.okno, folder, "postgres", Some(&database), size).await?;
        }
        return Ok(figures);
    }
    if arguments.opening {
        let size = opening::Size { per_second: arguments.rate, seconds: if arguments.quick { 2 } else { 10 } };
        opening::measure(&mut figures, &arguments.okno, folder, "sqlite", None, size).await?;
        if !arguments.postgres.is_empty() {
            let database = fresh_database(&arguments.postgres).await?;
            opening::measure(&mut figures, &arguments.okno, folder, "postgres", Some(&database), size).await?;
        }
        return Ok(figures);
    }
    language::measure(&mut figures, &arguments.okno, times.limit)?;
    if arguments.language {
        return Ok(figures);
    }
    engine(&mut figures, arguments, times, folder, "sqlite", None).await?;
    let database = fresh_database(&arguments.postgres).await?;
    engine(&mut figures, arguments, times, folder, "postgres", Some(&database)).await?;
    limits::sqlite(&mut figures, folder, times.limit)?;
    limits::postgres(&mut figures, &arguments.postgres, 32, times.limit).await?;
    let page = figures.get("page.service.kib") * 1024.0;
    limits::static_page(&mut figures, page as usize, PAGE_CLIENTS, times.limit).await?;
    ratios(&mut figures);
    Ok(figures)
}

async fn engine(
    figures: &mut Figures,
    arguments: &Arguments,
    times: Times,
    folder: &std::path::Path,
    name: &str,
    database: Option<&str>,
) -> Result<()> {
    let data = folder.join(name);
    let (portal_port, stand_port) = (free_port()?, free_port()?);
    let portal = format!("http://127.0.0.1:{portal_port}");
    let data_text = data.display().to_string();
    let (portal_text, stand_text) = (portal_port.to_string(), stand_port.to_string());
    let mut stand =
        vec!["stand", "--exchange", "http", "--data", &data_text, "--portal-port", &portal_text, "--port", &stand_text];
    stand.extend(database.map(|address| ["--database", address]).into_iter().flatten());
    let ready = format!("http://127.0.0.1:{stand_port}/");
    let stand = Process::start(&arguments.okno, &stand, folder.join("stand.log"), &ready).await?;
    let settings = data.join("okno.toml").display().to_string();
    let log = folder.join(format!("{name}.log"));
    let health = format!("{portal}/healthz");
    // The first start makes the database; the second is the one that is timed.
    Process::start(&arguments.okno, &["serve", "--settings", &settings], log.clone(), &health).await?.stop().await?;
    let okno = Process::start(&arguments.okno, &["serve", "--settings", &settings], log.clone(), &health).await?;
    figures.put(format!("start.{name}_ms"), okno.ready_after.as_secs_f64() * 1000.0);
    if name == "sqlite" {
        figures.put("memory.start_mib", okno.memory_mib()?);
    }
    let result = under_load(figures, times, name, &portal, &okno).await;
    okno.stop().await?;
    stand.stop().await?;
    result.with_context(|| format!("log: {}", std::fs::read_to_string(&log).unwrap_or_default()))
}

async fn under_load(figures: &mut Figures, times: Times, name: &str, portal: &str, okno: &Process) -> Result<()> {
    let mut visitors = Vec::new();
    for at in 0..CLIENTS[CLIENTS.len() - 1] {
        visitors.push(journey::sign_in(portal, at).await?);
    }
    for clients in CLIENTS {
        let rest = visitors.split_off(clients.min(visitors.len()));
        let before = okno.cpu_seconds()?;
        let (per_second, mut durations, back) = load::journeys(visitors, times.journey).await?;
        let cpu = okno.cpu_seconds()? - before;
        visitors = back;
        visitors.extend(rest);
        let key = format!("journey.{name}.c{clients}");
        figures.put(format!("{key}.per_second"), per_second);
        for (quantile, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            figures.put(format!("{key}.{quantile}_ms"), durations.quantile_ms(share));
        }
        if clients == 32 {
            let journeys = durations.len().max(1) as f64;
            figures.put(format!("journey.{name}.cpu_ms"), cpu * 1000.0 / journeys);
            figures.put(format!("journey.{name}.per_cpu_second"), journeys / cpu.max(0.001));
        }
    }
    if name == "sqlite" {
        pages(figures, times, portal, visitors).await?;
        figures.put("memory.load_mib", okno.memory_mib()?);
    }
    Ok(())
}

async fn pages(figures: &mut Figures, times: Times, portal: &str, mut visitors: Vec<Visitor>) -> Result<()> {
    let mut visitor = visitors.pop().context("there is no visitor")?;
    let home = format!("{portal}/");
    let service = journey::service_page(portal);
    for (name, address) in [("home", &home), ("service", &service)] {
        let answer = visitor.client.get(address).await?;
        figures.put(format!("page.{name}.kib"), answer.body.len() as f64 / 1024.0);
        figures.put(format!("page.{name}.per_second"), load::pages(address, PAGE_CLIENTS, times.page).await?);
    }
    let step = journey::a_step(&mut visitor).await?;
    let size = visitor.client.get(&step).await?.body.len();
    figures.put("page.form.kib", size as f64 / 1024.0);
    // One person on many connections: the draft belongs to one session.
    let clients = (0..PAGE_CLIENTS).map(|_| visitor.client.same_person()).collect();
    let (per_second, _) = load::pages_as(clients, &step, times.page).await?;
    figures.put("page.form.per_second", per_second);
    Ok(())
}

/// What is reached of what the machine could do at most.
fn ratios(figures: &mut Figures) {
    let limit = figures.get("limit.static_page.per_second").max(1.0);
    for page in ["home", "service", "form"] {
        let reached = figures.get(&format!("page.{page}.per_second"));
        figures.put(format!("ratio.page.{page}"), reached / limit);
    }
    for engine in ["sqlite", "postgres"] {
        let limit = figures.get(&format!("limit.{engine}.commits_per_second")).max(1.0);
        // A journey is five durable commits: start, three steps, filing.
        let reached = figures.get(&format!("journey.{engine}.c32.per_second")) * 5.0;
        figures.put(format!("ratio.{engine}.commits"), reached / limit);
    }
}

async fn fresh_database(maintenance: &str) -> Result<String> {
    let (client, connection) = tokio_postgres::connect(maintenance, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute("drop database if exists okno_bench").await?;
    client.batch_execute("create database okno_bench template template0 lc_collate 'C' lc_ctype 'C'").await?;
    let (front, _) = maintenance.rsplit_once('/').context("the PostgreSQL address names no database")?;
    Ok(format!("{front}/okno_bench"))
}

fn free_port() -> Result<u16> {
    // The stand takes this port and the four after it.
    for _ in 0..50 {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let next_are_free =
            (1..5).all(|more| std::net::TcpListener::bind(("127.0.0.1", port.saturating_add(more))).is_ok());
        if next_are_free {
            return Ok(port);
        }
    }
    anyhow::bail!("no five free ports in a row")
}

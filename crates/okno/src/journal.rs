//! `okno journal`: checks that nothing was changed in, taken out of or added to the journals of
//! cases, and that each case is what its journal tells (SEC-03).

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use actions::office::TimeSource;
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use domain::case::Case;
use domain::journal::{BrokenChain, Entry, replay_agrees, verify};
use store::journal::{Head, Stored};
use store::{Address, Db, cases, complaints, journal};

use crate::{serve, settings};

/// Cases read at once.
const PAGE: i64 = 200;

/// Arguments of `okno journal`.
#[derive(Args)]
pub struct Arguments {
    /// Number of one case; all cases without it
    number: Option<String>,
    /// The settings file that names the database
    #[arg(long, default_value = "okno.toml")]
    settings: PathBuf,
    /// The database itself: `sqlite:PATH` or `postgres://user@host:port/name`
    #[arg(long)]
    database: Option<String>,
}

/// 0: everything holds; 1: something does not, and each such case is named; 2: could not look.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    serve::runtime()?.block_on(async {
        let db = database(arguments).await?;
        let mut found = Found::default();
        match &arguments.number {
            Some(number) => {
                let Some(id) = cases::id_of_number(&db, number).await? else {
                    bail!(
                        "there is no case {number}: write the number as it stands on the case, with its check digits"
                    );
                };
                let case = cases::to_change(&db, &id).await?.context("the case is gone")?;
                found.look(&db, &case).await?;
            }
            None => {
                let mut after = None;
                loop {
                    let page = cases::walk(&db, after.as_ref(), PAGE).await?;
                    let Some((last, _)) = page.last() else { break };
                    after = Some(last.id.clone());
                    for case in &page {
                        found.look(&db, case).await?;
                    }
                }
                found.complaints(&db).await?;
            }
        }
        found.told(&mut std::io::stdout().lock())
    })
}

async fn database(arguments: &Arguments) -> Result<Db> {
    let Some(text) = &arguments.database else {
        return serve::database(&settings::read(&arguments.settings)?, &TimeSource::Wall).await;
    };
    let address = Address::parse(text).map_err(|message| anyhow!("--database: {message}"))?;
    if let Address::Sqlite(path) = &address
        && !path.exists()
    {
        bail!("--database: there is no file {}", path.display());
    }
    Db::open(&address, TimeSource::Wall.now()).await.context("--database: cannot be opened")
}

/// What does not hold, if anything.
fn wrong(case: &Case, head: &Head, stored: Vec<Stored>) -> Option<String> {
    match verify(stored.iter().map(|one| (&one.entry, one.hash.as_str())), Some(&head.hash)) {
        Err(broken) => Some(told_of(&broken)),
        Ok(()) => {
            let entries: Vec<Entry> = stored.into_iter().map(|one| one.entry).collect();
            let differs = replay_agrees(case, &entries).err()?;
            Some(format!("дело не таково, как рассказывает его журнал: {differs}"))
        }
    }
}

/// Where a chain does not hold, in words.
fn told_of(broken: &BrokenChain) -> String {
    match broken {
        BrokenChain::At(position) => format!("запись {position} не следует из предыдущей: изменена или вынута"),
        BrokenChain::Head => "журнал кончается не той записью: с конца что-то вынуто или добавлено".to_owned(),
    }
}

/// What was looked at, and what does not hold.
#[derive(Default)]
struct Found {
    cases: u64,
    entries: u64,
    broken: Vec<String>,
}

impl Found {
    async fn look(&mut self, db: &Db, read: &(Case, Head)) -> Result<()> {
        self.cases += 1;
        let (mut case, mut head) = read.clone();
        loop {
            let stored = journal::of_case(db, &case.id).await?;
            let entries = stored.len() as u64;
            let Some(wrong) = wrong(&case, &head, stored) else {
                self.entries += entries;
                return Ok(());
            };
            // The office works meanwhile: what was written since the case was read is no fault.
            let (now, ends) = cases::to_change(db, &case.id).await?.context("a case is gone")?;
            if ends == head {
                self.entries += entries;
                self.broken.push(format!("{} ({}): {wrong}", case.number, case.id));
                return Ok(());
            }
            (case, head) = (now, ends);
        }
    }

    /// Complaints have journals of their own.
    async fn complaints(&mut self, db: &Db) -> Result<()> {
        let mut after = None;
        loop {
            let page = complaints::walk(db, after.as_ref(), PAGE).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.id.clone());
            for (complaint, head) in &page {
                let mut head = head.clone();
                loop {
                    let stored = complaints::journal(db, &complaint.id).await?;
                    let chain = stored.iter().map(|(entry, hash)| (entry, hash.as_str()));
                    let Err(broken) = domain::complaint::verify(chain, &head.hash) else {
                        self.entries += stored.len() as u64;
                        break;
                    };
                    // What was written since the complaint was read is no fault.
                    let (_, ends) = complaints::by_id(db, &complaint.id).await?.context("a complaint is gone")?;
                    if ends == head {
                        self.broken.push(format!("{} ({}): {}", complaint.number, complaint.id, told_of(&broken)));
                        break;
                    }
                    head = ends;
                }
            }
        }
    }

    fn told(&self, out: &mut impl Write) -> Result<ExitCode> {
        writeln!(out, "Проверено дел: {}, записей журналов: {}.", self.cases, self.entries)?;
        if self.broken.is_empty() {
            writeln!(out, "Все журналы целы, и каждое дело таково, как рассказывает его журнал.")?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "Не сходится дел: {}.", self.broken.len())?;
        for one in &self.broken {
            writeln!(out, "  {one}")?;
        }
        Ok(ExitCode::FAILURE)
    }
}

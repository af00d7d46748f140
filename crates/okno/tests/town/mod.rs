//! A town with one service, played through the running actions: an office on an engine where nothing
//! has happened yet, its people, its lines, and time that moves by hand.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actions::citizen::session::Session;
use actions::distribution::publish::{self, Addition, Asked, Published};
use actions::library::Library;
use actions::machine;
use actions::office::Drawing;
use actions::stop::Stop;
use domain::case::Case;
use domain::distribution::{EntryState, QueueEntry, Stock};
use domain::id::{CaseId, StockId};
use domain::journal::{Entry, replay_agrees};
use domain::official::Official;
use jiff::{SignedDuration, Timestamp};
use regulation::clock::Calendar;
use regulation::diagnostic::Sources;
use regulation::package::{self, Regulation};
use serde_json::json;
use store::scratch::{self, Scratch};
use store::{Batch, cases, distribution, journal, officials};

use crate::drive;
use crate::kit::scene::{Plan, Scene};
use crate::kit::script::Script;
use crate::kit::{citizen, complete};

pub fn files(folder: &str) -> Sources {
    fn read(folder: &Path, below: &str, into: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder.join(below)).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            let name = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.path().is_dir() {
                read(folder, &name, into);
            } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
                into.insert(name, text);
            }
        }
    }
    let mut found = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut found);
    Sources(found)
}

pub fn service(name: &str) -> Arc<Regulation> {
    let mut own = files(&format!("regulations/{name}"));
    let parent = package::needs(&own).parent.map(|parent| files(&format!("regulations/{parent}")));
    package::lend(&mut own, parent.as_ref(), &files("region"));
    let (regulation, found) = package::read(&own);
    Arc::new(regulation.unwrap_or_else(|| panic!("{found:#?}")))
}

/// Stack of a test: a debug build keeps all that a whole service awaits on it, which is more than
/// the two megabytes a test's thread has.
const STACK: usize = 32 << 20;

/// Runs a test on a thread that has room for it.
pub fn play(story: impl AsyncFnOnce() + Send + 'static) {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(story());
    };
    let played = std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join();
    if let Err(failed) = played {
        std::panic::resume_unwind(failed);
    }
}

/// An office on an engine where nothing has happened yet, with one service and one of its cases.
pub struct Town {
    pub scene: Arc<Scene>,
    pub script: Script,
    pub people: AtomicUsize,
    pub _scratch: Option<Scratch>,
}

#[derive(Debug, Clone, Copy)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Town {
    pub async fn new(engine: Engine, name: &str, case: &str, start: &str) -> Option<Self> {
        let regulation = service(name);
        let region_files = files("region");
        let region = regulation::region::read(&region_files).0.unwrap();
        let years = region_files.0.into_iter().filter(|(name, _)| name.starts_with("calendars/")).collect();
        let clock = region.clock(Calendar::read(&Sources(years)).0.unwrap()).unwrap();
        let case = regulation.cases.iter().find(|one| one.name == case).unwrap();
        let script = complete::complete(&regulation, case, &clock).unwrap();
        let start: Timestamp = start.parse().unwrap();
        let library = Library::new([(*regulation).clone()]);
        let plan = Plan { library, region, clock, seed: 11, start, officials: 1, drawing: Drawing::Canonical };
        let mut scene = Scene::open(plan).await.unwrap();
        let mut held = None;
        if let Engine::Postgres = engine {
            let Ok(server) = std::env::var(scratch::POSTGRES) else {
                eprintln!("SKIPPED: {} is not set, nothing was proved on PostgreSQL", scratch::POSTGRES);
                return None;
            };
            let made = scratch::postgres(&server, start).await.unwrap();
            scene.office.db = made.db.clone();
            let nobody = officials::Credential {
                password_hash: String::new(),
                totp_secret: None,
                totp_step: 0,
                failed: 0,
                locked_until: None,
            };
            let hired = scene.staff.values().flatten().map(|one| officials::insert(one, &nobody));
            scene.office.db.commit(Batch::new().with_all(hired)).await.unwrap();
            held = Some(made);
        }
        Some(Self { scene: Arc::new(scene), script, people: AtomicUsize::new(1), _scratch: held })
    }

    pub fn official(&self) -> &Official {
        &self.scene.staff[&self.script.regulation.authority][0]
    }

    pub fn now(&self) -> Timestamp {
        self.scene.office.now()
    }

    /// The values of the key facts of the script, as they stand in the form.
    pub async fn publish(&self, resource: &str, values: &[&str], pieces: i64, reserve: i64) -> StockId {
        let asked = Asked {
            service: self.script.regulation.service.clone(),
            resource: resource.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            pieces,
            reserve,
            randomness: "Выдуманный тираж № 1 от 1 июля 2026 года".to_owned(),
        };
        match publish::publish(&self.scene.office, self.official(), &asked, self.now()).await.unwrap() {
            Published::Done(id) => id,
            Published::Wrong(wrong) => panic!("{wrong}"),
        }
    }

    /// Somebody new with the script's answers and numbers of their own.
    /// Adds a piece, as an official who sees how many there are.
    pub async fn one_more(&self, id: &StockId) {
        let addition = Addition { to: self.stock(id).await.pieces, more: 1, reserve: 0 };
        let added = publish::extend(&self.scene.office, self.official(), id, addition, self.now()).await.unwrap();
        assert!(added.is_none(), "{added:?}");
        let twice = publish::extend(&self.scene.office, self.official(), id, addition, self.now()).await;
        assert!(matches!(twice, Err(Stop::Conflict)), "sent twice it is added once: {twice:?}");
    }

    pub async fn person(&self) -> (Session, Script) {
        let number = self.people.fetch_add(1, Ordering::SeqCst) as u64;
        let mut script = self.script.clone();
        for fact in ["applicant.snils", "child.snils"] {
            if script.regulation.facts.contains_key(fact) {
                script.given.insert(fact.to_owned(), json!(snils(number)));
            }
        }
        let session = citizen::arrive(&self.scene, &script, number).await.unwrap();
        (session, script)
    }

    pub async fn apply(&self) -> (Session, Script, CaseId) {
        let (session, script) = self.person().await;
        let case = drive::apply(&self.scene, &session, &script).await.unwrap();
        (session, script, case)
    }

    pub async fn settle(&self) {
        drive::settle(&self.scene).await.unwrap();
    }

    /// Time goes on, and what it brings happens.
    pub async fn until(&self, moment: &str) {
        let end: Timestamp = moment.parse().unwrap();
        while self.now() < end {
            self.settle().await;
            let job = store::jobs::next_due(&self.scene.office.db).await.unwrap();
            let timer = store::timers::next_due(&self.scene.office.db).await.unwrap();
            let next = [job, timer, Some(end)].into_iter().flatten().min().unwrap_or(end);
            self.scene.go_to(next.max(self.now() + SignedDuration::from_millis(1)));
            machine::keep_house(&self.scene.office).await;
        }
        self.settle().await;
    }

    pub async fn case(&self, id: &CaseId) -> Case {
        cases::by_id(&self.scene.office.db, id).await.unwrap().unwrap()
    }

    pub async fn stock(&self, id: &StockId) -> Stock {
        distribution::by_id(&self.scene.office.db, id).await.unwrap().unwrap()
    }

    pub async fn entry(&self, stock: &StockId, case: &CaseId) -> QueueEntry {
        distribution::entry_of(&self.scene.office.db, stock, case).await.unwrap().unwrap()
    }

    pub async fn journal(&self, id: &CaseId) -> Vec<Entry> {
        let stored = journal::of_case(&self.scene.office.db, id).await.unwrap();
        stored.into_iter().map(|one| one.entry).collect()
    }

    /// Row and journal of a case say the same.
    pub async fn agrees(&self, id: &CaseId) {
        replay_agrees(&self.case(id).await, &self.journal(id).await).unwrap();
    }

    /// What the stock counts is what its line has, and no piece is had twice.
    pub async fn counts(&self, id: &StockId) -> BTreeMap<&'static str, i64> {
        let stock = self.stock(id).await;
        let mut counts = BTreeMap::new();
        let mut pieces = BTreeSet::new();
        for state in [
            EntryState::Waiting,
            EntryState::Held,
            EntryState::Offered,
            EntryState::Given,
            EntryState::Passed,
            EntryState::Aside,
            EntryState::Left,
        ] {
            let line = distribution::line(&self.scene.office.db, id, state, "", 1_000).await.unwrap();
            for entry in &line {
                assert_eq!(entry.piece.is_some(), state.has_piece(), "{entry:?}");
                assert!(entry.piece.is_none_or(|piece| pieces.insert(piece)), "a piece was given twice: {entry:?}");
            }
            if !line.is_empty() {
                counts.insert(state.name(), line.len() as i64);
            }
        }
        let of = |state: EntryState| counts.get(state.name()).copied().unwrap_or(0);
        let counted = (stock.held, stock.offered, stock.given);
        assert_eq!(counted, (of(EntryState::Held), of(EntryState::Offered), of(EntryState::Given)));
        assert!(pieces.len() as i64 <= stock.pieces - stock.reserve, "the reserve was touched");
        counts
    }
}

/// An invented СНИЛС whose check digits hold.
pub fn snils(number: u64) -> String {
    let digits = format!("{:09}", 112_233_000 + number);
    let sum: u32 = digits.chars().zip((1..=9).rev()).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    let check = match sum % 101 {
        100 => 0,
        other => other,
    };
    format!("{}-{}-{} {check:02}", &digits[..3], &digits[3..6], &digits[6..])
}

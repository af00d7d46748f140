//! The server is killed at random moments under filing load, a hundred times on each engine:
//! what was acknowledged stands exactly once, what was typed is at most one save old, every
//! journal replays, and in the end the machine has finished everything by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use domain::case::CaseState;
use domain::id::{CaseId, DraftId};
use domain::notice::NoticeKind;
use domain::procedure::ProcedureStage;
use jiff::Timestamp;
use store::{Db, cases, drafts, notices};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use world::browser::{Browser, Page, Sending};
use world::citizen::{self, Citizen, PLOT, filed};
use world::{Engine, Ground, PATIENCE, first_line, okno, records, until};

const KILLS: u32 = 100;
/// Confirmed people who file at once.
const PEOPLE: [&str; 3] = ["Образцова", "Землев", "Торговцев"];
/// Variable that repeats a run.
const SEED: &str = "OKNO_TEST_SEED";

/// Proves: FORM-14, FORM-08, INTAKE-01, SEC-03.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_on_sqlite_lose_nothing_and_double_nothing() {
    survive(Engine::Sqlite).await;
}

/// Proves: FORM-14, FORM-08, INTAKE-01, SEC-03.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_on_postgres_lose_nothing_and_double_nothing() {
    survive(Engine::Postgres).await;
}

async fn survive(engine: Engine) {
    let Some(ground) = Ground::new(engine).await else { return };
    let port = free_port();
    let portal = format!("http://127.0.0.1:{port}");
    let _stand = start_stand(&ground, port).await;
    let mut random = Random::new();
    eprintln!("{engine:?}: {SEED}={}", random.0);
    let mut server = serve(&ground.folder, &portal).await;
    let mut people = Vec::new();
    for name in PEOPLE {
        people.push(Filer::new(citizen::sign_in(Browser::new(&portal, world::client()), name).await));
    }
    people[0].citizen.choose_copies().await;
    let begun = Instant::now();
    for kill in 1..=KILLS {
        let mut working = JoinSet::new();
        for mut filer in people.drain(..) {
            working.spawn(async move {
                filer.work_until_cut().await;
                filer
            });
        }
        tokio::time::sleep(Duration::from_millis(20 + random.below(230))).await;
        server.start_kill().unwrap();
        server.wait().await.unwrap();
        people = working.join_all().await;
        if kill % 5 == 0 {
            // And once more while it is still starting: what a start mends, a broken start must not break.
            let mut starting = spawn(&ground.folder);
            tokio::time::sleep(Duration::from_millis(random.below(200))).await;
            starting.start_kill().unwrap();
            starting.wait().await.unwrap();
        }
        server = serve(&ground.folder, &portal).await;
        let db = records::open(&ground.address).await;
        for filer in &people {
            filer.check(&db, filer.open.as_slice()).await;
            filer.check(&db, filer.done.iter().rev().take(5)).await;
        }
        assert!(server.try_wait().unwrap().is_none(), "the server fell by itself after kill {kill}");
    }
    let db = records::open(&ground.address).await;
    for filer in &people {
        filer.check(&db, filer.open.iter().chain(&filer.done)).await;
    }
    let acknowledged: usize = people.iter().map(|filer| filer.done.len()).sum();
    eprintln!("{engine:?}: {KILLS} kills in {:?}, {acknowledged} acknowledged applications", begun.elapsed());
    assert!(acknowledged >= KILLS as usize / 4, "too little was filed to prove anything: {acknowledged}");
    records::drained(&db).await;
    check_the_whole(&db, &people).await;
}

/// Nothing doubled, nothing stuck, everybody told once.
async fn check_the_whole(db: &Db, people: &[Filer]) {
    let all = records::all(db).await;
    let (mut drafts, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    for id in &all {
        let case = cases::by_id(db, id).await.unwrap().unwrap();
        assert!(drafts.insert(case.draft.to_string()), "two cases of draft {}", case.draft);
        assert!(numbers.insert(case.number.clone()), "two cases with number {}", case.number);
        let waits = case.procedures.iter().any(|one| one.id == "decision" && one.stage == ProcedureStage::Started);
        assert!(case.state == CaseState::InProgress && waits, "{} waits for nobody: {:?}", case.number, case.state);
        let told = notices::of_case(db, id).await.unwrap();
        let registered = told.iter().filter(|notice| notice.kind == NoticeKind::Registered).count();
        assert_eq!(registered, 1, "{}", case.number);
        let different: BTreeSet<String> = told.iter().map(|one| format!("{:?} {:?}", one.kind, one.content)).collect();
        assert_eq!(different.len(), told.len(), "{} was told something twice", case.number);
    }
    // A filing whose answer was cut off may have become a case too, but only what was tried.
    let tried: usize =
        people.iter().map(|filer| filer.done.len() + filer.open.iter().filter(|one| one.filing).count()).sum();
    assert!(all.len() <= tried, "{} cases of {tried} filings", all.len());
    assert_eq!(records::check_journals(db).await, all.len());
}

/// A draft as its owner remembers it.
#[derive(Debug, Default)]
struct Remembered {
    id: String,
    /// The last save that was acknowledged, and the last one that was sent.
    saved: u32,
    sent: u32,
    filing: bool,
    case: Option<String>,
    number: Option<String>,
}

/// A person who files application after application and remembers what was acknowledged.
struct Filer {
    citizen: Citizen,
    open: Option<Remembered>,
    done: Vec<Remembered>,
}

impl Filer {
    fn new(citizen: Citizen) -> Self {
        Self { citizen, open: None, done: Vec::new() }
    }

    /// Goes on until the connection breaks.
    async fn work_until_cut(&mut self) {
        while self.work().await.is_some() {}
    }

    /// The next thing to do; nothing when the server is gone.
    async fn work(&mut self) -> Option<()> {
        let Some(draft) = &mut self.open else {
            let page = send(&mut self.citizen, form("/services/land-plan/start", &[("fresh", "1")])).await?;
            let id = page.leads_to().unwrap().trim_start_matches("/drafts/").to_owned();
            self.open = Some(Remembered { id, ..Remembered::default() });
            return Some(());
        };
        let address = format!("/drafts/{}", draft.id);
        match draft.sent {
            _ if draft.filing => {
                let page = send(&mut self.citizen, form(&format!("{address}/file"), &[])).await?;
                let case = filed(&page).unwrap_or_else(|| panic!("not filed ({}): {}", page.status, page.words()));
                let known = draft.case.get_or_insert(case.clone());
                assert_eq!(*known, case, "a second case for one draft");
                let page = send(&mut self.citizen, Sending::get(&format!("/cases/{case}/accepted"))).await?;
                draft.number = world::between(&page.text(), "class=\"big-number\">", "<").map(str::to_owned);
                assert!(draft.number.is_some(), "{}", page.words());
                self.done.extend(self.open.take());
            }
            0 => {
                let answers = [("request.kind", "issue"), ("applicant.basis", "holder"), ("action", "save")];
                let page = send(&mut self.citizen, form(&format!("{address}/request"), &answers)).await?;
                assert_eq!(page.status, 303, "{}", page.words());
                draft.sent = 1;
                draft.saved = 1;
            }
            sent => {
                draft.sent = sent + 1;
                let comment = format!("правка {}", draft.sent);
                let autosave = sent % 2 == 1;
                let to = if autosave { format!("{address}/autosave?step=plot") } else { format!("{address}/plot") };
                let mut answers = PLOT.to_vec();
                answers.extend([("comment", comment.as_str()), ("action", "save")]);
                let page = send(&mut self.citizen, form(&to, &answers)).await?;
                assert_eq!(page.status, if autosave { 200 } else { 303 }, "{}", page.words());
                draft.saved = draft.sent;
                draft.filing = draft.sent >= 3;
            }
        }
        Some(())
    }

    /// What was acknowledged is there: saves at most one old, applications exactly once.
    async fn check(&self, db: &Db, remembered: impl IntoIterator<Item = &Remembered>) {
        for one in remembered {
            let draft =
                drafts::by_id(db, &DraftId(one.id.clone())).await.unwrap().expect("an acknowledged draft is there");
            let stands =
                draft.answers.get("comment").and_then(|comment| comment.as_str()?.rsplit(' ').next()?.parse().ok());
            let stands: u32 = stands.unwrap_or(if draft.answers.contains_key("request.kind") { 1 } else { 0 });
            // A first save may have arrived without its answer coming back.
            let sent = one.sent.max(1);
            assert!(one.saved <= stands && stands <= sent, "{one:?} stands at {stands}");
            let Some(case) = &one.case else { continue };
            assert_eq!(draft.case.as_ref().map(CaseId::as_str), Some(case.as_str()), "{one:?}");
            let case =
                cases::by_id(db, &CaseId(case.clone())).await.unwrap().expect("an acknowledged application is there");
            assert_eq!(case.draft.as_str(), one.id);
            if let Some(number) = &one.number {
                assert_eq!(*number, case.number);
                assert_eq!(cases::id_of_number(db, number).await.unwrap(), Some(case.id));
            }
        }
    }
}

fn form(path: &str, fields: &[(&str, &str)]) -> Sending {
    Sending::post(path).form(fields)
}

/// Sends; nothing when the server is gone. Any answer that comes must be a good one.
async fn send(citizen: &mut Citizen, sending: Sending) -> Option<Page> {
    let page = citizen.browser.try_send(sending).await.ok()?;
    assert!(page.status < 400, "{} answered {}: {}", page.url, page.status, page.words());
    Some(page)
}

async fn start_stand(ground: &Ground, portal_port: u16) -> Child {
    let mut command = okno(&ground.folder);
    command.args(["stand", "--port", "0", "--portal-port", &portal_port.to_string(), "--data"]).arg(&ground.folder);
    if let Some(database) = &ground.database {
        command.args(["--database", database]);
    }
    let mut stand = command.spawn().unwrap();
    first_line(&mut stand, &ground.folder).await.expect("the stand starts");
    stand
}

/// Starts the server on the data as the last one left it, and waits until it answers.
async fn serve(folder: &Path, portal: &str) -> Child {
    let mut server = spawn(folder);
    let (http, address) = (world::client(), format!("{portal}/healthz"));
    let end = Instant::now() + PATIENCE;
    until("the server answers", || {
        assert!(Instant::now() < end && server.try_wait().unwrap().is_none(), "the server did not start");
        async { http.get(&address).send().await.ok().filter(|answer| answer.status().is_success()).map(drop) }
    })
    .await;
    server
}

fn spawn(folder: &Path) -> Child {
    let mut command: Command = okno(folder);
    command.env("OKNO_LOG", "warn").args(["serve", "--settings"]).arg(folder.join("okno.toml")).spawn().unwrap()
}

/// A port that no outgoing connection can be given, so that it stays free between two servers.
fn free_port() -> u16 {
    let start = std::process::id() as u16 % 10_000;
    let ports = (0..10_000).map(|next| 20_000 + (start + next) % 10_000);
    let mut free = ports.filter(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok());
    static TAKEN: std::sync::Mutex<BTreeMap<u16, ()>> = std::sync::Mutex::new(BTreeMap::new());
    free.find(|port| TAKEN.lock().unwrap().insert(*port, ()).is_none()).expect("a free port")
}

/// SplitMix64: enough for moments.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let given = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
        Self(given.unwrap_or_else(|| Timestamp::now().as_nanosecond() as u64))
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

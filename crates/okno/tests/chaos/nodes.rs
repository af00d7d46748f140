//! Processes of okno that are killed and started again: a stand that outlives them, a server,
//! workers; time that passes for them by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use actions::desk::second_factor::code_at;
use domain::id::{self, OfficialId};
use domain::official::{Mandate, Official, Role};
use jiff::Timestamp;
use serde_json::Value as Json;
use store::officials::{self, Credential};
use store::{Batch, Db, Statement, Value, Write};
use tokio::process::{Child, Command};

use crate::world::{Engine, Ground, PATIENCE, client, copy_of, edit, first_line, okno, records, until};

/// Variable that repeats a run.
pub const SEED: &str = "OKNO_TEST_SEED";

/// What a node does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    All,
    Web,
    Worker,
}

/// A process with its part.
pub struct Node {
    pub part: Part,
    pub process: Child,
}

/// Nodes over one database, and the stand they talk to.
pub struct Nodes {
    pub ground: Ground,
    pub portal: String,
    pub stand: String,
    pub nodes: Vec<Node>,
    /// Where the documents of other authorities lie.
    pub evidence: String,
    _stand: Child,
}

impl Nodes {
    /// The stand and the settings; on PostgreSQL a server and two workers, otherwise one process.
    /// They reach the database at this address, if it is another than the ground's.
    pub async fn begin(ground: Ground, database: Option<&str>) -> Self {
        let port = free_port();
        let portal = format!("http://127.0.0.1:{port}");
        shorten_a_term(&ground.folder);
        let (process, stand) = start_stand(&ground, port, database.or(ground.database.as_deref())).await;
        let settings: toml::Table = std::fs::read_to_string(ground.folder.join("okno.toml")).unwrap().parse().unwrap();
        let evidence = settings["evidence"]["url"].as_str().unwrap().to_owned();
        let parts: &[Part] =
            if ground.database.is_some() { &[Part::Web, Part::Worker, Part::Worker] } else { &[Part::All] };
        let mut all = Self { ground, portal, stand, nodes: Vec::new(), evidence, _stand: process };
        hire(&records::open(&all.ground.address).await, &settings).await;
        for part in parts {
            let process = all.spawn(*part);
            all.nodes.push(Node { part: *part, process });
        }
        all.answers().await;
        all
    }

    fn spawn(&self, part: Part) -> Child {
        let folder = &self.ground.folder;
        let mut command: Command = okno(folder);
        let role = match part {
            Part::All => "all",
            Part::Web => "web",
            Part::Worker => "worker",
        };
        command.env("OKNO_ROLE", role).env("OKNO_REGULATIONS", folder.join("regulations"));
        command.env("OKNO_SMEV_PAUSE_SECONDS", "1");
        command.env("OKNO_LOG", "warn").args(["serve", "--settings"]).arg(folder.join("okno.toml"));
        command.spawn().unwrap()
    }

    /// SIGKILL.
    pub async fn kill(&mut self, at: usize) {
        let process = &mut self.nodes[at].process;
        process.start_kill().unwrap();
        process.wait().await.unwrap();
    }

    /// Starts a killed node again on the data as it left it.
    pub fn begin_again(&mut self, at: usize) {
        self.nodes[at].process = self.spawn(self.nodes[at].part);
    }

    /// The same, and waits until pages are answered.
    pub async fn start(&mut self, at: usize) {
        self.begin_again(at);
        self.answers().await;
    }

    /// The same, killed once more while it is still starting: what a start mends, a broken start
    /// must not break.
    pub async fn stumble(&mut self, at: usize, after: Duration) {
        self.begin_again(at);
        tokio::time::sleep(after).await;
        self.kill(at).await;
    }

    /// Waits until pages are answered.
    async fn answers(&mut self) {
        let (http, address) = (client(), format!("{}/healthz", self.portal));
        let end = Instant::now() + PATIENCE;
        until("the server answers", || {
            let fell = self.nodes.iter_mut().any(|node| node.process.try_wait().unwrap().is_some());
            assert!(Instant::now() < end && !fell, "a node did not start");
            async { http.get(&address).send().await.ok().filter(|answer| answer.status().is_success()).map(drop) }
        })
        .await;
    }

    /// None of them ended by itself.
    pub fn all_live(&mut self) -> bool {
        self.nodes.iter_mut().all(|node| node.process.try_wait().unwrap().is_none())
    }

    /// Stops a process without ending it, or lets it go on.
    pub async fn signal(&self, at: usize, signal: &str) {
        let id = self.nodes[at].process.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().await.unwrap().success());
    }

    /// As if a minute and a quarter of an hour had passed: leases end, whoever holds them, and what
    /// the stand gave out without being thanked comes again.
    pub async fn let_leases_end(&self, db: &Db) {
        const JOBS: Statement = Statement::new(
            "test.age_jobs",
            "update jobs set due_at = $1 where state = 'open' and lease <> '' and due_at > $1",
        );
        const TIMERS: Statement = Statement::new(
            "test.age_timers",
            "update timers set look_at = due_at where state = 'armed' and look_at > due_at",
        );
        let now = Timestamp::now().as_millisecond();
        // Who holds the rows at this very moment is not late yet.
        let _ = db.commit(Batch::new().with(Write::any(JOBS, vec![Value::Int(now)]))).await;
        let _ = db.commit(Batch::new().with(Write::any(TIMERS, Vec::new()))).await;
        client().post(format!("{}/again", self.stand)).send().await.unwrap();
    }

    /// What the stand answers at an address.
    pub async fn tells(&self, path: &str) -> Vec<Json> {
        client().get(format!("{}{path}", self.stand)).send().await.unwrap().json().await.unwrap()
    }

    /// Documents that systems of other authorities took.
    pub async fn documents(&self) -> Vec<Json> {
        client().get(format!("{}/inbox", self.evidence)).send().await.unwrap().json().await.unwrap()
    }

    /// Makes an outside system behave.
    pub async fn fault(&self, fault: Json) {
        let answer = client().post(format!("{}/faults", self.stand)).json(&fault).send().await.unwrap();
        assert!(answer.status().is_success(), "{fault}");
    }

    /// What the nodes wrote.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.ground.folder.join("log")).unwrap_or_default()
    }
}

/// Two services are enough, and a decision on a plan is late after a minute: timers pass meanwhile.
fn shorten_a_term(folder: &Path) {
    for service in ["land-plan", "hunting-ticket"] {
        copy_of(&format!("regulations/{service}"), &folder.join("regulations").join(service));
    }
    let plan: PathBuf = folder.join("regulations/land-plan/regulation.yaml");
    edit(&plan, "within: 9 wd", "within: 1 min");
}

/// Officials in whose name the machine signs; the keys are in the folder of the stand.
async fn hire(db: &Db, settings: &toml::Table) {
    let signers = settings["sign"]["automatic"].as_table().unwrap();
    let staff: toml::Table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/staff.toml"))
        .unwrap()
        .parse()
        .unwrap();
    for (number, (authority, login)) in signers.iter().enumerate() {
        let known = staff["official"].as_array().unwrap().iter().find(|one| one["login"] == *login).unwrap();
        let text = |name: &str| known[name].as_str().unwrap().to_owned();
        assert!(code_at(&text("totp_secret"), Timestamp::now()).is_ok());
        let official = Official {
            id: OfficialId(id::make([number as u8 + 1; 16], 0)),
            login: text("login"),
            name: text("name"),
            post: text("post"),
            authority: authority.clone(),
            roles: vec![Role::Caseworker, Role::Signer],
            active: true,
            mandate: Mandate::default(),
        };
        let nobody =
            Credential { password_hash: String::new(), totp_secret: None, totp_step: 0, failed: 0, locked_until: None };
        db.commit(Batch::new().with(officials::insert(&official, &nobody))).await.unwrap();
    }
}

async fn start_stand(ground: &Ground, portal_port: u16, database: Option<&str>) -> (Child, String) {
    let mut command = okno(&ground.folder);
    command.args(["stand", "--port", "0", "--portal-port", &portal_port.to_string(), "--data"]).arg(&ground.folder);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    let mut stand = command.spawn().unwrap();
    let line = first_line(&mut stand, &ground.folder).await.expect("the stand starts");
    let url = line.trim().rsplit(' ').next().unwrap().trim_end_matches('/').to_owned();
    (stand, url)
}

/// A port that no outgoing connection can be given, so that it stays free between two servers.
pub fn free_port() -> u16 {
    let start = std::process::id() as u16 % 10_000;
    let ports = (0..10_000).map(|next| 20_000 + (start + next) % 10_000);
    let mut free = ports.filter(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok());
    static TAKEN: std::sync::Mutex<BTreeMap<u16, ()>> = std::sync::Mutex::new(BTreeMap::new());
    free.find(|port| TAKEN.lock().unwrap().insert(*port, ()).is_none()).expect("a free port")
}

/// SplitMix64: enough for moments.
#[derive(Clone)]
pub struct Random(pub u64);

impl Random {
    /// From the seed of the environment, or a new one; said, so that a run can be repeated.
    pub fn new(what: &str, engine: Engine) -> Self {
        let given = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
        let random = Self(given.unwrap_or_else(|| Timestamp::now().as_nanosecond() as u64));
        eprintln!("{what}, {engine:?}: {SEED}={}", random.0);
        random
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

//! A world for the tests of the whole program: the real `okno` process on loopback with its stand
//! of outside systems, people who sign in through the emulated ЕСИА, officials with their codes,
//! and the database looked into from outside.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

pub mod browser;
pub mod citizen;
pub mod desk;
pub mod paper;
pub mod records;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use store::Address;
use store::scratch::{self, Scratch};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use browser::Browser;

/// Longest wait for anything; the machine of the tests may be busy.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The program under test.
pub const OKNO: &str = env!("CARGO_BIN_EXE_okno");

/// Where the data lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A place for data, gone with this value: a folder, and on PostgreSQL a database of its own.
pub struct Ground {
    pub folder: PathBuf,
    pub address: Address,
    pub database: Option<String>,
    scratch: Option<Scratch>,
}

impl Ground {
    /// Fresh ground, or nothing (said loudly) when the engine is not there.
    pub async fn new(engine: Engine) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("okno-world-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let (address, database, scratch) = match engine {
            Engine::Sqlite => (Address::Sqlite(folder.join("okno.db")), None, None),
            Engine::Postgres => {
                let Ok(server) = std::env::var(scratch::POSTGRES) else {
                    eprintln!("SKIPPED: {} is not set, nothing was proved on PostgreSQL", scratch::POSTGRES);
                    return None;
                };
                let made = scratch::postgres(&server, Timestamp::now()).await.unwrap();
                let Address::Postgres(url) = &made.address else { panic!("not on the server") };
                (made.address.clone(), Some(url.clone()), Some(made))
            }
        };
        std::fs::create_dir_all(&folder).unwrap();
        Some(Self { folder, address, database, scratch })
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the data of the failed test stays in {}", self.folder.display());
        } else {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// A running program with everything around it.
pub struct World {
    pub portal: String,
    pub stand: String,
    pub ground: Ground,
    staff: Vec<Value>,
    http: reqwest::Client,
    process: Child,
}

impl World {
    /// `okno demo` on SQLite.
    pub async fn start() -> Self {
        Self::on(Engine::Sqlite).await.unwrap()
    }

    /// `okno demo` on an engine, if it is there.
    pub async fn on(engine: Engine) -> Option<Self> {
        Some(Self::begin(Ground::new(engine).await?, &[]).await)
    }

    /// `okno demo` with settings of its own, given by the environment.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::begin(Ground::new(Engine::Sqlite).await.unwrap(), settings).await
    }

    /// `okno demo` with the emulated СМЭВ, as it is by default.
    pub async fn over_smev() -> Self {
        Self::begin_via(Ground::new(Engine::Sqlite).await.unwrap(), &[], "smev").await
    }

    /// Starts upon data that may be there already. Interagency requests travel the plain way: what
    /// is not about them need not sign each of them.
    pub async fn begin(ground: Ground, settings: &[(&str, &str)]) -> Self {
        Self::begin_via(ground, settings, "http").await
    }

    async fn begin_via(ground: Ground, settings: &[(&str, &str)], exchange: &str) -> Self {
        // Another test may take the free port that was found, between finding and listening.
        for _ in 0..3 {
            if let Some((process, told)) = demo(&ground, settings, exchange).await {
                let text = |name: &str| told[name].as_str().unwrap().trim_end_matches('/').to_owned();
                let staff = told["staff"].as_array().unwrap().clone();
                return Self { portal: text("portal"), stand: text("stand"), staff, http: client(), process, ground };
            }
        }
        panic!("okno demo did not start: {}", log(&ground.folder));
    }

    /// A browser nobody has signed in with.
    pub fn stranger(&self) -> Browser {
        Browser::new(&self.portal, self.http.clone())
    }

    /// Makes an outside system behave: `down`, `slow`, `absent`… or `none` for well again.
    pub async fn fault(&self, system: &str, mode: &str) {
        self.fault_with(json!({ "system": system, "mode": mode })).await;
    }

    /// The same with everything a fault can say.
    pub async fn fault_with(&self, fault: Value) {
        let answer = self.http.post(format!("{}/faults", self.stand)).json(&fault).send().await.unwrap();
        assert!(answer.status().is_success(), "{fault}: {}", answer.text().await.unwrap());
    }

    /// Letters and text messages the stand caught so far.
    pub async fn caught(&self) -> Vec<Value> {
        self.http.get(format!("{}/sent", self.stand)).send().await.unwrap().json().await.unwrap()
    }

    /// Everything the program wrote to its output and its log.
    pub fn log(&self) -> String {
        log(&self.ground.folder)
    }

    /// Sign-in of an invented official.
    fn account(&self, login: &str) -> &Value {
        self.staff.iter().find(|one| one["login"] == login).unwrap()
    }

    /// Somebody who decides and signs at an authority.
    pub fn login_at(&self, authority: &str) -> Option<String> {
        let found = self.staff.iter().find(|one| one["authority"] == authority)?;
        Some(found["login"].as_str()?.to_owned())
    }

    /// Ends the program as an administrator would; gives its log and the ground it stood on.
    pub async fn stop(mut self) -> (String, Ground) {
        let id = self.process.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await.expect("okno ends when told to").unwrap();
        assert!(ended.success(), "okno ended with {ended}");
        (self.log(), self.ground)
    }
}

/// HTTP without redirects: a browser follows them itself and keeps cookies.
pub fn client() -> reqwest::Client {
    let settings = connect::http::Settings { whole: Duration::from_secs(60), ..connect::http::Settings::default() };
    connect::http::client(&settings).unwrap()
}

/// The program with the environment of a test: no settings of the machine, everything logged.
pub fn okno(folder: &Path) -> Command {
    let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
    let mut command = Command::new(OKNO);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("OKNO_")) {
        command.env_remove(name);
    }
    command.env("OKNO_LOG", "okno=debug,actions=debug,web=debug,store=debug,connect=debug,stand=warn,info");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
    command
}

/// Starts `okno demo`; nothing if its port was taken meanwhile.
async fn demo(ground: &Ground, settings: &[(&str, &str)], exchange: &str) -> Option<(Child, Value)> {
    let mut command = okno(&ground.folder);
    // Services that cost something are driven without paying, unless a test is about payment.
    // A feed that is listened to is a job that never ends.
    command.env("OKNO_TREASURY_SENDER", "").env("OKNO_EVENTS_URL", "").envs(settings.iter().copied());
    command.args(["demo", "--port", "0", "--json", "--exchange", exchange, "--data"]).arg(&ground.folder);
    if let Some(database) = &ground.database {
        command.args(["--database", database]);
    }
    let mut process = command.spawn().unwrap();
    let line = first_line(&mut process, &ground.folder).await?;
    let told = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    Some((process, told))
}

/// The first line a process prints; the rest goes into the log. Nothing if it ended before.
pub async fn first_line(process: &mut Child, folder: &Path) -> Option<String> {
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    tokio::time::timeout(PATIENCE, out.read_line(&mut line)).await.expect("okno says that it runs").unwrap();
    if line.is_empty() {
        return None;
    }
    let path = folder.join("out");
    tokio::spawn(async move {
        let mut rest = String::new();
        let _ = out.read_to_string(&mut rest).await;
        let _ = std::fs::write(path, rest);
    });
    Some(line)
}

fn log(folder: &Path) -> String {
    let read = |name: &str| std::fs::read(folder.join(name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    read("out").unwrap_or_default() + &read("log").unwrap_or_default()
}

/// Waits for a condition, not for time: asks again until it is there.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// A copy of a folder of the repository, to change for a test.
pub fn copy_of(folder: &str, to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_of(&format!("{folder}/{}", entry.file_name().to_str().unwrap()), &target);
        } else {
            std::fs::create_dir_all(to).unwrap();
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Replaces a text that must be there.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} has no «{from}»", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// What stands between two texts.
pub fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

//! The stand (стенд): stands in for outside systems over their real protocols, on loopback only.
//!
//! ЕСИА, a provider of interagency facts, a mail server and an SMS gateway, with faults on demand
//! and a page that shows what was sent. Nothing here is used in production, and nothing here
//! touches the portal's database: it talks to the portal as the real systems do.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub mod caught;
pub mod faults;

pub mod departmental;

mod answers;
mod appeals;
mod card;
mod carrier;
mod desk;
mod esia;
mod events;
mod evidence;
mod html;
mod inbox;
mod letter;
mod mail;
mod quality;
mod registers;
mod smev;
mod sms;

pub use answers::Answers;
pub use esia::{People, SCOPES, TOKEN_CERTIFICATE_PEM};
pub use smev::{Received, Smev, Told};

use caught::Caught;
use faults::Faults;

/// What tells the stand the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Telephones of invented officials.
pub type Phones = Arc<dyn Fn(Timestamp) -> Vec<Phone> + Send + Sync>;

/// What the telephone of an invented official shows, with what else they sign in by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// Sign-in name.
    pub login: String,
    /// «Фамилия Имя Отчество».
    pub name: String,
    /// Password, known to everybody.
    pub password: String,
    /// Code of the second step now.
    pub code: String,
}

/// Loopback ports; 0 takes any free one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ports {
    /// ЕСИА.
    pub esia: u16,
    /// Interagency facts.
    pub evidence: u16,
    /// СМЭВ.
    pub smev: u16,
    /// SMTP.
    pub mail: u16,
    /// SMS gateway.
    pub sms: u16,
    /// The page of the stand.
    pub desk: u16,
}

/// An information system registered with the emulated ЕСИА.
#[derive(Debug, Clone)]
pub struct System {
    /// Mnemonic: `RPGU99`.
    pub mnemonic: String,
    /// Addresses people may be sent back to, word for word.
    pub redirect_uris: Vec<String>,
    /// Its certificate, PEM; requests must be signed by its key (P-256).
    pub certificate_pem: String,
    /// Hash of the certificate as ЕСИА computes it (Streebog-256 of the DER, upper-case hex).
    pub certificate_hash: String,
    /// Let in only confirmed accounts (error ESIA-007055 otherwise).
    pub only_confirmed: bool,
}

/// How to run the stand.
#[derive(Clone)]
pub struct Settings {
    /// Ports.
    pub ports: Ports,
    /// Systems registered with the emulated ЕСИА.
    pub systems: Vec<System>,
    /// Who takes part in the emulated СМЭВ; without it there is none.
    pub smev: Option<Smev>,
    /// How long a register thinks before it answers.
    pub evidence_delay: Duration,
    /// Telephones of invented officials: who they are and the code they show at a moment.
    pub phones: Phones,
    /// The clock; tests put their own here.
    pub clock: Clock,
}

impl Default for Settings {
    // The stand is an outside system: it has a clock of its own.
    #[allow(clippy::disallowed_methods)]
    fn default() -> Self {
        Self {
            ports: Ports::default(),
            systems: Vec::new(),
            smev: None,
            evidence_delay: Duration::from_millis(300),
            phones: Arc::new(|_| Vec::new()),
            clock: Arc::new(Timestamp::now),
        }
    }
}

/// What all parts share.
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) caught: Mutex<Caught>,
    pub(crate) answers: Mutex<Answers>,
    /// ГИС ГМП: charges that were imported, payments that were made.
    pub(crate) treasury: connect::gisgmp::Played,
    /// Events that registers tell of.
    pub(crate) happened: events::Happened,
}

impl Shared {
    pub(crate) fn now(&self) -> Timestamp {
        (self.settings.clock)()
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    pub(crate) fn caught(&self) -> MutexGuard<'_, Caught> {
        locked(&self.caught)
    }
}

/// A panic elsewhere must not take the stand down with it.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running stand.
pub struct Running {
    /// Address of the emulated ЕСИА, no slash at the end.
    pub esia_url: String,
    /// Issuer in its tokens.
    pub esia_issuer: String,
    /// Address of the provider of interagency facts.
    pub evidence_url: String,
    /// Host and port of the mail server.
    pub mail_smtp: SocketAddr,
    /// Address of the emulated СМЭВ, where it runs.
    pub smev_url: Option<String>,
    /// Address of the SMS gateway.
    pub sms_url: String,
    /// The page of the stand: what was sent, faults.
    pub desk_url: String,
    smev: Option<Arc<smev::Exchange>>,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Running").field("desk_url", &self.desk_url).finish_non_exhaustive()
    }
}

impl Running {
    /// Sets a fault from a test; the page and `POST /faults` do the same.
    pub fn fault(&self, fault: faults::Fault) {
        self.shared.faults().set(fault);
    }

    /// Tells the sources what to answer services whose registers are not played in detail.
    pub fn teach(&self, answers: Answers) {
        *locked(&self.shared.answers) = answers;
    }

    /// Puts a question of another authority to the portal's register into the queue of СМЭВ; gives
    /// the id of its message. A broken one has a signature that does not fit.
    pub fn ask_results(&self, service: &str, purpose: &str, keys: &[(&str, &str)], broken: bool) -> Option<String> {
        self.smev.as_ref().map(|smev| smev.ask(service, purpose, keys, broken))
    }

    /// What the portal's register answered to a question, and in how many different messages.
    pub fn told(&self, question: &str) -> (Option<Told>, usize) {
        self.smev.as_ref().map_or((None, 0), |smev| smev.told(question))
    }

    /// Answers that lie in the queues of СМЭВ, taken or not, but not acknowledged.
    pub fn unacknowledged(&self) -> usize {
        self.smev.as_ref().map_or(0, |smev| smev.waiting())
    }

    /// Every question of the portal that СМЭВ got, once for each message id.
    pub fn received(&self) -> Vec<Received> {
        self.smev.as_ref().map_or_else(Vec::new, |smev| smev.received())
    }

    /// ГИС ГМП of the stand.
    pub fn treasury(&self) -> &connect::gisgmp::Played {
        &self.shared.treasury
    }

    /// Everything caught so far.
    pub fn caught(&self) -> Vec<caught::Message> {
        self.shared.caught().all().to_vec()
    }

    /// Stops taking connections, lets those in work finish for a second, then cuts them.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(Duration::from_secs(1), async { while self.tasks.join_next().await.is_some() {} })
            .await;
        self.tasks.shutdown().await;
    }
}

/// Starts the stand.
pub async fn run(settings: Settings) -> io::Result<Running> {
    let ports = settings.ports;
    let esia = bind(ports.esia).await?;
    let evidence = bind(ports.evidence).await?;
    let mail = bind(ports.mail).await?;
    let sms = bind(ports.sms).await?;
    let desk = bind(ports.desk).await?;
    let shared = Arc::new(Shared {
        settings,
        faults: Mutex::default(),
        caught: Mutex::default(),
        answers: Mutex::default(),
        treasury: connect::gisgmp::Played::default(),
        happened: events::Happened::default(),
    });
    let esia_url = format!("http://{}", esia.local_addr()?);
    let evidence_url = format!("http://{}", evidence.local_addr()?);
    let mail_smtp = mail.local_addr()?;
    let sms_url = format!("http://{}/messages", sms.local_addr()?);
    let desk_url = format!("http://{}/", desk.local_addr()?);
    let esia_issuer = format!("{esia_url}/");

    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let esia_app = esia::router(Arc::clone(&shared), esia_url.clone()).map_err(io::Error::other)?;
    serve(&mut tasks, esia, esia_app, stopped.clone());
    let smev = match shared.settings.smev.clone() {
        None => None,
        Some(settings) => Some(Arc::new(smev::Exchange::new(Arc::clone(&shared), settings).map_err(io::Error::other)?)),
    };
    let mut smev_url = None;
    if let Some(exchange) = &smev {
        let listener = bind(ports.smev).await?;
        smev_url = Some(format!("http://{}/ws", listener.local_addr()?));
        serve(&mut tasks, listener, smev::router(Arc::clone(exchange)), stopped.clone());
    }
    let evidence_app = evidence::router(Arc::clone(&shared)).map_err(io::Error::other)?;
    let evidence_app = evidence_app.merge(departmental::router(Arc::clone(&shared)));
    // Another authority takes results at the same address as it answers questions.
    let evidence_app = evidence_app.merge(inbox::router(Arc::clone(&shared))).merge(carrier::router());
    let evidence_app = evidence_app.merge(appeals::router(Arc::clone(&shared)));
    let evidence_app = evidence_app.merge(quality::router(Arc::clone(&shared)));
    let evidence_app = evidence_app.merge(events::feed(Arc::clone(&shared)));
    let evidence_app = evidence_app.merge(card::router(Arc::clone(&shared), evidence_url.clone()));
    serve(&mut tasks, evidence, evidence_app, stopped.clone());
    serve(&mut tasks, sms, sms::router(Arc::clone(&shared)), stopped.clone());
    let mut desk_app = desk::router(Arc::clone(&shared)).merge(card::desk(Arc::clone(&shared)));
    desk_app = desk_app.merge(events::desk(Arc::clone(&shared)));
    if let Some(exchange) = &smev {
        desk_app = desk_app.merge(smev::questions(Arc::clone(exchange)));
    }
    serve(&mut tasks, desk, desk_app, stopped.clone());
    tasks.spawn(mail::serve(mail, Arc::clone(&shared), stopped));
    Ok(Running {
        esia_url,
        esia_issuer,
        evidence_url,
        smev_url,
        smev,
        mail_smtp,
        sms_url,
        desk_url,
        shared,
        stop,
        tasks,
    })
}

/// Only loopback: the stand holds a public key and lets anybody in as anybody.
async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

fn serve(tasks: &mut JoinSet<()>, listener: TcpListener, app: Router, mut stopped: watch::Receiver<bool>) {
    tasks.spawn(async move {
        let until_stopped = async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(until_stopped).await {
            tracing::error!(%error, "a part of the stand ended");
        }
    });
}

//! An office whose outside systems are those of the stand, over their real protocols, and whose
//! clock, like the stand's, is moved by hand: a day goes by in a moment.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use actions::citizen::{file_application, informing, notices, session, start_draft};
use actions::library::Library;
use actions::machine;
use actions::office::{Drawing, IdSource, Office, Settings, TimeSource};
use connect::antivirus::Antivirus;
use connect::exchange::Exchange;
use connect::sign::{
    Authorities, CmsSigner, DemoAuthority, DemoSubject, LocalSigner, LocalVerifier, Signer as _, demo_authority,
};
use connect::smev::{Client, Queue, Seal, Trust};
use connect::{esia, files, http, inbox, mail, sms};
use domain::evidence::EvidenceRequest;
use domain::id::{CaseId, OfficialId};
use domain::official::{Mandate, Official, Role};
use jiff::{SignedDuration, Timestamp};
use regulation::clock::Calendar;
use regulation::diagnostic::Sources;
use regulation::package::{self, Regulation};
use serde_json::json;
use stand::faults::Fault;
use store::officials::{self, Credential};
use store::scratch::{self, Scratch};
use store::{Batch, Write, drafts};

use crate::world::browser::Browser;
use crate::world::{between, client};

/// Monday, 2 March 2026, noon in the region.
const START: &str = "2026-03-02T08:00:00Z";
/// Where the portal would be; nobody listens there.
const PORTAL: &str = "http://127.0.0.1:9";
/// What a real system waits seconds for, a test need not.
const PATIENCE: Duration = Duration::from_millis(700);

/// An office on a day when something is wrong outside.
pub struct Day {
    pub office: Office,
    pub stand: stand::Running,
    hand: Arc<AtomicI64>,
    _scratch: Scratch,
}

impl Day {
    /// An office where nothing has happened yet; the antivirus listens there.
    pub async fn begin(antivirus: Option<SocketAddr>) -> Self {
        let now: Timestamp = START.parse().unwrap();
        let hand = Arc::new(AtomicI64::new(now.as_millisecond()));
        let keys = Keys::make(now);
        let shown = Arc::clone(&hand);
        let ours = keys.issue("Портал okno (проба)");
        let stand = stand::run(stand::Settings {
            clock: Arc::new(move || Timestamp::from_millisecond(shown.load(Ordering::SeqCst)).unwrap()),
            systems: vec![stand::System {
                mnemonic: "OKNO".to_owned(),
                redirect_uris: vec![format!("{PORTAL}/sign-in/esia")],
                certificate_pem: ours.certificate().pem(),
                certificate_hash: ours.certificate().streebog256(),
                only_confirmed: false,
            }],
            smev: Some(stand::Smev { smev: keys.seal("СМЭВ"), provider: keys.seal("Поставщики") }),
            evidence_delay: Duration::ZERO,
            ..stand::Settings::default()
        })
        .await
        .unwrap();
        let scratch = scratch::sqlite(now).await.unwrap();
        let office = keys.office(&stand, &scratch, &hand, ours, antivirus);
        let day = Self { office, stand, hand, _scratch: scratch };
        day.hire("lesnova", "nature-ministry").await;
        day.hire("zodchev", "city-architecture").await;
        day.pass(SignedDuration::ZERO).await;
        day
    }

    /// An official who signs, works and looks after the exchange.
    async fn hire(&self, login: &str, authority: &str) {
        let official = Official {
            id: OfficialId(self.office.new_id(0)),
            login: login.to_owned(),
            name: "Леснова Проба Примеровна".to_owned(),
            post: "Специалист".to_owned(),
            authority: authority.to_owned(),
            roles: vec![Role::Caseworker, Role::Signer, Role::Auditor],
            active: true,
            mandate: Mandate::default(),
        };
        let nobody =
            Credential { password_hash: String::new(), totp_secret: None, totp_step: 0, failed: 0, locked_until: None };
        self.commit([officials::insert(&official, &nobody)]).await;
    }

    async fn commit(&self, writes: impl IntoIterator<Item = Write>) {
        self.office.db.commit(Batch::new().with_all(writes)).await.unwrap();
    }

    pub async fn official(&self, login: &str) -> Official {
        officials::by_login(&self.office.db, login).await.unwrap().unwrap().0
    }

    pub fn fault(&self, fault: &Fault) {
        self.stand.fault(fault.clone());
    }

    /// So much time goes by; then everything that is due is done, as workers would.
    pub async fn pass(&self, span: SignedDuration) {
        self.hand.fetch_add(i64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
        machine::keep_house(&self.office).await;
        for _ in 0..100 {
            let now = self.office.now();
            let lease = self.office.new_owner_id();
            let until = now + SignedDuration::from_secs(60);
            let leased = store::jobs::lease(&self.office.db, &lease, now, until, 20).await.unwrap();
            if leased.is_empty() {
                return;
            }
            for job in &leased {
                machine::perform(&self.office, job).await;
            }
        }
        panic!("jobs go in circles");
    }

    /// A day goes by, six hours at a time.
    pub async fn pass_a_day(&self) {
        for _ in 0..4 {
            self.pass(SignedDuration::from_hours(6)).await;
        }
    }

    /// The system is back: what waited at most ten minutes longer has its turn.
    pub async fn catch_up(&self) {
        for _ in 0..4 {
            self.pass(SignedDuration::from_mins(11)).await;
        }
    }

    /// Signs an invented person in through the emulated ЕСИА.
    pub async fn sign_in(&self, name: &str) -> Result<session::Session, actions::stop::Stop> {
        let begun = session::begin(&self.office, "/account").await?;
        let mut browser = Browser::new(PORTAL, client());
        let login = browser.open(&begun.address).await;
        let html = login.text();
        let attempt = between(&html, "name=\"attempt\" value=\"", "\"");
        // ЕСИА does not show its page: there is no way in, and the person is told so.
        let Some(attempt) = attempt else { return Err(actions::stop::Stop::SignInNeeded) };
        let button = html.split("<li>").find(|one| one.contains(name)).unwrap();
        let person = between(button, "value=\"", "\"").unwrap();
        let to = login.url.join("/login").unwrap();
        let page = browser.post(to.as_str(), &[("attempt", attempt), ("person", person)]).await;
        let back = url::Url::parse(page.leads_to().unwrap()).unwrap();
        let part = |name: &str| back.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned();
        let signed = session::complete(&self.office, &part("state"), &part("code")).await?;
        session::find(&self.office, &signed.token).await
    }

    /// Wants copies of notices by e-mail and SMS too.
    pub async fn choose_copies(&self, who: &session::Session) {
        notices::choose(&self.office, who, true, true).await.unwrap();
    }

    /// Files the published sample of a service with what ЕСИА told of the person.
    pub async fn file(&self, who: &session::Session, service: &str) -> CaseId {
        let id = start_draft::start(&self.office, who, service, None).await.unwrap();
        let mut draft = drafts::by_id(&self.office.db, &id).await.unwrap().unwrap();
        let read = draft.revision;
        let regulation = self.office.library.current(service, self.office.today(self.office.now())).unwrap();
        for (name, value) in informing::sample_answers(regulation) {
            draft.answers.entry(name).or_insert(value);
        }
        if service == "land-plan" {
            for (name, value) in [("plot.cadastral", json!("63:01:0000001:1")), ("title.registered", json!(true))] {
                draft.answers.insert(name.to_owned(), value);
            }
        }
        draft.revision += 1;
        self.commit([drafts::save(&draft, read)]).await;
        file_application::file_application(&self.office, who, &id, &[]).await.unwrap()
    }

    pub async fn case(&self, id: &CaseId) -> domain::case::Case {
        store::cases::by_id(&self.office.db, id).await.unwrap().unwrap()
    }

    pub async fn requests(&self, id: &CaseId) -> Vec<EvidenceRequest> {
        store::evidence::of_case(&self.office.db, id).await.unwrap()
    }
}

/// Keys of everybody, from one authority made for the test.
struct Keys {
    authority: DemoAuthority,
    from: Timestamp,
    smev: Arc<LocalSigner>,
}

/// Predictable bytes: tests need no surprises.
fn counting(start: u64) -> impl FnMut(&mut [u8]) {
    let mut state = start | 1;
    move |bytes| {
        for byte in bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *byte = (state >> 24) as u8;
        }
    }
}

impl Keys {
    fn make(now: Timestamp) -> Self {
        let from = now - SignedDuration::from_hours(24);
        let authority = demo_authority(from, &mut counting(7)).unwrap();
        let smev = gost(&authority, "СМЭВ", from);
        Self { authority, from, smev }
    }

    fn issue(&self, name: &str) -> Arc<LocalSigner> {
        let subject = DemoSubject { name: name.to_owned(), ..DemoSubject::default() };
        let until = self.from + SignedDuration::from_hours(24 * 300);
        let issued = self.authority.issue(&subject, self.from, until, &mut counting(name.len() as u64 * 31)).unwrap();
        Arc::new(LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap())
    }

    fn authorities(&self) -> Authorities {
        Authorities { roots: vec![self.authority.certificate().clone()], ..Authorities::default() }
    }

    /// Signs as one side of СМЭВ, and knows the others.
    fn seal(&self, name: &str) -> Arc<Seal> {
        Arc::new(self.sealed(name))
    }

    fn sealed(&self, name: &str) -> Seal {
        let signer = if name == "СМЭВ" { Arc::clone(&self.smev) } else { gost(&self.authority, name, self.from) };
        Seal::new(signer, Trust { smev: vec![self.smev.certificate().clone()], systems: self.authorities() })
    }

    fn office(
        &self,
        stand: &stand::Running,
        scratch: &Scratch,
        hand: &Arc<AtomicI64>,
        ours: Arc<LocalSigner>,
        antivirus: Option<SocketAddr>,
    ) -> Office {
        let quick = http::client(&http::Settings { whole: PATIENCE, ..http::Settings::default() }).unwrap();
        let patient = http::client(&http::Settings::default()).unwrap();
        let (region, clock) = region();
        let signer = || CmsSigner::new(self.issue("Леснова Проба Примеровна"), self.authorities());
        let identity = esia::Settings {
            base: stand.esia_url.parse().unwrap(),
            client_id: "OKNO".to_owned(),
            redirect_uri: format!("{PORTAL}/sign-in/esia").parse().unwrap(),
            scopes: esia::SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
            issuer: stand.esia_issuer.clone(),
            token_keys_pem: vec![stand::TOKEN_CERTIFICATE_PEM.to_owned()],
            nonce: true,
        };
        let letters = mail::Settings {
            host: stand.mail_smtp.ip().to_string(),
            port: stand.mail_smtp.port(),
            protection: mail::Protection::None,
            credentials: None,
            from: "okno <okno@example.test>".to_owned(),
            timeout: PATIENCE,
        };
        let smev = connect::smev::Settings {
            url: stand.smev_url.as_ref().unwrap().parse().unwrap(),
            node: None,
            queues: vec![Queue { name: "all".to_owned(), selector: None }],
            test: true,
            pause: SignedDuration::from_mins(5),
            readers: BTreeMap::new(),
        };
        let inbox = format!("{}/inbox", stand.evidence_url).parse().unwrap();
        Office {
            settings: Settings {
                public_url: PORTAL.to_owned(),
                automatic_signers: BTreeMap::from([("nature-ministry".to_owned(), "lesnova".to_owned())]),
                requests_per_minute: 1000,
            },
            db: scratch.db.clone(),
            library: Library::new(["hunting-ticket", "land-plan"].map(regulation)),
            region,
            clock,
            files: files::Files::in_memory(),
            antivirus: antivirus.map_or(Antivirus::Off, Antivirus::Clamd),
            esia: esia::Client::new(identity, ours, patient.clone()).unwrap(),
            exchange: Exchange::Smev(Box::new(Client::new(smev, patient, self.sealed("Портал")).unwrap())),
            inbox: Some(inbox::Inbox::Http(inbox::Client::new(inbox, quick.clone()).unwrap())),
            departmental: BTreeMap::new(),
            treasury: None,
            card: None,
            carrier: None,
            appeals: None,
            quality: None,
            concentrator: Default::default(),
            health: Default::default(),
            events: None,
            not_in_force: Default::default(),
            retired: Vec::new(),
            mailer: mail::Mailer::new(&letters).unwrap(),
            sms: Some(sms::Gateway::new(stand.sms_url.parse().unwrap(), None, quick).unwrap()),
            signers: BTreeMap::from([("lesnova".to_owned(), signer())]),
            verifier: Arc::new(LocalVerifier::new(self.authorities())),
            time: TimeSource::Hand(Arc::clone(hand)),
            ids: IdSource::System,
            drawing: Drawing::Canonical,
            wake: Arc::default(),
            in_flight: Default::default(),
        }
    }
}

fn gost(authority: &DemoAuthority, name: &str, from: Timestamp) -> Arc<LocalSigner> {
    let subject = DemoSubject { name: name.to_owned(), ..DemoSubject::default() };
    let until = from + SignedDuration::from_hours(24 * 300);
    let issued = authority.issue_gost(&subject, from, until, &mut counting(name.len() as u64 * 97)).unwrap();
    Arc::new(LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap())
}

fn region() -> (regulation::region::Region, regulation::clock::LegalClock) {
    let files = sources("region");
    let years = files.0.iter().filter(|(name, _)| name.starts_with("calendars/"));
    let years = Sources(years.map(|(name, text)| (name.clone(), text.clone())).collect());
    let (region, found) = regulation::region::read(&files);
    let region = region.unwrap_or_else(|| panic!("{found:#?}"));
    let clock = region.clock(Calendar::read(&years).0.unwrap()).unwrap();
    (region, clock)
}

/// A shipped service, with its parent where it is a local one.
fn regulation(service: &str) -> Regulation {
    let mut own = sources(&format!("regulations/{service}"));
    let parent = package::needs(&own).parent.map(|parent| sources(&format!("regulations/{parent}")));
    package::lend(&mut own, parent.as_ref(), &sources("region"));
    let (regulation, found) = package::read(&own);
    regulation.unwrap_or_else(|| panic!("{found:#?}"))
}

fn sources(folder: &str) -> Sources {
    fn read(folder: &Path, below: &str, into: &mut Sources) {
        for entry in std::fs::read_dir(folder.join(below)).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            let name = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.path().is_dir() {
                read(folder, &name, into);
            } else if name.ends_with(".yaml") || name.ends_with(".typ") {
                into.0.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut sources = Sources(BTreeMap::new());
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder), "", &mut sources);
    sources
}

//! An office with a throw-away database, a hand-moved clock, a demo certification authority,
//! the shipped region and services, and invented people. Nothing outside answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use actions::citizen::{file_application, informing, session, start_draft};
use actions::desk::second_factor::code_at;
use actions::desk::sign_in::{self, Step};
use actions::desk::staff::{NewOfficial, create};
use actions::library::Library;
use actions::office::{Office, Settings, TimeSource};
use actions::register::{Automatic, issue_automatically};
use connect::exchange::Exchange;
use connect::sign::{Authorities, CmsSigner, DemoAuthority, DemoSubject, LocalSigner, LocalVerifier, demo_authority};
use connect::{antivirus, esia, evidence, files, http, inbox, mail};
use domain::case::{Actor, Case, Context, Next, Wish, advance};
use domain::id::{CaseId, PersonId};
use domain::journal::Entry;
use domain::official::{Official, Role};
use domain::person::Person;
use jiff::{SignedDuration, Timestamp};
use regulation::clock::Calendar;
use regulation::diagnostic::Sources;
use regulation::package::{self, Assurance, Regulation};
use serde_json::{Value, json};
use store::scratch::{self, Scratch};
use store::{Batch, drafts, people};

/// Monday, 2 March 2026, noon in the region.
pub const START: &str = "2026-03-02T08:00:00Z";
/// Password of every official.
pub const PASSWORD: &str = "образцовый пароль 1";
/// Second factor of every official.
pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

pub struct World {
    pub office: Office,
    moment: Arc<AtomicI64>,
    _scratch: Scratch,
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn read(folder: &Path, below: &str, into: &mut Sources) {
    for entry in std::fs::read_dir(folder.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = if below.is_empty() {
            entry.file_name().into_string().unwrap()
        } else {
            format!("{below}/{}", entry.file_name().into_string().unwrap())
        };
        if entry.path().is_dir() {
            read(folder, &name, into);
        } else if name.ends_with(".yaml") || name.ends_with(".typ") {
            into.0.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn sources(folder: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut sources = Sources(BTreeMap::new());
    read(&root, "", &mut sources);
    sources
}

/// A shipped service, with its parent where it is a local one.
fn regulation(service: &str) -> Regulation {
    let mut own = sources(&format!("regulations/{service}"));
    let parent = package::needs(&own).parent.map(|parent| sources(&format!("regulations/{parent}")));
    package::lend(&mut own, parent.as_ref(), &sources("region"));
    let (regulation, found) = package::read(&own);
    regulation.unwrap_or_else(|| panic!("{found:#?}"))
}

/// Randomness that repeats: good for tests and nothing else.
fn random() -> impl FnMut(&mut [u8]) {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    move |bytes| {
        for byte in bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *byte = (state >> 24) as u8;
        }
    }
}

fn key(authority: &DemoAuthority, name: &str, until: Timestamp, random: &mut dyn FnMut(&mut [u8])) -> Arc<LocalSigner> {
    let subject = DemoSubject { name: name.to_owned(), ..DemoSubject::default() };
    let issued = authority.issue(&subject, at("2026-01-01T00:00:00Z"), until, random).unwrap();
    Arc::new(LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap())
}

impl World {
    /// The two services that most tests need.
    pub async fn new() -> Self {
        Self::of(&["hunting-ticket", "land-plan"]).await
    }

    /// Only these services.
    pub async fn of(services: &[&str]) -> Self {
        Self::over(scratch::sqlite(at(START)).await.unwrap(), services)
    }

    /// On PostgreSQL, where the environment names a server for tests; says so where it does not.
    #[allow(dead_code, reason = "only tests of what many want at once need it")]
    pub async fn on_postgres(services: &[&str]) -> Option<Self> {
        let Ok(server) = std::env::var(scratch::POSTGRES) else {
            eprintln!("SKIPPED on PostgreSQL: {} is not set", scratch::POSTGRES);
            return None;
        };
        Some(Self::over(scratch::postgres(&server, at(START)).await.unwrap(), services))
    }

    /// Over a new database.
    pub fn over(scratch: Scratch, services: &[&str]) -> Self {
        let now = at(START);
        let mut random = random();
        let ca = demo_authority(at("2026-01-01T00:00:00Z"), &mut random).unwrap();
        let authorities = Authorities { roots: vec![ca.certificate().clone()], ..Authorities::default() };
        let later = at("2027-01-01T00:00:00Z");
        let mut signers = BTreeMap::new();
        for (login, name, until) in [
            ("nature.signer", "Подписантов Пример Примерович", later),
            ("city.signer", "Зодчева Образца Примеровна", later),
            ("nature.wrong", "Чужакова Другая Примеровна", later),
            ("nature.expired", "Вчерашнев Пример Примерович", at("2026-02-01T00:00:00Z")),
        ] {
            signers.insert(login.to_owned(), CmsSigner::new(key(&ca, name, until, &mut random), authorities.clone()));
        }
        let region_files = sources("region");
        let years = region_files.0.iter().filter(|(name, _)| name.starts_with("calendars/"));
        let years = Sources(years.map(|(name, text)| (name.clone(), text.clone())).collect());
        let (region, found) = regulation::region::read(&region_files);
        let region = region.unwrap_or_else(|| panic!("{found:#?}"));
        let clock = region.clock(Calendar::read(&years).0.unwrap()).unwrap();
        let client = http::client(&http::Settings::default()).unwrap();
        let moment = Arc::new(AtomicI64::new(now.as_millisecond()));
        let office = Office {
            settings: Settings {
                public_url: "https://okno.example".to_owned(),
                automatic_signers: BTreeMap::from([("nature-ministry".to_owned(), "nature.signer".to_owned())]),
                requests_per_minute: 1000,
            },
            db: scratch.db.clone(),
            library: Library::new(services.iter().map(|service| regulation(service))),
            region,
            clock,
            files: files::Files::local(&scratch.folder().join("files")).unwrap(),
            antivirus: antivirus::Antivirus::Off,
            esia: esia::Client::new(identity(&ca), key(&ca, "Система okno", later, &mut random), client.clone())
                .unwrap(),
            exchange: Exchange::Http(evidence::Client::new("http://127.0.0.1:9/".parse().unwrap(), client).unwrap()),
            inbox: Some(inbox::Inbox::Memory(inbox::Memory::default())),
            departmental: BTreeMap::new(),
            concentrator: Default::default(),
            health: Default::default(),
            treasury: None,
            card: None,
            carrier: Some(connect::carrier::Carrier::Memory(connect::carrier::Memory::default())),
            appeals: Some(connect::appeals::Appeals::Memory(connect::appeals::Memory::default())),
            quality: Some(connect::quality::Quality::Memory(connect::quality::Memory::default())),
            events: Some(connect::events::Events::Memory(connect::events::Memory::default())),
            not_in_force: Default::default(),
            retired: Vec::new(),
            mailer: mail::Mailer::new(&mail_settings()).unwrap(),
            sms: None,
            signers,
            verifier: Arc::new(LocalVerifier::new(authorities)),
            time: TimeSource::Hand(Arc::clone(&moment)),
            wake: Arc::default(),
            ids: actions::office::IdSource::System,
            drawing: actions::office::Drawing::Typeset,
            in_flight: Default::default(),
        };
        Self { office, moment, _scratch: scratch }
    }

    /// The office for who must own it, with what it lies in.
    #[allow(dead_code, reason = "only some tests put pages before it")]
    pub fn into_office(self) -> (Office, Scratch) {
        (self.office, self._scratch)
    }

    pub fn now(&self) -> Timestamp {
        self.office.now()
    }

    pub fn wait(&self, span: SignedDuration) {
        self.moment.fetch_add(i64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// An official with these roles; the login says of which authority: `nature.…`, `city.…`.
    pub async fn official(&self, login: &str, name: &str, roles: &[Role]) -> Official {
        let authority = match login.split('.').next() {
            Some("nature") => "nature-ministry",
            Some("centre") => "service-centre",
            _ => "city-architecture",
        };
        let new = NewOfficial {
            login,
            name,
            post: "советник",
            authority,
            roles,
            mandate: domain::official::Mandate::default(),
            password: PASSWORD,
            totp_secret: SECRET,
        };
        let id = create(&self.office, new).await.unwrap();
        store::officials::by_id(&self.office.db, &id).await.unwrap().unwrap()
    }

    /// Both steps of signing in, with the code of this moment.
    pub async fn sign_in(&self, login: &str) -> String {
        let first = sign_in::first_step(&self.office, login, PASSWORD, self.now()).await.unwrap();
        let Step::Passed { token } = first else { panic!("{first:?}") };
        let code = code_at(SECRET, self.now()).unwrap();
        let second = sign_in::second_step(&self.office, &token, &code, self.now()).await.unwrap();
        let Step::Passed { token } = second else { panic!("{second:?}") };
        token
    }

    /// An invented applicant.
    pub async fn person(&self, name: &str) -> session::Session {
        let id = PersonId(self.office.new_owner_id());
        let person = Person {
            oid: id.as_str().to_owned(),
            id,
            name: name.to_owned(),
            assurance: Assurance::Confirmed,
            claims: serde_json::Map::new(),
            claims_at: self.now(),
            email: None,
            phone: None,
            channels: BTreeMap::default(),
        };
        self.office.db.commit(Batch::new().with_all(people::insert(&person))).await.unwrap();
        let token = session::open_for(&self.office, &person.id).await.unwrap();
        session::find(&self.office, &token).await.unwrap()
    }

    /// Files the published sample of a service for a person, with some answers changed.
    pub async fn file(&self, who: &session::Session, service: &str, changed: &[(&str, Value)]) -> CaseId {
        let case = self.filed(who, service, changed).await;
        self.run_machine(&case).await;
        case
    }

    pub async fn filed(&self, who: &session::Session, service: &str, changed: &[(&str, Value)]) -> CaseId {
        let id = start_draft::start(&self.office, who, service, None).await.unwrap();
        let mut draft = drafts::by_id(&self.office.db, &id).await.unwrap().unwrap();
        let read = draft.revision;
        let regulation = self.office.library.current(service, self.office.today(self.now())).unwrap();
        draft.answers = informing::sample_answers(regulation);
        for (name, value) in changed {
            draft.answers.insert((*name).to_owned(), value.clone());
        }
        draft.revision += 1;
        self.office.db.commit(Batch::new().with(drafts::save(&draft, read))).await.unwrap();
        file_application::file_application(&self.office, who, &id, &[]).await.unwrap()
    }

    pub async fn case(&self, id: &CaseId) -> Case {
        store::cases::by_id(&self.office.db, id).await.unwrap().unwrap()
    }

    pub async fn journal(&self, id: &CaseId) -> Vec<Entry> {
        let stored = store::journal::of_case(&self.office.db, id).await.unwrap();
        stored.into_iter().map(|stored| stored.entry).collect()
    }

    /// Everything the machine can do with a case now, as the worker would.
    pub async fn run_machine(&self, id: &CaseId) {
        for _ in 0..50 {
            let opened = self.office.open_case(id).await.unwrap();
            let now = self.now();
            let ids = |bucket| self.office.new_id(bucket);
            let context = Context {
                regulation: &opened.regulation,
                clock: &self.office.clock,
                region: &self.office.region,
                ids: &ids,
            };
            let wish = match advance(&opened.case, &context, now) {
                Next::Do(wish) => wish,
                Next::Issue { .. } => match issue_automatically(&self.office, id, now).await.unwrap() {
                    Automatic::Person { reason } if opened.case.needs_person.is_none() => Wish::CallPerson { reason },
                    Automatic::Issued => continue,
                    _ => return,
                },
                Next::Wait(_) | Next::Done => return,
            };
            self.wish(id, &wish, &Actor::Machine).await;
        }
        panic!("the machine goes in circles");
    }

    /// A wish that must be granted.
    pub async fn wish(&self, id: &CaseId, wish: &Wish, by: &Actor) {
        let opened = self.office.open_case(id).await.unwrap();
        let change = self.office.decide(&opened, wish, by, self.now()).unwrap();
        self.office.commit_change(&opened, &change, []).await.unwrap();
    }

    /// A source answers, and the machine goes on.
    pub async fn answer(&self, id: &CaseId, source: &str, answer: Value) {
        let opened = self.office.open_case(id).await.unwrap();
        let answer = answer.as_object().unwrap();
        let facts = regulation::form::source_facts(&opened.regulation, source, answer, self.now()).unwrap();
        self.wish(id, &Wish::Learn { facts }, &Actor::Machine).await;
        self.run_machine(id).await;
    }

    /// A source fails for good, and the machine goes on.
    pub async fn fail(&self, id: &CaseId, source: &str) {
        self.wish(id, &Wish::SourceFailed { source: source.to_owned(), overdue: false }, &Actor::Machine).await;
        self.run_machine(id).await;
    }

    /// A hunting ticket for which the police have not answered yet.
    pub async fn hunter(&self) -> (session::Session, CaseId) {
        let who = self.person("Образцов Пример Примерович").await;
        let case = self.file(&who, "hunting-ticket", &[]).await;
        (who, case)
    }

    /// A hunting ticket that reached the ministry and was not looked at yet.
    pub async fn in_intake(&self, who: &session::Session) -> CaseId {
        let id = self.filed(who, "hunting-ticket", &[]).await;
        self.wish(&id, &Wish::Deliver, &Actor::Machine).await;
        id
    }

    /// A land plan about which all registers answered in favour: an official decides.
    pub async fn plot(&self) -> (session::Session, CaseId) {
        let who = self.person("Образцова Примера Примеровна").await;
        let case = self.file(&who, "land-plan", &[]).await;
        let asked: Vec<String> = self.case(&case).await.sources.iter().map(|asked| asked.source.clone()).collect();
        for source in asked {
            self.answer(&case, &source, favourable(&source)).await;
        }
        (who, case)
    }
}

fn favourable(source: &str) -> Value {
    match source {
        "rosreestr.plot" => {
            json!({ "found": true, "boundaries_set": true, "area": 1000, "permitted_use": "для индивидуального жилищного строительства" })
        }
        "rosreestr.rights" => json!({ "holder": true }),
        "planning.documentation" => json!({ "needed": false, "approved": true }),
        other => panic!("no answer for {other}"),
    }
}

fn identity(ca: &DemoAuthority) -> esia::Settings {
    esia::Settings {
        base: "http://127.0.0.1:9/".parse().unwrap(),
        client_id: "OKNO".to_owned(),
        redirect_uri: "https://okno.example/sign-in/esia".parse().unwrap(),
        scopes: vec!["openid".to_owned()],
        issuer: "http://127.0.0.1:9/".to_owned(),
        token_keys_pem: vec![ca.certificate().pem()],
        nonce: true,
    }
}

fn mail_settings() -> mail::Settings {
    mail::Settings {
        host: "127.0.0.1".to_owned(),
        port: 9,
        protection: mail::Protection::None,
        credentials: None,
        from: "okno <okno@example.test>".to_owned(),
        timeout: Duration::from_secs(1),
    }
}

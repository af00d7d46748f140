//! The office in memory: nothing leaves the process, time moves by hand, ids follow from a seed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use actions::library::Library;
use actions::office::{Drawing, IdSource, Office, Settings, TimeSource};
use anyhow::{Context, Result};
use connect::antivirus::Antivirus;
use connect::exchange::{Exchange, Memory, Way};
use connect::mail::Mailer;
use connect::post::Post;
use connect::sign::{Authorities, CmsSigner, DemoAuthority, DemoSubject, LocalSigner, LocalVerifier, demo_authority};
use connect::sms::Gateway;
use connect::{esia, files, http};
use domain::id::OfficialId;
use domain::official::{Official, Role};
use jiff::{SignedDuration, Timestamp};
use regulation::clock::LegalClock;
use regulation::region::Region;
use store::jobs::Leased;
use store::officials::{self, Credential};
use store::{Address, Batch, Db, Death, Tuning};

/// How long a signing certificate of the scene is good.
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 365 * 9);
/// How long a leased job is somebody's.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Experts of each authority.
const EXPERTS: usize = 5;
/// Their numbers, after those of all who hold cases.
const FIRST_EXPERT: usize = 200;

/// What a scene is made of.
pub struct Plan {
    /// The shelf of regulations.
    pub library: Library,
    /// The region.
    pub region: Region,
    /// Its clock.
    pub clock: LegalClock,
    /// What ids and names follow from.
    pub seed: u64,
    /// The first moment.
    pub start: Timestamp,
    /// Officials of each authority.
    pub officials: usize,
    /// How papers are drawn.
    pub drawing: Drawing,
}

/// The office with everything around it.
pub struct Scene {
    /// The office.
    pub office: Office,
    /// Everything that was mailed or texted.
    pub post: Arc<Post>,
    /// Officials by authority; the machine signs in the name of the first.
    pub staff: BTreeMap<String, Vec<Official>>,
    /// Experts by authority: they give sheets and hold no cases.
    pub experts: BTreeMap<String, Vec<Official>>,
    /// What may kill the process between a commit and the news of it.
    pub death: Arc<Death>,
    hand: Arc<AtomicI64>,
}

impl Scene {
    /// Opens an office where nothing has happened yet.
    pub async fn open(plan: Plan) -> Result<Self> {
        let hand = Arc::new(AtomicI64::new(plan.start.as_millisecond()));
        let death = Arc::new(Death::default());
        let tuning = Tuning { death: Some(Arc::clone(&death)), ..Tuning::default() };
        let db = Db::open_with(&Address::Memory, &tuning, plan.start).await.context("making the database")?;
        let ids = IdSource::counted(plan.seed);
        let (staff, experts) = (staff(&plan), experts(&plan));
        let keys = Keys::make(&plan, &staff)?;
        let post = Arc::new(Post::default());
        let signs = |officials: &Vec<Official>| officials.first().map(|one| one.login.clone());
        let office = Office {
            settings: Settings {
                public_url: "https://okno.example.test".to_owned(),
                automatic_signers: (staff.iter())
                    .filter_map(|(authority, officials)| Some((authority.clone(), signs(officials)?)))
                    .collect(),
                requests_per_minute: u32::MAX,
            },
            db,
            library: plan.library,
            // Nobody comes by appointment in a simulated year yet: no days are made for them.
            region: Region { reception: None, ..plan.region },
            clock: plan.clock,
            files: files::Files::in_memory(),
            antivirus: Antivirus::Off,
            esia: keys.esia()?,
            exchange: Exchange::Memory(Memory::new(Way::ByRequest, Vec::new())),
            inbox: Some(connect::inbox::Inbox::Memory(connect::inbox::Memory::default())),
            departmental: std::collections::BTreeMap::new(),
            concentrator: Default::default(),
            health: Default::default(),
            treasury: None,
            card: None,
            carrier: Some(connect::carrier::Carrier::Memory(connect::carrier::Memory::default())),
            appeals: Some(connect::appeals::Appeals::Memory(connect::appeals::Memory::default())),
            // Nobody rates in a simulation: there is nothing to give away and to compare.
            quality: None,
            events: None,
            not_in_force: Default::default(),
            retired: Vec::new(),
            mailer: Mailer::in_memory("Окно Приозёрья <no-reply@okno.example.test>", Arc::clone(&post))?,
            sms: Some(Gateway::Memory(Arc::clone(&post))),
            signers: keys.signers(&staff)?,
            verifier: Arc::new(LocalVerifier::new(keys.authorities())),
            time: TimeSource::Hand(Arc::clone(&hand)),
            ids,
            drawing: plan.drawing,
            wake: Arc::default(),
            in_flight: Default::default(),
        };
        let mut batch = Batch::new();
        for official in staff.values().chain(experts.values()).flatten() {
            batch.push(officials::insert(official, &nobody()));
        }
        office.db.commit(batch).await.context("hiring the officials of the scene")?;
        Ok(Self { office, post, staff, experts, death, hand })
    }

    /// Moves time forward, never back.
    pub fn go_to(&self, moment: Timestamp) {
        self.hand.fetch_max(moment.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves time forward by so much.
    pub fn wait(&self, span: SignedDuration) {
        self.go_to(self.office.now().saturating_add(span).unwrap_or(Timestamp::MAX));
    }

    /// The exchange, to say what it answers.
    pub fn exchange(&self) -> Option<&Memory> {
        match &self.office.exchange {
            Exchange::Memory(memory) => Some(memory),
            _ => None,
        }
    }

    /// Jobs that are due, leased as a worker leases them.
    pub async fn lease(&self, most: i64) -> Result<Vec<Leased>> {
        let now = self.office.now();
        let lease = self.office.new_owner_id();
        let mut leased = store::jobs::lease(&self.office.db, &lease, now, now + LEASE, most).await?;
        leased.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(leased)
    }
}

/// Nobody signs in on a scene.
fn nobody() -> Credential {
    Credential { password_hash: String::new(), totp_secret: None, totp_step: 0, failed: 0, locked_until: None }
}

const SURNAMES: [&str; 8] =
    ["Решалова", "Проверкин", "Печаткина", "Учётов", "Срокова", "Порядкин", "Папкина", "Журналов"];
const NAMES: [&str; 4] = ["Проба", "Тест", "Модель", "Пример"];
const PATRONYMICS: [&str; 3] = ["Образцовна", "Примерович", "Тестовна"];

/// Officials of every authority; all of them work and sign.
fn staff(plan: &Plan) -> BTreeMap<String, Vec<Official>> {
    let mut staff: BTreeMap<String, Vec<Official>> = BTreeMap::new();
    for (place, authority) in plan.region.authorities.keys().enumerate() {
        for number in 0..plan.officials {
            let at = place * plan.officials + number;
            let (surname, name) = (SURNAMES[at % SURNAMES.len()], NAMES[at / 8 % NAMES.len()]);
            let official = Official {
                id: OfficialId(domain::id::make(hired(place, number), 0)),
                login: format!("{authority}-{number}"),
                name: format!("{surname} {name} {}", PATRONYMICS[at % PATRONYMICS.len()]),
                post: "Специалист (моделирование)".to_owned(),
                authority: authority.clone(),
                roles: vec![Role::Caseworker, Role::Signer],
                active: true,
                mandate: domain::official::Mandate::default(),
            };
            staff.entry(authority.clone()).or_default().push(official);
        }
    }
    staff
}

/// Experts of every authority, as many as any of its services wants.
fn experts(plan: &Plan) -> BTreeMap<String, Vec<Official>> {
    let mut experts: BTreeMap<String, Vec<Official>> = BTreeMap::new();
    for (place, authority) in plan.region.authorities.keys().enumerate() {
        for number in 0..EXPERTS {
            let (surname, name) = (SURNAMES[number % SURNAMES.len()], NAMES[place % NAMES.len()]);
            let official = Official {
                id: OfficialId(domain::id::make(hired(place, FIRST_EXPERT + number), 0)),
                login: format!("{authority}-expert-{number}"),
                name: format!("{surname} {name} {}", PATRONYMICS[number % PATRONYMICS.len()]),
                post: "Эксперт (моделирование)".to_owned(),
                authority: authority.clone(),
                roles: vec![Role::Auditor],
                active: true,
                mandate: domain::official::Mandate::default(),
            };
            experts.entry(authority.clone()).or_default().push(official);
        }
    }
    experts
}

/// The id of an official by place and number.
fn hired(place: usize, number: usize) -> [u8; 16] {
    let mut bytes = *b"okno-official---";
    bytes[13] = place as u8;
    bytes[14] = number as u8;
    bytes
}

/// Keys of the scene: good for nothing else.
struct Keys {
    authority: DemoAuthority,
    issued: BTreeMap<String, Arc<LocalSigner>>,
    portal: Arc<LocalSigner>,
}

impl Keys {
    fn make(plan: &Plan, staff: &BTreeMap<String, Vec<Official>>) -> Result<Self> {
        let mut count = plan.seed;
        let mut random = |bytes: &mut [u8]| {
            for byte in bytes {
                // Split-mix: an even scatter is all these keys need.
                count = count.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (count ^ count >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                *byte = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb).to_be_bytes()[0];
            }
        };
        let from = plan.start - SignedDuration::from_hours(1);
        let authority = demo_authority(plan.start, &mut random)?;
        let mut issue = |subject: &DemoSubject| -> Result<Arc<LocalSigner>> {
            let made = authority.issue(subject, from, plan.start + LIFE, &mut random)?;
            Ok(Arc::new(LocalSigner::from_pem(&made.key_pem, &made.certificate_pem)?))
        };
        let portal =
            issue(&DemoSubject { name: "okno (моделирование)".to_owned(), ..DemoSubject::default() })?;
        let mut issued = BTreeMap::new();
        for official in staff.values().flatten() {
            let subject = DemoSubject {
                name: official.name.clone(),
                post: Some(official.post.clone()),
                organisation: Some(official.authority.clone()),
                ..DemoSubject::default()
            };
            issued.insert(official.login.clone(), issue(&subject)?);
        }
        Ok(Self { authority, issued, portal })
    }

    fn authorities(&self) -> Authorities {
        Authorities { roots: vec![self.authority.certificate().clone()], ..Authorities::default() }
    }

    fn signers(&self, staff: &BTreeMap<String, Vec<Official>>) -> Result<BTreeMap<String, CmsSigner>> {
        let logins = staff.values().flatten().map(|official| &official.login);
        logins
            .map(|login| {
                let key = self.issued.get(login).context("a key was made for everybody")?;
                Ok((login.clone(), CmsSigner::new(key.clone(), self.authorities())))
            })
            .collect()
    }

    /// Nobody asks ЕСИА on a scene; the office wants a client all the same.
    fn esia(&self) -> Result<esia::Client> {
        let settings = esia::Settings {
            base: "http://127.0.0.1:9/".parse()?,
            client_id: "SIMULATION".to_owned(),
            redirect_uri: "http://127.0.0.1:9/sign-in/esia".parse()?,
            scopes: esia::SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
            issuer: "http://127.0.0.1:9/".to_owned(),
            token_keys_pem: vec![self.authority.certificate().pem()],
            nonce: false,
        };
        Ok(esia::Client::new(settings, self.portal.clone(), http::client(&http::Settings::default())?)?)
    }
}

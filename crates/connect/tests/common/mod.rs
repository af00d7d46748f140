//! A small world for the tests: the stand on loopback, a client registered with it, a clock that
//! stands still until moved, a browser that follows what a person would press.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::esia::{Attempt, Client, Profile, Returned, SCOPES, Settings, Tokens};
use connect::sign::{DemoSubject, LocalSigner, Signer, demo_authority};
use connect::{Failure, http};
use jiff::{SignedDuration, Timestamp};
use stand::{Running, System};
use url::Url;

pub const BACK: &str = "http://127.0.0.1:1/sign-in/esia";

pub struct World {
    pub stand: Running,
    pub esia: Client,
    pub http: reqwest::Client,
    pub signer: Arc<dyn Signer>,
    clock: Arc<Mutex<Timestamp>>,
}

/// Predictable bytes: tests need no surprises.
pub fn counting(start: u8) -> impl FnMut(&mut [u8]) {
    let mut next = start;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(31).wrapping_add(17);
            *byte = next;
        }
    }
}

pub fn new_signer(seed: u8, now: Timestamp) -> LocalSigner {
    let mut random = counting(seed);
    let authority = demo_authority(now, &mut random).unwrap();
    let subject = DemoSubject { name: "RPGU99".into(), ..DemoSubject::default() };
    let issued = authority.issue(&subject, now, now + SignedDuration::from_hours(24), &mut random).unwrap();
    LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap()
}

pub async fn world() -> World {
    world_with(|_| {}, |_| {}).await
}

pub async fn world_with(system: impl FnOnce(&mut System), settings: impl FnOnce(&mut Settings)) -> World {
    let start: Timestamp = "2026-03-03T09:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(start));
    let signer: Arc<dyn Signer> = Arc::new(new_signer(1, start));
    let mut registered = System {
        mnemonic: "RPGU99".into(),
        redirect_uris: vec![BACK.into()],
        certificate_pem: signer.certificate().pem(),
        certificate_hash: signer.certificate().streebog256(),
        only_confirmed: false,
    };
    system(&mut registered);
    let shown = Arc::clone(&clock);
    let stand = stand::run(stand::Settings {
        systems: vec![registered],
        clock: Arc::new(move || *shown.lock().unwrap()),
        ..stand::Settings::default()
    })
    .await
    .unwrap();
    let http = http::client(&http::Settings {
        connect: Duration::from_secs(2),
        whole: Duration::from_millis(800),
        roots_pem: Vec::new(),
    })
    .unwrap();
    let mut wanted = Settings {
        base: Url::parse(&stand.esia_url).unwrap(),
        client_id: "RPGU99".into(),
        redirect_uri: Url::parse(BACK).unwrap(),
        scopes: SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
        issuer: stand.esia_issuer.clone(),
        token_keys_pem: vec![stand::TOKEN_CERTIFICATE_PEM.into()],
        nonce: true,
    };
    settings(&mut wanted);
    let esia = Client::new(wanted, Arc::clone(&signer), http.clone()).unwrap();
    World { stand, esia, http, signer, clock }
}

impl World {
    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    pub fn pass(&self, time: SignedDuration) {
        *self.clock.lock().unwrap() += time;
    }

    pub fn attempt(&self, seed: u8) -> Attempt {
        let mut bytes = [0; 64];
        counting(seed)(&mut bytes);
        Attempt::new(&bytes)
    }

    /// Opens an address as a browser would and gives the status and where it leads.
    pub async fn open(&self, url: &Url) -> (u16, Option<Url>, String) {
        follow(url, self.http.get(url.clone()).send().await.unwrap()).await
    }

    /// Goes through the sign-in page as a person; gives what comes back to the portal.
    pub async fn press(&self, attempt: &Attempt, person: &str) -> Returned {
        let url = self.esia.authorise_url(attempt, self.now()).unwrap();
        let (status, next, page) = self.open(&url).await;
        assert_eq!(status, 303, "{page}");
        let login = next.unwrap();
        if login.as_str().starts_with(BACK) {
            return returned(&login);
        }
        let (status, _, page) = self.open(&login).await;
        assert_eq!(status, 200);
        assert!(page.contains("Это стенд, не настоящая ЕСИА"));
        assert!(!page.contains("<script"));
        let id = login.query_pairs().find(|(name, _)| name == "attempt").unwrap().1.into_owned();
        let form = [("attempt", id.as_str()), ("person", person)];
        let answer = self.http.post(login.join("/login").unwrap()).form(&form).send().await.unwrap();
        let (_, back, _) = follow(&login, answer).await;
        returned(&back.unwrap())
    }

    pub async fn sign_in(&self, person: &str) -> Result<(Tokens, Profile), Failure> {
        let tokens = self.tokens(person).await?;
        let profile = self.esia.profile(&tokens, self.now()).await?;
        Ok((tokens, profile))
    }

    pub async fn tokens(&self, person: &str) -> Result<Tokens, Failure> {
        let attempt = self.attempt(7);
        let back = self.press(&attempt, person).await;
        let code = self.esia.code(&attempt, &back)?;
        self.esia.exchange(&code, &attempt, self.now()).await
    }
}

async fn follow(from: &Url, answer: reqwest::Response) -> (u16, Option<Url>, String) {
    let status = answer.status().as_u16();
    let next = answer.headers().get("location").map(|to| from.join(to.to_str().unwrap()).unwrap());
    (status, next, answer.text().await.unwrap())
}

pub fn returned(back: &Url) -> Returned {
    assert!(back.as_str().starts_with(BACK), "sent elsewhere: {back}");
    let get = |wanted: &str| back.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    Returned {
        code: get("code"),
        state: get("state"),
        error: get("error"),
        error_description: get("error_description"),
    }
}

/// Ids of the invented people.
pub mod people {
    pub const ANNA: &str = "1000900001";
    pub const VERA_MINOR: &str = "1000900003";
    pub const GLEB_STANDARD: &str = "1000900004";
    pub const DARYA_SIMPLIFIED: &str = "1000900005";
    pub const ELENA_MOTHER: &str = "1000900006";
    pub const IGOR_TRADER: &str = "1000900008";
    pub const KSENIA_CHIEF: &str = "1000900009";
    pub const LEV_AGENCY: &str = "1000900010";
}

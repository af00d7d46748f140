//! A stand with every provider, a clock that stands still until moved, keys of ГОСТ, and the three
//! arms of the exchange over one set of invented people.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::exchange::{Answer, Content, Exchange, Memory, Play, Question, Reply, Trouble, Way};
use connect::sign::{Authorities, Certificate, DemoSubject, LocalSigner, Signer, demo_authority};
use connect::smev::{Client, Queue, Reader, Seal, Settings, Trust};
use connect::{evidence, http};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use stand::Running;
use stand::faults::{Fault, Mode, Where};

/// Asked of the police register about this person: not convicted.
pub const SOURCE: &str = "mvd.conviction";
pub const SNILS: &str = "900-000-001 82";

pub struct World {
    pub stand: Running,
    pub exchange: Exchange,
    arm: Arm,
    clock: Arc<Mutex<Timestamp>>,
    /// Seals that forgers would like to have.
    pub stranger: Arc<Seal>,
}

/// The arms of the exchange under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arm {
    Http,
    Smev,
    MemoryByRequest,
    MemoryByQueue,
}

impl Arm {
    pub const ALL: [Self; 4] = [Self::Http, Self::Smev, Self::MemoryByRequest, Self::MemoryByQueue];
}

/// What a source does wrong, said once for all arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Nothing,
    Absent,
    Failed,
    Silent,
    SlowMinute,
    DownOnce,
    Contradicting,
    Unbelievable,
    LostAck,
    Twice,
    StaleOnce,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Got {
    Nothing,
    Answered(Map<String, Value>),
    Absent,
    Failed,
    Unbelievable,
}

/// Predictable bytes: tests need no surprises.
fn counting(start: u8) -> impl FnMut(&mut [u8]) {
    let mut next = start;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(31).wrapping_add(17);
            *byte = next;
        }
    }
}

pub async fn world(arm: Arm) -> World {
    let now: Timestamp = "2026-03-03T09:00:00Z".parse().unwrap();
    let clock = Arc::new(Mutex::new(now));
    let mut random = counting(7);
    let authority = demo_authority(now, &mut random).unwrap();
    let mut signer = |name: &str| -> Arc<dyn Signer> {
        let subject = DemoSubject { name: name.to_owned(), ..DemoSubject::default() };
        let until = now + SignedDuration::from_hours(24 * 300);
        let issued = authority.issue_gost(&subject, now, until, &mut random).unwrap();
        Arc::new(LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap())
    };
    let (ours, smev, provider) = (signer("Портал"), signer("СМЭВ"), signer("Поставщик сведений"));
    let trust = |smev: &Certificate| Trust {
        smev: vec![smev.clone()],
        systems: Authorities { roots: vec![authority.certificate().clone()], ..Authorities::default() },
    };
    let seal = |signer: &Arc<dyn Signer>| Seal::new(Arc::clone(signer), trust(smev.certificate()));
    let mut other = counting(99);
    let foreign = demo_authority(now, &mut other).unwrap();
    let subject = DemoSubject { name: "Чужая система".to_owned(), ..DemoSubject::default() };
    let issued = foreign.issue_gost(&subject, now, now + SignedDuration::from_hours(24), &mut other).unwrap();
    let foreign: Arc<dyn Signer> = Arc::new(LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap());
    let shown = Arc::clone(&clock);
    let stand = stand::run(stand::Settings {
        clock: Arc::new(move || *shown.lock().unwrap()),
        smev: Some(stand::Smev { smev: Arc::new(seal(&smev)), provider: Arc::new(seal(&provider)) }),
        ..stand::Settings::default()
    })
    .await
    .unwrap();
    let settings =
        http::Settings { connect: Duration::from_secs(5), whole: Duration::from_secs(20), roots_pem: Vec::new() };
    let http = http::client(&settings).unwrap();
    let exchange = match arm {
        Arm::Http => Exchange::Http(evidence::Client::new(stand.evidence_url.parse().unwrap(), http).unwrap()),
        Arm::Smev => Exchange::Smev(Box::new(
            Client::new(smev_settings(stand.smev_url.as_ref().unwrap()), http, seal(&ours)).unwrap(),
        )),
        Arm::MemoryByRequest => Exchange::Memory(Memory::new(Way::ByRequest, vec![play()])),
        Arm::MemoryByQueue => Exchange::Memory(Memory::new(Way::ByQueue, vec![play()])),
    };
    World { stand, exchange, arm, clock, stranger: Arc::new(seal(&foreign)) }
}

fn smev_settings(url: &str) -> Settings {
    Settings {
        url: url.parse().unwrap(),
        node: None,
        queues: vec![Queue { name: "all".to_owned(), selector: None }],
        test: true,
        pause: SignedDuration::from_secs(1),
        readers: BTreeMap::from([(
            "MINT99".to_owned(),
            Reader {
                services: vec!["hunting-ticket".to_owned()], ground: "соглашение (пример)".to_owned()
            },
        )]),
    }
}

fn play() -> Play {
    let answer = json!({ "found": false });
    Play::answers(SOURCE, answer.as_object().unwrap().clone()).after(SignedDuration::from_millis(300))
}

/// The question of these tests, under a message id of the arm.
pub fn question(world: &World, request: &str) -> Question {
    let keys = json!({ "applicant.snils": SNILS });
    Question {
        id: world.exchange.new_message(request, 0, world.now()),
        service: "hunting-ticket".to_owned(),
        source: SOURCE.to_owned(),
        keys: keys.as_object().unwrap().clone(),
    }
}

impl World {
    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    pub fn pass(&self, time: SignedDuration) {
        *self.clock.lock().unwrap() += time;
    }

    /// Makes the source do something wrong from now on.
    pub fn set(&self, wrong: Wrong) {
        match (&self.exchange, self.arm) {
            (Exchange::Memory(memory), _) => memory.play(vec![spoilt(wrong)]),
            (_, Arm::Http) => self.stand.fault(fault(Where::Evidence, wrong)),
            _ => self.stand.fault(fault(Where::Smev, wrong)),
        }
    }

    /// Everything that has come about a message by now, taken and acknowledged.
    pub async fn look(&self, message: &str) -> Vec<Got> {
        let now = self.now();
        if self.exchange.way() == Way::ByRequest {
            return match self.exchange.look(message, now).await {
                Ok(Answer::Waiting) => Vec::new(),
                Ok(answer) => vec![got(answer)],
                Err(_) => vec![Got::Unbelievable],
            };
        }
        let mut found = Vec::new();
        for queue in self.exchange.queues() {
            while let Some(delivery) = self.exchange.receive(&queue, now).await.unwrap() {
                assert_eq!(delivery.original.as_deref(), Some(message));
                let believed = !matches!(delivery.content, Content::Broken { .. });
                let _ = self.exchange.acknowledge(&delivery.message, believed).await;
                found.push(match delivery.content {
                    Content::Said(answer) => got(answer),
                    Content::Broken { .. } => Got::Unbelievable,
                    Content::Progress(_) => continue,
                });
            }
        }
        found
    }
}

fn got(answer: Answer) -> Got {
    match answer {
        Answer::Waiting => Got::Nothing,
        Answer::Answered { answer, .. } => Got::Answered(answer),
        Answer::Absent { .. } => Got::Absent,
        Answer::Failed { .. } => Got::Failed,
    }
}

fn fault(system: Where, wrong: Wrong) -> Fault {
    let of = |mode| Fault::of(system, mode).at(SOURCE);
    match wrong {
        Wrong::Nothing => of(Mode::None),
        Wrong::Absent => of(Mode::Absent),
        Wrong::Failed => of(Mode::Failed),
        Wrong::Silent => of(Mode::Silent),
        Wrong::SlowMinute => of(Mode::Slow).lasting(60_000),
        Wrong::DownOnce => of(Mode::Down).times(1),
        Wrong::Contradicting => of(Mode::Contradicting),
        Wrong::Unbelievable if system == Where::Evidence => of(Mode::Wrong),
        Wrong::Unbelievable => of(Mode::BrokenSignature),
        Wrong::LostAck => of(Mode::LostAck),
        Wrong::Twice => of(Mode::Twice),
        Wrong::StaleOnce => of(Mode::Stale).times(1),
    }
}

fn spoilt(wrong: Wrong) -> Play {
    let reply = |reply| Play { reply, ..play() };
    match wrong {
        Wrong::Nothing => play(),
        Wrong::Absent => reply(Reply::Absent),
        Wrong::Failed => reply(Reply::Failed("Ведомство не смогло обработать запрос.".to_owned())),
        Wrong::Silent => reply(Reply::Silent),
        Wrong::SlowMinute => play().after(SignedDuration::from_secs(60)),
        Wrong::DownOnce => play().trouble(Trouble::Down(1)),
        Wrong::Contradicting => reply(Reply::Answered(json!({ "found": true }).as_object().unwrap().clone())),
        Wrong::Unbelievable => play().trouble(Trouble::Broken),
        Wrong::LostAck => play().trouble(Trouble::LostAck),
        Wrong::Twice => play().trouble(Trouble::Twice),
        Wrong::StaleOnce => play().trouble(Trouble::Stale),
    }
}

//! Each outside system is slow, silent, answers nonsense or is down for a day: people file all the
//! same, nothing is lost, the desk shows what waits for whom, and once the system is back everything
//! catches up and each question, letter and document arrives once. Real protocols against the stand;
//! the day goes by on clocks moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod day;
#[path = "../world/mod.rs"]
mod world;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actions::citizen::uploads::{self, NotTaken};
use actions::desk::card::card;
use actions::exchange::overview::overview;
use actions::register::send;
use actions::stop::Stop;
use day::Day;
use domain::case::CaseState;
use domain::evidence::EvidenceState;
use domain::id::CaseId;
use domain::notice::{Channel, CopyState};
use domain::procedure::ProcedureStage;
use domain::result::SendingState;
use jiff::SignedDuration;
use stand::caught;
use stand::faults::{Fault, Mode, Where};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Whom each service asks.
const SOURCES: [(&str, &str); 4] = [
    ("hunting-ticket", "mvd.conviction"),
    ("land-plan", "rosreestr.plot"),
    ("land-plan", "rosreestr.rights"),
    ("land-plan", "planning.documentation"),
];

/// How long a slow source thinks.
const DAY_AND_MORE_MS: u64 = (24 * 60 + 20) * 60_000;

/// Longer than a test waits for a real answer, shorter than a person would like.
const SLOW_MS: u64 = 1500;

/// Official of the authority that serves it.
fn login(service: &str) -> &'static str {
    if service == "hunting-ticket" { "lesnova" } else { "zodchev" }
}

/// The case went on as if nothing had been.
async fn went_on(day: &Day, service: &str, case: &CaseId) {
    let case = day.case(case).await;
    if service == "hunting-ticket" {
        let requests = day.requests(&case.id).await;
        assert_eq!(case.state, CaseState::Completed, "{:?} {requests:?}", case.needs_person);
    } else {
        let waits = case.procedures.iter().any(|one| one.id == "decision" && one.stage == ProcedureStage::Started);
        assert!(waits, "{:?}", case.procedures);
    }
}

/// What the desk says: the card names the source, the overview counts its system.
async fn shown(day: &Day, service: &str, source: &str, case: &CaseId) -> (EvidenceState, i64, i64, i64) {
    let official = day.official(login(service)).await;
    let ground = |_: &domain::case::Case| "проверка".to_owned();
    let card = card(&day.office, &official, case, ground, day.office.now()).await.unwrap();
    let request = card.requests.iter().find(|one| one.source == source).unwrap();
    let others = card.requests.iter().filter(|one| one.source != source);
    assert!(others.into_iter().all(|one| !one.state.outstanding()), "only {source} is amiss: {:?}", card.requests);
    let overview = overview(&day.office, &official).await.unwrap();
    let name = source.split('.').next().unwrap();
    let system = overview.systems.iter().find(|system| system.name == name).unwrap();
    (request.state, system.queued, system.waiting, system.failed)
}

/// One source after the other is in a mode for a day, and then well again.
async fn each_source(mode: Mode) {
    let day = Day::begin(None).await;
    let who = day.sign_in("Образцова").await.unwrap();
    let mut asked = 0;
    for (service, source) in SOURCES {
        // One that thinks does so for a little longer than a day.
        day.fault(&Fault::of(Where::Smev, mode).at(source).lasting(DAY_AND_MORE_MS));
        let case = day.file(&who, service).await;
        day.pass(SignedDuration::ZERO).await;
        day.pass_a_day().await;
        let (state, queued, waiting, failed) = shown(&day, service, source, &case).await;
        match mode {
            Mode::Down => assert_eq!((state, queued), (EvidenceState::Queued, 1), "{source}"),
            Mode::Wrong => assert_eq!((state, failed > 0), (EvidenceState::Failed, true), "{source}"),
            _ => assert_eq!((state, waiting), (EvidenceState::Sent, 1), "{source}"),
        }
        day.fault(&Fault::of(Where::Smev, Mode::None).at(source));
        day.catch_up().await;
        asked += day.requests(&case).await.len();
        if mode == Mode::Wrong {
            // Nonsense is no answer: a person looks at it, and nobody is refused because of it.
            let case = day.case(&case).await;
            assert!(case.needs_person.is_some() && case.decision.is_none(), "{source}: {:?}", case.state);
        } else {
            went_on(&day, service, &case).await;
            let requests = day.requests(&case).await;
            let answered = |state| matches!(state, EvidenceState::Answered | EvidenceState::Absent);
            assert!(requests.iter().all(|one| answered(one.state)), "{source}: {requests:?}");
        }
    }
    let received = day.stand.received();
    assert_eq!(received.len(), asked, "each question is one message: {received:#?}");
    assert!(received.iter().all(|one| !one.changed && one.sendings == 1), "{received:#?}");
    assert_eq!(day.stand.unacknowledged(), 0);
}

/// Proves: INTEG-01, INTAKE-09, PROCEDURE-06.
#[tokio::test(flavor = "multi_thread")]
async fn each_source_may_think_for_a_day() {
    each_source(Mode::Slow).await;
}

/// Proves: INTEG-01, INTAKE-09, PROCEDURE-06.
#[tokio::test(flavor = "multi_thread")]
async fn each_source_may_be_silent_for_a_day() {
    each_source(Mode::Silent).await;
}

/// Proves: INTEG-01, INTAKE-09, PROCEDURE-06.
#[tokio::test(flavor = "multi_thread")]
async fn each_source_may_be_down_for_a_day() {
    each_source(Mode::Down).await;
}

/// Proves: INTEG-01, INTAKE-09, PROCEDURE-06.
#[tokio::test(flavor = "multi_thread")]
async fn each_source_may_answer_nonsense_for_a_day() {
    each_source(Mode::Wrong).await;
}

/// Proves: INTEG-01, INTAKE-09.
#[tokio::test(flavor = "multi_thread")]
async fn the_whole_exchange_may_be_down_for_a_day() {
    let day = Day::begin(None).await;
    let who = day.sign_in("Образцова").await.unwrap();
    day.fault(&Fault::of(Where::Smev, Mode::Down));
    let (ticket, plan) = (day.file(&who, "hunting-ticket").await, day.file(&who, "land-plan").await);
    day.pass_a_day().await;
    assert!(day.stand.received().is_empty());
    let seen = overview(&day.office, &day.official("lesnova").await).await.unwrap();
    assert_eq!(seen.systems.iter().map(|system| system.queued).sum::<i64>(), 4, "{seen:?}");
    assert!(seen.queues.iter().all(|queue| queue.problem.is_some()), "{:?}", seen.queues);
    day.fault(&Fault::of(Where::Smev, Mode::None));
    day.catch_up().await;
    went_on(&day, "hunting-ticket", &ticket).await;
    went_on(&day, "land-plan", &plan).await;
    assert_eq!(day.stand.received().len(), 4);
}

/// Letters and text messages wait while their servers are in a mode for a day.
async fn post(system: Where, channel: Channel, kind: caught::Channel, mode: Mode) {
    let day = Day::begin(None).await;
    let who = day.sign_in("Образцова").await.unwrap();
    day.choose_copies(&who).await;
    day.fault(&Fault::of(system, mode).lasting(SLOW_MS));
    let case = day.file(&who, "hunting-ticket").await;
    day.pass_a_day().await;
    went_on(&day, "hunting-ticket", &case).await;
    let copies = async || {
        let notices = store::notices::of_case(&day.office.db, &case).await.unwrap();
        let copies = notices.iter().flat_map(|notice| notice.copies.iter().map(|copy| (notice.id.to_string(), copy)));
        let wanted = copies.filter(|(_, copy)| copy.channel == channel);
        wanted.map(|(id, copy)| (id, copy.state)).collect::<Vec<_>>()
    };
    let waiting = copies().await;
    assert!(waiting.len() >= 2, "{waiting:?}");
    assert!(waiting.iter().all(|(_, state)| *state == CopyState::Queued), "{mode:?}: {waiting:?}");
    let other = |message: &caught::Message| message.channel != kind;
    assert!(day.stand.caught().iter().filter(|one| other(one)).count() >= 2, "the other channel works on");
    let counted = store::notices::copy_counts(&day.office.db).await.unwrap();
    assert!(counted.contains(&(channel, CopyState::Queued, waiting.len() as i64)), "{counted:?}");
    day.fault(&Fault::of(system, Mode::None));
    day.catch_up().await;
    for (notice, state) in copies().await {
        assert_eq!(state, CopyState::Sent, "{mode:?}");
        let sent = day.stand.caught();
        let letters = sent.iter().filter(|one| one.channel == kind && one.id.contains(&notice));
        assert_eq!(letters.count(), 1, "{mode:?}: one copy of {notice}");
    }
}

/// Proves: STATUS-09, STATUS-04.
#[tokio::test(flavor = "multi_thread")]
async fn the_mail_server_may_be_down_slow_or_wrong_for_a_day() {
    for mode in [Mode::Down, Mode::Failed, Mode::Slow, Mode::Wrong] {
        post(Where::Mail, Channel::Email, caught::Channel::Mail, mode).await;
    }
}

/// Proves: STATUS-09, STATUS-04.
#[tokio::test(flavor = "multi_thread")]
async fn the_sms_gateway_may_be_down_or_wrong_for_a_day() {
    for mode in [Mode::Down, Mode::Failed, Mode::Wrong] {
        post(Where::Sms, Channel::Sms, caught::Channel::Sms, mode).await;
    }
}

/// Proves: RESULT-04, STATUS-09.
#[tokio::test(flavor = "multi_thread")]
async fn another_authority_may_take_no_documents_for_a_day() {
    for mode in [Mode::Down, Mode::Wrong] {
        let day = Day::begin(None).await;
        let who = day.sign_in("Образцова").await.unwrap();
        let case = day.file(&who, "hunting-ticket").await;
        day.catch_up().await;
        let result = day.case(&case).await.results[0].clone();
        day.fault(&Fault::of(Where::Inbox, mode));
        let now = day.office.now();
        send::send(&day.office, &who.subject(), &result, "education", "льгота", now).await.unwrap();
        day.pass_a_day().await;
        let sendings = send::sendings(&day.office, &who.subject(), &result).await.unwrap();
        assert_eq!(sendings[0].state, SendingState::Queued, "{mode:?}: the owner sees that it waits");
        day.fault(&Fault::of(Where::Inbox, Mode::None));
        day.catch_up().await;
        let sendings = send::sendings(&day.office, &who.subject(), &result).await.unwrap();
        assert_eq!(sendings[0].state, SendingState::Delivered, "{mode:?}");
        let taken: Vec<serde_json::Value> = world::client()
            .get(format!("{}/inbox", day.stand.evidence_url))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(taken.len(), 1, "{mode:?}: {taken:?}");
    }
}

/// Proves: SEC-01, FORM-10.
#[tokio::test(flavor = "multi_thread")]
async fn without_esia_nobody_new_signs_in_and_whoever_is_in_files() {
    let day = Day::begin(None).await;
    let who = day.sign_in("Образцова").await.unwrap();
    for fault in [Fault::of(Where::Esia, Mode::Down), Fault::of(Where::Esia, Mode::Wrong).at("te")] {
        day.fault(&fault);
        assert!(day.sign_in("Землев").await.is_err(), "{fault:?}: nobody is let in unseen");
        let case = day.file(&who, "hunting-ticket").await;
        day.catch_up().await;
        went_on(&day, "hunting-ticket", &case).await;
        day.fault(&Fault::of(Where::Esia, Mode::None));
    }
    day.fault(&Fault::of(Where::Esia, Mode::Slow).lasting(100));
    let slow = day.sign_in("Торговцев").await.unwrap();
    let plan = day.file(&slow, "land-plan").await;
    day.catch_up().await;
    went_on(&day, "land-plan", &plan).await;
    day.fault(&Fault::of(Where::Esia, Mode::None));
    day.sign_in("Землев").await.unwrap();
}

/// A clamd that finds nothing, and says nonsense when told to.
async fn clamd() -> (SocketAddr, Arc<AtomicBool>, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (down, wrong) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (is_down, is_wrong) = (Arc::clone(&down), Arc::clone(&wrong));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            if is_down.load(Ordering::SeqCst) {
                continue;
            }
            let mut head = [0; 10];
            let _ = stream.read_exact(&mut head).await;
            while let Ok(length) = stream.read_u32().await {
                if length == 0 {
                    break;
                }
                let mut piece = vec![0; length as usize];
                let _ = stream.read_exact(&mut piece).await;
            }
            let said: &[u8] = if is_wrong.load(Ordering::SeqCst) { b"\xff\xfe\0" } else { b"stream: OK\0" };
            let _ = stream.write_all(said).await;
        }
    });
    (address, down, wrong)
}

/// Proves: SEC-04, FORM-22.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_antivirus_no_file_is_taken_unseen_and_everything_else_is_filed() {
    let (address, down, wrong) = clamd().await;
    let day = Day::begin(Some(address)).await;
    let who = day.sign_in("Образцова").await.unwrap();
    let draft = actions::citizen::start_draft::start(&day.office, &who, "hunting-ticket", None).await.unwrap();
    let photo = || uploads::whole(&day.office, &who, &draft, "photo", "photo.png", world::paper::png(300, 400).into());
    for fault in [&down, &wrong] {
        fault.store(true, Ordering::SeqCst);
        let taken = photo().await;
        assert!(matches!(taken, Err(NotTaken::Stop(Stop::Later { .. }))));
        let plan = day.file(&who, "land-plan").await;
        day.pass_a_day().await;
        went_on(&day, "land-plan", &plan).await;
        fault.store(false, Ordering::SeqCst);
    }
    assert!(photo().await.is_ok());
}

//! What the outside saw beside what the database says: each question, letter and document once, or
//! recognisably the same again; nothing stuck, no timer missed, every journal replays.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use domain::case::{Case, CaseState};
use domain::evidence::EvidenceState;
use domain::id::CaseId;
use domain::journal::Event;
use domain::notice::{Channel, CopyState, NoticeKind};
use domain::procedure::ProcedureStage;
use domain::result::SendingState;
use domain::timer::TimerState;
use jiff::Timestamp;
use serde_json::Value as Json;
use store::{Db, Statement, cases, evidence, exchange, jobs, journal, notices, result_sendings, results, timers};

use crate::filer::Filer;
use crate::nodes::Nodes;
use crate::world::{PATIENCE, records};

/// When nothing moved for so long, what is left waits for a lease to end.
const A_WHILE: Duration = Duration::from_secs(10);

/// Everything that will be done by itself is done: all questions are answered, and only the jobs
/// that never end are left, those of the queues and of the norms. Waits as long as something moves,
/// and lets the time of leases pass where nothing does: an answer that clashed each time it was
/// written lies at СМЭВ until its quarter of an hour is over.
pub async fn caught_up(nodes: &Nodes, db: &Db) {
    const OPEN: Statement = Statement::new(
        "test.open_jobs",
        "select name from jobs where state = 'open' and name not in ('poll', 'ask') order by id",
    );
    let (mut before, mut end) = (String::new(), Instant::now() + PATIENCE);
    let mut still = Instant::now();
    loop {
        let stats = jobs::stats(db, Timestamp::now()).await.unwrap();
        assert_eq!(stats.parked, 0, "{:?}", jobs::parked(db, 10).await.unwrap());
        let open = db.rows(OPEN, Vec::new()).await.unwrap().len();
        let waits = evidence::standings(db).await.unwrap();
        assert!(waits.iter().all(|one| one.state.outstanding()), "{waits:?}");
        let left = nodes.tells("/waiting").await.len();
        let late = timers::next_due(db).await.unwrap().filter(|due| *due <= Timestamp::now());
        if open == 0 && waits.is_empty() && left == 0 && late.is_none() {
            return;
        }
        let now = format!("{open} jobs, {left} answers at the stand, late since {late:?}, {waits:?}");
        if now != before {
            (before, end, still) = (now, Instant::now() + PATIENCE, Instant::now());
        }
        if still.elapsed() > A_WHILE {
            nodes.let_leases_end(db).await;
            still = Instant::now();
        }
        assert!(Instant::now() < end, "nothing moves any more: {before}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Nothing doubled, nothing stuck, nothing lost, inside and outside.
pub async fn check_the_whole(nodes: &Nodes, db: &Db, people: &[Filer]) {
    let all = records::all(db).await;
    let (mut drafts, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let mut asked = BTreeMap::new();
    let mut copies = BTreeSet::new();
    for id in &all {
        let case = cases::by_id(db, id).await.unwrap().unwrap();
        assert!(drafts.insert(case.draft.to_string()), "two cases of draft {}", case.draft);
        assert!(numbers.insert(case.number.clone()), "two cases with number {}", case.number);
        stands(db, &case).await;
        told(db, &case, &mut copies).await;
        questions(db, &case, &mut asked).await;
        watched(db, &case).await;
    }
    // A filing whose answer was cut off may have become a case too, but only what was tried.
    let tried: usize =
        people.iter().map(|filer| filer.done.len() + filer.open.iter().filter(|one| one.filing).count()).sum();
    assert!(all.len() <= tried, "{} cases of {tried} filings", all.len());
    received(nodes, db, &asked).await;
    caught(nodes, &copies).await;
    documents(nodes, db, &all).await;
    assert_eq!(records::check_journals(db).await, all.len());
    eprintln!("{} cases, {} questions, {} copies of notices", all.len(), asked.len(), copies.len());
}

/// A plan waits for its official; a ticket is issued once, or refused.
async fn stands(db: &Db, case: &Case) {
    if case.service == "land-plan" {
        // The norm of the decision is a minute: by now it may have passed.
        let waits = |stage| matches!(stage, ProcedureStage::Started | ProcedureStage::Overdue);
        let waits = case.procedures.iter().any(|one| one.id == "decision" && waits(one.stage));
        let asked = evidence::of_case(db, &case.id).await.unwrap();
        assert!(
            case.state == CaseState::InProgress && waits,
            "{} waits for nobody: {:?}, {:?}, {asked:#?}",
            case.number,
            case.state,
            case.sources
        );
        return;
    }
    assert!(case.state.ended(), "{} is stuck: {:?} {:?}", case.number, case.state, case.needs_person);
    let entries = results::of_case(db, &case.id).await.unwrap();
    assert_eq!(entries.len(), case.results.len(), "{}", case.number);
    let granted = case.decision.as_ref().is_some_and(|decision| decision.positive);
    assert_eq!(entries.len(), usize::from(granted), "{}: one result for one decision", case.number);
}

/// Everybody was told everything once, and every copy went.
async fn told(db: &Db, case: &Case, copies: &mut BTreeSet<(Channel, String)>) {
    let told = notices::of_case(db, &case.id).await.unwrap();
    let registered = told.iter().filter(|notice| notice.kind == NoticeKind::Registered).count();
    assert_eq!(registered, 1, "{}", case.number);
    let different: BTreeSet<String> = told.iter().map(|one| format!("{:?} {:?}", one.kind, one.content)).collect();
    assert_eq!(different.len(), told.len(), "{} was told something twice", case.number);
    for notice in &told {
        for copy in &notice.copies {
            assert_eq!(copy.state, CopyState::Sent, "{}: {copy:?}", case.number);
            copies.insert((copy.channel, notice.id.to_string()));
        }
    }
}

/// Each source was asked under one message, answered, and the answer learnt once.
async fn questions(db: &Db, case: &Case, asked: &mut BTreeMap<String, String>) {
    let requests = evidence::of_case(db, &case.id).await.unwrap();
    let sources: BTreeSet<&String> = requests.iter().map(|one| &one.source).collect();
    assert_eq!(sources.len(), requests.len(), "{}: a source was wanted twice", case.number);
    for request in &requests {
        let answered = matches!(request.state, EvidenceState::Answered | EvidenceState::Absent);
        assert!(answered, "{}: {request:?}", case.number);
        if request.reused.is_none() {
            let message = request.message.as_ref().unwrap();
            assert_eq!(message.generation, 0, "{}: {request:?}", case.number);
            asked.insert(message.id.clone(), request.source.clone());
        }
    }
    let entries = journal::of_case(db, &case.id).await.unwrap();
    let learnt = entries.iter().filter(|one| matches!(one.entry.event, Event::EvidenceAnswered { .. })).count();
    assert_eq!(learnt, requests.len(), "{}: each answer is learnt once", case.number);
}

/// No timer of a case is lost, and none that passed was overlooked or acted upon twice.
async fn watched(db: &Db, case: &Case) {
    let kept = timers::of_case(db, &case.id).await.unwrap();
    for timer in domain::timer::of(case) {
        assert!(kept.contains(&timer), "{}: {timer:?} is not in {kept:?}", case.number);
    }
    let entries = journal::of_case(db, &case.id).await.unwrap();
    for timer in &kept {
        let breached = |event: &Event| matches!(event, Event::TimerBreached { what } if *what == timer.what);
        let breaches = entries.iter().filter(|one| breached(&one.entry.event)).count();
        let expected = usize::from(matches!(timer.state, TimerState::Breached | TimerState::MetLate));
        assert_eq!(breaches, expected, "{}: {timer:?}", case.number);
    }
}

/// What СМЭВ got: exactly our questions, each under one id, always with the same content.
async fn received(nodes: &Nodes, db: &Db, asked: &BTreeMap<String, String>) {
    let received = nodes.tells("/received").await;
    let mut again = 0;
    for one in &received {
        assert_eq!(one["changed"], false, "the same message with other words: {one}");
        let message = one["message"].as_str().unwrap();
        assert_eq!(asked.get(message).map(String::as_str), one["source"].as_str(), "nobody asked {one}");
        assert!(exchange::by_id(db, message).await.unwrap().is_some(), "{one}");
        again += one["sendings"].as_u64().unwrap() - 1;
    }
    assert_eq!(received.len(), asked.len(), "a question got lost");
    assert!(exchange::unsettled(db, 10).await.unwrap().is_empty());
    eprintln!("{} questions at the stand, {again} of them sent again as the same message", received.len());
}

/// Letters and text messages: one for each copy; a second one only with the same id and words.
async fn caught(nodes: &Nodes, copies: &BTreeSet<(Channel, String)>) {
    let mut letters: BTreeMap<(String, String), Json> = BTreeMap::new();
    let mut again = 0;
    for one in nodes.tells("/sent").await {
        let key = (one["channel"].as_str().unwrap().to_owned(), one["id"].as_str().unwrap().to_owned());
        let words = serde_json::json!([one["to"], one["subject"], one["text"]]);
        if let Some(known) = letters.insert(key, words.clone()) {
            assert_eq!(known, words, "the same id with other words");
            again += 1;
        }
    }
    for (channel, notice) in copies {
        let name = if *channel == Channel::Email { "mail" } else { "sms" };
        let found = letters.keys().filter(|(kind, id)| kind == name && id.contains(notice)).count();
        assert_eq!(found, 1, "{name} of notice {notice}");
    }
    assert_eq!(letters.len(), copies.len(), "a letter nobody wrote");
    eprintln!("{} letters and text messages, {again} of them sent again as the same one", letters.len());
}

/// Results sent on were taken once each.
async fn documents(nodes: &Nodes, db: &Db, all: &[CaseId]) {
    let taken: Vec<String> = nodes.documents().await.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    let mut sent = BTreeSet::new();
    for case in all {
        for result in results::of_case(db, case).await.unwrap() {
            for sending in result_sendings::of_result(db, &result.id).await.unwrap() {
                assert_eq!(sending.state, SendingState::Delivered, "{sending:?}");
                sent.insert(sending.id.to_string());
            }
        }
    }
    assert_eq!(taken.iter().cloned().collect::<BTreeSet<_>>(), sent);
    assert_eq!(taken.len(), sent.len(), "a document was taken twice");
    eprintln!("{} documents taken by another authority", sent.len());
}

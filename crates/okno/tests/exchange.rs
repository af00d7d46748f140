//! Interagency requests through the whole program over СМЭВ, both sides signing with ГОСТ keys:
//! answers decide cases, nothing is done twice, other authorities ask our register.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use domain::evidence::EvidenceState;
use domain::journal::Event;
use serde_json::{Value, json};
use store::exchange::{self, Outcome, Stage};
use world::{World, until};

async fn answered(world: &World, case: &str) -> usize {
    let journal = world.journal(case).await;
    journal.iter().filter(|entry| matches!(&entry.event, Event::EvidenceAnswered { .. })).count()
}

/// Proves: PROCEDURE-06, SCHEME-02, INTEG-01.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_decided_by_answers_that_came_over_smev_however_they_came() {
    let world = World::over_smev().await;
    for mode in ["none", "lost_ack", "twice", "stale"] {
        let count = if mode == "none" { json!(null) } else { json!(1) };
        world.fault_with(json!({ "system": "smev", "source": "mvd.conviction", "mode": mode, "count": count })).await;
        let mut citizen = world.sign_in("Образцова").await;
        let draft = citizen.hunting_ticket().await;
        let filed = citizen.file(&draft).await;
        let case = world.case_that(&filed.case, "the answers decide", |case| case.decision.is_some()).await;
        assert!(case.decision.unwrap().positive, "{mode}");
        let db = world.db().await;
        let id = domain::id::CaseId::parse(&filed.case).unwrap();
        let requests = store::evidence::of_case(&db, &id).await.unwrap();
        assert!(requests.iter().all(|request| request.state == EvidenceState::Answered), "{mode}: {requests:?}");
        for request in &requests {
            let message = request.message.as_ref().unwrap();
            assert!(connect::smev::message_id::made_at(&message.id).is_some(), "{mode}: {}", message.id);
            let kept = exchange::by_id(&db, &message.id).await.unwrap().unwrap();
            assert_eq!(kept.stage, Stage::Answered, "{mode}");
        }
        assert_eq!(answered(&world, &filed.case).await, requests.len(), "{mode}: learnt once each");
    }
    assert!(exchange::unsettled(&world.db().await, 10).await.unwrap().is_empty());
    world.check_journals().await;
}

/// Proves: SEC-06, INTEG-01.
#[tokio::test(flavor = "multi_thread")]
async fn a_forged_answer_decides_nothing_and_waits_for_a_person() {
    let world = World::over_smev().await;
    world.fault_with(json!({ "system": "smev", "source": "mvd.conviction", "mode": "broken_signature" })).await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    let db = world.db().await;
    let kept = until("the forged answer is kept", || async {
        let kept = exchange::unsettled(&db, 10).await.unwrap();
        (!kept.is_empty()).then_some(kept)
    })
    .await;
    assert_eq!(kept[0].outcome, Outcome::Refused);
    assert!(kept[0].why.as_deref().unwrap().contains("Подпись СМЭВ"));
    let case = world.case(&filed.case).await;
    assert_eq!((case.state, case.decision), (CaseState::InProgress, None));
}

/// Proves: INTEG-01, SEC-03.
#[tokio::test(flavor = "multi_thread")]
async fn another_authority_asks_our_register_and_the_owner_sees_it() {
    let world = World::over_smev().await;
    let ask = async |service: &str, number: &str| -> Value {
        let client = world::client();
        let question =
            json!({ "service": service, "purpose": "проверка права на охоту", "keys": { "number": number } });
        let url = format!("{}/questions", world.stand);
        let asked: Value = client.post(url).json(&question).send().await.unwrap().json().await.unwrap();
        let id = asked["id"].as_str().unwrap().to_owned();
        let url = format!("{}/questions/{id}", world.stand);
        until("the register answers", || async {
            let told: Value = client.get(&url).send().await.unwrap().json().await.unwrap();
            (!told["told"].is_null()).then_some(told)
        })
        .await
    };
    assert_eq!(ask("hunting-ticket", "нет такого").await["told"]["rejected"], json!("NO_DATA"));
    assert_eq!(ask("land-plan", "любой").await["told"]["rejected"], json!("ACCESS_DENIED"));
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "the result is issued", |case| case.state == CaseState::Completed).await;
    let db = world.db().await;
    let id = domain::id::CaseId::parse(&filed.case).unwrap();
    let result = store::results::of_case(&db, &id).await.unwrap().remove(0);
    let told = ask("hunting-ticket", &result.number).await;
    assert_eq!(told["told"]["entries"][0]["number"], json!(result.number), "{told}");
    assert_eq!(told["messages"], json!(1));
    // The other side may have the answer a moment before we write that it was sent.
    let log = until("every answer is sent", || async {
        let log = store::provider::log(&db, 10).await.unwrap();
        log.iter().all(|one| one.sent_at.is_some()).then_some(log)
    })
    .await;
    let reading = log.iter().find(|one| one.results.contains(&result.id)).unwrap();
    assert_eq!((reading.sender.as_str(), reading.purpose.as_str()), ("MINT99", "проверка права на охоту"));
}

//! «Кто и что о вас спрашивал»: the interagency requests of an application on the page of its person.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use world::World;

/// Proves: SCHEME-02, PROCEDURE-06, SEC-03.
#[tokio::test]
async fn a_person_sees_who_was_asked_about_them_when_with_what_and_by_which_clause() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "the result", |case| case.state == CaseState::Completed).await;
    let id = domain::id::CaseId::parse(&filed.case).unwrap();
    let requests = store::evidence::of_case(&world.db().await, &id).await.unwrap();
    assert!(!requests.is_empty());
    let path = format!("/cases/{}/asked", filed.case);
    assert!(citizen.open(&format!("/cases/{}", filed.case)).await.text().contains(&path), "the case leads there");
    let page = citizen.open(&path).await;
    let words = page.words();
    assert_eq!(page.status, 200, "{words}");
    assert_eq!(page.text().matches("<h2").count(), requests.len(), "each request has its heading: {words}");
    for said in ["МВД", "Спросили ", "Ответ пришёл ", "Ответ получен", "СНИЛС", "Норма, по которой спрашивали"]
    {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!words.contains("900-000"), "what was sent is named, its values are not shown: {words}");
    let mut other = world.sign_in("Землев").await;
    assert_eq!(other.browser.get(&path).await.status, 404);
    assert!(world.stranger().get(&path).await.leads_to().unwrap().starts_with("/sign-in"));
    assert_eq!(citizen.browser.get("/cases/0/asked").await.status, 404);
}

/// Proves: SCHEME-02, PROCEDURE-06.
#[tokio::test]
async fn who_is_still_silent_is_told_with_the_day_they_must_answer_by() {
    let world = World::start().await;
    world.fault("evidence", "down").await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "requests", |case| !case.sources.is_empty()).await;
    let words = citizen.open(&format!("/cases/{}/asked", filed.case)).await.words();
    assert!(words.contains("Ждём ответа") && words.contains("Должны ответить до"), "{words}");
}

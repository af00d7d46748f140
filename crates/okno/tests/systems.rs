//! What an administrator and an overseer see at the desk: outside systems, what waits and what gave
//! up, interagency requests, breaches of applicants' rights as they happen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use world::browser::Sending;
use world::desk::Official;
use world::{World, until};

/// A family's case in the hands of an official who also oversees.
async fn taken(world: &World) -> (Official, String, String) {
    let mut citizen = world.sign_in("Многодетнова").await;
    world.fault("evidence", "down").await;
    let draft = citizen.large_family().await;
    let filed = citizen.file(&draft).await;
    let mut official = world.official("zabotina").await;
    world.case_that(&filed.case, "it came in", |case| case.due.is_some()).await;
    until("it is taken", || {
        let mut browser = official.browser.clone();
        let path = format!("/desk/cases/{}/take", filed.case);
        async move { (browser.post(&path, &[]).await.status == 303).then_some(()) }
    })
    .await;
    assert_eq!(official.card(&filed.case).await.status, 200);
    (official, filed.case, filed.number)
}

/// A message to the applicant as the card sends it.
fn message(case: &str, text: &str) -> Sending {
    Sending::post(&format!("/desk/cases/{case}/messages")).parts(&[("text", text)], None)
}

/// Proves: MONITOR-06.
#[tokio::test]
async fn a_demand_for_paper_stands_on_the_page_of_its_authority_at_once() {
    let world = World::start().await;
    let (mut official, case, number) = taken(&world).await;
    let empty = official.open("/desk/watch").await;
    assert!(empty.status == 200 && !empty.text().contains(&number), "{}", empty.words());
    let refused = official.browser.send(message(&case, "Принесите оригинал свидетельства в отдел.")).await;
    assert!(refused.status == 409 && refused.words().contains("бумаг"), "{}", refused.words());
    let sent = official.browser.send(message(&case, "Нужна ксерокопия свидетельства.")).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    let seen = official.open("/desk/watch").await;
    for part in [number.as_str(), "От заявителя требуют бумагу", "210-ФЗ", "ксерокопи"]
    {
        assert!(seen.words().contains(part), "{part}: {}", seen.words());
    }
    let paper = official.open("/desk/watch?rule=paper-demanded").await;
    assert!(paper.text().contains(&number), "{}", paper.words());
    let late = official.open("/desk/watch?rule=late-notice").await;
    assert!(!late.text().contains(&number), "one rule alone: {}", late.words());
    let odd = official.open("/desk/watch?rule=%27%20or&before=x-y").await;
    assert_eq!(odd.status, 200, "{}", odd.words());
    let mut foreign = world.official("lesnova").await;
    assert!(foreign.browser.get("/desk/watch").await.status >= 400, "for overseers alone");
    let stranger = world.stranger().get("/desk/watch").await;
    assert!(stranger.leads_to().unwrap().starts_with("/desk/sign-in"));
}

/// Proves: INTEG-01.
#[tokio::test]
async fn an_administrator_sees_a_system_that_is_down_and_what_is_not_answered() {
    let world = World::over_smev().await;
    let mut auditor = world.official("zabotina").await;
    let quiet = auditor.open("/desk/systems").await;
    assert!(quiet.status == 200 && quiet.words().contains("СМЭВ"), "{}", quiet.words());
    assert!(quiet.text().contains("href=\"/desk/systems/exchange\""), "the requests have a page of their own");
    let none = auditor.open("/desk/systems/exchange").await;
    assert!(none.status == 200 && none.words().contains("Неотвеченных запросов нет"), "{}", none.words());
    world.fault("mail", "down").await;
    world.fault("smev", "down").await;
    let mut citizen = world.sign_in("Образцова").await;
    citizen.choose_copies().await;
    let draft = citizen.hunting_ticket().await;
    let case = citizen.file(&draft).await.case;
    until("the page says that mail is down", || async {
        let page = auditor.browser.clone().get("/desk/systems").await;
        page.words().contains("Не отвечает с").then_some(())
    })
    .await;
    world.fault("mail", "none").await;
    let asked = until("requests on the page", || async {
        let page = auditor.browser.clone().get("/desk/systems/exchange").await;
        page.words().contains("Кого спрашивают").then_some(page).filter(|page| page.text().contains("<tbody>"))
    })
    .await;
    assert!(asked.words().contains("mvd"), "{}", asked.words());
    world.fault("smev", "none").await;
    let wrong = auditor.browser.post("/desk/systems/exchange", &[("request", "no such")]).await;
    assert_eq!(wrong.status, 404, "{}", wrong.words());
    let nothing = auditor.browser.post("/desk/systems/again", &[("system", "mail")]).await;
    assert!(nothing.status >= 400, "nothing gave up: {}", nothing.words());
    for path in ["/desk/systems?reconcile=nowhere", "/desk/systems?reconcile=%00"] {
        assert_eq!(auditor.browser.get(path).await.status, 404, "{path}");
    }
    let mut clerk = world.official("lesnova").await;
    for path in ["/desk/systems", "/desk/systems/exchange"] {
        assert!(clerk.browser.get(path).await.status >= 400, "{path}");
    }
    assert!(world.case(&case).await.state != domain::case::CaseState::Submitted);
}

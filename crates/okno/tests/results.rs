//! A result on the pages: extracts, a link given and taken back, sending on, changes at the
//! desk, the print of a service centre, what is published for checks without a network.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use world::citizen::Citizen;
use world::{World, between, until};

/// A family with a result.
async fn issued(world: &World) -> (Citizen, String, String) {
    let mut citizen = world.sign_in("Многодетнова").await;
    let draft = citizen.large_family().await;
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "the result", |case| case.state == CaseState::Completed).await;
    world.settled().await;
    let result = case.results[0].to_string();
    let page = citizen.open(&format!("/results/{result}")).await;
    let number = between(&page.text(), "<dd class=\"number\">", "<").unwrap().to_owned();
    (citizen, result, number)
}

/// Proves: RESULTREG-02, RESULTREG-03, RESULT-04.
#[tokio::test]
async fn an_owner_shares_a_result_sees_who_read_it_and_sends_it_on() {
    let world = World::start().await;
    let (mut citizen, result, number) = issued(&world).await;
    assert!(citizen.open("/results").await.text().contains(&number));
    let extract = citizen.open(&format!("/results/{result}/extract.pdf")).await;
    assert!(extract.status == 200 && extract.body.starts_with(b"%PDF-"));
    let links = format!("/results/{result}/links");
    let made = citizen.browser.post(&links, &[("whom", "Банк"), ("purpose", "ипотека"), ("days", "3")]).await;
    let html = made.text();
    let address = format!("/shared/{}", between(&html, "/shared/", "\"").unwrap());
    let mut bank = world.stranger();
    let before = bank.open(&address).await;
    assert!(before.status == 200 && !before.text().contains(&number), "nothing before the button");
    let read = bank.post(&address, &[]).await;
    assert!(read.status == 200 && read.text().contains(&number), "{}", read.words());
    let page = citizen.open(&format!("/results/{result}/access")).await.text();
    assert!(page.contains("По ссылке: Банк"));
    let revoke = between(&page, "action=\"/results/", "/revoke\"").unwrap();
    citizen.browser.post(&format!("/results/{revoke}/revoke"), &[]).await;
    let refused = bank.post(&address, &[]).await;
    let never = bank.open(&format!("/shared/{}", "0".repeat(80))).await;
    assert_eq!((refused.status, never.status), (403, 403));
    assert_eq!(refused.words(), never.words(), "one answer for every link that does not hold");
    let page = citizen.open(&format!("/results/{result}/access")).await.text();
    let form = between(&page, "name=\"form\" value=\"", "\"").unwrap();
    let wanted = [("whom", "Школа"), ("purpose", "запись"), ("days", "3"), ("form", form)];
    assert_eq!(citizen.browser.post(&links, &wanted).await.status, 200);
    let again = citizen.browser.post(&links, &wanted).await;
    assert_eq!(again.leads_to(), Some(format!("/results/{result}/access").as_str()), "loaded anew: no second link");
    assert_eq!(citizen.open(&format!("/results/{result}/access")).await.text().matches("<h3>Школа").count(), 1);
    let empty = citizen.browser.post(&links, &[("whom", ""), ("purpose", ""), ("days", "3")]).await;
    assert_eq!(empty.status, 422);
    let sent = [("to", "education"), ("purpose", "льгота")];
    assert_eq!(citizen.browser.post(&format!("/results/{result}/send"), &sent).await.status, 303);
    world.settled().await;
    let page = citizen.open(&format!("/results/{result}/access")).await.text();
    assert!(page.contains("принят, квитанция ВХ-"), "{page}");
}

/// Proves: SM-22, RESULT-10, RESULT-11.
#[tokio::test]
async fn the_desk_changes_an_entry_and_everybody_sees_it() {
    let world = World::start().await;
    let (mut citizen, result, number) = issued(&world).await;
    let mut official = world.official("zabotina").await;
    let found = official.open(&format!("/desk/entries?q={number}")).await;
    assert_eq!((found.status, found.url.path()), (200, format!("/desk/entries/{result}").as_str()));
    let page = official.open(&format!("/desk/entries/{result}")).await.text();
    let revision = between(&page, "name=\"revision\" value=\"", "\"").unwrap().to_owned();
    let act = between(&page, "name=\"act\" required><option value=\"\"></option><option value=\"", "\"").unwrap();
    let suspend = format!("/desk/entries/{result}/suspend");
    let fields = [("revision", revision.as_str()), ("ground", "Проверка сведений"), ("act", act), ("clause", "")];
    let refused = official.browser.post(&suspend, &fields).await;
    assert!(refused.status == 422 && refused.text().contains("Нужно назвать статью"), "{}", refused.words());
    let fields = [("revision", revision.as_str()), ("ground", "Проверка сведений"), ("act", act), ("clause", "5")];
    assert_eq!(official.browser.post(&suspend, &fields).await.status, 303);
    let mut stranger = world.stranger();
    assert!(stranger.open(&format!("/check?q={number}")).await.text().contains("Приостановлен"));
    let notices = citizen.open("/account/notices").await.text();
    assert!(notices.contains("Запись реестра изменилась"), "{notices}");
    let mut elsewhere = world.official("zodchev").await;
    assert_eq!(elsewhere.open(&format!("/desk/entries/{result}")).await.status, 404);
    world.check_journals().await;
}

/// Proves: RESULT-03, RESULT-10.
#[tokio::test]
async fn a_centre_prints_and_a_verifier_finds_keys_and_list() {
    let world = World::start().await;
    let (_, result, number) = issued(&world).await;
    let mut operator = world.official("okonnaya").await;
    let page = operator.open(&format!("/desk/centre?q={number}")).await;
    assert!(page.status == 200 && page.text().contains(&number), "{}", page.words());
    let unasked = operator.browser.post("/desk/centre", &[("q", &number)]).await;
    assert_eq!(unasked.status, 422);
    let printed = operator.browser.post("/desk/centre", &[("q", &number), ("asked", "yes")]).await;
    assert!(printed.status == 200 && printed.body.starts_with(b"%PDF-"), "{}", printed.status);
    assert!(operator.open(&format!("/desk/entries/{result}")).await.status >= 400, "a centre has no desk of others");
    let mut stranger = world.stranger();
    assert_eq!(stranger.open("/check/offline").await.status, 200);
    let keys: serde_json::Value =
        serde_json::from_str(&stranger.open("/.well-known/okno/keys.json").await.text()).unwrap();
    assert!(!keys["keys"].as_array().unwrap().is_empty());
    let list = until("the list", || async {
        let page = world.stranger().open("/.well-known/okno/not-in-force.json").await;
        (page.status == 200).then(|| page.text())
    })
    .await;
    assert!(list.contains("\"payload\"") && list.contains("\"signature\""));
}

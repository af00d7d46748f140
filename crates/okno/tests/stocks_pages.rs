//! Limited resources on the pages: places published at the desk, one's own place, an offer taken,
//! the public page of a distribution; and who is let nowhere near them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::distribution::PlaceState;
use world::citizen::Citizen;
use world::desk::Official;
use world::{World, between, until};

const PLOTS: [(&str, &str); 4] =
    [("service", "land-large-family"), ("resource", "plots"), ("key0", "00701000"), ("key1", "house")];

/// Publishes plots and gives the address of the stock below `/desk/stocks/`.
async fn published(official: &mut Official, pieces: &str) -> String {
    let fields: Vec<_> = PLOTS.into_iter().chain([("pieces", pieces), ("reserve", "0")]).collect();
    let page = official.browser.post("/desk/stocks/new", &fields).await;
    let to = page.leads_to().unwrap_or_else(|| panic!("not published: {}", page.words()));
    to.trim_start_matches("/desk/stocks/").to_owned()
}

/// A family applies for a plot; gives the case.
async fn applied(citizen: &mut Citizen) -> String {
    let draft = citizen.start("land-large-family").await;
    let request = [
        ("request.kind", "enrol"),
        ("plot.purpose", "house"),
        ("plot.municipality", "00701000"),
        ("money.instead", "false"),
    ];
    citizen.save(&draft, "request", &request).await;
    citizen.save(&draft, "applicant", &[("spouse.joins", "false")]).await;
    let mut family = vec![("land.given_before".to_owned(), "false".to_owned())];
    for (index, name) in ["Первый", "Второй", "Третий"].into_iter().enumerate() {
        for (field, value) in [
            ("name", format!("Выдуманный {name}")),
            ("birthDate", format!("201{index}-05-05")),
            ("record", format!("99-ААА-00000{index}")),
            ("lives_together", "true".to_owned()),
        ] {
            family.push((format!("children.{index}.{field}"), value));
        }
    }
    let family: Vec<_> = family.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    citizen.save(&draft, "family", &family).await;
    citizen.file(&draft).await.case
}

/// Proves: PROCEDURE-09.
#[tokio::test]
async fn places_are_published_waited_for_offered_and_taken_on_the_pages() {
    let world = World::start().await;
    let mut official = world.official("mezheva").await;
    let empty = official.open("/desk/stocks").await;
    assert!(empty.words().contains("Пока ничего не опубликовано") && empty.text().contains("/desk/stocks/new?"));
    let form = official.open("/desk/stocks/new?service=land-large-family&resource=plots").await;
    assert!(form.status == 200 && form.words().contains("Город Озёрск-Приозёрский"), "{}", form.words());
    let wrong: Vec<_> = PLOTS.into_iter().chain([("pieces", "1"), ("reserve", "7")]).collect();
    let refused = official.browser.post("/desk/stocks/new", &wrong).await;
    assert!(refused.status == 422 && refused.words().contains("Уменьшите его"), "{}", refused.words());
    let stock = published(&mut official, "0").await;
    let again: Vec<_> = PLOTS.into_iter().chain([("pieces", "1")]).collect();
    let twice = official.browser.post("/desk/stocks/new", &again).await;
    assert!(twice.status == 422 && twice.words().contains("уже идёт"), "{}", twice.words());

    let mut citizen = world.sign_in("Многодетнова").await;
    let case = applied(&mut citizen).await;
    let path = format!("/cases/{case}/place");
    until("a place in the line", || async {
        let page = citizen.clone().browser.get(&path).await;
        page.words().contains("Ваше место 1 из 1").then_some(())
    })
    .await;
    assert!(citizen.open(&format!("/cases/{case}")).await.text().contains(&path), "the case leads to the place");
    let line = official.open(&format!("/desk/stocks/{stock}")).await;
    assert!(line.status == 200 && line.text().contains(&case), "{}", line.words());

    let shown = line.text();
    let pieces = between(&shown, "name=\"pieces\" value=\"", "\"").unwrap();
    let (extend, addition) =
        (format!("/desk/stocks/{stock}/extend"), [("pieces", pieces), ("more", "1"), ("reserve", "0")]);
    let more = official.browser.post(&extend, &addition).await;
    assert_eq!(more.status, 303, "{}", more.words());
    let twice = official.browser.post(&extend, &addition).await;
    assert!(twice.status == 422, "sent twice it is added once: {}", twice.words());
    world.case_that(&case, "an offer", |case| case.queues.iter().any(|one| one.state == PlaceState::Offered)).await;
    let offered = citizen.open(&path).await.text();
    assert!(offered.contains("Вам предложено место") && offered.contains("value=\"accept\""));
    assert_eq!(between(&offered, "name=\"stock\" value=\"", "\""), Some(stock.as_str()));
    let nonsense = citizen.browser.post(&path, &[("stock", &stock), ("answer", "maybe")]).await;
    assert_eq!(nonsense.status, 404);
    let taken = citizen.browser.post(&path, &[("stock", &stock), ("answer", "accept")]).await;
    assert_eq!(taken.status, 303, "{}", taken.words());
    assert!(citizen.open(&path).await.words().contains("Место досталось вам"));
    let late = citizen.browser.post(&path, &[("stock", &stock), ("answer", "decline")]).await;
    assert!(late.status >= 400, "an answer is given once: {}", late.words());
    let notices = citizen.open("/account/notices").await.words();
    assert!(notices.contains("Вам предложено место"), "{notices}");
    world.settled().await;
    world.check_journals().await;
}

/// Proves: PROCEDURE-09, SEC-01.
#[tokio::test]
async fn a_distribution_is_public_by_number_and_run_by_its_authority_alone() {
    let world = World::start().await;
    let mut official = world.official("lesnova").await;
    let draw = [
        ("service", "hunting-draw"),
        ("resource", "draw"),
        ("key0", "lesnoye"),
        ("key1", "elk"),
        ("key2", "autumn"),
        ("pieces", "3"),
    ];
    let unbound = official.browser.post("/desk/stocks/new", &draw).await;
    assert!(unbound.status == 422 && unbound.words().contains("Без открытого числа"), "{}", unbound.words());
    let fields: Vec<_> = draw.into_iter().chain([("randomness", "Выдуманный тираж № 7")]).collect();
    let page = official.browser.post("/desk/stocks/new", &fields).await;
    let stock = page.leads_to().unwrap().trim_start_matches("/desk/stocks/").to_owned();

    let mut stranger = world.stranger();
    let public = stranger.get(&format!("/draws/{stock}")).await;
    assert_eq!(public.status, 200, "{}", public.words());
    for said in ["Выдуманный тираж № 7", "Отпечаток секрета", "Лесное угодье", "Список ещё не закрыт"]
    {
        assert!(public.words().contains(said), "{said}: {}", public.words());
    }
    assert!(!public.text().contains("<dt>Секрет</dt>"), "the secret stays hidden");
    for path in [format!("/draws/{stock}/protocol.json"), "/draws/0".to_owned(), "/draws/%00".to_owned()] {
        assert_eq!(stranger.get(&path).await.status, 404, "{path}: there is nothing yet");
    }

    let mut foreign = world.official("mezheva").await;
    assert!(!foreign.open("/desk/stocks").await.text().contains(&stock));
    assert_eq!(foreign.browser.get(&format!("/desk/stocks/{stock}")).await.status, 404);
    let new = "/desk/stocks/new?service=hunting-draw&resource=draw";
    assert_eq!(foreign.browser.get(new).await.status, 404);
    assert!(foreign.browser.post("/desk/stocks/new", &fields).await.status >= 400);
    for act in ["freeze", "deal", "release", "close", "extend", "burn"] {
        let page = foreign.browser.post(&format!("/desk/stocks/{stock}/{act}"), &[("more", "9")]).await;
        assert_eq!(page.status, 404, "{act}: {}", page.words());
        let page = stranger.post(&format!("/desk/stocks/{stock}/{act}"), &[]).await;
        assert!(page.leads_to().unwrap().starts_with("/desk/sign-in"), "{act}");
    }
    let undrawn = official.browser.post(&format!("/desk/stocks/{stock}/deal"), &[("randomness", "7")]).await;
    assert!(undrawn.status == 422 && undrawn.words().contains("уже сделано"), "{}", undrawn.words());
    assert_eq!(official.browser.post(&format!("/desk/stocks/{stock}/burn"), &[]).await.status, 404);
}

/// Proves: SEC-01.
#[tokio::test]
async fn a_place_in_a_line_is_seen_and_answered_by_its_person_only() {
    let world = World::start().await;
    let mut official = world.official("mezheva").await;
    let stock = published(&mut official, "1").await;
    let mut citizen = world.sign_in("Многодетнова").await;
    let case = applied(&mut citizen).await;
    world.case_that(&case, "an offer", |case| case.queues.iter().any(|one| one.state == PlaceState::Offered)).await;
    let path = format!("/cases/{case}/place");
    let mut other = world.sign_in("Землев").await;
    let mut stranger = world.stranger();
    assert_eq!(other.browser.get(&path).await.status, 404);
    assert!(stranger.get(&path).await.leads_to().unwrap().starts_with("/sign-in"));
    for answer in ["accept", "decline", "leave"] {
        let fields = [("stock", stock.as_str()), ("answer", answer)];
        assert_eq!(other.browser.post(&path, &fields).await.status, 404, "{answer}");
        assert!(stranger.post(&path, &fields).await.leads_to().unwrap().starts_with("/sign-in"), "{answer}");
    }
    let kept = world.case(&case).await;
    assert_eq!(kept.queues[0].state, PlaceState::Offered, "nothing was answered for her");
    let draft = other.hunting_ticket().await;
    let without = other.file(&draft).await;
    assert_eq!(other.browser.get(&format!("/cases/{}/place", without.case)).await.status, 404, "no line, no page");
}

//! Electronic duplicates on the pages: made by a notary or a service centre with every detail and a
//! signature, kept in the account, attached to any application until they are taken back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use world::browser::{Page, Sending};
use world::citizen::Citizen;
use world::desk::Official;
use world::{World, between, paper};

const BIRTH: [(&str, &str); 6] = [
    ("kind", "birth"),
    ("series", "I-ПР"),
    ("number", "100001"),
    ("issued", "01.02.2015"),
    ("issuer", "Отдел ЗАГС примера"),
    ("holder", "Образцов Пробный"),
];

/// The number of the account, as its owner reads it aloud at the window.
async fn account(citizen: &mut Citizen) -> String {
    let page = citizen.open("/documents").await;
    between(&page.text(), "<span class=\"number\">", "<").unwrap_or_else(|| panic!("{}", page.words())).to_owned()
}

async fn make(maker: &mut Official, fields: &[(&str, &str)], content: Option<&[u8]>) -> Page {
    let file = content.map(|content| ("image", "svidetelstvo.pdf", content));
    maker.browser.send(Sending::post("/desk/duplicates/new").parts(fields, file)).await
}

/// Proves: DUP-01.
#[tokio::test]
async fn a_notary_makes_a_signed_duplicate_only_with_every_detail_and_the_image() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let account = account(&mut citizen).await;
    let mut notary = world.official("notarova").await;
    let home = notary.open("/desk").await;
    assert!(home.url.path() == "/desk/duplicates" && home.words().contains("Свидетельство о рождении"));
    let form = notary.open("/desk/duplicates/new?kind=birth").await;
    assert!(form.status == 200 && form.words().contains("Серия"), "{}", form.words());
    let whose = [("account", account.as_str()), ("surname", "Образцова")];
    for (lost, _) in BIRTH.into_iter().skip(1) {
        let partly: Vec<_> = BIRTH.into_iter().filter(|(name, _)| *name != lost).collect();
        let page = make(&mut notary, &[&whose[..], &partly].concat(), Some(&paper::pdf())).await;
        assert!(page.status == 422 && page.text().contains("role=\"alert\""), "{lost}: {}", page.words());
        assert!(page.text().contains(&format!("value=\"{account}\"")), "what was typed stays");
    }
    let stranger = [("account", account.as_str()), ("surname", "Землев")];
    for (fields, content) in [
        ([&whose[..], &BIRTH].concat(), None),
        ([&stranger[..], &BIRTH].concat(), Some(paper::pdf())),
        ([&whose[..], &BIRTH].concat(), Some(b"MZ not a document".to_vec())),
    ] {
        let page = make(&mut notary, &fields, content.as_deref()).await;
        assert_eq!(page.status, 422, "{}", page.words());
    }
    assert!(citizen.open("/documents").await.words().contains("Дубликатов"), "nothing was made");
    let made = make(&mut notary, &[&whose[..], &BIRTH].concat(), Some(&paper::pdf())).await;
    assert_eq!(made.status, 303, "{}", made.words());
    let own = citizen.open("/documents").await;
    for said in ["Свидетельство о рождении", "I-ПР", "100001", "Нотарова Анна Пробовна", "Нотариус"]
    {
        assert!(own.words().contains(said), "{said}: {}", own.words());
    }
    let file = format!("/documents/{}/file", between(&own.text(), "/documents/", "/file").unwrap());
    let content = citizen.open(&file).await;
    assert_eq!((content.status, content.body), (200, paper::pdf()));
    assert_eq!(world.sign_in("Землев").await.browser.get(&file).await.status, 404, "nobody else's");
    let mut clerk = world.official("lesnova").await;
    assert!(clerk.browser.get("/desk/duplicates").await.status >= 400, "no business of a clerk");
}

/// Proves: DUP-01, DUP-02.
#[tokio::test]
async fn a_duplicate_is_attached_to_service_after_service_until_its_maker_takes_it_back() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let account = account(&mut citizen).await;
    let mut centre = world.official("okonnaya").await;
    let whose = [("account", account.as_str()), ("surname", "Образцова")];
    let made = make(&mut centre, &[&whose[..], &BIRTH].concat(), Some(&paper::pdf())).await;
    assert_eq!(made.status, 303, "{}", made.words());
    // Two services that ask for a paper document, neither of which was sent it.
    for (service, (before, name, value), step, field) in [
        ("apostille", ("applicant", "applicant.role", "proxy"), "applicant", "applicant.power"),
        ("self-propelled", ("request", "request.kind", "register"), "papers", "title.document"),
    ] {
        let draft = citizen.start(service).await;
        citizen.save(&draft, before, &[(name, value)]).await;
        let pick = format!("/drafts/{draft}/documents/{field}");
        let form = citizen.open(&format!("/drafts/{draft}/{step}")).await.text();
        assert!(form.contains(&pick), "{service} offers what lies in the account: {form}");
        let offered = citizen.open(&pick).await.text();
        let duplicate = between(&offered, "name=\"duplicate\" value=\"", "\"").unwrap().to_owned();
        let taken = citizen.browser.post(&pick, &[("duplicate", &duplicate)]).await;
        assert_eq!(taken.leads_to(), Some(format!("/drafts/{draft}/{step}").as_str()), "{}", taken.words());
        let step = citizen.open(&format!("/drafts/{draft}/{step}")).await;
        assert!(step.words().contains("Свидетельство о рождении"), "attached without an upload: {}", step.words());
        let mut other = world.sign_in("Землев").await;
        assert_eq!(other.browser.post(&pick, &[("duplicate", &duplicate)]).await.status, 404);
    }
    let list = centre.open("/desk/duplicates").await.text();
    let revoke =
        format!("/desk/duplicates/{}/revoke", between(&list, "action=\"/desk/duplicates/", "/revoke").unwrap());
    let mut notary = world.official("notarova").await;
    assert_eq!(notary.browser.post(&revoke, &[("reason", "чужое")]).await.status, 404, "of another office");
    let silent = centre.browser.post(&revoke, &[("reason", " ")]).await;
    assert!(silent.status == 422 && silent.text().contains("role=\"alert\""), "{}", silent.words());
    assert_eq!(centre.browser.post(&revoke, &[("reason", "Ошибка в номере")]).await.status, 303);
    let own = citizen.open("/documents").await;
    assert!(own.words().contains("Ошибка в номере"), "{}", own.words());
    let draft = citizen.start("apostille").await;
    citizen.save(&draft, "applicant", &[("applicant.role", "proxy")]).await;
    let pick = format!("/drafts/{draft}/documents/applicant.power");
    let page = citizen.open(&pick).await;
    assert!(
        page.words().contains("Ошибка в номере") && !page.text().contains("name=\"duplicate\""),
        "{}",
        page.words()
    );
    let id = between(&own.text(), "/documents/", "/file").unwrap().to_owned();
    let late = citizen.browser.post(&pick, &[("duplicate", &id)]).await;
    assert!(late.status == 422 && late.words().contains("отозвал"), "{}", late.words());
}

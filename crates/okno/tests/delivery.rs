//! Results that are things on the pages: the way is chosen by its owner, a blank is taken from the
//! stock, a carrier or a centre carries it, identity is checked, declared originals are ticked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use domain::delivery::Stage;
use world::browser::Page;
use world::citizen::{Citizen, filed};
use world::desk::Official;
use world::{World, until};

const MACHINE: [(&str, &str); 14] = [
    ("machine.kind", "tractor"),
    ("machine.condition", "new"),
    ("machine.brand", "Образец"),
    ("machine.model", "О-82"),
    ("machine.maker", "Примерский тракторный завод"),
    ("machine.year", "2023"),
    ("machine.number", "PRIMER00000000015"),
    ("machine.plate", "0015 ПР 99"),
    ("machine.colour", "синий"),
    ("machine.mass", "4200"),
    ("machine.drive", "wheels"),
    ("machine.power_unit", "kw"),
    ("machine.power", "60"),
    ("machine.electric", "false"),
];

/// Shipments of the emulated carrier deliver at once; nothing is brought there.
const NOWHERE: &str = "Тридевятое царство, изба 1";

async fn draft(citizen: &mut Citizen, request: &[(&str, &str)]) -> String {
    let draft = citizen.start("self-propelled").await;
    citizen.save(&draft, "request", request).await;
    citizen.save(&draft, "owner", &[("applicant.proxy", "false")]).await;
    citizen.save(&draft, "machine", &[&MACHINE[..], &[("machine.volume", "4750")]].concat()).await;
    draft
}

/// A «Транзит» plate that is granted and waits for its owner to choose.
async fn transit(world: &World, citizen: &mut Citizen, inspector: &mut Official) -> String {
    let draft = draft(citizen, &[("request.kind", "transit")]).await;
    let case = citizen.file(&draft).await.case;
    inspector.see_through(world, &case, &["papers.doubted"]).await;
    case
}

async fn stage(world: &World, case: &str) -> Stage {
    world.case(case).await.deliveries[0].at.stage
}

/// Presses a button of an item at a desk.
async fn press(official: &mut Official, path: &str, fields: &[(&str, &str)]) -> Page {
    let shown = official.open(path).await;
    assert_eq!(shown.status, 200, "{}", shown.words());
    official.browser.post(path, fields).await
}

async fn done(official: &mut Official, path: &str, fields: &[(&str, &str)]) {
    let page = press(official, path, fields).await;
    assert_eq!(page.status, 303, "{fields:?}: {}", page.words());
}

fn shown<'a>(digits: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("act", "hand-over"), ("document", "passport"), ("digits", digits), ("face", "yes")], more].concat()
}

async fn choose(citizen: &mut Citizen, case: &str, fields: &[(&str, &str)]) -> Page {
    let fields = [&[("output", "transit")], fields].concat();
    citizen.browser.post(&format!("/cases/{case}/delivery"), &fields).await
}

/// Proves: DELIVERY-01, DELIVERY-02, SM-23.
#[tokio::test]
async fn a_thing_lies_in_a_locker_and_its_code_is_in_the_account_alone() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let mut inspector = world.official("traktorov").await;
    let case = transit(&world, &mut citizen, &mut inspector).await;
    let own = format!("/cases/{case}/delivery");
    assert!(citizen.open(&format!("/cases/{case}")).await.text().contains(&own), "the case leads there");
    let form = citizen.open(&own).await.text();
    for way in ["authority", "centre", "post", "locker", "courier"] {
        assert!(form.contains(&format!("value=\"{way}\"")), "{way}: {form}");
    }
    let refused = choose(&mut citizen, &case, &[("method", "locker"), ("address", NOWHERE)]).await;
    assert!(refused.status == 422 && refused.words().contains("не доставля"), "{}", refused.words());
    let blank = choose(&mut citizen, &case, &[("method", "courier"), ("address", " ")]).await;
    assert_eq!(blank.status, 422, "{}", blank.words());
    assert_eq!(world.case(&case).await.deliveries[0].address, "", "refused before anything was chosen");
    let chosen = choose(&mut citizen, &case, &[("method", "locker"), ("address", "Озёрск,  ул. Примерная, 1")]).await;
    assert_eq!(chosen.status, 303, "{}", chosen.words());

    let item = format!("/desk/handout/{case}/transit");
    let list = inspector.open("/desk/handout").await;
    assert!(list.text().contains(&item) && list.words().contains("Образцова"), "{}", list.words());
    done(&mut inspector, &item, &[("act", "prepare")]).await;
    let stock = inspector.open("/desk/blanks").await.words();
    assert!(stock.contains("99 ПР 000001") && !stock.contains("000041"), "{stock}");
    let late = choose(&mut citizen, &case, &[("method", "post"), ("address", "Озёрск")]).await;
    assert!(late.status >= 400, "chosen too late: {}", late.words());
    done(&mut inspector, &item, &[("act", "give")]).await;
    let lying = world.case_that(&case, "it lies there", |case| case.deliveries[0].at.stage == Stage::AtPoint).await;
    let code = lying.deliveries[0].code.clone().unwrap().0;
    let page = citizen.open(&own).await;
    for said in [code.as_str(), "Пункт выдачи № 1", "RU000000001", "7 календарных дней"] {
        assert!(page.words().contains(said), "{said}: {}", page.words());
    }
    let notices: String = world.notices(&case).await.iter().map(|notice| format!("{notice:?}")).collect();
    let journal: String = world.journal(&case).await.iter().map(|entry| format!("{:?}", entry.event)).collect();
    let desk = inspector.open(&item).await.text();
    let letters = format!("{:?}", world.caught().await);
    for (place, text) in [("notices", notices), ("journal", journal), ("desk", desk), ("letters", letters)] {
        assert!(!text.contains(&code), "the code stands in {place}");
    }
    let over = press(&mut inspector, &item, &shown("000001", &[])).await;
    assert!(over.status >= 400, "what a carrier holds no official hands over: {}", over.words());
    let mut other = world.sign_in("Землев").await;
    assert_eq!(other.browser.get(&own).await.status, 404);
    world.check_journals().await;
}

/// Proves: DELIVERY-02, SM-23.
#[tokio::test]
async fn what_came_back_without_a_word_is_said_by_who_sent_it_and_handed_over() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let mut inspector = world.official("traktorov").await;
    let case = transit(&world, &mut citizen, &mut inspector).await;
    let chosen = choose(&mut citizen, &case, &[("method", "centre"), ("centre", "service-centre")]).await;
    assert_eq!(chosen.status, 303, "{}", chosen.words());
    let item = format!("/desk/handout/{case}/transit");
    for act in ["prepare", "give"] {
        done(&mut inspector, &item, &[("act", act)]).await;
    }
    let away = inspector.open(&item).await;
    assert!(away.text().contains("value=\"back\"") && !away.text().contains("value=\"miss\""), "{}", away.words());
    let missed = press(&mut inspector, &item, &[("act", "miss")]).await;
    assert_eq!(missed.status, 403, "whether it came to the centre the centre says: {}", missed.words());
    done(&mut inspector, &item, &[("act", "back")]).await;
    assert_eq!(stage(&world, &case).await, Stage::Returned);
    assert!(citizen.open(&format!("/cases/{case}/delivery")).await.text().contains("value=\"courier\""), "sent anew");
    done(&mut inspector, &item, &shown("000001", &[])).await;
    world.case_that(&case, "it is over", |case| case.state == CaseState::Completed).await;
    world.check_journals().await;
}

/// Proves: DELIVERY-02, SM-23.
#[tokio::test]
async fn what_was_lost_on_its_way_to_a_centre_is_made_anew_and_handed_over_after_a_check() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let mut inspector = world.official("traktorov").await;
    let mut centre = world.official("okonnaya").await;
    let case = transit(&world, &mut citizen, &mut inspector).await;
    let item = format!("/desk/handout/{case}/transit");
    assert_eq!(centre.browser.get(&item).await.status, 404, "nothing goes there yet");
    let chosen = choose(&mut citizen, &case, &[("method", "centre"), ("centre", "service-centre")]).await;
    assert_eq!(chosen.status, 303, "{}", chosen.words());
    let early = press(&mut inspector, &item, &[("act", "give")]).await;
    assert!(early.status >= 400, "it was not made: {}", early.words());
    done(&mut inspector, &item, &[("act", "prepare")]).await;
    assert!(!centre.open("/desk/handout").await.text().contains(&item), "what is being made a centre does not see");
    done(&mut inspector, &item, &[("act", "give")]).await;
    assert!(centre.open("/desk/handout").await.text().contains(&item));
    done(&mut centre, &item, &[("act", "miss")]).await;
    assert_eq!(stage(&world, &case).await, Stage::Lost);

    let unproved = press(&mut inspector, &item, &[("act", "reissue"), ("reason", " "), ("paper", "")]).await;
    assert!(unproved.status == 422 && unproved.words().contains("акт"), "{}", unproved.words());
    let anew = [("act", "reissue"), ("reason", "Не доехал до МФЦ"), ("paper", "Акт 1 от 23.11.2026")];
    done(&mut inspector, &item, &anew).await;
    let stock = inspector.open("/desk/blanks").await.words();
    assert!(stock.contains("Не доехал до МФЦ") && stock.contains("Акт 1"), "{stock}");
    let made = world.case(&case).await.deliveries[0].at.blank.clone().unwrap();
    assert_eq!(made.serial, "99 ПР 000002", "no two things of one number");
    done(&mut inspector, &item, &[("act", "give")]).await;
    done(&mut centre, &item, &[("act", "arrive")]).await;
    let window = press(&mut inspector, &item, &shown("000001", &[])).await;
    assert!(window.status >= 400, "it lies at another window: {}", window.words());

    for wrong in [shown("999", &[]), shown("", &[]), vec![("act", "hand-over"), ("document", "passport")]] {
        let page = press(&mut centre, &item, &wrong).await;
        assert!(page.status == 422 && page.words().contains("личност"), "{}", page.words());
    }
    done(&mut centre, &item, &shown("000001", &[])).await;
    let receipt = centre.open(&item).await;
    for said in ["99 ПР 000002", "Образцова", "Паспорт гражданина"] {
        assert!(receipt.words().contains(said), "{said}: {}", receipt.words());
    }
    let over = world.case_that(&case, "it is over", |case| case.state == CaseState::Completed).await;
    assert!(!format!("{:?}", over.deliveries[0]).contains("000001"), "the digits are not kept");
    let twice = press(&mut centre, &item, &shown("000001", &[])).await;
    assert!(twice.status >= 400, "handed over once: {}", twice.words());
    let stock = inspector.open("/desk/blanks").await.words();
    assert!(stock.contains("99 ПР 000002 Использован") || stock.contains("99 ПР 000002 Выдан"), "{stock}");
    world.settled().await;
    world.check_journals().await;
}

/// Proves: FORM-16, INTAKE-06.
#[tokio::test]
async fn a_declared_original_is_owed_instead_of_a_copy_and_withholds_the_result() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let mut inspector = world.official("traktorov").await;
    let request = [("request.kind", "deregister"), ("deregister.reason", "export"), ("event.date", "2026-11-20")];
    let draft = draft(&mut citizen, &request).await;
    let review = citizen.open(&format!("/drafts/{draft}/review")).await.text();
    assert!(review.contains("name=\"declared\" value=\"certificate.scan\""), "{review}");
    assert!(!review.contains("value=\"passport.scan\""), "what is not asked for cannot be promised");
    let path = format!("/drafts/{draft}/file");
    let without = citizen.browser.post(&path, &[]).await;
    assert!(without.status == 422 && without.words().contains("Прежнее свидетельство"), "{}", without.words());
    let unmarked = citizen.browser.post(&path, &[("declared", "title.document")]).await;
    assert!(unmarked.status == 403 && unmarked.words().contains("нельзя обещать"), "{}", unmarked.words());
    let sent = citizen.browser.post(&path, &[("declared", "certificate.scan")]).await;
    let case = filed(&sent).unwrap_or_else(|| panic!("{}", sent.words()));
    inspector.see_through(&world, &case, &["papers.doubted"]).await;
    let known = world.case(&case).await;
    assert_eq!(known.declared[0].item, "certificate.scan");
    let entry = format!("/results/{}", known.results[0]);
    let early = citizen.open(&entry).await;
    assert!(early.status == 403 && early.words().contains("все оригиналы"), "{} {}", early.status, early.words());
    let ways = citizen.open(&format!("/cases/{case}/delivery")).await.text();
    assert!(!ways.contains("value=\"post\""), "who owes a look comes: {ways}");

    let item = format!("/desk/handout/{case}/mark");
    done(&mut inspector, &item, &[("act", "prepare")]).await;
    let form = inspector.open(&item).await;
    assert!(form.text().contains("value=\"certificate.scan\""), "{}", form.words());
    let owed = press(&mut inspector, &item, &shown("000001", &[])).await;
    assert!(owed.status == 422 && owed.words().contains("оригинал"), "{}", owed.words());
    let act = format!("/desk/cases/{case}/act/originals");
    let revision = world.case(&case).await.revision.to_string();
    let silent = inspector.browser.post(&act, &[("revision", &revision), ("step", "do")]).await;
    assert!(silent.status == 422 && silent.text().contains("href=\"#words\""), "{}", silent.words());
    let refused = [("revision", revision.as_str()), ("words", "Свидетельство другой машины"), ("step", "do")];
    let page = inspector.browser.post(&act, &refused).await;
    assert_eq!(page.status, 303, "{}", page.words());
    let withheld = world.case(&case).await;
    assert_eq!((withheld.declared[0].shown, withheld.state), (Some(false), CaseState::ResultReady));
    let card = inspector.card(&case).await.words();
    assert!(card.contains("Свидетельство другой машины") && card.contains("не в порядке"), "{card}");
    let still = press(&mut inspector, &item, &shown("000001", &[])).await;
    assert_eq!(still.status, 422, "{}", still.words());
    done(&mut inspector, &item, &shown("000001", &[("original0", "certificate.scan")])).await;
    let over = world.case_that(&case, "it is over", |case| case.state == CaseState::Completed).await;
    assert_eq!(over.declared[0].shown, Some(true));
    assert_eq!(citizen.open(&entry).await.status, 200, "now it is given out");
    world.settled().await;
    world.check_journals().await;
}

/// Proves: DELIVERY-01.
#[tokio::test]
async fn what_is_electronic_has_no_page_of_ways() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let case = citizen.file(&draft).await.case;
    let own = format!("/cases/{case}");
    until("the result", || async {
        let page = citizen.clone().browser.get(&own).await.words();
        page.contains("Открыть результат").then_some(())
    })
    .await;
    assert!(!citizen.open(&own).await.text().contains("/delivery\""));
    assert_eq!(citizen.browser.get(&format!("{own}/delivery")).await.status, 404);
    let post = citizen.browser.post(&format!("{own}/delivery"), &[("output", "ticket"), ("method", "post")]).await;
    assert!(post.status >= 400, "{}", post.words());
}

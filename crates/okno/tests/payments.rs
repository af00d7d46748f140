//! Paying, as people do it: the charge on its page with everything filled in, by card at the provider
//! of the stand, by the code from somebody else's phone; proof comes from ГИС ГМП alone, the desk sees
//! the charge, and nobody asks for a receipt.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod world;

use domain::notice::{Content, NoticeKind};
use world::citizen::Citizen;
use world::{World, between, until};

const MACHINE: [(&str, &str); 15] = [
    ("machine.kind", "tractor"),
    ("machine.condition", "new"),
    ("machine.brand", "Образец"),
    ("machine.model", "О-82"),
    ("machine.maker", "Примерский тракторный завод"),
    ("machine.year", "2023"),
    ("machine.number", "PRIMER00000000018"),
    ("machine.plate", "0018 ПР 99"),
    ("machine.colour", "синий"),
    ("machine.mass", "4200"),
    ("machine.drive", "wheels"),
    ("machine.power_unit", "kw"),
    ("machine.power", "60"),
    ("machine.electric", "false"),
    ("machine.volume", "4750"),
];

async fn charging() -> World {
    World::with(&[("OKNO_TREASURY_SENDER", "3eb5f9")]).await
}

async fn transit(citizen: &mut Citizen) -> String {
    let draft = citizen.start("self-propelled").await;
    citizen.save(&draft, "request", &[("request.kind", "transit")]).await;
    citizen.save(&draft, "owner", &[("applicant.proxy", "false")]).await;
    citizen.save(&draft, "machine", &MACHINE).await;
    citizen.file(&draft).await.case
}

/// The payment page, once the words are on it.
async fn page_that(citizen: &Citizen, case: &str, says: &str) -> String {
    let path = format!("/cases/{case}/payment");
    until(says, || {
        let (mut browser, path) = (citizen.browser.clone(), path.clone());
        async move {
            let page = browser.get(&path).await;
            (page.status == 200 && page.words().contains(says)).then(|| page.text())
        }
    })
    .await
}

/// Proves: PAY-01, PAY-02, PAY-03, PAY-04, PAY-05, PAY-07.
#[tokio::test]
async fn a_fee_is_paid_by_card_with_nothing_typed_and_told_when_it_is_proved() {
    let world = charging().await;
    let mut citizen = world.sign_in("Образцова").await;
    let none = citizen.browser.get("/services/self-propelled/payment").await;
    assert_eq!(none.status, 409, "neither an application nor a booking");
    assert!(none.words().contains("подать заявление") && none.words().contains("записаться на приём"));
    let case = transit(&mut citizen).await;
    let path = format!("/cases/{case}/payment");
    let shown = page_that(&citizen, &case, "Можно оплатить").await;
    let uin = between(&shown, "<p class=\"number\">", "</p>").unwrap().to_owned();
    assert!(uin.len() == 20 && uin.starts_with("00099011"), "{uin}");
    for part in ["40102810145370000099", "00010800000011000111", "<svg", "не нужно"] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    assert!(!shown.contains("<input name") && !shown.contains("квитанцию загрузите"), "nothing is typed to pay");
    let leads = citizen.browser.get("/services/self-propelled/payment").await;
    assert_eq!(leads.leads_to(), Some(path.as_str()), "the application leads to its payment");
    let own = citizen.open(&format!("/cases/{case}")).await.text();
    assert!(own.contains(&path) && own.contains(&uin), "the case leads there and says the number");
    for document in ["document.pdf", "document.pdf?partial=1"] {
        let pdf = citizen.browser.get(&format!("{path}/{document}")).await;
        assert_eq!((pdf.status, &pdf.body[..5]), (200, &b"%PDF-"[..]), "{document}");
    }
    let mut stranger = world.sign_in("Землев").await;
    assert_eq!(stranger.browser.get(&path).await.status, 404);
    assert_eq!(stranger.browser.get(&format!("{path}/document.pdf")).await.status, 404);

    let go = citizen.browser.post(&format!("{path}/card"), &[]).await;
    assert_eq!(go.status, 200, "{}", go.words());
    let text = go.text();
    let provider = text.split("href=\"").find(|rest| rest.contains("/card/orders/")).unwrap();
    let provider = provider.split('"').next().unwrap().to_owned();
    let mut bank = world.stranger();
    let order = bank.get(&provider).await;
    assert!(order.status == 200 && order.words().contains(&uin), "{}", order.words());
    let paid = bank.post(&provider, &[]).await;
    assert!(paid.leads_to().unwrap().ends_with(&format!("{path}/returned")), "{:?}", paid.leads_to());
    let back = citizen.browser.get(&format!("{path}/returned")).await;
    assert_eq!(back.status, 303, "{}", back.words());
    page_that(&citizen, &case, "ГИС ГМП подтвердила оплату").await;
    let notices = world.notices(&case).await;
    let proofs = notices.iter().filter(|notice| notice.kind == NoticeKind::Paid).count();
    assert_eq!(proofs, 1, "N3 once");
    assert!(
        notices
            .iter()
            .any(|notice| matches!(notice.says(), Some(Content::Paid { uin: Some(told), .. }) if told == uin))
    );
    let again = citizen.browser.post(&format!("{path}/card"), &[]).await;
    assert_eq!(again.status, 422, "nothing is paid twice: {}", again.words());
    for notice in &notices {
        let page = citizen.open(&format!("/account/notices/{}", notice.id)).await;
        assert_eq!(page.status, 200, "{}", page.words());
    }

    let mut inspector = world.official("traktorov").await;
    let card = inspector.card(&case).await;
    assert!(card.words().contains("Оплачено") && card.text().contains(&uin), "{}", card.words());
    world.check_journals().await;
}

/// Proves: PAY-04, PAY-10.
#[tokio::test]
async fn what_somebody_else_paid_twice_is_asked_back_and_settled_at_the_desk() {
    let world = charging().await;
    let mut citizen = world.sign_in("Образцова").await;
    let case = transit(&mut citizen).await;
    let path = format!("/cases/{case}/payment");
    let shown = page_that(&citizen, &case, "Можно оплатить").await;
    let uin = between(&shown, "<p class=\"number\">", "</p>").unwrap().to_owned();
    let early = citizen.browser.post(&format!("{path}/refund"), &[("words", "Верните")]).await;
    assert_eq!(early.status, 422, "{}", early.words());
    let mut bank = world.stranger();
    let payments = format!("{}/treasury/payments", world.stand);
    let known = until("the charge is known there", || {
        let (mut bank, payments, uin) = (bank.clone(), payments.clone(), uin.clone());
        async move {
            let page = bank.get(&payments).await.text();
            let row = page.split("<tr>").find(|row| row.contains(&uin))?.to_owned();
            between(&row, "name=\"kopecks\" value=\"", "\"").map(str::to_owned)
        }
    })
    .await;
    for _ in 0..2 {
        let paid = bank.post(&payments, &[("uin", &uin), ("kopecks", &known)]).await;
        assert_eq!(paid.status, 303, "{}", paid.words());
    }
    let asked = citizen.browser.post(&format!("{path}/check"), &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.words());
    page_that(&citizen, &case, "Поступило лишнее").await;
    let wordless = citizen.browser.post(&format!("{path}/refund"), &[("words", " ")]).await;
    assert_eq!(wordless.status, 422, "{}", wordless.words());
    let words = "Один раз заплатила сестра";
    let refund = citizen.browser.post(&format!("{path}/refund"), &[("words", words)]).await;
    assert_eq!(refund.status, 303, "{}", refund.words());
    let mut inspector = world.official("traktorov").await;
    let card = inspector.card(&case).await;
    assert!(card.words().contains(words), "{}", card.words());
    let refused = inspector.browser.post(&format!("/desk/cases/{case}/charge/grant"), &[("words", " ")]).await;
    assert!(refused.status >= 400, "a refund goes by a document: {}", refused.words());
    let granted = inspector
        .browser
        .post(&format!("/desk/cases/{case}/charge/grant"), &[("words", "Заявка 7 от 23.11.2026")])
        .await;
    assert_eq!(granted.status, 303, "{}", granted.words());
    page_that(&citizen, &case, "Заявка 7 от 23.11.2026").await;
    world.check_journals().await;
}

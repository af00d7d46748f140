//! Reception by appointment asked for with what is no line, no day and no moment: each time clear words,
//! never a broken page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod world;

use world::World;

const WINDOW: &str = "zags-central.window";
const GONE: &str = "На это время записаться нельзя";

/// Proves: BOOK-02, BOOK-04.
#[tokio::test]
async fn bad_input_of_a_visit_is_answered_in_words() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let visit = "/services/marriage/visit";
    for (query, status, says) in [
        ("line=bad", 404, "Такого места приёма"),
        ("line=zags-central.hall", 404, "Такого места приёма"),
        ("line=zags-central.window&start=garbage", 400, GONE),
        ("line=zags-central.window&date=2026-02-31", 400, GONE),
        ("line=zags-central.window&start=2099-12-31T05:00:00Z", 200, GONE),
        ("line=%00&date=%F0%9F%98%80", 404, "Такого места приёма"),
    ] {
        let page = citizen.browser.get(&format!("{visit}?{query}")).await;
        assert_eq!(page.status, status, "{query}: {}", page.words());
        assert!(page.words().contains(says), "{query}: {}", page.words());
    }
    for (line, start, status) in [
        ("bad", "2026-03-10T05:00:00Z", 404),
        ("zags-central.hall", "2026-03-10T05:00:00Z", 404),
        (WINDOW, "garbage", 409),
        (WINDOW, "", 409),
        (WINDOW, "1999-01-01T00:00:00Z", 409),
    ] {
        let page = citizen.browser.post(visit, &[("line", line), ("start", start)]).await;
        assert_eq!(page.status, status, "{line} {start}: {}", page.words());
    }
    for path in ["/appointments/garbage", "/drafts/garbage/time/hall", "/services/none/visit"] {
        assert_eq!(citizen.browser.get(path).await.status, 404, "{path}");
    }
}

/// Proves: BOOK-06, BOOK-13.
#[tokio::test]
async fn bad_input_at_the_desk_is_answered_in_words() {
    let world = World::start().await;
    let mut keeper = world.official("chasova").await;
    for path in [
        "/desk/reception?line=bad",
        "/desk/reception?date=2026-02-31",
        "/desk/schedule?line=bad",
        "/desk/schedule?line=zags-central.window&date=garbage",
        "/desk/appointments/garbage",
    ] {
        let page = keeper.browser.get(path).await;
        assert_eq!(page.status, 404, "{path}: {}", page.words());
    }
    let book = "/desk/reception?line=zags-central.window";
    for start in ["garbage", "", "1999-01-01T00:00:00Z"] {
        let filled = [("line", WINDOW), ("start", start), ("service", "marriage"), ("visitor", "Посетитель Пробный")];
        let page = keeper.browser.post(book, &filled).await;
        assert_eq!(page.status, 409, "«{start}»: {}", page.words());
        assert!(page.words().contains(GONE), "«{start}»: {}", page.words());
    }
    let keep = "/desk/schedule?line=zags-central.window&date=2027-01-12";
    let page = keeper.browser.post(keep, &[("act", "day"), ("spans", "09:00-12:00"), ("reason", "  ")]).await;
    assert!((400..500).contains(&page.status), "{}", page.status);
    assert!(page.words().contains("Нужно указать причину словами."), "{}", page.words());
}

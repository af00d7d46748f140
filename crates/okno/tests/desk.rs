//! The desk of a clerk with eighty cases a day: filters in the address, kept views, acts upon many,
//! messages with the applicant, opinions with a term, the day, the archive, history and print.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::{Actor, Waits};
use domain::journal::{Event, Record};
use world::browser::{Page, Sending};
use world::citizen::{Citizen, Filed};
use world::desk::Official;
use world::{World, between, copy_of, edit, paper, until};

/// What the whole of a page may weigh, in bytes.
const HEAVIEST: usize = 50 * 1024;

/// An official decides a building plan: it is filed, and the machine has called a person.
async fn plan(world: &World, citizen: &mut Citizen) -> Filed {
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "an official is called", |case| Waits::of(case) == Some(Waits::Decide)).await;
    world.settled().await;
    filed
}

/// A form of the desk, fields that come more than once too.
async fn send(official: &mut Official, path: &str, fields: &[(&str, &str)]) -> Page {
    official.browser.post(path, fields).await
}

fn is_sound(page: &Page) {
    let path = page.url.path().to_owned();
    assert!(page.status == 200 && page.body.len() < HEAVIEST, "{path}: {} with {} bytes", page.status, page.body.len());
    let html = page.text();
    for part in ["<h1", "<main", "class=\"skip\"", "/static/desk."] {
        assert!(html.contains(part), "{path} lacks {part}");
    }
    for hole in ["<style", " style=\"", " onclick=", "<script>", "{{", "{%", ">desk-"] {
        assert!(!html.contains(hole), "{path} holds {hole}");
    }
}

/// Proves: INTAKE-11.
#[tokio::test]
async fn a_clerk_filters_keeps_a_view_and_acts_upon_many_with_a_word_on_each() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let (first, second) = (plan(&world, &mut citizen).await, plan(&world, &mut citizen).await);
    let mut clerk = world.official("chertezheva").await;
    let mut head = world.official("zodchev").await;
    head.take(&second.case).await;

    let shown = async |clerk: &mut Official, query: &str| {
        let page = clerk.open(&format!("/desk{query}")).await;
        is_sound(&page);
        [&first, &second].map(|one| page.text().contains(&format!("/desk/cases/{}", one.case)))
    };
    assert_eq!(shown(&mut clerk, "").await, [true, true]);
    assert_eq!(shown(&mut clerk, "?whose=nobody").await, [true, false]);
    assert_eq!(shown(&mut clerk, "?whose=nobody&waits=decide&service=land-plan").await, [true, false]);
    assert_eq!(shown(&mut clerk, "?waits=payment").await, [false, false]);
    assert_eq!(shown(&mut clerk, "?whose=nobody&waits=decide&due=today").await, [false, false]);
    assert_eq!(shown(&mut clerk, "?view=late").await, [false, false]);
    assert_eq!(shown(&mut clerk, "?q=земл").await, [true, true]);
    assert_eq!(shown(&mut clerk, &format!("?q={}", first.number)).await, [true, false]);
    assert_eq!(shown(&mut clerk, "?view=%27%20or&waits=x&whose=y&due=z&after=0.0").await, [true, true]);

    let address = "view=all&whose=nobody&waits=decide&evil=%22%3E%3Cscript%3E";
    let kept = send(&mut clerk, "/desk/views", &[("name", "Ничьи на решение"), ("address", address)]).await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    let queue = clerk.open("/desk").await;
    let html = queue.text();
    assert!(html.contains("Ничьи на решение") && !html.contains("evil"), "{}", queue.words());
    assert!(
        html.contains("/desk?view=all&#38;waits=decide&#38;whose=nobody") || html.contains("waits=decide"),
        "{html}"
    );
    let view = between(&html, "action=\"/desk/views/", "/delete").unwrap().to_owned();
    assert!(!head.open("/desk").await.text().contains("Ничьи на решение"), "a view is one official's own");
    send(&mut clerk, &format!("/desk/views/{view}/delete"), &[]).await;
    assert!(!clerk.open("/desk").await.text().contains("Ничьи на решение"));

    let strange = "0".repeat(32);
    let cases = [("case", first.case.as_str()), ("case", &second.case), ("case", &strange)];
    let none = send(&mut clerk, "/desk/bulk", &[("act", "take")]).await;
    assert_eq!(none.status, 422, "nothing was marked: {}", none.words());
    let asked = send(&mut clerk, "/desk/bulk", &[&cases[..], &[("act", "take")]].concat()).await;
    assert!(asked.status == 200 && asked.text().contains("name=\"reason\""), "{}", asked.words());
    let done = [&cases[..], &[("act", "take"), ("reason", " ")]].concat();
    assert_eq!(send(&mut clerk, "/desk/bulk/done", &done).await.status, 422, "a reason is obligatory");
    let done = [&cases[..], &[("act", "take"), ("reason", "Разбираю очередь")]].concat();
    let told = send(&mut clerk, "/desk/bulk/done", &done).await;
    is_sound(&told);
    let words = told.words();
    for said in ["Выполнено по 1 из 3", "уже в работе у другого сотрудника", "Такого заявления у вашего органа нет"]
    {
        assert!(words.contains(said), "«{said}» is not in: {words}");
    }
    let notes = world.journal(&first.case).await;
    let noted = notes.iter().filter(|entry| matches!(entry.event, Event::Recorded { what: Record::Note, .. }));
    assert_eq!(noted.count(), 1, "the reason stands in the journal of what was done");
    let hand = [("case", first.case.as_str()), ("act", "suspend"), ("value", "нет такого"), ("reason", "Проверка")];
    let told = send(&mut clerk, "/desk/bulk/done", &hand).await;
    assert!(told.words().contains("Выполнено по 0 из 1"), "{}", told.words());
    assert_eq!(world.check_journals().await, 2);
}

/// Proves: INTAKE-11, STATUS-08.
#[tokio::test]
async fn messages_and_opinions_go_with_the_case_and_no_word_of_them_goes_by_mail() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    citizen.choose_copies().await;
    let filed = plan(&world, &mut citizen).await;
    let mut clerk = world.official("chertezheva").await;
    let address = format!("/desk/cases/{}/messages", filed.case);
    let secret = "Пришлите схему подъезда к участку";
    let paper = paper::png(20, 20);
    let message = [("kind", "message"), ("text", secret)];
    let early = clerk.browser.send(Sending::post(&address).parts(&message, Some(("file", "", b"")))).await;
    assert_eq!(early.status, 409, "who has not taken a case writes to nobody: {}", early.words());
    clerk.take(&filed.case).await;
    for (name, content, status) in [("", &b""[..], 303), ("вирус.exe", b"MZ", 422), ("схема.png", b"GIF", 422)]
    {
        let sent = clerk.browser.send(Sending::post(&address).parts(&message, Some(("file", name, content)))).await;
        assert_eq!(sent.status, status, "{name}: {}", sent.words());
    }
    let note = [("kind", "note"), ("text", "Позвонить в архив")];
    assert_eq!(clerk.browser.send(Sending::post(&address).parts(&note, Some(("file", "", b"")))).await.status, 303);
    world.settled().await;

    let own = citizen.open(&format!("/cases/{}", filed.case)).await;
    assert!(own.words().contains(secret) && !own.words().contains("Позвонить в архив"), "{}", own.words());
    let letters = serde_json::to_string(&world.caught().await).unwrap();
    assert!(!letters.contains("подъезда") && letters.contains(&filed.number), "{letters}");
    let thread = format!("/cases/{}/messages", filed.case);
    let answer = citizen
        .browser
        .send(Sending::post(&thread).parts(&[("text", "Вот схема")], Some(("file", "схема.png", &paper))))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let mut stranger = world.sign_in("Образцова").await;
    assert_eq!(
        stranger.browser.send(Sending::post(&thread).parts(&[("text", "я")], Some(("file", "", b"")))).await.status,
        404
    );

    let day = clerk.open("/desk/day").await;
    is_sound(&day);
    assert!(day.words().contains("Вот схема"), "what is unread is shown: {}", day.words());
    let card = clerk.card(&filed.case).await;
    is_sound(&card);
    let file = between(&card.text(), "/beside/", "\"").unwrap().to_owned();
    let given = clerk.open(&format!("/desk/cases/{}/beside/{file}", filed.case)).await;
    assert!(given.body == paper && given.header("content-disposition").starts_with("attachment"));
    assert!(!clerk.open("/desk/day").await.words().contains("Вот схема"), "an opened message is read");

    let asked =
        [("kind", "opinion"), ("whom", "Институт примеров"), ("what", "Можно ли строить"), ("until", "2099-12-31")];
    let tasks = format!("/desk/cases/{}/tasks", filed.case);
    assert_eq!(send(&mut clerk, &tasks, &asked).await.status, 303);
    let late = [("kind", "task"), ("whom", "Архив"), ("what", "Копия"), ("until", "2020-01-01")];
    assert_eq!(send(&mut clerk, &tasks, &late).await.status, 422, "a term lies ahead");
    let card = clerk.card(&filed.case).await.text();
    let opinion = between(&card, "/opinions/", "\"").unwrap().to_owned();
    let address = format!("/desk/cases/{}/opinions/{opinion}", filed.case);
    let came = [("words", "Строить можно")];
    assert_eq!(
        clerk.browser.send(Sending::post(&address).parts(&came, Some(("file", "ответ.png", &paper)))).await.status,
        303
    );
    assert_eq!(
        clerk.browser.send(Sending::post(&address).parts(&came, Some(("file", "", b"")))).await.status,
        409,
        "it came once"
    );

    for part in ["history", "print"] {
        let page = clerk.open(&format!("/desk/cases/{}/{part}", filed.case)).await;
        is_sound(&page);
        for said in [secret, "Позвонить в архив", "Вот схема", "Можно ли строить", "Строить можно"]
        {
            assert!(page.words().contains(said), "{part} lacks «{said}»: {}", page.words());
        }
    }
    let mut foreign = world.official("lesnova").await;
    for part in ["history", "print", &format!("beside/{file}")] {
        assert_eq!(foreign.open(&format!("/desk/cases/{}/{part}", filed.case)).await.status, 404, "{part}");
    }
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-11.
#[tokio::test]
async fn the_day_shows_its_terms_and_a_closed_case_is_found_by_name_number_and_day() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Многодетнова").await;
    let draft = citizen.large_family().await;
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "it ends", |case| case.closed_at.is_some()).await;
    world.settled().await;
    let mut clerk = world.official("zabotina").await;
    let name = case.applicant_name.split(' ').next().unwrap().to_lowercase();
    let link = format!("/desk/cases/{}", filed.case);
    for (query, there) in [
        (String::new(), true),
        (format!("?q={}", &name[..8]), true),
        (format!("?q={}", filed.number), true),
        (format!("?q={name}&from=2020-01-01&until=2099-01-01"), true),
        (format!("?q={name}&from=2099-01-01"), false),
        ("?until=2020-01-01".to_owned(), false),
        ("?q=Образцова".to_owned(), false),
        ("?from=nonsense&until=%00&after=x&q=%25".to_owned(), false),
    ] {
        let page = clerk.open(&format!("/desk/closed{query}")).await;
        is_sound(&page);
        assert_eq!(page.text().contains(&link), there, "{query}: {}", page.words());
    }
    assert!(!clerk.open("/desk").await.text().contains(&link), "a closed case is in no queue");
    let mut foreign = world.official("zodchev").await;
    assert!(!foreign.open(&format!("/desk/closed?q={}", filed.number)).await.text().contains(&link));

    is_sound(&clerk.open("/desk/day?all=1").await);
    let away = send(&mut clerk, "/desk/absences", &[("from", "2099-01-01"), ("until", "2099-01-20")]).await;
    assert_eq!(away.status, 303, "{}", away.words());
    let day = clerk.open("/desk/day").await.text();
    let absence = between(&day, "action=\"/desk/absences/", "/delete").unwrap().to_owned();
    assert_eq!(send(&mut clerk, &format!("/desk/absences/{absence}/delete"), &[]).await.status, 303);
    let wrong = send(&mut clerk, "/desk/absences", &[("from", "2099-02-01"), ("until", "2099-01-20")]).await;
    assert_eq!(wrong.status, 422, "{}", wrong.words());
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-11.
#[tokio::test]
async fn the_machine_gives_out_cases_by_the_rule_of_the_authority_and_never_back_to_who_returned_one() {
    let folder = std::env::temp_dir().join(format!("okno-desk-region-{}", std::process::id()));
    copy_of("region", &folder);
    let rule = "number-prefix: ГА\n    assignment:\n      rule: round-robin\n";
    edit(&folder.join("region.yaml"), "number-prefix: ГА\n", rule);
    let world = World::with(&[("OKNO_REGION", folder.to_str().unwrap())]).await;
    let mut citizen = world.sign_in("Землев").await;
    let mut holders = Vec::new();
    let mut cases = Vec::new();
    for _ in 0..3 {
        let draft = citizen.land_plan().await;
        let filed = citizen.file(&draft).await;
        let case = world.case_that(&filed.case, "it is given out", |case| case.assignee.is_some()).await;
        let given = world.journal(&filed.case).await;
        let by = given.iter().find(|entry| matches!(entry.event, Event::HandedOver { .. })).map(|entry| &entry.by);
        assert_eq!(by, Some(&Actor::Machine));
        holders.push(case.assignee.unwrap());
        cases.push(filed.case);
    }
    let different: std::collections::BTreeSet<_> = holders.iter().collect();
    assert_eq!(different.len(), 3, "each in turn");
    let mut clerk = world.official("chertezheva").await;
    let mine = clerk.open("/desk?view=mine").await.text();
    let own = cases.iter().position(|case| mine.contains(case.as_str())).expect("one of three is hers");
    let card = clerk.card(&cases[own]).await.text();
    let revision = between(&card, "name=\"revision\" value=\"", "\"").unwrap().to_owned();
    let back = send(&mut clerk, &format!("/desk/cases/{}/return", cases[own]), &[("revision", &revision)]).await;
    assert_eq!(back.status, 303, "{}", back.words());
    let db = world.db().await;
    let id = domain::id::CaseId(cases[own].clone());
    until("another official is given it", || async {
        let case = store::cases::by_id(&db, &id).await.unwrap()?;
        case.assignee.filter(|who| *who != holders[own])
    })
    .await;
    world.settled().await;
    assert_eq!(world.check_journals().await, 3);
    std::fs::remove_dir_all(folder).unwrap();
}

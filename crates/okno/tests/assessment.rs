//! An assessment on the pages: the way and the time of the applicant's choice, a recording that has
//! to be made anew, experts' sheets at the desk, the result sheet that names nobody.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use domain::case::CaseState;
use regulation::fact::Value;
use world::browser::{Page, Sending};
use world::citizen::Citizen;
use world::desk::Official;
use world::{World, between};

const SCORES: [(&str, &str); 5] = [
    ("score:learning", "25"),
    ("score:talents", "15,5"),
    ("score:methods", "18"),
    ("score:team", "12"),
    ("score:support", "10"),
];

/// A teacher's application that waits for its experts, with the desk of the commission.
async fn waiting(world: &World) -> (Citizen, Official, String) {
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.start("teacher-attestation").await;
    citizen.save(&draft, "request", &[("request.category", "first"), ("request.again", "false")]).await;
    let work = [
        ("work.place", "school-1"),
        ("work.position", "teacher"),
        ("work.subject", "Математика"),
        ("work.years", "12"),
    ];
    citizen.save(&draft, "applicant", &work).await;
    let case = citizen.file(&draft).await.case;
    let mut head = world.official("diplomova").await;
    head.see_through(world, &case, &[]).await;
    (citizen, head, case)
}

/// Sends a doing of the desk with its file, as its page was shown.
async fn act(official: &mut Official, case: &str, doing: &str, fields: &[(&str, &str)]) -> Page {
    let address = format!("/desk/cases/{case}/act/{doing}");
    let shown = official.open(&address).await;
    let html = shown.text();
    let revision = between(&html, "name=\"revision\" value=\"", "\"").unwrap_or_else(|| panic!("{}", shown.words()));
    let fields = [fields, &[("revision", revision), ("step", "do")]].concat();
    match html.contains("multipart/form-data") {
        true => official.browser.send(Sending::post(&address).parts(&fields, None)).await,
        false => official.browser.post(&address, &fields).await,
    }
}

/// The smallest thing that passes for a video.
fn video(mark: u8) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08free\0\0\0\x09mdat".to_vec();
    bytes.push(mark);
    bytes
}

/// Proves: REMOTE-01, REMOTE-02.
#[tokio::test]
async fn a_teacher_is_assessed_at_a_distance_from_a_recording_made_anew_once() {
    let world = World::start().await;
    let (mut citizen, mut head, case) = waiting(&world).await;
    let own = format!("/cases/{case}/assessment");
    assert!(citizen.open(&format!("/cases/{case}")).await.text().contains(&own));
    let form = citizen.open(&own).await;
    for way in ["self-declaration", "recording", "video", "appointment"] {
        assert!(form.text().contains(&format!("value=\"{way}\"")), "{way}: {}", form.words());
    }
    let way = |method, more: &[(&'static str, &'static str)]| {
        [&[("assessment", "portfolio"), ("method", method)][..], more].concat()
    };
    let silent = citizen.browser.post(&own, &way("recording", &[])).await;
    assert!(silent.status == 422 && silent.words().contains("соглас"), "{}", silent.words());
    let untimed = citizen.browser.post(&own, &way("video", &[("consent", "yes")])).await;
    assert!(untimed.status == 422 && untimed.words().contains("врем"), "{}", untimed.words());
    let chosen = citizen.browser.post(&own, &way("recording", &[("consent", "yes")])).await;
    assert_eq!(chosen.status, 303, "{}", chosen.words());

    let hand_in = format!("{own}/portfolio");
    let nothing = citizen.browser.send(Sending::post(&hand_in).parts(&[("words", "")], None)).await;
    assert_eq!(nothing.status, 422, "{}", nothing.words());
    let first =
        Sending::post(&hand_in).parts(&[("words", "Урок в пятом классе")], Some(("file", "urok.mp4", &video(1))));
    let page = citizen.browser.send(first).await;
    assert_eq!(page.status, 303, "{}", page.words());

    let mut expert = world.official("ekspertova").await;
    let card = expert.card(&case).await;
    for said in ["Прислать запись", "Урок в пятом классе", "urok.mp4", "Согласие на запись"]
    {
        assert!(card.words().contains(said), "{said}: {}", card.words());
    }
    let file = between(&card.text(), &format!("/desk/cases/{case}/evidence/"), "\"").unwrap().to_owned();
    let seen = expert.open(&format!("/desk/cases/{case}/evidence/{file}")).await;
    assert_eq!((seen.status, seen.body.clone()), (200, video(1)));
    let wordless = act(&mut expert, &case, "judge", &[("choice", "bad"), ("words", " ")]).await;
    assert!(wordless.status == 422 && wordless.text().contains("href=\"#words\""), "{}", wordless.words());
    let bad = act(&mut expert, &case, "judge", &[("choice", "bad"), ("words", "Не слышно учеников")]).await;
    assert_eq!(bad.status, 303, "{}", bad.words());
    let told = citizen.open(&own).await.words();
    assert!(told.contains("Не слышно учеников") && told.contains("Снимайте урок целиком"), "{told}");
    let unseen = expert.open(&format!("/desk/cases/{case}/act/assess")).await;
    assert_eq!(unseen.status, 409, "nothing to score yet: {}", unseen.words());
    let second = Sending::post(&hand_in).parts(&[("words", "Переснято")], Some(("file", "urok2.mp4", &video(2))));
    assert_eq!(citizen.browser.send(second).await.status, 303);
    let good = act(&mut expert, &case, "judge", &[("choice", "good")]).await;
    assert_eq!(good.status, 303, "{}", good.words());
    let waits = citizen.open(&own).await.words();
    assert!(waits.contains("их посмотрят эксперты"), "{waits}");

    let lines = expert.open(&format!("/desk/cases/{case}/act/assess")).await;
    assert!(lines.words().contains("Результаты учеников") && lines.words().contains("От 0 до 30 баллов"));
    let holes = act(&mut expert, &case, "assess", &[("score:learning", "31"), ("score:talents", "много")]).await;
    assert_eq!(holes.status, 422, "{}", holes.words());
    for at in ["#score-1", "#score-2", "#score-3", "#score-5"] {
        assert!(holes.text().contains(&format!("href=\"{at}\"")), "{at}: {}", holes.words());
    }
    assert!(holes.text().contains("value=\"много\""), "what was typed stays");
    for login in ["ekspertova", "otsenkin"] {
        let mut one = world.official(login).await;
        let fields = [&SCORES[..], &[("words", "Уроки хороши.")]].concat();
        let page = act(&mut one, &case, "assess", &fields).await;
        assert_eq!(page.status, 303, "{login}: {}", page.words());
        let twice = one.open(&format!("/desk/cases/{case}/act/assess")).await;
        assert_eq!(twice.status, 409, "a sheet is given once: {}", twice.words());
    }
    assert_eq!(world.case(&case).await.facts.value("expertise.score"), None, "one sheet is still wanted");
    // Who gives a sheet does not decide: the head of the commission gives none.
    let mut third = world.official("balnova").await;
    let last = act(&mut third, &case, "assess", &[&SCORES[..], &[("words", "Согласна.")]].concat()).await;
    assert_eq!(last.status, 303, "{}", last.words());
    let scored = world.case(&case).await;
    assert_eq!(scored.facts.value("expertise.score"), Some(&Value::Number("80.5".parse().unwrap())));
    let card = head.card(&case).await.words();
    assert!(
        card.contains("Результаты учеников: 25") && card.contains("Развитие способностей учеников: 15,5"),
        "{card}"
    );
    head.see_through(&world, &case, &[]).await;
    world.case_that(&case, "the category", |case| case.state == CaseState::Completed).await;
    let sheet = citizen.open(&own).await.words();
    assert!(sheet.contains("Результат: 80,5") && sheet.contains("Уроки хороши."), "{sheet}");
    for name in ["Экспертова", "Оценкин", "Дипломова"] {
        assert!(!sheet.contains(name), "the result sheet names nobody: {name}");
    }
    world.settled().await;
    world.check_journals().await;
}

/// Proves: SEC-01, REMOTE-02.
#[tokio::test]
async fn an_assessment_is_seen_by_its_person_and_its_authority_alone() {
    let world = World::start().await;
    let (_, _, case) = waiting(&world).await;
    let own = format!("/cases/{case}/assessment");
    let mut other = world.sign_in("Землев").await;
    assert_eq!(other.browser.get(&own).await.status, 404);
    let fields = [("assessment", "portfolio"), ("method", "self-declaration")];
    assert_eq!(other.browser.post(&own, &fields).await.status, 404);
    let theirs =
        Sending::post(&format!("{own}/portfolio")).parts(&[("words", "Чужое")], Some(("file", "a.mp4", &video(3))));
    assert_eq!(other.browser.send(theirs).await.status, 404);
    let mut foreign = world.official("lesnova").await;
    for doing in ["assess", "judge"] {
        let page = foreign.open(&format!("/desk/cases/{case}/act/{doing}")).await;
        assert_eq!(page.status, 404, "{doing}: {}", page.words());
    }
    let mut stranger = world.stranger();
    assert!(stranger.get(&own).await.leads_to().unwrap().starts_with("/sign-in"));
}

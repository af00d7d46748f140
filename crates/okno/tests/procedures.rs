//! What people do beside filing and deciding: an official suspends, asks, prolongs, returns, passes
//! on, settles, reopens; the applicant answers once, contests, calls a person, reports afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use std::path::PathBuf;

use domain::case::{CaseState, ReopenGround, Waits, WentOn};
use domain::journal::Event;
use regulation::fact::{Source, Value};
use world::browser::{Page, Sending};
use world::citizen::{Citizen, Filed};
use world::desk::Official;
use world::{World, between, copy_of, edit, paper};

/// What an invented edition of the building plan allows beside the shipped one.
const GROUNDS: &str = "suspend:
  - id: S1
    title: Идёт выдуманная проверка границ
    because: grk.57.3.5
    say: Мы проверяем границы участка.
    mend: Дождитесь конца проверки.
    until: title.registered = false
    limit: 10 wd

prolong:
  - id: P1
    title: План сложный
    because: grk.57.3.6
    say: План сложный, срок продлён.
    mend: Делать ничего не нужно.
    to: 25 wd

return:
  - id: R1
    title: Участок указан неточно
    because: grk.57.3.5
    say: По вашему описанию участок не найти.
    mend: Уточните участок и подайте заявление снова.
    within: 10 cd

forward:
  - id: F1
    title: Участок в другом муниципалитете
    because: grk.57.3.5
    to: nature-ministry
    within: 10 cd
    say: Участок лежит в другом муниципалитете.
    mend: Ждите ответа от него.

afterwards:
  - id: report
    title: Отчёт о начале стройки
    kind: report
    variants: [issue]
    within: 10 cd
    say: Сообщите, когда начали строить.
    mend: Отчёт можно прислать из личного кабинета.
    because: grk.57.3.6

refuse-provision:
";

const MORE: &str = "procedures:
  - { id: more, kind: extra-data, title: Дополнительные сведения, within: 1 wd, by: official, start: title.registered = false, input: [plot.cadastral], output: [comment], because: grk.57.3.6 }
";

/// The shipped services, with more that can happen to a building plan.
struct Stage {
    world: World,
    folder: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn stage(name: &str) -> Stage {
    let folder = std::env::temp_dir().join(format!("okno-procedures-{name}-{}", std::process::id()));
    copy_of("regulations", &folder);
    let file = folder.join("land-plan/regulation.yaml");
    edit(&file, "refuse-provision:\n", GROUNDS);
    edit(&file, "procedures:\n", MORE);
    let world = World::with(&[("OKNO_REGULATIONS", folder.to_str().unwrap())]).await;
    Stage { world, folder }
}

/// A building plan that waits for an official.
async fn plan(world: &World, citizen: &mut Citizen) -> Filed {
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "an official is called", |case| Waits::of(case) == Some(Waits::Decide)).await;
    world.settled().await;
    filed
}

/// The same, taken by an official.
async fn taken(stage: &Stage) -> (Citizen, Official, Filed) {
    let mut citizen = stage.world.sign_in("Землев").await;
    let filed = plan(&stage.world, &mut citizen).await;
    let mut clerk = stage.world.official("zodchev").await;
    clerk.take(&filed.case).await;
    (citizen, clerk, filed)
}

/// Sends the form of a doing as its page was shown.
async fn act(clerk: &mut Official, case: &str, doing: &str, fields: &[(&str, &str)]) -> Page {
    let address = format!("/desk/cases/{case}/act/{doing}");
    let shown = clerk.open(&address).await;
    is_sound(&shown);
    let html = shown.text();
    let revision = between(&html, "name=\"revision\" value=\"", "\"").unwrap_or_else(|| panic!("{}", shown.words()));
    let fields: Vec<_> = fields.iter().copied().chain([("revision", revision)]).collect();
    match html.contains("multipart/form-data") {
        true => clerk.browser.send(Sending::post(&address).parts(&fields, Some(("file", "", b"")))).await,
        false => clerk.browser.post(&address, &fields).await,
    }
}

/// Does it, and it must work.
async fn done(clerk: &mut Official, case: &str, doing: &str, fields: &[(&str, &str)]) {
    let page = act(clerk, case, doing, fields).await;
    assert_eq!(
        (page.status, page.leads_to()),
        (303, Some(format!("/desk/cases/{case}?done={doing}").as_str())),
        "{}",
        page.words()
    );
    is_sound(&clerk.open(&format!("/desk/cases/{case}?done={doing}")).await);
}

/// Tries it, and the page must say why not, at the field.
async fn wrong(clerk: &mut Official, case: &str, doing: &str, fields: &[(&str, &str)], at: &str, says: &str) {
    let page = act(clerk, case, doing, fields).await;
    let html = page.text();
    assert_eq!(page.status, 422, "{doing}: {}", page.words());
    assert!(html.contains(&format!("href=\"#{at}\"")) && html.contains(says), "{doing}: {}", page.words());
    assert!(html.contains(&format!("id=\"{at}\"")), "{doing} leads nowhere: {html}");
}

async fn is_offered(clerk: &mut Official, case: &str, doing: &str) -> bool {
    clerk.card(case).await.text().contains(&format!("/desk/cases/{case}/act/{doing}\""))
}

fn is_sound(page: &Page) {
    let html = page.text();
    assert_eq!(page.status, 200, "{}: {}", page.url, page.words());
    for hole in [">desk-", ">case-", ">asked-", ">known-", ">owed-", "{{", "{%", " style=\""] {
        assert!(!html.contains(hole), "{} holds {hole}", page.url);
    }
}

/// Proves: PROCEDURE-07, STATUS-10.
#[tokio::test]
async fn an_official_suspends_by_a_ground_and_both_sides_see_the_clock_stand() {
    let stage = stage("suspend").await;
    let (mut citizen, mut clerk, filed) = taken(&stage).await;
    let case = filed.case.as_str();
    let form = clerk.open(&format!("/desk/cases/{case}/act/suspend")).await;
    let words = form.words();
    for said in ["Идёт выдуманная проверка границ", "Что прекращает", "Самое долгое: 10 рабочих дней", "190-ФЗ"]
    {
        assert!(words.contains(said), "«{said}» is not in: {words}");
    }
    wrong(&mut clerk, case, "suspend", &[], "ground", "без основания из регламента").await;
    wrong(&mut clerk, case, "suspend", &[("ground", "S1")], "words", "Напишите словами").await;
    wrong(&mut clerk, case, "suspend", &[("ground", "S9"), ("words", "Проверка")], "ground", "основания").await;

    let shown = [("ground", "S1"), ("words", "Ждём межевое дело."), ("step", "preview")];
    let preview = act(&mut clerk, case, "suspend", &shown).await;
    is_sound(&preview);
    let words = preview.words();
    assert!(
        words.contains("Так это прочтёт заявитель")
            && words.contains("Мы проверяем границы участка. Ждём межевое дело."),
        "{words}"
    );
    assert_eq!(stage.world.case(case).await.state, CaseState::InProgress, "a preview sends nothing");

    done(&mut clerk, case, "suspend", &[("ground", "S1"), ("words", "Ждём межевое дело.")]).await;
    stage.world.settled().await;
    let suspended = stage.world.case(case).await;
    assert_eq!(suspended.state, CaseState::Suspended);
    assert!(suspended.pauses[0].limit.is_some() && suspended.pauses[0].until.is_none());
    let card = clerk.card(case).await;
    for said in ["стоит с сегодняшнего дня", "Идёт выдуманная проверка границ", "Самое долгое до", "Что прекращает"]
    {
        assert!(card.words().contains(said), "«{said}» is not in: {}", card.words());
    }
    let own = citizen.open(&format!("/cases/{case}")).await;
    is_sound(&own);
    for said in [
        "срок стоит с сегодняшнего дня",
        "Мы проверяем границы участка. Ждём межевое дело.",
        "Продолжим, когда",
        "самое долгое до",
    ] {
        assert!(own.words().contains(said), "«{said}» is not in: {}", own.words());
    }
    assert!(!is_offered(&mut clerk, case, "suspend").await && is_offered(&mut clerk, case, "resume").await);
    let twice = clerk.open(&format!("/desk/cases/{case}/act/suspend")).await;
    assert_eq!(twice.status, 409, "what the rule would refuse is not there: {}", twice.words());

    done(&mut clerk, case, "resume", &[]).await;
    let goes_on = stage.world.case(case).await;
    assert_eq!((goes_on.state, goes_on.pauses[0].went_on), (CaseState::InProgress, Some(WentOn::Person)));
    assert_eq!(stage.world.check_journals().await, 1);
}

/// Proves: PROCEDURE-08, MONITOR-06.
#[tokio::test]
async fn the_applicant_is_asked_once_for_what_no_authority_holds_and_answers_once() {
    let stage = stage("ask").await;
    let (mut citizen, mut clerk, filed) = taken(&stage).await;
    let case = filed.case.as_str();
    let form = clerk.open(&format!("/desk/cases/{case}/act/ask")).await;
    assert!(form.text().contains("value=\"comment\"") && !form.text().contains("value=\"plot.registered_area\""));
    assert!(form.words().contains("Это есть у органа власти: Росреестр"), "{}", form.words());
    wrong(&mut clerk, case, "ask", &[("words", "Зачем")], "facts", "Отметьте хотя бы одно").await;
    wrong(&mut clerk, case, "ask", &[("facts", "comment")], "words", "Напишите словами").await;
    let held = [("facts", "plot.registered_area"), ("words", "Пришлите")];
    wrong(&mut clerk, case, "ask", &held, "facts", "есть у органа власти").await;
    let db = stage.world.db().await;
    let last = (jiff::Timestamp::MAX, "~");
    let tried = store::breaches::newest(&db, "city-architecture", Some("held-data-asked"), last, 10).await.unwrap();
    assert_eq!(tried.len(), 1, "who oversees sees that it was tried");

    let asked = [("facts", "comment"), ("facts", "plot.area"), ("words", "Уточните площадь.")];
    done(&mut clerk, case, "ask", &asked).await;
    let own = citizen.open(&format!("/cases/{case}")).await;
    is_sound(&own);
    assert!(
        own.words().contains("От вас ждут ответа до") && own.words().contains("Уточните площадь."),
        "{}",
        own.words()
    );
    assert!(own.text().contains("name=\"plot.area\"") && !own.text().contains("name=\"plot.cadastral\""));
    assert!(own.words().contains("ждём вашего ответа"), "{}", own.words());

    let answer = format!("/cases/{case}/answer");
    let empty = citizen.browser.post(&answer, &[("action", "send")]).await;
    assert!(empty.status == 422 && empty.words().contains("Вы ещё ни на что не ответили"), "{}", empty.words());
    let bad =
        citizen.browser.post(&answer, &[("plot.area", "много"), ("comment", "За рекой"), ("action", "send")]).await;
    assert!(bad.status == 422 && bad.text().contains("href=\"#f-plot-area\""), "{}", bad.words());
    assert!(bad.text().contains("много") && bad.text().contains("За рекой"), "what was typed stays");
    assert_eq!(stage.world.case(case).await.state, CaseState::AwaitingApplicant);

    let sent = citizen
        .browser
        .post(&answer, &[("plot.area", "1300"), ("plot.cadastral", "63:01:0000001:9"), ("action", "send")])
        .await;
    assert_eq!(
        (sent.status, sent.leads_to()),
        (303, Some(format!("/cases/{case}?done=answered").as_str())),
        "{}",
        sent.words()
    );
    let answered = stage.world.case(case).await;
    assert_eq!(answered.facts.value("plot.area"), Some(&Value::Number(1300.into())));
    assert_eq!(answered.facts.value("comment"), None, "what is left empty stays unknown");
    assert!(answered.asked_of_applicant[0].answered && answered.state == CaseState::InProgress);
    let again = citizen.browser.post(&answer, &[("plot.area", "1"), ("action", "send")]).await;
    assert_eq!(again.leads_to(), Some(format!("/cases/{case}").as_str()), "sent once");
    assert_eq!(stage.world.case(case).await.facts.value("plot.area"), Some(&Value::Number(1300.into())));
    assert!(clerk.card(case).await.words().contains("Заявитель ответил"));
    assert!(!is_offered(&mut clerk, case, "ask").await, "asked once");
    let stranger = stage.world.sign_in("Образцова").await.browser.clone().post(&answer, &[("action", "send")]).await;
    assert_eq!(stranger.status, 404, "{}", stranger.words());
    assert_eq!(stage.world.check_journals().await, 1);
}

/// Proves: PROFILE-09, PROCEDURE-05.
#[tokio::test]
async fn a_contested_fact_decides_nothing_until_an_official_settles_it_with_a_reason() {
    let stage = stage("contest").await;
    let (mut citizen, mut clerk, filed) = taken(&stage).await;
    let case = filed.case.as_str();
    let own = citizen.open(&format!("/cases/{case}")).await;
    assert!(own.words().contains("Не согласен с этими сведениями"), "{}", own.words());
    let address = format!("/cases/{case}/contest");
    let area = "plot.registered_area";
    let blank = citizen.browser.post(&address, &[("fact", area), ("words", " ")]).await;
    assert!(blank.status == 422 && blank.words().contains("Нужно указать причину словами"), "{}", blank.words());
    let sent = citizen.browser.post(&address, &[("fact", area), ("words", "По межеванию 1500 метров")]).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    let contested = stage.world.case(case).await;
    assert!(contested.person_wanted() && contested.facts.get(area).unwrap().contested);
    assert!(citizen.open(&format!("/cases/{case}")).await.words().contains("вы не согласны, проверяем"));

    let card = clerk.card(case).await.words();
    assert!(card.contains("Заявитель оспаривает") && card.contains("По межеванию 1500 метров"), "{card}");
    wrong(&mut clerk, case, "settle", &[("fact", area), ("words", "Проверено")], "choice", "Выберите один").await;
    let no_value = [("fact", area), ("choice", "replace"), ("words", "Ошибка реестра")];
    wrong(&mut clerk, case, "settle", &no_value, "value", "Введите верное значение").await;
    let value = format!("value:{area}");
    let address = format!("/desk/cases/{case}/act/settle");
    let revision = stage.world.case(case).await.revision.to_string();
    let fields = [
        ("revision", revision.as_str()),
        ("fact", area),
        ("choice", "replace"),
        (value.as_str(), "1500"),
        ("words", "Росреестр подтвердил ошибку"),
        ("step", "do"),
    ];
    let kept = clerk
        .browser
        .send(Sending::post(&address).parts(&fields, Some(("file", "letter.png", &paper::png(20, 20)))))
        .await;
    assert_eq!(kept.status, 303, "{}", kept.words());
    let settled = stage.world.case(case).await;
    let known = settled.facts.get(area).unwrap();
    assert_eq!(known.value, Some(Value::Number(1500.into())));
    assert!(matches!(known.source, Source::Official { .. }) && !known.contested && settled.contests[0].upheld);
    let own = citizen.open(&format!("/cases/{case}")).await.words();
    assert!(own.contains("Росреестр подтвердил ошибку") && own.contains("letter.png"), "{own}");
    assert!(!is_offered(&mut clerk, case, "settle").await);
    assert_eq!(stage.world.check_journals().await, 1);
}

#[tokio::test]
async fn a_person_is_called_by_the_applicant_and_a_colleague_by_the_official() {
    let stage = stage("call").await;
    let (mut citizen, mut clerk, filed) = taken(&stage).await;
    let case = filed.case.as_str();
    let called = citizen.browser.post(&format!("/cases/{case}/call"), &[("words", "Посмотрите сами")]).await;
    assert_eq!(called.status, 303, "{}", called.words());
    assert!(stage.world.case(case).await.person_wanted());
    assert!(clerk.card(case).await.words().contains("Посмотрите сами"));
    let form = clerk.open(&format!("/desk/cases/{case}/act/call")).await.text();
    let colleague = form.split("<option value=\"").find(|part| part.contains("Чертёжева")).unwrap();
    let to = colleague.split('"').next().unwrap().to_owned();
    wrong(&mut clerk, case, "call", &[("to", &to)], "words", "Напишите словами").await;
    done(&mut clerk, case, "call", &[("to", &to), ("words", "Нужен взгляд чертёжника")]).await;
    assert_eq!(stage.world.case(case).await.assignee.unwrap().to_string(), to);
    let mut other = stage.world.official("chertezheva").await;
    assert!(other.card(case).await.words().contains("Нужен взгляд чертёжника"));
    assert_eq!(stage.world.check_journals().await, 1);
}

/// Proves: STATUS-10.
#[tokio::test]
async fn the_term_is_prolonged_once_and_the_applicant_reads_why() {
    let stage = stage("prolong").await;
    let (mut citizen, mut clerk, filed) = taken(&stage).await;
    let case = filed.case.as_str();
    let before = stage.world.case(case).await.due.unwrap().at;
    done(&mut clerk, case, "prolong", &[("ground", "P1"), ("words", "Много сетей на участке.")]).await;
    assert!(stage.world.case(case).await.due.unwrap().at > before);
    assert!(!is_offered(&mut clerk, case, "prolong").await, "once");
    let own = citizen.open(&format!("/cases/{case}")).await.words();
    for said in ["Срок продлён", "План сложный, срок продлён.", "Много сетей на участке.", "из 25 рабочих"]
    {
        assert!(own.contains(said), "«{said}» is not in: {own}");
    }
    assert_eq!(stage.world.check_journals().await, 1);
}

/// Proves: SM-11.
#[tokio::test]
async fn what_is_returned_or_passed_on_is_over_and_can_be_opened_again() {
    let stage = stage("away").await;
    let (mut citizen, mut clerk, first) = taken(&stage).await;
    let second = plan(&stage.world, &mut citizen).await;
    clerk.take(&second.case).await;
    done(&mut clerk, &first.case, "give-back", &[("ground", "R1"), ("words", "Нет точки на карте.")]).await;
    done(&mut clerk, &second.case, "forward", &[("ground", "F1"), ("words", "Это за границей города.")]).await;
    assert_eq!(stage.world.case(&first.case).await.state, CaseState::Returned);
    assert_eq!(stage.world.case(&second.case).await.state, CaseState::Forwarded);
    let own = citizen.open(&format!("/cases/{}", first.case)).await.words();
    for said in
        ["Заявление вернули без рассмотрения", "Уточните участок и подайте заявление снова.", "Нет точки на карте."]
    {
        assert!(own.contains(said), "«{said}» is not in: {own}");
    }
    let own = citizen.open(&format!("/cases/{}", second.case)).await.words();
    assert!(own.contains("Заявление передали в другой орган"), "{own}");
    assert!(
        !is_offered(&mut clerk, &first.case, "suspend").await && is_offered(&mut clerk, &first.case, "reopen").await
    );
    let mut other = stage.world.official("chertezheva").await;
    assert!(!is_offered(&mut other, &first.case, "reopen").await, "only who signs decisions opens again");
    let refused = other.open(&format!("/desk/cases/{}/act/reopen", first.case)).await;
    assert_eq!(refused.status, 409, "{}", refused.words());
    done(&mut clerk, &first.case, "reopen", &[("choice", "error"), ("words", "Точка нашлась.")]).await;
    assert!(!stage.world.case(&first.case).await.state.ended());
    stage.world.settled().await;
    assert_eq!(stage.world.check_journals().await, 2);
}

/// Proves: SM-11, SEC-02.
#[tokio::test]
async fn a_refused_case_is_opened_again_by_a_complaint_and_then_granted_with_a_report_owed() {
    let stage = stage("reopen").await;
    let (mut citizen, mut clerk, filed) = taken(&stage).await;
    let case = filed.case.as_str();
    clerk.refuse(case, "G3", "На плане не хватает точек.").await;
    stage.world.case_that(case, "refused", |case| case.state == CaseState::DecisionNegative).await;
    wrong(&mut clerk, case, "reopen", &[("words", "Жалоба")], "choice", "Выберите один").await;
    let upheld = [("choice", "complaint"), ("words", "Жалоба № 1 удовлетворена.")];
    let own_case = act(&mut clerk, case, "reopen", &upheld).await;
    assert!(own_case.status == 422 && own_case.words().contains("Один человек не может"), "{}", own_case.words());
    let mut head = stage.world.official("planov").await;
    done(&mut head, case, "reopen", &upheld).await;
    let reopened = stage.world.case(case).await;
    assert_eq!((reopened.state, reopened.rounds[0].ground), (CaseState::InProgress, ReopenGround::Complaint));
    let own = citizen.open(&format!("/cases/{case}")).await.words();
    assert!(own.contains("Дело рассматривается снова") && own.contains("Жалоба № 1 удовлетворена."), "{own}");
    stage.world.settled().await;
    if stage.world.case(case).await.assignee.is_none() {
        head.take(case).await;
    }
    head.grant(case).await;
    head.sign(case).await;
    stage.world.case_that(case, "completed", |case| case.state == CaseState::Completed).await;
    stage.world.settled().await;

    let own = citizen.open(&format!("/cases/{case}")).await;
    is_sound(&own);
    for said in
        ["Что сделать после решения", "Отчёт о начале стройки", "Сообщите, когда начали строить.", "нужно сделать"]
    {
        assert!(own.words().contains(said), "«{said}» is not in: {}", own.words());
    }
    let address = format!("/cases/{case}/owed/report");
    let blank = citizen.browser.send(Sending::post(&address).parts(&[("words", "")], Some(("file", "", b"")))).await;
    assert!(blank.status == 422 && blank.words().contains("Нужно указать причину"), "{}", blank.words());
    let text = citizen
        .browser
        .send(Sending::post(&address).parts(&[("words", "Начали")], Some(("file", "a.png", b"text"))))
        .await;
    assert_eq!(text.status, 422, "{}", text.words());
    let sent = citizen
        .browser
        .send(
            Sending::post(&address)
                .parts(&[("words", "Начали 1 июня")], Some(("file", "site.png", &paper::png(20, 20)))),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    assert!(citizen.open(&format!("/cases/{case}")).await.words().contains("сделано"));
    let card = head.card(case).await;
    assert!(card.words().contains("Начали 1 июня") && card.text().contains("site.png"), "{}", card.words());
    let html = card.text();
    let hash = between(&html, &format!("/desk/cases/{case}/evidence/"), "\"").unwrap();
    let file = head.open(&format!("/desk/cases/{case}/evidence/{hash}")).await;
    assert_eq!((file.status, file.header("content-type")), (200, "image/png"));
    assert!(is_offered(&mut head, case, "correct").await);
    assert_eq!(stage.world.check_journals().await, 1);
}

/// Proves: STATUS-04.
#[tokio::test]
async fn late_notices_are_shown_to_the_auditor_alone() {
    let stage = stage("late").await;
    let (_, mut clerk, filed) = taken(&stage).await;
    let refused = clerk.open("/desk/late-notices").await;
    assert_eq!(refused.status, 403, "{}", refused.words());
    assert!(!clerk.card(&filed.case).await.text().contains("/desk/late-notices"));
    let mut auditor = stage.world.official("zabotina").await;
    let page = auditor.open("/desk/late-notices").await;
    is_sound(&page);
    assert!(page.words().contains("опоздавших уведомлений нет"), "{}", page.words());
    let ended = stage.world.journal(&filed.case).await;
    assert!(ended.iter().any(|entry| matches!(entry.event, Event::ProcedureEnded { .. })));
}

//! Filing and what follows it, through the whole program: one application however often it is
//! sent, decisions in real time, outside systems that are down, silent or refuse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use std::collections::BTreeSet;

use domain::case::CaseState;
use domain::draft::Draft;
use domain::journal::Event;
use domain::notice::{Content, NoticeKind};
use jiff::{SignedDuration, Timestamp};
use store::{Batch, drafts};
use tokio::task::JoinSet;
use world::citizen::filed;
use world::{Engine, World, between, copy_of, edit};

async fn forty_file_one_draft(engine: Engine) {
    let Some(world) = World::on(engine).await else { return };
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let mut filing = JoinSet::new();
    for _ in 0..40 {
        let (mut one, draft) = (citizen.clone(), draft.clone());
        filing.spawn(async move { one.file(&draft).await });
    }
    let answers: BTreeSet<(String, String)> =
        filing.join_all().await.into_iter().map(|one| (one.case, one.number)).collect();
    assert_eq!(answers.len(), 1, "forty clicks were answered differently: {answers:?}");
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: FORM-14, INTAKE-04.
#[tokio::test(flavor = "multi_thread")]
async fn forty_clients_filing_one_draft_make_one_application() {
    forty_file_one_draft(Engine::Sqlite).await;
}

/// Proves: FORM-14, INTAKE-04.
#[tokio::test(flavor = "multi_thread")]
async fn forty_clients_filing_one_draft_make_one_application_on_postgres() {
    forty_file_one_draft(Engine::Postgres).await;
}

/// Proves: FORM-14, FORM-20.
#[tokio::test]
async fn a_second_click_a_late_retry_and_the_old_pages_all_lead_to_the_same_application() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let begun = Timestamp::now();
    let first = citizen.file(&draft).await;
    assert!(Timestamp::now().duration_since(begun) < SignedDuration::from_secs(5), "FORM-14: within five seconds");
    assert_eq!(citizen.file(&draft).await, first);
    let own = format!("/cases/{}", first.case);
    for old in [format!("/drafts/{draft}"), format!("/drafts/{draft}/plot"), format!("/drafts/{draft}/review")] {
        assert_eq!(citizen.browser.get(&old).await.leads_to(), Some(own.as_str()), "{old}");
    }
    let late = citizen.browser.post(&format!("/drafts/{draft}/plot"), &[("comment", "ещё")]).await;
    assert_eq!(late.status, 409, "what was sent cannot be changed: {}", late.words());
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-09, INTAKE-04, STATUS-07, RESULT-01.
#[tokio::test]
async fn a_hunting_ticket_is_decided_by_the_machine_within_ten_seconds() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "the ticket is issued", |case| case.state == CaseState::Completed).await;
    let took = world.time_to_decide(&filed.case).await;
    assert!(took < SignedDuration::from_secs(10), "from sending to the decision: {took:#}");
    assert!(case.decision.unwrap().positive && case.results.len() == 1);
    world.settled().await;
    let kinds: Vec<NoticeKind> = world.notices(&filed.case).await.iter().map(|notice| notice.kind).collect();
    let count = |wanted| kinds.iter().filter(|kind| **kind == wanted).count();
    assert_eq!((count(NoticeKind::Registered), count(NoticeKind::Granted)), (1, 1), "{kinds:?}");
    let page = citizen.open(&format!("/cases/{}", filed.case)).await;
    assert!(page.text().contains("/results/") && page.text().contains(&filed.number));
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-09, STATUS-02.
#[tokio::test]
async fn a_refusal_names_its_ground_its_clause_and_what_can_be_done() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Примеров").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "the refusal", |case| case.decision.is_some()).await;
    assert!(world.time_to_decide(&filed.case).await < SignedDuration::from_secs(10));
    assert_eq!(case.decision.unwrap().grounds, ["H2"]);
    world.settled().await;
    let notices = world.notices(&filed.case).await;
    let refused = notices.iter().find(|notice| notice.kind == NoticeKind::Refused).expect("N4-");
    let Some(Content::Refused { reasons, .. }) = refused.says() else { panic!("{refused:?}") };
    assert!(reasons[0].clause.contains("209-ФЗ") && !reasons[0].mend.is_empty(), "{reasons:?}");
    let page = citizen.open(&format!("/cases/{}", filed.case)).await.words();
    assert!(page.contains("судимость") && page.contains("обратитесь в МВД"), "{page}");
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-09, STATUS-08.
#[tokio::test]
async fn a_source_that_cannot_answer_calls_a_person_and_never_refuses() {
    let world = World::start().await;
    world.fault("evidence", "failed").await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "a person is called", |case| case.needs_person.is_some()).await;
    assert_eq!((case.state, case.decision), (CaseState::InProgress, None));
    let journal = world.journal(&filed.case).await;
    assert!(journal.iter().any(|entry| matches!(&entry.event, Event::PersonCalled { .. })), "the reason is recorded");
    let mut official = world.official("lesnova").await;
    let queue = official.open("/desk?view=person").await;
    assert!(queue.text().contains(&filed.number), "{}", queue.words());
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-09.
#[tokio::test]
async fn a_silent_source_is_waited_for_and_its_late_answer_decides() {
    let world = World::start().await;
    world.fault("evidence", "down").await;
    let mut citizen = world.sign_in("Образцова").await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    let asked = |case: &domain::case::Case| case.sources.len() == 1;
    let waiting = world.case_that(&filed.case, "the source is asked", asked).await;
    assert_eq!((waiting.state, waiting.decision), (CaseState::InProgress, None), "silence refuses nobody");
    world.fault("evidence", "none").await;
    let case = world.case_that(&filed.case, "the late answer", |case| case.decision.is_some()).await;
    assert!(case.decision.unwrap().positive);
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: SEC-06, INTAKE-01, STATUS-03, STATUS-09.
#[tokio::test]
async fn with_every_outside_system_down_filing_works_and_everything_catches_up() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Образцова").await;
    citizen.choose_copies().await;
    let draft = citizen.hunting_ticket().await;
    for system in ["esia", "evidence", "mail", "sms"] {
        world.fault(system, "down").await;
    }
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "registered by ourselves", |case| case.registered_at.is_some()).await;
    let told = world.notices(&filed.case).await;
    assert!(
        told.iter().any(|notice| notice.kind == NoticeKind::Registered),
        "the account has it whatever the mail does"
    );
    assert!(world.caught().await.is_empty());
    for system in ["esia", "evidence", "mail", "sms"] {
        world.fault(system, "none").await;
    }
    world.case_that(&filed.case, "caught up", |case| case.state == CaseState::Completed).await;
    world.settled().await;
    let letters = world.caught().await;
    assert!(
        letters.iter().any(|letter| letter["subject"].as_str().unwrap().contains("принято решение")),
        "{letters:?}"
    );
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: INTAKE-12, SEC-05, SEC-06.
#[tokio::test]
async fn on_a_day_off_an_application_is_accepted_at_once_and_counts_from_the_next_working_day() {
    let region = std::env::temp_dir().join(format!("okno-region-{}", std::process::id()));
    copy_of("region", &region);
    let zone = jiff::tz::TimeZone::get("Europe/Samara").unwrap();
    let today = Timestamp::now().to_zoned(zone).date();
    let calendar = region.join(format!("calendars/{}.yaml", today.year()));
    let days = std::fs::read_to_string(&calendar).unwrap();
    let is_off = days.contains(&format!("  {today}:")) || today.weekday().to_monday_one_offset() > 5;
    if !is_off {
        let count: u32 = between(&days, "working-days: ", "\n").unwrap().parse().unwrap();
        edit(&calendar, &format!("working-days: {count}"), &format!("working-days: {}", count - 1));
        edit(&calendar, "days-off:\n", &format!("days-off:\n  {today}: Выдуманный выходной\n"));
    }
    let world = World::with(&[("OKNO_REGION", region.to_str().unwrap())]).await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "registered", |case| case.registered_at.is_some()).await;
    let due = case.registration_due.expect("a due moment");
    assert!(due.at.duration_since(case.filed_at) > SignedDuration::from_hours(24) || is_off, "{}", due.explain());
    assert!(
        case.registered_at.unwrap().duration_since(case.filed_at) < SignedDuration::from_secs(60),
        "accepted at once"
    );
    assert_eq!(world.check_journals().await, 1);
    std::fs::remove_dir_all(region).unwrap();
}

/// Proves: FORM-21, INTAKE-09, RESULTREG-01.
#[tokio::test]
async fn a_large_family_gets_its_status_with_the_children_that_esia_knows() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Многодетнова").await;
    let draft = citizen.large_family().await;
    let review = citizen.open(&format!("/drafts/{draft}/review")).await.words();
    for child in ["Мария", "Степан", "Полина", "Тимофей"] {
        assert!(review.contains(child), "{child} is missing: {review}");
    }
    let filed = citizen.file(&draft).await;
    let case = world.case_that(&filed.case, "the status", |case| case.state == CaseState::Completed).await;
    assert!(case.decision.unwrap().positive);
    let page = citizen.open(&format!("/results/{}", case.results[0])).await;
    assert!(page.status == 200 && page.words().contains("Тимофей"), "{}", page.words());
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: FORM-08, FORM-13, FORM-03.
#[tokio::test]
async fn a_draft_with_mistakes_is_saved_given_back_as_typed_and_kept_three_months_from_the_last_save() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.start("land-plan").await;
    let db = world.db().await;
    let id = domain::id::DraftId(draft.clone());
    let before = drafts::by_id(&db, &id).await.unwrap().unwrap();
    let aged = Draft { keep_until: before.keep_until - SignedDuration::from_hours(24 * 60), ..before.clone() };
    db.commit(Batch::new().with(drafts::save(&aged, before.revision))).await.unwrap();
    citizen.save(&draft, "plot", &[("plot.cadastral", "63:ошибка"), ("building.floors", "сто")]).await;
    let after = drafts::by_id(&db, &id).await.unwrap().unwrap();
    assert_eq!(after.keep_until, before.keep_until, "each save begins the term anew");
    assert!(after.keep_until.duration_since(after.saved_at) >= SignedDuration::from_hours(24 * 89));
    let page = citizen.open(&format!("/drafts/{draft}/plot")).await.text();
    assert!(page.contains("value=\"63:ошибка\""), "{page}");
    assert!(page.contains("wrong-text"), "the message is there again");
    let refused = citizen.press_file(&draft).await;
    assert_eq!((refused.status, filed(&refused)), (422, None));
    assert!(citizen.open("/account").await.text().contains(&draft), "the draft is found in the account");
}

/// Proves: INTAKE-13.
#[tokio::test]
async fn an_applicant_may_take_an_application_back_before_the_decision_and_not_after() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let plan = citizen.file(&draft).await;
    let again = citizen.land_plan().await;
    let review = citizen.open(&format!("/drafts/{again}/review")).await;
    assert!(review.text().contains(&plan.case), "a likely duplicate is shown with a link");
    let taken = citizen.browser.post(&format!("/cases/{}/withdraw", plan.case), &[]).await;
    assert_eq!(taken.status, 303, "{}", taken.words());
    assert_eq!(world.case(&plan.case).await.state, CaseState::Withdrawn);
    let ticket = citizen.hunting_ticket().await;
    let ticket = citizen.file(&ticket).await;
    world.case_that(&ticket.case, "decided", |case| case.state == CaseState::Completed).await;
    let late = citizen.browser.post(&format!("/cases/{}/withdraw", ticket.case), &[]).await;
    assert_eq!(late.status, 409, "{}", late.words());
    world.settled().await;
    assert_eq!(world.check_journals().await, 2);
}

/// Proves: RESULT-04, RESULT-02, RESULT-10, PROCEDURE-03.
#[tokio::test]
async fn an_official_grants_and_signs_and_the_owner_keeps_a_result_that_anybody_can_check() {
    let world = World::start().await;
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    let waits = |case: &domain::case::Case| {
        case.facts.value("planning.needed").is_some()
            && case.facts.value("plot.held").is_some()
            && case.facts.value("plot.found").is_some()
    };
    world.case_that(&filed.case, "all sources answered", waits).await;
    let mut official = world.official("zodchev").await;
    official.take(&filed.case).await;
    official.grant(&filed.case).await;
    official.sign(&filed.case).await;
    let case = world.case_that(&filed.case, "the plan is issued", |case| case.state == CaseState::Completed).await;
    let result = format!("/results/{}", case.results[0]);
    let page = citizen.open(&result).await.text();
    let paper = citizen.open(&format!("{result}/document.pdf")).await;
    assert!(paper.body.starts_with(b"%PDF"));
    assert!(citizen.open(&format!("{result}/signature.p7s")).await.body.len() > 500);
    let code = between(&page, "/check/", "\"").unwrap();
    let checked = world.stranger().open(&format!("/check/{code}")).await;
    assert!(checked.status == 200 && checked.words().contains("ействител"), "{}", checked.words());
    assert!(!checked.text().contains("Землев"), "the public page names nobody");
    world.settled().await;
    assert_eq!(world.check_journals().await, 1);
}

/// Proves: STATUS-09, STATUS-03.
#[tokio::test]
async fn an_address_that_does_not_exist_is_switched_off_and_the_account_says_so() {
    let world = World::start().await;
    world.fault("mail", "bounce").await;
    let mut citizen = world.sign_in("Образцова").await;
    citizen.choose_copies().await;
    let draft = citizen.hunting_ticket().await;
    let filed = citizen.file(&draft).await;
    world.case_that(&filed.case, "issued", |case| case.state == CaseState::Completed).await;
    world.settled().await;
    assert!(world.caught().await.iter().all(|one| one["channel"] != "mail"));
    assert!(!world.notices(&filed.case).await.is_empty(), "the account copies are there all the same");
    let account = citizen.open("/account").await.words();
    assert!(account.contains("Копия уведомления вернулась"), "the account asks for another address: {account}");
    assert_eq!(world.check_journals().await, 1);
}

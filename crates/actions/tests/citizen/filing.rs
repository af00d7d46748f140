//! Filing: once, by the right account, with every answer in order; copies of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use actions::citizen::copy::{self, Of};
use actions::citizen::drafts::open;
use actions::citizen::file_application::{file_application, file_opened, likely_duplicates};
use actions::citizen::foresee::foreseen;
use actions::citizen::session::Session;
use actions::citizen::start_draft::{barrier, start};
use actions::citizen::{applications, informing};
use actions::stop::Stop;
use connect::esia::{Role, RoleKind};
use domain::id::DraftId;
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use regulation::form;
use regulation::package::Assurance;
use store::{Batch, drafts};
use tokio::task::JoinSet;

use super::world::World;
use super::{known, put};

/// A draft that can be sent: the published sample.
async fn ready(world: &World, who: &Session) -> DraftId {
    ready_of(world, who, "hunting-ticket").await
}

async fn ready_of(world: &World, who: &Session, service: &str) -> DraftId {
    let id = start(&world.office, who, service, None).await.unwrap();
    let mut draft = drafts::by_id(&world.office.db, &id).await.unwrap().unwrap();
    let service = world.office.library.current(service, world.office.today(world.now())).unwrap();
    draft.answers = informing::sample_answers(service);
    let read = draft.revision;
    draft.revision += 1;
    world.office.db.commit(Batch::new().with(drafts::save(&draft, read))).await.unwrap();
    id
}

/// Proves: FORM-14.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_clients_sending_one_draft_make_one_application() {
    let world = Arc::new(World::new().await);
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &who).await;
    let mut senders = JoinSet::new();
    for _ in 0..40 {
        let (world, who, id) = (Arc::clone(&world), who.clone(), id.clone());
        senders.spawn(async move { file_application(&world.office, &who, &id, &[]).await.unwrap() });
    }
    let cases: BTreeSet<_> = senders.join_all().await.into_iter().collect();
    assert_eq!(cases.len(), 1);
    let mine = applications::of_person(&world.office, &who, None).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert!(mine[0].number.starts_with("МП-2026-000001-"), "{}", mine[0].number);
}

/// Proves: FORM-20, FORM-14.
#[tokio::test]
async fn wrong_answers_are_refused_with_the_codes_of_the_form_and_no_number_is_used() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &who).await;
    put(&world, &who, &id, "applicant", &[("applicant.snils", "112-233-445 96"), ("applicant.birthplace", "")]).await;
    let opened = open(&world.office, &who, &id).await.unwrap();
    let expected = form::check(&opened.regulation, &opened.draft.answers, &opened.draft.prefill, opened.today);
    assert!(!expected.is_empty());
    match file_application(&world.office, &who, &id, &[]).await {
        Err(Stop::Problems(problems)) => assert_eq!(problems, expected),
        other => panic!("{other:?}"),
    }
    put(&world, &who, &id, "applicant", &[("applicant.snils", "112-233-445 95"), ("applicant.birthplace", "село")])
        .await;
    let case = file_application(&world.office, &who, &id, &[]).await.unwrap();
    assert!(world.case(&case).await.number.contains("-000001-"));
}

/// Proves: SEC-01.
#[tokio::test]
async fn an_account_that_is_too_weak_is_told_so_and_its_draft_is_kept() {
    let world = World::new().await;
    let strong = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &strong).await;
    for level in [Assurance::Simplified, Assurance::Standard] {
        let mut weak = strong.clone();
        weak.person.assurance = level;
        let service = world.office.library.current("hunting-ticket", world.office.today(world.now())).unwrap();
        assert_eq!(barrier(service, &weak), Some(Refusal::AssuranceTooLow));
        let begun = start(&world.office, &weak, "hunting-ticket", None).await;
        assert!(matches!(begun, Err(Stop::Refused(Refusal::AssuranceTooLow))));
        let filed = file_application(&world.office, &weak, &id, &[]).await;
        assert!(matches!(filed, Err(Stop::Refused(Refusal::AssuranceTooLow))));
        assert!(open(&world.office, &weak, &id).await.unwrap().draft.answers.contains_key("request.kind"));
    }
    file_application(&world.office, &strong, &id, &[]).await.unwrap();
}

/// Proves: FORM-18.
#[tokio::test]
async fn a_public_body_is_never_an_applicant() {
    let world = World::new().await;
    let person = known(&world, Assurance::Confirmed).await;
    let role = |kind| Role {
        oid: "1".to_owned(),
        kind,
        name: "Пример".to_owned(),
        short: None,
        ogrn: None,
        inn: None,
        is_chief: true,
        is_admin: true,
    };
    let acting = |kind| {
        let mut session = person.clone();
        session.role = Some(role(kind));
        session
    };
    for service in ["hunting-ticket", "land-plan"] {
        let begun = start(&world.office, &acting(RoleKind::PublicBody), service, None).await;
        assert!(matches!(begun, Err(Stop::Refused(Refusal::NotAnApplicant))), "{service}: {begun:?}");
    }
    let begun = start(&world.office, &acting(RoleKind::Organisation), "hunting-ticket", None).await;
    assert!(matches!(begun, Err(Stop::Refused(Refusal::NotAnApplicant))));
    let id = ready(&world, &person).await;
    let filed = file_application(&world.office, &acting(RoleKind::PublicBody), &id, &[]).await;
    assert!(matches!(filed, Err(Stop::Refused(Refusal::NotAnApplicant))));
}

/// Proves: FORM-14, FORM-08.
#[tokio::test]
async fn a_sent_draft_cannot_be_changed() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &who).await;
    let case = file_application(&world.office, &who, &id, &[]).await.unwrap();
    let patch = actions::citizen::drafts::Patch::default();
    let saved = actions::citizen::drafts::save(&world.office, &who, &id, &patch).await.map(|_| ());
    assert!(matches!(saved, Err(Stop::Refused(Refusal::DraftSent))));
    assert_eq!(file_application(&world.office, &who, &id, &[]).await.unwrap(), case);
}

/// Proves: FORM-06, FORM-09.
#[tokio::test]
async fn a_copy_for_machines_holds_every_visible_value_and_the_number() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &who).await;
    let draft = copy::machine(&world.office, &who, &Of::Draft(&id)).await.unwrap();
    assert_eq!(draft["number"], serde_json::Value::Null);
    let case = file_application(&world.office, &who, &id, &[]).await.unwrap();
    let sent = copy::machine(&world.office, &who, &Of::Case(&case)).await.unwrap();
    assert_eq!(sent["number"], world.case(&case).await.number);
    assert_eq!(sent["steps"], draft["steps"]);
    let text = sent.to_string();
    for value in ["Образцов", "город Образцовск", "photo.jpg", "service-centre"] {
        assert!(text.contains(value), "{value}");
    }
    let other = world.person("Другова Другая").await;
    assert!(matches!(copy::machine(&world.office, &other, &Of::Case(&case)).await, Err(Stop::Missing)));
    assert!(matches!(copy::machine(&world.office, &other, &Of::Draft(&id)).await, Err(Stop::Missing)));
}

/// Proves: FORM-09.
#[tokio::test]
async fn the_printed_copy_is_a_pdf_with_a_draft_or_number_mark() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &who).await;
    let pdf = copy::pdf(&world.office, &who, &Of::Draft(&id), |at| at.to_string(), |size| size.to_string()).await;
    assert!(pdf.unwrap().starts_with(b"%PDF-"));
}

/// Proves: FORM-06.
#[tokio::test]
async fn a_new_draft_from_an_earlier_request_leaves_out_dates_and_declarations() {
    let world = World::new().await;
    let who = world.person("Образцов Пример Примерович").await;
    let id = ready(&world, &who).await;
    let case = file_application(&world.office, &who, &id, &[]).await.unwrap();
    let again = start(&world.office, &who, "hunting-ticket", Some(&case)).await.unwrap();
    let draft = open(&world.office, &who, &again).await.unwrap().draft;
    assert_eq!(draft.answers.get("applicant.last_name").unwrap(), "Образцов");
    for left in ["applicant.birthdate", "read_rules"] {
        assert!(draft.answers.get(left).is_none(), "{left}");
    }
    let other = known(&world, Assurance::Confirmed).await;
    assert!(matches!(start(&world.office, &other, "hunting-ticket", Some(&case)).await, Err(Stop::Missing)));
}

/// Proves: INTAKE-13.
#[tokio::test]
async fn a_likely_duplicate_is_named_and_never_refused() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let first = ready(&world, &who).await;
    assert!(likely_duplicates(&world.office, &who, "hunting-ticket").await.unwrap().is_empty());
    let case = file_application(&world.office, &who, &first, &[]).await.unwrap();
    let named = likely_duplicates(&world.office, &who, "hunting-ticket").await.unwrap();
    assert_eq!(named.iter().map(|one| &one.id).collect::<Vec<_>>(), [&case]);
    let second = ready(&world, &who).await;
    assert_ne!(file_application(&world.office, &who, &second, &[]).await.unwrap(), case);
}

/// Proves: FORM-12.
#[tokio::test]
async fn a_sent_request_is_readable_a_year_later() {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready(&world, &who).await;
    let case = file_application(&world.office, &who, &id, &[]).await.unwrap();
    world.wait(SignedDuration::from_hours(24 * 365));
    let opened = applications::open(&world.office, &who, &case).await.unwrap();
    assert_eq!(opened.case.id, case);
    assert!(!copy::sent(&world.office, &who, &case).await.unwrap().steps.is_empty());
}

/// Proves: FORM-14, PROFILE-04.
#[tokio::test]
async fn who_comes_before_the_opening_second_is_told_when_and_keeps_the_draft() {
    let world = World::of(&["first-grade"]).await;
    let opens: Timestamp = "2026-04-01T00:00:00+04:00".parse().unwrap();
    world.wait(world.now().duration_until(opens) - SignedDuration::from_secs(10));
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready_of(&world, &who, "first-grade").await;
    let early = foreseen(&world.office, &who, &open(&world.office, &who, &id).await.unwrap());
    assert_eq!(early.opens, Some(opens));
    assert_eq!(early.grounds.iter().map(|ground| ground.id.as_str()).collect::<Vec<_>>(), ["F3"]);
    world.wait(SignedDuration::from_secs(10));
    let opened = open(&world.office, &who, &id).await.unwrap();
    let in_time = foreseen(&world.office, &who, &opened);
    assert!(in_time.grounds.is_empty() && in_time.opens.is_none(), "{in_time:?}");
    file_opened(&world.office, &who, opened, &[]).await.unwrap();
}

/// Proves: PROFILE-04.
#[tokio::test]
async fn a_day_without_an_opening_ahead_is_told_as_a_refusal_alone() {
    let world = World::of(&["first-grade"]).await;
    let after: Timestamp = "2026-10-01T12:00:00+04:00".parse().unwrap();
    world.wait(world.now().duration_until(after));
    let who = known(&world, Assurance::Confirmed).await;
    let id = ready_of(&world, &who, "first-grade").await;
    let late = foreseen(&world.office, &who, &open(&world.office, &who, &id).await.unwrap());
    assert!(late.opens.is_none() && late.grounds.iter().any(|ground| ground.id == "F3"), "{late:?}");
}

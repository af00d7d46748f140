//! Filing: once, with the citizen's moment, beside the case; told to the federal system when it answers.

use actions::complaint::{self, Filed};
use actions::stop::Stop;
use connect::Failure;
use connect::appeals::REFERENCE_DATA;
use domain::complaint::{Filing, State};
use domain::refusal::Refusal;
use jiff::SignedDuration;

use crate::people::{filing, refused};

/// Proves: APPEAL-04, SM-15.
#[tokio::test]
async fn a_complaint_begins_from_the_case_with_its_data_and_changes_nothing_of_it() {
    let refused = refused().await;
    let before = refused.world.case(&refused.case).await;
    let form = complaint::form(&refused.world.office, &refused.who, Some(&refused.case)).await.unwrap();
    let (object, ground) = form.suggested.unwrap();
    assert_eq!((object.name(), ground.as_str()), ("decision", "service-refused"), "what the case suggests");
    let id = refused.file(filing()).await;
    let filed = refused.complaint(&id).await;
    assert_eq!(filed.authority, "city-architecture", "of the case, whatever was typed");
    assert_eq!(filed.about.as_ref().unwrap().number, before.number);
    assert!(filed.number.starts_with("ЖГА-2026-000001-"), "{}", filed.number);
    assert_eq!(refused.world.case(&refused.case).await, before, "neither stopped nor worsened");
    let pack = store::complaints::pack(&refused.world.office.db, &id).await.unwrap().unwrap();
    assert_eq!(pack.entries, refused.world.journal(&refused.case).await, "the whole journal, made by the machine");
    assert_eq!(pack.decision.unwrap().grounds, ["G3"]);
}

/// Proves: APPEAL-02, APPEAL-04.
#[tokio::test]
async fn it_is_filed_once_however_often_it_is_sent_and_is_nobody_elses() {
    let refused = refused().await;
    let office = &refused.world.office;
    let key = refused.key().await;
    let send = async || complaint::file(office, &refused.who, &key, Some(&refused.case), filing()).await;
    let (Filed::Done(first), Filed::Done(again)) = (send().await.unwrap(), send().await.unwrap()) else { panic!() };
    assert_eq!(first, again);
    assert_eq!(complaint::list(office, &refused.who).await.unwrap().len(), 1);
    let other = refused.world.person("Чужакова Другая Примеровна").await;
    assert!(matches!(complaint::open(office, &other, &first).await, Err(Stop::Missing)));
    assert!(matches!(complaint::withdraw(office, &other, &first).await, Err(Stop::Missing)));
    let stolen = complaint::form(office, &other, Some(&refused.case)).await;
    assert!(matches!(stolen, Err(Stop::Missing)), "another's case");
    complaint::withdraw(office, &refused.who, &first).await.unwrap();
    assert_eq!(refused.complaint(&first).await.state, State::Withdrawn);
}

/// Proves: APPEAL-04.
#[tokio::test]
async fn a_complaint_can_be_filed_without_a_case() {
    let refused = refused().await;
    let office = &refused.world.office;
    let key = complaint::form(office, &refused.who, None).await.unwrap().key.to_string();
    let loose = Filing { authority: "nature-ministry".to_owned(), ground: "intake-refused".to_owned(), ..filing() };
    let Filed::Done(id) = complaint::file(office, &refused.who, &key, None, loose).await.unwrap() else { panic!() };
    let filed = refused.complaint(&id).await;
    assert_eq!((filed.about, filed.authority.as_str()), (None, "nature-ministry"));
    let empty = complaint::form(office, &refused.who, None).await.unwrap().key.to_string();
    let wrong = complaint::file(office, &refused.who, &empty, None, Filing::default()).await.unwrap();
    assert!(matches!(wrong, Filed::Wrong(flaws) if flaws.len() == 6));
}

/// Proves: APPEAL-03.
#[tokio::test]
async fn while_the_federal_system_is_down_a_complaint_waits_and_keeps_the_citizens_moment() {
    let refused = refused().await;
    refused.federal().behave(Some(Failure::later("appeals", "down for a day")));
    let id = refused.file(filing()).await;
    let filed_at = refused.complaint(&id).await.filed_at;
    refused.work().await;
    assert_eq!(refused.complaint(&id).await.federal.number, None);
    refused.world.wait(SignedDuration::from_hours(20));
    refused.federal().behave(None);
    refused.work().await;
    let taken = refused.federal().taken();
    let (number, message) = &taken[0];
    assert_eq!(message.filed_at, filed_at, "the citizen's, not that of the sending");
    let known = refused.complaint(&id).await;
    assert_eq!((known.state, known.federal.number.as_ref()), (State::Registered, Some(number)));
    assert_eq!(refused.federal().taken().len(), 1, "one complaint, told twice");
}

/// Proves: APPEAL-03.
#[tokio::test]
async fn missing_reference_data_is_a_defect_that_is_seen_and_mends_itself_once_it_is_there() {
    let refused = refused().await;
    let missing = Failure::rejected("appeals", REFERENCE_DATA, "справочник органа");
    refused.federal().behave(Some(missing));
    let id = refused.file(filing()).await;
    refused.work().await;
    let known = refused.complaint(&id).await;
    assert_eq!((known.state, known.federal.defect.as_deref()), (State::Filed, Some("справочник органа")));
    refused.federal().behave(None);
    refused.world.wait(SignedDuration::from_hours(2));
    refused.work().await;
    let known = refused.complaint(&id).await;
    assert_eq!((known.state, known.federal.defect), (State::Registered, None));
}

/// Proves: APPEAL-06.
#[tokio::test]
async fn a_term_that_passes_is_marked_by_the_machine() {
    let refused = refused().await;
    refused.federal().behave(Some(Failure::later("appeals", "down")));
    let id = refused.file(filing()).await;
    machine_keeps_house(&refused).await;
    assert!(refused.complaint(&id).await.breached.is_empty(), "still in time");
    refused.world.wait(SignedDuration::from_hours(24 * 4));
    machine_keeps_house(&refused).await;
    machine_keeps_house(&refused).await;
    assert_eq!(refused.complaint(&id).await.breached, ["register"]);
    let journal = store::complaints::journal(&refused.world.office.db, &id).await.unwrap();
    let marks = journal.iter().filter(|(entry, _)| entry.event.name() == "term-passed");
    assert_eq!(marks.count(), 1);
}

async fn machine_keeps_house(refused: &crate::people::Refused) {
    actions::machine::keep_house(&refused.world.office).await;
}

#[tokio::test]
async fn an_official_is_no_citizen() {
    let refused = refused().await;
    let id = refused.file(filing()).await;
    let clerk = complaint::card(&refused.world.office, &refused.clerk, &id, |_| "слова".to_owned()).await;
    assert!(matches!(clerk.map(|_| ()), Err(Stop::Refused(Refusal::NotAllowed))), "a caseworker sees no complaints");
}

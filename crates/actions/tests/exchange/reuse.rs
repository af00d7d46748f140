//! A fresh answer serves again where the regulation lets it, and only there.

use actions::exchange::asked;
use actions::library::Library;
use connect::exchange::Way;
use domain::case::{Actor, Wish};
use domain::evidence::EvidenceState;
use domain::id::CaseId;
use domain::permit::Subject;
use jiff::SignedDuration;
use regulation::clock::Term;

use crate::office::{SOURCE, clean, memory, pass, requests, work, world};
use crate::world::World;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A world whose police register lets its answer serve for thirty days, or not at all.
async fn lasting(fresh: Option<&str>) -> World {
    let mut world = world(Way::ByQueue, vec![clean()]).await;
    let today = world.office.today(world.now());
    let current = world.office.library.current("hunting-ticket", today).unwrap();
    let mut regulation = (**current).clone();
    regulation.sources.get_mut(SOURCE).unwrap().fresh = fresh.map(|term| Term::parse(term).unwrap());
    world.office.library = Library::new([regulation]);
    world
}

/// One more application of the same person, answered, then taken back.
async fn once_more(world: &World, who: &actions::citizen::session::Session) -> CaseId {
    let case = world.file(who, "hunting-ticket", &[]).await;
    work(world).await;
    pass(world, 5, SignedDuration::from_secs(1)).await;
    assert_eq!(requests(world, &case).await[0].state, EvidenceState::Answered);
    let taken_back = Wish::Withdraw;
    let opened = world.office.open_case(&case).await.unwrap();
    let by = Actor::Applicant(who.person.id.clone());
    if let Ok(change) = world.office.decide(&opened, &taken_back, &by, world.now()) {
        world.office.commit_change(&opened, &change, []).await.unwrap();
    }
    case
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn a_fresh_answer_serves_again_and_an_old_one_does_not() {
    let world = lasting(Some("30 cd")).await;
    let who = world.person("Образцов Пример Примерович").await;
    let first = once_more(&world, &who).await;
    world.wait(DAY * 2);
    let second = once_more(&world, &who).await;
    assert_eq!(memory(&world).asked().len(), 1, "nobody was asked again");
    let (one, two) = (requests(&world, &first).await.remove(0), requests(&world, &second).await.remove(0));
    assert_eq!(two.reused.as_ref(), Some(&one.id));
    assert_eq!(two.answer, one.answer, "with the moment at which it was said");
    assert!(two.message.is_none());
    world.wait(DAY * 40);
    let third = once_more(&world, &who).await;
    assert_eq!(memory(&world).asked().len(), 2);
    assert_eq!(requests(&world, &third).await[0].reused, None);
}

/// Proves: PROCEDURE-06, SEC-04.
#[tokio::test]
async fn another_person_and_a_source_that_says_nothing_are_asked_each_time() {
    let world = lasting(Some("30 cd")).await;
    for name in ["Образцов Пример Примерович", "Другова Примера Примеровна"]
    {
        let who = world.person(name).await;
        once_more(&world, &who).await;
    }
    assert_eq!(memory(&world).asked().len(), 2);
    let world = lasting(None).await;
    let who = world.person("Образцов Пример Примерович").await;
    once_more(&world, &who).await;
    once_more(&world, &who).await;
    assert_eq!(memory(&world).asked().len(), 2);
}

/// Proves: PROCEDURE-06, SEC-03.
#[tokio::test]
async fn the_person_sees_whom_we_asked_and_which_answer_served_again() {
    let world = lasting(Some("30 cd")).await;
    let who = world.person("Образцов Пример Примерович").await;
    let first = once_more(&world, &who).await;
    world.wait(DAY);
    let second = once_more(&world, &who).await;
    let seen = asked::of_case(&world.office, &who.subject(), &first).await.unwrap().remove(0);
    assert_eq!((seen.state, seen.reused_from), (EvidenceState::Answered, None));
    assert!(!seen.title.is_empty() && !seen.clause.is_empty() && !seen.keys.is_empty() && !seen.service.is_empty());
    let again = asked::of_case(&world.office, &who.subject(), &second).await.unwrap().remove(0);
    assert_eq!(again.reused_from, seen.answered_at);
    let stranger = world.person("Другова Примера Примеровна").await;
    let refused = asked::of_case(&world.office, &stranger.subject(), &first).await;
    assert!(matches!(refused, Err(actions::stop::Stop::Missing)), "{refused:?}");
    assert!(asked::of_case(&world.office, &Subject::Anonymous, &first).await.is_err());
}

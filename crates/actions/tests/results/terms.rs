//! What entries come to by themselves.

use actions::register::download::{self, Part};
use actions::register::{check, terms};
use domain::result::ResultState;
use jiff::SignedDuration;
use store::{Batch, results};

use crate::issued::Issued;

/// Proves: SM-22, RESULT-04.
#[tokio::test]
async fn past_its_terms_an_entry_expires_and_leaves_the_account_each_once() {
    let issued = Issued::new().await;
    let office = &issued.world.office;
    let soon = issued.world.now() + SignedDuration::from_hours(1);
    let valid = issued.another(1, |record| record.valid_until = Some(soon)).await;
    let kept = issued.another(2, |record| record.keep_until = Some(soon)).await;
    assert_eq!(terms::pass(office).await.unwrap(), 0, "not yet");
    issued.world.wait(SignedDuration::from_hours(2));
    assert_eq!(terms::pass(office).await.unwrap(), 2);
    assert_eq!(terms::pass(office).await.unwrap(), 0, "once");
    let expired = results::by_id(&office.db, &valid.id).await.unwrap().unwrap();
    assert_eq!((expired.state, expired.revision), (ResultState::Expired, 2));
    let left = results::by_id(&office.db, &kept.id).await.unwrap().unwrap();
    assert_eq!(left.state, ResultState::Active, "the register keeps it in force");
    let held = download::held(office, &issued.who.subject(), &kept.id).await.unwrap();
    assert!(held.is_gone(issued.world.now()), "its page says so, it is not «not found»");
    assert!(download::part(office, &held, Part::Data, issued.world.now()).await.is_err());
    let known = check::by_text(office, &kept.check_code, issued.world.now()).await.unwrap();
    assert!(matches!(known, actions::register::answer::Answer::Known(_)));
    let events = issued.world.journal(&issued.case).await;
    assert_eq!(events.iter().filter(|entry| entry.event.name() == "result_changed").count(), 1);
}

/// Proves: SM-22.
#[tokio::test]
async fn a_term_of_an_entry_that_ended_before_changes_nothing() {
    let issued = Issued::new().await;
    let office = &issued.world.office;
    let soon = issued.world.now() + SignedDuration::from_hours(1);
    let valid = issued.another(1, |record| record.valid_until = Some(soon)).await;
    let by = domain::case::Actor::Official(issued.signer.id.clone());
    let annulled =
        domain::result::change(&valid, ResultState::Annulled, "Решение суда", &by, issued.world.now()).unwrap();
    let write = results::append(&annulled, issued.world.now(), &by);
    office.db.commit(Batch::new().with(write)).await.unwrap();
    issued.world.wait(SignedDuration::from_hours(2));
    assert_eq!(terms::pass(office).await.unwrap(), 0);
    assert_eq!(results::by_id(&office.db, &valid.id).await.unwrap(), Some(annulled));
}

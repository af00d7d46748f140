//! Delivery to another authority (RESULT-04).

use actions::machine::perform;
use actions::register::send;
use actions::stop::Stop;
use connect::Failure;
use connect::inbox::{Inbox, Memory};
use domain::refusal::Refusal;
use domain::result::SendingState;
use jiff::SignedDuration;
use store::jobs;

use crate::issued::Issued;

fn inbox(issued: &Issued) -> &Memory {
    match issued.world.office.inbox.as_ref().unwrap() {
        Inbox::Memory(memory) => memory,
        Inbox::Http(_) => panic!("tests deliver into memory"),
    }
}

/// Runs what is due, as the worker would.
async fn work(issued: &Issued) {
    let (office, now) = (&issued.world.office, issued.world.now());
    let until = now + SignedDuration::from_mins(5);
    for job in jobs::lease(&office.db, "test", now, until, 100).await.unwrap() {
        if job.work.name() == "send_result" {
            perform(office, &job).await;
        }
    }
}

/// Proves: RESULT-04.
#[tokio::test]
async fn a_result_is_delivered_once_with_its_signature_and_the_receipt_is_kept() {
    let issued = Issued::new().await;
    let (office, me, id) = (&issued.world.office, issued.who.subject(), &issued.record.id);
    let send = async |to: &str| send::send(office, &me, id, to, "льгота", issued.world.now()).await;
    send("social-ministry").await.unwrap();
    assert!(matches!(send("social-ministry").await, Err(Stop::Refused(Refusal::AlreadyDone))));
    inbox(&issued).fail_with(vec![Failure::later("inbox", "no connection")]);
    work(&issued).await;
    let state = async || actions::register::send::sendings(office, &me, id).await.unwrap().remove(0);
    assert_eq!(state().await.state, SendingState::Queued, "tried again later");
    issued.world.wait(SignedDuration::from_mins(10));
    work(&issued).await;
    let sent = state().await;
    assert_eq!((sent.state, sent.receipt.unwrap().number.as_str()), (SendingState::Delivered, "ВХ-1"));
    let taken = inbox(&issued).taken();
    assert_eq!((taken.len(), taken[0].number.as_str()), (1, issued.record.number.as_str()));
    office.verifier.verify(&taken[0].content, &taken[0].signature, issued.world.now()).unwrap();
    issued.world.wait(SignedDuration::from_mins(10));
    work(&issued).await;
    assert_eq!(inbox(&issued).taken().len(), 1);
}

/// Proves: RESULT-04.
#[tokio::test]
async fn what_the_other_side_will_not_take_is_told_in_its_words() {
    let issued = Issued::new().await;
    let (office, me, id) = (&issued.world.office, issued.who.subject(), &issued.record.id);
    send::send(office, &me, id, "social-ministry", "льгота", issued.world.now()).await.unwrap();
    inbox(&issued).fail_with(vec![Failure::rejected("inbox", "REFUSED", "Такого получателя нет.")]);
    work(&issued).await;
    let sent = send::sendings(office, &me, id).await.unwrap().remove(0);
    assert_eq!((sent.state, sent.problem.as_deref()), (SendingState::Refused, Some("Такого получателя нет.")));
    let stranger = issued.world.person("Чужаков Пример").await;
    let foreign = send::send(office, &stranger.subject(), id, "education", "льгота", issued.world.now()).await;
    assert!(matches!(foreign, Err(Stop::Missing)));
}

//! What becomes of answers: learnt once, late, after the end, contradicting, served again.

use connect::exchange::{Play, Reply, Trouble, Way};
use domain::case::{Actor, CallReason, CaseState, Wish};
use domain::evidence::EvidenceState;
use domain::job::Work;
use domain::journal::Event;
use jiff::SignedDuration;
use regulation::fact::{Facts, Known, Source, Value};
use serde_json::json;
use store::exchange::{Outcome, Stage};

use crate::office::{SOURCE, clean, memory, pass, requests, troubled, work, world};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Proves: PROCEDURE-06, INTEG-01.
#[tokio::test]
async fn an_answer_is_learnt_once_whatever_gets_lost_on_the_way() {
    for trouble in [
        None,
        Some(Trouble::Down(3)),
        Some(Trouble::LostReceipt),
        Some(Trouble::LostAck),
        Some(Trouble::Twice),
        Some(Trouble::Stale),
    ] {
        let plays = vec![trouble.map_or_else(clean, troubled)];
        let world = world(Way::ByQueue, plays).await;
        let (_, case) = world.hunter().await;
        work(&world).await;
        pass(&world, 40, SECOND).await;
        pass(&world, 3, SignedDuration::from_mins(16)).await;
        let found = requests(&world, &case).await;
        assert_eq!(found.len(), 1, "{trouble:?}");
        assert_eq!(found[0].state, EvidenceState::Answered, "{trouble:?}: {:?}", found[0].problem);
        let journal = world.journal(&case).await;
        let learnt = journal.iter().filter(|entry| matches!(&entry.event, Event::EvidenceAnswered { .. })).count();
        assert_eq!(learnt, 1, "{trouble:?}");
        let stale = usize::from(trouble == Some(Trouble::Stale));
        assert_eq!(memory(&world).asked().len(), 1, "{trouble:?}: one message arrived");
        let message = found[0].message.as_ref().unwrap();
        assert_eq!(message.generation as usize, stale, "{trouble:?}");
        let kept = store::exchange::by_id(&world.office.db, &message.id).await.unwrap().unwrap();
        assert_eq!((kept.stage, &kept.request), (Stage::Answered, &found[0].id), "{trouble:?}");
        assert!(!memory(&world).acknowledged().is_empty(), "{trouble:?}: acknowledged after it was written");
    }
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn the_request_and_its_message_are_written_before_anything_is_sent() {
    let world = world(Way::ByQueue, vec![troubled(Trouble::Down(1000))]).await;
    let (_, case) = world.hunter().await;
    work(&world).await;
    let first = requests(&world, &case).await.remove(0);
    let message = first.message.clone().unwrap();
    assert_eq!(first.state, EvidenceState::Queued);
    assert!(first.problem.is_some() && memory(&world).asked().is_empty());
    let kept = store::exchange::by_id(&world.office.db, &message.id).await.unwrap().unwrap();
    assert_eq!(kept.stage, Stage::Made);
    pass(&world, 5, SECOND).await;
    assert_eq!(requests(&world, &case).await.remove(0).message, Some(message), "resent with the same id");
    memory(&world).play(vec![clean()]);
    pass(&world, 30, SignedDuration::from_secs(10)).await;
    assert_eq!(requests(&world, &case).await.remove(0).state, EvidenceState::Answered);
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn two_workers_emptying_one_queue_learn_an_answer_once() {
    let world = world(Way::ByQueue, vec![troubled(Trouble::Twice).after(SECOND)]).await;
    let (_, case) = world.hunter().await;
    work(&world).await;
    world.wait(SignedDuration::from_secs(2));
    // The lease of the first ran out while it worked: both hold the same queue.
    let now = world.now();
    let lease = store::jobs::lease(&world.office.db, "a", now, now, 10).await.unwrap();
    let again = store::jobs::lease(&world.office.db, "b", now, now + SECOND, 10).await.unwrap();
    let polls = |job: &&store::jobs::Leased| matches!(job.work, Work::Poll { .. });
    let (one, two) = (lease.iter().find(polls).unwrap(), again.iter().find(polls).unwrap());
    tokio::join!(actions::machine::perform(&world.office, one), actions::machine::perform(&world.office, two));
    pass(&world, 3, SECOND).await;
    let journal = world.journal(&case).await;
    assert_eq!(journal.iter().filter(|entry| matches!(&entry.event, Event::EvidenceAnswered { .. })).count(), 1);
    assert_eq!(requests(&world, &case).await[0].state, EvidenceState::Answered);
}

/// Proves: PROCEDURE-06, INTAKE-09.
#[tokio::test]
async fn a_late_answer_is_taken_and_the_applicants_term_stays_as_it_was() {
    for way in [Way::ByQueue, Way::ByRequest] {
        let world = world(way, vec![clean().after(SignedDuration::from_hours(24 * 9))]).await;
        let (_, case) = world.hunter().await;
        work(&world).await;
        let term = world.case(&case).await.due.clone();
        pass(&world, 8, SignedDuration::from_hours(24)).await;
        let late = requests(&world, &case).await.remove(0);
        assert_eq!(late.state, EvidenceState::Overdue, "{way:?}");
        assert!(world.case(&case).await.needs_person.is_some(), "{way:?}: a person is called");
        pass(&world, 4, SignedDuration::from_hours(24)).await;
        let answered = requests(&world, &case).await.remove(0);
        assert_eq!(answered.state, EvidenceState::Answered, "{way:?}");
        assert_eq!(world.case(&case).await.due, term, "{way:?}: the term did not move");
    }
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn an_answer_for_an_ended_case_stays_with_its_request() {
    let world = world(Way::ByQueue, vec![clean().after(SignedDuration::from_hours(1))]).await;
    let (who, case) = world.hunter().await;
    work(&world).await;
    world.wish(&case, &Wish::Withdraw, &Actor::Applicant(who.person.id.clone())).await;
    pass(&world, 3, SignedDuration::from_mins(40)).await;
    let ended = world.case(&case).await;
    assert_eq!(ended.state, CaseState::Withdrawn);
    let request = requests(&world, &case).await.remove(0);
    assert_eq!(request.state, EvidenceState::Answered);
    assert!(!request.answer.0.is_empty() && ended.facts.get("convicted").is_none_or(|known| known.value.is_none()));
    assert_eq!(world.case(&case).await.revision, ended.revision);
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn no_data_and_a_refusal_are_told_apart() {
    for (reply, state) in
        [(Reply::Absent, EvidenceState::Absent), (Reply::Failed("нет".to_owned()), EvidenceState::Failed)]
    {
        for way in [Way::ByQueue, Way::ByRequest] {
            let world = world(way, vec![Play::of(SOURCE, reply.clone())]).await;
            let (_, case) = world.hunter().await;
            work(&world).await;
            pass(&world, 5, SECOND).await;
            assert_eq!(requests(&world, &case).await[0].state, state, "{way:?}");
        }
    }
}

/// Proves: INTEG-01, SEC-06.
#[tokio::test]
async fn a_message_that_cannot_be_believed_is_kept_for_a_person_and_its_request_stays_open() {
    let world = world(Way::ByQueue, vec![troubled(Trouble::Broken)]).await;
    let (_, case) = world.hunter().await;
    work(&world).await;
    pass(&world, 3, SECOND).await;
    let request = requests(&world, &case).await.remove(0);
    assert_eq!(request.state, EvidenceState::Sent);
    assert!(request.problem.unwrap().contains("Подпись"));
    let kept = store::exchange::unsettled(&world.office.db, 10).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].outcome, Outcome::Refused);
    assert!(store::exchange::raw(&world.office.db, &kept[0].message).await.unwrap().is_some());
    let settled = store::exchange::settle(&kept[0].message, "admin", world.now());
    world.office.db.commit(store::Batch::new().with(settled)).await.unwrap();
    assert!(store::exchange::unsettled(&world.office.db, 10).await.unwrap().is_empty());
    assert_eq!(store::exchange::raw(&world.office.db, &kept[0].message).await.unwrap(), None, "erased");
}

/// Proves: PROCEDURE-06.
#[tokio::test]
async fn two_registers_that_disagree_leave_the_fact_to_a_person() {
    let world = world(Way::ByRequest, Vec::new()).await;
    let (_, case) = world.hunter().await;
    let says = |source: &str, value: Option<bool>| {
        let mut facts = Facts::default();
        let source = Source::Register { source: source.to_owned() };
        let known = Known { value: value.map(Value::YesNo), source, at: world.now(), contested: false };
        facts.learn("convicted", known);
        Wish::Learn { facts }
    };
    world.wish(&case, &says("other.register", Some(true)), &Actor::Machine).await;
    world.wish(&case, &says(SOURCE, None), &Actor::Machine).await;
    let kept = world.case(&case).await;
    assert_eq!(kept.facts.value("convicted"), Some(&Value::YesNo(true)), "nothing does not undo something");
    world.wish(&case, &says(SOURCE, Some(false)), &Actor::Machine).await;
    let disputed = world.case(&case).await;
    assert!(disputed.facts.get("convicted").unwrap().contested);
    let reason = CallReason::read(disputed.needs_person.as_deref().unwrap());
    assert_eq!(reason, Some(CallReason::Contradiction(vec!["convicted".to_owned()])));
    world.run_machine(&case).await;
    assert_eq!(world.case(&case).await.decision, None, "nobody decides on it");
}

/// Proves: PROCEDURE-06, SEC-04.
#[tokio::test]
async fn only_the_keys_the_regulation_names_go_out() {
    let world = world(Way::ByQueue, vec![clean()]).await;
    let (_, case) = world.hunter().await;
    work(&world).await;
    let opened = world.office.open_case(&case).await.unwrap();
    let declared = &opened.regulation.sources[SOURCE].keys;
    let asked = memory(&world).asked().remove(0);
    assert_eq!(asked.service, "hunting-ticket", "a request names the service it is for");
    assert!(asked.keys.keys().all(|key| declared.contains(key)), "{:?}", asked.keys.keys());
    assert!(asked.keys.len() < opened.case.facts.0.len());
}

/// Proves: INTEG-01.
#[tokio::test]
async fn an_answer_to_nothing_we_asked_is_kept_for_a_person() {
    let world = world(Way::ByQueue, vec![clean()]).await;
    let question = connect::exchange::Question {
        id: "0199d1c2a4b57000800000000000004d".to_owned(),
        service: "hunting-ticket".to_owned(),
        source: SOURCE.to_owned(),
        keys: json!({}).as_object().unwrap().clone(),
    };
    world.office.exchange.send(&question, world.now()).await.unwrap();
    pass(&world, 3, SECOND).await;
    let kept = store::exchange::unsettled(&world.office.db, 10).await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.outcome).collect::<Vec<_>>(), [Outcome::Unknown]);
    let queue = store::exchange::queues(&world.office.db).await.unwrap().remove(0);
    assert_eq!((queue.name.as_str(), queue.failing_since), ("memory", None));
}

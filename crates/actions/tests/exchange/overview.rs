//! What an administrator sees of the exchange, and what they can do about it.

use actions::exchange::overview::{Verdict, overview, reconcile, send_again, settle};
use actions::stop::Stop;
use connect::exchange::{Play, Reply, Trouble, Way};
use domain::evidence::EvidenceState;
use domain::official::Role;
use jiff::SignedDuration;

use crate::office::{SOURCE, clean, memory, pass, requests, troubled, work, world};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Proves: INTEG-01.
#[tokio::test]
async fn an_auditor_sees_what_waits_and_since_when_and_sends_it_again() {
    let world = world(Way::ByQueue, vec![Play::of(SOURCE, Reply::Silent)]).await;
    let auditor = world.official("nature.audit", "Смотрова Примера Примеровна", &[Role::Auditor]).await;
    let clerk = world.official("nature.clerk", "Клеркова Образца Примеровна", &[Role::Caseworker]).await;
    let (_, case) = world.hunter().await;
    work(&world).await;
    pass(&world, 3, SECOND).await;
    assert!(matches!(overview(&world.office, &clerk).await, Err(Stop::Refused(_))));
    let seen = overview(&world.office, &auditor).await.unwrap();
    assert_eq!(seen.arm, "memory");
    assert_eq!(seen.queues.iter().map(|queue| queue.name.as_str()).collect::<Vec<_>>(), ["memory"]);
    let police = seen.systems.iter().find(|system| system.name == "mvd").unwrap();
    let request = requests(&world, &case).await.remove(0);
    assert_eq!((police.waiting, police.failed, police.oldest), (1, 0, Some(request.asked_at)));
    let open = reconcile(&world.office, &auditor).await.unwrap();
    assert_eq!(open.iter().map(|one| one.verdict).collect::<Vec<_>>(), [Verdict::Underway]);
    send_again(&world.office, &auditor, &request.id).await.unwrap();
    work(&world).await;
    let resent = requests(&world, &case).await.remove(0);
    assert_eq!((resent.state, resent.message), (EvidenceState::Sent, request.message));
    assert_eq!(memory(&world).asked().len(), 1, "the same message");
}

/// Proves: INTEG-01.
#[tokio::test]
async fn what_never_left_and_what_cannot_be_believed_stand_out() {
    let world = world(Way::ByQueue, vec![troubled(Trouble::Down(100))]).await;
    let auditor = world.official("nature.audit", "Смотрова Примера Примеровна", &[Role::Auditor]).await;
    let (_, case) = world.hunter().await;
    work(&world).await;
    let open = reconcile(&world.office, &auditor).await.unwrap();
    assert_eq!(open.iter().map(|one| one.verdict).collect::<Vec<_>>(), [Verdict::NotThere]);
    memory(&world).play(vec![clean().trouble(Trouble::Broken)]);
    pass(&world, 30, SignedDuration::from_secs(20)).await;
    assert_eq!(requests(&world, &case).await[0].state, EvidenceState::Sent);
    let seen = overview(&world.office, &auditor).await.unwrap();
    assert_eq!(seen.unsettled.len(), 1);
    settle(&world.office, &auditor, &seen.unsettled[0].message).await.unwrap();
    assert!(overview(&world.office, &auditor).await.unwrap().unsettled.is_empty());
}

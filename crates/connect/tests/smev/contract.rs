//! The contract: whatever the arm, an exchange behaves so.

use connect::exchange::{STALE, Sent, Way};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{Arm, Got, World, Wrong, question, world};

const ID: &str = "0199d1c2a4b57000800000000000004d";

fn says(found: bool) -> Got {
    Got::Answered(json!({ "found": found }).as_object().unwrap().clone())
}

/// Asks under a fault and gives what has come a second and a day later.
async fn ask(arm: Arm, wrong: Wrong) -> (World, Vec<Got>, Vec<Got>) {
    let world = world(arm).await;
    world.set(wrong);
    let question = question(&world, ID);
    let mut sent = world.exchange.send(&question, world.now()).await;
    if sent.is_err() {
        sent = world.exchange.send(&question, world.now()).await;
    }
    sent.unwrap_or_else(|failure| panic!("{arm:?} {wrong:?}: {failure}"));
    world.pass(SignedDuration::from_secs(1));
    let soon = world.look(&question.id).await;
    world.pass(SignedDuration::from_hours(1));
    let late = world.look(&question.id).await;
    (world, soon, late)
}

/// Proves: INTEG-01, PROCEDURE-06.
#[tokio::test]
async fn every_arm_tells_what_a_source_answers() {
    for arm in Arm::ALL {
        for (wrong, expected) in [
            (Wrong::Nothing, says(false)),
            (Wrong::Contradicting, says(true)),
            (Wrong::Absent, Got::Absent),
            (Wrong::Failed, Got::Failed),
            (Wrong::Unbelievable, Got::Unbelievable),
        ] {
            let (_, soon, _) = ask(arm, wrong).await;
            assert_eq!(soon, [expected], "{arm:?} {wrong:?}");
        }
    }
}

/// Proves: INTEG-01.
#[tokio::test]
async fn every_arm_waits_for_a_slow_source_and_hears_nothing_of_a_silent_one() {
    for arm in Arm::ALL {
        let (_, soon, late) = ask(arm, Wrong::SlowMinute).await;
        assert_eq!((soon, late), (Vec::new(), vec![says(false)]), "{arm:?}");
        let (_, soon, late) = ask(arm, Wrong::Silent).await;
        assert_eq!((soon, late), (Vec::new(), Vec::new()), "{arm:?}");
    }
}

/// Proves: INTEG-01.
#[tokio::test]
async fn every_arm_says_that_a_system_is_down_and_takes_the_same_message_later() {
    for arm in Arm::ALL {
        let world = world(arm).await;
        world.set(Wrong::DownOnce);
        let question = question(&world, ID);
        let failure = world.exchange.send(&question, world.now()).await.unwrap_err();
        assert!(failure.is_later(), "{arm:?}: {failure}");
        assert_eq!(world.exchange.send(&question, world.now()).await, Ok(Sent::Taken), "{arm:?}");
        world.pass(SignedDuration::from_secs(1));
        assert_eq!(world.look(&question.id).await, [says(false)], "{arm:?}");
    }
}

/// Proves: INTEG-01, PROCEDURE-06.
#[tokio::test]
async fn every_arm_takes_a_repeated_sending_for_the_same_message() {
    for arm in Arm::ALL {
        let world = world(arm).await;
        let question = question(&world, ID);
        for _ in 0..3 {
            world.exchange.send(&question, world.now()).await.unwrap();
        }
        world.pass(SignedDuration::from_secs(1));
        assert_eq!(world.look(&question.id).await, [says(false)], "{arm:?}");
        if world.exchange.way() == Way::ByQueue {
            assert_eq!(world.look(&question.id).await, [], "{arm:?}: acknowledged");
        }
    }
}

/// Proves: INTEG-01.
#[tokio::test]
async fn what_was_not_acknowledged_comes_again_and_what_was_does_not() {
    for arm in [Arm::Smev, Arm::MemoryByQueue] {
        let (world, soon, late) = ask(arm, Wrong::LostAck).await;
        assert_eq!(soon.len() + late.len(), 2, "{arm:?}: {soon:?} {late:?}");
        assert!(soon.iter().chain(&late).all(|got| *got == says(false)), "{arm:?}");
        world.pass(SignedDuration::from_hours(1));
        assert_eq!(world.look(&question(&world, ID).id).await, [], "{arm:?}");
        let (_, soon, late) = ask(arm, Wrong::Twice).await;
        assert_eq!(soon.len() + late.len(), 2, "{arm:?}");
    }
}

/// Proves: INTEG-01.
#[tokio::test]
async fn a_message_that_grew_too_old_goes_out_under_a_new_id() {
    for arm in [Arm::Smev, Arm::MemoryByQueue] {
        let world = world(arm).await;
        world.set(Wrong::StaleOnce);
        let mut question = question(&world, ID);
        let failure = world.exchange.send(&question, world.now()).await.unwrap_err();
        assert_eq!(failure.code(), Some(STALE), "{arm:?}");
        let renewed = world.exchange.new_message(ID, 1, world.now());
        assert_ne!(renewed, question.id);
        assert!(renewed.ends_with("4d"), "{arm:?}: the bucket stays");
        question.id = renewed;
        assert_eq!(world.exchange.send(&question, world.now()).await, Ok(Sent::Taken), "{arm:?}");
    }
}

#[tokio::test]
async fn a_source_nobody_knows_is_refused_for_good() {
    for arm in Arm::ALL {
        let world = world(arm).await;
        let mut question = question(&world, ID);
        question.source = "no.such".to_owned();
        let sent = world.exchange.send(&question, world.now()).await;
        world.pass(SignedDuration::from_secs(1));
        let refused = match sent {
            Err(failure) => !failure.is_later(),
            Ok(_) => world.look(&question.id).await == [Got::Failed],
        };
        assert!(refused, "{arm:?}");
    }
}

#[test]
fn the_plays_of_the_memory_are_plain_data() {
    let play = connect::exchange::Play::answers("mvd.conviction", serde_json::Map::new())
        .when("applicant.snils", Value::from("900-000-001 82"));
    let written = serde_json::to_string(&play).unwrap();
    assert_eq!(serde_json::from_str::<connect::exchange::Play>(&written).unwrap(), play);
}

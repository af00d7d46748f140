//! Random walks: whatever anybody wishes in whatever order, a complaint is never lost, never decided by
//! somebody concerned, and never moves once it is over.

use domain::case::Actor;
use domain::complaint::{Remedy, State, To, Wish};
use domain::job::Work;
use proptest::prelude::*;

use crate::world::*;

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        Just(Wish::Register),
        (1..5_u64).prop_map(assign),
        Just(Wish::Consider),
        Just(away_within()),
        Just(Wish::Redirect { to: To::Within("city-architecture".to_owned()), words: "Вернули.".to_owned() }),
        Just(away_outside()),
        prop_oneof![Just(Remedy::Reopen), Just(Remedy::Replace), Just(Remedy::Order)].prop_map(satisfy),
        Just(Wish::Remedied { words: "Сделано.".to_owned() }),
        Just(dismiss()),
        Just(Wish::LeaveUnanswered { ground: "insulting".to_owned() }),
        Just(Wish::Withdraw),
        Just(Wish::Forwarded { number: "ДО-1".to_owned() }),
        Just(Wish::Breach { what: "decide".to_owned() }),
    ]
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        4 => Just(by(HANDLER)),
        2 => Just(by(COLLEAGUE)),
        1 => Just(by(ACTED)),
        1 => Just(by(MEANT)),
        1 => Just(Actor::Machine),
        1 => Just(Actor::Applicant(person())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves: SM-15, APPEAL-02, APPEAL-05.
    #[test]
    fn whatever_is_wished_a_complaint_is_never_lost(steps in prop::collection::vec((wish(), actor()), 1..40)) {
        let world = World::new();
        let mut now = world.filed().complaint;
        for (wish, by) in steps {
            let Ok(change) = world.ask(&now, &wish, &by, monday()) else { continue };
            let after = change.complaint;
            prop_assert_eq!(after.revision, now.revision + 1);
            prop_assert_eq!(after.filed_at, now.filed_at, "the citizen's moment is nobody's to move");
            prop_assert_eq!(change.journal.len(), 1, "everything that happens is written down");
            prop_assert!(!now.state.ended() || after.state == now.state, "what is over stays so");
            prop_assert_eq!(after.closed_at.is_some(), after.state.ended());
            prop_assert!(after.state.ended() || after.running().is_some(), "while it is open a term runs");
            prop_assert!(world.region.authority(&after.authority).is_some(), "some body has it");
            if let Some(handler) = &after.handler {
                prop_assert!(*handler != official(ACTED) && *handler != official(MEANT));
            }
            if let Some(decision) = &after.decision {
                prop_assert!(decision.by != official(ACTED) && decision.by != official(MEANT));
            }
            let told = change.jobs.iter().any(|job| matches!(job.work, Work::SendComplaint { .. }));
            prop_assert_eq!(told, after.state != now.state || after.authority != now.authority);
            prop_assert!(after.state != State::Registered || after.due.is_some());
            now = after;
        }
    }
}

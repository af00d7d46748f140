//! Random walks: whatever anybody wishes in whatever order, row, journal, timers and table
//! agree, and a refusal changes nothing.

use std::collections::BTreeMap;

use domain::case::{Actor, Case, Wish, decide, leads};
use domain::journal::{START, chain, replay_agrees, verify};
use domain::timer::{self, Timer};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use crate::world::*;

#[derive(Debug, Clone)]
struct Step {
    wish: usize,
    by: usize,
    hours: i64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..30_usize, 0..10_usize, 0..40_i64).prop_map(|(wish, by, hours)| Step { wish, by, hours });
    prop::collection::vec(step, 1..90)
}

fn wish(case: &Case, step: &Step, now: Timestamp) -> Wish {
    let running = case.procedures.iter().find(|procedure| procedure.runs());
    let running = running.map_or_else(|| "queries".to_owned(), |procedure| procedure.id.clone());
    let reason = "Нужна схема проезда".to_owned();
    let learn = |source, name, value| Wish::Learn { facts: from_register(source, name, value, now) };
    match step.wish {
        0 => Wish::DelayDelivery,
        1 | 2 => Wish::Deliver,
        3 => Wish::Register,
        5 => Wish::RefuseIntake { grounds: vec!["A2".to_owned()], words: Some(reason) },
        6 | 7 => learn("gims.debt", "debt", Some(false)),
        8 => learn("gims.debt", "debt", Some(true)),
        9 | 10 => learn("gims.theft", "stolen", Some(false)),
        11 => learn("gims.theft", "stolen", None),
        12 => Wish::SourceFailed { source: "gims.debt".to_owned(), overdue: step.hours % 2 == 0 },
        13 => Wish::CallPerson { reason },
        14 | 15 => Wish::EndProcedure { procedure: running },
        16 => Wish::Suspend { reason },
        17 => Wish::AskApplicant { reason },
        18 | 19 => Wish::Resume,
        20 | 21 => Wish::Grant { trace: json!({ "hours": step.hours }) },
        22 => Wish::Refuse { grounds: vec!["R2".to_owned()], words: None, trace: json!({}) },
        23 => Wish::Issue { result: result_id(1), signer: official(3) },
        24 => Wish::Complete,
        4 => Wish::Recount,
        25 if step.hours < 10 => Wish::Withdraw,
        26 => Wish::Take,
        27 => Wish::Return,
        28 => Wish::HandOver { to: official(2) },
        29 => Wish::Breach { what: "case".to_owned() },
        _ => Wish::Breach { what: running },
    }
}

fn by(step: &Step) -> Actor {
    match step.by {
        0..=4 => machine(),
        5..=7 => anna(),
        8 => boris(),
        _ => applicant(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves: SEC-03, CAR-03.
    #[test]
    fn whatever_is_wished_row_journal_and_timers_agree(steps in steps()) {
        let world = World::new();
        let filed = world.filed();
        let (mut case, mut journal, mut now) = (filed.case, filed.journal, morning());
        let mut timers: BTreeMap<String, Timer> = BTreeMap::new();
        let keep = |timers: &mut BTreeMap<String, Timer>, changed: Vec<Timer>| {
            for timer in changed {
                if let Some(before) = timers.insert(timer.what.clone(), timer.clone()) {
                    assert_eq!(before.id, timer.id);
                    assert!(before.state.may_become(timer.state), "{before:?} → {timer:?}");
                }
            }
        };
        keep(&mut timers, filed.last.timers);
        for step in &steps {
            now += SignedDuration::from_hours(step.hours);
            let (wish, by) = (wish(&case, step, now), by(step));
            let before = case.clone();
            match decide(&case, &wish, &by, &world.context(), now) {
                Ok(change) => {
                    prop_assert!(leads(before.state, wish.kind()).contains(&change.case.state));
                    prop_assert_eq!(change.case.revision, before.revision + 1);
                    journal.extend(change.journal);
                    case = change.case;
                    keep(&mut timers, change.timers);
                    let agrees = replay_agrees(&case, &journal);
                    prop_assert!(agrees.is_ok(), "{:?} after {:?} by {:?}", agrees, wish, by);
                    let kept: Vec<Timer> = timers.values().cloned().collect();
                    let mut told = timer::of(&case);
                    told.sort_by(|one, two| one.what.cmp(&two.what));
                    prop_assert_eq!(kept, told);
                }
                Err(_) => prop_assert_eq!(&case, &before),
            }
        }
        let mut previous = START.to_owned();
        let hashes: Vec<String> = journal.iter().map(|entry| { previous = chain(&previous, entry); previous.clone() }).collect();
        prop_assert!(verify(journal.iter().zip(hashes.iter().map(String::as_str)), Some(&previous)).is_ok());
        prop_assert!(case.decision.as_ref().is_none_or(|decision| decision.positive || !decision.grounds.is_empty()));
        prop_assert!(case.closed_at.is_some() == case.state.ended());
    }
}

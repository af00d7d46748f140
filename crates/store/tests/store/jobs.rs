//! Jobs and timers: each taken by one worker at a time, none lost.

use std::collections::BTreeSet;

use domain::id::{CaseId, TimerId};
use domain::timer::{Timer, TimerState};
use store::jobs::{self, ATTEMPTS, Stats};
use store::{Db, maintenance, timers};

use crate::engines::{for_each_engine, race};
use crate::samples::{at, batch, id, job};

fn case(number: u64) -> CaseId {
    CaseId(id(number, number as i64))
}

async fn put(db: &Db, many: u64) {
    db.commit(batch((0..many).map(|number| jobs::insert(&job(number, &case(number), number as i64))))).await.unwrap();
}

#[tokio::test]
async fn many_workers_take_each_job_once() {
    for_each_engine(async |db| {
        put(&db, 200).await;
        let answers = race(6, |worker| {
            let db = db.clone();
            async move {
                let mut taken = Vec::new();
                for round in 0.. {
                    let lease = format!("worker-{worker}-{round}");
                    let leased = jobs::lease(&db, &lease, at(1_000), at(60_000), 7).await.unwrap();
                    let stats = jobs::stats(&db, at(1_000)).await.unwrap();
                    if leased.is_empty() && stats.ready == 0 {
                        break;
                    }
                    for job in leased {
                        assert_eq!((job.lease.as_str(), job.attempt), (lease.as_str(), 1));
                        db.commit(batch([jobs::done(&job, at(1_001))])).await.unwrap();
                        taken.push(job.id);
                    }
                }
                taken
            }
        });
        let taken: Vec<_> = answers.await.into_iter().flatten().collect();
        assert_eq!(taken.len(), 200);
        assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 200);
        assert_eq!(jobs::stats(&db, at(1_000)).await.unwrap(), Stats::default());
    })
    .await;
}

#[tokio::test]
async fn two_jobs_with_one_key_are_one_job_even_after_it_is_done() {
    for_each_engine(async |db| {
        let first = job(1, &case(1), 0);
        let second = domain::job::Job { id: domain::id::JobId(id(77, 1)), ..first.clone() };
        db.commit(batch([jobs::insert(&first), jobs::insert(&second)])).await.unwrap();
        let leased = jobs::lease(&db, "one", at(0), at(10), 9).await.unwrap();
        assert_eq!(leased.len(), 1);
        assert_eq!((&leased[0].id, &leased[0].work), (&first.id, &first.work));
        db.commit(batch([jobs::done(&leased[0], at(1)), jobs::insert(&second)])).await.unwrap();
        assert!(jobs::lease(&db, "two", at(100), at(110), 9).await.unwrap().is_empty());
    })
    .await;
}

/// Proves: INTAKE-01.
#[tokio::test]
async fn a_job_of_a_dead_worker_falls_due_again_and_the_dead_one_cannot_end_it() {
    for_each_engine(async |db| {
        put(&db, 1).await;
        let dead = jobs::lease(&db, "dead", at(0), at(100), 9).await.unwrap().remove(0);
        assert!(jobs::lease(&db, "early", at(99), at(200), 9).await.unwrap().is_empty());
        db.commit(batch([jobs::renew(&dead, at(150))])).await.unwrap();
        assert!(jobs::lease(&db, "early", at(149), at(200), 9).await.unwrap().is_empty());
        let living = jobs::lease(&db, "living", at(150), at(300), 9).await.unwrap().remove(0);
        assert_eq!((living.id.clone(), living.attempt), (dead.id.clone(), 2));
        for write in [jobs::done(&dead, at(160)), jobs::renew(&dead, at(400)), jobs::failed(&dead, at(160), "нет")] {
            assert!(db.commit(batch([write])).await.unwrap_err().is_conflict());
        }
        db.commit(batch([jobs::done(&living, at(170))])).await.unwrap();
    })
    .await;
}

/// Proves: INTAKE-01.
#[tokio::test]
async fn a_failing_job_is_tried_again_with_growing_pauses_and_then_parked_for_a_person() {
    for_each_engine(async |db| {
        put(&db, 1).await;
        let mut now = at(0);
        let mut pauses = Vec::new();
        for attempt in 1..=ATTEMPTS {
            let leased = jobs::lease(&db, "worker", now, now, 9).await.unwrap().remove(0);
            assert_eq!((leased.attempt, leased.is_last()), (attempt, attempt == ATTEMPTS));
            db.commit(batch([jobs::failed(&leased, now, "СМЭВ не отвечает")])).await.unwrap();
            if let Some(next) = jobs::next_due(&db).await.unwrap() {
                pauses.push(next.as_millisecond() - now.as_millisecond());
                now = next;
            }
        }
        assert_eq!(&pauses[..4], [2_000, 4_000, 8_000, 16_000]);
        assert!(pauses.iter().all(|pause| *pause <= 3_600_000));
        assert_eq!(jobs::stats(&db, now).await.unwrap(), Stats { parked: 1, ..Stats::default() });
        let parked = jobs::parked(&db, 9).await.unwrap().remove(0);
        assert_eq!(parked.problem.as_deref(), Some("СМЭВ не отвечает"));
        db.commit(batch([jobs::unpark(&parked.id, now)])).await.unwrap();
        assert_eq!(jobs::lease(&db, "worker", now, now, 9).await.unwrap()[0].attempt, 1);
    })
    .await;
}

/// Proves: STATUS-09.
#[tokio::test]
async fn a_job_whose_system_does_not_answer_waits_for_days_and_has_its_turn_within_ten_minutes() {
    for_each_engine(async |db| {
        put(&db, 1).await;
        let mut now = at(0);
        let day_later = at(24 * 3_600_000);
        let mut attempts = 0;
        while now < day_later {
            let leased = jobs::lease(&db, "worker", now, now, 9).await.unwrap().remove(0);
            attempts = leased.attempt;
            db.commit(batch([jobs::unavailable(&leased, now, "почта не отвечает")])).await.unwrap();
            let next = jobs::next_due(&db).await.unwrap().unwrap();
            assert!(next.as_millisecond() - now.as_millisecond() <= 600_000);
            now = next;
        }
        assert!(attempts > ATTEMPTS && attempts < 200, "{attempts}");
        let last = jobs::Leased {
            attempt: jobs::OUTAGE_ATTEMPTS,
            ..jobs::lease(&db, "worker", now, now, 9).await.unwrap().remove(0)
        };
        db.commit(batch([jobs::unavailable(&last, now, "почта не отвечает")])).await.unwrap();
        assert_eq!(jobs::stats(&db, now).await.unwrap().parked, 1);
    })
    .await;
}

#[tokio::test]
async fn stats_tell_ready_leased_and_waiting_apart() {
    for_each_engine(async |db| {
        put(&db, 5).await;
        let leased = jobs::lease(&db, "worker", at(1), at(100), 2).await.unwrap();
        let stats = jobs::stats(&db, at(2)).await.unwrap();
        assert_eq!(stats, Stats { ready: 1, leased: 2, waiting: 2, parked: 0 });
        db.commit(batch([jobs::later(&leased[0], at(50))])).await.unwrap();
        assert_eq!(jobs::stats(&db, at(2)).await.unwrap(), Stats { ready: 1, leased: 1, waiting: 3, parked: 0 });
        assert_eq!(jobs::next_due(&db).await.unwrap(), Some(at(2)));
    })
    .await;
}

#[tokio::test]
async fn a_done_job_is_forgotten_after_a_month_and_an_open_one_never() {
    for_each_engine(async |db| {
        put(&db, 2).await;
        let leased = jobs::lease(&db, "worker", at(0), at(10), 1).await.unwrap().remove(0);
        db.commit(batch([jobs::done(&leased, at(5))])).await.unwrap();
        maintenance::purge(&db, at(366 * 24 * 3_600_000)).await.unwrap();
        assert_eq!(jobs::stats(&db, at(9)).await.unwrap().ready, 1);
        db.commit(batch([jobs::insert(&job(0, &case(0), 0))])).await.unwrap();
        assert_eq!(jobs::stats(&db, at(9)).await.unwrap().ready, 2);
    })
    .await;
}

#[tokio::test]
async fn a_timer_is_leased_once_its_moment_has_passed_and_stays_when_it_is_met() {
    for_each_engine(async |db| {
        let timer = |number: u64, due: i64, state| Timer {
            id: TimerId(id(number, 3)),
            case: CaseId(id(1, 3)),
            what: format!("procedure-{number}"),
            due_at: at(due),
            state,
        };
        let armed = timer(1, 100, TimerState::Armed);
        let all = [armed.clone(), timer(2, 50, TimerState::Paused), timer(3, 900, TimerState::Armed)];
        db.commit(batch(all.iter().map(timers::save))).await.unwrap();
        assert!(timers::lease(&db, at(99), at(500), 9).await.unwrap().is_empty());
        assert_eq!(timers::lease(&db, at(100), at(500), 9).await.unwrap(), std::slice::from_ref(&armed));
        assert!(timers::lease(&db, at(101), at(500), 9).await.unwrap().is_empty());
        assert_eq!(timers::lease(&db, at(500), at(800), 9).await.unwrap(), std::slice::from_ref(&armed));
        let breached = Timer { state: TimerState::Breached, ..armed };
        db.commit(batch([timers::save(&breached)])).await.unwrap();
        assert!(timers::lease(&db, at(800), at(850), 9).await.unwrap().is_empty());
        let of_case = timers::of_case(&db, &CaseId(id(1, 3))).await.unwrap();
        assert_eq!(of_case, [all[1].clone(), breached, all[2].clone()]);
    })
    .await;
}

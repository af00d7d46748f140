//! Limited resources over the running actions: first come first served under five hundred filings
//! at once, a lottery and a queue for places driven to «досталось» and «не досталось», offers that
//! are declined and lapse. Nothing is given twice, on either engine.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "outcomes/drive.rs"]
mod drive;
#[path = "../src/simulate/kit/mod.rs"]
mod kit;
mod town;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use actions::citizen::session::Session;
use actions::distribution::answer::{self, Answer};
use actions::distribution::{deal, look};
use actions::machine;
use actions::stop::Stop;
use domain::case::{Case, CaseState, ReopenGround, Wish};
use domain::distribution::{EntryState, Phase, PlaceState};
use domain::job::Work;
use domain::journal::Event;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use kit::citizen;
use kit::official::Intent;
use kit::scene::Scene;
use serde_json::{Value, json};
use town::{Engine, Town, service, snils};

fn is_of_a_line(work: &Work) -> bool {
    matches!(work, Work::ServeStock { .. } | Work::DealStock { .. } | Work::JoinStock { .. })
}

/// A worker that serves lines only, until it is told to stop and nothing is left.
async fn serve(scene: Arc<Scene>, stop: Arc<AtomicBool>) {
    loop {
        let over = stop.load(Ordering::SeqCst);
        let leased = scene.lease(64).await.unwrap();
        let lines: Vec<_> = leased.iter().filter(|job| is_of_a_line(&job.work)).collect();
        for job in &lines {
            machine::perform(&scene.office, job).await;
        }
        if over && leased.is_empty() {
            return;
        }
        scene.wait(SignedDuration::from_millis(250));
        tokio::task::yield_now().await;
    }
}

async fn first_come_first_served(engine: Engine) {
    const CROWD: usize = 500;
    const PIECES: i64 = 120;
    const RESERVE: i64 = 20;
    let voucher = "Ребёнку из многодетной семьи путёвка бесплатна";
    let Some(town) = Town::new(engine, "summer-camp", voucher, "2026-03-27T05:00:00Z").await else { return };
    let stock = town.publish("places", &["yolochka", "second", "middle"], PIECES, RESERVE).await;
    let mut drafts = Vec::with_capacity(CROWD);
    for _ in 0..CROWD {
        let (session, script) = town.person().await;
        let draft = citizen::fill(&town.scene, &session, &script).await.map_err(|stop| stop.to_string()).unwrap();
        drafts.push((session, draft));
    }
    let (ticks, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let workers: Vec<_> = (0..2).map(|_| tokio::spawn(serve(Arc::clone(&town.scene), Arc::clone(&stop)))).collect();
    let gate = Arc::new(tokio::sync::Semaphore::new(64));
    let sending = drafts.into_iter().map(|(session, draft)| {
        let (scene, ticks, gate) = (Arc::clone(&town.scene), Arc::clone(&ticks), Arc::clone(&gate));
        tokio::spawn(async move {
            let _pass = gate.acquire().await.unwrap();
            let sent = ticks.fetch_add(1, Ordering::SeqCst);
            let case = citizen::send(&scene, &session, &draft).await.map_err(|stop| stop.to_string()).unwrap();
            (sent, ticks.fetch_add(1, Ordering::SeqCst), case)
        })
    });
    let sending: Vec<_> = sending.collect();
    let mut filed = Vec::with_capacity(CROWD);
    for task in sending {
        filed.push(task.await.unwrap());
    }
    stop.store(true, Ordering::SeqCst);
    for worker in workers {
        worker.await.unwrap();
    }
    let mut line = Vec::with_capacity(CROWD);
    for (sent, acknowledged, case) in filed {
        line.push((town.entry(&stock, &case).await, sent, acknowledged));
    }
    line.sort_by_key(|(entry, _, _)| entry.arrival);
    let arrivals: BTreeSet<i64> = line.iter().map(|(entry, _, _)| entry.arrival).collect();
    assert_eq!(arrivals.len(), CROWD, "no two share a place by arrival");
    // Whoever was acknowledged before another was sent came first.
    let mut latest_sent = 0;
    for (entry, sent, acknowledged) in &line {
        assert!(*acknowledged > latest_sent, "{} was overtaken", entry.number);
        latest_sent = latest_sent.max(*sent);
    }
    for (place, (entry, _, _)) in line.iter().enumerate() {
        let got = (place as i64) < PIECES - RESERVE;
        let expected = if got { EntryState::Held } else { EntryState::Passed };
        assert_eq!((entry.state, entry.place), (expected, Some(place as i64 + 1)), "{}", entry.number);
    }
    let counts = town.counts(&stock).await;
    assert_eq!(counts, BTreeMap::from([("held", PIECES - RESERVE), ("passed", CROWD as i64 - PIECES + RESERVE)]));
}

/// Proves: PROCEDURE-09, INTAKE-12.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_come_first_served_holds_by_arrival_under_five_hundred_filings_on_sqlite() {
    first_come_first_served(Engine::Sqlite).await;
}

/// Proves: PROCEDURE-09, INTAKE-12.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_come_first_served_holds_by_arrival_under_five_hundred_filings_on_postgres() {
    first_come_first_served(Engine::Postgres).await;
}

/// SHA-256 in hex.
fn hex(text: &str) -> String {
    domain::distribution::commitment(text)
}

/// Proves: PROCEDURE-09, PROCEDURE-01.
#[test]
fn a_hunting_lottery_runs_to_both_outcomes_and_its_protocol_is_drawn_again() {
    town::play(async || {
        let won = "Жребий выпал, и заявка на лося удовлетворена";
        let mut town = Town::new(Engine::Sqlite, "hunting-draw", won, "2026-05-14T06:00:00Z").await.unwrap();
        // Nobody but the lot says who won.
        town.script.given.retain(|name, _| !matches!(name.as_str(), "draw.won" | "request.filed"));
        let stock = town.publish("draw", &["lesnoye", "elk", "autumn"], 3, 1).await;
        town.until("2026-05-20T06:00:00Z").await;
        town.scene.exchange().unwrap().play(kit::outside::plays(&town.script));
        let mut filed = Vec::new();
        for _ in 0..6 {
            filed.push(town.apply().await);
            town.scene.wait(SignedDuration::from_mins(3));
        }
        town.settle().await;
        let (session, _, first) = &filed[0];
        let office = &town.scene.office;
        let places = look::places(office, session, first, town.now()).await.unwrap();
        assert_eq!(
            (places.len(), places[0].of, places[0].now),
            (1, 6, None),
            "a lottery has no places before the draw"
        );
        let early = deal::freeze(office, town.official(), &stock, town.now()).await;
        assert!(matches!(early, Err(Stop::Refused(Refusal::NotDue))), "{early:?}");
        // The last one takes the application back while it waits.
        let (gone_session, _, gone) = &filed[5];
        actions::citizen::applications::withdraw(office, gone_session, gone).await.unwrap();
        town.until("2026-07-01T06:00:00Z").await;
        for (_, _, case) in &filed[..5] {
            let case = town.case(case).await;
            assert_eq!((case.state, case.decision.is_none()), (CaseState::InProgress, true), "{:?}", case.needs_person);
        }
        deal::freeze(office, town.official(), &stock, town.now()).await.unwrap();
        let frozen = look::draw(office, &stock, town.now()).await.unwrap().protocol.unwrap();
        assert_eq!((frozen.participants.len(), frozen.lines.len()), (5, 0));
        assert!(frozen.lot.as_ref().unwrap().secret.is_none(), "the secret stays hidden until the draw");
        deal::deal(office, town.official(), &stock, "7 14 21 28 35", town.now()).await.unwrap();
        town.until("2026-07-02T12:00:00Z").await;
        let protocol = serde_json::to_value(look::draw(office, &stock, town.now()).await.unwrap().protocol).unwrap();
        let order = drawn_again(&protocol);
        for (_, _, id) in &filed[..5] {
            let case = town.case(id).await;
            let place = order.iter().position(|number| *number == case.number).unwrap();
            let expected = if place < 2 { PlaceState::Allotted } else { PlaceState::Passed };
            assert_eq!(case.queues[0].state, expected, "place {place}");
            assert_eq!(case.queues[0].place, Some(place as i64 + 1));
            let decision = case.decision.as_ref().unwrap_or_else(|| panic!("{:?} {:?}", case.state, case.needs_person));
            assert_eq!(decision.positive, place < 2, "{decision:?}");
            if place >= 2 {
                assert_eq!(decision.grounds, ["D2"], "не досталось");
            } else {
                assert_eq!(case.state, CaseState::Completed, "досталось");
            }
            town.agrees(id).await;
        }
        assert_eq!(town.counts(&stock).await, BTreeMap::from([("given", 2), ("passed", 3), ("left", 1)]));
        assert_eq!(town.stock(&stock).await.phase, Phase::Dealt);
    });
}

/// Numbers by place, drawn by a few lines that know nothing of ours.
fn drawn_again(protocol: &Value) -> Vec<String> {
    let lot = &protocol["lot"];
    let (secret, number) = (lot["secret"].as_str().unwrap(), lot["randomness"].as_str().unwrap());
    assert_eq!(hex(secret), lot["commitment"].as_str().unwrap());
    let numbers = protocol["participants"].as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap());
    let mut order: Vec<(String, String)> =
        numbers.map(|one| (hex(&format!("{secret}\n{number}\n{one}")), one.to_owned())).collect();
    order.sort();
    order.into_iter().map(|(_, number)| number).collect()
}

/// Proves: PROCEDURE-09, PROCEDURE-01.
#[test]
fn a_camp_gives_its_places_by_arrival_and_who_comes_later_is_told_so() {
    town::play(async || {
        let voucher = "Ребёнку из многодетной семьи путёвка бесплатна";
        let mut town = Town::new(Engine::Sqlite, "summer-camp", voucher, "2026-04-06T05:00:00Z").await.unwrap();
        // How many places are left is the stock's to say, not the register's.
        town.script.given.shift_remove("places.left");
        let stock = town.publish("places", &["yolochka", "second", "middle"], 1, 0).await;
        town.scene.exchange().unwrap().play(kit::outside::plays(&town.script));
        let (_, _, first) = town.apply().await;
        let (session, script, second) = town.apply().await;
        town.until("2026-04-08T12:00:00Z").await;
        let (got, not) = (town.case(&first).await, town.case(&second).await);
        assert_eq!(
            (got.state, got.queues[0].state),
            (CaseState::Completed, PlaceState::Allotted),
            "{:?}",
            got.needs_person
        );
        let refused = not.decision.as_ref().unwrap_or_else(|| panic!("{:?} {:?}", not.state, not.needs_person));
        assert_eq!((refused.positive, refused.grounds.as_slice()), (false, &["P2".to_owned()][..]));
        assert_eq!(town.counts(&stock).await, BTreeMap::from([("given", 1), ("passed", 1)]));
        let asked = got.sources.iter().chain(&not.sources).any(|asked| asked.source == "education.places");
        assert!(!asked, "nobody asks a register for what the stock knows");
        town.agrees(&first).await;
        town.agrees(&second).await;
        // The limit of the regulation: who was refused may ask again, who has a place may not.
        let again = citizen::fill(&town.scene, &session, &script).await.unwrap();
        citizen::send(&town.scene, &session, &again).await.map_err(|stop| stop.to_string()).unwrap();
        let session = Session::played(people(&town, &got).await, None);
        let mut mine = town.script.clone();
        mine.given.insert("child.snils".to_owned(), json!(snils(1)));
        mine.given.insert("applicant.snils".to_owned(), json!(snils(1)));
        let third = citizen::fill(&town.scene, &session, &mine).await.unwrap();
        let stopped = citizen::send(&town.scene, &session, &third).await;
        let Err(Stop::Refused(Refusal::LimitReached { words })) = stopped else { panic!("{stopped:?}") };
        assert!(words.contains("уже записан") && words.contains("Выберите"), "{words}");
    });
}

async fn people(town: &Town, case: &Case) -> domain::person::Person {
    store::people::by_id(&town.scene.office.db, &case.applicant).await.unwrap().unwrap()
}

/// Proves: PROCEDURE-09.
#[test]
fn an_offer_goes_down_the_line_when_it_is_declined_or_lapses_and_places_are_kept() {
    town::play(async || {
        let regulation = service("land-large-family");
        let granted = regulation.cases.iter().find(|case| {
            case.expect.decision.as_deref() == Some("grant")
                && case.given.get("request.kind").and_then(Value::as_str) == Some("enrol")
        });
        let name = granted.expect("a case that is granted").name.clone();
        let town = Town::new(Engine::Sqlite, "land-large-family", &name, "2026-04-06T05:00:00Z").await.unwrap();
        let key =
            ["plot.municipality", "plot.purpose"].map(|fact| town.script.given[fact].as_str().unwrap().to_owned());
        let stock = town.publish("plots", &[&key[0], &key[1]], 0, 0).await;
        town.scene.exchange().unwrap().play(kit::outside::plays(&town.script));
        let mut families = Vec::new();
        for _ in 0..2 {
            let (session, script, case) = town.apply().await;
            let trail = drive::drive(&town.scene, &session, &case, &script, &Intent::default()).await.unwrap();
            assert_eq!(trail.case.state, CaseState::Completed, "{:?}", trail.stuck);
            families.push((session, case));
        }
        let office = &town.scene.office;
        let state = async |case: &domain::id::CaseId| town.case(case).await.queues[0].state;
        let seen = look::places(office, &families[1].0, &families[1].1, town.now()).await.unwrap();
        assert_eq!((seen[0].now, seen[0].of), (Some(2), 2), "the line goes on after the decision");
        town.one_more(&stock).await;
        town.settle().await;
        assert_eq!(
            (state(&families[0].1).await, state(&families[1].1).await),
            (PlaceState::Offered, PlaceState::Waiting)
        );
        answer::answer(office, &families[0].0, &families[0].1, &stock, &Answer::Decline).await.unwrap();
        town.settle().await;
        assert_eq!(
            (state(&families[0].1).await, state(&families[1].1).await),
            (PlaceState::Aside, PlaceState::Offered)
        );
        answer::answer(office, &families[1].0, &families[1].1, &stock, &Answer::Accept).await.unwrap();
        town.settle().await;
        assert_eq!(town.counts(&stock).await, BTreeMap::from([("aside", 1), ("given", 1)]));
        // A new plot: the first family is asked again, and lets the term pass.
        town.one_more(&stock).await;
        town.settle().await;
        assert_eq!(state(&families[0].1).await, PlaceState::Offered);
        let until = town.case(&families[0].1).await.queues[0].until.clone().unwrap();
        town.until(&(until.at + SignedDuration::from_hours(1)).to_string()).await;
        assert_eq!(state(&families[0].1).await, PlaceState::Aside);
        assert_eq!(town.stock(&stock).await.free(), 1);
        let lapsed = town.journal(&families[0].1).await;
        let said = |name: &str| lapsed.iter().filter(|entry| entry.event.name() == name).count();
        assert_eq!((said("queued"), said("offered"), said("offer_answered"), said("offer_lapsed")), (1, 2, 1, 1));
        assert!(lapsed.iter().any(|entry| matches!(entry.event, Event::Noticed { .. })));
        for (_, case) in &families {
            town.agrees(case).await;
        }
    });
}

/// Proves: PROCEDURE-09, SM-11.
#[test]
fn who_ends_without_a_plot_leaves_the_line_with_its_offer_and_stands_there_again_when_reopened() {
    town::play(async || {
        let name = "Право уже использовано по реестру";
        let town = Town::new(Engine::Sqlite, "land-large-family", name, "2026-04-06T05:00:00Z").await.unwrap();
        let key =
            ["plot.municipality", "plot.purpose"].map(|fact| town.script.given[fact].as_str().unwrap().to_owned());
        let stock = town.publish("plots", &[&key[0], &key[1]], 1, 0).await;
        town.scene.exchange().unwrap().play(kit::outside::plays(&town.script));
        let (session, script, id) = town.apply().await;
        town.settle().await;
        assert_eq!(town.case(&id).await.queues[0].state, PlaceState::Offered, "the first in line is asked");
        let trail = drive::drive(&town.scene, &session, &id, &script, &Intent::default()).await.unwrap();
        assert_eq!(trail.case.state, CaseState::DecisionNegative, "{:?}", trail.stuck);
        town.settle().await;
        let case = town.case(&id).await;
        assert_eq!(case.queues[0].state, PlaceState::Ended);
        assert_eq!(town.counts(&stock).await, BTreeMap::from([("left", 1)]));
        assert_eq!(town.stock(&stock).await.free(), 1, "the plot is for the next");
        let armed = domain::timer::of(&case).into_iter().filter(|one| one.what.starts_with("offer:"));
        assert!(armed.into_iter().all(|one| one.state == domain::timer::TimerState::Met), "no offer waits any more");
        town.agrees(&id).await;

        let office = &town.scene.office;
        let opened = office.open_case(&id).await.unwrap();
        let wish = Wish::Reopen { reason: "Суд отменил отказ.".to_owned(), by: ReopenGround::Court };
        let change = office.decide(&opened, &wish, &kit::official::actor(town.official()), town.now()).unwrap();
        office.commit_change(&opened, &change, []).await.unwrap();
        town.settle().await;
        let place = town.case(&id).await.queues[0].state;
        assert!(matches!(place, PlaceState::Waiting | PlaceState::Offered), "{place:?}");
        assert_ne!(town.entry(&stock, &id).await.state, EntryState::Left);
        town.agrees(&id).await;
    });
}

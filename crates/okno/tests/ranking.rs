//! Ranked lines over the running actions: places in a kindergarten dealt in a batch, declined, lapsed
//! and given to the next; a housing line that lasts for years, ranks anew and lets go who lost the
//! right; every published order is worked out again by a few lines that know nothing of ours.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "outcomes/drive.rs"]
mod drive;
#[path = "../src/simulate/kit/mod.rs"]
mod kit;
mod town;

use std::collections::BTreeMap;

use actions::citizen::session::Session;
use actions::distribution::answer::{self, Answer};
use actions::distribution::deal;
use actions::distribution::look::{self, Reason};
use domain::case::{CaseState, Wish};
use domain::distribution::{LeaveReason, LineEvent, PlaceState, RankValue};
use domain::id::{CaseId, StockId};
use domain::journal::Event;
use domain::result::ResultState;
use jiff::SignedDuration;
use kit::official::{Intent, actor};
use kit::outside;
use serde_json::{Value, json};
use store::results;
use town::{Engine, Town, service};

/// An applicant with the case.
struct Family {
    session: Session,
    case: CaseId,
    number: String,
}

impl Town {
    /// Somebody whose answers and registers differ by that; the application is served to its end.
    async fn family(&mut self, other: &[(&str, Value)]) -> Family {
        let usual = self.script.given.clone();
        for (name, value) in other {
            self.script.given.insert((*name).to_owned(), value.clone());
        }
        self.scene.exchange().unwrap().play(outside::plays(&self.script));
        let (session, script, case) = self.apply().await;
        let trail = drive::drive(&self.scene, &session, &case, &script, &Intent::default()).await.unwrap();
        assert_eq!(trail.case.state, CaseState::Completed, "{:?} {:?}", trail.stuck, trail.acts);
        self.settle().await;
        self.script.given = usual;
        Family { session, number: trail.case.number, case }
    }

    async fn state(&self, family: &Family) -> PlaceState {
        self.case(&family.case).await.queues[0].state
    }

    /// Numbers in the order of the public protocol, worked out again.
    async fn protocol(&self, stock: &StockId) -> (Vec<String>, Vec<String>) {
        let protocol = look::draw(&self.scene.office, stock, self.now()).await.unwrap().protocol.unwrap();
        let published = serde_json::to_value(&protocol).unwrap();
        let lines = published["lines"].as_array().unwrap();
        let said = lines.iter().map(|line| line["number"].as_str().unwrap().to_owned()).collect();
        assert!(!published.to_string().contains("Тестов"), "the protocol names nobody");
        (said, ranked_again(&published))
    }
}

/// The order that the published criteria give: for each of them who has it comes first, who is not
/// known comes last; then by arrival.
fn ranked_again(protocol: &Value) -> Vec<String> {
    let mut people: Vec<(Vec<u8>, i64, String)> = (protocol["participants"].as_array().unwrap().iter())
        .map(|one| {
            let ranks = one["standing"]["ranks"].as_array().unwrap().iter();
            let keys = ranks.map(|rank| match &rank["yes_no"] {
                Value::Bool(true) => 0,
                Value::Bool(false) => 1,
                _ => 2,
            });
            (keys.collect(), one["arrival"].as_i64().unwrap(), one["number"].as_str().unwrap().to_owned())
        })
        .collect();
    people.sort();
    people.into_iter().map(|(_, _, number)| number).collect()
}

#[test]
fn places_in_a_kindergarten_go_by_published_rights_and_an_offer_goes_on_to_the_next() {
    town::play(async || {
        let name = "В округе на учёт ставят за десять рабочих дней";
        let mut town = Town::new(Engine::Sqlite, "kindergarten-priozersk", name, "2026-03-02T05:00:00Z").await.unwrap();
        town.script.given.insert("gardens".to_owned(), json!([{ "garden": "garden-1" }]));
        let stock = town.publish("places", &["garden-1", "general"], 2, 0).await;
        let right = |kind: &str| ("benefits", json!([{ "kind": kind, "document": null }]));
        let confirmed = || ("benefit.confirmed", json!(true));
        let plain = town.family(&[("territory.confirmed", json!(false))]).await;
        let near = town.family(&[("territory.confirmed", json!(true))]).await;
        let first = town.family(&[right("police"), confirmed(), ("territory.confirmed", json!(false))]).await;
        let urgent = town.family(&[right("judge"), confirmed(), ("territory.confirmed", json!(false))]).await;
        let office = &town.scene.office;

        // The applicant sees the place and why.
        for (family, place) in [(&urgent, 1), (&first, 2), (&near, 3), (&plain, 4)] {
            let seen = look::places(office, &family.session, &family.case, town.now()).await.unwrap();
            assert_eq!((seen.len(), seen[0].now, seen[0].of), (1, Some(place), 4), "{}", family.number);
            let said: Vec<_> = (seen[0].why.iter())
                .filter_map(|reason| match reason {
                    Reason::Rank { title, value: RankValue::YesNo(true), clause, .. } => {
                        assert!(!clause.is_empty());
                        Some(title.as_str())
                    }
                    _ => None,
                })
                .collect();
            let expected: &[&str] = match place {
                1 => &["Внеочередное право"],
                2 => &["Первоочередное право"],
                3 => &["Регистрация на закреплённой территории"],
                _ => &[],
            };
            assert_eq!(
                said.into_iter().filter(|title| !title.starts_with("Место нужно")).collect::<Vec<_>>(),
                expected
            );
            assert!(seen[0].why.iter().any(|reason| matches!(reason, Reason::Arrival { .. })));
        }

        deal::freeze(office, town.official(), &stock, town.now()).await.unwrap();
        deal::deal(office, town.official(), &stock, "", town.now()).await.unwrap();
        town.settle().await;
        let (said, again) = town.protocol(&stock).await;
        assert_eq!(said, again, "a re-run over frozen data gives the same order");
        assert_eq!(said, [&urgent, &first, &near, &plain].map(|family| family.number.clone()));
        let stands = async |town: &Town| {
            let mut states = Vec::new();
            for family in [&urgent, &first, &near, &plain] {
                states.push(town.state(family).await);
            }
            states
        };
        use PlaceState::{Allotted, Aside, Offered, Waiting};
        assert_eq!(stands(&town).await, [Offered, Offered, Waiting, Waiting]);
        // The first declines, and the next is asked; the second lets the term pass, and the last is.
        let office = &town.scene.office;
        answer::answer(office, &urgent.session, &urgent.case, &stock, &Answer::Decline).await.unwrap();
        town.settle().await;
        assert_eq!(stands(&town).await, [Aside, Offered, Offered, Waiting]);
        answer::answer(office, &near.session, &near.case, &stock, &Answer::Accept).await.unwrap();
        let until = town.case(&first.case).await.queues[0].until.clone().unwrap();
        town.until(&(until.at + SignedDuration::from_hours(1)).to_string()).await;
        assert_eq!(stands(&town).await, [Aside, Aside, Allotted, Offered]);
        answer::answer(office, &plain.session, &plain.case, &stock, &Answer::Accept).await.unwrap();
        town.settle().await;
        assert_eq!(town.counts(&stock).await, BTreeMap::from([("aside", 2), ("given", 2)]));
        // One more place: who stood aside is asked again, by right and not by arrival.
        town.one_more(&stock).await;
        town.settle().await;
        assert_eq!(stands(&town).await, [Offered, Aside, Allotted, Allotted]);
        for family in [&urgent, &first, &near, &plain] {
            town.agrees(&family.case).await;
        }
    });
}

/// Proves: PROCEDURE-09, SM-22, SM-31.
#[test]
fn a_housing_line_lasts_for_years_ranks_anew_and_lets_go_who_lost_the_right() {
    town::play(async || {
        let regulation = service("housing-queue");
        let name = "Семью с малой площадью и малым доходом принимают на учёт";
        let basis = regulation.cases.iter().find(|case| case.name == name).unwrap().given["basis"].clone();
        let mut town = Town::new(Engine::Sqlite, "housing-queue", name, "2026-02-02T05:00:00Z").await.unwrap();
        let stock = town.publish("homes", &[basis.as_str().unwrap()], 0, 0).await;
        let mut families = Vec::new();
        for _ in 0..3 {
            families.push(town.family(&[]).await);
        }
        let office = &town.scene.office;
        let place = async |town: &Town, family: &Family| {
            let seen = look::places(&town.scene.office, &family.session, &family.case, town.now()).await.unwrap();
            (seen[0].now, seen[0].of)
        };
        assert_eq!(place(&town, &families[2]).await, (Some(3), 3));
        // An act of the authority gives the last family the right out of turn: the line ranks anew.
        let by = actor(town.official());
        let reason = "Представлено заключение о тяжёлой форме заболевания".to_owned();
        let reopen = Wish::Reopen { reason, by: domain::case::ReopenGround::Error };
        let opened = office.open_case(&families[2].case).await.unwrap();
        let change = office.decide(&opened, &reopen, &by, town.now()).unwrap();
        office.commit_change(&opened, &change, []).await.unwrap();
        let before = results::of_case(&office.db, &families[2].case).await.unwrap();
        assert_eq!(before.iter().map(|one| one.state).collect::<Vec<_>>(), [ResultState::Annulled]);
        assert!(before[0].ground.as_ref().unwrap().starts_with("Решение отменено"));
        town.settle().await;
        let opened = office.open_case(&families[2].case).await.unwrap();
        if opened.case.assignee.is_none() {
            let change = office.decide(&opened, &Wish::Take, &by, town.now()).unwrap();
            office.commit_change(&opened, &change, []).await.unwrap();
        }
        let opened = office.open_case(&families[2].case).await.unwrap();
        let mut facts = regulation::fact::Facts::default();
        facts.learn(
            "urgent.right",
            regulation::fact::Known {
                value: Some(regulation::fact::Value::YesNo(true)),
                source: regulation::fact::Source::Official { official: town.official().id.to_string() },
                at: town.now(),
                contested: false,
            },
        );
        let change = office.decide(&opened, &Wish::Learn { facts }, &by, town.now()).unwrap();
        office.commit_change(&opened, &change, []).await.unwrap();
        town.settle().await;
        assert_eq!(place(&town, &families[2]).await, (Some(1), 3), "out of turn");
        let moved = town.journal(&families[2].case).await.into_iter().any(|entry| match entry.event {
            Event::Line { what: LineEvent::Queued { because, .. }, .. } => because == ["urgent.right"],
            _ => false,
        });
        assert!(moved, "the journal says why the place changed");
        let script = town.script.clone();
        let family = &families[2];
        let trail =
            drive::drive(&town.scene, &family.session, &family.case, &script, &Intent::default()).await.unwrap();
        assert_eq!(trail.case.state, CaseState::Completed, "{:?}", trail.stuck);
        let entries = results::of_case(&office.db, &family.case).await.unwrap();
        let in_force = entries.iter().filter(|one| one.state == ResultState::Active).count();
        assert_eq!((entries.len(), in_force), (2, 1), "never two entries in force for one output");

        // A year goes by: everybody is looked at again, and who has another home leaves the line.
        let mut script = town.script.clone();
        script.given.insert("ownership.area".to_owned(), json!(200));
        town.scene.exchange().unwrap().play(outside::plays(&script));
        let yearly = |case: &domain::case::Case| {
            let found = case.obligations.iter().find(|known| known.id == "yearly" && known.open());
            found.and_then(|known| known.due.clone()).unwrap().at
        };
        let due = yearly(&town.case(&families[0].case).await);
        town.until(&(due + SignedDuration::from_hours(1)).to_string()).await;
        let lost = town.case(&families[0].case).await;
        assert_eq!(lost.queues[0].state, PlaceState::Ended, "{:?}", lost.obligations);
        let entries = results::of_case(&office.db, &families[0].case).await.unwrap();
        assert_eq!(entries.iter().map(|one| one.state).collect::<Vec<_>>(), [ResultState::Annulled]);
        let journal = town.journal(&families[0].case).await;
        let left =
            |event: &Event| matches!(event, Event::Line { what: LineEvent::Left { reason: LeaveReason::Ended }, .. });
        assert!(journal.iter().any(|entry| left(&entry.event)));
        assert!(journal.iter().any(|entry| matches!(&entry.event, Event::Read { .. })), "on what ground it was read");
        // Who was decided anew is looked at a year after that.
        let due = yearly(&town.case(&families[2].case).await);
        town.until(&(due + SignedDuration::from_hours(1)).to_string()).await;
        // A home that comes free now goes to nobody who has no right to it.
        town.one_more(&stock).await;
        town.settle().await;
        for family in &families {
            assert_eq!(town.state(family).await, PlaceState::Ended);
            town.agrees(&family.case).await;
        }
    });
}

//! A day of faults of the payments system: whatever happens on the way and in whatever order, every
//! charge ends right, and everybody is told once.

use connect::exchange::Way;
use connect::gisgmp::Outage;
use domain::charge::ChargeState;
use domain::notice::ChargeNews;
use jiff::SignedDuration;

use crate::town::{FEE, HOUR, MINUTE, charge, hunter, n3, news, pass, replays, town, treasury, uin};

/// Proves: PAY-04, PAY-05, PAY-10.
#[tokio::test]
async fn a_day_of_faults_leaves_every_charge_right() {
    for way in [Way::ByRequest, Way::ByQueue] {
        let world = town(way).await;
        // Some are charged before the day, some in the middle of it.
        let mut people = Vec::new();
        for number in 0..4 {
            people.push(hunter(&world, &format!("Образцов Пример {number}")).await.1);
        }
        let day = [
            (Outage::Down, 4),
            (Outage::Silent, 3),
            (Outage::LostReceipt, 3),
            (Outage::Wrong, 3),
            (Outage::Down, 5),
            (Outage::None, 1),
            (Outage::Silent, 5),
        ];
        for (turn, (outage, hours)) in day.into_iter().enumerate() {
            treasury(&world).suffers(outage);
            if turn < 4 {
                people.push(hunter(&world, &format!("Примеров Образец {turn}")).await.1);
            }
            // People pay all day long: a bank does not ask how ГИС ГМП fares.
            if let Some(case) = people.get(turn) {
                treasury(&world).pay(&uin(&world, case).await, FEE, world.now());
            }
            pass(&world, hours * 4, MINUTE * 15).await;
        }
        // The eighth pays twice, a ninth part of the fee, a tenth nothing.
        let double = people[7].clone();
        treasury(&world).pay(&uin(&world, &double).await, FEE, world.now());
        treasury(&world).pay(&uin(&world, &double).await, FEE, world.now());
        treasury(&world).suffers(Outage::None);
        people.push(hunter(&world, "Недоплатов Пример").await.1);
        people.push(hunter(&world, "Неплатов Пример").await.1);
        treasury(&world).pay(&uin(&world, &people[8]).await, FEE / 2, world.now());
        pass(&world, 48, HOUR).await;
        pass(&world, 4, SignedDuration::from_secs(20)).await;
        for (number, case) in people.iter().enumerate() {
            let charge = charge(&world, case).await;
            let told = (n3(&world, case).await, news(&world, case).await);
            let (state, expected) = match number {
                0..=6 => (ChargeState::PaidConfirmed, (1, vec![ChargeNews::Issued])),
                7 => (ChargeState::RefundPossible, (1, vec![ChargeNews::Issued, ChargeNews::Double])),
                8 => (ChargeState::Underpaid, (0, vec![ChargeNews::Issued, ChargeNews::Short])),
                _ => (ChargeState::ChargeIssued, (0, vec![ChargeNews::Issued])),
            };
            assert_eq!((charge.state(), told), (state, expected), "{way:?}: {number}: {:?}", charge.contact);
            let there = treasury(&world).charges();
            assert_eq!(there[&charge.uin.clone().unwrap()].kopecks, FEE, "{number} is known there");
            let decided = world.case(case).await.decision;
            assert_eq!(decided.is_some_and(|decision| decision.positive), charge.is_paid(), "{number}");
            replays(&world, case).await;
        }
        assert_eq!(treasury(&world).charges().len(), people.len(), "one charge for each, none lost, none doubled");
    }
}

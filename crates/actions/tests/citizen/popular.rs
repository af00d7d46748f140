//! What people apply for most is what was filed, counted by days.

use std::collections::BTreeMap;

use actions::citizen::popular::{Popular, keep, ranking};
use jiff::{SignedDuration, ToSpan};
use store::filed_counts;

use super::world::World;

/// Proves: CAT-12.
#[tokio::test]
async fn the_ranking_is_the_count_of_what_was_filed_and_few_are_not_told() {
    let world = World::of(&["hunting-ticket", "land-plan"]).await;
    let office = &world.office;
    keep(office).await.unwrap();
    assert!(ranking(office).await.unwrap().services.is_empty());
    let began = world.now();
    for number in 0..21 {
        let who = world.person(&format!("Пробный Номер {number}")).await;
        world.filed(&who, "hunting-ticket", &[]).await;
        if number % 3 == 0 {
            world.filed(&who, "land-plan", &[]).await;
        }
        if number % 7 == 6 {
            world.wait(SignedDuration::from_hours(30));
        }
    }
    // A day is counted when it is over, not before.
    keep(office).await.unwrap();
    world.wait(SignedDuration::from_hours(24));
    for _ in 0..2 {
        keep(office).await.unwrap();
    }
    let told = ranking(office).await.unwrap();
    let expected = [("hunting-ticket", Some(21)), ("land-plan", None)];
    let expected = expected.map(|(service, count)| Popular { service: service.to_owned(), count });
    assert_eq!(told.services, expected, "seven of a plan are ranked, but not told");
    let direct: BTreeMap<_, _> =
        filed_counts::count(&office.db, began, world.now()).await.unwrap().into_iter().collect();
    assert_eq!(direct, BTreeMap::from([("hunting-ticket".to_owned(), 21), ("land-plan".to_owned(), 7)]));
    // After a year nothing of it is left in the window, though nobody looked meanwhile.
    world.wait(SignedDuration::from_hours(24 * 370));
    keep(office).await.unwrap();
    let later = ranking(office).await.unwrap();
    assert!(later.services.is_empty(), "{later:?}");
    assert_eq!(later.from, office.today(world.now()).saturating_sub(1.year()));
}

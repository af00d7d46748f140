//! Three kinds of provider, one way to come to them.

use std::collections::BTreeMap;

use actions::reception::book::{Wanted, book};
use actions::reception::look;
use store::reception as rows;

use crate::world::World;
use crate::{made, tuesday};

/// Proves: BOOK-05.
#[tokio::test]
async fn a_visit_to_file_is_booked_alike_at_the_body_at_its_institution_and_at_a_service_centre() {
    let world = made(World::of(&["utility-compensation"]).await).await;
    let office = &world.office;
    let service = office.library.current("utility-compensation", tuesday()).unwrap().clone();
    let body = &office.region.authorities[&service.authority];
    let mut kinds = BTreeMap::new();
    for offered in look::places(office, &service) {
        let keeper = &office.region.authorities[&offered.place.authority];
        let kind = match keeper.service_centre {
            true => "service centre",
            false if body.address.contains(offered.place.address.rsplit(", ул. ").next().unwrap()) => "body",
            false => "institution",
        };
        kinds.insert(kind, offered.id());
    }
    assert_eq!(kinds.keys().copied().collect::<Vec<_>>(), ["body", "institution", "service centre"]);
    for (number, (kind, line)) in kinds.into_iter().enumerate() {
        let who = world.person(&format!("Пробный Номер {number}")).await;
        let start = rows::day_of(&office.db, &line, tuesday()).await.unwrap().unwrap().slots[0].start;
        let wanted = Wanted { line: line.clone(), start, service: service.service.clone() };
        let booked = book(office, &who, &wanted).await.unwrap();
        let appointment = rows::by_id(&office.db, &booked).await.unwrap().unwrap();
        assert_eq!((&appointment.line, appointment.start), (&line, start), "{kind}");
    }
}

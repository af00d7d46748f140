//! A joint application that was sent: one case of both, with the result for both.

use actions::citizen::copy::{self, Of};
use actions::citizen::file_application::file_application;
use actions::citizen::{applications, notices, start_draft};
use actions::joint::{case, own};
use domain::journal::Event;
use domain::refusal::Refusal;
use regulation::fact::Value;

use crate::{both, filled, invited, missing, people, refused, signed};

/// Proves: FORM-07, RESULT-11.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_have_the_case_and_only_the_one_who_sent_it_acts() {
    for world in both().await {
        let people = people(&world).await;
        let (draft, part) = signed(&world, &people).await;
        let office = &world.office;
        let own_draft = own::look(office, &people.groom, &part).await.unwrap().own.unwrap().draft.id;
        assert_eq!(
            refused(file_application(office, &people.groom, &own_draft, &[]).await),
            Refusal::NotAllowed,
            "a part is not an application"
        );
        let id = file_application(office, &people.bride, &draft, &[]).await.unwrap();
        assert_eq!(file_application(office, &people.bride, &draft, &[]).await.unwrap(), id, "sent once");
        let known = world.case(&id).await;
        let text = |name: &str| match known.facts.value(name) {
            Some(Value::Text(text)) => text.clone(),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!((text("groom.last_name"), text("bride.last_name")), ("Примеров".into(), "Примерова".into()));
        assert_eq!(text("groom.nationality"), "скрытая народность", "the authority has what neither sees of the other");
        let marriage = office.library.edition(&known.service, &known.version).unwrap();
        let secret = |fact| domain::joint::is_others_secret(marriage, &known, fact);
        assert!(secret("groom.nationality") && secret("groom.identity_number"));
        assert!(!secret("bride.nationality") && !secret("groom.last_name") && !secret("wedding.date"));
        let journal = world.journal(&id).await;
        let Event::Filed { joint, .. } = &journal[0].event else { panic!() };
        assert_eq!(joint, &known.joint);
        assert_eq!((joint[0].party.as_str(), &joint[0].person), ("groom", &people.groom.person.id));
        let written = serde_json::to_string(&journal).unwrap();
        assert!(!written.contains("народность") && !written.contains("Примеров"), "no values in the journal");

        let his = case::open(office, &people.groom, &id).await.unwrap();
        assert_eq!(his.case.number, known.number);
        assert_eq!(case::listed(office, &people.groom).await.unwrap().len(), 1);
        assert!(case::listed(office, &people.stranger).await.unwrap().is_empty());
        assert!(missing(case::open(office, &people.stranger, &id).await));
        assert!(missing(applications::open(office, &people.groom, &id).await), "hers is hers");
        assert!(missing(applications::withdraw(office, &people.groom, &id).await), "he does not act for her");
        assert!(missing(copy::machine(office, &people.groom, &Of::Case(&id)).await.map(|_| ())));
        assert!(missing(start_draft::start(office, &people.groom, "marriage", Some(&id)).await));
        let hers = copy::machine(office, &people.bride, &Of::Case(&id)).await.unwrap();
        let copied = serde_json::to_string(&hers).unwrap();
        assert!(copied.contains("тайная") && !copied.contains("скрытая"), "her copy has nothing of his secrets");

        world.run_machine(&id).await;
        let told = notices::of_person(office, &people.groom, None).await.unwrap();
        let hers = notices::of_person(office, &people.bride, None).await.unwrap();
        assert!(!told.is_empty(), "he hears of it too");
        assert_eq!(told[0].content, hers[0].content);
        assert_eq!(applications::open(office, &people.bride, &id).await.unwrap().notices.len(), hers.len());
    }
}

/// Proves: FORM-07.
#[tokio::test]
async fn together_at_one_device_nobody_need_be_invited() {
    let world = crate::world::World::of(&["marriage"]).await;
    let people = people(&world).await;
    let id = world.file(&people.bride, "marriage", &[]).await;
    assert!(world.case(&id).await.joint.is_empty());
}

/// Proves: FORM-07.
#[tokio::test]
async fn a_part_that_is_changed_while_it_is_sent_stops_the_filing() {
    let world = crate::world::World::of(&["marriage"]).await;
    let people = people(&world).await;
    let (draft, part) = invited(&world, &people).await;
    filled(&world, &people, &part).await;
    let awaits = refused(file_application(&world.office, &people.bride, &draft, &[]).await);
    assert!(matches!(awaits, Refusal::AwaitsPart { .. }), "filled in is not signed");
    own::sign(&world.office, &people.groom, &part).await.unwrap();
    own::refuse(&world.office, &people.groom, &part, "").await.unwrap();
    let awaits = refused(file_application(&world.office, &people.bride, &draft, &[]).await);
    assert!(matches!(awaits, Refusal::AwaitsPart { .. }));
}

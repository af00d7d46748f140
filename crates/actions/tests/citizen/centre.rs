//! A visitor served at a service centre: identified, typed in, signed, filed; and what is not for
//! the operator.

use actions::centre::{self, Identified, Wrong};
use actions::citizen::drafts::{of_person, open};
use actions::citizen::file_application::{file_application, file_opened, likely_duplicates};
use actions::citizen::session::Session;
use actions::citizen::{applications, informing, start_draft};
use actions::stop::Stop;
use domain::case::Actor;
use domain::id::{DraftId, VisitId};
use domain::journal::Event;
use domain::official::{Official, Role};
use domain::refusal::Refusal;
use regulation::form::Channel;
use regulation::package::Assurance;
use store::{Batch, drafts};

use super::known;
use super::world::World;

fn typed() -> Identified {
    Identified {
        surname: "Образцова".to_owned(),
        given: "Примера".to_owned(),
        patronymic: "Примеровна".to_owned(),
        born: "1990-03-05".to_owned(),
        snils: "112-233-445 95".to_owned(),
        passport: "9900 000001".to_owned(),
        seen: true,
    }
}

async fn received(world: &World, operator: &Official) -> VisitId {
    centre::receive(&world.office, operator, &typed()).await.unwrap().unwrap()
}

async fn window(world: &World, operator: &Official, visit: &VisitId) -> Session {
    centre::session(&world.office, operator, visit, "в МФЦ").await.unwrap()
}

/// A draft of the window with the published sample in it.
async fn begun(world: &World, who: &Session) -> DraftId {
    let id = start_draft::start(&world.office, who, "hunting-ticket", None).await.unwrap();
    let mut draft = drafts::by_id(&world.office.db, &id).await.unwrap().unwrap();
    let service = world.office.library.current("hunting-ticket", world.office.today(world.now())).unwrap();
    draft.answers = informing::sample_answers(service);
    draft.revision += 1;
    world.office.db.commit(Batch::new().with(drafts::save(&draft, draft.revision - 1))).await.unwrap();
    id
}

/// Proves: FORM-17, INTAKE-13.
#[tokio::test]
async fn an_operator_files_for_a_visitor_on_their_signature_and_both_are_on_record() {
    let world = World::new().await;
    let operator = world.official("centre.one", "Оконная Проба Примеровна", &[Role::Centre]).await;
    let visit = received(&world, &operator).await;
    let who = window(&world, &operator, &visit).await;
    let id = begun(&world, &who).await;
    assert!(matches!(
        file_application(&world.office, &who, &id, &[]).await,
        Err(Stop::Refused(Refusal::VisitorUnsigned))
    ));
    let mut opened = open(&world.office, &who, &id).await.unwrap();
    assert_eq!(opened.draft.channel, Channel::ServiceCentre);
    centre::signed(&world.office, &mut opened);
    let id_of_case = file_opened(&world.office, &who, opened, &[]).await.unwrap();
    let case = world.case(&id_of_case).await;
    assert_eq!((case.applicant, case.applicant_name.as_str()), (who.person.id.clone(), "Образцова Примера Примеровна"));
    let journal = world.journal(&id_of_case).await;
    assert!(
        matches!((&journal[0].event, &journal[0].by), (Event::Filed { .. }, Actor::Applicant(by)) if *by == who.person.id)
    );
    assert!(matches!((&journal[1].event, &journal[1].by), (Event::TypedIn { authority, .. }, Actor::Official(by))
        if authority == "service-centre" && *by == operator.id));
    let served = centre::open(&world.office, &operator, &visit, "в МФЦ").await.unwrap();
    assert_eq!(served.begun[0].filed.as_ref().unwrap().number, case.number);
    let read = |entry: &domain::journal::Entry| matches!(&entry.event, Event::Read { ground } if ground == "в МФЦ");
    assert!(world.journal(&id_of_case).await.iter().any(read), "each look is on record");
    let who = window(&world, &operator, &visit).await;
    assert_eq!(
        likely_duplicates(&world.office, &who, "hunting-ticket").await.unwrap().len(),
        1,
        "a repeat is warned of"
    );
}

/// Proves: FORM-17, SEC-01, SEC-03.
#[tokio::test]
async fn an_operator_sees_nothing_of_the_visitors_account_and_nothing_of_another_window() {
    let world = World::new().await;
    let visitor = known(&world, Assurance::Confirmed).await;
    let at_home = start_draft::start(&world.office, &visitor, "hunting-ticket", None).await.unwrap();
    world.office.db.commit(Batch::new().with_all(store::people::claim_snils(&visitor.person))).await.unwrap();
    let operator = world.official("centre.one", "Оконная Проба Примеровна", &[Role::Centre]).await;
    let colleague = world.official("centre.two", "Оконная Проба Примеровна", &[Role::Centre]).await;
    let visit = received(&world, &operator).await;
    let who = window(&world, &operator, &visit).await;
    assert_eq!(who.person.id, visitor.person.id, "whom the СНИЛС names is known already");
    assert!(matches!(open(&world.office, &who, &at_home).await, Err(Stop::Missing)));
    assert!(matches!(of_person(&world.office, &who).await, Err(Stop::Refused(Refusal::NotAllowed))));
    assert!(applications::of_person(&world.office, &who, None).await.is_err());
    let id = begun(&world, &who).await;
    for other in [
        &colleague,
        &world.official("centre.clerk", "Бумагин Проба Примерович", &[Role::Caseworker]).await,
        &world.official("nature.window", "Чужаков Проба Примерович", &[Role::Centre]).await,
    ] {
        assert!(centre::session(&world.office, other, &visit, "").await.is_err(), "{}", other.login);
        assert!(centre::open(&world.office, other, &visit, "").await.is_err(), "{}", other.login);
    }
    assert!(centre::today(&world.office, &colleague).await.unwrap().is_empty());
    // At home the visitor goes on with the same draft, and it is theirs to send with their own account.
    assert!(open(&world.office, &visitor, &id).await.is_ok());
    centre::end(&world.office, &operator, &visit).await.unwrap();
    assert!(centre::session(&world.office, &operator, &visit, "").await.is_err(), "the visit is over");
}

type Change = fn(&mut Identified);

/// Proves: FORM-17.
#[tokio::test]
async fn a_visitor_is_identified_by_every_field_or_not_at_all() {
    let world = World::new().await;
    let operator = world.official("centre.one", "Оконная Проба Примеровна", &[Role::Centre]).await;
    received(&world, &operator).await;
    let wrong: [(Change, Wrong); 4] = [
        (|one| one.surname = " ".to_owned(), Wrong::Empty("surname")),
        (|one| one.born = "2999-01-01".to_owned(), Wrong::Born),
        (|one| one.seen = false, Wrong::NotSeen),
        (|one| one.given = "Другая".to_owned(), Wrong::Differs),
    ];
    for (spoil, expected) in wrong {
        let mut one = typed();
        spoil(&mut one);
        assert_eq!(centre::receive(&world.office, &operator, &one).await.unwrap().err(), Some(vec![expected]));
    }
    let digits = Identified { snils: "112-233-445 96".to_owned(), ..typed() };
    let found = centre::receive(&world.office, &operator, &digits).await.unwrap().unwrap_err();
    assert!(matches!(found.as_slice(), [Wrong::Identifier("snils", ..)]), "{found:?}");
}

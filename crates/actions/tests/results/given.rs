//! Other services read the register (RESULTREG-02, LIFE-02).

use actions::citizen::{file_application, informing, session, start_draft};
use actions::register::ask::{Asking, Keys, Said, ask};
use actions::register::{given, shared};
use actions::stop::Stop;
use domain::id::CaseId;
use domain::refusal::Refusal;
use domain::result::Alteration;
use domain::share::{Ground, Reader};
use jiff::SignedDuration;
use regulation::fact::{Source, Value};
use store::{Batch, drafts};

use crate::issued::{Issued, basis};
use crate::world::World;

async fn chained() -> Issued {
    Issued::in_world(World::of(&["hunting-ticket", "hunting-draw", "land-plan"]).await).await
}

/// An application for the hunting draw that was sent and not looked at yet.
async fn in_draw(world: &World, who: &session::Session) -> CaseId {
    let id = start_draft::start(&world.office, who, "hunting-draw", None).await.unwrap();
    let mut draft = drafts::by_id(&world.office.db, &id).await.unwrap().unwrap();
    let read = draft.revision;
    let regulation = world.office.library.current("hunting-draw", world.office.today(world.now())).unwrap();
    draft.answers = informing::sample_answers(regulation);
    // The register has it: the person leaves what is filled in.
    draft.answers.shift_remove("ticket.number");
    draft.revision += 1;
    world.office.db.commit(Batch::new().with(drafts::save(&draft, read))).await.unwrap();
    world.wait(SignedDuration::from_hours(1));
    file_application::file_application(&world.office, who, &id, &[]).await.unwrap()
}

/// Proves: LIFE-02, FORM-10.
#[tokio::test]
async fn a_new_draft_is_filled_from_the_register_with_the_source_named() {
    let issued = chained().await;
    let (office, number) = (&issued.world.office, issued.record.number.clone());
    let id = start_draft::start(office, &issued.who, "hunting-draw", None).await.unwrap();
    let draft = drafts::by_id(&office.db, &id).await.unwrap().unwrap();
    let known = draft.prefill.get("ticket.number").unwrap();
    assert_eq!(known.value, Some(Value::Text(number)));
    assert_eq!(known.source, Source::Service { service: "hunting-ticket".to_owned(), result: "entry".to_owned() });
    let stranger = issued.world.person("Чужаков Пример Примерович").await;
    let id = start_draft::start(office, &stranger, "hunting-draw", None).await.unwrap();
    let draft = drafts::by_id(&office.db, &id).await.unwrap().unwrap();
    assert!(draft.prefill.get("ticket.number").is_none(), "another person's entry is not theirs");
    let annul = Alteration::Annul(basis());
    let now = issued.world.now();
    actions::register::entry::alter(office, &issued.signer, &issued.record.id, &annul, 1, now).await.unwrap();
    let id = start_draft::start(office, &issued.who, "hunting-draw", None).await.unwrap();
    let draft = drafts::by_id(&office.db, &id).await.unwrap().unwrap();
    assert!(draft.prefill.get("ticket.number").is_none(), "an annulled entry gives nothing");
}

/// Proves: LIFE-02, RESULTREG-02.
#[tokio::test]
async fn the_machine_reads_the_register_for_a_case_once_and_the_owner_sees_it() {
    let issued = chained().await;
    let (office, me) = (&issued.world.office, issued.who.subject());
    let case = in_draw(&issued.world, &issued.who).await;
    let opened = office.open_case(&case).await.unwrap();
    let (facts, log) = given::learn(office, &opened, issued.world.now()).await.unwrap().unwrap();
    assert_eq!(facts.value("ticket.number"), Some(&Value::Text(issued.record.number.clone())));
    let wish = domain::case::Wish::Learn { facts };
    let change = office.decide(&opened, &wish, &domain::case::Actor::Machine, issued.world.now()).unwrap();
    office.commit_change(&opened, &change, log).await.unwrap();
    let readings = shared::readings(office, &me, &issued.record.id).await.unwrap();
    assert!(matches!(&readings[0].reader, Reader::Authority { service, .. } if service == "hunting-draw"));
    assert!(matches!(&readings[0].ground, Ground::Clause { clause } if !clause.is_empty()));
    let opened = office.open_case(&case).await.unwrap();
    assert!(given::learn(office, &opened, issued.world.now()).await.unwrap().is_none(), "once");
}

/// Proves: RESULTREG-02.
#[tokio::test]
async fn an_authority_asks_only_for_what_its_regulation_names_and_leaves_a_trace() {
    let issued = chained().await;
    let (office, now) = (&issued.world.office, issued.world.now());
    let asking =
        Asking { official: None, authority: "nature-ministry", service: "hunting-draw", purpose: "жребий" };
    let person = Keys::Person(issued.who.person.id.clone());
    let entry = ("hunting-ticket", "entry");
    let Said::Found(fields) = ask(office, &asking, entry, &person, now).await.unwrap() else { panic!("found") };
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["number"], "nothing beyond what the regulation names");
    let by_number = Keys::Number(issued.record.number.clone());
    assert!(matches!(ask(office, &asking, entry, &by_number, now).await.unwrap(), Said::Found(_)));
    let readings = shared::readings(office, &issued.who.subject(), &issued.record.id).await.unwrap();
    assert_eq!(readings.iter().filter(|reading| reading.purpose == "жребий").count(), 2);
    for refused in [
        Asking { authority: "city-architecture", service: "land-plan", ..asking.clone() },
        Asking { authority: "city-architecture", ..asking.clone() },
        Asking { service: "no-such-service", ..asking.clone() },
    ] {
        let answer = ask(office, &refused, entry, &person, now).await;
        assert!(matches!(answer, Err(Stop::Refused(Refusal::NotAllowed))), "{refused:?}");
    }
    let elsewhere = issued.world.official("city.clerk", "Соседов Пример", &[domain::official::Role::Caseworker]).await;
    let foreign = Asking { official: Some(&elsewhere), ..asking.clone() };
    assert!(matches!(ask(office, &foreign, entry, &person, now).await, Err(Stop::Missing)));
    let stranger = Keys::Person(issued.world.person("Чужаков Пример").await.person.id);
    assert_eq!(ask(office, &asking, entry, &stranger, now).await.unwrap(), Said::Nothing);
}

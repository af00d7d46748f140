//! Proactive services against real databases: an event becomes a case where its person agreed, an
//! offer where they did not, and nothing where there is no need; twice told is done once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../desk/world.rs"]
mod world;

use std::collections::BTreeMap;

use actions::citizen::session::Session;
use actions::citizen::{copy, notices, replies};
use actions::machine;
use actions::proactive::{self, Given};
use actions::stop::Stop;
use connect::Failure;
use connect::events::{Events, Memory, Told};
use domain::case::{Actor, Basis, Case, CaseState, Wish};
use domain::consent::{ConsentState, OfferState};
use domain::id::PersonId;
use domain::notice::NoticeKind;
use domain::official::{Official, Role};
use domain::person::Person;
use domain::procedure::ProcedureStage;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use regulation::package::Assurance;
use serde_json::{Value, json};
use store::{Batch, cases, consents, people};
use world::World;

const SERVICES: [&str; 3] = ["large-family", "utility-compensation", "parking-permit"];

/// СНИЛС of the invented mother, as ЕСИА and as registers write it.
const SNILS: [&str; 2] = ["112-233-445 95", "11223344595"];

/// Both engines, or the one there is.
async fn both() -> Vec<World> {
    let mut worlds = vec![World::of(&SERVICES).await];
    worlds.extend(World::on_postgres(&SERVICES).await);
    worlds
}

/// An invented mother with a whole profile in ЕСИА.
async fn mother(world: &World) -> Session {
    let id = PersonId(world.office.new_owner_id());
    let claims = json!({
        "lastName": "Образцова", "firstName": "Проба", "middleName": "Примеровна", "birthDate": "1990-05-01",
        "snils": SNILS[0], "mobile": "+7 900 000-00-01", "email": "mother@example.test",
        "address.registration": { "text": "город Образцовск, улица Примерная, дом 1" },
    });
    let person = Person {
        oid: id.as_str().to_owned(),
        id,
        name: "Образцова Проба Примеровна".to_owned(),
        assurance: Assurance::Confirmed,
        claims: claims.as_object().unwrap().clone(),
        claims_at: world.now(),
        email: None,
        phone: None,
        channels: BTreeMap::new(),
    };
    world.office.db.commit(Batch::new().with_all(people::insert(&person))).await.unwrap();
    Session::played(person, None)
}

fn feed(world: &World) -> &Memory {
    match &world.office.events {
        Some(Events::Memory(memory)) => memory,
        _ => panic!("another feed"),
    }
}

fn tell(world: &World, id: &str, kind: &str, told: Value) {
    let told = told.as_object().unwrap().clone();
    let (register, snils) = ("zags".to_owned(), SNILS[1].to_owned());
    feed(world).tell(Told { id: id.to_owned(), register, kind: kind.to_owned(), snils, at: world.now(), told });
}

fn born(count: usize) -> Value {
    let child = |year: &usize| json!({ "lastName": "Образцов", "firstName": "Пример", "birthDate": format!("{}-01-15", 2015 + year) });
    json!({ "children": (0..count).collect::<Vec<_>>().iter().map(child).collect::<Vec<_>>() })
}

/// Keeps house and does what is due for some seconds, as the worker does.
async fn work(world: &World) {
    machine::keep_house(&world.office).await;
    for _ in 0..12 {
        let now = world.now();
        let lease = world.office.new_owner_id();
        let until = now + SignedDuration::from_secs(60);
        let jobs = store::jobs::lease(&world.office.db, &lease, now, until, 20).await.unwrap();
        for job in &jobs {
            machine::perform(&world.office, job).await;
        }
        world.wait(SignedDuration::from_secs(1));
    }
}

async fn open(world: &World, who: &Session) -> Vec<Case> {
    cases::open_of(&world.office.db, &who.person.id, "large-family").await.unwrap()
}

async fn agree(world: &World, who: &Session, scope: &str) {
    proactive::give(&world.office, who, scope, "2026-1").await.unwrap();
}

async fn auditor(world: &World) -> Official {
    let new = world.official("city.monitor", "Контролёрова Анна Примеровна", &[Role::Auditor]).await;
    Official { authority: "social-ministry".to_owned(), ..new }
}

/// Proves: PROACTIVE-01, PROACTIVE-03, PROACTIVE-05, SM-19.
#[tokio::test]
async fn an_event_becomes_one_case_within_a_minute_where_its_person_agreed() {
    for world in both().await {
        let who = mother(&world).await;
        agree(&world, &who, "group:family").await;
        let began = world.now();
        tell(&world, "1", "child-born", born(3));
        tell(&world, "1", "child-born", born(3));
        work(&world).await;
        let running = open(&world, &who).await;
        assert_eq!(running.len(), 1, "two messages of one event are one case");
        assert!(world.now().duration_since(began) < SignedDuration::from_mins(1));
        let begun = running[0].proactive.clone().unwrap();
        assert_eq!((begun.basis, begun.trigger.as_str()), (Basis::Consent, "third-child:zags/1"));
        let shown = copy::sent(&world.office, &who, &running[0].id).await.unwrap();
        assert!(shown.steps.iter().any(|step| !step.fields.is_empty()), "its page shows what authorities knew");
        let told = notices::of_person(&world.office, &who, None).await.unwrap();
        assert!(told.iter().any(|notice| notice.case.as_ref() == Some(&running[0].id)), "the person is told");
        // The register tells the same birth once more under another number: it runs already.
        tell(&world, "2", "child-born", born(3));
        work(&world).await;
        assert_eq!(open(&world, &who).await.len(), 1);
        assert!(proactive::proposals(&world.office, &who).await.unwrap().is_empty());
        // The person does not want it: nothing stays refused, and they may apply.
        replies::decline(&world.office, &who, &running[0].id).await.unwrap();
        let declined = world.case(&running[0].id).await;
        assert_eq!((declined.state, declined.proactive.unwrap().undone), (CaseState::Withdrawn, None));
        world.file(&who, "large-family", &[]).await;
        assert_eq!(open(&world, &who).await.len(), 1);
    }
}

/// Proves: PROACTIVE-01, SM-19.
#[tokio::test]
async fn a_wrong_trigger_is_undone_by_an_official_with_a_reason_and_the_person_is_told() {
    let world = World::of(&SERVICES).await;
    let who = mother(&world).await;
    agree(&world, &who, "all").await;
    tell(&world, "1", "child-born", born(3));
    work(&world).await;
    let case = open(&world, &who).await.remove(0);
    let official = auditor(&world).await;
    world.wish(&case.id, &Wish::Take, &Actor::Official(official.id.clone())).await;
    let undo = Wish::Undo { reason: "Запись сделана на другого человека.".to_owned() };
    world.wish(&case.id, &undo, &Actor::Official(official.id)).await;
    let undone = world.case(&case.id).await;
    assert_eq!(undone.state, CaseState::Withdrawn);
    let over = [ProcedureStage::Ended, ProcedureStage::EndedLate, ProcedureStage::Skipped];
    assert!(undone.procedures.iter().all(|one| over.contains(&one.stage)), "everything that ran ends");
    let told = notices::of_person(&world.office, &who, None).await.unwrap();
    assert!(
        told.iter().any(|notice| notice.content.values().any(|said| said.to_string().contains("другого человека")))
    );
}

/// Proves: PROACTIVE-02, PROACTIVE-04.
#[tokio::test]
async fn without_a_consent_there_is_only_an_offer_and_without_a_need_there_is_nothing() {
    for world in both().await {
        let who = mother(&world).await;
        tell(&world, "1", "child-born", born(2));
        tell(&world, "2", "child-born", born(4));
        work(&world).await;
        assert!(proactive::proposals(&world.office, &who).await.unwrap().is_empty(), "not the third child");
        tell(&world, "3", "child-born", born(3));
        work(&world).await;
        assert!(open(&world, &who).await.is_empty(), "no case without a consent");
        let offered = proactive::proposals(&world.office, &who).await.unwrap();
        assert_eq!(offered.len(), 1);
        let one = &offered[0];
        assert_eq!((one.register.as_str(), one.need.as_str()), ("ЕГР ЗАГС", "В семье стало трое детей."));
        assert!(one.why.iter().any(|why| why.label == "Дети" && why.source.contains("ЗАГС")), "{:?}", one.why);
        let told = notices::of_person(&world.office, &who, None).await.unwrap();
        assert_eq!(told.iter().filter(|notice| notice.kind == NoticeKind::Proposal).count(), 1);
        // Nobody else sees or answers it.
        let other = world.person("Чужакова Другая Примеровна").await;
        let foreign = proactive::accept(&world.office, &other, &one.offer.id).await;
        assert!(matches!(foreign, Err(Stop::Missing)));
        let Given::Case(case) = proactive::accept(&world.office, &who, &one.offer.id).await.unwrap() else {
            panic!("a draft")
        };
        let again = proactive::accept(&world.office, &who, &one.offer.id).await.unwrap();
        assert_eq!(again, Given::Case(case.clone()), "pressed twice, taken once");
        assert!(world.case(&case).await.proactive.is_some());
        assert!(proactive::proposals(&world.office, &who).await.unwrap().is_empty());
    }
}

/// Proves: PROACTIVE-02, PROACTIVE-05.
#[tokio::test]
async fn what_only_the_person_knows_makes_a_draft_with_all_that_is_known() {
    let world = World::of(&SERVICES).await;
    let who = mother(&world).await;
    agree(&world, &who, "all").await;
    tell(&world, "1", "disability-set", json!({ "found": true, "since": "2026-02-01" }));
    work(&world).await;
    let offered = proactive::proposals(&world.office, &who).await.unwrap();
    let services: Vec<&str> = offered.iter().map(|one| one.offer.service.as_str()).collect();
    assert!(services.contains(&"utility-compensation") && services.contains(&"parking-permit"), "{services:?}");
    let one = offered.iter().find(|one| one.offer.service == "utility-compensation").unwrap();
    let Given::Draft(draft) = proactive::accept(&world.office, &who, &one.offer.id).await.unwrap() else {
        panic!("a case")
    };
    let draft = store::drafts::by_id(&world.office.db, &draft).await.unwrap().unwrap();
    assert_eq!(draft.answers["benefit.category"], json!("disabled"));
    assert!(draft.prefill.get("disability.found").is_some() && draft.prefill.get("applicant.snils").is_some());
    // Declined without a trace of a refusal: a new event offers again.
    let parking = offered.iter().find(|one| one.offer.service == "parking-permit").unwrap();
    for _ in 0..2 {
        proactive::decline(&world.office, &who, &parking.offer.id, false).await.unwrap();
    }
    let kept = consents::offer_by_id(&world.office.db, &parking.offer.id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.facts.0.len()), (OfferState::Declined, 0), "what was told is forgotten");
    let late = proactive::accept(&world.office, &who, &parking.offer.id).await;
    assert!(matches!(late, Err(Stop::Refused(Refusal::WrongState { .. }))), "{late:?}");
    tell(&world, "2", "disability-set", json!({ "found": true }));
    work(&world).await;
    let again = proactive::proposals(&world.office, &who).await.unwrap();
    let parking = again.iter().find(|one| one.offer.service == "parking-permit").unwrap();
    // Who does not want to hear of it hears no more.
    proactive::decline(&world.office, &who, &parking.offer.id, true).await.unwrap();
    tell(&world, "3", "disability-set", json!({ "found": true }));
    work(&world).await;
    let quiet = proactive::proposals(&world.office, &who).await.unwrap();
    assert!(!quiet.iter().any(|one| one.offer.service == "parking-permit"));
}

/// Proves: PROACTIVE-04, PROACTIVE-05.
#[tokio::test]
async fn an_offer_is_reminded_of_once_lapses_and_is_counted_without_a_name() {
    for world in both().await {
        let who = mother(&world).await;
        tell(&world, "1", "child-born", born(3));
        let stranger = Told {
            id: "9".to_owned(),
            register: "zags".to_owned(),
            kind: "child-born".to_owned(),
            snils: "00000000000".to_owned(),
            at: world.now(),
            told: born(3).as_object().unwrap().clone(),
        };
        feed(&world).tell(stranger);
        work(&world).await;
        let count = async || {
            let told = notices::of_person(&world.office, &who, None).await.unwrap();
            told.iter().filter(|notice| notice.kind == NoticeKind::Proposal).count()
        };
        assert_eq!(count().await, 1);
        for _ in 0..40 {
            world.wait(SignedDuration::from_hours(24));
            machine::keep_house(&world.office).await;
        }
        assert_eq!(count().await, 2, "never more than one reminder");
        assert!(proactive::proposals(&world.office, &who).await.unwrap().is_empty());
        let seen = proactive::missed(&world.office, &auditor(&world).await).await.unwrap();
        let row = seen.iter().find(|row| row.offered == 1).unwrap();
        assert_eq!((row.lapsed, row.missed, row.unknown, row.started, row.accepted), (1, 1, 1, 0, 0));
    }
}

/// Proves: PROACTIVE-03, PROACTIVE-04.
#[tokio::test]
async fn consents_are_given_and_taken_back_in_one_place_at_once_and_their_history_is_kept() {
    for world in both().await {
        let who = mother(&world).await;
        let office = &world.office;
        let stale = proactive::give(office, &who, "all", "2020-1").await;
        assert!(matches!(stale, Err(Stop::Conflict)), "nobody agrees to words they did not see");
        let unknown = proactive::give(office, &who, "service:hunting-ticket", "2026-1").await;
        assert!(matches!(unknown, Err(Stop::Missing)));
        for scope in ["service:large-family", "group:housing", "all"] {
            agree(&world, &who, scope).await;
        }
        let page = proactive::page(office, &who).await.unwrap();
        let of = |page: &proactive::Page, scope: &str| {
            let all = page.groups.iter().flat_map(|(head, lines)| [head].into_iter().chain(lines));
            all.chain([&page.all]).find(|line| line.scope == scope).unwrap().clone()
        };
        assert!(of(&page, "service:large-family").covered && of(&page, "service:utility-compensation").covered);
        let first = of(&page, "service:large-family").history.remove(0);
        assert!(first.words.unwrap().contains("Статус многодетной семьи"));
        assert!(first.proof.contains("ЕСИА") && first.text.as_deref() == Some("2026-1"));
        // One service is taken out of the whole, then everything at once.
        proactive::withdraw(office, &who, "service:utility-compensation").await.unwrap();
        let page = proactive::page(office, &who).await.unwrap();
        assert!(!of(&page, "service:utility-compensation").covered && of(&page, "service:large-family").covered);
        for _ in 0..2 {
            proactive::withdraw(office, &who, "all").await.unwrap();
        }
        let page = proactive::page(office, &who).await.unwrap();
        let line = of(&page, "service:large-family");
        assert_eq!((line.covered, line.said, line.history.len()), (false, Some(ConsentState::Withdrawn), 2));
        tell(&world, "1", "child-born", born(3));
        work(&world).await;
        assert!(open(&world, &who).await.is_empty(), "no case after a consent was taken back");
    }
}

/// Proves: PROACTIVE-01.
#[tokio::test]
async fn what_the_feed_could_not_tell_and_what_was_cut_in_the_middle_comes_later_and_once() {
    for world in both().await {
        let who = mother(&world).await;
        agree(&world, &who, "all").await;
        feed(&world).behave(Some(Failure::later("events", "down")));
        tell(&world, "1", "child-born", born(3));
        work(&world).await;
        assert!(open(&world, &who).await.is_empty());
        feed(&world).behave(None);
        world.wait(SignedDuration::from_hours(1));
        work(&world).await;
        assert_eq!(open(&world, &who).await.len(), 1, "nothing is lost");
        // The cursor was not kept: the whole feed is read once more.
        world.office.db.commit(Batch::new().with(store::marks::set("events-cursor", "0"))).await.unwrap();
        work(&world).await;
        assert_eq!(open(&world, &who).await.len(), 1);
        // The case was begun and the worker died before it said so: the event comes again.
        let event = consents::Event {
            key: "zags/7".to_owned(),
            kind: "child-born".to_owned(),
            snils: SNILS[1].to_owned(),
            at: world.now(),
            told: born(3).as_object().unwrap().clone(),
        };
        world.office.db.commit(Batch::new().with(consents::take_event(&event, world.now()))).await.unwrap();
        let known = people::by_snils(&world.office.db, SNILS[0]).await.unwrap().unwrap();
        assert_eq!(known.id, who.person.id);
        assert!(consents::new_event(&world.office.db, "zags/7").await.unwrap().is_some());
        assert!(consents::new_event(&world.office.db, "zags/1").await.unwrap().is_none(), "what it told is forgotten");
    }
}

//! Joint applications against real databases: a bride invites a groom, who fills in a part of his own
//! (FORM-07, RESULT-11).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod filed;
mod parts;
#[allow(dead_code)]
#[path = "../desk/world.rs"]
mod world;

use actions::citizen::drafts::{self, OpenDraft, Patch};
use actions::citizen::session::{self, Session};
use actions::citizen::{informing, start_draft};
use actions::joint::{filer, own};
use actions::stop::Stop;
use domain::id::{DraftId, PartId};
use domain::person::Person;
use domain::refusal::Refusal;
use serde_json::json;
use store::{Batch, people};
use world::World;

/// One world on each engine.
pub async fn both() -> Vec<World> {
    let mut worlds = vec![World::of(&["marriage"]).await];
    worlds.extend(World::on_postgres(&["marriage"]).await);
    worlds
}

/// A person whom ЕСИА knows by that СНИЛС.
pub async fn person(world: &World, name: &str, snils: &str) -> Session {
    let found = world.person(name).await;
    let mut person: Person = found.person.clone();
    person.claims.insert("snils".to_owned(), json!(snils));
    person.claims.insert("lastName".to_owned(), json!(name.split(' ').next().unwrap()));
    world.office.db.commit(Batch::new().with(people::update(&person))).await.unwrap();
    let token = session::open_for(&world.office, &person.id).await.unwrap();
    session::find(&world.office, &token).await.unwrap()
}

/// The two, and somebody who has nothing to do with it.
pub struct People {
    /// Files.
    pub bride: Session,
    /// Is invited.
    pub groom: Session,
    /// Neither.
    pub stranger: Session,
}

/// All three, as ЕСИА knows them.
pub async fn people(world: &World) -> People {
    People {
        bride: person(world, "Образцова Примера Примеровна", "900-000-001 82").await,
        groom: person(world, "Примеров Образец Образцович", "900-000-002 83").await,
        stranger: person(world, "Посторонняя Проба Пробовна", "900-000-006 87").await,
    }
}

async fn put(world: &World, id: &DraftId, keep: impl Fn(&str) -> bool, more: &[(&str, &str)]) {
    let mut draft = store::drafts::by_id(&world.office.db, id).await.unwrap().unwrap();
    let service = world.office.library.current("marriage", world.office.today(world.now())).unwrap();
    let sample = informing::sample_answers(service);
    draft.answers.extend(sample.into_iter().filter(|(name, _)| keep(name)));
    for (name, value) in more {
        draft.answers.insert((*name).to_owned(), json!(value));
    }
    let read = draft.revision;
    draft.revision += 1;
    world.office.db.commit(Batch::new().with(store::drafts::save(&draft, read))).await.unwrap();
}

/// The bride's application, in which everything that is hers stands; the groom is to be invited.
pub async fn begun(world: &World, bride: &Session) -> DraftId {
    let id = start_draft::start(&world.office, bride, "marriage", None).await.unwrap();
    let more = [
        ("request.filer", "bride"),
        ("filing.invite", "true"),
        ("payment.payer", "bride"),
        ("groom.snils", "900-000-002 83"),
        ("bride.snils", "900-000-001 82"),
        ("bride.nationality", "тайная народность"),
    ];
    put(world, &id, |name| !name.starts_with("groom."), &more).await;
    id
}

/// Invites the groom; answers his part.
pub async fn invited(world: &World, people: &People) -> (DraftId, PartId) {
    let draft = begun(world, &people.bride).await;
    filer::invite(&world.office, &people.bride, &draft, "groom").await.unwrap();
    let listed = own::listed(&world.office, &people.groom).await.unwrap();
    (draft, listed[0].0.id.clone())
}

/// Opens the groom's part and fills it in.
pub async fn filled(world: &World, people: &People, part: &PartId) -> DraftId {
    let id = own::open(&world.office, &people.groom, part).await.unwrap();
    let more = [("groom.nationality", "скрытая народность"), ("groom.last_name", "Примеров")];
    put(world, &id, |name| name.starts_with("groom.") && name != "groom.snils", &more).await;
    id
}

/// The same, signed.
pub async fn signed(world: &World, people: &People) -> (DraftId, PartId) {
    let (draft, part) = invited(world, people).await;
    filled(world, people, &part).await;
    own::sign(&world.office, &people.groom, &part).await.unwrap();
    (draft, part)
}

/// Saves one field.
pub async fn say(world: &World, who: &Session, id: &DraftId, field: &str, text: &str) -> Result<OpenDraft, Stop> {
    let fields = vec![(field.to_owned(), text.to_owned())];
    drafts::save(&world.office, who, id, &Patch { step: String::new(), fields, edit: None }).await
}

/// The rule that said no.
pub fn refused<T>(outcome: Result<T, Stop>) -> Refusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("granted"),
    }
}

/// It is not there.
pub fn missing<T>(outcome: Result<T, Stop>) -> bool {
    matches!(outcome, Err(Stop::Missing))
}

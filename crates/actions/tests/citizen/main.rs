//! What citizens do, against a real database, a fixed clock and the shipped services.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod account;
mod catalogue;
mod centre;
mod drafts;
mod filing;
mod popular;
mod uploads;
#[allow(dead_code)]
#[path = "../desk/world.rs"]
mod world;

use actions::citizen::drafts::{OpenDraft, Patch, save};
use actions::citizen::session::{self, Session};
use domain::id::DraftId;
use domain::person::Person;
use regulation::package::Assurance;
use serde_json::json;
use store::{Batch, people};
use world::World;

/// What ЕСИА says of an invented person.
pub const CLAIMS: [(&str, &str); 9] = [
    ("lastName", "Образцова"),
    ("firstName", "Примера"),
    ("middleName", "Примеровна"),
    ("birthDate", "05.03.1990"),
    ("birthPlace", "город Образцовск"),
    ("snils", "112-233-445 95"),
    ("passport.full", "9900 000001"),
    ("email", "primera@example.test"),
    ("mobile", "+7(900)0000001"),
];

/// A person of whom ЕСИА gave the claims.
pub async fn known(world: &World, assurance: Assurance) -> Session {
    let session = world.person("Образцова Примера Примеровна").await;
    let mut person = Person { assurance, ..session.person.clone() };
    for (name, value) in CLAIMS {
        person.claims.insert(name.to_owned(), json!(value));
    }
    person.claims.insert("address.registration".to_owned(), json!({ "text": "город Образцовск, дом 1" }));
    world.office.db.commit(Batch::new().with(people::update(&person))).await.unwrap();
    let token = session::open_for(&world.office, &person.id).await.unwrap();
    session::find(&world.office, &token).await.unwrap()
}

/// Saves fields of a step.
pub async fn put(world: &World, who: &Session, id: &DraftId, step: &str, fields: &[(&str, &str)]) -> OpenDraft {
    let fields = fields.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    save(&world.office, who, id, &Patch { step: step.to_owned(), fields, edit: None }).await.unwrap()
}

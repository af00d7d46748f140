//! Persons as ЕСИА knows them. One account there is one person here: a claim table keeps it so
//! across buckets.

use domain::id::PersonId;
use domain::person::Person;

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Row, Statement, Value, args, json, word};

/// Version of the shape of the body.
const BODY: i64 = 1;

const INSERT: Statement = Statement::new(
    "people.insert",
    "insert into people (bucket, id, oid, name, assurance, claims_at, email, phone,
         body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

const CLAIM_OID: Statement =
    Statement::new("people.claim_oid", "insert into person_oids (oid, person_id) values ($1, $2)");

fn row(person: &Person) -> Vec<Value> {
    args![
        person.id.bucket(),
        &person.id,
        &person.oid,
        &person.name,
        word(&person.assurance),
        person.claims_at,
        person.email.as_ref(),
        person.phone.as_ref(),
        BODY,
        json(person),
    ]
}

/// A new person. A conflict at `people.claim_oid`: the account was signed in with elsewhere at
/// the same moment; read it by its oid.
pub fn insert(person: &Person) -> Vec<Write> {
    let mut writes = vec![Write::one(CLAIM_OID, args![&person.oid, &person.id]), Write::one(INSERT, row(person))];
    writes.extend(claim_snils(person));
    writes
}

const CLAIM_SNILS: Statement = Statement::new(
    "people.claim_snils",
    "insert into person_snils (snils, person_id) values ($1, $2)
     on conflict (snils) do update set person_id = $2",
);

/// Whom registers mean by the СНИЛС of this person; nothing without one.
pub fn claim_snils(person: &Person) -> Option<Write> {
    let snils = digits(person.claims.get("snils")?.as_str()?);
    (!snils.is_empty()).then(|| Write::one(CLAIM_SNILS, args![snils, &person.id]))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

const UPDATE: Statement = Statement::new(
    "people.update",
    "update people set name = $4, assurance = $5, claims_at = $6, email = $7, phone = $8,
         body_version = $9, body = $10
     where bucket = $1 and id = $2 and oid = $3",
);

/// A known person with fresh claims or other channels.
pub fn update(person: &Person) -> Write {
    Write::one(UPDATE, row(person))
}

const ADOPT: Statement = Statement::new(
    "people.adopt",
    "update people set name = $4, assurance = $5, claims_at = $6, email = $7, phone = $8,
         body_version = $9, body = $10, oid = $3
     where bucket = $1 and id = $2 and oid = $11",
);

/// A person known from a service centre signs in with an account for the first time: from now on they
/// are that account's. `before` is the id they had until then.
pub fn adopt(person: &Person, before: &str) -> Vec<Write> {
    let mut adopted = row(person);
    adopted.push(before.into());
    vec![Write::one(CLAIM_OID, args![&person.oid, &person.id]), Write::one(ADOPT, adopted)]
}

fn read(mut row: Row) -> Result<Person, StoreError> {
    row.body(BODY)
}

const BY_ID: Statement =
    Statement::new("people.by_id", "select body_version, body from people where bucket = $1 and id = $2");

/// A person.
pub async fn by_id(db: &Db, id: &PersonId) -> Result<Option<Person>, StoreError> {
    db.one(BY_ID, args![id.bucket(), id], read).await
}

const ID_OF_OID: Statement = Statement::new("people.id_of_oid", "select person_id from person_oids where oid = $1");

/// The person with an id in ЕСИА.
pub async fn by_oid(db: &Db, oid: &str) -> Result<Option<Person>, StoreError> {
    let id = db.one(ID_OF_OID, args![oid], |mut row| row.text("person_id").map(PersonId)).await?;
    match id {
        Some(id) => by_id(db, &id).await,
        None => Ok(None),
    }
}

const ID_OF_SNILS: Statement =
    Statement::new("people.id_of_snils", "select person_id from person_snils where snils = $1");

/// The person with a СНИЛС.
pub async fn by_snils(db: &Db, snils: &str) -> Result<Option<Person>, StoreError> {
    let id = db.one(ID_OF_SNILS, args![digits(snils)], |mut row| row.text("person_id").map(PersonId)).await?;
    match id {
        Some(id) => by_id(db, &id).await,
        None => Ok(None),
    }
}

pub(crate) const ALL: &[Statement] = &[CLAIM_SNILS, ID_OF_SNILS, INSERT, CLAIM_OID, UPDATE, ADOPT, BY_ID, ID_OF_OID];

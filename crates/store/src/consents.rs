//! Proactive services: consents of people, offers, events of registers, counts (SM-18, SM-19).

use domain::consent::{Consent, Offer};
use domain::id::{OfferId, PersonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::batch::Write;
use crate::db::Db;
use crate::error::StoreError;
use crate::value::{Statement, args, json};

/// Version of the shape of the bodies.
const BODY: i64 = 1;

/// Most consents of one person: a limit of safety.
const MOST: i64 = 500;

const SAY: Statement = Statement::new(
    "consents.say",
    "insert into consents (bucket, person_id, scope, state, revision, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7)",
);

const SAY_AGAIN: Statement = Statement::new(
    "consents.say_again",
    "update consents set state = $4, revision = $5, body_version = $6, body = $7
     where bucket = $1 and person_id = $2 and scope = $3 and revision = $8",
);

/// What a person said of a scope, upon what stood before; a conflict if it does not stand any more.
pub fn say(consent: &Consent) -> Write {
    let person = &consent.person;
    let mut row = args![
        person.bucket(),
        person,
        consent.scope.name(),
        consent.state.name(),
        consent.revision,
        BODY,
        json(consent),
    ];
    if consent.revision == 1 {
        return Write::one(SAY, row);
    }
    row.push((consent.revision - 1).into());
    Write::one(SAY_AGAIN, row)
}

const OF_PERSON: Statement = Statement::new(
    "consents.of_person",
    "select body_version, body from consents where bucket = $1 and person_id = $2 order by scope limit $3",
);

/// Everything a person said.
pub async fn of_person(db: &Db, person: &PersonId) -> Result<Vec<Consent>, StoreError> {
    db.all(OF_PERSON, args![person.bucket(), person, MOST], |mut row| row.body(BODY)).await
}

const OFFER: Statement = Statement::new(
    "offers.insert",
    "insert into offers (bucket, id, person_id, service, state, made_at, due_at, revision, body_version, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);

/// A new offer.
pub fn offer(offer: &Offer) -> Write {
    let row = args![
        offer.id.bucket(),
        &offer.id,
        &offer.person,
        &offer.service,
        offer.state.name(),
        offer.made_at,
        offer.due_at(),
        offer.revision,
        BODY,
        json(offer),
    ];
    Write::one(OFFER, row)
}

const CHANGE_OFFER: Statement = Statement::new(
    "offers.change",
    "update offers set state = $3, due_at = $4, revision = $5, body_version = $6, body = $7
     where bucket = $1 and id = $2 and revision = $8",
);

/// A changed offer, upon the revision that was read.
pub fn change_offer(offer: &Offer, read: i64) -> Write {
    let (state, due) = (offer.state.name(), offer.due_at());
    let row = args![offer.id.bucket(), &offer.id, state, due, offer.revision, BODY, json(offer), read];
    Write::one(CHANGE_OFFER, row)
}

const OFFER_BY_ID: Statement =
    Statement::new("offers.by_id", "select body_version, body from offers where bucket = $1 and id = $2");

/// An offer.
pub async fn offer_by_id(db: &Db, id: &OfferId) -> Result<Option<Offer>, StoreError> {
    db.one(OFFER_BY_ID, args![id.bucket(), id], |mut row| row.body(BODY)).await
}

const OFFERS_OF: Statement = Statement::new(
    "offers.of_person",
    "select body_version, body from offers where bucket = $1 and person_id = $2 order by made_at desc limit $3",
);

/// Offers of a person, newest first.
pub async fn offers_of(db: &Db, person: &PersonId, limit: i64) -> Result<Vec<Offer>, StoreError> {
    db.all(OFFERS_OF, args![person.bucket(), person, limit], |mut row| row.body(BODY)).await
}

const OFFERS_DUE: Statement =
    Statement::new("offers.due", "select body_version, body from offers where due_at <= $1 order by due_at limit $2");

/// Offers of which something is to be done by itself: a reminder, or the end.
pub async fn offers_due(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<Offer>, StoreError> {
    db.all(OFFERS_DUE, args![now, limit], |mut row| row.body(BODY)).await
}

/// An event as a register told it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Register and its own id of the event.
    pub key: String,
    /// Kind, as the region names it.
    pub kind: String,
    /// СНИЛС of whom it is about, digits only.
    pub snils: String,
    /// When it happened.
    pub at: Timestamp,
    /// What it tells.
    pub told: Map<String, Json>,
}

impl Event {
    /// The bucket its key falls into.
    pub fn bucket(&self) -> i64 {
        bucket_of(&self.key)
    }
}

fn bucket_of(key: &str) -> i64 {
    key.bytes().fold(0_i64, |sum, byte| (sum * 31 + i64::from(byte)) % i64::from(domain::id::BUCKETS))
}

const TAKE_EVENT: Statement = Statement::new(
    "register_events.take",
    "insert into register_events (bucket, event_key, state, received_at, body_version, body)
     values ($1, $2, 'new', $3, $4, $5) on conflict (bucket, event_key) do nothing",
);

/// Keeps an event; one that is known already stays as it is.
pub fn take_event(event: &Event, now: Timestamp) -> Write {
    Write::any(TAKE_EVENT, args![event.bucket(), &event.key, now, BODY, json(event)])
}

const NEW_EVENT: Statement = Statement::new(
    "register_events.new",
    "select body_version, body from register_events where bucket = $1 and event_key = $2 and state = 'new'",
);

/// An event from which not everything followed yet.
pub async fn new_event(db: &Db, key: &str) -> Result<Option<Event>, StoreError> {
    db.one(NEW_EVENT, args![bucket_of(key), key], |mut row| row.body(BODY)).await
}

const EVENT_DONE: Statement = Statement::new(
    "register_events.done",
    "update register_events set state = 'done', body = '{}' where bucket = $1 and event_key = $2 and state = 'new'",
);

/// Everything followed from it: what it told is forgotten. A conflict if that was so before.
pub fn event_done(event: &Event) -> Write {
    Write::one(EVENT_DONE, args![event.bucket(), &event.key])
}

const COUNT: Statement = Statement::new(
    "proactive_counts.add",
    "insert into proactive_counts (authority, month, service, what, count) values ($1, $2, $3, $4, 1)
     on conflict (authority, month, service, what) do update set count = proactive_counts.count + 1",
);

/// Counts one more.
pub fn count(authority: &str, month: &str, service: &str, what: &str) -> Write {
    Write::one(COUNT, args![authority, month, service, what])
}

/// How often something became of events and offers of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The service.
    pub service: String,
    /// What.
    pub what: String,
    /// How often.
    pub count: i64,
}

const COUNTS: Statement = Statement::new(
    "proactive_counts.since",
    "select service, what, cast(sum(count) as bigint) as count from proactive_counts
     where authority = $1 and month >= $2 group by service, what order by service, what",
);

/// Counts of a body since a month.
pub async fn counts(db: &Db, authority: &str, month: &str) -> Result<Vec<Counted>, StoreError> {
    db.all(COUNTS, args![authority, month], |mut row| {
        Ok(Counted { service: row.text("service")?, what: row.text("what")?, count: row.int("count")? })
    })
    .await
}

pub(crate) const ALL: &[Statement] = &[
    SAY,
    SAY_AGAIN,
    OF_PERSON,
    OFFER,
    CHANGE_OFFER,
    OFFER_BY_ID,
    OFFERS_OF,
    OFFERS_DUE,
    TAKE_EVENT,
    NEW_EVENT,
    EVENT_DONE,
    COUNT,
    COUNTS,
];

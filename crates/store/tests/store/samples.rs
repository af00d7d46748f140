//! Invented aggregates in which every field has a value of its own.

use domain::case::{Actor, Case, CaseState};
use domain::draft::Draft;
use domain::evidence::EvidenceRequest;
use domain::id::{CaseId, DraftId, OfficialId, PersonId};
use domain::job::{Job, Work};
use domain::journal::{Entry, Event};
use domain::notice::Notice;
use domain::official::Official;
use domain::person::Person;
use domain::result::ResultRecord;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use store::Batch;

/// A moment so many milliseconds after a fixed one.
pub fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_772_500_000_000 + milliseconds).unwrap()
}

/// An id made of a number, in a bucket.
pub fn id(number: u64, bucket: i64) -> String {
    let mut uuid = [0_u8; 16];
    uuid[..8].copy_from_slice(&number.to_be_bytes());
    domain::id::make(uuid, bucket)
}

pub fn person_id(number: u64) -> PersonId {
    PersonId(id(number, number as i64))
}

fn text(at: Timestamp) -> String {
    at.to_string()
}

fn due(moment: i64) -> Json {
    json!({
        "at": text(at(moment)),
        "story": {
            "from": text(at(moment - 1_000)), "term": {"amount": 5, "unit": "working_days"},
            "time_zone": "Asia/Novokuznetsk", "met": ["2026-03-09"],
            "pauses": [[text(at(moment - 900)), text(at(moment - 800))]],
        },
    })
}

fn facts() -> Json {
    json!({
        "applicant.name": {"value": {"text": "Образцов Пётр"}, "source": {"kind": "identity"}, "at": text(at(31))},
        "applicant.convicted": {
            "value": null, "source": {"kind": "register", "source": "mvd.conviction"}, "at": text(at(32)),
            "contested": true,
        },
        "children": {"value": {"list": [{"name": {"text": "Примерова Ёлка"}}]}, "source": {"kind": "applicant"}, "at": text(at(33))},
    })
}

/// A case of a person, open, with everything in it. `number` makes ids and the public number.
pub fn case(number: u64, person: &PersonId) -> Case {
    let bucket = person.bucket();
    serde_json::from_value(json!({
        "id": id(1_000 + number, bucket),
        "number": format!("ОБ-2026-{number:06}"),
        "authority": "minprirody", "service": "hunting-ticket", "version": "2026-03-01",
        "applicant": person.0, "applicant_name": "Образцов Пётр Ильич",
        "draft": id(2_000 + number, bucket),
        "variant": "first-time", "state": "in_progress", "revision": 3,
        "filed_at": text(at(100)), "registered_at": text(at(200)), "due": due(10_000),
        "assignee": id(7, 0),
        "decision": {
            "positive": false, "grounds": ["conviction"], "words": "Судимость не снята",
            "by": {"who": "official", "id": id(8, 0)}, "at": text(at(400)), "trace": {"verdict": "no"},
        },
        "closed_at": null,
        "procedures": [
            {"id": "check", "kind": "exchange", "stage": "started", "started_at": text(at(210)), "due": due(5_000), "ended_at": null},
            {"id": "decide", "kind": "decision", "stage": "pending", "started_at": null, "due": null, "ended_at": text(at(220))},
        ],
        "facts": facts(), "results": [id(3_000 + number, bucket)],
        "needs_person": "МВД не ответило в срок",
        "registration_due": due(9_000), "term_ended_at": text(at(410)), "breached": ["registration"],
        "pauses": [{"from": text(at(230)), "until": null, "reason": "Запрошены сведения"}],
        "sources": [{"source": "mvd.conviction", "request": id(4_000 + number, bucket), "state": "sent"}],
        "declared": [{"item": "originals", "shown": true, "reason": "Подпись неразборчива"}],
    }))
    .unwrap()
}

/// A case as it is right after filing.
pub fn filed(number: u64, person: &PersonId) -> Case {
    Case {
        state: CaseState::Submitted,
        revision: 1,
        registered_at: None,
        due: None,
        assignee: None,
        decision: None,
        needs_person: None,
        ..case(number, person)
    }
}

pub fn entry(milliseconds: i64, ground: &str) -> Entry {
    let by = Actor::Official(OfficialId(id(8, 0)));
    Entry { at: at(milliseconds), by, event: Event::Read { ground: ground.to_owned() } }
}

pub fn draft(number: u64, person: &PersonId) -> Draft {
    serde_json::from_value(json!({
        "id": id(2_000 + number, person.bucket()), "person": person.0,
        "service": "hunting-ticket", "version": "2026-03-01",
        "answers": {"surname": "Образцов-Ёжиков", "born": "31.02.1990", "children": [{"name": "Анна"}], "consent": "on"},
        "prefill": facts(), "step": "family", "revision": 1,
        "created_at": text(at(1)), "saved_at": text(at(2)), "keep_until": text(at(1_000)), "case": null,
        "unfit": [{"label": "Номер билета", "value": "42"}], "warnings": 1, "deleted_at": null,
    }))
    .unwrap()
}

/// The draft on its way to become a case.
pub fn sent(draft: &Draft, case: &CaseId) -> Draft {
    Draft { case: Some(case.clone()), revision: draft.revision + 1, ..draft.clone() }
}

pub fn person(number: u64) -> Person {
    serde_json::from_value(json!({
        "id": person_id(number).0, "oid": format!("100{number}"), "name": "Примерова Алёна Игоревна",
        "assurance": "confirmed", "claims": {"lastName": "Примерова", "snils": "112-233-445 95"},
        "claims_at": text(at(5)), "email": "alena@example.ru", "phone": "+79000000000",
    }))
    .unwrap()
}

pub fn official(number: u64) -> Official {
    serde_json::from_value(json!({
        "id": id(number, 0), "login": format!("primerov{number}"), "name": format!("Примеров Олег {number}"),
        "post": "Главный специалист", "authority": "minprirody", "roles": ["caseworker", "signer"], "active": true,
        "mandate": {"from": text(at(1)), "until": text(at(9_000))},
    }))
    .unwrap()
}

pub fn notice(number: u64, person: &PersonId, case: &CaseId) -> Notice {
    serde_json::from_value(json!({
        "id": id(5_000 + number, person.bucket()), "person": person.0, "case": case.0,
        "number": "ОБ-2026-000001", "service_title": "Охотничий билет", "kind": "registered",
        "content": {"start": "3 марта", "end": "10 марта"},
        "at": text(at(300 + number as i64)), "latest": text(at(900)), "read_at": null, "in_account_at": text(at(301)),
        "copies": [
            {"channel": "email", "state": "queued", "at": text(at(302)), "tries": 0},
            {"channel": "sms", "state": "sent", "at": text(at(303)), "tries": 2},
        ],
    }))
    .unwrap()
}

pub fn job(number: u64, case: &CaseId, due: i64) -> Job {
    Job {
        id: domain::id::JobId(id(6_000 + number, case.bucket())),
        work: Work::Advance { case: case.clone() },
        due_at: at(due),
        key: format!("advance-{number}"),
    }
}

pub fn request(number: u64, case: &CaseId) -> EvidenceRequest {
    serde_json::from_value(json!({
        "id": id(4_000 + number, case.bucket()), "case": case.0, "source": "mvd.conviction",
        "keys": ["applicant.name", "applicant.born"], "state": "queued", "asked_at": text(at(500)),
        "due": due(6_000), "answered_at": text(at(510)), "answer": facts(), "tries": 3, "sent_at": text(at(505)), "problem": "Не отвечает",
    }))
    .unwrap()
}

pub fn result(number: u64, person: &PersonId, case: &CaseId) -> ResultRecord {
    serde_json::from_value(json!({
        "id": id(3_000 + number, person.bucket()), "number": format!("ОБ-2026-{number:06}-3"),
        "check_code": format!("K7M2-{number:04}"), "case": case.0, "person": person.0,
        "authority": "minprirody", "service": "hunting-ticket", "regulation_version": "2026-03-01",
        "output": "ticket", "register": "hunters", "content": {"name": {"label": "Имя", "shown": "Пётр"}},
        "state": "active", "ground": "Выдан впервые", "issued_at": text(at(600)), "valid_until": text(at(90_000)),
        "signer": id(9, 0), "document": "aa11", "signature": "bb22", "revision": 1,
    }))
    .unwrap()
}

/// A batch of these writes.
pub fn batch(writes: impl IntoIterator<Item = store::Write>) -> Batch {
    Batch::new().with_all(writes)
}

/// A draft's id that belongs to the case with the same number.
pub fn draft_id(number: u64, person: &PersonId) -> DraftId {
    DraftId(id(2_000 + number, person.bucket()))
}

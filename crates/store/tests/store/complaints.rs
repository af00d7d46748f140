//! Complaints: filed once, changed upon what was read, read by their person, their case and the desk
//! of the body that handles them; the journal stays chained.

use domain::complaint::{Change, Complaint, Entry, Event, Pack, State, chained, verify};
use domain::id::{CaseId, ComplaintId, PersonId};
use domain::journal::BrokenChain;
use serde_json::json;
use store::{Batch, complaints};

use crate::engines::for_each_engine;
use crate::samples::{at, case, id, person_id};

fn complaint(number: u64, person: &PersonId, state: &str) -> Complaint {
    let due = json!({
        "at": at(5_000).to_string(),
        "story": {
            "from": at(100).to_string(), "term": {"amount": 1, "unit": "working_days"},
            "time_zone": "Europe/Samara", "met": [], "pauses": [],
        },
    });
    serde_json::from_value(json!({
        "id": id(9_000 + number, person.bucket()), "number": format!("ЖОБ-2026-{number:06}-00"),
        "person": person.0, "name": "Образцов Пётр Ильич", "authority": "minprirody",
        "against": {"target": "authority", "person": "", "people": []},
        "object": "decision", "ground": "service-refused",
        "about": {"case": id(1_000 + number, person.bucket()), "number": "ОБ-1", "service": "hunting-ticket", "version": "1"},
        "title": "Охотничий билет", "words": "Отказали зря.", "wants": "Отменить.",
        "state": state, "revision": 1, "filed_at": at(100).to_string(), "register_due": due,
        "registered_at": null, "due": null, "handler": null,
        "federal": {"number": null, "at": null, "defect": null}, "redirected": [], "decision": null,
        "remedy_due": null, "remedied": null, "breached": [], "closed_at": null,
    }))
    .unwrap()
}

fn change(complaint: &Complaint, event: Event) -> Change {
    let by = domain::case::Actor::Machine;
    let journal = vec![Entry { at: at(100), by, event }];
    Change { complaint: complaint.clone(), journal, notices: Vec::new(), jobs: Vec::new() }
}

/// Proves: SM-15, SEC-03.
#[tokio::test]
async fn a_complaint_is_filed_once_and_its_journal_stays_chained() {
    for_each_engine(async |db| {
        let person = person_id(3);
        let filed = complaint(1, &person, "filed");
        let pack = Pack::of(&case(1, &person), Vec::new(), "head".to_owned(), at(100));
        let first = Batch::new().with_all(complaints::insert(&change(&filed, Event::Considering), Some(&pack)));
        db.commit(first.clone()).await.unwrap();
        assert!(db.commit(first).await.unwrap_err().is_conflict(), "sent twice, filed once");
        let (read, head) = complaints::by_id(&db, &filed.id).await.unwrap().unwrap();
        assert_eq!((&read, head.length), (&filed, 1));
        let kept = complaints::pack(&db, &filed.id).await.unwrap().unwrap();
        assert_eq!(kept, pack);
        assert!(kept.decision.unwrap().trace.is_null(), "what the machine saw stays in the case");

        let mut next = filed.clone();
        (next.state, next.revision) = (State::Registered, 2);
        let write = |read| Batch::new().with_all(complaints::update(&change(&next, Event::Withdrawn), read, &head));
        assert!(db.commit(write(7)).await.unwrap_err().is_conflict(), "somebody else's revision");
        db.commit(write(1)).await.unwrap();
        assert!(db.commit(write(1)).await.unwrap_err().is_conflict(), "upon an old head");
        let (_, head) = complaints::by_id(&db, &filed.id).await.unwrap().unwrap();
        let reading = Entry { at: at(200), by: domain::case::Actor::Machine, event: Event::Defect };
        db.commit(Batch::new().with_all(complaints::note(&filed.id, &head, &[reading]))).await.unwrap();
        let journal = complaints::journal(&db, &filed.id).await.unwrap();
        assert_eq!(journal.len(), 3);
        let mut previous = domain::journal::START.to_owned();
        for (entry, hash) in &journal {
            previous = chained(&previous, entry);
            assert_eq!(previous, *hash);
        }
        let walked = complaints::walk(&db, None, 10).await.unwrap();
        assert_eq!((walked.len(), walked[0].1.length), (1, 3));
        assert!(complaints::walk(&db, Some(&filed.id), 10).await.unwrap().is_empty());
        let told = journal.iter().map(|(entry, hash)| (entry, hash.as_str()));
        assert_eq!(verify(told.clone(), &walked[0].1.hash), Ok(()));
        assert_eq!(verify(told.take(2), &walked[0].1.hash), Err(BrokenChain::Head), "the end was taken out");
        let (_, head) = complaints::by_id(&db, &filed.id).await.unwrap().unwrap();
        assert_eq!((head.length, head.hash), (3, previous));
    })
    .await;
}

/// Proves: APPEAL-06.
#[tokio::test]
async fn a_body_sees_what_it_has_to_handle_and_what_is_over_leaves_the_list() {
    for_each_engine(async |db| {
        let (person, other) = (person_id(3), person_id(4));
        let all =
            [complaint(1, &person, "filed"), complaint(2, &other, "considering"), complaint(3, &person, "dismissed")];
        for one in &all {
            let batch = Batch::new().with_all(complaints::insert(&change(one, Event::Considering), None));
            db.commit(batch).await.unwrap();
        }
        let ids = |found: Vec<Complaint>| found.into_iter().map(|one| one.id).collect::<Vec<ComplaintId>>();
        let listed = async |authority: &str, over: bool| {
            ids(complaints::at_desk(&db, authority, over, (at(-1), ""), 10).await.unwrap())
        };
        assert_eq!(listed("minprirody", false).await, [all[0].id.clone(), all[1].id.clone()]);
        assert_eq!(listed("minprirody", true).await, [all[2].id.clone()]);
        assert!(listed("another", false).await.is_empty());
        let after = (at(5_000), all[0].id.as_str());
        let next = complaints::at_desk(&db, "minprirody", false, after, 10).await.unwrap();
        assert_eq!(ids(next), [all[1].id.clone()], "the next page");
        assert!(complaints::passed(&db, at(5_000), 10).await.unwrap().is_empty(), "the moment itself is in time");
        let passed = complaints::passed(&db, at(5_001), 10).await.unwrap();
        assert_eq!(passed, [all[0].id.clone()], "what has no term now, or is over, is not looked at");
        let own = ids(complaints::of_person(&db, &person, 10).await.unwrap());
        assert_eq!(own, [all[2].id.clone(), all[0].id.clone()]);
        let about = CaseId(id(1_001, person.bucket()));
        assert_eq!(ids(complaints::of_case(&db, &about).await.unwrap()), [all[0].id.clone()]);
    })
    .await;
}

//! What keeps a person from applying again, and the marks of what was brought up to date.

use domain::case::{Case, Obligation, ObligationStage};
use regulation::package::AfterwardsKind;
use store::{Batch, cases, marks, obligations};

use crate::engines::for_each_scratch;
use crate::samples::{at, case, person_id};

fn owing(number: u64, stage: ObligationStage) -> Case {
    let mut case = case(number, &person_id(7));
    case.obligations = vec![Obligation {
        id: "report".to_owned(),
        kind: AfterwardsKind::Report,
        time: 0,
        since: at(10),
        due: None,
        blocks_until: Some(at(9_000)),
        stage,
        done_at: None,
        words: None,
        evidence: Vec::new(),
    }];
    case
}

#[tokio::test]
async fn a_case_that_leaves_something_undone_is_found_by_its_person_and_service() {
    for_each_scratch(async |scratch| {
        let db = &scratch.db;
        let open = owing(1, ObligationStage::Overdue);
        let mut writes = cases::insert(&open, &[]);
        writes.extend(obligations::save(&open));
        db.commit(Batch::new().with_all(writes)).await.unwrap();
        let (person, service) = (&open.applicant, open.service.as_str());
        let found = obligations::blocking(db, person, service, at(500)).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&open));
        assert!(obligations::blocking(db, person, "another", at(500)).await.unwrap().is_empty());
        assert!(obligations::blocking(db, person, service, at(9_001)).await.unwrap().is_empty(), "the ban is over");
        let done = owing(1, ObligationStage::DoneLate);
        db.commit(Batch::new().with_all(obligations::save(&done))).await.unwrap();
        assert!(obligations::blocking(db, person, service, at(500)).await.unwrap().is_empty(), "done at last");
        assert!(obligations::save(&case(2, &person_id(7))).is_none(), "most cases leave nothing");
    })
    .await;
}

#[tokio::test]
async fn a_mark_says_what_it_was_last_set_to() {
    for_each_scratch(async |scratch| {
        assert_eq!(marks::get(&scratch.db, "calendar").await.unwrap(), None);
        for word in ["one", "two"] {
            scratch.db.commit(Batch::new().with(marks::set("calendar", word))).await.unwrap();
            assert_eq!(marks::get(&scratch.db, "calendar").await.unwrap().as_deref(), Some(word));
        }
    })
    .await;
}

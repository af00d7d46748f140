//! The queue of an authority.

use domain::case::{Case, CaseState};
use domain::id::OfficialId;
use store::desk::{self, Counts, Cursor, Filter, Group, Holder};
use store::journal::Head;
use store::{Db, cases};

use crate::engines::for_each_engine;
use crate::samples::{at, batch, case, filed, id, person_id};

async fn put(db: &Db, cases: &[Case]) {
    for case in cases {
        db.commit(batch(cases::insert(case, &[]))).await.unwrap();
    }
}

async fn numbers(db: &Db, filter: &Filter) -> Vec<String> {
    let lines = desk::queue(db, "minprirody", filter, None, 50).await.unwrap();
    lines.into_iter().map(|line| line.number).collect()
}

fn due(case: Case, moment: i64) -> Case {
    let due = case.due.clone().map(|due| regulation::clock::Due { at: at(moment), ..due });
    Case { due, ..case }
}

/// Proves: INTAKE-01.
#[tokio::test]
async fn a_filed_case_stands_in_the_queue_of_its_authority_at_once() {
    for_each_engine(async |db| {
        let case = case(1, &person_id(3));
        put(&db, std::slice::from_ref(&case)).await;
        let lines = desk::queue(&db, "minprirody", &Filter::default(), None, 50).await.unwrap();
        let line = &lines[0];
        assert_eq!(lines.len(), 1);
        assert_eq!((&line.case, &line.number, &line.service), (&case.id, &case.number, &case.service));
        assert_eq!((line.state, &line.applicant_name), (case.state, &case.applicant_name));
        assert_eq!((line.filed_at, line.registered_at), (case.filed_at, case.registered_at));
        assert_eq!(line.due_at, case.due.map(|due| due.at));
        assert_eq!((&line.assignee, &line.needs_person), (&case.assignee, &case.needs_person));
        let elsewhere = desk::queue(&db, "minstroy", &Filter::default(), None, 50).await.unwrap();
        assert!(elsewhere.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_queue_comes_in_pages_the_nearest_term_first() {
    for_each_engine(async |db| {
        let cases: Vec<_> = [(1, 500), (2, 300), (3, 300), (4, 100), (5, 400)]
            .map(|(number, moment)| due(case(number, &person_id(number)), moment))
            .into();
        put(&db, &cases).await;
        let mut seen = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let page = desk::queue(&db, "minprirody", &Filter::default(), after.as_ref(), 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Cursor::parse(&last.cursor.to_text());
            assert_eq!(after.as_ref(), Some(&last.cursor));
            seen.extend(page.into_iter().map(|line| line.number));
        }
        let order = [4, 2, 3, 5, 1].map(|number| format!("ОБ-2026-{number:06}"));
        assert_eq!(seen, order);
    })
    .await;
}

#[tokio::test]
async fn a_closed_case_leaves_the_queue_and_a_decided_one_changes_its_half() {
    for_each_engine(async |db| {
        let open = case(1, &person_id(3));
        put(&db, std::slice::from_ref(&open)).await;
        let decided = Case { state: CaseState::DecisionPositive, revision: 4, ..open.clone() };
        db.commit(batch(cases::update(&decided, 3, &Head::start(), &[]))).await.unwrap();
        let half = |group| Filter { group: Some(group), ..Filter::default() };
        assert_eq!(numbers(&db, &half(Group::Open)).await.len(), 0);
        assert_eq!(numbers(&db, &half(Group::Decided)).await.len(), 1);
        let closed = Case { state: CaseState::Completed, closed_at: Some(at(9)), revision: 5, ..open };
        db.commit(batch(cases::update(&closed, 4, &Head::start(), &[]))).await.unwrap();
        assert_eq!(numbers(&db, &Filter::default()).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn each_filter_leaves_what_it_says() {
    for_each_engine(async |db| {
        let mine = OfficialId(id(7, 0));
        let untaken = Case { assignee: None, needs_person: None, ..due(case(1, &person_id(1)), 100) };
        let taken = Case { applicant_name: "ФЁДОРОВА Анна".into(), ..due(case(2, &person_id(2)), 200) };
        let of_other = Case {
            assignee: Some(OfficialId(id(8, 0))),
            service: "land-plan".into(),
            ..due(case(3, &person_id(3)), 300)
        };
        put(&db, &[untaken, taken, of_other]).await;
        let check = async |filter: Filter, wanted: &[u64]| {
            let wanted: Vec<_> = wanted.iter().map(|number| format!("ОБ-2026-{number:06}")).collect();
            assert_eq!(numbers(&db, &filter).await, wanted, "{filter:?}");
        };
        let any = Filter::default;
        check(any(), &[1, 2, 3]).await;
        check(Filter { holder: Holder::Nobody, ..any() }, &[1]).await;
        check(Filter { holder: Holder::Official(mine.clone()), ..any() }, &[2]).await;
        check(Filter { service: Some("land-plan".into()), ..any() }, &[3]).await;
        check(Filter { needs_person: true, ..any() }, &[2, 3]).await;
        check(Filter { due_before: Some(at(200)), ..any() }, &[1]).await;
        check(Filter { applicant: Some("федор".into()), ..any() }, &[2]).await;
        check(Filter { applicant: Some("Образцов П".into()), ..any() }, &[1, 3]).await;
        check(Filter { applicant: Some("Образцова".into()), ..any() }, &[]).await;
        let counts = desk::counts(&db, "minprirody", &mine, at(250)).await.unwrap();
        let wanted = Counts { open: 3, decided: 0, late: 2, untaken: 1, mine: 1, needs_person: 2 };
        assert_eq!(counts, wanted);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_registered_yet_goes_by_its_own_term() {
    for_each_engine(async |db| {
        let fresh = Case { registration_due: None, ..filed(1, &person_id(1)) };
        let running = due(case(2, &person_id(2)), 50_000);
        put(&db, &[running, fresh]).await;
        assert_eq!(numbers(&db, &Filter::default()).await, ["ОБ-2026-000001", "ОБ-2026-000002"]);
    })
    .await;
}

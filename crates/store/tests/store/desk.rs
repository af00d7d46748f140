//! The queue of an authority: its order, its filters, its counters, its archive, what is saved for
//! officials; and that no statement of it reads more than it must.

use domain::case::{Case, CaseState, Waits};
use domain::id::OfficialId;
use store::desk::archive::{self, Sought};
use store::desk::{self, Cursor, Filter, Holder, NameCursor};
use store::journal::Head;
use store::{Db, cases};

use crate::engines::for_each_engine;
use crate::samples::{at, batch, case, filed, id, person_id};

const AUTHORITY: &str = "minprirody";

/// A case in the middle of its course: nothing of it stands still.
fn running(number: u64) -> Case {
    Case { pauses: Vec::new(), ..case(number, &person_id(number)) }
}

async fn put(db: &Db, cases: &[Case]) {
    for case in cases {
        db.commit(batch(cases::insert(case, &[]))).await.unwrap();
    }
}

async fn change(db: &Db, case: &Case) {
    db.commit(batch(cases::update(case, case.revision - 1, &Head::start(), &[]))).await.unwrap();
}

async fn numbers(db: &Db, filter: &Filter) -> Vec<String> {
    let lines = desk::queue(db, AUTHORITY, filter, None, 50).await.unwrap();
    lines.into_iter().map(|line| line.case.number).collect()
}

fn number(number: u64) -> String {
    format!("ОБ-2026-{number:06}")
}

fn due(case: Case, moment: i64) -> Case {
    let due = case.due.clone().map(|due| regulation::clock::Due { at: at(moment), ..due });
    Case { due, ..case }
}

/// Proves: INTAKE-01, INTAKE-11.
#[tokio::test]
async fn a_filed_case_stands_in_the_queue_of_its_authority_at_once_without_what_is_private() {
    for_each_engine(async |db| {
        let case = running(1);
        put(&db, std::slice::from_ref(&case)).await;
        let lines = desk::queue(&db, AUTHORITY, &Filter::default(), None, 50).await.unwrap();
        assert_eq!(lines.len(), 1);
        let shown = &lines[0].case;
        assert_eq!((&shown.id, &shown.number, &shown.due), (&case.id, &case.number, &case.due));
        assert_eq!((&shown.procedures, &shown.sources), (&case.procedures, &case.sources));
        assert!(shown.facts.0.is_empty() && shown.decision.is_none(), "answers stay in the case");
        let elsewhere = desk::queue(&db, "minstroy", &Filter::default(), None, 50).await.unwrap();
        assert!(elsewhere.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_queue_comes_in_pages_the_nearest_term_first_and_what_stands_still_last() {
    for_each_engine(async |db| {
        let mut cases: Vec<_> =
            [(1, 500), (2, 300), (3, 300), (4, 100), (5, 400)].map(|(number, at)| due(running(number), at)).into();
        cases[3].state = CaseState::Suspended;
        put(&db, &cases).await;
        let mut seen = Vec::new();
        let mut after: Option<Cursor> = None;
        loop {
            let page = desk::queue(&db, AUTHORITY, &Filter::default(), after.as_ref(), 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Cursor::parse(&last.cursor.to_text());
            assert_eq!(after.as_ref(), Some(&last.cursor));
            seen.extend(page.into_iter().map(|line| line.case.number));
        }
        assert_eq!(seen, [2, 3, 5, 1, 4].map(number));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_registered_yet_goes_by_its_own_term() {
    for_each_engine(async |db| {
        let fresh = Case { registration_due: None, ..filed(1, &person_id(1)) };
        put(&db, &[due(running(2), 50_000), fresh]).await;
        assert_eq!(numbers(&db, &Filter::default()).await, [1, 2].map(number));
    })
    .await;
}

/// Five cases that differ in everything the desk filters by.
fn five() -> (OfficialId, [Case; 5]) {
    let mine = OfficialId(id(7, 0));
    let other = Some(OfficialId(id(8, 0)));
    let asks = |case: Case| Case { needs_person: None, ..case };
    let cases = [
        Case { assignee: None, ..asks(due(running(1), 100)) },
        Case { applicant_name: "ФЁДОРОВА Анна".into(), ..due(running(2), 200) },
        Case { assignee: other, service: "land-plan".into(), ..due(running(3), 300) },
        Case { state: CaseState::DecisionPositive, service: "land-plan".into(), ..due(running(4), 400) },
        Case { assignee: None, service: "land-plan".into(), ..asks(due(running(5), 500)) },
    ];
    (mine, cases)
}

/// Proves: INTAKE-11.
#[tokio::test]
async fn each_filter_and_all_of_them_together_leave_what_they_say() {
    for_each_engine(async |db| {
        let (mine, cases) = five();
        put(&db, &cases).await;
        let check = async |filter: Filter, wanted: &[u64]| {
            let wanted: Vec<_> = wanted.iter().copied().map(number).collect();
            assert_eq!(numbers(&db, &filter).await, wanted, "{filter:?}");
        };
        let any = Filter::default;
        let plan = || Some("land-plan".to_owned());
        let my = || Holder::Official(mine.clone());
        check(any(), &[1, 2, 3, 4, 5]).await;
        check(Filter { holder: Holder::Nobody, ..any() }, &[1, 5]).await;
        check(Filter { holder: my(), ..any() }, &[2, 4]).await;
        check(Filter { service: plan(), ..any() }, &[3, 4, 5]).await;
        check(Filter { waits: vec![Waits::Answers], ..any() }, &[1, 5]).await;
        check(Filter { waits: vec![Waits::Decide, Waits::Sign], ..any() }, &[2, 3, 4]).await;
        check(Filter { waits: vec![Waits::Answers], service: plan(), ..any() }, &[5]).await;
        check(Filter { waits: vec![Waits::Answers], holder: Holder::Nobody, ..any() }, &[1, 5]).await;
        check(Filter { service: plan(), holder: my(), ..any() }, &[4]).await;
        check(Filter { service: plan(), holder: my(), waits: vec![Waits::Sign, Waits::Decide], ..any() }, &[4]).await;
        check(Filter { due_before: Some(at(200)), ..any() }, &[1]).await;
        check(Filter { due_from: Some(at(200)), due_before: Some(at(500)), ..any() }, &[2, 3, 4]).await;
        check(Filter { due_from: Some(at(400)), waits: vec![Waits::Sign], ..any() }, &[4]).await;
    })
    .await;
}

#[tokio::test]
async fn a_line_is_found_by_the_beginning_of_a_name_page_by_page_and_of_a_number() {
    for_each_engine(async |db| {
        put(&db, &five().1).await;
        let found = async |begins: &str| {
            let lines = desk::by_applicant(&db, AUTHORITY, begins, None, 50).await.unwrap();
            lines.into_iter().map(|(line, _)| line.case.number).collect::<Vec<_>>()
        };
        assert_eq!(found("федор").await, [number(2)]);
        assert_eq!(found("Образцов П").await.len(), 4);
        assert_eq!(found("Образцова").await.len(), 0);
        let first = desk::by_applicant(&db, AUTHORITY, "об", None, 3).await.unwrap();
        let after = NameCursor::parse(&first[2].1.to_text()).unwrap();
        let second = desk::by_applicant(&db, AUTHORITY, "об", Some(&after), 3).await.unwrap();
        assert_eq!(second.len(), 1);
        assert!(first.iter().all(|(line, _)| line.case.id != second[0].0.case.id));
        let by_number = desk::by_number(&db, AUTHORITY, "ОБ-2026-00000", 3).await.unwrap();
        assert_eq!(by_number.iter().map(|line| line.case.number.clone()).collect::<Vec<_>>(), [1, 2, 3].map(number));
        assert!(desk::by_number(&db, "minstroy", "ОБ", 3).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn counters_follow_every_line_and_are_nought_when_all_is_closed() {
    for_each_engine(async |db| {
        let (mine, mut cases) = five();
        put(&db, &cases).await;
        let counts = desk::counts(&db, AUTHORITY).await.unwrap();
        assert_eq!((counts.all(), counts.of(&mine)), (5, 2));
        assert_eq!(counts.sum(|_, holder| holder.is_empty()), 2);
        assert_eq!(counts.sum(|waits, _| waits.on_official()), 3);
        assert_eq!(counts.sum(|waits, _| waits.decided()), 1);
        let day = desk::day_number(cases[0].due.as_ref().unwrap().last_day());
        assert_eq!((counts.between(day, day), counts.between(day + 1, day + 9)), (5, 0));
        for case in &mut cases {
            case.revision += 1;
            case.assignee = Some(mine.clone());
            change(&db, case).await;
            // What does not change what is counted changes no counter.
            case.revision += 1;
            change(&db, case).await;
        }
        assert_eq!(desk::counts(&db, AUTHORITY).await.unwrap().of(&mine), 5);
        for case in &mut cases {
            case.revision += 1;
            (case.state, case.closed_at) = (CaseState::Completed, Some(at(900)));
            change(&db, case).await;
        }
        assert_eq!(desk::counts(&db, AUTHORITY).await.unwrap(), desk::Counts::default());
        assert!(numbers(&db, &Filter::default()).await.is_empty());
        store::maintenance::purge(&db, at(1000)).await.unwrap();
        assert_eq!(desk::counts(&db, AUTHORITY).await.unwrap(), desk::Counts::default());
    })
    .await;
}

#[tokio::test]
async fn terms_that_ended_today_are_counted_by_their_moment_and_only_up_to_a_limit() {
    for_each_engine(async |db| {
        put(&db, &five().1).await;
        assert_eq!(desk::late_since(&db, AUTHORITY, at(150), at(450), 10).await.unwrap(), 3);
        assert_eq!(desk::late_since(&db, AUTHORITY, at(0), at(900), 2).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_closed_case_is_found_by_name_and_by_day_and_leaves_the_archive_when_it_goes_on() {
    for_each_engine(async |db| {
        let mut all: Vec<Case> = (1..=5).map(|number| due(running(number), 100)).collect();
        all[2].applicant_name = "Ёлкина Пример".into();
        put(&db, &all).await;
        for (case, closed) in all.iter_mut().zip([500, 300, 400, 200, 600]) {
            case.revision += 1;
            (case.state, case.closed_at) = (CaseState::Completed, Some(at(closed)));
            change(&db, case).await;
        }
        let sought = |applicant: Option<&str>, from, before| Sought {
            applicant: applicant.map(str::to_owned),
            from: at(from),
            before: at(before),
        };
        let find = async |sought: &Sought, after: Option<&archive::Closed>| {
            archive::find(&db, AUTHORITY, sought, after, 2).await.unwrap()
        };
        let latest = sought(None, 0, 600);
        let first = find(&latest, None).await;
        assert_eq!(first.iter().map(|one| one.number.clone()).collect::<Vec<_>>(), [1, 3].map(number));
        let second = find(&latest, first.last()).await;
        assert_eq!(second.iter().map(|one| one.number.clone()).collect::<Vec<_>>(), [2, 4].map(number));
        let named = find(&sought(Some("елк"), 0, 900), None).await;
        assert_eq!(named.iter().map(|one| one.number.clone()).collect::<Vec<_>>(), [number(3)]);
        let many = sought(Some("образ"), 0, 900);
        let first = find(&many, None).await;
        assert_eq!(first.iter().map(|one| one.number.clone()).collect::<Vec<_>>(), [4, 2].map(number));
        assert_eq!(find(&many, first.last()).await.len(), 2);
        assert_eq!(find(&sought(Some("образ"), 250, 400), None).await.len(), 1);
        all[2].revision += 1;
        (all[2].state, all[2].closed_at) = (CaseState::InProgress, None);
        change(&db, &all[2]).await;
        assert!(find(&sought(Some("елк"), 0, 900), None).await.is_empty());
        assert_eq!(numbers(&db, &Filter::default()).await, [number(3)]);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_found_in_the_same_order_whether_the_days_are_few_or_many() {
    const DAY_MS: i64 = 86_400_000;
    for_each_engine(async |db| {
        let mut all: Vec<Case> = (1..=6).map(|number| due(running(number), 100)).collect();
        put(&db, &all).await;
        for (case, days) in all.iter_mut().zip([200, 20, 90, 150, 10, 400]) {
            case.revision += 1;
            (case.state, case.closed_at) = (CaseState::Completed, Some(at(days * DAY_MS)));
            change(&db, case).await;
        }
        let walk = async |from: i64, before: i64| {
            let sought =
                Sought { applicant: Some("образ".into()), from: at(from * DAY_MS), before: at(before * DAY_MS) };
            let (mut found, mut last) = (Vec::new(), None);
            loop {
                let page = archive::find(&db, AUTHORITY, &sought, last.as_ref(), 2).await.unwrap();
                let Some(end) = page.last().cloned() else { return found };
                found.extend(page.into_iter().map(|one| one.number));
                last = Some(end);
            }
        };
        assert_eq!(walk(15, 201).await, [2, 3, 4, 1].map(number));
        assert_eq!(walk(0, 300).await, [5, 2, 3, 4, 1].map(number));
        assert_eq!(walk(0, 4_000).await, [5, 2, 3, 4, 1, 6].map(number));
        assert!(walk(300, 200).await.is_empty());
    })
    .await;
}

//! What the desk keeps beside its queue: saved views, absences and turns, messages, notes, tasks.

use domain::id::{CaseId, OfficialId};
use regulation::fact::Attachment;
use store::desk::roster::{self, Absence};
use store::desk::tasks::{self, Task};
use store::desk::views::{self, SavedView};
use store::desk::words::{self, Kind, Words};
use store::officials::{self, Credential};

use crate::engines::for_each_engine;
use crate::samples::{at, batch, id, official};

const AUTHORITY: &str = "minprirody";

fn case_id(number: u64) -> CaseId {
    CaseId(id(1_000 + number, 3))
}

fn file() -> Attachment {
    Attachment { sha256: "aa".into(), name: "Ответ.pdf".into(), media_type: "application/pdf".into(), size: 42 }
}

#[tokio::test]
async fn an_official_saves_so_many_views_and_no_more() {
    for_each_engine(async |db| {
        let (anna, boris) = (OfficialId(id(1, 0)), OfficialId(id(2, 0)));
        let view = |number: u64| SavedView {
            id: id(number, 0),
            name: format!("Вид {number}"),
            address: "view=mine&service=land-plan".to_owned(),
        };
        for number in [1, 2] {
            db.commit(batch([views::insert(&anna, &view(number), 2)])).await.unwrap();
        }
        let third = db.commit(batch([views::insert(&anna, &view(3), 2)])).await;
        assert!(third.unwrap_err().is_conflict_at("desk_views.insert"));
        db.commit(batch([views::delete(&boris, &id(1, 0))])).await.unwrap();
        assert_eq!(views::of_official(&db, &anna).await.unwrap(), [view(1), view(2)]);
        db.commit(batch([views::delete(&anna, &id(1, 0))])).await.unwrap();
        assert_eq!(views::of_official(&db, &anna).await.unwrap(), [view(2)]);
        assert!(views::of_official(&db, &boris).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_is_away_is_known_and_whose_turn_it_is() {
    for_each_engine(async |db| {
        let (anna, boris) = (official(1), official(2));
        let credential =
            Credential { password_hash: "x".into(), totp_secret: None, totp_step: 0, failed: 0, locked_until: None };
        db.commit(batch([officials::insert(&anna, &credential), officials::insert(&boris, &credential)]))
            .await
            .unwrap();
        let absence = Absence { id: id(5, 0), from: at(100), until: at(200) };
        db.commit(batch([roster::insert_absence(&anna.id, &absence)])).await.unwrap();
        for (moment, away) in [(99, false), (100, true), (199, true), (200, false)] {
            let absent = roster::absent(&db, AUTHORITY, at(moment)).await.unwrap();
            assert_eq!(absent.contains(&anna.id), away, "{moment}");
        }
        assert!(roster::absent(&db, "minstroy", at(150)).await.unwrap().is_empty());
        assert_eq!(roster::absences_of(&db, &anna.id, at(0)).await.unwrap(), std::slice::from_ref(&absence));
        store::maintenance::purge(&db, at(201)).await.unwrap();
        assert!(roster::absences_of(&db, &anna.id, at(0)).await.unwrap().is_empty());
        for (who, moment) in [(&anna, 1), (&boris, 2), (&anna, 3)] {
            db.commit(batch([roster::turn(AUTHORITY, &who.id, at(moment))])).await.unwrap();
        }
        let turns = roster::turns(&db, AUTHORITY).await.unwrap();
        assert_eq!(turns, [(boris.id, at(2)), (anna.id, at(3))]);
    })
    .await;
}

#[tokio::test]
async fn what_was_said_stays_in_order_and_what_an_applicant_wrote_is_unread_until_it_is_opened() {
    for_each_engine(async |db| {
        let said = |number: u64, kind, by: Option<u64>| Words {
            id: id(number, 3),
            case: case_id(1),
            authority: AUTHORITY.to_owned(),
            kind,
            by: by.map(|number| OfficialId(id(number, 0))),
            at: at(number as i64),
            read_at: None,
            text: format!("Слова {number}"),
            file: (number == 2).then(file),
        };
        let all = [said(1, Kind::Message, Some(7)), said(2, Kind::Message, None), said(3, Kind::Note, Some(7))];
        db.commit(batch(all.iter().map(words::insert))).await.unwrap();
        assert_eq!(words::of_case(&db, &case_id(1)).await.unwrap(), all);
        assert_eq!(words::unread(&db, AUTHORITY, 10).await.unwrap(), [all[1].clone()]);
        assert!(words::unread(&db, "minstroy", 10).await.unwrap().is_empty());
        db.commit(batch([words::mark_read(&case_id(1), true, at(50))])).await.unwrap();
        assert!(words::unread(&db, AUTHORITY, 10).await.unwrap().is_empty());
        let read: Vec<_> = words::of_case(&db, &case_id(1)).await.unwrap().iter().map(|one| one.read_at).collect();
        assert_eq!(read, [None, Some(at(50)), None]);
    })
    .await;
}

#[tokio::test]
async fn a_task_is_done_once_and_what_is_not_done_comes_by_its_term() {
    for_each_engine(async |db| {
        let task = |number: u64, kind, due: i64| Task {
            id: id(number, 3),
            case: case_id(number),
            authority: AUTHORITY.to_owned(),
            kind,
            due_at: at(due),
            done_at: None,
            body: tasks::Body {
                number: "ОБ-2026-000001".to_owned(),
                whom: "Институт примеров".to_owned(),
                what: "Можно ли строить".to_owned(),
                by: OfficialId(id(7, 0)),
                at: at(0),
                answer: None,
                answered_by: None,
                file: None,
            },
        };
        let (opinion, call) = (task(1, tasks::Kind::Opinion, 500), task(2, tasks::Kind::Task, 100));
        db.commit(batch([tasks::insert(&opinion), tasks::insert(&call)])).await.unwrap();
        assert_eq!(tasks::due(&db, AUTHORITY, at(501), 10).await.unwrap(), [call.clone(), opinion.clone()]);
        assert_eq!(tasks::due(&db, AUTHORITY, at(500), 10).await.unwrap(), [call]);
        let mut done = Task { done_at: Some(at(300)), ..opinion };
        (done.body.answer, done.body.file) = (Some("Можно".to_owned()), Some(file()));
        db.commit(batch([tasks::finish(&done)])).await.unwrap();
        assert_eq!(tasks::of_case(&db, &case_id(1)).await.unwrap(), [done.clone()]);
        let again = db.commit(batch([tasks::finish(&done)])).await;
        assert!(again.unwrap_err().is_conflict_at("case_tasks.finish"));
        assert_eq!(tasks::due(&db, AUTHORITY, at(900), 10).await.unwrap().len(), 1);
    })
    .await;
}

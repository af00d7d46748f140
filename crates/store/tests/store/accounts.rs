//! Persons, officials, sessions and sign-ins under way.

use domain::person::Person;
use serde_json::json;
use store::officials::{self, Credential};
use store::sessions::{self, Session, Subject};
use store::sign_ins::{self, SignIn};
use store::{maintenance, people};

use crate::engines::{for_each_engine, race};
use crate::samples::{at, batch, official, person, person_id};

#[tokio::test]
async fn a_person_is_loaded_as_saved_and_found_by_the_account() {
    for_each_engine(async |db| {
        let first = person(1);
        db.commit(batch(people::insert(&first))).await.unwrap();
        assert_eq!(people::by_id(&db, &first.id).await.unwrap(), Some(first.clone()));
        let changed =
            Person { email: None, name: "Образцова Алёна".into(), claims_at: at(99), ..first.clone() };
        db.commit(batch([people::update(&changed)])).await.unwrap();
        assert_eq!(people::by_oid(&db, &first.oid).await.unwrap(), Some(changed.clone()));
        let hijacked = Person { oid: "other".into(), ..changed };
        assert!(db.commit(batch([people::update(&hijacked)])).await.unwrap_err().is_conflict());
    })
    .await;
}

#[tokio::test]
async fn two_first_sign_ins_at_once_make_one_person() {
    for_each_engine(async |db| {
        let answers = race(8, |number| {
            let (db, person) = (db.clone(), Person { oid: "1001".into(), ..person(number as u64) });
            async move { db.commit(batch(people::insert(&person))).await }
        });
        let answers = answers.await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(refused.into_iter().all(|error| error.is_conflict_at("people.claim_oid")));
    })
    .await;
}

fn session(number: u64, subject: Subject) -> Session {
    Session {
        id_hash: format!("hash-{number}"),
        subject,
        created_at: at(1),
        seen_at: at(number as i64),
        expires_at: at(1_000),
        revoked_at: None,
        data: json!({"id_token": "abc"}).as_object().cloned().unwrap(),
    }
}

#[tokio::test]
async fn a_session_lives_until_it_expires_or_is_ended() {
    for_each_engine(async |db| {
        let me = Subject::Person(person_id(3));
        let (first, second) = (session(2, me.clone()), session(3, me.clone()));
        let staff = session(4, Subject::Official(official(1).id));
        db.commit(batch([&first, &second, &staff].map(sessions::insert))).await.unwrap();
        assert_eq!(sessions::live(&db, "hash-2", at(999)).await.unwrap(), Some(first.clone()));
        assert_eq!(sessions::live(&db, "hash-4", at(999)).await.unwrap(), Some(staff));
        assert_eq!(sessions::live(&db, "hash-2", at(1_000)).await.unwrap(), None);
        assert_eq!(sessions::of_subject(&db, &me, at(9)).await.unwrap(), [second, first.clone()]);
        db.commit(batch([sessions::extend("hash-2", at(500), at(2_000))])).await.unwrap();
        let data = json!({"last": "Ёж"}).as_object().cloned().unwrap();
        db.commit(batch([sessions::set_data("hash-2", &data)])).await.unwrap();
        let wanted = Session { seen_at: at(500), expires_at: at(2_000), data, ..first };
        assert_eq!(sessions::live(&db, "hash-2", at(1_500)).await.unwrap(), Some(wanted));
        db.commit(batch([sessions::revoke("hash-2", at(600))])).await.unwrap();
        assert_eq!(sessions::live(&db, "hash-2", at(700)).await.unwrap(), None);
        assert!(db.commit(batch([sessions::extend("hash-2", at(700), at(9_000))])).await.is_err());
        db.commit(batch([sessions::revoke_all(&me, at(701))])).await.unwrap();
        assert!(sessions::of_subject(&db, &me, at(9)).await.unwrap().is_empty());
        assert!(sessions::live(&db, "hash-4", at(9)).await.unwrap().is_some());
        maintenance::purge(&db, at(999)).await.unwrap();
        assert!(sessions::live(&db, "hash-4", at(9)).await.unwrap().is_some());
        maintenance::purge(&db, at(1_000)).await.unwrap();
        assert!(sessions::live(&db, "hash-4", at(9)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_is_answered_once_and_in_time() {
    for_each_engine(async |db| {
        let begun = SignIn {
            state: "state-1".into(),
            nonce: "nonce".into(),
            return_to: "/services/hunting-ticket".into(),
            created_at: at(1),
            expires_at: at(600),
            data: json!({"verifier": "v"}).as_object().cloned().unwrap(),
        };
        let late = SignIn { state: "state-2".into(), ..begun.clone() };
        db.commit(batch([&begun, &late].map(sign_ins::insert))).await.unwrap();
        assert_eq!(sign_ins::take(&db, "state-2", at(600)).await.unwrap(), None);
        let answers = race(8, |_| {
            let db = db.clone();
            async move { sign_ins::take(&db, "state-1", at(2)).await.unwrap() }
        });
        let taken: Vec<_> = answers.await.into_iter().flatten().collect();
        assert_eq!(taken, [begun]);
    })
    .await;
}

#[tokio::test]
async fn an_official_is_loaded_as_saved_with_how_they_sign_in() {
    for_each_engine(async |db| {
        let (first, second) = (official(1), domain::official::Official { active: false, ..official(2) });
        let credential = Credential {
            password_hash: "$argon2id$invented".into(),
            totp_secret: Some(vec![1, 2, 3]),
            totp_step: 5,
            failed: 2,
            locked_until: Some(at(77)),
        };
        let writes = [officials::insert(&first, &credential), officials::insert(&second, &credential)];
        db.commit(batch(writes)).await.unwrap();
        assert_eq!(officials::by_login(&db, &first.login).await.unwrap(), Some((first.clone(), credential.clone())));
        assert_eq!(officials::by_id(&db, &second.id).await.unwrap(), Some(second.clone()));
        assert_eq!(officials::of_authority(&db, "minprirody").await.unwrap(), [first.clone(), second]);
        let thief = domain::official::Official { login: first.login.clone(), ..official(3) };
        let refused = db.commit(batch([officials::insert(&thief, &credential)])).await.unwrap_err();
        assert!(refused.is_conflict_at("officials.insert"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn failures_are_counted_and_a_code_works_once() {
    for_each_engine(async |db| {
        let me = official(1);
        let credential =
            Credential { password_hash: "hash".into(), totp_secret: None, totp_step: 0, failed: 0, locked_until: None };
        db.commit(batch([officials::insert(&me, &credential)])).await.unwrap();
        race(5, |_| {
            let (db, id) = (db.clone(), me.id.clone());
            async move { db.commit(batch([officials::failed(&id, Some(at(9)))])).await.unwrap() }
        })
        .await;
        let (_, found) = officials::by_login(&db, &me.login).await.unwrap().unwrap();
        assert_eq!((found.failed, found.locked_until), (5, Some(at(9))));
        db.commit(batch([officials::use_totp(&me.id, 42)])).await.unwrap();
        for step in [42, 41] {
            let refused = db.commit(batch([officials::use_totp(&me.id, step)])).await.unwrap_err();
            assert!(refused.is_conflict_at("officials.use_totp"), "{refused}");
        }
        let writes = [
            officials::succeeded(&me.id),
            officials::set_password(&me.id, "new"),
            officials::set_totp(&me.id, &[7]),
            officials::update(&domain::official::Official { post: "Начальник".into(), ..me.clone() }),
        ];
        db.commit(batch(writes)).await.unwrap();
        let (official, found) = officials::by_login(&db, &me.login).await.unwrap().unwrap();
        assert_eq!((official.post.as_str(), found.failed, found.locked_until), ("Начальник", 0, None));
        assert_eq!((found.password_hash.as_str(), found.totp_secret), ("new", Some(vec![7])));
    })
    .await;
}

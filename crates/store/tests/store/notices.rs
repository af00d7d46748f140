//! Notices, requests and uploads.

use domain::evidence::EvidenceState;
use domain::id::CaseId;
use domain::notice::{Channel, CopyState, Notice, NoticeCopy};
use store::attachments::{self, Upload};
use store::parts::{self, Part};
use store::{evidence, maintenance, notices};

use crate::engines::for_each_engine;
use crate::samples::{at, batch, draft_id, id, notice, person_id, request};

#[tokio::test]
async fn a_notice_is_loaded_as_it_was_saved_with_its_copies() {
    for_each_engine(async |db| {
        let (me, case) = (person_id(3), CaseId(id(1, 3)));
        let (first, second) = (notice(1, &me, &case), Notice { copies: Vec::new(), ..notice(2, &me, &case) });
        db.commit(batch([&first, &second].into_iter().flat_map(notices::insert))).await.unwrap();
        assert_eq!(notices::by_id(&db, &first.id).await.unwrap(), Some(first.clone()));
        assert_eq!(notices::of_case(&db, &case).await.unwrap(), [first.clone(), second.clone()]);
        assert_eq!(notices::of_person(&db, &me, None, 9).await.unwrap(), [second.clone(), first.clone()]);
        let older = notices::of_person(&db, &me, Some((second.at, &second.id)), 9).await.unwrap();
        assert_eq!(older, std::slice::from_ref(&first));
        assert!(notices::of_person(&db, &person_id(259), None, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn reading_counts_once_and_only_for_its_owner_and_copies_change_beside_it() {
    for_each_engine(async |db| {
        let (me, case) = (person_id(3), CaseId(id(1, 3)));
        let first = notice(1, &me, &case);
        db.commit(batch(notices::insert(&first))).await.unwrap();
        assert_eq!(notices::unread(&db, &me).await.unwrap(), 1);
        db.commit(batch([notices::mark_read(&first.id, &person_id(259), at(1))])).await.unwrap();
        assert_eq!(notices::unread(&db, &me).await.unwrap(), 1);
        db.commit(batch([notices::mark_read(&first.id, &me, at(2))])).await.unwrap();
        db.commit(batch([notices::mark_read(&first.id, &me, at(3))])).await.unwrap();
        let bounced = NoticeCopy { channel: Channel::Email, state: CopyState::Bounced, at: at(9), tries: 4 };
        db.commit(batch([notices::set_copy(&first.id, &bounced)])).await.unwrap();
        let found = notices::by_id(&db, &first.id).await.unwrap().unwrap();
        assert_eq!((found.read_at, &found.copies[0]), (Some(at(2)), &bounced));
        assert_eq!(notices::unread(&db, &me).await.unwrap(), 0);
        let counts = notices::copy_counts(&db).await.unwrap();
        let wanted = [(Channel::Email, CopyState::Bounced, 1), (Channel::Sms, CopyState::Sent, 1)];
        assert_eq!(counts, wanted);
    })
    .await;
}

#[tokio::test]
async fn a_request_is_loaded_as_it_was_saved_and_answered_once() {
    for_each_engine(async |db| {
        let case = CaseId(id(1, 3));
        let first = request(1, &case);
        db.commit(batch([evidence::insert(&first)])).await.unwrap();
        assert_eq!(evidence::by_id(&db, &first.id).await.unwrap(), Some(first.clone()));
        let answered = domain::evidence::EvidenceRequest { state: EvidenceState::Answered, ..first };
        db.commit(batch([evidence::update(&answered, EvidenceState::Queued)])).await.unwrap();
        let again = db.commit(batch([evidence::update(&answered, EvidenceState::Queued)])).await;
        assert!(again.unwrap_err().is_conflict_at("evidence.update"));
        assert_eq!(evidence::of_case(&db, &case).await.unwrap(), [answered]);
    })
    .await;
}

#[tokio::test]
async fn an_upload_goes_on_where_it_stopped_and_is_found_by_its_owner_only() {
    for_each_engine(async |db| {
        let me = person_id(3);
        let begun = Upload {
            id: id(1, 3),
            person: me.clone(),
            draft: draft_id(1, &me),
            case: None,
            field: "children.0.certificate".into(),
            name: "Свидетельство о рождении.pdf".into(),
            media_type: None,
            size: 100,
            uploaded: 0,
            sha256: None,
            created_at: at(1),
            finished_at: None,
        };
        let unfinished = Upload { id: id(2, 3), media_type: Some("image/png".into()), ..begun.clone() };
        db.commit(batch([&begun, &unfinished].map(attachments::insert))).await.unwrap();
        assert_eq!(attachments::of_draft(&db, &begun.draft).await.unwrap(), [begun.clone(), unfinished.clone()]);
        db.commit(batch([attachments::arrived(&begun, 0, 60)])).await.unwrap();
        assert!(db.commit(batch([attachments::arrived(&begun, 0, 60)])).await.unwrap_err().is_conflict());
        db.commit(batch([attachments::finish(&begun, "abc", "application/pdf", at(5))])).await.unwrap();
        let case = CaseId(id(9, 3));
        db.commit(batch([attachments::to_case(&begun.draft, &case)])).await.unwrap();
        let finished = Upload {
            case: Some(case),
            media_type: Some("application/pdf".into()),
            uploaded: 100,
            sha256: Some("abc".into()),
            finished_at: Some(at(5)),
            ..begun.clone()
        };
        assert_eq!(attachments::by_id(&db, &me, &begun.id).await.unwrap(), Some(finished.clone()));
        assert_eq!(attachments::of_hash(&db, &me, "abc").await.unwrap(), Some(finished.clone()));
        assert_eq!(attachments::of_hash(&db, &person_id(259), "abc").await.unwrap(), None);
        assert_eq!(attachments::by_id(&db, &person_id(259), &begun.id).await.unwrap(), None);
        assert!(db.commit(batch([attachments::delete(&finished)])).await.unwrap_err().is_conflict());
        maintenance::purge(&db, at(8 * 24 * 3_600_000)).await.unwrap();
        assert_eq!(attachments::of_draft(&db, &begun.draft).await.unwrap(), [finished]);
    })
    .await;
}

#[tokio::test]
async fn the_pieces_of_an_upload_come_in_order_and_go_with_it() {
    for_each_engine(async |db| {
        let me = person_id(3);
        let upload = Upload {
            id: id(1, 3),
            person: me.clone(),
            draft: draft_id(1, &me),
            case: None,
            field: "plan".into(),
            name: "План.pdf".into(),
            media_type: None,
            size: 100,
            uploaded: 0,
            sha256: None,
            created_at: at(1),
            finished_at: None,
        };
        let piece = |from, sha256: &str| Part { upload: upload.id.clone(), from, size: 50, sha256: sha256.into() };
        let (first, second) = (piece(0, "aa"), piece(50, "bb"));
        let writes =
            [attachments::insert(&upload), parts::insert(me.bucket(), &second), parts::insert(me.bucket(), &first)];
        db.commit(batch(writes)).await.unwrap();
        assert!(db.commit(batch([parts::insert(me.bucket(), &first)])).await.unwrap_err().is_conflict());
        maintenance::purge(&db, at(2)).await.unwrap();
        assert_eq!(parts::of_upload(&db, me.bucket(), &upload.id).await.unwrap(), [first, second]);
        db.commit(batch([attachments::finish(&upload, "cc", "application/pdf", at(5))])).await.unwrap();
        maintenance::purge(&db, at(6)).await.unwrap();
        assert!(parts::of_upload(&db, me.bucket(), &upload.id).await.unwrap().is_empty());
    })
    .await;
}

//! SM-22 at the desk.

use actions::citizen::notices;
use actions::register::answer::{Answer, Standing};
use actions::register::entry::{self, Correcting, Renewed};
use actions::register::{canonical, check, content};
use actions::stop::Stop;
use domain::journal::{Event, replay_agrees};
use domain::notice::{Content, Progress};
use domain::official::Role;
use domain::refusal::Refusal;
use domain::result::{Alteration, Basis, ResultState};
use jiff::SignedDuration;
use store::results;

use crate::issued::{Issued, basis};

async fn standing(issued: &Issued, typed: &str) -> Option<Standing> {
    match check::by_text(&issued.world.office, typed, issued.world.now()).await.unwrap() {
        Answer::Known(public) => Some(public.standing),
        Answer::Unknown => None,
    }
}

/// Proves: SM-22, RESULTREG-04, RESULT-10.
#[tokio::test]
async fn an_official_suspends_resumes_and_annuls_an_entry_and_everybody_is_told() {
    let issued = Issued::new().await;
    let (office, signer, id) = (&issued.world.office, &issued.signer, &issued.record.id);
    let closed = issued.world.case(&issued.case).await;
    for (alteration, expected) in [
        (Alteration::Suspend(basis()), Standing::Suspended),
        (Alteration::Resume(basis()), Standing::Valid),
        (Alteration::Annul(basis()), Standing::Revoked),
    ] {
        let revision = issued.now().await.revision;
        entry::alter(office, signer, id, &alteration, revision, issued.world.now()).await.unwrap();
        assert_eq!(standing(&issued, &issued.record.check_code).await, Some(expected));
        issued.world.wait(SignedDuration::from_hours(1));
    }
    let events = issued.world.journal(&issued.case).await;
    let states: Vec<ResultState> = (events.iter())
        .filter_map(|entry| match &entry.event {
            Event::ResultChanged { result, state } if result == id => Some(*state),
            _ => None,
        })
        .collect();
    assert_eq!(states, [ResultState::Suspended, ResultState::Active, ResultState::Annulled]);
    let told: Vec<_> = (notices::of_person(office, &issued.who, None).await.unwrap().iter())
        .filter_map(|notice| match notice.says() {
            Some(Content::Progress(Progress::Entry { state, clause, .. })) => Some((state, clause)),
            _ => None,
        })
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|(_, clause)| clause == "209-ФЗ, п. 21"));
    let case = issued.world.case(&issued.case).await;
    assert_eq!(case.state, closed.state, "the case itself is closed and stays so");
    replay_agrees(&case, &events).unwrap();
    assert_eq!(results::history(&office.db, id).await.unwrap().len(), 4);
}

/// Proves: SM-22.
#[tokio::test]
async fn only_who_may_sign_for_the_authority_changes_its_entries() {
    let issued = Issued::new().await;
    let (office, id, now) = (&issued.world.office, &issued.record.id, issued.world.now());
    let suspend = |basis: Basis| Alteration::Suspend(basis);
    let clerk = issued.world.official("nature.clerk", "Соседов Пример Примерович", &[Role::Caseworker]).await;
    let elsewhere = issued.world.official("city.signer", "Зодчева Образца Примеровна", &[Role::Signer]).await;
    let refused = entry::alter(office, &clerk, id, &suspend(basis()), 1, now).await;
    assert!(matches!(refused, Err(Stop::Refused(Refusal::NotAllowed))), "{refused:?}");
    let refused = entry::alter(office, &elsewhere, id, &suspend(basis()), 1, now).await;
    assert!(matches!(refused, Err(Stop::Missing)), "{refused:?}");
    let refused = entry::alter(office, &issued.signer, id, &suspend(basis()), 7, now).await;
    assert!(matches!(refused, Err(Stop::Conflict)), "{refused:?}");
    let bare = Basis { clause: None, ..basis() };
    let refused = entry::alter(office, &issued.signer, id, &suspend(bare), 1, now).await;
    assert!(matches!(refused, Err(Stop::Refused(Refusal::ClauseNeeded))), "{refused:?}");
    assert_eq!(entry::clause(office, &issued.signer, id, "no-such-act", "5").await.unwrap(), None);
    assert!(entry::clause(office, &issued.signer, id, "fz209", "21").await.unwrap().is_some());
    assert_eq!(issued.now().await, issued.record, "nothing changed");
}

/// Proves: RESULT-11, RESULTREG-04.
#[tokio::test]
async fn a_technical_error_becomes_a_new_signed_version_and_the_old_one_stays() {
    let issued = Issued::new().await;
    let (office, signer, id, now) = (&issued.world.office, &issued.signer, &issued.record.id, issued.world.now());
    let correcting = Correcting {
        fact: "applicant.last_name".to_owned(),
        value: "Образцова".to_owned(),
        asked_by: "Владелец записи".to_owned(),
        basis: basis(),
    };
    let correct = async |correcting: &Correcting| entry::correct(office, signer, id, correcting, 1, now).await;
    let wrong = Correcting { fact: "no.such".to_owned(), ..correcting.clone() };
    assert!(matches!(correct(&wrong).await.unwrap(), Renewed::Wrong(_)));
    let same = Correcting { value: "Образцов".to_owned(), ..correcting.clone() };
    assert!(matches!(correct(&same).await, Err(Stop::Refused(Refusal::NothingChanged))));
    let Renewed::Done(new) = correct(&correcting).await.unwrap() else { panic!("done") };
    let new = results::by_id(&office.db, &new).await.unwrap().unwrap();
    let old = issued.now().await;
    assert_eq!((old.state, old.replaced_by.as_ref()), (ResultState::Changed, Some(&new.id)));
    assert_eq!((new.replaces.as_ref(), new.signer.clone()), (Some(&old.id), signer.id.clone()));
    let line = old.history.last().unwrap();
    let correction = line.correction.as_ref().unwrap();
    assert_eq!(correction.asked_by, "Владелец записи");
    assert!(correction.what.contains("было «Образцов», стало «Образцова»"), "{}", correction.what);
    let last_name = |record: &domain::result::ResultRecord| {
        content::read(&record.content).into_iter().find(|line| line.name == "applicant.last_name").unwrap().shown
    };
    assert_eq!((last_name(&old), last_name(&new)), ("Образцов".to_owned(), "Образцова".to_owned()));
    let signature = office.files.get(new.signature.as_deref().unwrap()).await.unwrap();
    office.verifier.verify(&canonical::bytes(&new), &signature, now).unwrap();
    assert_eq!(standing(&issued, &old.number).await, Some(Standing::Replaced));
    assert_eq!(standing(&issued, &new.number).await, Some(Standing::Valid));
    let again = correct(&correcting).await;
    assert!(matches!(again, Err(Stop::Conflict)), "what the official saw is gone: {again:?}");
}

/// Proves: RESULT-11.
#[tokio::test]
async fn an_entry_is_issued_anew_only_by_somebody_whose_certificate_is_theirs() {
    let issued = Issued::new().await;
    let (office, id, now) = (&issued.world.office, &issued.record.id, issued.world.now());
    let impostor = issued.world.official("nature.wrong", "Подменин Пример Примерович", &[Role::Signer]).await;
    let refused = entry::reissue(office, &impostor, id, &basis(), 1, now).await.unwrap();
    assert!(matches!(refused, Renewed::NotIssued(_)), "{refused:?}");
    let Renewed::Done(new) = entry::reissue(office, &issued.signer, id, &basis(), 1, now).await.unwrap() else {
        panic!("done")
    };
    let new = results::by_id(&office.db, &new).await.unwrap().unwrap();
    assert_eq!(new.content, issued.record.content);
    assert_ne!(new.number, issued.record.number);
}

/// Proves: SEC-03, RESULTREG-02.
#[tokio::test]
async fn opening_an_entry_at_the_desk_is_logged_twice_over() {
    let issued = Issued::new().await;
    let (office, now) = (&issued.world.office, issued.world.now());
    let ground = |number: &str| format!("Работа с записью {number}");
    let desk = entry::open(office, &issued.signer, &issued.record.id, ground, now).await.unwrap();
    assert!(desk.may_change && desk.lines.iter().any(|line| line.shown == "Образцов"));
    let found = entry::find(office, &issued.signer, &issued.record.check_code.to_lowercase()).await.unwrap();
    assert_eq!(found, issued.record.id);
    assert_eq!(desk.readings.len(), 1);
    let events = issued.world.journal(&issued.case).await;
    assert!(events.iter().any(|entry| matches!(&entry.event, Event::Read { ground } if ground.contains("Работа с"))));
}

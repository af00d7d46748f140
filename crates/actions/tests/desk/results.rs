//! Results: composed from the regulation, signed, entered, checked, held, extracted.

use actions::citizen::session::Session;
use actions::desk::decide::{Choice, Question, decide};
use actions::desk::work::{hand_over, take};
use actions::register::answer::{Answer, Standing};
use actions::register::content::read;
use actions::register::download::{AsOf, Part, held, part};
use actions::register::issue::{NotIssued, Outcome};
use actions::register::{canonical, check, sign};
use actions::stop::Stop;
use domain::case::{Actor, CaseState};
use domain::id::CaseId;
use domain::journal::Event;
use domain::official::{Official, Role};
use domain::refusal::Refusal;
use domain::result::{self, ResultRecord, ResultState};
use jiff::SignedDuration;
use serde_json::json;
use store::{Batch, results};

use crate::world::World;

async fn entry(world: &World) -> (Session, CaseId, ResultRecord) {
    world.official("nature.signer", "Подписантов Пример Примерович", &[Role::Signer]).await;
    let (who, id) = world.hunter().await;
    world.answer(&id, "mvd.conviction", json!({ "found": false })).await;
    let record = results::of_case(&world.office.db, &id).await.unwrap().remove(0);
    (who, id, record)
}

/// Decides a land plan in favour and gives it to an official with that login and name.
async fn to_sign(world: &World, login: &str, name: &str) -> (Session, CaseId, Official) {
    let (who, id) = world.plot().await;
    let clerk = world.official("city.clerk", "Соседов Пример Примерович", &[Role::Caseworker]).await;
    let signer = world.official(login, name, &[Role::Signer]).await;
    let (office, now) = (&world.office, world.now());
    take(office, &clerk, &id, now).await.unwrap();
    let agree = Choice { positive: Some(true), ..Choice::default() };
    let seen = world.case(&id).await.revision;
    assert_eq!(decide(office, &clerk, &id, Question::Provision, &agree, seen, now).await.unwrap(), []);
    hand_over(office, &clerk, &id, &signer.id, world.case(&id).await.revision, now).await.unwrap();
    (who, id, signer)
}

/// Proves: RESULTREG-01, RESULT-01, RESULT-08.
#[tokio::test]
async fn the_entry_is_the_result_and_holds_exactly_what_the_regulation_names() {
    let world = World::new().await;
    let (_, id, record) = entry(&world).await;
    let case = world.case(&id).await;
    assert_eq!(case.state, CaseState::Completed);
    assert_eq!(case.results, std::slice::from_ref(&record.id));
    assert_eq!(record.register.as_deref(), Some("hunters"));
    assert_eq!(record.document, None, "papers are only views of it");
    let regulation = world.office.library.edition("hunting-ticket", &case.version).unwrap();
    let output = regulation.results.iter().find(|output| output.id == "entry").unwrap();
    let lines = read(&record.content);
    assert!(lines.iter().all(|line| output.holds.contains(&line.name)));
    assert!(lines.iter().any(|line| line.shown == "Образцов"));
    let content = world.office.files.get(record.signature.as_deref().unwrap()).await.unwrap();
    world.office.verifier.verify(&canonical::bytes(&record), &content, world.now()).unwrap();
}

/// Proves: RESULT-02.
#[tokio::test]
async fn nothing_is_issued_without_the_valid_signature_of_the_right_person() {
    let world = World::new().await;
    let (_, id, signer) = to_sign(&world, "city.wrong", "Подменин Пример Примерович").await;
    let seen = world.case(&id).await.revision;
    let outcome = sign::sign(&world.office, &signer, &id, seen, world.now()).await.unwrap();
    assert!(matches!(outcome, Outcome::NotIssued(NotIssued::Signature(_))), "no key: {outcome:?}");
    assert!(results::of_case(&world.office.db, &id).await.unwrap().is_empty());
    assert_eq!(world.case(&id).await.state, CaseState::DecisionPositive);
    let world = World::new().await;
    for (login, name) in
        [("nature.wrong", "Подменин Пример Примерович"), ("nature.expired", "Вчерашнев Пример Примерович")]
    {
        let signer = world.official(login, name, &[Role::Signer]).await;
        let key = &world.office.signers[&signer.login];
        let who = connect::sign::Who { name: signer.name.clone(), ogrn: None };
        assert!(key.check(&who, world.now()).is_err(), "{login}");
    }
}

/// Proves: RESULT-02, RESULT-08, RESULT-10.
#[tokio::test]
async fn an_official_looks_at_the_document_signs_it_and_anyone_can_check_the_file() {
    let world = World::new().await;
    let (who, id, signer) = to_sign(&world, "city.signer", "Зодчева Образца Примеровна").await;
    let (office, now) = (&world.office, world.now());
    let preview = sign::preview(office, &signer, &id, |number| format!("подписание {number}"), now).await.unwrap();
    assert!(preview.may_sign && preview.missing.is_empty(), "{preview:?}");
    let draft = sign::preview_pdf(office, &signer, &id, &preview.results[0].output, now).await.unwrap();
    assert!(draft.starts_with(b"%PDF-"));
    assert!(matches!(sign::sign(office, &signer, &id, preview.revision - 1, now).await, Err(Stop::Conflict)));
    let Outcome::Issued(records) = sign::sign(office, &signer, &id, preview.revision, now).await.unwrap() else {
        panic!("issued")
    };
    let record = &records[0];
    assert_eq!(world.case(&id).await.state, CaseState::Completed);
    let mine = held(office, &who.subject(), &record.id).await.unwrap();
    let document = part(office, &mine, Part::Document, now).await.unwrap();
    let signature = part(office, &mine, Part::Signature, now).await.unwrap();
    assert!(document.starts_with(b"%PDF-"));
    let signed = office.verifier.verify(&document, &signature, now).unwrap();
    assert_eq!(signed.subject.common_name, "Зодчева Образца Примеровна");
    let Answer::Known(public) = check::by_file(office, &document, now).await.unwrap() else { panic!("known") };
    assert_eq!((public.number.as_str(), public.standing), (record.number.as_str(), Standing::Valid));
    let mut forged = document.to_vec();
    forged.push(b'\n');
    assert_eq!(check::by_file(office, &forged, now).await.unwrap(), Answer::Unknown);
    assert!(matches!(sign::sign(office, &signer, &id, preview.revision, now).await, Err(Stop::Conflict)));
    let issued = world.journal(&id).await;
    assert!(
        issued.iter().any(|entry| matches!(&entry.event, Event::ResultIssued { signer: by, .. } if *by == signer.id))
    );
}

/// Proves: RESULT-10, RESULT-11, RESULTREG-04.
#[tokio::test]
async fn the_check_follows_the_state_of_the_entry_and_its_history_stays_complete() {
    let world = World::new().await;
    let (_, _, record) = entry(&world).await;
    let (office, now) = (&world.office, world.now());
    let standing = async |typed: &str| match check::by_text(office, typed, now).await.unwrap() {
        Answer::Known(public) => Some(public.standing),
        Answer::Unknown => None,
    };
    assert_eq!(standing(&record.number.to_lowercase()).await, Some(Standing::Valid));
    assert_eq!(standing(&record.check_code).await, Some(Standing::Valid));
    assert_eq!(standing("0000-0000-0000").await, None);
    let by = Actor::Machine;
    let mut last = record.clone();
    for (state, expected) in [
        (ResultState::Suspended, Standing::Suspended),
        (ResultState::Active, Standing::Valid),
        (ResultState::Annulled, Standing::Revoked),
    ] {
        last = result::change(&last, state, "решение суда", &by, now).unwrap();
        office.db.commit(Batch::new().with(results::append(&last, now, &by))).await.unwrap();
        assert_eq!(standing(&record.check_code).await, Some(expected));
    }
    assert!(result::change(&last, ResultState::Active, "вернуть", &by, now).is_err());
    assert_eq!(result::erase(&last).unwrap_err(), Refusal::NeverDeleted);
    let history = results::history(&office.db, &record.id).await.unwrap();
    assert_eq!(history.len(), 4);
    assert_eq!(history[0].result, record);
}

/// Proves: RESULTREG-03.
#[tokio::test]
async fn an_extract_is_drawn_as_of_the_moment_and_the_data_of_the_entry_checks_without_an_account() {
    let world = World::new().await;
    let (who, _, record) = entry(&world).await;
    let (office, now) = (&world.office, world.now());
    let mine = held(office, &who.subject(), &record.id).await.unwrap();
    let extract = part(office, &mine, Part::Extract(AsOf::Now), now).await.unwrap();
    assert!(extract.starts_with(b"%PDF-"));
    assert!(matches!(part(office, &mine, Part::Document, now).await, Err(Stop::Missing)), "there is no document");
    let data = part(office, &mine, Part::Data, now).await.unwrap();
    assert!(matches!(check::by_file(office, &data, now).await.unwrap(), Answer::Known(_)));
    let changed = String::from_utf8(data.to_vec()).unwrap().replace("Образцов", "Примеров");
    assert_eq!(check::by_file(office, changed.as_bytes(), now).await.unwrap(), Answer::Unknown);
}

/// Proves: RESULT-04.
#[tokio::test]
async fn a_result_is_its_owners_alone_and_after_its_term_the_record_says_so() {
    let world = World::new().await;
    let (who, _, record) = entry(&world).await;
    let office = &world.office;
    let stranger = world.person("Чужаков Пример Примерович").await;
    assert!(matches!(held(office, &stranger.subject(), &record.id).await, Err(Stop::Missing)));
    let mut mine = held(office, &who.subject(), &record.id).await.unwrap();
    assert!(!mine.is_gone(world.now()));
    mine.keep_until = Some(world.now());
    world.wait(SignedDuration::from_hours(1));
    assert!(mine.is_gone(world.now()), "the page says so instead of «not found»");
    assert!(part(office, &mine, Part::Data, world.now()).await.is_err());
}

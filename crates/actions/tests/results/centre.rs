//! The paper of a service centre (RESULT-03).

use actions::register::centre::{Blocked, look, print};
use actions::register::shared;
use actions::stop::Stop;
use domain::official::Role;
use domain::refusal::Refusal;
use domain::result::ResultState;
use domain::share::{Ground, Reader};

use crate::issued::Issued;

/// Proves: RESULT-03, RESULT-01.
#[tokio::test]
async fn a_centre_prints_after_the_signature_was_checked_and_the_owner_sees_it() {
    let issued = Issued::new().await;
    let (office, now) = (&issued.world.office, issued.world.now());
    let operator = issued.operator("service-centre", &[Role::Centre]).await;
    let shown = look(office, &operator, &issued.record.number, now).await.unwrap();
    assert!(!format!("{shown:?}").contains("Образцов"), "before the print no personal data");
    let blocked = print(office, &operator, &issued.record.number, false, now).await.unwrap();
    assert_eq!(blocked.err(), Some(Blocked::NoRequest));
    let (number, pdf) = print(office, &operator, &issued.record.check_code, true, now).await.unwrap().unwrap();
    assert_eq!(number, issued.record.number);
    assert!(pdf.starts_with(b"%PDF-"));
    let readings = shared::readings(office, &issued.who.subject(), &issued.record.id).await.unwrap();
    assert_eq!(readings.len(), 1);
    assert!(matches!(&readings[0].reader, Reader::Official { authority, .. } if authority == "service-centre"));
    assert_eq!(readings[0].ground, Ground::OwnersRequest);
}

/// Proves: RESULT-03.
#[tokio::test]
async fn a_failed_check_of_the_signature_blocks_the_print() {
    let issued = Issued::new().await;
    let (office, now) = (&issued.world.office, issued.world.now());
    let operator = issued.operator("service-centre", &[Role::Centre]).await;
    let tampered = issued.another(1, |record| record.content[0]["shown"] = "Подменённый".into()).await;
    let unsigned = issued.another(2, |record| record.signature = None).await;
    let lost = issued.another(3, |record| record.signature = Some("0".repeat(64))).await;
    for (what, record) in [("tampered", tampered), ("unsigned", unsigned), ("lost", lost)] {
        let blocked = print(office, &operator, &record.check_code, true, now).await.unwrap();
        assert!(matches!(blocked, Err(Blocked::Signature(_))), "{what}");
        let readings = shared::readings(office, &issued.who.subject(), &record.id).await.unwrap();
        assert!(readings.is_empty(), "{what}: nothing was read");
    }
    let annulled = issued.another(4, |record| record.state = ResultState::Annulled).await;
    let blocked = print(office, &operator, &annulled.check_code, true, now).await.unwrap();
    assert_eq!(blocked.err(), Some(Blocked::NotInForce(ResultState::Annulled)));
    assert_eq!(print(office, &operator, "0000-0000-0000", true, now).await.unwrap().err(), Some(Blocked::Unknown));
}

/// Proves: RESULT-03.
#[tokio::test]
async fn only_an_operator_of_a_centre_prints() {
    let issued = Issued::new().await;
    let (office, now) = (&issued.world.office, issued.world.now());
    let clerk = issued.operator("service-centre", &[Role::Caseworker, Role::Signer]).await;
    let elsewhere = issued.operator("social-ministry", &[Role::Centre]).await;
    for official in [&issued.signer, &clerk, &elsewhere] {
        let refused = print(office, official, &issued.record.number, true, now).await;
        assert!(matches!(refused, Err(Stop::Refused(Refusal::NotAllowed))), "{}", official.login);
    }
}

//! Links (RESULTREG-02).

use actions::register::shared::{self, Wanted};
use actions::stop::Stop;
use domain::share::Reader;
use jiff::SignedDuration;

use crate::issued::Issued;

fn wanted() -> Wanted {
    Wanted {
        whom: "Банк «Пример»".to_owned(), purpose: "ипотека".to_owned(), days: 7, form: String::new()
    }
}

/// Proves: RESULTREG-02.
#[tokio::test]
async fn a_link_reads_while_the_consent_holds_and_the_owner_sees_each_reading() {
    let issued = Issued::new().await;
    let (office, me, id) = (&issued.world.office, issued.who.subject(), &issued.record.id);
    let address = shared::give(office, &me, id, &wanted(), issued.world.now()).await.unwrap();
    let offered = shared::open(office, &address, issued.world.now()).await.unwrap();
    assert_eq!(offered.share.purpose, "ипотека");
    assert!(shared::readings(office, &me, id).await.unwrap().is_empty(), "to open is not to read");
    let read = shared::read(office, &address, issued.world.now()).await.unwrap();
    assert!(read.lines.iter().any(|line| line.shown == "Образцов"));
    let readings = shared::readings(office, &me, id).await.unwrap();
    assert!(matches!(&readings[0].reader, Reader::Link { whom, .. } if whom == "Банк «Пример»"), "{readings:?}");
    let kept = &shared::links(office, &me, id).await.unwrap()[0];
    assert!(!format!("{kept:?}").contains(&address[32..]), "the secret itself is not kept");
    shared::revoke(office, &me, &kept.id, issued.world.now()).await.unwrap();
    let refused = shared::read(office, &address, issued.world.now()).await;
    assert!(matches!(refused, Err(Stop::Missing)));
    assert_eq!(shared::readings(office, &me, id).await.unwrap().len(), 1);
}

/// Proves: RESULTREG-02.
#[tokio::test]
async fn wrong_expired_and_foreign_links_are_all_not_there() {
    let issued = Issued::new().await;
    let (office, me, id) = (&issued.world.office, issued.who.subject(), &issued.record.id);
    let address = shared::give(office, &me, id, &wanted(), issued.world.now()).await.unwrap();
    let forged = format!("{}{}", &address[..32], "0".repeat(48));
    for wrong in ["", "x", &address[..40], &forged, &"0".repeat(80), "ссылка"] {
        let refused = shared::open(office, wrong, issued.world.now()).await;
        assert!(matches!(refused, Err(Stop::Missing)), "{wrong}");
    }
    let stranger = issued.world.person("Чужаков Пример Примерович").await;
    let foreign = shared::give(office, &stranger.subject(), id, &wanted(), issued.world.now()).await;
    assert!(matches!(foreign, Err(Stop::Missing)));
    assert!(matches!(shared::readings(office, &stranger.subject(), id).await, Err(Stop::Missing)));
    let share = &shared::links(office, &me, id).await.unwrap()[0];
    let foreign = shared::revoke(office, &stranger.subject(), &share.id, issued.world.now()).await;
    assert!(matches!(foreign, Err(Stop::Missing)));
    issued.world.wait(SignedDuration::from_hours(7 * 24 + 1));
    assert!(matches!(shared::read(office, &address, issued.world.now()).await, Err(Stop::Missing)), "expired");
}

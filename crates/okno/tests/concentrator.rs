//! Applications from Концентратор услуг of ЕПГУ: the same case in the same queue, one order is one
//! case, a bad one is answered and leaves nothing, statuses go back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../../actions/tests/desk/world.rs"]
#[allow(dead_code)]
mod world;

#[path = "world/paper.rs"]
#[allow(dead_code)]
mod paper;

use actions::concentrator::Concentrator;
use actions::machine;
use connect::antivirus::Antivirus;
use connect::concentrator::Application;
use connect::exchange::{Exchange, Memory, Way};
use connect::xml::{Element, Namespace, read};
use domain::case::{Case, CaseState};
use jiff::SignedDuration;
use regulation::concentrator::{self, FILE, STATUSES};
use regulation::diagnostic::Sources;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use world::World;

const NAMESPACE: Namespace<'_> =
    Namespace { prefix: "", uri: "http://epgu.gosuslugi.ru/concentrator/huntingticket/3.1.0" };

fn text(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

async fn world() -> World {
    let mut world = World::of(&["hunting-ticket"]).await;
    let today = world.office.today(world.now());
    let regulation = world.office.library.current("hunting-ticket", today).unwrap();
    let one = |name: &str, text: String| Sources([(name.to_owned(), text)].into_iter().collect());
    let (map, found) = concentrator::read(&one(FILE, text("regulations/hunting-ticket/concentrator.yaml")), regulation);
    assert!(found.is_empty(), "{found:#?}");
    let (statuses, found) = concentrator::statuses(&one(STATUSES, text("region/epgu.yaml")));
    assert!(found.is_empty(), "{found:#?}");
    world.office.concentrator = Concentrator { maps: vec![map.unwrap()], statuses };
    world.office.exchange = Exchange::Memory(Memory::new(Way::ByQueue, Vec::new()));
    machine::keep_house(&world.office).await;
    world
}

fn epgu(world: &World) -> &connect::concentrator::Played {
    match &world.office.exchange {
        Exchange::Memory(memory) => &memory.epgu,
        other => panic!("{other:?}"),
    }
}

/// An application to annul a ticket; whose message, whose order, with which ticket.
fn application(message: &str, order: &str, ticket: &str) -> Application {
    let uri = NAMESPACE.uri;
    let body = format!(
        "<FormData xmlns='{uri}'><orderId>{order}</orderId>\
         <applicant><oid>1000000099</oid><snils>112-233-445 95</snils><lastName>Примерова</lastName>\
         <firstName>Проба</firstName><middleName>Образцовна</middleName><birthDate>1980-01-01</birthDate>\
         <birthPlace>г. Озёрск-Приозёрский</birthPlace><passport><series>9900</series><number>000002</number></passport>\
         <address>г. Озёрск-Приозёрский, ул. Лесная, д. 1</address></applicant>\
         <goal>2</goal><ticket>{ticket}</ticket><annulReason>1</annulReason></FormData>"
    );
    let body = Ok(read(body.as_bytes()).unwrap().root);
    Application { message: message.to_owned(), reply_to: "epgu".to_owned(), body, files: Vec::new() }
}

async fn work(world: &World) {
    for _ in 0..8 {
        let now = world.now();
        let lease = world.office.new_owner_id();
        let until = now + SignedDuration::from_secs(60);
        for job in &store::jobs::lease(&world.office.db, &lease, now, until, 50).await.unwrap() {
            machine::perform(&world.office, job).await;
        }
        world.wait(SignedDuration::from_secs(1));
    }
}

async fn cases(world: &World) -> Vec<Case> {
    let Some(person) = store::people::by_oid(&world.office.db, "1000000099").await.unwrap() else { return Vec::new() };
    store::cases::open_of(&world.office.db, &person.id, "hunting-ticket").await.unwrap()
}

/// Proves: INTEG-02.
#[tokio::test]
async fn an_application_of_epgu_is_a_case_once_and_its_cabinet_is_told() {
    let world = world().await;
    epgu(&world).apply(application("m1", "764", "63 012345"));
    work(&world).await;
    assert_eq!(epgu(&world).refused(), []);
    let found = cases(&world).await;
    assert_eq!(found.len(), 1);
    let case = &found[0];
    assert!(case.number.starts_with("МП-") && case.authority == "nature-ministry", "{}", case.number);
    assert!(actions::concentrator::is_order(case) && case.state != CaseState::Submitted, "{:?}", case.state);
    // The same order in another message is the same case.
    epgu(&world).apply(application("m2", "764", "63 012345"));
    work(&world).await;
    assert_eq!(cases(&world).await.len(), 1);
    let told = epgu(&world).statuses();
    assert!(told.iter().all(|one| one.order == "764") && told.iter().any(|one| one.code == "2"), "{told:?}");
}

/// Proves: INTEG-02.
#[tokio::test]
async fn a_bad_application_is_answered_with_what_is_wrong_and_leaves_nothing() {
    let world = world().await;
    epgu(&world).apply(application("m1", "765", "6301"));
    work(&world).await;
    let refused = epgu(&world).refused();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].1.contains("ticket.number"), "{refused:?}");
    assert!(store::people::by_oid(&world.office.db, "1000000099").await.unwrap().is_none(), "nobody is half known");
    epgu(&world).apply(application("m3", "765", "63 012345"));
    work(&world).await;
    assert_eq!(cases(&world).await.len(), 1, "the same order, mended, is filed");
}

/// Proves: INTEG-02, FORM-22.
#[tokio::test]
async fn an_infected_file_of_an_application_is_answered_and_nothing_of_it_is_kept() {
    let mut world = world().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    world.office.antivirus = Antivirus::Clamd(listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.read_exact(&mut [0; 10]).await.unwrap();
            while let Ok(length @ 1..) = stream.read_u32().await {
                stream.read_exact(&mut vec![0; length as usize]).await.unwrap();
            }
            stream.write_all(b"stream: Test.Signature FOUND\0").await.unwrap();
        }
    });
    let sent = application("m1", "766", "63 012345");
    let photo = Element::new(NAMESPACE, "photo").with_text("photo-1");
    let files = vec![("photo-1".to_owned(), paper::png(300, 400))];
    epgu(&world).apply(Application { body: sent.body.map(|body| body.with(photo)), files, ..sent });
    work(&world).await;
    let refused = epgu(&world).refused();
    assert!(refused.len() == 1 && refused[0].1.contains("вредоносная"), "{refused:?}");
    assert!(store::people::by_oid(&world.office.db, "1000000099").await.unwrap().is_none(), "nobody is half known");
}

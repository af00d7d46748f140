//! Files: in pieces, after a break, refused with their own code each, infected ones.

use actions::citizen::drafts::open;
use actions::citizen::inspect::Flaw;
use actions::citizen::session::Session;
use actions::citizen::start_draft::start;
use actions::citizen::uploads::{NotTaken, append, begin, progress, read, whole};
use actions::stop::Stop;
use bytes::Bytes;
use connect::antivirus::Antivirus;
use domain::id::DraftId;
use regulation::package::Assurance;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::world::World;
use super::{known, put};

/// A picture of three to four that is large enough to come in pieces.
fn photo(size: usize) -> Bytes {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0\x03\x20\x08\x02\0\0\0".to_vec();
    bytes.resize(size.max(40) - 8, 7);
    bytes.extend(b"IEND\xaeB`\x82");
    bytes.into()
}

async fn begun() -> (World, Session, DraftId) {
    let world = World::new().await;
    let who = known(&world, Assurance::Confirmed).await;
    let id = start(&world.office, &who, "hunting-ticket", None).await.unwrap();
    put(&world, &who, &id, "request", &[("request.kind", "issue")]).await;
    (world, who, id)
}

fn flaw<T: std::fmt::Debug>(taken: Result<T, NotTaken>) -> Flaw {
    match taken {
        Err(NotTaken::Flaw(flaw, _)) => flaw,
        other => panic!("{other:?}"),
    }
}

/// Proves: FORM-22.
#[tokio::test]
async fn an_upload_goes_on_where_it_broke_off() {
    let (world, who, id) = begun().await;
    let office = &world.office;
    let content = photo(1000);
    let started = begin(office, &who, &id, "photo", "лицо.png", 1000).await.unwrap();
    let first = append(office, &who, &id, &started.id, 0, content.slice(..400)).await.unwrap();
    assert_eq!((first.offset, first.done), (400, false));
    // The answer got lost: the same piece again, then a question how far it is.
    let again = append(office, &who, &id, &started.id, 0, content.slice(..400)).await.unwrap();
    assert_eq!(again.offset, 400);
    let asked = progress(office, &who, &id, &started.id).await.unwrap();
    assert_eq!(asked.offset, 400);
    let last = append(office, &who, &id, &started.id, 400, content.slice(400..)).await.unwrap();
    assert!(last.done);
    let (file, back) = read(office, &who, &id, "photo").await.unwrap();
    assert_eq!((file.name.as_str(), file.media_type.as_str(), file.size), ("лицо.png", "image/png", 1000));
    assert_eq!(back, content);
    assert!(append(office, &who, &id, &started.id, 1000, content.slice(..1)).await.unwrap().done);
}

/// Proves: FORM-22.
#[tokio::test]
async fn each_wrong_file_is_refused_with_its_own_code_and_the_draft_stays_as_it_was() {
    let (world, who, id) = begun().await;
    let office = &world.office;
    let before = open(office, &who, &id).await.unwrap().draft;
    assert_eq!(flaw(begin(office, &who, &id, "photo", "a.png", 0).await), Flaw::Empty);
    assert_eq!(flaw(begin(office, &who, &id, "photo", "a.png", 50_000_000).await), Flaw::TooLarge);
    assert_eq!(flaw(begin(office, &who, &id, "photo", "a.exe", 10).await), Flaw::Kind);
    let put = |name: &'static str, content: Bytes| whole(office, &who, &id, "photo", name, content);
    assert_eq!(flaw(put("a.png", Bytes::new()).await.map(|_| ())), Flaw::Empty);
    assert_eq!(flaw(put("a.jpg", photo(100)).await.map(|_| ())), Flaw::Mismatch);
    assert_eq!(flaw(put("a.png", photo(100).slice(..60)).await.map(|_| ())), Flaw::Broken);
    let after = open(office, &who, &id).await.unwrap().draft;
    assert_eq!(before.answers, after.answers);
    let nowhere = whole(office, &who, &id, "applicant.last_name", "a.png", photo(100)).await;
    assert!(matches!(nowhere, Err(NotTaken::Stop(Stop::Missing))));
}

/// Proves: FORM-22.
#[tokio::test]
async fn more_than_was_announced_is_not_taken() {
    let (world, who, id) = begun().await;
    let office = &world.office;
    let started = begin(office, &who, &id, "photo", "a.png", 100).await.unwrap();
    assert_eq!(flaw(append(office, &who, &id, &started.id, 0, photo(101)).await), Flaw::TooLarge);
    assert_eq!(flaw(append(office, &who, &id, &started.id, 0, Bytes::new()).await), Flaw::TooLarge);
}

/// Proves: FORM-22.
#[tokio::test]
async fn a_foreign_upload_is_not_there() {
    let (world, who, id) = begun().await;
    let office = &world.office;
    let other = world.person("Другова Другая").await;
    let started = begin(office, &who, &id, "photo", "a.png", 100).await.unwrap();
    assert!(matches!(progress(office, &other, &id, &started.id).await, Err(Stop::Missing)));
    let stolen = append(office, &other, &id, &started.id, 0, photo(100)).await;
    assert!(matches!(stolen, Err(NotTaken::Stop(Stop::Missing))));
    let begun = begin(office, &other, &id, "photo", "a.png", 100).await;
    assert!(matches!(begun, Err(NotTaken::Stop(Stop::Missing))));
    let second = start(office, &who, "hunting-ticket", None).await.unwrap();
    assert!(matches!(progress(office, &who, &second, &started.id).await, Err(Stop::Missing)));
}

/// Proves: FORM-22.
#[tokio::test]
async fn an_infected_file_stays_out_and_the_draft_is_unaffected() {
    let (mut world, who, id) = begun().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    world.office.antivirus = Antivirus::Clamd(listener.local_addr().unwrap());
    let clamd = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 10];
        stream.read_exact(&mut head).await.unwrap();
        loop {
            let length = stream.read_u32().await.unwrap() as usize;
            if length == 0 {
                break;
            }
            stream.read_exact(&mut vec![0; length]).await.unwrap();
        }
        stream.write_all(b"stream: Test.Signature FOUND\0").await.unwrap();
    });
    let taken = whole(&world.office, &who, &id, "photo", "a.png", photo(100)).await.map(|_| ());
    assert_eq!(flaw(taken), Flaw::Infected);
    clamd.await.unwrap();
    let draft = open(&world.office, &who, &id).await.unwrap().draft;
    assert!(draft.answers.get("photo").is_none() && draft.answers.get("request.kind").is_some());
}

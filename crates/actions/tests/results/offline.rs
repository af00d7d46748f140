//! A verifier that knows only what is published: no code of ours, no network (RESULT-10).

use actions::register::download::{AsOf, Part, held, part};
use actions::register::{canonical, check, entry, keys};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::result::Alteration;
use jiff::SignedDuration;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::issued::{Issued, basis};

/// Base45 by the letter of RFC 9285.
fn base45(text: &str) -> Vec<u8> {
    let letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let digits: Vec<u32> = text.chars().map(|letter| letters.find(letter).unwrap() as u32).collect();
    let mut bytes = Vec::new();
    for three in digits.chunks(3) {
        let number = three.iter().rev().fold(0, |number, digit| number * 45 + digit);
        if three.len() == 3 {
            bytes.push((number >> 8) as u8);
        }
        bytes.push(number as u8);
    }
    bytes
}

/// The next byte string of CBOR.
fn bytes<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let (length, head) = match rest[0] {
        short @ 0x40..=0x57 => (usize::from(short - 0x40), 1),
        0x58 => (usize::from(rest[1]), 2),
        0x59 => (usize::from(rest[1]) << 8 | usize::from(rest[2]), 3),
        other => panic!("no byte string: {other:x}"),
    };
    let (content, after) = rest[head..].split_at(length);
    *rest = after;
    content
}

fn with_head(content: &[u8]) -> Vec<u8> {
    let head = if content.len() < 24 { vec![0x40 | content.len() as u8] } else { vec![0x58, content.len() as u8] };
    [head, content.to_vec()].concat()
}

/// The claims of a code whose signature one of the published keys made.
fn verified(code: &str, keys: &Value) -> Option<Vec<u8>> {
    let cose = base45(code.strip_prefix("OKNO1:")?);
    let mut rest = cose.strip_prefix(&[0xd2, 0x84])?;
    let protected = bytes(&mut rest);
    rest = rest.strip_prefix(&[0xa1, 0x04])?;
    let kid: String = bytes(&mut rest).iter().map(|byte| format!("{byte:02x}")).collect();
    let payload = bytes(&mut rest);
    let signature = Signature::from_slice(bytes(&mut rest)).ok()?;
    let signed = [b"\x84\x6aSignature1".to_vec(), with_head(protected), vec![0x40], with_head(payload)].concat();
    key(keys, &kid)?.verify(&signed, &signature).ok()?;
    Some(payload.to_vec())
}

fn key(keys: &Value, kid: &str) -> Option<VerifyingKey> {
    let found = keys["keys"].as_array()?.iter().find(|key| key["kid"] == kid)?;
    let part = |name: &str| URL_SAFE_NO_PAD.decode(found[name].as_str()?).ok();
    VerifyingKey::from_sec1_bytes(&[vec![4], part("x")?, part("y")?].concat()).ok()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|part| part == needle)
}

/// Proves: RESULT-10, RESULTREG-03.
#[tokio::test]
async fn anybody_checks_a_code_with_the_published_key_alone() {
    let issued = Issued::new().await;
    let (office, record, now) = (&issued.world.office, &issued.record, issued.world.now());
    let code = keys::code(office, record, now).await.unwrap().unwrap();
    let published = keys::published(office);
    let claims = verified(&code, &published).expect("the published key made it");
    assert!(contains(&claims, record.number.as_bytes()));
    assert!(contains(&claims, &Sha256::digest(canonical::bytes(record))), "the digest of what the owner downloads");
    assert!(!contains(&claims, "Образцов".as_bytes()), "it names nobody");
    let at = code.len() - 20;
    let forged: String = (code.chars().enumerate())
        .map(|(index, letter)| if index == at { if letter == '0' { '1' } else { '0' } } else { letter })
        .collect();
    assert_eq!(verified(&forged, &published), None);
    let scanned = check::by_text(office, &code, now).await.unwrap();
    assert!(matches!(scanned, actions::register::answer::Answer::Known(_)), "the check page takes it too");
    let suspend = Alteration::Suspend(basis());
    entry::alter(office, &issued.signer, &record.id, &suspend, 1, now).await.unwrap();
    let later = keys::code(office, &issued.now().await, now).await.unwrap().unwrap();
    assert_eq!(verified(&later, &published), Some(claims), "the code does not change with the state");
}

/// Proves: RESULT-10, RESULTREG-04.
#[tokio::test]
async fn the_published_list_is_signed_says_until_when_it_is_good_and_follows_the_state() {
    let issued = Issued::new().await;
    let (office, record) = (&issued.world.office, &issued.record);
    let published = keys::published(office);
    let list = async || {
        let jws: Value = serde_json::from_str(&keys::not_in_force(office, issued.world.now()).await.unwrap()).unwrap();
        let text = |name: &str| jws[name].as_str().unwrap().to_owned();
        let head: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text("protected")).unwrap()).unwrap();
        let signature = URL_SAFE_NO_PAD.decode(text("signature")).unwrap();
        let signed = format!("{}.{}", text("protected"), text("payload"));
        let key = key(&published, head["kid"].as_str().unwrap()).unwrap();
        key.verify(signed.as_bytes(), &Signature::from_slice(&signature).unwrap()).unwrap();
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(text("payload")).unwrap()).unwrap()
    };
    let hash: String = Sha256::digest(record.number.as_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let first = list().await;
    assert_eq!(first["entries"], serde_json::json!([]));
    assert_eq!(first["until"].as_i64().unwrap() - first["from"].as_i64().unwrap(), 3600);
    let annul = Alteration::Annul(basis());
    entry::alter(office, &issued.signer, &record.id, &annul, 1, issued.world.now()).await.unwrap();
    assert_eq!(list().await["entries"], serde_json::json!([]), "kept for two minutes");
    issued.world.wait(SignedDuration::from_mins(3));
    let entries = list().await["entries"].clone();
    assert_eq!(entries[0][0], hash);
    assert_eq!(entries[0][1], "annulled");
}

/// Proves: RESULTREG-03.
#[tokio::test]
async fn an_extract_speaks_of_a_day_and_can_be_had_signed() {
    let issued = Issued::new().await;
    let office = &issued.world.office;
    let first_day = office.today(issued.world.now());
    issued.world.wait(SignedDuration::from_hours(72));
    let now = issued.world.now();
    let mine = held(office, &issued.who.subject(), &issued.record.id).await.unwrap();
    let pdf = part(office, &mine, Part::Extract(AsOf::Day(first_day)), now).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    for day in [first_day.yesterday().unwrap(), office.today(now).tomorrow().unwrap()] {
        assert!(part(office, &mine, Part::Extract(AsOf::Day(day)), now).await.is_err(), "{day}");
    }
    let archive = part(office, &mine, Part::SignedExtract(AsOf::Now), now).await.unwrap();
    assert!(archive.starts_with(b"PK"));
    let text = String::from_utf8_lossy(&archive);
    assert!(text.contains("extract.pdf") && text.contains("extract.pdf.p7s"));
}

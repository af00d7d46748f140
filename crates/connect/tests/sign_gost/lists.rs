//! Revocation lists: revoked, good, expired, forged.

use std::sync::Arc;

use connect::sign::{Authorities, CmsSigner, Invalid, LocalVerifier, SigningRefused, Verifier};
use jiff::SignedDuration;

use crate::engine::{Engine, USUAL, engine, now, who};

const CONTENT: &[u8] = b"an invented decision";

fn listed(engine: &Engine, list: &str) -> Authorities {
    Authorities { lists: vec![engine.revocations(list)], ..engine.trust(&["root"]) }
}

/// Proves: RESULT-02, RESULT-10.
#[test]
fn a_revoked_certificate_neither_signs_nor_checks_after_its_revocation() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.official("official", USUAL, "root");
    engine.official("colleague", USUAL, "root");
    let cms = CmsSigner::new(Arc::new(engine.signer("official")), engine.trust(&["root"]))
        .sign(CONTENT, &who(), now())
        .unwrap();
    let revoked_at = now() + SignedDuration::from_hours(1);
    engine.list("list", "root", &[("official", revoked_at)], &["-crldays", "30"]);
    let trust = listed(&engine, "list");
    let after = revoked_at + SignedDuration::from_secs(1);
    assert_eq!(LocalVerifier::new(trust.clone()).verify(CONTENT, &cms, after), Err(Invalid::Revoked));
    let signer = CmsSigner::new(Arc::new(engine.signer("official")), trust.clone());
    assert_eq!(signer.sign(CONTENT, &who(), after), Err(SigningRefused::Certificate(Invalid::Revoked)));
    // What was judged before the revocation stays good, and a colleague is not touched.
    let before = revoked_at - SignedDuration::from_secs(1);
    assert!(LocalVerifier::new(trust.clone()).verify(CONTENT, &cms, before).is_ok());
    let colleague = CmsSigner::new(Arc::new(engine.signer("colleague")), trust.clone());
    let cms = colleague.sign(CONTENT, &who(), after).unwrap();
    let signed = LocalVerifier::new(trust).verify(CONTENT, &cms, after).unwrap();
    assert_eq!(signed.revocation_known_at, Some(engine.revocations("list").issued_at()));
}

/// Proves: RESULT-02.
#[test]
fn an_expired_list_is_told_and_not_taken_for_a_clean_one() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.official("official", USUAL, "root");
    engine.list("list", "root", &[], &["-crldays", "1"]);
    let trust = listed(&engine, "list");
    let official = engine.certificate("official");
    assert_eq!(trust.check(&official, &[], now()), Ok(()));
    let later = now() + SignedDuration::from_hours(25);
    assert_eq!(trust.check(&official, &[], later), Err(Invalid::RevocationListExpired));
    // A newer list beside it speaks in its stead.
    engine.list("newer", "root", &[], &["-crldays", "30", "-crl_lastupdate", "20300101000000Z"]);
    let both = Authorities { lists: vec![engine.revocations("newer"), engine.revocations("list")], ..trust };
    assert_eq!(both.check(&official, &[], later), Ok(()));
}

/// Proves: RESULT-02.
#[test]
fn a_list_that_the_authority_did_not_sign_is_refused() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.authority("namesake", USUAL);
    engine.official("official", USUAL, "root");
    engine.list("forged", "namesake", &[], &["-crldays", "30"]);
    let official = engine.certificate("official");
    assert_eq!(listed(&engine, "forged").check(&official, &[], now()), Err(Invalid::RevocationList));
    assert!(connect::sign::RevocationList::read(b"nonsense").is_err());
    assert!(connect::sign::RevocationList::read(b"-----BEGIN CERTIFICATE-----").is_err());
}

/// Proves: RESULT-02.
#[test]
fn a_signature_says_when_revocation_was_not_asked() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.official("official", USUAL, "root");
    let trust = engine.trust(&["root"]);
    let cms = CmsSigner::new(Arc::new(engine.signer("official")), trust.clone()).sign(CONTENT, &who(), now()).unwrap();
    let signed = LocalVerifier::new(trust).verify(CONTENT, &cms, now()).unwrap();
    assert_eq!(signed.revocation_known_at, None);
}

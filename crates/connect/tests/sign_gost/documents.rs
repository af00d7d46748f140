//! Detached signatures of documents, both ways, and everything flipped in them.

use std::sync::Arc;

use connect::sign::{CmsSigner, Form, Invalid, LocalVerifier, Scheme, SigningRefused, Verifier, Who, gost};
use jiff::SignedDuration;

use crate::engine::{CURVES, Engine, USUAL, engine, now, who};

const CONTENT: &[u8] = "Решение об охотничьем билете, придуманное".as_bytes();

fn desk(engine: &Engine, kind: (&str, &str)) -> CmsSigner {
    engine.authority("ca", kind);
    engine.official("official", kind, "ca");
    CmsSigner::new(Arc::new(engine.signer("official")), engine.trust(&["ca"]))
}

/// Proves: RESULT-02.
#[test]
fn openssl_accepts_what_we_sign_on_every_curve_and_nothing_changed() {
    let Some(engine) = engine() else { return };
    for kind in CURVES {
        let cms = desk(&engine, kind).sign(CONTENT, &who(), now()).unwrap();
        assert!(engine.accepts("ca", CONTENT, &cms), "{kind:?}");
        assert!(!engine.accepts("ca", b"another decision", &cms), "{kind:?}");
        let signed = LocalVerifier::new(engine.trust(&["ca"])).verify(CONTENT, &cms, now()).unwrap();
        assert_eq!(signed.form, Form::CadesBes);
        assert_eq!(signed.subject.person.as_deref(), Some("Подписантова Мария Егоровна"));
        let scheme = if kind.0 == "gost2012_256" { Scheme::Gost256 } else { Scheme::Gost512 };
        assert_eq!(signed.scheme, scheme);
    }
}

/// Proves: RESULT-02, RESULT-10.
#[test]
fn we_accept_what_openssl_signs_with_and_without_attributes() {
    let Some(engine) = engine() else { return };
    for kind in CURVES {
        desk(&engine, kind);
        let any = LocalVerifier::of_any_form(engine.trust(&["ca"]));
        let strict = LocalVerifier::new(engine.trust(&["ca"]));
        for (options, form) in [(&["-cades"][..], Form::CadesBes), (&[], Form::Attributes), (&["-noattr"], Form::Bare)]
        {
            let cms = engine.sign("official", kind, CONTENT, options);
            let signed = any.verify(CONTENT, &cms, now()).unwrap_or_else(|why| panic!("{kind:?} {form:?}: {why}"));
            assert_eq!(signed.form, form);
            assert_eq!(signed.signed_at.is_some(), form != Form::Bare);
            assert_eq!(strict.verify(CONTENT, &cms, now()).is_ok(), form == Form::CadesBes);
            let changed = any.verify(b"another decision", &cms, now()).unwrap_err();
            assert_eq!(changed, if form == Form::Bare { Invalid::Signature } else { Invalid::Content });
        }
    }
}

/// Proves: RESULT-02.
#[test]
fn no_flipped_bit_of_a_signature_makes_another_document_or_signer_good() {
    let Some(engine) = engine() else { return };
    let cms = desk(&engine, USUAL).sign(CONTENT, &who(), now()).unwrap();
    let at = now();
    let verifier = LocalVerifier::new(engine.trust(&["ca"]));
    let good = verifier.verify(CONTENT, &cms, at).unwrap();
    // Each kind of part is broken where it stands, and is found for what it is.
    let certificate = engine.certificate("official").der().to_vec();
    let signed = find(&cms, &certificate);
    let broken = |place: usize| {
        let mut broken = cms.clone();
        broken[place] ^= 0x01;
        verifier.verify(CONTENT, &broken, at)
    };
    // The signature is the last thing in the file.
    assert_eq!(broken(cms.len() - 1), Err(Invalid::Signature));
    assert_eq!(broken(cms.len() - 64), Err(Invalid::Signature));
    let digest = connect::sign::Hash::Streebog256.digest(CONTENT);
    assert_eq!(broken(find(&cms, &digest)), Err(Invalid::Signature), "an attribute is signed");
    // The last bytes of a certificate are its authority's signature.
    assert_eq!(broken(signed + certificate.len() - 1), Err(Invalid::Signature), "the certificate is signed too");
    for place in (0..cms.len()).step_by(23) {
        if let Ok(signed) = broken(place) {
            assert_eq!(signed, good, "byte {place}");
        }
    }
    for length in [0, 1, 10, 100, cms.len() - 1] {
        assert!(verifier.verify(CONTENT, &cms[..length], at).is_err());
    }
}

fn find(whole: &[u8], part: &[u8]) -> usize {
    whole.windows(part.len()).position(|window| window == part).unwrap()
}

/// Proves: RESULT-02.
#[test]
fn keys_of_the_engine_and_ours_sign_and_check_one_another() {
    let Some(engine) = engine() else { return };
    for kind in CURVES {
        engine.key("raw", kind);
        let key = gost::PrivateKey::from_pkcs8_pem(&engine.text("raw.key")).unwrap();
        let digest = key.curve().digest(CONTENT);
        engine.write("digest", &digest);
        engine.write("ours.sig", &key.sign_digest(&digest).unwrap());
        engine.does(&[
            "pkeyutl", "-verify", "-engine", "gost", "-inkey", "raw.key", "-in", "digest", "-sigfile", "ours.sig",
        ]);
        engine.does(&[
            "pkeyutl",
            "-sign",
            "-engine",
            "gost",
            "-inkey",
            "raw.key",
            "-in",
            "digest",
            "-out",
            "theirs.sig",
        ]);
        let public = key.public_key().unwrap();
        assert!(public.verify_digest(&digest, &engine.read("theirs.sig")), "{kind:?}");
        assert_eq!(*key.to_pkcs8_pem().unwrap(), engine.text("raw.key"), "{kind:?}: the same file comes out");
        engine.key("other", kind);
        let other = gost::PrivateKey::from_pkcs8_pem(&engine.text("other.key")).unwrap();
        assert!(!other.public_key().unwrap().verify_digest(&digest, &engine.read("theirs.sig")), "{kind:?}: wrong key");
    }
}

/// Proves: RESULT-02.
#[test]
fn rsa_and_p256_sign_both_ways_where_no_gost_key_is_set() {
    let Some(engine) = engine() else { return };
    for kind in [("rsa", "2048"), ("ec", "P-256")] {
        let cms = desk(&engine, kind).sign(CONTENT, &who(), now()).unwrap();
        assert!(engine.accepts("ca", CONTENT, &cms), "{kind:?}");
        let theirs = engine.sign("official", kind, CONTENT, &["-cades"]);
        let verifier = LocalVerifier::new(engine.trust(&["ca"]));
        verifier.verify(CONTENT, &theirs, now()).unwrap();
        assert_eq!(verifier.verify(b"other", &theirs, now()), Err(Invalid::Content));
    }
}

/// Proves: RESULT-02.
#[test]
fn foreign_algorithms_are_refused_by_name() {
    let Some(engine) = engine() else { return };
    engine.authority("ca", USUAL);
    let verifier = LocalVerifier::of_any_form(engine.trust(&["ca"]));
    engine.official("p384", ("ec", "P-384"), "ca");
    let cms = engine.sign("p384", ("ec", "P-384"), CONTENT, &[]);
    assert_eq!(verifier.verify(CONTENT, &cms, now()), Err(Invalid::Algorithm));
    engine.official("rsa", ("rsa", "2048"), "ca");
    let cms = engine.sign("rsa", ("rsa", "2048"), CONTENT, &["-md", "sha512"]);
    assert_eq!(verifier.verify(CONTENT, &cms, now()), Err(Invalid::Algorithm));
    assert_eq!(verifier.verify(CONTENT, b"not a signature", now()), Err(Invalid::Unreadable));
}

/// Proves: RESULT-02.
#[test]
fn a_gost_key_does_not_sign_for_another_person_or_after_its_certificate() {
    let Some(engine) = engine() else { return };
    let signer = desk(&engine, USUAL);
    let other = Who { name: "Другая Мария Егоровна".into(), ..who() };
    assert_eq!(signer.sign(CONTENT, &other, now()), Err(SigningRefused::WrongPerson));
    let elsewhere = Who { ogrn: Some("1029900000008".into()), ..who() };
    assert_eq!(signer.sign(CONTENT, &elsewhere, now()), Err(SigningRefused::WrongBody));
    let later = engine.certificate("official").valid_until() + SignedDuration::from_secs(1);
    assert_eq!(signer.sign(CONTENT, &who(), later), Err(SigningRefused::Certificate(Invalid::Expired)));
}

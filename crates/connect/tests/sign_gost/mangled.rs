//! Bytes of strangers: whatever is sent as a certificate, key, list or signature is judged, never fatal.

use std::sync::Arc;

use connect::sign::{
    Certificate, CmsSigner, LocalVerifier, PublicKey, RevocationList, Verifier, gost, signer_of, unarmoured,
};

use crate::engine::{USUAL, engine, now, who};

/// Every byte changed in two ways, and every length.
fn mangled(whole: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let changed = (0..whole.len()).flat_map(move |place| {
        [0x01, 0x80].map(|bit| {
            let mut changed = whole.to_vec();
            changed[place] ^= bit;
            changed
        })
    });
    changed.chain((0..whole.len()).map(move |length| whole[..length].to_vec()))
}

/// Proves: RESULT-02.
#[test]
fn mangled_certificates_keys_and_lists_are_refused_or_read_and_never_fatal() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.list("list", "root", &[("root", now())], &["-crldays", "30"]);
    let root = engine.certificate("root");
    let mut read = 0;
    for bytes in mangled(root.der()) {
        let Ok(certificate) = Certificate::from_der(&bytes) else { continue };
        read += 1;
        // What the key of a certificate is made of is all judged here; signatures are dear.
        let _ = (PublicKey::of(&certificate), certificate.subject(), certificate.valid_from(), certificate.serial());
    }
    assert!(read > 0, "some bytes are only words");
    let lines = engine.text("list.crl");
    for bytes in mangled(&unarmoured(lines.as_bytes())) {
        let _ = RevocationList::read(&bytes).map(|list| (list.issued_at(), list.next_at()));
    }
    let key = unarmoured(engine.text("root.key").as_bytes()).into_owned();
    assert!(gost::PrivateKey::from_pkcs8_der(&key).is_ok());
    for bytes in mangled(&key) {
        let _ = gost::PrivateKey::from_pkcs8_der(&bytes);
    }
}

/// Proves: RESULT-02, RESULT-10.
#[test]
fn mangled_signatures_never_make_another_document_good() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.official("official", USUAL, "root");
    let content = b"an invented decision";
    let cms = CmsSigner::new(Arc::new(engine.signer("official")), engine.trust(&["root"])).sign(content, &who(), now());
    let cms = cms.unwrap();
    let verifier = LocalVerifier::of_any_form(engine.trust(&["root"]));
    for (count, bytes) in mangled(&cms).enumerate() {
        let _ = signer_of(&bytes);
        if count % 17 == 0 {
            assert!(verifier.verify(b"another decision", &bytes, now()).is_err(), "change {count}");
        }
    }
}

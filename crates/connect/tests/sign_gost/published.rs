//! Certificates that real authorities published.

use connect::sign::{Authorities, Certificate, Invalid, PublicKey, Scheme, gost};
use jiff::Timestamp;

fn published(name: &str) -> Option<Certificate> {
    let path = format!("{}/../../../shared/data/esia/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("SKIPPED LOUDLY: the published certificate {name} is not here, its chain was not checked");
        return None;
    };
    Some(Certificate::all_from_file(&bytes).unwrap().remove(0))
}

fn day(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Proves: RESULT-02.
#[test]
fn the_published_chain_holds_on_its_days_and_no_other() {
    let (Some(leaf), Some(root)) = (published("otvconba-gost2012.cer"), published("blastoff_ca_test.pem")) else {
        return;
    };
    assert!(leaf.is_issued_by(&root));
    assert!(root.is_issued_by(&root));
    assert!(!root.is_issued_by(&leaf));
    let trust = Authorities { roots: vec![root], ..Authorities::default() };
    assert_eq!(trust.check(&leaf, &[], day("2026-03-03T09:00:00Z")), Ok(()));
    assert_eq!(trust.check(&leaf, &[], day("2026-06-01T09:00:00Z")), Err(Invalid::Expired));
    assert_eq!(trust.check(&leaf, &[], day("2025-02-11T09:00:00Z")), Err(Invalid::NotYetValid));
    let mut changed = leaf.der().to_vec();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let changed = Certificate::from_der(&changed).unwrap();
    assert!(trust.check(&changed, &[], day("2026-03-03T09:00:00Z")).is_err());
}

/// Proves: RESULT-02.
#[test]
fn published_certificates_are_read_with_their_keys_and_holders() {
    if let Some(esia) = published("esia.gost.test.cer") {
        let key = gost::PublicKey::from_certificate(&esia).unwrap();
        assert_eq!(key.curve(), gost::Curve::CryptoProA);
        assert_eq!(esia.subject().organisation.as_deref(), Some("МИНЦИФРЫ РОССИИ"));
        assert_eq!(esia.subject().ogrn.as_deref(), Some("1047702026701"));
    }
    if let Some(old) = published("esia.test.cer") {
        assert_eq!(PublicKey::of(&old).unwrap().scheme(), Scheme::RsaSha256);
        assert!(!old.is_issued_by(&old), "SHA-1 is not accepted");
    }
}

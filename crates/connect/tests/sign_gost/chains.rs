//! Certificates in a chain: who may issue, whom to trust, on which day.

use connect::sign::{Authorities, Certificate, Invalid};
use jiff::SignedDuration;

use crate::engine::{USUAL, engine, now};

/// Proves: RESULT-02.
#[test]
fn a_chain_through_a_middle_authority_holds_when_all_of_it_is_there() {
    let Some(engine) = engine() else { return };
    engine.authority("root", ("gost2012_512", "A"));
    engine.middle("middle", USUAL, "root");
    engine.official("official", ("gost2012_256", "TCA"), "middle");
    let (trust, official, middle) =
        (engine.trust(&["root"]), engine.certificate("official"), engine.certificate("middle"));
    assert_eq!(trust.check(&official, std::slice::from_ref(&middle), now()), Ok(()));
    assert_eq!(trust.check(&official, &[], now()), Err(Invalid::UnknownAuthority));
    // An official's certificate issues nothing, whatever it signs.
    assert_eq!(trust.check(&middle, &[], now()), Err(Invalid::NotForSigning));
    engine.official("forged", USUAL, "official");
    let chain = [official, middle];
    assert_eq!(trust.check(&engine.certificate("forged"), &chain, now()), Err(Invalid::UnknownAuthority));
}

/// Proves: RESULT-02.
#[test]
fn a_certificate_holds_from_its_first_moment_to_its_last_and_no_longer() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.official("official", USUAL, "root");
    let (trust, official) = (engine.trust(&["root"]), engine.certificate("official"));
    let second = SignedDuration::from_secs(1);
    assert_eq!(trust.check(&official, &[], official.valid_from()), Ok(()));
    assert_eq!(trust.check(&official, &[], official.valid_until()), Ok(()));
    assert_eq!(trust.check(&official, &[], official.valid_from() - second), Err(Invalid::NotYetValid));
    assert_eq!(trust.check(&official, &[], official.valid_until() + second), Err(Invalid::Expired));
}

/// Proves: RESULT-02.
#[test]
fn another_authority_of_the_same_name_is_not_the_trusted_one() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.authority("namesake", USUAL);
    engine.official("official", USUAL, "namesake");
    let official = engine.certificate("official");
    assert_eq!(engine.trust(&["root"]).check(&official, &[], now()), Err(Invalid::UnknownAuthority));
    let brought = [engine.certificate("namesake")];
    assert_eq!(engine.trust(&["root"]).check(&official, &brought, now()), Err(Invalid::UnknownAuthority));
    assert_eq!(Authorities::default().check(&official, &brought, now()), Err(Invalid::UnknownAuthority));
    assert_eq!(engine.trust(&["root", "namesake"]).check(&official, &[], now()), Ok(()));
}

/// Proves: RESULT-02.
#[test]
fn a_changed_certificate_is_told_from_one_of_a_stranger() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    engine.official("official", USUAL, "root");
    let trust = engine.trust(&["root"]);
    let mut der = engine.certificate("official").der().to_vec();
    let last = der.len() - 1;
    der[last] ^= 1;
    let changed = Certificate::from_der(&der).unwrap();
    assert_eq!(trust.check(&changed, &[], now()), Err(Invalid::CertificateSignature));
}

/// Proves: RESULT-02.
#[test]
fn certificates_say_what_they_may_be_used_for() {
    let Some(engine) = engine() else { return };
    engine.authority("root", USUAL);
    let trust = engine.trust(&["root"]);
    for (name, extensions, expected) in [
        ("cipher", "keyUsage=critical,keyEncipherment\n", Err(Invalid::NotForSigning)),
        ("strange", "1.2.643.9999=critical,DER:0500\n", Err(Invalid::NotForSigning)),
        ("plain", "keyUsage=digitalSignature\n", Ok(())),
    ] {
        engine.issue(name, USUAL, "root", "/CN=Придуманная служба", extensions);
        assert_eq!(trust.check(&engine.certificate(name), &[], now()), expected, "{name}");
    }
}

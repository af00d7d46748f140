//! Signatures of results: made, checked, refused; OpenSSL is asked for a second opinion.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::process::Command;
use std::sync::Arc;

use common::counting;
use connect::sign::{
    Authorities, Certificate, CmsSigner, DemoAuthority, DemoSubject, Invalid, Issued, LocalSigner, LocalVerifier,
    Revoked, SigningRefused, Verifier, Who, demo_authority,
};
use jiff::{SignedDuration, Timestamp};

const CONTENT: &[u8] = b"%PDF-1.7 an invented result";

struct Desk {
    authority: DemoAuthority,
    issued: Issued,
    signer: LocalSigner,
    authorities: Authorities,
    now: Timestamp,
}

fn official() -> DemoSubject {
    DemoSubject {
        name: "Подписантова Мария Егоровна".into(),
        post: Some("Начальник отдела".into()),
        organisation: Some("Министерство примеров".into()),
        ogrn: Some("1039900000018".into()),
        snils: Some("90000000182".into()),
        inn: Some("009900000024".into()),
    }
}

fn who() -> Who {
    Who { name: "Подписантова Мария Егоровна".into(), ogrn: Some("1039900000018".into()) }
}

fn desk() -> Desk {
    let now: Timestamp = "2026-03-03T09:00:00Z".parse().unwrap();
    let mut random = counting(3);
    let authority = demo_authority(now, &mut random).unwrap();
    let until = now + SignedDuration::from_hours(24 * 365);
    let issued = authority.issue(&official(), now, until, &mut random).unwrap();
    let signer = LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap();
    let authorities = Authorities { roots: vec![authority.certificate().clone()], ..Authorities::default() };
    Desk { authority, issued, signer, authorities, now }
}

impl Desk {
    fn cms_signer(&self) -> CmsSigner {
        CmsSigner::new(Arc::new(self.signer.clone()), self.authorities.clone())
    }

    fn verifier(&self) -> LocalVerifier {
        LocalVerifier::new(self.authorities.clone())
    }

    fn certificate(&self) -> Certificate {
        Certificate::from_pem(&self.issued.certificate_pem).unwrap()
    }
}

/// Proves: RESULT-02.
#[test]
fn a_signature_says_who_signed_and_when() {
    let desk = desk();
    let cms = desk.cms_signer().sign(CONTENT, &who(), desk.now).unwrap();
    let signed = desk.verifier().verify(CONTENT, &cms, desk.now).unwrap();
    assert_eq!(signed.subject.person.as_deref(), Some("Подписантова Мария Егоровна"));
    assert_eq!(signed.subject.post.as_deref(), Some("Начальник отдела"));
    assert_eq!(signed.subject.organisation.as_deref(), Some("Министерство примеров"));
    assert_eq!(signed.subject.ogrn.as_deref(), Some("1039900000018"));
    assert_eq!(signed.signed_at, Some(desk.now));
    assert_eq!(signed.serial, desk.certificate().serial());
}

/// Proves: RESULT-02.
#[test]
fn a_changed_document_or_signature_is_found() {
    let desk = desk();
    let cms = desk.cms_signer().sign(CONTENT, &who(), desk.now).unwrap();
    let mut other = CONTENT.to_vec();
    other[0] ^= 1;
    assert_eq!(desk.verifier().verify(&other, &cms, desk.now), Err(Invalid::Content));
    // Every single changed bit of the signature is either found or changes nothing that is signed:
    // it never makes another document or another signer good.
    let good = desk.verifier().verify(CONTENT, &cms, desk.now).unwrap();
    for index in 0..cms.len() {
        let mut broken = cms.clone();
        broken[index] ^= 0x01;
        if let Ok(signed) = desk.verifier().verify(CONTENT, &broken, desk.now) {
            assert_eq!(signed, good, "byte {index}");
        }
        assert!(desk.verifier().verify(&other, &broken, desk.now).is_err(), "byte {index}");
    }
    for length in [0, 1, 10, cms.len() - 1] {
        assert!(desk.verifier().verify(CONTENT, &cms[..length], desk.now).is_err());
    }
    assert_eq!(desk.verifier().verify(CONTENT, &vec![0x30; 300_000], desk.now), Err(Invalid::Unreadable));
}

/// Proves: RESULT-02.
#[test]
fn an_expired_or_not_yet_valid_certificate_does_not_sign() {
    let desk = desk();
    let certificate = desk.certificate();
    let signer = desk.cms_signer();
    let last = certificate.valid_until();
    assert!(signer.sign(CONTENT, &who(), last).is_ok());
    assert_eq!(
        signer.sign(CONTENT, &who(), last + SignedDuration::from_secs(1)),
        Err(SigningRefused::Certificate(Invalid::Expired))
    );
    let first = certificate.valid_from();
    assert_eq!(
        signer.sign(CONTENT, &who(), first - SignedDuration::from_secs(1)),
        Err(SigningRefused::Certificate(Invalid::NotYetValid))
    );
}

/// Proves: RESULT-02.
#[test]
fn a_revoked_certificate_does_not_sign_but_earlier_signatures_stay_good() {
    let mut desk = desk();
    let cms = desk.cms_signer().sign(CONTENT, &who(), desk.now).unwrap();
    let revoked_at = desk.now + SignedDuration::from_hours(1);
    desk.authorities.revoked.push(Revoked { serial: desk.certificate().serial(), at: revoked_at });
    assert_eq!(desk.cms_signer().sign(CONTENT, &who(), revoked_at), Err(SigningRefused::Certificate(Invalid::Revoked)));
    assert!(desk.verifier().verify(CONTENT, &cms, desk.now).is_ok());
    assert_eq!(desk.verifier().verify(CONTENT, &cms, revoked_at), Err(Invalid::Revoked));
}

/// Proves: RESULT-02.
#[test]
fn nobody_signs_with_the_certificate_of_another_person_or_body() {
    let desk = desk();
    let signer = desk.cms_signer();
    let other = Who { name: "Другая Мария Егоровна".into(), ..who() };
    assert_eq!(signer.sign(CONTENT, &other, desk.now), Err(SigningRefused::WrongPerson));
    let elsewhere = Who { ogrn: Some("1029900000008".into()), ..who() };
    assert_eq!(signer.sign(CONTENT, &elsewhere, desk.now), Err(SigningRefused::WrongBody));
    let spaced = Who { name: " подписантова  МАРИЯ Егоровна ".into(), ogrn: None };
    assert!(signer.sign(CONTENT, &spaced, desk.now).is_ok());
}

/// Proves: RESULT-02.
#[test]
fn a_certificate_of_an_unknown_authority_is_refused() {
    let desk = desk();
    let stranger = demo_authority(desk.now, &mut counting(99)).unwrap();
    let trusted = Authorities { roots: vec![stranger.certificate().clone()], ..Authorities::default() };
    let signer = CmsSigner::new(Arc::new(desk.signer.clone()), trusted.clone());
    assert_eq!(signer.sign(CONTENT, &who(), desk.now), Err(SigningRefused::Certificate(Invalid::UnknownAuthority)));
    let cms = desk.cms_signer().sign(CONTENT, &who(), desk.now).unwrap();
    assert_eq!(LocalVerifier::new(trusted).verify(CONTENT, &cms, desk.now), Err(Invalid::UnknownAuthority));
}

#[test]
fn a_root_certificate_does_not_sign_documents() {
    let desk = desk();
    let key = desk.authority.key_pem().unwrap();
    let root = LocalSigner::from_pem(&key, &desk.authority.certificate().pem()).unwrap();
    let signer = CmsSigner::new(Arc::new(root), desk.authorities.clone());
    let name = desk.authority.certificate().subject().common_name;
    assert_eq!(
        signer.sign(CONTENT, &Who { name, ogrn: None }, desk.now),
        Err(SigningRefused::Certificate(Invalid::NotForSigning))
    );
}

#[test]
fn a_key_without_its_certificate_is_refused() {
    let desk = desk();
    let until = desk.now + SignedDuration::from_hours(1);
    let other = desk.authority.issue(&official(), desk.now, until, &mut counting(50)).unwrap();
    assert!(LocalSigner::from_pem(&other.key_pem, &desk.issued.certificate_pem).is_err());
    assert!(LocalSigner::from_pem("nonsense", &desk.issued.certificate_pem).is_err());
    assert!(LocalSigner::from_pem(&desk.issued.key_pem, "nonsense").is_err());
    let again = DemoAuthority::from_pem(&desk.authority.key_pem().unwrap(), &desk.authority.certificate().pem());
    assert_eq!(again.unwrap().certificate(), desk.authority.certificate());
}

/// Proves: RESULT-02.
#[test]
fn openssl_accepts_the_signature_as_cades() {
    let Ok(version) = Command::new("openssl").arg("version").output() else {
        eprintln!("SKIPPED LOUDLY: openssl is not installed, the second opinion on signatures was not asked");
        return;
    };
    assert!(version.status.success());
    // OpenSSL judges by today's date, so this desk works today.
    #[allow(clippy::disallowed_methods)]
    let now = Timestamp::now();
    let mut random = counting(11);
    let authority = demo_authority(now, &mut random).unwrap();
    let until = now + SignedDuration::from_hours(48);
    let issued = authority.issue(&official(), now - SignedDuration::from_hours(1), until, &mut random).unwrap();
    let signer = LocalSigner::from_pem(&issued.key_pem, &issued.certificate_pem).unwrap();
    let authorities = Authorities { roots: vec![authority.certificate().clone()], ..Authorities::default() };
    let cms = CmsSigner::new(Arc::new(signer), authorities).sign(CONTENT, &who(), now).unwrap();

    let folder = std::env::temp_dir().join(format!("okno-cms-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let content = write("content.pdf", CONTENT);
    let changed = write("changed.pdf", b"%PDF-1.7 another result");
    let signature = write("signature.p7s", &cms);
    let root = write("ca.pem", authority.certificate().pem().as_bytes());
    let ask = |content: &std::path::Path| {
        Command::new("openssl")
            .args(["cms", "-verify", "-cades", "-inform", "DER", "-binary", "-purpose", "any", "-in"])
            .arg(&signature)
            .arg("-content")
            .arg(content)
            .arg("-CAfile")
            .arg(&root)
            .arg("-out")
            .arg(folder.join("out"))
            .output()
            .unwrap()
    };
    let good = ask(&content);
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    assert!(!ask(&changed).status.success());
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The hash ЕСИА asks for, on a published certificate with a known value.
#[test]
fn the_certificate_hash_is_the_one_esia_computes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/esia/otvconba-gost2012.cer");
    let Ok(pem) = std::fs::read_to_string(path) else {
        eprintln!("SKIPPED LOUDLY: the published certificate is not here, its hash was not compared");
        return;
    };
    let certificate = Certificate::from_pem(&pem).unwrap();
    assert_eq!(certificate.streebog256(), "95EAC433F341104C5B99A8F5B54C2D62A80FA1F10F9A6D79835248F2AF88DABA");
}

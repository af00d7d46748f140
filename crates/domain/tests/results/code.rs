//! The code that is checked without a network.

use domain::result::{ALGORITHM_ES256, Broken, Claims, Code, PREFIX, base45, base45_read};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::world::*;

fn claims() -> Claims {
    Claims {
        issuer: "https://okno.example".to_owned(),
        number: entry().number,
        digest: vec![7; 32],
        issued_at: morning(),
        until: Some(at("2027-03-12T20:59:59Z")),
    }
}

/// Proves: RESULT-10, RESULTREG-03.
#[test]
fn a_code_is_read_back_with_what_the_key_is_asked_about() {
    let claims = claims();
    let text = claims.text(ALGORITHM_ES256, &[1, 2, 3], vec![9; 64]);
    assert!(text.starts_with(PREFIX) && text.len() < 400, "{} letters", text.len());
    let letters = |letter: char| letter.is_ascii_digit() || letter.is_ascii_uppercase() || " $%*+-./:".contains(letter);
    assert!(text.chars().all(letters), "the dense alphabet of QR codes: {text}");
    let code = Code::read(&format!("  {text}\n")).unwrap();
    assert_eq!((&code.claims, code.key.as_slice(), code.signature.len()), (&claims, [1, 2, 3].as_slice(), 64));
    assert_eq!(code.message, claims.message(ALGORITHM_ES256));
    assert_eq!(code.algorithm, ALGORITHM_ES256);
}

/// Proves: RESULT-10.
#[test]
fn a_code_names_nobody_and_any_signer_can_make_one() {
    let gost = "1.2.643.7.1.1.3.2";
    let text = Claims { until: None, ..claims() }.text(gost, &[1], vec![0; 64]);
    let code = Code::read(&text).unwrap();
    assert_eq!((code.algorithm.as_str(), code.claims.until), (gost, None));
    let bytes = base45_read(text.strip_prefix(PREFIX).unwrap()).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("Выдуманная"), "nothing of what the entry holds");
}

#[test]
fn what_is_no_code_is_told_and_breaks_nothing() {
    for text in ["", "OKNO1:", "HC1:6BF", "OKNO1:ЖЖ", "OKNO1:000", "ОБ-2026-000017-3", "okno1:BB8"] {
        assert_eq!(Code::read(text), Err(Broken), "{text}");
    }
}

proptest! {
    #[test]
    fn any_bytes_go_through_base45(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(base45_read(&base45(&bytes)), Some(bytes));
    }

    #[test]
    fn reading_a_code_never_breaks(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,80}") {
        let _ = Code::read(&format!("{PREFIX}{}", base45(&bytes)));
        let _ = Code::read(&text);
    }

    /// Proves: RESULT-10.
    #[test]
    fn a_changed_code_never_says_the_same_under_the_same_signed_bytes(at in 0_usize..200, bit in 0_u8..8) {
        let text = claims().text(ALGORITHM_ES256, &[1, 2, 3], vec![9; 64]);
        let mut bytes = base45_read(text.strip_prefix(PREFIX).unwrap()).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let original = Code::read(&text).unwrap();
        if let Ok(changed) = Code::read(&format!("{PREFIX}{}", base45(&bytes))) {
            prop_assert!(changed.claims == original.claims || changed.message != original.message);
            prop_assert!(changed != original);
        }
    }

    #[test]
    fn claims_of_any_moment_are_read_back(issued in 0_i64..9_000_000_000, until in prop::option::of(0_i64..9_000_000_000), number in "[А-Я]{2}-[0-9]{4}-[0-9]{6}-[0-9]") {
        let moment = |second| Timestamp::from_second(second).unwrap();
        let claims = Claims { number, issued_at: moment(issued), until: until.map(moment), ..claims() };
        prop_assert_eq!(Code::read(&claims.text(ALGORITHM_ES256, &[1], vec![0; 64])).unwrap().claims, claims);
    }
}

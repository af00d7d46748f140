//! Every kind of identifier, right and wrong.

use proptest::prelude::*;
use regulation::identifier::IdentifierKind::{
    Account, Bik, Cadastral, Email, Inn, InnOrganisation, InnPerson, Kbk, Kpp, Ogrn, Ogrnip, Oktmo, Passport, Phone,
    Snils, Uin, Uuid,
};
use regulation::identifier::{Identifier, IdentifierKind};

use crate::{code, parse};

#[test]
fn what_people_type_becomes_one_canonical_form() {
    for (kind, typed, canonical, shown) in [
        (Snils, " 112 233 445 95 ", "11223344595", "112-233-445 95"),
        (Snils, "112–233–445\u{a0}95", "11223344595", "112-233-445 95"),
        (Passport, "5303 925695", "5303925695", "53 03 925695"),
        (Phone, "8 (900) 000-00-01", "+79000000001", "+7 900 000-00-01"),
        (Phone, "+7(900)0000001", "+79000000001", "+7 900 000-00-01"),
        (Phone, "9000000001", "+79000000001", "+7 900 000-00-01"),
        (Email, "Primerova.Anna@Example.RU", "Primerova.Anna@example.ru", "Primerova.Anna@example.ru"),
        (Email, "анна@почта.рф", "анна@почта.рф", "анна@почта.рф"),
        (Cadastral, "77:01:0001001:1", "77:01:0001001:1", "77:01:0001001:1"),
        (Cadastral, " 63 : 01 : 010100 : 25 ", "63:01:010100:25", "63:01:010100:25"),
        (Kpp, "7736 01 001", "773601001", "773601001"),
        (Kpp, "7736ab001", "7736AB001", "7736AB001"),
        (Oktmo, "45 381 000", "45381000", "45381000"),
        (Oktmo, "45381000001", "45381000001", "45381000001"),
        (Kbk, "188 1 13 01991 01 0000 130", "18811301991010000130", "18811301991010000130"),
        (
            Uuid,
            "0C5B2444-70A0-4932-980C-B4DC0D3F02B5",
            "0c5b2444-70a0-4932-980c-b4dc0d3f02b5",
            "0c5b2444-70a0-4932-980c-b4dc0d3f02b5",
        ),
        (Uin, "Ъ00АБВ00000000000001", "Ъ00АБВ00000000000001", "Ъ00АБВ00000000000001"),
    ] {
        let identifier = parse(kind, typed).unwrap_or_else(|problem| panic!("{typed}: {problem}"));
        assert_eq!((identifier.as_str(), identifier.shown().as_str()), (canonical, shown));
        assert_eq!(identifier.to_string(), shown);
        assert_eq!(parse(kind, &identifier.shown()).unwrap(), identifier, "the shown form is read back");
    }
}

/// Proves: FORM-04.
#[test]
fn a_wrong_identifier_is_told_exactly_what_is_wrong() {
    for (kind, typed, expected) in [
        (Snils, "", "empty"),
        (Snils, "112-233-445 9", "length"),
        (Snils, "112-233-445 9O", "characters"),
        (Snils, "112-233-445 94", "check-digit"),
        (Snils, "000-000-000 00", "check-digit"),
        (Inn, "12345678945", "length"),
        (Inn, "0000000000", "prefix"),
        (InnPerson, "7707083893", "length"),
        (InnOrganisation, "500100732259", "length"),
        (Ogrn, "304500116000157", "length"),
        (Ogrn, "3027700132195", "prefix"),
        (Ogrnip, "504500116000157", "prefix"),
        (Kpp, "77360100", "length"),
        (Kpp, "A73601001", "characters"),
        (Kpp, "7736АБ001", "characters"),
        (Bik, "144525225", "prefix"),
        (Account, "4070281013825012301", "length"),
        (Account, "03100000000000019500", "prefix"),
        (Uin, "0", "length"),
        (Uin, "00000000000000000000", "prefix"),
        (Uin, "Ъ00АБВ0000000000000", "length"),
        (Oktmo, "453810001", "length"),
        (Kbk, "1881130199101000013", "length"),
        (Cadastral, "77:01:0001001", "format"),
        (Cadastral, "77:01:00010011:1", "format"),
        (Cadastral, "00:01:0001001:1", "format"),
        (Cadastral, "77/01/0001001/1", "characters"),
        (Passport, "530392569", "length"),
        (Passport, "0003 925695", "prefix"),
        (Phone, "+375 29 000-00-01", "prefix"),
        (Phone, "+7 900 000-00-0", "length"),
        (Phone, "+7 100 000-00-01", "prefix"),
        (Phone, "телефон", "characters"),
        (Email, "anna.example.ru", "format"),
        (Email, "anna@example", "format"),
        (Email, "anna @example.ru", "format"),
        (Email, "anna@example.ru\r\nBcc: all@example.ru", "format"),
        (Email, ".anna@example.ru", "format"),
        (Email, "anna@-example.ru", "format"),
        (Email, "anna@10.0.0.1", "format"),
        (Uuid, "0c5b2444-70a0-4932-980c", "format"),
        (Uuid, "0c5b244470a04932980cb4dc0d3f02b5", "format"),
    ] {
        assert_eq!(code(kind, typed), expected, "{} {typed}", kind.name());
    }
    let problem = parse(Snils, "112-233-445 94").unwrap_err();
    assert_eq!(problem.message(), "Контрольное число не сходится (СНИЛС)");
    assert_eq!(problem.mend(), "Проверьте, нет ли опечатки: сверьте номер с документом.");
    let problem = parse(Snils, "112-233-445 9О").unwrap_err();
    assert!(problem.message().starts_with("Лишний знак «О»"), "{problem}");
    let problem = parse(Inn, "12345678945").unwrap_err();
    assert_eq!(problem.message(), "В этом номере (ИНН) должно быть цифр: 10 или 12; введено: 11");
}

#[test]
fn an_account_of_another_bank_is_found() {
    let bik = parse(Bik, "044525225").unwrap();
    let account = parse(Account, "40702810138250123018").unwrap();
    assert_eq!(account.fits_bank(&bik).unwrap_err().code(), "check-digit");
    assert_eq!(bik.fits_bank(&account).unwrap_err().code(), "format");
}

/// Proves: PAY-07.
#[test]
fn a_uin_that_we_give_out_is_right_and_tells_who_charges() {
    for (code, number) in [("188", 1), ("00099013", 42), ("00099013", 99_999_999_999)] {
        let uin = Identifier::uin(code, number).unwrap();
        assert_eq!(uin.as_str().len(), 20);
        assert!(uin.as_str().starts_with(code));
        assert_eq!(parse(Uin, uin.as_str()).unwrap(), uin, "our own check takes it");
    }
    // The three ways to the check digit: first pass, second pass, nought.
    for right in ["18829141777631706691", "18811070434192541222", "18848688699474287920"] {
        let number = right[3..19].parse().unwrap();
        assert_eq!(Identifier::uin("188", number).unwrap().as_str(), right);
    }
    assert_eq!(Identifier::uin("00099013", 100_000_000_000).unwrap_err().code(), "length", "another one's number");
    assert_eq!(Identifier::uin("18", 1).unwrap_err().code(), "format");
    assert_eq!(Identifier::uin("1Ъ8", 1).unwrap_err().code(), "format");
}

#[test]
fn a_stored_identifier_is_checked_again_when_read() {
    let snils = parse(Snils, "112-233-445 95").unwrap();
    let stored = serde_json::to_string(&snils).unwrap();
    assert_eq!(stored, r#"{"kind":"snils","value":"11223344595"}"#);
    assert_eq!(serde_json::from_str::<Identifier>(&stored).unwrap(), snils);
    let forged = stored.replace("95", "94");
    assert!(serde_json::from_str::<Identifier>(&forged).unwrap_err().to_string().contains("Контрольное число"));
}

#[test]
fn every_kind_has_a_name_a_title_and_an_example_that_is_right() {
    for kind in IdentifierKind::ALL {
        assert_eq!(IdentifierKind::parse(kind.name()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name(), "one name everywhere");
        for example in kind.example().split(" или ") {
            let identifier = parse(kind, example).unwrap_or_else(|problem| panic!("{}: {problem}", kind.name()));
            assert_eq!(identifier.shown(), example);
        }
    }
    assert_eq!(IdentifierKind::parse("inn_person"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text_is_an_identifier_or_a_problem_and_never_a_crash(at in 0..IdentifierKind::ALL.len(), text in "([0-9]{0,25}|.{0,30}|[0-9:@.а-яА-Яa-z+ -]{0,30})") {
        let kind = IdentifierKind::ALL[at];
        match parse(kind, &text) {
            Ok(identifier) => {
                prop_assert_eq!(parse(kind, identifier.as_str()).unwrap(), identifier.clone());
                prop_assert_eq!(parse(kind, &identifier.shown()).unwrap(), identifier);
            }
            Err(problem) => {
                prop_assert!(!problem.message().is_empty() && problem.mend().ends_with('.'));
                prop_assert!(!problem.message().ends_with('.'));
            }
        }
    }
}

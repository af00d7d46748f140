//! Every single-digit error in a checksummed number is found, except where the algorithm
//! itself cannot see it. The exceptions are listed here by rule, and each rule is shown to
//! be exact: an error is missed if and only if the rule names it.

use proptest::prelude::*;
use regulation::identifier::{Identifier, IdentifierKind};

/// Numbers with a right check digit, made from random leading digits.
fn completed(kind: IdentifierKind, head: &str, check_digits: u32) -> Option<String> {
    (0..10_u32.pow(check_digits))
        .map(|check| format!("{head}{check:0width$}", width = check_digits as usize))
        .find(|number| Identifier::parse(kind, number).is_ok())
}

/// All single-digit errors of a number: position, wrong number.
fn mistyped(number: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    (0..number.len()).flat_map(move |at| {
        ('0'..='9').filter(move |digit| !number[at..].starts_with(*digit)).map(move |digit| {
            let mut wrong = number.to_owned();
            wrong.replace_range(at..=at, &digit.to_string());
            (at, wrong)
        })
    })
}

fn digits(number: &str) -> Vec<u64> {
    number.bytes().map(|byte| u64::from(byte - b'0')).collect()
}

/// Both residues, and whether they differ and yet give the same check digit.
fn twins(right: u64, wrong: u64, modulus: u64) -> bool {
    right != wrong && right % modulus == wrong % modulus
}

fn snils_residue(number: &str) -> u64 {
    digits(number).iter().zip([9, 8, 7, 6, 5, 4, 3, 2, 1]).map(|(digit, weight)| digit * weight).sum::<u64>() % 101
}

fn inn_residue(number: &str) -> u64 {
    digits(number).iter().zip([2, 4, 10, 3, 5, 9, 4, 6, 8]).map(|(digit, weight)| digit * weight).sum::<u64>() % 11
}

fn head_residue(number: &str, divisor: u64) -> u64 {
    number[..number.len() - 1].parse::<u64>().unwrap() % divisor
}

fn uin_first_pass(number: &str) -> u64 {
    let head = &digits(number)[..number.len() - 1];
    head.iter().zip((1..=10).cycle()).map(|(digit, weight)| digit * weight).sum::<u64>() % 11
}

/// Is this error one that the algorithm cannot see? The table of `identifier/check.rs`.
fn known_exception(kind: IdentifierKind, right: &str, at: usize, wrong: &str) -> bool {
    match kind {
        // Residues 0 and 100 both give 00; only the ninth digit, of weight 1, can go from one
        // to the other by itself. Numbers up to 001-001-998 are not checked.
        IdentifierKind::Snils => {
            let unchecked = |number: &str| (1..=1_001_998).contains(&number[..9].parse::<u64>().unwrap());
            let (one, other) = (snils_residue(right), snils_residue(wrong));
            let twins = one != other && one % 100 == 0 && other % 100 == 0;
            unchecked(wrong) || (at == 8 && twins)
        }
        // Residues 0 and 10 both give 0.
        IdentifierKind::InnOrganisation => at < 9 && twins(inn_residue(right), inn_residue(wrong), 10),
        IdentifierKind::Ogrn => at < 12 && twins(head_residue(right, 11), head_residue(wrong, 11), 10),
        // Residues 0 and 10, 1 and 11, 2 and 12.
        IdentifierKind::Ogrnip => at < 14 && twins(head_residue(right, 13), head_residue(wrong, 13), 10),
        // The second pass may give any digit again, so only "missed → rule" holds for УИН.
        IdentifierKind::Uin => at < right.len() - 1 && (uin_first_pass(right) == 10 || uin_first_pass(wrong) == 10),
        // Two check digits, and no digit has weights that are equal or opposite mod 11.
        _ => false,
    }
}

fn check_all(kind: IdentifierKind, number: &str) {
    let exact = kind != IdentifierKind::Uin;
    for (at, wrong) in mistyped(number) {
        let missed = Identifier::parse(kind, &wrong).is_ok();
        let known = known_exception(kind, number, at, &wrong);
        if missed {
            assert!(known, "{}: {wrong} instead of {number} is missed and not in the table", kind.name());
        }
        // An error in the first digits may also be refused for its prefix: ИНН 00…, ОГРН 2….
        if exact && known && !missed {
            let code = Identifier::parse(kind, &wrong).unwrap_err().code();
            assert_eq!(code, "prefix", "{}: {wrong} instead of {number} is in the table and found", kind.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn every_single_digit_error_is_found_or_is_a_known_exception_of_the_algorithm(
        snils in "[0-9]{9}", organisation in "[1-9][0-9]{8}", person in "[1-9][0-9]{9}", ogrn in "[15][0-9]{11}", ogrnip in "3[0-9]{13}",
        uin in "[0-9]{19}", long_uin in "[0-9]{24}",
    ) {
        for (kind, head, check_digits) in [
            (IdentifierKind::Snils, snils, 2),
            (IdentifierKind::InnOrganisation, organisation, 1),
            (IdentifierKind::InnPerson, person, 2),
            (IdentifierKind::Ogrn, ogrn, 1),
            (IdentifierKind::Ogrnip, ogrnip, 1),
            (IdentifierKind::Uin, uin, 1),
            (IdentifierKind::Uin, long_uin, 1),
        ] {
            let unchecked = kind == IdentifierKind::Snils && head.parse::<u64>().unwrap() <= 1_001_998;
            if let Some(number) = completed(kind, &head, check_digits).filter(|_| !unchecked) {
                check_all(kind, &number);
            }
        }
    }

    #[test]
    fn every_single_digit_error_in_an_account_or_its_bank_is_found(head in "(407|301|401)[0-9]{17}", bik in "04[0-9]{7}") {
        let bik = Identifier::parse(IdentifierKind::Bik, &bik).unwrap();
        let fits = |account: &str| Identifier::parse(IdentifierKind::Account, account).is_ok_and(|account| account.fits_bank(&bik).is_ok());
        // The ninth digit is the key of an account: exactly one value of it fits.
        let right: Vec<String> = (0..10).map(|key| format!("{}{key}{}", &head[..8], &head[9..])).filter(|account| fits(account)).collect();
        prop_assert_eq!(right.len(), 1);
        for (at, wrong) in mistyped(&right[0]) {
            // The first five digits choose the rule, so an error there may turn it into another one.
            prop_assert!(at < 5 || !fits(&wrong), "{} instead of {}", wrong, right[0]);
        }
    }
}

/// The exceptions are real: one example of each, so that nobody "mends" the algorithm.
#[test]
fn the_known_exceptions_of_the_algorithms_exist() {
    for (kind, right, wrong) in EXCEPTIONS {
        assert!(Identifier::parse(kind, right).is_ok(), "{right}");
        assert!(Identifier::parse(kind, wrong).is_ok(), "{wrong}");
        let different: Vec<usize> =
            (0..right.len()).filter(|at| right.as_bytes()[*at] != wrong.as_bytes()[*at]).collect();
        assert_eq!(different.len(), 1);
        assert!(known_exception(kind, right, different[0], wrong), "{right} {wrong}");
    }
}

const EXCEPTIONS: [(IdentifierKind, &str, &str); 6] = [
    (IdentifierKind::Snils, "28706524700", "28706524600"),
    (IdentifierKind::Snils, "00100199965", "00100199865"),
    (IdentifierKind::InnOrganisation, "6357736580", "6057736580"),
    (IdentifierKind::Ogrn, "1279119896220", "1379119896220"),
    (IdentifierKind::Ogrnip, "342834494728570", "312834494728570"),
    (IdentifierKind::Uin, "21396341019084218590", "21398341019084218590"),
];

#[test]
fn both_inn_check_digits_of_a_person_never_agree_on_an_error() {
    // w1 · d ≡ ±1 and w2 · d ≡ ±1 (mod 11) would be needed for one and the same d.
    let first = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let second = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6];
    for (one, other) in first.into_iter().zip(second) {
        assert!(one != other && (one + other) % 11 != 0);
    }
}

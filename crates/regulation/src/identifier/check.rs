//! Check digits: how they are counted and which single-digit errors they miss.
//!
//! | identifier | a wrong digit stays unseen only when |
//! |---|---|
//! | СНИЛС | the ninth digit is off by one and the weighted sum mod 101 goes between 0 and 100 (both give 00); or the number is up to 001-001-998, where the rule is not applied |
//! | ИНН, 10 digits | the weighted sum mod 11 goes between 0 and 10 (both give 0) |
//! | ИНН, 12 digits | never: two check digits with unlike weights |
//! | ОГРН | the number mod 11 goes between 0 and 10 |
//! | ОГРНИП | the number mod 13 goes between 0 and 10, 1 and 11, 2 and 12 |
//! | УИН | the first pass gives 10 for the right number or for the wrong one |
//! | account with БИК | never |
//!
//! `tests/identifier_errors.rs` proves the table by trying the errors.

/// The digits of an ASCII text.
fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0')))
}

/// Σ digit × weight.
fn weighted(text: &str, weights: &[u32]) -> u32 {
    digits(text).zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Does the last part of a text equal these digits?
fn ends(text: &str, from: usize, expected: u32) -> bool {
    text.get(from..).and_then(|end| end.parse::<u32>().ok()) == Some(expected)
}

/// СНИЛС: the last two digits against the sum of the first nine; numbers up to 001-001-998
/// were given out before the rule.
pub fn snils(text: &str) -> bool {
    let number: u32 = text.get(..9).and_then(|head| head.parse().ok()).unwrap_or(0);
    if number <= 1_001_998 {
        return number > 0;
    }
    let sum = weighted(text, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
    ends(text, 9, if sum == 100 { 0 } else { sum })
}

/// ИНН of an organisation.
pub fn inn10(text: &str) -> bool {
    ends(text, 9, weighted(text, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10)
}

/// ИНН of a person: two check digits.
pub fn inn12(text: &str) -> bool {
    let eleventh = weighted(text, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    let twelfth = weighted(text, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    ends(text, 10, eleventh * 10 + twelfth)
}

/// ОГРН (13 digits, divisor 11) and ОГРНИП (15 digits, divisor 13).
pub fn ogrn(text: &str, divisor: u64) -> bool {
    let head = text.len().saturating_sub(1);
    let number: u64 = text.get(..head).and_then(|head| head.parse().ok()).unwrap_or(0);
    ends(text, head, u32::try_from(number % divisor % 10).unwrap_or(0))
}

/// УИН of digits only.
pub fn uin(text: &str) -> bool {
    let head = text.len().saturating_sub(1);
    text.get(..head).is_some_and(|digits| ends(text, head, uin_digit(digits)))
}

/// The check digit that ends a УИН with this head of digits: weights 1…10 in a circle, and
/// 3…10, 1… when the first pass gives 10.
pub fn uin_digit(head: &str) -> u32 {
    let pass = |start: u32| {
        let sum: u32 = digits(head).zip(0u32..).map(|(digit, at)| digit * ((start - 1 + at) % 10 + 1)).sum();
        sum % 11
    };
    match (pass(1), pass(3)) {
        (10, 10) => 0,
        (10, second) => second,
        (first, _) => first,
    }
}

/// An account against its bank. A correspondent account (301…) and a single treasury account
/// (40102…) are counted with the fifth and sixth digits of the БИК, others with its last
/// three; a treasury account (03…) has no check digit.
pub fn account_fits(account: &str, bik: &str) -> bool {
    let of_bank = account.starts_with("30101") || account.starts_with("40102");
    let key = match (of_bank, bik.get(4..6), bik.get(6..9)) {
        _ if account.starts_with("03") => return true,
        (true, Some(place), _) => format!("0{place}"),
        (false, _, Some(number)) => number.to_owned(),
        _ => return false,
    };
    let sum: u32 = digits(&key)
        .chain(digits(account))
        .zip([7, 1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight % 10)
        .sum();
    sum.is_multiple_of(10)
}

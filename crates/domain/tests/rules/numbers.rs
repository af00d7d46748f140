//! Public numbers and check codes.

use domain::number::{PublicNumber, check_code, read_check_code};
use proptest::prelude::*;

#[test]
fn a_number_is_read_as_it_was_written_and_as_people_type_it() {
    let number = PublicNumber::new("МП", 2026, 42);
    let written = number.to_string();
    assert_eq!(written.chars().count(), "МП-2026-000042-00".chars().count());
    assert!(written.starts_with("МП-2026-000042-"));
    let check = &written[written.len() - 2..];
    for typed in [written.clone(), format!(" мп-2026-000042-{check} ")] {
        assert_eq!(PublicNumber::parse(&typed), Some(number.clone()), "{typed}");
    }
    // Latin letters that look the same.
    let latin = PublicNumber::new("МВ", 2026, 1_000_001).to_string().replace("МВ", "MB");
    assert_eq!(PublicNumber::parse(&latin).map(|number| number.sequence), Some(1_000_001));
    for wrong in ["", "МП", "МП-2026-000042", "МП-2026-42-07", "МП-26-000042-07", "МП-2026-000042-07-1", "--------"]
    {
        assert_eq!(PublicNumber::parse(wrong), None, "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proves: INTAKE-04.
    #[test]
    fn one_wrong_character_or_two_that_changed_places_are_found(
        prefix in "[А-Я]{1,3}",
        year in 2024_i16..2100,
        sequence in 1_u64..9_999_999,
    ) {
        let number = PublicNumber::new(&prefix, year, sequence);
        let written: Vec<char> = number.to_string().chars().collect();
        prop_assert_eq!(PublicNumber::parse(&written.iter().collect::<String>()), Some(number));
        for place in 0..written.len() {
            if written[place] == '-' {
                continue;
            }
            let others: Vec<char> = if written[place].is_ascii_digit() {
                ('0'..='9').collect()
            } else {
                ('А'..='Я').chain(['Ё']).collect()
            };
            for other in others.into_iter().filter(|other| *other != written[place]) {
                let mut wrong = written.clone();
                wrong[place] = other;
                prop_assert_eq!(PublicNumber::parse(&wrong.iter().collect::<String>()), None);
            }
            let next = (place + 1..written.len()).find(|next| written[*next] != '-');
            if let Some(next) = next.filter(|next| written[*next] != written[place]) {
                // Two digits with a dash between them, the last of them of the check, are not
                // neighbours for a hand.
                if next == place + 1 {
                    let mut swapped = written.clone();
                    swapped.swap(place, next);
                    prop_assert_eq!(PublicNumber::parse(&swapped.iter().collect::<String>()), None);
                }
            }
        }
    }
}

/// Proves: RESULT-10.
#[test]
fn a_check_code_is_read_in_any_case_with_or_without_dashes() {
    let code = check_code([0, 1, 2, 33, 64, 95, 126, 157, 188, 219, 250, 255]);
    assert_eq!(code, "0121-0ZYX-WVTZ");
    assert_eq!(read_check_code(" o1210zyx wvtz ").as_deref(), Some(code.as_str()));
    assert_eq!(read_check_code("0L2I-0ZYX-WVTZ").as_deref(), Some(code.as_str()));
    for wrong in ["", "0121", "0121-0ZYX-WVT!", "0121-0ZYX-WVTZ-0", "ЯЯЯЯ-0ZYX-WVTZ"] {
        assert_eq!(read_check_code(wrong), None, "{wrong}");
    }
}

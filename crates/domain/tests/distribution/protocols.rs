//! Protocols: anybody arranges the same order again, from the protocol alone.

use domain::distribution::{
    Frozen, Outcome, Part, Protocol, QueueEntry, Share, Stock, arrival, commitment, sort_key, ticket,
};
use proptest::prelude::*;
use regulation::package::Regulation;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::stocks::*;

fn frozen() -> Frozen {
    Frozen { at: at(1_000), edition: "2026.1".to_owned(), by: "Начальник отдела".to_owned() }
}

fn freeze(stock: &Stock, regulation: &Regulation, entries: &[QueueEntry]) -> Protocol {
    Protocol::freeze(stock, regulation, entries, frozen())
}

fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a stranger does with the published JSON: a few lines, nothing of ours.
fn drawn_by_a_stranger(protocol: &Value) -> Vec<(i64, String, bool)> {
    let lot = &protocol["lot"];
    let (secret, number) = (lot["secret"].as_str().unwrap(), lot["randomness"].as_str().unwrap());
    assert_eq!(hex(secret), lot["commitment"].as_str().unwrap(), "the secret is the one that was bound");
    let mut lots: Vec<(String, &Value)> = (protocol["participants"].as_array().unwrap().iter())
        .map(|one| (hex(&format!("{secret}\n{number}\n{}", one["number"].as_str().unwrap())), one))
        .collect();
    lots.sort_by(|one, other| one.0.cmp(&other.0));
    let pieces = protocol["pieces"].as_i64().unwrap() - protocol["reserve"].as_i64().unwrap();
    let mut kept = protocol["shares"][0]["kept"].as_i64().unwrap();
    let mut general = pieces - kept;
    let mut order: Vec<(i64, String, bool)> = Vec::new();
    for (place, (_, one)) in lots.iter().enumerate() {
        let mut won = false;
        if one["standing"]["shares"][0] == "yes" && kept > 0 {
            kept -= 1;
            won = true;
        } else if general > 0 {
            general -= 1;
            won = true;
        }
        order.push((place as i64 + 1, one["number"].as_str().unwrap().to_owned(), won));
    }
    let mut left = general + kept;
    for line in order.iter_mut().filter(|line| !line.2) {
        if left > 0 {
            left -= 1;
            line.2 = true;
        }
    }
    order
}

/// What a stranger does with a ranking: by the published answers, then by arrival.
fn ranked_by_a_stranger(protocol: &Value) -> Vec<String> {
    let mut list: Vec<&Value> = protocol["participants"].as_array().unwrap().iter().collect();
    list.sort_by_key(|one| {
        let no = |rank: &Value| !rank["yes_no"].as_bool().unwrap();
        let ranks: Vec<bool> = one["standing"]["ranks"].as_array().unwrap().iter().map(no).collect();
        (ranks, one["arrival"].as_i64().unwrap())
    });
    list.iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect()
}

fn share() -> impl Strategy<Value = Share> {
    prop_oneof![Just(Share::Yes), Just(Share::No), Just(Share::Unknown)]
}

proptest! {
    /// Proves: PROCEDURE-09, PROCEDURE-01.
    #[test]
    fn a_lottery_is_drawn_again_by_a_few_independent_lines(
        shares in prop::collection::vec(share(), 0..80), pieces in 1_i64..40, number in "[0-9 ]{1,12}",
    ) {
        let stock = stock(&HUNT, "draw", pieces, pieces / 5);
        let rule = resource(&HUNT, "draw");
        let entries: Vec<QueueEntry> =
            shares.iter().zip(1..).map(|(share, sequence)| ranked(&stock, rule, sequence, &[], &[*share])).collect();
        let protocol = freeze(&stock, &HUNT, &entries).dealt(SECRET, &number);
        prop_assert!(protocol.holds());
        let again = drawn_by_a_stranger(&serde_json::to_value(&protocol).unwrap());
        let ours: Vec<(i64, String, bool)> = (protocol.lines.iter())
            .map(|line| (line.place, line.number.clone(), line.outcome != Outcome::NotReached))
            .collect();
        prop_assert_eq!(ours, again);
    }

    /// Proves: PROCEDURE-09.
    #[test]
    fn a_ranking_is_arranged_again_by_a_few_independent_lines(
        ranks in prop::collection::vec(prop::collection::vec(any::<bool>(), 4), 0..60), pieces in 1_i64..40,
    ) {
        let stock = stock(&SCHOOL, "first-wave", pieces, 0);
        let rule = resource(&SCHOOL, "first-wave");
        let entries: Vec<QueueEntry> =
            ranks.iter().zip(1..).map(|(ranks, sequence)| ranked(&stock, rule, sequence, ranks, &[])).collect();
        let protocol = freeze(&stock, &SCHOOL, &entries).dealt("", "");
        prop_assert!(protocol.holds());
        let again = ranked_by_a_stranger(&serde_json::to_value(&protocol).unwrap());
        let ours: Vec<String> = protocol.lines.iter().map(|line| line.number.clone()).collect();
        prop_assert_eq!(ours, again);
        let reached = protocol.lines.iter().take_while(|line| line.outcome == Outcome::Piece(Part::General)).count();
        prop_assert_eq!(reached as i64, pieces.min(entries.len() as i64));
    }

    /// Proves: PROCEDURE-09.
    #[test]
    fn the_order_does_not_depend_on_the_order_in_which_entries_come(seed in any::<u64>(), count in 2_u64..40) {
        let stock = stock(&HUNT, "draw", 7, 0);
        let rule = resource(&HUNT, "draw");
        let mut entries: Vec<QueueEntry> =
            (1..=count).map(|sequence| ranked(&stock, rule, sequence, &[], &[Share::No])).collect();
        let one = freeze(&stock, &HUNT, &entries).dealt(SECRET, "42");
        entries.sort_by_key(|entry| hex(&format!("{seed}{}", entry.number)));
        prop_assert_eq!(one, freeze(&stock, &HUNT, &entries).dealt(SECRET, "42"));
    }

    #[test]
    fn a_sort_key_orders_numbers_as_numbers(one in -1_000_000_000_i64..1_000_000_000, other in -1_000_000_000_i64..1_000_000_000, descending: bool) {
        let key = |value: i64| {
            let text = format!("{}{}.{:02}", if value < 0 { "-" } else { "" }, value.abs() / 100, value.abs() % 100);
            sort_key(&[descending], &[domain::distribution::RankValue::Number(text)], 1)
        };
        let (smaller, larger) = if descending { (other, one) } else { (one, other) };
        prop_assert_eq!(key(one) < key(other), smaller < larger);
    }
}

/// Proves: PROCEDURE-09.
#[test]
fn a_protocol_that_was_touched_does_not_hold() {
    let stock = stock(&HUNT, "draw", 3, 0);
    let rule = resource(&HUNT, "draw");
    let entries: Vec<QueueEntry> = (1..=9).map(|number| ranked(&stock, rule, number, &[], &[Share::No])).collect();
    let protocol = freeze(&stock, &HUNT, &entries).dealt(SECRET, "тираж 42");
    assert!(protocol.holds());
    let mut other_secret = protocol.clone();
    other_secret.lot.as_mut().unwrap().secret = Some("другой".to_owned());
    let mut other_number = protocol.clone();
    other_number.lot.as_mut().unwrap().randomness = Some("43".to_owned());
    let mut swapped = protocol.clone();
    swapped.lines.swap(0, 8);
    let mut one_less = protocol.clone();
    one_less.participants.pop();
    for touched in [other_secret, other_number, swapped, one_less] {
        assert!(!touched.holds());
    }
    let written = serde_json::to_string(&protocol).unwrap();
    assert_eq!(serde_json::from_str::<Protocol>(&written).unwrap(), protocol, "what is published is all there is");
}

#[test]
fn a_lot_is_what_sha256sum_says() {
    // printf 'abc' | sha256sum; printf 'abc\n42\nМП-2026-000001-01' | sha256sum
    assert_eq!(commitment("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(ticket("abc", "42", "МП-2026-000001-01"), hex("abc\n42\nМП-2026-000001-01"));
}

/// Proves: INTAKE-12.
#[test]
fn arrival_grows_with_the_number_over_years() {
    let number = |year, sequence| domain::number::PublicNumber::new("МП", year, sequence).to_string();
    let arrivals: Vec<i64> = [(2026, 1), (2026, 2), (2026, 999_999), (2027, 1)]
        .into_iter()
        .map(|(year, sequence)| arrival(&number(year, sequence), at(0)))
        .collect();
    assert!(arrivals.is_sorted(), "{arrivals:?}");
}

#[test]
fn what_is_not_known_comes_after_everything_that_is() {
    use domain::distribution::RankValue as V;
    for (descending, known) in [
        (true, [V::YesNo(true), V::YesNo(false)]),
        (false, [V::Date("2020-01-01".to_owned()), V::Date("2026-12-31".to_owned())]),
        (true, [V::Date("2026-12-31".to_owned()), V::Date("2020-01-01".to_owned())]),
    ] {
        let keys: Vec<String> = [known[0].clone(), known[1].clone(), V::Unknown]
            .into_iter()
            .map(|value| sort_key(&[descending], &[value], 1))
            .collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }
}

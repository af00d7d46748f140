//! The journal: chain, replay, and what must never stand in it.

use domain::case::{CaseState, Wish};
use domain::journal::{BrokenChain, Entry, START, chain, replay, replay_agrees, verify};
use serde_json::json;

use crate::world::*;

fn chained(entries: &[Entry]) -> Vec<String> {
    let mut previous = START.to_owned();
    let mut hashes = Vec::new();
    for entry in entries {
        previous = chain(&previous, entry);
        hashes.push(previous.clone());
    }
    hashes
}

/// Proves: SEC-03.
#[test]
fn an_entry_removed_changed_moved_or_added_is_found() {
    let told = World::new().ready();
    let hashes = chained(&told.journal);
    let head = hashes.last().unwrap().clone();
    let check = |entries: &[Entry], hashes: &[String]| {
        verify(entries.iter().zip(hashes.iter().map(String::as_str)), Some(&head))
    };
    assert_eq!(check(&told.journal, &hashes), Ok(()));
    for position in 0..told.journal.len() {
        let (mut entries, mut fewer) = (told.journal.clone(), hashes.clone());
        entries.remove(position);
        fewer.remove(position);
        let last = position + 1 == told.journal.len();
        let expected = if last { BrokenChain::Head } else { BrokenChain::At(position) };
        assert_eq!(check(&entries, &fewer), Err(expected));
        let mut changed = told.journal.clone();
        changed[position].at = at("2026-03-12T06:00:01Z");
        assert_eq!(check(&changed, &hashes), Err(BrokenChain::At(position)));
    }
    let (mut swapped, mut swapped_hashes) = (told.journal.clone(), hashes.clone());
    swapped.swap(1, 2);
    swapped_hashes.swap(1, 2);
    assert_eq!(check(&swapped, &swapped_hashes), Err(BrokenChain::At(1)));
}

/// Proves: SEC-03.
#[test]
fn an_entry_read_back_from_its_row_has_the_same_hash() {
    for state in CaseState::ALL {
        let told = World::new().in_state(state);
        for entry in &told.journal {
            let row = serde_json::to_string(entry).unwrap();
            let back: Entry = serde_json::from_str(&row).unwrap();
            assert_eq!((&back, chain(START, &back)), (entry, chain(START, entry)));
        }
    }
}

/// Proves: SEC-03, SEC-04.
#[test]
fn no_answer_no_contact_and_no_words_about_a_person_stand_in_the_journal() {
    let world = World::new();
    for state in CaseState::ALL {
        let journal = serde_json::to_string(&world.in_state(state).journal).unwrap();
        for secret in ["Образцов", "Пример-1", "1990", "primer.example", "9000000001", "схема проезда"]
        {
            assert!(!journal.contains(secret), "{secret} in {journal}");
        }
    }
    let told = world.grant(&world.deciding(), &Wish::Take, &anna(), morning());
    let words = Some("Иванов солгал".to_owned());
    let wish = Wish::Refuse { grounds: vec!["R4".to_owned()], words, trace: json!({ "debt": "нет" }) };
    let told = world.grant(&told, &wish, &anna(), morning());
    let journal = serde_json::to_string(&told.journal).unwrap();
    assert!(!journal.contains("Иванов") && !journal.contains("нет\""), "{journal}");
}

/// Proves: SEC-03.
#[test]
fn a_row_that_says_other_than_its_journal_is_found() {
    let told = World::new().ready();
    assert_eq!(replay_agrees(&told.case, &told.journal), Ok(()));
    assert_eq!(replay(&told.journal).state, Some(CaseState::ResultReady));
    let mut case = told.case.clone();
    case.state = CaseState::Completed;
    assert!(replay_agrees(&case, &told.journal).unwrap_err().contains("state"));
    let mut case = told.case.clone();
    if let Some(decision) = &mut case.decision {
        decision.words = Some("приписано после".to_owned());
    }
    assert!(replay_agrees(&case, &told.journal).unwrap_err().contains("decision"));
    let shortened = &told.journal[..told.journal.len() - 3];
    assert!(replay_agrees(&told.case, shortened).is_err());
}

//! Invented stocks and entries, and what a stock may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use domain::distribution::{
    KeyValue, NotPublished, Publication, QueueEntry, RankValue, Share, Standing, Stock, StockKey, commitment,
};
use domain::id::{CaseId, OfficialId};
use jiff::Timestamp;
use regulation::diagnostic::Sources;
use regulation::package::{self, Regulation, Resource};

pub const SECRET: &str = "7c0ffee000000000000000000000000000000000000000000000000000000001";

pub static HUNT: LazyLock<Regulation> = LazyLock::new(|| read("hunting-draw"));
pub static CAMP: LazyLock<Regulation> = LazyLock::new(|| read("summer-camp"));
pub static SCHOOL: LazyLock<Regulation> = LazyLock::new(|| read("first-grade"));
pub static LAND: LazyLock<Regulation> = LazyLock::new(|| read("land-large-family"));

/// A service of the repository.
pub fn read(service: &str) -> Regulation {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut own = files(&root.join("regulations").join(service));
    package::lend(&mut own, None, &files(&root.join("region")));
    let (regulation, found) = package::read(&own);
    regulation.unwrap_or_else(|| panic!("{service}: {found:#?}"))
}

fn files(folder: &Path) -> Sources {
    let mut files = BTreeMap::new();
    for part in ["", "cases", "dictionaries"] {
        let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    Sources(files)
}

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + seconds).unwrap()
}

pub fn resource<'a>(regulation: &'a Regulation, id: &str) -> &'a Resource {
    regulation.resources.iter().find(|one| one.id == id).unwrap()
}

/// A publication of a resource with invented values of its key.
pub fn publication(regulation: &Regulation, id: &str, pieces: i64, reserve: i64) -> Publication {
    let values = resource(regulation, id).key.iter();
    let values = values.map(|fact| KeyValue { fact: fact.clone(), value: "one".to_owned() }).collect();
    Publication {
        key: StockKey { service: regulation.service.clone(), resource: id.to_owned(), values },
        pieces,
        reserve,
        randomness_named: "Выдуманный тираж № 1 от 1 июля 2026 года".to_owned(),
    }
}

pub fn stock(regulation: &Regulation, id: &str, pieces: i64, reserve: i64) -> Stock {
    published(regulation, &publication(regulation, id, pieces, reserve)).unwrap()
}

fn published(regulation: &Regulation, publication: &Publication) -> Result<Stock, NotPublished> {
    let by = OfficialId("0000000000000000000000000000f001".to_owned());
    Stock::publish(publication, regulation, 1, &commitment(SECRET), &by, at(0))
}

/// The application of that number, filed in that order.
pub fn entry(stock: &Stock, sequence: u64) -> QueueEntry {
    let case = CaseId(format!("{sequence:030x}2a"));
    let number = domain::number::PublicNumber::new("МП", 2026, sequence).to_string();
    QueueEntry::new(&stock.id, &case, &number, at(sequence as i64))
}

/// The same with standing.
pub fn ranked(stock: &Stock, resource: &Resource, sequence: u64, ranks: &[bool], shares: &[Share]) -> QueueEntry {
    let mut entry = entry(stock, sequence);
    let ranks = ranks.iter().map(|yes| RankValue::YesNo(*yes)).collect();
    entry.rank(resource, Standing { ranks, shares: shares.to_vec() });
    entry
}

#[test]
fn a_publication_that_cannot_be_is_refused_with_what_is_wrong() {
    let fine = publication(&HUNT, "draw", 10, 2);
    let cases = [
        (Publication { pieces: 0, ..fine.clone() }, NotPublished::Pieces),
        (Publication { pieces: i64::MAX, ..fine.clone() }, NotPublished::Pieces),
        (Publication { reserve: 11, ..fine.clone() }, NotPublished::Reserve),
        (Publication { reserve: -1, ..fine.clone() }, NotPublished::Reserve),
        (Publication { randomness_named: "  ".to_owned(), ..fine.clone() }, NotPublished::Randomness),
        (
            Publication { key: StockKey { values: Vec::new(), ..fine.key.clone() }, ..fine.clone() },
            NotPublished::Resource,
        ),
    ];
    for (wrong, why) in cases {
        assert_eq!(published(&HUNT, &wrong).unwrap_err(), why);
    }
    assert_eq!(stock(&HUNT, "draw", 10, 2).free(), 8);
}

#[test]
fn a_kept_part_is_its_percent_rounded_up_of_what_is_not_in_reserve() {
    for (pieces, reserve, kept) in [(10, 0, 3), (11, 0, 4), (1, 0, 1), (10, 9, 1), (5, 5, 0)] {
        assert_eq!(stock(&HUNT, "draw", pieces, reserve).kept, [kept], "{pieces} without {reserve}");
    }
}

#[test]
fn rounds_of_one_key_lie_in_one_bucket_and_have_their_own_ids() {
    let key = publication(&CAMP, "places", 1, 0).key;
    assert_eq!(key.id(1).bucket(), key.id(2).bucket());
    assert_ne!(key.id(1), key.id(2));
    assert_eq!(key.id(1).bucket(), key.bucket());
}

#[test]
fn more_pieces_go_in_and_a_reserve_is_let_out_but_never_below_what_is_taken() {
    let mut stock = stock(&HUNT, "arrival", 4, 2);
    let line: Vec<QueueEntry> =
        (1..=2).map(|number| ranked(&stock, resource(&HUNT, "arrival"), number, &[], &[Share::Yes])).collect();
    let changed = domain::distribution::serve(&mut stock, &line, domain::distribution::Giving::AtOnce, false);
    assert_eq!((changed.len(), stock.free()), (2, 0));
    assert_eq!(stock.extend(0, 3, &[30]), Err(NotPublished::Reserve));
    assert_eq!(stock.extend(-1, 0, &[30]), Err(NotPublished::Pieces));
    stock.extend(6, 0, &[30]).unwrap();
    assert_eq!((stock.free(), stock.pieces), (8, 10));
    assert_eq!(stock.kept, [3]);
    assert_eq!(stock.room().whole(), 8);
}

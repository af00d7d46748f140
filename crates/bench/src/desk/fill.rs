//! Fills the database with cases like the first one: other people, numbers, terms, holders.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::json;

use super::beside;
use super::tables::{Row, Tables};
use super::whole::{Other, Whole};

/// Cases written in one transaction.
const TOGETHER: u64 = 4_000;

/// Applicants: each has many cases, as an agent or a farm has.
const PEOPLE: u64 = 5_000;

const DAY_MS: i64 = 86_400_000;

/// Days over which closed cases ended: four years.
const YEARS: u64 = 1_460;

/// Shards of the queue's counters.
const SHARDS: i64 = 8;

const SURNAMES: [&str; 20] = [
    "Иванов",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Петров",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
    "Алексеев",
    "Лебедев",
    "Семёнов",
    "Егоров",
    "Павлов",
    "Козлов",
    "Степанов",
    "Николаев",
];
const NAMES: [&str; 7] = ["Пример", "Образец", "Проба", "Макет", "Шаблон", "Эскиз", "Чертёж"];

/// What was filled so far.
pub struct Filled {
    /// A case that waits for a decision.
    open: Whole,
    /// One that was decided and is over.
    closed: Whole,
    /// The applicant of both.
    person: Row,
    clerk: String,
    next: u64,
    now: i64,
    to_decide: Vec<String>,
    /// Numbers and ids of some cases, for searching: open ones and closed ones.
    pub known: Known,
    counts: BTreeMap<(String, i64), i64>,
    people: bool,
}

/// Some of what was filled.
#[derive(Default)]
pub struct Known {
    /// Number of an open case.
    pub number: String,
    /// Name of its applicant.
    pub name: String,
    /// A place in the middle of the queue.
    pub deep: String,
    /// Cases an official holds.
    pub held: Vec<String>,
    /// Number of a closed case.
    pub closed_number: String,
    /// Closed cases.
    pub closed: Vec<String>,
    /// An entry of the result register.
    pub entry: String,
    /// Its number.
    pub entry_number: String,
}

impl Filled {
    /// Nothing yet.
    #[expect(clippy::disallowed_methods, reason = "terms are put around the present moment")]
    pub fn new(open: Whole, closed: Whole, person: Row, clerk: &str) -> Self {
        let now = jiff::Timestamp::now().as_millisecond();
        Self {
            open,
            closed,
            person,
            clerk: clerk.to_owned(),
            next: 1_000_000,
            now,
            to_decide: Vec::new(),
            known: Known::default(),
            counts: BTreeMap::new(),
            people: false,
        }
    }

    /// The service of all cases.
    pub fn service(&self) -> String {
        self.open.of_case("service").to_owned()
    }

    /// Cases that wait for a decision, each given once.
    pub fn take_cases(&mut self, many: usize) -> Result<Vec<String>> {
        ensure!(self.to_decide.len() >= many, "there are not enough cases to decide: fill more open ones");
        Ok(self.to_decide.split_off(self.to_decide.len() - many))
    }

    /// Adds open cases with all that is kept of each, and the counters of the queue.
    pub async fn open(&mut self, tables: &mut Tables, many: u64) -> Result<()> {
        self.people(tables).await?;
        let mut left = many;
        while left > 0 {
            let some = left.min(TOGETHER);
            let mut rows = Rows::default();
            for _ in 0..some {
                let other = self.open_case();
                put(&mut rows, self.open.rows(&other, self.now));
                self.count(&other);
                put(&mut rows, beside::open(&other, self.open.of_case("authority"), &self.clerk, self.now));
            }
            written(tables, rows).await?;
            left -= some;
        }
        let authority = self.open.of_case("authority").to_owned();
        let counted = std::mem::take(&mut self.counts);
        let rows: Vec<Row> =
            counted.into_iter().map(|((what, shard), n)| counter(&authority, &what, shard, n)).collect();
        tables.begin().await?;
        // The few real cases count in the shards where the program left them.
        tables.run("update desk_counts set shard = shard + 100").await?;
        tables.insert("desk_counts", &rows).await?;
        tables.commit().await?;
        tables.analyse().await
    }

    /// Adds closed cases with what is kept of each for ever, and with what is kept for a month where
    /// they ended within it.
    pub async fn closed(&mut self, tables: &mut Tables, many: u64) -> Result<()> {
        let mut left = many;
        while left > 0 {
            let some = left.min(TOGETHER);
            let mut rows = Rows::default();
            for _ in 0..some {
                let mut other = self.other();
                let ago = i64::try_from(other.at % YEARS).unwrap_or(0) * DAY_MS
                    + i64::try_from(other.at * 7_919 % 86_400_000).unwrap_or(0);
                other.closed = Some(self.now - ago);
                other.filed = self.now - ago - self.closed.lasted - 9 * DAY_MS;
                other.due = other.filed + self.closed.term;
                put(&mut rows, self.closed.rows(&other, self.now));
                put(&mut rows, beside::closed(&other, self.open.of_case("authority"), &self.service()));
                if other.at.is_multiple_of(997) && self.known.closed.len() < 2_000 {
                    self.known.closed.push(other.id(0));
                    let entry = self.closed.rows(&other, self.now).find(|(table, _)| *table == "results");
                    let text = |row: &Row, column: &str| row[column].as_str().unwrap_or_default().to_owned();
                    if let Some((_, row)) = entry {
                        (self.known.entry, self.known.entry_number) = (text(&row, "id"), text(&row, "number"));
                    }
                }
                self.known.closed_number = other.number;
            }
            written(tables, rows).await?;
            left -= some;
        }
        tables.analyse().await
    }

    /// The moment so many days ago, in milliseconds.
    pub fn moment(&self, days: i64) -> i64 {
        self.now - days * DAY_MS
    }

    /// The day so many days ago.
    pub fn day(&self, days: i64) -> String {
        let at = jiff::Timestamp::from_millisecond(self.moment(days)).unwrap_or_default();
        at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    }

    fn count(&mut self, other: &Other) {
        let shard = other.bucket % SHARDS;
        for what in [format!("{}/{}", other.waits, other.holder), format!("day/{}", other.due / DAY_MS)] {
            *self.counts.entry((what, shard)).or_default() += 1;
        }
    }

    async fn people(&mut self, tables: &mut Tables) -> Result<()> {
        if std::mem::replace(&mut self.people, true) {
            return Ok(());
        }
        let rows: Vec<Row> = (0..PEOPLE).map(|at| applicant(&self.person, &person(at), bucket(at))).collect();
        tables.begin().await?;
        tables.insert("people", &rows).await?;
        tables.commit().await
    }

    fn open_case(&mut self) -> Other {
        let mut other = self.other();
        let at = other.at;
        // A tenth is past its term, the rest ends within six weeks.
        let days = i64::try_from(at * 7 % 45).unwrap_or(0) - 4;
        let hours = i64::try_from(at * 131 % 86_399).unwrap_or(0);
        other.due = self.now + days * DAY_MS + hours * 1000;
        other.filed = (other.due - self.open.term).min(self.now - DAY_MS);
        (other.waits, other.holder) = match at % 10 {
            0..=2 => ("decide", String::new()),
            3 | 4 => ("answers", String::new()),
            // Thirty clerks hold what is taken; one of them is measured.
            5 => ("decide", if (at / 10).is_multiple_of(25) { self.clerk.clone() } else { colleague(at) }),
            6 | 7 => ("machine", String::new()),
            8 => ("applicant", colleague(at)),
            _ => ("intake", String::new()),
        };
        if other.waits == "decide" && other.holder.is_empty() {
            self.to_decide.push(other.id(0));
        }
        if other.holder == self.clerk && days > 1 {
            self.known.held.push(other.id(0));
        }
        if days == 20 {
            self.known.deep = format!("{}.{}", other.due, other.id(0));
            (self.known.number, self.known.name) = (other.number.clone(), other.name.clone());
        }
        other
    }

    fn other(&mut self) -> Other {
        self.next += 1;
        let at = self.next;
        let who = at * 2_654_435_761 % PEOPLE;
        let surname = SURNAMES[usize::try_from(at * 31 % 20).unwrap_or(0)];
        let name = NAMES[usize::try_from(at * 17 % 7).unwrap_or(0)];
        let authority = self.open.of_case("number").split('-').next().unwrap_or_default().to_owned();
        Other {
            at,
            bucket: bucket(who),
            number: numbered(&authority, at),
            person: person(who),
            name: format!("{surname} {name} {at}"),
            filed: self.now,
            due: self.now + DAY_MS,
            closed: None,
            holder: String::new(),
            waits: "decide",
        }
    }
}

/// Rows by table.
type Rows = BTreeMap<&'static str, Vec<Row>>;

fn put(rows: &mut Rows, more: impl IntoIterator<Item = (&'static str, Row)>) {
    for (table, row) in more {
        rows.entry(table).or_default().push(row);
    }
}

async fn written(tables: &mut Tables, rows: Rows) -> Result<()> {
    tables.begin().await?;
    for (table, rows) in rows {
        tables.insert(table, &rows).await?;
    }
    tables.commit().await
}

fn counter(authority: &str, what: &str, shard: i64, n: i64) -> Row {
    let pairs = [("authority", json!(authority)), ("what", json!(what)), ("shard", json!(shard)), ("n", json!(n))];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Another applicant.
fn applicant(like: &Row, id: &str, bucket: i64) -> Row {
    let mut row = like.clone();
    for (column, value) in &mut row {
        match column.as_str() {
            "id" => *value = json!(id),
            "oid" => *value = json!(format!("bench-{id}")),
            "bucket" => *value = json!(bucket),
            "body" => {
                let old = like["id"].as_str().unwrap_or_default();
                *value = json!(value.as_str().unwrap_or_default().replace(old, id));
            }
            _ => {}
        }
    }
    row
}

fn bucket(person: u64) -> i64 {
    i64::try_from(person % 256).unwrap_or(0)
}

fn person(at: u64) -> String {
    format!("{:030x}{:02x}", at + 0xbe_0000, at % 256)
}

fn colleague(at: u64) -> String {
    format!("{:032x}", 0xc1e_0000 + at / 10 % 29)
}

/// A public number with its check: characters by their worth times their place, modulo 97.
fn numbered(prefix: &str, count: u64) -> String {
    const LETTERS: &str = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
    let body = format!("{prefix}-2025-{count:06}");
    let worth = |sign: char| match sign.to_digit(10) {
        Some(digit) => digit,
        None => LETTERS.chars().zip(10..).find(|(letter, _)| *letter == sign).map_or(0, |(_, worth)| worth),
    };
    let signs = body.chars().filter(|sign| *sign != '-');
    let check = signs.zip(1..).fold(0, |sum, (sign, place): (char, u32)| (sum + worth(sign) * place) % 97);
    format!("{body}-{check:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_check_of_the_portal() {
        // The same number as in the tests of `domain::number`.
        assert_eq!(numbered("МП", 42).len(), "МП-2025-000042-00".len());
        assert_ne!(numbered("МП", 42), numbered("МП", 24));
    }

    #[test]
    fn an_id_is_thirty_two_digits_with_its_bucket_at_the_end() {
        assert_eq!(person(4_999).len(), 32);
        assert!(person(300).ends_with("2c"));
        assert_eq!(colleague(77).len(), 32);
    }
}

//! Fills the database with cases like the first one: other people, numbers, terms, holders.

use anyhow::Result;
use serde_json::json;

use super::rows::{Other, Template};
use super::tables::{Row, Tables};

/// Cases written in one transaction.
const TOGETHER: u64 = 20_000;

/// Applicants: each has many cases, as an agent or a farm has.
const PEOPLE: u64 = 5_000;

const DAY_MS: i64 = 86_400_000;

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
    template: Template,
    clerk: String,
    next: u64,
    now: i64,
    to_decide: Vec<String>,
    last_number: String,
    deep: String,
    people: bool,
}

impl Filled {
    /// Nothing yet.
    #[expect(clippy::disallowed_methods, reason = "terms are put around the present moment")]
    pub fn new(template: Template, clerk: &str) -> Result<Self> {
        let now = jiff::Timestamp::now().as_millisecond();
        let clerk = clerk.to_owned();
        Ok(Self {
            template,
            clerk,
            next: 1_000_000,
            now,
            to_decide: Vec::new(),
            last_number: String::new(),
            deep: String::new(),
            people: false,
        })
    }

    /// The service of all cases.
    pub fn service(&self) -> String {
        self.template.of_case("service").to_owned()
    }

    /// A number of one of them.
    pub fn some_number(&self) -> String {
        self.last_number.clone()
    }

    /// A place in the middle of the queue.
    pub fn deep_cursor(&self) -> String {
        self.deep.clone()
    }

    /// Cases that wait for a decision, each given once.
    pub fn take_cases(&mut self, many: usize) -> Vec<String> {
        let from = self.to_decide.len().saturating_sub(many);
        self.to_decide.split_off(from)
    }

    /// Adds open cases, their lines, journals and counters.
    pub async fn open(&mut self, tables: &mut Tables, many: u64) -> Result<()> {
        self.people(tables).await?;
        let clerks = tables.rows("officials", &format!("login = '{}'", self.clerk)).await?;
        let clerk = clerks.first().and_then(|row| row["id"].as_str()).unwrap_or_default().to_owned();
        let mut left = many;
        while left > 0 {
            let some = left.min(TOGETHER);
            tables.begin().await?;
            let (mut cases, mut lines, mut journal, mut numbers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            for _ in 0..some {
                let other = self.open_case(&clerk);
                cases.push(self.template.case(&other)?);
                lines.push(self.template.line(&other));
                journal.extend(self.template.journal(&other));
                numbers.push(claim(&other));
            }
            for (table, rows) in
                [("cases", cases), ("desk_queue", lines), ("journal", journal), ("case_numbers", numbers)]
            {
                tables.insert(table, &rows).await?;
            }
            tables.commit().await?;
            left -= some;
        }
        tables.begin().await?;
        tables.run("delete from desk_counts").await?;
        tables
            .run(
                "insert into desk_counts (authority, what, shard, n)
                 select authority, waits || '/' || holder, 0, count(*) from desk_queue group by authority, waits, holder",
            )
            .await?;
        tables
            .run(
                "insert into desk_counts (authority, what, shard, n)
                 select authority, 'day/' || cast(day as text), 0, count(*) from desk_queue group by authority, day",
            )
            .await?;
        tables.commit().await?;
        tables.analyse().await
    }

    /// Adds closed cases with their places in the archive.
    pub async fn closed(&mut self, tables: &mut Tables, many: u64) -> Result<()> {
        let mut left = many;
        while left > 0 {
            let some = left.min(TOGETHER);
            tables.begin().await?;
            let (mut cases, mut archive, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..some {
                let mut other = self.other();
                let ago = i64::try_from(self.next % 1_500).unwrap_or(0);
                other.closed = Some(self.now - ago * DAY_MS);
                cases.push(self.template.case(&other)?);
                archive.push(self.template.archived(&other)?);
                numbers.push(claim(&other));
            }
            for (table, rows) in [("cases", cases), ("desk_archive", archive), ("case_numbers", numbers)] {
                tables.insert(table, &rows).await?;
            }
            tables.commit().await?;
            left -= some;
        }
        tables.analyse().await
    }

    async fn people(&mut self, tables: &mut Tables) -> Result<()> {
        if std::mem::replace(&mut self.people, true) {
            return Ok(());
        }
        let rows: Vec<Row> = (0..PEOPLE).map(|at| self.template.person(&person(at), bucket(at))).collect();
        tables.begin().await?;
        tables.insert("people", &rows).await?;
        tables.commit().await
    }

    fn open_case(&mut self, clerk: &str) -> Other {
        let mut other = self.other();
        let at = self.next;
        // A tenth is past its term, the rest ends within six weeks.
        let days = i64::try_from(at * 7 % 45).unwrap_or(0) - 4;
        let hours = i64::try_from(at * 131 % 86_399).unwrap_or(0);
        other.due = self.now + days * DAY_MS + hours * 1000;
        (other.waits, other.holder) = match at % 10 {
            0..=2 => ("decide", String::new()),
            3 | 4 => ("answers", String::new()),
            // Thirty clerks hold what is taken; one of them is measured.
            5 => ("decide", if (at / 10).is_multiple_of(25) { clerk.to_owned() } else { colleague(at) }),
            6 | 7 => ("machine", String::new()),
            8 => ("applicant", colleague(at)),
            _ => ("intake", String::new()),
        };
        if other.waits == "decide" && other.holder.is_empty() {
            self.to_decide.push(other.id.clone());
        }
        if days == 20 {
            self.deep = format!("{}.{}", other.due, other.id);
        }
        other
    }

    fn other(&mut self) -> Other {
        self.next += 1;
        let at = self.next;
        let who = at * 2_654_435_761 % PEOPLE;
        let bucket = bucket(who);
        let surname = SURNAMES[usize::try_from(at * 31 % 20).unwrap_or(0)];
        let name = NAMES[usize::try_from(at * 17 % 7).unwrap_or(0)];
        let authority = self.template.of_case("number").split('-').next().unwrap_or_default().to_owned();
        let number = numbered(&authority, at);
        self.last_number.clone_from(&number);
        Other {
            id: format!("{:08x}{at:022x}{bucket:02x}", at * 2_654_435_761 % 0xffff_ffff),
            bucket,
            number,
            person: person(who),
            name: format!("{surname} {name} {at}"),
            due: self.now + DAY_MS,
            closed: None,
            holder: String::new(),
            waits: "decide",
        }
    }
}

fn claim(other: &Other) -> Row {
    let mut row = Row::new();
    row.insert("number".to_owned(), json!(other.number));
    row.insert("case_id".to_owned(), json!(other.id));
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

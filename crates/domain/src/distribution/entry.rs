//! An application in the line for a stock: what ranks it, which kept parts it may have, and
//! where it stands. Its sort key alone orders the line, so a place is a count over an index.

use jiff::Timestamp;
use regulation::expression::{Verdict, World};
use regulation::fact::Value;
use regulation::package::Resource;
use serde::{Deserialize, Serialize};

use crate::id::{CaseId, StockId};
use crate::number::PublicNumber;

/// What a criterion of a ranking says of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankValue {
    /// Yes or no.
    YesNo(bool),
    /// A number in decimal digits; money in kopecks.
    Number(String),
    /// A day, year first.
    Date(String),
    /// Not known: comes after everything that is.
    Unknown,
}

/// May an application have of a kept part?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known yet.
    Unknown,
}

/// Which part of a stock a piece is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// For everybody.
    General,
    /// Kept: which share of the regulation.
    Share(usize),
}

/// States of an application in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Stands in line.
    Waiting,
    /// Has a piece; the application is not decided.
    Held,
    /// Is offered a piece and must answer.
    Offered,
    /// Has the piece for good.
    Given,
    /// Nothing was left.
    Passed,
    /// Declined, or let the term pass: stands aside until there are new pieces.
    Aside,
    /// Left the line.
    Left,
}

impl EntryState {
    /// Has it a piece?
    pub fn has_piece(self) -> bool {
        matches!(self, Self::Held | Self::Offered | Self::Given)
    }

    /// Name in rows and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Offered => "offered",
            Self::Given => "given",
            Self::Passed => "passed",
            Self::Aside => "aside",
            Self::Left => "left",
        }
    }
}

/// What the regulation says of one application for one resource today.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// What each criterion says, first to last.
    pub ranks: Vec<RankValue>,
    /// Which kept parts it may have.
    pub shares: Vec<Share>,
}

impl Standing {
    /// Is it known of every kept part whether the application may have it?
    pub fn shares_known(&self) -> bool {
        !self.shares.contains(&Share::Unknown)
    }
}

/// Evaluates criteria and shares over the facts known.
pub fn standing(resource: &Resource, world: &World<'_>) -> Standing {
    let rank = |value: Option<Value>| match value {
        Some(Value::YesNo(yes)) => RankValue::YesNo(yes),
        Some(value @ (Value::Number(_) | Value::Money(_))) => match value.plain() {
            serde_json::Value::String(text) => RankValue::Number(text),
            other => RankValue::Number(other.to_string()),
        },
        Some(Value::Date(day)) => RankValue::Date(day.to_string()),
        _ => RankValue::Unknown,
    };
    Standing {
        ranks: resource.rank.iter().map(|criterion| rank(criterion.by.value(world))).collect(),
        shares: (resource.shares.iter())
            .map(|share| match share.when.verdict(world) {
                Verdict::Yes => Share::Yes,
                Verdict::No => Share::No,
                Verdict::Unknown(_) => Share::Unknown,
            })
            .collect(),
    }
}

/// An application in the line for a stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueEntry {
    /// The stock.
    pub stock: StockId,
    /// The application.
    pub case: CaseId,
    /// Its public number: the only name it has in a protocol.
    pub number: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// Its place by arrival: grows with every application of the authority.
    pub arrival: i64,
    /// What ranks it; fixed when the list is frozen.
    pub standing: Standing,
    /// Whether its data are checked.
    pub ready: bool,
    /// Where it stands.
    pub state: EntryState,
    /// Of which part its piece is.
    pub part: Option<Part>,
    /// Its piece.
    pub piece: Option<i64>,
    /// Its place in the published order.
    pub place: Option<i64>,
    /// Until when an offer must be answered.
    pub offer_until: Option<Timestamp>,
    /// What orders the line.
    pub sort_key: String,
    /// Slots it takes under limits per applicant: which limit, and what it counts by.
    #[serde(default)]
    pub claims: Vec<(usize, String)>,
    /// Grows with every change.
    pub revision: i64,
}

impl QueueEntry {
    /// An application that joins the line.
    pub fn new(stock: &StockId, case: &CaseId, number: &str, filed_at: Timestamp) -> Self {
        let arrival = arrival(number, filed_at);
        Self {
            stock: stock.clone(),
            case: case.clone(),
            number: number.to_owned(),
            filed_at,
            arrival,
            standing: Standing::default(),
            ready: false,
            state: EntryState::Waiting,
            part: None,
            piece: None,
            place: None,
            offer_until: None,
            sort_key: format!("{arrival:020}"),
            claims: Vec::new(),
            revision: 1,
        }
    }

    /// Puts it where its standing says.
    pub fn rank(&mut self, resource: &Resource, standing: Standing) {
        let descending: Vec<bool> = resource.rank.iter().map(|criterion| criterion.descending).collect();
        self.sort_key = sort_key(&descending, &standing.ranks, self.arrival);
        self.standing = standing;
    }

    /// The same, changed once more.
    #[must_use]
    pub fn changed(mut self) -> Self {
        self.revision += 1;
        self
    }
}

/// The place by arrival of an application: its number was taken in the commit that filed it, so
/// numbers of one authority grow strictly in the order of arrival (INTAKE-12).
pub fn arrival(number: &str, filed_at: Timestamp) -> i64 {
    match PublicNumber::parse(number) {
        Some(parts) => i64::from(parts.year) * 1_000_000_000 + i64::try_from(parts.sequence).unwrap_or(i64::MAX / 4),
        None => filed_at.as_millisecond(),
    }
}

/// A text whose order is the order of the line: criteria first to last, then arrival, which no
/// two applications of an authority share, so there are no ties.
pub fn sort_key(descending: &[bool], ranks: &[RankValue], arrival: i64) -> String {
    let mut parts: Vec<String> = ranks
        .iter()
        .enumerate()
        .map(|(index, value)| rank_key(value, descending.get(index).copied().unwrap_or(false)))
        .collect();
    parts.push(format!("{arrival:020}"));
    parts.join(".")
}

fn rank_key(value: &RankValue, descending: bool) -> String {
    let digits = match value {
        RankValue::YesNo(yes) => u8::from(*yes).to_string(),
        RankValue::Number(text) => return number_key(text, descending),
        RankValue::Date(text) => text.chars().filter(char::is_ascii_digit).collect(),
        RankValue::Unknown => return "~".to_owned(),
    };
    if descending { turned(&digits) } else { digits }
}

/// Twenty digits before and nine after the point; below nought the digits run backwards.
fn number_key(text: &str, descending: bool) -> String {
    let (negative, magnitude) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let mut digits = format!("{whole:0>20}{fraction:0<9.9}");
    if negative {
        digits = turned(&digits);
    }
    let key = format!("{}{digits}", if negative { '0' } else { '9' });
    if descending { turned(&key) } else { key }
}

fn turned(digits: &str) -> String {
    digits
        .chars()
        .map(|digit| digit.to_digit(10).and_then(|value| char::from_digit(9 - value, 10)).unwrap_or(digit))
        .collect()
}

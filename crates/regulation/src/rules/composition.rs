//! A chosen composition: which actions of a service are done electronically, where and why not.
//!
//! The same type carries a row of the matrix (one cell per action) and Form 2 of the passport
//! (a cell per channel).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Action;

/// A code of the matrix (MATRIX-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cell {
    /// Not electronic.
    #[serde(rename = "0")]
    No,
    /// Electronic.
    #[serde(rename = "1")]
    Yes,
    /// The action does not exist in the service.
    #[serde(rename = "-")]
    Absent,
}

impl Cell {
    /// `0`, `1` or `-`.
    pub fn code(self) -> &'static str {
        match self {
            Self::No => "0",
            Self::Yes => "1",
            Self::Absent => "-",
        }
    }

    /// Only the three codes; en dash, em dash and minus count as `-`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "0" => Some(Self::No),
            "1" => Some(Self::Yes),
            "-" | "–" | "—" | "−" => Some(Self::Absent),
            _ => None,
        }
    }
}

/// Where an action is done: the columns of the passport's Form 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// The federal portal (ЕПГУ).
    Federal,
    /// The region's own portal.
    Regional,
    /// Other resources: official sites.
    Site,
}

impl Channel {
    /// All three, in the official order.
    pub const ALL: [Self; 3] = [Self::Federal, Self::Regional, Self::Site];

    /// The word in files.
    pub fn code(self) -> &'static str {
        ["federal", "regional", "site"][self as usize]
    }

    /// The channel with that word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// What was chosen for one action: one cell, or one per channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cells {
    /// A row of the matrix knows no channels.
    Whole(Cell),
    /// The passport answers per channel; a channel that is not there is a blank cell.
    PerChannel(BTreeMap<Channel, bool>),
}

impl Cells {
    /// Is it done on at least one channel?
    pub fn on(&self) -> bool {
        match self {
            Self::Whole(cell) => *cell == Cell::Yes,
            Self::PerChannel(channels) => channels.values().any(|on| *on),
        }
    }

    /// The cell of the service as a whole.
    pub fn cell(&self) -> Cell {
        match self {
            Self::Whole(cell) => *cell,
            Self::PerChannel(_) if self.on() => Cell::Yes,
            Self::PerChannel(_) => Cell::No,
        }
    }
}

/// Why an action is not done: a ground of the list, or `other` for the expert to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reason {
    /// Code of the ground, or `other`.
    pub ground: String,
    /// Explanation for this very service.
    pub text: String,
}

/// The choice for one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The cells.
    pub cells: Cells,
    /// Why not, where it is not done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The decision of the collegial body that allows it: «протокол от … № …, п. …».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

impl Chosen {
    /// A cell without anything else.
    pub fn whole(cell: Cell) -> Self {
        Self { cells: Cells::Whole(cell), reasons: Vec::new(), decision: None }
    }
}

/// Level of the act that is cited: only federal law counts in an explanatory note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// A federal law.
    FederalLaw,
    /// A decree of the President.
    PresidentialDecree,
    /// An act of the Government.
    GovernmentAct,
    /// An order of a federal agency.
    FederalAgencyOrder,
    /// An act of the region.
    RegionalAct,
    /// A municipal act.
    MunicipalAct,
}

/// A structured citation, down to the smallest part that exists (MATRIX-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Citation {
    /// Kind of act.
    pub kind: ActKind,
    /// Who issued it.
    pub issuer: String,
    /// Its date.
    pub date: Date,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Item (пункт).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Sub-item (подпункт).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_item: Option<String>,
    /// The rule in the words of the act.
    pub quote: String,
}

/// The explanatory note to an A3 that is not electronic though many ask (MATRIX-05; 4.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Why originals must be shown in person.
    pub statement: String,
    /// What the law says.
    pub citations: Vec<Citation>,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub date: Option<Date>,
}

/// What was chosen for a service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Composition {
    /// By action; an action that is not there was not answered.
    pub actions: BTreeMap<Action, Chosen>,
    /// The explanatory note, where one is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

impl Composition {
    /// A row of the matrix: nine cells in the official order.
    pub fn row(cells: [Cell; 9]) -> Self {
        let actions = Action::ALL.into_iter().zip(cells.map(Chosen::whole)).collect();
        Self { actions, note: None }
    }

    /// The cell of an action, if it was answered.
    pub fn cell(&self, action: Action) -> Option<Cell> {
        self.actions.get(&action).map(|chosen| chosen.cells.cell())
    }
}

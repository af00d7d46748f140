//! What papers are made of: the regulation, the region, the dossier, the chosen composition.

use jiff::civil::Date;
use regulation::package::{Kind, Regulation};
use regulation::region::Region;
use regulation::rules::{Action, Cell, Composition};

use super::file::{Dossier, Path};

/// Code of the list of priority services (CAT-16).
const PRIORITY: &str = "priority";

/// Everything that is known of one service.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// Its regulation.
    pub regulation: &'a Regulation,
    /// The region.
    pub region: &'a Region,
    /// Its dossier.
    pub dossier: Dossier,
    /// The chosen composition, where it was chosen.
    pub composition: Option<Composition>,
    /// Average number of applications a year with its source.
    pub demand: Demand,
    /// What the rule set finds wrong with the composition.
    pub ruled: Vec<super::Finding>,
    /// The day the paper is made.
    pub today: Date,
}

/// How many apply (MATRIX-03).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demand {
    /// Average number of applications a year.
    pub requests: Option<u64>,
    /// Where the number comes from.
    pub source: Option<String>,
}

impl Material<'_> {
    /// Name of the authority, or its id where the region does not know it.
    pub fn authority(&self) -> String {
        let id = &self.regulation.authority;
        self.region.authority(id).map_or_else(|| id.clone(), |authority| authority.name.clone())
    }

    /// Is it on the list of priority services on that day?
    pub fn priority(&self) -> bool {
        self.regulation.lists_on(self.today).any(|list| list.list == PRIORITY)
    }

    /// How its row of the matrix is approved.
    pub fn path(&self) -> Path {
        match (self.dossier.path, self.regulation.kind) {
            (Some(path), _) => path,
            (None, _) if self.priority() => Path::Priority,
            (None, Kind::Municipal) => Path::MunicipalOther,
            (None, Kind::Regional | Kind::Delegated) => Path::Regional,
        }
    }

    /// The details of the act that approved the regulation, as tables print them.
    pub fn act(&self) -> Option<String> {
        let act = self.dossier.regulation.as_ref()?;
        Some(format!("{} ({}) от {} № {}", act.kind, act.issuer, day(act.date), act.number))
    }

    /// The chosen cell of an action.
    pub fn cell(&self, action: Action) -> Option<Cell> {
        self.composition.as_ref()?.cell(action)
    }
}

/// A day as papers print it.
pub fn day(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}

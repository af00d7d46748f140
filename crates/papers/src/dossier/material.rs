//! What papers are made of: the regulation, the region, the dossier, the facts of the service
//! for rule sets with the chosen composition, and the rule set it is judged by.

use jiff::Span;
use jiff::civil::Date;
use regulation::clock::TermUnit;
use regulation::diagnostic::{Diagnostic, Severity};
use regulation::fact::Value;
use regulation::package::{Kind, Regulation};
use regulation::region::Region;
use regulation::rules::{self, Action, Amount, Cell, Composition, Electronic, RuleSet, ServiceFacts};

use super::file::{Dossier, Path};
use super::read;

/// Code of the list of priority services (CAT-16).
const PRIORITY: &str = "priority";

/// Names of parameters of rule sets that papers read.
const PLAN_LIMIT: &str = "plan_limit";
const OTR_TERM: &str = "otr";
const OTR_EXTENDED: &str = "otr_extended";
const OTR_EXTENDED_FROM: &str = "otr_extended_from";

/// Everything that is known of one service.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// Its regulation.
    pub regulation: &'a Regulation,
    /// The region.
    pub region: &'a Region,
    /// The rule set that its composition is judged by.
    pub rules: Option<&'a RuleSet>,
    /// Its dossier.
    pub dossier: Dossier,
    /// Its facts for rule sets and the chosen composition.
    pub electronic: Option<Electronic>,
    /// The day the paper is made.
    pub today: Date,
}

impl<'a> Material<'a> {
    /// Gathers what the files of the package say; mistakes in them are the refusal.
    pub fn of(
        regulation: &'a Regulation,
        region: &'a Region,
        rules: Option<&'a RuleSet>,
        today: Date,
    ) -> Result<Self, Vec<Diagnostic>> {
        let dossier = read::read(&regulation.files)?;
        let (electronic, found) = rules::read_electronic(&regulation.files);
        let wrong: Vec<Diagnostic> = found.into_iter().filter(|one| one.severity == Severity::Error).collect();
        if wrong.is_empty() { Ok(Self { regulation, region, rules, dossier, electronic, today }) } else { Err(wrong) }
    }

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

    /// The chosen composition.
    pub fn composition(&self) -> Option<&Composition> {
        self.electronic.as_ref()?.composition.as_ref()
    }

    /// The chosen cell of an action.
    pub fn cell(&self, action: Action) -> Option<Cell> {
        self.composition()?.cell(action)
    }

    /// What the rule set finds wrong with the composition.
    pub fn ruled(&self) -> Vec<rules::Finding> {
        let (Some(set), Some(electronic), Some(composition)) = (self.rules, &self.electronic, self.composition())
        else {
            return Vec::new();
        };
        rules::check(set, &ServiceFacts::of(self.regulation, electronic), composition)
    }

    /// Average number of applications a year, as the rule set averages it. A part of an
    /// application counts as one, so that what is over a threshold stays over it in print.
    pub fn requests(&self) -> Option<u64> {
        let electronic = self.electronic.as_ref()?;
        let mean = match self.rules {
            Some(set) => match ServiceFacts::of(self.regulation, electronic).facts(set).value("demand.requests")? {
                Value::Number(mean) => *mean,
                _ => return None,
            },
            None => electronic.demand.mean(electronic.demand.years.len().max(1), |count| count.requests)?,
        };
        mean.ceil().try_into().ok()
    }

    /// Where the number of applications comes from, with its history.
    pub fn requests_source(&self) -> Option<String> {
        let demand = &self.electronic.as_ref()?.demand;
        let years = demand.years.iter().map(|(year, count)| format!("{year} — {} ({})", count.requests, count.source));
        let last =
            demand.last_year.iter().map(|count| format!("за 12 месяцев — {} ({})", count.requests, count.source));
        let all: Vec<String> = years.chain(last).collect();
        if all.is_empty() { None } else { Some(all.join("; ")) }
    }

    /// The last day of the amendment plan (PLAN-02).
    pub fn plan_limit(&self) -> Option<Date> {
        match self.rules?.parameters.get(PLAN_LIMIT)?.value {
            Amount::Date(last) => Some(last),
            _ => None,
        }
    }

    /// By when the OTR must be ready, extended or not.
    pub fn otr_due(&self, extended: bool) -> Option<Date> {
        let name = if extended { OTR_EXTENDED } else { OTR_TERM };
        let Amount::Term(term) = self.rules?.parameters.get(name)?.value else { return None };
        let days = i64::from(term.amount);
        let received = self.dossier.otr.received.filter(|_| term.unit == TermUnit::CalendarDays)?;
        received.checked_add(Span::new().try_days(days).ok()?).ok()
    }

    /// More regulations than this must be in work for the term of an OTR to grow.
    pub fn otr_queue(&self) -> Option<u64> {
        match self.rules?.parameters.get(OTR_EXTENDED_FROM)?.value {
            Amount::Number(count) => count.try_into().ok(),
            _ => None,
        }
    }
}

/// A day as papers print it.
pub fn day(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}

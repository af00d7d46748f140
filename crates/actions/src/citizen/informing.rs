//! What the page of a service says about itself: whether informing (A1) counts as done,
//! how much the service is asked for, its filled sample (CAT-01, CAT-02, CAT-15, FORM-02).

use jiff::Span;
use jiff::civil::Date;
use regulation::clock::{Term, TermUnit};
use regulation::form::Answers;
use regulation::package::{Regulation, Status};

use super::catalogue::{Catalogue, Filter};
use crate::library::Library;
use crate::office::Office;
use crate::stop::Stop;

/// Whether the action A1, informing, is done electronically: always compulsory, computed from
/// three facts, never set by hand (CAT-01, CAT-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Informing {
    /// The record stands in the registry as published.
    pub registered: bool,
    /// The page follows the edition in force and its words are complete.
    pub current: bool,
    /// The catalogue of this portal shows it.
    pub published: bool,
    /// An edition that is not in force yet.
    pub newer: Option<String>,
}

impl Informing {
    /// All three facts hold.
    pub fn met(&self) -> bool {
        self.registered && self.current && self.published
    }
}

/// Computes the fulfilment of informing for a service.
pub fn of(library: &Library, catalogue: &Catalogue, service: &str, today: Date) -> Informing {
    let editions = library.editions(service);
    let in_force = editions.iter().rev().find(|edition| edition.from <= today);
    let shown = catalogue.search("", &Filter::default()).into_iter().find(|shown| shown.service == service);
    let same_edition = |edition: &Regulation| shown.is_some_and(|shown| shown.version == edition.version);
    Informing {
        registered: in_force.is_some_and(|edition| edition.status == Status::Published),
        current: in_force.is_some_and(|edition| same_edition(edition) && is_complete(edition)),
        published: shown.is_some(),
        newer: editions.iter().find(|edition| edition.from > today).map(|edition| edition.version.clone()),
    }
}

/// The five things a person must be told are there: documents and questions, term, cost,
/// criteria or grounds, result (CAT-05).
fn is_complete(edition: &Regulation) -> bool {
    !edition.summary.is_empty()
        && !edition.form.is_empty()
        && !edition.variants.is_empty()
        && (!edition.criteria.is_empty() || !edition.refuse_provision.is_empty())
        && !edition.results.is_empty()
}

/// May people read this edition: published, or once in force and replaced (CAT-03, CAT-18).
pub fn is_public(edition: &Regulation, today: Date) -> bool {
    edition.status != Status::Draft && (edition.status == Status::Published || edition.from <= today)
}

/// How often a service was provided within a year (CAT-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Provisions counted; `None` when the installation is younger than the window and holds
    /// none: no data is not zero.
    pub provided: Option<i64>,
    /// Asked for less than the region's bound; `None` when not known.
    pub low: Option<bool>,
    /// First day of the window.
    pub from: Date,
    /// Last day of the window.
    pub until: Date,
}

/// Counts the provisions of a service over the region's window, from the result register.
pub async fn demand(office: &Office, service: &str) -> Result<Demand, Stop> {
    let until = office.today(office.now());
    let from = window_start(until, office.region.params.low_demand_window.value);
    let start = from.to_zoned(office.clock.time_zone.clone()).map(|day| day.timestamp());
    let start = start.map_err(Stop::broken("finding the start of a window"))?;
    let provided = store::results::provided(&office.db, service, start).await?;
    Ok(judge(provided, from, until, i64::from(office.region.params.low_demand_below.value)))
}

/// First day of a window that ends today.
pub(super) fn window_start(until: Date, window: Term) -> Date {
    let amount = i64::from(window.amount);
    let span = match window.unit {
        TermUnit::Years => Span::new().try_years(amount),
        TermUnit::Months => Span::new().try_months(amount),
        TermUnit::WorkingDays | TermUnit::CalendarDays => Span::new().try_days(amount),
        TermUnit::Hours => Span::new().try_hours(amount),
        TermUnit::Minutes => Span::new().try_minutes(amount),
    };
    span.map_or(until, |span| until.saturating_sub(span))
}

/// Fewer than the bound is low demand (CAT-15); nothing counted is unknown, never zero.
fn judge(counted: i64, from: Date, until: Date, bound: i64) -> Demand {
    let provided = (counted > 0).then_some(counted);
    Demand { provided, low: provided.map(|count| count < bound), from, until }
}

/// The answers of the invented applicant of the published sample.
pub fn sample_answers(service: &Regulation) -> Answers {
    service.sample.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use regulation::clock::Term;

    use super::{judge, window_start};

    /// Proves: CAT-15.
    #[test]
    fn nineteen_provisions_are_low_demand_and_twenty_are_not() {
        let judged = |count| judge(count, date(2025, 3, 2), date(2026, 3, 2), 20);
        assert_eq!(judged(19).low, Some(true));
        assert_eq!(judged(20).low, Some(false));
        assert_eq!((judged(0).provided, judged(0).low), (None, None));
    }

    #[test]
    fn the_window_ends_today() {
        let start = |term: &str| Term::parse(term).map(|term| window_start(date(2026, 3, 2), term));
        assert_eq!(start("1 year"), Ok(date(2025, 3, 2)));
        assert_eq!(start("3 months"), Ok(date(2025, 12, 2)));
        assert_eq!(start("30 cd"), Ok(date(2026, 1, 31)));
    }
}

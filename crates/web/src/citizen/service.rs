//! The page of a service, made from its regulation: who, what is needed, how long, how much,
//! why refused, what comes out, and by which clause (CAT-05, CAT-18).

use std::sync::Arc;

use actions::citizen::informing::{self, Demand, Informing};
use actions::library::Library;
use actions::reception::look;
use actions::stop::Stop;
use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use regulation::clock::Term;
use regulation::fact::Facts;
use regulation::form::{FormView, StepView};
use regulation::package::{ApplicantKind, Assurance, Fact, Kind, Performer, Regulation, SourcePath, Variant};
use regulation::region::{Authority, Region};
use serde::Deserialize;

use super::around::{self, Notice, Related};
use super::offer::{self, Gain, Paper, Payment, Reasons, Terms};
use crate::shell::error::Answer;
use crate::shell::{App, Page, html};

/// Which variant or edition is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    variant: String,
    on: String,
    version: String,
}

#[derive(Template)]
#[template(path = "citizen/service.html")]
struct Service<'a> {
    page: &'a Page,
    service: &'a Regulation,
    category: Option<&'a str>,
    authority: Option<&'a Authority>,
    variant: Option<&'a Variant>,
    variants: Vec<&'a Variant>,
    terms: Vec<Terms<'a>>,
    reasons: Vec<Reasons<'a>>,
    results: Vec<Gain<'a>>,
    papers: Vec<Paper<'a>>,
    payment: Payment,
    /// Nothing can be paid: the authority has named no details (PAY-01).
    unpayable: bool,
    people: Vec<Notice>,
    scarce: Vec<Notice>,
    visits: Vec<Notice>,
    received: bool,
    afterwards: Vec<Notice>,
    related: Vec<Related>,
    informing: Informing,
    demand: Demand,
}

/// Most variants that are offered as buttons; more make a list to choose from.
const MOST_BUTTONS: usize = 8;

#[derive(Template)]
#[template(path = "citizen/sample.html")]
struct Sample<'a> {
    page: Page,
    service: &'a Regulation,
    steps: &'a [StepView],
}

#[derive(Template)]
#[template(path = "citizen/text.html")]
struct Text<'a> {
    page: Page,
    service: &'a Regulation,
    editions: &'a [Arc<Regulation>],
    in_force: bool,
    authority: Option<&'a Authority>,
}

#[derive(Template)]
#[template(path = "citizen/authority.html")]
struct Contacts<'a> {
    page: Page,
    authority: &'a Authority,
    services: Vec<&'a Arc<Regulation>>,
}

impl<'a> Service<'a> {
    fn of(
        page: &'a Page,
        service: &'a Regulation,
        variant: Option<&'a Variant>,
        office: (&'a Region, &Library),
        counted: (Informing, Demand),
        received: bool,
    ) -> Self {
        let (region, library) = office;
        let (informing, demand) = counted;
        let variants: Vec<&Variant> =
            service.variants.iter().filter(|one| variant.is_none_or(|chosen| chosen.id == one.id)).collect();
        let concerns =
            |variants: &[String]| variant.is_none_or(|one| variants.is_empty() || variants.contains(&one.id));
        let results = service.results.iter().filter(|output| concerns(&output.variants));
        Self {
            category: region.categories.get(&service.category).map(|category| category.title.as_str()),
            authority: region.authorities.get(&service.authority),
            terms: offer::terms(page, service, &variants),
            reasons: offer::reasons(page, service, concerns),
            results: results.map(|output| offer::gain(page, output)).collect(),
            papers: offer::papers(page, service),
            payment: offer::payment(page, service),
            unpayable: region.payments.is_some()
                && !service.fee.is_free()
                && region.authority(&service.authority).is_some_and(|one| one.payee_on(page.today).is_none()),
            people: around::people(page, service),
            scarce: around::scarce(page, service),
            visits: around::visits(page, service),
            received,
            afterwards: around::afterwards(page, service),
            related: around::related(library, service, page.today),
            informing,
            demand,
            page,
            service,
            variant,
            variants,
        }
    }

    fn is_chosen(&self, variant: &str) -> bool {
        self.variant.is_some_and(|chosen| chosen.id == variant)
    }

    /// Few enough variants to stand side by side.
    fn has_buttons(&self) -> bool {
        self.service.variants.len() <= MOST_BUTTONS
    }

    /// Whether the titles of a group tell more than the title of the page.
    fn tells(&self, terms: &Terms<'_>) -> bool {
        self.variants.len() > 1 && terms.titles.len() <= MOST_BUTTONS
    }

    /// The whole term in a few words: one for all, or from the shortest to the longest.
    fn span(&self) -> String {
        let terms = || self.variants.iter().map(|one| one.term);
        match (terms().min_by_key(Term::most_days), terms().max_by_key(Term::most_days)) {
            (Some(least), Some(most)) if least != most => {
                self.page.t2("term-between", "least", least.to_string(), "most", most.to_string())
            }
            (Some(only), _) => only.to_string(),
            (None, _) => String::new(),
        }
    }

    /// Where the application begins after sign-in.
    fn start_address(&self) -> String {
        format!("/services/{}/start", self.service.service)
    }
}

/// `GET /services/{id}`, for one variant with `?variant=`.
pub async fn show(State(app): State<App>, page: Page, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let office = &app.office;
    let today = office.today(office.now());
    let service = office.library.current(&id, today).ok_or(Stop::Missing)?;
    let variant = match wanted.variant.as_str() {
        "" => None,
        id => Some(service.variants.iter().find(|variant| variant.id == id).ok_or(Stop::Missing)?),
    };
    let informing = informing::of(&office.library, &app.catalogue(), &id, today);
    let counted = (informing, app.demand(&id).await?);
    let received = !look::places(office, service).is_empty();
    html(&Service::of(&page, service, variant, (&office.region, &office.library), counted, received))
}

/// `GET /services/{id}/sample`: the form filled by an invented applicant (FORM-02).
pub async fn sample(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let office = &app.office;
    let today = office.today(office.now());
    let service = office.library.current(&id, today).ok_or(Stop::Missing)?;
    let view: FormView =
        regulation::form::view(service, &informing::sample_answers(service), &Facts::default(), page.today);
    html(&Sample { page, service, steps: &view.steps })
}

/// `GET /services/{id}/text`: the regulation itself, as of any date or by edition (CAT-18).
pub async fn text(State(app): State<App>, page: Page, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let office = &app.office;
    let today = office.today(office.now());
    let current = office.library.current(&id, today).ok_or(Stop::Missing)?;
    let editions = office.library.editions(&id);
    let service = if !wanted.version.is_empty() {
        office.library.edition(&id, &wanted.version).filter(|edition| informing::is_public(edition, today))
    } else if let Ok(day) = wanted.on.parse::<Date>() {
        office.library.current(&id, day).filter(|edition| informing::is_public(edition, today))
    } else {
        Some(current)
    };
    let service = service.ok_or(Stop::Missing)?;
    let in_force = service.version == current.version;
    let authority = office.region.authorities.get(&service.authority);
    html(&Text { page, service, editions, in_force, authority })
}

/// `GET /authorities/{id}`: contacts; printed, it is the sign for the door (CAT-17).
pub async fn authority(State(app): State<App>, page: Page, Path(id): Path<String>) -> Answer {
    let authority = app.office.region.authorities.get(&id).ok_or(Stop::Missing)?;
    let catalogue = app.catalogue();
    let services = catalogue.all().iter().filter(|service| service.authority == id).collect();
    html(&Contacts { page, authority, services })
}

/// Facts that a person is asked for, in the order of the form.
pub fn asked(service: &Regulation) -> impl Iterator<Item = &Fact> {
    service.form.iter().flat_map(|step| &step.fields).filter_map(|name| service.facts.get(name))
}

/// Whether a fact comes from ЕСИА.
pub fn is_from_identity(fact: &Fact) -> bool {
    fact.from.iter().any(|path| matches!(path, SourcePath::Identity(_)))
}

/// The longest term among the variants, in words.
pub fn longest_term(service: &Regulation) -> Option<String> {
    let longest = service.variants.iter().map(|variant| variant.term).max_by_key(Term::most_days)?;
    Some(longest.to_string())
}

/// Who may apply, by code.
pub fn applicant_words<'a>(page: &'a Page, code: &str) -> &'a str {
    match code {
        "sole-trader" => page.t("applicant-sole-trader"),
        "organisation" => page.t("applicant-organisation"),
        "business" => page.t("applicant-business"),
        _ => page.t("applicant-person"),
    }
}

/// Who may apply.
pub fn applicant_kind<'a>(page: &'a Page, kind: &ApplicantKind) -> &'a str {
    match kind {
        ApplicantKind::Person => page.t("applicant-person"),
        ApplicantKind::SoleTrader => page.t("applicant-sole-trader"),
        ApplicantKind::Organisation => page.t("applicant-organisation"),
    }
}

/// State, municipal or delegated (CAT-13).
pub fn kind<'a>(page: &'a Page, kind: &Kind) -> &'a str {
    match kind {
        Kind::Regional => page.t("kind-regional"),
        Kind::Municipal => page.t("kind-municipal"),
        Kind::Delegated => page.t("kind-delegated"),
    }
}

/// The weakest account that may file.
pub fn assurance<'a>(page: &'a Page, level: &Assurance) -> &'a str {
    match level {
        Assurance::Simplified => page.t("assurance-simplified"),
        Assurance::Standard => page.t("assurance-standard"),
        Assurance::Confirmed => page.t("assurance-confirmed"),
    }
}

/// Who performs a procedure.
pub fn performer<'a>(page: &'a Page, by: &Performer) -> &'a str {
    match by {
        Performer::Machine => page.t("performer-machine"),
        Performer::MachineElseOfficial => page.t("performer-machine-else-official"),
        Performer::Official => page.t("performer-official"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use jiff::civil::date;

    use super::*;
    use crate::citizen::samples::{page, region, services};

    fn drawn(service: &Regulation, variant: Option<&Variant>) -> String {
        let (region, page) = (region(), page());
        let library = Library::new(services());
        let demand = Demand { provided: Some(7), low: Some(true), from: date(2025, 3, 2), until: date(2026, 3, 2) };
        let informing = Informing { registered: true, current: true, published: true, newer: None };
        Service::of(&page, service, variant, (&region, &library), (informing, demand), true).render().unwrap()
    }

    fn plain(text: &str) -> String {
        text.replace('&', "&#38;")
            .replace('<', "&#60;")
            .replace('>', "&#62;")
            .replace('"', "&#34;")
            .replace('\'', "&#39;")
    }

    /// Proves: CAT-05, CAT-15, CAT-17, CAT-18.
    #[test]
    fn the_page_of_a_service_tells_everything_its_regulation_says() {
        for service in services() {
            let html = drawn(&service, None);
            let region = region();
            let authority = region.authority(&service.authority).unwrap();
            let mut told: Vec<&String> =
                vec![&service.short, &service.summary, &service.version, &authority.hours, &authority.address];
            let grounds = service.refuse_intake.iter().chain(&service.refuse_provision);
            let grounds = grounds.chain(service.suspend.iter().map(|one| &one.ground));
            let grounds = grounds.chain(service.prolong.iter().map(|one| &one.ground));
            let grounds = grounds.chain(service.give_back.iter().map(|one| &one.ground));
            let grounds = grounds.chain(service.forward.iter().map(|one| &one.ground));
            told.extend(grounds.flat_map(|one| [&one.title, &one.say, &one.mend]));
            told.extend(service.variants.iter().map(|one| &one.title));
            told.extend(service.fee.lines.iter().map(|one| &one.title));
            told.extend(service.fee.exemptions.iter().map(|one| &one.title));
            told.extend(service.parties.iter().map(|one| &one.title));
            told.extend(service.beneficiaries.iter().map(|one| &one.title));
            told.extend(service.resources.iter().flat_map(|one| one.rank.iter().map(|rank| &rank.title)));
            told.extend(service.resources.iter().map(|one| &one.title));
            told.extend(service.bookings.iter().map(|one| &one.title));
            told.extend(service.afterwards.iter().flat_map(|one| [&one.title, &one.say]));
            told.extend(service.relations.iter().map(|one| &one.say));
            told.extend(service.unverified.iter().map(|one| &one.note));
            told.extend(service.criteria.values().map(|one| &one.say_yes));
            told.extend(service.results.iter().map(|one| &one.title));
            told.extend(
                service
                    .form
                    .iter()
                    .flat_map(|step| &step.fields)
                    .filter_map(|name| service.facts.get(name))
                    .map(|fact| &fact.label),
            );
            for words in told {
                assert!(html.contains(&plain(words)), "{}: {words}", service.service);
            }
            for words in ["Маловостребованная", "Источник: реестр результатов", "Текст регламента", "Часы приёма"]
            {
                assert!(html.contains(words), "{}: {words}", service.service);
            }
            assert!(html.contains(&service.clause_text(&service.fee.because)));
            assert!(html.len() < 50_000, "{} bytes of {}", html.len(), service.service);
        }
    }

    /// Proves: CAT-05.
    #[test]
    fn the_page_of_one_variant_names_only_its_own_term() {
        let service = services().into_iter().find(|service| service.variants.len() > 1).unwrap();
        for variant in &service.variants {
            let html = drawn(&service, Some(variant));
            assert!(html.contains(&variant.term.to_string()));
        }
    }

    /// Proves: CAT-13.
    #[test]
    fn each_kind_of_service_has_its_own_words() {
        let (page, mut seen) = (page(), std::collections::BTreeSet::new());
        for one in [Kind::Regional, Kind::Municipal, Kind::Delegated] {
            assert!(seen.insert(kind(&page, &one).to_owned()));
        }
        let service = services().remove(0);
        for one in [Kind::Regional, Kind::Municipal, Kind::Delegated] {
            let html = drawn(&Regulation { kind: one, ..service.clone() }, None);
            assert!(html.contains(kind(&page, &one)));
        }
    }

    /// Proves: FORM-02.
    #[test]
    fn the_filled_sample_shows_every_answer_of_the_invented_applicant() {
        for service in services() {
            let view = regulation::form::view(
                &service,
                &informing::sample_answers(&service),
                &Facts::default(),
                date(2026, 3, 2),
            );
            let html = Sample { page: page(), service: &service, steps: &view.steps }.render().unwrap();
            for field in view.steps.iter().flat_map(|step| &step.fields).filter(|field| field.records.is_empty()) {
                assert!(html.contains(&plain(&field.shown)), "{}: {}", service.service, field.path);
            }
            assert!(html.contains("вымышлены"));
        }
    }
}

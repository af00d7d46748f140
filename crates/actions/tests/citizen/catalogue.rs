//! Finding a service and what its page rests on.

use std::collections::BTreeSet;

use actions::citizen::catalogue::{Applies, Catalogue, Filter};
use actions::citizen::informing;
use actions::library::Library;
use jiff::civil::date;
use regulation::fact::Facts;
use regulation::form;
use regulation::package::{ApplicantKind, Regulation, Status};

use super::world::World;

async fn services() -> (World, Vec<Regulation>) {
    let world = World::new().await;
    let today = world.office.today(world.now());
    let services = world.office.library.published(today).map(|service| Regulation::clone(service)).collect();
    (world, services)
}

fn found(catalogue: &Catalogue, words: &str) -> Vec<String> {
    catalogue.search(words, &Filter::default()).iter().map(|service| service.service.clone()).collect()
}

/// Proves: CAT-10.
#[tokio::test]
async fn a_service_is_found_by_any_form_of_its_words_and_with_one_wrong_letter() {
    let (world, _) = services().await;
    let catalogue = Catalogue::build(world.office.library.published(world.office.today(world.now())));
    for words in [
        "охотничий билет",
        "охотничьего билета",
        "ОХОТНИЧЬИМ БИЛЕТОМ",
        "охота",
        "охотник",
        "ружье",
        "ружьё",
        "хочу получить охотничий билет",
        "ахотничий билет",
        "охотничий билт",
        "охотничий биелт",
        "охотнчий",
        "охотничийй",
        "билет для охоты",
    ] {
        assert_eq!(found(&catalogue, words).first().map(String::as_str), Some("hunting-ticket"), "{words}");
    }
    for words in ["градостроительный план", "градостроительного плана участка", "градостроительнго"]
    {
        assert_eq!(found(&catalogue, words), ["land-plan"], "{words}");
    }
    assert!(found(&catalogue, "загранпаспорт").is_empty());
}

/// Proves: CAT-10.
#[tokio::test]
async fn nothing_asked_shows_everything_and_odd_signs_harm_nobody() {
    let (world, services) = services().await;
    let catalogue = Catalogue::build(world.office.library.published(world.office.today(world.now())));
    assert_eq!(found(&catalogue, "").len(), services.len());
    assert_eq!(found(&catalogue, " \u{0}\u{7}\t").len(), services.len());
    assert!(found(&catalogue, &"билет ".repeat(5000)).len() <= services.len());
    for words in ["%", "'; drop table people; --", "«»", "\u{202e}", "и в на"] {
        let _ = found(&catalogue, words);
    }
}

/// Proves: CAT-10.
#[tokio::test]
async fn filters_narrow_together() {
    let (world, _) = services().await;
    let catalogue = Catalogue::build(world.office.library.published(world.office.today(world.now())));
    let narrow = |category: &str, authority: &str, applicant: Option<ApplicantKind>| {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let filter = Filter {
            category: some(category),
            authority: some(authority),
            life_event: None,
            applicant: applicant.map(Applies::As),
        };
        catalogue.search("", &filter).len()
    };
    assert_eq!(narrow("nature", "", None), 1);
    assert_eq!(narrow("nature", "nature-ministry", Some(ApplicantKind::Person)), 1);
    assert_eq!(narrow("nature", "nature-ministry", Some(ApplicantKind::Organisation)), 0);
    assert_eq!(narrow("nature", "city-architecture", None), 0);
    assert_eq!(narrow("nowhere", "", None), 0);
}

/// Proves: CAT-11.
#[tokio::test]
async fn what_business_may_ask_for_is_found_as_such() {
    let (world, services) = services().await;
    let catalogue = Catalogue::build(world.office.library.published(world.office.today(world.now())));
    let filter = Filter { applicant: Some(Applies::InBusiness), ..Filter::default() };
    let found: BTreeSet<_> = catalogue.search("", &filter).iter().map(|one| one.service.clone()).collect();
    let of_business = |one: &&Regulation| {
        one.applicants.contains(&ApplicantKind::Organisation) || one.applicants.contains(&ApplicantKind::SoleTrader)
    };
    let expected: BTreeSet<_> = services.iter().filter(of_business).map(|one| one.service.clone()).collect();
    assert_eq!(found, expected);
    assert!(!found.is_empty() && found.len() < services.len(), "some are for citizens alone");
}

/// Proves: CAT-03.
#[tokio::test]
async fn only_published_services_in_force_are_there() {
    let (world, services) = services().await;
    let today = world.office.today(world.now());
    let one = services.first().unwrap().clone();
    for (status, from, seen) in [
        (Status::Published, one.from, true),
        (Status::Draft, one.from, false),
        (Status::Withdrawn, one.from, false),
        (Status::Published, date(2099, 1, 1), false),
    ] {
        let library = Library::new([Regulation { status, from, ..one.clone() }]);
        assert_eq!(library.current(&one.service, today).is_some(), seen, "{status:?} {from}");
        let catalogue = Catalogue::build(library.published(today));
        assert_eq!(found(&catalogue, "").len(), usize::from(seen), "{status:?} {from}");
        let edition = library.edition(&one.service, &one.version).unwrap();
        if status == Status::Draft {
            assert!(!informing::is_public(edition, today), "a draft's text must not leak by its address");
        }
    }
}

/// Proves: CAT-01, CAT-02.
#[tokio::test]
async fn informing_is_done_only_while_its_three_facts_hold_and_nobody_can_set_it_by_hand() {
    let (world, services) = services().await;
    let today = world.office.today(world.now());
    for one in services {
        let told = |regulation: Regulation, shown: bool| {
            let library = Library::new([regulation]);
            let catalogue =
                if shown { Catalogue::build(library.published(today)) } else { Catalogue::build([].iter()) };
            informing::of(&library, &catalogue, &one.service, today)
        };
        assert!(told(one.clone(), true).met(), "{}", one.service);
        let unregistered = told(Regulation { status: Status::Draft, ..one.clone() }, true);
        assert!(!unregistered.registered && !unregistered.met());
        let unseen = told(one.clone(), false);
        assert!(!unseen.published && !unseen.met());
        let bare = told(Regulation { results: Vec::new(), ..one.clone() }, true);
        assert!(!bare.current && !bare.met());
    }
}

/// Proves: CAT-05.
#[tokio::test]
async fn every_variant_tells_documents_term_cost_criteria_and_grounds() {
    let (_, services) = services().await;
    for service in services {
        assert!(!service.form.is_empty() && !service.criteria.is_empty());
        assert!(!service.clause_text(&service.fee.because).is_empty());
        for variant in &service.variants {
            let concerns = |variants: &[String]| variants.is_empty() || variants.contains(&variant.id);
            let place = format!("{}, {}", service.service, variant.id);
            assert!(
                !variant.term.to_string().is_empty() && !service.clause_text(&variant.because).is_empty(),
                "{place}"
            );
            assert!(service.refuse_provision.iter().any(|ground| concerns(&ground.variants)), "{place}");
            assert!(service.results.iter().any(|output| concerns(&output.variants)), "{place}");
        }
    }
}

/// Proves: CAT-17.
#[tokio::test]
async fn every_service_names_an_authority_with_all_its_contacts() {
    let (world, services) = services().await;
    for service in services {
        let authority = world.office.region.authority(&service.authority).unwrap();
        for contact in [&authority.name, &authority.address, &authority.phone, &authority.email, &authority.hours] {
            assert!(!contact.is_empty(), "{}", service.service);
        }
    }
}

/// Proves: CAT-18.
#[tokio::test]
async fn the_text_of_any_past_day_can_be_had_and_a_coming_edition_is_announced() {
    let (_, services) = services().await;
    let old = services.first().unwrap().clone();
    let edition = |version: &str, from| Regulation { version: version.to_owned(), from, ..old.clone() };
    let library = Library::new([
        edition("2027.1", date(2027, 1, 1)),
        edition("2025.1", date(2025, 1, 1)),
        edition("2026.1", date(2026, 1, 1)),
    ]);
    let on = |day| library.current(&old.service, day).map(|edition| edition.version.clone());
    assert_eq!(on(date(2024, 12, 31)), None);
    assert_eq!(on(date(2025, 6, 1)).as_deref(), Some("2025.1"));
    assert_eq!(on(date(2026, 1, 1)).as_deref(), Some("2026.1"));
    let today = date(2026, 3, 2);
    let told = informing::of(&library, &Catalogue::build(library.published(today)), &old.service, today);
    assert_eq!(told.newer.as_deref(), Some("2027.1"));
    assert!(told.met());
}

/// Proves: CAT-15.
#[tokio::test]
async fn a_service_nobody_was_provided_with_yet_has_unknown_demand_not_zero() {
    let (world, services) = services().await;
    let demand = informing::demand(&world.office, &services.first().unwrap().service).await.unwrap();
    assert_eq!((demand.provided, demand.low), (None, None));
    assert_eq!(demand.until, world.office.today(world.now()));
    assert!(demand.from < demand.until);
}

/// Proves: FORM-02.
#[tokio::test]
async fn every_service_has_a_filled_sample_that_the_form_itself_accepts() {
    let (world, services) = services().await;
    let today = world.office.today(world.now());
    for service in services {
        let answers = informing::sample_answers(&service);
        assert!(!answers.is_empty(), "{}", service.service);
        let problems = form::check(&service, &answers, &Facts::default(), today);
        assert!(problems.is_empty(), "{}: {problems:#?}", service.service);
    }
}

//! What the questionnaire learned is in the form already.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod package_folder;

use jiff::Timestamp;
use regulation::assess::{VariantFit, assess};
use regulation::fact::Facts;
use regulation::form::{self, Answers, FieldView};
use regulation::package::{self, FactType, Regulation};
use regulation::question::{Aim, Reach, Step, next, of_service};

/// Answers of one run of the questionnaire, given as the case gives them.
fn profiled(regulation: &Regulation, full: &Facts, today: jiff::civil::Date) -> Option<Facts> {
    let inquiry = of_service(regulation, &[Aim::Variant]);
    let (mut facts, mut reach) = (Facts::default(), Reach::Nobody);
    for _ in 0..200 {
        match next(&inquiry, &facts, today, &reach) {
            Step::Ask(ask) => facts.learn(ask.fact.clone(), full.get(&ask.fact)?.clone()),
            Step::Fetch { origin, .. } => reach = reach.without(origin),
            Step::Done(_) => return Some(facts),
        }
    }
    None
}

fn fields(regulation: &Regulation, prefill: &Facts, today: jiff::civil::Date) -> Vec<FieldView> {
    let view = form::view(regulation, &Answers::new(), prefill, today);
    view.steps.into_iter().flat_map(|step| step.fields).collect()
}

/// Proves: PROFILE-06.
#[test]
fn fields_fed_by_profiling_are_filled_in_the_form_and_read_back_from_it() {
    let mut fed = 0;
    for folder in package_folder::all() {
        let Some(regulation) = package::read(&package_folder::sources(&folder)).0 else { continue };
        for case in &regulation.cases {
            let today = case.as_of;
            let Ok(full) = package::facts_of(&regulation, &case.given, Timestamp::UNIX_EPOCH, today) else { continue };
            let Some(learned) = profiled(&regulation, &full, today) else { continue };
            let place = format!("{}: {}", regulation.service, case.name);
            let read_back = form::facts(&regulation, &Answers::new(), &learned, Timestamp::UNIX_EPOCH, today);
            for field in fields(&regulation, &learned, today) {
                let Some(value) = learned.value(&field.name) else { continue };
                if matches!(field.kind, FactType::List { .. } | FactType::Document(_)) {
                    continue;
                }
                assert!(!field.raw.is_null() && !field.shown.is_empty(), "{place}: {} is asked again", field.name);
                assert!(field.source.is_some(), "{place}: {} says where it came from", field.name);
                assert_eq!(read_back.value(&field.name), Some(value), "{place}: {}", field.name);
                fed += 1;
            }
            // What decided the variant in the questionnaire decides it in the form.
            if let VariantFit::One(id) = assess(&regulation, &learned, today).variant {
                assert_eq!(assess(&regulation, &read_back, today).variant, VariantFit::One(id), "{place}");
            }
        }
    }
    assert!(fed >= 100, "{fed} fields were fed");
}

/// Proves: PROFILE-06.
#[test]
fn a_form_that_profiling_told_nothing_is_empty() {
    for folder in package_folder::all() {
        let Some(regulation) = package::read(&package_folder::sources(&folder)).0 else { continue };
        let fields = fields(&regulation, &Facts::default(), regulation.from);
        assert!(fields.iter().any(|field| field.required), "{}", regulation.service);
        for field in fields {
            assert!(field.raw.is_null() && field.source.is_none(), "{}: {}", regulation.service, field.path);
        }
    }
}

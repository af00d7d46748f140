//! The services of this repository: what their resources say of their own samples.

use domain::distribution::{Giving, RankValue, Share, answered_by_stock, keys_of, limit_keys, standing, window};
use jiff::civil::date;
use regulation::expression::World;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::package::Regulation;

use crate::stocks::*;

fn facts(said: &[(&str, Value)]) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in said {
        let known = Known { value: Some(value.clone()), source: Source::Applicant, at: at(0), contested: false };
        facts.learn(*name, known);
    }
    facts
}

fn choice(code: &str) -> Value {
    Value::Choice(code.to_owned())
}

fn world<'a>(regulation: &'a Regulation, facts: &'a Facts) -> World<'a> {
    World { regulation, facts, today: date(2026, 6, 1) }
}

#[test]
fn an_application_that_names_several_schools_stands_in_several_lines_the_most_wanted_first() {
    let record = |code: &str| [("school".to_owned(), choice(code))].into_iter().collect();
    let facts = facts(&[
        ("schools", Value::List(vec![record("school-2"), record("school-1"), record("school-2")])),
        ("request.kind", choice("first")),
    ]);
    let keys = keys_of(&SCHOOL, resource(&SCHOOL, "first-wave"), &facts);
    let named: Vec<String> =
        keys.iter().map(|key| key.values.iter().map(|one| one.value.as_str()).collect::<Vec<_>>().join("/")).collect();
    assert_eq!(named, ["school-2/first/", "school-1/first/"]);
}

#[test]
fn a_window_is_read_from_the_parameters_of_the_year() {
    let facts = Facts::default();
    let window = window(resource(&HUNT, "draw"), &world(&HUNT, &facts));
    assert_eq!((window.opens, window.closes), (Some(date(2026, 5, 15)), Some(date(2026, 6, 30))));
    assert!(window.takes(date(2026, 6, 30)) && !window.takes(date(2026, 7, 1)) && !window.takes(date(2026, 5, 14)));
}

#[test]
fn a_stock_answers_for_the_register_that_is_asked_by_its_key_and_for_no_other() {
    assert!(answered_by_stock(&HUNT, resource(&HUNT, "arrival"), "hunters.quota"));
    assert!(!answered_by_stock(&HUNT, resource(&HUNT, "arrival"), "hunters.claims"));
    assert!(answered_by_stock(&CAMP, resource(&CAMP, "places"), "education.places"));
    assert!(!answered_by_stock(&CAMP, resource(&CAMP, "places"), "education.history"));
}

#[test]
fn a_kept_part_is_not_known_until_the_register_answered() {
    let rule = resource(&HUNT, "draw");
    let none = Facts::default();
    assert_eq!(standing(rule, &world(&HUNT, &none)).shares, [Share::Unknown]);
    let took_part = facts(&[("conservation.took_part", Value::YesNo(true))]);
    assert_eq!(standing(rule, &world(&HUNT, &took_part)).shares, [Share::Yes]);
    let ranks = standing(resource(&SCHOOL, "first-wave"), &world(&SCHOOL, &none)).ranks;
    assert_eq!(ranks.len(), 4);
    assert!(ranks.contains(&RankValue::Unknown), "{ranks:?}");
}

#[test]
fn limits_count_by_what_they_name_and_not_before_it_is_known() {
    let some = facts(&[("hunt.species", choice("elk")), ("hunt.district", Value::Text("Округ".to_owned()))]);
    assert!(limit_keys(&HUNT, "draw", &some).is_empty(), "the applicant is not known");
    let mut all = some.clone();
    let snils = Value::Text("выдуманный".to_owned());
    all.learn("applicant.snils", Known { value: Some(snils), source: Source::Applicant, at: at(0), contested: false });
    let keys = limit_keys(&HUNT, "draw", &all);
    assert_eq!((keys.len(), keys[0].most), (1, 1));
    assert!(!keys[0].hash.contains("выдуманный"));
    let mut other = all.clone();
    other.learn(
        "hunt.species",
        Known { value: Some(choice("roe")), source: Source::Applicant, at: at(0), contested: false },
    );
    assert_ne!(limit_keys(&HUNT, "draw", &other)[0].hash, keys[0].hash);
}

#[test]
fn offers_are_made_where_the_regulation_gives_a_term_for_the_answer() {
    assert_eq!(Giving::of(resource(&LAND, "plots")), Giving::Offers);
    assert_eq!(Giving::of(resource(&CAMP, "places")), Giving::AtOnce);
}

//! Working days of the calendar files, against hand counts.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use regulation::clock::{Calendar, NoCalendar};
use regulation::diagnostic::Sources;

use crate::{calendar, files, root};

/// Proves: SEC-05.
#[test]
fn the_years_have_as_many_working_days_as_the_official_calendars() {
    let calendar = calendar();
    for (year, days) in [(2024, 248), (2025, 247), (2026, 247), (2027, 247)] {
        assert_eq!(calendar.year(year).unwrap().working_days(year), days, "{year}");
    }
    assert!(calendar.year(2027).unwrap().derived.is_some(), "2027 is not an adopted calendar");
    assert!(calendar.year(2026).unwrap().derived.is_none());
}

/// Proves: SEC-05.
#[test]
fn every_day_of_2024_to_2027_agrees_with_an_independent_source() {
    let folder = root().join("../shared/data/calendar");
    for year in 2024..=2027 {
        let name = format!("{}-ru-{year}.xml", if year == 2027 { "derived" } else { "xmlcalendar" });
        let Ok(text) = std::fs::read_to_string(folder.join(&name)) else {
            eprintln!("SKIPPED: {name} is absent, the calendar of {year} is compared with nothing");
            continue;
        };
        let kinds = kinds_of_days(&text);
        let calendar = calendar();
        let first = Date::constant(year, 1, 1);
        for day in first.series(1.day()).take_while(|day| day.year() == year) {
            let key = format!("{:02}.{:02}", day.month(), day.day());
            let weekend = day.weekday().to_monday_zero_offset() >= 5;
            let worked = match kinds.get(&key).map(String::as_str) {
                Some("1") => false,
                Some("2" | "3") => true,
                Some(other) => panic!("unknown kind of day {other}"),
                None => !weekend,
            };
            assert_eq!(calendar.is_working(day), Ok(worked), "{day}");
            let short = kinds.get(&key).is_some_and(|kind| kind == "2");
            assert_eq!(calendar.year(year).unwrap().shortened.contains(&day), short, "{day}");
        }
    }
}

/// `<day d="01.09" t="1" f="01.03"/>` → `01.09` → `1`.
fn kinds_of_days(xml: &str) -> BTreeMap<String, String> {
    let attribute = |element: &str, name: &str| {
        let from = element.find(&format!("{name}=\""))? + name.len() + 2;
        element.get(from..)?.split('"').next().map(str::to_owned)
    };
    xml.split("<day ")
        .skip(1)
        .filter_map(|element| Some((attribute(element, "d")?, attribute(element, " t")?)))
        .collect()
}

/// Proves: SEC-05.
#[test]
fn a_year_without_a_file_is_flagged_and_never_guessed() {
    let problem = calendar().is_working(Date::constant(2028, 1, 10)).unwrap_err();
    assert_eq!(problem, NoCalendar { year: 2028 });
    assert!(problem.to_string().contains("2028"));
    assert!(problem.mend().contains("2028.yaml"));
    assert!(Calendar::default().is_working(Date::constant(2026, 3, 2)).is_err());
}

#[test]
fn a_saturday_that_gave_its_day_off_away_is_worked() {
    let calendar = calendar();
    for day in ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20"] {
        assert_eq!(calendar.is_working(day.parse().unwrap()), Ok(true), "{day}");
    }
    // A holiday on a weekend moved its day off away too, and yet nobody works on it.
    for day in ["2025-02-23", "2026-01-03", "2026-03-08", "2027-05-01"] {
        assert_eq!(calendar.is_working(day.parse().unwrap()), Ok(false), "{day}");
    }
}

#[test]
fn working_days_between_counts_the_last_day_and_not_the_first() {
    let between = |from: &str, until: &str| {
        calendar().working_days_between(from.parse().unwrap(), until.parse().unwrap()).unwrap()
    };
    assert_eq!(between("2026-03-02", "2026-03-02"), 0);
    assert_eq!(between("2026-03-02", "2026-03-03"), 1);
    assert_eq!(between("2026-03-06", "2026-03-10"), 1);
    assert_eq!(between("2026-03-10", "2026-03-06"), 0);
    assert_eq!(between("2025-12-31", "2026-12-31"), 247);
}

fn findings(year: i16, edit: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let name = format!("{year}.yaml");
    let text = edit(&files().0[&name]);
    let sources = Sources([(name, text)].into());
    let (calendar, found) = Calendar::read(&sources);
    assert!(calendar.is_none());
    found.iter().map(|one| (one.span.place(&sources), one.message.clone())).collect()
}

#[test]
fn a_misprint_in_a_calendar_is_found_by_its_control_number() {
    let found = findings(2026, |text| text.replace("2026-05-11:", "2026-05-10:"));
    let [(place, message)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(place, "2026.yaml:4:15");
    assert!(message.contains("указано рабочих дней 247, по списку выходит 248"), "{message}");
}

#[test]
fn each_mistake_of_a_calendar_is_told_at_its_place() {
    let found = findings(2026, |text| {
        text.replace(
            "  2026-03-09: { moved-from: 2026-03-08 }",
            "  2026-03-9: { moved-from: 2026-03-08 }\n  2026-03-09: { moved-from: 2026-03-05 }",
        )
        .replace("  - 2026-04-30", "  - 2026-05-01")
        .replace("okno: 1", "okno: 1\ncolour: red")
    });
    let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(messages.len(), 4, "{messages:?}");
    assert!(messages[0].contains("Неизвестный ключ «colour»"));
    assert!(messages[1].contains("«2026-03-9» не дата"));
    assert!(messages[2].contains("2026-03-05 не суббота и не воскресенье"));
    assert!(messages[3].contains("2026-05-01 выходной, сокращённым он быть не может"));
    assert_eq!(found[0].0, "2026.yaml:2:1");
}

#[test]
fn a_calendar_that_is_not_yaml_or_repeats_a_year_is_refused() {
    assert_eq!(findings(2026, |_| "days-off: [".to_owned()).len(), 1);
    assert_eq!(
        findings(2026, |text| text.replace("year: 2026", "year: 2025"))[0].1,
        "Файл 2026.yaml говорит о 2025 годе"
    );
    let mut sources = files();
    let twin = sources.0["2026.yaml"].clone();
    sources.0.insert("old/2026.yaml".to_owned(), twin);
    let (calendar, found) = Calendar::read(&sources);
    assert!(calendar.is_none());
    assert!(found[0].message.contains("задан дважды"));
}

//! The region's file: the demo region is right, each mistake is told at its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use regulation::clock::{Calendar, Term};
use regulation::diagnostic::Sources;
use regulation::region::{self, NotifyMode, Region};

fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../region/region.yaml");
    std::fs::read_to_string(path).unwrap()
}

fn read(text: String) -> (Option<Region>, Vec<(String, String)>) {
    let sources = Sources([("region.yaml".to_owned(), text)].into());
    let (region, found) = region::read(&sources);
    (region, found.into_iter().map(|one| (one.span.place(&sources), one.message)).collect())
}

#[test]
fn the_demo_region_is_read_whole() {
    let (region, found) = read(text());
    assert_eq!(found, vec![]);
    let region = region.unwrap();
    assert_eq!(region.time_zone, "Europe/Samara");
    // Every service inside the program has its authority here.
    for folder in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations")).unwrap().flatten()
    {
        let Ok(text) = std::fs::read_to_string(folder.path().join("regulation.yaml")) else { continue };
        let authority = text.lines().find_map(|line| line.trim_start().strip_prefix("authority: "));
        let authority = authority.expect("a package names its authority").trim();
        assert!(region.authority(authority).is_some(), "{authority} of {:?}", folder.file_name());
    }
    assert_eq!(region.authority("nature-ministry").unwrap().number_prefix, "МП");
    assert!(region.authority("service-centre").unwrap().service_centre);
    assert!(!region.authority("social-ministry").unwrap().service_centre);
    assert_eq!(region.categories["building"].title, "Земля и строительство");
    let params = &region.params;
    assert_eq!(params.registration_within.value, Term::parse("1 wd").unwrap());
    assert!(params.registration_within.because.contains("236"));
    assert_eq!(params.notify_mode.value, NotifyMode::EachProcedure);
    assert_eq!(params.draft_warn.value.len(), 2);
    assert_eq!(params.low_demand_below.value, 20);
    assert!(!params.term_moves_from_day_off.value);
    assert_eq!(region.clock(Calendar::default()).unwrap().time_zone.iana_name(), Some("Europe/Samara"));
}

/// Proves: FORM-12, FORM-13.
#[test]
fn a_region_may_not_keep_applications_and_drafts_shorter_than_the_law_says() {
    let stricter = text()
        .replace("value: 3 months, at-least", "value: 80 cd, at-least")
        .replace("value: 1 year, at-least", "value: 11 months, at-least");
    let (region, found) = read(stricter);
    assert!(region.is_none());
    let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "«draft-keep» короче, чем требует закон: 80 календарных дней, а нужно не меньше, чем 3 месяца",
            "«sent-keep» короче, чем требует закон: 11 месяцев, а нужно не меньше, чем 1 год",
        ]
    );
    let (region, found) = read(text().replace("value: 3 months, at-least", "value: 100 cd, at-least"));
    assert_eq!(found, vec![]);
    assert!(region.is_some(), "longer is allowed");
}

#[test]
fn every_parameter_names_its_clause() {
    let without = text().replace(", because: \"Федеральный закон № 210-ФЗ, ст. 11.2\"", "");
    let (region, found) = read(without);
    assert!(region.is_none());
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|(_, message)| message == "Нет обязательного ключа «because»"), "{found:?}");
}

#[test]
fn each_mistake_is_told_at_its_place() {
    let wrong = text()
        .replace("Europe/Samara", "Europe/Priozerye")
        .replace("number-prefix: ГА", "number-prefix: МП")
        .replace("mfc@priozerye.example", "mfc")
        .replace("value: each-procedure", "value: sometimes")
        .replace("value: 20,", "value: двадцать,")
        .replace("portal: Окно Приозёрья", "portal:")
        .replace("notice-within: { value: 1 wd", "notice-within: { value: 1 day");
    let (region, found) = read(wrong);
    assert!(region.is_none());
    let messages: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    let expected = [
        "portal: значение не указано",
        "Неизвестный часовой пояс «Europe/Priozerye»",
        "Начало номеров «МП» уже занято органом «nature-ministry»",
        "В адресе электронной почты нет знака @",
        "Неизвестная единица срока «day»",
        "Неизвестный порядок уведомлений «sometimes»",
        "«двадцать» не целое число",
        "«двадцать» не целое число",
    ];
    assert_eq!(messages, expected);
    assert_eq!(found[1].0, "region.yaml:6:12");
}

#[test]
fn a_missing_or_unreadable_file_is_one_clear_mistake() {
    let (region, found) = region::read(&Sources::default());
    assert!(region.is_none());
    assert_eq!(found[0].message, "Нет файла region.yaml");
    assert_eq!(read("okno: 1\nokno: 1".to_owned()).1.len(), 1);
    assert!(read(String::new()).0.is_none());
    assert!(read("просто текст".to_owned()).0.is_none());
}

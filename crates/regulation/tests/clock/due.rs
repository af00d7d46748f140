//! Due moments of terms, against hand counts.

use regulation::clock::{NoCalendar, Term};

use crate::{last_day, noon, samara, term};

/// Proves: SEC-05.
#[test]
fn fourteen_working_days_over_new_year_end_where_a_person_counts_them() {
    let clock = samara();
    // Counted by hand from the official calendars.
    for (from, last) in [
        ("2023-12-31", "2024-01-26"),
        ("2024-12-25", "2025-01-23"),
        ("2024-12-31", "2025-01-28"),
        ("2025-12-25", "2026-01-26"),
        ("2025-12-31", "2026-01-29"),
        ("2026-01-05", "2026-01-29"),
        ("2026-12-25", "2027-01-25"),
    ] {
        assert_eq!(last_day(&clock, from, "14 wd"), last, "from {from}");
    }
}

/// Proves: SEC-05.
#[test]
fn a_term_that_runs_into_a_year_without_a_calendar_is_not_guessed() {
    let clock = samara();
    let due = clock.due(noon(&clock, "2027-12-25"), term("14 wd"), &[]);
    assert_eq!(due.unwrap_err(), NoCalendar { year: 2028 });
    // Calendar days need no calendar.
    assert_eq!(last_day(&clock, "2027-12-25", "14 cd"), "2028-01-08");
}

/// Proves: SEC-05, STATUS-04.
#[test]
fn a_notice_of_friday_evening_is_due_by_the_end_of_monday() {
    let clock = samara();
    let friday = "2026-03-13T17:55:00+04:00".parse().unwrap();
    let due = clock.due(friday, term("1 wd"), &[]).unwrap();
    assert_eq!(due.at, "2026-03-16T23:59:59.999+04:00".parse().unwrap());
    // A holiday shifts it: 9 March 2026 is a day off instead of Sunday the 8th.
    let friday = "2026-03-06T17:55:00+04:00".parse().unwrap();
    let due = clock.due(friday, term("1 wd"), &[]).unwrap();
    assert_eq!(due.at, "2026-03-10T23:59:59.999+04:00".parse().unwrap());
}

#[test]
fn months_and_years_end_on_the_same_number_or_the_last_day_of_a_shorter_month() {
    let clock = samara();
    for (from, text, last) in [
        ("2026-03-03", "3 months", "2026-06-03"),
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2026-05-31", "1 month", "2026-06-30"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2026-11-30", "3 months", "2027-02-28"),
        ("2026-03-03", "5 years", "2031-03-03"),
        ("2026-02-25", "14 cd", "2026-03-11"),
    ] {
        assert_eq!(last_day(&clock, from, text), last, "{text} from {from}");
    }
}

#[test]
fn a_calendar_term_moves_from_a_day_off_only_where_the_region_says_so() {
    let mut clock = samara();
    // 1 May 2026 is a holiday on Friday, followed by a weekend.
    assert_eq!(last_day(&clock, "2026-04-21", "10 cd"), "2026-05-01");
    clock.moves_from_day_off = true;
    assert_eq!(last_day(&clock, "2026-04-21", "10 cd"), "2026-05-04");
    assert_eq!(last_day(&clock, "2026-04-01", "1 month"), "2026-05-04");
    assert_eq!(last_day(&clock, "2026-04-20", "10 cd"), "2026-04-30");
    let due = clock.due(noon(&clock, "2026-04-21"), term("10 cd"), &[]).unwrap();
    assert_eq!(
        due.explain(),
        "10 календарных дней с 22 апреля 2026 года; 1 мая — выходной, поэтому последний день перенесён; последний день — 4 мая 2026 года"
    );
}

/// Proves: STATUS-02.
#[test]
fn every_due_moment_says_how_it_came_about() {
    let clock = samara();
    let explain = |from: &str, text: &str| clock.due(noon(&clock, from), term(text), &[]).unwrap().explain();
    assert_eq!(
        explain("2026-03-03", "5 wd"),
        "5 рабочих дней с 4 марта 2026 года; 8–9 марта — праздничные и перенесённые выходные дни; последний день — 11 марта 2026 года"
    );
    assert_eq!(
        explain("2024-04-25", "5 wd"),
        "5 рабочих дней с 26 апреля 2024 года; 27 апреля (суббота) — рабочий день (выходной перенесён на 29 апреля); \
         29 апреля – 1 мая — праздничные и перенесённые выходные дни; последний день — 6 мая 2024 года"
    );
    assert_eq!(
        explain("2025-12-25", "5 wd"),
        "5 рабочих дней с 26 декабря 2025 года; 31 декабря – 9 января — праздничные и перенесённые выходные дни; \
         последний день — 13 января 2026 года"
    );
    assert_eq!(
        explain("2026-06-10", "2 wd"),
        "2 рабочих дня с 11 июня 2026 года; 12 июня — праздник «День России»; последний день — 15 июня 2026 года"
    );
    assert_eq!(
        explain("2026-03-11", "1 wd"),
        "1 рабочий день с 12 марта 2026 года; последний день — 12 марта 2026 года"
    );
    assert_eq!(explain("2026-03-11", "3 months"), "3 месяца с 12 марта 2026 года; последний день — 11 июня 2026 года");
}

#[test]
fn a_due_moment_keeps_its_story_in_storage() {
    let clock = samara();
    let due = clock.due(noon(&clock, "2026-03-03"), term("5 wd"), &[]).unwrap();
    let stored = serde_json::to_string(&due).unwrap();
    assert_eq!(serde_json::from_str::<regulation::clock::Due>(&stored).unwrap(), due);
}

#[test]
fn terms_are_read_and_said_in_right_russian() {
    for (text, said) in [
        ("1 wd", "1 рабочий день"),
        ("3 wd", "3 рабочих дня"),
        ("11 wd", "11 рабочих дней"),
        ("21 wd", "21 рабочий день"),
        ("14 cd", "14 календарных дней"),
        ("22 cd", "22 календарных дня"),
        ("1 month", "1 месяц"),
        ("3 months", "3 месяца"),
        ("12 months", "12 месяцев"),
        ("1 year", "1 год"),
        ("5 years", "5 лет"),
        ("111 cd", "111 календарных дней"),
    ] {
        assert_eq!(term(text).to_string(), said);
        assert_eq!(term(text).code(), text);
    }
}

#[test]
fn a_wrong_term_is_refused_with_a_way_to_mend_it() {
    for wrong in ["", "5", "wd", "5 days", "0 wd", "-1 wd", "5.5 wd", "5 wd please", "99999 cd", "1 000 cd"] {
        let problem = Term::parse(wrong).unwrap_err();
        assert!(problem.mend.contains("5 wd"), "{wrong}");
    }
    assert_eq!(Term::parse("5 days").unwrap_err().message, "Неизвестная единица срока «days»");
}

#[test]
fn a_term_beyond_all_calendars_is_an_answer_and_not_a_crash() {
    let clock = samara();
    for unit in ["wd", "cd", "months", "years"] {
        let term = Term { amount: u32::MAX, unit: term(&format!("1 {unit}")).unit };
        assert!(clock.due(noon(&clock, "2026-03-03"), term, &[]).is_err(), "{unit}");
    }
    assert!(clock.due(jiff::Timestamp::MAX, term("2 cd"), &[]).is_err());
    assert!(clock.due(jiff::Timestamp::MIN, term("2 wd"), &[]).is_err());
}

#[test]
fn hours_and_minutes_run_by_the_clock_from_the_trigger_itself() {
    let clock = samara();
    let friday: jiff::Timestamp = "2026-03-13T17:55:00+04:00".parse().unwrap();
    for (text, at) in [("80 min", "2026-03-13T19:15:00+04:00"), ("24 h", "2026-03-14T17:55:00+04:00")] {
        let due = clock.due(friday, term(text), &[]).unwrap();
        assert_eq!(due.at, at.parse().unwrap(), "{text}");
        assert_eq!(term(text).code(), text);
    }
    assert_eq!(term("80 min").to_string(), "80 минут");
    assert_eq!(term("1 min").to_string(), "1 минута");
}

//! Time zones of the regions.

use jiff::Timestamp;
use regulation::clock::{RUSSIAN_ZONES, time_zone};

use crate::{clock, term};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Proves: SEC-05.
#[test]
fn in_kamchatka_and_kaliningrad_the_local_midnight_decides_the_first_day() {
    for (zone, before, after, due_before, due_after) in [
        // Kamchatka: UTC+12.
        (
            "Asia/Kamchatka",
            "2026-03-02T11:59:59.999Z",
            "2026-03-02T12:00:00Z",
            "2026-03-03T11:59:59.999Z",
            "2026-03-04T11:59:59.999Z",
        ),
        // Kaliningrad: UTC+2.
        (
            "Europe/Kaliningrad",
            "2026-03-02T21:59:59.999Z",
            "2026-03-02T22:00:00Z",
            "2026-03-03T21:59:59.999Z",
            "2026-03-04T21:59:59.999Z",
        ),
    ] {
        let clock = clock(zone);
        assert_eq!(clock.due(at(before), term("1 wd"), &[]).unwrap().at, at(due_before), "{zone}");
        assert_eq!(clock.due(at(after), term("1 wd"), &[]).unwrap().at, at(due_after), "{zone}");
    }
}

/// Proves: SEC-05.
#[test]
fn the_same_moment_is_another_working_day_in_another_region() {
    // Friday evening in Kaliningrad is Saturday in Kamchatka.
    let moment = at("2026-03-13T15:00:00Z");
    let kaliningrad = clock("Europe/Kaliningrad").due(moment, term("1 month"), &[]).unwrap();
    let kamchatka = clock("Asia/Kamchatka").due(moment, term("1 month"), &[]).unwrap();
    assert_eq!(kaliningrad.last_day().to_string(), "2026-04-13");
    assert_eq!(kamchatka.last_day().to_string(), "2026-04-14");
    // New Year comes to Kamchatka ten hours earlier.
    let eve = at("2025-12-31T13:00:00Z");
    assert_eq!(clock("Asia/Kamchatka").local_date(eve).to_string(), "2026-01-01");
    assert_eq!(clock("Europe/Kaliningrad").local_date(eve).to_string(), "2025-12-31");
}

/// Proves: SEC-05.
#[test]
fn every_russian_zone_has_its_offset_of_2026_and_ends_its_days_by_it() {
    let offsets = [2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 6, 7, 7, 7, 7, 7, 8, 9, 9, 9, 10, 10, 11, 11, 11, 12, 12];
    assert_eq!(offsets.len(), RUSSIAN_ZONES.len());
    for (zone, hours) in RUSSIAN_ZONES.into_iter().zip(offsets) {
        let clock = clock(zone);
        let end = clock.end_of_day("2026-03-03".parse().unwrap());
        let expected = at("2026-03-03T23:59:59.999Z").checked_sub(jiff::Span::new().hours(hours)).unwrap();
        assert_eq!(end, expected, "{zone}");
        assert_eq!(clock.local_date(end).to_string(), "2026-03-03", "{zone}");
        assert!(clock.start_of_day("2026-03-03".parse().unwrap()) < end);
        let due = clock.due(clock.start_of_day("2026-03-02".parse().unwrap()), term("1 wd"), &[]).unwrap();
        assert_eq!(due.at, end, "{zone}");
        assert_eq!(due.story.time_zone, zone);
    }
}

#[test]
fn an_unknown_zone_is_no_zone() {
    assert!(time_zone("Europe/Priozerye").is_none());
    assert!(time_zone("").is_none());
}

//! Visits for a person's calendar: iCalendar (RFC 5545), one event each, in UTC, so that every
//! programme shows it by its own clock.

use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use jiff::Timestamp;

/// A visit as a calendar shows it.
#[derive(Debug, Clone)]
pub struct Visit<'a> {
    /// Id of the appointment: the event of a moved visit replaces the old one.
    pub id: &'a str,
    /// Beginning.
    pub start: Timestamp,
    /// End.
    pub end: Timestamp,
    /// What for: the title of the service.
    pub title: &'a str,
    /// Place and window.
    pub place: &'a str,
    /// Postal address.
    pub address: &'a str,
    /// The appointment in the account.
    pub link: &'a str,
    /// It will not take place.
    pub cancelled: bool,
    /// Grows with every change.
    pub sequence: i64,
    /// When it last changed.
    pub changed: Timestamp,
}

/// A calendar of visits under the name of the portal.
pub fn calendar(portal: &str, visits: &[Visit<'_>]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(portal);
    for visit in visits {
        let mut event = Event::new();
        let status = if visit.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed };
        event
            .uid(&format!("{}@okno", visit.id))
            .summary(visit.title)
            .location(&format!("{}, {}", visit.place, visit.address))
            .url(visit.link)
            .status(status)
            .add_property("DTSTAMP", utc(visit.changed))
            .add_property("DTSTART", utc(visit.start))
            .add_property("DTEND", utc(visit.end))
            .add_property("SEQUENCE", visit.sequence.to_string());
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

/// `20260310T050000Z`.
fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: BOOK-07.
    #[test]
    fn a_moved_visit_replaces_the_old_one_in_the_calendar() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap_or_default();
        let visit = Visit {
            id: "0a",
            start: at("2026-03-10T05:00:00Z"),
            end: at("2026-03-10T05:20:00Z"),
            title: "Регистрация брака; вдвоём",
            place: "Дворец, зал",
            address: "ул. Примерная, д. 1",
            link: "https://example.org/appointments/0a",
            cancelled: false,
            sequence: 2,
            changed: at("2026-03-01T00:00:00Z"),
        };
        let text = calendar("Окно", std::slice::from_ref(&visit));
        assert!(text.lines().all(|line| line.len() <= 75), "lines are folded at 75 octets:\n{text}");
        let whole = text.replace("\r\n ", "");
        for line in [
            "UID:0a@okno",
            "SEQUENCE:2",
            "DTSTART:20260310T050000Z",
            "DTEND:20260310T052000Z",
            "DTSTAMP:20260301T000000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Регистрация брака\\; вдвоём",
        ] {
            assert!(whole.lines().any(|one| one == line), "{line} in\n{whole}");
        }
        let cancelled = calendar("Окно", &[Visit { cancelled: true, sequence: 3, ..visit }]);
        assert!(cancelled.contains("STATUS:CANCELLED"));
    }
}

//! What a regulation books together with an application: which halls and inspectors a draft needs a
//! time of, at which lines, and between which days.

use jiff::Timestamp;
use jiff::civil::Date;
use regulation::clock::{LegalClock, NoCalendar};
use regulation::expression::{Verdict, World};
use regulation::fact::{Facts, Value};
use regulation::package::{Booking, FactType, Regulation};
use regulation::region::Reception;

use super::LineId;

/// A time that has to be chosen before an application is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToChoose {
    /// Id of the booking in the regulation.
    pub booking: String,
    /// The fact that is the day of the slot.
    pub date: Option<String>,
    /// Shortest slot that is long enough, in minutes.
    pub minutes: u32,
    /// Lines where a slot may be taken; never none.
    pub lines: Vec<LineId>,
}

/// What an application with these facts needs a time for. A booking whose condition or place is
/// not known yet, or whose place keeps no such resource, is not among them.
pub fn to_choose(regulation: &Regulation, facts: &Facts, reception: &Reception, today: Date) -> Vec<ToChoose> {
    let world = World { regulation, facts, today };
    let applies = |one: &&Booking| one.when.as_ref().is_none_or(|when| when.verdict(&world) == Verdict::Yes);
    let needs = |one: &Booking| {
        let lines = lines(one, regulation, facts, reception);
        let (booking, date) = (one.id.clone(), one.date.clone());
        (!lines.is_empty()).then_some(ToChoose { booking, date, minutes: one.minutes, lines })
    };
    regulation.bookings.iter().filter(applies).filter_map(needs).collect()
}

/// Lines of the booking's resource at the place the facts name. Where the place is an address and
/// not one of the authority's own, whoever receives without an office of their own comes there.
fn lines(booking: &Booking, regulation: &Regulation, facts: &Facts, reception: &Reception) -> Vec<LineId> {
    let Some(fact) = &booking.place else { return Vec::new() };
    let Some(value) = facts.get(fact).and_then(|known| known.value.as_ref()) else { return Vec::new() };
    let office = match value {
        Value::Choice(code) | Value::Text(code) => Some(code.as_str()),
        _ => None,
    };
    let is_choice = regulation.fact(fact).is_some_and(|fact| matches!(fact.kind, FactType::Choice(_)));
    reception
        .serving(&regulation.service, &regulation.authority)
        .filter(|(_, place, _, line)| {
            let there = match &place.value {
                Some(value) => Some(value.as_str()) == office,
                None => !is_choice,
            };
            there && line.resource == booking.resource && line.minutes >= booking.minutes
        })
        .map(|(place, _, line, _)| LineId::new(place, line))
        .collect()
}

/// The first and the last day of a slot, counted from a moment by the legal clock.
///
/// # Errors
///
/// [`NoCalendar`] where the first day cannot be counted. A last day beyond the calendar keeps
/// nobody from choosing: no slots are made there.
pub fn within(booking: &Booking, clock: &LegalClock, from: Timestamp) -> Result<(Date, Date), NoCalendar> {
    let first = match booking.earliest {
        Some(term) => clock.due(from, term, &[])?.last_day(),
        None => clock.local_date(from),
    };
    let last = booking.latest.and_then(|term| clock.due(from, term, &[]).ok());
    Ok((first, last.map_or(Date::MAX, |due| due.last_day())))
}

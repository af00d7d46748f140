//! Reception by appointment: the share of electronic booking under any change of the timetable, and
//! what may happen to an appointment (SM-13).

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::id::{AppointmentId, CaseId, DraftId, OfficialId, PersonId};
use domain::reception::{
    Application, Appointment, BookedBy, By, Day, Exception, LineId, NotChanged, Offer, Schedule, Slot, Stage, Taken,
    Week, Wish, decide, needed, to_choose, within,
};
use domain::refusal::Refusal;
use jiff::civil::{Date, Time, date, time};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use regulation::clock::Calendar;
use regulation::diagnostic::Sources;
use regulation::fact::{Facts, Known, Source, Value};
use regulation::region::Hours;

const YEAR: &str = include_str!("../../../../region/calendars/2026.yaml");

fn line() -> LineId {
    LineId::new("palace", "hall")
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn starts(count: usize) -> Vec<Timestamp> {
    let first = at("2026-03-10T05:00:00Z");
    (0..count).map(|index| first + SignedDuration::from_mins(20 * index as i64)).collect()
}

fn day(count: usize) -> Day {
    Day::fresh(line(), date(2026, 3, 10), &starts(count), 20, 30)
}

fn id(number: usize) -> AppointmentId {
    AppointmentId(format!("{number:030x}2a"))
}

/// Proves: BOOK-03.
#[test]
fn the_share_is_rounded_up_and_spread_over_the_day() {
    for (total, share) in [(10, 3), (11, 4), (1, 1), (0, 0), (100, 30), (7, 3)] {
        assert_eq!(needed(total, 30), share, "{total} slots");
        assert_eq!(day(total).electronic(), share, "{total} slots");
    }
    let kept: Vec<usize> =
        day(10).slots.iter().enumerate().filter(|(_, slot)| slot.electronic).map(|(index, _)| index).collect();
    assert_eq!(kept, [3, 6, 9], "not all of them in one part of the day");
}

/// Proves: BOOK-02, BOOK-10.
#[test]
fn every_slot_ahead_may_be_booked_and_the_desk_may_not_take_what_is_kept() {
    let now = at("2026-03-10T05:10:00Z");
    let day = day(10);
    for (index, slot) in day.slots.iter().enumerate() {
        let electronic = day.bookable(slot.start, BookedBy::Electronic, now);
        let offline = day.bookable(slot.start, BookedBy::Offline, now);
        if index == 0 {
            assert_eq!(electronic, Err(Refusal::SlotGone), "it has begun");
        } else {
            assert_eq!(electronic, Ok(*slot));
            assert_eq!(offline.err(), slot.electronic.then_some(Refusal::SlotElectronic));
        }
    }
    let outside = at("2026-03-10T03:00:00Z");
    assert_eq!(day.bookable(outside, BookedBy::Electronic, now), Err(Refusal::SlotGone));
    assert_eq!((day.free(BookedBy::Electronic), day.free(BookedBy::Offline)), (10, 7));
    let closed = Day { suspended: Some("Ремонт".to_owned()), ..day };
    assert_eq!(closed.bookable(closed.slots[5].start, BookedBy::Electronic, now), Err(Refusal::SlotGone));
}

/// Proves: BOOK-03, BOOK-13.
#[test]
fn a_change_names_the_bookings_in_its_way_and_the_slots_it_would_need() {
    let day = day(10);
    let booked = |index: usize, by| Taken { start: day.slots[index].start, appointment: id(index), by };
    let lost = day.with_slots(&starts(4), 20, 30, &[booked(1, BookedBy::Offline), booked(5, BookedBy::Electronic)]);
    assert_eq!(lost, Err(NotChanged::Booked(vec![id(5)])));
    let longer = day.with_slots(&starts(10), 40, 30, &[booked(1, BookedBy::Offline)]);
    assert_eq!(longer, Err(NotChanged::Booked(vec![id(1)])), "another length is another appointment");
    // Only what was booked at the desk would be left: none of it can be kept for electronic booking.
    let desk: Vec<Taken> = [0, 1, 2].map(|index| booked(index, BookedBy::Offline)).to_vec();
    assert_eq!(day.with_slots(&starts(3), 20, 30, &desk), Err(NotChanged::Share { needed: 1, possible: 0 }));
    let more = day.with_slots(&starts(20), 20, 30, &desk).unwrap();
    assert_eq!((more.electronic(), more.revision), (6, 1));
    assert!(day.slots.iter().filter(|slot| slot.electronic).all(|slot| more.slots.contains(slot)), "kept stays kept");
}

/// One edit of a day, or one booking.
#[derive(Debug, Clone)]
enum Step {
    Slots { from: usize, count: usize, percent: u32 },
    Book { index: usize, by: BookedBy },
    Cancel { index: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let by = prop_oneof![Just(BookedBy::Electronic), Just(BookedBy::Offline)];
    prop_oneof![
        (0_usize..20, 0_usize..30, 30_u32..=100).prop_map(|(from, count, percent)| Step::Slots {
            from,
            count,
            percent
        }),
        (0_usize..40, by).prop_map(|(index, by)| Step::Book { index, by }),
        (0_usize..40).prop_map(|index| Step::Cancel { index }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Proves: BOOK-03, BOOK-10, BOOK-13.
    #[test]
    fn no_edit_breaks_the_share_or_loses_a_booking(first in 0_usize..30, steps in proptest::collection::vec(step(), 1..60)) {
        let now = at("2026-03-01T00:00:00Z");
        let mut day = day(first);
        let mut booked: BTreeMap<Timestamp, Taken> = BTreeMap::new();
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Step::Slots { from, count, percent } => {
                    let wanted: Vec<Timestamp> = starts(50).into_iter().skip(from).take(count).collect();
                    let taken: Vec<Taken> = booked.values().cloned().collect();
                    match day.with_slots(&wanted, 20, percent, &taken) {
                        Ok(changed) => {
                            prop_assert_eq!(changed.slots.len(), wanted.len());
                            day = Day { taken: day.taken, ..changed };
                        }
                        Err(NotChanged::Booked(ids)) => prop_assert!(!ids.is_empty()),
                        Err(NotChanged::Share { needed, possible }) => prop_assert!(possible < needed),
                    }
                }
                Step::Book { index, by } => {
                    let start = starts(50)[index];
                    if let Ok(slot) = day.bookable(start, by, now)
                        && !booked.contains_key(&start)
                    {
                        prop_assert!(by == BookedBy::Electronic || !slot.electronic);
                        booked.insert(start, Taken { start, appointment: id(number), by });
                        day.taken += 1;
                        day.taken_electronic += i64::from(slot.electronic);
                    }
                }
                Step::Cancel { index } => {
                    let start = starts(50)[index];
                    if booked.remove(&start).is_some() {
                        day.taken -= 1;
                        let kept = day.slots.iter().any(|slot| slot.start == start && slot.electronic);
                        day.taken_electronic -= i64::from(kept);
                    }
                }
            }
            prop_assert!(day.keeps_share(), "{day:?}");
            for (start, taken) in &booked {
                let slot = day.slots.iter().find(|slot| slot.start == *start);
                prop_assert!(slot.is_some(), "a booked slot went away");
                prop_assert!(taken.by == BookedBy::Electronic || !slot.is_some_and(|slot| slot.electronic));
            }
            let kept = day.slots.iter().filter(|slot| slot.electronic && booked.contains_key(&slot.start)).count();
            prop_assert_eq!(day.taken_electronic, kept as i64);
            prop_assert_eq!(day.free(BookedBy::Electronic), day.slots.len() as i64 - booked.len() as i64);
            let open = day.slots.iter().filter(|slot| !slot.electronic && !booked.contains_key(&slot.start)).count();
            prop_assert_eq!(day.free(BookedBy::Offline), open as i64);
        }
    }
}

fn schedule(zone: &str) -> Schedule {
    let span = |from: Time, until: Time| Hours { days: (1..=6).collect(), from, until };
    let hours = vec![span(time(9, 0, 0, 0), time(10, 0, 0, 0)), span(time(11, 0, 0, 0), time(11, 50, 0, 0))];
    Schedule {
        line: line(),
        authority: "registry".to_owned(),
        time_zone: zone.to_owned(),
        weeks: vec![Week { from: date(2026, 1, 1), minutes: 20, percent: 30, hours }],
        exceptions: BTreeMap::new(),
        made_until: None,
        revision: 0,
    }
}

fn calendar() -> Calendar {
    let (calendar, found) = Calendar::read(&Sources([("2026.yaml".to_owned(), YEAR.to_owned())].into()));
    calendar.unwrap_or_else(|| panic!("{found:?}"))
}

fn at_clock(schedule: &Schedule, day: Date) -> Vec<String> {
    let starts = schedule.starts(day, &calendar()).unwrap();
    starts.iter().map(|start| start.to_zoned(schedule.zone()).strftime("%H:%M").to_string()).collect()
}

/// Proves: BOOK-06, BOOK-14.
#[test]
fn a_week_makes_slots_by_the_clock_of_its_place_and_keeps_days_off() {
    let mut schedule = schedule("Asia/Kamchatka");
    let tuesday = date(2026, 3, 10);
    assert_eq!(
        at_clock(&schedule, tuesday),
        ["09:00", "09:20", "09:40", "11:00", "11:20"],
        "no slot runs over the end"
    );
    assert_eq!(schedule.starts(tuesday, &calendar()).unwrap()[0], at("2026-03-09T21:00:00Z"), "UTC+12");
    assert!(at_clock(&schedule, date(2026, 3, 9)).is_empty(), "a day off moved there");
    assert!(at_clock(&schedule, date(2026, 3, 8)).is_empty(), "no Sundays in this week");
    assert_eq!(at_clock(&schedule, date(2026, 3, 14)).len(), 5, "Saturdays are in this week");
    let spans = vec![(time(12, 0, 0, 0), time(12, 40, 0, 0))];
    schedule.exceptions.insert(date(2026, 3, 9), Exception { spans, reason: "День открытых дверей".to_owned() });
    schedule.exceptions.insert(tuesday, Exception { spans: Vec::new(), reason: "Ремонт".to_owned() });
    assert_eq!(at_clock(&schedule, date(2026, 3, 9)), ["12:00", "12:20"]);
    assert!(at_clock(&schedule, tuesday).is_empty());
    assert!(schedule.starts(date(2027, 3, 10), &calendar()).is_err(), "a year without a calendar is not guessed");
}

fn appointment(stage: Stage) -> Appointment {
    Appointment {
        id: id(1),
        line: line(),
        date: date(2026, 3, 10),
        start: at("2026-03-10T05:00:00Z"),
        minutes: 20,
        electronic: true,
        by: BookedBy::Electronic,
        person: Some(PersonId(format!("{:030x}07", 7))),
        visitor: String::new(),
        service: "marriage".to_owned(),
        application: Some(Application {
            draft: DraftId(format!("{:030x}07", 8)),
            booking: "hall".to_owned(),
            case: None,
        }),
        stage,
        offer: None,
        history: Vec::new(),
        revision: 4,
    }
}

/// Proves: BOOK-12, SM-13.
#[test]
fn every_wish_in_every_state_of_an_appointment() {
    let before = at("2026-03-10T04:00:00Z");
    let after = at("2026-03-10T05:30:00Z");
    let slot = |text: &str| Slot { start: at(text), minutes: 20, electronic: false };
    let earlier =
        Offer { date: date(2026, 3, 10), slot: slot("2026-03-10T04:30:00Z"), until: at("2026-03-10T04:20:00Z") };
    let official = By::Official(OfficialId(format!("{:032x}", 3)));
    let case = CaseId(format!("{:030x}07", 9));
    let wishes = [
        (Wish::Confirm(case), By::Person),
        (Wish::Move { date: date(2026, 3, 11), slot: slot("2026-03-11T05:00:00Z") }, By::Person),
        (Wish::Offer(earlier.clone()), By::Machine),
        (Wish::TakeOffer, By::Person),
        (Wish::DropOffer, By::Machine),
        (Wish::Cancel, By::Person),
        (Wish::CancelByBody { reason: "Зал закрыт на ремонт".to_owned() }, official.clone()),
        (Wish::CancelByBody { reason: "Зал закрыт на ремонт".to_owned() }, By::Person),
        (Wish::Arrive, official.clone()),
        (Wish::Serve, official.clone()),
        (Wish::Miss, official.clone()),
        (Wish::Miss, By::Person),
        (Wish::Lapse, By::Machine),
        (Wish::EndCase, By::Machine),
        (Wish::Read, official),
    ];
    let stages = [
        Stage::Held { until: at("2026-03-10T04:30:00Z") },
        Stage::Booked,
        Stage::Arrived,
        Stage::Served,
        Stage::NoShow,
        Stage::CancelledByApplicant,
        Stage::CancelledByBody { reason: "Зал закрыт на ремонт".to_owned() },
        Stage::Lapsed,
        Stage::CaseEnded,
    ];
    let mut grid = String::new();
    for stage in stages {
        for offered in [false, true] {
            if offered && stage != Stage::Booked {
                continue;
            }
            let mut one = appointment(stage.clone());
            one.offer = offered.then(|| earlier.clone());
            for (moment, now) in [("before", before), ("after", after)] {
                let _ = writeln!(grid, "## {}{} {moment}", stage.name(), if offered { " with an offer" } else { "" });
                for (wish, by) in &wishes {
                    let name = format!("{wish:?}");
                    let name = name.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
                    let who = format!("{by:?}");
                    let who = who.split('(').next().unwrap_or_default().to_owned();
                    let outcome = match decide(&one, wish, by, now) {
                        Ok(changed) => {
                            let next = &changed.appointment;
                            assert_eq!(next.revision, 5);
                            assert_eq!(next.history.len(), 1);
                            let told = changed.tells.map(|told| format!(", tells {told:?}")).unwrap_or_default();
                            let frees = if changed.frees { ", frees its slot" } else { "" };
                            format!("{} at {}{frees}{told}", next.stage.name(), next.start)
                        }
                        Err(refusal) => format!("no: {refusal}"),
                    };
                    let _ = writeln!(grid, "- {name} by {who}: {outcome}");
                }
            }
        }
    }
    insta::assert_snapshot!(grid);
}

/// Proves: BOOK-12.
#[test]
fn a_freed_slot_keeps_its_kind() {
    let one = appointment(Stage::Booked);
    let now = at("2026-03-10T04:00:00Z");
    let cancelled = decide(&one, &Wish::Cancel, &By::Person, now).unwrap();
    assert!(cancelled.frees && cancelled.appointment.electronic);
    let day = day(10);
    let freed = day.slots[3];
    assert!(freed.electronic);
    assert_eq!(day.bookable(freed.start, BookedBy::Offline, now), Err(Refusal::SlotElectronic));
}

/// Proves: BOOK-11, SM-13.
#[test]
fn what_is_held_is_booked_by_its_case_in_time_and_never_after() {
    let until = at("2026-03-10T04:30:00Z");
    let held = appointment(Stage::Held { until });
    let case = CaseId(format!("{:030x}07", 9));
    for (now, outcome) in [
        ("2026-03-10T04:29:59Z", Ok(Stage::Booked)),
        ("2026-03-10T04:30:00Z", Err(Refusal::SlotGone)),
        ("2026-03-10T06:00:00Z", Err(Refusal::SlotGone)),
    ] {
        let changed = decide(&held, &Wish::Confirm(case.clone()), &By::Person, at(now));
        if let Ok(changed) = &changed {
            assert_eq!(changed.appointment.application.as_ref().unwrap().case.as_ref(), Some(&case));
            assert!(!changed.frees);
        }
        assert_eq!(changed.map(|changed| changed.appointment.stage), outcome, "{now}");
    }
    assert_eq!(decide(&held, &Wish::Lapse, &By::Machine, at("2026-03-10T04:00:00Z")), Err(Refusal::NotDue));
    assert!(decide(&held, &Wish::Lapse, &By::Machine, until).unwrap().frees);
}

fn facts(known: &[(&str, Value)]) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in known {
        let at = at("2026-03-02T08:00:00Z");
        let known = Known { value: Some(value.clone()), source: Source::Applicant, at, contested: false };
        facts.learn((*name).to_owned(), known);
    }
    facts
}

/// Proves: BOOK-02.
#[test]
fn a_time_is_needed_where_the_condition_is_known_and_the_place_keeps_it() {
    let marriage = crate::real::shipped("marriage");
    let (region, found) = regulation::region::read(&crate::real::region());
    let reception = region.unwrap_or_else(|| panic!("{found:#?}")).reception.unwrap();
    let choice = |code: &str| Value::Choice(code.to_owned());
    let office = |code: &str| ("wedding.office", choice(code));
    let solemn = |yes| ("wedding.solemn", Value::YesNo(yes));
    let none = ("urgent.cause", choice("none"));
    let table = [
        (vec![], ""),
        (vec![office("central"), solemn(true)], ""),
        (vec![solemn(true), none.clone()], ""),
        (vec![office("central"), solemn(true), none.clone()], "hall at zags-central.hall"),
        (vec![office("central"), solemn(false), none.clone()], "room at zags-central.room"),
        (vec![office("lakeside"), solemn(true), ("urgent.cause", choice("birth"))], "early at zags-lakeside.room"),
        (vec![office("forest"), solemn(true), none], ""),
    ];
    for (known, expected) in table {
        let needed = to_choose(&marriage, &facts(&known), &reception, date(2026, 3, 2));
        let told: Vec<String> = needed.iter().map(|one| format!("{} at {}", one.booking, one.lines[0])).collect();
        assert_eq!(told.join(", "), expected, "{known:?}");
        assert!(needed.iter().all(|one| one.date.as_deref() == Some("wedding.date")));
    }
}

/// Proves: BOOK-02.
#[test]
fn a_time_is_never_before_the_earliest_or_after_the_latest_day() {
    let marriage = crate::real::shipped("marriage");
    let (region, _) = regulation::region::read(&crate::real::region());
    let clock = region.unwrap().clock(calendar()).unwrap();
    for hours in (0..180 * 24).step_by(7) {
        let from = at("2026-01-12T00:00:00Z") + SignedDuration::from_hours(hours);
        for rule in &marriage.bookings {
            let (first, last) = within(rule, &clock, from).unwrap();
            assert!(clock.local_date(from) <= first && first <= last, "{from} {}", rule.id);
            assert_eq!(rule.earliest.is_none(), first == clock.local_date(from), "{from} {}", rule.id);
        }
    }
}

//! Where people are received by appointment (запись на приём): the places, what is booked there,
//! the week each line of slots begins with, and what the region promises about them.
//! `region/reception.yaml`; a region without it takes no appointments.

use std::ops::RangeInclusive;

use indexmap::IndexMap;
use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};

use super::file::{number, term};
use super::{Letter, Norm};
use crate::clock::{Term, time_zone};
use crate::data_file::{Node, Reading};
use crate::diagnostic::{Diagnostic, Sources};

/// Everything of `reception.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reception {
    /// Percent of the slots of a day that only electronic booking may take, rounded up (BOOK-03).
    pub electronic_share: Norm<u32>,
    /// How far ahead slots are there to be booked.
    pub horizon: Norm<Term>,
    /// How many appointments one person may have before them at once (BOOK-11).
    pub at_once: Norm<u32>,
    /// How long a slot is held for somebody who is offered an earlier one.
    pub offer_within: Norm<Term>,
    /// The letter that follows a notice of an appointment.
    pub letter: Letter,
    /// What a place where people are received must have (CAT-08).
    pub premises: Vec<Premise>,
    /// Places by id.
    pub places: IndexMap<String, Place>,
}

/// A requirement to the premises: the hall, where forms are filled in, the stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Premise {
    /// What it is about.
    pub title: String,
    /// What there must be.
    pub say: String,
    /// The clause.
    pub because: String,
}

/// A place where people are received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Name for people.
    pub title: String,
    /// The authority, service centre or organisation it belongs to.
    pub authority: String,
    /// Postal address.
    pub address: String,
    /// IANA name of its time zone, where it is not the region's (BOOK-14).
    pub time_zone: Option<String>,
    /// The value of a booking's place in regulations that means it.
    pub value: Option<String>,
    /// Lines of slots by id.
    pub lines: IndexMap<String, Line>,
}

/// One line of slots at a place: a window, a hall, an inspector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Name for people.
    pub title: String,
    /// What it is in the word of regulations: `window`, `hall`, `inspector`.
    pub resource: String,
    /// The room or person behind it: two lines with one unit may not have slots at one moment.
    pub unit: String,
    /// Length of a slot in minutes.
    pub minutes: u32,
    /// Services it receives for; all that may be filed there when left out.
    pub services: Vec<String>,
    /// The week it begins with; from then on the schedule is kept at the desk.
    pub week: Vec<Hours>,
}

/// Hours of reception on days of the week, by the clock of the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Days of the week from Monday, 1 to 7.
    pub days: Vec<i8>,
    /// Beginning.
    pub from: Time,
    /// End.
    pub until: Time,
}

impl Hours {
    /// Do they apply on that day of the week?
    pub fn on(&self, weekday: Weekday) -> bool {
        self.days.contains(&weekday.to_monday_one_offset())
    }
}

impl Reception {
    /// A line with its place.
    pub fn line(&self, place: &str, line: &str) -> Option<(&Place, &Line)> {
        let place = self.places.get(place)?;
        Some((place, place.lines.get(line)?))
    }

    /// Places where one may come with a service, with their lines: those of the authority that
    /// provides it and those that name the service themselves.
    pub fn serving<'a>(
        &'a self,
        service: &'a str,
        authority: &'a str,
    ) -> impl Iterator<Item = (&'a String, &'a Place, &'a String, &'a Line)> {
        self.places.iter().flat_map(move |(id, place)| {
            let fits = move |line: &Line| match line.services.is_empty() {
                true => place.authority == authority,
                false => line.services.iter().any(|one| one == service),
            };
            place.lines.iter().filter(move |(_, line)| fits(line)).map(move |(name, line)| (id, place, name, line))
        })
    }
}

const KEYS: [&str; 8] =
    ["okno", "electronic-share", "horizon", "at-once", "offer-within", "letter", "premises", "places"];

/// Reads `reception.yaml`, where the region has one.
pub(super) fn read(sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<Reception> {
    let file = sources.0.iter().find(|(name, _)| name.rsplit('/').next() == Some("reception.yaml"));
    let (file, text) = file?;
    let mut reading = Reading { code: "G001", found };
    let root = reading.open(file, text)?;
    reading.only(&root, &KEYS);
    let electronic_share = counted(&mut reading, &root, "electronic-share", 1..=100);
    let horizon = norm(&mut reading, &root, "horizon", term);
    let at_once = counted(&mut reading, &root, "at-once", 1..=1000);
    let offer_within = norm(&mut reading, &root, "offer-within", term);
    let letter = letter(&mut reading, &root);
    let premises = root.get("premises").map(|section| premises(&mut reading, section)).unwrap_or_default();
    let mut places = IndexMap::new();
    if let Some(section) = root.get("places") {
        for (id, _, node) in reading.map(section, "places") {
            places.insert(id.clone(), place(&mut reading, node));
        }
    }
    Some(Reception {
        electronic_share: electronic_share?,
        horizon: horizon?,
        at_once: at_once?,
        offer_within: offer_within?,
        letter: letter?,
        premises,
        places,
    })
}

fn premises(reading: &mut Reading<'_>, section: &Node) -> Vec<Premise> {
    let mut found = Vec::new();
    for node in reading.list(section, "premises") {
        reading.only(node, &["title", "say", "because"]);
        let mut text = |key| reading.required(node, key).unwrap_or_default().to_owned();
        found.push(Premise { title: text("title"), say: text("say"), because: text("because") });
    }
    found
}

fn norm<T>(
    reading: &mut Reading<'_>,
    root: &Node,
    key: &str,
    read: fn(&mut Reading<'_>, &Node) -> Option<T>,
) -> Option<Norm<T>> {
    reading.required_node(root, key).and_then(|node| {
        reading.only(node, &["value", "at-least", "because"]);
        let because = reading.required(node, "because")?.to_owned();
        let value = reading.required_node(node, "value")?;
        Some(Norm { value: read(reading, value)?, because })
    })
}

/// A number between bounds, not below the floor that an act sets for it.
fn counted(reading: &mut Reading<'_>, root: &Node, key: &str, bounds: RangeInclusive<u32>) -> Option<Norm<u32>> {
    let found = norm(reading, root, key, number::<u32>)?;
    let node = root.get(key)?;
    let value = node.get("value")?;
    let floor = node.get("at-least").and_then(|floor| number::<u32>(reading, floor)).unwrap_or(*bounds.start());
    if found.value < floor || !bounds.contains(&found.value) {
        let message = format!("«{key}»: {}, а бывает от {floor} до {}", found.value, bounds.end());
        reading.wrong(&value.span, &message, "Впишите число в этих границах.");
        return None;
    }
    Some(found)
}

fn letter(reading: &mut Reading<'_>, root: &Node) -> Option<Letter> {
    let node = reading.required_node(root, "letter")?;
    reading.only(node, &["subject", "text"]);
    let subject = reading.required(node, "subject")?.to_owned();
    Some(Letter { subject, text: reading.required(node, "text")?.to_owned() })
}

fn place(reading: &mut Reading<'_>, node: &Node) -> Place {
    reading.only(node, &["title", "authority", "address", "time-zone", "value", "lines"]);
    let mut text = |key| reading.required(node, key).unwrap_or_default().to_owned();
    let (title, authority, address) = (text("title"), text("authority"), text("address"));
    let zone = node.get("time-zone").and_then(|value| Some((value, reading.text(value, "time-zone")?.to_owned())));
    if let Some((value, name)) = zone.as_ref().filter(|(_, name)| time_zone(name).is_none()) {
        let message = format!("Неизвестный часовой пояс «{name}»");
        reading.wrong(&value.span, &message, "Укажите имя IANA, например Asia/Kamchatka.");
    }
    let value = node.get("value").and_then(|value| reading.text(value, "value")).map(str::to_owned);
    let mut lines = IndexMap::new();
    if let Some(section) = node.get("lines") {
        for (id, _, node) in reading.map(section, "lines") {
            let line = line(reading, id, node);
            lines.insert(id.clone(), line);
        }
    }
    Place { title, authority, address, time_zone: zone.map(|(_, name)| name), value, lines }
}

fn line(reading: &mut Reading<'_>, id: &str, node: &Node) -> Line {
    reading.only(node, &["title", "resource", "unit", "minutes", "services", "week"]);
    let title = reading.required(node, "title").unwrap_or_default().to_owned();
    let resource = reading.required(node, "resource").unwrap_or_default().to_owned();
    let unit = node.get("unit").and_then(|value| reading.text(value, "unit")).unwrap_or(id).to_owned();
    let minutes = reading.required_node(node, "minutes").and_then(|value| {
        let minutes = number::<u32>(reading, value)?;
        if !(5..=24 * 60).contains(&minutes) {
            reading.wrong(&value.span, "Слот длится от 5 минут до суток", "Впишите длину слота в минутах.");
        }
        Some(minutes)
    });
    let services = node.get("services").map(|value| {
        let items = reading.list(value, "services").iter();
        items.filter_map(|item| reading.text(item, "Услуга").map(str::to_owned)).collect()
    });
    let week = node.get("week").map(|value| hours(reading, value)).unwrap_or_default();
    Line { title, resource, unit, minutes: minutes.unwrap_or(60), services: services.unwrap_or_default(), week }
}

/// `week: { mon-fri: "09:00-13:00, 14:00-18:00" }`.
fn hours(reading: &mut Reading<'_>, section: &Node) -> Vec<Hours> {
    let mut week = Vec::new();
    for (days, span, value) in reading.map(section, "week") {
        let Some(text) = reading.text(value, "Часы") else { continue };
        let Some(days) = weekdays(days) else {
            reading.wrong(span, "Не дни недели", "Напишите mon, tue … sun или промежуток: mon-fri.");
            continue;
        };
        for part in text.split(',') {
            match span_of(part) {
                Some((from, until)) => week.push(Hours { days: days.clone(), from, until }),
                None => {
                    let message = format!("«{}» не часы приёма", part.trim());
                    reading.wrong(&value.span, &message, "Напишите, например, «09:00-13:00, 14:00-18:00».");
                }
            }
        }
    }
    week
}

/// `09:00-13:00`; `None` when it is no span of a day.
pub fn span_of(text: &str) -> Option<(Time, Time)> {
    let (from, until) = text.trim().split_once(['-', '–'])?;
    let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
    let (from, until) = (time(from)?, time(until)?);
    (from < until).then_some((from, until))
}

/// `mon`, `mon-fri`, `tue, thu`: days from Monday, 1 to 7.
fn weekdays(text: &str) -> Option<Vec<i8>> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |name: &str| NAMES.iter().zip(1_i8..).find(|(known, _)| **known == name.trim()).map(|(_, day)| day);
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            Some((first, last)) => days.extend(day(first)?..=day(last)?),
            None => days.push(day(part)?),
        }
    }
    (!days.is_empty()).then_some(days)
}

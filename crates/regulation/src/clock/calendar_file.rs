//! The format of a calendar file and its checks.
//!
//! A misprint in a calendar moves every term of the region, so the file carries its own
//! control number: the count of working days of the year, printed in every official calendar.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::calendar::{DayOff, Year, is_weekend};
use crate::data_file::{Node, Reading, Shape};
use crate::diagnostic::{Diagnostic, Sources};

const KEYS: [&str; 7] = ["okno", "year", "source", "derived", "working-days", "days-off", "shortened"];

/// Reads every file into years; mistakes go to `found`.
pub(super) fn read(files: &Sources, found: &mut Vec<Diagnostic>) -> BTreeMap<i16, Year> {
    let mut years = BTreeMap::new();
    for (file, text) in &files.0 {
        let mut reading = Reading { code: "C001", found };
        let Some(root) = reading.open(file, text) else { continue };
        let Some((number, year)) = read_year(&mut reading, file, &root) else { continue };
        if years.insert(number, year).is_some() {
            let span = root.get("year").map_or(&root.span, |node| &node.span);
            reading.wrong(span, &format!("Календарь на {number} год задан дважды"), "Оставьте один файл на год.");
        }
    }
    years
}

fn read_year(reading: &mut Reading<'_>, file: &str, root: &Node) -> Option<(i16, Year)> {
    reading.only(root, &KEYS);
    if reading.required(root, "okno")? != "1" {
        reading.wrong(&root.span, "Неизвестная версия формата календаря", "Укажите «okno: 1».");
    }
    let text = reading.required(root, "year")?;
    let Some(number) = text.parse::<i16>().ok().filter(|year| (1992..=2200).contains(year)) else {
        reading.wrong(&root.get("year")?.span, &format!("«{text}» не год"), "Укажите год четырьмя цифрами.");
        return None;
    };
    if file.rsplit('/').next() != Some(format!("{number}.yaml").as_str()) {
        reading.wrong(
            &root.get("year")?.span,
            &format!("Файл {file} говорит о {number} годе"),
            &format!("Назовите файл {number}.yaml."),
        );
    }
    let mut year = Year {
        source: reading.required(root, "source")?.to_owned(),
        derived: root.get("derived").and_then(|node| reading.text(node, "derived")).map(str::to_owned),
        ..Year::default()
    };
    if let Some(node) = root.get("days-off") {
        read_days_off(reading, number, node, &mut year);
    }
    for item in root.get("shortened").map_or(&[][..], |node| reading.list(node, "shortened")) {
        if let Some(day) = read_day(reading, number, item) {
            if !year.is_working(day) {
                reading.wrong(
                    &item.span,
                    &format!("{day} выходной, сокращённым он быть не может"),
                    "Уберите день или исправьте дату.",
                );
            }
            year.shortened.insert(day);
        }
    }
    check_count(reading, number, root, &year);
    Some((number, year))
}

/// A day off is `date: name of the holiday` or `date: { moved-from: date }`.
fn read_days_off(reading: &mut Reading<'_>, number: i16, node: &Node, year: &mut Year) {
    for (key, span, value) in reading.map(node, "days-off") {
        let key = Node { span: span.clone(), shape: Shape::Text(key.clone()) };
        let Some(day) = read_day(reading, number, &key) else { continue };
        let reason = match value.get("moved-from") {
            Some(from) => {
                reading.only(value, &["moved-from"]);
                let Some(from_day) = read_day(reading, number, from) else { continue };
                if !is_weekend(from_day) {
                    reading.wrong(
                        &from.span,
                        &format!("{from_day} не суббота и не воскресенье: выходной переносят с них"),
                        "Исправьте дату, с которой перенесён выходной.",
                    );
                }
                DayOff::MovedFrom(from_day)
            }
            None => match reading.text(value, "Название праздника") {
                Some(name) => DayOff::Holiday(name.to_owned()),
                None => continue,
            },
        };
        year.days_off.insert(day, reason);
    }
    // A weekend that lost its day off and is no holiday itself is worked.
    let worked = year.days_off.iter().filter_map(|(to, reason)| match reason {
        DayOff::MovedFrom(from) if !year.days_off.contains_key(from) => Some((*from, *to)),
        _ => None,
    });
    year.working_weekends = worked.collect();
}

fn read_day(reading: &mut Reading<'_>, number: i16, node: &Node) -> Option<Date> {
    let text = reading.text(node, "Дата")?;
    match text.parse::<Date>() {
        Ok(day) if day.year() == number => Some(day),
        Ok(_) => {
            reading.wrong(
                &node.span,
                &format!("{text} не относится к {number} году"),
                "Перенесите день в файл его года.",
            );
            None
        }
        Err(_) => {
            reading.wrong(&node.span, &format!("«{text}» не дата"), "Запишите дату так: 2026-01-09.");
            None
        }
    }
}

fn check_count(reading: &mut Reading<'_>, number: i16, root: &Node, year: &Year) {
    let Some(stated) = reading.required(root, "working-days") else { return };
    let counted = year.working_days(number);
    if stated != counted.to_string() {
        let span = root.get("working-days").map_or(&root.span, |node| &node.span);
        reading.wrong(
            span,
            &format!("Сверка не сошлась: указано рабочих дней {stated}, по списку выходит {counted}"),
            "Сверьте выходные и переносы с официальным производственным календарём.",
        );
    }
}

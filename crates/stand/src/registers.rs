//! What the emulated registers know, and how each of them answers. Deterministic: the same keys
//! give the same answer.

use std::collections::HashMap;

use connect::gisgmp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Shared, locked};

/// Data of all registers; see `data/registers.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Registers {
    services: Vec<String>,
    convictions: Vec<String>,
    tickets: HashMap<String, String>,
    plots: HashMap<String, Plot>,
    registered_elsewhere: Vec<String>,
    births: HashMap<String, Vec<Birth>>,
    rights_deprived: Vec<String>,
    family_statuses: Vec<String>,
    organisations: HashMap<String, Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
struct Plot {
    owners: Vec<String>,
    area: u64,
    boundaries_set: bool,
    permitted_use: String,
    category: String,
    in_zone: bool,
    planning_needed: bool,
    planning_approved: bool,
}

#[derive(Debug, Deserialize)]
struct Birth {
    #[serde(rename = "lastName")]
    last_name: String,
    #[serde(rename = "firstName")]
    first_name: String,
    #[serde(rename = "middleName")]
    middle_name: String,
    #[serde(rename = "birthDate")]
    born: String,
    snils: String,
    record: String,
}

/// What a register says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// It knows.
    Known(Map<String, Value>),
    /// It knows nothing about these keys.
    Absent,
    /// There is no such source, or a key it needs is missing.
    Wrong(&'static str),
}

/// What ГИС ГМП answers a message in its own form.
fn treasury(shared: &Shared, keys: &Keys) -> Said {
    let message = gisgmp::answer_of(keys);
    let answer = message.and_then(|message| shared.treasury.answer(&message, shared.now()));
    match answer.and_then(|answer| gisgmp::wrapped(&answer)) {
        Ok(answer) => Said::Known(answer),
        Err(_) => Said::Wrong("сообщение ГИС ГМП не читается"),
    }
}

/// Keys of a request: name of a fact → value in whatever form the client keeps it.
pub(crate) type Keys = Map<String, Value>;

impl Registers {
    /// Reads the data built into the crate.
    pub(crate) fn built_in() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../data/registers.json"))
    }

    /// Do they know the people of that service in detail?
    pub(crate) fn play(&self, service: &str) -> bool {
        self.services.iter().any(|one| one == service)
    }

    /// The registers know the people of the services they play; for other services a source
    /// answers what lets the service be provided.
    pub(crate) fn say(&self, shared: &Shared, service: &str, source: &str, keys: &Keys) -> Said {
        if source == gisgmp::SOURCE {
            return treasury(shared, keys);
        }
        // What an event told, the register confirms: it wrote it down itself.
        let born = text_by(keys, "snils").and_then(|snils| shared.happened.children(&digits(&snils)));
        if let Some(children) = born.filter(|_| source == "zags.children") {
            return known(json!({ "confirmed": true, "children": children }));
        }
        let supposed = (!self.play(service)).then(|| locked(&shared.answers).get(service, source).cloned()).flatten();
        match supposed {
            Some(answer) if answer.is_empty() => Said::Absent,
            Some(answer) => Said::Known(answer),
            None => self.ask(source, keys),
        }
    }

    /// Answers as the named source.
    pub(crate) fn ask(&self, source: &str, keys: &Keys) -> Said {
        match source {
            "mvd.conviction" => {
                by_snils(keys, |snils| json!({ "found": self.convictions.iter().any(|one| one == snils) }))
            }
            "mvd.registration" => by_snils(
                keys,
                |snils| json!({ "in_region": !self.registered_elsewhere.iter().any(|one| one == snils) }),
            ),
            "mvd.passport" => known(json!({ "valid": true })),
            "hunters.ticket" => by_snils(keys, |snils| self.ticket(snils, keys)),
            "rosreestr.plot" => self.plot(keys),
            "rosreestr.rights" => self.rights(keys),
            "planning.documentation" => self.planning(keys),
            "zags.children" => by_snils(keys, |snils| self.children(snils, keys)),
            "social.rights" | "zags.parental_rights" => {
                by_snils(keys, |snils| json!({ "deprived": self.rights_deprived.iter().any(|one| one == snils) }))
            }
            "social.status" | "social.family_status" => {
                by_snils(keys, |snils| json!({ "exists": self.family_statuses.iter().any(|one| one == snils) }))
            }
            "fns.egrul" | "fns.egrip" => self.organisation(keys),
            _ => Said::Wrong("неизвестный источник сведений"),
        }
    }

    fn ticket(&self, snils: &str, keys: &Keys) -> Value {
        let asked = text_by(keys, "ticket").map(|number| digits(&number));
        let held = self.tickets.get(snils);
        let fits = held.is_some_and(|held| asked.is_none_or(|asked| asked.is_empty() || asked == digits(held)));
        json!({ "found": fits, "number": held.filter(|_| fits) })
    }

    fn plot(&self, keys: &Keys) -> Said {
        let Some(cadastral) = text_by(keys, "cadastral") else {
            return Said::Wrong("нет кадастрового номера");
        };
        known(match self.plots.get(cadastral.trim()) {
            Some(plot) => json!({
                "found": true,
                "area": plot.area,
                "boundaries_set": plot.boundaries_set,
                "permitted_use": plot.permitted_use,
                "category": plot.category,
                "in_zone": plot.in_zone,
            }),
            None => json!({ "found": false, "boundaries_set": false }),
        })
    }

    fn rights(&self, keys: &Keys) -> Said {
        let Some(cadastral) = text_by(keys, "cadastral") else {
            return Said::Wrong("нет кадастрового номера");
        };
        let asked = ["snils", "inn"].into_iter().filter_map(|name| text_by(keys, name)).map(|id| digits(&id));
        let owners = self.plots.get(cadastral.trim()).map(|plot| plot.owners.as_slice()).unwrap_or_default();
        let holds = asked.into_iter().any(|id| owners.contains(&id));
        known(json!({ "holder": holds }))
    }

    fn planning(&self, keys: &Keys) -> Said {
        let plot = text_by(keys, "cadastral").and_then(|cadastral| self.plots.get(cadastral.trim()));
        known(match plot {
            Some(plot) => json!({ "needed": plot.planning_needed, "approved": plot.planning_approved }),
            None => json!({ "needed": false, "approved": false }),
        })
    }

    /// Confirms the children named in the request against the records of the parent, each by
    /// its birth date and, where given, first name.
    fn children(&self, snils: &str, keys: &Keys) -> Value {
        let records = self.births.get(snils).map(Vec::as_slice).unwrap_or_default();
        let asked = keys.iter().find(|(name, _)| name.ends_with("children")).map(|(_, value)| children_of(value));
        let confirmed = match &asked {
            Some(asked) => !asked.is_empty() && asked.iter().all(|child| records.iter().any(|one| one.is(child))),
            None => !records.is_empty(),
        };
        let listed = records.iter().map(Birth::shown).collect::<Vec<_>>();
        json!({ "confirmed": confirmed, "children": listed, "count": records.len() })
    }

    fn organisation(&self, keys: &Keys) -> Said {
        let asked = ["ogrnip", "ogrn", "inn"].into_iter().filter_map(|name| text_by(keys, name)).map(|id| digits(&id));
        let asked = asked.collect::<Vec<_>>();
        if asked.is_empty() {
            return Said::Wrong("нет ОГРН или ИНН");
        }
        let fits = |(ogrn, held): &(&String, &Map<String, Value>)| {
            asked.iter().any(|id| id == *ogrn || held.get("inn").and_then(Value::as_str) == Some(id))
        };
        self.organisations.iter().find(fits).map_or(Said::Absent, |(_, held)| Said::Known(held.clone()))
    }
}

impl Birth {
    fn is(&self, child: &Child) -> bool {
        child.dates.iter().any(|date| *date == iso(&self.born))
            && (child.words.is_empty() || child.words.iter().any(|word| same(word, &self.first_name)))
    }

    fn shown(&self) -> Value {
        json!({
            "lastName": self.last_name,
            "firstName": self.first_name,
            "middleName": self.middle_name,
            "birthDate": iso(&self.born),
            "snils": self.snils,
            "record": self.record,
        })
    }
}

/// A child as far as it can be made out of the request.
struct Child {
    dates: Vec<String>,
    words: Vec<String>,
}

/// Finds the records of a list however deep the client wraps them.
fn children_of(value: &Value) -> Vec<Child> {
    match value {
        Value::Array(records) => records
            .iter()
            .map(|record| {
                let mut dates = Vec::new();
                let mut words = Vec::new();
                gather(record, &mut |text| match iso(text) {
                    date if date.len() == 10 && date.as_bytes()[4] == b'-' => dates.push(date),
                    _ if text.chars().all(|letter| letter.is_alphabetic() || letter == '-' || letter == ' ') => {
                        words.push(text.to_owned());
                    }
                    _ => {}
                });
                Child { dates, words }
            })
            .collect(),
        Value::Object(map) => map.values().flat_map(children_of).collect(),
        _ => Vec::new(),
    }
}

fn gather(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(list) => list.iter().for_each(|one| gather(one, found)),
        Value::Object(map) => map.values().for_each(|one| gather(one, found)),
        _ => {}
    }
}

/// `01.09.2010` and `2010-09-01` are one day.
fn iso(date: &str) -> String {
    let parts: Vec<_> = date.split('.').collect();
    match parts.as_slice() {
        [day, month, year] if day.len() == 2 && month.len() == 2 && year.len() == 4 => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase().replace('ё', "е") == other.to_lowercase().replace('ё', "е")
}

fn by_snils(keys: &Keys, answer: impl FnOnce(&str) -> Value) -> Said {
    match text_by(keys, "snils") {
        Some(snils) => known(answer(&digits(&snils))),
        None => Said::Wrong("нет СНИЛС"),
    }
}

fn known(answer: Value) -> Said {
    match answer {
        Value::Object(map) => Said::Known(map),
        _ => Said::Absent,
    }
}

/// The text of the first key whose name holds the word, however deep the client wraps it.
fn text_by(keys: &Keys, word: &str) -> Option<String> {
    let value = keys.iter().find(|(name, _)| name.contains(word)).map(|(_, value)| value)?;
    let mut found = None;
    gather(value, &mut |text| {
        if found.is_none() && text.chars().any(|letter| letter.is_ascii_digit()) {
            found = Some(text.to_owned());
        }
    });
    found
}

/// The opposite of what the register holds.
pub(crate) fn turn_over(answer: &mut Map<String, Value>) {
    for value in answer.values_mut() {
        let turned = match &*value {
            Value::Bool(truth) => json!(!*truth),
            Value::Number(number) => json!(number.as_i64().unwrap_or_default() + 1),
            Value::String(text) => json!(format!("{text} 2")),
            other => other.clone(),
        };
        *value = turned;
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

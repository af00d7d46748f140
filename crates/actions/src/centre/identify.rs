//! Who stands at the window: what the operator read in the identity document, held against the
//! person okno may know already.

use std::collections::BTreeMap;

use domain::id::PersonId;
use domain::person::Person;
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::identifier::{Identifier, IdentifierKind};
use regulation::package::Assurance;
use serde_json::{Map, Value};
use store::{Write, people};

use crate::office::Office;
use crate::stop::Stop;

/// How the account of somebody known only from a window is named, until they sign in through ЕСИА.
const AT_WINDOW: &str = "window:";

/// What the operator typed from the identity document.
#[derive(Debug, Default, Clone)]
pub struct Identified {
    /// Surname.
    pub surname: String,
    /// Given name.
    pub given: String,
    /// Patronymic, for those who have one.
    pub patronymic: String,
    /// Date of birth, as the calendar of a browser sends it.
    pub born: String,
    /// СНИЛС as typed.
    pub snils: String,
    /// Series and number of the passport.
    pub passport: String,
    /// The operator saw the document and the face.
    pub seen: bool,
}

/// A field that is not right: its name, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing stands there.
    Empty(&'static str),
    /// Not a day that anybody could be born on.
    Born,
    /// An identifier is not one: field, what is wrong, how to mend it.
    Identifier(&'static str, String, String),
    /// The document was not checked.
    NotSeen,
    /// The СНИЛС is of somebody with another name or date of birth.
    Differs,
}

impl Wrong {
    /// The field it stands at.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Empty(field) | Self::Identifier(field, ..) => field,
            Self::Born => "born",
            Self::NotSeen => "seen",
            Self::Differs => "snils",
        }
    }
}

impl Identified {
    /// The identity document in words, as the visit keeps it.
    pub fn document(&self) -> String {
        Identifier::parse(IdentifierKind::Passport, &self.passport).map(|one| one.shown()).unwrap_or_default()
    }

    /// Everything an account would say of the person, by the same names; or all that is wrong.
    fn claims(&self, today: Date) -> Result<Map<String, Value>, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut claims = Map::new();
        let names = [("surname", "lastName", &self.surname), ("given", "firstName", &self.given)];
        for (field, claim, typed) in names {
            match plain(typed) {
                name if name.is_empty() => wrong.push(Wrong::Empty(field)),
                name => drop(claims.insert(claim.to_owned(), name.into())),
            }
        }
        if !plain(&self.patronymic).is_empty() {
            claims.insert("middleName".to_owned(), plain(&self.patronymic).into());
        }
        match self.born.trim().parse::<Date>() {
            Ok(day) if day <= today => {
                let day = format!("{:02}.{:02}.{}", day.day(), day.month(), day.year());
                claims.insert("birthDate".to_owned(), day.into());
            }
            _ => wrong.push(Wrong::Born),
        }
        let identifiers = [
            ("snils", "snils", IdentifierKind::Snils, &self.snils),
            ("passport", "passport.full", IdentifierKind::Passport, &self.passport),
        ];
        for (field, claim, kind, typed) in identifiers {
            match Identifier::parse(kind, typed) {
                Ok(known) => drop(claims.insert(claim.to_owned(), known.shown().into())),
                Err(problem) => {
                    wrong.push(Wrong::Identifier(field, problem.message().to_owned(), problem.mend().to_owned()));
                }
            }
        }
        if !self.seen {
            wrong.push(Wrong::NotSeen);
        }
        if wrong.is_empty() { Ok(claims) } else { Err(wrong) }
    }
}

/// A name without what was typed around it by accident.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|sign| !sign.is_control()).take(100).collect()
}

/// The person whom the document names, known already or made known, with what has to be written.
pub(super) async fn person(
    office: &Office,
    typed: &Identified,
    now: Timestamp,
) -> Result<Result<(Person, Vec<Write>), Vec<Wrong>>, Stop> {
    let claims = match typed.claims(office.today(now)) {
        Ok(claims) => claims,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let snils = text("snils");
    let parts = [text("lastName"), text("firstName"), text("middleName")];
    let name = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let Some(known) = people::by_snils(&office.db, &snils).await? else {
        let person = Person {
            id: PersonId(office.new_owner_id()),
            oid: format!("{AT_WINDOW}{snils}"),
            name,
            assurance: Assurance::Simplified,
            claims,
            claims_at: now,
            email: None,
            phone: None,
            channels: BTreeMap::new(),
        };
        let writes = people::insert(&person);
        return Ok(Ok((person, writes)));
    };
    if !same_person(&known.claims, &claims) {
        return Ok(Err(vec![Wrong::Differs]));
    }
    // What an account says of its person is fresher than a window: only what a window made is renewed.
    if !known.oid.starts_with(AT_WINDOW) {
        return Ok(Ok((known, Vec::new())));
    }
    let person = Person { name, claims, claims_at: now, ..known };
    let writes = vec![people::update(&person)];
    Ok(Ok((person, writes)))
}

/// Do both say the same surname, given name and date of birth?
fn same_person(known: &Map<String, Value>, typed: &Map<String, Value>) -> bool {
    ["lastName", "firstName", "birthDate"].into_iter().all(|name| {
        let folded = |claims: &Map<String, Value>| {
            claims.get(name).and_then(Value::as_str).map(|text| text.trim().to_lowercase().replace('ё', "е"))
        };
        folded(known).is_some() && folded(known) == folded(typed)
    })
}

/// The person a window knows whom this new account names: their applications wait for them.
pub(crate) async fn known_from_window(office: &Office, claims: &Map<String, Value>) -> Result<Option<Person>, Stop> {
    let Some(snils) = claims.get("snils").and_then(Value::as_str) else { return Ok(None) };
    let known = people::by_snils(&office.db, snils).await?;
    Ok(known.filter(|known| known.oid.starts_with(AT_WINDOW) && same_person(&known.claims, claims)))
}

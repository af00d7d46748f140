//! The person's data: collections of ЕСИА's REST service put into one flat map of claims.
//!
//! A collection that does not come is left out and named in `missing`: sign-in and the form work
//! without it (FORM-10).

use jiff::Timestamp;
use regulation::package::Assurance;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Client, SYSTEM, Tokens};
use crate::failure::Failure;
use crate::http;

/// What ЕСИА holds about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Id in ЕСИА.
    pub oid: String,
    /// «Фамилия Имя Отчество».
    pub name: String,
    /// Strength of the account.
    pub assurance: Assurance,
    /// Claims by name: `lastName`, `passport.series`, `address.registration`, `children`, …
    pub claims: Map<String, Value>,
    /// Organisations and sole trade the person may act for.
    pub roles: Vec<Role>,
    /// Collections that did not come now.
    pub missing: Vec<&'static str>,
    /// When it was read.
    pub at: Timestamp,
}

impl Profile {
    /// What the token alone tells, for when the person's data cannot be read now: sign-in goes
    /// on, the form opens with what was known before or empty (FORM-10).
    pub fn of_token(tokens: &Tokens, now: Timestamp) -> Self {
        Self {
            oid: tokens.oid.clone(),
            name: String::new(),
            assurance: tokens.assurance,
            claims: Map::new(),
            roles: Vec::new(),
            missing: vec!["person", "contacts", "addresses", "documents", "children", "roles"],
            at: now,
        }
    }
}

/// A role of the person: somebody they may act for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Id of the organisation in ЕСИА.
    pub oid: String,
    /// Kind.
    pub kind: RoleKind,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: Option<String>,
    /// ОГРН or ОГРНИП.
    pub ogrn: Option<String>,
    /// ИНН.
    pub inn: Option<String>,
    /// Heads it.
    pub is_chief: bool,
    /// Administers its account.
    pub is_admin: bool,
}

/// Kinds of organisation accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// A legal entity.
    Organisation,
    /// A sole trader (ИП).
    SoleTrader,
    /// A public body; never an applicant (FORM-18).
    PublicBody,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(default)]
    elements: Vec<Value>,
}

/// Claims taken from the person as they are.
const OWN: [&str; 9] =
    ["lastName", "firstName", "middleName", "birthDate", "gender", "snils", "inn", "birthPlace", "citizenship"];

impl Client {
    /// Reads the person's data. Fails only when the person themself cannot be read.
    pub async fn profile(&self, tokens: &Tokens, now: Timestamp) -> Result<Profile, Failure> {
        let (person, contacts, addresses, documents, children, roles) = futures_util::join!(
            self.get::<Map<String, Value>>(tokens, None),
            self.get::<Collection>(tokens, Some("ctts")),
            self.get::<Collection>(tokens, Some("addrs")),
            self.get::<Collection>(tokens, Some("docs")),
            self.get::<Collection>(tokens, Some("kids")),
            self.get::<Collection>(tokens, Some("roles")),
        );
        let person = person?;
        let mut missing = Vec::new();
        let mut elements = |name, answer: Result<Collection, Failure>| match answer {
            Ok(found) => found.elements,
            // Not allowed by the scopes: nothing to wait for.
            Err(Failure::Rejected { .. }) => Vec::new(),
            Err(Failure::Later { .. }) => {
                missing.push(name);
                Vec::new()
            }
        };
        let mut claims = Map::new();
        for name in OWN {
            if let Some(value) = person.get(name).filter(|value| is_said(value)) {
                claims.insert(name.to_owned(), value.clone());
            }
        }
        add_contacts(&mut claims, &elements("contacts", contacts));
        add_addresses(&mut claims, &elements("addresses", addresses));
        add_passport(&mut claims, &elements("documents", documents), person.get("rIdDoc"));
        add_children(&mut claims, &elements("children", children));
        let roles = elements("roles", roles).iter().filter_map(role).collect();
        Ok(Profile {
            oid: tokens.oid.clone(),
            name: full_name(&claims),
            assurance: assurance(tokens.assurance, &person),
            claims,
            roles,
            missing,
            at: now,
        })
    }

    async fn get<T: serde::de::DeserializeOwned>(
        &self,
        tokens: &Tokens,
        collection: Option<&str>,
    ) -> Result<T, Failure> {
        let mut segments = vec!["rs", "prns", tokens.oid.as_str()];
        segments.extend(collection);
        let mut url = http::join(&self.settings.base, &segments);
        if collection.is_some() {
            // Without it a collection holds only links. ЕСИА shows these parentheses bare.
            url.set_query(Some("embed=(elements)"));
        }
        let call = self.http.get(url).bearer_auth(&tokens.access);
        let response = call.send().await.map_err(|error| http::transport(SYSTEM, error))?;
        let (status, body) = http::read(SYSTEM, response).await?;
        if http::may_pass(status) {
            return Err(Failure::later(SYSTEM, format!("status {}", status.as_u16())));
        }
        if !status.is_success() {
            let code = serde_json::from_slice::<Value>(&body)
                .ok()
                .and_then(|body| body.get("code")?.as_str().map(str::to_owned))
                .unwrap_or_else(|| format!("HTTP-{}", status.as_u16()));
            return Err(Failure::rejected(SYSTEM, code, "ЕСИА не дала доступа к этим данным."));
        }
        http::json(SYSTEM, &body)
    }
}

/// The weaker of what the token and the person's record say; a checked SNILS lifts a simplified
/// account to a standard one.
fn assurance(token: Assurance, person: &Map<String, Value>) -> Assurance {
    let trusted = person.get("trusted").and_then(Value::as_bool).unwrap_or(false);
    if token == Assurance::Confirmed && trusted {
        Assurance::Confirmed
    } else if person.get("snils").is_some_and(is_said) {
        Assurance::Standard
    } else {
        Assurance::Simplified
    }
}

fn add_contacts(claims: &mut Map<String, Value>, contacts: &[Value]) {
    for (kind, name) in [("EML", "email"), ("MBT", "mobile")] {
        let found = contacts
            .iter()
            .find(|contact| text(contact, "type") == Some(kind) && text(contact, "vrfStu") == Some("VERIFIED"));
        if let Some(value) = found.and_then(|contact| text(contact, "value")) {
            claims.insert(name.to_owned(), json!(value));
        }
    }
}

fn add_addresses(claims: &mut Map<String, Value>, addresses: &[Value]) {
    for (kind, name) in [("PRG", "address.registration"), ("PLV", "address.living")] {
        let Some(address) = addresses.iter().find(|address| text(address, "type") == Some(kind)) else {
            continue;
        };
        let Some(line) = text(address, "addressStr") else { continue };
        let mut whole = String::new();
        if let Some(index) = text(address, "zipCode").filter(|index| !line.starts_with(index)) {
            whole = format!("{index}, ");
        }
        whole.push_str(line);
        for (part, word) in [("house", "д."), ("frame", "корп."), ("building", "стр."), ("flat", "кв.")] {
            if let Some(value) = text(address, part) {
                whole.push_str(&format!(", {word} {value}"));
            }
        }
        let mut value = json!({ "text": whole });
        if let Some(fias) = text(address, "fiasCode") {
            value["fias"] = json!(fias);
        }
        claims.insert(name.to_owned(), value);
    }
}

fn add_passport(claims: &mut Map<String, Value>, documents: &[Value], main: Option<&Value>) {
    let is_passport = |document: &&Value| text(document, "type") == Some("RF_PASSPORT");
    let is_main = |document: &&Value| main.is_some() && document.get("id") == main;
    let found = documents.iter().filter(is_passport).find(is_main).or_else(|| documents.iter().find(is_passport));
    let Some(passport) = found else { return };
    for part in ["series", "number", "issueDate", "issueId", "issuedBy"] {
        if let Some(value) = text(passport, part) {
            claims.insert(format!("passport.{part}"), json!(value));
        }
    }
    if let (Some(series), Some(number)) = (text(passport, "series"), text(passport, "number")) {
        claims.insert("passport.full".to_owned(), json!(format!("{series} {number}")));
    }
}

fn add_children(claims: &mut Map<String, Value>, children: &[Value]) {
    let parts = ["lastName", "firstName", "middleName", "birthDate", "snils"];
    let children = children
        .iter()
        .map(|child| {
            let said = parts.iter().filter_map(|part| Some((*part, text(child, part)?)));
            said.map(|(part, value)| (part.to_owned(), json!(value))).collect::<Map<_, _>>()
        })
        .filter(|child| !child.is_empty())
        .map(Value::Object)
        .collect::<Vec<_>>();
    if !children.is_empty() {
        claims.insert("children".to_owned(), Value::Array(children));
    }
}

fn role(element: &Value) -> Option<Role> {
    let kind = match text(element, "type")? {
        "LEGAL" => RoleKind::Organisation,
        "BUSINESS" => RoleKind::SoleTrader,
        "AGENCY" => RoleKind::PublicBody,
        _ => return None,
    };
    let owned = |name| text(element, name).map(str::to_owned);
    let is = |name| element.get(name).and_then(Value::as_bool).unwrap_or(false);
    let oid = match element.get("oid")? {
        Value::String(oid) => oid.clone(),
        Value::Number(oid) => oid.to_string(),
        _ => return None,
    };
    Some(Role {
        oid,
        kind,
        name: owned("fullName").or_else(|| owned("shortName"))?,
        short: owned("shortName"),
        ogrn: owned("ogrn"),
        inn: owned("inn"),
        is_chief: is("chief"),
        is_admin: is("admin"),
    })
}

fn full_name(claims: &Map<String, Value>) -> String {
    let parts = ["lastName", "firstName", "middleName"];
    parts.iter().filter_map(|part| claims.get(*part)?.as_str()).collect::<Vec<_>>().join(" ")
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn is_said(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    }
}

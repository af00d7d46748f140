//! GET /rs/prns/…: the person and their collections, as far as the token's scopes allow.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Esia;
use super::people::Account;
use crate::faults::{Mode, Where};

/// Part of the person → scopes that open it. What is not named here needs no scope.
const PARTS: [(&str, &str); 9] = [
    ("firstName", "fullname"),
    ("lastName", "fullname"),
    ("middleName", "fullname"),
    ("birthDate", "birthdate"),
    ("gender", "gender"),
    ("snils", "snils"),
    ("inn", "inn"),
    ("birthPlace", "birthplace"),
    ("rIdDoc", "id_doc"),
];

pub(super) async fn person(State(esia): State<Arc<Esia>>, Path(oid): Path<u64>, headers: HeaderMap) -> Response {
    match allowed(&esia, oid, &headers, "person").await {
        Ok((account, scopes)) => {
            let mut person = account.person.clone();
            person.retain(|name, _| {
                let needed = PARTS.iter().find(|(part, _)| part == name);
                needed.is_none_or(|(_, scope)| scopes.iter().any(|one| one == scope))
            });
            Json(person).into_response()
        }
        Err(response) => response,
    }
}

pub(super) async fn collection(
    State(esia): State<Arc<Esia>>,
    Path((oid, name)): Path<(u64, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (account, scopes) = match allowed(&esia, oid, &headers, &name).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let elements = match elements(&account, &name, &scopes) {
        Ok(elements) => elements,
        Err(no) => return no.into_response(),
    };
    // Without embed a collection holds only links.
    let embedded = query.unwrap_or_default().contains("embed=");
    let shown: Vec<Value> = elements
        .iter()
        .map(|element| {
            if embedded || name == "roles" {
                element.clone()
            } else {
                json!(format!("{}/rs/prns/{oid}/{name}/{}", esia.base, element["id"]))
            }
        })
        .collect();
    Json(json!({ "stateFacts": ["hasSize"], "size": shown.len(), "eTag": "STAND", "elements": shown })).into_response()
}

pub(super) async fn element(
    State(esia): State<Arc<Esia>>,
    Path((oid, name, id)): Path<(u64, String, u64)>,
    headers: HeaderMap,
) -> Response {
    let (account, scopes) = match allowed(&esia, oid, &headers, &name).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    match elements(&account, &name, &scopes) {
        Ok(elements) => match elements.iter().find(|element| element["id"] == id) {
            Some(element) => Json(element).into_response(),
            None => refused(StatusCode::NOT_FOUND, "ESIA-005009", "Not found"),
        },
        Err(no) => no.into_response(),
    }
}

/// The account and the scopes of the token, after faults and checks.
async fn allowed<'a>(
    esia: &'a Esia,
    oid: u64,
    headers: &HeaderMap,
    part: &str,
) -> Result<(Cow<'a, Account>, Vec<String>), Response> {
    let fault = {
        let mut faults = esia.shared.faults();
        // A fault for `rs/docs` strikes one collection, one for `rs` the whole service.
        let one = format!("rs/{part}");
        if faults.all().iter().any(|fault| fault.source.as_deref() == Some(&one)) {
            faults.take(Where::Esia, &one)
        } else {
            faults.take(Where::Esia, "rs")
        }
    };
    if let Some(fault) = fault {
        fault.wait().await;
        match fault.mode {
            Mode::Down => return Err(StatusCode::SERVICE_UNAVAILABLE.into_response()),
            Mode::Wrong => return Err((StatusCode::OK, "чепуха").into_response()),
            _ => {}
        }
    }
    let unauthorised = || refused(StatusCode::UNAUTHORIZED, "ESIA-005004", "The access token is not valid");
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .ok_or_else(unauthorised)?;
    let claims = esia.keys.read_token(token).ok_or_else(unauthorised)?;
    let number = |name: &str| claims.get(name).and_then(Value::as_i64).unwrap_or(0);
    if number("exp") < esia.shared.now().as_second() || number("urn:esia:sbj_id") != oid.cast_signed() {
        return Err(unauthorised());
    }
    let account = esia.people.get(oid).ok_or_else(unauthorised)?;
    Ok((account, scopes(&claims)))
}

fn scopes(claims: &Map<String, Value>) -> Vec<String> {
    let scope = claims.get("scope").and_then(Value::as_str).unwrap_or_default();
    scope.split(' ').map(|scope| scope.split('?').next().unwrap_or_default().to_owned()).collect()
}

fn elements(account: &Account, name: &str, scopes: &[String]) -> Result<Vec<Value>, No> {
    let has = |wanted: &str| scopes.iter().any(|scope| scope == wanted);
    let forbidden = || No(StatusCode::FORBIDDEN, "ESIA-005011", "The scope does not allow it");
    match name {
        "ctts" => {
            let shown = |contact: &&Value| match contact["type"].as_str() {
                Some("EML") => has("email") || has("contacts"),
                Some("MBT") => has("mobile") || has("contacts"),
                _ => has("contacts"),
            };
            let found = account.contacts.iter().filter(shown).cloned().collect::<Vec<_>>();
            if has("contacts") || has("email") || has("mobile") { Ok(found) } else { Err(forbidden()) }
        }
        "addrs" if has("addresses") || has("contacts") => Ok(account.addresses.clone()),
        "docs" if has("id_doc") => Ok(account.documents.clone()),
        "kids" if scopes.iter().any(|scope| scope.starts_with("kid_")) => Ok(account.kids.clone()),
        "roles" if has("usr_org") => Ok(account.roles.clone()),
        "addrs" | "docs" | "kids" | "roles" => Err(forbidden()),
        _ => Err(No(StatusCode::NOT_FOUND, "ESIA-005009", "Not found")),
    }
}

/// Status, code and message of a refusal.
struct No(StatusCode, &'static str, &'static str);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        refused(self.0, self.1, self.2)
    }
}

fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "code": code, "message": message }))).into_response()
}

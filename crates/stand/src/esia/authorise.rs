//! GET /aas/oauth2/v2/ac: checks the client's request, then sends the person to sign in.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::client::{Parameters, authenticate, system};
use super::error::Error;
use super::login::PATIENCE;
use super::{Attempt, Esia, MOST, SCOPES, secret_word};
use crate::faults::{Mode, Where};
use crate::locked;

pub(super) async fn authorise(State(esia): State<Arc<Esia>>, RawQuery(query): RawQuery) -> Response {
    let fault = esia.shared.faults().take(Where::Esia, "ac");
    let mut forced = None;
    if let Some(fault) = fault {
        fault.wait().await;
        match fault.mode {
            Mode::Down => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Mode::Wrong => forced = Some(Error(fault.what.unwrap_or_else(|| "ESIA-007007".to_owned()))),
            _ => {}
        }
    }
    let parameters = match Parameters::read(query.unwrap_or_default().as_bytes()) {
        Ok(parameters) => parameters,
        Err(error) => return error.page(),
    };
    // Until client and address are known to belong together, nobody is sent anywhere.
    let (client_id, redirect_uri) = match known_client(&esia, &parameters) {
        Ok(known) => known,
        Err(error) => return error.page(),
    };
    let state = parameters.get("state");
    let begun = match forced {
        Some(error) => Err(error),
        None => begin(&esia, &parameters, &client_id, &redirect_uri),
    };
    match begun {
        Ok(attempt) => Redirect::to(&format!("/login?attempt={attempt}")).into_response(),
        Err(error) => error.redirect(&redirect_uri, state),
    }
}

fn known_client(esia: &Esia, parameters: &Parameters) -> Result<(String, String), Error> {
    let client_id = parameters.must("client_id")?;
    let system = system(&esia.shared.settings, client_id)?;
    let redirect_uri = parameters.must("redirect_uri")?;
    if !system.redirect_uris.iter().any(|known| known == redirect_uri) {
        return Err(Error::new("007023"));
    }
    Ok((client_id.to_owned(), redirect_uri.to_owned()))
}

fn begin(esia: &Esia, parameters: &Parameters, client_id: &str, redirect_uri: &str) -> Result<String, Error> {
    if parameters.must("response_type")? != "code" {
        return Err(Error::new("007009"));
    }
    if !matches!(parameters.must("access_type")?, "online" | "offline") {
        return Err(Error::new("007003"));
    }
    let scope = parameters.must("scope").map_err(|_| Error::new("007013"))?;
    if scope.split(' ').any(|scope| !SCOPES.contains(&scope)) {
        return Err(Error::new("007006"));
    }
    let state = parameters.must("state")?;
    if Uuid::parse_str(state).is_err() {
        return Err(Error::new("007003"));
    }
    let challenge = parameters.get("code_challenge");
    if challenge.is_some() && parameters.get("code_challenge_method").unwrap_or("S256") != "S256" {
        return Err(Error::new("007003"));
    }
    let system = system(&esia.shared.settings, client_id)?;
    let now = esia.shared.now();
    authenticate(system, parameters, "", now)?;
    let attempt = Attempt {
        client_id: client_id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        scope: scope.to_owned(),
        state: state.to_owned(),
        challenge: challenge.map(str::to_owned),
        nonce: parameters.get("nonce").map(str::to_owned),
        begun_at: now,
    };
    let id = secret_word().ok_or_else(|| Error::new("007007"))?;
    let mut attempts = locked(&esia.attempts);
    if attempts.len() >= MOST {
        attempts.retain(|_, old| now.duration_since(old.begun_at) <= PATIENCE);
    }
    attempts.insert(id.clone(), attempt);
    Ok(id)
}

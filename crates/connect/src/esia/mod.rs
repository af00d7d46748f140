//! Sign-in through ЕСИА (Единая система идентификации и аутентификации): the address people are
//! sent to, the exchange of the code, the checks of the token, the person's data.
//!
//! The order: [`Attempt::new`] → [`Client::authorise_url`] → the person comes back →
//! [`Client::code`] → [`Client::exchange`] → [`Client::profile`]. An attempt is kept with the
//! browser's session between the first and the last and used once.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::failure::Failure;
use crate::http;
use crate::sign::Signer;

mod attempt;
mod codes;
mod exchange;
mod person;
mod token;

pub use attempt::{Attempt, Returned};
pub use codes::explain;
pub use exchange::Tokens;
pub use person::{Profile, Role, RoleKind};

pub(crate) const SYSTEM: &str = "ЕСИА";

/// Scopes that give what the claims map holds.
pub const SCOPES: [&str; 13] = [
    "openid",
    "fullname",
    "birthdate",
    "gender",
    "snils",
    "inn",
    "id_doc",
    "birthplace",
    "email",
    "mobile",
    "addresses",
    "kid_fullname",
    "usr_org",
];

/// Settings of the client, as registered with ЕСИА.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of ЕСИА: `https://esia.gosuslugi.ru`.
    pub base: Url,
    /// Mnemonic of our system; a regional one must be `RPGUXX`.
    pub client_id: String,
    /// Where people come back to; registered there word for word.
    pub redirect_uri: Url,
    /// What we ask about the person.
    pub scopes: Vec<String>,
    /// Issuer in tokens: `http://esia.gosuslugi.ru/`.
    pub issuer: String,
    /// Certificates or public keys (PEM) that sign ЕСИА's tokens; several while they roll over.
    pub token_keys_pem: Vec<String>,
    /// Send `nonce` and demand it back; plain OpenID Connect providers do, ЕСИА's methodical
    /// recommendations do not name it.
    pub nonce: bool,
}

/// Signs people in.
#[derive(Clone)]
pub struct Client {
    settings: Settings,
    token_keys: Arc<Vec<jsonwebtoken::DecodingKey>>,
    signer: Arc<dyn Signer>,
    http: reqwest::Client,
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("esia::Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Client {
    /// A client by settings; the signer holds the key whose certificate is registered.
    pub fn new(settings: Settings, signer: Arc<dyn Signer>, http: reqwest::Client) -> Result<Self, Failure> {
        http::check_base(SYSTEM, &settings.base)?;
        if settings.scopes.iter().all(|scope| scope != "openid") {
            return Err(Failure::rejected(SYSTEM, "SCOPES", "Среди областей доступа ЕСИА должна быть openid."));
        }
        let token_keys = settings.token_keys_pem.iter().map(|pem| token::key(pem)).collect::<Result<Vec<_>, _>>()?;
        if token_keys.is_empty() {
            return Err(Failure::rejected(SYSTEM, "TOKEN-KEYS", "В настройках нет сертификата маркеров ЕСИА."));
        }
        Ok(Self { settings, token_keys: Arc::new(token_keys), signer, http })
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where to send the person to leave ЕСИА too.
    pub fn logout_url(&self, back: &Url) -> Url {
        let mut url = http::join(&self.settings.base, &["idp", "ext", "Logout"]);
        url.query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_url", back.as_str());
        url
    }

    /// The signature that proves who we are: raw, over the parameters without separators.
    fn client_secret(&self, timestamp: &str, state: &str, code: &str) -> Result<String, Failure> {
        use base64::Engine as _;
        // scope_org is always empty here: organisations come from the person's roles.
        let message = [
            self.settings.client_id.as_str(),
            &self.scope(),
            timestamp,
            state,
            self.settings.redirect_uri.as_str(),
            code,
        ]
        .concat();
        let signature = self
            .signer
            .sign_raw(message.as_bytes())
            .map_err(|error| Failure::later(SYSTEM, format!("our own key does not sign: {error}")))?;
        Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(signature))
    }

    fn scope(&self) -> String {
        self.settings.scopes.join(" ")
    }
}

/// Time as ЕСИА wants it: `yyyy.MM.dd HH:mm:ss Z`.
fn timestamp(now: Timestamp) -> String {
    now.to_zoned(TimeZone::UTC).strftime("%Y.%m.%d %H:%M:%S %z").to_string()
}

//! Sign-in through ЕСИА and the session that follows (SEC-01). The cookie holds a random token,
//! the database only its hash.

use std::collections::BTreeMap;

use connect::esia::{Attempt, Profile, Returned, Role, RoleKind};
use domain::centre::Visit;
use domain::id::PersonId;
use domain::official::Official;
use domain::permit::{AccountKind, Subject};
use domain::person::Person;
use jiff::{SignedDuration, Timestamp};
use regulation::package::Assurance;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::sign_ins::{self, SignIn};
use store::{Batch, people, sessions};

use crate::departmental::health;
use crate::office::Office;
use crate::stop::Stop;

/// How long an unused session lives.
const SESSION: SignedDuration = SignedDuration::from_hours(8);
/// How often the end of a used session is moved.
const MOVE_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// How long ЕСИА may keep a person.
const SIGN_IN: SignedDuration = SignedDuration::from_mins(15);

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub person: Person,
    /// On whose behalf; `None` for themselves.
    pub role: Option<Role>,
    /// Whom else they may act for.
    pub roles: Vec<Role>,
    /// Parts of the profile that ЕСИА did not give at sign-in (FORM-10).
    pub missing: Vec<String>,
    /// The window of a service centre where an operator acts for the person.
    pub window: Option<AtWindow>,
    hash: String,
}

/// An operator acting for a visitor.
#[derive(Debug, Clone)]
pub struct AtWindow {
    /// The operator.
    pub official: Official,
    /// The visit.
    pub visit: Visit,
    /// On what ground they read what was filed, as the applicant will see it.
    pub ground: String,
}

/// What belongs to a session beside the person.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Data {
    role: Option<String>,
    roles: Vec<Role>,
    missing: Vec<String>,
}

/// A sign-in on its way.
pub struct Begun {
    /// Where to send the person.
    pub address: String,
    /// Ties the answer to this browser.
    pub state: String,
}

/// A finished sign-in.
pub struct Signed {
    /// The token for the cookie.
    pub token: String,
    /// Page to go back to.
    pub return_to: String,
}

impl Session {
    /// A session that no browser holds: a simulation plays the person. A page never calls this.
    pub fn played(person: Person, role: Option<Role>) -> Self {
        Self {
            person,
            roles: role.iter().cloned().collect(),
            role,
            missing: Vec::new(),
            window: None,
            hash: String::new(),
        }
    }

    /// An operator of a service centre acting for a visitor: no browser of the visitor holds it.
    pub(crate) fn at_window(person: Person, window: AtWindow) -> Self {
        Self { window: Some(window), ..Self::played(person, None) }
    }

    /// Whose account it is.
    pub fn account(&self) -> AccountKind {
        self.role.as_ref().map_or(AccountKind::Person, |role| match role.kind {
            RoleKind::Organisation => AccountKind::Organisation,
            RoleKind::SoleTrader => AccountKind::SoleTrader,
            RoleKind::PublicBody => AccountKind::PublicBody,
        })
    }

    /// The person as permits know them.
    pub fn subject(&self) -> Subject {
        if let Some(window) = &self.window {
            return Subject::Window { official: window.official.clone(), visitor: self.person.id.clone() };
        }
        Subject::Applicant { person: self.person.id.clone(), kind: self.account(), assurance: self.person.assurance }
    }

    /// What ЕСИА says of the person, and of whom they act for.
    pub fn claims(&self) -> Map<String, Value> {
        let mut claims = self.person.claims.clone();
        if let Some(role) = &self.role {
            let details = [
                ("name", Some(&role.name)),
                ("short", role.short.as_ref()),
                ("ogrn", role.ogrn.as_ref()),
                ("inn", role.inn.as_ref()),
            ];
            for (name, value) in details {
                if let Some(value) = value {
                    claims.insert(format!("org.{name}"), Value::String(value.clone()));
                }
            }
        }
        claims
    }
}

/// Begins a sign-in that ends at `return_to`.
pub async fn begin(office: &Office, return_to: &str) -> Result<Begun, Stop> {
    let now = office.now();
    let attempt = Attempt::new(&office.secret::<64>()?);
    let address = office.esia.authorise_url(&attempt, now).map_err(outside)?;
    let sign_in = SignIn {
        state: attempt.state.clone(),
        nonce: attempt.nonce.clone(),
        return_to: return_to.to_owned(),
        created_at: now,
        expires_at: now.saturating_add(SIGN_IN).unwrap_or(now),
        data: [("verifier".to_owned(), json!(attempt.verifier))].into_iter().collect(),
    };
    office.db.commit(Batch::new().with(sign_ins::insert(&sign_in))).await?;
    Ok(Begun { address: address.to_string(), state: attempt.state })
}

/// Finishes a sign-in: the code becomes claims, the person is known or made known, a session
/// begins.
pub async fn complete(office: &Office, state: &str, code: &str) -> Result<Signed, Stop> {
    let now = office.now();
    let sign_in = sign_ins::take(&office.db, state, now).await?.ok_or(Stop::SignInNeeded)?;
    let verifier = sign_in.data.get("verifier").and_then(Value::as_str).unwrap_or_default().to_owned();
    let attempt = Attempt { state: sign_in.state, verifier, nonce: sign_in.nonce };
    let returned = Returned { code: Some(code.to_owned()), state: Some(state.to_owned()), ..Returned::default() };
    let code = office.esia.code(&attempt, &returned).map_err(outside)?;
    let tokens = office.esia.exchange(&code, &attempt, now).await;
    let problem = tokens.as_ref().err().filter(|failure| failure.is_later()).map(ToString::to_string);
    health::note(office, "esia", problem.as_deref()).await;
    let tokens = tokens.map_err(outside)?;
    // FORM-10: who cannot be read now still signs in; the form opens with what is known of them.
    let profile = office.esia.profile(&tokens, now).await.unwrap_or_else(|failure| {
        tracing::warn!(error = %failure, "the person's data did not come");
        Profile::of_token(&tokens, now)
    });
    let missing = profile.missing.iter().map(|part| (*part).to_owned()).collect();
    let roles = profile.roles.clone();
    let person = know(office, profile).await?;
    let data = Data { role: None, roles, missing };
    let token = open(office, &person.id, &data, now).await?;
    Ok(Signed { token, return_to: sign_in.return_to })
}

/// The person of a profile: fresh claims, the channels they chose before.
async fn know(office: &Office, profile: Profile) -> Result<Person, Stop> {
    let known = people::by_oid(&office.db, &profile.oid).await?;
    if let Some(mut known) = known.clone().filter(|_| profile.claims.is_empty()) {
        // The token alone may lower the strength of an account, never raise it.
        if profile.assurance < Assurance::Confirmed && known.assurance == Assurance::Confirmed {
            known.assurance = Assurance::Standard;
            office.db.commit(Batch::new().with(people::update(&known))).await?;
        }
        return Ok(known);
    }
    let verified = |name: &str| profile.claims.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(known) = known {
        let email = known.email.as_ref().and_then(|_| verified("email"));
        let phone = known.phone.as_ref().and_then(|_| verified("mobile"));
        let person = Person {
            channels: super::notices::standing(&known, email.as_ref(), phone.as_ref()),
            email,
            phone,
            name: profile.name,
            assurance: profile.assurance,
            claims: profile.claims,
            claims_at: profile.at,
            ..known
        };
        let batch = Batch::new().with(people::update(&person)).with_all(people::claim_snils(&person));
        office.db.commit(batch).await?;
        return Ok(person);
    }
    let from_window = crate::centre::known_from_window(office, &profile.claims).await?;
    let person = Person {
        id: from_window.as_ref().map_or_else(|| PersonId(office.new_owner_id()), |known| known.id.clone()),
        oid: profile.oid.clone(),
        name: profile.name,
        assurance: profile.assurance,
        claims: profile.claims,
        claims_at: profile.at,
        email: None,
        phone: None,
        channels: BTreeMap::new(),
    };
    let writes = match &from_window {
        Some(known) => people::adopt(&person, &known.oid),
        None => people::insert(&person),
    };
    match office.db.commit(Batch::new().with_all(writes)).await {
        Ok(_) => Ok(person),
        // Two windows signed in for the first time at once: the other one made the person.
        Err(error) if error.is_conflict() => people::by_oid(&office.db, &profile.oid).await?.ok_or(Stop::Conflict),
        Err(error) => Err(error.into()),
    }
}

async fn open(office: &Office, person: &PersonId, data: &Data, now: Timestamp) -> Result<String, Stop> {
    let token: String = office.secret::<32>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    let session = sessions::Session {
        id_hash: hash(&token),
        subject: sessions::Subject::Person(person.clone()),
        created_at: now,
        seen_at: now,
        expires_at: now.saturating_add(SESSION).unwrap_or(now),
        revoked_at: None,
        data: map(data),
    };
    office.db.commit(Batch::new().with(sessions::insert(&session))).await?;
    Ok(token)
}

/// Opens a session for a person who is known: for tests and benches that bring their own
/// identity provider. A page never calls this.
pub async fn open_for(office: &Office, person: &PersonId) -> Result<String, Stop> {
    open(office, person, &Data::default(), office.now()).await
}

/// The session of a token. A wrong, ended or foreign one is no session.
pub async fn find(office: &Office, token: &str) -> Result<Session, Stop> {
    let now = office.now();
    if token.len() != 64 {
        return Err(Stop::SignInNeeded);
    }
    let session = sessions::live(&office.db, &hash(token), now).await?.ok_or(Stop::SignInNeeded)?;
    let sessions::Subject::Person(id) = &session.subject else { return Err(Stop::SignInNeeded) };
    let person = people::by_id(&office.db, id).await?.ok_or(Stop::SignInNeeded)?;
    if now.duration_since(session.seen_at) > MOVE_AFTER {
        let until = now.saturating_add(SESSION).unwrap_or(now);
        // A session that was ended at this very moment is told so at the next page.
        let _ = office.db.commit(Batch::new().with(sessions::extend(&session.id_hash, now, until))).await;
    }
    let data: Data = serde_json::from_value(Value::Object(session.data)).unwrap_or_default();
    let role = data.role.and_then(|oid| data.roles.iter().find(|role| role.oid == oid).cloned());
    Ok(Session { person, role, roles: data.roles, missing: data.missing, window: None, hash: session.id_hash })
}

/// Acts from now on for an organisation of theirs, or (empty) for themselves.
pub async fn act_for(office: &Office, session: &Session, oid: &str) -> Result<(), Stop> {
    let known = session.roles.iter().any(|role| role.oid == oid);
    if !known && !oid.is_empty() {
        return Err(Stop::Missing);
    }
    let data =
        Data { role: known.then(|| oid.to_owned()), roles: session.roles.clone(), missing: session.missing.clone() };
    office.db.commit(Batch::new().with(sessions::set_data(&session.hash, &map(&data)))).await?;
    Ok(())
}

/// Ends the session of a token, on the server.
pub async fn end(office: &Office, token: &str) -> Result<(), Stop> {
    office.db.commit(Batch::new().with(sessions::revoke(&hash(token), office.now()))).await?;
    Ok(())
}

fn map(data: &Data) -> Map<String, Value> {
    match serde_json::to_value(data) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn outside(failure: connect::Failure) -> Stop {
    match failure {
        connect::Failure::Later { reason, .. } => Stop::Later { system: "ЕСИА", why: reason },
        rejected @ connect::Failure::Rejected { .. } => {
            tracing::warn!(error = %rejected, "a sign-in was rejected");
            Stop::SignInNeeded
        }
    }
}

//! Keys of the codes that are checked without a network, and the list of what is not in force:
//! both published, small, and to be believed without asking us anything (RESULT-10).

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connect::sign::{Certificate, CmsSigner, PublicKey, Who};
use domain::official::Official;
use domain::result::{ALGORITHM_ES256, Claims, Code, ResultRecord};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{officials, results};

use super::canonical;
use crate::office::Office;
use crate::stop::Stop;

/// How long a list of what is not in force may be used.
const LIST_LIVES: SignedDuration = SignedDuration::from_hours(1);
/// How long this node gives the same list.
const LIST_KEPT: SignedDuration = SignedDuration::from_mins(2);
/// Most entries of a list; the latest changes first.
const LONGEST_LIST: i64 = 50_000;
/// Bytes of a hash that stand for a number in the list, and for a certificate in a code.
const SHORT: usize = 8;

/// The list this node made last.
#[derive(Debug, Default)]
pub struct Cache(Mutex<Option<(Timestamp, Arc<str>)>>);

/// The code of an entry, signed now by its signer or, where they are gone, by whoever signs for
/// the machine of the authority; `None` where nobody can.
pub async fn code(office: &Office, record: &ResultRecord, now: Timestamp) -> Result<Option<String>, Stop> {
    let Some((signer, key)) = key_of(office, record, now).await? else { return Ok(None) };
    Ok(sign(office, record, &signer, &key, now))
}

/// The same with a key at hand.
pub fn sign(
    office: &Office,
    record: &ResultRecord,
    signer: &Official,
    key: &CmsSigner,
    now: Timestamp,
) -> Option<String> {
    let claims = Claims {
        issuer: office.settings.public_url.clone(),
        number: record.number.clone(),
        digest: Sha256::digest(canonical::bytes(record)).to_vec(),
        issued_at: record.issued_at,
        until: record.valid_until,
    };
    let algorithm = key.algorithms().signature.to_string();
    match key.sign_raw(&claims.message(&algorithm), &who(signer), now) {
        Ok(signature) => Some(claims.text(&algorithm, &name_of(key.certificate()), signature)),
        Err(why) => {
            tracing::warn!(result = %record.id, %why, "no code for checking without a network");
            None
        }
    }
}

/// Who signs in the place of an entry's signer now, with the key.
pub(super) async fn key_of(
    office: &Office,
    record: &ResultRecord,
    now: Timestamp,
) -> Result<Option<(Official, CmsSigner)>, Stop> {
    let own = officials::by_id(&office.db, &record.signer).await?;
    let stands_in = match office.settings.automatic_signers.get(&record.authority) {
        Some(login) => officials::by_login(&office.db, login).await?.map(|(official, _)| official),
        None => None,
    };
    for official in [own, stands_in].into_iter().flatten().filter(|official| official.active) {
        let key = office.signers.get(&official.login).filter(|key| key.check(&who(&official), now).is_ok());
        if let Some(key) = key {
            return Ok(Some((official, key.clone())));
        }
    }
    Ok(None)
}

fn who(signer: &Official) -> Who {
    Who { name: signer.name.clone(), ogrn: None }
}

/// The name of a key in a code: the beginning of the hash of its certificate.
fn name_of(certificate: &Certificate) -> Vec<u8> {
    Sha256::digest(certificate.der())[..SHORT].to_vec()
}

/// The published keys: `kid` in hex, the algorithm, the certificate and, for elliptic curves
/// of NIST, the point.
pub fn published(office: &Office) -> Value {
    let own = office.signers.values().map(|key| shown(key.certificate(), &key.algorithms().signature.to_string()));
    // A code outlives the key that signed it.
    let retired = office.retired.iter().filter_map(|certificate| {
        let algorithm = PublicKey::of(certificate)?.scheme().cms_oid().to_string();
        Some(shown(certificate, &algorithm))
    });
    let keys: Vec<Value> = own.chain(retired).collect();
    json!({ "issuer": office.settings.public_url, "keys": keys })
}

fn shown(certificate: &Certificate, algorithm: &str) -> Value {
    let mut shown = json!({
        "kid": hex(&name_of(certificate)),
        "use": "sig",
        "algorithm": algorithm,
        "from": certificate.valid_from().to_string(),
        "until": certificate.valid_until().to_string(),
        "owner": certificate.subject().common_name,
        "certificate": certificate.pem(),
    });
    // An uncompressed point of P-256: 04, x, y.
    if let ([4, point @ ..], ALGORITHM_ES256) = (certificate.public_key_bytes(), algorithm)
        && let Some((x, y)) = point.split_at_checked(32)
    {
        shown["kty"] = json!("EC");
        shown["crv"] = json!("P-256");
        shown["alg"] = json!("ES256");
        shown["x"] = json!(URL_SAFE_NO_PAD.encode(x));
        shown["y"] = json!(URL_SAFE_NO_PAD.encode(y));
    }
    shown
}

/// How a number stands in the list: nobody can read the numbers out of it.
pub fn in_list(number: &str) -> String {
    hex(&Sha256::digest(number.as_bytes())[..SHORT])
}

/// The signed list of what is suspended, replaced or annulled while its validity runs, as a
/// flattened JWS (RFC 7515). Two minutes at most lie between a change and the list.
pub async fn not_in_force(office: &Office, now: Timestamp) -> Result<Arc<str>, Stop> {
    let kept = office.not_in_force.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((at, list)) = kept.filter(|(at, _)| now >= *at && now.duration_since(*at) < LIST_KEPT) {
        let _ = at;
        return Ok(list);
    }
    let entries = results::not_in_force(&office.db, now, LONGEST_LIST).await?;
    let entries: Vec<Value> = (entries.iter())
        .map(|entry| json!([in_list(&entry.number), entry.state.name(), entry.since.as_second()]))
        .collect();
    let until = now.checked_add(LIST_LIVES).unwrap_or(now);
    let payload = json!({
        "issuer": office.settings.public_url,
        "from": now.as_second(),
        "until": until.as_second(),
        "entries": entries,
    });
    let list: Arc<str> = list_signed(office, &payload, now).await?.to_string().into();
    *office.not_in_force.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&list)));
    Ok(list)
}

/// Signs a list with the first key that may sign now.
async fn list_signed(office: &Office, payload: &Value, now: Timestamp) -> Result<Value, Stop> {
    let payload = URL_SAFE_NO_PAD.encode(payload.to_string());
    for (login, key) in &office.signers {
        let Some((official, _)) = officials::by_login(&office.db, login).await? else { continue };
        if !official.active || key.check(&who(&official), now).is_err() {
            continue;
        }
        let algorithm = key.algorithms().signature.to_string();
        let named = if algorithm == ALGORITHM_ES256 { "ES256".to_owned() } else { algorithm };
        let head = URL_SAFE_NO_PAD.encode(json!({ "alg": named, "kid": hex(&name_of(key.certificate())) }).to_string());
        let message = format!("{head}.{payload}");
        if let Ok(signature) = key.sign_raw(message.as_bytes(), &who(&official), now) {
            let signature = URL_SAFE_NO_PAD.encode(signature);
            return Ok(json!({ "protected": head, "payload": payload, "signature": signature }));
        }
    }
    Err(Stop::Later { system: "signing", why: "no key may sign the list now".to_owned() })
}

/// A code that somebody typed or scanned: its number, if it is a code at all. Whether it stands
/// is then asked of the register like of any number.
pub fn number_in(text: &str) -> Option<String> {
    Code::read(text).ok().map(|code| code.claims.number)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! A link to a result: its owner gives it to somebody for a purpose and a term, sees who read,
//! and takes it back at any time (RESULTREG-02).

use domain::id::{ReadingId, ResultId, ShareId};
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use domain::share::{self, Reading, Share};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::{Batch, idempotency, result_shares, results};

use super::content::{self, Line};
use super::download::{self, Held};
use crate::office::Office;
use crate::stop::Stop;

/// Links and readings shown of one entry.
const MOST: i64 = 200;

/// Letters of an id in an address.
const ID: usize = 32;

/// What an owner writes when giving a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// To whom.
    pub whom: String,
    /// What for.
    pub purpose: String,
    /// For how many days.
    pub days: i64,
    /// Names the form it was typed into: the same form sent again makes no second link.
    pub form: String,
}

/// Gives a link; answers the end of its address, which is shown once and not kept.
pub async fn give(
    office: &Office,
    subject: &Subject,
    id: &ResultId,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<String, Stop> {
    let held = own(office, subject, id).await?;
    let open = links(office, subject, id).await?.iter().filter(|share| share.holds(now)).count();
    let secret: String = office.secret::<24>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    let share_id = ShareId(office.new_id(held.record.person.bucket()));
    let words = (wanted.whom.as_str(), wanted.purpose.as_str(), wanted.days);
    let share = share::give(&held.record, share_id, words, hash(&secret), open, now)?;
    let form = if wanted.form.is_empty() { share.id.as_str() } else { &wanted.form };
    let key = idempotency::Key::new(held.record.person.bucket(), format!("share:{id}:{form}"));
    let batch = Batch::new().with(result_shares::insert(&share)).once(key, share.id.as_str(), now);
    match office.db.commit(batch).await {
        Ok(_) => Ok(format!("{}{secret}", share.id)),
        Err(error) if error.is_conflict() => Err(Refusal::AlreadyDone.into()),
        Err(error) => Err(error.into()),
    }
}

/// Takes a link back.
pub async fn revoke(office: &Office, subject: &Subject, id: &ShareId, now: Timestamp) -> Result<ResultId, Stop> {
    let known = result_shares::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(subject, Act::ShareResult, &Thing::of_person(&known.person))?;
    let revoked = share::revoke(&known, now)?;
    office.db.commit(Batch::new().with(result_shares::revoke(&revoked))).await?;
    Ok(revoked.result)
}

/// Links of one's own entry, newest first.
pub async fn links(office: &Office, subject: &Subject, id: &ResultId) -> Result<Vec<Share>, Stop> {
    own(office, subject, id).await?;
    Ok(result_shares::of_result(&office.db, id, MOST).await?)
}

/// Who read one's own entry, newest first.
pub async fn readings(office: &Office, subject: &Subject, id: &ResultId) -> Result<Vec<Reading>, Stop> {
    own(office, subject, id).await?;
    Ok(result_shares::readings(&office.db, id, MOST).await?)
}

async fn own(office: &Office, subject: &Subject, id: &ResultId) -> Result<Held, Stop> {
    let held = download::held(office, subject, id).await?;
    permit(subject, Act::ShareResult, &Thing::result(&held.record))?;
    Ok(held)
}

/// What somebody with a link sees before reading: to whom it was given and what for.
#[derive(Debug)]
pub struct Offered {
    /// The link.
    pub share: Share,
    /// The entry.
    pub held: Held,
}

/// What was read by a link.
#[derive(Debug)]
pub struct Read {
    /// The link.
    pub share: Share,
    /// The entry.
    pub held: Held,
    /// What it holds.
    pub lines: Vec<Line>,
}

/// Opens a link. One that never was, expired or was taken back are all not there.
pub async fn open(office: &Office, address: &str, now: Timestamp) -> Result<Offered, Stop> {
    let (id, secret) = address.split_at_checked(ID).ok_or(Stop::Missing)?;
    let id = ShareId::parse(id).ok_or(Stop::Missing)?;
    let share = result_shares::by_id(&office.db, &id).await?.ok_or(Stop::Missing)?;
    if share.secret != hash(secret) || !share.holds(now) {
        return Err(Stop::Missing);
    }
    let record = results::by_id(&office.db, &share.result).await?.ok_or(Stop::Missing)?;
    let held = download::whole(office, record).await?;
    if held.is_gone(now) {
        return Err(Stop::Missing);
    }
    Ok(Offered { share, held })
}

/// Reads by a link: the reading is durable before anything is shown.
pub async fn read(office: &Office, address: &str, now: Timestamp) -> Result<Read, Stop> {
    let Offered { share, held } = open(office, address, now).await?;
    let id = ReadingId(office.new_id(held.record.person.bucket()));
    let reading = share::by_link(&share, &held.record, id, now)?;
    office.db.commit(Batch::new().with(result_shares::log(&reading))).await?;
    let lines = content::read(&held.record.content);
    Ok(Read { share, held, lines })
}

fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

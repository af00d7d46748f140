//! Making a duplicate: details, image, the maker's own signature over both.

use std::collections::BTreeMap;

use connect::sign::Who;
use domain::duplicate::{Content, Duplicate, Maker, details};
use domain::id::DuplicateId;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::person::Person;
use domain::refusal::Refusal;
use regulation::region::DuplicateKind;
use store::{Batch, duplicates, people};

use crate::citizen::uploads::NotTaken;
use crate::desk::messages::{Sent, kept};
use crate::office::Office;
use crate::stop::Stop;

/// Duplicates on the maker's page.
const SHOWN: i64 = 50;

/// What a maker typed.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Id of the person's account in ЕСИА.
    pub account: String,
    /// Their surname, as the document says: a slip in the id must not reach a stranger.
    pub surname: String,
    /// Kind of document.
    pub kind: String,
    /// Details by name.
    pub details: BTreeMap<String, String>,
}

fn may(official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::MakeDuplicate, &Thing::authority(&official.authority))?;
    Ok(())
}

/// Kinds of document a duplicate can be made of.
pub fn kinds<'o>(office: &'o Office, official: &Official) -> Result<Vec<(&'o String, &'o DuplicateKind)>, Stop> {
    may(official)?;
    Ok(office.region.delivery.duplicates.iter().collect())
}

/// What the official's office made, newest first.
pub async fn made(office: &Office, official: &Official) -> Result<Vec<Duplicate>, Stop> {
    may(official)?;
    Ok(duplicates::of_maker(&office.db, &official.authority, SHOWN).await?)
}

/// Makes a duplicate and puts it into the person's account. Without a detail, an image or a
/// signature of the maker there is none.
pub async fn make(
    office: &Office,
    official: &Official,
    asked: &Asked,
    image: Option<Sent>,
) -> Result<Duplicate, NotTaken> {
    may(official)?;
    let kind = office.region.delivery.duplicates.get(&asked.kind).ok_or(Stop::Missing)?;
    let details = details(kind, |name| asked.details.get(name).cloned().unwrap_or_default()).map_err(Stop::from)?;
    let person = person(office, asked).await?;
    let image = kept(office, image).await?;
    let image = image.ok_or_else(|| Stop::from(Refusal::DetailMissing("Образ документа".to_owned())))?;
    let now = office.now();
    let until = match kind.valid {
        Some(term) => {
            Some(office.today(office.clock.due(now, term, &[]).map_err(|why| Stop::from(Refusal::from(why)))?.at))
        }
        None => None,
    };
    let content = Content {
        id: DuplicateId(office.new_id(person.id.bucket())),
        person: person.id,
        kind: asked.kind.clone(),
        title: kind.title.clone(),
        details,
        image,
        maker: Maker {
            official: official.id.clone(),
            name: official.name.clone(),
            post: official.post.clone(),
            authority: official.authority.clone(),
        },
        made_at: now,
        until,
    };
    let signature = sign(office, official, &content).await?;
    let made = content.signed(signature).map_err(Stop::from)?;
    office.db.commit(Batch::new().with_all(duplicates::insert(&made))).await.map_err(Stop::from)?;
    Ok(made)
}

async fn person(office: &Office, asked: &Asked) -> Result<Person, Stop> {
    let found = people::by_oid(&office.db, asked.account.trim()).await?;
    let surname = asked.surname.trim().to_lowercase();
    let same = |person: &Person| person.name.split_whitespace().next().map(str::to_lowercase) == Some(surname.clone());
    found
        .filter(same)
        .ok_or_else(|| Refusal::DetailMissing("Владелец: такой учётной записи с такой фамилией нет".to_owned()).into())
}

/// The maker's own signature; nobody else's key signs for them.
async fn sign(office: &Office, official: &Official, content: &Content) -> Result<Option<String>, Stop> {
    let Some(key) = office.signers.get(&official.login).cloned() else { return Ok(None) };
    let organisation = None;
    let who = Who { name: official.name.clone(), ogrn: organisation };
    let (bytes, now) = (content.bytes(), content.made_at);
    let signed = tokio::task::spawn_blocking(move || key.sign(&bytes, &who, now)).await;
    match signed.map_err(Stop::broken("signing a duplicate"))? {
        Ok(signature) => {
            let stored = office.files.put_bytes(signature).await.map_err(Stop::broken("storing a signature"))?;
            Ok(Some(stored.sha256))
        }
        Err(refused) => {
            tracing::warn!(%refused, login = official.login, "a duplicate was not signed");
            Ok(None)
        }
    }
}

/// Takes a duplicate back, with a reason its owner reads.
pub async fn revoke(office: &Office, official: &Official, id: &DuplicateId, reason: &str) -> Result<(), Stop> {
    may(official)?;
    let known = duplicates::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let revoked = known.revoke(&official.id, &official.authority, reason, office.now())?;
    office.db.commit(Batch::new().with(duplicates::revoke(&revoked))).await?;
    Ok(())
}

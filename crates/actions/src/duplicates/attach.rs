//! «Взять из моих документов»: a duplicate is attached to a draft of any service, as often as wanted.

use bytes::Bytes;
use domain::duplicate::Duplicate;
use domain::id::{DraftId, DuplicateId};
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use regulation::fact::Attachment;
use regulation::package::UploadLimits;
use store::duplicates;

use crate::citizen::drafts::OpenDraft;
use crate::citizen::session::Session;
use crate::citizen::uploads;
use crate::office::Office;
use crate::stop::Stop;

/// Duplicates on a page.
const SHOWN: i64 = 100;

/// One's own duplicates, newest first.
pub async fn own(office: &Office, session: &Session) -> Result<Vec<Duplicate>, Stop> {
    permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    Ok(duplicates::of_person(&office.db, &session.person.id, SHOWN).await?)
}

async fn one(office: &Office, session: &Session, id: &DuplicateId) -> Result<Duplicate, Stop> {
    permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let found = duplicates::by_id(&office.db, id).await?;
    found.filter(|found| found.content.person == session.person.id).ok_or(Stop::Missing)
}

/// The image of one's own duplicate.
pub async fn document(office: &Office, session: &Session, id: &DuplicateId) -> Result<(Attachment, Bytes), Stop> {
    let image = one(office, session, id).await?.content.image;
    let content = office.files.get(&image.sha256).await.map_err(Stop::broken("reading a duplicate"))?;
    Ok((image, content))
}

/// A duplicate beside a field: whether it can be attached, and why not.
#[derive(Debug, Clone)]
pub struct Pickable {
    /// The duplicate.
    pub duplicate: Duplicate,
    /// Why it cannot be attached.
    pub problem: Option<Refusal>,
}

/// One's own duplicates for a document field of a draft.
pub async fn of_draft(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
) -> Result<(OpenDraft, Vec<Pickable>), Stop> {
    let (opened, limits) = uploads::field(office, session, draft, field).await?;
    let today = office.today(office.now());
    let all = duplicates::of_person(&office.db, &session.person.id, SHOWN).await?.into_iter();
    let pickable = all.map(|duplicate| Pickable { problem: fits(&duplicate, &limits, today).err(), duplicate });
    Ok((opened, pickable.collect()))
}

fn fits(duplicate: &Duplicate, limits: &UploadLimits, today: jiff::civil::Date) -> Result<(), Refusal> {
    duplicate.usable(today)?;
    let image = &duplicate.content.image;
    let kind = limits.media_types.contains(&image.media_type);
    if kind && image.size <= limits.max_bytes {
        return Ok(());
    }
    Err(Refusal::DuplicateUnfit {
        why: "файлы такого вида или размера это поле не принимает".to_owned()
    })
}

/// Attaches one's own duplicate to a field of a draft, without an upload. An expired or revoked one
/// is refused with the reason.
pub async fn pick(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
    id: &DuplicateId,
) -> Result<OpenDraft, Stop> {
    let duplicate = one(office, session, id).await?;
    let (_, limits) = uploads::field(office, session, draft, field).await?;
    fits(&duplicate, &limits, office.today(office.now()))?;
    uploads::reuse(office, session, draft, field, &duplicate.content.image, &duplicate.content.title).await
}

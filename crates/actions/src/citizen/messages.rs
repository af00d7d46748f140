//! The applicant's side of the thread with the authority: reading it, answering.

use bytes::Bytes;
use domain::case::Actor;
use domain::id::CaseId;
use domain::permit::{self, Act, Thing};
use regulation::fact::Attachment;
use store::desk::words::{self, Kind, Words};
use store::{Batch, cases};

use super::session::Session;
use super::uploads::NotTaken;
use crate::desk::messages;
use crate::office::Office;
use crate::stop::Stop;

/// The thread of one's own case, oldest first; what the authority wrote is read by this.
pub async fn thread(office: &Office, session: &Session, id: &CaseId) -> Result<Vec<Words>, Stop> {
    own(office, session, id, Act::SeeOwnCase).await?;
    let mut said = words::of_case(&office.db, id).await?;
    said.retain(|one| one.kind == Kind::Message);
    if said.iter().any(|one| one.by.is_some() && one.read_at.is_none()) {
        office.db.commit(Batch::new().with(words::mark_read(id, false, office.now()))).await?;
    }
    Ok(said)
}

/// Writes to the authority, perhaps with a file.
pub async fn write(
    office: &Office,
    session: &Session,
    id: &CaseId,
    text: &str,
    file: Option<messages::Sent>,
) -> Result<(), NotTaken> {
    own(office, session, id, Act::AnswerCase).await?;
    messages::answer(office, id, &Actor::Applicant(session.person.id.clone()), text, file).await
}

/// A file of the thread.
pub async fn file(office: &Office, session: &Session, id: &CaseId, sha256: &str) -> Result<(Attachment, Bytes), Stop> {
    own(office, session, id, Act::ReadAttachment).await?;
    messages::file_of_thread(office, id, sha256).await
}

async fn own(office: &Office, session: &Session, id: &CaseId, act: Act) -> Result<(), Stop> {
    let case = cases::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit::permit(&session.subject(), act, &Thing::case(&case))?;
    Ok(())
}

//! What a departmental system may read of a case it serves: how it stands, and its attachments.

use bytes::Bytes;
use domain::case::Case;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::Timestamp;
use store::cases;

use super::system_of;
use crate::office::Office;
use crate::stop::Stop;

/// How a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub number: String,
    /// Name of its state.
    pub state: &'static str,
    /// When it must be done.
    pub due: Option<Timestamp>,
    /// Grows with every change.
    pub revision: i64,
}

/// A case that this system serves; any other is not there.
pub(super) async fn case_of(office: &Office, system: &str, number: &str, act: Act) -> Result<Case, Stop> {
    let case = cases::by_number(&office.db, number).await?.ok_or(Stop::Missing)?;
    let thing = Thing::case_in(&case, system_of(office, &case));
    permit(&Subject::System(system.to_owned()), act, &thing)?;
    Ok(case)
}

/// How a case stands.
pub async fn standing(office: &Office, system: &str, number: &str) -> Result<Standing, Stop> {
    let case = case_of(office, system, number, Act::SeeCase).await?;
    let due = case.due.as_ref().map(|due| due.at);
    Ok(Standing { number: case.number, state: case.state.name(), due, revision: case.revision })
}

/// An attachment: its media type and its bytes.
pub async fn file(office: &Office, system: &str, number: &str, sha256: &str) -> Result<(String, Bytes), Stop> {
    let case = case_of(office, system, number, Act::ReadAttachment).await?;
    let uploads = crate::joint::case::attached(office, &case).await?;
    let sent = uploads.into_iter().find(|upload| upload.sha256.as_deref() == Some(sha256));
    if let Some(upload) = sent {
        let content = office.files.get(sha256).await.map_err(Stop::broken("reading a file of a case"))?;
        return Ok((upload.media_type.unwrap_or_else(|| "application/octet-stream".to_owned()), content));
    }
    let (file, content) = crate::desk::messages::file_of_thread(office, &case.id, sha256).await?;
    Ok((file.media_type, content))
}

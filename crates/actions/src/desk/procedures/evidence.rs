//! Files that back up what was said of a case: sheets, reports after the decision, answers. They
//! lie beside the files of the application, each under what it belongs to.

use bytes::Bytes;
use domain::case::Case;
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::Act;
use jiff::Timestamp;
use regulation::fact::Attachment;
use store::Write;
use store::attachments::{self, Upload};

use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// Notes a stored file as belonging to a case.
pub(crate) fn keep(office: &Office, case: &Case, field: &str, file: &Attachment, now: Timestamp) -> Write {
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    attachments::insert(&Upload {
        id: office.new_id(case.applicant.bucket()),
        person: case.applicant.clone(),
        draft: case.draft.clone(),
        case: Some(case.id.clone()),
        field: field.to_owned(),
        name: file.name.clone(),
        media_type: Some(file.media_type.clone()),
        size,
        uploaded: size,
        sha256: Some(file.sha256.clone()),
        created_at: now,
        finished_at: Some(now),
    })
}

/// Files of a case with what each belongs to.
pub async fn of_case(office: &Office, case: &Case) -> Result<Vec<(String, Attachment)>, Stop> {
    let uploads = attachments::of_draft(&office.db, &case.draft).await?;
    let attachment = |upload: Upload| {
        let file = Attachment {
            sha256: upload.sha256?,
            name: upload.name,
            media_type: upload.media_type?,
            size: u64::try_from(upload.size).ok()?,
        };
        Some((upload.field, file))
    };
    Ok(uploads.into_iter().filter(|upload| upload.case.is_some()).filter_map(attachment).collect())
}

/// A file that backs up a sheet or a report; the reading is journalled.
pub async fn file(
    office: &Office,
    official: &Official,
    id: &CaseId,
    sha256: &str,
    ground: impl FnOnce(&Case) -> String,
    now: Timestamp,
) -> Result<(Attachment, Bytes), Stop> {
    let opened = access::open(office, official, id, Act::ReadAttachment).await?;
    let found = of_case(office, &opened.case).await?.into_iter().find(|(_, file)| file.sha256 == sha256);
    let (_, attachment) = found.ok_or(Stop::Missing)?;
    access::journal_reading(office, official, id, ground(&opened.case), now).await?;
    let content = office.files.get(sha256).await.map_err(Stop::broken("reading a file beside a case"))?;
    Ok((attachment, content))
}

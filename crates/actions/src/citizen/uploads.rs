//! Files of a draft: whole with a form, or in pieces that go on after a break (FORM-22).

use bytes::Bytes;
use domain::id::DraftId;
use domain::refusal::Refusal;
use regulation::fact::Attachment;
use regulation::package::{FactType, UploadLimits};
use serde_json::Value;
use store::attachments::{self, Upload};
use store::parts::{self, Part};
use store::{Batch, drafts};

use super::drafts::{OpenDraft, open, saved};
use super::inspect::{self, Flaw};
use super::patch;
use super::session::Session;
use crate::antivirus;
use crate::office::Office;
use crate::stop::Stop;

/// Why a file was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// The file itself is wrong; the limits say what would be right.
    Flaw(Flaw, UploadLimits),
    /// Anything else.
    Stop(Stop),
}

impl<E: Into<Stop>> From<E> for NotTaken {
    fn from(stop: E) -> Self {
        Self::Stop(stop.into())
    }
}

/// How far an upload has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Id of the upload.
    pub id: String,
    /// Bytes that are safely there; the next piece begins here.
    pub offset: u64,
    /// The whole is there, was looked at and stands in the draft.
    pub done: bool,
}

/// Longest piece that is taken at once.
pub const LONGEST_PIECE: usize = 1024 * 1024;

fn limits(open: &OpenDraft, field: &str) -> Result<UploadLimits, Stop> {
    if open.draft.case.is_some() {
        return Err(Refusal::DraftSent.into());
    }
    match patch::fact(&open.regulation, field).map(|fact| &fact.kind) {
        Some(FactType::Document(limits)) => Ok(limits.clone()),
        _ => Err(Stop::Missing),
    }
}

async fn announced(
    office: &Office,
    open: &OpenDraft,
    limits: &UploadLimits,
    name: &str,
    size: u64,
) -> Result<(), NotTaken> {
    let flaw = |flaw| NotTaken::Flaw(flaw, limits.clone());
    inspect::announced(limits, office.region.params.upload_max_bytes.value, name, size).map_err(flaw)?;
    let most = office.region.params.upload_max_count.value as usize;
    // Files put in place of others count too: what matters is what one draft makes us keep.
    if attachments::of_draft(&office.db, &open.draft.id).await?.len() >= most.saturating_mul(4) {
        return Err(flaw(Flaw::TooMany));
    }
    Ok(())
}

/// Takes a file that came whole, with the form.
pub async fn whole(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
    name: &str,
    content: Bytes,
) -> Result<OpenDraft, NotTaken> {
    let opened = open(office, session, draft).await?;
    let limits = limits(&opened, field)?;
    let name = plain_name(name);
    announced(office, &opened, &limits, &name, content.len() as u64).await?;
    let upload = begun(office, session, draft, field, &name, content.len() as u64);
    finish(office, session, upload, &limits, content, true).await
}

/// Announces a file that will come in pieces.
pub async fn begin(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
    name: &str,
    size: u64,
) -> Result<Progress, NotTaken> {
    let opened = open(office, session, draft).await?;
    let limits = limits(&opened, field)?;
    let name = plain_name(name);
    announced(office, &opened, &limits, &name, size).await?;
    let upload = begun(office, session, draft, field, &name, size);
    office.db.commit(Batch::new().with(attachments::insert(&upload))).await?;
    Ok(Progress { id: upload.id, offset: 0, done: false })
}

/// How far an upload has come, to go on after a break.
pub async fn progress(office: &Office, session: &Session, draft: &DraftId, id: &str) -> Result<Progress, Stop> {
    let upload = own(office, session, draft, id).await?;
    Ok(Progress { id: upload.id, offset: offset(upload.uploaded), done: upload.finished_at.is_some() })
}

/// Takes the next piece. One that was taken already is answered with how far it has come; the
/// last one makes the file whole.
pub async fn append(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    id: &str,
    from: u64,
    piece: Bytes,
) -> Result<Progress, NotTaken> {
    let upload = own(office, session, draft, id).await?;
    let had = offset(upload.uploaded);
    let whole = offset(upload.size);
    if upload.finished_at.is_some() || from != had {
        return Ok(Progress { id: upload.id, offset: had, done: upload.finished_at.is_some() });
    }
    let opened = open(office, session, draft).await?;
    let limits = limits(&opened, &upload.field)?;
    if piece.is_empty() || piece.len() > LONGEST_PIECE || had + piece.len() as u64 > whole {
        return Err(NotTaken::Flaw(Flaw::TooLarge, limits));
    }
    let stored = office.files.put_bytes(piece.clone()).await.map_err(Stop::broken("storing a piece of a file"))?;
    let has = had + piece.len() as u64;
    let part =
        Part { upload: upload.id.clone(), from: upload.uploaded, size: count(piece.len()), sha256: stored.sha256 };
    let bucket = session.person.id.bucket();
    let batch = Batch::new()
        .with(attachments::arrived(&upload, upload.uploaded, count_u64(has)))
        .with(parts::insert(bucket, &part));
    match office.db.commit(batch).await {
        Ok(_) => {}
        Err(error) if error.is_conflict() => return Ok(progress(office, session, draft, id).await?),
        Err(error) => return Err(error.into()),
    }
    if has < whole {
        return Ok(Progress { id: upload.id, offset: has, done: false });
    }
    let content = joined(office, bucket, &upload).await?;
    let id = upload.id.clone();
    finish(office, session, upload, &limits, content, false).await?;
    Ok(Progress { id, offset: has, done: true })
}

async fn joined(office: &Office, bucket: i64, upload: &Upload) -> Result<Bytes, Stop> {
    let mut content = Vec::with_capacity(usize::try_from(upload.size).unwrap_or_default());
    for part in parts::of_upload(&office.db, bucket, &upload.id).await? {
        let piece = office.files.get(&part.sha256).await.map_err(Stop::broken("reading a piece of a file"))?;
        content.extend_from_slice(&piece);
    }
    Ok(content.into())
}

/// Looks at the whole, stores it and puts it into the draft: in one batch, so that a file is
/// never in the form without being in the store.
async fn finish(
    office: &Office,
    session: &Session,
    upload: Upload,
    limits: &UploadLimits,
    content: Bytes,
    fresh: bool,
) -> Result<OpenDraft, NotTaken> {
    let flaw = |flaw| NotTaken::Flaw(flaw, limits.clone());
    let media_type = inspect::content(limits, &upload.name, &content).map_err(flaw)?;
    if !antivirus::passes(office, &content).await? {
        return Err(flaw(Flaw::Infected));
    }
    let size = content.len() as u64;
    let stored = office.files.put_bytes(content).await.map_err(Stop::broken("storing a file"))?;
    let attachment = Attachment {
        sha256: stored.sha256.clone(),
        name: upload.name.clone(),
        media_type: media_type.to_owned(),
        size,
    };
    let value = serde_json::to_value(&attachment).map_err(Stop::broken("describing a file"))?;
    let now = office.now();
    let mut writes = Vec::new();
    if fresh {
        let done = Upload {
            uploaded: upload.size,
            sha256: Some(stored.sha256),
            media_type: Some(media_type.to_owned()),
            finished_at: Some(now),
            ..upload.clone()
        };
        writes.push(attachments::insert(&done));
    } else {
        writes.push(attachments::finish(&upload, &stored.sha256, media_type, now));
    }
    into_draft(office, session, &upload, value, writes).await
}

async fn into_draft(
    office: &Office,
    session: &Session,
    upload: &Upload,
    value: Value,
    writes: Vec<store::Write>,
) -> Result<OpenDraft, NotTaken> {
    // Another window may save the draft at this very moment.
    for _ in 0..8 {
        let opened = open(office, session, &upload.draft).await?;
        let mut answers = opened.draft.answers.clone();
        patch::put(&mut answers, &opened.regulation, &opened.view, &upload.field, value.clone());
        let draft = saved(office, &opened, &answers, "")?;
        let batch = Batch::new().with_all(writes.clone()).with(drafts::save(&draft, opened.stored));
        match office.db.commit(batch).await {
            Ok(_) => return Ok(open(office, session, &upload.draft).await?),
            Err(error) if error.is_conflict_at("drafts.save") => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Stop::Conflict.into())
}

/// A draft with what a document field of it takes.
pub(crate) async fn field(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
) -> Result<(OpenDraft, UploadLimits), Stop> {
    let opened = open(office, session, draft).await?;
    let limits = limits(&opened, field)?;
    Ok((opened, limits))
}

/// Puts a file that is in the store already into a draft, as if it had been uploaded (DUP-02).
pub(crate) async fn reuse(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
    file: &Attachment,
    title: &str,
) -> Result<OpenDraft, Stop> {
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let attachment = Attachment { name: plain_name(&format!("{title}.{ending}")), ..file.clone() };
    let begun = begun(office, session, draft, field, &attachment.name, attachment.size);
    let upload = Upload {
        uploaded: begun.size,
        sha256: Some(attachment.sha256.clone()),
        media_type: Some(attachment.media_type.clone()),
        finished_at: Some(office.now()),
        ..begun
    };
    let value = serde_json::to_value(&attachment).map_err(Stop::broken("describing a file"))?;
    match into_draft(office, session, &upload, value, vec![attachments::insert(&upload)]).await {
        Ok(opened) => Ok(opened),
        Err(NotTaken::Stop(stop)) => Err(stop),
        Err(NotTaken::Flaw(..)) => Err(Stop::Missing),
    }
}

/// One's own file of a draft, to look at it again.
pub async fn read(
    office: &Office,
    session: &Session,
    draft: &DraftId,
    field: &str,
) -> Result<(Attachment, Bytes), Stop> {
    let opened = open(office, session, draft).await?;
    let attachment: Attachment = match patch::find_value(&opened.draft.answers, field) {
        Some(value) => serde_json::from_value(value.clone()).map_err(|_| Stop::Missing)?,
        None => answered(office, draft, field).await?,
    };
    let content = office.files.get(&attachment.sha256).await.map_err(Stop::broken("reading a file"))?;
    Ok((attachment, content))
}

/// The file of an answer that was asked for after the draft had been sent.
async fn answered(office: &Office, draft: &DraftId, field: &str) -> Result<Attachment, Stop> {
    let mut files = attachments::of_draft(&office.db, draft).await?;
    files.retain(|file| file.field == field && file.finished_at.is_some());
    let file = files.pop().ok_or(Stop::Missing)?;
    Ok(Attachment {
        sha256: file.sha256.ok_or(Stop::Missing)?,
        name: file.name,
        media_type: file.media_type.ok_or(Stop::Missing)?,
        size: offset(file.size),
    })
}

async fn own(office: &Office, session: &Session, draft: &DraftId, id: &str) -> Result<Upload, Stop> {
    let upload = attachments::by_id(&office.db, &session.person.id, id).await?.ok_or(Stop::Missing)?;
    // A window has a part of its visitor's drafts only.
    if session.window.is_some() {
        open(office, session, draft).await?;
    }
    if upload.draft == *draft { Ok(upload) } else { Err(Stop::Missing) }
}

fn begun(office: &Office, session: &Session, draft: &DraftId, field: &str, name: &str, size: u64) -> Upload {
    Upload {
        id: office.new_id(session.person.id.bucket()),
        person: session.person.id.clone(),
        draft: draft.clone(),
        case: None,
        field: field.to_owned(),
        name: name.to_owned(),
        media_type: None,
        size: count_u64(size),
        uploaded: 0,
        sha256: None,
        created_at: office.now(),
        finished_at: None,
    }
}

/// A name without folders and signs that could mislead; it is only ever shown.
pub(crate) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|sign| !sign.is_control() && !is_direction(*sign)).collect();
    let count = plain.chars().count();
    // The end is kept: it says what kind of file it is.
    plain.chars().skip(count.saturating_sub(120)).collect()
}

/// Signs that turn the direction of writing and so disguise the end of a name.
fn is_direction(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn offset(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}

fn count(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn count_u64(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    /// Proves: FORM-22.
    #[test]
    fn a_file_name_cannot_pretend_or_lead_elsewhere() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\Users\\photo.jpg"), "photo.jpg");
        assert_eq!(plain_name("photo\u{202e}gpj.exe"), "photogpj.exe");
        assert_eq!(plain_name("a\r\nb.png"), "ab.png");
        assert!(plain_name(&format!("{}.png", "я".repeat(500))).ends_with(".png"));
    }
}

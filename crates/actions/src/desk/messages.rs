//! What is said about a case beside its course: messages with the applicant, notes for officials.
//! Words lie with the case, the journal keeps their digest, the notice bears none of them.

use bytes::Bytes;
use domain::case::{Actor, Case, Change, Context, record};
use domain::id::CaseId;
use domain::journal::{Record, digest};
use domain::official::{Official, Role};
use domain::permit::Act;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::fact::Attachment;
use regulation::package::UploadLimits;
use store::desk::tasks;
use store::desk::words;
pub use store::desk::words::{Kind, Words};
use store::{Batch, Write};

use super::access;
use crate::antivirus;
use crate::citizen::inspect::{self, Flaw};
use crate::citizen::uploads::{NotTaken, plain_name};
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Longest message, note or task, in characters.
pub const LONGEST: usize = 4000;

/// Tries when the machine writes at the same moment.
const TRIES: usize = 5;

/// Kinds of files that go with words.
const MEDIA_TYPES: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];

/// A file as it was sent: its name and what is in it.
pub type Sent = (String, Bytes);

/// An official writes to the applicant, or a note for colleagues. A note may be written by
/// whoever works on cases here; a message only by who has taken the case.
pub async fn write(
    office: &Office,
    official: &Official,
    id: &CaseId,
    kind: Kind,
    text: &str,
    file: Option<Sent>,
) -> Result<(), NotTaken> {
    let text = worded(text)?;
    let file = kept(office, file).await?;
    let now = office.now();
    let act = if kind == Kind::Message { Act::WorkCase } else { Act::SeeCase };
    for _ in 0..TRIES {
        let opened = access::open(office, official, id, act).await?;
        works(official)?;
        if kind == Kind::Message {
            domain::paper::demanded(text, &[], &opened.regulation, &office.region)?;
        }
        let by = Actor::Official(official.id.clone());
        let mut said = said(office, &opened.case, kind, text, file.clone(), now);
        said.by = Some(official.id.clone());
        let what = if kind == Kind::Message { Record::Message } else { Record::Note };
        let recorded = recorded(office, &opened, what, &said.id, text, file.as_ref(), &by, now)?;
        let mut more = vec![words::insert(&said)];
        if what == Record::Message {
            more.extend(crate::watch::written(office, &opened.case, text, now));
        }
        match office.commit_change(&opened, &recorded, more).await {
            Err(Stop::Conflict) => {}
            done => return Ok(done?),
        }
    }
    Err(Stop::Conflict.into())
}

/// The words of the applicant: who asks for this has been permitted to answer.
pub async fn answer(office: &Office, id: &CaseId, by: &Actor, text: &str, file: Option<Sent>) -> Result<(), NotTaken> {
    let text = worded(text)?;
    let file = kept(office, file).await?;
    let now = office.now();
    for _ in 0..TRIES {
        let opened = office.open_case(id).await?;
        let said = said(office, &opened.case, Kind::Message, text, file.clone(), now);
        let recorded = recorded(office, &opened, Record::Message, &said.id, text, file.as_ref(), by, now)?;
        match office.commit_change(&opened, &recorded, [words::insert(&said)]).await {
            Err(Stop::Conflict) => {}
            done => return Ok(done?),
        }
    }
    Err(Stop::Conflict.into())
}

/// An official has opened the card: what the applicant wrote is read.
pub async fn opened(office: &Office, case: &CaseId, said: &[Words], now: Timestamp) -> Result<(), Stop> {
    if said.iter().any(|one| one.kind == Kind::Message && one.by.is_none() && one.read_at.is_none()) {
        office.db.commit(Batch::new().with(words::mark_read(case, true, now))).await?;
    }
    Ok(())
}

/// A file that came with words or with an opinion; the reading is journalled.
pub async fn file(
    office: &Office,
    official: &Official,
    id: &CaseId,
    sha256: &str,
    ground: impl FnOnce(&Case) -> String,
    now: Timestamp,
) -> Result<(Attachment, Bytes), Stop> {
    let opened = access::open(office, official, id, Act::ReadAttachment).await?;
    let attachment = beside(office, id, sha256, true).await?;
    access::journal_reading(office, official, id, ground(&opened.case), now).await?;
    Ok((attachment, content(office, sha256).await?))
}

/// A file of the thread with the applicant; whose case it is has been asked.
pub async fn file_of_thread(office: &Office, id: &CaseId, sha256: &str) -> Result<(Attachment, Bytes), Stop> {
    let attachment = beside(office, id, sha256, false).await?;
    Ok((attachment, content(office, sha256).await?))
}

async fn beside(office: &Office, id: &CaseId, sha256: &str, for_official: bool) -> Result<Attachment, Stop> {
    let said = words::of_case(&office.db, id).await?.into_iter();
    let mut files: Vec<Attachment> =
        said.filter(|one| for_official || one.kind == Kind::Message).filter_map(|one| one.file).collect();
    if for_official {
        files.extend(tasks::of_case(&office.db, id).await?.into_iter().filter_map(|task| task.body.file));
    }
    files.into_iter().find(|file| file.sha256 == sha256).ok_or(Stop::Missing)
}

async fn content(office: &Office, sha256: &str) -> Result<Bytes, Stop> {
    office.files.get(sha256).await.map_err(Stop::broken("reading a file beside a case"))
}

/// The journal entry of something said, asked or done, with its notice.
#[expect(clippy::too_many_arguments, reason = "each is another thing the record says")]
pub(super) fn recorded(
    office: &Office,
    opened: &Opened,
    what: Record,
    id: &str,
    text: &str,
    file: Option<&Attachment>,
    by: &Actor,
    now: Timestamp,
) -> Result<Change, Stop> {
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let digest = digest(&(text, file.map(|file| &file.sha256)));
    Ok(record(&opened.case, what, id, digest, by, &context, now)?)
}

/// Records something and writes it, again if somebody else wrote at that moment.
pub(super) async fn keep(
    office: &Office,
    official: &Official,
    id: &CaseId,
    act: Act,
    make: impl Fn(&Opened) -> Result<(Change, Vec<Write>), Stop>,
) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let opened = access::open(office, official, id, act).await?;
        works(official)?;
        let (change, writes) = make(&opened)?;
        match office.commit_change(&opened, &change, writes).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

/// Whoever only reads the journal writes nothing.
fn works(official: &Official) -> Result<(), Stop> {
    let works = official.roles.iter().any(|role| matches!(role, Role::Caseworker | Role::Signer));
    if works { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
}

/// Words that are there and not too long.
pub(crate) fn worded(text: &str) -> Result<&str, Stop> {
    match text.trim() {
        "" => Err(Refusal::ReasonNeeded.into()),
        text if text.chars().count() > LONGEST => Err(Refusal::TooLarge.into()),
        text => Ok(text),
    }
}

fn said(office: &Office, case: &Case, kind: Kind, text: &str, file: Option<Attachment>, now: Timestamp) -> Words {
    Words {
        id: office.new_id(case.id.bucket()),
        case: case.id.clone(),
        authority: case.authority.clone(),
        kind,
        by: None,
        at: now,
        read_at: None,
        text: text.to_owned(),
        file,
    }
}

/// Looks at a file and stores it.
pub(crate) async fn kept(office: &Office, file: Option<Sent>) -> Result<Option<Attachment>, NotTaken> {
    kept_as(office, file, &MEDIA_TYPES).await
}

/// The same for a file that may be of these kinds.
pub(crate) async fn kept_as(
    office: &Office,
    file: Option<Sent>,
    media_types: &[&str],
) -> Result<Option<Attachment>, NotTaken> {
    let Some((name, content)) = file.filter(|(name, _)| !name.is_empty()) else { return Ok(None) };
    let most = office.region.params.upload_max_bytes.value;
    let media_types = media_types.iter().map(|kind| (*kind).to_owned()).collect();
    let limits = UploadLimits { media_types, max_bytes: most, ratio: None };
    let flaw = |flaw| NotTaken::Flaw(flaw, limits.clone());
    let name = plain_name(&name);
    let size = content.len() as u64;
    inspect::announced(&limits, most, &name, size).map_err(flaw)?;
    let media_type = inspect::content(&limits, &name, &content).map_err(flaw)?;
    if !antivirus::passes(office, &content).await? {
        return Err(flaw(Flaw::Infected));
    }
    let stored = office.files.put_bytes(content).await.map_err(Stop::broken("storing a file beside a case"))?;
    Ok(Some(Attachment { sha256: stored.sha256, name, media_type: media_type.to_owned(), size }))
}

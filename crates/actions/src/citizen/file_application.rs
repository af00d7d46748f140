//! Filing (подача): the draft becomes one case however often it is sent (FORM-14, FORM-20).

use std::sync::Arc;

use domain::case::{Case, Change, Context, Filing, NotFiled, file};
use domain::id::{CaseId, DraftId};
use domain::journal::Event;
use domain::number::PublicNumber;
use domain::permit::{self, Act, Thing};
use domain::refusal::Refusal;
use regulation::form::Channel;
use store::numbers::{Counter, Numbered};
use store::{Batch, Write, cases, changes, drafts, idempotency};

use super::drafts::{OpenDraft, open};
use super::session::Session;
use crate::distribution::join::{self, Line};
use crate::joint;
use crate::office::Office;
use crate::reception::application;
use crate::stop::Stop;

/// Sends a draft; `declared` are documents the person has and will show with the result instead of
/// copies (FORM-16). A second try, a double click, forty at once: all get the same case.
pub async fn file_application(
    office: &Office,
    session: &Session,
    id: &DraftId,
    declared: &[String],
) -> Result<CaseId, Stop> {
    let opened = open(office, session, id).await?;
    file_opened(office, session, opened, declared).await
}

/// Sends a draft that was just read.
pub async fn file_opened(
    office: &Office,
    session: &Session,
    mut opened: OpenDraft,
    declared: &[String],
) -> Result<CaseId, Stop> {
    let id = &opened.draft.id.clone();
    if let Some(case) = opened.draft.case {
        return Ok(case);
    }
    permit::permit(&session.subject(), Act::FileDraft, &Thing::draft(&opened.draft, &opened.regulation))?;
    if !opened.may_be_filed {
        return Err(Refusal::ServiceClosed.into());
    }
    if session.window.is_none() && opened.draft.window.take().is_some() {
        // The applicant sends at home what was begun at a window.
        opened.draft.channel = Channel::Portal;
    }
    let now = office.now();
    let case = CaseId(office.new_id(session.person.id.bucket()));
    let booked = application::booked(office, &opened, &case, now).await?;
    opened.draft = booked.draft;
    let joint = joint::filing::ready(office, &opened, now).await?;
    let before = store::obligations::blocking(&office.db, &session.person.id, &opened.regulation.service, now).await?;
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    let filing = Filing {
        draft: &joint.whole,
        person: &session.person,
        account: session.account(),
        case,
        // The number is known only inside the commit, see `numbered`.
        number: String::new(),
        declared: declared.to_vec(),
        owed: domain::case::owed(&before, &context, now),
    };
    let change = file(&filing, &context, now).map_err(|not_filed| match not_filed {
        NotFiled::Refused(refusal) => Stop::from(refusal),
        NotFiled::Problems(problems) => Stop::Problems(problems),
    })?;
    let change = domain::joint::joined(change, &joint.signed, &opened.draft);
    // Where order decides, the place in the line is taken with the number, in one commit.
    let lines = join::lines(office, &change.case, &opened.regulation, now).await?;
    let change = join::joined(office, change, &lines, &opened.regulation, now)?;
    let case = change.case.id.clone();
    let key = idempotency::Key::new(session.person.id.bucket(), format!("file:{id}"));
    let mut beside = booked.writes;
    beside.extend(joint.writes(&case, now)?);
    let batch = numbered(office, change, lines, beside, opened.stored, now).once(key, case.as_str(), now);
    match office.db.commit(batch).await {
        Ok(_) => {
            office.wake.notify_one();
            Ok(case)
        }
        Err(error) if error.is_conflict() => match filed_by_another(office, id).await {
            // A time that was lost meanwhile is named.
            Err(Stop::Conflict) => Err(lost(office, session, id).await?),
            other => other,
        },
        Err(error) => Err(error.into()),
    }
}

/// Who comes second finds the case of the first in the draft.
async fn filed_by_another(office: &Office, id: &DraftId) -> Result<CaseId, Stop> {
    let draft = drafts::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    // No case: the draft was saved in another window after it was read. Look again, then send.
    draft.case.ok_or(Stop::Conflict)
}

/// Why a draft that nobody filed met somebody else's write.
async fn lost(office: &Office, session: &Session, id: &DraftId) -> Result<Stop, Stop> {
    let problems = application::problems(office, &open(office, session, id).await?).await?;
    Ok(if problems.is_empty() { Stop::Conflict } else { Stop::Problems(problems) })
}

/// The batch of a filing: its number is taken in its own commit, so numbers grow in the order
/// of arrival and none is lost.
fn numbered(
    office: &Office,
    change: Change,
    lines: Vec<Line>,
    beside: Vec<Write>,
    read: i64,
    now: jiff::Timestamp,
) -> Batch {
    let year = office.today(now).year();
    let authority = change.case.authority.clone();
    let prefix = office.region.authority(&authority).map(|one| one.number_prefix.clone()).unwrap_or_default();
    let counter = Counter { authority, what: Numbered::Case, year: i64::from(year) };
    let change = Arc::new(change);
    let serving: Vec<_> = lines.iter().filter_map(|line| line.serving(office, now)).collect();
    Batch::numbered(counter, move |count| {
        let number = PublicNumber::new(&prefix, year, count.unsigned_abs()).to_string();
        let mut writes = changes::filing(&with_number(&change, &number, read), read);
        writes.extend(lines.iter().flat_map(|line| line.writes(&number, now)));
        writes.extend(serving.iter().chain(&beside).cloned());
        writes
    })
}

fn with_number(change: &Change, number: &str, read: i64) -> Change {
    let mut change = change.clone();
    change.case.number = number.to_owned();
    for entry in &mut change.journal {
        if let Event::Filed { number: filed, .. } = &mut entry.event {
            number.clone_into(filed);
        }
    }
    if let Some(draft) = &mut change.draft {
        draft.revision = read + 1;
    }
    change
}

/// One's own open cases of the service that look like the same application: a warning with a
/// link, never a refusal (INTAKE-13).
pub async fn likely_duplicates(office: &Office, session: &Session, service: &str) -> Result<Vec<Case>, Stop> {
    permit::permit(&session.subject(), Act::OpenDraft, &Thing::nothing())?;
    let mut found = cases::open_of(&office.db, &session.person.id, service).await?;
    found.retain(|case| !case.state.ended());
    Ok(found)
}

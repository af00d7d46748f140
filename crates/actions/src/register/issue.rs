//! Issuing: the results of a case are composed, signed, stored and entered in the register in
//! one commit with the change of the case. Without a valid signature nothing is issued
//! (RESULT-02); the entry itself is the result, papers are its views (RESULTREG-01).

use std::sync::Arc;

use connect::sign::{CmsSigner, Who};
use domain::case::{Actor, Case, Change, Context, Wish};
use domain::id::ResultId;
use domain::job::Work;
use domain::number::PublicNumber;
use domain::official::{Official, Role};
use domain::refusal::Refusal;
use domain::result::{self, Made, ResultRecord};
use jiff::Timestamp;
use jiff::civil::Date;
use regulation::package::{Output, Regulation};
use store::numbers::{self, Counter, Numbered};
use store::results;

use super::content::Unbound;
use super::paper::{self, Paper, Subject};
use super::{canonical, code, content, keys, rounds};
use crate::commit::Opened;
use crate::office::{Drawing, Office};
use crate::stop::Stop;

/// Why nothing was issued, when it is not a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotIssued {
    /// Facts that the result must hold are not known: their names.
    Missing(Vec<String>),
    /// The signer's certificate may not be used: expired, revoked, another person's.
    Signature(String),
}

/// What came of issuing.
#[derive(Debug)]
pub enum Outcome {
    /// Done: the new entries.
    Issued(Vec<ResultRecord>),
    /// Not done, and why.
    NotIssued(NotIssued),
}

/// Issues everything the variant of a decided case still lacks, and closes the case.
pub async fn issue(
    office: &Office,
    opened: &Opened,
    by: &Actor,
    signer: &Official,
    now: Timestamp,
) -> Result<Outcome, Stop> {
    let key = match key_of(office, signer, now) {
        Ok(key) => key,
        Err(why) => return Ok(Outcome::NotIssued(why)),
    };
    let issued = results::of_case(&office.db, &opened.case.id).await?;
    let mut step =
        Opened { case: opened.case.clone(), head: opened.head.clone(), regulation: Arc::clone(&opened.regulation) };
    let mut whole: Option<Change> = None;
    let (mut records, mut replaced) = (Vec::new(), Vec::new());
    let today = office.clock.local_date(now);
    for output in outputs(&opened.case, &opened.regulation, today) {
        // A case that was opened again gives its results anew: those of an earlier round are not its own.
        if issued.iter().any(|record| record.output == output.id && opened.case.results.contains(&record.id)) {
            continue;
        }
        let mut record = match draft(office, &opened.case, &opened.regulation, output, signer, now)? {
            Ok(record) => record,
            Err(unbound) => return Ok(Outcome::NotIssued(missing(unbound))),
        };
        // The rule is asked before a number is taken, so that a refusal leaves no gap.
        let wish = Wish::Issue { result: record.id.clone(), signer: signer.id.clone() };
        let change = office.decide(&step, &wish, by, now)?;
        step.case = change.case.clone();
        whole = Some(joined(whole, change));
        name(office, output, &mut record, now).await?;
        if let Some(change) = &mut whole {
            replaced.extend(rounds::renewed(opened, &issued, &mut record, change, by, now)?);
        }
        let renewed = (record.replaces.clone(), record.valid_until);
        let (regulation, applicant) = (opened.regulation.as_ref(), opened.case.applicant_name.as_str());
        let signing = Signing { regulation, output, signer, key, applicant };
        if let Err(why) = sign(office, signing, &mut record, now).await? {
            return Ok(Outcome::NotIssued(why));
        }
        let mut entry = entered(office, opened, output, signer, record, now)?;
        (entry.replaces, entry.valid_until) = renewed;
        records.push(entry);
    }
    match office.decide(&step, &Wish::Complete, by, now) {
        Ok(change) => whole = Some(joined(whole, change)),
        // Declared originals are looked at first, or an official closes the case.
        Err(Stop::Refused(_)) => {}
        Err(stop) => return Err(stop),
    }
    let Some(mut change) = whole else { return Err(Stop::Refused(Refusal::AlreadyDone)) };
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    // Nothing is left to do, unless what goes on after the decision touches the new entry.
    if change.case.closed_at.is_some() && !domain::case::follows(&change.case, &context) {
        change.jobs.retain(|job| !matches!(job.work, Work::Advance { .. }));
    }
    replaced.extend(records.iter().flat_map(|record| results::insert(record, by)));
    office.commit_change(opened, &change, replaced).await?;
    Ok(Outcome::Issued(records))
}

/// What a case gives on that day: of the results of its variant those whose condition holds.
pub fn outputs<'a>(case: &'a Case, regulation: &'a Regulation, today: Date) -> Vec<&'a Output> {
    let Some(variant) = &case.variant else { return Vec::new() };
    regulation.outputs_given(variant, &case.facts, today)
}

/// An entry as it would be issued now, without number, code and signature: the rule of the
/// register says of it what it will say of the signed one. The inner error names what the
/// result must hold and the case does not know.
pub fn draft(
    office: &Office,
    case: &Case,
    regulation: &Regulation,
    output: &Output,
    signer: &Official,
    now: Timestamp,
) -> Result<Result<ResultRecord, Vec<Unbound>>, Stop> {
    let lines = match content::lines(regulation, output, &case.facts) {
        Ok(lines) => lines,
        Err(unbound) => return Ok(Err(unbound)),
    };
    let made = Made {
        id: ResultId(office.new_id(case.id.bucket())),
        number: String::new(),
        check_code: String::new(),
        content: serde_json::to_value(lines).map_err(Stop::broken("writing what a result holds"))?,
        document: None,
        signature: None,
    };
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation, clock: &office.clock, region: &office.region, ids: &ids };
    Ok(Ok(result::prepare(case, output, signer, made, &context, now)?))
}

/// Number and check code. The number stands on what is signed, so it is taken beforehand; if
/// the commit then fails, it stays unused.
pub(super) async fn name(
    office: &Office,
    output: &Output,
    record: &mut ResultRecord,
    now: Timestamp,
) -> Result<(), Stop> {
    let year = office.today(now).year();
    // A prefix counts through all authorities, so that a number names one result in the region.
    let counter = Counter { authority: output.prefix.clone(), what: Numbered::Result, year: year.into() };
    let count = numbers::take(&office.db, &counter).await?;
    record.number = PublicNumber::new(&output.prefix, year, count.unsigned_abs()).to_string();
    record.check_code = code::new(office)?;
    Ok(())
}

/// In whose name a result is signed, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Signing<'a> {
    /// The edition of the result.
    pub regulation: &'a Regulation,
    /// What the regulation says of it.
    pub output: &'a Output,
    /// Who signs.
    pub signer: &'a Official,
    /// With which key.
    pub key: &'a CmsSigner,
    /// Name of the applicant, as it stands on paper.
    pub applicant: &'a str,
}

/// Signs the bytes of the result and stores what belongs to it: a document is drawn and signed
/// as PDF, a register entry as its canonical bytes.
pub(super) async fn sign(
    office: &Office,
    signing: Signing<'_>,
    record: &mut ResultRecord,
    now: Timestamp,
) -> Result<Result<(), NotIssued>, Stop> {
    let Signing { regulation, output, signer, key, applicant } = signing;
    let bytes = if record.register.is_some() || office.drawing == Drawing::Canonical {
        canonical::bytes(record)
    } else {
        let offline = keys::sign(office, record, signer, key, now);
        let subject = Subject { offline, ..subject(office, regulation, output, record, signer, applicant) };
        draw(&subject, Paper::Document).await?
    };
    let (key, who) = (key.clone(), who(signer));
    let signed = tokio::task::spawn_blocking(move || (key.sign(&bytes, &who, now), bytes));
    let (signature, bytes) = signed.await.map_err(Stop::broken("signing a result"))?;
    let signature = match signature {
        Ok(signature) => signature,
        Err(refused) => return Ok(Err(NotIssued::Signature(refused.to_string()))),
    };
    if record.register.is_none() {
        let stored = office.files.put_bytes(bytes).await.map_err(Stop::broken("storing a result document"))?;
        record.document = Some(stored.sha256);
    }
    let stored = office.files.put_bytes(signature).await.map_err(Stop::broken("storing a signature"))?;
    record.signature = Some(stored.sha256);
    Ok(Ok(()))
}

/// Enters what was made, as the rule of the register has it: without the signature of an
/// active signer of the same authority there is no entry.
fn entered(
    office: &Office,
    opened: &Opened,
    output: &Output,
    signer: &Official,
    record: ResultRecord,
    now: Timestamp,
) -> Result<ResultRecord, Stop> {
    let made = made(record);
    let ids = |bucket| office.new_id(bucket);
    let context = Context { regulation: &opened.regulation, clock: &office.clock, region: &office.region, ids: &ids };
    Ok(result::enter(&opened.case, output, signer, made, &context, now)?)
}

/// What the rule of the register is given of a record that was signed.
pub(super) fn made(record: ResultRecord) -> Made {
    Made {
        id: record.id,
        number: record.number,
        check_code: record.check_code,
        content: record.content,
        document: record.document,
        signature: record.signature,
    }
}

/// Draws a paper off the request threads.
pub async fn draw(subject: &Subject<'_>, paper: Paper) -> Result<Vec<u8>, Stop> {
    let (data, files) = (paper::data(subject, paper), paper::files(subject, paper)?);
    let template = match paper {
        Paper::Confirmation { .. } => Some(papers::CONFIRMATION.to_owned()),
        _ => subject.regulation.templates.get(&subject.output.template).cloned(),
    };
    let template = template.ok_or_else(|| Stop::Broken {
        doing: "drawing a result",
        source: format!("the package has no template {}", subject.output.template).into(),
    })?;
    let drawn = tokio::task::spawn_blocking(move || papers::pdf(&template, &data, &files));
    drawn.await.map_err(Stop::broken("drawing a result"))?.map_err(Stop::broken("drawing a result"))
}

/// Everything a paper is drawn from.
pub fn subject<'a>(
    office: &'a Office,
    regulation: &'a Regulation,
    output: &'a Output,
    record: &'a ResultRecord,
    signer: &'a Official,
    applicant: &'a str,
) -> Subject<'a> {
    Subject {
        record,
        regulation,
        output,
        region: &office.region,
        clock: &office.clock,
        signer,
        applicant,
        public_url: &office.settings.public_url,
        offline: None,
        print: None,
    }
}

/// The signer's key, if this official may sign today: an active signer with a key whose
/// certificate is theirs and holds now (RESULT-02).
pub(super) fn key_of<'a>(office: &'a Office, signer: &Official, now: Timestamp) -> Result<&'a CmsSigner, NotIssued> {
    if !signer.mandate.covers(now) {
        return Err(NotIssued::Signature("the official's authority to sign does not cover this day".to_owned()));
    }
    let may = signer.active && signer.roles.contains(&Role::Signer);
    let key = office.signers.get(&signer.login).filter(|_| may);
    let key = key.ok_or_else(|| NotIssued::Signature("this official has no right or no key to sign".to_owned()))?;
    key.check(&who(signer), now).map_err(|refused| NotIssued::Signature(refused.to_string()))?;
    Ok(key)
}

fn who(signer: &Official) -> Who {
    Who { name: signer.name.clone(), ogrn: None }
}

fn missing(unbound: Vec<Unbound>) -> NotIssued {
    NotIssued::Missing(unbound.into_iter().map(|unbound| unbound.name).collect())
}

/// Two changes of one case, one after the other, as one.
fn joined(first: Option<Change>, second: Change) -> Change {
    let Some(mut first) = first else { return second };
    first.case = second.case;
    first.journal.extend(second.journal);
    first.notices.extend(second.notices);
    first.jobs.extend(second.jobs);
    first.requests.extend(second.requests);
    for timer in second.timers {
        first.timers.retain(|kept| kept.id != timer.id);
        first.timers.push(timer);
    }
    first.draft = second.draft.or(first.draft);
    first
}

//! Filing (подача): a draft becomes a case, once (FORM-14, FORM-18, FORM-20, SEC-01). Nothing
//! outside is needed for it, so it works at any hour (INTAKE-12, SEC-06).

use jiff::Timestamp;
use regulation::fact::Facts;
use regulation::form::{self, Problem};
use regulation::package::Status;
use serde_json::Value;
use thiserror::Error;

use super::decide::Context;
use super::model::{Actor, Case, CaseState, Change};
use super::parts::{Declared, Obligation};
use crate::draft::Draft;
use crate::id::{CaseId, DraftId, JobId};
use crate::job::{Job, Work};
use crate::journal::{Entry, Event};
use crate::permit::{AccountKind, may_apply};
use crate::person::Person;
use crate::refusal::Refusal;
use crate::timer;

/// What is filed, by whom, and under which number.
#[derive(Debug, Clone)]
pub struct Filing<'a> {
    /// The draft as it is stored.
    pub draft: &'a Draft,
    /// Whose it is.
    pub person: &'a Person,
    /// On whose behalf the person signed in.
    pub account: AccountKind,
    /// Id of the case, in the bucket of the person.
    pub case: CaseId,
    /// Public number, unique for the authority and year.
    pub number: String,
    /// Originals the person declares to have and will show (INTAKE-06).
    pub declared: Vec<String>,
    /// What the person has not done after earlier decisions and may not apply before: see
    /// [`owed`].
    pub owed: Vec<Owed>,
}

/// Something of an earlier case that keeps its person from applying again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Number of the earlier case.
    pub number: String,
    /// What was to be done, in words.
    pub what: String,
    /// Until when it keeps from applying.
    pub until: Timestamp,
}

/// What stands in earlier cases of the person and the service and keeps from applying now.
pub fn owed(cases: &[Case], context: &Context<'_>, now: Timestamp) -> Vec<Owed> {
    let title = |id: &str| {
        let rule = context.regulation.afterwards.iter().find(|rule| rule.id == id);
        rule.map_or_else(|| id.to_owned(), |rule| rule.title.clone())
    };
    let of_case = |case: &Case| {
        let blocking = case.obligations.iter().filter(|known| known.blocks(now));
        let owed = |known: &Obligation| {
            let until = known.blocks_until.unwrap_or(now);
            Owed { number: case.number.clone(), what: title(&known.id), until }
        };
        blocking.map(owed).collect::<Vec<_>>()
    };
    cases.iter().flat_map(of_case).collect()
}

/// Why nothing was filed.
#[derive(Debug, Clone, Error)]
pub enum NotFiled {
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The answers are not in order: the form again, with each problem at its field.
    #[error("the form has problems")]
    Problems(Vec<Problem>),
}

/// Makes a case of a draft, or says what stands against it. The draft stays as it was then.
pub fn file(filing: &Filing<'_>, context: &Context<'_>, now: Timestamp) -> Result<Change, NotFiled> {
    let (draft, person, regulation) = (filing.draft, filing.person, context.regulation);
    let today = context.clock.local_date(now);
    if draft.person != person.id {
        return Err(Refusal::NotFound.into());
    }
    if draft.case.is_some() {
        return Err(Refusal::DraftSent.into());
    }
    if regulation.status != Status::Published || today < regulation.from {
        return Err(Refusal::ServiceClosed.into());
    }
    if draft.service != regulation.service || draft.version != regulation.version {
        return Err(Refusal::DraftOutdated.into());
    }
    may_apply(regulation, filing.account, person.assurance)?;
    if draft.window.as_ref().is_some_and(|window| window.signed_at.is_none()) {
        return Err(Refusal::VisitorUnsigned.into());
    }
    if let Some(owed) = filing.owed.first() {
        let (what, number, until) = (owed.what.clone(), owed.number.clone(), owed.until);
        return Err(Refusal::Owes { what, number, until }.into());
    }
    let draft = &with_itself(draft, filing, context, now);
    let filing = &Filing { draft, ..filing.clone() };
    let declarable = form::view(regulation, &draft.answers, &draft.prefill, today).declarable(regulation);
    if let Some(item) = filing.declared.iter().find(|item| declarable.iter().all(|fact| fact.name != **item)) {
        return Err(Refusal::NotDeclarable(item.clone()).into());
    }
    let mut problems = form::check(regulation, &draft.answers, &draft.prefill, today);
    // What will be shown in the original need not be sent as a copy.
    problems.retain(|problem| problem.code != "required" || !filing.declared.contains(&problem.field));
    if !problems.is_empty() {
        return Err(NotFiled::Problems(problems));
    }
    Ok(filed(filing, context, now))
}

/// The draft knowing itself as it is on the day it is filed, not on the day it was begun.
fn with_itself(draft: &Draft, filing: &Filing<'_>, context: &Context<'_>, now: Timestamp) -> Draft {
    let mut draft = draft.clone();
    if let Some(applicant) = filing.account.applicant() {
        let filed = context.clock.local_date(now);
        let itself = form::CaseSelf { channel: draft.channel, applicant: Some(applicant), filed };
        draft.prefill.0.extend(form::case_facts(context.regulation, itself, now).0);
    }
    draft
}

fn filed(filing: &Filing<'_>, context: &Context<'_>, now: Timestamp) -> Change {
    let case = begun(filing, context, now);
    let event = Event::Filed {
        number: case.number.clone(),
        service: case.service.clone(),
        version: case.version.clone(),
        authority: case.authority.clone(),
        applicant: case.applicant.clone(),
        draft: case.draft.clone(),
        registration_due: case.registration_due.clone(),
        declared: filing.declared.clone(),
        proactive: None,
        joint: Vec::new(),
    };
    let sent = Draft { case: Some(case.id.clone()), revision: filing.draft.revision + 1, ..filing.draft.clone() };
    Change {
        journal: std::iter::once(Entry { at: now, by: Actor::Applicant(case.applicant.clone()), event })
            .chain(typed_in(filing.draft, now))
            .collect(),
        notices: Vec::new(),
        jobs: vec![Job {
            id: JobId((context.ids)(case.id.bucket())),
            work: Work::Intake { case: case.id.clone() },
            due_at: now,
            key: format!("intake:{}", case.id),
        }],
        timers: timer::changed(None, &case),
        requests: Vec::new(),
        draft: Some(sent),
        case,
    }
}

/// Who typed the application in for the applicant, if somebody did.
fn typed_in(draft: &Draft, now: Timestamp) -> Option<Entry> {
    let window = draft.window.as_ref()?;
    let event = Event::TypedIn { authority: window.authority.clone(), signed_at: window.signed_at? };
    Some(Entry { at: now, by: Actor::Official(window.official.clone()), event })
}

/// The case as it begins.
fn begun(filing: &Filing<'_>, context: &Context<'_>, now: Timestamp) -> Case {
    let (draft, person) = (filing.draft, filing.person);
    let today = context.clock.local_date(now);
    let facts = form::facts(context.regulation, &draft.answers, &draft.prefill, now, today);
    let owed = |item: &String| Declared { item: item.clone(), shown: None, reason: None };
    Case {
        declared: filing.declared.iter().map(owed).collect(),
        ..blank(&filing.case, &filing.number, person, draft.id.clone(), facts, context, now)
    }
}

/// A case to which nothing has happened.
pub(super) fn blank(
    id: &CaseId,
    number: &str,
    person: &Person,
    draft: DraftId,
    facts: Facts,
    context: &Context<'_>,
    now: Timestamp,
) -> Case {
    let regulation = context.regulation;
    // A year without a calendar does not keep anybody from filing: the term is counted when
    // the calendar comes (SEC-05, SEC-06).
    let within = context.region.params.registration_within.value;
    Case {
        id: id.clone(),
        number: number.to_owned(),
        authority: regulation.authority.clone(),
        service: regulation.service.clone(),
        version: regulation.version.clone(),
        applicant: person.id.clone(),
        applicant_name: person.name.clone(),
        draft,
        variant: None,
        state: CaseState::Submitted,
        revision: 1,
        filed_at: now,
        registered_at: None,
        due: None,
        assignee: None,
        decision: None,
        closed_at: None,
        procedures: Vec::new(),
        facts,
        results: Vec::new(),
        needs_person: None,
        registration_due: context.clock.due(now, within, &[]).ok(),
        term_ended_at: None,
        breached: Vec::new(),
        pauses: Vec::new(),
        sources: Vec::new(),
        queues: Vec::new(),
        assessing: Vec::new(),
        deliveries: Vec::new(),
        after_look: None,
        declared: Vec::new(),
        asked_of_applicant: Vec::new(),
        prolonged: Vec::new(),
        warned: Vec::new(),
        escalated: Vec::new(),
        warn_at: None,
        escalate_at: None,
        turned_away: None,
        rounds: Vec::new(),
        sheets: Vec::new(),
        contests: Vec::new(),
        obligations: Vec::new(),
        proactive: None,
        call_words: None,
        joint: Vec::new(),
    }
}

/// Answers as they were sent, for the person's own copy (FORM-06): a sent draft is kept as long
/// as its case.
pub fn answers_sent(draft: &Draft) -> Option<&indexmap::IndexMap<String, Value>> {
    draft.case.as_ref().map(|_| &draft.answers)
}

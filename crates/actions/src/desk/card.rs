//! The case card: everything an official needs to go on, read once, journalled as read.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use domain::case::{Case, CaseState, DayOf, day_of};
use domain::charge::Charge;
use domain::evidence::EvidenceRequest;
use domain::id::CaseId;
use domain::journal::Entry;
use domain::official::{Official, Role};
use domain::permit::Act;
use domain::procedure::ProcedureState;
use domain::reception::Appointment;
use jiff::Timestamp;
use regulation::assess::{Assessment, Decision, canonical};
use regulation::fact::{Attachment, Value};
use regulation::package::{Performer, ProcedureKind, Regulation};
use store::desk::tasks::{self, Task};
use store::desk::words::{self, Words};
use store::{cases, evidence, journal, officials};

use super::deadline::{Deadline, LateReason, deadline, late_reason};
use super::next_step::{NextStep, next_step, running};
use super::{access, decide, messages, work};
use crate::office::Office;
use crate::stop::Stop;

/// The card of a case.
#[derive(Debug)]
pub struct Card {
    /// The case.
    pub case: Case,
    /// The edition it is pinned to.
    pub regulation: Arc<Regulation>,
    /// What the machine sees today.
    pub assessment: Assessment,
    /// Interagency requests, oldest first.
    pub requests: Vec<EvidenceRequest>,
    /// The journal, oldest first.
    pub journal: Vec<Entry>,
    /// Names of officials of the authority by id.
    pub names: BTreeMap<String, String>,
    /// To whom it can be handed.
    pub colleagues: Vec<Official>,
    /// Other open cases of the same person and service: number and id (INTAKE-13).
    pub duplicates: Vec<(CaseId, String)>,
    /// How its deadline stands.
    pub deadline: Deadline,
    /// Why it is late, if it is.
    pub late: Option<LateReason>,
    /// What it waits for.
    pub next: NextStep,
    /// What this official can do now.
    pub can: Can,
    /// Messages with the applicant and notes, oldest first.
    pub said: Vec<Words>,
    /// Tasks and opinions, the nearest term first.
    pub tasks: Vec<Task>,
    /// Which day of its term it is.
    pub day: Option<DayOf>,
    /// May this official write to the applicant and ask for opinions?
    pub can_write: bool,
    /// What is charged for the case.
    pub charge: Option<Charge>,
    /// Halls and inspectors booked with the case.
    pub booked: Vec<Appointment>,
}

/// What an official can do with a case now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Can {
    /// Take it.
    pub take: bool,
    /// Put it back.
    pub give_back: bool,
    /// Hand it over.
    pub hand_over: bool,
    /// Register or refuse intake.
    pub intake: bool,
    /// Provide or refuse.
    pub decide: bool,
    /// Sign the result.
    pub sign: bool,
}

/// Reads the card of a case for an official; `ground` says in words why it is read.
pub async fn card(
    office: &Office,
    official: &Official,
    id: &CaseId,
    ground: impl FnOnce(&Case) -> String,
    now: Timestamp,
) -> Result<Card, Stop> {
    let opened = access::open(office, official, id, Act::SeeCase).await?;
    access::journal_reading(office, official, id, ground(&opened.case), now).await?;
    let (case, regulation) = (opened.case, opened.regulation);
    let staff = officials::of_authority(&office.db, &case.authority).await?;
    let mut duplicates = cases::open_of(&office.db, &case.applicant, &case.service).await?;
    duplicates.retain(|other| other.id != case.id && other.authority == official.authority);
    let can = can(official, &case, &regulation);
    let deadline = deadline(&case, &office.clock, now);
    let is_late = matches!(deadline, Deadline::Late { .. });
    let said = words::of_case(&office.db, id).await?;
    messages::opened(office, id, &said, now).await?;
    Ok(Card {
        said,
        charge: crate::payment::desk::of_case(office, id).await?,
        booked: crate::reception::application::of_case(office, &case).await?,
        tasks: tasks::of_case(&office.db, id).await?,
        day: day_of(&case, &office.clock, now),
        can_write: case.closed_at.is_none() && access::may(official, Act::WorkCase, &case).is_ok(),
        assessment: decide::assess(office, &case, &regulation, now),
        requests: evidence::of_case(&office.db, id).await?,
        journal: journal::of_case(&office.db, id).await?.into_iter().map(|stored| stored.entry).collect(),
        names: staff.into_iter().map(|colleague| (colleague.id.0, colleague.name)).collect(),
        colleagues: if can.hand_over { work::colleagues(office, official).await? } else { Vec::new() },
        duplicates: duplicates.into_iter().map(|other| (other.id, other.number)).collect(),
        late: is_late.then(|| late_reason(&case, &regulation, now)).flatten(),
        next: next_step(&case, Some(&regulation)),
        deadline,
        can,
        case,
        regulation,
    })
}

/// A file of a case for an official; the reading is journalled.
pub async fn file(
    office: &Office,
    official: &Official,
    id: &CaseId,
    sha256: &str,
    ground: impl FnOnce(&Case) -> String,
    now: Timestamp,
) -> Result<(Attachment, Bytes), Stop> {
    let opened = access::open(office, official, id, Act::ReadAttachment).await?;
    let attachment = attachments(&opened.case).into_iter().find(|(_, attachment)| attachment.sha256 == sha256);
    let (_, attachment) = attachment.ok_or(Stop::Missing)?;
    access::journal_reading(office, official, id, ground(&opened.case), now).await?;
    let content = office.files.get(sha256).await.map_err(Stop::broken("reading an attached file"))?;
    Ok((attachment, content))
}

/// The decision of a case as a file of its own with the number of the case: as it was made, or,
/// before that, as it would be made today.
pub async fn decision(
    office: &Office,
    official: &Official,
    id: &CaseId,
    ground: impl FnOnce(&Case) -> String,
    now: Timestamp,
) -> Result<(String, Vec<u8>), Stop> {
    let opened = access::open(office, official, id, Act::SeeCase).await?;
    access::journal_reading(office, official, id, ground(&opened.case), now).await?;
    let trace = opened.case.decision.as_ref().map(|decision| &decision.trace).filter(|trace| trace.is_object());
    let file = match trace {
        Some(trace) => canonical(trace),
        None => Decision::of(&opened.regulation, &opened.case.facts, office.today(now)).canonical(),
    };
    Ok((opened.case.number, file))
}

/// Files among the facts of a case, each with the name of its fact.
pub fn attachments(case: &Case) -> Vec<(String, Attachment)> {
    let mut found = Vec::new();
    for (name, known) in &case.facts.0 {
        match &known.value {
            Some(Value::Document(attachment)) => found.push((name.clone(), attachment.clone())),
            Some(Value::List(records)) => {
                let values = records.iter().flat_map(|record| record.values());
                found.extend(values.filter_map(|value| match value {
                    Value::Document(attachment) => Some((name.clone(), attachment.clone())),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    found
}

/// What an official can do with a case now: what a page offers. The rule decides again.
pub fn can(official: &Official, case: &Case, regulation: &Regulation) -> Can {
    let may = |act| access::may(official, act, case).is_ok();
    let open = case.closed_at.is_none();
    let mine = case.assignee.as_ref() == Some(&official.id);
    let performer = |state: Option<&ProcedureState>| {
        let rule = regulation.procedures.iter().find(|rule| Some(&rule.id) == state.map(|state| &state.id));
        rule.map(|rule| rule.by)
    };
    let by_hand = |by: Option<Performer>| by != Some(Performer::Machine) || case.needs_person.is_some();
    let runs = running(case).filter(|procedure| procedure.runs());
    let runs_kind = |kind| runs.is_some_and(|procedure| procedure.kind == kind);
    Can {
        take: open && case.assignee.is_none() && may(Act::TakeCase),
        give_back: open && mine && may(Act::ReturnCase),
        hand_over: open && mine && may(Act::HandOver),
        intake: case.state == CaseState::Delivered && may(Act::WorkCase),
        decide: runs_kind(ProcedureKind::Decision) && by_hand(performer(runs)) && may(Act::DecideCase),
        sign: case.state == CaseState::DecisionPositive
            && mine
            && by_hand(performer(runs))
            && official.roles.contains(&Role::Signer)
            && may(Act::SignResult),
    }
}

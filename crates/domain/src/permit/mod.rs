//! Who may do what: actor × act × thing → permit or refusal. One function, one table; the
//! whole grid is a reviewed snapshot. What is not yours to see is not there (`NotFound`).

mod act;

use jiff::Timestamp;
use regulation::package::{ApplicantKind, Assurance, Regulation};
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::centre::Visit;
use crate::draft::Draft;
use crate::id::{OfficialId, PersonId};
use crate::joint::{self, Part, Relation, Standing};
use crate::notice::Notice;
use crate::official::{Official, Role};
use crate::person::Person;
use crate::reception::Appointment;
use crate::refusal::Refusal;
use crate::result::ResultRecord;

pub use act::Act;

/// Whose account somebody signed in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A natural person.
    #[default]
    Person,
    /// A sole trader.
    SoleTrader,
    /// A legal entity.
    Organisation,
    /// A state body, extra-budgetary fund, municipality or branch of one: never an applicant
    /// (FORM-18).
    PublicBody,
}

impl AccountKind {
    /// The kind by the type of organisation that ЕСИА names; an unknown one may not apply.
    pub fn of_organisation(esia_type: &str) -> Self {
        match esia_type {
            "BUSINESS" => Self::SoleTrader,
            "LEGAL" => Self::Organisation,
            _ => Self::PublicBody,
        }
    }

    /// As a regulation names applicants; `None` for those who never are.
    pub fn applicant(self) -> Option<ApplicantKind> {
        match self {
            Self::Person => Some(ApplicantKind::Person),
            Self::SoleTrader => Some(ApplicantKind::SoleTrader),
            Self::Organisation => Some(ApplicantKind::Organisation),
            Self::PublicBody => None,
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Nobody signed in.
    Anonymous,
    /// A person through ЕСИА.
    Applicant {
        /// Who.
        person: PersonId,
        /// On whose behalf.
        kind: AccountKind,
        /// Strength of the account.
        assurance: Assurance,
    },
    /// An official through the desk.
    Official(Official),
    /// An operator of a service centre who acts for a visitor they have identified.
    Window {
        /// The operator.
        official: Official,
        /// The visitor.
        visitor: PersonId,
    },
    /// A departmental system, by its id.
    System(String),
    /// okno itself: jobs and timers.
    Machine,
}

/// On what. Build it with the constructors; what does not matter for an act is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thing {
    /// Whose it is.
    pub owner: Option<PersonId>,
    /// Authority that serves it.
    pub authority: Option<String>,
    /// Official who has taken it.
    pub assignee: Option<OfficialId>,
    /// Authority of the official it would be given to.
    pub to_authority: Option<String>,
    /// Operator of a service centre who types it in for its owner.
    pub operator: Option<OfficialId>,
    /// Who may apply for the service and with what account.
    pub service: Option<(Vec<ApplicantKind>, Assurance)>,
    /// Departmental system that serves it.
    pub system: Option<String>,
    /// Those who signed a part of it together with its owner (RESULT-11).
    pub joint: Vec<PersonId>,
    /// What the one who asks is to a part of a joint application, and where that stands.
    pub part: Option<(Relation, Standing)>,
}

impl Thing {
    /// Nothing in particular: for acts on one's own account or queue.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// A case.
    pub fn case(case: &Case) -> Self {
        Self {
            owner: Some(case.applicant.clone()),
            authority: Some(case.authority.clone()),
            assignee: case.assignee.clone(),
            joint: case.joint.iter().map(|one| one.person.clone()).collect(),
            ..Self::default()
        }
    }

    /// A case that would be handed to this official.
    pub fn case_for(case: &Case, to: &Official) -> Self {
        Self { to_authority: Some(to.authority.clone()), ..Self::case(case) }
    }

    /// A case with the departmental system that serves it, if one does.
    pub fn case_in(case: &Case, system: Option<&str>) -> Self {
        Self { system: system.map(str::to_owned), ..Self::case(case) }
    }

    /// A draft of a service.
    pub fn draft(draft: &Draft, regulation: &Regulation) -> Self {
        Self { service: Self::service(regulation).service, ..Self::own_draft(draft) }
    }

    /// A draft, whatever its service says.
    pub fn own_draft(draft: &Draft) -> Self {
        let operator = draft.window.as_ref().map(|window| window.official.clone());
        Self { owner: Some(draft.person.clone()), operator, ..Self::default() }
    }

    /// A visit at a service centre.
    pub fn visit(visit: &Visit) -> Self {
        Self { authority: Some(visit.authority.clone()), operator: Some(visit.official.clone()), ..Self::default() }
    }

    /// A part of a joint application, as this person stands to it.
    pub fn part(part: &Part, person: &Person, now: Timestamp) -> Self {
        Self { part: Some((joint::relation(part, person), part.standing(now))), ..Self::default() }
    }

    /// What belongs to a person.
    pub fn of_person(person: &PersonId) -> Self {
        Self { owner: Some(person.clone()), ..Self::default() }
    }

    /// A service.
    pub fn service(regulation: &Regulation) -> Self {
        Self { service: Some((regulation.applicants.clone(), regulation.assurance)), ..Self::default() }
    }

    /// An authority.
    pub fn authority(authority: &str) -> Self {
        Self { authority: Some(authority.to_owned()), ..Self::default() }
    }

    /// An appointment, under the authority of its place.
    pub fn appointment(appointment: &Appointment, authority: &str) -> Self {
        Self { owner: appointment.person.clone(), ..Self::authority(authority) }
    }

    /// A notice.
    pub fn notice(notice: &Notice) -> Self {
        Self::of_person(&notice.person)
    }

    /// A result with the case it was issued in, where that is known: who signed a part of it has it too.
    pub fn result_of(record: &ResultRecord, case: Option<&Case>) -> Self {
        Self { joint: case.map(|case| Self::case(case).joint).unwrap_or_default(), ..Self::result(record) }
    }

    /// A result.
    pub fn result(record: &ResultRecord) -> Self {
        Self { owner: Some(record.person.clone()), authority: Some(record.authority.clone()), ..Self::default() }
    }
}

/// A permit to do one act. Only [`permit`] makes one; readers and writers of personal data
/// take it by reference, lists take its scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    subject: Subject,
    act: Act,
    scope: Scope,
}

/// What a permit reaches: ends in the `where` of every list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// What anybody may see.
    Public,
    /// What belongs to this person.
    Person(PersonId),
    /// What this authority serves.
    Authority(String),
    /// Everything: for the machine's own work only.
    All,
}

impl Permit {
    /// Who it was given to.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// For what.
    pub fn act(&self) -> Act {
        self.act
    }

    /// How far it reaches.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Does it cover that act? A permit to see is not one to change.
    pub fn covers(&self, act: Act) -> bool {
        self.act == act
    }
}

/// May this subject do this act on this thing?
pub fn permit(subject: &Subject, act: Act, thing: &Thing) -> Result<Permit, Refusal> {
    let scope = match subject {
        Subject::Anonymous => anonymous(act)?,
        Subject::Applicant { person, kind, assurance } => applicant(person, *kind, *assurance, act, thing)?,
        Subject::Official(person) => official(person, act, thing)?,
        Subject::Window { official, visitor } => window(official, visitor, act, thing)?,
        Subject::System(id) => system(id, act, thing)?,
        Subject::Machine => machine(act)?,
    };
    Ok(Permit { subject: subject.clone(), act, scope })
}

/// Who may apply for a service, and with what account (FORM-18, SEC-01).
pub fn may_apply(regulation: &Regulation, kind: AccountKind, assurance: Assurance) -> Result<(), Refusal> {
    applies(&(regulation.applicants.clone(), regulation.assurance), kind, assurance)
}

fn applies(
    (applicants, needed): &(Vec<ApplicantKind>, Assurance),
    kind: AccountKind,
    assurance: Assurance,
) -> Result<(), Refusal> {
    if !kind.applicant().is_some_and(|kind| applicants.contains(&kind)) {
        return Err(Refusal::NotAnApplicant);
    }
    if assurance < *needed { Err(Refusal::AssuranceTooLow) } else { Ok(()) }
}

fn anonymous(act: Act) -> Result<Scope, Refusal> {
    match act {
        Act::SeeService | Act::CheckResult => Ok(Scope::Public),
        Act::RunMachine => Err(Refusal::NotAllowed),
        _ => Err(Refusal::SignInNeeded),
    }
}

fn applicant(
    person: &PersonId,
    kind: AccountKind,
    assurance: Assurance,
    act: Act,
    thing: &Thing,
) -> Result<Scope, Refusal> {
    let own = Scope::Person(person.clone());
    let may_apply = || thing.service.as_ref().map_or(Ok(()), |service| applies(service, kind, assurance));
    match act {
        Act::SeeService | Act::CheckResult => Ok(Scope::Public),
        Act::SeeAccount | Act::BookSlot => Ok(own),
        // Nobody agrees for somebody else here: an account in the name of another is not the person's.
        Act::Agree if kind == AccountKind::Person => Ok(own),
        Act::OpenDraft => may_apply().map(|()| own),
        Act::EditDraft
        | Act::DropDraft
        | Act::FileDraft
        | Act::SeeOwnCase
        | Act::ReadNotice
        | Act::ShareResult
        | Act::OwnAppointment
        | Act::Withdraw
        | Act::AnswerCase
        | Act::Complain
        | Act::RateProcedure
        | Act::ReadAttachment
        | Act::SeeJournal => {
            if thing.owner.as_ref() != Some(person) {
                return Err(Refusal::NotFound);
            }
            // What was typed is kept when the account turns out too weak: only sending needs it.
            if act == Act::FileDraft { may_apply().map(|()| own) } else { Ok(own) }
        }
        // A joint application gives its result to each who signed a part of it (RESULT-11).
        Act::HaveResult if thing.owner.as_ref() == Some(person) || thing.joint.contains(person) => Ok(own),
        Act::SeeJointCase if thing.joint.contains(person) => Ok(own),
        Act::HaveResult | Act::SeeJointCase => Err(Refusal::NotFound),
        Act::SeePart | Act::FillPart | Act::AnswerPart | Act::RunPart => {
            part(kind, act, thing.part.ok_or(Refusal::NotFound)?).map(|()| own)
        }
        Act::Receive
        | Act::KeepSchedule
        | Act::SeeQueue
        | Act::SeeCase
        | Act::TakeCase
        | Act::ReturnCase
        | Act::HandOver
        | Act::WorkCase
        | Act::AssessCase
        | Act::DecideCase
        | Act::ReopenCase
        | Act::FollowCase
        | Act::SignResult
        | Act::ChangeResult
        | Act::PrintResult
        | Act::AskRegister
        | Act::MindExchange
        | Act::WatchRights
        | Act::SeeStocks
        | Act::RunStock
        | Act::HandOut
        | Act::KeepBlanks
        | Act::MakeDuplicate
        | Act::SeeComplaints
        | Act::HandleComplaint
        | Act::SeeRatings
        | Act::ServeVisitor
        | Act::Agree
        | Act::RunMachine => Err(Refusal::NotAllowed),
    }
}

/// A part is a person's own affair: nobody fills it in or signs it on behalf of an organisation.
/// Whoever might do it at another time is told that it is too late or too early.
fn part(kind: AccountKind, act: Act, (relation, standing): (Relation, Standing)) -> Result<(), Refusal> {
    if joint::may(relation, standing, act) {
        return if kind == AccountKind::Person { Ok(()) } else { Err(Refusal::NotAllowed) };
    }
    let ever = Standing::ALL.iter().any(|other| joint::may(relation, *other, act));
    Err(if ever { Refusal::PartClosed(standing.name()) } else { Refusal::NotFound })
}

fn official(person: &Official, act: Act, thing: &Thing) -> Result<Scope, Refusal> {
    if matches!(act, Act::SeeService | Act::CheckResult) {
        return Ok(Scope::Public);
    }
    if !person.active {
        return Err(Refusal::SignInNeeded);
    }
    let role = match act {
        Act::SeeQueue | Act::SeeCase | Act::ReadAttachment | Act::SeeStocks => None,
        Act::TakeCase | Act::ReturnCase | Act::HandOver | Act::WorkCase | Act::DecideCase => Some(Role::Caseworker),
        // Nobody holds a case that is over.
        Act::ReopenCase | Act::SignResult | Act::ChangeResult => Some(Role::Signer),
        Act::AssessCase | Act::FollowCase | Act::AskRegister | Act::RunStock => Some(Role::Caseworker),
        // The thing is the centre itself: whose result it is does not matter there.
        Act::PrintResult | Act::ServeVisitor => Some(Role::Centre),
        Act::KeepBlanks => Some(Role::Caseworker),
        // The thing is the desk where the item lies or the document is shown.
        Act::HandOut | Act::MakeDuplicate | Act::Receive => None,
        Act::KeepSchedule => Some(Role::Scheduler),
        Act::SeeComplaints | Act::SeeRatings => None,
        Act::HandleComplaint => Some(Role::Complaints),
        Act::SeeJournal | Act::MindExchange | Act::WatchRights => Some(Role::Auditor),
        // An official's own matters are a person's, through ЕСИА.
        _ => return Err(Refusal::NotAllowed),
    };
    // Outside one's own authority nothing is there, whatever the role.
    if thing.authority.as_ref().is_some_and(|authority| *authority != person.authority) {
        return Err(Refusal::NotFound);
    }
    if thing.authority.is_none() && act != Act::SeeQueue {
        return Err(Refusal::NotFound);
    }
    // A visitor is served at one window: at the others of the centre they are not there.
    if act == Act::ServeVisitor && thing.operator.as_ref().is_some_and(|operator| *operator != person.id) {
        return Err(Refusal::NotFound);
    }
    if thing.to_authority.as_ref().is_some_and(|authority| *authority != person.authority) {
        return Err(Refusal::NotAllowed);
    }
    let works = |role| person.roles.contains(&role);
    let fit = match role {
        Some(role) => works(role),
        None if act == Act::HandOut => works(Role::Caseworker) || works(Role::Centre),
        None if act == Act::Receive => [Role::Caseworker, Role::Centre, Role::Scheduler].into_iter().any(works),
        None if act == Act::MakeDuplicate => works(Role::Centre) || works(Role::Notary),
        None if matches!(act, Act::SeeComplaints | Act::SeeRatings) => works(Role::Complaints) || works(Role::Auditor),
        None => works(Role::Caseworker) || works(Role::Signer) || works(Role::Auditor),
    };
    // A caseworker sees the journal of the case they work on.
    let own_case = act == Act::SeeJournal && works(Role::Caseworker) && thing.assignee.as_ref() == Some(&person.id);
    if !fit && !own_case {
        return Err(Refusal::NotAllowed);
    }
    let must_have = matches!(act, Act::ReturnCase | Act::HandOver | Act::WorkCase | Act::DecideCase);
    match &thing.assignee {
        Some(assignee) if *assignee == person.id => {}
        Some(_) if must_have || act == Act::TakeCase => return Err(Refusal::TakenByAnother),
        None if must_have => return Err(Refusal::TakeFirst),
        _ => {}
    }
    Ok(Scope::Authority(person.authority.clone()))
}

/// An operator does for a visitor what is needed to apply, and only with what was begun at their own
/// window: the visitor's other drafts, cases, notices and results are not theirs to see. Who showed
/// the identity document in person is known as well as by the strongest account.
fn window(operator: &Official, visitor: &PersonId, act: Act, thing: &Thing) -> Result<Scope, Refusal> {
    if matches!(act, Act::SeeService | Act::CheckResult) {
        return Ok(Scope::Public);
    }
    if !operator.active {
        return Err(Refusal::SignInNeeded);
    }
    if !operator.roles.contains(&Role::Centre) {
        return Err(Refusal::NotAllowed);
    }
    let own = Scope::Person(visitor.clone());
    let may_apply = || match &thing.service {
        Some(service) => applies(service, AccountKind::Person, Assurance::Confirmed),
        None => Ok(()),
    };
    match act {
        Act::OpenDraft => may_apply().map(|()| own),
        Act::EditDraft | Act::DropDraft | Act::FileDraft | Act::ReadAttachment => {
            if thing.owner.as_ref() != Some(visitor) || thing.operator.as_ref() != Some(&operator.id) {
                return Err(Refusal::NotFound);
            }
            if act == Act::FileDraft { may_apply().map(|()| own) } else { Ok(own) }
        }
        _ => Err(Refusal::NotAllowed),
    }
}

/// A departmental system does with the cases it serves what the authority's officials do.
fn system(id: &str, act: Act, thing: &Thing) -> Result<Scope, Refusal> {
    match act {
        Act::SeeService | Act::CheckResult => Ok(Scope::Public),
        Act::SeeCase | Act::ReadAttachment | Act::WorkCase | Act::AssessCase | Act::DecideCase => {
            match &thing.authority {
                Some(authority) if thing.system.as_deref() == Some(id) => Ok(Scope::Authority(authority.clone())),
                _ => Err(Refusal::NotFound),
            }
        }
        _ => Err(Refusal::NotAllowed),
    }
}

fn machine(act: Act) -> Result<Scope, Refusal> {
    match act {
        Act::RunMachine
        | Act::SignResult
        | Act::ChangeResult
        | Act::AskRegister
        | Act::SeeCase
        | Act::ReadAttachment => Ok(Scope::All),
        Act::SeeService | Act::CheckResult => Ok(Scope::Public),
        _ => Err(Refusal::NotAllowed),
    }
}

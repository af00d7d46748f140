//! A change in the making: rules say what happened, and the case follows by the same code
//! that replays the journal, so that row and journal agree.

use jiff::Timestamp;
use regulation::assess::{Outlook, outlook};
use regulation::clock::{Due, Term};
use regulation::expression::{Expression, Verdict, World};
use regulation::package::{Performer, Procedure, ProcedureKind};
use regulation::region::NotifyMode;

use super::decide::Context;
use super::model::{Actor, Case, Change};
use super::{after, distribute, suspend, watch};
use crate::evidence::EvidenceRequest;
use crate::id::{JobId, NoticeId, OfficialId};
use crate::job::{Job, Work};
use crate::journal::{Entry, Event, Replayed};
use crate::notice::{self, Content, Notice, Progress};
use crate::procedure::{ProcedureStage, ProcedureState};
use crate::refusal::Refusal;
use crate::timer;

/// A change in the making.
pub(super) struct Changing<'a> {
    before: &'a Case,
    /// The case as it is becoming.
    pub case: Case,
    /// Who wishes.
    pub by: &'a Actor,
    /// The law as data.
    pub context: &'a Context<'a>,
    /// The moment.
    pub now: Timestamp,
    pub(super) journal: Vec<Entry>,
    notices: Vec<Notice>,
    jobs: Vec<Job>,
    requests: Vec<EvidenceRequest>,
}

impl<'a> Changing<'a> {
    /// Begins a change of a case.
    pub fn new(before: &'a Case, by: &'a Actor, context: &'a Context<'a>, now: Timestamp) -> Self {
        Self {
            before,
            case: before.clone(),
            by,
            context,
            now,
            journal: Vec::new(),
            notices: Vec::new(),
            jobs: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// Something happened: it goes into the journal and shows in the case.
    pub fn happened(&mut self, event: Event) {
        let entry = Entry { at: self.now, by: self.by.clone(), event };
        let mut seen = Replayed::of(&self.case);
        seen.apply(&entry);
        seen.write_into(&mut self.case);
        self.journal.push(entry);
    }

    /// Work for after the commit; in the bucket of the case.
    pub fn later(&mut self, work: Work) {
        let key = match &work {
            Work::Ask { request } => format!("ask:{request}"),
            other => format!("{}:{}:{}", other.name(), self.case.id, self.case.revision + 1),
        };
        let id = JobId((self.context.ids)(self.case.id.bucket()));
        self.jobs.push(Job { id, work, due_at: self.now, key });
    }

    /// Lets the machine look at the case again.
    pub fn advance_later(&mut self) {
        self.later(Work::Advance { case: self.case.id.clone() });
    }

    /// An interagency request, with the job that sends it.
    pub fn ask(&mut self, request: EvidenceRequest) {
        self.happened(Event::EvidenceAsked { request: request.id.clone(), source: request.source.clone() });
        self.later(Work::Ask { request: request.id.clone() });
        self.requests.push(request);
    }

    /// A notice into the applicant's account, complete or not at all (STATUS-02, STATUS-04).
    ///
    /// A region may leave out the ends of procedures, which no act demands to tell, and keep
    /// to the kinds that one does.
    pub fn notify(&mut self, content: &Content) -> Result<(), Refusal> {
        let required_only = self.context.region.params.notify_mode.value == NotifyMode::Required;
        if required_only && matches!(content, Content::Progress(Progress::Ended { .. })) {
            return Ok(());
        }
        let id = NoticeId((self.context.ids)(self.case.applicant.bucket()));
        let latest = self.due(self.context.region.params.notice_within.value)?.at;
        let title = self.context.regulation.short.clone();
        let notice = notice::compose(id, &self.case, title, content, self.now, latest)?;
        self.happened(Event::Noticed { notice: notice.id.clone(), kind: notice.kind, latest });
        self.notices.push(notice);
        Ok(())
    }

    /// The end of a term that begins now.
    pub fn due(&self, term: Term) -> Result<Due, Refusal> {
        Ok(self.context.clock.due(self.now, term, &[])?)
    }

    /// What follows from the facts today.
    pub fn outlook(&self) -> Outlook {
        outlook(self.context.regulation, &self.case.facts, self.context.clock.local_date(self.now))
    }

    /// Does a criterion hold today?
    pub fn verdict(&self, criterion: &Expression) -> Verdict {
        criterion.verdict(&World {
            regulation: self.context.regulation,
            facts: &self.case.facts,
            today: self.context.clock.local_date(self.now),
        })
    }

    /// The procedure that runs, with its rule.
    pub fn running(&self) -> Option<(&ProcedureState, &'a Procedure)> {
        let state = self.case.procedures.iter().find(|procedure| procedure.runs())?;
        Some((state, self.rule(&state.id)?))
    }

    /// The procedure of that kind, if it runs now.
    pub fn running_of(&self, kind: ProcedureKind) -> Result<&'a Procedure, Refusal> {
        match self.running() {
            Some((_, rule)) if rule.kind == kind => Ok(rule),
            _ => {
                let wanted = self.context.regulation.procedures.iter().find(|rule| rule.kind == kind);
                let name = wanted.map_or_else(|| "decision".to_owned(), |rule| rule.id.clone());
                Err(Refusal::ProcedureNotRunning(name))
            }
        }
    }

    /// What the regulation says of a procedure.
    pub fn rule(&self, id: &str) -> Option<&'a Procedure> {
        self.context.regulation.procedures.iter().find(|rule| rule.id == id)
    }

    /// Has this official taken the case?
    pub fn taken_by(&self, official: &OfficialId) -> Result<(), Refusal> {
        match &self.case.assignee {
            Some(assignee) if assignee == official => Ok(()),
            Some(_) => Err(Refusal::TakenByAnother),
            None => Err(Refusal::TakeFirst),
        }
    }

    /// Does this actor, if it is a person or a system, hold the case?
    pub fn in_hands(&self) -> Result<(), Refusal> {
        match self.by {
            Actor::Official(official) => self.taken_by(official),
            Actor::System(_) if self.case.assignee.is_some() => Err(Refusal::TakenByAnother),
            Actor::System(_) | Actor::Machine | Actor::Applicant(_) => Ok(()),
        }
    }

    /// May this actor do a step of that performer? An official must have taken the case; a
    /// machine's step is an official's only once a person was called; a case in a person's
    /// hands is decided by the person.
    pub fn may_perform(&self, performer: Performer) -> Result<(), Refusal> {
        match (self.by, performer) {
            (Actor::Machine, Performer::Official) | (Actor::Applicant(_), _) => Err(Refusal::NotAllowed),
            (Actor::Machine, Performer::MachineElseOfficial) if self.case.assignee.is_some() => {
                Err(Refusal::TakenByAnother)
            }
            (Actor::Machine, _) if self.case.person_wanted() => Err(Refusal::NotEstablished),
            (Actor::Machine, _) => Ok(()),
            // A departmental system has its own officials.
            (Actor::System(_), _) => self.in_hands(),
            (Actor::Official(official), performer) => {
                self.taken_by(official)?;
                if performer == Performer::Machine && self.case.needs_person.is_none() {
                    return Err(Refusal::NotAllowed);
                }
                Ok(())
            }
        }
    }

    /// Ends what runs and skips what has not begun: the case is at its end.
    pub fn close_procedures(&mut self) {
        for procedure in self.case.procedures.clone() {
            match procedure.stage {
                ProcedureStage::Started | ProcedureStage::Overdue | ProcedureStage::Paused => {
                    self.happened(Event::ProcedureEnded { procedure: procedure.id });
                }
                ProcedureStage::Pending => self.happened(Event::ProcedureSkipped { procedure: procedure.id }),
                ProcedureStage::Ended | ProcedureStage::EndedLate | ProcedureStage::Skipped => {}
            }
        }
    }

    /// The change as it is written.
    pub fn finish(mut self) -> Change {
        let before = self.before.state;
        distribute::leave_at_end(&mut self, before);
        distribute::settle_later(&mut self);
        self.case.revision += 1;
        suspend::look_again(&mut self.case, self.context, self.now);
        watch::set(&mut self.case, self.context);
        after::look_again(&mut self.case, self.context, self.now);
        let timers = timer::changed(Some(self.before), &self.case);
        Change {
            case: self.case,
            journal: self.journal,
            notices: self.notices,
            jobs: self.jobs,
            timers,
            requests: self.requests,
            draft: None,
        }
    }
}

impl Change {
    /// This change and the next one as one: for wishes granted one after the other and written
    /// in one batch. The case is the later one; a timer said twice is as it was said last.
    pub fn then(mut self, next: Change) -> Change {
        self.case = next.case;
        self.journal.extend(next.journal);
        self.notices.extend(next.notices);
        self.jobs.extend(next.jobs);
        self.requests.extend(next.requests);
        for timer in next.timers {
            self.timers.retain(|other| other.id != timer.id);
            self.timers.push(timer);
        }
        self.draft = next.draft.or(self.draft);
        self
    }
}

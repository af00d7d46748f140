//! The one rule of complaints: a wish of an actor becomes a change or a refusal.

use jiff::Timestamp;
use regulation::clock::LegalClock;
use regulation::region::{Complaints, Region};

use super::event::{Entry, Event};
use super::model::{Complaint, Decision, Outcome, Redirected};
use super::state::{Move, leads};
use super::told::{News, notice};
use super::wish::{Remedy, To, Wish};
use crate::case::Actor;
use crate::duty::{self, Part, Step};
use crate::id::{JobId, NoticeId, OfficialId};
use crate::job::{Job, Work};
use crate::journal::digest;
use crate::notice::Notice;
use crate::refusal::Refusal;

/// What the rule knows beside the complaint.
pub struct Context<'a> {
    /// The region with its grounds and terms.
    pub region: &'a Region,
    /// The clock of the law.
    pub clock: &'a LegalClock,
    /// Officials who had a part in the case it is about ([`super::acted`]).
    pub acted: &'a [OfficialId],
    /// Makes ids in a bucket.
    pub ids: &'a (dyn Fn(i64) -> String + Send + Sync),
}

/// What a granted wish changes: all of it is written in one batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The complaint after it.
    pub complaint: Complaint,
    /// Journal entries in order.
    pub journal: Vec<Entry>,
    /// Notices to the person.
    pub notices: Vec<Notice>,
    /// Work to be done after the commit.
    pub jobs: Vec<Job>,
}

/// Grants a wish or refuses it.
pub fn decide(
    complaint: &Complaint,
    wish: &Wish,
    by: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Change, Refusal> {
    let rules = context.region.complaints.as_ref().ok_or(Refusal::NotFound)?;
    may(complaint, wish, by, context)?;
    let wrong = || Refusal::WrongState { state: complaint.state.name() };
    let state = leads(complaint.state, wish.kind()).ok_or_else(wrong)?;
    let mut next = complaint.clone();
    next.state = state;
    next.revision += 1;
    let mut work = Doing { next, news: None, rules, context, now };
    let event = work.grant(complaint, wish, by)?;
    let Doing { mut next, news, .. } = work;
    if next.state.ended() {
        next.closed_at.get_or_insert(now);
    }
    let notices = match news {
        None => Vec::new(),
        Some(news) => {
            let latest = context.clock.due(now, context.region.params.notice_within.value, &[])?.at;
            vec![notice(NoticeId((context.ids)(next.person.bucket())), &next, &news, now, latest)?]
        }
    };
    let journal = vec![Entry { at: now, by: by.clone(), event }];
    let jobs = later(Some(complaint), &next, context.ids, now);
    Ok(Change { journal, notices, jobs, complaint: next })
}

/// An official read it; nothing else changes (SEC-03).
pub fn read(by: &OfficialId, ground: &str, now: Timestamp) -> Entry {
    let event = Event::Read { ground: ground.to_owned() };
    Entry { at: now, by: Actor::Official(by.clone()), event }
}

/// Who may wish what.
fn may(complaint: &Complaint, wish: &Wish, by: &Actor, context: &Context<'_>) -> Result<(), Refusal> {
    let kind = wish.kind();
    match by {
        Actor::Applicant(person) if *person != complaint.person => Err(Refusal::NotFound),
        Actor::Applicant(_) if kind == Move::Withdraw => Ok(()),
        Actor::Machine if matches!(kind, Move::Forward | Move::Defect | Move::Breach) => Ok(()),
        Actor::Applicant(_) | Actor::Machine | Actor::System(_) => Err(Refusal::NotAllowed),
        Actor::Official(who) => official(complaint, wish, who, context),
    }
}

fn official(complaint: &Complaint, wish: &Wish, who: &OfficialId, context: &Context<'_>) -> Result<(), Refusal> {
    let kind = wish.kind();
    if matches!(kind, Move::Forward | Move::Defect | Move::Breach | Move::Withdraw) {
        return Err(Refusal::NotAllowed);
    }
    // Registering is no handling: whoever sits at the desk writes down that it came.
    if kind == Move::Register {
        return Ok(());
    }
    // Whoever ordered something may say that it is done, whatever they did to the case since.
    if kind != Move::Remedied {
        unconcerned(complaint, who, context)?;
    }
    match (kind, &complaint.handler) {
        (Move::Assign, _) => match wish {
            Wish::Assign { to } => unconcerned(complaint, to, context),
            _ => Ok(()),
        },
        // Before anybody has it, whoever sees that it came to the wrong body sends it on.
        (Move::Redirect | Move::SendAway, None) => Ok(()),
        (_, Some(handler)) if handler == who => Ok(()),
        (_, Some(_)) => Err(Refusal::TakenByAnother),
        (_, None) => Err(Refusal::TakeFirst),
    }
}

/// Nobody handles a complaint about themselves or a case they had a part in (APPEAL-05).
fn unconcerned(complaint: &Complaint, who: &OfficialId, context: &Context<'_>) -> Result<(), Refusal> {
    let meant = complaint.against.people.iter().map(|one| (Part::ComplainedOf, one));
    duty::split(who, Step::Consider, meant.chain(context.acted.iter().map(|one| (Part::Acted, one))))
}

/// A change on its way.
struct Doing<'a> {
    next: Complaint,
    news: Option<News>,
    rules: &'a Complaints,
    context: &'a Context<'a>,
    now: Timestamp,
}

impl Doing<'_> {
    fn grant(&mut self, before: &Complaint, wish: &Wish, by: &Actor) -> Result<Event, Refusal> {
        Ok(match wish {
            Wish::Forwarded { number } => self.forwarded(before, number)?,
            Wish::Defect { what } => {
                if self.next.federal.defect.as_deref() == Some(what) {
                    return Err(Refusal::AlreadyDone);
                }
                self.next.federal.defect = Some(what.clone());
                Event::Defect
            }
            Wish::Register => Event::Registered { due: self.register()? },
            Wish::Assign { to } => {
                if before.handler.as_ref() == Some(to) {
                    return Err(Refusal::AlreadyDone);
                }
                self.next.handler = Some(to.clone());
                Event::Assigned { to: to.clone() }
            }
            Wish::Consider => {
                self.tell(String::new(), String::new(), String::new());
                Event::Considering
            }
            Wish::Redirect { to, words } => self.redirect(before, to, words)?,
            Wish::Satisfy { words, remedy } => self.satisfy(words, *remedy, by)?,
            Wish::Remedied { words } => {
                let words = said(words)?;
                self.next.remedied = Some(words.clone());
                self.tell(String::new(), words.clone(), String::new());
                Event::Remedied { digest: digest(&words) }
            }
            Wish::Dismiss { ground, words } => {
                let known = self.rules.dismissals.get(ground);
                let reason = known.ok_or_else(|| Refusal::UnknownGround(ground.clone()))?.clone();
                let words = said(words)?;
                self.decided(Outcome::Dismissed, Some(ground), &words, None, by)?;
                self.tell(reason.say, words.clone(), reason.because);
                Event::Dismissed { ground: ground.clone(), digest: digest(&words) }
            }
            Wish::LeaveUnanswered { ground } => {
                let known = self.rules.unanswered.get(ground);
                let reason = known.ok_or_else(|| Refusal::UnknownGround(ground.clone()))?.clone();
                self.decided(Outcome::LeftUnanswered, Some(ground), "", None, by)?;
                self.tell(reason.say, String::new(), reason.because);
                Event::LeftUnanswered { ground: ground.clone() }
            }
            Wish::Withdraw => Event::Withdrawn,
            Wish::Breach { what } => {
                let due = before.running().filter(|(name, due)| name == what && self.now > due.at);
                if due.is_none() || before.breached.contains(what) {
                    return Err(Refusal::NotDue);
                }
                self.next.breached.push(what.clone());
                Event::TermPassed { what: what.clone() }
            }
        })
    }

    fn forwarded(&mut self, before: &Complaint, number: &str) -> Result<Event, Refusal> {
        if before.federal.number.is_some() && before.federal.defect.is_none() {
            return Err(Refusal::AlreadyDone);
        }
        self.next.federal.defect = None;
        if before.federal.number.is_none() {
            self.next.federal.number = Some(number.to_owned());
            self.next.federal.at = Some(self.now);
        }
        if self.next.state != before.state {
            self.register()?;
        }
        Ok(Event::Forwarded { number: number.to_owned() })
    }

    /// The term of deciding begins; the short one where the law gives it (APPEAL-06).
    fn register(&mut self) -> Result<regulation::clock::Due, Refusal> {
        let params = &self.context.region.params;
        let short = self.rules.grounds.get(&self.next.ground).is_some_and(|ground| ground.short);
        let term = if short { &params.complaint_short_within } else { &params.complaint_within };
        let due = self.context.clock.due(self.now, term.value, &[])?;
        self.next.registered_at = Some(self.now);
        self.next.due = Some(due.clone());
        self.tell(String::new(), String::new(), term.because.clone());
        Ok(due)
    }

    fn redirect(&mut self, before: &Complaint, to: &To, words: &str) -> Result<Event, Refusal> {
        let words = said(words)?;
        let rules = self.rules;
        let (from, at) = (before.authority.clone(), self.now);
        let mut due = None;
        match to {
            To::Within(authority) => {
                let known = self.context.region.authority(authority);
                if known.is_none() || *authority == before.authority {
                    return Err(Refusal::UnknownAuthority(authority.clone()));
                }
                let ends = self.context.clock.due(self.now, rules.register_within.value, &[])?;
                self.next.register_due = ends.clone();
                self.next.authority.clone_from(authority);
                due = Some(ends);
            }
            To::Outside(name) if name.trim().is_empty() => return Err(Refusal::UnknownAuthority(name.clone())),
            To::Outside(_) => {}
        }
        self.next.handler = None;
        self.next.registered_at = None;
        self.next.due = None;
        self.next.redirected.push(Redirected { from, to: to.clone(), words: words.clone(), at });
        self.tell(String::new(), words.clone(), rules.redirect_within.because.clone());
        if let (To::Outside(name), Some(news)) = (to, &mut self.news) {
            name.trim().clone_into(&mut news.body);
        }
        Ok(Event::Redirected { to: to.clone(), due, digest: digest(&words) })
    }

    fn satisfy(&mut self, words: &str, remedy: Remedy, by: &Actor) -> Result<Event, Refusal> {
        let words = said(words)?;
        // Without a case there is nothing to open again and nothing to make anew.
        if self.next.about.is_none() && remedy != Remedy::Order {
            return Err(Refusal::NotAllowed);
        }
        let due = match remedy {
            Remedy::Order => Some(self.context.clock.due(self.now, self.rules.remedy_within.value, &[])?),
            Remedy::Reopen | Remedy::Replace => None,
        };
        self.next.remedy_due.clone_from(&due);
        self.decided(Outcome::Satisfied, None, &words, Some(remedy), by)?;
        let clause = if due.is_some() { self.rules.remedy_within.because.clone() } else { String::new() };
        self.tell(String::new(), words.clone(), clause);
        Ok(Event::Satisfied { remedy, due, digest: digest(&words) })
    }

    fn decided(
        &mut self,
        outcome: Outcome,
        ground: Option<&String>,
        words: &str,
        remedy: Option<Remedy>,
        by: &Actor,
    ) -> Result<(), Refusal> {
        let Actor::Official(who) = by else { return Err(Refusal::NotAllowed) };
        let (words, at) = (words.to_owned(), self.now);
        self.next.decision = Some(Decision { outcome, ground: ground.cloned(), words, remedy, by: who.clone(), at });
        Ok(())
    }

    fn tell(&mut self, say: String, words: String, clause: String) {
        let body = self.context.region.authority(&self.next.authority);
        self.news = Some(News {
            complaint: self.next.id.clone(),
            stage: self.next.state,
            body: body.map_or_else(|| self.next.authority.clone(), |one| one.name.clone()),
            say,
            words,
            due: self.next.running().map(|(_, due)| due.clone()),
            clause,
        });
    }
}

fn said(words: &str) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() { Err(Refusal::ReasonNeeded) } else { Ok(words.to_owned()) }
}

/// Work that follows a change: telling the federal system where it stands. Terms are no jobs: what is
/// looked at in weeks would stand in the outbox all the while ([`Complaint::watched_until`]).
pub(super) fn later(
    before: Option<&Complaint>,
    after: &Complaint,
    ids: &(dyn Fn(i64) -> String + Send + Sync),
    now: Timestamp,
) -> Vec<Job> {
    let moved = before.is_none_or(|before| before.state != after.state || before.authority != after.authority);
    if !moved {
        return Vec::new();
    }
    let work = Work::SendComplaint { complaint: after.id.clone() };
    let key = format!("send_complaint:{}:{}", after.id, after.revision);
    vec![Job { id: JobId(ids(after.id.bucket())), work, due_at: now, key }]
}

//! What the people of the town do with one application: applicants and officials, each with their
//! own pace, mistakes and forgetfulness.

use std::collections::BTreeMap;

use connect::exchange::Play;
use domain::case::Case;
use domain::duty;
use domain::id::{CaseId, OfficialId, StockId};
use domain::official::Official;
use jiff::{SignedDuration, Timestamp};
use regulation::assess::{GroundSeen, Outlook};
use regulation::clock::LegalClock;

use super::chance::Chance;
use super::kit::official::Intent;
use super::kit::scene::Scene;
use super::kit::script::Script;
use super::shape::Shape;
use actions::citizen::session::Session;

/// First hour of the working day.
const BEGIN: i64 = 9;
/// The hour at which it ends.
const END: i64 = 18;

/// What is known of an application beside its case.
#[derive(Debug)]
pub struct Folk {
    /// Who applied.
    pub session: Session,
    /// What they say and what others know of them.
    pub script: Script,
    /// What the official means to do.
    pub intent: Intent,
    /// An official has it on the list already.
    pub official_planned: bool,
    /// The applicant has it on the list already.
    pub applicant_planned: bool,
    /// The applicant does not answer any more.
    pub silent: bool,
    /// When a person was first waited for, and for how long in all.
    pub person_since: Option<Timestamp>,
    /// Milliseconds spent waiting for officials.
    pub person_waited: i64,
    /// Sources that were slow or silent on purpose.
    pub source_trouble: bool,
    /// What the sources do when they are asked, once it was chosen.
    pub plays: Option<Vec<Play>>,
}

impl Folk {
    /// An application that was just begun.
    pub fn new(session: Session, script: Script) -> Self {
        Self {
            session,
            script,
            intent: Intent::default(),
            official_planned: false,
            applicant_planned: false,
            silent: false,
            person_since: None,
            person_waited: 0,
            source_trouble: false,
            plays: None,
        }
    }
}

/// The officials and when each is free.
#[derive(Debug, Default)]
pub struct Hands {
    free_at: BTreeMap<OfficialId, Timestamp>,
}

impl Hands {
    /// Who acts next on a case and when: whose it is, or who is free first.
    pub fn next<'a>(
        &mut self,
        scene: &'a Scene,
        shape: &Shape,
        case: &Case,
        chance: &mut Chance,
    ) -> Option<(&'a Official, Timestamp)> {
        let officials = scene.staff.get(&case.authority)?;
        let now = scene.office.now();
        let free = |official: &Official| self.free_at.get(&official.id).copied().unwrap_or(now).max(now);
        let official = match &case.assignee {
            Some(assignee) => officials.iter().find(|one| one.id == *assignee)?,
            None => {
                let able = officials.iter().filter(|one| duty::may_decide(case, &one.id).is_ok());
                able.min_by_key(|one| (free(one), one.id.clone()))?
            }
        };
        let mut at = free(official);
        if chance.happens(shape.officials.forgets) {
            at = at.max(now) + chance.hours(48, 24 * 12);
        }
        let at = working(&scene.office.clock, at);
        let took = SignedDuration::from_mins(shape.officials.minutes) + chance.seconds(0, 120);
        if at <= free(official) + SignedDuration::from_hours(72) {
            self.free_at.insert(official.id.clone(), at + took);
        }
        Some((official, at))
    }

    /// Some fall ill on a working day.
    pub fn ill(&mut self, scene: &Scene, shape: &Shape, chance: &mut Chance) -> u64 {
        let now = scene.office.now();
        let mut ill = 0;
        for official in scene.staff.values().flatten() {
            if chance.happens(shape.officials.falls_ill) {
                let until = now + chance.hours(72, 240);
                let free = self.free_at.entry(official.id.clone()).or_insert(now);
                *free = (*free).max(until);
                ill += 1;
            }
        }
        ill
    }
}

/// The first working moment at or after that one.
pub fn working(clock: &LegalClock, at: Timestamp) -> Timestamp {
    let mut moment = at;
    for _ in 0..60 {
        let day = clock.local_date(moment);
        let start = clock.start_of_day(day) + SignedDuration::from_hours(BEGIN);
        let end = clock.start_of_day(day) + SignedDuration::from_hours(END);
        if clock.calendar.is_working(day).unwrap_or(true) && moment < end {
            return moment.max(start);
        }
        let tomorrow = day.tomorrow().unwrap_or(day);
        moment = clock.start_of_day(tomorrow) + SignedDuration::from_hours(BEGIN);
    }
    moment
}

/// What an official means to do beyond the machine's view, if anything.
pub fn intent(script: &Script, found: &Outlook, shape: &Shape, chance: &mut Chance) -> Intent {
    let by_person = |found: &[GroundSeen]| -> Vec<String> {
        found.iter().filter(|ground| ground.verdict.is_none()).map(|ground| ground.id.clone()).collect()
    };
    let mut intent = Intent::default();
    if chance.happens(shape.officials.sees_more) {
        intent.refuse_on = chance.pick(&by_person(&found.provision)).cloned();
    }
    if chance.happens(shape.officials.prolongs) {
        intent.prolong_on = chance.pick(&by_person(&found.prolong)).cloned();
    }
    if chance.happens(shape.officials.suspends) {
        let suspensions: Vec<String> = script.regulation.suspend.iter().map(|one| one.ground.id.clone()).collect();
        intent.suspend_on = chance.pick(&suspensions).cloned();
    }
    intent
}

/// A plan of somebody about a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plan {
    /// Somebody begins an application for that service.
    Begin(usize),
    /// Somebody sends a draft that was left lying.
    Send(u64),
    /// An official acts.
    Official(CaseId, OfficialId),
    /// The applicant acts: answers, or does not.
    Applicant(CaseId),
    /// The applicant takes the application back, if it is not too late.
    Withdraw(CaseId),
    /// The applicant contests what a register said.
    Contest(CaseId),
    /// A decided case goes back to work: a complaint is upheld, or the authority finds its error.
    Reopen(CaseId, Again),
    /// The applicant wants a person instead of the machine.
    WantPerson(CaseId),
    /// The list for a stock is fixed and its order published.
    Deal(StockId),
    /// Pieces are added to stocks.
    Add,
    /// Midnight: everything is looked over.
    Midnight(u32),
    /// The calendar of the year is amended.
    Amend,
}

/// Why a decided case goes back to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    /// A complaint was upheld.
    Complaint,
    /// The authority erred.
    Error,
}

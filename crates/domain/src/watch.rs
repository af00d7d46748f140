//! Breaches of applicants' rights, found in a change as it is committed (MONITOR-06). Which sign is
//! a breach, under which name and by which clause, says the region (`watch` in region.yaml).

use indexmap::IndexMap;
use jiff::Timestamp;
use regulation::clock::{LegalClock, Term};
use regulation::fact::Source;
use regulation::region::{WatchRule, WatchSign};
use sha2::{Digest, Sha256};

use crate::case::{Actor, Case, Change};
use crate::id::{self, CaseId};
use crate::journal::{Entry, Event};
use crate::procedure::ProcedureStage;

/// A breach, or one that will be there at a moment if nothing is done until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Id of the rule.
    pub rule: String,
    /// What it is about: a procedure, a fact, a beginning of a word. Never a value.
    pub what: String,
    /// From when on it is a breach.
    pub at: Timestamp,
}

impl Breach {
    /// The id follows from the case and the breach: found twice, it is one.
    pub fn id(&self, case: &CaseId) -> String {
        let text = format!("{case}/{}/{}/{}", self.rule, self.what, self.at.as_millisecond());
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(Sha256::digest(text.as_bytes())).for_each(|(byte, hashed)| *byte = hashed);
        id::make(bytes, case.bucket())
    }
}

/// What a change shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Breaches.
    pub breaches: Vec<Breach>,
    /// The applicant was told something: notices that were still to come are no breach any more.
    pub told: bool,
}

/// What is watched, and by which clock.
#[derive(Debug, Clone, Copy)]
pub struct Watch<'a> {
    /// Rules by id.
    pub rules: &'a IndexMap<String, WatchRule>,
    /// The clock of the law.
    pub clock: &'a LegalClock,
    /// From the end of a procedure to the notice of it.
    pub notice_within: Term,
}

impl Watch<'_> {
    /// What a change of a case shows.
    pub fn look(&self, before: &Case, change: &Change, now: Timestamp) -> Shown {
        let mut breaches = Vec::new();
        for (id, rule) in self.rules {
            let found: Vec<(String, Timestamp)> = match rule.on {
                WatchSign::TermPassed => passed(before, change).into_iter().map(|what| (what, now)).collect(),
                WatchSign::NoticeLate => self.untold(&change.journal),
                WatchSign::HeldAsked => held(before, change).into_iter().map(|what| (what, now)).collect(),
                WatchSign::Words => {
                    let texts = written(before, &change.case, change.journal.first());
                    let found = texts.iter().flat_map(|text| in_words(rule, text));
                    found.map(|word| (word, now)).collect()
                }
            };
            breaches.extend(found.into_iter().map(|(what, at)| Breach { rule: id.clone(), what, at }));
        }
        let told = change.journal.iter().any(|entry| matches!(entry.event, Event::Noticed { .. }));
        Shown { breaches, told }
    }

    /// What an official wrote to the applicant beside the course of the case.
    pub fn words(&self, text: &str, now: Timestamp) -> Vec<Breach> {
        let rules = self.rules.iter().filter(|(_, rule)| rule.on == WatchSign::Words);
        let found = rules.flat_map(|(id, rule)| in_words(rule, text).into_iter().map(|word| (id.clone(), word)));
        found.map(|(rule, what)| Breach { rule, what, at: now }).collect()
    }

    /// Somebody tried to ask the applicant for what an authority holds; it was refused.
    pub fn tried(&self, fact: &str, now: Timestamp) -> Vec<Breach> {
        let rules = self.rules.iter().filter(|(_, rule)| rule.on == WatchSign::HeldAsked);
        rules.map(|(id, _)| Breach { rule: id.clone(), what: fact.to_owned(), at: now }).collect()
    }

    /// Ends of procedures that no notice of the same change tells: breaches once their term passes.
    fn untold(&self, journal: &[Entry]) -> Vec<(String, Timestamp)> {
        let mut found = Vec::new();
        for (place, entry) in journal.iter().enumerate() {
            let Event::ProcedureEnded { procedure } = &entry.event else { continue };
            let mut later = journal.iter().skip(place);
            if later.any(|entry| matches!(entry.event, Event::Noticed { .. })) {
                continue;
            }
            // Without a calendar of that year nothing is guessed.
            if let Ok(due) = self.clock.due(entry.at, self.notice_within, &[]) {
                found.push((procedure.clone(), due.at));
            }
        }
        found
    }
}

/// Terms that this change found passed.
fn passed(before: &Case, change: &Change) -> Vec<String> {
    let timers = change.journal.iter().filter_map(|entry| match &entry.event {
        Event::TimerBreached { what } => Some(what.clone()),
        _ => None,
    });
    let mut found: Vec<String> = timers.collect();
    // What ended late before its timer was looked at is no less late.
    for procedure in change.case.procedures.iter().filter(|one| one.stage == ProcedureStage::EndedLate) {
        let was = before.procedures.iter().find(|one| one.id == procedure.id).map(|one| one.stage);
        let known = matches!(was, Some(ProcedureStage::Overdue | ProcedureStage::EndedLate));
        if !known && !found.contains(&procedure.id) {
            found.push(procedure.id.clone());
        }
    }
    found
}

/// Facts the applicant is asked for though an authority has told them.
fn held(before: &Case, change: &Change) -> Vec<String> {
    let asked = change.journal.iter().filter_map(|entry| match &entry.event {
        Event::ApplicantAsked { facts, .. } => Some(facts),
        _ => None,
    });
    let known = |name: &&String| {
        let source = before.facts.get(name).map(|known| &known.source);
        matches!(source, Some(Source::Register { .. } | Source::Identity | Source::Service { .. }))
    };
    asked.flatten().filter(known).cloned().collect()
}

/// What an official or a system wrote to the applicant by this change.
fn written(before: &Case, after: &Case, first: Option<&Entry>) -> Vec<String> {
    if !matches!(first.map(|entry| &entry.by), Some(Actor::Official(_) | Actor::System(_))) {
        return Vec::new();
    }
    let mut texts = Vec::new();
    texts.extend(after.asked_of_applicant.iter().skip(before.asked_of_applicant.len()).map(|one| one.words.clone()));
    let asked = texts.clone();
    let pauses = after.pauses.iter().skip(before.pauses.len()).map(|one| one.reason.clone());
    texts.extend(pauses.filter(|reason| !asked.contains(reason)));
    if after.decision != before.decision {
        texts.extend(after.decision.as_ref().and_then(|decision| decision.words.clone()));
    }
    if after.turned_away != before.turned_away {
        texts.extend(after.turned_away.as_ref().and_then(|away| away.words.clone()));
    }
    texts
}

/// Which beginnings of words of a rule a text holds.
fn in_words(rule: &WatchRule, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric()).collect();
    let begins = |begin: &&String| words.iter().any(|word| word.starts_with(begin.as_str()));
    rule.words.iter().filter(begins).cloned().collect()
}

//! The applicant contests a known fact (PROFILE-09): who keeps it gets a task, a person looks at
//! the case, and the fact decides nothing by itself until it is settled.

use regulation::fact::Source;

use super::call::CallReason;
use super::changing::Changing;
use super::derived;
use super::model::Case;
use crate::journal::Event;
use crate::refusal::Refusal;

/// Marks the fact and calls a person.
pub(super) fn contest(work: &mut Changing<'_>, fact: &str, words: &str) -> Result<(), Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let known = work.case.facts.get(fact).ok_or_else(|| Refusal::UnknownFact(fact.to_owned()))?;
    let keeper = match &known.source {
        // What the applicant said, the applicant mends; nobody else keeps it.
        Source::Applicant | Source::Case => return Err(Refusal::UnknownFact(fact.to_owned())),
        Source::Identity => "identity".to_owned(),
        Source::Register { source } => source.clone(),
        Source::Official { .. } => "official".to_owned(),
        Source::Derived => "derived".to_owned(),
        Source::Experts { .. } => "official".to_owned(),
        Source::Service { service, .. } => service.clone(),
    };
    if known.contested {
        return Err(Refusal::AlreadyDone);
    }
    work.happened(Event::Contested { fact: fact.to_owned(), keeper });
    mark(&mut work.case, fact, true);
    derived::follow(work, [fact.to_owned()]);
    if let Some(contest) = work.case.contests.last_mut() {
        words.clone_into(&mut contest.words);
    }
    let reason = CallReason::Contested(work.case.contested());
    work.happened(Event::PersonCalled { reason: reason.written() });
    work.advance_later();
    Ok(())
}

/// The keeper looked; a corrected value was learnt before.
pub(super) fn settle(work: &mut Changing<'_>, fact: &str, upheld: bool) -> Result<(), Refusal> {
    work.in_hands()?;
    let open = work.case.contests.iter().any(|contest| contest.fact == fact && contest.settled_at.is_none());
    if !open {
        return Err(Refusal::UnknownFact(fact.to_owned()));
    }
    work.happened(Event::Settled { fact: fact.to_owned(), upheld });
    mark(&mut work.case, fact, false);
    derived::follow(work, [fact.to_owned()]);
    work.advance_later();
    Ok(())
}

fn mark(case: &mut Case, fact: &str, contested: bool) {
    if let Some(known) = case.facts.0.get_mut(fact) {
        known.contested = contested;
    }
}

impl Case {
    /// Facts whose truth is contested and not settled.
    pub fn contested(&self) -> Vec<String> {
        let open = self.contests.iter().filter(|contest| contest.settled_at.is_none());
        let mut names: Vec<String> = open.map(|contest| contest.fact.clone()).collect();
        names.extend(self.facts.0.iter().filter(|(_, known)| known.contested).map(|(name, _)| name.clone()));
        names.sort();
        names.dedup();
        names
    }

    /// A person wants a person, or a fact is contested: the machine decides nothing then.
    pub fn person_wanted(&self) -> bool {
        let called = self.needs_person.as_deref().and_then(CallReason::read);
        matches!(called, Some(CallReason::Applicant | CallReason::Official)) || !self.contested().is_empty()
    }
}

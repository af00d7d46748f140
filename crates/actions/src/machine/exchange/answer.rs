//! What an answer does: the request is settled and the case learns, in one batch with whatever
//! marks the answer as taken.

use connect::exchange::Answer;
use domain::case::{Actor, Wish};
use domain::evidence::{EvidenceRequest, EvidenceState};
use jiff::Timestamp;
use regulation::fact::{Facts, Known, Source};
use regulation::form;
use regulation::package::{Fact, Regulation, SourcePath};
use store::{Batch, Write, evidence};

use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The case has learnt.
    Learnt,
    /// It stays with the request: the case has ended, or the request was answered before.
    Kept,
}

/// Settles a request by an answer of its source.
pub(crate) async fn settle(
    office: &Office,
    opened: &Opened,
    mut request: EvidenceRequest,
    answer: Answer,
    now: Timestamp,
    more: Vec<Write>,
) -> Result<Settled, Stop> {
    let read = request.state;
    let regulation = &opened.regulation;
    let wish = match answer {
        Answer::Waiting => return Ok(Settled::Kept),
        Answer::Answered { answer, at } => match form::source_facts(regulation, &request.source, &answer, at) {
            Ok(facts) => learnt(&mut request, facts, EvidenceState::Answered, now),
            Err(problem) => failed(&mut request, problem, now),
        },
        Answer::Absent { at } => {
            let facts = absent(regulation, &request.source, at);
            learnt(&mut request, facts, EvidenceState::Absent, now)
        }
        Answer::Failed { reason, .. } => failed(&mut request, reason, now),
    };
    // A second answer changes nothing; a refusal that follows an answer does not undo it.
    if matches!(read, EvidenceState::Answered | EvidenceState::Absent | EvidenceState::Failed) {
        office.db.commit(Batch::new().with_all(more)).await?;
        return Ok(Settled::Kept);
    }
    close(office, opened, &request, read, &wish, now, more).await
}

/// The request holds these facts now.
pub(super) fn learnt(request: &mut EvidenceRequest, facts: Facts, state: EvidenceState, now: Timestamp) -> Wish {
    request.state = state;
    request.answered_at = Some(now);
    request.answer = facts.clone();
    request.problem = None;
    Wish::Learn { facts }
}

/// The request cannot be answered.
pub(super) fn failed(request: &mut EvidenceRequest, problem: String, now: Timestamp) -> Wish {
    request.state = EvidenceState::Failed;
    request.answered_at = Some(now);
    request.problem = Some(problem);
    Wish::SourceFailed { source: request.source.clone(), overdue: false }
}

/// Writes what became of the request together with what the case makes of it.
pub(super) async fn close(
    office: &Office,
    opened: &Opened,
    request: &EvidenceRequest,
    read: EvidenceState,
    wish: &Wish,
    now: Timestamp,
    more: Vec<Write>,
) -> Result<Settled, Stop> {
    let more = std::iter::once(evidence::update(request, read)).chain(more);
    match office.decide(opened, wish, &Actor::Machine, now) {
        Ok(change) => {
            office.commit_change(opened, &change, more).await?;
            Ok(Settled::Learnt)
        }
        // The case has ended meanwhile: the answer stays with the request.
        Err(Stop::Refused(_)) => {
            office.db.commit(Batch::new().with_all(more)).await?;
            Ok(Settled::Kept)
        }
        Err(stop) => Err(stop),
    }
}

/// Facts that a source can tell.
pub(super) fn told<'r>(regulation: &'r Regulation, source: &'r str) -> impl Iterator<Item = &'r Fact> {
    let tells = move |fact: &&Fact| {
        fact.from.iter().any(|path| matches!(path, SourcePath::Register { source: id, .. } if id == source))
    };
    regulation.facts.values().filter(tells)
}

/// The source has nothing: every fact it could tell is known to be absent.
fn absent(regulation: &Regulation, source: &str, at: Timestamp) -> Facts {
    let mut facts = Facts::default();
    for fact in told(regulation, source) {
        let source = Source::Register { source: source.to_owned() };
        facts.learn(fact.name.clone(), Known { value: None, source, at, contested: false });
    }
    facts
}

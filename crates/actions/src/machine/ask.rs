//! An interagency request: sent, asked after, and its answer put into the case. Each step is
//! one attempt of the same job; the request's id makes a repeated sending the same request.

use connect::exchange::{Answer, Question};
use domain::case::{Actor, Wish};
use domain::evidence::{EvidenceRequest, EvidenceState};
use domain::id::EvidenceRequestId;
use jiff::{SignedDuration, Timestamp};
use regulation::fact::{Facts, Known, Source};
use regulation::form;
use regulation::package::{Fact, Regulation, SourcePath};
use store::jobs::{self, Leased};
use store::{Batch, evidence};

use super::{Ended, end};
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// First pause before asking for an answer; each further one is half as long again.
const FIRST_PAUSE_MS: i64 = 500;

/// The longest pause between questions.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// One attempt at one request.
struct Attempt<'a> {
    office: &'a Office,
    job: &'a Leased,
    opened: Opened,
    request: EvidenceRequest,
    /// The state the request was read in.
    read: EvidenceState,
    now: Timestamp,
}

/// Sends a request or asks for its answer.
pub async fn run(office: &Office, id: &EvidenceRequestId, job: &Leased) -> Result<Ended, Stop> {
    let request = evidence::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let opened = office.open_case(&request.case).await?;
    let (read, now) = (request.state, office.now());
    let attempt = Attempt { office, job, opened, request, read, now };
    let late = attempt.request.due.as_ref().is_some_and(|due| due.at < now);
    match read {
        EvidenceState::Answered | EvidenceState::Absent | EvidenceState::Failed => Ok(Ended::Nothing),
        EvidenceState::Queued | EvidenceState::Sent if late => attempt.overdue().await,
        EvidenceState::Queued => attempt.send().await,
        EvidenceState::Sent | EvidenceState::Overdue => attempt.look().await,
    }
}

impl Attempt<'_> {
    async fn send(mut self) -> Result<Ended, Stop> {
        let known = |name: &String| Some((name.clone(), self.opened.case.facts.value(name)?.plain()));
        let asked = Question {
            id: self.request.id.to_string(),
            service: self.opened.case.service.clone(),
            source: self.request.source.clone(),
            keys: self.request.keys.iter().filter_map(known).collect(),
        };
        match self.office.exchange.send(&asked, self.now).await {
            Ok(_) => {
                self.request.state = EvidenceState::Sent;
                self.wait().await
            }
            Err(failure) if failure.is_later() => {
                self.request.problem = Some(failure.to_string());
                self.wait().await
            }
            Err(failure) => self.fail(failure.to_string()).await,
        }
    }

    async fn look(self) -> Result<Ended, Stop> {
        let regulation = &self.opened.regulation;
        match self.office.exchange.look(self.request.id.as_str(), self.now).await {
            Ok(Answer::Waiting) => self.wait().await,
            Ok(Answer::Answered { answer, at }) => {
                match form::source_facts(regulation, &self.request.source, &answer, at) {
                    Ok(facts) => self.learn(facts, EvidenceState::Answered).await,
                    Err(problem) => self.fail(problem).await,
                }
            }
            Ok(Answer::Absent { at }) => {
                let facts = absent(regulation, &self.request.source, at);
                self.learn(facts, EvidenceState::Absent).await
            }
            Ok(Answer::Failed { reason, .. }) => self.fail(reason).await,
            Err(failure) if failure.is_later() => self.wait().await,
            // The source lost the request: the same one is sent again.
            Err(failure) if failure.code() == Some("NOT-ASKED") => self.send().await,
            Err(failure) => self.fail(failure.to_string()).await,
        }
    }

    /// Nothing yet: keep the request as it is and come again, at the latest when its norm ends.
    async fn wait(mut self) -> Result<Ended, Stop> {
        self.request.tries += 1;
        let next = self.now + pause(self.request.tries);
        let next = match &self.request.due {
            Some(due) if self.request.state != EvidenceState::Overdue => {
                next.min(due.at + SignedDuration::from_millis(1))
            }
            _ => next,
        };
        let batch = Batch::new().with(evidence::update(&self.request, self.read)).with(jobs::later(self.job, next));
        self.office.db.commit(batch).await?;
        Ok(Ended::Written)
    }

    async fn overdue(mut self) -> Result<Ended, Stop> {
        self.request.state = EvidenceState::Overdue;
        let wish = Wish::SourceFailed { source: self.request.source.clone(), overdue: true };
        self.close(&wish).await
    }

    async fn learn(mut self, facts: Facts, state: EvidenceState) -> Result<Ended, Stop> {
        self.request.state = state;
        self.request.answered_at = Some(self.now);
        self.request.answer = facts.clone();
        self.close(&Wish::Learn { facts }).await
    }

    async fn fail(mut self, problem: String) -> Result<Ended, Stop> {
        self.request.state = EvidenceState::Failed;
        self.request.answered_at = Some(self.now);
        self.request.problem = Some(problem);
        let wish = Wish::SourceFailed { source: self.request.source.clone(), overdue: false };
        self.close(&wish).await
    }

    /// Writes what became of the request together with what the case makes of it.
    async fn close(self, wish: &Wish) -> Result<Ended, Stop> {
        // An overdue request is still asked after: a late answer helps the official.
        let rest = match self.request.state {
            EvidenceState::Overdue => jobs::later(self.job, self.now + LONGEST_PAUSE),
            _ => end(self.job, self.now),
        };
        let more = [evidence::update(&self.request, self.read), rest];
        match self.office.decide(&self.opened, wish, &Actor::Machine, self.now) {
            Ok(change) => self.office.commit_change(&self.opened, &change, more).await?,
            // The case has ended meanwhile: the answer stays with the request.
            Err(Stop::Refused(_)) => {
                self.office.db.commit(Batch::new().with_all(more)).await?;
            }
            Err(stop) => return Err(stop),
        }
        Ok(Ended::Written)
    }
}

/// The source has nothing: every fact it could tell is known to be absent.
fn absent(regulation: &Regulation, source: &str, at: Timestamp) -> Facts {
    let told = |fact: &Fact| {
        fact.from.iter().any(|path| matches!(path, SourcePath::Register { source: id, .. } if id == source))
    };
    let mut facts = Facts::default();
    for fact in regulation.facts.values().filter(|fact| told(fact)) {
        let source = Source::Register { source: source.to_owned() };
        facts.learn(fact.name.clone(), Known { value: None, source, at, contested: false });
    }
    facts
}

fn pause(tries: u32) -> SignedDuration {
    let grown = (0..tries.min(40)).fold(FIRST_PAUSE_MS, |pause, _| pause.saturating_add(pause / 2));
    SignedDuration::from_millis(grown).min(LONGEST_PAUSE)
}

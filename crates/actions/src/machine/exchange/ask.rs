//! An interagency request: sent under an id that was written before, asked after where the source
//! answers request by request, given up at its norm. Each step is one attempt of the same job.

use connect::Failure;
use connect::exchange::{Answer, Question, STALE, Way};
use domain::case::Wish;
use domain::evidence::{EvidenceRequest, EvidenceState, Message};
use domain::id::EvidenceRequestId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use store::exchange::{self, Stage};
use store::jobs::{self, Leased};
use store::{Batch, Write, evidence};

use super::answer::{close, failed, learnt, settle};
use super::reuse;
use crate::commit::Opened;
use crate::machine::{Ended, end};
use crate::office::Office;
use crate::stop::Stop;

/// First pause before sending again or asking for an answer; each further one is half as long again.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_millis(500);

/// The longest pause before what has not gone out is sent again, however long the exchange is away,
/// and before a question about an answer that is expected within the hour.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// The longest pause between questions about an answer that is not late yet.
const CALM: SignedDuration = SignedDuration::from_hours(3);

/// One attempt at one request.
struct Attempt<'a> {
    office: &'a Office,
    job: &'a Leased,
    request: EvidenceRequest,
    /// The state the request was read in.
    read: EvidenceState,
    now: Timestamp,
}

/// Sends a request or asks for its answer.
pub async fn run(office: &Office, id: &EvidenceRequestId, job: &Leased) -> Result<Ended, Stop> {
    let request = evidence::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let (read, now) = (request.state, office.now());
    if let Some(ended) = crate::payment::stand_in(office, &request, job, now).await? {
        return Ok(ended);
    }
    // A late answer would help an official; where nobody decides any more, nobody asks.
    if read == EvidenceState::Overdue && office.open_case(&request.case).await?.case.state.ended() {
        return Ok(Ended::Nothing);
    }
    let attempt = Attempt { office, job, request, read, now };
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
        let opened = self.office.open_case(&self.request.case).await?;
        let keys = self.keys(&opened);
        let asked_with = reuse::asked_with(&keys);
        if self.request.message.is_none()
            && let Some(known) = reuse::fresh(self.office, &opened, &self.request, &asked_with, self.now).await?
        {
            return self.reuse(&opened, known, asked_with).await;
        }
        self.request.asked_with = Some(asked_with);
        let message = self.message().await?;
        let (service, source) = (opened.case.service.clone(), self.request.source.clone());
        let question = Question { id: message.clone(), service, source, keys };
        match self.office.exchange.send(&question, self.now).await {
            Ok(_) => {
                self.request.state = EvidenceState::Sent;
                self.request.sent_at = Some(self.now);
                self.request.problem = None;
                let moved = self.moved(&message, Stage::Sent, None);
                let writes = [self.written()].into_iter().chain(moved).collect();
                self.wait(writes).await
            }
            Err(failure) if failure.code() == Some(STALE) => self.renew(&message, &failure).await,
            Err(failure) if failure.is_later() => {
                self.request.tries += 1;
                self.request.problem = Some(failure.to_string());
                let written = self.written();
                self.wait(vec![written]).await
            }
            Err(failure) => {
                let moved = self.moved(&message, Stage::Refused, Some(words(&failure)));
                self.fail(&opened, words(&failure), moved).await
            }
        }
    }

    /// What the source must know: nothing more goes out (SEC-04).
    fn keys(&self, opened: &Opened) -> Map<String, Value> {
        let known = |name: &String| Some((name.clone(), opened.case.facts.value(name)?.plain()));
        self.request.keys.iter().filter_map(known).collect()
    }

    /// The id to send under. Where answers come in queues it is written before anything goes out:
    /// whoever dies after the sending sends the same message again.
    async fn message(&mut self) -> Result<String, Stop> {
        if self.office.exchange.way() == Way::ByRequest {
            return Ok(self.request.id.to_string());
        }
        let stale = |message: &Message| self.office.exchange.is_stale(&message.id, self.now);
        let generation = match &self.request.message {
            Some(message) if !stale(message) => return Ok(message.id.clone()),
            Some(message) => message.generation + 1,
            None => 0,
        };
        let mut batch = Batch::new();
        if let Some(old) = &self.request.message {
            batch.push(exchange::moved(&old.id, Stage::Stale, None, self.now));
        }
        let id = self.office.exchange.new_message(self.request.id.as_str(), generation, self.now);
        self.request.message = Some(Message { id: id.clone(), generation, at: self.now });
        batch.push(exchange::insert(&id, &self.request.id, &self.request.source, self.now));
        batch.push(evidence::update(&self.request, self.read));
        self.office.db.commit(batch).await?;
        Ok(id)
    }

    /// The exchange calls the message too old: the same question goes out under a new id.
    async fn renew(mut self, message: &str, failure: &Failure) -> Result<Ended, Stop> {
        let generation = self.request.message.as_ref().map_or(0, |old| old.generation) + 1;
        let id = self.office.exchange.new_message(self.request.id.as_str(), generation, self.now);
        self.request.message = Some(Message { id: id.clone(), generation, at: self.now });
        self.request.problem = Some(words(failure));
        let mut more: Vec<Write> = self.moved(message, Stage::Stale, None).into_iter().collect();
        more.push(exchange::insert(&id, &self.request.id, &self.request.source, self.now));
        more.push(self.written());
        self.wait(more).await
    }

    async fn reuse(mut self, opened: &Opened, known: EvidenceRequest, asked_with: String) -> Result<Ended, Stop> {
        self.request.asked_with = Some(asked_with);
        self.request.reused = Some(known.id);
        let wish = learnt(&mut self.request, known.answer, known.state, self.now);
        self.close(opened, &wish, None).await
    }

    /// Looks whether the source has answered. The case is read only when there is something to tell it.
    async fn look(self) -> Result<Ended, Stop> {
        match self.office.exchange.look(self.request.id.as_str(), self.now).await {
            Ok(Answer::Waiting) => self.wait(Vec::new()).await,
            Ok(answer) => {
                let opened = self.office.open_case(&self.request.case).await?;
                let rest = vec![end(self.job, self.now)];
                settle(self.office, &opened, self.request, answer, self.now, rest).await?;
                Ok(Ended::Written)
            }
            Err(failure) if failure.is_later() => self.wait(Vec::new()).await,
            // The source lost the request: the same one is sent again.
            Err(failure) if failure.code() == Some("NOT-ASKED") => self.send().await,
            Err(failure) => {
                let opened = self.office.open_case(&self.request.case).await?;
                self.fail(&opened, words(&failure), None).await
            }
        }
    }

    /// Nothing yet: come again, at the latest when the norm of the request ends.
    async fn wait(self, writes: Vec<Write>) -> Result<Ended, Stop> {
        let sent = self.request.state != EvidenceState::Queued;
        let norm = self.request.due.as_ref().filter(|_| self.request.state != EvidenceState::Overdue);
        let norm = norm.map(|due| due.at + SignedDuration::from_millis(1));
        let again = self.now + self.pause();
        let rest = match (self.office.exchange.way(), norm) {
            // The queue brings the answer; this job only minds the norm.
            (Way::ByQueue, Some(norm)) if sent => jobs::later(self.job, norm),
            (Way::ByQueue, None) if sent => end(self.job, self.now),
            (_, Some(norm)) => jobs::later(self.job, again.min(norm)),
            (_, None) => jobs::later(self.job, again.max(self.now + self.patience())),
        };
        self.office.db.commit(Batch::new().with_all(writes).with(rest)).await?;
        Ok(Ended::Written)
    }

    fn written(&self) -> Write {
        evidence::update(&self.request, self.read)
    }

    async fn overdue(mut self) -> Result<Ended, Stop> {
        self.request.state = EvidenceState::Overdue;
        let wish = Wish::SourceFailed { source: self.request.source.clone(), overdue: true };
        let opened = self.office.open_case(&self.request.case).await?;
        self.close(&opened, &wish, None).await
    }

    async fn fail(mut self, opened: &Opened, problem: String, more: Option<Write>) -> Result<Ended, Stop> {
        let wish = failed(&mut self.request, problem, self.now);
        self.close(opened, &wish, more).await
    }

    async fn close(self, opened: &Opened, wish: &Wish, more: Option<Write>) -> Result<Ended, Stop> {
        // An overdue request is still asked after: a late answer helps the official.
        let rest = match (self.request.state, self.office.exchange.way()) {
            (EvidenceState::Overdue, Way::ByRequest) => jobs::later(self.job, self.now + LONGEST_PAUSE),
            _ => end(self.job, self.now),
        };
        let more = more.into_iter().chain([rest]).collect();
        close(self.office, opened, &self.request, self.read, wish, self.now, more).await?;
        Ok(Ended::Written)
    }

    /// A source that is overdue is asked ever more seldom, at last once a day: silence must not
    /// make more work the longer it lasts.
    fn patience(&self) -> SignedDuration {
        let since = self.request.due.as_ref().map_or(SignedDuration::ZERO, |due| self.now.duration_since(due.at));
        (since / 4).clamp(LONGEST_PAUSE, SignedDuration::from_hours(24))
    }

    /// What could not go out goes out soon after the exchange is back. The longer an answer is not
    /// there, the less it matters to have it at once: a request that waits for days is asked after
    /// a few dozen times, not a thousand.
    fn pause(&self) -> SignedDuration {
        let grown = |times: u32| (1..times.min(40)).fold(FIRST_PAUSE, |pause, _| pause + pause / 2).min(LONGEST_PAUSE);
        let Some(sent_at) = self.request.sent_at else { return grown(self.request.tries) };
        let waited = self.now.duration_since(sent_at);
        (waited / 2).clamp(FIRST_PAUSE, LONGEST_PAUSE).max((waited / 4).min(CALM))
    }

    fn moved(&self, message: &str, stage: Stage, words: Option<String>) -> Option<Write> {
        let kept = self.office.exchange.way() == Way::ByQueue;
        kept.then(|| exchange::moved(message, stage, words.as_deref(), self.now))
    }
}

/// A failure for an official: a rejection in its own words.
fn words(failure: &Failure) -> String {
    match failure {
        Failure::Later { .. } => failure.to_string(),
        Failure::Rejected { text, .. } => text.clone(),
    }
}

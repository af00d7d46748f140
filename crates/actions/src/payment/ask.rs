//! What is asked of ГИС ГМП about a charge: take it in, tell its payments, tell how they were
//! matched. A question is written before it goes out and sent again under the same id, so whatever
//! gets lost is the same message. While the system is silent nothing is lost and nothing expires
//! (PAY-04).

use connect::exchange::{Answer, STALE, Way};
use connect::gisgmp::{self, ImportedCharge, Participant, Payee, Payer};
use connect::xml::Element;
use domain::case::Actor;
use domain::charge::{Charge, Question, QuestionKind, Registered, Wish};
use domain::id::ChargeId;
use jiff::{SignedDuration, Timestamp};
use store::jobs::Leased;
use store::{Batch, charges, exchange};

use super::answer::settle;
use super::wish::{apply, is_over};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// The shortest pause between two questions about one charge.
pub(super) const SHORTEST: SignedDuration = SignedDuration::from_secs(20);

/// The longest pause while the payer is known to have paid, and the longest one at all.
const WHILE_AWAITED: SignedDuration = SignedDuration::from_hours(1);
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// The longest pause before what did not go out is sent again.
const OUTAGE: SignedDuration = SignedDuration::from_mins(30);

/// After so long an answer is not waited for any more: the same is asked anew.
const PATIENCE: SignedDuration = SignedDuration::from_hours(6);

/// How long after its end a charge is still asked about: late, double and revoked payments show.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(24 * 10);

/// Pause before a job that this node has no settings for is looked at again.
const ELSEWHERE: SignedDuration = SignedDuration::from_mins(1);

/// One step of the dealings with ГИС ГМП about a charge.
pub(crate) async fn run(office: &Office, id: &ChargeId, once: bool, _job: &Leased) -> Result<Ended, Stop> {
    let Some(participant) = &office.treasury else { return Ok(Ended::Later(office.now() + ELSEWHERE)) };
    let charge = charges::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let Some(uin) = charge.uin.clone() else { return Ok(Ended::Nothing) };
    let now = office.now();
    let charge = match &charge.contact.question {
        // A message too old to be sent: the same is asked anew.
        Some(question) if !question.sent && office.exchange.is_stale(&question.message, now) => {
            forget(office, &charge).await?
        }
        _ => charge,
    };
    let asking = Asking { office, participant, uin: &uin, now };
    match charge.contact.question.clone() {
        Some(question) if question.sent => asking.look(charge, &question, once).await,
        Some(question) => asking.send(charge, &question).await,
        None => match due(&charge, once, now) {
            Due::Now(kind) => {
                let (charge, question) = asking.make(&charge, kind).await?;
                asking.send(charge, &question).await
            }
            Due::At(moment) => Ok(Ended::Later(moment)),
            Due::Never => Ok(Ended::Nothing),
        },
    }
}

/// When something is to be asked.
enum Due {
    Now(QuestionKind),
    At(Timestamp),
    Never,
}

fn due(charge: &Charge, once: bool, now: Timestamp) -> Due {
    let contact = &charge.contact;
    if contact.registered == Registered::No {
        return Due::Now(QuestionKind::Import);
    }
    let last = contact.answered_at.into_iter().chain([charge.made_at]).max().unwrap_or(now);
    let next = match contact.asked % 3 {
        0 => QuestionKind::Quittances,
        _ => QuestionKind::Payments,
    };
    if once {
        // A question on demand is one: the job ends with its answer.
        let answered = charge.contact.answered_at.is_some_and(|at| now.duration_since(at) < SHORTEST);
        return if answered { Due::Never } else { Due::Now(QuestionKind::Payments) };
    }
    let end = charge.until.at.max(charge.confirmed_at.unwrap_or(charge.until.at)) + AFTERWARDS;
    if now > end || (is_over(charge.state()) && charge.paid().is_zero()) {
        return Due::Never;
    }
    let mut moment = last + pause(charge, now);
    // Right after the term it is asked whether it was kept: only that can end the charge.
    if charge.until.at < now && contact.answered_at.is_none_or(|at| at <= charge.until.at) {
        return Due::Now(QuestionKind::Payments);
    }
    if now <= charge.until.at {
        moment = moment.min(charge.until.at + SignedDuration::from_millis(1));
    }
    if moment <= now { Due::Now(next) } else { Due::At(moment) }
}

/// The longer nothing happens, the more seldom it is asked.
fn pause(charge: &Charge, now: Timestamp) -> SignedDuration {
    let since = charge.returned_at.or(charge.started_at).unwrap_or(charge.made_at);
    let waited = now.duration_since(since);
    let awaited = charge.returned_at.is_some() && charge.state().payable();
    (waited / 4).clamp(SHORTEST, if awaited { WHILE_AWAITED } else { LONGEST })
}

/// The pause before what did not go out is sent again.
fn after_outage(tries: u32) -> SignedDuration {
    (0..tries.min(20)).fold(SHORTEST, |pause, _| (pause * 2).min(OUTAGE))
}

/// Forgets a question: the same is asked anew. Its answer, should it come, is believed by what it
/// says and ends nothing.
pub(super) async fn forget(office: &Office, charge: &Charge) -> Result<Charge, Stop> {
    let mut next = charge.clone();
    next.contact.question = None;
    next.revision += 1;
    office.db.commit(Batch::new().with(charges::update(&next, charge.revision))).await?;
    Ok(next)
}

struct Asking<'a> {
    office: &'a Office,
    participant: &'a Participant,
    uin: &'a str,
    now: Timestamp,
}

impl Asking<'_> {
    /// Writes a question before it goes out.
    async fn make(&self, charge: &Charge, kind: QuestionKind) -> Result<(Charge, Question), Stop> {
        let mut next = charge.clone();
        next.contact.asked += 1;
        let message = self.office.exchange.new_message(charge.id.as_str(), next.contact.asked, self.now);
        let question = Question { message: message.clone(), kind, made_at: self.now, sent: false };
        next.contact.question = Some(question.clone());
        next.revision += 1;
        let mut batch = Batch::new().with(charges::update(&next, charge.revision));
        if self.office.exchange.way() == Way::ByQueue {
            batch.push(exchange::insert_for_charge(&message, &charge.id, gisgmp::SOURCE, self.now));
        }
        self.office.db.commit(batch).await?;
        Ok((next, question))
    }

    async fn send(&self, charge: Charge, question: &Question) -> Result<Ended, Stop> {
        let element = self.element(&charge, question);
        let asked = gisgmp::question(&question.message, &charge.service, &element);
        let asked = asked.map_err(Stop::broken("writing a message to ГИС ГМП"))?;
        match self.office.exchange.send(&asked, self.now).await {
            Ok(_) => {
                let mut next = charge.clone();
                next.contact.question = Some(Question { sent: true, ..question.clone() });
                next.revision += 1;
                self.office.db.commit(Batch::new().with(charges::update(&next, charge.revision))).await?;
                Ok(Ended::Later(self.now + SignedDuration::from_secs(1)))
            }
            Err(failure) if failure.code() == Some(STALE) => {
                forget(self.office, &charge).await?;
                Ok(Ended::Later(self.now))
            }
            Err(failure) if failure.is_later() => self.silence(&charge).await,
            Err(failure) => self.rejected(&charge, question, failure.to_string()).await,
        }
    }

    /// Looks for the answer, where answers are asked after; a queue brings it by itself.
    async fn look(&self, charge: Charge, question: &Question, once: bool) -> Result<Ended, Stop> {
        match self.office.exchange.look(&question.message, self.now).await {
            Ok(Answer::Waiting) => {
                let waited = self.now.duration_since(question.made_at);
                if waited > PATIENCE {
                    forget(self.office, &charge).await?;
                    return Ok(Ended::Later(self.now));
                }
                Ok(Ended::Later(self.now + (waited / 2).clamp(SignedDuration::from_secs(1), WHILE_AWAITED)))
            }
            Ok(answer) => {
                settle(self.office, &charge, question, &answer, Vec::new()).await?;
                Ok(if once { Ended::Nothing } else { Ended::Later(self.now) })
            }
            // It lost the question: the same one is sent again.
            Err(failure) if failure.code() == Some("NOT-ASKED") => self.send(charge, question).await,
            Err(failure) if failure.is_later() => self.silence(&charge).await,
            Err(failure) => self.rejected(&charge, question, failure.to_string()).await,
        }
    }

    /// It does not answer: the person is told so, and it is tried again after a growing pause.
    async fn silence(&self, charge: &Charge) -> Result<Ended, Stop> {
        let silent = apply(self.office, charge, &Wish::Silence, &Actor::Machine, Vec::new()).await?;
        Ok(Ended::Later(self.now + after_outage(silent.contact.tries)))
    }

    /// It says no. To a charge that is the end, for a person to see; a question is asked again later.
    async fn rejected(&self, charge: &Charge, question: &Question, why: String) -> Result<Ended, Stop> {
        if question.kind == QuestionKind::Import {
            let wish = Wish::Reject { code: "exchange".to_owned(), words: why };
            apply(self.office, charge, &wish, &Actor::Machine, Vec::new()).await?;
            return Ok(Ended::Later(self.now + SHORTEST));
        }
        tracing::warn!(charge = %charge.id, why, "ГИС ГМП refused a question");
        forget(self.office, charge).await?;
        Ok(Ended::Later(self.now + OUTAGE))
    }

    /// The message; made of what was written, so that it is the same however often it is sent.
    fn element(&self, charge: &Charge, question: &Question) -> Element {
        let (id, by, at) = (&question.message, self.participant, question.made_at);
        match question.kind {
            QuestionKind::Import => gisgmp::import(id, by, &[imported(self.office, charge)], at),
            QuestionKind::Payments => gisgmp::payments_asked(id, by, self.uin, at),
            QuestionKind::Quittances => gisgmp::quittances_asked(id, by, self.uin, at),
        }
    }
}

/// Id of a charge inside messages.
pub(super) fn entity(charge: &Charge) -> String {
    format!("I_{}", charge.id)
}

/// A charge as ГИС ГМП knows it.
fn imported(office: &Office, charge: &Charge) -> ImportedCharge {
    let details = &charge.details;
    // Where nothing tells who pays, the payer is the one known by the number of the charge alone.
    let unknown = || format!("{:0<22}", "1");
    ImportedCharge {
        id: entity(charge),
        uin: charge.uin.clone().unwrap_or_default(),
        made_at: charge.made_at,
        kopecks: charge.amount.kopecks(),
        purpose: charge.purpose.clone(),
        kbk: details.kbk.clone(),
        oktmo: details.oktmo.clone(),
        payee: payee(charge),
        payer: Payer {
            id: charge.snils.as_deref().and_then(gisgmp::of_person).unwrap_or_else(unknown),
            name: charge.payer.clone(),
        },
        until: Some(office.today(charge.until.at)),
        annulled: charge.annulled.as_ref().map(|annulled| match annulled.why.as_str() {
            "" => "Услуга не предоставлена".to_owned(),
            why => why.to_owned(),
        }),
    }
}

/// Where a charge is paid to, as messages name it.
pub(super) fn payee(charge: &Charge) -> Payee {
    let details = charge.details.clone();
    Payee {
        name: details.name,
        inn: details.inn,
        kpp: details.kpp,
        account: details.account,
        bank: details.bank,
        bik: details.bik,
        correspondent: details.correspondent,
    }
}

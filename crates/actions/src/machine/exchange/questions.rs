//! Other authorities ask our result register (okno as provider): who may ask what stands in the
//! settings, each reading is logged where the owner sees it, and an answer sent again is the same.

use connect::exchange::{Asked, Incoming, Response, Says};
use domain::id::ReadingId;
use domain::job::Work;
use domain::permit::{Act, Subject, Thing, permit};
use domain::result::{ResultRecord, ResultState, of_entry};
use domain::share::{Ground, Reader, Reading};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::exchange::{self, Outcome, Received};
use store::jobs::{self, Leased};
use store::provider::{self, Asking, Told};
use store::{Batch, Write, result_shares, results};

use super::poll::{ELSEWHERE, ill};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Questions taken in one round.
const ROUND: usize = 50;

/// An answer while it waits to be sent.
#[derive(Serialize, Deserialize)]
struct Unsent {
    to: String,
    says: Says,
}

/// Takes questions and answers them; the same job comes again.
pub async fn run(office: &Office, job: &Leased) -> Result<Ended, Stop> {
    if !office.exchange.is_asked() {
        // Another node may have it: while a region restarts, settings differ.
        return Ok(Ended::Later(office.now() + ELSEWHERE));
    }
    let mut taken = 0;
    while taken < ROUND {
        let now = office.now();
        match office.exchange.question(now).await {
            Ok(Some(question)) => {
                taken += 1;
                if let Err(stop) = take(office, &question, now).await {
                    tracing::warn!(%stop, "a question of another authority was not taken");
                }
            }
            Ok(None) => break,
            Err(failure) => return ill(office, Work::QUESTIONS, job, &failure, now).await,
        }
    }
    deliver(office).await?;
    let now = office.now();
    let again = now + office.exchange.pause();
    let well = exchange::queue_well(Work::QUESTIONS, taken > 0, now);
    office.db.commit(Batch::new().with(well).with(jobs::later(job, again))).await?;
    Ok(Ended::Written)
}

/// Writes the answer to a question before anything is sent, then acknowledges the question.
async fn take(office: &Office, question: &Incoming, now: Timestamp) -> Result<(), Stop> {
    if !question.believed {
        return refuse(office, question, now).await;
    }
    if provider::by_id(&office.db, &question.message).await?.is_none() {
        let (says, readings) = match &question.asked {
            Ok(asked) => read(office, question, asked, now).await?,
            Err(why) => (Says::NotUnderstood(why.clone()), Vec::new()),
        };
        let unsent = Unsent { to: question.reply_to.clone(), says };
        let body = serde_json::to_string(&unsent).map_err(Stop::broken("writing an answer of the register"))?;
        let asking = asking(office, question, &unsent.says, &readings, now);
        let logged = readings.iter().map(result_shares::log);
        let batch = Batch::new().with(provider::insert(&asking, &body)).with_all(logged);
        match office.db.commit(batch).await {
            Ok(_) => {}
            // Another worker has taken it: theirs is the answer.
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error.into()),
        }
    }
    acknowledge(office, &question.message, true).await;
    Ok(())
}

fn asking(office: &Office, question: &Incoming, says: &Says, readings: &[Reading], now: Timestamp) -> Asking {
    let asked = question.asked.as_ref().ok();
    Asking {
        message: question.message.clone(),
        response: office.exchange.answering_message(&question.message, now),
        sender: question.sender.clone(),
        service: asked.map(|asked| asked.service.clone()).unwrap_or_default(),
        purpose: asked.map(|asked| asked.purpose.clone()).unwrap_or_default(),
        asked_at: now,
        outcome: match says {
            Says::Entries(_) => Told::Entries,
            Says::NoData => Told::NoData,
            Says::Denied(_) => Told::Denied,
            Says::NotUnderstood(_) => Told::NotUnderstood,
        },
        results: readings.iter().map(|reading| reading.result.clone()).collect(),
        sent_at: None,
    }
}

/// What the register says, with a log entry for every entry that is told.
async fn read(
    office: &Office,
    question: &Incoming,
    asked: &Asked,
    now: Timestamp,
) -> Result<(Says, Vec<Reading>), Stop> {
    permit(&Subject::Machine, Act::RunMachine, &Thing::nothing())?;
    let Some(ground) = office.exchange.reader(&question.sender, &asked.service) else {
        return Ok((Says::Denied("Система не допущена к сведениям об этой услуге.".to_owned()), Vec::new()));
    };
    let number = asked.keys.iter().find(|(name, _)| name == "number").map(|(_, value)| value.as_str());
    let Some(number) = number else {
        let why = "Реестр ищет по номеру записи: укажите Key с именем number.".to_owned();
        return Ok((Says::NotUnderstood(why), Vec::new()));
    };
    let found = results::by_number(&office.db, number).await?;
    let in_force =
        |record: &ResultRecord| record.service == asked.service && record.state_at(now) == ResultState::Active;
    let Some(record) = found.filter(in_force) else { return Ok((Says::NoData, Vec::new())) };
    let reading = Reading {
        id: ReadingId(office.new_id(record.person.bucket())),
        result: record.id.clone(),
        person: record.person.clone(),
        reader: Reader::Authority { authority: question.sender.clone(), service: asked.service.clone() },
        purpose: asked.purpose.clone(),
        ground: Ground::Clause { clause: ground },
        at: now,
    };
    Ok((Says::Entries(vec![Value::Object(of_entry(&record, &office.clock))]), vec![reading]))
}

/// Sends answers that wait; one that cannot be sent now waits on.
async fn deliver(office: &Office) -> Result<(), Stop> {
    for (asking, body) in provider::unsent(&office.db, ROUND as i64).await? {
        let Ok(unsent) = serde_json::from_str::<Unsent>(&body) else {
            tracing::error!(message = asking.message, "an answer of the register cannot be read");
            continue;
        };
        let response =
            Response { message: asking.response, to: unsent.to, original: asking.message.clone(), says: unsent.says };
        match office.exchange.respond(&response).await {
            Ok(_) => {
                office.db.commit(Batch::new().with(provider::sent(&asking.message, office.now()))).await?;
            }
            Err(failure) => tracing::warn!(%failure, "an answer to another authority was not sent"),
        }
    }
    Ok(())
}

/// A question that may not be believed is kept for a person and not answered.
async fn refuse(office: &Office, question: &Incoming, now: Timestamp) -> Result<(), Stop> {
    if exchange::seen(&office.db, &question.message).await?.is_none() {
        let received = Received {
            message: question.message.clone(),
            queue: Work::QUESTIONS.to_owned(),
            original: None,
            sender: Some(question.sender.clone()),
            outcome: Outcome::Refused,
            at: now,
            why: question.asked.as_ref().err().cloned(),
        };
        let write: Write = exchange::received(&received, None);
        office.db.commit(Batch::new().with(write)).await?;
    }
    acknowledge(office, &question.message, false).await;
    Ok(())
}

async fn acknowledge(office: &Office, message: &str, accepted: bool) {
    if let Err(failure) = office.exchange.acknowledge(message, accepted).await {
        tracing::warn!(%failure, "an acknowledgement got lost: the question will come again");
    }
}

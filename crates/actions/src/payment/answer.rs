//! What ГИС ГМП says of a charge, by an answer or by itself: proof is learnt once however often it
//! comes, and only an answer to a question asked after the term can end a charge.

use connect::exchange::Answer;
use connect::gisgmp::{self, Message, Payment, Told};
use domain::case::Actor;
use domain::charge::{Answers, Charge, Proof, Question, QuestionKind, Wish};
use domain::id::ChargeId;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::money::Money;
use store::{Batch, Write, charges};

use super::ask::{entity, forget};
use super::wish::apply;
use crate::office::Office;
use crate::stop::Stop;

/// An answer out of a queue, found by our message; with what marks it as taken.
pub(crate) async fn by_message(
    office: &Office,
    charge: &str,
    message: &str,
    answer: &Answer,
    more: Vec<Write>,
) -> Result<(), Stop> {
    let charge = charges::by_id(&office.db, &ChargeId(charge.to_owned())).await?;
    let open = charge.as_ref().and_then(|charge| charge.contact.question.clone());
    match (charge, open.filter(|question| question.message == message)) {
        (Some(charge), Some(question)) => settle(office, &charge, &question, answer, more).await,
        // It was given up, or answered before: the next question will bring what it said.
        _ => {
            office.db.commit(Batch::new().with_all(more)).await?;
            Ok(())
        }
    }
}

/// Takes an answer to the open question of a charge.
pub(super) async fn settle(
    office: &Office,
    charge: &Charge,
    question: &Question,
    answer: &Answer,
    more: Vec<Write>,
) -> Result<(), Stop> {
    let wish = match understood(answer, question) {
        Ok(told) => wish_of(charge, question, &told),
        Err(why) => Err(why),
    };
    let wish = match wish {
        Ok(wish) => wish,
        Err(why) => {
            tracing::warn!(charge = %charge.id, why, "an answer of ГИС ГМП was not understood");
            office.db.commit(Batch::new().with_all(more)).await?;
            // As if it had not answered: the same is asked anew after a growing pause.
            let silent = apply(office, charge, &Wish::Silence, &Actor::Machine, Vec::new()).await?;
            forget(office, &silent).await?;
            return Ok(());
        }
    };
    let charge = apply(office, charge, &wish, &Actor::Machine, more).await?;
    if office.now() > charge.until.at && charge.state().payable() {
        match apply(office, &charge, &Wish::Expire, &Actor::Machine, Vec::new()).await {
            // Asked before the end of the term: the next answer will tell.
            Ok(_) | Err(Stop::Refused(Refusal::NotDue)) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(())
}

fn understood(answer: &Answer, question: &Question) -> Result<Told, String> {
    let fields = match answer {
        Answer::Answered { answer, .. } => answer,
        Answer::Failed { reason, .. } => return Err(reason.clone()),
        Answer::Absent { .. } | Answer::Waiting => return Err("ответа нет".to_owned()),
    };
    let element = gisgmp::answer_of(fields).map_err(|why| why.to_string())?;
    let told = gisgmp::read(&element).map_err(|why| why.to_string())?;
    match told.envelope.answers.as_deref() {
        Some(answers) if answers == format!("G_{}", question.message) => Ok(told),
        other => Err(format!("ответ на другой запрос: {}", other.unwrap_or_default())),
    }
}

fn wish_of(charge: &Charge, question: &Question, told: &Told) -> Result<Wish, String> {
    let uin = charge.uin.clone().unwrap_or_default();
    let answers = |whole| Some(Answers { asked_at: question.made_at, whole });
    match (question.kind, &told.message) {
        (QuestionKind::Import, Message::Imported(protocols)) => {
            let own = protocols.iter().find(|protocol| protocol.entity == entity(charge));
            let own = own.ok_or("в ответе нет протокола по начислению")?;
            Ok(match own.is_taken() {
                true => Wish::Register,
                false => Wish::Reject { code: own.code.clone(), words: own.words.clone() },
            })
        }
        (QuestionKind::Payments, Message::Payments { payments, more }) => {
            let proofs = proofs(payments, &uin, told.envelope.at);
            Ok(Wish::Prove { uin, proofs, answers: answers(!*more) })
        }
        // A payment that is not matched yet has no quittance: their absence says nothing.
        (QuestionKind::Quittances, Message::Quittances { payments, .. }) => {
            let proofs = proofs(payments, &uin, told.envelope.at);
            Ok(Wish::Prove { uin, proofs, answers: answers(false) })
        }
        (kind, other) => Err(format!("на запрос {kind:?} пришло другое сообщение: {other:?}")),
    }
}

/// Payments made by this very УИН; others are not ours, whoever made them.
pub(super) fn proofs(payments: &[Payment], uin: &str, said_at: Timestamp) -> Vec<Proof> {
    let own = payments.iter().filter(|payment| payment.uin.as_deref() == Some(uin));
    own.map(|payment| Proof {
        payment: payment.id.clone(),
        said_at,
        revoked: payment.revoked,
        amount: Money::from_kopecks(payment.kopecks),
        paid_at: payment.paid_at,
    })
    .collect()
}

//! The applicant answers an offer, or leaves a line.

use domain::case::{Actor, Wish};
use domain::distribution::LeaveReason;
use domain::id::{CaseId, StockId};
use domain::permit::{self, Act, Thing};
use domain::refusal::Refusal;

use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// Most tries when the machine writes at the same moment.
const TRIES: usize = 5;

/// What an applicant does with a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Takes the piece that is offered.
    Accept,
    /// Leaves it to the next; keeps the place.
    Decline,
    /// Leaves the line.
    Leave,
}

/// Does it to one's own place in the line for a stock.
pub async fn answer(
    office: &Office,
    session: &Session,
    case: &CaseId,
    stock: &StockId,
    answer: &Answer,
) -> Result<(), Stop> {
    let by = Actor::Applicant(session.person.id.clone());
    for _ in 0..TRIES {
        let opened = office.open_case(case).await?;
        permit::permit(&session.subject(), Act::AnswerCase, &Thing::case(&opened.case))?;
        let place = opened.case.queues.iter().find(|place| place.stock == *stock);
        let resource = place.map(|place| place.resource.clone());
        let resource = resource.ok_or_else(|| Refusal::NotInLine(stock.to_string()))?;
        let wish = match answer {
            Answer::Accept => Wish::AnswerOffer { resource, stock: stock.clone(), accept: true },
            Answer::Decline => Wish::AnswerOffer { resource, stock: stock.clone(), accept: false },
            Answer::Leave => Wish::LeaveQueue { resource, stock: stock.clone(), reason: LeaveReason::OwnWish },
        };
        let change = office.decide(&opened, &wish, &by, office.now())?;
        match office.commit_change(&opened, &change, []).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

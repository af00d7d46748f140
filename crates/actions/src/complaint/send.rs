//! What the machine does with complaints: tells the federal system where one stands, store and forward
//! (APPEAL-03), and marks terms that passed (APPEAL-06). Both can be done again without harm.

use connect::Failure;
use connect::appeals::{Message, REFERENCE_DATA};
use domain::case::Actor;
use domain::complaint::{Complaint, Wish};
use domain::id::ComplaintId;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use store::complaints;
use store::jobs::{self, Leased};

use super::opened::{Opened, opened};
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// How often it is tried whether missing reference data has come.
const ASK_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Terms looked at in one round.
const ROUND: i64 = 200;

/// Tells of a complaint. While the system is down the job waits; the citizen's moment is in the
/// message whenever it arrives.
pub(crate) async fn send(office: &Office, id: &ComplaintId, job: &Leased) -> Result<Ended, Stop> {
    let Some(appeals) = &office.appeals else { return Ok(Ended::Nothing) };
    let found = opened(office, id).await?;
    match appeals.tell(&message(office, &found.complaint)).await {
        Ok(number) => grant(office, &found, Wish::Forwarded { number }, job).await,
        Err(Failure::Rejected { code, text, .. }) if code == REFERENCE_DATA => {
            match grant(office, &found, Wish::Defect { what: text }, job).await? {
                Ended::Later(at) => Ok(Ended::Later(at)),
                _ => Ok(Ended::Later(office.now() + ASK_AGAIN)),
            }
        }
        Err(Failure::Later { system, reason }) => Err(Stop::Later { system, why: reason }),
        Err(rejected @ Failure::Rejected { .. }) => Err(Stop::broken("telling of a complaint")(rejected)),
    }
}

/// Writes what the system said. The job ends with it, but where data is missing: then it looks again.
async fn grant(office: &Office, found: &Opened, wish: Wish, job: &Leased) -> Result<Ended, Stop> {
    let forwarded = matches!(wish, Wish::Forwarded { .. });
    let change = match found.decide(office, &wish, &Actor::Machine) {
        Ok(change) => change,
        Err(Stop::Refused(Refusal::AlreadyDone)) => return Ok(Ended::Nothing),
        Err(stop) => return Err(stop),
    };
    let end = forwarded.then(|| jobs::done(job, office.now()));
    found.commit(office, &change, end).await?;
    Ok(Ended::Written)
}

fn message(office: &Office, complaint: &Complaint) -> Message {
    let ground = office.region.complaints.as_ref().and_then(|rules| rules.grounds.get(&complaint.ground));
    Message {
        id: complaint.id.to_string(),
        revision: complaint.revision,
        number: complaint.number.clone(),
        body: complaint.authority.clone(),
        target: complaint.against.target.name().to_owned(),
        who: complaint.against.person.clone(),
        object: complaint.object.name().to_owned(),
        clause: ground.map(|ground| ground.because.clone()).unwrap_or_default(),
        case: complaint.about.as_ref().map(|about| about.number.clone()),
        person: complaint.name.clone(),
        words: complaint.words.clone(),
        wants: complaint.wants.clone(),
        filed_at: complaint.filed_at,
        state: complaint.state.name().to_owned(),
        registered_at: complaint.registered_at,
        answer: complaint.decision.as_ref().map(|decision| decision.words.clone()),
    }
}

/// Marks terms that passed, once a minute (APPEAL-06). Says how many.
pub(crate) async fn keep(office: &Office) -> Result<usize, Stop> {
    let mut marked = 0;
    for id in complaints::passed(&office.db, office.now(), ROUND).await? {
        let found = opened(office, &id).await?;
        let Some((what, _)) = found.complaint.running() else { continue };
        let change = match found.decide(office, &Wish::Breach { what: what.to_owned() }, &Actor::Machine) {
            Ok(change) => change,
            // The moment itself is still in time.
            Err(Stop::Refused(_)) => continue,
            Err(stop) => return Err(stop),
        };
        match found.commit(office, &change, []).await {
            Ok(()) => marked += 1,
            // Somebody was faster: it is looked at in the next round.
            Err(Stop::Conflict) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(marked)
}

//! Copies of notices by e-mail and SMS: nothing sensitive goes out, bounces are remembered.

use connect::mail::{Letter, Outcome};
use connect::sms::Text;
use domain::channels::{self, Delivery};
use domain::id::NoticeId;
use domain::notice::{Channel, CopyState, Notice};
use domain::person::Person;
use store::Batch;
use store::jobs::Leased;

use super::letters::words;
use super::{Ended, end};
use crate::office::Office;
use crate::stop::Stop;

/// Sends a notice by e-mail.
pub async fn mail(office: &Office, id: &NoticeId, job: &Leased) -> Result<Ended, Stop> {
    let (notice, person) = read(office, id).await?;
    let Some(to) = person.email.clone() else { return Ok(Ended::Nothing) };
    if !waits(&notice, Channel::Email) {
        return Ok(Ended::Nothing);
    }
    let (subject, text) = words(office, &channels::letter(&notice));
    let outcome = office.mailer.send(&Letter { to, subject, text, key: notice.id.to_string() }).await;
    settle(office, notice, person, Channel::Email, outcome, job).await
}

/// Sends a notice by SMS.
pub async fn sms(office: &Office, id: &NoticeId, job: &Leased) -> Result<Ended, Stop> {
    let (notice, person) = read(office, id).await?;
    let (Some(to), Some(gateway)) = (person.phone.clone(), &office.sms) else { return Ok(Ended::Nothing) };
    if !waits(&notice, Channel::Sms) {
        return Ok(Ended::Nothing);
    }
    let (subject, _) = words(office, &channels::letter(&notice));
    let outcome = gateway.send(&Text { id: notice.id.to_string(), to, text: subject }).await;
    settle(office, notice, person, Channel::Sms, outcome, job).await
}

async fn read(office: &Office, id: &NoticeId) -> Result<(Notice, Person), Stop> {
    let notice = store::notices::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    let person = store::people::by_id(&office.db, &notice.person).await?.ok_or(Stop::Missing)?;
    Ok((notice, person))
}

fn waits(notice: &Notice, channel: Channel) -> bool {
    notice.copies.iter().any(|copy| copy.channel == channel && copy.state == CopyState::Queued)
}

/// Writes what became of a copy and, after a bounce, of the address.
async fn settle(
    office: &Office,
    mut notice: Notice,
    mut person: Person,
    channel: Channel,
    outcome: Outcome,
    job: &Leased,
) -> Result<Ended, Stop> {
    let now = office.now();
    let delivery = match outcome {
        Outcome::Delivered => Delivery::Sent,
        Outcome::HardBounce => Delivery::HardBounce,
        Outcome::SoftBounce => Delivery::SoftBounce,
        Outcome::Later => {
            return Err(Stop::Later { system: "mail or SMS", why: "not accepted now".to_owned() });
        }
    };
    let Some(copy) = notice.copies.iter_mut().find(|copy| copy.channel == channel) else { return Ok(Ended::Nothing) };
    channels::delivered(copy, person.channels.entry(channel).or_default(), delivery, now);
    let again = copy.state == CopyState::Queued;
    let rest = if again { store::jobs::later(job, now + store::jobs::pause(job.attempt)) } else { end(job, now) };
    let mut batch = Batch::new().with(store::notices::set_copy(&notice.id, copy)).with(rest);
    if delivery != Delivery::Sent {
        batch.push(store::people::update(&person));
    }
    office.db.commit(batch).await?;
    Ok(Ended::Written)
}

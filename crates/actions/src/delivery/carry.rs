//! Jobs that tell a carrier of an item and ask where it is. Both are done again without harm: a
//! shipment is one by its key, an event is taken once by its id.

use connect::Failure;
use connect::carrier::{Event, Shipment, What as Said};
use domain::case::{Actor, Wish};
use domain::delivery::{BlankState, Code, Delivery, Stage, Step, Tracked, What};
use domain::id::CaseId;
use domain::refusal::Refusal;
use jiff::SignedDuration;
use store::Write;
use store::blanks;
use store::jobs::{self, Leased};

use crate::commit::Opened;
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// How often a carrier is asked.
const ASK_AGAIN: SignedDuration = SignedDuration::from_hours(1);

fn item<'c>(opened: &'c Opened, output: &str) -> Option<&'c Delivery> {
    opened.case.deliveries.iter().find(|item| item.at.output == output)
}

fn failed(failure: Failure) -> Stop {
    match failure {
        Failure::Later { system, reason } => Stop::Later { system, why: reason },
        // Nothing is lost: the job is tried again and then shown to a person.
        rejected @ Failure::Rejected { .. } => Stop::broken("giving a thing to a carrier")(rejected),
    }
}

/// Tells the carrier of an item that left the authority.
pub(crate) async fn ship(office: &Office, case: &CaseId, output: &str, job: &Leased) -> Result<Ended, Stop> {
    let opened = office.open_case(case).await?;
    let Some(item) = item(&opened, output) else { return Ok(Ended::Nothing) };
    if item.at.stage != Stage::HandedToCarrier || item.tracking.is_some() {
        return Ok(Ended::Nothing);
    }
    let Some(carrier) = &office.carrier else {
        return Err(Stop::Later { system: "carrier", why: "no carrier is set up".to_owned() });
    };
    let shipment = Shipment {
        // A thing made anew after a case was reopened is another one.
        id: format!("{case}:{output}:{}:{}", opened.case.rounds.len(), item.at.shipment),
        method: item.at.method.name().to_owned(),
        address: item.address.clone(),
        name: opened.case.applicant_name.clone(),
        number: opened.case.number.clone(),
    };
    let tracking = carrier.ship(&shipment).await.map_err(failed)?;
    let step = Step::Ship { tracking, shipment: item.at.shipment };
    let now = office.now();
    let change = office.decide(&opened, &Wish::Item { output: output.to_owned(), step }, &Actor::Machine, now)?;
    office.commit_change(&opened, &change, [jobs::done(job, now)]).await?;
    Ok(Ended::Written)
}

/// Asks where an item is and takes in what is new, one event after the other.
pub(crate) async fn track(
    office: &Office,
    case: &CaseId,
    output: &str,
    shipment: u32,
    _job: &Leased,
) -> Result<Ended, Stop> {
    let opened = office.open_case(case).await?;
    let Some(known) = item(&opened, output).filter(|item| item.at.shipment == shipment) else {
        return Ok(Ended::Nothing);
    };
    let (Some(tracking), Some(carrier)) = (known.tracking.clone(), &office.carrier) else {
        return Ok(Ended::Nothing);
    };
    if known.at.stage == Stage::HandedOver || opened.case.closed_at.is_some() {
        return Ok(Ended::Nothing);
    }
    let events = carrier.track(&tracking).await.map_err(failed)?;
    let mut over = false;
    for event in &events {
        over = matches!(event.what, Said::HandedOver | Said::Returned);
        take(office, case, output, &tracking, event).await?;
    }
    Ok(if over { Ended::Nothing } else { Ended::Later(office.now() + ASK_AGAIN) })
}

async fn take(office: &Office, case: &CaseId, output: &str, tracking: &str, event: &Event) -> Result<(), Stop> {
    let opened = office.open_case(case).await?;
    let Some(known) = item(&opened, output) else { return Ok(()) };
    if known.seen.contains(&event.id) {
        return Ok(());
    }
    let what = match event.what {
        Said::InTransit => What::Moves,
        Said::AtPoint => What::Lies { point: event.point.clone(), code: event.code.clone().map(Code) },
        Said::HandedOver => What::Fetched,
        Said::Returned => What::ComesBack,
        Said::Lost => What::Lost,
    };
    let step = Step::Track(Tracked { id: event.id.clone(), tracking: tracking.to_owned(), what });
    let wish = Wish::Item { output: output.to_owned(), step };
    let change = match office.decide(&opened, &wish, &Actor::Machine, office.now()) {
        Ok(change) => change,
        // Taken in before, or of an earlier sending, or of a case that is over.
        Err(Stop::Refused(Refusal::AlreadyDone | Refusal::WrongState { .. })) => return Ok(()),
        Err(stop) => return Err(stop),
    };
    let after = change.case.deliveries.iter().find(|item| item.at.output == output);
    let used = match after {
        Some(item) if item.at.stage == Stage::HandedOver => used(office, &opened.case.authority, item).await?,
        _ => None,
    };
    office.commit_change(&opened, &change, used).await
}

/// The blank of an item that was handed over is used.
pub(super) async fn used(office: &Office, authority: &str, item: &Delivery) -> Result<Option<Write>, Stop> {
    let Some(blank) = &item.at.blank else { return Ok(None) };
    let known = blanks::one(&office.db, authority, &blank.kind, &blank.serial).await?;
    let known = known.filter(|known| known.state == BlankState::Reserved);
    Ok(known.and_then(|known| known.used(office.now()).ok()).map(|used| blanks::change(&used, BlankState::Reserved)))
}

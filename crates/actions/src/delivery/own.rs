//! The owner chooses how a thing is handed over and follows it (DELIVERY-01, DELIVERY-02).

use connect::Failure;
use domain::case::{Actor, Wish, ways};
use domain::delivery::{Delivery, Method, Stage, Step};
use domain::id::CaseId;
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use store::deliveries;

use crate::citizen::session::Session;
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when the machine writes at the same moment.
const TRIES: usize = 5;

/// An item as its owner sees it; the only view with the code of a locker.
#[derive(Debug, Clone)]
pub struct OwnItem {
    /// Title of the result.
    pub title: String,
    /// The item.
    pub item: Delivery,
    /// Ways that can be chosen now; empty when it is too late.
    pub ways: Vec<Method>,
    /// Where it lies, in words.
    pub place: String,
}

/// What of one's case is handed over as a thing, and the service centres to choose from.
pub struct OwnItems {
    /// Number of the case.
    pub number: String,
    /// Each item.
    pub items: Vec<OwnItem>,
    /// Service centres: id, name with address.
    pub centres: Vec<(String, String)>,
}

/// One's own items. A case that gives none has no such page (DELIVERY-01).
pub async fn items(office: &Office, session: &Session, id: &CaseId) -> Result<OwnItems, Stop> {
    let opened = office.open_case(id).await?;
    permit(&session.subject(), Act::SeeOwnCase, &Thing::case(&opened.case))?;
    if opened.case.deliveries.is_empty() {
        return Err(Stop::Missing);
    }
    let items = opened.case.deliveries.iter().map(|item| own(office, &opened, item)).collect();
    let centres = office.region.authorities.values().filter(|one| one.service_centre);
    let centres = centres.map(|one| (one.id.clone(), format!("{}, {}", one.short, one.address))).collect();
    Ok(OwnItems { number: opened.case.number.clone(), items, centres })
}

fn own(office: &Office, opened: &Opened, item: &Delivery) -> OwnItem {
    let output = opened.regulation.results.iter().find(|output| output.id == item.at.output);
    let choice = matches!(item.at.stage, Stage::Chosen | Stage::Returned) && opened.case.closed_at.is_none();
    let open = |method: &Method| !method.by_carrier() || office.carrier.is_some();
    let ways = if choice { ways(&opened.case, &office.region, &item.at.output) } else { Vec::new() };
    let window = match item.at.method {
        Method::Centre => item.at.centre.as_deref(),
        Method::Authority => Some(opened.case.authority.as_str()),
        Method::Post | Method::Locker | Method::Courier => None,
    };
    let window = window.and_then(|id| office.region.authority(id));
    OwnItem {
        title: output.map_or_else(|| item.at.output.clone(), |output| output.title.clone()),
        ways: ways.into_iter().filter(open).collect(),
        place: match window {
            Some(window) => format!("{}, {}", window.name, window.address),
            None if item.point.is_empty() => item.address.clone(),
            None => item.point.clone(),
        },
        item: item.clone(),
    }
}

/// What an owner chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The result.
    pub output: String,
    /// The way.
    pub method: Method,
    /// The service centre.
    pub centre: String,
    /// The address.
    pub address: String,
}

/// Chooses. The carrier is asked about the address first: one it does not deliver to is refused
/// before anything is chosen.
pub async fn choose(office: &Office, session: &Session, id: &CaseId, choice: &Choice) -> Result<(), Stop> {
    let opened = office.open_case(id).await?;
    permit(&session.subject(), Act::AnswerCase, &Thing::case(&opened.case))?;
    let address = address(office, choice).await?;
    let centre = centre(office, choice)?;
    let by = Actor::Applicant(session.person.id.clone());
    let step = Step::Choose { method: choice.method, centre, address };
    let wish = Wish::Item { output: choice.output.clone(), step };
    for _ in 0..TRIES {
        let opened = office.open_case(id).await?;
        let change = office.decide(&opened, &wish, &by, office.now())?;
        let before = opened.case.deliveries.iter().find(|item| item.at.output == choice.output);
        let left = before.and_then(|item| item.at.centre.as_deref());
        let stays = change.case.deliveries.iter().any(|item| item.at.centre.as_deref() == left);
        let left = left.filter(|_| !stays).map(|centre| deliveries::leave(centre, id, &choice.output));
        match office.commit_change(&opened, &change, left).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

async fn address(office: &Office, choice: &Choice) -> Result<String, Stop> {
    if !choice.method.by_carrier() {
        return Ok(String::new());
    }
    let Some(carrier) = &office.carrier else { return Err(Refusal::WayClosed(choice.method.name()).into()) };
    let typed = choice.address.trim();
    if typed.is_empty() || typed.chars().count() > 300 || typed.chars().any(char::is_control) {
        return Err(Refusal::Undeliverable { why: "адрес не указан".to_owned() }.into());
    }
    match carrier.check(choice.method.name(), typed).await {
        Ok(address) => Ok(address),
        Err(Failure::Rejected { text, .. }) => Err(Refusal::Undeliverable { why: text }.into()),
        Err(Failure::Later { system, reason }) => Err(Stop::Later { system, why: reason }),
    }
}

fn centre(office: &Office, choice: &Choice) -> Result<Option<String>, Stop> {
    if choice.method != Method::Centre {
        return Ok(None);
    }
    let known = office.region.authority(&choice.centre).filter(|one| one.service_centre);
    let known = known.ok_or_else(|| Refusal::UnknownAuthority(choice.centre.clone()))?;
    Ok(Some(known.id.clone()))
}

//! What desks do with things: the list of the day, making, sending, receiving at a centre, handing
//! over with a check of identity.

use domain::case::{Actor, Case, Change, Declared, Wish};
use domain::delivery::{Delivery, Handed, Method, Receiver, Stage, Step};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::{Act, Subject, Thing, permit};
use domain::refusal::Refusal;
use store::deliveries::{self, Handout};
use store::{Write, people};

use super::{blanks, carry};
use crate::commit::Opened;
use crate::desk::access;
use crate::office::Office;
use crate::stop::Stop;

/// Items of one stage shown on the list.
const SHOWN: i64 = 100;
/// Tries when somebody else writes at the same moment.
const TRIES: usize = 5;
/// Fewest digits that are compared.
const DIGITS: usize = 3;

/// Stages in the order of the list: what is to be done first, first.
pub const LISTED: [Stage; 7] = [
    Stage::Chosen,
    Stage::Prepared,
    Stage::AtPoint,
    Stage::Returned,
    Stage::Lost,
    Stage::HandedToCarrier,
    Stage::InTransit,
];

/// A line of the list with the title of the result.
#[derive(Debug, Clone)]
pub struct Line {
    /// The item.
    pub handout: Handout,
    /// Title of the result.
    pub title: String,
}

/// May the official hand out at the desk of the own authority or centre?
fn may(official: &Official) -> Result<(), Stop> {
    permit(&Subject::Official(official.clone()), Act::HandOut, &Thing::authority(&official.authority))?;
    Ok(())
}

/// What is handed out at the official's desk, by stage.
pub async fn list(office: &Office, official: &Official) -> Result<Vec<Line>, Stop> {
    may(official)?;
    let mut lines = Vec::new();
    for stage in LISTED {
        for handout in deliveries::listed(&office.db, &official.authority, stage, "", SHOWN).await? {
            if here(official, &handout) {
                let edition = office.library.edition(&handout.service, &handout.version);
                let output = edition.and_then(|one| one.results.iter().find(|one| one.id == handout.at.output));
                let title = output.map_or_else(|| handout.at.output.clone(), |output| output.title.clone());
                lines.push(Line { handout, title });
            }
        }
    }
    Ok(lines)
}

/// A centre sees what is on its way to it or lies there; what is being made it does not.
fn here(official: &Official, handout: &Handout) -> bool {
    let centre = handout.at.centre.as_deref() == Some(official.authority.as_str());
    !centre || handout.at.stage.on_its_way() || handout.at.stage == Stage::AtPoint
}

/// An item as the desk that has it sees it.
#[derive(Debug)]
pub struct Held {
    /// The case with its head.
    pub opened: Opened,
    /// The item.
    pub item: Delivery,
    /// Title of the result.
    pub title: String,
    /// The desk is a service centre's.
    pub centre: bool,
    /// Declared originals that are still to be shown, with their labels.
    pub originals: Vec<(String, String)>,
    /// The account knows a passport to compare with.
    pub passport_known: bool,
}

/// Opens an item at the desk that has it; elsewhere it is not there. The reading is journalled.
pub async fn open(
    office: &Office,
    official: &Official,
    id: &CaseId,
    output: &str,
    ground: impl FnOnce(&Case) -> String,
) -> Result<Held, Stop> {
    let held = held(office, official, id, output).await?;
    access::journal_reading(office, official, id, ground(&held.opened.case), office.now()).await?;
    // The journal has grown: what is changed now is read again by whoever changes it.
    Ok(held)
}

async fn held(office: &Office, official: &Official, id: &CaseId, output: &str) -> Result<Held, Stop> {
    may(official)?;
    let opened = office.open_case(id).await?;
    let item = opened.case.deliveries.iter().find(|item| item.at.output == output).cloned().ok_or(Stop::Missing)?;
    let own = opened.case.authority == official.authority;
    let centre = item.at.centre.as_deref() == Some(official.authority.as_str());
    if !own && !centre {
        return Err(Stop::Missing);
    }
    let result = opened.regulation.results.iter().find(|one| one.id == output);
    let title = result.map_or_else(|| output.to_owned(), |output| output.title.clone());
    let label = |owed: &Declared| {
        let fact = opened.regulation.facts.get(&owed.item);
        (owed.item.clone(), fact.map_or_else(|| owed.item.clone(), |fact| fact.label.clone()))
    };
    let originals = opened.case.declared.iter().filter(|owed| owed.shown != Some(true)).map(label).collect();
    let passport_known = passport(office, &opened.case).await?.is_some();
    Ok(Held { item, title, centre: centre && !own, originals, passport_known, opened })
}

/// The number of the passport that ЕСИА knows, digits only.
async fn passport(office: &Office, case: &Case) -> Result<Option<String>, Stop> {
    let person = people::by_id(&office.db, &case.applicant).await?;
    let known = person.and_then(|person| {
        let claim = person.claims.get("passport.full").or_else(|| person.claims.get("passport.number")).cloned();
        claim.and_then(|claim| claim.as_str().map(digits))
    });
    Ok(known.filter(|digits| digits.len() >= DIGITS))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What an official does with an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// It is made.
    Prepare,
    /// It leaves for a carrier or centre.
    Give,
    /// It lies at the window.
    Arrive,
    /// It did not come where it was sent.
    Miss,
    /// The carrier did not take it, or brought it back.
    ComeBack,
    /// It is made anew: why, and the act on the old blank.
    Reissue {
        /// Why.
        reason: String,
        /// The act.
        act: String,
    },
    /// It is handed over.
    HandOver(Shown),
}

/// What was shown at the window. The digits are compared and forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Kind of the document.
    pub document: String,
    /// Last digits of its number, or nothing where nothing is known to compare with.
    pub digits: String,
    /// The official compared the face and the name.
    pub face: bool,
    /// A representative's name; empty for the applicant.
    pub representative: String,
    /// The power they showed.
    pub power: String,
    /// Declared originals that were shown.
    pub originals: Vec<String>,
}

/// Does it. Of two at the same moment one wins, the other looks again.
pub async fn act(office: &Office, official: &Official, id: &CaseId, output: &str, doing: &Doing) -> Result<(), Stop> {
    for _ in 0..TRIES {
        let held = held(office, official, id, output).await?;
        fits(&held, doing)?;
        let (change, more) = changed(office, official, &held, doing).await?;
        match office.commit_change(&held.opened, &change, more).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

/// What each desk may do: a centre receives and hands over what goes to it, the authority the rest.
fn fits(held: &Held, doing: &Doing) -> Result<(), Stop> {
    let (at, to_centre) = (&held.item.at, held.item.at.method == Method::Centre);
    let returned = matches!(at.stage, Stage::Returned);
    let allowed = match doing {
        Doing::Arrive | Doing::Miss => held.centre == to_centre,
        Doing::HandOver(_) => held.centre == (to_centre && !returned),
        Doing::Prepare | Doing::Give | Doing::ComeBack | Doing::Reissue { .. } => !held.centre,
    };
    if allowed { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
}

async fn changed(
    office: &Office,
    official: &Official,
    held: &Held,
    doing: &Doing,
) -> Result<(Change, Vec<Write>), Stop> {
    let (case, output) = (&held.opened.case, held.item.at.output.as_str());
    let mut more = Vec::new();
    let step = match doing {
        Doing::Prepare => Step::Prepare { blank: reserve(office, official, case, output, &mut more).await? },
        Doing::Reissue { reason, act } => {
            if reason.trim().is_empty() {
                return Err(Refusal::SpoilingUnproved.into());
            }
            if let Some(old) = &held.item.at.blank {
                more.push(blanks::spoiled(office, official, old, (reason, act)).await?);
            }
            Step::Reissue { blank: reserve(office, official, case, output, &mut more).await? }
        }
        Doing::Give => Step::Give,
        Doing::Arrive => Step::Arrive,
        Doing::Miss => Step::Miss,
        Doing::ComeBack => Step::ComeBack,
        Doing::HandOver(shown) => {
            more.extend(carry::used(office, &case.authority, &held.item).await?);
            Step::HandOver(compared(office, case, shown).await?)
        }
    };
    let by = Actor::Official(official.id.clone());
    let now = office.now();
    let wish = |step| Wish::Item { output: output.to_owned(), step };
    let mut change = office.decide(&held.opened, &wish(step), &by, now)?;
    // What is fetched at the authority lies at its window as soon as it is made.
    if *doing == Doing::Prepare && held.item.at.method == Method::Authority {
        let regulation = std::sync::Arc::clone(&held.opened.regulation);
        let made = Opened { case: change.case.clone(), head: held.opened.head.clone(), regulation };
        change = change.then(office.decide(&made, &wish(Step::Arrive), &by, now)?);
    }
    Ok((change, more))
}

async fn reserve(
    office: &Office,
    official: &Official,
    case: &Case,
    output: &str,
    more: &mut Vec<Write>,
) -> Result<Option<domain::delivery::BlankRef>, Stop> {
    let next = blanks::next(office, official, &case.id, &case.service, output).await?;
    Ok(next.map(|(blank, write)| {
        more.push(write);
        blank
    }))
}

/// Compares what was shown with what is known. Only that it was compared is kept.
async fn compared(office: &Office, case: &Case, shown: &Shown) -> Result<Handed, Stop> {
    let representative = !shown.representative.trim().is_empty();
    if shown.document.trim().is_empty() || !shown.face {
        return Err(Refusal::IdentityNotChecked.into());
    }
    let typed = digits(&shown.digits);
    let known = passport(office, case).await?.filter(|_| shown.document == "passport" && !representative);
    let against = match known {
        Some(known) if typed.len() >= DIGITS && known.ends_with(&typed) => "esia",
        Some(_) => return Err(Refusal::IdentityNotChecked.into()),
        None => "document",
    };
    let receiver = if representative {
        Receiver::Representative { name: shown.representative.trim().to_owned(), power: shown.power.trim().to_owned() }
    } else {
        Receiver::Applicant
    };
    let (document, against) = (shown.document.trim().to_owned(), against.to_owned());
    Ok(Handed { document, against, receiver, originals: shown.originals.clone() })
}

//! What a page needs to ask an official about one doing: grounds, facts, what is owed.

use std::sync::Arc;

use domain::case::{Capture, Case, Contest, Obligation};
use domain::id::CaseId;
use domain::official::Official;
use domain::refusal::Refusal;
use jiff::Timestamp;
use regulation::assess::{Assessment, GroundFinding, Outcome};
use regulation::expression::Verdict;
use regulation::fact::FactName;
use regulation::package::{Fact, Regulation};

use super::{Doing, Probe, SheetLine};
use crate::desk::{access, decide, work};
use crate::office::Office;
use crate::stop::Stop;

/// A form for one doing.
#[derive(Debug)]
pub struct Form {
    /// The case.
    pub case: Case,
    /// The edition it is pinned to.
    pub regulation: Arc<Regulation>,
    /// Grounds to choose from.
    pub grounds: Vec<GroundOffer>,
    /// Facts that the applicant may be asked for, and those that others hold.
    pub facts: Vec<FactOffer>,
    /// Facts to settle.
    pub contested: Vec<Contested>,
    /// What is to be found out in the procedure that runs.
    pub outputs: Vec<Fact>,
    /// Lines of the sheet to be scored.
    pub lines: Vec<SheetLine>,
    /// What the applicant handed in and nobody has looked at.
    pub capture: Option<Capture>,
    /// Declared originals to look at: fact.
    pub originals: Vec<FactName>,
    /// What is owed after the decision.
    pub owed: Vec<Obligation>,
    /// To whom the case can be handed.
    pub colleagues: Vec<Official>,
}

/// A ground of the regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundOffer {
    /// Its id.
    pub id: String,
    /// What the machine sees; `None`: only a person can.
    pub verdict: Option<Verdict>,
}

/// A fact that the applicant could be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactOffer {
    /// Its name.
    pub name: FactName,
    /// Who holds it instead, by id; `None`: it may be asked.
    pub held: Option<String>,
    /// The decision waits for it.
    pub wanted: bool,
    /// Something is known of it already.
    pub known: bool,
}

/// A fact that somebody doubts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contested {
    /// Its name.
    pub fact: FactName,
    /// What the applicant said; `None`: registers differ.
    pub contest: Option<Contest>,
}

/// Opens the form of a doing; one that the rule would refuse is not there. The reading of the
/// case is journalled.
pub async fn form(
    office: &Office,
    official: &Official,
    id: &CaseId,
    doing: Doing,
    ground: impl FnOnce(&Case) -> String,
    now: Timestamp,
) -> Result<Form, Stop> {
    let opened = access::open(office, official, id, doing.act()).await?;
    let probe = Probe { office, official, case: &opened.case, regulation: &opened.regulation, now };
    if !probe.offers(doing) {
        return Err(Refusal::NotDue.into());
    }
    let assessment = decide::assess(office, &opened.case, &opened.regulation, now);
    let grounds = probe.grounds(doing).into_iter().map(|id| offer(&assessment, doing, id)).collect();
    let facts = if doing == Doing::Ask { facts(&probe, &assessment) } else { Vec::new() };
    let contested = if doing == Doing::Settle { contested(&opened.case) } else { Vec::new() };
    let finds = matches!(doing, Doing::Assess | Doing::End);
    let outputs = if finds { probe.outputs().into_iter().cloned().collect() } else { Vec::new() };
    let lines = if doing == Doing::Assess { probe.lines() } else { Vec::new() };
    let capture = if doing == Doing::Judge { capture(&opened.case) } else { None };
    let originals = if doing == Doing::Originals { probe.originals() } else { Vec::new() };
    let originals = originals.into_iter().map(|owed| owed.item.clone()).collect();
    let owed = probe.owed(doing);
    let owed = if matches!(doing, Doing::Fulfil | Doing::Recheck) { owed } else { Vec::new() };
    let colleagues = if doing == Doing::Call { work::colleagues(office, official).await? } else { Vec::new() };
    access::journal_reading(office, official, id, ground(&opened.case), now).await?;
    let (case, regulation) = (opened.case, opened.regulation);
    Ok(Form { case, regulation, grounds, facts, contested, outputs, lines, capture, originals, owed, colleagues })
}

fn offer(assessment: &Assessment, doing: Doing, id: &str) -> GroundOffer {
    let found: &[GroundFinding] = match doing {
        Doing::Suspend => &assessment.suspend,
        Doing::Prolong => &assessment.prolong,
        Doing::GiveBack => &assessment.give_back,
        _ => &assessment.forward,
    };
    let verdict = found.iter().find(|found| found.id == id).and_then(|found| found.verdict.clone());
    GroundOffer { id: id.to_owned(), verdict }
}

/// First what the decision waits for, then what is not known, then the rest.
fn facts(probe: &Probe<'_>, assessment: &Assessment) -> Vec<FactOffer> {
    let wanted = |name: &FactName| matches!(&assessment.decision, Outcome::NotYet(names) if names.contains(name));
    let mut offers = Vec::new();
    for name in probe.regulation.facts.keys() {
        let held = match probe.asks(name) {
            Ok(_) => None,
            Err(Refusal::HeldByAuthority { keeper, .. }) => Some(keeper),
            Err(_) => continue,
        };
        let known = probe.case.facts.value(name).is_some();
        offers.push(FactOffer { name: name.clone(), held, wanted: wanted(name), known });
    }
    offers.sort_by_key(|offer| (!offer.wanted, offer.known));
    offers
}

fn capture(case: &Case) -> Option<Capture> {
    let mut last = case.assessing.iter().rev().filter_map(|known| known.captures.last());
    last.find(|capture| capture.good.is_none()).cloned()
}

fn contested(case: &Case) -> Vec<Contested> {
    let open = |name: &str| case.contests.iter().find(|one| one.fact == name && one.settled_at.is_none()).cloned();
    case.contested().into_iter().map(|fact| Contested { contest: open(&fact), fact }).collect()
}

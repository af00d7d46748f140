//! What was asked about a person for one of their cases: of whom, when, with what, by which clause,
//! and which earlier answer served instead of asking.

use domain::evidence::EvidenceState;
use domain::id::CaseId;
use domain::permit::{Act, Subject, Thing, permit};
use jiff::Timestamp;
use store::evidence;

use crate::office::Office;
use crate::stop::Stop;

/// One request as its person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Who holds what, in words of the regulation.
    pub title: String,
    /// Short title of the service it was asked for.
    pub service: String,
    /// The clause that allows the request.
    pub clause: String,
    /// What it was asked with: labels of facts, never their values.
    pub keys: Vec<String>,
    /// When it was wanted.
    pub at: Timestamp,
    /// When the source must answer.
    pub due: Option<Timestamp>,
    /// Where it stands.
    pub state: EvidenceState,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// Nobody was asked: an answer of that moment served again.
    pub reused_from: Option<Timestamp>,
}

/// The requests of a case for whoever may see it: its person, or an official of its authority.
pub async fn of_case(office: &Office, subject: &Subject, id: &CaseId) -> Result<Vec<Asked>, Stop> {
    let opened = office.open_case(id).await?;
    let act = if matches!(subject, Subject::Applicant { .. }) { Act::SeeOwnCase } else { Act::SeeCase };
    permit(subject, act, &Thing::case(&opened.case))?;
    let mut found = Vec::new();
    for request in evidence::of_case(&office.db, id).await? {
        let reused_from = match &request.reused {
            Some(earlier) => evidence::by_id(&office.db, earlier).await?.and_then(|earlier| earlier.answered_at),
            None => None,
        };
        let regulation = &opened.regulation;
        let source = regulation.sources.get(&request.source);
        let label = |name: &String| regulation.facts.get(name).map_or_else(|| name.clone(), |fact| fact.label.clone());
        found.push(Asked {
            title: source.map_or_else(|| request.source.clone(), |source| source.title.clone()),
            service: regulation.short.clone(),
            clause: source.map(|source| regulation.clause_text(&source.because)).unwrap_or_default(),
            keys: request.keys.iter().map(label).collect(),
            at: request.asked_at,
            due: request.due.as_ref().map(|due| due.at),
            state: request.state,
            answered_at: request.answered_at,
            reused_from,
        });
    }
    Ok(found)
}

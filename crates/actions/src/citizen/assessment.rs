//! The applicant's side of an assessment (REMOTE-01, REMOTE-02): the way and the time of one's own
//! choice, consent before a recording, what was recorded or declared, the result sheet.

use domain::case::assessed::{ResultSheet, result_sheets};
use domain::case::{Actor, AssessStep, Assessing, Case, Wish, open_to_applicant};
use domain::id::CaseId;
use domain::permit::{self, Act, Thing};
use regulation::package::{AssessmentRule, Method, Regulation};

use super::session::Session;
use super::uploads::NotTaken;
use crate::commit::Opened;
use crate::desk::messages::{Sent, kept_as};
use crate::desk::procedures;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when the machine moves the case at the same moment.
const TRIES: usize = 5;
/// Longest words about the time, or of a declaration.
const LONGEST: usize = 4000;
/// What can be recorded: photographs, papers of instruments, video.
const RECORDED: [&str; 5] = ["application/pdf", "image/jpeg", "image/png", "video/mp4", "video/webm"];

/// A case with the assessments that its applicant can prepare or read of.
pub struct Prepared {
    /// The case and its regulation.
    pub opened: Opened,
}

impl Prepared {
    /// The case.
    pub fn case(&self) -> &Case {
        &self.opened.case
    }

    /// Assessments that are still to be done, each with how it stands.
    pub fn open(&self) -> Vec<(&AssessmentRule, Option<Assessing>)> {
        open_to_applicant(&self.opened.case, &self.opened.regulation)
    }

    /// Result sheets, after the decision.
    pub fn sheets(&self, office: &Office) -> Vec<ResultSheet<'_>> {
        result_sheets(&self.opened.case, &self.opened.regulation, office.today(office.now()))
    }
}

/// Is there anything about assessments to show to the applicant?
pub fn shown(case: &Case, regulation: &Regulation) -> bool {
    let assessed = regulation.assessments.iter().any(|rule| {
        let state = case.procedures.iter().find(|state| state.id == rule.procedure);
        state.is_some_and(|state| state.ended_at.is_some())
    });
    !open_to_applicant(case, regulation).is_empty() || (case.decision.is_some() && assessed)
}

/// Opens one's own case.
pub async fn look(office: &Office, session: &Session, id: &CaseId) -> Result<Prepared, Stop> {
    let opened = own(office, session, id, Act::SeeOwnCase).await?;
    Ok(Prepared { opened })
}

/// Chooses the way and the time.
pub async fn choose(
    office: &Office,
    session: &Session,
    id: &CaseId,
    assessment: &str,
    method: Method,
    when: &str,
    consent: bool,
) -> Result<(), Stop> {
    let when = short(when)?;
    let step = AssessStep::Choose { assessment: assessment.to_owned(), method, when, consent };
    wish(office, session, id, step, None).await
}

/// Hands in what was recorded or declared.
pub async fn hand_in(
    office: &Office,
    session: &Session,
    id: &CaseId,
    assessment: &str,
    words: &str,
    file: Option<Sent>,
) -> Result<(), NotTaken> {
    let words = short(words)?;
    let mut step = AssessStep::HandIn { assessment: assessment.to_owned(), evidence: Vec::new(), words };
    // Whose case it is comes first: a stranger's file is not even looked at.
    own(office, session, id, Act::AnswerCase).await?;
    let file = kept_as(office, file, &RECORDED).await?;
    if let AssessStep::HandIn { evidence, .. } = &mut step {
        evidence.extend(file.iter().map(|file| file.sha256.clone()));
    }
    wish(office, session, id, step, file.map(|file| (assessment.to_owned(), file))).await.map_err(NotTaken::Stop)
}

fn short(text: &str) -> Result<Option<String>, Stop> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Err(domain::refusal::Refusal::TooLarge.into());
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

async fn own(office: &Office, session: &Session, id: &CaseId, act: Act) -> Result<Opened, Stop> {
    let opened = office.open_case(id).await?;
    permit::permit(&session.subject(), act, &Thing::case(&opened.case))?;
    Ok(opened)
}

async fn wish(
    office: &Office,
    session: &Session,
    id: &CaseId,
    step: AssessStep,
    file: Option<(String, regulation::fact::Attachment)>,
) -> Result<(), Stop> {
    let by = Actor::Applicant(session.person.id.clone());
    let wish = Wish::Assessing { step };
    for _ in 0..TRIES {
        let opened = own(office, session, id, Act::AnswerCase).await?;
        let now = office.now();
        let change = office.decide(&opened, &wish, &by, now)?;
        let write = file
            .as_ref()
            .map(|(field, file)| procedures::keep(office, &opened.case, &format!("assessment:{field}"), file, now));
        match office.commit_change(&opened, &change, write).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

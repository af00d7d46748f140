//! Experts at work: a sheet typed line by line, and the verdict upon what the applicant handed in
//! (P9 of C24, REMOTE-02). Who gives a sheet holds no case: the decision is another's.

use std::collections::BTreeMap;

use domain::case::assessed::expected;
use domain::case::{AssessStep, Score, Sheet, Wish};
use domain::id::CaseId;
use domain::official::Official;
use domain::permit::Act;
use domain::refusal::Refusal;

use super::access;
use super::messages::{Sent, kept};
use super::procedures;
use crate::citizen::uploads::NotTaken;
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// Tries when somebody writes at the same moment.
const TRIES: usize = 5;
/// Longest findings, in characters.
const LONGEST: usize = 10_000;

/// Opens a case for an expert of its authority.
pub async fn open(office: &Office, expert: &Official, id: &CaseId) -> Result<Opened, Stop> {
    access::open(office, expert, id, Act::AssessCase).await
}

/// Gives a sheet: points by line as typed (yes and no where a line has no points), findings in
/// words, perhaps a file. A line that was left empty, or does not read as a number, is named by
/// the refusal.
pub async fn give(
    office: &Office,
    expert: &Official,
    id: &CaseId,
    typed: &BTreeMap<String, String>,
    words: &str,
    file: Option<Sent>,
) -> Result<(), NotTaken> {
    let opened = open(office, expert, id).await?;
    let sheet = sheet(&opened, expert, typed, words)?;
    let file = kept(office, file).await?;
    let evidence = file.iter().map(|file| file.sha256.clone()).collect();
    let wish = Wish::Assessed { sheet: Sheet { evidence, ..sheet } };
    let field = format!("sheet:{}", expert.id);
    carry(office, expert, id, &wish, file.map(|file| (field, file))).await.map_err(NotTaken::Stop)
}

/// Says whether what the applicant handed in can be assessed; if not, what is wrong with it.
pub async fn judge(
    office: &Office,
    expert: &Official,
    id: &CaseId,
    assessment: &str,
    good: bool,
    words: &str,
) -> Result<(), Stop> {
    let words = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    let step = AssessStep::Judge { assessment: assessment.to_owned(), good, words };
    carry(office, expert, id, &Wish::Assessing { step }, None).await
}

fn sheet(opened: &Opened, expert: &Official, typed: &BTreeMap<String, String>, words: &str) -> Result<Sheet, Stop> {
    let expected = expected(&opened.case, &opened.regulation);
    let expected = expected.ok_or_else(|| Refusal::ProcedureNotRunning("assessment".to_owned()))?;
    if words.chars().count() > LONGEST {
        return Err(Refusal::TooLarge.into());
    }
    let mut scores = Vec::new();
    for (id, title, most) in expected.criteria() {
        let typed = typed.get(id).map(|typed| typed.trim()).filter(|typed| !typed.is_empty());
        let typed = typed.ok_or_else(|| Refusal::SheetIncomplete(title.to_owned()))?;
        let score = match (most, typed) {
            (None, "yes") => Some(1.into()),
            (None, "no") => Some(0.into()),
            // Points are typed with a point or a comma.
            (_, typed) => typed.replace(',', ".").parse().ok(),
        };
        let score = score.ok_or_else(|| Refusal::ScoreOutOfBounds(title.to_owned()))?;
        scores.push(Score { criterion: id.to_owned(), score });
    }
    Ok(Sheet { expert: expert.id.to_string(), scores, text: words.trim().to_owned(), evidence: Vec::new() })
}

async fn carry(
    office: &Office,
    expert: &Official,
    id: &CaseId,
    wish: &Wish,
    file: Option<(String, regulation::fact::Attachment)>,
) -> Result<(), Stop> {
    let by = domain::case::Actor::Official(expert.id.clone());
    for _ in 0..TRIES {
        let opened = open(office, expert, id).await?;
        let now = office.now();
        let change = office.decide(&opened, wish, &by, now)?;
        let write = file.as_ref().map(|(field, file)| procedures::keep(office, &opened.case, field, file, now));
        match office.commit_change(&opened, &change, write).await {
            Err(Stop::Conflict) => {}
            done => return done,
        }
    }
    Err(Stop::Conflict)
}

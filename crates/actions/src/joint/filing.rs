//! Filing with the parts of others: nothing is sent before each is signed over what is sent.

use domain::draft::Draft;
use domain::id::CaseId;
use domain::joint::{self, Part, Signed, Wish};
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::{Batch, Write, attachments, drafts, joint as rows};

use crate::citizen::drafts::OpenDraft;
use crate::office::Office;
use crate::stop::Stop;

/// An application with the parts of others, ready to be filed.
pub struct Joint {
    /// The whole application.
    pub whole: Draft,
    /// Who signed.
    pub signed: Vec<Signed>,
    /// Their parts with their own drafts.
    parts: Vec<(Part, Draft)>,
}

/// Puts the parts of others to the draft, or says who is awaited. A part is not filed by itself.
pub async fn ready(office: &Office, open: &OpenDraft, now: Timestamp) -> Result<Joint, Stop> {
    if open.joint.own.is_some() {
        return Err(Refusal::NotAllowed.into());
    }
    let asked = open.joint.parties(&open.regulation);
    let signed = joint::signatures(&open.regulation, &asked, &open.draft, &open.joint.parts, open.today);
    let signed = match signed {
        Ok(signed) => signed,
        Err(refusal) => {
            // Something was changed past the form, such as a file: those signatures fall now.
            let fallen = open.joint.after_save(office, &open.regulation, &open.draft, now)?;
            if !fallen.is_empty() {
                office.db.commit(Batch::new().with_all(fallen)).await?;
            }
            return Err(refusal.into());
        }
    };
    let mut parts = Vec::new();
    for one in &signed {
        let part = open.joint.last_of(&one.party).cloned().ok_or(Stop::Conflict)?;
        let own = part.own.as_ref().ok_or(Stop::Conflict)?;
        let own = drafts::by_id(&office.db, own).await?.ok_or(Stop::Conflict)?;
        parts.push((part, own));
    }
    let named: Vec<_> = parts.iter().map(|(part, own)| (part.party.as_str(), own)).collect();
    Ok(Joint { whole: joint::merged(&open.draft, &asked, &named), signed, parts })
}

impl Joint {
    /// What the filing writes of the parts, in the commit of the case: changed meanwhile, they stop it.
    pub fn writes(&self, case: &CaseId, now: Timestamp) -> Result<Vec<Write>, Refusal> {
        let mut writes = Vec::new();
        for (part, own) in &self.parts {
            let filed = joint::decide(part, &Wish::File(case.clone()), &part.filer, now)?;
            let sent = Draft { case: Some(case.clone()), revision: own.revision + 1, ..own.clone() };
            writes.push(rows::update(&filed, part.revision));
            writes.push(drafts::file(&sent, own.revision));
            writes.push(attachments::to_case(&own.id, case));
        }
        Ok(writes)
    }
}

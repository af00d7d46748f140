//! A case in the account of somebody who signed a part of it: how it stands and its results, without
//! what others keep private (RESULT-11).

use std::sync::Arc;

use domain::case::Case;
use domain::id::{CaseId, PartId};
use domain::joint::Standing;
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use domain::result::ResultRecord;
use regulation::clock::Due;
use regulation::package::Regulation;
use store::attachments::{self, Upload};
use store::{cases, joint as rows, results};

use super::own;
use crate::citizen::session::Session;
use crate::office::Office;
use crate::stop::Stop;

/// A case as a co-applicant sees it.
pub struct JointCase {
    /// The case.
    pub case: Case,
    /// The edition it is pinned to.
    pub regulation: Arc<Regulation>,
    /// The promised end.
    pub promised: Option<Due>,
    /// Results issued.
    pub results: Vec<ResultRecord>,
    /// The own part of it.
    pub part: PartId,
}

/// The case, for one who signed a part of it.
pub async fn open(office: &Office, session: &Session, id: &CaseId) -> Result<JointCase, Stop> {
    let case = cases::by_id(&office.db, id).await?.ok_or(Stop::Missing)?;
    permit(&session.subject(), Act::SeeJointCase, &Thing::case(&case))?;
    let listed = own::listed(office, session).await?;
    let part = listed.into_iter().find(|(part, _)| part.case.as_ref() == Some(id)).ok_or(Stop::Missing)?.0.id;
    let regulation = office.library.edition(&case.service, &case.version).cloned().ok_or(Refusal::EditionUnknown)?;
    let results = results::of_case(&office.db, id).await?;
    Ok(JointCase { promised: case.due.clone(), results, regulation, part, case })
}

/// Cases that the person signed a part of, the last invitations first.
pub async fn listed(office: &Office, session: &Session) -> Result<Vec<Case>, Stop> {
    let mut found = Vec::new();
    for (part, standing) in own::listed(office, session).await? {
        if standing == Standing::Filed
            && let Some(case) = &part.case
        {
            let case = cases::by_id(&office.db, case).await?;
            found.extend(case.filter(|case| permit(&session.subject(), Act::SeeJointCase, &Thing::case(case)).is_ok()));
        }
    }
    Ok(found)
}

/// Files that were sent with a case: those of the one who filed and those of the parts of others.
pub async fn attached(office: &Office, case: &Case) -> Result<Vec<Upload>, Stop> {
    let mut files = attachments::of_draft(&office.db, &case.draft).await?;
    if case.joint.is_empty() {
        return Ok(files);
    }
    let parts = rows::of_draft(&office.db, &case.draft).await?;
    for own in parts.iter().filter(|part| part.case.as_ref() == Some(&case.id)).filter_map(|part| part.own.as_ref()) {
        files.extend(attachments::of_draft(&office.db, own).await?);
    }
    Ok(files)
}

//! What a person can say about the course of their case: rate what has ended, complain and see what
//! became of it (APPEAL-04, RATE-01). Nothing here is ever in the way.

use actions::citizen::applications::OpenCase;
use actions::complaint;
use actions::rating::{self, OwnChance};
use domain::complaint::Complaint;

use super::visitor::Visitor;
use crate::shell::{App, Failure};

/// Ratings and complaints of a case, on its page.
pub struct Voice {
    /// Procedures that can be rated, or were.
    pub chances: Vec<OwnChance>,
    /// The region takes complaints here.
    pub may_complain: bool,
    /// Complaints about this case, oldest first.
    pub complaints: Vec<Complaint>,
}

impl Voice {
    /// Of one's own case.
    pub(super) async fn of(app: &App, visitor: &Visitor, open: &OpenCase) -> Result<Self, Failure> {
        let may_complain = app.office.region.complaints.is_some();
        let complaints = complaint::of_case(&app.office, &visitor.0, &open.case).await?;
        let chances = rating::chances(&app.office, &visitor.0, &open.case, &open.regulation).await?;
        Ok(Self { chances, may_complain, complaints })
    }
}

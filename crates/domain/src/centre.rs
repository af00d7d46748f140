//! A visitor served at a service centre (МФЦ): an operator saw the identity document, types the
//! application in for the visitor and files it on their signature. The visitor is the applicant; the
//! operator only ever reaches what was begun at this window (FORM-17).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{DraftId, OfficialId, PersonId, VisitId};

/// One visitor at one window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Id, in the bucket of the operator.
    pub id: VisitId,
    /// The operator.
    pub official: OfficialId,
    /// The centre.
    pub authority: String,
    /// The visitor: the applicant of everything begun here.
    pub person: PersonId,
    /// «Фамилия Имя Отчество» of the visitor, as the document says.
    pub name: String,
    /// The identity document that the operator saw.
    pub document: String,
    /// When the operator had checked it.
    pub begun_at: Timestamp,
    /// When the visitor left: nothing more is typed in.
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// Applications begun, oldest first.
    #[serde(default)]
    pub drafts: Vec<DraftId>,
    /// Grows by one with every change.
    pub revision: i64,
}

impl Visit {
    /// The visit with one more application begun.
    pub fn with_draft(&self, draft: &DraftId) -> Self {
        let mut next = Self { revision: self.revision + 1, ..self.clone() };
        next.drafts.push(draft.clone());
        next
    }

    /// The visit, over. One that is over stays as it ended.
    pub fn ended(&self, now: Timestamp) -> Self {
        Self { ended_at: self.ended_at.or(Some(now)), revision: self.revision + 1, ..self.clone() }
    }
}

/// Who types a draft in for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The visit it was begun in.
    pub visit: VisitId,
    /// The operator: nobody else at the centre reaches it.
    pub official: OfficialId,
    /// The centre.
    pub authority: String,
    /// When the visitor signed the printed application; nothing is filed at the window before.
    #[serde(default)]
    pub signed_at: Option<Timestamp>,
}

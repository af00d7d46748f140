//! Refusals: a rule says no. A closed list; each arm names what can be done instead.

use thiserror::Error;

/// A rule's no. The message is for logs; pages show `key()` from the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The state does not allow the wish.
    #[error("the case is {state} and this cannot be done now")]
    WrongState {
        /// Name of the state.
        state: &'static str,
    },
    /// Not there, or not yours to see: both look the same.
    #[error("not found")]
    NotFound,
    /// The person's account is too weak for the service (SEC-01).
    #[error("the account is not strong enough")]
    AssuranceTooLow,
    /// Public bodies and other kinds are not applicants of this service (FORM-18).
    #[error("this kind of account may not apply")]
    NotAnApplicant,
    /// The role does not allow it.
    #[error("the role does not allow this")]
    NotAllowed,
    /// A refusal needs at least one ground of the regulation (INTAKE-05, RESULT-09).
    #[error("a ground of the regulation is needed")]
    GroundNeeded,
    /// The ground is not in the regulation for this variant.
    #[error("ground {0} is not in the regulation")]
    UnknownGround(String),
    /// The case is pinned to an edition that is not loaded.
    #[error("the edition of the regulation is not known")]
    EditionUnknown,
}

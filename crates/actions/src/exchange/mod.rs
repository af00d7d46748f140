//! The exchange with other authorities as people see it: who asked whom about a person and why,
//! and for administrators how the systems fare (PROCEDURE-06, INTEG-01).

pub mod asked;
pub mod overview;

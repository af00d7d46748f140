//! A whole office in memory, and the people around it, for the simulation and for the test of
//! outcomes: everything is played from the packages alone. Nothing here knows the rest of the
//! program, so that the test can take it in as it is.

pub mod citizen;
pub mod complete;
mod inquiry;
pub mod official;
pub mod outside;
pub mod paper;
pub mod raw;
pub mod scene;
pub mod script;
mod window;

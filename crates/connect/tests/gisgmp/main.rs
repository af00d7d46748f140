//! Messages of ГИС ГМП: every published sample is read, ours have the shape of theirs, and the
//! exchange carries them as they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod exchange;
mod known;
mod samples;

//! What people and timers can do: one file per thing. Each action reads for its actor, asks
//! the rule in `domain`, builds one batch, commits it; everything else is a job.

mod antivirus;
pub mod centre;
pub mod citizen;
pub mod commit;
pub mod complaint;
pub mod concentrator;
pub mod delivery;
pub mod departmental;
pub mod desk;
pub mod distribution;
pub mod duplicates;
pub mod exchange;
pub mod joint;
pub mod library;
pub mod machine;
pub mod office;
pub mod payment;
pub mod proactive;
pub mod rating;
pub mod reception;
pub mod register;
pub mod stop;
pub mod watch;

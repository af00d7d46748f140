//! Whether outside systems answer, as the work with them shows: a change is written at once, the same
//! news at most once a minute, so that no table is written for every letter.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::job::Work;
use jiff::{SignedDuration, Timestamp};
use store::Batch;
use store::departmental::{ill, well};

use crate::office::Office;
use crate::stop::Stop;

/// The same news is not written again for so long.
const SAME: SignedDuration = SignedDuration::from_mins(1);

/// Names of the systems that every region has.
pub const KNOWN: [&str; 4] = ["esia", "mail", "sms", "antivirus"];

/// What was written last of each system.
#[derive(Debug, Default)]
pub struct Board(Mutex<BTreeMap<&'static str, (bool, Timestamp)>>);

impl Board {
    fn is_news(&self, name: &'static str, is_well: bool, now: Timestamp) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = known.get(name).is_some_and(|(was, at)| *was == is_well && now.duration_since(*at) < SAME);
        if !same {
            known.insert(name, (is_well, now));
        }
        !same
    }
}

/// Notes how a system answered: `None` well, or what went wrong. Never fails: it is only news.
pub async fn note(office: &Office, name: &'static str, problem: Option<&str>) {
    let now = office.now();
    if !office.health.is_news(name, problem.is_none(), now) {
        return;
    }
    let write = problem.map_or_else(|| well(name, now), |problem| ill(name, problem, now));
    if let Err(error) = office.db.commit(Batch::new().with(write)).await {
        tracing::warn!(name, %error, "how an outside system fares was not written");
    }
}

/// What the end of a job says of the system it works with.
pub(crate) async fn of_job<T>(office: &Office, work: &Work, done: &Result<T, Stop>) {
    let name = match work {
        Work::Mail { .. } => "mail",
        Work::Sms { .. } => "sms",
        Work::SendComplaint { .. } if office.appeals.is_some() => "appeals",
        Work::SendRating { .. } | Work::ReconcileRatings { .. } if office.quality.is_some() => "quality",
        _ => return,
    };
    match done {
        Ok(_) => note(office, name, None).await,
        Err(Stop::Later { why, .. }) => note(office, name, Some(why)).await,
        Err(_) => {}
    }
}

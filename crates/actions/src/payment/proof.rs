//! A regulation asks whether its fee was paid of a source, as it asks anything. Where the case has a
//! charge, the charge answers for that source: yes once proof came, no once the charge expired, and
//! until then the question stands, whatever its norm: it is the payer who is waited for (PAY-04).

use connect::exchange::Answer;
use domain::case::{Actor, Wish};
use domain::charge::{Charge, ChargeState};
use domain::evidence::{EvidenceRequest, EvidenceState};
use domain::id::JobId;
use domain::job::{Job, Work};
use jiff::{SignedDuration, Timestamp};
use regulation::assess::cost;
use regulation::fact::{Facts, Source};
use regulation::form;
use regulation::package::{Regulation, SourcePath};
use serde_json::{Map, Value, json};
use store::jobs::{self, Leased};
use store::{Batch, charges};

use super::is_charged;
use crate::commit::Opened;
use crate::machine::{Ended, settle};
use crate::office::Office;
use crate::stop::Stop;

/// How often an open question looks by itself; a change of the charge wakes it at once.
const LOOK: SignedDuration = SignedDuration::from_hours(3);

/// Pause while the charge is being made.
const SOON: SignedDuration = SignedDuration::from_secs(2);

/// Answers a request in the place of its source, if a charge can: otherwise the source is asked.
pub(crate) async fn stand_in(
    office: &Office,
    request: &EvidenceRequest,
    job: &Leased,
    now: Timestamp,
) -> Result<Option<Ended>, Stop> {
    let is_ours = office.region.payments.as_ref().is_some_and(|rules| rules.proof == request.source);
    if office.treasury.is_none() || !is_ours || request.state == EvidenceState::Failed {
        return Ok(None);
    }
    let opened = office.open_case(&request.case).await?;
    if !is_charged(office, &opened.regulation) {
        return Ok(None);
    }
    let Some(charge) = charges::of_case(&office.db, &request.case).await? else {
        let cost = cost(&opened.regulation, &opened.case.facts, office.today(now));
        let due = cost.exact().is_some_and(|amount| !amount.is_zero());
        let payable = office.region.authority(&opened.case.authority).and_then(|one| one.payee_on(office.today(now)));
        // It is being made by a job of its own.
        return Ok((due && payable.is_some()).then(|| Ended::Later(now + SOON)));
    };
    // Without a number nobody can tell which payment is for it: the source is asked as before.
    if charge.uin.is_none() && charge.state() != ChargeState::Exempt {
        return Ok(None);
    }
    let answered = matches!(request.state, EvidenceState::Answered | EvidenceState::Absent);
    let Some(says) = says(&charge, &opened.regulation, &request.source) else {
        return Ok(Some(if answered { Ended::Nothing } else { Ended::Later(now + LOOK) }));
    };
    if answered {
        return learn_anew(office, &opened, request, &says, job, now).await.map(Some);
    }
    let answer = Answer::Answered { answer: says, at: now };
    settle(office, &opened, request.clone(), answer, now, vec![jobs::done(job, now)]).await?;
    Ok(Some(Ended::Written))
}

/// What the charge says now; nothing while it is open, unless the regulation stops the case for that.
fn says(charge: &Charge, regulation: &Regulation, source: &str) -> Option<Map<String, Value>> {
    let (paid, overdue) = match charge.state() {
        _ if charge.is_paid() => (true, false),
        ChargeState::Exempt => (true, false),
        _ if charge.expired_at.is_some() => (false, true),
        _ if stops_for_payment(regulation, source) => (false, false),
        _ => return None,
    };
    json!({ "done": paid, "paid": paid, "via_portal": paid, "overdue": overdue }).as_object().cloned()
}

/// Does the regulation itself suspend a case that is not paid? Then it must know that it is not.
fn stops_for_payment(regulation: &Regulation, source: &str) -> bool {
    let told = |name: &str| {
        regulation.facts.get(name).is_some_and(|fact| {
            fact.from.iter().any(|path| matches!(path, SourcePath::Register { source: id, .. } if id == source))
        })
    };
    let grounds = regulation.suspend.iter().filter_map(|rule| rule.ground.when.as_ref());
    grounds.into_iter().any(|when| when.reads_all(regulation).iter().any(|name| told(name.as_str())))
}

/// Must the machine wait with a case that was told that nothing is paid, because it can be paid again?
/// So it is when a case goes on after it had ended: nobody is refused twice for one delay.
pub(crate) async fn holds(office: &Office, opened: &Opened) -> Result<bool, Stop> {
    let Some(rules) = office.region.payments.as_ref().filter(|_| is_charged(office, &opened.regulation)) else {
        return Ok(false);
    };
    let told = opened
        .case
        .facts
        .0
        .values()
        .any(|known| matches!(&known.source, Source::Register { source } if *source == rules.proof));
    if !told || !opened.case.state.before_decision() {
        return Ok(false);
    }
    let Some(charge) = charges::of_case(&office.db, &opened.case.id).await? else { return Ok(false) };
    // The job that makes it due again may not have come to it yet.
    let taken_back = charge.annulled.as_ref().is_some_and(|annulled| annulled.why.is_empty());
    let open = charge.state().payable() || (taken_back && !charge.is_paid());
    Ok(open && !stops_for_payment(&opened.regulation, &rules.proof))
}

/// The answer was given before and is another one now: the case learns it.
async fn learn_anew(
    office: &Office,
    opened: &Opened,
    request: &EvidenceRequest,
    says: &Map<String, Value>,
    job: &Leased,
    now: Timestamp,
) -> Result<Ended, Stop> {
    let told = form::source_facts(&opened.regulation, &request.source, says, now);
    let told = told.map_err(|why| Stop::Broken { doing: "telling a case that it was paid", source: why.into() })?;
    let known = &opened.case.facts;
    let mut facts = Facts::default();
    for (name, new) in told.0 {
        if known.value(&name) != new.value.as_ref() {
            facts.learn(name, new);
        }
    }
    if facts.0.is_empty() {
        // The machine may have waited for just this: that nothing has changed.
        let (id, key) = (JobId(office.new_id(opened.case.id.bucket())), format!("advance:{}:{}", request.id, job.id));
        let work = Work::Advance { case: opened.case.id.clone() };
        let again = jobs::insert(&Job { id, work, due_at: now, key });
        office.db.commit(Batch::new().with(again).with(jobs::done(job, now))).await?;
        return Ok(Ended::Written);
    }
    match office.decide(opened, &Wish::Learn { facts }, &Actor::Machine, now) {
        Ok(change) => office.commit_change(opened, &change, [jobs::done(job, now)]).await?,
        // The case is over: it learns nothing any more.
        Err(Stop::Refused(_)) => _ = office.db.commit(Batch::new().with(jobs::done(job, now))).await?,
        Err(stop) => return Err(stop),
    }
    Ok(Ended::Written)
}

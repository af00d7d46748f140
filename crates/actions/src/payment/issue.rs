//! Makes the charge of a case once its fee is known, with the details and the tariff of that day
//! (PAY-01, PAY-06, PAY-07, PAY-09); takes it back when the case ended without the service.

use domain::case::Actor;
use domain::charge::{Charge, Fresh, Wish, fresh};
use domain::id::{CaseId, ChargeId, JobId};
use domain::job::{Job, Work};
use domain::refusal::Refusal;
use regulation::assess::cost;
use regulation::identifier::Identifier;
use regulation::money::Money;
use regulation::region::Payee;
use store::jobs::{self, Leased};
use store::numbers::{self, Counter, FOR_EVER, Numbered};
use store::{charges, people};

use super::wish::{apply, write_with};
use super::{is_charged, unserved};
use crate::commit::Opened;
use crate::machine::Ended;
use crate::office::Office;
use crate::stop::Stop;

/// Sees to the charge of a case.
pub(crate) async fn run(office: &Office, case: &CaseId, job: &Leased) -> Result<Ended, Stop> {
    let opened = office.open_case(case).await?;
    if !is_charged(office, &opened.regulation) {
        return Ok(Ended::Nothing);
    }
    match charges::of_case(&office.db, case).await? {
        Some(charge) => follow(office, &opened, &charge, job).await,
        None if unserved(opened.case.state) => Ok(Ended::Nothing),
        None => make(office, &opened, job).await,
    }
}

/// What the end of a case, or its going on after the end, makes of its charge.
async fn follow(office: &Office, opened: &Opened, charge: &Charge, job: &Leased) -> Result<Ended, Stop> {
    let by_the_end = charge.annulled.as_ref().is_some_and(|annulled| annulled.why.is_empty());
    let wish = match (&office.region.payments, unserved(opened.case.state)) {
        (_, true) => Wish::Unserve { refundable: opened.regulation.fee.refundable },
        (Some(rules), false) if by_the_end || charge.unserved_at.is_some() => {
            Wish::Restore { until: office.clock.due(office.now(), rules.within, &[]).map_err(Refusal::from)? }
        }
        _ => return Ok(Ended::Nothing),
    };
    match apply(office, charge, &wish, &Actor::Machine, vec![jobs::done(job, office.now())]).await {
        Ok(_) => Ok(Ended::Written),
        Err(Stop::Refused(_)) => Ok(Ended::Nothing),
        Err(stop) => Err(stop),
    }
}

async fn make(office: &Office, opened: &Opened, job: &Leased) -> Result<Ended, Stop> {
    let Some(rules) = &office.region.payments else { return Ok(Ended::Nothing) };
    let (now, case) = (office.now(), &opened.case);
    let today = office.today(now);
    let cost = cost(&opened.regulation, &case.facts, today);
    let Some(amount) = cost.exact() else { return Ok(Ended::Nothing) };
    let payee = office.region.authority(&case.authority).and_then(|authority| authority.payee_on(today));
    let person = people::by_id(&office.db, &case.applicant).await?;
    let snils = person.as_ref().and_then(|person| person.claims.get("snils")).and_then(serde_json::Value::as_str);
    let uin = match payee {
        Some(payee) if amount > Money::ZERO => number(office, payee).await?,
        _ => None,
    };
    let until = office.clock.due(now, rules.within, &[]).map_err(Refusal::from)?;
    let made = Fresh {
        case,
        regulation: &opened.regulation,
        cost: &cost,
        payee,
        uin: uin.as_deref(),
        snils,
        purpose: &rules.purpose_of(&opened.regulation.short, &case.number),
        until: &until,
    };
    let changed = match fresh(ChargeId(office.new_id(case.id.bucket())), &made, now) {
        Ok(changed) => changed,
        Err(Refusal::NothingToPay | Refusal::NotEstablished) => return Ok(Ended::Nothing),
        Err(Refusal::NoPayee) => {
            tracing::warn!(authority = case.authority, "nothing can be charged: the region names no payment details");
            return Ok(Ended::Nothing);
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let mut writes = charges::insert(&changed.charge);
    writes.push(jobs::done(job, now));
    if changed.charge.uin.is_some() {
        let work = Work::AskPayment { charge: changed.charge.id.clone(), once: false };
        let key = format!("ask_payment:{}", changed.charge.id);
        let id = JobId(office.new_id(case.id.bucket()));
        writes.push(jobs::insert(&Job { id, work, due_at: now, key }));
    }
    write_with(office, opened, &changed, &Actor::Machine, writes, now).await?;
    Ok(Ended::Written)
}

/// A new УИН, where the authority gives any out. A number that is taken and not used is lost: there
/// are enough of them, and none may ever come twice.
async fn number(office: &Office, payee: &Payee) -> Result<Option<String>, Stop> {
    let Some(code) = &payee.uin else { return Ok(None) };
    let counter = Counter { authority: code.clone(), what: Numbered::Charge, year: FOR_EVER };
    let number = numbers::take(&office.db, &counter).await?;
    let uin = Identifier::uin(code, number.unsigned_abs())
        .map_err(|problem| Stop::Broken { doing: "giving out a УИН", source: problem.to_string().into() })?;
    Ok(Some(uin.as_str().to_owned()))
}

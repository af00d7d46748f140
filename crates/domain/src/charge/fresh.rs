//! A new charge, out of what the case costs on that day (PAY-01, PAY-09).

use jiff::Timestamp;
use regulation::assess::Cost;
use regulation::clock::Due;
use regulation::money::Money;
use regulation::package::Regulation;
use regulation::region::Payee;

use super::decide::{Change, progress};
use super::model::{Charge, ChargeLine, Contact, Happened, PaymentDetails};
use crate::case::{Actor, Case};
use crate::id::ChargeId;
use crate::notice::ChargeNews;
use crate::refusal::Refusal;

/// What a new charge is made of.
#[derive(Debug, Clone, Copy)]
pub struct Fresh<'a> {
    /// The case.
    pub case: &'a Case,
    /// The edition it is pinned to.
    pub regulation: &'a Regulation,
    /// What it costs, as far as it is known.
    pub cost: &'a Cost,
    /// Where that authority's fees are paid to on that day.
    pub payee: Option<&'a Payee>,
    /// УИН, where one can be given out.
    pub uin: Option<&'a str>,
    /// СНИЛС of the applicant.
    pub snils: Option<&'a str>,
    /// What a payment is for.
    pub purpose: &'a str,
    /// Until when it can be paid.
    pub until: &'a Due,
}

/// Makes a charge. Nothing is charged of what is not known for certain, nor where nobody can
/// receive it.
pub fn fresh(id: ChargeId, made: &Fresh<'_>, now: Timestamp) -> Result<Change, Refusal> {
    let amount = made.cost.exact().ok_or(Refusal::NotEstablished)?;
    let exempt =
        made.cost.exempt.as_ref().and_then(|id| made.regulation.fee.exemptions.iter().find(|one| one.id == *id));
    if amount == Money::ZERO && exempt.is_none() {
        return Err(Refusal::NothingToPay);
    }
    let payee = made.payee.ok_or(Refusal::NoPayee)?;
    let line = |line: &regulation::assess::CostLine| ChargeLine {
        title: line.title.clone(),
        amount: line.amount,
        clause: line.clause.clone(),
    };
    let case = made.case;
    let mut charge = Charge {
        id,
        case: case.id.clone(),
        number: case.number.clone(),
        person: case.applicant.clone(),
        payer: case.applicant_name.clone(),
        snils: made.snils.map(str::to_owned),
        authority: case.authority.clone(),
        service: case.service.clone(),
        title: made.regulation.short.clone(),
        uin: made.uin.map(str::to_owned),
        details: PaymentDetails {
            name: payee.name.clone(),
            inn: payee.inn.clone(),
            kpp: payee.kpp.clone(),
            bank: payee.bank.clone(),
            bik: payee.bik.clone(),
            correspondent: payee.correspondent.clone(),
            account: payee.account.clone(),
            oktmo: payee.oktmo.clone(),
            kbk: payee.kbk.clone(),
        },
        purpose: made.purpose.to_owned(),
        amount,
        lines: made.cost.lines.iter().map(line).collect(),
        exempt: exempt.map(|one| one.title.clone()),
        because: made.regulation.clause_text(&made.regulation.fee.because),
        made_at: now,
        until: made.until.clone(),
        revision: 1,
        proofs: Vec::new(),
        started_at: None,
        returned_at: None,
        document_at: None,
        confirmed_at: None,
        expired_at: None,
        annulled: None,
        unserved_at: None,
        refunds: Vec::new(),
        told: Vec::new(),
        contact: Contact::default(),
        history: Vec::new(),
    };
    let state = charge.state().name().to_owned();
    charge.history.push(Happened { what: "issue".to_owned(), by: Actor::Machine, at: now, state });
    let news = if amount == Money::ZERO { ChargeNews::Exempt } else { ChargeNews::Issued };
    let notices = vec![progress(&charge, news, amount)];
    Ok(Change { charge, notices, tells: true })
}

//! The payer's side: what is due and where it stands, the way to pay by card, the payment document,
//! asking again, asking back what is too much (PAY-01, PAY-02, PAY-03, PAY-10).

use connect::card::Order;
use domain::case::{Actor, Case};
use domain::charge::{Charge, Wish};
use domain::id::CaseId;
use domain::permit::{Act, Thing, permit};
use domain::refusal::Refusal;
use jiff::Timestamp;
use papers::{Letterhead, Line, PaymentDocument, PaymentOrder};
use store::{Batch, cases, charges};

use super::ask::{SHORTEST, payee};
use super::{is_charged, wish};
use crate::citizen::session::Session;
use crate::commit::Opened;
use crate::office::Office;
use crate::stop::Stop;

/// A case as its payment page shows it.
pub struct Owed {
    /// The case.
    pub case: Case,
    /// Its charge, if there is one.
    pub charge: Option<Charge>,
    /// Why there is none, or why it cannot be paid by card.
    pub lacks: Option<Lacks>,
    /// The payment code as a picture, while it is to be paid.
    pub code: Option<String>,
    /// Can it be paid by card here?
    pub card: bool,
    /// Until when what is too much can be asked back.
    pub refund_until: Option<Timestamp>,
}

/// Why something cannot be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Nothing is due.
    Nothing,
    /// How much is not known yet.
    NotKnownYet,
    /// The authority has no payment details (PAY-01).
    Payee,
    /// This region charges otherwise.
    Elsewhere,
}

async fn open(office: &Office, session: &Session, id: &CaseId, act: Act) -> Result<Opened, Stop> {
    let opened = office.open_case(id).await?;
    permit(&session.subject(), act, &Thing::case(&opened.case))?;
    Ok(opened)
}

/// Has the case something to be paid, or had it? For the link to its page.
pub async fn of_case(office: &Office, session: &Session, id: &CaseId) -> Result<Option<Charge>, Stop> {
    open(office, session, id, Act::SeeOwnCase).await?;
    Ok(charges::of_case(&office.db, id).await?)
}

/// The payment page of one's own case.
pub async fn owed(office: &Office, session: &Session, id: &CaseId) -> Result<Owed, Stop> {
    let opened = open(office, session, id, Act::SeeOwnCase).await?;
    let charge = charges::of_case(&office.db, id).await?;
    let lacks = match &charge {
        Some(_) => None,
        None => Some(lacks(office, &opened)),
    };
    let code = match &charge {
        Some(charge) if charge.state().payable() => Some(picture(charge)?),
        _ => None,
    };
    let card = charge.as_ref().is_some_and(|charge| charge.uin.is_some() && charge.state().payable());
    Ok(Owed {
        refund_until: charge.as_ref().map(|charge| refund_until(office, charge)).transpose()?,
        card: card && office.card.is_some(),
        case: opened.case,
        charge,
        lacks,
        code,
    })
}

fn lacks(office: &Office, opened: &Opened) -> Lacks {
    let today = office.today(office.now());
    let cost = regulation::assess::cost(&opened.regulation, &opened.case.facts, today);
    let payee = office.region.authority(&opened.case.authority).and_then(|authority| authority.payee_on(today));
    match cost.exact() {
        Some(amount) if amount.is_zero() => Lacks::Nothing,
        _ if !is_charged(office, &opened.regulation) => Lacks::Elsewhere,
        _ if payee.is_none() => Lacks::Payee,
        _ => Lacks::NotKnownYet,
    }
}

/// Until when a refund can be asked for: counted from the last payment.
fn refund_until(office: &Office, charge: &Charge) -> Result<Timestamp, Stop> {
    let from = charge.live().map(|proof| proof.paid_at).max().unwrap_or(charge.made_at);
    match &office.region.payments {
        Some(rules) => Ok(office.clock.due(from, rules.refund_within, &[]).map_or(Timestamp::MAX, |due| due.at)),
        None => Ok(Timestamp::MAX),
    }
}

async fn own_charge(office: &Office, session: &Session, id: &CaseId) -> Result<Charge, Stop> {
    open(office, session, id, Act::AnswerCase).await?;
    charges::of_case(&office.db, id).await?.ok_or(Stop::Missing)
}

fn by(session: &Session) -> Actor {
    Actor::Applicant(session.person.id.clone())
}

/// Goes to pay by card: gives the address of the provider's page. What is paid there is believed
/// only when ГИС ГМП says so.
pub async fn pay_by_card(office: &Office, session: &Session, id: &CaseId) -> Result<String, Stop> {
    let charge = own_charge(office, session, id).await?;
    let (Some(provider), Some(uin)) = (&office.card, &charge.uin) else { return Err(Refusal::CardClosed.into()) };
    let started = wish::wish(office, &charge.id, &Wish::Start, &by(session)).await?;
    let order = Order {
        // The same sum of the same charge is the same order however often the button is pressed.
        id: format!("{}-{}", charge.id, started.rest().kopecks()),
        uin: uin.clone(),
        kopecks: started.rest().kopecks(),
        purpose: charge.purpose.clone(),
        payee: payee(&charge),
        kbk: charge.details.kbk.clone(),
        oktmo: charge.details.oktmo.clone(),
        return_url: format!("{}/cases/{id}/payment/returned", office.settings.public_url),
    };
    match provider.open(&order).await {
        Ok(url) => Ok(url.to_string()),
        Err(failure) => {
            tracing::warn!(%failure, "an order of a payment by card was not opened");
            Err(Refusal::CardClosed.into())
        }
    }
}

/// The payer came back: ГИС ГМП is asked at once.
pub async fn returned(office: &Office, session: &Session, id: &CaseId) -> Result<(), Stop> {
    let charge = own_charge(office, session, id).await?;
    match wish::wish(office, &charge.id, &Wish::Return, &by(session)).await {
        // Proof was faster than the payer.
        Ok(_) | Err(Stop::Refused(Refusal::ChargeState(_))) => Ok(()),
        Err(stop) => Err(stop),
    }
}

/// Asks ГИС ГМП now; not more often than it makes sense.
pub async fn ask_now(office: &Office, session: &Session, id: &CaseId) -> Result<(), Stop> {
    let charge = own_charge(office, session, id).await?;
    ask(office, &charge).await
}

/// One question beside those by schedule; after a fresh answer, as soon as another makes sense.
pub(super) async fn ask(office: &Office, charge: &Charge) -> Result<(), Stop> {
    if charge.uin.is_none() || charge.contact.question.is_some() {
        return Ok(());
    }
    let now = office.now();
    let at = charge.contact.answered_at.map_or(now, |at| now.max(at + SHORTEST));
    office.db.commit(Batch::new().with(wish::ask_soon(office, charge, at))).await?;
    office.wake.notify_one();
    Ok(())
}

/// Asks back what is too much.
pub async fn ask_back(office: &Office, session: &Session, id: &CaseId, words: &str) -> Result<(), Stop> {
    let charge = own_charge(office, session, id).await?;
    let until = refund_until(office, &charge)?;
    let ask = Wish::AskRefund { words: words.to_owned(), until };
    wish::wish(office, &charge.id, &ask, &by(session)).await.map(drop)
}

/// The open charge of one's newest case of a service: who has neither applied nor booked has nothing
/// to pay by (PAY-03).
pub async fn of_service(office: &Office, session: &Session, service: &str) -> Result<Option<CaseId>, Stop> {
    permit(&session.subject(), Act::SeeAccount, &Thing::nothing())?;
    let found = cases::open_of(&office.db, &session.person.id, service).await?;
    Ok(found.into_iter().max_by_key(|case| case.filed_at).map(|case| case.id))
}

/// Words of the payment document that pages know how to say.
pub struct Said {
    /// Until when, in words.
    pub until: String,
    /// That it is not to be paid any more; empty while it is.
    pub standing: String,
}

/// The payment document; partial leaves payer and amount to be filled in by hand.
pub async fn document(
    office: &Office,
    session: &Session,
    id: &CaseId,
    partial: bool,
    said: impl FnOnce(&Charge) -> Said,
) -> Result<Vec<u8>, Stop> {
    let charge = own_charge(office, session, id).await?;
    if charge.document_at.is_none() {
        // That it was saved is a mark; the document does not wait for it.
        if let Err(stop) = wish::wish(office, &charge.id, &Wish::SaveDocument, &by(session)).await {
            tracing::warn!(%stop, "that a payment document was saved was not noted");
        }
    }
    let said = said(&charge);
    let authority = office.region.authority(&charge.authority);
    let mut order = order(&charge);
    if partial {
        order.kopecks = None;
    }
    let document = PaymentDocument {
        authority: Letterhead {
            name: authority.map(|one| one.name.clone()).unwrap_or_default(),
            address: authority.map(|one| one.address.clone()).unwrap_or_default(),
            phone: authority.map(|one| one.phone.clone()).unwrap_or_default(),
        },
        service: charge.title.clone(),
        number: charge.number.clone(),
        date: office.today(charge.made_at),
        order,
        payer: (!partial).then(|| charge.payer.clone()),
        amount: (!partial).then(|| charge.rest_or_amount().shown()),
        lines: charge.lines.iter().map(line).collect(),
        until: said.until,
        standing: said.standing,
        because: charge.because.clone(),
    };
    crate::citizen::copy::typeset(move || papers::payment_document(&document)).await
}

fn line(line: &domain::charge::ChargeLine) -> Line {
    Line { label: line.title.clone(), shown: line.amount.shown(), records: Vec::new() }
}

fn order(charge: &Charge) -> PaymentOrder {
    let details = charge.details.clone();
    PaymentOrder {
        name: details.name,
        inn: details.inn,
        kpp: details.kpp,
        account: details.account,
        bank: details.bank,
        bik: details.bik,
        correspondent: details.correspondent,
        kbk: details.kbk,
        oktmo: details.oktmo,
        uin: charge.uin.clone(),
        purpose: charge.purpose.clone(),
        kopecks: Some(charge.rest_or_amount().kopecks()),
    }
}

/// The payment code as a picture.
fn picture(charge: &Charge) -> Result<String, Stop> {
    let code = order(charge).code().map_err(Stop::broken("making a payment code"))?;
    papers::qr_svg_bytes(code.bytes()).map_err(Stop::broken("drawing a payment code"))
}

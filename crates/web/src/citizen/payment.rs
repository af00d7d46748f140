//! What is to be paid for one's application: everything filled in, the payment code, the way to pay
//! by card, the payment document, where it stands, what is too much (PAY-01…03, PAY-07, PAY-10).

use actions::payment::own::{self, Lacks, Owed, Said};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use bytes::Bytes;
use domain::charge::{Charge, ChargeState};
use domain::notice::ChargeNews;
use regulation::money::Money;
use serde::Deserialize;

use super::case::id;
use super::files::download;
use super::visitor::Visitor;
use crate::shell::error::{Answer, on_form};
use crate::shell::{App, Page, html};

#[derive(Template)]
#[template(path = "citizen/payment.html")]
struct Payment {
    case: String,
    owed: Owed,
    done: Option<&'static str>,
    problem: Option<String>,
    typed: String,
    page: Page,
}

#[derive(Template)]
#[template(path = "citizen/payment_go.html")]
struct Go {
    case: String,
    address: String,
    page: Page,
}

#[derive(Template)]
#[template(path = "citizen/payment_none.html")]
struct NothingToPayBy {
    service: String,
    page: Page,
}

/// Where the page was come to from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    done: Option<String>,
}

/// Why what is too much is asked back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    words: String,
}

/// Which payment document.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    partial: Option<String>,
}

fn done(name: &str) -> Option<&'static str> {
    match name {
        "asked" => Some("payment-done-asked"),
        "returned" => Some("payment-done-returned"),
        "refund" => Some("payment-done-refund"),
        _ => None,
    }
}

/// `GET /cases/{id}/payment`.
pub async fn show(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let owed = own::owed(&app.office, &visitor.0, &id(&case)?).await?;
    let done = wanted.done.as_deref().and_then(done);
    html(&Payment { case, owed, done, problem: None, typed: String::new(), page })
}

/// What a form of the page was refused for, on the page itself.
async fn refused(
    app: &App,
    page: Page,
    visitor: &Visitor,
    case: String,
    typed: String,
    stop: actions::stop::Stop,
) -> Answer {
    let problem = Some(page.refusal(&on_form(stop)?));
    let owed = own::owed(&app.office, &visitor.0, &id(&case)?).await?;
    let shown = html(&Payment { case, owed, done: None, problem, typed, page })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// `POST /cases/{id}/payment/card`: opens an order; the page of the provider is a link away, because
/// our forms lead nowhere else.
pub async fn card(State(app): State<App>, page: Page, visitor: Visitor, Path(case): Path<String>) -> Answer {
    match own::pay_by_card(&app.office, &visitor.0, &id(&case)?).await {
        Ok(address) => html(&Go { case, address, page }),
        Err(stop) => refused(&app, page, &visitor, case, String::new(), stop).await,
    }
}

/// `GET /cases/{id}/payment/returned`: back from the provider; ГИС ГМП is asked at once.
pub async fn returned(State(app): State<App>, visitor: Visitor, Path(case): Path<String>) -> Answer {
    own::returned(&app.office, &visitor.0, &id(&case)?).await?;
    Ok(Redirect::to(&format!("/cases/{case}/payment?done=returned")).into_response())
}

/// `POST /cases/{id}/payment/check`: asks ГИС ГМП now.
pub async fn check(State(app): State<App>, visitor: Visitor, Path(case): Path<String>) -> Answer {
    own::ask_now(&app.office, &visitor.0, &id(&case)?).await?;
    Ok(Redirect::to(&format!("/cases/{case}/payment?done=asked")).into_response())
}

/// `POST /cases/{id}/payment/refund`: asks back what is too much.
pub async fn refund(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Form(asked): Form<Asked>,
) -> Answer {
    match own::ask_back(&app.office, &visitor.0, &id(&case)?, &asked.words).await {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{case}/payment?done=refund")).into_response()),
        Err(stop) => refused(&app, page, &visitor, case, asked.words, stop).await,
    }
}

/// `GET /cases/{id}/payment/document.pdf`; with `partial=1` payer and amount are left to fill in.
pub async fn document(
    State(app): State<App>,
    page: Page,
    visitor: Visitor,
    Path(case): Path<String>,
    Query(which): Query<Which>,
) -> Answer {
    let partial = which.partial.is_some();
    let said = |charge: &Charge| Said {
        until: page.last_day(&charge.until),
        standing: if charge.state().payable() { String::new() } else { text(&page, charge) },
    };
    let pdf = own::document(&app.office, &visitor.0, &id(&case)?, partial, said).await?;
    Ok(download(Bytes::from(pdf), "application/pdf", &format!("okno-payment-{case}.pdf")))
}

/// `GET /services/{id}/payment`: leads to what is owed for one's application of a service; who has
/// none is told the two ways to one (PAY-03).
pub async fn of_service(State(app): State<App>, page: Page, visitor: Visitor, Path(service): Path<String>) -> Answer {
    let known = app.office.library.current(&service, page.today).is_some();
    if !known {
        return Err(actions::stop::Stop::Missing.into());
    }
    match own::of_service(&app.office, &visitor.0, &service).await? {
        Some(case) => Ok(Redirect::to(&format!("/cases/{case}/payment")).into_response()),
        None => Ok((StatusCode::CONFLICT, html(&NothingToPayBy { service, page })?).into_response()),
    }
}

/// Key of a state's short name.
pub fn state_key(state: ChargeState) -> &'static str {
    match state {
        ChargeState::Exempt => "charge-exempt",
        ChargeState::ChargeIssued => "charge-issued",
        ChargeState::PaymentStarted => "charge-payment-started",
        ChargeState::AwaitingProof => "charge-awaiting-proof",
        ChargeState::ProofDelayed => "charge-proof-delayed",
        ChargeState::Underpaid => "charge-underpaid",
        ChargeState::PaidConfirmed => "charge-paid-confirmed",
        ChargeState::RefundPossible => "charge-refund-possible",
        ChargeState::RefundRequested => "charge-refund-requested",
        ChargeState::Refunded => "charge-refunded",
        ChargeState::RefundRefused => "charge-refund-refused",
        ChargeState::Expired => "charge-expired",
        ChargeState::Annulled => "charge-annulled",
    }
}

/// Colour of a state's chip; the words say it too.
pub fn state_class(state: ChargeState) -> &'static str {
    match state {
        ChargeState::PaidConfirmed | ChargeState::Refunded | ChargeState::Exempt => "good",
        ChargeState::Expired | ChargeState::RefundRefused => "bad",
        ChargeState::Annulled | ChargeState::RefundRequested => "info",
        _ => "warn",
    }
}

/// Where a charge stands, in a whole sentence.
pub fn text(page: &Page, charge: &Charge) -> String {
    let until = page.last_day(&charge.until);
    let last = charge.refunds.last();
    let settled = last.and_then(|refund| refund.settled.as_ref()).map_or("", |settled| settled.words.as_str());
    let asked = last.map_or(Money::ZERO, |refund| refund.amount).shown();
    match charge.state() {
        ChargeState::Exempt => page.t1("charge-exempt-text", "title", charge.exempt.as_deref().unwrap_or_default()),
        ChargeState::ChargeIssued => page.t2("charge-issued-text", "amount", charge.amount.shown(), "date", until),
        ChargeState::PaymentStarted => page.t("charge-payment-started-text").to_owned(),
        ChargeState::AwaitingProof => page.t("charge-awaiting-proof-text").to_owned(),
        ChargeState::ProofDelayed => page.t("charge-proof-delayed-text").to_owned(),
        ChargeState::Underpaid => {
            page.t2("charge-underpaid-text", "paid", charge.held().shown(), "rest", charge.rest().shown())
        }
        ChargeState::PaidConfirmed => {
            let at = charge.confirmed_at.unwrap_or(charge.made_at);
            page.t2("charge-paid-confirmed-text", "amount", charge.amount.shown(), "moment", page.moment(&at))
        }
        ChargeState::RefundPossible => page.t1("charge-refund-possible-text", "amount", charge.excess().shown()),
        ChargeState::RefundRequested => page.t1("charge-refund-requested-text", "amount", asked),
        ChargeState::Refunded => page.t2("charge-refunded-text", "amount", asked, "document", settled),
        ChargeState::RefundRefused => page.t2("charge-refund-refused-text", "amount", asked, "reason", settled),
        ChargeState::Expired => page.t1("charge-expired-text", "date", until),
        ChargeState::Annulled => page.t("charge-annulled-text").to_owned(),
    }
}

/// Key of the heading of a notice about a charge.
pub fn notice_key(news: ChargeNews) -> &'static str {
    match news {
        ChargeNews::Issued => "notice-charge-issued",
        ChargeNews::Exempt => "notice-charge-exempt",
        ChargeNews::Short => "notice-charge-short",
        ChargeNews::Over => "notice-charge-over",
        ChargeNews::Double => "notice-charge-double",
        ChargeNews::Expired => "notice-charge-expired",
        ChargeNews::Refunded => "notice-charge-refunded",
        ChargeNews::RefundRefused => "notice-charge-refund-refused",
    }
}

/// What such a notice says.
pub fn notice_text(page: &Page, news: &ChargeNews, amount: &Money, until: String) -> String {
    let amount = amount.shown();
    match news {
        ChargeNews::Issued => page.t2("notice-charge-issued-text", "amount", amount, "date", until),
        ChargeNews::Exempt => page.t("notice-charge-exempt-text").to_owned(),
        ChargeNews::Short => page.t1("notice-charge-short-text", "amount", amount),
        ChargeNews::Over => page.t1("notice-charge-over-text", "amount", amount),
        ChargeNews::Double => page.t1("notice-charge-double-text", "amount", amount),
        ChargeNews::Expired => page.t1("notice-charge-expired-text", "date", until),
        ChargeNews::Refunded => page.t1("notice-charge-refunded-text", "amount", amount),
        ChargeNews::RefundRefused => page.t1("notice-charge-refund-refused-text", "amount", amount),
    }
}

impl Payment {
    fn text(&self, charge: &Charge) -> String {
        text(&self.page, charge)
    }

    fn lacks(lacks: &Lacks) -> &'static str {
        match lacks {
            Lacks::Nothing => "payment-lacks-nothing",
            Lacks::NotKnownYet => "payment-lacks-not-known",
            Lacks::Payee => "payment-lacks-payee",
            Lacks::Elsewhere => "payment-lacks-elsewhere",
        }
    }

    /// Details as a person copies them: label and value.
    fn details<'a>(&'a self, charge: &'a Charge) -> Vec<(&'a str, &'a str)> {
        let details = &charge.details;
        vec![
            (self.page.t("payment-payee"), details.name.as_str()),
            (self.page.t("payment-inn"), details.inn.as_str()),
            (self.page.t("payment-kpp"), details.kpp.as_str()),
            (self.page.t("payment-account"), details.account.as_str()),
            (self.page.t("payment-bank"), details.bank.as_str()),
            (self.page.t("payment-bik"), details.bik.as_str()),
            (self.page.t("payment-correspondent"), details.correspondent.as_str()),
            (self.page.t("payment-kbk"), details.kbk.as_str()),
            (self.page.t("payment-oktmo"), details.oktmo.as_str()),
            (self.page.t("payment-purpose"), charge.purpose.as_str()),
        ]
    }

    fn may_ask_back(charge: &Charge) -> bool {
        matches!(charge.state(), ChargeState::RefundPossible | ChargeState::RefundRefused)
    }
}

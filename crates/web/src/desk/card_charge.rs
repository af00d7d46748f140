//! The charge of a case on its card, and what an official does about it (PAY-04, PAY-10). Nothing
//! here asks the applicant for a receipt.

use actions::citizen::uploads::NotTaken;
use actions::desk::card::Card;
use actions::payment::desk;
use actions::stop::Stop;
use axum::Form;
use axum::extract::{Path, State};
use domain::charge::{Charge, ChargeState, Registered};
use domain::official::Role;
use serde::Deserialize;

use super::messages::finish;
use super::staff::{Staff, case_id};
use super::words;
use crate::citizen::payment::{state_class, state_key};
use crate::shell::error::Answer;
use crate::shell::{App, Page};

/// A charge as the card shows it.
pub struct ChargeView {
    /// Its state.
    pub state: String,
    /// Colour of the state.
    pub class: &'static str,
    /// Labels and values.
    pub lines: Vec<(String, String)>,
    /// That the payments system is silent.
    pub silent: Option<String>,
    /// When it answered last.
    pub answered: Option<String>,
    /// What happened, oldest first: when, who, what.
    pub history: Vec<(String, String, String)>,
    /// The refund that is asked for.
    pub refund: Option<String>,
    /// May be asked about now.
    pub can_ask: bool,
    /// May be taken back.
    pub can_annul: bool,
    /// May be settled by this official.
    pub can_settle: bool,
}

/// What is charged for the case.
pub fn charge(page: &Page, staff: &Staff, card: &Card) -> Option<ChargeView> {
    let charge = card.charge.as_ref()?;
    let state = charge.state();
    let works = staff.0.roles.contains(&Role::Caseworker);
    let open = charge.refunds.last().filter(|refund| refund.settled.is_none());
    let history = charge.history.iter().map(|one| {
        let what = page.t(&format!("desk-charge-what-{}", one.what)).to_owned();
        (page.moment(&one.at), words::actor(page, &one.by, &card.names), what)
    });
    let silent = charge.contact.silent_since.filter(|_| state.payable());
    Some(ChargeView {
        state: page.t(state_key(state)).to_owned(),
        class: state_class(state),
        lines: lines(page, charge),
        silent: silent.map(|at| page.t1("desk-charge-silent", "moment", page.moment(&at))),
        answered: charge.contact.answered_at.map(|at| page.t1("desk-charge-answered", "moment", page.moment(&at))),
        history: history.collect(),
        refund: open.map(|refund| {
            page.t2("desk-charge-refund", "amount", refund.amount.shown(), "words", refund.words.as_str())
        }),
        can_ask: works && charge.uin.is_some() && state.payable(),
        can_annul: works && state.payable() && charge.paid().is_zero(),
        can_settle: works && state == ChargeState::RefundRequested,
    })
}

fn lines(page: &Page, charge: &Charge) -> Vec<(String, String)> {
    let label = |key: &str| page.t(key).to_owned();
    let known = match (&charge.uin, &charge.contact.registered) {
        (None, _) => page.t("desk-charge-known-none").to_owned(),
        (_, Registered::No) => page.t("desk-charge-known-no").to_owned(),
        (_, Registered::Yes { at }) => page.t1("desk-charge-known-yes", "moment", page.moment(at)),
        (_, Registered::Refused { code, words }) => {
            page.t2("desk-charge-known-refused", "code", code.as_str(), "words", words.as_str())
        }
    };
    let mut lines = vec![
        (label("desk-charge-amount"), charge.amount.shown()),
        (label("desk-charge-came"), charge.paid().shown()),
        (label("desk-charge-until"), page.last_day(&charge.until)),
        (label("desk-charge-known"), known),
    ];
    if let Some(uin) = &charge.uin {
        lines.insert(0, (label("desk-charge-uin"), uin.clone()));
    }
    if !charge.excess().is_zero() {
        lines.push((label("desk-charge-excess"), charge.excess().shown()));
    } else if !charge.rest().is_zero() && !charge.paid().is_zero() {
        lines.push((label("desk-charge-rest"), charge.rest().shown()));
    }
    lines
}

/// Words of an official.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    words: String,
}

/// `POST /desk/cases/{id}/charge/{act}`: `ask`, `grant`, `refuse`, `annul`.
pub async fn save(
    State(app): State<App>,
    page: Page,
    staff: Staff,
    Path((id, act)): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Answer {
    let id = case_id(&id)?;
    let (office, official) = (&app.office, &staff.0);
    let done = match act.as_str() {
        "ask" => desk::ask_now(office, official, &id).await,
        "grant" | "refuse" => desk::settle_refund(office, official, &id, act == "grant", &said.words).await,
        "annul" => desk::annul(office, official, &id, &said.words).await,
        _ => Err(Stop::Missing),
    };
    finish(page, &staff, &id, "charge", done.map_err(NotTaken::Stop))
}

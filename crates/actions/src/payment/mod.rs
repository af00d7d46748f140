//! Charges and their payment (PAY-01…10): a charge is made once the fee of a case is known, told to
//! ГИС ГМП, asked after by schedule, on demand and by notices; what is proved answers the regulation's
//! question whether the fee was paid. Nobody is ever asked for a receipt.

mod answer;
mod ask;
pub mod desk;
mod issue;
mod notices;
pub mod own;
mod proof;
mod wish;

use domain::case::{Case, CaseState, Change};
use domain::id::JobId;
use domain::job::{Job, Work};
use jiff::Timestamp;
use regulation::package::{FeeKind, Regulation};
use store::{Write, jobs};

use crate::office::Office;

pub(crate) use answer::by_message;
pub(crate) use ask::run as ask;
pub(crate) use issue::run as see_to;
pub(crate) use notices::run as poll;
pub(crate) use proof::{holds, stand_in};

/// Is this service charged for through okno? A part of a price paid by contract goes to a
/// contractor and not to a budget.
pub fn is_charged(office: &Office, regulation: &Regulation) -> bool {
    let open = office.treasury.is_some() && office.region.payments.is_some();
    open && !regulation.fee.is_free() && regulation.fee.kind != FeeKind::CoPayment
}

/// The case ended without the service.
fn unserved(state: CaseState) -> bool {
    state.ended() && state != CaseState::Completed
}

/// What follows from a change of a case for its charge: it is made when the case has come in or the
/// fee became known, taken back when the case ended without the service, and due again when the case
/// goes on after that.
pub(crate) fn following(
    office: &Office,
    before: &Case,
    regulation: &Regulation,
    change: &Change,
    now: Timestamp,
) -> Option<Write> {
    let after = &change.case;
    if !is_charged(office, regulation) {
        return None;
    }
    let today = office.today(now);
    let known = |case: &Case| regulation::assess::cost(regulation, &case.facts, today).exact().is_some();
    let is_new = matches!(before.state, CaseState::Submitted | CaseState::Delivering) && before.state != after.state;
    let is_over = !before.state.ended() && unserved(after.state);
    let goes_on = unserved(before.state) && !after.state.ended();
    let learnt = || before.facts != after.facts && !known(before) && known(after);
    if !(is_new || is_over || goes_on || learnt()) {
        return None;
    }
    let work = Work::Charge { case: after.id.clone() };
    let key = format!("charge:{}:{}", after.id, after.revision);
    Some(jobs::insert(&Job { id: JobId(office.new_id(after.id.bucket())), work, due_at: now, key }))
}

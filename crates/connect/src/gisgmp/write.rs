//! Messages as they are sent: ours, and those of the other side for those who play it.

use jiff::Timestamp;

use super::names::{CHARGE, COMMON, IMPORT, NOTICES, ORGANISATION, PACKAGE, PAYMENT, PAYMENTS, QUITTANCES, SEARCH};
use super::{Envelope, ImportedCharge, Participant, Payee, Payment, Protocol};
use crate::xml::{Element, Namespace};

/// Most answers of one page.
const PAGE: &str = "100";

/// «Nothing» in the fields of a payment order that only taxes have.
const NONE: &str = "0";

/// Status of a payer who is a person, in a payment order to a budget.
const PERSON: &str = "24";

fn new(namespace: Namespace<'_>, local: &str) -> Element {
    Element::new(namespace, local)
}

fn request(namespace: Namespace<'_>, root: &str, id: &str, by: &Participant, now: Timestamp) -> Element {
    new(namespace, root)
        .with_attribute("Id", format!("G_{id}"))
        .with_attribute("timestamp", now.to_string())
        .with_attribute("senderIdentifier", &by.sender)
        .with_attribute("senderRole", &by.role)
}

fn response(namespace: Namespace<'_>, root: &str, around: &Envelope, to: &str) -> Element {
    new(namespace, root)
        .with_attribute("Id", &around.id)
        .with_attribute("RqId", around.answers.clone().unwrap_or_default())
        .with_attribute("recipientIdentifier", to)
        .with_attribute("timestamp", around.at.to_string())
}

/// Takes charges in. `id` is that of the message that carries it.
pub fn import(id: &str, by: &Participant, charges: &[ImportedCharge], now: Timestamp) -> Element {
    let package = new(PACKAGE, "ChargesPackage").with_all(charges.iter().map(|charge| imported_charge(charge, by)));
    request(IMPORT, "ImportChargesRequest", id, by, now).with(package)
}

fn imported_charge(charge: &ImportedCharge, by: &Participant) -> Element {
    let element = new(PACKAGE, "ImportedCharge").with_attribute("Id", &charge.id);
    let element = match &by.originator {
        Some(originator) => element.with_attribute("originatorId", originator),
        None => element,
    };
    let element = element
        .with_attribute("supplierBillID", &charge.uin)
        .with_attribute("billDate", charge.made_at.to_string())
        .with_attribute("totalAmount", charge.kopecks.to_string())
        .with_attribute("purpose", &charge.purpose)
        .with_attribute("kbk", &charge.kbk)
        .with_attribute("oktmo", &charge.oktmo);
    let element = match charge.until {
        Some(day) => element.with_attribute("validUntil", day.to_string()),
        None => element,
    };
    let changed = charge.annulled.as_ref().map(|why| {
        new(COMMON, "ChangeStatus").with_attribute("meaning", "3").with(new(COMMON, "Reason").with_text(why))
    });
    element
        .with(payee(&charge.payee))
        .with(
            new(CHARGE, "Payer")
                .with_attribute("payerIdentifier", &charge.payer.id)
                .with_attribute("payerName", &charge.payer.name),
        )
        .with(budget(CHARGE))
        .with_all(changed)
}

fn payee(payee: &Payee) -> Element {
    let bank = new(COMMON, "Bank")
        .with_attribute("name", &payee.bank)
        .with_attribute("bik", &payee.bik)
        .with_attribute("correspondentBankAccount", &payee.correspondent);
    new(ORGANISATION, "Payee")
        .with_attribute("name", &payee.name)
        .with_attribute("inn", &payee.inn)
        .with_attribute("kpp", &payee.kpp)
        .with(new(COMMON, "OrgAccount").with_attribute("accountNumber", &payee.account).with(bank))
}

/// What only a payment of taxes says: nothing.
fn budget(namespace: Namespace<'_>) -> Element {
    new(namespace, "BudgetIndex")
        .with_attribute("status", PERSON)
        .with_attribute("paytReason", NONE)
        .with_attribute("taxPeriod", NONE)
        .with_attribute("taxDocNumber", NONE)
        .with_attribute("taxDocDate", NONE)
}

/// Asks for the payments of a charge.
pub fn payments_asked(id: &str, by: &Participant, uin: &str, now: Timestamp) -> Element {
    let root = request(PAYMENTS, "ExportPaymentsRequest", id, by, now);
    root.with(paging()).with(conditions("PaymentsExportConditions", "PAYMENT", uin))
}

/// Asks how the payments of a charge were matched.
pub fn quittances_asked(id: &str, by: &Participant, uin: &str, now: Timestamp) -> Element {
    let root = request(QUITTANCES, "ExportQuittancesRequest", id, by, now);
    root.with(paging()).with(conditions("QuittancesExportConditions", "QUITTANCE", uin))
}

fn paging() -> Element {
    new(COMMON, "Paging").with_attribute("pageNumber", "1").with_attribute("pageLength", PAGE)
}

fn conditions(name: &str, kind: &str, uin: &str) -> Element {
    let uin = new(SEARCH, "SupplierBillID").with_text(uin);
    new(SEARCH, name).with_attribute("kind", kind).with(new(SEARCH, "ChargesConditions").with(uin))
}

/// Tells that a notice was taken.
pub fn confirmation(id: &str, answers: &str, route: &str, recipient: &str, now: Timestamp) -> Element {
    let around = Envelope { id: format!("G_{id}"), answers: Some(answers.to_owned()), at: now };
    response(NOTICES, "ExportNoticeResponse", &around, recipient)
        .with(new(NOTICES, "RoutingCode").with_text(route))
        .with(new(NOTICES, "ExportNoticeConfirmation").with_text("true"))
}

/// What became of imported charges.
pub fn imported(around: &Envelope, to: &str, protocols: &[Protocol]) -> Element {
    let one = |protocol: &Protocol| {
        new(COMMON, "ImportProtocol")
            .with_attribute("entityID", &protocol.entity)
            .with_attribute("code", &protocol.code)
            .with_attribute("description", &protocol.words)
    };
    response(IMPORT, "ImportChargesResponse", around, to).with_all(protocols.iter().map(one))
}

/// The payments of a charge.
pub fn payments(around: &Envelope, to: &str, charge: Option<&ImportedCharge>, found: &[Payment]) -> Element {
    let one =
        |found: &Payment| {
            told_payment(PAYMENTS, "PaymentInfo", charge, found)
                .with_all(found.uin.iter().map(|uin| {
                    new(PAYMENTS, "AcknowledgmentInfo").with(new(PAYMENTS, "SupplierBillID").with_text(uin))
                }))
                .with(change_status(found))
        };
    response(PAYMENTS, "ExportPaymentsResponse", around, to)
        .with_attribute("hasMore", "false")
        .with_all(found.iter().map(one))
}

fn told_payment(namespace: Namespace<'_>, local: &str, charge: Option<&ImportedCharge>, found: &Payment) -> Element {
    let of = |pick: fn(&ImportedCharge) -> &String| charge.map(pick).cloned().unwrap_or_else(|| NONE.to_owned());
    let bank = found.id.get(1..10).unwrap_or_default();
    let payer = charge.map(|charge| {
        new(PAYMENT, "Payer")
            .with_attribute("payerName", &charge.payer.name)
            .with_attribute("payerIdentifier", &charge.payer.id)
    });
    new(namespace, local)
        .with_attribute("paymentId", &found.id)
        .with_attribute("supplierBillID", found.uin.clone().unwrap_or_else(|| NONE.to_owned()))
        .with_attribute("purpose", of(|charge| &charge.purpose))
        .with_attribute("amount", found.kopecks.to_string())
        .with_attribute("paymentDate", found.paid_at.to_string())
        .with_attribute("kbk", of(|charge| &charge.kbk))
        .with_attribute("oktmo", of(|charge| &charge.oktmo))
        .with_attribute("transKind", "01")
        .with(new(PAYMENT, "PaymentOrg").with(new(ORGANISATION, "Bank").with_attribute("bik", bank)))
        .with_all(payer)
        .with_all(charge.map(|charge| payee(&charge.payee)))
        .with(budget(PAYMENT))
}

fn change_status(found: &Payment) -> Element {
    let meaning = if found.revoked { "3" } else { "1" };
    new(COMMON, "ChangeStatusInfo").with(new(COMMON, "Meaning").with_text(meaning))
}

/// How the payments of a charge were matched.
pub fn quittances(around: &Envelope, to: &str, charge: Option<&ImportedCharge>, found: &[Payment]) -> Element {
    let paid: i64 = found.iter().filter(|one| !one.revoked).map(|one| one.kopecks).sum();
    let total = charge.map_or(paid, |charge| charge.kopecks);
    let one = |found: &Payment| quittance(QUITTANCES, "Quittance", found, total, paid);
    response(QUITTANCES, "ExportQuittancesResponse", around, to)
        .with_attribute("hasMore", "false")
        .with_all(found.iter().map(one))
}

fn quittance(namespace: Namespace<'_>, local: &str, found: &Payment, total: i64, paid: i64) -> Element {
    let status = if paid >= total { "1" } else { "2" };
    new(namespace, local)
        .with_attribute("supplierBillID", found.uin.clone().unwrap_or_else(|| NONE.to_owned()))
        .with_attribute("totalAmount", total.to_string())
        .with_attribute("creationDate", found.paid_at.to_string())
        .with_attribute("billStatus", status)
        .with_attribute("balance", (total - paid).max(0).to_string())
        .with_attribute("paymentId", &found.id)
        .with_attribute("amountPayment", found.kopecks.to_string())
        .with_attribute("isRevoked", found.revoked.to_string())
}

/// A notice of a payment, or of its quittance.
pub fn notice(around: &Envelope, to: &str, route: &str, found: &Payment, by_quittance: bool) -> Element {
    let told = match by_quittance {
        true => quittance(NOTICES, "NoticeQuittance", found, found.kopecks, found.kopecks),
        false => told_payment(NOTICES, "NoticePayment", None, found).with(change_status(found)),
    };
    let destination = new(NOTICES, "Destination")
        .with_attribute("recipientIdentifier", to)
        .with(new(NOTICES, "RoutingCode").with_text(route));
    new(NOTICES, "ExportNoticeRequest")
        .with_attribute("Id", &around.id)
        .with_attribute("timestamp", around.at.to_string())
        .with(destination)
        .with(told)
}

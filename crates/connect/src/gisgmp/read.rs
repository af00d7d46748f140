//! Reads messages of ГИС ГМП, leniently as to order and version and strictly as to what money
//! depends on: a payment without an id, an amount or a moment is not guessed.

use jiff::{Timestamp, civil};

use super::names::{all, child, service_of};
use super::{Envelope, ImportedCharge, Message, Payee, Payer, Payment, Protocol, Told};
use crate::xml::Element;

/// Why a message cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It is no XML.
    #[error("сообщение ГИС ГМП не читается как XML")]
    Broken,
    /// It is another message.
    #[error("«{0}» не сообщение ГИС ГМП")]
    Foreign(String),
    /// Something that must be there is not, or is not what it must be.
    #[error("в сообщении ГИС ГМП нет «{1}» у «{0}» или оно не читается")]
    Lacks(String, &'static str),
}

/// Reads a message.
pub fn read(root: &Element) -> Result<Told, Unread> {
    let foreign = || Unread::Foreign(root.name.local.clone());
    let service = service_of(&root.name.uri).ok_or_else(foreign)?;
    let envelope = Envelope {
        id: text(root, "Id")?.to_owned(),
        answers: root.attribute("RqId").map(str::to_owned),
        at: moment(root, "timestamp")?,
    };
    let message = match (service, root.name.local.as_str()) {
        ("import-charges", "ImportChargesRequest") => Message::Import(imports(root)?),
        ("import-charges", "ImportChargesResponse") => Message::Imported(protocols(root)?),
        ("export-payments", "ExportPaymentsRequest") => Message::PaymentsAsked(asked(root, "PaymentsExportConditions")),
        ("export-payments", "ExportPaymentsResponse") => {
            let payments = all(root, "PaymentInfo").map(payment).collect::<Result<_, _>>()?;
            Message::Payments { payments, more: more(root) }
        }
        ("export-quittances", "ExportQuittancesRequest") => {
            Message::QuittancesAsked(asked(root, "QuittancesExportConditions"))
        }
        ("export-quittances", "ExportQuittancesResponse") => {
            let payments = all(root, "Quittance").filter_map(quittance).collect::<Result<_, _>>()?;
            Message::Quittances { payments, more: more(root) }
        }
        ("ExportNotice", "ExportNoticeRequest") => notice(root)?,
        ("ExportNotice", "ExportNoticeResponse") => Message::NoticeTaken,
        (service, root) => Message::Other { service: service.to_owned(), root: root.to_owned() },
    };
    Ok(Told { envelope, message })
}

fn text<'a>(element: &'a Element, name: &'static str) -> Result<&'a str, Unread> {
    let found = element.attribute(name).map(str::trim).filter(|text| !text.is_empty());
    found.ok_or_else(|| Unread::Lacks(element.name.local.clone(), name))
}

fn kopecks(element: &Element, name: &'static str) -> Result<i64, Unread> {
    let number = text(element, name)?.parse().ok().filter(|amount: &i64| *amount >= 0);
    number.ok_or_else(|| Unread::Lacks(element.name.local.clone(), name))
}

/// A moment of XML; one without an offset is Moscow time, which СМЭВ lives by.
fn moment(element: &Element, name: &'static str) -> Result<Timestamp, Unread> {
    let text = text(element, name)?;
    let bare = || {
        let local: civil::DateTime = text.parse().ok()?;
        local.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).ok().map(|zoned| zoned.timestamp())
    };
    let moment = text.parse().ok().or_else(bare);
    moment.ok_or_else(|| Unread::Lacks(element.name.local.clone(), name))
}

fn more(root: &Element) -> bool {
    root.attribute("hasMore") == Some("true")
}

fn imports(root: &Element) -> Result<Vec<ImportedCharge>, Unread> {
    let packages = all(root, "ChargesPackage");
    packages.flat_map(|package| all(package, "ImportedCharge")).map(imported).collect()
}

fn imported(element: &Element) -> Result<ImportedCharge, Unread> {
    let lacks = |what| Unread::Lacks(element.name.local.clone(), what);
    let organisation = child(element, "Payee").ok_or_else(|| lacks("Payee"))?;
    let account = child(organisation, "OrgAccount").ok_or_else(|| lacks("OrgAccount"))?;
    let bank = child(account, "Bank").ok_or_else(|| lacks("Bank"))?;
    let payer = child(element, "Payer").ok_or_else(|| lacks("Payer"))?;
    let maybe = |element: &Element, name| element.attribute(name).unwrap_or_default().to_owned();
    let own = |name| text(element, name).map(str::to_owned);
    let changed = child(element, "ChangeStatus").filter(|status| status.attribute("meaning") == Some("3"));
    Ok(ImportedCharge {
        id: own("Id")?,
        uin: own("supplierBillID")?,
        made_at: moment(element, "billDate")?,
        kopecks: kopecks(element, "totalAmount")?,
        purpose: own("purpose")?,
        kbk: own("kbk")?,
        oktmo: own("oktmo")?,
        payee: Payee {
            name: text(organisation, "name")?.to_owned(),
            inn: text(organisation, "inn")?.to_owned(),
            kpp: text(organisation, "kpp")?.to_owned(),
            account: text(account, "accountNumber")?.to_owned(),
            bank: maybe(bank, "name"),
            bik: text(bank, "bik")?.to_owned(),
            correspondent: maybe(bank, "correspondentBankAccount"),
        },
        payer: Payer { id: text(payer, "payerIdentifier")?.to_owned(), name: maybe(payer, "payerName") },
        until: element.attribute("validUntil").and_then(|day| day.parse().ok()),
        annulled: changed.map(|status| child(status, "Reason").map(Element::text).unwrap_or_default()),
    })
}

fn protocols(root: &Element) -> Result<Vec<Protocol>, Unread> {
    let one = |element: &Element| {
        Ok(Protocol {
            entity: text(element, "entityID")?.to_owned(),
            code: text(element, "code")?.to_owned(),
            words: element.attribute("description").unwrap_or_default().to_owned(),
        })
    };
    all(root, "ImportProtocol").map(one).collect()
}

fn asked(root: &Element, conditions: &str) -> Vec<String> {
    let found = all(root, conditions).flat_map(|one| all(one, "ChargesConditions"));
    found.flat_map(|one| all(one, "SupplierBillID")).map(|uin| uin.text().trim().to_owned()).collect()
}

/// УИН; `0` says that there is none.
fn uin(element: &Element) -> Option<String> {
    element.attribute("supplierBillID").map(str::trim).filter(|uin| !uin.is_empty() && *uin != "0").map(str::to_owned)
}

fn payment(element: &Element) -> Result<Payment, Unread> {
    let meaning = child(element, "ChangeStatusInfo").and_then(|info| child(info, "Meaning")).map(Element::text);
    Ok(Payment {
        id: text(element, "paymentId")?.to_owned(),
        uin: uin(element),
        kopecks: kopecks(element, "amount")?,
        paid_at: moment(element, "paymentDate")?,
        revoked: meaning.is_some_and(|meaning| meaning.trim() == "3"),
    })
}

/// A quittance is proof of a payment only where it names one: a charge can be matched without.
fn quittance(element: &Element) -> Option<Result<Payment, Unread>> {
    let id = element.attribute("paymentId").map(str::trim).filter(|id| !id.is_empty())?.to_owned();
    let read = || {
        Ok(Payment {
            id,
            uin: uin(element),
            kopecks: kopecks(element, "amountPayment")?,
            paid_at: moment(element, "creationDate")?,
            revoked: element.attribute("isRevoked") == Some("true"),
        })
    };
    Some(read())
}

fn notice(root: &Element) -> Result<Message, Unread> {
    let lacks = |what| Unread::Lacks(root.name.local.clone(), what);
    let destination = child(root, "Destination").ok_or_else(|| lacks("Destination"))?;
    let recipient = text(destination, "recipientIdentifier")?.to_owned();
    let route = child(destination, "RoutingCode").map(|code| code.text().trim().to_owned()).unwrap_or_default();
    if let Some(told) = child(root, "NoticePayment") {
        return Ok(Message::Notice { route, recipient, payment: payment(told)? });
    }
    if let Some(told) = child(root, "NoticeQuittance").and_then(quittance) {
        return Ok(Message::Notice { route, recipient, payment: told? });
    }
    let told = root.elements().find(|one| one.name.local != "Destination").ok_or_else(|| lacks("Notice"))?;
    Ok(Message::OtherNotice { route, recipient, what: told.name.local.clone() })
}

//! Where fees are paid to: the details of an authority's account, by editions (PAY-06).

use jiff::civil::Date;
use serde::Serialize;

use crate::data_file::{Node, Reading};
use crate::identifier::{Identifier, IdentifierKind};

/// The details of a payee in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payee {
    /// First day.
    pub from: Date,
    /// The day after the last one.
    pub until: Option<Date>,
    /// Who receives the money, as payment orders say it.
    pub name: String,
    /// ИНН of the payee.
    pub inn: String,
    /// КПП of the payee.
    pub kpp: String,
    /// БИК of the bank.
    pub bik: String,
    /// The account.
    pub account: String,
    /// ОКТМО of the territory.
    pub oktmo: String,
    /// КБК of the income.
    pub kbk: String,
}

const KEYS: [&str; 9] = ["from", "until", "name", "inn", "kpp", "bik", "account", "oktmo", "kbk"];

/// `payee: [ { from, until, name, inn, kpp, bik, account, oktmo, kbk } ]` of an authority.
pub(super) fn read(reading: &mut Reading<'_>, node: &Node) -> Vec<Payee> {
    let mut payees: Vec<Payee> = Vec::new();
    for one in reading.list(node, "Реквизиты") {
        let Some(payee) = edition(reading, one) else { continue };
        let after = payees.last().is_none_or(|last| last.until.is_some_and(|until| until <= payee.from));
        if !after || payee.until.is_some_and(|until| until <= payee.from) {
            let mend = "Закончите прежнюю редакцию: её `until` — не позже дня, с которого действует следующая.";
            reading.wrong(&one.span, "Редакции реквизитов перекрываются", mend);
        }
        payees.push(payee);
    }
    payees
}

fn edition(reading: &mut Reading<'_>, node: &Node) -> Option<Payee> {
    reading.only(node, &KEYS);
    let from = date(reading, node, "from");
    let until = node.get("until").is_some().then(|| date(reading, node, "until"));
    let name = reading.required(node, "name").map(str::to_owned);
    let mut checked = |key: &str, kind| number(reading, node, key, kind);
    let inn = checked("inn", IdentifierKind::InnOrganisation);
    let kpp = checked("kpp", IdentifierKind::Kpp);
    let bik = checked("bik", IdentifierKind::Bik);
    let account = checked("account", IdentifierKind::Account);
    if let (Some(account), Some(bik)) = (&account, &bik)
        && let Err(problem) = account.fits_bank(bik)
    {
        let span = &node.get("account").unwrap_or(node).span;
        reading.wrong(span, problem.message(), problem.mend());
    }
    let mut checked = |key: &str, kind| number(reading, node, key, kind);
    let oktmo = checked("oktmo", IdentifierKind::Oktmo);
    let kbk = checked("kbk", IdentifierKind::Kbk);
    let until = match until {
        Some(day) => Some(day?),
        None => None,
    };
    Some(Payee {
        from: from?,
        until,
        name: name?,
        inn: inn?.as_str().to_owned(),
        kpp: kpp?.as_str().to_owned(),
        bik: bik?.as_str().to_owned(),
        account: account?.as_str().to_owned(),
        oktmo: oktmo?.as_str().to_owned(),
        kbk: kbk?.as_str().to_owned(),
    })
}

/// A number with its check digits: a slip of the pen is found here, not by the bank.
fn number(reading: &mut Reading<'_>, node: &Node, key: &str, kind: IdentifierKind) -> Option<Identifier> {
    let text = reading.required(node, key)?;
    match Identifier::parse(kind, text) {
        Ok(number) => Some(number),
        Err(problem) => {
            let span = &node.get(key).unwrap_or(node).span;
            reading.wrong(span, problem.message(), problem.mend());
            None
        }
    }
}

fn date(reading: &mut Reading<'_>, node: &Node, key: &str) -> Option<Date> {
    let text = reading.required(node, key)?;
    let date = text.parse().ok();
    if date.is_none() {
        let span = &node.get(key).unwrap_or(node).span;
        reading.wrong(span, &format!("«{text}» не дата"), "Впишите день как 2026-01-31.");
    }
    date
}

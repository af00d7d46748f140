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
    /// Name of the bank, as payment orders say it.
    pub bank: String,
    /// БИК of the bank.
    pub bik: String,
    /// Account of the bank itself: a correspondent account or a single treasury account (ЕКС).
    pub correspondent: String,
    /// The account.
    pub account: String,
    /// ОКТМО of the territory.
    pub oktmo: String,
    /// КБК of the income.
    pub kbk: String,
    /// First digits of the УИН of its charges. Without them a charge has no УИН and is paid by
    /// the details alone (PAY-07).
    pub uin: Option<String>,
}

const KEYS: [&str; 12] =
    ["from", "until", "name", "inn", "kpp", "bank", "bik", "correspondent", "account", "oktmo", "kbk", "uin"];

/// Longest name of a payee that a payment order and a payment code hold (ГОСТ Р 56042-2014).
const LONGEST_NAME: usize = 160;

/// Longest name of a bank that a payment code holds (ГОСТ Р 56042-2014).
const LONGEST_BANK: usize = 45;

/// `payee: [ { from, until, name, inn, kpp, bank, bik, correspondent, account, oktmo, kbk, uin } ]`
/// of an authority.
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
    let name = words(reading, node, "name", LONGEST_NAME);
    let bank = words(reading, node, "bank", LONGEST_BANK);
    let mut checked = |key: &str, kind| number(reading, node, key, kind);
    let inn = checked("inn", IdentifierKind::InnOrganisation);
    let kpp = checked("kpp", IdentifierKind::Kpp);
    let bik = checked("bik", IdentifierKind::Bik);
    let account = checked("account", IdentifierKind::Account);
    let correspondent = checked("correspondent", IdentifierKind::Account);
    for (key, account) in [("account", &account), ("correspondent", &correspondent)] {
        if let (Some(account), Some(bik)) = (account, &bik)
            && let Err(problem) = account.fits_bank(bik)
        {
            let span = &node.get(key).unwrap_or(node).span;
            reading.wrong(span, problem.message(), problem.mend());
        }
    }
    if let Some(account) = &correspondent
        && !["301", "40102"].iter().any(|start| account.as_str().starts_with(start))
    {
        let span = &node.get("correspondent").unwrap_or(node).span;
        let message = "Это не счёт банка: корреспондентский счёт начинается с 301, единый казначейский счёт — с 40102";
        reading.wrong(span, message, "Впишите счёт банка, в котором открыт счёт получателя.");
    }
    let mut checked = |key: &str, kind| number(reading, node, key, kind);
    let oktmo = checked("oktmo", IdentifierKind::Oktmo);
    let kbk = checked("kbk", IdentifierKind::Kbk);
    let uin = match node.get("uin").is_some() {
        true => Some(code(reading, node)?),
        false => None,
    };
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
        bank: bank?,
        bik: bik?.as_str().to_owned(),
        correspondent: correspondent?.as_str().to_owned(),
        account: account?.as_str().to_owned(),
        oktmo: oktmo?.as_str().to_owned(),
        kbk: kbk?.as_str().to_owned(),
        uin,
    })
}

/// A name that must go into a payment order and a payment code whole.
fn words(reading: &mut Reading<'_>, node: &Node, key: &str, most: usize) -> Option<String> {
    let text = reading.required(node, key)?.trim();
    let length = text.chars().count();
    if length <= most && !text.chars().any(char::is_control) {
        return Some(text.to_owned());
    }
    let span = &node.get(key).unwrap_or(node).span;
    let message = format!("«{key}» не помещается в платёжный документ: знаков {length}, можно {most}");
    reading.wrong(span, &message, "Сократите название в одну строку, как его сокращает казначейство.");
    None
}

/// The first digits of УИН: a УИН with them must come out right.
fn code(reading: &mut Reading<'_>, node: &Node) -> Option<String> {
    let text = reading.required(node, "uin")?;
    match Identifier::uin(text, 1) {
        Ok(_) => Some(text.to_owned()),
        Err(problem) => {
            let span = &node.get("uin").unwrap_or(node).span;
            reading.wrong(span, problem.message(), problem.mend());
            None
        }
    }
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

//! The payment document (PAY-02): everything a bank asks for, on paper and as a payment code. It can
//! be complete, or leave payer and amount to be filled in by hand.

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Serialize;

use crate::application::{Letterhead, Line};
use crate::compile::pdf_of;
use crate::error::PaperError;
use crate::payment_code::{self as code, PaymentCode, payment_code};
use crate::qr::qr_svg_bytes;

/// What the document shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentDocument {
    /// The authority that charges.
    pub authority: Letterhead,
    /// The service.
    pub service: String,
    /// Number of the application.
    pub number: String,
    /// The day it was charged on.
    pub date: Date,
    /// Where it is paid to and what for.
    pub order: PaymentOrder,
    /// Who pays; `None`: to be filled in.
    pub payer: Option<String>,
    /// How much, in words of the screen; `None`: to be filled in.
    pub amount: Option<String>,
    /// What it is made of.
    pub lines: Vec<Line>,
    /// Until when it can be paid, in words.
    pub until: String,
    /// That it is paid already, exempt, over: a whole sentence; empty while it can be paid.
    pub standing: String,
    /// The clause that sets the fee.
    pub because: String,
}

/// Details of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentOrder {
    /// Who receives it.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// Account.
    pub account: String,
    /// Name of the bank.
    pub bank: String,
    /// БИК.
    pub bik: String,
    /// Account of the bank.
    pub correspondent: String,
    /// КБК.
    pub kbk: String,
    /// ОКТМО.
    pub oktmo: String,
    /// УИН.
    pub uin: Option<String>,
    /// What for.
    pub purpose: String,
    /// How much, in kopecks; `None`: whoever pays types it.
    pub kopecks: Option<i64>,
}

impl PaymentOrder {
    /// The payment code.
    pub fn code(&self) -> Result<PaymentCode, PaperError> {
        let sum = self.kopecks.map(|kopecks| kopecks.to_string()).unwrap_or_default();
        let uin = self.uin.as_deref().unwrap_or_default();
        payment_code(
            [&self.name, &self.account, &self.bank, &self.bik, &self.correspondent],
            &[
                (code::SUM, &sum),
                (code::PURPOSE, &self.purpose),
                (code::PAYEE_INN, &self.inn),
                (code::KPP, &self.kpp),
                (code::CBC, &self.kbk),
                (code::OKTMO, &self.oktmo),
                (code::UIN, uin),
            ],
        )
    }
}

/// The document as PDF/A.
pub fn payment_document(document: &PaymentDocument) -> Result<Vec<u8>, PaperError> {
    let mut data = serde_json::to_value(document).map_err(|error| PaperError::Data(error.to_string()))?;
    let mut files = IndexMap::new();
    data["qr"] = serde_json::Value::Null;
    // What is not to be paid any more gets no code: nobody shall pay it twice.
    if document.standing.is_empty() {
        files.insert("qr.svg".to_owned(), qr_svg_bytes(document.order.code()?.bytes())?);
        data["qr"] = "qr.svg".into();
    }
    pdf_of("payment.typ", crate::PAYMENT, &data, &files)
}

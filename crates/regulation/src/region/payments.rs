//! How fees are charged in the region (PAY-04, PAY-10): which source of the regulations is proof of
//! payment, how long a charge can be paid, how long after it a refund may be asked for.

use serde::Serialize;

use crate::clock::Term;
use crate::data_file::{Node, Reading};

/// The region's rules of charging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payments {
    /// The source that regulations ask whether a fee was paid: `treasury.payment`. Where a case has
    /// a charge, the charge answers for it.
    pub proof: String,
    /// What a payment is for, as payment orders say it: `{service}` and `{number}` are put in.
    pub purpose: String,
    /// How long a charge can be paid.
    pub within: Term,
    /// Sets that term.
    pub because: String,
    /// How long after the payment a refund may be asked for.
    pub refund_within: Term,
    /// Sets that term.
    pub refund_because: String,
}

/// Longest purpose that a payment order holds (ГОСТ Р 56042-2014).
const LONGEST_PURPOSE: usize = 210;

impl Payments {
    /// The purpose of a payment for a service and a case, never longer than an order holds. What
    /// is too long loses the end of the service's name and never the number.
    pub fn purpose_of(&self, service: &str, number: &str) -> String {
        let bare = self.purpose.replace("{service}", "").replace("{number}", number).chars().count();
        let room = LONGEST_PURPOSE.saturating_sub(bare);
        let service: String = service.chars().take(room).collect();
        self.purpose.replace("{service}", service.trim_end()).replace("{number}", number)
    }
}

const KEYS: [&str; 6] = ["proof", "purpose", "within", "because", "refund-within", "refund-because"];

/// Reads `payments: { proof, purpose, within, because, refund-within, refund-because }`.
pub(super) fn read(reading: &mut Reading<'_>, node: &Node) -> Option<Payments> {
    reading.only(node, &KEYS);
    let proof = reading.required(node, "proof").map(str::to_owned);
    let purpose = reading.required(node, "purpose").map(str::to_owned);
    if let Some(text) = &purpose
        && !(text.contains("{number}") && text.contains("{service}") && text.chars().count() <= LONGEST_PURPOSE / 2)
    {
        let span = &node.get("purpose").unwrap_or(node).span;
        let message = "В назначении платежа нужны {service} и {number}, а своих слов — не больше половины строки";
        reading.wrong(span, message, "Впишите, например: «{service}, заявление {number}».");
    }
    let within = term(reading, node, "within");
    let refund_within = term(reading, node, "refund-within");
    let because = reading.required(node, "because").map(str::to_owned);
    let refund_because = reading.required(node, "refund-because").map(str::to_owned);
    Some(Payments {
        proof: proof?,
        purpose: purpose?,
        within: within?,
        because: because?,
        refund_within: refund_within?,
        refund_because: refund_because?,
    })
}

fn term(reading: &mut Reading<'_>, node: &Node, key: &str) -> Option<Term> {
    let text = reading.required(node, key)?;
    match Term::parse(text) {
        Ok(term) => Some(term),
        Err(_) => {
            let span = &node.get(key).unwrap_or(node).span;
            let message = format!("«{text}» не срок");
            reading.wrong(span, &message, "Впишите срок как 30 cd, 5 wd, 3 months или 3 years.");
            None
        }
    }
}

//! Payment codes of ГОСТ Р 56042-2014: what a bank's app reads from a QR code, so that nobody types
//! details (PAY-01, PAY-02).
//!
//! `ST0001`, the encoding, a separator, then `Key=Value` after `Key=Value`. The first five keys must
//! be there, in their order, and may take 300 bytes together: where UTF-8 does not fit, the code is
//! written in Windows-1251, in which a Russian letter is one byte.

use crate::error::PaperError;

/// Most bytes of the five keys that must be there.
const MOST_MANDATORY: usize = 300;

/// Separators to choose from; the first is what everybody expects.
const SEPARATORS: [char; 6] = ['|', '#', '~', '^', ';', '\\'];

/// A key of the standard with the most characters its value may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    name: &'static str,
    most: usize,
}

const fn key(name: &'static str, most: usize) -> Key {
    Key { name, most }
}

/// Name of the payee.
pub const NAME: Key = key("Name", 160);
/// Account of the payee.
pub const PERSONAL_ACC: Key = key("PersonalAcc", 20);
/// Name of the bank.
pub const BANK_NAME: Key = key("BankName", 45);
/// БИК.
pub const BIC: Key = key("BIC", 9);
/// Account of the bank.
pub const CORRESP_ACC: Key = key("CorrespAcc", 20);
/// Amount in kopecks.
pub const SUM: Key = key("Sum", 18);
/// What for.
pub const PURPOSE: Key = key("Purpose", 210);
/// ИНН of the payee.
pub const PAYEE_INN: Key = key("PayeeINN", 12);
/// КПП of the payee.
pub const KPP: Key = key("KPP", 9);
/// КБК.
pub const CBC: Key = key("CBC", 20);
/// ОКТМО.
pub const OKTMO: Key = key("OKTMO", 11);
/// УИН.
pub const UIN: Key = key("UIN", 25);
/// Last name of the payer.
pub const LAST_NAME: Key = key("LastName", 80);
/// First name of the payer.
pub const FIRST_NAME: Key = key("FirstName", 80);
/// Middle name of the payer.
pub const MIDDLE_NAME: Key = key("MiddleName", 80);
/// Address of the payer.
pub const PAYER_ADDRESS: Key = key("PayerAddress", 210);

/// The keys that must be there, in their order.
const MANDATORY: [Key; 5] = [NAME, PERSONAL_ACC, BANK_NAME, BIC, CORRESP_ACC];

/// A payment code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentCode {
    text: String,
    bytes: Vec<u8>,
}

impl PaymentCode {
    /// The code as text; its fifth digit tells in which encoding it stands in the picture.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the picture.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Makes the code: the five mandatory values, then whatever else is known. A value that is too long
/// or cannot be written is refused, never cut: money would go elsewhere.
pub fn payment_code(mandatory: [&str; 5], more: &[(Key, &str)]) -> Result<PaymentCode, PaperError> {
    let first: Vec<(Key, &str)> = MANDATORY.into_iter().zip(mandatory).collect();
    if let Some((missing, _)) = first.iter().find(|(_, value)| value.trim().is_empty()) {
        return Err(PaperError::Data(format!("в платёжном коде нет обязательного «{}»", missing.name)));
    }
    let all: Vec<(Key, &str)> =
        first.iter().copied().chain(more.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
    for (key, value) in &all {
        let length = value.chars().count();
        if length > key.most || value.chars().any(char::is_control) {
            let words = format!("«{}» не помещается в платёжный код: знаков {length}, можно {}", key.name, key.most);
            return Err(PaperError::Data(words));
        }
    }
    let free = SEPARATORS.into_iter().find(|separator| !all.iter().any(|(_, value)| value.contains(*separator)));
    let separator =
        free.ok_or_else(|| PaperError::Data("для платёжного кода нет свободного разделителя".to_owned()))?;
    let join = |pairs: &[(Key, &str)]| {
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{}={value}", key.name)).collect();
        pairs.join(&separator.to_string())
    };
    let (mandatory, body) = (join(&first), join(&all));
    if mandatory.len() <= MOST_MANDATORY {
        let text = format!("ST00012{separator}{body}");
        return Ok(PaymentCode { bytes: text.clone().into_bytes(), text });
    }
    let text = format!("ST00011{separator}{body}");
    let unwritable = || PaperError::Data("реквизиты не помещаются в платёжный код: сократите название".to_owned());
    if windows_1251(&mandatory).ok_or_else(unwritable)?.len() > MOST_MANDATORY {
        return Err(unwritable());
    }
    let bytes = windows_1251(&text).ok_or_else(unwritable)?;
    Ok(PaymentCode { text, bytes })
}

/// A text in Windows-1251; `None` where it has a sign that is not there.
fn windows_1251(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|sign| match sign {
            '\0'..='\x7f' => u8::try_from(u32::from(sign)).ok(),
            'А'..='я' => u8::try_from(u32::from(sign) - u32::from('А') + 0xC0).ok(),
            'Ё' => Some(0xA8),
            'ё' => Some(0xB8),
            '«' => Some(0xAB),
            '»' => Some(0xBB),
            '№' => Some(0xB9),
            '—' => Some(0x97),
            '–' => Some(0x96),
            '“' => Some(0x93),
            '”' => Some(0x94),
            '„' => Some(0x84),
            '\u{a0}' => Some(0xA0),
            _ => None,
        })
        .collect()
}

//! The check code and the number of a result as people type them.

use domain::number::{PublicNumber, check_code, read_check_code};

use crate::office::Office;
use crate::stop::Stop;

/// A new code nobody can guess.
pub fn new(office: &Office) -> Result<String, Stop> {
    Ok(check_code(office.secret::<12>()?))
}

/// What somebody typed into the check page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A check code.
    Code(String),
    /// A number of a result.
    Number(String),
    /// Neither: it cannot be one.
    Neither,
}

/// Reads what a person typed: any case and dashes, Cyrillic letters that look like Latin ones.
pub fn read(typed: &str) -> Typed {
    let plain: String = typed.trim().chars().map(dash).collect();
    if let Some(number) = PublicNumber::parse(&plain) {
        return Typed::Number(number.to_string());
    }
    let latin: String = plain.chars().map(latin).collect();
    read_check_code(&latin).map_or(Typed::Neither, Typed::Code)
}

fn dash(sign: char) -> char {
    if matches!(sign, '–' | '—' | '‑' | '−') { '-' } else { sign }
}

fn latin(sign: char) -> char {
    match sign.to_uppercase().next().unwrap_or(sign) {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["7M2N-9RXW-04TD", "7m2n 9rxw 04td", "7М2N9RХW—О4ТD", " 7M2N–9RXW–O4TD "] {
            assert_eq!(read(typed), Typed::Code("7M2N-9RXW-04TD".to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_number_is_read_however_it_is_typed_and_a_slip_is_found() {
        let number = PublicNumber::new("ОБ", 2026, 17).to_string();
        assert_eq!(read(&number.to_lowercase().replace('-', "–")), Typed::Number(number.clone()));
        assert_eq!(read(&number.replace("17", "71")), Typed::Neither);
    }

    #[test]
    fn what_is_neither_is_told_at_once() {
        for typed in ["", "7M2N", "7M2N-9RXW-04TDX", "ЖЖЖЖ-ЖЖЖЖ-ЖЖЖЖ", "7M2N-9RXW-04U!", "' or 1=1 --", "\u{0}\u{202e}"]
        {
            assert_eq!(read(typed), Typed::Neither, "{typed}");
        }
    }
}

//! The check code: short enough to type from paper, random, without signs that look alike.

use crate::stop::Stop;

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs in a code: sixty bits, hopeless to guess through a limited door.
const LENGTH: usize = 12;

/// Makes a code from random bytes, in groups of four: `7K2M-9QXW-04TD`.
pub fn make(random: [u8; LENGTH]) -> String {
    let mut code = String::with_capacity(LENGTH + 2);
    for (index, byte) in random.into_iter().enumerate() {
        if index > 0 && index % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    code
}

/// A new code nobody can guess.
pub fn new(office: &crate::office::Office) -> Result<String, Stop> {
    Ok(make(office.secret::<LENGTH>()?))
}

/// Reads what a person typed: any case, with or without dashes, and Cyrillic letters or signs
/// that look like the right ones. `None` when it cannot be a code.
pub fn read(typed: &str) -> Option<String> {
    let mut signs = Vec::with_capacity(LENGTH);
    for sign in typed.chars() {
        if sign == '-' || sign == '–' || sign.is_whitespace() {
            continue;
        }
        let sign = u8::try_from(alike(sign)).ok().filter(|byte| ALPHABET.contains(byte))?;
        signs.push(sign);
        if signs.len() > LENGTH {
            return None;
        }
    }
    if signs.len() != LENGTH {
        return None;
    }
    let groups: Vec<&str> = signs.chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Some(groups.join("-"))
}

fn alike(sign: char) -> char {
    let upper = sign.to_uppercase().next().unwrap_or(sign);
    match upper {
        'O' | 'О' => '0',
        'I' | 'L' => '1',
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
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
    fn a_code_is_read_back_however_it_is_typed() {
        let code = make([7, 20, 2, 21, 9, 24, 29, 28, 0, 4, 26, 13]);
        assert_eq!(code, "7M2N-9RXW-04TD");
        for typed in ["7M2N-9RXW-04TD", "7m2n 9rxw 04td", "7М2N9RХWО4ТD", " 7M2N–9RXW–O4TD "] {
            assert_eq!(read(typed).as_deref(), Some("7M2N-9RXW-04TD"), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_told_at_once() {
        for typed in ["", "7M2N", "7M2N-9RXW-04TDX", "ЖЖЖЖ-ЖЖЖЖ-ЖЖЖЖ", "7M2N-9RXW-04U!", "ОБ-2026-000017-3"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}

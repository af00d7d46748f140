//! Base45 (RFC 9285): bytes as the letters that a QR code packs best.

const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 2);
    let mut put = |number: usize| text.push(char::from(LETTERS[number % 45]));
    for pair in bytes.chunks(2) {
        let number = pair.iter().fold(0_usize, |number, byte| number * 256 + usize::from(*byte));
        put(number);
        put(number / 45);
        if pair.len() == 2 {
            put(number / (45 * 45));
        }
    }
    text
}

/// Text as bytes; `None` when it is not Base45.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 2 / 3);
    for letters in text.as_bytes().chunks(3) {
        let mut number = 0_usize;
        for letter in letters.iter().rev() {
            number = number * 45 + LETTERS.iter().position(|known| known == letter)?;
        }
        match letters.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        for (plain, coded) in
            [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")]
        {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded).unwrap(), plain.as_bytes());
        }
        for wrong in ["GGW", "a", "ЖЖ", ":::", "A"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}

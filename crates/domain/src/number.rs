//! Public numbers `МП-2026-000042-07` and check codes of results.
//!
//! The last two digits are a check: a sum of all characters before them, each times its place,
//! modulo 97. 97 is prime and larger than every character's worth and every place, so one wrong
//! character, or two that changed places, is always found.

use std::fmt;

/// A public number, read and found in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicNumber {
    /// Prefix of the authority or of the kind of result: capital Russian letters.
    pub prefix: String,
    /// Year.
    pub year: i16,
    /// Counted from 1 for each prefix and year.
    pub sequence: u64,
}

/// Letters of a prefix; Latin ones that look the same are read as these.
const LETTERS: &str = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
const LOOK_ALIKES: [(char, char); 12] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
];
const MODULUS: u32 = 97;

impl PublicNumber {
    /// A number of that prefix, year and place in the count.
    pub fn new(prefix: &str, year: i16, sequence: u64) -> Self {
        Self { prefix: prefix.to_owned(), year, sequence }
    }

    /// Reads a number as a person typed it: any case, spaces around, Latin look-alikes. `None`
    /// when it is not one or its check does not hold.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().to_uppercase().chars().map(russian).collect();
        let mut parts = text.split('-');
        let (prefix, year, sequence, check) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let shaped = parts.next().is_none()
            && !prefix.is_empty()
            && prefix.chars().all(|letter| LETTERS.contains(letter))
            && [year, sequence, check].into_iter().all(digits)
            && year.len() == 4
            && sequence.len() >= 6
            && check.len() == 2;
        if !shaped {
            return None;
        }
        let number = Self::new(prefix, year.parse().ok()?, sequence.parse().ok()?);
        (number.to_string() == text).then_some(number)
    }

    fn body(&self) -> String {
        format!("{}-{:04}-{:06}", self.prefix, self.year, self.sequence)
    }
}

impl fmt::Display for PublicNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        write!(formatter, "{body}-{:02}", check(&body))
    }
}

fn check(body: &str) -> u32 {
    let worths = body.chars().filter(|character| *character != '-').map(worth);
    worths.zip(1..).fold(0, |sum, (worth, place): (u32, u32)| (sum + worth * place) % MODULUS)
}

fn worth(character: char) -> u32 {
    match character.to_digit(10) {
        Some(digit) => digit,
        None => LETTERS.chars().zip(10..).find(|(letter, _)| *letter == character).map_or(0, |(_, worth)| worth),
    }
}

fn russian(character: char) -> char {
    LOOK_ALIKES.into_iter().find(|(latin, _)| *latin == character).map_or(character, |(_, russian)| russian)
}

/// Letters and digits of check codes: none that look alike or sound alike.
const CODE: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// A check code of a result from twelve random bytes: `7K2M-04QX-9TBR`, sixty bits, so that
/// guessing finds nothing.
pub fn check_code(random: [u8; 12]) -> String {
    let symbols = random.iter().map(|byte| CODE[usize::from(byte % 32)]);
    let mut code = String::with_capacity(14);
    for (place, symbol) in symbols.enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(symbol);
    }
    code
}

/// Reads a check code as typed: any case, with or without dashes and spaces, I and L for 1,
/// O for 0. `None` when it cannot be one.
pub fn read_check_code(text: &str) -> Option<String> {
    let symbols: Vec<char> = text
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .map(|character| match character.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect();
    if symbols.len() != 12 || !symbols.iter().all(|symbol| CODE.contains(symbol)) {
        return None;
    }
    Some(symbols.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

//! New inputs from old ones: bytes changed, lines moved, keys swapped, pieces of others put in.

/// Pieces that readers stumble over: YAML, FEEL, numbers, days, odd letters.
const PIECES: &[&str] = &[
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{1}",
    "\u{10ffff}",
    "é",
    "\u{301}",
    "İ",
    "ß",
    "👩‍👩‍👧",
    "\r\n",
    "\r",
    "\t",
    "\u{2028}",
    "- ",
    ": ",
    "? ",
    "| ",
    ">-\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "!!binary ",
    "%YAML 1.2\n---\n",
    "---\n",
    "...\n",
    "{",
    "}",
    "[",
    "]",
    "{ a: ",
    "[[[[[[[[",
    "]]]]]]]]",
    "''",
    "\"",
    "\\",
    "\"\\u0000\"",
    "#",
    "null",
    "~",
    "true",
    "yes",
    "NaN",
    ".inf",
    "0",
    "-1",
    "1e400",
    "-0.0",
    "79228162514264337593543950335",
    "79228162514264337593543950336",
    "0.0000000000000000000000000001",
    "99999999999999999999999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "1/3",
    "18446744073709551616",
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "-9999-01-01",
    "1000-01-01",
    "2024-02-29",
    "+12026-01-01",
    "24:00",
    "9223372036854775807 wd",
    "-1 wd",
    "0 cd",
    "24 h",
    "2147483648 months",
    "999999 years",
    "1 month",
    "not(",
    "if ",
    " then ",
    " else ",
    " and ",
    " or ",
    " in ",
    " between ",
    "some x in ",
    "every x in ",
    " satisfies ",
    "for x in ",
    " return ",
    "count(",
    "sum(",
    "min(",
    "first(",
    "age(",
    "matches(",
    "\"(a+)+$\"",
    "\"[\"",
    "\"a{99999}\"",
    "date(\"",
    "duration(\"P",
    "days between(",
    "working days between(",
    "today",
    "is absent(",
    "is known(",
    "[1..5]",
    "(1..5)",
    "]1..5[",
    "[-1]",
    "[0]",
    "[9223372036854775807]",
    " / 0",
    " * ",
    " - ",
    "--1",
    "**",
    "1 = 1 = 1",
    ".",
    "..",
    "...",
    "null",
    "baskets.litres",
    "applicant.birthdate",
    "request.kind",
    "today + today",
    "item.a.b.c",
    "((((((((((",
    "because: law.",
    "when: ",
    "derive: ",
    "type: list",
    "type: choice",
    "options: {}",
    "editions: []",
    "from: ",
    "until: ",
    "rows: []",
    "inputs: []",
    "hit: first",
    "hit: collect",
    "variants: []",
    "like: ",
    "given: {}",
    "expect: {}",
    "parent: ",
    "<",
    ">",
    "</",
    "<![CDATA[",
    "&lt;",
    "&#0;",
    "&#x110000;",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<?xml version=\"1.0\"?>",
    ";",
    "\"\"",
    ",,,,",
    "=1+1",
    "PK\u{3}\u{4}",
];

/// Numbers in a row that look like chance and are the same for the same seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The row that begins with a seed.
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x6a09_e667_f3bc_c909)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one; zero when there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    /// One of these.
    pub fn pick<'p, T: ?Sized>(&mut self, of: &[&'p T]) -> Option<&'p T> {
        of.get(self.below(of.len())).copied()
    }
}

/// Largest input; what readers refuse by size is told by their own tests.
const LARGEST: usize = 64 << 10;

/// Changes an input a few times; others lend pieces of theirs.
pub fn mutated(input: &[u8], others: &[&[u8]], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=chance.below(4) {
        step(&mut bytes, others, chance);
        bytes.truncate(LARGEST);
    }
    bytes
}

fn step(bytes: &mut Vec<u8>, others: &[&[u8]], chance: &mut Chance) {
    let (from, to) = stretch(bytes.len(), 40, chance);
    match chance.below(14) {
        0 => bytes.truncate(from),
        1 => drop(bytes.drain(from..to)),
        2 => {
            let copy = bytes[from..to].to_vec();
            put(bytes, chance, &copy);
        }
        3 => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte ^= 1 << chance.below(8);
            }
        }
        4 => {
            let noise: Vec<u8> = (0..chance.below(12)).map(|_| chance.below(256) as u8).collect();
            put(bytes, chance, &noise);
        }
        5 | 6 => piece(bytes, chance),
        7 => deep(bytes, chance),
        8 => number(bytes, chance),
        9 | 10 => borrowed(bytes, others, chance),
        11 => words(bytes, chance),
        _ => lines(bytes, others, chance),
    }
}

fn put(bytes: &mut Vec<u8>, chance: &mut Chance, what: &[u8]) {
    let at = chance.below(bytes.len() + 1);
    bytes.splice(at..at, what.iter().copied());
}

fn piece(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let piece = chance.pick(PIECES).unwrap_or_default();
    put(bytes, chance, piece.as_bytes());
}

/// A bracket, a minus or an indent, very often.
fn deep(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let open = ["[", "(", "{a: ", "- ", "not(", "-", "if true then ", "\n ", "<a>", "a.", "a[", "x in "];
    let times = [3, 40, 300, 5_000][chance.below(4)];
    let many = chance.pick(&open).unwrap_or_default().repeat(times);
    put(bytes, chance, many.as_bytes());
}

/// Some number of the input becomes another.
fn number(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    let Some(from) = digits.get(chance.below(digits.len())).copied() else { return };
    let length = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let numbers: Vec<&str> =
        PIECES.iter().copied().filter(|piece| piece.starts_with(|c: char| c.is_ascii_digit())).collect();
    let new = chance.pick(&numbers).unwrap_or("0").as_bytes().to_vec();
    bytes.splice(from..from + length, new);
}

/// A stretch of another input.
fn borrowed(bytes: &mut Vec<u8>, others: &[&[u8]], chance: &mut Chance) {
    let Some(other) = chance.pick(others) else { return };
    let (from, to) = stretch(other.len(), 400, chance);
    put(bytes, chance, &other[from..to]);
}

/// Two words change places.
fn words(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let starts: Vec<usize> =
        (0..bytes.len()).filter(|at| is_word(&bytes[*at]) && (*at == 0 || !is_word(&bytes[*at - 1]))).collect();
    let (one, other) = (chance.below(starts.len()), chance.below(starts.len()));
    let (one, other) = (one.min(other), one.max(other));
    if one == other {
        return;
    }
    let word = |from: usize| from + bytes[from..].iter().take_while(|byte| is_word(byte)).count();
    let (first, second) = (starts[one]..word(starts[one]), starts[other]..word(starts[other]));
    let (early, late) = (bytes[first.clone()].to_vec(), bytes[second.clone()].to_vec());
    bytes.splice(second, early);
    bytes.splice(first, late);
}

/// Whole lines: left out, doubled, moved, further in, or those of another.
fn lines(bytes: &mut Vec<u8>, others: &[&[u8]], chance: &mut Chance) {
    let mut rows: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let (from, to) = stretch(rows.len(), 6, chance);
    match chance.below(5) {
        0 => drop(rows.drain(from..to)),
        1 => {
            let copy = rows[from..to].to_vec();
            rows.splice(to..to, copy);
        }
        2 => {
            let moved: Vec<Vec<u8>> = rows.drain(from..to).collect();
            let at = chance.below(rows.len() + 1);
            rows.splice(at..at, moved);
        }
        3 => {
            for row in &mut rows[from..to] {
                row.splice(0..0, *b"  ");
            }
        }
        _ => {
            let other: Vec<&[u8]> = chance.pick(others).unwrap_or_default().split(|byte| *byte == b'\n').collect();
            let (first, last) = stretch(other.len(), 8, chance);
            rows.splice(from..to, other[first..last].iter().map(|row| row.to_vec()));
        }
    }
    *bytes = rows.join(&b'\n');
}

/// Two places in order, at most so far from one another.
fn stretch(length: usize, most: usize, chance: &mut Chance) -> (usize, usize) {
    let from = chance.below(length + 1);
    let to = from + chance.below((length - from).min(most) + 1);
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_input_and_another_seed_another() {
        let make = |seed| mutated(b"a: 1\nb: [2, 3]\n", &[b"c: 4\nd: 5"], &mut Chance::of(seed));
        assert_eq!(make(7), make(7));
        assert!((0..50).map(make).collect::<std::collections::BTreeSet<_>>().len() > 40);
    }
}

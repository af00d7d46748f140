//! The few kinds of CBOR (RFC 8949) that a signed code needs, in their shortest form only.

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A whole number.
    Number(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
    /// Values in order.
    Array(Vec<Item>),
    /// Values by key, in the order written.
    Map(Vec<(Item, Item)>),
    /// A value of a named kind.
    Tag(u64, Box<Item>),
}

/// Deepest nesting read.
const DEEPEST: usize = 8;

impl Item {
    /// As bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Number(number) if *number < 0 => head(1, (-1 - *number).unsigned_abs(), bytes),
            Self::Number(number) => head(0, number.unsigned_abs(), bytes),
            Self::Bytes(content) => {
                head(2, content.len() as u64, bytes);
                bytes.extend(content);
            }
            Self::Text(text) => {
                head(3, text.len() as u64, bytes);
                bytes.extend(text.as_bytes());
            }
            Self::Array(items) => {
                head(4, items.len() as u64, bytes);
                items.iter().for_each(|item| item.write(bytes));
            }
            Self::Map(pairs) => {
                head(5, pairs.len() as u64, bytes);
                for (key, value) in pairs {
                    key.write(bytes);
                    value.write(bytes);
                }
            }
            Self::Tag(tag, item) => {
                head(6, *tag, bytes);
                item.write(bytes);
            }
        }
    }

    /// Reads one value that fills the bytes; `None` for anything else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let item = take(&mut rest, DEEPEST)?;
        rest.is_empty().then_some(item)
    }

    /// The value of a numbered key of a map.
    pub(super) fn at(&self, key: i64) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(known, _)| *known == Self::Number(key)).map(|(_, value)| value)
    }
}

fn head(kind: u8, number: u64, bytes: &mut Vec<u8>) {
    let kind = kind << 5;
    let big = number.to_be_bytes();
    match number {
        0..=23 => bytes.push(kind | big[7]),
        24..=0xff => bytes.extend([kind | 24, big[7]]),
        0x100..=0xffff => {
            bytes.push(kind | 25);
            bytes.extend(&big[6..]);
        }
        0x1_0000..=0xffff_ffff => {
            bytes.push(kind | 26);
            bytes.extend(&big[4..]);
        }
        _ => {
            bytes.push(kind | 27);
            bytes.extend(big);
        }
    }
}

fn cut<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (first, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(first)
}

fn take(rest: &mut &[u8], depth: usize) -> Option<Item> {
    if depth == 0 {
        return None;
    }
    let first = *cut(rest, 1)?.first()?;
    let length = match first & 31 {
        small @ 0..=23 => return of_kind(first >> 5, u64::from(small), rest, depth),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let number = cut(rest, length)?.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    of_kind(first >> 5, number, rest, depth)
}

fn of_kind(kind: u8, number: u64, rest: &mut &[u8], depth: usize) -> Option<Item> {
    let count = usize::try_from(number).ok();
    // Each value takes a byte at least: a longer count cannot be true and reserves nothing.
    let fits = |count: &usize| *count <= rest.len();
    Some(match kind {
        0 => Item::Number(i64::try_from(number).ok()?),
        1 => Item::Number(-1 - i64::try_from(number).ok()?),
        2 => Item::Bytes(cut(rest, count?)?.to_vec()),
        3 => Item::Text(String::from_utf8(cut(rest, count?)?.to_vec()).ok()?),
        4 => {
            let count = count.filter(fits)?;
            Item::Array((0..count).map(|_| take(rest, depth - 1)).collect::<Option<Vec<_>>>()?)
        }
        5 => {
            let count = count.filter(fits)?;
            let pair = |_| Some((take(rest, depth - 1)?, take(rest, depth - 1)?));
            Item::Map((0..count).map(pair).collect::<Option<Vec<_>>>()?)
        }
        6 => Item::Tag(number, Box::new(take(rest, depth - 1)?)),
        _ => return None,
    })
}

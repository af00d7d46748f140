//! Fonts, all inside the program, and what they can write.
//!
//! PDF/A allows no glyph that the font lacks. People's data may hold anything, so a character
//! that no font has becomes a visible mark instead of failing the whole document.

use std::sync::LazyLock;

use serde_json::Value;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Stands for a character that cannot be written.
const MARK: char = '?';

/// The families in use: text, and a second one with more symbols. The others that come with
/// the typesetter are for formulas.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// The fonts with their index.
pub(crate) struct Fonts {
    /// What the typesetter asks.
    pub book: LazyHash<FontBook>,
    /// The fonts in the order of the book.
    pub fonts: Vec<Font>,
}

/// Read at the first paper, so that a start costs nothing.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// Can it stand in a PDF/A?
fn writable(character: char) -> bool {
    if matches!(character, '\n' | ' ' | '\u{a0}') {
        return true;
    }
    let private = matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !private && FONTS.fonts.iter().any(|font| font.info().coverage.contains(u32::from(character)))
}

/// The same data, every text of it writable.
pub(crate) fn clean(data: &Value) -> Value {
    match data {
        Value::String(text) => Value::String(clean_text(text)),
        Value::Array(items) => Value::Array(items.iter().map(clean).collect()),
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), clean(value))).collect())
        }
        other => other.clone(),
    }
}

fn clean_text(text: &str) -> String {
    let kept = text.chars().filter(|character| !invisible(*character));
    kept.map(|character| match character {
        '\t' => ' ',
        other if writable(other) => other,
        other if other.is_whitespace() => ' ',
        _ => MARK,
    })
    .collect()
}

/// Controls, joiners, variation selectors and direction marks: nothing is lost without them.
fn invisible(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

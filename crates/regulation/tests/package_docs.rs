//! The reference names every code and every key, so that it cannot fall behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

fn source(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Texts in quotes that follow a word.
fn quoted_after<'t>(text: &'t str, word: &str) -> BTreeSet<&'t str> {
    text.split(word).skip(1).filter_map(|rest| rest.split('"').nth(1)).collect()
}

#[test]
fn the_reference_explains_every_code() {
    let reference = source("../../docs/regulation-language.md");
    let codes = source("src/package/codes.rs");
    let codes = quoted_after(&codes, "&str =");
    assert!(codes.len() > 40);
    for code in codes {
        assert!(reference.contains(&format!("| {code} |")), "{code} is not in docs/regulation-language.md");
    }
}

#[test]
fn the_reference_explains_every_key() {
    let reference = source("../../docs/regulation-language.md");
    let code: BTreeSet<&str> = reference
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '-'))
        .collect();
    let mut keys = 0;
    for file in ["top", "facts", "kinds", "rules", "process", "cases", "mod", "assessment"] {
        let text = source(&format!("src/package/read/{file}.rs"));
        for way in ["fields.text(", "fields.need(", "fields.maybe(", "fields.maybe_text(", "need_as("] {
            for key in quoted_after(&text, way) {
                if key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-') {
                    keys += 1;
                    assert!(code.contains(key), "`{key}` is not in docs/regulation-language.md");
                }
            }
        }
    }
    assert!(keys > 60, "only {keys} keys were found in the reader");
}

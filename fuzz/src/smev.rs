//! A message from outside: read, canonicalised, transformed, written, its signatures judged.

use std::collections::BTreeSet;
use std::fmt::Debug;

use connect::xml::signature::{Signature, slots, strays};
use connect::xml::{Document, Exclusive, canonical_document, read, transform, write_document};

/// What a message reached; panics when two ways to the same bytes differ.
pub fn message(bytes: &[u8]) -> BTreeSet<String> {
    match read(bytes) {
        Ok(document) => judged(&document),
        Err(error) => BTreeSet::from([code(&error.problem)]),
    }
}

fn judged(document: &Document) -> BTreeSet<String> {
    let mut reached = BTreeSet::from(["read".to_owned()]);
    agreed(document);
    match slots(document) {
        Ok(slots) => {
            for slot in &slots {
                reached.insert(format!("{:?}", slot.role));
                match Signature::read(document, slot) {
                    Ok(signature) => {
                        reached.extend(signature.check_digest().err().map(|refusal| code(&refusal)));
                        reached
                            .insert(signature.check_value().map_or_else(|refusal| code(&refusal), |held| code(&held)));
                    }
                    Err(refusal) => {
                        reached.insert(code(&refusal));
                    }
                }
            }
            reached.extend(strays(document, &slots).iter().map(code));
        }
        Err(refusal) => {
            reached.insert(code(&refusal));
        }
    }
    reached
}

/// A document, its canonical form and what is written of it say the same.
fn agreed(document: &Document) {
    let form = |document: &Document| canonical_document(document, &Exclusive::default());
    let Ok(canonical) = form(document) else { return };
    let again = read(&canonical);
    assert!(
        again.as_ref().is_ok_and(|again| form(again).as_ref() == Ok(&canonical)),
        "a canonical form is not its own"
    );
    let (here, there) = (transform(&document.root), again.map(|again| transform(&again.root)));
    assert!(there.is_ok_and(|there| there == here), "the transform changes with canonicalisation");
    let written = write_document(&document.root).map(|written| read(&written).map(|read| transform(&read.root)));
    assert!(written.is_ok_and(|read| read.is_ok_and(|read| read == here)), "what is written says something else");
}

/// The name of a finding, without what it is about.
fn code(finding: &impl Debug) -> String {
    let shown = format!("{finding:?}");
    shown.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

//! Mutation: are a package's checks and cases sharp enough to notice a wrong edit?
//!
//! Each mutant is the regulation with one small change that a tired author could make: a
//! criterion negated, a bound moved by one, a ground dropped, a clause removed, a term changed.
//! A mutant is caught when a finding appears that the whole package does not have, or a case
//! does not come out as expected. Survivors say which case is missing.

use rust_decimal::Decimal;

use super::model::Regulation;
use super::outside;
use super::proof::run_case;
use super::read_tree;
use super::yaml::{self, Content, Node};
use crate::clock::{LegalClock, Term};
use crate::diagnostic::{Diagnostic, Sources, Span};

/// One changed regulation.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was changed, in words.
    pub what: String,
    /// Path of the changed element.
    pub path: String,
    /// Where it stands.
    pub place: Span,
    root: Node,
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A check noticed it: code of the finding.
    Found(&'static str),
    /// A case noticed it: its name.
    Failed(String),
    /// Nothing noticed it.
    Survived,
}

impl Mutant {
    /// The regulation that it makes; `None` when it is broken.
    pub fn regulation(&self, sources: &Sources) -> Option<Regulation> {
        read_tree(self.root.clone(), sources).0
    }
}

/// All mutants of a package; none when its main file cannot be read.
pub fn mutants(sources: &Sources) -> Vec<Mutant> {
    let Some(text) = sources.0.get("regulation.yaml") else { return Vec::new() };
    let Some(root) = yaml::parse("regulation.yaml", text, &mut Vec::new()) else { return Vec::new() };
    let mut found = Vec::new();
    walk(&root, &mut Vec::new(), &mut found);
    found
        .into_iter()
        .filter_map(|change| {
            let mut changed = root.clone();
            let place = change.apply(&mut changed)?;
            Some(Mutant { what: change.what, path: change.words, place, root: changed })
        })
        .collect()
}

/// Does anything notice it? `known` are the findings of the whole package.
pub fn fate(mutant: &Mutant, sources: &Sources, known: &[Diagnostic], clock: &LegalClock) -> Fate {
    let (regulation, found) = read_tree(mutant.root.clone(), sources);
    let told = |one: &&Diagnostic| known.iter().any(|other| other.code == one.code && other.message == one.message);
    if let Some(one) = found.iter().find(|one| !told(one)) {
        return Fate::Found(one.code);
    }
    match regulation {
        Some(regulation) => failed(&regulation, clock).map_or(Fate::Survived, Fate::Failed),
        None => Fate::Survived,
    }
}

/// Findings of the whole package, against which mutants are held.
pub fn baseline(sources: &Sources) -> Vec<Diagnostic> {
    super::read(sources).1
}

fn failed(regulation: &Regulation, clock: &LegalClock) -> Option<String> {
    regulation.cases.iter().find(|case| !run_case(regulation, case, clock).is_empty()).map(|case| case.name.clone())
}

/// A way down the tree: the number of an entry or element at each level.
type Way = Vec<usize>;

/// One change, before it is made.
struct Change {
    what: String,
    words: String,
    way: Way,
    new: Option<String>,
}

impl Change {
    /// Makes it; answers where it was.
    fn apply(&self, root: &mut Node) -> Option<Span> {
        let (last, above) = self.way.split_last()?;
        let mut node = root;
        for at in above {
            node = child(node, *at)?;
        }
        if let Some(new) = &self.new {
            let target = child(node, *last)?;
            if let Content::Scalar { text, .. } = &mut target.content {
                text.clone_from(new);
            }
            return Some(target.span.clone());
        }
        match &mut node.content {
            Content::Map(entries) => Some(entries.remove(*last).0.span),
            Content::List(elements) => Some(elements.remove(*last).span),
            _ => None,
        }
    }
}

fn child(node: &mut Node, at: usize) -> Option<&mut Node> {
    match &mut node.content {
        Content::Map(entries) => entries.get_mut(at).map(|(_, value)| value),
        Content::List(elements) => elements.get_mut(at),
        _ => None,
    }
}

/// A step down with the name it goes by.
type Step = (usize, String);

fn walk(node: &Node, path: &mut Vec<Step>, found: &mut Vec<Change>) {
    for (at, (key, value)) in node.entries().iter().enumerate() {
        path.push((at, key.text.clone()));
        visit(value, path, found);
        path.pop();
    }
    for (at, element) in node.elements().iter().enumerate() {
        let id = element.get("id").and_then(Node::scalar).map_or_else(|| at.to_string(), str::to_owned);
        path.push((at, id));
        visit(element, path, found);
        path.pop();
    }
}

fn visit(node: &Node, path: &mut Vec<Step>, found: &mut Vec<Change>) {
    let names: Vec<&str> = path.iter().map(|(_, name)| name.as_str()).collect();
    match names.as_slice() {
        // Words and proofs decide nothing; facts and forms are held by the sample and the cases.
        ["cases" | "sample" | "unverified" | "acts" | "lists" | "local" | "parent" | "relations" | "channels", ..] => {
            return;
        }
        [list, _] if GROUNDS.contains(list) => drop(path, "основание убрано", found),
        // Where a clause may be left out, that of the whole stands: nothing is lost.
        ["tables", .., "rows", _, "because"] => return,
        [.., "because"] if names.iter().any(|name| INHERIT.contains(name)) => return,
        [.., "because"] => return drop(path, "пункт акта убран", found),
        _ => {}
    }
    if let Some(text) = node.scalar() {
        // What a local regulation sets goes by its path in the typical one.
        let set = names.strip_prefix(&["set"]).and_then(|rest| rest.first()).map(|path| path.split('.').collect());
        let names: Vec<&str> = set.unwrap_or(names);
        let key = names.last().copied().unwrap_or_default();
        if TERMS.contains(&key) && outside::term(text).is_some() {
            return terms(text, path, found);
        }
        let in_table = names.first() == Some(&"tables") && names.get(2) == Some(&"rows");
        let in_variant_row = names.first() == Some(&"variants") && names.contains(&"if");
        let in_params = names.first() == Some(&"params") && key == "value";
        if names.first() == Some(&"criteria") && key == "rule" {
            change(path, "критерий отрицается", format!("not({text})"), found);
        }
        if EXPRESSIONS.contains(&key) || in_table || in_variant_row || in_params {
            bounds(text, path, found);
        }
        return;
    }
    walk(node, path, found);
}

const GROUNDS: [&str; 6] = ["refuse-intake", "refuse-provision", "suspend", "return", "forward", "prolong"];
const INHERIT: [&str; 3] = ["item", "editions", "terms"];
const TERMS: [&str; 13] = [
    "term", "within", "limit", "to", "valid", "keep", "every", "blocks", "hold", "offer", "earliest", "latest", "from",
];
const EXPRESSIONS: [&str; 9] = ["rule", "when", "until", "start", "end", "amount", "times", "derive", "by"];

fn words(path: &[Step]) -> String {
    path.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(".")
}

fn way(path: &[Step]) -> Way {
    path.iter().map(|(at, _)| *at).collect()
}

fn drop(path: &[Step], what: &str, found: &mut Vec<Change>) {
    found.push(Change { what: what.to_owned(), words: words(path), way: way(path), new: None });
}

fn change(path: &[Step], what: &str, new: String, found: &mut Vec<Change>) {
    found.push(Change { what: what.to_owned(), words: words(path), way: way(path), new: Some(new) });
}

fn terms(text: &str, path: &[Step], found: &mut Vec<Change>) {
    let Some(term) = outside::term(text) else { return };
    let longer = Term { amount: term.amount + 1, unit: term.unit };
    change(path, &format!("срок «{text}» стал «{}»", longer.code()), longer.code(), found);
}

/// Every number of an expression moved by one, both ways; numbers inside texts stay.
fn bounds(text: &str, path: &[Step], found: &mut Vec<Change>) {
    for (start, end) in numbers(text) {
        let Ok(number) = text[start..end].parse::<Decimal>() else { continue };
        for moved in [number + Decimal::ONE, number - Decimal::ONE] {
            let new = format!("{}{}{}", &text[..start], moved, &text[end..]);
            change(path, &format!("{number} стало {moved}"), new, found);
        }
    }
}

/// Where numbers stand in an expression: not in quotes, not inside names.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut quoted = false;
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter == '"' {
            quoted = !quoted;
        }
        let begins =
            letter.is_ascii_digit() && !quoted && !before.is_alphanumeric() && !matches!(before, '_' | '.' | '-');
        // `[1..5]`: two dots end a number, and begin the next.
        let after_range = letter.is_ascii_digit() && !quoted && text[..start].ends_with("..");
        before = letter;
        if !begins && !after_range {
            continue;
        }
        let rest = &text[start..];
        let mut end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let fraction = rest[end..].strip_prefix('.').filter(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(tail) = fraction {
            end += 1 + tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        }
        let dated = rest[end..].starts_with('-') && rest[end + 1..].starts_with(|c: char| c.is_ascii_digit());
        let named = rest[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '/');
        while letters.peek().is_some_and(|(at, _)| *at < start + end) {
            before = letters.next().map_or(before, |(_, letter)| letter);
        }
        if !dated && !named {
            found.push((start, start + end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_found_outside_texts_and_names() {
        let text = r#"age(a1, today) >= 18 and b in [1..5] or c = "7 лет" and d < 2.50"#;
        let found: Vec<&str> = numbers(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(found, ["18", "1", "5", "2.50"]);
        assert_eq!(numbers("2026-01-01"), []);
    }
}

//! A new edition of a typical regulation and a local one that rests on it: what reaches the
//! local one by itself, and what a person must look at.

use std::collections::BTreeSet;

use serde::Serialize;

use super::diff::{Change, diff};
use crate::clock::LegalClock;
use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::package::merge::{compared, covers, find};
use crate::package::yaml::{self, Node};
use crate::package::{self, LocalMark, Regulation, codes};

/// What an update of a typical regulation means for a local one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Inherited {
    /// Reaches the local regulation by itself.
    pub by_itself: Vec<Change>,
    /// Needs a person.
    pub by_hand: Vec<Attention>,
}

/// Something that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attention {
    /// What it is.
    pub kind: AttentionKind,
    /// Path that is set locally, name of the case, or place of the finding.
    pub path: String,
    /// One whole sentence: what happened and what to decide.
    pub sentence: String,
}

/// Kinds of what needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AttentionKind {
    /// The typical regulation does not have the element any more.
    Gone,
    /// It no longer allows the element to be set locally.
    NotMarked,
    /// The local value is outside the new bounds.
    OutOfBounds,
    /// The value that the local one takes the place of is another.
    ChangedBeneath,
    /// A value must now be set locally and is not.
    NotSet,
    /// A case of the local regulation comes out otherwise.
    CaseFails,
    /// A new finding.
    Finding,
}

/// A typical regulation in one edition.
struct Typical<'a> {
    sources: &'a Sources,
    regulation: Regulation,
    root: Node,
}

/// The local regulation on top of one edition.
struct Local {
    regulation: Option<Regulation>,
    found: Vec<Diagnostic>,
}

/// Looks at an update. `child` are the files of the local regulation, with or without those of
/// its parent. Errors: the findings of a typical edition that cannot be read.
pub fn inherit(
    child: &Sources,
    old: &Sources,
    new: &Sources,
    clock: &LegalClock,
) -> Result<Inherited, Vec<Diagnostic>> {
    let (old, new) = (typical(old)?, typical(new)?);
    let (before, after) = (on_top(child, old.sources), on_top(child, new.sources));
    let by_itself = match (&before.regulation, &after.regulation) {
        (Some(before), Some(after)) => diff(before, after),
        _ => diff(&old.regulation, &new.regulation),
    };
    // The number of the edition it was looked at against is the person's own mark.
    let by_itself = by_itself.into_iter().filter(|change| change.aspect != "parent.version").collect();
    let mut by_hand = Vec::new();
    let set = settings(child);
    for (path, value) in &set {
        by_hand.extend(overridden(path, value, &old, &new));
    }
    for mark in new.regulation.local.iter().filter(|mark| mark.required) {
        if !set.iter().any(|(path, _)| covers(mark, path)) {
            let what = &mark.what;
            let sentence = format!("Типовой регламент теперь требует задать `{what}` на месте: добавьте его в `set`.");
            by_hand.push(Attention { kind: AttentionKind::NotSet, path: what.clone(), sentence });
        }
    }
    by_hand.extend(findings(&before, &after));
    by_hand.extend(cases(&before, &after, clock));
    Ok(Inherited { by_itself, by_hand })
}

fn typical(sources: &Sources) -> Result<Typical<'_>, Vec<Diagnostic>> {
    let (regulation, found) = package::read(sources);
    let root = sources.0.get("regulation.yaml").and_then(|text| yaml::parse("", text, &mut Vec::new()));
    match (regulation, root) {
        (Some(regulation), Some(root)) => Ok(Typical { sources, regulation, root }),
        _ => Err(found.into_iter().filter(|one| one.severity == Severity::Error).collect()),
    }
}

fn on_top(child: &Sources, parent: &Sources) -> Local {
    let own = child.0.iter().filter(|(name, _)| !name.starts_with("parent/"));
    let mut sources = Sources(own.map(|(name, text)| (name.clone(), text.clone())).collect());
    package::lend(&mut sources, Some(parent), parent);
    let (regulation, found) = package::read(&sources);
    Local { regulation, found }
}

/// Paths that the local regulation sets, with their values.
fn settings(child: &Sources) -> Vec<(String, Node)> {
    let root = child.0.get("regulation.yaml").and_then(|text| yaml::parse("", text, &mut Vec::new()));
    let set = root.as_ref().and_then(|root| root.get("set")).map(Node::entries).unwrap_or_default();
    set.iter().map(|(key, value)| (key.text.clone(), value.clone())).collect()
}

/// One value that is set locally, between two editions of what it takes the place of.
fn overridden(path: &str, value: &Node, old: &Typical<'_>, new: &Typical<'_>) -> Option<Attention> {
    let about = |kind, sentence| Some(Attention { kind, path: path.to_owned(), sentence });
    let (was, is) = (at(&old.root, path), at(&new.root, path));
    let Some(is) = is else {
        return about(
            AttentionKind::Gone,
            format!(
                "В типовом регламенте больше нет `{path}`: уберите его из `set` или найдите, что стало вместо него."
            ),
        );
    };
    let Some(mark) = new.regulation.local.iter().find(|mark| covers(mark, path)) else {
        return about(
            AttentionKind::NotMarked,
            format!("Типовой регламент больше не разрешает задавать `{path}` на месте: уберите его из `set`."),
        );
    };
    if let Some(bound) = value.scalar().and_then(|value| beyond(value, mark)) {
        let own = said(value);
        return about(
            AttentionKind::OutOfBounds,
            format!("Местное значение `{path}` — {own} — вышло за новые пределы: {bound}. Выберите другое."),
        );
    }
    let was = was?;
    if was.exact() == is.exact() {
        return None;
    }
    let (was, is, own) = (said(&was), said(&is), said(value));
    let sentence = format!(
        "В типовом регламенте `{path}` изменилось: {was} → {is}; на месте задано {own}. Решите, остаётся ли местное значение."
    );
    about(AttentionKind::ChangedBeneath, sentence)
}

fn at(root: &Node, path: &str) -> Option<Node> {
    let parts: Vec<&str> = path.split('.').collect();
    find(&mut root.clone(), &parts).map(|node| node.clone())
}

/// The bound that a value lies beyond, in words.
fn beyond(value: &str, mark: &LocalMark) -> Option<String> {
    let over = |bound: &Option<String>, wrong, words: &str| {
        let bound = bound.as_ref()?;
        (compared(value, bound)? == wrong).then(|| format!("{words} {bound}"))
    };
    over(&mark.least, std::cmp::Ordering::Less, "не меньше")
        .or_else(|| over(&mark.most, std::cmp::Ordering::Greater, "не больше"))
}

fn said(node: &Node) -> String {
    node.scalar().map_or_else(|| node.exact().to_string(), str::to_owned)
}

/// Findings that the local regulation did not have; those on its settings are told above.
fn findings(before: &Local, after: &Local) -> Vec<Attention> {
    let told: BTreeSet<(&str, &str)> = before.found.iter().map(|one| (one.code, one.message.as_str())).collect();
    let own = [codes::BAD_PARENT, codes::NOT_LOCAL, codes::PARENT_NEWER];
    let fresh = after.found.iter().filter(|one| !told.contains(&(one.code, one.message.as_str())));
    let found = fresh.filter(|one| !own.contains(&one.code)).map(|one| Attention {
        kind: AttentionKind::Finding,
        path: one.span.file.clone(),
        sentence: format!("{} {} {}", one.code, one.message, one.help),
    });
    found.collect()
}

/// Cases of the local regulation that held and do not hold now.
fn cases(before: &Local, after: &Local, clock: &LegalClock) -> Vec<Attention> {
    let (Some(before), Some(after)) = (&before.regulation, &after.regulation) else { return Vec::new() };
    let held = |name: &str| {
        before.cases.iter().any(|case| case.name == name && package::run_case(before, case, clock).is_empty())
    };
    let failing = after.cases.iter().filter_map(|case| {
        let wrong = package::run_case(after, case, clock);
        let first = wrong.first().filter(|_| held(&case.name))?;
        let (name, what) = (&case.name, first.what);
        let sentence = format!(
            "Случай «{name}» больше не сходится: `{what}` было {}, стало {}. Проверьте, верно ли новое.",
            first.expected, first.got
        );
        Some(Attention { kind: AttentionKind::CaseFails, path: name.clone(), sentence })
    });
    failing.collect()
}

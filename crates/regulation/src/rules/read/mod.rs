//! From the files of a folder to proved rule sets.
//!
//! Headers of all files are read first, because a set is read over the one it rests on: it
//! starts as a copy of it and says only what differs. What was read is then proved.

mod actions;
pub(super) mod codes;
mod parameters;
mod parts;
mod prove;

pub(super) use prove::numbers;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::set::{Level, RuleBook, RuleSet};
use super::{Action, SetVersion};
use crate::diagnostic::{self, Diagnostic, Severity, Sources, Span};
use crate::package::fields::{Fields, Reader};
use crate::package::read::Reading;
use crate::package::yaml::{self, Node};
use crate::package::{self, FactType, Regulation};

const LEVELS: [(&str, Level); 3] =
    [("federal", Level::Federal), ("region", Level::Region), ("municipality", Level::Municipality)];

/// What a file says of itself, and its tree.
struct File {
    node: Node,
    head: Span,
    id: String,
    version: String,
    title: String,
    level: Level,
    from: Date,
    until: Option<Date>,
    extends: Option<(String, Span)>,
    place: Span,
}

/// A set while it is read, with everything its expressions may name.
struct Draft<'s> {
    set: RuleSet,
    reading: Reading<'s>,
}

/// Reads every rule set of a folder. The book is there only when no finding is an error.
pub fn read(sources: &Sources) -> (Option<RuleBook>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut files = Vec::new();
    for (name, text) in sources.0.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        if let Some(node) = yaml::parse(name, text, &mut found) {
            let mut reader = Reader::default();
            files.extend(header(name, text, node, &mut reader));
            found.extend(reader.found);
        }
    }
    files.sort_by(|a, b| (a.level, &a.id, a.from).cmp(&(b.level, &b.id, b.from)));
    overlaps(&files, &mut found);
    let mut sets: Vec<RuleSet> = Vec::new();
    for at in order(&files, &mut found) {
        sets.extend(build(&files[at], &sets, sources, &mut found));
    }
    sets.sort_by(|a, b| (&a.id, a.from).cmp(&(&b.id, b.from)));
    diagnostic::sort(&mut found);
    found.dedup();
    let broken = found.iter().any(|one| one.severity == Severity::Error);
    ((!broken).then(|| RuleBook { sets, sources: sources.clone() }), found)
}

/// The keys that say which set this is; the rest is read later, over the parent.
fn header(name: &str, text: &str, node: Node, reader: &mut Reader) -> Option<File> {
    let head = Span { file: name.to_owned(), start: 0, end: text.find('\n').unwrap_or(text.len()) };
    let mut fields = Fields::open(&node, &head, "", reader)?;
    let language = fields.need("rules", "версия языка наборов правил: `rules: 1`", reader);
    if let Some(node) = language.filter(|node| node.scalar() != Some("1")) {
        let help = "Напишите `rules: 1`.";
        reader.error(codes::HEADER, &node.span, "Такой версии языка наборов правил нет.", "не 1", help);
    }
    let place = fields.need("id", "имя набора латиницей, например `kos-44`", reader);
    let id = place.and_then(|node| reader.text(node))?;
    let place = place.map(|node| node.span.clone())?;
    let version = fields.text("version", "версия набора, например `\"2017.1\"`", reader);
    let title = fields.text("title", "полное название набора", reader);
    let level = fields.need("level", "чей набор: `federal`, `region` или `municipality`", reader);
    let level = level.and_then(|node| reader.word(node, &LEVELS))?;
    let from = fields.need("from", "первый день действия", reader).and_then(|node| reader.date(node))?;
    let until = fields.maybe("until").and_then(|node| reader.date(node));
    let extends = fields.maybe("extends");
    let extends = extends.and_then(|node| Some((reader.text(node)?, node.span.clone())));
    for later in [
        "acts",
        "facts",
        "criteria",
        "grounds",
        "own-grounds",
        "actions",
        "parameters",
        "floors",
        "matters",
        "approvals",
        "methodology",
    ] {
        fields.maybe(later);
    }
    fields.finish(reader);
    if let Some(end) = until.filter(|end| *end <= from) {
        let message = format!("Набор заканчивается раньше, чем начинается: с {from} до {end}.");
        reader.error(codes::OVERLAP, &place, message, "срок действия", "Исправьте `from` или `until`.");
    }
    Some(File { head, id, version, title, level, from, until, extends, place, node })
}

/// Two versions of one set never hold on the same day (RULE-01).
fn overlaps(files: &[File], found: &mut Vec<Diagnostic>) {
    for (at, later) in files.iter().enumerate() {
        for earlier in files[..at].iter().filter(|one| one.id == later.id) {
            let same_name = earlier.version == later.version;
            let meet = earlier.until.is_none_or(|until| later.from < until);
            if !meet && !same_name {
                continue;
            }
            let message = if same_name {
                format!("Версия {} набора `{}` описана дважды.", later.version, later.id)
            } else {
                let (a, b) = (&earlier.version, &later.version);
                format!("Версии {a} и {b} набора `{}` действуют в один день: {}.", later.id, later.from)
            };
            let help = format!(
                "Закройте прежнюю версию в файле `{}` ключом `until: {}` или сдвиньте `from`.",
                earlier.place.file, later.from
            );
            found.push(Diagnostic::error(codes::OVERLAP, later.place.clone(), message, "вторая версия", help));
        }
    }
}

/// Parents before children; what rests on itself or on nothing is reported and left out.
fn order(files: &[File], found: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut done: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = (0..files.len()).collect();
    loop {
        let (ready, rest): (Vec<usize>, Vec<usize>) = waiting.iter().partition(|at| {
            let needs = files[**at].extends.as_ref();
            needs.is_none_or(|(id, _)| {
                let mut of_parent = (0..files.len()).filter(|one| files[*one].id == *id).peekable();
                of_parent.peek().is_some() && of_parent.all(|one| done.contains(&one))
            })
        });
        done.extend(&ready);
        waiting = rest;
        if ready.is_empty() {
            break;
        }
    }
    for at in waiting {
        let Some((id, span)) = &files[at].extends else { continue };
        let (message, help) = if files.iter().any(|file| file.id == *id) {
            (format!("Наборы опираются друг на друга по кругу через `{id}`."), "Разорвите круг.".to_owned())
        } else {
            let known: BTreeSet<&str> = files.iter().map(|file| file.id.as_str()).collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            (format!("Набора `{id}` нет среди прочитанных."), format!("Есть наборы: {known}."))
        };
        found.push(Diagnostic::error(codes::LEVEL, span.clone(), message, "опора", help));
    }
    done
}

fn build(file: &File, ready: &[RuleSet], sources: &Sources, found: &mut Vec<Diagnostic>) -> Option<RuleSet> {
    let parent = match &file.extends {
        None => None,
        Some((id, span)) => Some(parent_of(file, id, span, ready, found)?),
    };
    let set = start(file, parent)?;
    let mut draft = Draft { set, reading: Reading::new(sources) };
    let mut fields = Fields::open(&file.node, &file.head, "", &mut draft.reading.reader)?;
    draft.everything(&mut fields);
    draft.against_floors();
    let read_whole = draft.reading.reader.found.iter().all(|one| one.severity != Severity::Error);
    if read_whole {
        draft.prove();
    }
    found.append(&mut draft.reading.reader.found);
    Some(draft.set)
}

/// The version of the parent that holds on the child's first day.
fn parent_of<'p>(
    file: &File,
    id: &str,
    span: &Span,
    ready: &'p [RuleSet],
    found: &mut Vec<Diagnostic>,
) -> Option<&'p RuleSet> {
    let of_day = |set: &&RuleSet| set.from <= file.from && set.until.is_none_or(|until| file.from < until);
    let parent = ready.iter().filter(|set| set.id == id).find(of_day);
    let Some(parent) = parent else {
        let message = format!("Ни одна версия набора `{id}` не действует {}.", file.from);
        let help = "Сдвиньте `from` или добавьте версию, которая тогда действовала.";
        found.push(Diagnostic::error(codes::LEVEL, span.clone(), message, "опора", help));
        return None;
    };
    if parent.level > file.level {
        let message = format!("Набор `{}` стоит выше набора `{id}`, на который опирается.", file.id);
        let help = "Опираются сверху вниз: федеральный → региональный → муниципальный.";
        found.push(Diagnostic::error(codes::LEVEL, span.clone(), message, "опора", help));
    }
    Some(parent)
}

/// A set before its own file is read: its parent under another name, or nothing.
fn start(file: &File, parent: Option<&RuleSet>) -> Option<RuleSet> {
    let extends = parent.map(RuleSet::key);
    let mut set = match parent {
        Some(parent) => parent.clone(),
        None => nothing(package::nothing()?),
    };
    set.id.clone_from(&file.id);
    set.version.clone_from(&file.version);
    set.title.clone_from(&file.title);
    set.level = file.level;
    set.from = file.from;
    set.until = file.until;
    set.extends = extends;
    Some(set)
}

fn nothing(host: Regulation) -> RuleSet {
    RuleSet {
        id: String::new(),
        version: String::new(),
        title: String::new(),
        level: Level::Federal,
        from: Date::MIN,
        until: None,
        extends: None,
        acts: Default::default(),
        facts: Default::default(),
        grounds: Default::default(),
        own_grounds: false,
        actions: Default::default(),
        parameters: Default::default(),
        floors: Vec::new(),
        matters: Default::default(),
        approvals: Default::default(),
        methodology: Vec::new(),
        host,
    }
}

impl Draft<'_> {
    /// All parts in the order in which they need each other.
    fn everything(&mut self, fields: &mut Fields<'_>) {
        if let Some(node) = fields.maybe("acts") {
            self.acts(node);
        }
        self.reading.names.acts = self.set.acts.keys().cloned().collect();
        if self.set.acts.is_empty() {
            let help = "Объявите в `acts` акты, на которых держатся правила.";
            self.reading.reader.error(
                codes::HEADER,
                &fields.head,
                "Набор не опирается ни на один акт.",
                "нет актов",
                help,
            );
        }
        if let Some(node) = fields.maybe("facts") {
            self.facts(node);
        }
        if let Some(node) = fields.maybe("parameters") {
            self.parameters(node);
        }
        if let Some(node) = fields.maybe("floors") {
            self.floors(node);
        }
        self.name_everything();
        if let Some(node) = fields.maybe("criteria") {
            self.one_meaning(node);
            self.reading.known.criteria.extend(node.entries().iter().map(|(key, _)| key.text.clone()));
            let own = self.reading.criteria(node);
            self.set.host.criteria.extend(own);
        }
        if let Some(node) = fields.maybe("grounds") {
            self.grounds(node);
        }
        if let Some(node) = fields.maybe("own-grounds") {
            self.set.own_grounds = self.reading.reader.yes_no(node).unwrap_or(false);
        }
        if let Some(node) = fields.maybe("actions") {
            self.actions(node);
        }
        if let Some(node) = fields.maybe("matters") {
            self.matters(node);
        }
        if let Some(node) = fields.maybe("approvals") {
            self.approvals(node);
        }
        if let Some(node) = fields.maybe("methodology") {
            self.methodology(node);
        }
    }

    /// Facts, parameters and criteria share one namespace.
    fn one_meaning(&mut self, criteria: &Node) {
        for (key, _) in criteria.entries() {
            if self.reading.known.facts.contains_key(&key.text) {
                let message = format!("Имя `{}` уже значит сведение или величину.", key.text);
                self.reading.reader.error(
                    codes::SHADOW,
                    &key.span,
                    message,
                    "второе значение",
                    "Дайте критерию другое имя.",
                );
            }
        }
    }

    /// What expressions may name: facts of the service, choices made, numbers of parameters.
    fn name_everything(&mut self) {
        let number = FactType::Number { whole: false, min: None, max: None, unit: None };
        let mut facts: BTreeMap<String, FactType> = BTreeMap::new();
        facts.extend(self.set.facts.values().map(|fact| (fact.name.clone(), fact.kind.clone())));
        facts.extend(Action::ALL.into_iter().map(|action| (action.fact(), FactType::YesNo)));
        facts.extend(self.set.numbers().map(|(name, _)| (name.to_owned(), number.clone())));
        self.reading.known.facts = facts;
        self.reading.known.criteria = self.set.host.criteria.keys().cloned().collect();
    }

    /// A clause as it is cited; its absence is refused.
    fn cited(&mut self, fields: &mut Fields<'_>) -> String {
        let clause = self.reading.because(fields);
        self.set.cite(&clause)
    }
}

impl SetVersion {
    /// `kos-44 2017.1`.
    pub fn shown(&self) -> String {
        format!("{} {}", self.id, self.version)
    }
}

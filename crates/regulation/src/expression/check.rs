//! Resolves names, proves types and lowers the tree as written to the compiled one.
//!
//! All mistakes are found in one pass: what is wrong has the type [`Type::Unsure`], which fits
//! everywhere, so one mistake is said once. Comparisons, reckoning and calls are in
//! `check_values.rs`, lists in `check_lists.rs`, definitions in `check_names.rs`.

use std::collections::BTreeSet;

use super::Scope;
use super::codes;
use super::fold;
use super::functions::Function;
use super::node::{FactNode, Node};
use super::syntax::{Form, Found, Place, Relation, Syntax, Test};
use super::types::{Domain, Type};
use crate::fact::FactName;
use crate::package::similar::similar;

/// Most nodes of a compiled expression.
const LARGEST: usize = 20_000;

/// What a lowering gives.
pub(crate) struct Lowered {
    pub root: Node,
    pub kind: Type,
    pub reads: BTreeSet<FactName>,
    pub criteria: BTreeSet<String>,
    /// Parameters and tables that it names, those behind the tables' inputs included.
    pub definitions: BTreeSet<String>,
    pub found: Vec<Found>,
}

/// Lowers a tree within a scope.
pub(crate) fn lower(tree: &Syntax, scope: &Scope<'_>) -> Lowered {
    let mut checker = Checker {
        scope,
        bound: Vec::new(),
        expanding: Vec::new(),
        found: Vec::new(),
        reads: BTreeSet::new(),
        criteria: BTreeSet::new(),
        definitions: BTreeSet::new(),
    };
    let (root, kind) = checker.lower(tree);
    let root = if matches!(kind, Type::YesNo) { fold::truthful(root) } else { root };
    if root.size() > LARGEST {
        let message = "Выражение слишком велико: его цену нельзя ограничить.";
        let help = "Вынесите части в именованные критерии в `criteria`.";
        checker.say(codes::TOO_LARGE, tree.place, message, "слишком велико", help);
    }
    let Checker { found, reads, criteria, definitions, .. } = checker;
    Lowered { root, kind, reads, criteria, definitions, found }
}

/// A name bound inside the expression.
pub(super) struct Bound {
    /// Name of a quantifier's variable; `None` for the record of a filter, whose fields are in scope.
    pub(super) name: Option<String>,
    pub(super) kind: Type,
    /// The fact whose records these are: `groups.trees`.
    pub(super) path: Option<String>,
}

pub(super) struct Checker<'s> {
    pub(super) scope: &'s Scope<'s>,
    pub(super) bound: Vec<Bound>,
    /// Tables whose inputs are being looked at, outer ones first.
    pub(super) expanding: Vec<String>,
    pub(super) found: Vec<Found>,
    reads: BTreeSet<FactName>,
    criteria: BTreeSet<String>,
    pub(super) definitions: BTreeSet<String>,
}

/// Stands where something was wrong.
pub(super) fn unsure() -> (Node, Type) {
    (Node::YesNo(false), Type::Unsure)
}

impl Checker<'_> {
    pub(super) fn say(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Found::new(code, place, message, label, help));
    }

    /// The compiled tree, as plain as it can be said, and its type.
    pub(super) fn lower(&mut self, tree: &Syntax) -> (Node, Type) {
        let (node, kind) = self.lower_as_written(tree);
        (fold::plain(node), kind)
    }

    fn lower_as_written(&mut self, tree: &Syntax) -> (Node, Type) {
        match &tree.form {
            Form::Number(number) => (Node::Number(*number), Type::Number),
            Form::Text(text) => (Node::Text(text.clone()), Type::Text),
            Form::YesNo(yes) => (Node::YesNo(*yes), Type::YesNo),
            Form::Date(date) => (Node::Date(*date), Type::Date),
            Form::Length(length) => (Node::Length(*length), Type::Length),
            Form::Name(name) => self.name(name, tree.place),
            Form::Not(inner) => (Node::Not(self.condition(inner).into()), Type::YesNo),
            Form::And(parts) => (Node::And(self.conditions(parts)), Type::YesNo),
            Form::Or(parts) => (Node::Or(self.conditions(parts)), Type::YesNo),
            Form::Related(relation, left, right) => self.related(*relation, left, right, tree.place),
            Form::Between(value, low, high) => self.between(value, low, high, tree.place),
            Form::In(value, tests) => self.within(value, tests, tree.place),
            Form::If(condition, yes, no) => self.choice(condition, yes, no, tree.place),
            Form::Reckoned(operation, left, right) => self.reckoned(*operation, left, right, tree.place),
            Form::Negative(inner) => self.negative(inner),
            Form::Call(name, arguments) => self.call(name, arguments, tree.place),
            Form::Quantified { every, name, list, body } => self.quantified(*every, name, list, body),
            Form::For { name, list, value } => self.each(name, list, value),
            Form::Filter(list, condition) => self.filter(list, condition),
            Form::Field(of, name) => {
                let (node, kind) = self.lower(of);
                self.fields(node, kind, name.split('.'), tree.place)
            }
            Form::List(elements) => self.elements(elements),
        }
    }

    /// A part that must be yes or no.
    pub(super) fn condition(&mut self, tree: &Syntax) -> Node {
        let (node, kind) = self.lower(tree);
        if !matches!(kind, Type::YesNo | Type::Unsure) {
            let message = format!("Здесь нужно условие (да или нет), а стоит {}.", kind.words());
            let help = match kind {
                Type::List(_) => "Спросите о списке: `count(...) >= 3` или `some x in ... satisfies ...`.",
                Type::Choice(_) => "Сравните с кодом варианта: `имя = \"код\"`.",
                _ => "Сравните значение: `имя >= 18`. О том, есть ли оно, спросите `is absent(имя)`.",
            };
            self.say(codes::NOT_YES_NO, tree.place, message, kind.words(), help);
        }
        fold::truthful(node)
    }

    fn conditions(&mut self, parts: &[Syntax]) -> Vec<Node> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn name(&mut self, name: &str, place: Place) -> (Node, Type) {
        if let Some(found) = self.bound_name(name, place) {
            return found;
        }
        if name == "today" {
            return (Node::Today, Type::Date);
        }
        let mut prefix = name;
        loop {
            if let Some(kind) = self.scope.facts.get(prefix) {
                self.reads.insert(prefix.to_owned());
                let fact = Node::Fact(FactNode { name: prefix.to_owned(), domain: Domain::of(kind) });
                let rest = name[prefix.len()..].split('.').filter(|field| !field.is_empty());
                return self.fields(fact, Type::of(kind), rest, place);
            }
            match prefix.rsplit_once('.') {
                Some((shorter, _)) => prefix = shorter,
                None => break,
            }
        }
        if let Some(found) = self.defined(name, place) {
            return found;
        }
        if self.scope.criteria.contains(name) {
            self.criteria.insert(name.to_owned());
            return (Node::Criterion(name.to_owned()), Type::YesNo);
        }
        self.unknown_name(name, place);
        unsure()
    }

    /// A variable, or a field of the record that a filter is looking at.
    fn bound_name(&mut self, name: &str, place: Place) -> Option<(Node, Type)> {
        let mut parts = name.split('.');
        let first = parts.next()?;
        for (outwards, bound) in self.bound.iter().rev().enumerate() {
            let kind = bound.kind.clone();
            match &bound.name {
                Some(variable) if variable == first => {
                    return Some(self.fields(Node::Local(outwards), kind, parts, place));
                }
                None if first == "item" => return Some(self.fields(Node::Local(outwards), kind, parts, place)),
                None if matches!(&kind, Type::Record(fields) if fields.contains_key(first)) => {
                    return Some(self.fields(Node::Local(outwards), kind, name.split('.'), place));
                }
                _ => {}
            }
        }
        None
    }

    fn fields<'n>(
        &mut self,
        node: Node,
        kind: Type,
        names: impl Iterator<Item = &'n str>,
        place: Place,
    ) -> (Node, Type) {
        let mut at = (node, kind);
        for name in names {
            at = self.field(at.0, at.1, name, place);
        }
        at
    }

    fn field(&mut self, of: Node, kind: Type, name: &str, place: Place) -> (Node, Type) {
        let fields = match &kind {
            Type::Unsure => return unsure(),
            Type::Address if matches!(name, "text" | "fias") => {
                return (Node::Field { of: of.into(), name: name.to_owned(), required: false }, Type::Text);
            }
            Type::Address => return self.no_field(name, &kind, &["text", "fias"], place),
            Type::Date => {
                let part = match name {
                    "year" => Function::Year,
                    "month" => Function::Month,
                    "day" => Function::Day,
                    _ => return self.no_field(name, &kind, &["year", "month", "day"], place),
                };
                return (Node::Call(part, vec![of]), Type::Number);
            }
            Type::Choice(_) => return self.column(of, kind, name, place),
            Type::List(element) => match element.as_ref() {
                Type::Record(fields) => fields,
                Type::Choice(_) => return self.column(of, kind, name, place),
                _ => return self.no_field(name, &kind, &[], place),
            },
            Type::Record(fields) => fields,
            _ => return self.no_field(name, &kind, &[], place),
        };
        let Some(field) = fields.get(name) else {
            let known: Vec<&str> = fields.keys().map(String::as_str).collect();
            return self.no_field(name, &kind, &known, place);
        };
        let node = Node::Field { of: of.into(), name: name.to_owned(), required: field.required };
        match (&kind, &field.kind) {
            // Records of all records together: `groups.trees`.
            (Type::List(_), Type::List(_)) => (Node::Call(Function::Flatten, vec![node]), field.kind.clone()),
            (Type::List(_), _) => (node, Type::List(Box::new(field.kind.clone()))),
            _ => (node, field.kind.clone()),
        }
    }

    /// What the dictionary says of the code: `applicant.country.convention`.
    fn column(&mut self, of: Node, kind: Type, name: &str, place: Place) -> (Node, Type) {
        let scope = self.scope;
        let fact = self.path_of(&of).unwrap_or_default();
        let Some(piece) = scope.definitions.column_of(&fact, name) else {
            let known = scope.definitions.columns_of(&fact);
            return self.no_field(name, &kind, &known, place);
        };
        if matches!(kind, Type::List(_)) {
            let value = piece.with(&[Node::Local(0)]);
            return (Node::For { list: of.into(), value: value.into() }, Type::List(Box::new(piece.kind.clone())));
        }
        (piece.with(&[of]), piece.kind.clone())
    }

    /// The fact, or the field of a fact's records, that a node names.
    pub(super) fn path_of(&self, node: &Node) -> Option<String> {
        match node {
            Node::Fact(fact) => Some(fact.name.clone()),
            Node::Local(outwards) => self.bound.iter().rev().nth(*outwards)?.path.clone(),
            Node::Field { of, name, .. } => Some(format!("{}.{name}", self.path_of(of)?)),
            Node::Filter { list, .. } | Node::At { list, .. } => self.path_of(list),
            Node::Call(Function::Flatten, parts) => self.path_of(parts.first()?),
            _ => None,
        }
    }

    fn no_field(&mut self, name: &str, kind: &Type, known: &[&str], place: Place) -> (Node, Type) {
        let message = format!("Поля `{name}` здесь нет: слева {}.", kind.words());
        let (label, help) = match similar(name, known.iter().copied()) {
            Some(near) => (format!("похоже на `{near}`"), format!("Напишите `{near}`.")),
            None if known.is_empty() => ("полей нет".to_owned(), "Уберите точку и имя после неё.".to_owned()),
            None => ("нет такого поля".to_owned(), format!("Есть поля: {}.", known.join(", "))),
        };
        self.say(codes::UNKNOWN_FIELD, place, message, label, help);
        unsure()
    }

    fn unknown_name(&mut self, name: &str, place: Place) {
        let scope = self.scope;
        let mut known: Vec<&str> = Vec::new();
        for bound in &self.bound {
            match (&bound.name, &bound.kind) {
                (Some(name), _) => known.push(name),
                (None, Type::Record(fields)) => known.extend(fields.keys().map(String::as_str)),
                _ => {}
            }
        }
        known.extend(scope.facts.keys().map(String::as_str));
        known.extend(scope.criteria.iter().map(String::as_str));
        known.extend(scope.definitions.names());
        known.push("today");
        let near = similar(name, known.iter().copied()).map(str::to_owned);
        let ending = scope.facts.keys().find(|fact| fact.rsplit('.').next() == Some(name)).cloned();
        let (label, help) = match (near.or(ending), name) {
            (_, "yes" | "no" | "True" | "False") => {
                ("слово другого языка".to_owned(), "Напишите `true` или `false` (можно `да` или `нет`).".to_owned())
            }
            (Some(near), _) => (format!("похоже на `{near}`"), format!("Напишите `{near}`.")),
            (None, _) => (
                "такого имени нет".to_owned(),
                format!(
                    "Объявите `{name}` в `facts`, `criteria`, `params` или `tables`. Если это текст, возьмите его в кавычки."
                ),
            ),
        };
        let message = format!("Нет ни сведения, ни критерия, ни величины, ни таблицы с именем `{name}`.");
        self.say(codes::UNKNOWN_NAME, place, message, label, help);
    }

    fn between(&mut self, value: &Syntax, low: &Syntax, high: &Syntax, place: Place) -> (Node, Type) {
        let (from, _) = self.related(Relation::GreaterOrEqual, value, low, place);
        let before = self.found.len();
        let (to, _) = self.related(Relation::LessOrEqual, value, high, place);
        self.forget_repeated(before);
        (Node::And(vec![from, to]), Type::YesNo)
    }

    /// Desugaring checks the left side once more: its mistakes are not said twice.
    fn forget_repeated(&mut self, before: usize) {
        let later = self.found.split_off(before);
        for found in later {
            let known = self.found.iter().any(|one| one.place == found.place && one.code == found.code);
            if !known {
                self.found.push(found);
            }
        }
    }

    fn within(&mut self, value: &Syntax, tests: &[Test], place: Place) -> (Node, Type) {
        let mut parts = Vec::new();
        for test in tests {
            let before = self.found.len();
            match test {
                Test::Value(Syntax { form: Form::List(elements), .. }) => {
                    for element in elements {
                        parts.push(self.related(Relation::Equal, value, element, place).0);
                        self.forget_repeated(before);
                    }
                }
                Test::Value(other) => parts.push(self.equal_or_inside(value, other, place)),
                Test::Related(relation, other) => parts.push(self.related(*relation, value, other, place).0),
                Test::Range { low, low_inside, high, high_inside } => {
                    let from = if *low_inside { Relation::GreaterOrEqual } else { Relation::Greater };
                    let to = if *high_inside { Relation::LessOrEqual } else { Relation::Less };
                    let from = self.related(from, value, low, place).0;
                    let to = self.related(to, value, high, place).0;
                    parts.push(Node::And(vec![from, to]));
                }
            }
            self.forget_repeated(before);
        }
        let node = if parts.len() == 1 { parts.swap_remove(0) } else { Node::Or(parts) };
        (node, Type::YesNo)
    }

    fn equal_or_inside(&mut self, value: &Syntax, other: &Syntax, place: Place) -> Node {
        let kept = (self.found.len(), self.reads.clone(), self.criteria.clone());
        let (list, kind) = self.lower(other);
        let Type::List(element) = kind else {
            self.found.truncate(kept.0);
            (self.reads, self.criteria) = (kept.1, kept.2);
            return self.related(Relation::Equal, value, other, place).0;
        };
        let (inner, inner_kind) = self.lower(value);
        self.comparable(Relation::Equal, (&inner_kind, value), (&element, other), place);
        Node::Call(super::functions::Function::Contains, vec![list, inner])
    }

    fn choice(&mut self, condition: &Syntax, yes: &Syntax, no: &Syntax, place: Place) -> (Node, Type) {
        let condition = self.condition(condition);
        let (yes, yes_kind) = self.lower(yes);
        let (no, no_kind) = self.lower(no);
        let kind = self.common(yes_kind, no_kind, place, "Ветви `then` и `else`");
        (Node::Choose { arms: vec![(condition, yes)], otherwise: no.into(), apart: true }, kind)
    }

    /// The type that holds both; a mistake when there is none.
    pub(super) fn common(&mut self, one: Type, other: Type, place: Place, what: &str) -> Type {
        match (&one, &other) {
            (Type::Unsure, _) => other,
            (_, Type::Unsure) => one,
            (Type::Number, Type::Money) | (Type::Money, Type::Number) => Type::Money,
            (Type::Choice(a), Type::Choice(b)) if a == b => one,
            _ if one.is_text() && other.is_text() => Type::Text,
            (Type::List(a), Type::List(b)) => {
                let element = self.common(a.as_ref().clone(), b.as_ref().clone(), place, what);
                Type::List(Box::new(element))
            }
            _ if std::mem::discriminant(&one) == std::mem::discriminant(&other) => one,
            _ => {
                let message = format!("{what} разного вида: {} и {}.", one.words(), other.words());
                let help = "Сделайте их одного вида.";
                self.say(codes::BRANCHES, place, message, "разный вид", help);
                Type::Unsure
            }
        }
    }
}

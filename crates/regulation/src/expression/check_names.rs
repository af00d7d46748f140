//! Names of parameters and decision tables: by name alone, or called with other inputs.

use super::check::{Checker, unsure};
use super::codes;
use super::define::Definition;
use super::node::Node;
use super::syntax::{Place, Relation, Syntax};
use super::types::Type;

impl Checker<'_> {
    /// A parameter, or a table over its own inputs.
    pub(super) fn defined(&mut self, name: &str, place: Place) -> Option<(Node, Type)> {
        let definition = self.scope.definitions.get(name)?;
        self.definitions.insert(name.to_owned());
        if self.expanding.iter().any(|outer| outer == name) {
            let way = format!("{} → {name}", self.expanding.join(" → "));
            let message = format!("Таблица `{name}` опирается сама на себя: {way}.");
            let help = "Разорвите круг: столбец таблицы может смотреть на сведения, критерии и другие таблицы.";
            self.say(codes::CYCLE, place, message, "круг", help);
            return Some(unsure());
        }
        self.expanding.push(name.to_owned());
        let inputs = self.own_inputs(name, &definition, place);
        self.expanding.pop();
        Some(inputs.map_or_else(unsure, |inputs| (definition.piece.with(&inputs), definition.piece.kind.clone())))
    }

    /// What the columns look at; their mistakes have been said where the table stands.
    fn own_inputs(&mut self, name: &str, definition: &Definition, place: Place) -> Option<Vec<Node>> {
        let mut inputs = Vec::with_capacity(definition.inputs.len());
        for input in &definition.inputs {
            let tree = input.tree.as_ref()?;
            let before = self.found.len();
            let (node, kind) = self.outside_records(|checker| checker.lower(tree));
            let round: Vec<_> = self.found.drain(before..).filter(|found| found.code == codes::CYCLE).collect();
            if !round.is_empty() {
                self.found.extend(round.into_iter().map(|mut found| {
                    found.place = place;
                    found
                }));
                return None;
            }
            if matches!(kind, Type::List(_)) && !matches!(input.kind, Type::List(_)) {
                let message = format!("Таблица `{name}` смотрит на поле записи `{}`: о какой записи речь?", input.text);
                let help = format!("Вызовите её для каждой записи: `{}`.", usage(name, definition));
                self.say(codes::ARGUMENTS, place, message, "нужны входы", help);
                return None;
            }
            if matches!(kind, Type::Unsure) {
                return None;
            }
            inputs.push(node);
        }
        Some(inputs)
    }

    /// A table called with other inputs: `price(t.species, t.diameter)`.
    pub(super) fn invoked(&mut self, name: &str, arguments: &[Syntax], place: Place) -> Option<(Node, Type)> {
        let definition = self.scope.definitions.get(name)?;
        self.definitions.insert(name.to_owned());
        if definition.inputs.is_empty() || definition.inputs.len() != arguments.len() {
            let message = if definition.inputs.is_empty() {
                format!("Величина `{name}` пишется без скобок.")
            } else {
                let (needed, given) = (definition.inputs.len(), arguments.len());
                format!("У таблицы `{name}` входов {needed}, а в скобках {given}.")
            };
            let label = if arguments.len() < definition.inputs.len() { "не хватает" } else { "лишние" };
            self.say(codes::ARGUMENTS, place, message, label, format!("Напишите `{}`.", usage(name, &definition)));
            return Some(unsure());
        }
        let mut inputs = Vec::with_capacity(arguments.len());
        let before = self.found.len();
        for (argument, input) in arguments.iter().zip(&definition.inputs) {
            let (node, kind) = self.lower(argument);
            self.fits_input(&input.kind, &kind, argument);
            inputs.push(node);
        }
        if self.found.len() > before {
            return Some(unsure());
        }
        Some((definition.piece.with(&inputs), definition.piece.kind.clone()))
    }

    fn fits_input(&mut self, wanted: &Type, kind: &Type, argument: &Syntax) {
        let fits = match (wanted, kind) {
            (_, Type::Unsure) => true,
            (Type::Choice(_), Type::Text | Type::Choice(_)) => {
                // A literal that is no option, or choices without a common one.
                return self.comparable(Relation::Equal, (wanted, argument), (kind, argument), argument.place);
            }
            (wanted, kind) if wanted.is_number() => kind.is_number(),
            (wanted, kind) if wanted.is_text() => kind.is_text(),
            (wanted, kind) => std::mem::discriminant(wanted) == std::mem::discriminant(kind),
        };
        if !fits {
            let message =
                format!("Таблица смотрит здесь на другое: нужно — {}, стоит — {}.", wanted.words(), kind.words());
            let help = "Поставьте входы в том порядке, в каком они стоят в `inputs` таблицы.";
            self.say(codes::WRONG_ARGUMENT, argument.place, message, kind.words(), help);
        }
    }
}

/// How a table is called.
fn usage(name: &str, definition: &Definition) -> String {
    if definition.inputs.is_empty() {
        return name.to_owned();
    }
    let inputs: Vec<&str> = definition.inputs.iter().map(|input| input.text.as_str()).collect();
    format!("{name}({})", inputs.join(", "))
}

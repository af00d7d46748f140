//! Lists: their elements, and what looks at records one by one.

use super::check::{Bound, Checker, unsure};
use super::codes;
use super::node::Node;
use super::syntax::{Form, Place, Syntax};
use super::types::Type;

/// Deepest nesting of quantifiers and filters: their costs multiply.
const LOOPS: usize = 3;

impl Checker<'_> {
    pub(super) fn elements(&mut self, elements: &[Syntax]) -> (Node, Type) {
        let mut nodes = Vec::new();
        let mut kind = Type::Unsure;
        for element in elements {
            let (node, next) = self.lower(element);
            kind = self.common(kind, next, element.place, "Элементы списка");
            nodes.push(node);
        }
        (Node::List(nodes), Type::List(Box::new(kind)))
    }

    /// The type of a list's elements, or a mistake.
    pub(super) fn element_of(&mut self, kind: Type, place: Place) -> Type {
        match kind {
            Type::List(element) => *element,
            Type::Unsure => Type::Unsure,
            other => {
                let message = format!("Здесь нужен список, а стоит {}.", other.words());
                let help = "Назовите сведение вида `list` или перечислите значения: `[1, 2, 3]`.";
                self.say(codes::NOT_LIST, place, message, other.words(), help);
                Type::Unsure
            }
        }
    }

    /// Looks at a part in which the records of a list are at hand.
    fn within_records<R>(
        &mut self,
        bound: Bound,
        body: &Syntax,
        otherwise: R,
        look: impl FnOnce(&mut Self, &Syntax) -> R,
    ) -> R {
        if self.bound.len() >= LOOPS {
            let message = format!("Больше {LOOPS} переборов друг в друге: цена выражения не ограничена.");
            let help = "Вынесите внутренний перебор в именованный критерий.";
            self.say(codes::TOO_LARGE, body.place, message, "слишком глубоко", help);
            return otherwise;
        }
        self.bound.push(bound);
        let found = look(self, body);
        self.bound.pop();
        found
    }

    /// Looks at a part that stands outside all records, wherever it is asked for.
    pub(super) fn outside_records<R>(&mut self, look: impl FnOnce(&mut Self) -> R) -> R {
        let bound = std::mem::take(&mut self.bound);
        let found = look(self);
        self.bound = bound;
        found
    }

    /// A list with the type of its elements, bound to a variable or, without a name, to a filter.
    fn records(&mut self, name: Option<&str>, list: &Syntax) -> (Node, Bound) {
        let (node, kind) = self.lower(list);
        let kind = self.element_of(kind, list.place);
        let path = self.path_of(&node);
        (node, Bound { name: name.map(str::to_owned), kind, path })
    }

    pub(super) fn quantified(&mut self, every: bool, name: &str, list: &Syntax, body: &Syntax) -> (Node, Type) {
        let (node, bound) = self.records(Some(name), list);
        let body = self.within_records(bound, body, Node::YesNo(false), |checker, body| checker.condition(body));
        (Node::Quantified { every, list: node.into(), body: body.into() }, Type::YesNo)
    }

    pub(super) fn each(&mut self, name: &str, list: &Syntax, value: &Syntax) -> (Node, Type) {
        let (node, bound) = self.records(Some(name), list);
        let (value, kind) = self.within_records(bound, value, unsure(), |checker, value| checker.lower(value));
        (Node::For { list: node.into(), value: value.into() }, Type::List(Box::new(kind)))
    }

    pub(super) fn filter(&mut self, list: &Syntax, condition: &Syntax) -> (Node, Type) {
        let (node, bound) = self.records(None, list);
        let element = bound.kind.clone();
        if let Some(place) = index(condition) {
            if place == 0 {
                let help = "Первая запись — `[1]`, последняя — `[-1]`.";
                self.say(codes::WRONG_ARGUMENT, condition.place, "Записи считаются с единицы.", "ноль", help);
            }
            return (Node::At { list: node.into(), place }, element);
        }
        let condition = self
            .within_records(bound, condition, Node::YesNo(false), |checker, condition| checker.condition(condition));
        (Node::Filter { list: node.into(), condition: condition.into() }, Type::List(Box::new(element)))
    }
}

/// The number in `list[1]`, `list[-1]`.
fn index(tree: &Syntax) -> Option<i64> {
    use rust_decimal::prelude::ToPrimitive;
    match &tree.form {
        Form::Number(number) if number.fract().is_zero() => number.to_i64(),
        Form::Negative(inner) => index(inner).map(|place| -place),
        _ => None,
    }
}

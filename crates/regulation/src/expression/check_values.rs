//! Types of comparisons, reckoning, calls, and of values meant for a fact.

use super::check::{Checker, unsure};
use super::codes;
use super::functions::{self, Function};
use super::node::Node;
use super::pattern::Pattern;
use super::syntax::{Form, Found, Operation, Place, Relation, Syntax};
use super::types::Type;
use crate::package::FactType;
use crate::package::similar::similar;

impl Checker<'_> {
    pub(super) fn related(&mut self, relation: Relation, left: &Syntax, right: &Syntax, place: Place) -> (Node, Type) {
        let (one, one_kind) = self.lower(left);
        let (other, other_kind) = self.lower(right);
        self.comparable(relation, (&one_kind, left), (&other_kind, right), place);
        (Node::Related(relation, one.into(), other.into()), Type::YesNo)
    }

    /// Says what is wrong when two values cannot be compared so.
    pub(super) fn comparable(
        &mut self,
        relation: Relation,
        (one, left): (&Type, &Syntax),
        (other, right): (&Type, &Syntax),
        place: Place,
    ) {
        let equality = matches!(relation, Relation::Equal | Relation::Unequal);
        let fits = match (one, other) {
            (Type::Unsure, _) | (_, Type::Unsure) => true,
            (Type::Choice(options), Type::Text) => return self.option(options, right, equality, place),
            (Type::Text, Type::Choice(options)) => return self.option(options, left, equality, place),
            (Type::Choice(a), Type::Choice(b)) => equality && a.keys().any(|option| b.contains_key(option)),
            (Type::YesNo, Type::YesNo) | (Type::Length, Type::Length) => equality,
            (Type::Date, Type::Date) => true,
            _ if one.is_number() && other.is_number() => true,
            _ if one.is_text() && other.is_text() => equality,
            _ => false,
        };
        if fits {
            return;
        }
        let same = std::mem::discriminant(one) == std::mem::discriminant(other) || (one.is_text() && other.is_text());
        let (message, help) = if same && !equality {
            let message = format!("Здесь сравнивается «больше — меньше», а стоит {}.", one.words());
            (message, "Так сравниваются только числа, суммы и даты. Для остального есть `=` и `!=`.".to_owned())
        } else {
            (format!("Сравнивается {} и {}.", one.words(), other.words()), advice(one, other))
        };
        self.say(codes::COMPARED, place, message, format!("{} и {}", one.words(), other.words()), help);
    }

    fn option(&mut self, options: &indexmap::IndexMap<String, String>, literal: &Syntax, equality: bool, place: Place) {
        if !equality {
            let help = "Для выбора есть `=`, `!=` и `in (...)`.";
            let message = "Варианты выбора не сравниваются «больше — меньше».";
            return self.say(codes::COMPARED, place, message, "выбор", help);
        }
        let Form::Text(text) = &literal.form else { return };
        if options.contains_key(text) {
            return;
        }
        let known = options.keys().map(String::as_str);
        let by_label = options.iter().find(|(_, label)| *label == text).map(|(code, _)| code.as_str());
        let (label, help) = match by_label.or_else(|| similar(text, known)) {
            Some(near) => (format!("похоже на \"{near}\""), format!("Напишите код варианта: `\"{near}\"`.")),
            None => {
                let codes: Vec<String> = options.keys().map(|code| format!("\"{code}\"")).collect();
                ("нет такого варианта".to_owned(), format!("Есть варианты: {}.", codes.join(", ")))
            }
        };
        self.say(codes::UNKNOWN_OPTION, literal.place, format!("Варианта «{text}» у этого выбора нет."), label, help);
    }

    pub(super) fn negative(&mut self, inner: &Syntax) -> (Node, Type) {
        let (node, kind) = self.lower(inner);
        if !kind.is_number() && !matches!(kind, Type::Unsure) {
            let message = format!("Минус стоит перед тем, что не число: здесь {}.", kind.words());
            self.say(codes::RECKONED, inner.place, message, kind.words(), "Уберите минус.");
            return unsure();
        }
        (Node::Negative(node.into()), kind)
    }

    pub(super) fn reckoned(
        &mut self,
        operation: Operation,
        left: &Syntax,
        right: &Syntax,
        place: Place,
    ) -> (Node, Type) {
        use Operation::{Add, Divide, Multiply, Subtract};
        let (one, one_kind) = self.lower(left);
        let (other, other_kind) = self.lower(right);
        let kind = match (&one_kind, operation, &other_kind) {
            (Type::Unsure, ..) | (.., Type::Unsure) => Type::Unsure,
            (Type::Date, Add | Subtract, Type::Length) => Type::Date,
            (Type::Length, Add, Type::Date) => Type::Date,
            (Type::Money, Divide, Type::Money) => Type::Number,
            (Type::Number, Divide | Multiply | Add | Subtract, Type::Number) => Type::Number,
            (a, Add | Subtract | Multiply | Divide, b) if a.is_number() && b.is_number() => Type::Money,
            (a, _, b) => {
                let sign = match operation {
                    Add => "+",
                    Subtract => "-",
                    Multiply => "*",
                    Divide => "/",
                };
                let help = match (a, operation, b) {
                    (Type::Date, Subtract, Type::Date) => {
                        "Разность дат: `days between(ранняя, поздняя)` или `years between(...)`."
                    }
                    (Type::Date, Add | Subtract, b) if b.is_number() => {
                        "К дате прибавляется срок: `дата + duration(\"P10D\")`."
                    }
                    _ if a.is_text() || b.is_text() => {
                        "Тексты не складываются. Проверить часть текста можно `contains(...)`."
                    }
                    _ => "Считать можно с числами и суммами, а к дате прибавлять срок.",
                };
                let message = format!("Действие `{sign}` не определено: слева {}, справа {}.", a.words(), b.words());
                self.say(codes::RECKONED, place, message, format!("{} {sign} {}", a.words(), b.words()), help);
                return unsure();
            }
        };
        (Node::Reckoned(operation, one.into(), other.into()), kind)
    }

    pub(super) fn call(&mut self, name: &str, arguments: &[Syntax], place: Place) -> (Node, Type) {
        if let Some(found) = self.invoked(name, arguments, place) {
            return found;
        }
        let spoken = name.replace('_', " ");
        let Some(function) = Function::named(&spoken) else {
            let scope = self.scope;
            let mut known: Vec<&str> = functions::names().collect();
            known.extend(scope.definitions.names());
            let (label, help) = match similar(&spoken, known) {
                Some(near) => (format!("похоже на `{near}`"), format!("Напишите `{near}(...)`.")),
                None => ("нет такой функции".to_owned(), {
                    let names: Vec<&str> = functions::names().collect();
                    format!("Есть функции: {}.", names.join(", "))
                }),
            };
            self.say(codes::UNKNOWN_FUNCTION, place, format!("Функции `{name}` нет."), label, help);
            return unsure();
        };
        let lowered: Vec<(Node, Type)> = arguments.iter().map(|argument| self.lower(argument)).collect();
        let (nodes, kinds): (Vec<Node>, Vec<Type>) = lowered.into_iter().unzip();
        match function.plain() {
            Some((needs, result)) => {
                if !self.arity(function, kinds.len(), needs.len()..=needs.len(), place) {
                    return unsure();
                }
                for ((need, kind), argument) in needs.iter().zip(&kinds).zip(arguments) {
                    if !need.fits(kind) {
                        self.wrong_argument(function, need.words(), kind, argument.place);
                    }
                }
                let money = matches!(function, Function::Abs | Function::Floor | Function::Ceiling)
                    && matches!(kinds.first(), Some(Type::Money));
                (Node::Call(function, nodes), if money { Type::Money } else { result })
            }
            None => self.call_by_hand(function, nodes, kinds, arguments, place),
        }
    }

    fn arity(
        &mut self,
        function: Function,
        given: usize,
        allowed: std::ops::RangeInclusive<usize>,
        place: Place,
    ) -> bool {
        if allowed.contains(&given) {
            return true;
        }
        let message = format!("Аргументов {given}, а функция пишется так: `{}`.", function.usage());
        let label = if given < *allowed.start() { "не хватает" } else { "лишние" };
        self.say(codes::ARGUMENTS, place, message, label, format!("Напишите `{}`.", function.usage()));
        false
    }

    fn wrong_argument(&mut self, function: Function, need: &str, kind: &Type, place: Place) {
        let message = format!("Здесь нужно: {need}. Стоит {}.", kind.words());
        self.say(codes::WRONG_ARGUMENT, place, message, kind.words(), format!("Напишите `{}`.", function.usage()));
    }

    fn call_by_hand(
        &mut self,
        function: Function,
        mut nodes: Vec<Node>,
        mut kinds: Vec<Type>,
        arguments: &[Syntax],
        place: Place,
    ) -> (Node, Type) {
        let most = match function {
            Function::Contains => 2..=2,
            Function::Matches => 2..=2,
            Function::Count | Function::First | Function::Flatten | Function::IsKnown | Function::IsAbsent => 1..=1,
            _ => 1..=64,
        };
        if !self.arity(function, kinds.len(), most, place) {
            return unsure();
        }
        let first = arguments[0].place;
        match function {
            Function::Contains => self.contains(nodes, &kinds, arguments, place),
            Function::Matches => self.matches(nodes, &kinds, arguments),
            Function::First => {
                let element = self.element_of(kinds.swap_remove(0), first);
                (Node::At { list: nodes.swap_remove(0).into(), place: 1 }, element)
            }
            Function::Flatten => {
                let element = self.element_of(kinds.swap_remove(0), first);
                let kind = if matches!(element, Type::Unsure) { element } else { self.element_of(element, first) };
                (Node::Call(function, nodes), Type::List(Box::new(kind)))
            }
            Function::IsAbsent => (Node::Call(function, nodes), Type::YesNo),
            Function::IsKnown => {
                if !matches!(nodes[0], Node::Fact(_) | Node::Field { .. } | Node::Local(_)) {
                    let message = "Здесь нужно имя сведения, а не выражение.";
                    self.say(
                        codes::WRONG_ARGUMENT,
                        first,
                        message,
                        "не имя",
                        format!("Напишите `{}`.", function.usage()),
                    );
                }
                (Node::Call(function, nodes), Type::YesNo)
            }
            Function::Count => {
                self.element_of(kinds.swap_remove(0), first);
                (Node::Call(function, nodes), Type::Number)
            }
            _ => {
                let (list, element) = if kinds.len() == 1 {
                    (nodes.swap_remove(0), self.element_of(kinds.swap_remove(0), first))
                } else {
                    let mut element = Type::Unsure;
                    for (kind, argument) in kinds.into_iter().zip(arguments) {
                        if !of_list(function, &kind) {
                            self.wrong_argument(function, list_needs(function), &kind, argument.place);
                        } else if !matches!(element, Type::Money) {
                            element = kind;
                        }
                    }
                    (Node::List(nodes), element)
                };
                if !of_list(function, &element) {
                    self.wrong_argument(function, list_needs(function), &element, first);
                    return unsure();
                }
                let result = if matches!(function, Function::All | Function::Any) { Type::YesNo } else { element };
                let result = if matches!(result, Type::Unsure) { Type::Number } else { result };
                (Node::Call(function, vec![list]), result)
            }
        }
    }

    fn matches(&mut self, mut nodes: Vec<Node>, kinds: &[Type], arguments: &[Syntax]) -> (Node, Type) {
        if !kinds[0].is_text() && !matches!(kinds[0], Type::Unsure) {
            self.wrong_argument(Function::Matches, "текст", &kinds[0], arguments[0].place);
        }
        let help = "Образец пишется текстом в кавычках, обратная черта дважды: `\"^[0-9]{4}$\"`.";
        let pattern = match &arguments[1].form {
            Form::Text(text) => Pattern::read(text),
            _ => None,
        };
        let Some(pattern) = pattern else {
            self.say(codes::BAD_PATTERN, arguments[1].place, "Это не образец текста.", "не читается", help);
            return unsure();
        };
        (Node::Matches(nodes.swap_remove(0).into(), pattern), Type::YesNo)
    }

    fn contains(&mut self, nodes: Vec<Node>, kinds: &[Type], arguments: &[Syntax], place: Place) -> (Node, Type) {
        match &kinds[0] {
            Type::List(element) => {
                self.comparable(Relation::Equal, (element, &arguments[0]), (&kinds[1], &arguments[1]), place);
            }
            kind if kind.is_text() || matches!(kind, Type::Unsure) => {
                if !kinds[1].is_text() && !matches!(kinds[1], Type::Unsure) {
                    self.wrong_argument(Function::Contains, "текст", &kinds[1], arguments[1].place);
                }
            }
            other => self.wrong_argument(Function::Contains, "список или текст", other, arguments[0].place),
        }
        (Node::Call(Function::Contains, nodes), Type::YesNo)
    }
}

fn of_list(function: Function, element: &Type) -> bool {
    match function {
        Function::All | Function::Any => matches!(element, Type::YesNo | Type::Unsure),
        Function::Min | Function::Max => element.is_number() || matches!(element, Type::Date | Type::Unsure),
        _ => element.is_number() || matches!(element, Type::Unsure),
    }
}

fn list_needs(function: Function) -> &'static str {
    match function {
        Function::All | Function::Any => "список значений да/нет",
        Function::Min | Function::Max => "список чисел или дат",
        _ => "список чисел",
    }
}

fn advice(one: &Type, other: &Type) -> String {
    let pair = |a: fn(&Type) -> bool, b: fn(&Type) -> bool| (a(one) && b(other)) || (a(other) && b(one));
    let is_date = |kind: &Type| matches!(kind, Type::Date);
    let is_list = |kind: &Type| matches!(kind, Type::List(_));
    let is_yes_no = |kind: &Type| matches!(kind, Type::YesNo);
    if pair(is_date, Type::is_number) {
        "Сколько лет: `age(дата, today) >= 18`; сколько дней: `days between(дата, today)`.".to_owned()
    } else if pair(is_date, Type::is_text) {
        "Дата пишется так: `date(\"2026-01-31\")`.".to_owned()
    } else if is_list(one) || is_list(other) {
        "Сколько записей: `count(список)`; есть ли значение: `contains(список, значение)`.".to_owned()
    } else if is_yes_no(one) || is_yes_no(other) {
        "Да и нет сравнивать не нужно: напишите само условие или `not(условие)`.".to_owned()
    } else if pair(Type::is_number, Type::is_text) {
        "Число пишется без кавычек; номера и коды — это тексты, они пишутся в кавычках.".to_owned()
    } else {
        "Сравнивайте значения одного вида.".to_owned()
    }
}

/// What is wrong when a value is meant for a fact of that type and does not fit it.
pub(crate) fn misfit(tree: &Syntax, kind: &Type, target: &FactType) -> Option<Found> {
    if let Form::If(_, yes, no) = &tree.form {
        return misfit(yes, kind, target).or_else(|| misfit(no, kind, target));
    }
    let wanted = Type::of(target);
    let fits = match (&wanted, kind) {
        (_, Type::Unsure) => true,
        (Type::Choice(options), Type::Text) => match &tree.form {
            Form::Text(text) if !options.contains_key(text) => {
                let codes: Vec<String> = options.keys().map(|code| format!("\"{code}\"")).collect();
                return Some(Found::new(
                    codes::UNKNOWN_OPTION,
                    tree.place,
                    format!("Варианта «{text}» у этого сведения нет."),
                    "нет такого варианта",
                    format!("Есть варианты: {}.", codes.join(", ")),
                ));
            }
            _ => true,
        },
        (Type::Choice(a), Type::Choice(b)) => b.keys().all(|option| a.contains_key(option)),
        (Type::Text, found) => found.is_text(),
        (Type::Identifier(a), Type::Identifier(b)) => a == b,
        (Type::Number | Type::Money, found) => found.is_number(),
        (wanted, found) => std::mem::discriminant(wanted) == std::mem::discriminant(found),
    };
    if fits {
        return None;
    }
    let message = format!("Сведение — {}, а выражение даёт: {}.", wanted.words(), kind.words());
    let help = "Поменяйте вид сведения или выражение.";
    Some(Found::new(codes::WRONG_VALUE, tree.place, message, kind.words(), help))
}

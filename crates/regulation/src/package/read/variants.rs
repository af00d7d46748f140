//! Variants: a list with conditions, or a decision table whose rows are the variants; their terms.

use std::collections::BTreeSet;

use super::Reading;
use crate::expression::Expression;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Clause, FactType, TermRule, Variant};
use crate::package::outside;
use crate::package::yaml::{Content, Node};

/// What a row of the table is tested on: the inputs as written with their types.
type Inputs = [(String, FactType)];

impl Reading<'_> {
    pub(super) fn variants(&mut self, node: &Node) -> Vec<Variant> {
        let mut met = BTreeSet::new();
        if !matches!(node.content, Content::Map(_)) {
            let elements = self.reader.list(node).to_vec();
            return self.each_variant(&elements, &mut met, None);
        }
        let Some(mut fields) = Fields::open(node, &node.span, "variants", &mut self.reader) else { return Vec::new() };
        let inputs = fields.need("inputs", "на что смотрит таблица вариантов: `[request.kind]`", &mut self.reader);
        let inputs = inputs.map(|node| self.inputs(node)).unwrap_or_default();
        let rows = fields.need("rows", "варианты: `{ id, title, if: […], term, because }`", &mut self.reader);
        let rows = rows.map(|node| self.reader.list(node).to_vec()).unwrap_or_default();
        fields.finish(&mut self.reader);
        let inputs: Vec<(String, FactType)> = inputs.into_iter().map(|input| (input.of, input.kind)).collect();
        self.each_variant(&rows, &mut met, Some(&inputs))
    }

    fn each_variant(&mut self, nodes: &[Node], met: &mut BTreeSet<String>, inputs: Option<&Inputs>) -> Vec<Variant> {
        let mut variants = Vec::new();
        for (at, element) in nodes.iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "variants", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, met);
            let title = fields.text("title", "название варианта простыми словами", &mut self.reader);
            let when = match inputs {
                None => {
                    let when = fields.need("when", "условие, при котором вариант подходит", &mut self.reader);
                    when.and_then(|node| self.condition(node))
                }
                Some(inputs) => {
                    let meaning = "проверки по столбцам, по одной на вход: `[assign, \"-\"]`";
                    let tests = fields.need("if", meaning, &mut self.reader);
                    tests.and_then(|node| self.row(node, inputs))
                }
            };
            let meaning = "полный срок со дня регистрации, например `5 wd`";
            let term = fields.need("term", meaning, &mut self.reader);
            let term = term.and_then(|node| self.reader.term(node));
            let because = self.because(&mut fields);
            let terms = fields.maybe("terms").map(|node| self.term_rules(node, &fields.path, &because));
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            if let (Some(when), Some(term)) = (when, term) {
                variants.push(Variant { id, title, when, term, terms: terms.unwrap_or_default(), because, span });
            }
        }
        variants
    }

    /// The cells of one row as one condition.
    fn row(&mut self, node: &Node, inputs: &Inputs) -> Option<Expression> {
        let tests = self.cells(node, inputs.len(), 0)?;
        let mut parts = Vec::new();
        for ((test, span), (of, kind)) in tests.iter().zip(inputs) {
            match outside::unary(of, kind, test) {
                Ok(condition) if condition == "true" => {}
                Ok(condition) => parts.push(condition),
                Err(problem) => {
                    let help = "Примеры: `any`, `код`, `a, b`, `not(a)`, `>= 18`, `[18..60]`.";
                    self.reader.error(codes::BAD_TABLE, span, problem, "не проверка", help);
                    return None;
                }
            }
        }
        let text = if parts.is_empty() { "true".to_owned() } else { parts.join(" and ") };
        let known = std::mem::take(&mut self.known);
        let condition = outside::condition(&text, &node.span, &known);
        self.known = known;
        match condition {
            Ok(condition) => {
                self.note_reads(&condition);
                Some(condition)
            }
            Err(mut found) => {
                // Places inside the text we made mean nothing to the author: the row is the place.
                for one in &mut found {
                    one.span = node.span.clone();
                }
                found.dedup_by(|a, b| a.code == b.code);
                self.reader.found.extend(found);
                None
            }
        }
    }

    /// `terms:` other terms by condition and days.
    fn term_rules(&mut self, node: &Node, path: &str, otherwise: &Clause) -> Vec<TermRule> {
        let mut rules = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let path = format!("{path}.terms");
            let Some(mut fields) = Fields::element(element, &path, at, &mut self.reader) else { continue };
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            let (from, until) = self.days(&mut fields);
            let term = fields.need("term", "срок при этом условии: `5 wd`", &mut self.reader);
            let term = term.and_then(|node| self.reader.term(node));
            let because = self.own_clause(&mut fields, otherwise);
            fields.finish(&mut self.reader);
            if let Some(term) = term {
                rules.push(TermRule { when, from, until, term, because });
            }
        }
        rules
    }
}

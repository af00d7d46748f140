//! Test cases, the published sample, and raw values that must fit the types of their facts.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::Reading;
use crate::clock::Term;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Expectation, ExpectedFee, Fact, FactType, TestCase};
use crate::package::yaml::{Content, Node};

impl Reading<'_> {
    /// One file of cases: a list of them.
    pub(super) fn cases(&mut self, file: &str, node: &Node, facts: &IndexMap<String, Fact>) -> Vec<TestCase> {
        let mut cases = Vec::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, file, at, &mut self.reader) else {
                continue;
            };
            let name = fields.text("name", "что показывает случай, одним предложением", &mut self.reader);
            let as_of = fields.need("as-of", "день регистрации: `2026-03-02`", &mut self.reader);
            let as_of = as_of.and_then(|node| self.reader.date(node));
            let base = self.like(&mut fields, &cases);
            let given = self.given(&mut fields, base, facts);
            let expect = fields.need("expect", "что должно получиться", &mut self.reader);
            let expect = expect.map(|node| self.expectation(node, &fields, facts)).unwrap_or_default();
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            if let Some(as_of) = as_of {
                cases.push(TestCase { file: file.to_owned(), name, as_of, given, expect, span });
            }
        }
        cases
    }

    /// `like:` an earlier case of the same file: its facts are known here too.
    fn like(&mut self, fields: &mut Fields<'_>, cases: &[TestCase]) -> IndexMap<String, Value> {
        let Some(node) = fields.maybe("like") else { return IndexMap::new() };
        let name = self.reader.text(node).unwrap_or_default();
        if let Some(case) = cases.iter().find(|case| case.name == name) {
            return case.given.clone();
        }
        let known = cases.iter().map(|case| case.name.clone()).collect();
        self.unknown(codes::UNKNOWN_EXPECTED, &node.span, "Название случая выше в файле", &name, &known);
        IndexMap::new()
    }

    /// `given:` over what the case before gives, less what is named in `without:`.
    fn given(
        &mut self,
        fields: &mut Fields<'_>,
        mut given: IndexMap<String, Value>,
        facts: &IndexMap<String, Fact>,
    ) -> IndexMap<String, Value> {
        let path = format!("{}.given", fields.path);
        let node = if given.is_empty() {
            fields.need("given", "известные сведения", &mut self.reader)
        } else {
            fields.maybe("given")
        };
        if let Some(node) = node {
            given.extend(self.values(node, &path, facts, false));
        }
        if let Some(node) = fields.maybe("without") {
            let known = self.names.facts.clone();
            for name in self.known_names(node, codes::UNKNOWN_FACT, "Сведение", &known) {
                given.shift_remove(&name);
            }
        }
        given
    }

    fn expectation(&mut self, node: &Node, outer: &Fields<'_>, facts: &IndexMap<String, Fact>) -> Expectation {
        let path = format!("{}.expect", outer.path);
        let mut expect = Expectation::default();
        let Some(mut fields) = Fields::open(node, &outer.head, &path, &mut self.reader) else {
            return expect;
        };
        let (variants, grounds) = (self.names.variants.clone(), self.names.grounds.clone());
        expect.variant = fields.maybe("variant").and_then(|node| {
            let name = self.reader.text(node)?;
            if name != "none" && !variants.contains(&name) {
                self.unknown(codes::UNKNOWN_EXPECTED, &node.span, "Название варианта", &name, &variants);
                return None;
            }
            Some(name)
        });
        let verdicts = |first| [(first, first), ("refuse", "refuse"), ("unknown", "unknown")];
        expect.intake =
            fields.maybe("intake").and_then(|node| self.reader.word(node, &verdicts("accept"))).map(str::to_owned);
        expect.decision =
            fields.maybe("decision").and_then(|node| self.reader.word(node, &verdicts("grant"))).map(str::to_owned);
        expect.grounds =
            fields.maybe("grounds").map(|node| self.known_names(node, codes::UNKNOWN_EXPECTED, "Основание", &grounds));
        expect.unknown = fields.maybe("unknown").map(|node| self.expected_facts(node));
        let results = self.names.results.clone();
        expect.results =
            fields.maybe("results").map(|node| self.known_names(node, codes::UNKNOWN_EXPECTED, "Результат", &results));
        expect.problems = fields.maybe("problems").map(|node| self.expected_facts(node));
        expect.due = fields.maybe("due").and_then(|node| self.reader.date(node));
        expect.fee = fields.maybe("fee").and_then(|node| self.expected_fee(node));
        expect.term = fields.maybe("term").and_then(|node| self.reader.term(node));
        expect.terms = fields.maybe("terms").map(|node| self.expected_terms(node));
        expect.by_person = fields
            .maybe("by-person")
            .map(|node| self.known_names(node, codes::UNKNOWN_EXPECTED, "Основание", &grounds));
        expect.exempt = fields.maybe("exempt").and_then(|node| self.reader.text(node));
        expect.next = fields.maybe("next").and_then(|node| self.expected_question(node));
        expect.facts = fields.maybe("facts").map(|node| self.values(node, &path, facts, false));
        for (key, place) in [
            ("suspend", &mut expect.suspend),
            ("return", &mut expect.give_back),
            ("forward", &mut expect.forward),
            ("prolong", &mut expect.prolong),
        ] {
            *place =
                fields.maybe(key).map(|node| self.known_names(node, codes::UNKNOWN_EXPECTED, "Основание", &grounds));
        }
        fields.finish(&mut self.reader);
        expect
    }

    /// A fact that the questionnaire asks, or `none`.
    fn expected_question(&mut self, node: &Node) -> Option<String> {
        let name = self.reader.text(node)?;
        if name != "none" && !self.names.facts.contains(&name) {
            let known = self.names.facts.clone();
            self.unknown(codes::UNKNOWN_EXPECTED, &node.span, "Сведение", &name, &known);
            return None;
        }
        Some(name)
    }

    /// `terms: { procedures.queries.within: 5 wd }`.
    fn expected_terms(&mut self, node: &Node) -> Vec<(String, Term)> {
        let mut terms = Vec::new();
        for (key, value) in node.entries() {
            terms.extend(self.reader.term(value).map(|term| (key.text.clone(), term)));
        }
        terms
    }

    /// An amount, or `{ least, most }` while it is not known.
    fn expected_fee(&mut self, node: &Node) -> Option<ExpectedFee> {
        if !matches!(node.content, Content::Map(_)) {
            let amount = self.amount(node)?;
            return Some(ExpectedFee { least: amount, most: Some(amount) });
        }
        let mut fields = Fields::open(node, &node.span, "fee", &mut self.reader)?;
        let least = fields.need("least", "не меньше скольких рублей", &mut self.reader);
        let least = least.and_then(|node| self.amount(node));
        let most = fields.maybe("most").and_then(|node| self.amount(node));
        fields.finish(&mut self.reader);
        Some(ExpectedFee { least: least?, most })
    }

    /// Names of facts; `children.0.born` names a field of a record.
    fn expected_facts(&mut self, node: &Node) -> Vec<String> {
        let known = self.names.facts.clone();
        let mut names = Vec::new();
        for (name, span) in self.reader.texts(node) {
            let in_record = known.iter().any(|fact| {
                name.strip_prefix(fact.as_str())
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            });
            if in_record || known.contains(&name) {
                names.push(name);
            } else {
                self.unknown(codes::UNKNOWN_EXPECTED, &span, "Сведение", &name, &known);
            }
        }
        names
    }

    /// Raw values by fact name, each fitting the type of its fact.
    pub(super) fn values(
        &mut self,
        node: &Node,
        path: &str,
        facts: &IndexMap<String, Fact>,
        answers: bool,
    ) -> IndexMap<String, Value> {
        let mut values = IndexMap::new();
        if !matches!(node.content, Content::Map(_)) {
            self.reader.wrong_kind(node, "набор сведений", "Напишите `{ имя: значение }`.");
        }
        for (key, value) in node.entries() {
            let span = if value.scalar().is_some() { &value.span } else { &key.span };
            self.reader.remember(format!("{path}.{}", key.text), span);
            let known: BTreeSet<String> = match facts.get(&key.text) {
                Some(fact) => {
                    let raw = self.raw(value, &fact.kind, answers);
                    values.insert(key.text.clone(), raw);
                    continue;
                }
                None if self.notes.broken.contains(&key.text) => continue,
                None => facts.keys().cloned().collect(),
            };
            self.unknown(codes::UNKNOWN_FACT, &key.span, "Сведение", &key.text, &known);
        }
        values
    }

    /// A value as the form or a register would give it. In answers everything simple is text.
    fn raw(&mut self, node: &Node, kind: &FactType, answers: bool) -> Value {
        if matches!(node.content, Content::Nothing) {
            return Value::Null;
        }
        match kind {
            FactType::YesNo => match self.reader.yes_no(node) {
                Some(yes) if answers => json!(yes.to_string()),
                Some(yes) => json!(yes),
                None => Value::Null,
            },
            FactType::List { item, .. } => {
                let mut records = Vec::new();
                for record in self.reader.list(node) {
                    let values = self.values(record, "", item, answers);
                    records.push(Value::Object(values.into_iter().collect::<Map<_, _>>()));
                }
                Value::Array(records)
            }
            FactType::Document(limits) if node.scalar().is_some() => {
                attachment(node.scalar().unwrap_or_default(), limits)
            }
            FactType::Address | FactType::Document(_) if node.scalar().is_none() => node.json(),
            FactType::Choice(options) => {
                let code = self.reader.text(node).unwrap_or_default();
                if !code.is_empty() && !options.contains_key(&code) {
                    let known = options.keys().cloned().collect();
                    self.unknown(codes::VALUE_MISFIT, &node.span, "Значение", &code, &known);
                }
                Value::String(code)
            }
            FactType::Date => {
                let date = self.reader.date(node);
                date.map_or(Value::Null, |date| Value::String(date.to_string()))
            }
            _ => Value::String(self.reader.text(node).unwrap_or_default()),
        }
    }
}

/// An invented uploaded file: only its name is written, the rest follows from the limits.
pub(super) fn attachment(name: &str, limits: &crate::package::UploadLimits) -> Value {
    json!({
        "sha256": "0".repeat(64),
        "name": name,
        "media_type": limits.media_types.first().map_or("application/pdf", String::as_str),
        "size": limits.max_bytes.min(100_000),
    })
}

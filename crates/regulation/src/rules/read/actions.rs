//! Rules of the nine actions: ordered rules or tables with inputs (RULE-02).

use std::collections::BTreeSet;

use super::{Draft, codes};
use crate::expression::Expression;
use crate::package::fields::Fields;
use crate::package::outside;
use crate::package::yaml::{Key, Node};
use crate::package::{FactType, similar::similar};
use crate::rules::set::{ActionRules, Hit, Rule};
use crate::rules::{Action, Channel, Ground, Proof, Verdict};

const HITS: [(&str, Hit); 2] = [("first", Hit::First), ("unique", Hit::Unique)];
const CHANNELS: [(&str, Channel); 3] =
    [("federal", Channel::Federal), ("regional", Channel::Regional), ("site", Channel::Site)];
const PROOFS: [(&str, Proof); 5] = [
    ("ground-and-text", Proof::GroundAndText),
    ("federal-note", Proof::FederalNote),
    ("working-group-decision", Proof::WorkingGroupDecision),
    ("declaration", Proof::Declaration),
    ("intake-assessment", Proof::IntakeAssessment),
];
const VERDICTS: [(&str, Verdict); 8] = [
    ("must", Verdict::Must),
    ("may-omit", Verdict::MayOmit),
    ("need-not", Verdict::NeedNot),
    ("not-subject", Verdict::NotSubject),
    ("off", Verdict::Off),
    ("choice", Verdict::Choice),
    ("working-group", Verdict::WorkingGroup),
    ("absent", Verdict::Absent),
];

/// A column of a table of rules.
struct Input {
    of: String,
    kind: FactType,
}

impl Draft<'_> {
    pub(super) fn grounds(&mut self, node: &Node) {
        for (key, value) in node.entries() {
            let path = format!("grounds.{}", key.text);
            let Some(mut fields) = Fields::open(value, &key.span, &path, &mut self.reading.reader) else { continue };
            let action = fields.need("action", "действие, например `A3`", &mut self.reading.reader);
            let action = action.and_then(|node| self.action(node));
            let title = fields.text("title", "основание простыми словами", &mut self.reading.reader);
            let clause = self.cited(&mut fields);
            fields.finish(&mut self.reading.reader);
            let Some(action) = action else { continue };
            let code = key.text.clone();
            self.set.grounds.insert(code.clone(), Ground { code, action, title, clause });
        }
    }

    fn action(&mut self, node: &Node) -> Option<Action> {
        let words = Action::ALL.map(|action| (action.code(), action));
        self.reading.reader.word(node, &words)
    }

    pub(super) fn actions(&mut self, node: &Node) {
        let mut ids = BTreeSet::new();
        for (key, value) in node.entries() {
            let Some(action) = Action::parse(&key.text) else {
                let known = Action::ALL.map(Action::code);
                self.reading.reader.unknown_word(&key.span, &key.text, &known);
                continue;
            };
            let Some(mut rules) = self.rules_of(key, value, &mut ids) else { continue };
            if let Some(above) = self.set.actions.get(&action) {
                if above.closed && !rules.says_the_same(above) {
                    let message = format!("Правила действия {action} закрыты набором, на который этот опирается.");
                    let help =
                        "Уберите действие: закрытые правила ниже не меняют, их можно лишь подтвердить своим пунктом.";
                    self.reading.reader.error(codes::NOT_HERE, &key.span, message, "закрыто", help);
                    continue;
                }
                rules.closed |= above.closed;
                rules.accompanies = rules.accompanies.or(above.accompanies);
            }
            self.set.actions.insert(action, rules);
        }
    }

    fn rules_of(&mut self, key: &Key, node: &Node, ids: &mut BTreeSet<String>) -> Option<ActionRules> {
        let path = format!("actions.{}", key.text);
        let mut fields = Fields::open(node, &key.span, &path, &mut self.reading.reader)?;
        let channels = fields.maybe("channels").map(|node| self.words(node, &CHANNELS));
        let hit = fields.maybe("hit").and_then(|node| self.reading.reader.word(node, &HITS));
        let closed = fields.maybe("closed").and_then(|node| self.reading.reader.yes_no(node));
        let accompanies = fields.maybe("accompanies").and_then(|node| self.action(node));
        let inputs = fields.maybe("inputs").map(|node| self.inputs(node)).unwrap_or_default();
        let rows = fields.need("rules", "правила по порядку", &mut self.reading.reader);
        fields.finish(&mut self.reading.reader);
        let mut rules = Vec::new();
        for (at, row) in rows.map(|node| self.reading.reader.list(node)).unwrap_or_default().iter().enumerate() {
            rules.extend(self.rule(row, &path, at, &inputs, ids));
        }
        Some(ActionRules {
            channels: channels.unwrap_or_else(|| Channel::ALL.to_vec()),
            accompanies,
            hit: hit.unwrap_or(Hit::First),
            closed: closed.unwrap_or(false),
            rules,
            span: key.span.clone(),
        })
    }

    fn words<T: Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> Vec<T> {
        let elements = self.reading.reader.list(node).to_vec();
        elements.iter().filter_map(|element| self.reading.reader.word(element, words)).collect()
    }

    fn inputs(&mut self, node: &Node) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (of, span) in self.reading.reader.texts(node) {
            match outside::kind_of(&of, &span, &self.reading.known) {
                Ok(kind) => inputs.push(Input { of, kind }),
                Err(found) => self.reading.reader.found.extend(found),
            }
        }
        inputs
    }

    fn rule(
        &mut self,
        node: &Node,
        path: &str,
        at: usize,
        inputs: &[Input],
        ids: &mut BTreeSet<String>,
    ) -> Option<Rule> {
        let mut fields = Fields::element(node, path, at, &mut self.reading.reader)?;
        let span = fields.head.clone();
        let id = fields.text("id", "имя правила латиницей", &mut self.reading.reader);
        self.reading.unique(ids, &id, &span);
        let when = fields.maybe("when").map(|node| self.reading.condition(node));
        let cells = fields.maybe("if").map(|node| self.cells(node, inputs));
        let broken = matches!(when, Some(None)) || matches!(cells, Some(None));
        let when = when.flatten().or(cells.flatten());
        let verdict = fields.need("verdict", "что следует, например `must`", &mut self.reading.reader);
        let verdict = verdict.and_then(|node| self.verdict(node));
        let ground = fields.maybe("ground").and_then(|node| self.ground(node));
        let proof = fields.maybe("proof").map(|node| self.words(node, &PROOFS)).unwrap_or_default();
        let because = self.reading.because(&mut fields);
        let say = self.reading.words(&mut fields, "say", "правило целым предложением");
        fields.finish(&mut self.reading.reader);
        let verdict = verdict.filter(|_| !broken)?;
        Some(Rule { id, when, verdict, ground, proof, because, say, span })
    }

    /// `must`, or `follows A3`.
    fn verdict(&mut self, node: &Node) -> Option<Verdict> {
        if let Some(code) = node.scalar().and_then(|text| text.strip_prefix("follows ")) {
            let followed = Action::parse(code.trim());
            if followed.is_none() {
                let known = Action::ALL.map(Action::code);
                self.reading.reader.unknown_word(&node.span, code, &known);
            }
            return followed.map(Verdict::Follows);
        }
        self.reading.reader.word(node, &VERDICTS)
    }

    fn ground(&mut self, node: &Node) -> Option<String> {
        let code = self.reading.reader.text(node)?;
        if self.set.grounds.contains_key(&code) {
            return Some(code);
        }
        let near = similar(&code, self.set.grounds.keys().map(String::as_str));
        let label = near.map_or("нет такого".to_owned(), |near| format!("похоже на `{near}`"));
        let message = format!("Основание `{code}` не объявлено в `grounds`.");
        let help = "Объявите основание или назовите одно из объявленных.";
        self.reading.reader.error(codes::UNKNOWN, &node.span, message, label, help);
        None
    }

    /// A row of a table: one unary test per input, all together.
    fn cells(&mut self, node: &Node, inputs: &[Input]) -> Option<Expression> {
        let tests = self.reading.reader.texts(node);
        if tests.len() != inputs.len() || tests.is_empty() {
            let message = format!("В строке {} проверок, а входов {}.", tests.len(), inputs.len());
            let help = "Напишите по одной проверке на каждый вход из `inputs`; `-` значит «всё равно».";
            self.reading.reader.error(codes::BAD_VALUE, &node.span, message, "не по входам", help);
            return None;
        }
        let mut parts = Vec::new();
        for (input, (test, span)) in inputs.iter().zip(&tests) {
            if test == "-" {
                continue;
            }
            match outside::unary(&input.of, &input.kind, test) {
                Ok(condition) => parts.push(condition),
                Err(message) => {
                    let help = "Проверка: `-`, `true`, `>= 18`, `[18..60]`, код, `not(код)`.";
                    self.reading.reader.error(codes::BAD_VALUE, span, message, "не проверка", help);
                    return None;
                }
            }
        }
        let whole = match parts.as_slice() {
            [] => "true".to_owned(),
            [one] => one.clone(),
            several => several.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" and "),
        };
        match outside::condition(&whole, &node.span, &self.reading.known) {
            Ok(condition) => Some(condition),
            Err(found) => {
                self.reading.reader.found.extend(found);
                None
            }
        }
    }
}

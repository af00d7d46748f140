//! What a service costs: one amount, or lines over rates with exemptions.

use std::collections::BTreeSet;

use super::Reading;
use crate::diagnostic::Span;
use crate::package::codes;
use crate::package::fields::Fields;
use crate::package::model::{Exemption, FactType, Fee, FeeDue, FeeKind, FeeLine};
use crate::package::outside;
use crate::package::yaml::Node;

const KINDS: [(&str, FeeKind); 3] =
    [("duty", FeeKind::Duty), ("payment", FeeKind::Payment), ("co-payment", FeeKind::CoPayment)];
const DUES: [(&str, FeeDue); 3] =
    [("filing", FeeDue::Filing), ("decision", FeeDue::Decision), ("result", FeeDue::Result)];

impl Reading<'_> {
    /// `fee: { amount: free, because: reg.2.8 }`, or lines with exemptions.
    pub(super) fn fee(&mut self, node: Option<&Node>, head: &Span) -> Fee {
        let nothing = Fee {
            kind: FeeKind::Duty,
            due: FeeDue::Decision,
            refundable: true,
            because: super::Clause::default(),
            lines: Vec::new(),
            exemptions: Vec::new(),
        };
        let Some(mut fields) = node.and_then(|node| Fields::open(node, head, "fee", &mut self.reader)) else {
            return nothing;
        };
        let kind = fields.maybe("kind").and_then(|node| self.reader.word(node, &KINDS)).unwrap_or(FeeKind::Duty);
        let due = fields.maybe("due").and_then(|node| self.reader.word(node, &DUES)).unwrap_or(FeeDue::Decision);
        let refundable = fields.maybe("refundable").and_then(|node| self.reader.yes_no(node)).unwrap_or(true);
        let because = self.because(&mut fields);
        let lines = match fields.maybe("lines") {
            Some(node) => self.fee_lines(node),
            None => self.only_line(&mut fields, &because),
        };
        let known: BTreeSet<String> = lines.iter().map(|line| line.id.clone()).collect();
        let exemptions = fields.maybe("exempt").map(|node| self.exemptions(node, &known)).unwrap_or_default();
        fields.finish(&mut self.reader);
        Fee { kind, due, refundable, because, lines, exemptions }
    }

    /// `amount` on its own: free, or one line.
    fn only_line(&mut self, fields: &mut Fields<'_>, because: &super::Clause) -> Vec<FeeLine> {
        let Some(node) =
            fields.need("amount", "`free` или рубли: `1500.00`; несколько строк — `lines`", &mut self.reader)
        else {
            return Vec::new();
        };
        if node.scalar() == Some("free") {
            return Vec::new();
        }
        let amount = self.money_expression(node);
        let line = amount.map(|amount| FeeLine {
            id: "fee".to_owned(),
            title: "Плата за услугу".to_owned(),
            amount,
            times: None,
            when: None,
            because: because.clone(),
            span: node.span.clone(),
        });
        line.into_iter().collect()
    }

    fn money_expression(&mut self, node: &Node) -> Option<crate::expression::Expression> {
        let known = self.known.clone();
        self.expression(node, &known, |text, span, known| outside::value(text, span, known, &FactType::Money))
    }

    fn fee_lines(&mut self, node: &Node) -> Vec<FeeLine> {
        let mut lines = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "fee.lines", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "за что платят, простыми словами", &mut self.reader);
            let amount = fields.need("amount", "рубли или выражение над ставками", &mut self.reader);
            let amount = amount.and_then(|node| self.money_expression(node));
            let times = fields.maybe("times").and_then(|node| {
                let known = self.known.clone();
                let whole = FactType::Number { whole: true, min: None, max: None, unit: None };
                self.expression(node, &known, |text, span, known| outside::value(text, span, known, &whole))
            });
            let when = fields.maybe("when").and_then(|node| self.condition(node));
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let Some(amount) = amount else { continue };
            lines.push(FeeLine { id, title, amount, times, when, because, span });
        }
        lines
    }

    fn exemptions(&mut self, node: &Node, lines: &BTreeSet<String>) -> Vec<Exemption> {
        let mut exemptions = Vec::new();
        let mut met = BTreeSet::new();
        for (at, element) in self.reader.list(node).iter().enumerate() {
            let Some(mut fields) = Fields::element(element, "fee.exempt", at, &mut self.reader) else { continue };
            let id = self.id(&mut fields, &mut met);
            let title = fields.text("title", "кто не платит или платит меньше", &mut self.reader);
            let when = fields.need("when", "условие льготы", &mut self.reader);
            let when = when.and_then(|node| self.condition(node));
            let percent = fields.maybe("percent").and_then(|node| self.reader.whole(node, 1, 100)).unwrap_or(100);
            let only = fields.maybe("lines");
            let only = only.map(|node| self.known_names(node, codes::BAD_VALUE, "Строка платы", lines));
            let because = self.because(&mut fields);
            let span = fields.head.clone();
            fields.finish(&mut self.reader);
            let Some(when) = when else { continue };
            let percent = u8::try_from(percent).unwrap_or(100);
            exemptions.push(Exemption { id, title, when, percent, lines: only.unwrap_or_default(), because, span });
        }
        exemptions
    }
}

//! Elements that decide: variants with their terms, grounds, and what the applicant pays.

use rust_decimal::Decimal;

use super::element::{List, Sort};
use super::names;
use super::value::{Aspects, Item, Noun, Value, code, days};
use crate::package::{Clause, Ground, TermRule};

const TERM_RULE: Noun = Noun {
    came: "добавлен особый срок",
    went: "исключён особый срок",
    one: "особый срок",
    order: Some("порядок особых сроков"),
    loose: true,
};
const COVERED: Noun = Noun {
    came: "добавлена строка платы",
    went: "исключена строка платы",
    one: "строка платы",
    order: None,
    loose: false,
};

impl List<'_> {
    pub(super) fn rules(&mut self) {
        let regulation = self.regulation;
        for one in &regulation.variants {
            let terms = one.terms.iter().map(|rule| self.special(rule)).collect();
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .term("term", "срок", Some(one.term))
                .items("terms", &TERM_RULE, terms)
                .rule("when", "условие", Some(&one.when));
            self.add(Sort::Variant, format!("variants.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.refuse_intake {
            self.ground(Sort::RefuseIntake, "refuse-intake", one, Aspects::default());
        }
        for one in &regulation.refuse_provision {
            self.ground(Sort::RefuseProvision, "refuse-provision", one, Aspects::default());
        }
        for one in &regulation.suspend {
            let aspects = Aspects::default().rule("until", "условие возобновления", one.until.as_ref()).term(
                "limit",
                "предельный срок",
                one.limit,
            );
            self.ground(Sort::Suspend, "suspend", &one.ground, aspects);
        }
        for one in &regulation.give_back {
            let aspects = Aspects::default().term("within", "срок", Some(one.within));
            self.ground(Sort::Return, "return", &one.ground, aspects);
        }
        for one in &regulation.forward {
            let aspects = Aspects::default().said("to", "адресат", &one.to).term("within", "срок", Some(one.within));
            self.ground(Sort::Forward, "forward", &one.ground, aspects);
        }
        for one in &regulation.prolong {
            let aspects = Aspects::default().term("to", "новый срок", Some(one.to));
            self.ground(Sort::Prolong, "prolong", &one.ground, aspects);
        }
    }

    fn special(&self, rule: &TermRule) -> Item {
        let when = rule.when.as_ref().map_or_else(|| "всегда".to_owned(), |when| format!("когда {}", code(&when.text)));
        let title = format!("{when} {}", days(rule.from, rule.until)).trim_end().to_owned();
        Item { body: rule.term.to_string(), clause: self.clause(&rule.because), ..Item::named(&title, &title) }
    }

    fn ground(&mut self, sort: Sort, list: &str, ground: &Ground, aspects: Aspects) {
        let condition = ground.when.as_ref().map_or_else(
            || Value::Plain("видит только человек".to_owned()),
            |when| Value::Rule(Some(when.text.clone())),
        );
        let aspects = aspects
            .said("title", "название", &ground.title)
            .with("when", "условие", condition)
            .plain("variants", "варианты услуги", self.variants(&ground.variants))
            .said("say", "объяснение", &ground.say)
            .said("mend", "совет заявителю", &ground.mend);
        self.add(sort, format!("{list}.{}", ground.id), &ground.title, &ground.because, aspects);
    }

    pub(super) fn costs(&mut self) {
        let fee = &self.regulation.fee;
        let lines = fee.lines.iter().map(|one| (one.id.clone(), one.title.clone())).collect::<Vec<_>>();
        let aspects = Aspects::default()
            .plain("kind", "вид", if fee.is_free() { "бесплатно" } else { names::fee(fee.kind) })
            .with("due", "срок внесения", names::due(fee.due))
            .with("refundable", "возвратность", Value::Flag(fee.refundable));
        self.add(Sort::Fee, "fee".to_owned(), &self.regulation.short, &fee.because, aspects);
        for one in &fee.lines {
            let times = one
                .times
                .as_ref()
                .map_or_else(|| Value::Plain("один раз".to_owned()), |times| Value::Rule(Some(times.text.clone())));
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .with("amount", "сумма", amount(&one.amount.text))
                .with("times", "число раз", times)
                .rule("when", "условие", one.when.as_ref());
            self.add(Sort::FeeLine, format!("fee.lines.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &fee.exemptions {
            let covered = one.lines.iter().map(|id| {
                let title = lines.iter().find(|(known, _)| known == id).map_or(id, |(_, title)| title);
                Item::named(id, title)
            });
            let aspects = Aspects::default()
                .said("title", "название", &one.title)
                .number("percent", "размер", Some(Decimal::from(one.percent)), "%")
                .rule("when", "условие", Some(&one.when))
                .items("lines", &COVERED, covered.collect());
            self.add(Sort::Exemption, format!("fee.exempt.{}", one.id), &one.title, &one.because, aspects);
        }
        self.relations();
    }

    fn relations(&mut self) {
        for one in &self.regulation.relations {
            let (code, kind) = names::relation(one.kind);
            let aspects = Aspects::default().said("say", "объяснение", &one.say);
            let title = format!("{} — {kind}", one.service);
            let path = format!("relations.{}.{code}", one.service);
            self.add(Sort::Relation, path, &title, &Clause::default(), aspects);
        }
    }
}

/// A literal amount is a number, anything else an expression.
fn amount(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::Rule(Some(text.to_owned())), |number| Value::Number(Some(number), "₽"))
}

//! What a service costs, takes and gives, as its page tells: terms with their conditions, the
//! lines of the fee today, documents, grounds of every kind, results.

use jiff::civil::Date;
use regulation::assess::Cost;
use regulation::expression::{Expression, World};
use regulation::fact::{Facts, Value};
use regulation::money::Money;
use regulation::package::{Clause, Fact, FactType, FeeDue, FeeKind, Ground, Output, OutputKind, Regulation, Variant};

use super::condition;
use crate::shell::Page;

/// Variants that take the same time by the same rule.
pub struct Terms<'a> {
    /// The term.
    pub term: String,
    /// Terms under conditions.
    pub rules: Vec<Line>,
    /// The clause.
    pub clause: String,
    /// Titles of the variants.
    pub titles: Vec<&'a str>,
}

/// A line with its condition and clause.
pub struct Line {
    /// What it is.
    pub what: String,
    /// When it holds.
    pub when: Option<String>,
    /// Further sentences.
    pub more: Vec<String>,
    /// The clause.
    pub clause: String,
}

/// What is paid.
pub struct Payment {
    /// The whole in words.
    pub shown: String,
    /// What kind of payment, when and whether it is given back.
    pub terms: Vec<String>,
    /// The lines with their amounts today.
    pub lines: Vec<Line>,
    /// Who pays less.
    pub exemptions: Vec<Line>,
}

/// A document as the page speaks of it.
pub struct Paper<'a> {
    /// Label.
    pub label: &'a str,
    /// Help.
    pub hint: Option<&'a str>,
    /// When it is needed, who has it, what replaces it.
    pub more: Vec<String>,
    /// The clause.
    pub clause: String,
}

/// A ground with what happens then.
pub struct Reason<'a> {
    /// The ground.
    pub ground: &'a Ground,
    /// Limits and addressees.
    pub more: Vec<String>,
}

/// Grounds of one kind.
pub struct Reasons<'a> {
    /// Key of the heading.
    pub heading: &'static str,
    /// They.
    pub all: Vec<Reason<'a>>,
}

/// A result with what kind of thing it is.
pub struct Gain<'a> {
    /// The result.
    pub output: &'a Output,
    /// «Запись в реестре».
    pub kind: String,
}

fn line(page: &Page, service: &Regulation, what: String, when: Option<&Expression>, because: &Clause) -> Line {
    Line { what, when: condition::maybe(page, service, when), more: Vec::new(), clause: service.clause_text(because) }
}

/// Terms of the variants; those alike stand together.
pub fn terms<'a>(page: &Page, service: &'a Regulation, variants: &[&'a Variant]) -> Vec<Terms<'a>> {
    let mut found: Vec<(&'a Variant, Terms<'a>)> = Vec::new();
    let rules = |one: &Variant| {
        one.terms
            .iter()
            .map(|rule| (rule.when.as_ref().map(|when| when.text.clone()), rule.from, rule.until, rule.term))
            .collect::<Vec<_>>()
    };
    for one in variants {
        let alike = |(other, _): &&mut (&'a Variant, Terms<'a>)| {
            other.term == one.term && other.because == one.because && rules(other) == rules(one)
        };
        if let Some((_, group)) = found.iter_mut().find(alike) {
            group.titles.push(&one.title);
            continue;
        }
        let in_force = one.terms.iter().filter(|rule| rule.until.is_none_or(|until| page.today < until));
        let rules = in_force.map(|rule| {
            let mut line = line(page, service, rule.term.to_string(), rule.when.as_ref(), &rule.because);
            line.more.extend(
                rule.from.filter(|from| *from > page.today).map(|from| page.t1("since", "date", page.date(&from))),
            );
            line
        });
        let clause = service.clause_text(&one.because);
        let group = Terms { term: one.term.to_string(), rules: rules.collect(), clause, titles: vec![&one.title] };
        found.push((one, group));
    }
    found.into_iter().map(|(_, group)| group).collect()
}

/// The cost before anything is known.
pub fn cost(service: &Regulation, today: Date) -> Cost {
    regulation::assess::cost(service, &Facts::default(), today)
}

/// What is paid for a service today.
pub fn payment(page: &Page, service: &Regulation) -> Payment {
    let fee = &service.fee;
    let mut terms = Vec::new();
    if !fee.is_free() {
        let kind = match fee.kind {
            FeeKind::Duty => "fee-duty",
            FeeKind::Payment => "fee-payment",
            FeeKind::CoPayment => "fee-co-payment",
        };
        let due = match fee.due {
            FeeDue::Filing => "fee-due-filing",
            FeeDue::Decision => "fee-due-decision",
            FeeDue::Result => "fee-due-result",
        };
        let back = if fee.refundable { "fee-refundable" } else { "fee-not-refundable" };
        terms.extend([kind, due, back].map(|key| page.t(key).to_owned()));
    }
    let lines = fee.lines.iter().map(|one| {
        let amount = amount(service, &one.amount, page.today);
        let amount = amount.map_or_else(|| page.t("fee-reckoned").to_owned(), Money::shown);
        let what = page.t2("fee-line", "title", one.title.as_str(), "amount", amount);
        let mut line = line(page, service, what, one.when.as_ref(), &one.because);
        line.more.extend(one.times.as_ref().map(|_| page.t("fee-times").to_owned()));
        line
    });
    let exemptions = fee.exemptions.iter().map(|one| {
        let what = if one.percent == 100 {
            page.t1("fee-exempt", "title", one.title.as_str())
        } else {
            page.t2("fee-less", "title", one.title.as_str(), "percent", usize::from(one.percent))
        };
        line(page, service, what, Some(&one.when), &one.because)
    });
    Payment { shown: shown(page, service), terms, lines: lines.collect(), exemptions: exemptions.collect() }
}

/// The cost in a few words: «бесплатно», «1 500 ₽», «от 500 ₽ до 1 500 ₽».
pub fn shown(page: &Page, service: &Regulation) -> String {
    let cost = cost(service, page.today);
    match (cost.exact(), cost.most) {
        // What has a fee is free only for those who are told so.
        (Some(amount), _) if amount.is_zero() && !service.fee.is_free() => page.t("fee-depends").to_owned(),
        (Some(amount), _) if amount.is_zero() => page.t("free").to_owned(),
        (Some(amount), _) => amount.shown(),
        (None, Some(most)) if cost.least.is_zero() => page.t1("fee-up-to", "most", most.shown()),
        (None, Some(most)) => page.t2("fee-between", "least", cost.least.shown(), "most", most.shown()),
        (None, None) if cost.least.is_zero() => page.t("fee-depends").to_owned(),
        (None, None) => page.t1("fee-from", "least", cost.least.shown()),
    }
}

/// An amount that depends on nobody's answers.
fn amount(service: &Regulation, amount: &Expression, today: Date) -> Option<Money> {
    let facts = Facts::default();
    match amount.value(&World { regulation: service, facts: &facts, today })? {
        Value::Money(money) => Some(money),
        Value::Number(roubles) => Money::parse(&roubles.to_string()).ok(),
        _ => None,
    }
}

/// Documents a person may have to give, those inside repeating groups too.
pub fn papers<'a>(page: &Page, service: &'a Regulation) -> Vec<Paper<'a>> {
    let mut found = Vec::new();
    for fact in super::service::asked(service) {
        gather(page, service, fact, &mut found);
    }
    found
}

fn gather<'a>(page: &Page, service: &'a Regulation, fact: &'a Fact, found: &mut Vec<Paper<'a>>) {
    match &fact.kind {
        FactType::Document(_) => found.push(paper(page, service, fact)),
        FactType::List { item, .. } => item.values().for_each(|one| gather(page, service, one, found)),
        _ => {}
    }
}

fn paper<'a>(page: &Page, service: &'a Regulation, fact: &'a Fact) -> Paper<'a> {
    let mut more = Vec::new();
    match (condition::maybe(page, service, fact.when.as_ref()), fact.required) {
        (Some(when), _) => more.push(page.t1("paper-when", "when", when)),
        (None, false) => more.push(page.t("paper-optional").to_owned()),
        (None, true) => {}
    }
    if let Some(document) = &fact.document {
        if let Some(source) = service.sources.get(&document.held) {
            more.push(page.t1("paper-held", "source", source.title.as_str()));
        }
        let labels: Vec<&str> =
            document.replaced_by.iter().filter_map(|name| Some(service.fact(name)?.label.as_str())).collect();
        if !labels.is_empty() {
            more.push(page.t1("paper-replaced", "labels", page.quoted(&labels)));
        }
        if document.original {
            more.push(page.t("paper-original").to_owned());
        }
    }
    let clause = if fact.because.act.is_empty() { String::new() } else { service.clause_text(&fact.because) };
    Paper { label: &fact.label, hint: fact.hint.as_deref(), more, clause }
}

/// Every ground of the service that concerns the variant, by kind.
pub fn reasons<'a>(page: &Page, service: &'a Regulation, concerns: impl Fn(&[String]) -> bool) -> Vec<Reasons<'a>> {
    let reason = |ground, more| Reason { ground, more };
    let plain = |grounds: &'a [Ground]| grounds.iter().map(|ground| reason(ground, Vec::new())).collect();
    let mut kinds = vec![
        Reasons { heading: "service-grounds-intake", all: plain(&service.refuse_intake) },
        Reasons { heading: "service-grounds-provision", all: plain(&service.refuse_provision) },
    ];
    let suspend = service.suspend.iter().map(|one| {
        let limit = one.limit.map(|limit| page.t1("ground-limit", "term", limit.to_string()));
        reason(&one.ground, limit.into_iter().collect())
    });
    kinds.push(Reasons { heading: "service-grounds-suspend", all: suspend.collect() });
    let prolong = service
        .prolong
        .iter()
        .map(|one| reason(&one.ground, vec![page.t1("ground-prolong", "term", one.to.to_string())]));
    kinds.push(Reasons { heading: "service-grounds-prolong", all: prolong.collect() });
    let within = |term: regulation::clock::Term| page.t1("ground-within", "term", term.to_string());
    let back = service.give_back.iter().map(|one| reason(&one.ground, vec![within(one.within)]));
    kinds.push(Reasons { heading: "service-grounds-return", all: back.collect() });
    let forward = service
        .forward
        .iter()
        .map(|one| reason(&one.ground, vec![page.t1("ground-to", "to", one.to.as_str()), within(one.within)]));
    kinds.push(Reasons { heading: "service-grounds-forward", all: forward.collect() });
    for kind in &mut kinds {
        kind.all.retain(|reason| concerns(&reason.ground.variants));
    }
    kinds.retain(|kind| !kind.all.is_empty());
    kinds
}

/// Every ground of the service, by kind.
pub fn all_reasons<'a>(page: &Page, service: &'a Regulation) -> Vec<Reasons<'a>> {
    reasons(page, service, |_| true)
}

/// A result with its kind in words.
pub fn gain<'a>(page: &Page, output: &'a Output) -> Gain<'a> {
    let kind = match &output.kind {
        OutputKind::Document => page.t("gain-document").to_owned(),
        OutputKind::Register(_) => page.t("gain-entry").to_owned(),
        OutputKind::Information => page.t("gain-information").to_owned(),
        OutputKind::Object(what) => page.t1("gain-object", "what", what.as_str()),
    };
    Gain { output, kind }
}

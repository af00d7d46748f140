//! A regulation as a flat list of elements with their aspects, so that two can be laid side by
//! side without a rule for every pair.

use crate::clock::Term;
use crate::expression::Expression;
use crate::package::{Clause, Fact, FactType, Ground, OutputKind, Performer, Regulation, SourcePath};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Sort {
    Service,
    Question,
    Document,
    Known,
    Parameter,
    Table,
    Criterion,
    Variant,
    RefuseIntake,
    RefuseProvision,
    Suspend,
    Return,
    Forward,
    Prolong,
    FeeLine,
    Exemption,
    Procedure,
    Result,
    Party,
    Resource,
    Booking,
    Afterwards,
    Source,
}

/// One aspect of an element: what lawyers call it, and its value as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aspect {
    pub name: &'static str,
    pub shown: String,
    /// A term, to tell shorter from longer.
    pub term: Option<Term>,
}

/// One element of a regulation.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub sort: Sort,
    pub path: String,
    pub title: String,
    pub clause: String,
    pub aspects: Vec<Aspect>,
}

/// All elements in the order a lawyer reads a regulation.
pub(super) fn elements(regulation: &Regulation) -> Vec<Element> {
    let mut list = List { regulation, all: Vec::new() };
    list.service();
    list.facts();
    list.law();
    list.rules();
    list.costs();
    list.course();
    list.around();
    list.all
}

struct List<'r> {
    regulation: &'r Regulation,
    all: Vec<Element>,
}

/// Collects aspects.
#[derive(Default)]
struct Aspects(Vec<Aspect>);

impl Aspects {
    fn text(mut self, name: &'static str, shown: impl Into<String>) -> Self {
        self.0.push(Aspect { name, shown: shown.into(), term: None });
        self
    }

    fn rule(self, name: &'static str, rule: Option<&Expression>) -> Self {
        let shown = rule.map_or_else(|| "без условия".to_owned(), |rule| rule.text.clone());
        self.text(name, shown)
    }

    fn term(mut self, name: &'static str, term: Option<Term>) -> Self {
        let shown = term.map_or_else(|| "не установлен".to_owned(), |term| term.to_string());
        self.0.push(Aspect { name, shown, term });
        self
    }

    fn list(self, name: &'static str, values: &[String]) -> Self {
        self.text(name, if values.is_empty() { "все".to_owned() } else { values.join(", ") })
    }
}

impl List<'_> {
    fn add(&mut self, sort: Sort, path: String, title: &str, clause: &Clause, aspects: Aspects) {
        let clause = self.regulation.clause_text(clause);
        self.all.push(Element { sort, path, title: title.to_owned(), clause, aspects: aspects.0 });
    }

    fn service(&mut self) {
        let regulation = self.regulation;
        let applicants = regulation.applicants.iter().map(|kind| format!("{kind:?}")).collect::<Vec<_>>().join(", ");
        let aspects = Aspects::default()
            .text("название", &regulation.title)
            .text("орган", &regulation.authority)
            .text("кто может обратиться", applicants)
            .text("уровень учётной записи", format!("{:?}", regulation.assurance))
            .text("состояние", format!("{:?}", regulation.status));
        self.add(Sort::Service, "service".to_owned(), &regulation.short, &Clause::default(), aspects);
    }

    fn facts(&mut self) {
        let regulation = self.regulation;
        for fact in regulation.facts.values() {
            self.fact(fact, &format!("facts.{}", fact.name));
        }
    }

    fn fact(&mut self, fact: &Fact, path: &str) {
        let asked = self.regulation.form.iter().any(|step| step.fields.contains(&fact.name));
        let sort = match (&fact.kind, asked) {
            (FactType::Document(_), true) => Sort::Document,
            (_, true) => Sort::Question,
            (_, false) => Sort::Known,
        };
        let from: Vec<String> = fact.from.iter().map(source).collect();
        let checks: Vec<&str> = fact.checks.iter().map(|check| check.rule.text.as_str()).collect();
        let mut aspects = Aspects::default()
            .text("подпись", &fact.label)
            .text("тип", kind(&fact.kind))
            .text("обязательность", if fact.required { "обязательно" } else { "по желанию" })
            .rule("условие показа", fact.when.as_ref())
            .text("источник", if from.is_empty() { "заявитель".to_owned() } else { from.join(", ") })
            .text("проверки", if checks.is_empty() { "нет".to_owned() } else { checks.join("; ") });
        if let Some(derive) = &fact.derive {
            aspects = aspects.text("расчёт", &derive.text);
        }
        if let Some(terms) = &fact.document {
            aspects = aspects
                .text("у кого документ", &terms.held)
                .text(
                    "чем заменяется",
                    if terms.replaced_by.is_empty() { "ничем".to_owned() } else { terms.replaced_by.join(", ") },
                )
                .text("подлинник", if terms.original { "нужен" } else { "не нужен" });
        }
        self.add(sort, path.to_owned(), &fact.label, &fact.because, aspects);
        if let FactType::List { item, .. } = &fact.kind {
            for field in item.values() {
                let path = format!("{path}.item.{}", field.name);
                let from = field.from.iter().map(source).collect::<Vec<_>>().join(", ");
                let aspects = Aspects::default()
                    .text("подпись", &field.label)
                    .text("тип", kind(&field.kind))
                    .text("обязательность", if field.required { "обязательно" } else { "по желанию" })
                    .rule("условие показа", field.when.as_ref())
                    .text("источник", from);
                self.add(sort, path, &format!("{}: {}", fact.label, field.label), &field.because, aspects);
            }
        }
    }

    fn law(&mut self) {
        let regulation = self.regulation;
        for one in regulation.params.values() {
            let editions: Vec<String> = one
                .editions
                .iter()
                .map(|edition| match edition.until {
                    Some(until) => format!("{} с {} до {until}", edition.value.text, edition.from),
                    None => format!("{} с {}", edition.value.text, edition.from),
                })
                .collect();
            let aspects = Aspects::default().text("значение", editions.join("; "));
            self.add(Sort::Parameter, format!("params.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in regulation.tables.values() {
            let inputs: Vec<String> = one.inputs.iter().map(|input| input.of.clone()).collect();
            let rows: Vec<String> =
                one.rows.iter().map(|row| format!("{} → {}", row.tests.join(" | "), row.output)).collect();
            let aspects = Aspects::default().list("столбцы", &inputs).text("строки", rows.join("; "));
            self.add(Sort::Table, format!("tables.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in regulation.criteria.values() {
            let aspects = Aspects::default().text("условие", &one.rule.text).text("объяснение", &one.say_no);
            self.add(Sort::Criterion, format!("criteria.{}", one.id), &one.say_yes, &one.because, aspects);
        }
    }

    fn rules(&mut self) {
        let regulation = self.regulation;
        for one in &regulation.variants {
            let mut aspects = Aspects::default().text("условие", &one.when.text).term("срок", Some(one.term));
            for rule in &one.terms {
                let when = rule.when.as_ref().map_or("всегда", |when| when.text.as_str());
                aspects = aspects.text("срок при условии", format!("{} — {when}", rule.term));
            }
            self.add(Sort::Variant, format!("variants.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.refuse_intake {
            self.ground(Sort::RefuseIntake, "refuse-intake", one, Aspects::default());
        }
        for one in &regulation.refuse_provision {
            self.ground(Sort::RefuseProvision, "refuse-provision", one, Aspects::default());
        }
        for one in &regulation.suspend {
            let aspects = Aspects::default().rule("до чего", one.until.as_ref()).term("предел", one.limit);
            self.ground(Sort::Suspend, "suspend", &one.ground, aspects);
        }
        for one in &regulation.give_back {
            self.ground(Sort::Return, "return", &one.ground, Aspects::default().term("срок", Some(one.within)));
        }
        for one in &regulation.forward {
            let aspects = Aspects::default().text("кому", &one.to).term("срок", Some(one.within));
            self.ground(Sort::Forward, "forward", &one.ground, aspects);
        }
        for one in &regulation.prolong {
            self.ground(Sort::Prolong, "prolong", &one.ground, Aspects::default().term("новый срок", Some(one.to)));
        }
    }

    fn ground(&mut self, sort: Sort, list: &str, ground: &Ground, aspects: Aspects) {
        let condition =
            ground.when.as_ref().map_or("видит только человек", |when| when.text.as_str());
        let aspects = aspects.text("условие", condition).list("варианты", &ground.variants);
        self.add(sort, format!("{list}.{}", ground.id), &ground.title, &ground.because, aspects);
    }

    fn costs(&mut self) {
        let regulation = self.regulation;
        for one in &regulation.fee.lines {
            let times = one.times.as_ref().map_or("один раз", |times| times.text.as_str());
            let aspects = Aspects::default()
                .text("сумма", &one.amount.text)
                .text("сколько раз", times)
                .rule("условие", one.when.as_ref());
            self.add(Sort::FeeLine, format!("fee.lines.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.fee.exemptions {
            let aspects = Aspects::default()
                .text("условие", &one.when.text)
                .text("на сколько меньше", format!("{} %", one.percent))
                .list("строки", &one.lines);
            self.add(Sort::Exemption, format!("fee.exempt.{}", one.id), &one.title, &one.because, aspects);
        }
    }

    fn course(&mut self) {
        let regulation = self.regulation;
        for one in &regulation.procedures {
            let by = match one.by {
                Performer::Machine => "система",
                Performer::MachineElseOfficial => "система, при неясности — должностное лицо",
                Performer::Official => "должностное лицо",
            };
            let aspects = Aspects::default()
                .term("норма", Some(one.within))
                .text("исполнитель", by)
                .rule("начало", one.start.as_ref())
                .rule("окончание", one.end.as_ref())
                .list("варианты", &one.variants)
                .text("запросы", one.asks.join(", "));
            self.add(Sort::Procedure, format!("procedures.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.results {
            let what = match &one.kind {
                OutputKind::Document => "электронный документ".to_owned(),
                OutputKind::Register(register) => format!("запись реестра `{register}`"),
                OutputKind::Information => "сведения".to_owned(),
                OutputKind::Object(object) => object.clone(),
            };
            let aspects = Aspects::default()
                .text("вид", what)
                .term("срок действия", one.valid)
                .term("срок хранения в кабинете", one.keep)
                .list("варианты", &one.variants)
                .text("состав", one.holds.join(", "));
            self.add(Sort::Result, format!("results.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in regulation.sources.values() {
            let aspects = Aspects::default().term("срок ответа", Some(one.within)).text("ключи", one.keys.join(", "));
            self.add(Sort::Source, format!("sources.{}", one.id), &one.title, &one.because, aspects);
        }
    }

    fn around(&mut self) {
        let regulation = self.regulation;
        for one in &regulation.parties {
            let aspects = Aspects::default()
                .text("роль", format!("{:?}", one.role))
                .rule("условие", one.when.as_ref())
                .term("срок участия", one.within)
                .text("подпись", format!("{:?}", one.signs));
            self.add(Sort::Party, format!("parties.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.resources {
            let rank: Vec<&str> = one.rank.iter().map(|rank| rank.title.as_str()).collect();
            let shares: Vec<String> =
                one.shares.iter().map(|share| format!("{} % — {}", share.percent, share.title)).collect();
            let aspects = Aspects::default()
                .text("порядок", format!("{:?}", one.order))
                .text("ранжирование", rank.join(", "))
                .text("доли", shares.join("; "))
                .rule("начало приёма", one.opens.as_ref())
                .rule("конец приёма", one.closes.as_ref())
                .term("удержание", one.hold)
                .term("срок согласия", one.offer);
            self.add(Sort::Resource, format!("resources.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.bookings {
            let aspects = Aspects::default()
                .rule("условие", one.when.as_ref())
                .text("длительность", format!("{} мин", one.minutes))
                .term("не раньше чем через", one.earliest)
                .term("не позже чем через", one.latest);
            self.add(Sort::Booking, format!("bookings.{}", one.id), &one.title, &one.because, aspects);
        }
        for one in &regulation.afterwards {
            let aspects = Aspects::default()
                .rule("условие", one.when.as_ref())
                .term("срок", one.within)
                .term("повтор", one.every)
                .term("запрет на новое обращение", one.blocks);
            self.add(Sort::Afterwards, format!("afterwards.{}", one.id), &one.title, &one.because, aspects);
        }
    }
}

fn source(path: &SourcePath) -> String {
    match path {
        SourcePath::Identity(claim) => format!("esia.{claim}"),
        SourcePath::Case(field) => format!("case.{field}"),
        SourcePath::Service { service, result, field } => format!("services.{service}.{result}.{field}"),
        SourcePath::Register { source, field } => format!("{source}.{field}"),
    }
}

fn kind(kind: &FactType) -> String {
    match kind {
        FactType::YesNo => "да или нет".to_owned(),
        FactType::Number { min, max, unit, .. } => {
            let bound =
                |bound: &Option<rust_decimal::Decimal>| bound.map_or_else(|| "…".to_owned(), |one| one.to_string());
            format!("число от {} до {} {}", bound(min), bound(max), unit.as_deref().unwrap_or_default())
                .trim_end()
                .to_owned()
        }
        FactType::Money => "сумма".to_owned(),
        FactType::Date => "дата".to_owned(),
        FactType::Text { max, .. } => format!("текст до {max} знаков"),
        FactType::Choice(options) => format!("выбор: {}", options.values().cloned().collect::<Vec<_>>().join(" / ")),
        FactType::Identifier(kind) => kind.name().to_owned(),
        FactType::Address => "адрес".to_owned(),
        FactType::Document(limits) => {
            format!("файл {} до {} байт", limits.media_types.join(", "), limits.max_bytes)
        }
        FactType::List { min, max, one, .. } => format!("список: {one}, от {min} до {max}"),
    }
}

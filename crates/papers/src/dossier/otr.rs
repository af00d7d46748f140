//! The OTR (организационно-технический регламент): five parts, all taken from the regulation,
//! so that form, workflow and test cases are never typed twice (OTR-03, OTR-06, OTR-08).

use jiff::civil::Date;
use regulation::package::{Fact, FactType, FormStep, Output, Procedure};
use regulation::rules::{Action, Cell as Code};
use serde::Serialize;

use super::finding::{self, Finding};
use super::material::Material;
use super::requests::{self, Request};
use super::words;

/// An OTR as data: what the form builder, the workflow and the joint test are fed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Otr {
    /// Id of the service.
    pub service: String,
    /// Its title.
    pub title: String,
    /// Sub-services.
    pub sub_services: Vec<String>,
    /// Edition of the regulation it follows.
    pub version: String,
    /// When the approved regulation was received.
    pub received: Option<Date>,
    /// How many regulations were in work then.
    pub queue: Option<u64>,
    /// Why the term is longer.
    pub extension: Option<String>,
    /// By when it must be ready.
    pub due: Option<Date>,
    /// Part 1: the portal form.
    pub form: Vec<Step>,
    /// Part 1: who signs and how.
    pub signatures: Vec<String>,
    /// Part 2: documents of the result.
    pub results: Vec<ResultForm>,
    /// Part 3: interagency requests.
    pub requests: Vec<Request>,
    /// Part 3: why there are none.
    pub no_requests: Option<String>,
    /// Part 4: what the body does.
    pub actions: Vec<BodyAction>,
    /// Part 5: in which system applications are handled.
    pub system: Option<String>,
    /// Part 5: what is done there, in order.
    pub handling: Vec<String>,
    /// The package's own cases: scenarios of the joint test.
    pub cases: Vec<Scenario>,
}

/// A step of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Sentence under the title.
    pub lead: String,
    /// Shown when.
    pub when: Option<String>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Name of the fact.
    pub name: String,
    /// Label.
    pub label: String,
    /// Help beside it.
    pub hint: String,
    /// Type with limits, in words.
    pub kind: String,
    /// Must be filled.
    pub required: bool,
    /// Asked when.
    pub when: Option<String>,
    /// Where it is prefilled from.
    pub prefill: Vec<String>,
    /// Checks with what they say.
    pub checks: Vec<Check>,
    /// An uploaded file.
    pub attachment: bool,
    /// Fields of one record of a repeating group.
    pub record: Vec<Field>,
}

/// A check of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The rule.
    pub rule: String,
    /// What is said when it does not hold.
    pub say: String,
    /// How to mend it.
    pub mend: String,
}

/// A document of the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultForm {
    /// Title.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// Template file of the package.
    pub template: String,
    /// What it holds.
    pub holds: Vec<String>,
    /// How long it is valid.
    pub valid: String,
    /// The clause.
    pub clause: String,
}

/// What the body does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyAction {
    /// Id of the procedure.
    pub id: String,
    /// Title.
    pub title: String,
    /// Which typical procedure.
    pub kind: String,
    /// Who does it.
    pub by: String,
    /// When it begins.
    pub start: String,
    /// What it takes.
    pub input: Vec<String>,
    /// What it gives.
    pub output: Vec<String>,
    /// Within which term.
    pub term: String,
    /// The clause.
    pub clause: String,
}

/// A scenario of the joint test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// Day of registration.
    pub as_of: Date,
}

impl Otr {
    /// Has the regulation gone on to another edition since? A stale OTR blocks the launch (OTR-08).
    pub fn stale(&self, now: &regulation::package::Regulation) -> bool {
        self.version != now.version
    }
}

/// The OTR of a service with what it lacks, or the reasons why there must be none.
pub fn otr(service: &Material<'_>) -> Result<(Otr, Vec<Finding>), Vec<Finding>> {
    let refused = refused(service);
    if !refused.is_empty() {
        return Err(refused);
    }
    let regulation = service.regulation;
    let own = &service.dossier.otr;
    let otr = Otr {
        service: regulation.service.clone(),
        title: regulation.title.clone(),
        sub_services: service.dossier.sub_services.iter().map(|part| part.title.clone()).collect(),
        version: regulation.version.clone(),
        received: own.received,
        queue: own.queue,
        extension: own.extension.clone(),
        due: service.otr_due(own.extension.is_some()),
        form: regulation.form.iter().map(|step| self::step(service, step)).collect(),
        signatures: signatures(service),
        results: regulation.results.iter().map(|output| result(service, output)).collect(),
        requests: requests::requests(service),
        no_requests: own.no_requests.clone(),
        actions: regulation.procedures.iter().zip(0..).map(|(one, at)| action(service, one, at)).collect(),
        system: own.system.clone(),
        handling: own.handling.clone(),
        cases: regulation.cases.iter().map(|case| Scenario { name: case.name.clone(), as_of: case.as_of }).collect(),
    };
    let found = check(service, &otr);
    Ok((otr, found))
}

/// No OTR is made without an electronic request, nor for priority services (OTR-02, OTR-03).
fn refused(service: &Material<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut refuse = |cell: &str, message: &str, mend: &str| {
        found.push(Finding::error(finding::NOT_FOR_THIS, cell, message, mend));
    };
    match service.cell(Action::A3) {
        Some(Code::Yes) => {}
        Some(_) => refuse(
            "Действие 3",
            "ОТР разрабатывается только по услугам, где запрос формируется в электронной форме, а действие 3 не отмечено кодом 1.",
            "Если состав действий изменился, сначала одобрите новую матрицу.",
        ),
        None => refuse(
            "Действие 3",
            "Состав действий не выбран, поэтому неизвестно, нужен ли ОТР.",
            "Выберите состав действий в electronic.yaml.",
        ),
    }
    if service.priority() {
        refuse(
            "Услуга",
            "Для приоритетных услуг ОТР не разрабатывается.",
            "Их формы и состав действий определяются на федеральном уровне.",
        );
    }
    found
}

fn step(service: &Material<'_>, step: &FormStep) -> Step {
    let facts = step.fields.iter().filter_map(|name| service.regulation.facts.get(name));
    Step {
        id: step.id.clone(),
        title: step.title.clone(),
        lead: step.lead.clone().unwrap_or_default(),
        when: step.when.as_ref().map(|when| words::line(&when.text)),
        fields: facts.map(|fact| field(service, fact)).collect(),
    }
}

fn field(service: &Material<'_>, fact: &Fact) -> Field {
    let record = match &fact.kind {
        FactType::List { item, .. } => item.values().map(|fact| field(service, fact)).collect(),
        _ => Vec::new(),
    };
    let checks = fact.checks.iter().map(|check| Check {
        rule: words::line(&check.rule.text),
        say: check.say.clone(),
        mend: check.mend.clone(),
    });
    Field {
        name: fact.name.clone(),
        label: fact.label.clone(),
        hint: fact.hint.clone().unwrap_or_default(),
        kind: words::kind(fact),
        required: fact.required,
        when: fact.when.as_ref().map(|when| words::line(&when.text)),
        prefill: fact.from.iter().map(|path| words::origin(service, path)).collect(),
        checks: checks.collect(),
        attachment: matches!(fact.kind, FactType::Document(_)),
        record,
    }
}

fn signatures(service: &Material<'_>) -> Vec<String> {
    let regulation = service.regulation;
    let account = words::assurance(regulation.assurance);
    let mut signed =
        vec![format!("Заявитель: простая электронная подпись — вход в ЕСИА; учётная запись не слабее: {account}.")];
    signed
        .extend(regulation.parties.iter().map(|party| format!("{}: {}.", party.title, words::signature(party.signs))));
    signed
}

fn result(service: &Material<'_>, output: &Output) -> ResultForm {
    let regulation = service.regulation;
    ResultForm {
        title: output.title.clone(),
        kind: words::output(&output.kind),
        template: output.template.clone(),
        holds: output.holds.iter().map(|name| regulation.label_of(name).to_owned()).collect(),
        valid: output.valid.map_or_else(|| "бессрочно".to_owned(), |term| term.to_string()),
        clause: words::clause(regulation, &output.because),
    }
}

fn action(service: &Material<'_>, procedure: &Procedure, at: usize) -> BodyAction {
    let regulation = service.regulation;
    let names = |names: &[String]| names.iter().map(|name| regulation.label_of(name).to_owned()).collect();
    BodyAction {
        id: procedure.id.clone(),
        title: procedure.title.clone(),
        kind: words::procedure(procedure.kind).to_owned(),
        by: words::performer(procedure.by).to_owned(),
        start: match &procedure.start {
            Some(start) => format!("когда {}", words::line(&start.text)),
            None if at == 0 => "с поступления заявления".to_owned(),
            None => "после предыдущей".to_owned(),
        },
        input: names(&procedure.input),
        output: names(&procedure.output),
        term: procedure.within.to_string(),
        clause: words::clause(regulation, &procedure.because),
    }
}

/// Each part is there; that there are no requests is said with the reason (OTR-06).
fn check(service: &Material<'_>, otr: &Otr) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut missing = |cell: &str, message: &str, mend: &str| {
        found.push(Finding::error(finding::MISSING, cell, message, mend));
    };
    if otr.received.is_none() {
        missing(
            "Заголовок",
            "Нет даты поступления утверждённого регламента.",
            "Впишите «otr.received» в dossier.yaml: от неё считается срок.",
        );
    }
    if let (Some(limit), Some(_), Some(queue)) = (service.otr_queue(), &otr.extension, otr.queue)
        && queue <= limit
    {
        missing(
            "Заголовок",
            &format!("Срок продлён, а регламентов в работе {queue}: продлевают, когда их больше {limit}."),
            "Уберите «otr.extension» или исправьте «otr.queue».",
        );
    }
    if otr.form.iter().all(|step| step.fields.is_empty()) {
        missing("Раздел 1", "В форме нет ни одного поля.", "Опишите форму в регламенте: ключ «form».");
    }
    if otr.results.is_empty() {
        missing("Раздел 2", "Нет формы документа-результата.", "Опишите результат в регламенте: ключ «results».");
    }
    if otr.requests.is_empty() && otr.no_requests.is_none() {
        missing("Раздел 3", "Запросов нет, а причина не названа.", "Объясните в «otr.no-requests» в dossier.yaml.");
    }
    if otr.actions.is_empty() {
        missing("Раздел 4", "Нет действий органа.", "Опишите процедуры в регламенте: ключ «procedures».");
    }
    if otr.system.is_none() || otr.handling.is_empty() {
        missing(
            "Раздел 5",
            "Не описаны приём и обработка заявлений в ведомственной системе.",
            "Впишите «otr.system» и «otr.handling» в dossier.yaml.",
        );
    }
    found.extend(requests::check(service, &otr.requests));
    found
}

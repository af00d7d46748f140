//! Checks of the passport's forms, in the order they are filled: the next form opens when the
//! one before it is right (PASSPORT-01…06).

use regulation::rules::{Action, Channel};
use serde::Serialize;

use super::file::Measure;
use super::finding::{self, Finding, Severity};
use super::material::Material;
use super::measures;
use super::official::{CHANNELS, spoken};
use super::passport::answer;

/// Shortest target model that says anything, in characters.
const MODEL_LEAST: usize = 80;

/// The forms in the order they are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Form {
    /// Form 1.
    General,
    /// Form 2.
    Composition,
    /// Form 3.
    Measures,
}

impl Form {
    /// All three.
    pub const ALL: [Self; 3] = [Self::General, Self::Composition, Self::Measures];

    /// Its number.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    fn check(self, service: &Material<'_>) -> Vec<Finding> {
        match self {
            Self::General => general(service),
            Self::Composition => composition(service),
            Self::Measures => measures(service),
        }
    }
}

/// May this form be filled? If not, what is wrong with the forms before it (PASSPORT-01).
pub fn may_open(service: &Material<'_>, form: Form) -> Result<(), Vec<Finding>> {
    for before in Form::ALL.into_iter().filter(|before| *before < form) {
        let errors: Vec<Finding> =
            before.check(service).into_iter().filter(|one| one.severity == Severity::Error).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
    }
    Ok(())
}

/// The last form that may be filled.
pub(super) fn open(service: &Material<'_>) -> Form {
    Form::ALL.into_iter().rev().find(|form| may_open(service, *form).is_ok()).unwrap_or(Form::General)
}

/// What is found in all forms that are open.
pub(super) fn all(service: &Material<'_>) -> Vec<Finding> {
    let last = open(service);
    Form::ALL.into_iter().filter(|form| *form <= last).flat_map(|form| form.check(service)).collect()
}

fn general(service: &Material<'_>) -> Vec<Finding> {
    let dossier = &service.dossier;
    let mut found = Vec::new();
    let mut missing = |cell: &str, what: &str, mend: &str| {
        found.push(Finding::error(finding::MISSING, format!("Форма 1, {cell}"), what, mend));
    };
    if dossier.registry.is_none() {
        missing(
            "строка 3",
            "Нет номера услуги в РГУ и даты актуализации.",
            "Возьмите их из реестра: ключ «registry» в dossier.yaml.",
        );
    }
    if dossier.responsible.is_empty() {
        missing("строка 4", "Нет ответственных за перевод услуги.", "Назовите хотя бы одного: ключ «responsible».");
    }
    for person in dossier.responsible.iter().filter(|person| person.phone.is_none() && person.email.is_none()) {
        let what = format!("У ответственного «{}» нет ни телефона, ни почты.", person.name);
        missing("строка 4", &what, "Впишите phone или email.");
    }
    match &dossier.target_model {
        None => missing(
            "строка 5",
            "Нет описания целевой модели.",
            "Опишите путь заявителя, когда заработают все действия: «target-model».",
        ),
        Some(model) if model.chars().count() < MODEL_LEAST => {
            missing(
                "строка 5",
                "Описание целевой модели слишком короткое.",
                "Опишите шаги заявителя от поиска услуги до результата.",
            );
        }
        Some(_) => {}
    }
    if let Some(registry) = &dossier.registry {
        found.extend(registry_of(service, registry));
    }
    found.extend(model(service));
    found
}

fn registry_of(service: &Material<'_>, registry: &super::file::Registry) -> Vec<Finding> {
    let mut found = Vec::new();
    let cell = "Форма 1, строка 3";
    if registry.updated > service.today {
        found.push(Finding::error(
            finding::DAY,
            cell,
            format!("Дата актуализации {} ещё не наступила.", super::material::day(registry.updated)),
            "Возьмите дату последней актуализации из реестра.",
        ));
    }
    if !super::matrix::is_registry_id(&registry.id) {
        let mend = "Сверьте номер с реестром: в образце формы он из четырнадцати цифр.";
        found.push(Finding::warning(
            finding::REGISTRY_ID,
            cell,
            format!("Номер «{}» — не 14 цифр.", registry.id),
            mend,
        ));
    }
    if let Some(why) = &registry.by_hand {
        let mend = "Замените сведениями реестра, когда он снова доступен.";
        found.push(Finding::warning(finding::DIFFERS, cell, format!("Номер и дата внесены вручную: {why}."), mend));
    }
    found
}

/// The model speaks of every action that is planned; a lint, because words are free.
fn model(service: &Material<'_>) -> Vec<Finding> {
    let Some(model) = &service.dossier.target_model else { return Vec::new() };
    let model = model.to_lowercase();
    Action::ALL
        .into_iter()
        .filter(|action| planned(service, *action) && !spoken(*action).iter().any(|word| model.contains(word)))
        .map(|action| {
            Finding::warning(
                finding::MODEL_SILENT,
                "Форма 1, строка 5",
                format!("Целевая модель не говорит о действии {} «{}».", action.number(), action.title()),
                "Допишите, как заявитель сделает это в электронной форме.",
            )
        })
        .collect()
}

/// Is the action planned on some channel?
fn planned(service: &Material<'_>, action: Action) -> bool {
    Channel::ALL.into_iter().any(|channel| answer(service, action, channel) == Some(true))
}

fn cell(action: Action, channel: Channel) -> String {
    format!("Форма 2, строка {}, {}", action.number(), CHANNELS[channel as usize])
}

fn composition(service: &Material<'_>) -> Vec<Finding> {
    if service.composition().is_none() {
        let mend = "Выберите состав действий по каналам: «composition» в electronic.yaml.";
        return vec![Finding::error(finding::MISSING, "Форма 2", "Не заполнена ни одна из 27 ячеек.", mend)];
    }
    let mut found = Vec::new();
    for action in Action::ALL {
        for channel in Channel::ALL.into_iter().filter(|channel| answer(service, action, *channel).is_none()) {
            found.push(Finding::error(
                finding::MISSING,
                cell(action, channel),
                "Ячейка не заполнена.",
                "Ответьте «да» или «нет» в electronic.yaml: заполнены должны быть все 27 ячеек.",
            ));
        }
    }
    let told = service.ruled().into_iter().filter(|one| !finding::BLANKS.contains(&one.code));
    found.extend(told.map(|one| {
        let place = match (one.action, one.channel) {
            (Some(action), Some(channel)) => cell(action, channel),
            (Some(action), None) => format!("Форма 2, строка {}", action.number()),
            (None, _) => "Форма 2".to_owned(),
        };
        Finding::ruled(one, place)
    }));
    found
}

/// Form 3: every planned action that does not work yet has a measure, and every measure is whole.
fn measures(service: &Material<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let dossier = &service.dossier;
    for (measure, number) in dossier.measures.iter().zip(1..) {
        found.extend(whole(measure, number));
        found.extend(measures::check(measure, number, service.priority()));
    }
    let live = service.electronic.as_ref().map(|electronic| &electronic.live);
    for action in Action::ALL {
        let waits = planned(service, action) && !live.is_some_and(|live| live.contains(&action));
        if waits && !dossier.measures.iter().any(|measure| measure.actions.contains(&action)) {
            found.push(Finding::error(
                finding::NO_MEASURE,
                format!("Форма 3, действие {}", action.number()),
                format!("«{}» запланировано и ещё не работает, а мероприятий для него нет.", action.title()),
                "Добавьте мероприятие с этим действием в «actions» или назовите действие в «live» в electronic.yaml.",
            ));
        }
    }
    found
}

fn whole(measure: &Measure, number: usize) -> Vec<Finding> {
    let columns = [
        ("мероприятие", measure.what.is_empty(), "what"),
        ("вид подтверждающего документа", measure.evidence.is_empty(), "evidence"),
        ("ответственный исполнитель", measure.by.is_empty(), "by"),
        ("срок реализации", measure.due.is_none(), "due"),
        ("ожидаемые результаты", measure.expect.is_empty(), "expect"),
    ];
    columns
        .into_iter()
        .filter(|(_, empty, _)| *empty)
        .map(|(column, _, key)| {
            Finding::error(
                finding::MISSING,
                format!("Форма 3, строка {number}, {column}"),
                "Ячейка не заполнена.",
                format!("Впишите «{key}» у мероприятия в dossier.yaml."),
            )
        })
        .collect()
}

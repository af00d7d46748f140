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
        found.extend(wider(service, action));
        found.extend(unreasoned(service, action));
    }
    found.extend(linked(service));
    found.extend(service.ruled.iter().cloned());
    found
}

/// The official site offers nothing that the portals do not (PASSPORT-05, AMB-03).
fn wider(service: &Material<'_>, action: Action) -> Option<Finding> {
    let on = |channel| answer(service, action, channel);
    if on(Channel::Site) != Some(true) {
        return None;
    }
    let place = cell(action, Channel::Site);
    match (on(Channel::Federal), on(Channel::Regional)) {
        (Some(false), Some(false)) => Some(Finding::error(
            finding::SITE_WIDER_THAN_PORTAL,
            place,
            "На официальном сайте действие есть, а на порталах его нет.",
            "Сделайте его на ЕПГУ или ЕПКО либо снимите отметку сайта: состав сайта не шире состава порталов.",
        )),
        (Some(false), _) | (_, Some(false)) => Some(Finding::warning(
            finding::SITE_WIDER_THAN_PORTAL,
            place,
            "На официальном сайте действие есть, а на одном из порталов его нет.",
            "Проверьте, не должно ли оно быть на обоих порталах.",
        )),
        _ => None,
    }
}

/// Every «no» of a whole row has its ground and its explanation (PASSPORT-04).
fn unreasoned(service: &Material<'_>, action: Action) -> Vec<Finding> {
    let answered = Channel::ALL.into_iter().all(|channel| answer(service, action, channel) == Some(false));
    let chosen = service.composition.as_ref().and_then(|composition| composition.actions.get(&action));
    let Some(chosen) = chosen.filter(|_| answered) else { return Vec::new() };
    let place = format!("Форма 2, строка {}", action.number());
    if chosen.reasons.is_empty() {
        return vec![Finding::error(
            finding::MISSING,
            place,
            "Действие не реализуется, а причина не названа.",
            "Назовите основание из перечня и поясните его для этой услуги: «reasons» в electronic.yaml.",
        )];
    }
    let blank = chosen.reasons.iter().filter(|reason| reason.ground.trim().is_empty() || reason.text.trim().is_empty());
    blank
        .map(|reason| {
            Finding::error(
                finding::MISSING,
                place.clone(),
                format!("У причины «{}{}» нет основания или пояснения.", reason.ground, reason.text),
                "Нужны оба: код основания и слова о том, почему оно подходит этой услуге.",
            )
        })
        .collect()
}

/// Actions that go together: A1 and A9 somewhere, A4 wherever A3 is.
fn linked(service: &Material<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for action in [Action::A1, Action::A9].into_iter().filter(|action| !planned(service, *action)) {
        found.push(Finding::error(
            finding::COMPOSITION,
            format!("Форма 2, строка {}", action.number()),
            "Это действие реализуется всегда, хотя бы на одном ресурсе.",
            "Поставьте «да» хотя бы в одном столбце.",
        ));
    }
    for channel in Channel::ALL {
        let (a3, a4) = (answer(service, Action::A3, channel), answer(service, Action::A4, channel));
        if a3 == Some(true) && a4 == Some(false) {
            found.push(Finding::error(
                finding::COMPOSITION,
                cell(Action::A4, channel),
                "Запрос здесь формируется в электронной форме, а приём и регистрация — нет.",
                "Поставьте «да»: где формируют запрос, там его и принимают.",
            ));
        }
    }
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
    for action in Action::ALL {
        let waits = planned(service, action) && !dossier.working.contains(&action);
        if waits && !dossier.measures.iter().any(|measure| measure.actions.contains(&action)) {
            found.push(Finding::error(
                finding::NO_MEASURE,
                format!("Форма 3, действие {}", action.number()),
                format!("«{}» запланировано и ещё не работает, а мероприятий для него нет.", action.title()),
                "Добавьте мероприятие с этим действием в «actions» или назовите действие в «working».",
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

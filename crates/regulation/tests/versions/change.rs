//! One edit, one sentence: every kind of element, with what it means for the applicant.

use regulation::versions::{Effect, Kind, diff};

use crate::{CAMP, camp, edited};

/// What is edited, into what; then effect, path, key and sentence of the one change.
type Edit = (&'static str, &'static str, Effect, &'static str, &'static str, &'static str);

const EDITS: &[Edit] = &[
    (
        "assurance: confirmed",
        "assurance: standard",
        Effect::Easier,
        "service",
        "assurance",
        "Учётная запись услуги «Путёвка в лагерь»: подтверждённая → стандартная.",
    ),
    (
        "applicants: [person]",
        "applicants: [person, sole-trader]",
        Effect::Easier,
        "service",
        "applicants",
        "В услуге «Путёвка в лагерь» добавлен вид заявителей «индивидуальные предприниматели».",
    ),
    (
        "number: 12-ОЗ",
        "number: 13-ОЗ",
        Effect::Open,
        "acts.law",
        "number",
        "Номер акта «Закон об отдыхе детей»: 12-ОЗ → 13-ОЗ.",
    ),
    (
        "lead: Выберите вид.",
        "lead: Укажите вид.",
        Effect::Open,
        "form.what",
        "lead",
        "Пояснение шага формы «Путёвка»: «Выберите вид.» → «Укажите вид.».",
    ),
    (
        "fields: [kind, paid, days, camp,",
        "fields: [kind, days, paid, camp,",
        Effect::Open,
        "form.what",
        "fields",
        "Изменён порядок вопросов шага формы «Путёвка».",
    ),
    (
        "parent.address, parent.email] }",
        "parent.address] }",
        Effect::Easier,
        "facts.parent.email",
        "",
        "Больше не спрашивается, берётся из источника: «Электронная почта» (№ 77, п. 2).",
    ),
    (
        "min: 7, max: 21",
        "min: 7, max: 28",
        Effect::Easier,
        "facts.days",
        "max",
        "Наибольшее значение вопроса «На сколько дней»: 21 → 28 (12-ОЗ, п. 5).",
    ),
    (
        "label: Доход, from",
        "label: Доход семьи, from",
        Effect::Open,
        "facts.income",
        "label",
        "Подпись сведения «Доход»: «Доход» → «Доход семьи» (12-ОЗ, п. 5).",
    ),
    (
        "forest: В лесу }",
        "forest: В сосновом лесу }",
        Effect::Open,
        "facts.camp",
        "options",
        "В вопросе «Лагерь» вариант ответа «В лесу»: «В лесу» → «В сосновом лесу» (12-ОЗ, п. 5).",
    ),
    (
        "forest: В лесу }",
        "forest: В лесу, sea: У моря }",
        Effect::Open,
        "facts.camp",
        "options",
        "В вопросе «Лагерь» добавлен вариант ответа «У моря» (12-ОЗ, п. 5).",
    ),
    (
        "          - { rule: born > parent.born, say: Ребёнок старше родителя., mend: Проверьте обе даты. }\n",
        "          - { rule: born > parent.born, say: Ребёнок старше родителя., mend: Проверьте обе даты. }\n          - { rule: born <= today, say: Ребёнок ещё не родился., mend: Проверьте год. }\n",
        Effect::Harder,
        "facts.children.item.born",
        "checks",
        "В вопросе «Дети: Дата рождения ребёнка» добавлена проверка: `born <= today` — «Ребёнок ещё не родился.» «Проверьте год.» (12-ОЗ, п. 4).",
    ),
    (
        "    original: true\n",
        "",
        Effect::Easier,
        "facts.photo",
        "original",
        "Нужен подлинник документа «Фотография»: да → нет (№ 77, п. 2).",
    ),
    (
        "max-bytes: 1048576",
        "max-bytes: 2097152",
        Effect::Easier,
        "facts.photo",
        "max-bytes",
        "Наибольший размер файла документа «Фотография»: 1048576 байт → 2097152 байт (№ 77, п. 2).",
    ),
    (
        "from: 2026-01-01, value: 30000.00",
        "from: 2026-01-01, value: 32000.00",
        Effect::Open,
        "params.threshold",
        "editions",
        "В величине «Порог дохода» значение «с первого дня редакции»: 30000.00 ₽ → 32000.00 ₽ (12-ОЗ, п. 5).",
    ),
    (
        "[lake, \"<= 14\", 4000.00]",
        "[lake, \"<= 14\", 4500.00]",
        Effect::Open,
        "tables.price",
        "rows",
        "В таблице решений «Цена смены» строка «Лагерь: У озера; На сколько дней: <= 14»: 4000.00 ₽ → 4500.00 ₽ (12-ОЗ, п. 5).",
    ),
    (
        "[lake, \"<= 14\", 4000.00]",
        "[lake, \"<= 10\", 4000.00]",
        Effect::Open,
        "tables.price",
        "rows",
        "В таблице решений «Цена смены» строка: «Лагерь: У озера; На сколько дней: <= 14 — 4000.00 ₽» → «Лагерь: У озера; На сколько дней: <= 10 — 4000.00 ₽» (12-ОЗ, п. 5).",
    ),
    (
        "      - [lake, \"<= 14\", 4000.00]\n",
        "",
        Effect::Open,
        "tables.price",
        "rows",
        "В таблице решений «Цена смены» исключена строка «Лагерь: У озера; На сколько дней: <= 14 — 4000.00 ₽» (12-ОЗ, п. 5).",
    ),
    (
        "then: 3000.00, because: law.7",
        "then: 3000.00, because: law.8",
        Effect::Open,
        "tables.price",
        "rows",
        "В таблице решений «Цена смены» строка «Лагерь: В лесу; На сколько дней: <= 14», правовое основание: 12-ОЗ, п. 7 → 12-ОЗ, п. 8.",
    ),
    (
        "hit: first",
        "hit: collect",
        Effect::Open,
        "tables.price",
        "hit",
        "Порядок выбора строки таблицы решений «Цена смены»: действует первая подходящая строка → складываются все подходящие строки (12-ОЗ, п. 5).",
    ),
    (
        "rule: age(parent.born, today) >= 18",
        "rule: age(parent.born, today) >= 21",
        Effect::Open,
        "criteria.adult",
        "rule",
        "Условие критерия «Родителю есть 18 лет»: `age(parent.born, today) >= 18` → `age(parent.born, today) >= 21` (12-ОЗ, п. 4).",
    ),
    (
        "when: kind = \"free\", term: 5 wd",
        "when: kind = \"free\", term: 4 wd",
        Effect::Easier,
        "variants.free",
        "term",
        "Срок варианта «Бесплатная путёвка»: 5 рабочих дней → 4 рабочих дня (12-ОЗ, п. 5).",
    ),
    (
        "{ when: days > 14, term: 5 wd, because: law.8 }",
        "{ when: days > 14, term: 4 wd, because: law.8 }",
        Effect::Open,
        "variants.partial",
        "terms",
        "В варианте «Путёвка с доплатой» особый срок «когда `days > 14`»: 5 рабочих дней → 4 рабочих дня (12-ОЗ, п. 8).",
    ),
    (
        "  - { id: A1, title: Документ не читается, because: reg.4, say: Приложенный документ нельзя прочитать., mend: Приложите чёткую копию. }\n",
        "",
        Effect::Easier,
        "refuse-intake.A1",
        "",
        "Исключено основание для отказа в приёме: «Документ не читается» (№ 77, п. 4).",
    ),
    (
        "  - { id: P3, title",
        "  - { id: P4, title: Нет мест в лагере, because: law.4, say: В лагере нет мест., mend: Выберите другой лагерь. }\n  - { id: P3, title",
        Effect::Harder,
        "refuse-provision.P4",
        "",
        "Добавлено основание для отказа в предоставлении: «Нет мест в лагере» (12-ОЗ, п. 4).",
    ),
    (
        "limit: 20 wd",
        "limit: 10 wd",
        Effect::Easier,
        "suspend.S1",
        "limit",
        "Предельный срок основания для приостановления «Нет мест в смене»: 20 рабочих дней → 10 рабочих дней (№ 77, п. 6).",
    ),
    (
        "within: 2 wd }\nforward",
        "within: 3 wd }\nforward",
        Effect::Harder,
        "return.R1",
        "within",
        "Срок основания для возврата «Не тот лагерь»: 2 рабочих дня → 3 рабочих дня (№ 77, п. 7).",
    ),
    (
        "to: соседний округ",
        "to: соседний район",
        Effect::Open,
        "forward.F1",
        "to",
        "Адресат основания для перенаправления «Лагерь другого округа»: «соседний округ» → «соседний район» (№ 77, п. 8).",
    ),
    (
        "to: 10 wd",
        "to: 12 wd",
        Effect::Harder,
        "prolong.L1",
        "to",
        "Новый срок основания для продления срока «Нужна проверка дохода»: 10 рабочих дней → 12 рабочих дней (№ 77, п. 9).",
    ),
    (
        "due: decision",
        "due: filing",
        Effect::Harder,
        "fee",
        "due",
        "Срок внесения платы за услугу «Путёвка в лагерь»: до решения → до регистрации заявления (12-ОЗ, п. 6).",
    ),
    (
        "amount: 150.00",
        "amount: 200.00",
        Effect::Harder,
        "fee.lines.linen",
        "amount",
        "Сумма строки платы «Постельное бельё»: 150 ₽ → 200 ₽ (12-ОЗ, п. 6).",
    ),
    (
        "when: young > 2, percent: 50",
        "when: young > 2, percent: 60",
        Effect::Easier,
        "fee.exempt.many",
        "percent",
        "Размер льготы «Много младших детей»: 50 % → 60 % (12-ОЗ, п. 6).",
    ),
    (
        "title: Решение, within: 1 wd, by: machine-else-official",
        "title: Решение, within: 1 wd, by: official",
        Effect::Open,
        "procedures.decision",
        "by",
        "Исполнитель процедуры «Решение»: система, при неясности — должностное лицо → должностное лицо (№ 77, п. 5).",
    ),
    (
        "template: result.typ, holds",
        "template: result.typ, valid: 1 year, holds",
        Effect::Harder,
        "results.voucher",
        "valid",
        "Срок действия результата «Путёвка»: не установлен → 1 год (12-ОЗ, п. 5).",
    ),
    (
        "within: 24 h, when",
        "within: 48 h, when",
        Effect::Easier,
        "parties.second",
        "within",
        "Срок для действий участника «Второй родитель»: 24 часа → 48 часов (12-ОЗ, п. 4).",
    ),
    (
        "signs: simple",
        "signs: qualified",
        Effect::Harder,
        "parties.second",
        "signs",
        "Подпись участника «Второй родитель»: простая электронная → усиленная квалифицированная электронная (12-ОЗ, п. 4).",
    ),
    (
        "facts: [children], because",
        "facts: [children, young], because",
        Effect::Open,
        "beneficiaries.child",
        "facts",
        "В получателе «Ребёнок» добавлено сведение «Сколько младших детей» (12-ОЗ, п. 4).",
    ),
    (
        "order: ranking",
        "order: lottery",
        Effect::Open,
        "resources.places",
        "order",
        "Порядок распределения ресурса «Места в лагере»: по критериям ранжирования → по жребию (12-ОЗ, п. 5).",
    ),
    (
        "percent: 30, when",
        "percent: 40, when",
        Effect::Open,
        "resources.places",
        "shares",
        "В ресурсе «Места в лагере» доля «Для бесплатных путёвок»: 30 %, когда `kind = \"free\"` → 40 %, когда `kind = \"free\"` (12-ОЗ, п. 5).",
    ),
    (
        "most: 1, within: 1 year",
        "most: 2, within: 1 year",
        Effect::Open,
        "resources.places",
        "limits",
        "В ресурсе «Места в лагере» ограничение «по сведениям: СНИЛС»: не больше 1 за 1 год → не больше 2 за 1 год (12-ОЗ, п. 9).",
    ),
    (
        "latest: 1 month",
        "latest: 2 months",
        Effect::Easier,
        "bookings.doctor",
        "latest",
        "Самое позднее время записи на приём «Осмотр врача»: 1 месяц → 2 месяца (12-ОЗ, п. 6).",
    ),
    (
        "blocks: 1 year",
        "blocks: 2 years",
        Effect::Harder,
        "afterwards.report",
        "blocks",
        "Запрет на новое обращение действия после решения «Отчёт о поездке»: 1 год → 2 года (12-ОЗ, п. 9).",
    ),
    (
        "kind: before, say: Удостоверение",
        "kind: before, say: Действующее удостоверение",
        Effect::Open,
        "relations.large-family.before",
        "say",
        "Объяснение связи с услугой «large-family — нужна раньше этой»: «Удостоверение многодетной семьи поможет получить бесплатную путёвку.» → «Действующее удостоверение многодетной семьи поможет получить бесплатную путёвку.».",
    ),
    (
        "most: 10 wd, because",
        "most: 12 wd, because",
        Effect::Open,
        "local.variants.free.term",
        "most",
        "Наибольшее значение местной настройки «variants.free.term»: 10 рабочих дней → 12 рабочих дней (12-ОЗ, п. 5).",
    ),
    (
        "    keys: [parent.snils]\n    within: 2 wd\n    because: reg.3\n  zags",
        "    keys: [parent.snils]\n    within: 1 wd\n    because: reg.3\n  zags",
        Effect::Easier,
        "sources.pension.income",
        "within",
        "Срок ответа источника «Социальный фонд: доходы»: 2 рабочих дня → 1 рабочий день (№ 77, п. 3).",
    ),
];

/// Proves: CAR-05.
#[test]
fn each_edit_is_told_in_one_sentence_with_its_clause_and_as_data() {
    let old = camp(CAMP);
    for (from, to, effect, path, aspect, sentence) in EDITS {
        let changes = diff(&old, &edited(from, to));
        assert_eq!(changes.len(), 1, "«{from}» → «{to}»: {changes:#?}");
        let change = &changes[0];
        assert_eq!(change.sentence, *sentence);
        assert_eq!(
            (change.effect, change.path.as_str(), change.aspect.as_str()),
            (*effect, *path, *aspect),
            "{sentence}"
        );
        // Back again: the same element, and the opposite for the applicant.
        let back = diff(&edited(from, to), &old);
        let opposite = match effect {
            Effect::Easier => Effect::Harder,
            Effect::Harder => Effect::Easier,
            Effect::Open => Effect::Open,
        };
        assert_eq!((back.len(), back[0].effect), (1, opposite), "{sentence}");
        assert_eq!((&back[0].old, &back[0].new), (&change.new, &change.old), "{sentence}");
    }
}

/// Proves: CAR-05.
#[test]
fn a_document_that_is_not_asked_any_more_is_told_so() {
    let text = CAMP.replace("  - { id: papers, title: Документы, fields: [photo], when: kind = \"free\" }\n", "");
    let gone = text.find("  photo:\n").zip(text.find("  children:\n")).unwrap();
    let without = format!("{}{}", &text[..gone.0], &text[gone.1..]);
    let told: Vec<_> =
        diff(&camp(CAMP), &camp(&without)).into_iter().map(|one| (one.kind, one.effect, one.sentence)).collect();
    let expected = [
        (Kind::Removed, Effect::Open, "Исключён шаг формы: «Документы».".to_owned()),
        (Kind::Removed, Effect::Easier, "Больше не нужен документ: «Фотография» (№ 77, п. 2).".to_owned()),
    ];
    assert_eq!(told, expected);
}

/// Proves: CAR-05.
#[test]
fn another_clause_is_a_change_of_its_own() {
    let new = edited(
        "when: kind = \"free\", term: 5 wd, because: law.5",
        "when: kind = \"free\", term: 7 wd, because: law.6",
    );
    let told: Vec<String> = diff(&camp(CAMP), &new).into_iter().map(|one| one.sentence).collect();
    assert_eq!(
        told,
        [
            "Срок варианта «Бесплатная путёвка»: 5 рабочих дней → 7 рабочих дней (12-ОЗ, п. 6).",
            "Правовое основание варианта «Бесплатная путёвка»: 12-ОЗ, п. 5 → 12-ОЗ, п. 6.",
        ]
    );
}

#[test]
fn the_number_and_first_day_of_an_edition_are_no_change() {
    assert_eq!(diff(&camp(CAMP), &edited("version: \"2026.1\"", "version: \"2026.2\"")), []);
}

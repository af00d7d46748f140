//! The OTR as a paper: its header and five parts (4.7).

use super::material::{Material, day};
use super::otr::{Field, Otr, Step};
use super::requests;
use crate::office::{Block, Cell, Paper, Section, Table, run, strong};

pub(super) fn paper(otr: &Otr, service: &Material<'_>) -> Paper {
    let mut paper = Paper::new("Организационно-технический регламент предоставления услуги", service.today);
    paper.sections = vec![
        Section::portrait("Общие сведения", vec![Block::Table(header(otr, service))]),
        Section::landscape("1. Форма", form(otr)),
        Section::landscape("2. Результат", results(otr)),
        Section::landscape("3. Запросы", exchange(otr)),
        Section::landscape("4. Действия органа", actions(otr)),
        Section::portrait("5. Обработка", handling(otr)),
    ];
    paper
}

fn header(otr: &Otr, service: &Material<'_>) -> Table {
    let needed = |value: Option<String>| Cell::needed(&value.unwrap_or_default());
    let line = |label: &str, cell: Cell| (label.to_owned(), cell);
    Table::lines(
        [40, 60],
        [
            line("Услуга", Cell::plain(&otr.title)),
            line("Подуслуги", Cell::plain(otr.sub_services.join("\n"))),
            line("Орган", Cell::plain(service.authority())),
            line("Редакция регламента", Cell::plain(&otr.version)),
            line("Реквизиты регламента", Cell::needed(&service.act().unwrap_or_default())),
            line("Дата поступления регламента", needed(otr.received.map(day))),
            line(
                "Регламентов в работе при поступлении",
                Cell::plain(otr.queue.map(|count| count.to_string()).unwrap_or_default()),
            ),
            line("Срок готовности", needed(otr.due.map(day))),
            line(
                "Продление срока и его причина",
                Cell::plain(otr.extension.clone().unwrap_or_else(|| "нет".to_owned())),
            ),
        ],
    )
}

fn form(otr: &Otr) -> Vec<Block> {
    let mut blocks = vec![Block::heading(1, "1. Портальная форма заявления")];
    for (step, number) in otr.form.iter().zip(1..) {
        blocks.push(Block::heading(2, format!("Шаг {number}. {}", step.title)));
        blocks.extend(Some(&step.lead).filter(|lead| !lead.is_empty()).map(Block::text));
        blocks.extend(
            step.when.as_ref().map(|when| Block::Text {
                runs: vec![run("Шаг показывается, когда "), code(when)]
            }),
        );
        blocks.push(Block::Table(fields(step)));
    }
    blocks.push(Block::heading(2, "Вложения"));
    let all = otr.form.iter().flat_map(|step| &step.fields);
    let files: Vec<&Field> =
        all.flat_map(|field| std::iter::once(field).chain(&field.record)).filter(|field| field.attachment).collect();
    if files.is_empty() {
        blocks.push(Block::text("Вложений нет."));
    }
    blocks.extend(files.into_iter().map(|field| item(vec![strong(&field.label), run(format!(": {}", field.kind))])));
    blocks.push(Block::heading(2, "Подписание"));
    blocks.extend(otr.signatures.iter().map(|signature| item(vec![run(signature)])));
    blocks
}

fn fields(step: &Step) -> Table {
    let mut table = Table::new(&[
        ("№ п/п", 6),
        ("Поле", 26),
        ("Тип и пределы", 24),
        ("Обязательность и условие", 24),
        ("Откуда заполняется", 24),
        ("Проверки и тексты", 36),
        ("Подсказка", 22),
    ]);
    for (field, number) in step.fields.iter().zip(1..) {
        table.rows.push(row(field, &number.to_string()));
        for (inner, part) in field.record.iter().zip(1..) {
            table.rows.push(row(inner, &format!("{number}.{part}")));
        }
    }
    table
}

fn row(field: &Field, number: &str) -> Vec<Cell> {
    let need =
        if field.required { "обязательно" } else { "по желанию или при наличии" };
    let when = field.when.as_ref().map(|when| format!(", когда {when}")).unwrap_or_default();
    let prefill =
        if field.prefill.is_empty() { "вносит заявитель".to_owned() } else { field.prefill.join("\n") };
    let checks: Vec<String> =
        field.checks.iter().map(|check| format!("{}: {} {}", check.rule, check.say, check.mend)).collect();
    vec![
        Cell::mark(number),
        Cell::plain(format!("{}\n({})", field.label, field.name)),
        Cell::plain(&field.kind),
        Cell::plain(format!("{need}{when}")),
        Cell::plain(prefill),
        Cell::plain(if checks.is_empty() { "по типу поля".to_owned() } else { checks.join("\n") }),
        Cell::plain(&field.hint),
    ]
}

fn results(otr: &Otr) -> Vec<Block> {
    let mut table = Table::new(&[
        ("№ п/п", 6),
        ("Документ", 36),
        ("Вид результата", 32),
        ("Шаблон", 18),
        ("Сведения в документе", 50),
        ("Срок действия", 18),
        ("Основание", 22),
    ]);
    table.rows = otr
        .results
        .iter()
        .zip(1..)
        .map(|(result, number)| {
            vec![
                Cell::mark(format!("{number}.")),
                Cell::plain(&result.title),
                Cell::plain(&result.kind),
                Cell::plain(&result.template),
                Cell::plain(result.holds.join("; ")),
                Cell::plain(&result.valid),
                Cell::plain(&result.clause),
            ]
        })
        .collect();
    vec![Block::heading(1, "2. Форма документа, являющегося результатом услуги"), Block::Table(table)]
}

fn exchange(otr: &Otr) -> Vec<Block> {
    let mut blocks = vec![Block::heading(1, "3. Перечень межведомственных запросов")];
    if otr.requests.is_empty() {
        let why = otr.no_requests.as_deref().unwrap_or("причина не указана");
        blocks.push(Block::text(format!("Межведомственных запросов нет: {why}.")));
    } else {
        blocks.push(Block::Table(requests::table(&otr.requests)));
    }
    blocks
}

fn actions(otr: &Otr) -> Vec<Block> {
    let mut table = Table::new(&[
        ("№ п/п", 6),
        ("Действие", 30),
        ("Типовая процедура", 24),
        ("Кто выполняет", 24),
        ("Начинается", 26),
        ("На входе", 32),
        ("На выходе", 24),
        ("Срок", 14),
        ("Основание", 18),
    ]);
    table.rows = otr
        .actions
        .iter()
        .zip(1..)
        .map(|(action, number)| {
            vec![
                Cell::mark(format!("{number}.")),
                Cell::plain(&action.title),
                Cell::plain(&action.kind),
                Cell::plain(&action.by),
                Cell::plain(&action.start),
                Cell::plain(action.input.join("; ")),
                Cell::plain(action.output.join("; ")),
                Cell::plain(&action.term),
                Cell::plain(&action.clause),
            ]
        })
        .collect();
    vec![Block::heading(1, "4. Состав и порядок действий органа"), Block::Table(table)]
}

fn handling(otr: &Otr) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(
            1,
            "5. Регламентные процедуры приёма и обработки заявлений в ведомственной информационной системе",
        ),
        Block::text(format!("Система: {}.", otr.system.as_deref().unwrap_or("не указана"))),
    ];
    blocks.extend(otr.handling.iter().zip(1..).map(|(step, number)| Block::Item {
        depth: 0,
        mark: format!("{number}."),
        runs: vec![run(step)],
    }));
    blocks.push(Block::heading(2, "Сценарии совместного тестирования"));
    blocks.extend(otr.cases.iter().map(|case| item(vec![run(format!("{} (на {})", case.name, day(case.as_of)))])));
    blocks
}

fn item(runs: Vec<crate::office::Run>) -> Block {
    Block::Item { depth: 0, mark: "—".to_owned(), runs }
}

fn code(text: &str) -> crate::office::Run {
    crate::office::Run { text: text.to_owned(), style: crate::office::Style::Code }
}

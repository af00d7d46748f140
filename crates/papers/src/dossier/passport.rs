//! The e-service passport (паспорт услуги в электронной форме): forms 1 to 3 of the official
//! layout, and the reasons of every «no», for which the printed form has no room.

use regulation::rules::{Action, Cells, Channel};

use super::file::Person;
use super::finding::Made;
use super::material::{Material, day};
use super::official::{CHANNELS, FORM_1, FORM_3, FORMS, action};
use super::passport_check::{self, Form};
use crate::office::{Block, Cell, Paper, Section, Table};

pub(super) fn paper(service: &Material<'_>) -> Made {
    let mut paper = Paper::new("Паспорт услуги в электронной форме", service.today);
    let open = passport_check::open(service);
    for (form, title) in Form::ALL.into_iter().zip(FORMS) {
        let mut blocks = vec![Block::heading(1, title)];
        if form > open {
            blocks.push(Block::text(format!(
                "Эта форма откроется, когда будет правильно заполнена форма {}.",
                form.number() - 1
            )));
        } else {
            blocks.push(Block::Table(table(service, form)));
        }
        paper.sections.push(Section {
            name: format!("Форма {}", form.number()),
            landscape: form == Form::Measures,
            blocks,
        });
    }
    if open > Form::General {
        paper.sections.extend(reasons(service));
    }
    Made::new(paper, passport_check::all(service))
}

fn table(service: &Material<'_>, form: Form) -> Table {
    match form {
        Form::General => general(service),
        Form::Composition => composition(service),
        Form::Measures => measures(service),
    }
}

fn general(service: &Material<'_>) -> Table {
    let dossier = &service.dossier;
    let registry = dossier.registry.as_ref().map(|registry| {
        let hand = registry.by_hand.as_ref().map(|why| format!("\nВнесено вручную: {why}")).unwrap_or_default();
        format!("{}, {}{hand}", registry.id, day(registry.updated))
    });
    let people: Vec<String> = dossier.responsible.iter().map(person).collect();
    let values = [
        service.authority(),
        service.regulation.title.clone(),
        registry.unwrap_or_default(),
        people.join("\n"),
        dossier.target_model.clone().unwrap_or_default(),
    ];
    let rows = FORM_1.into_iter().zip(values).zip(1..);
    Table {
        widths: vec![5, 35, 60],
        head: Vec::new(),
        rows: rows
            .map(|((name, value), number)| {
                vec![Cell::mark(format!("{number}")), Cell::plain(name), Cell::needed(&value)]
            })
            .collect(),
        notes: Vec::new(),
    }
}

/// A person with contacts, in one line.
pub(super) fn person(person: &Person) -> String {
    let parts =
        [Some(person.name.as_str()), Some(person.post.as_str()), person.phone.as_deref(), person.email.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn composition(service: &Material<'_>) -> Table {
    let mut table = Table { widths: vec![5, 55, 13, 13, 14], head: Vec::new(), rows: Vec::new(), notes: Vec::new() };
    let mut channels = CHANNELS.map(Cell::head).to_vec();
    table.head = vec![
        vec![Cell::head("Наименование действия").span(2, 2), Cell::head("Реализация в электронной форме").span(3, 1)],
        std::mem::take(&mut channels),
    ];
    for one in Action::ALL {
        let mut row = vec![Cell::mark(one.number().to_string()), Cell::plain(action(one))];
        row.extend(Channel::ALL.map(|channel| match answer(service, one, channel) {
            Some(true) => Cell::mark("да"),
            Some(false) => Cell::mark("нет"),
            None => Cell::missing(""),
        }));
        table.rows.push(row);
    }
    table
}

/// What was answered in a cell of Form 2.
pub(super) fn answer(service: &Material<'_>, action: Action, channel: Channel) -> Option<bool> {
    match &service.composition()?.actions.get(&action)?.cells {
        Cells::Whole(_) => None,
        Cells::PerChannel(channels) => channels.get(&channel).copied(),
    }
}

fn measures(service: &Material<'_>) -> Table {
    let mut table = Table::new(&FORM_3);
    table.rows = service
        .dossier
        .measures
        .iter()
        .zip(1..)
        .map(|(measure, number)| {
            vec![
                Cell::mark(format!("{number}.")),
                Cell::needed(&measure.what),
                Cell::needed(&measure.evidence),
                Cell::needed(&measure.by),
                Cell::needed(&measure.due.map(day).unwrap_or_default()),
                Cell::needed(&measure.expect),
            ]
        })
        .collect();
    table
}

/// Reasons of what is not done: the text of the annex demands them, its table has no column.
fn reasons(service: &Material<'_>) -> Option<Section> {
    let composition = service.composition()?;
    let mut table =
        Table::new(&[("№ п/п", 6), ("Действие", 40), ("Основание", 14), ("Пояснение применительно к услуге", 50)]);
    for (one, chosen) in &composition.actions {
        for reason in &chosen.reasons {
            table.rows.push(vec![
                Cell::mark(one.number().to_string()),
                Cell::plain(action(*one)),
                Cell::needed(&reason.ground),
                Cell::needed(&reason.text),
            ]);
        }
    }
    if table.rows.is_empty() {
        return None;
    }
    let title = "Приложение к форме 2. Причины, по которым действия не реализуются в электронной форме";
    Some(Section::portrait("Причины", vec![Block::heading(1, title), Block::Table(table)]))
}

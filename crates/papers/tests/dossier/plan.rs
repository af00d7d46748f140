//! The plan of amendments, and the explanatory note.

use papers::dossier::{PLAN, note, plan};
use papers::office::{Block, Format, render};
use regulation::package::Regulation;

use super::world::{Package, material, told};

fn registry(regulation: &Regulation) -> Vec<(String, String)> {
    vec![(regulation.service.clone(), regulation.title.clone())]
}

/// Proves: PLAN-01.
#[test]
fn the_plan_has_six_columns_and_a_row_for_every_service_of_the_registry() {
    let regulation = Package::matrix().regulation();
    let mut all = registry(&regulation);
    let made = plan(&[material(&regulation, "fed-24x7")], &all);
    assert!(made.ready(), "{:?}", made.findings);
    let Block::Table(table) = &made.paper.sections[0].blocks[0] else { panic!("the plan is a table") };
    assert_eq!(table.head[0].iter().map(|cell| &*cell.text).collect::<Vec<_>>(), PLAN.map(|(name, _)| name));
    assert_eq!(table.rows[0][4].text, "30.09.2026");
    all.push(("moss".to_owned(), "Сбор мха".to_owned()));
    let made = plan(&[material(&regulation, "fed-24x7")], &all);
    assert_eq!(told(&made.findings), ["NO_ROW план"]);
    assert!(made.findings[0].message.contains("Сбор мха"));
    let service = material(&regulation, "fed-24x7");
    let made = plan(&[service.clone(), service], &registry(&regulation));
    assert_eq!(told(&made.findings), ["TWICE строка 2"]);
}

/// Proves: PLAN-02.
#[test]
fn no_date_is_later_than_the_limit_of_the_rule_set_and_a_past_limit_only_warns() {
    let regulation = Package::matrix().regulation();
    let made = plan(&[material(&regulation, "kam-41")], &registry(&regulation));
    assert_eq!(told(&made.findings), ["EXPIRED_LIMIT Срок внесения изменений"]);
    assert!(made.ready(), "a limit of 2018 is history");
    let then = Package::matrix().edit("dossier.yaml", "due: 2026-09-30", "due: 2018-10-01").regulation();
    let mut service = material(&then, "kam-41");
    service.today = jiff::civil::date(2018, 3, 1);
    let made = plan(&[service], &registry(&then));
    assert_eq!(told(&made.findings), ["AFTER_LIMIT строка 1, Срок внесения изменений"]);
    let last = Package::matrix().edit("dossier.yaml", "due: 2026-09-30", "due: 2018-09-30").regulation();
    let mut service = material(&last, "kam-41");
    service.today = jiff::civil::date(2018, 3, 1);
    assert!(plan(&[service], &registry(&last)).ready(), "the limit's own day is in time");
}

const NOTE: &str = r#"
note:
  statement: Подлинник лицензии предъявляют лично, потому что этого требует закон.
  author: Образцова Ягода Лесовна
  date: 2026-03-02
  citations:
    - { kind: federal-law, issuer: Государственная Дума, date: 2009-07-24, number: 209-ФЗ, title: Об охоте, article: "21", part: "2", item: "1", quote: Подлинник предъявляется. }
"#;

/// The service with a note to a request that is not electronic, its words changed.
pub fn noted(change: (&str, &str)) -> Regulation {
    let text = NOTE.replacen(change.0, change.1, 1);
    Package::matrix()
        .edit("electronic.yaml", "feasible: yes", "feasible: no")
        .edit("electronic.yaml", "A3: 1, A4: 1", "A3: 0, A4: 0")
        .edit("electronic.yaml", "A6: 1, A7: 1", "A6: 0, A7: 0")
        .edit("electronic.yaml", "composition:", &format!("{}composition:", text.trim_start()))
        .regulation()
}

/// Proves: MATRIX-05.
#[test]
fn the_note_cites_federal_acts_down_to_their_smallest_part() {
    let regulation = noted(("", ""));
    let made = note(&material(&regulation, "kam-41"));
    assert!(made.ready(), "{:?}", made.findings);
    let text = String::from_utf8(render(&made.paper, Format::Csv).unwrap()).unwrap();
    assert!(text.contains("пункт 1, часть 2, статья 21"), "{text}");
    let regional = noted(("kind: federal-law", "kind: regional-act"));
    assert_eq!(told(&note(&material(&regional, "kam-41")).findings), ["CITATION Нормы, строка 1"]);
    let free = noted((", article: \"21\", part: \"2\", item: \"1\"", ""));
    assert_eq!(told(&note(&material(&free, "kam-41")).findings), ["CITATION Нормы, строка 1"]);
    let bare = Package::matrix().edit("electronic.yaml", "A3: 1", "A3: 0").regulation();
    assert_eq!(told(&note(&material(&bare, "kam-41")).findings), ["MISSING Записка"]);
}

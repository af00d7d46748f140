//! A table survives the way to DMN and back, whoever wrote it.

use indexmap::IndexMap;
use papers::dmn::{TableData, read, write};
use proptest::prelude::*;
use regulation::diagnostic::Span;
use regulation::package::{Clause, DecisionTable, FactType, HitPolicy, TableInput, TableRow};

fn clause(at: usize) -> Clause {
    Clause { act: "r1221".into(), clause: format!("5.{at}") }
}

fn choice() -> FactType {
    FactType::Choice(IndexMap::from([
        ("assign".to_owned(), "Присвоить <адрес> & «номер»".to_owned()),
        ("sole-trader".to_owned(), "ИП".to_owned()),
        ("x".to_owned(), String::new()),
    ]))
}

fn kinds() -> Vec<FactType> {
    let number = FactType::Number { whole: true, min: Some(0.into()), max: None, unit: Some("м²".into()) };
    vec![FactType::YesNo, choice(), number, FactType::Money, FactType::Date, FactType::Text { max: 20, long: false }]
}

fn test_of(kind: usize) -> BoxedStrategy<String> {
    let tests: &[&'static str] = match kind {
        0 => &["true", "false", "yes", "-", "да"],
        1 => &["assign", "assign, x", "not(assign, sole-trader)", "-", "assign,x", "\"assign\""],
        2 => &["1", ">= 18", "[18..60)", "< 1, > 5", "not(3)", "-", ">=18", "norm"],
        3 => &["1500.00", "> 0.10", "-", "[1.00..2.00]"],
        4 => &["2026-01-01", ">= 2026-01-01", "[2026-01-01..2026-12-31]", "-", "date(\"2026-01-01\")"],
        _ => &["слово", "\"два, слова\"", "<тег> & \"кавычки\"", "-", "а, б", "not(в)"],
    };
    prop::sample::select(tests.to_vec()).prop_map(str::to_owned).boxed()
}

fn value_of(kind: usize) -> BoxedStrategy<String> {
    let values: &[&'static str] = match kind {
        0 => &["true", "no", "-"],
        1 => &["assign", "sole-trader", "-"],
        2 => &["1", "12", "norm * 2", "-"],
        3 => &["1500.00", "plate_rate", "-"],
        4 => &["2026-01-01", "opening", "-"],
        _ => &["слово", "Два слова, через запятую", "not(так)", "null", "-"],
    };
    prop::sample::select(values.to_vec()).prop_map(str::to_owned).boxed()
}

fn tables() -> impl Strategy<Value = DecisionTable> {
    let hits = vec![HitPolicy::Unique, HitPolicy::First, HitPolicy::Collect];
    let shape = (prop::collection::vec(0_usize..6, 1..4), 0_usize..6, prop::sample::select(hits));
    shape.prop_flat_map(|(columns, output, hit)| {
        let tests: Vec<BoxedStrategy<String>> = columns.iter().map(|kind| test_of(*kind)).collect();
        let row = (tests, value_of(output), 0_usize..2);
        prop::collection::vec(row, 0..6).prop_map(move |rows| built(&columns, output, hit, rows))
    })
}

fn built(columns: &[usize], output: usize, hit: HitPolicy, rows: Vec<(Vec<String>, String, usize)>) -> DecisionTable {
    let input = |(at, kind): (usize, &usize)| TableInput {
        title: format!("Столбец {at}"),
        of: format!("request.field_{at}"),
        kind: kinds()[*kind].clone(),
        span: Span::default(),
    };
    let row = |(tests, output, clause_at): (Vec<String>, String, usize)| TableRow {
        tests,
        when: None,
        output,
        because: clause(clause_at),
        span: Span::default(),
    };
    DecisionTable {
        id: "scheme".into(),
        title: "Схема по действию и «объекту»".into(),
        hit,
        inputs: columns.iter().enumerate().map(input).collect(),
        output: kinds()[output].clone(),
        rows: rows.into_iter().map(row).collect(),
        because: clause(0),
        span: Span::default(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn nothing_of_a_table_is_lost_on_the_way_to_dmn_and_back(table in tables()) {
        let xml = write(&table);
        let back = read(&xml).map_err(|error| TestCaseError::fail(format!("{error}\n{xml}")))?;
        prop_assert_eq!(back, TableData::of(&table), "{}", xml);
    }
}

#[test]
fn the_tables_of_our_own_services_come_back_as_they_were() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regulations");
    let mut seen = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let Some(regulation) = super::model::package(&folder) else { continue };
        for table in regulation.tables.values() {
            let back = read(&write(table)).unwrap();
            assert_eq!(back, TableData::of(table), "{} {}", folder.display(), table.id);
            seen += 1;
        }
    }
    eprintln!("{seen} tables of our services went to DMN and back");
}

#[test]
fn a_cell_changed_in_another_tool_is_taken_as_it_stands_now() {
    let row = (vec!["assign,x".to_owned()], "assign".to_owned(), 0);
    let xml = write(&built(&[1], 1, HitPolicy::First, vec![row]));
    assert_eq!(read(&xml).unwrap().rows[0].tests, ["assign,x"]);
    let changed = xml.replace("<text>&quot;assign&quot;, &quot;x&quot;</text>", "<text>not(\"assign\")</text>");
    assert_ne!(changed, xml, "{xml}");
    assert_eq!(read(&changed).unwrap().rows[0].tests, ["not(assign)"]);
}

#[test]
fn a_foreign_file_is_answered_with_what_to_do() {
    let table = |inside: &str, attributes: &str| {
        format!(
            "<definitions><decision name=\"Скидка\"><decisionTable {attributes}>{inside}</decisionTable></decision></definitions>"
        )
    };
    let output = "<output name=\"a\"/>";
    let input = "<input><inputExpression><text>age</text></inputExpression></input>";
    for (xml, words) in [
        ("<definitions".to_owned(), "не читается"),
        ("<html/>".to_owned(), "не DMN"),
        ("<definitions/>".to_owned(), "нет таблицы"),
        (table(output, "hitPolicy=\"PRIORITY\""), "`UNIQUE`"),
        (table(output, "hitPolicy=\"COLLECT\""), "SUM"),
        (table(&format!("{output}{output}"), ""), "не одно значение"),
        (table(&format!("<input/>{output}"), ""), "ни на что не смотрит"),
        (table(&format!("{input}{output}<rule><outputEntry/></rule>"), ""), "ячеек не столько"),
    ] {
        let found = read(&xml).unwrap_err();
        assert!(found.to_string().contains(words), "{xml}: {found}");
        assert!(found.message.ends_with('.') && found.mend.ends_with('.'), "{found}");
    }
    let plain = table(
        &format!(
            "{input}{output}<rule><inputEntry><text>&gt;= 18</text></inputEntry><outputEntry><text>\"a\"</text></outputEntry></rule>"
        ),
        "",
    );
    let read = read(&plain).unwrap();
    assert_eq!((read.hit, read.id.as_str(), read.rows[0].tests[0].as_str()), (HitPolicy::Unique, "Скидка", ">= 18"));
    assert_eq!(read.rows[0].output, "a");
}

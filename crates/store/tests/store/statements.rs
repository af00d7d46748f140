//! Every statement of the house, put to both engines.

use store::statements::{MODULES, shape};

use crate::engines::for_each_scratch;

#[tokio::test]
async fn every_statement_is_understood_by_both_engines_with_one_shape() {
    let mut shapes = Vec::new();
    let found = std::cell::RefCell::new(&mut shapes);
    for_each_scratch(async |scratch| {
        for statement in MODULES.iter().copied().flatten() {
            let (columns, arguments) = shape(&scratch.db, *statement).await.unwrap();
            let wanted = (1..).take_while(|number| statement.sql.contains(&format!("${number}"))).count();
            assert_eq!(arguments, wanted, "{} leaves out a number", statement.name);
            found.borrow_mut().push((statement.name, columns, arguments));
        }
    })
    .await;
    let of_sqlite = MODULES.iter().map(|module| module.len()).sum::<usize>();
    let (sqlite, postgres) = shapes.split_at(of_sqlite);
    if !postgres.is_empty() {
        assert_eq!(sqlite, postgres);
    }
}

#[test]
fn no_statement_is_missing_from_the_list_and_no_name_is_used_twice() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let declared = declared_below(std::path::Path::new(source));
    let mut names: Vec<_> = MODULES.iter().copied().flatten().map(|statement| statement.name).collect();
    assert_eq!(names.len(), declared, "a statement is not in the ALL of its module");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), declared, "two statements have one name");
}

fn declared_below(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let count = |path: std::path::PathBuf| {
        if path.is_dir() {
            return declared_below(&path);
        }
        let source = path.extension().is_some_and(|extension| extension == "rs");
        if source { std::fs::read_to_string(&path).unwrap().matches(": Statement =").count() } else { 0 }
    };
    entries.map(count).sum()
}

/// Proves: FORM-12, RESULTREG-04, SEC-03.
#[test]
fn nothing_can_delete_a_case_a_journal_entry_a_timer_or_a_register_entry() {
    let kept = ["cases", "case_numbers", "journal", "timers", "results", "result_codes", "result_numbers"];
    for statement in MODULES.iter().copied().flatten() {
        for table in kept {
            let deletes = statement.sql.contains(&format!("delete from {table}"));
            assert!(!deletes, "{} deletes from {table}", statement.name);
        }
        for table in ["journal", "results"] {
            let changes = statement.sql.contains(&format!("update {table}"));
            assert!(!changes, "{} changes {table}", statement.name);
        }
    }
}

/// Proves: CAR-05.
#[test]
fn no_statement_moves_a_case_to_another_edition() {
    for statement in MODULES.iter().copied().flatten() {
        if let Some(set) = statement.sql.strip_prefix("update cases set ") {
            let columns = ["version =", "service =", "number =", "applicant_id =", "draft_id ="];
            let moved = columns.iter().find(|column| {
                set.split([',', ' ']).collect::<Vec<_>>().windows(2).any(|pair| pair.join(" ") == **column)
            });
            assert_eq!(moved, None, "{}", statement.name);
        }
    }
}

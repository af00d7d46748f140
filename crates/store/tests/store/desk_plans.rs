//! The plans of the desk's reading statements: each walks an index and sorts nothing, so a page
//! costs the same with a hundred lines and with a hundred thousand.

use store::scratch;
use store::statements::MODULES;
use store::{Address, Statement, Value};

use crate::samples::at;

/// Statements that read the growing tables of the desk.
fn reading() -> Vec<&'static Statement> {
    let tables = [
        "from desk_queue",
        "from desk_archive",
        "from desk_counts",
        "from case_tasks",
        "from case_words",
        "from breaches",
        "from complaints",
    ];
    let all = MODULES.iter().copied().flatten();
    let found: Vec<_> =
        all.filter(|one| one.sql.starts_with("select") && tables.iter().any(|table| one.sql.contains(table))).collect();
    assert!(found.len() > 15, "only {} statements were found", found.len());
    found
}

/// Proves: INTAKE-11.
#[tokio::test]
async fn on_sqlite_no_page_of_the_desk_scans_a_table_or_sorts() {
    let scratch = scratch::sqlite(at(0)).await.unwrap();
    for statement in reading() {
        let sql = String::leak(format!("explain query plan {}", statement.sql));
        let arguments = (1..).take_while(|number| statement.sql.contains(&format!("${number}"))).count();
        let explain = Statement::new("test.plan", sql);
        let rows = scratch.db.rows(explain, vec![Value::Int(1); arguments]).await.unwrap();
        let plan: Vec<String> = rows
            .into_iter()
            .map(|row| match row.rest().pop() {
                Some(Value::Text(detail)) => detail,
                other => panic!("{other:?}"),
            })
            .collect();
        let plan = plan.join("; ");
        let scans = plan.split("; ").any(|step| step.starts_with("SCAN") && !step.contains("late"));
        assert!(!scans && !plan.contains("TEMP B-TREE"), "{}: {plan}", statement.name);
        assert!(plan.contains("USING"), "{}: {plan}", statement.name);
        if let Some(index) = own_index(statement.name) {
            assert!(plan.contains(&format!("INDEX {index} ")), "{} wants {index}: {plan}", statement.name);
        }
    }
}

/// The index that was made for a statement, where others begin alike.
fn own_index(statement: &str) -> Option<String> {
    match statement {
        "desk.queue" => Some("desk_queue_term".to_owned()),
        "desk_archive.by_name" => Some("desk_archive_name".to_owned()),
        "desk_archive.by_name_in" => Some("desk_archive_month".to_owned()),
        "desk_archive.by_day" => Some("desk_archive_day".to_owned()),
        filtered => Some(format!("desk_queue_{}", filtered.strip_prefix("desk.queue_")?)),
    }
}

/// Proves: INTAKE-11.
#[tokio::test]
async fn on_postgres_no_page_of_the_desk_scans_a_table_or_sorts() {
    let Ok(server) = std::env::var(scratch::POSTGRES) else {
        eprintln!("!!! POSTGRESQL WAS NOT TESTED: set {} to a superuser's URL !!!", scratch::POSTGRES);
        return;
    };
    let scratch = scratch::postgres(&server, at(0)).await.unwrap();
    let Address::Postgres(url) = &scratch.address else { panic!("not on the server") };
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    // A small table is always cheaper to scan; what must be shown is that no plan needs it.
    client.batch_execute("set enable_seqscan = off; set enable_sort = off; set enable_bitmapscan = off").await.unwrap();
    for statement in reading() {
        client.batch_execute("deallocate all").await.unwrap();
        client.batch_execute(&format!("prepare plan as {}", statement.sql)).await.unwrap();
        let arguments = (1..).take_while(|number| statement.sql.contains(&format!("${number}"))).count();
        let ones = vec!["'1'"; arguments].join(", ");
        let explain = format!("explain (costs off) execute plan({ones})");
        let plan: Vec<String> = client
            .simple_query(&explain)
            .await
            .unwrap()
            .into_iter()
            .filter_map(|message| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            })
            .collect();
        let plan = plan.join("\n");
        assert!(!plan.contains("Seq Scan") && !plan.contains("Sort"), "{}:\n{plan}", statement.name);
        assert!(plan.contains("Index"), "{}:\n{plan}", statement.name);
    }
}

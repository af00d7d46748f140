//! `okno journal`: whatever is changed in a journal, taken out of it or written past it is found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod world;

use std::process::Command;

use domain::id::CaseId;
use jiff::Timestamp;
use store::{Address, Batch, Db, Statement, Value, Write};
use world::{Engine, World};

fn journal(database: &str, more: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
    let output = command.args(["journal", "--database", database]).args(more).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

const CHANGED: Statement = Statement::new(
    "test.changed",
    "update journal set at = at + 1
     where bucket = $1 and case_id = $2 and position = 1",
);
const CHANGED_BACK: Statement = Statement::new(
    "test.changed_back",
    "update journal set at = at - 1
     where bucket = $1 and case_id = $2 and position = 1",
);
const TAKEN: Statement = Statement::new(
    "test.taken",
    "delete from journal where bucket = $1 and case_id = $2
         and position = (select max(position) from journal where bucket = $1 and case_id = $2)",
);

async fn what_was_done_to_a_journal_is_found(engine: Engine) {
    let Some(world) = World::on(engine).await else { return };
    let mut citizen = world.sign_in("Землев").await;
    let draft = citizen.land_plan().await;
    let filed = citizen.file(&draft).await;
    world.settled().await;
    let (_, ground) = world.stop().await;
    let database = match &ground.address {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
        Address::Memory => panic!("nobody else can look into it"),
    };
    let (code, said) = journal(&database, &[]);
    assert!(code == 0 && said.contains("Проверено дел: 1"), "{code}: {said}");
    assert_eq!(journal(&database, &[&filed.number]).0, 0);
    let (code, said) = journal(&database, &["МП-2026-000000-00"]);
    assert!(code == 2 && said.contains("there is no case МП-2026-000000-00"), "{code}: {said}");

    let id = CaseId::parse(&filed.case).unwrap();
    let db = Db::open(&ground.address, Timestamp::now()).await.unwrap();
    let tamper = async |statement| {
        let row = vec![Value::Int(id.bucket()), Value::Text(id.as_str().to_owned())];
        db.commit(Batch::new().with(Write::one(statement, row))).await.unwrap();
    };
    tamper(CHANGED).await;
    let (code, said) = journal(&database, &[]);
    assert!(code == 1 && said.contains(&filed.number) && said.contains("запись 1 не следует"), "{code}: {said}");
    tamper(CHANGED_BACK).await;
    assert_eq!(journal(&database, &[]).0, 0, "put back, it holds again");
    tamper(TAKEN).await;
    let (code, said) = journal(&database, &[&filed.number]);
    assert!(code == 1 && said.contains("с конца что-то вынуто"), "{code}: {said}");
}

/// Proves: SEC-03.
#[tokio::test]
async fn what_was_done_to_a_journal_is_found_on_sqlite() {
    what_was_done_to_a_journal_is_found(Engine::Sqlite).await;
}

/// Proves: SEC-03.
#[tokio::test]
async fn what_was_done_to_a_journal_is_found_on_postgres() {
    what_was_done_to_a_journal_is_found(Engine::Postgres).await;
}

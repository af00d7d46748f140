//! The waist: what goes in comes out, on both engines alike.

use store::{Batch, Expect, Statement, StoreError, Value, Write};

use crate::engines::for_each_engine;

const BACKWARDS: Statement =
    Statement::new("values.backwards", "select cast($2 as text), cast($1 as text), cast($2 as text)");

#[tokio::test]
async fn arguments_are_bound_by_number_not_by_first_appearance() {
    for_each_engine(async |db| {
        let rows = db.rows(BACKWARDS, vec!["one".into(), "two".into()]).await.unwrap();
        let values = rows.into_iter().next().unwrap().rest();
        assert_eq!(values, vec!["two".into(), "one".into(), "two".into()] as Vec<Value>);
    })
    .await;
}

const SAVE: Statement = Statement::new(
    "values.save",
    "insert into officials (id, login, name, post, authority, roles, active, password_hash, totp_secret, totp_step,
         failed, locked_until)
     values ($1, $2, $3, '', '', '[]', $4, '', $5, $6, 0, $7)",
);
const LOAD: Statement = Statement::new(
    "values.load",
    "select name, active, totp_secret, totp_step, locked_until from officials where id = $1",
);

fn save(id: &str, values: Vec<Value>) -> Batch {
    let mut args: Vec<Value> = vec![id.into(), id.into()];
    args.extend(values);
    Batch::new().with(Write { statement: SAVE, args, expect: Expect::Exactly(1) })
}

#[tokio::test]
async fn the_five_kinds_of_value_come_back_as_they_went() {
    for_each_engine(async |db| {
        for answer in [true, false] {
            let id = format!("id-{answer}");
            let name = "Ёжиков «Ъ» 'кавычка' \\ 語 𝄞";
            let values = vec![name.into(), answer.into(), vec![0_u8, 255, 10].into(), i64::MAX.into(), Value::Null];
            db.commit(save(&id, values)).await.unwrap();
            let mut row = db.rows(LOAD, vec![id.into()]).await.unwrap().into_iter().next().unwrap();
            assert_eq!(row.text("name").unwrap(), name);
            assert_eq!(row.bool("active").unwrap(), answer);
            assert_eq!(row.maybe_bytes("totp_secret").unwrap(), Some(vec![0, 255, 10]));
            assert_eq!(row.int("totp_step").unwrap(), i64::MAX);
            assert_eq!(row.maybe_int("locked_until").unwrap(), None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_refused_going_in() {
    for_each_engine(async |db| {
        let values = vec!["Имя".into(), true.into(), Value::Null, "not a number".into(), Value::Null];
        let refused = db.commit(save("wrong", values)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Broken(_)), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_missing_value_and_a_missing_argument_are_refused() {
    for_each_engine(async |db| {
        let values = vec![Value::Null, true.into(), Value::Null, 0_i64.into(), Value::Null];
        let refused = db.commit(save("null", values)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Broken(_)), "{refused}");
        let refused = db.rows(LOAD, Vec::new()).await.unwrap_err();
        assert!(matches!(refused, StoreError::Broken(_)), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_row_read_as_something_else_names_statement_and_column() {
    for_each_engine(async |db| {
        let values = vec!["Имя".into(), true.into(), Value::Null, 0_i64.into(), Value::Null];
        db.commit(save("one", values)).await.unwrap();
        let mut row = db.rows(LOAD, vec!["one".into()]).await.unwrap().into_iter().next().unwrap();
        let broken = row.int("name").unwrap_err().to_string();
        assert!(broken.contains("values.load") && broken.contains("column name"), "{broken}");
        assert!(!broken.contains("Имя"), "a value leaked into an error: {broken}");
    })
    .await;
}

#[test]
fn values_do_not_show_what_people_wrote() {
    assert_eq!(format!("{:?}", Value::from("Образцов")), "text of 16 bytes");
}

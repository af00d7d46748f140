//! Staff sign-in: two steps, a session for each, a growing pause after failures.

use actions::desk::second_factor::code_at;
use actions::desk::sign_in::{Step, current, first_step, second_step, sign_out};
use actions::stop::Stop;
use domain::official::Role;
use jiff::SignedDuration;
use store::{Batch, officials};

use crate::world::{PASSWORD, SECRET, World};

async fn world() -> World {
    let world = World::new().await;
    world.official("nature.clerk", "Клеркова Образца Примеровна", &[Role::Caseworker]).await;
    world
}

fn passed(step: Step) -> String {
    match step {
        Step::Passed { token } => token,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn password_and_code_open_the_desk_and_each_step_has_its_own_session() {
    let world = world().await;
    let (office, now) = (&world.office, world.now());
    let first = passed(first_step(office, " Nature.Clerk ", PASSWORD, now).await.unwrap());
    assert!(matches!(current(office, &first, now).await, Err(Stop::SignInNeeded)), "the first step opens nothing");
    let code = code_at(SECRET, now).unwrap();
    let full = passed(second_step(office, &first, &code, now).await.unwrap());
    assert_ne!(first, full);
    assert_eq!(current(office, &full, now).await.unwrap().login, "nature.clerk");
    assert!(matches!(second_step(office, &first, &code, now).await, Err(Stop::SignInNeeded)), "the first is over");
    sign_out(office, &full, now).await.unwrap();
    assert!(matches!(current(office, &full, now).await, Err(Stop::SignInNeeded)));
}

#[tokio::test]
async fn a_code_that_was_used_is_refused_even_in_another_browser() {
    let world = world().await;
    let (office, now) = (&world.office, world.now());
    let one = passed(first_step(office, "nature.clerk", PASSWORD, now).await.unwrap());
    let other = passed(first_step(office, "nature.clerk", PASSWORD, now).await.unwrap());
    let code = code_at(SECRET, now).unwrap();
    passed(second_step(office, &one, &code, now).await.unwrap());
    assert_eq!(second_step(office, &other, &code, now).await.unwrap(), Step::Used);
}

#[tokio::test]
async fn failures_lock_the_door_for_a_growing_while_and_the_right_password_waits_too() {
    let world = world().await;
    let office = &world.office;
    for _ in 0..3 {
        assert_eq!(first_step(office, "nature.clerk", "не тот", world.now()).await.unwrap(), Step::Wrong);
    }
    let now = world.now();
    assert_eq!(first_step(office, "nature.clerk", PASSWORD, now).await.unwrap(), Step::Locked { minutes: 1 });
    world.wait(SignedDuration::from_secs(31));
    assert_eq!(first_step(office, "nature.clerk", "не тот", world.now()).await.unwrap(), Step::Wrong);
    world.wait(SignedDuration::from_secs(31));
    assert_eq!(first_step(office, "nature.clerk", PASSWORD, world.now()).await.unwrap(), Step::Locked { minutes: 1 });
    world.wait(SignedDuration::from_mins(2));
    passed(first_step(office, "nature.clerk", PASSWORD, world.now()).await.unwrap());
}

#[tokio::test]
async fn wrong_codes_count_as_failures_and_an_unknown_login_looks_like_a_wrong_password() {
    let world = world().await;
    let (office, now) = (&world.office, world.now());
    assert_eq!(first_step(office, "nobody", PASSWORD, now).await.unwrap(), Step::Wrong);
    let token = passed(first_step(office, "nature.clerk", PASSWORD, now).await.unwrap());
    for _ in 0..3 {
        assert_eq!(second_step(office, &token, "000000", now).await.unwrap(), Step::Wrong);
    }
    assert!(matches!(second_step(office, &token, "000000", now).await.unwrap(), Step::Locked { .. }));
}

#[tokio::test]
async fn sessions_end_by_themselves_with_a_blocked_account_and_when_tampered_with() {
    let world = world().await;
    let token = world.sign_in("nature.clerk").await;
    let office = &world.office;
    for wrong in ["", "x", &token[1..], &format!("{token}x")] {
        assert!(matches!(current(office, wrong, world.now()).await, Err(Stop::SignInNeeded)), "{wrong}");
    }
    world.wait(SignedDuration::from_mins(30));
    current(office, &token, world.now()).await.unwrap();
    world.wait(SignedDuration::from_mins(50));
    current(office, &token, world.now()).await.unwrap();
    let mut official = officials::by_login(&office.db, "nature.clerk").await.unwrap().unwrap().0;
    official.active = false;
    office.db.commit(Batch::new().with(officials::update(&official))).await.unwrap();
    assert!(matches!(current(office, &token, world.now()).await, Err(Stop::SignInNeeded)));
    official.active = true;
    office.db.commit(Batch::new().with(officials::update(&official))).await.unwrap();
    world.wait(SignedDuration::from_mins(61));
    assert!(matches!(current(office, &token, world.now()).await, Err(Stop::SignInNeeded)), "idle for an hour");
}

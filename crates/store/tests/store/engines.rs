//! Runs one test on both engines, and on the one of simulations.

use std::sync::Once;

use store::scratch::{self, Scratch};
use store::{Address, Db};

use crate::samples::at;

/// Runs a test on a fresh database of each engine.
pub async fn for_each_engine(test: impl AsyncFn(Db)) {
    for_each_scratch(async |scratch| test(scratch.db.clone()).await).await;
    test(Db::open(&Address::Memory, at(0)).await.unwrap()).await;
}

/// The same with the address and folder at hand.
pub async fn for_each_scratch(test: impl AsyncFn(&Scratch)) {
    test(&scratch::sqlite(at(0)).await.unwrap()).await;
    match std::env::var(scratch::POSTGRES) {
        Ok(server) => test(&scratch::postgres(&server, at(0)).await.unwrap()).await,
        Err(_) => say_skipped(),
    }
}

fn say_skipped() {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        eprintln!("\n!!! POSTGRESQL WAS NOT TESTED: set {} to a superuser's URL !!!\n", scratch::POSTGRES);
    });
}

/// Waits for a race to be over: many tasks begin at once, all answers come back.
pub async fn race<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    many: usize,
    make: impl Fn(usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..many).map(|number| tokio::spawn(make(number))).collect();
    drop(make);
    let mut answers = Vec::with_capacity(many);
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

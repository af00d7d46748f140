//! A post office in memory, behind mail and SMS alike: it remembers the key of everything it took
//! and behaves as told. For the simulation and for tests; nothing leaves the process.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::mail::Outcome;

/// What the post does with the next thing it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Behaviour {
    /// Takes it and says so.
    #[default]
    Take,
    /// Says that the address is wrong, full, or that it cannot take anything now.
    Say(Outcome),
    /// Takes it and never says so: the sender dies while it waits for the answer.
    TakeAndHang,
}

/// The post.
#[derive(Debug, Default)]
pub struct Post {
    inner: Mutex<Inner>,
    hung: tokio::sync::Notify,
}

#[derive(Debug, Default)]
struct Inner {
    taken: BTreeMap<String, u32>,
    behaviour: Behaviour,
}

impl Post {
    /// Behaves so until told otherwise; [`Behaviour::TakeAndHang`] happens once.
    pub fn behave(&self, behaviour: Behaviour) {
        self.inner().behaviour = behaviour;
    }

    /// How often each key was taken: a letter sent twice keeps its key, so its reader knows it.
    pub fn taken(&self) -> BTreeMap<String, u32> {
        self.inner().taken.clone()
    }

    /// How often that key was taken.
    pub fn times(&self, key: &str) -> u32 {
        self.inner().taken.get(key).copied().unwrap_or_default()
    }

    /// Resolves when it has taken something and will never say so.
    pub async fn hung(&self) {
        self.hung.notified().await;
    }

    /// One attempt to give it something.
    pub(crate) async fn give(&self, key: &str) -> Outcome {
        let hangs = {
            let mut inner = self.inner();
            let behaviour = inner.behaviour;
            if let Behaviour::Say(outcome) = behaviour
                && outcome != Outcome::Delivered
            {
                return outcome;
            }
            *inner.taken.entry(key.to_owned()).or_default() += 1;
            if behaviour == Behaviour::TakeAndHang {
                inner.behaviour = Behaviour::Take;
            }
            behaviour == Behaviour::TakeAndHang
        };
        if hangs {
            self.hung.notify_one();
            std::future::pending::<()>().await;
        }
        Outcome::Delivered
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

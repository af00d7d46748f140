//! A process that dies between a commit and the news of it, as an outage of power makes one: for
//! simulations, where it must happen at the same commit in every run.

use std::sync::atomic::{AtomicU32, Ordering};

/// When a process dies: whoever commits on its database waits for ever from then on.
#[derive(Debug, Default)]
pub struct Death {
    commits: AtomicU32,
    died: tokio::sync::Notify,
}

impl Death {
    /// Comes after so many more commits; 0 for never.
    pub fn after(&self, commits: u32) {
        self.commits.store(commits, Ordering::SeqCst);
    }

    /// Resolves when it has come. What it has interrupted is to be dropped.
    pub async fn died(&self) {
        self.died.notified().await;
    }

    /// A batch is committed; the one who wants to hear of it may be dead.
    pub(crate) async fn committed(&self) {
        let left = self.commits.load(Ordering::SeqCst);
        if left == 0 {
            return;
        }
        self.commits.store(left - 1, Ordering::SeqCst);
        if left == 1 {
            self.died.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

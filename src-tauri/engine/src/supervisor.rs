//! The supervisor: a task that ends by a fault of ours is noticed, said, and the engine can be
//! started anew; it never looks as if somebody were still watching.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Starts a task of the engine; if it panics, `ended` learns which one.
pub(crate) fn guarded(
    name: &'static str,
    task: impl Future<Output = ()> + Send + 'static,
    ended: &watch::Sender<Option<&'static str>>,
) -> JoinHandle<()> {
    let ended = ended.clone();
    tokio::spawn(async move {
        if AssertUnwindSafe(task).catch_unwind().await.is_err() {
            tracing::error!("the {name} task ended by a fault; the engine must be started anew");
            ended.send_replace(Some(name));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_panics_is_named_and_one_that_ends_is_not() {
        let (ended, seen) = watch::channel(None);
        guarded("scheduler", async {}, &ended).await.unwrap();
        assert_eq!(*seen.borrow(), None, "because ending is not a fault");
        guarded("ingest", async { panic!("a fault of ours") }, &ended).await.unwrap();
        assert_eq!(*seen.borrow(), Some("ingest"));
    }
}

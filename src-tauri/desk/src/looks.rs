//! The looks at SNMP agents that are under way: how far each is, and ending it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hinomi_wire::snmp::LookView;
use tokio::sync::Notify;

/// The looks under way, by the numbers of whoever asked for them.
#[derive(Default)]
pub(crate) struct Looks(Mutex<HashMap<u32, Arc<Look>>>);

#[derive(Default)]
struct Look {
    now: Mutex<LookView>,
    end: Notify,
}

/// A look that is under way; it is taken from the list however it ends.
pub(crate) struct Entry<'l> {
    looks: &'l Looks,
    number: u32,
    look: Arc<Look>,
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        let mut looks = self.looks.lock();
        if looks.get(&self.number).is_some_and(|now| Arc::ptr_eq(now, &self.look)) {
            looks.remove(&self.number);
        }
    }
}

impl Entry<'_> {
    /// It is so far.
    pub(crate) fn tell(&self, now: LookView) {
        *lock(&self.look.now) = now;
    }

    /// Waits until somebody ends it.
    pub(crate) async fn ended(&self) {
        self.look.end.notified().await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Looks {
    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Arc<Look>>> {
        lock(&self.0)
    }

    /// A look is under way from now on, until what is given is dropped.
    pub(crate) fn begin(&self, number: u32) -> Entry<'_> {
        let entry = Entry { looks: self, number, look: Arc::default() };
        self.lock().insert(number, Arc::clone(&entry.look));
        entry
    }

    /// How far one is.
    pub(crate) fn now(&self, number: u32) -> LookView {
        self.lock().get(&number).map(|look| *lock(&look.now)).unwrap_or_default()
    }

    /// Ends one.
    pub(crate) fn stop(&self, number: u32) {
        if let Some(look) = self.lock().get(&number) {
            look.end.notify_one();
        }
    }
}

//! One reading for everything that several checks of one agent ask at about the same moment.
//!
//! A small device has a small agent: forty checks of its ports in forty questions a minute are a
//! load, in ten they are not. So questions gather for a moment and leave together, each object once.
//! One of those who wait does the asking, so that an answer from the wire wakes one and not forty;
//! if it is dropped, another takes its place and asks anew.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::snmp::Value;
use tokio::sync::OnceCell;

use super::column::{Cells, Wanted};
use super::{Session, Trouble};

/// How long questions gather.
const GATHER: Duration = Duration::from_millis(25);
/// Objects asked for together at most; who comes then begins anew.
const MOST: usize = 4_096;

/// What an agent said to everybody who asked together. Clones are the same.
#[derive(Debug, Clone)]
pub struct Together(Arc<Said>);

/// What it said, and what kept it from saying the rest.
#[derive(Debug)]
struct Said {
    cells: Cells,
    trouble: Option<Trouble>,
}

impl Together {
    /// What it said of this object; `None` if it does not have it, or nobody asked.
    pub fn get(&self, name: &[u32]) -> Option<&Value> {
        self.0.cells.get(name).filter(|value| !value.is_absent())
    }

    /// What kept it from saying anything of one of these objects.
    fn trouble<N: AsRef<[u32]>>(&self, names: &[N]) -> Option<Trouble> {
        let trouble = self.0.trouble.as_ref()?;
        let whole = names.iter().all(|name| self.0.cells.get(name.as_ref()).is_some());
        (!whole).then(|| trouble.clone())
    }
}

/// Questions that leave together; who finds them in the session may join them.
#[derive(Default)]
pub(super) struct Gathering {
    wanted: Mutex<Wanted>,
    said: OnceCell<Together>,
}

impl Gathering {
    /// Joins them, unless they are many.
    fn join<N: AsRef<[u32]>>(&self, names: &[N]) -> bool {
        let mut wanted = self.wanted();
        let may = wanted.count() == 0 || wanted.count() + names.len() <= MOST;
        if may {
            names.iter().for_each(|name| wanted.add(name.as_ref()));
        }
        may
    }

    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// As [`Session::get`], but together with what others ask of this agent within 25 ms.
    ///
    /// Errors: as [`Session::get`], if it concerns one of these objects.
    pub async fn get_together<N: AsRef<[u32]>>(&self, names: &[N]) -> Result<Together, Trouble> {
        let gathering = self.join(names);
        // A large future, which only one of them needs.
        let ask = || Box::pin(self.ask_for_all(&gathering));
        let said = gathering.said.get_or_init(ask).await;
        said.trouble(names).map_or_else(|| Ok(said.clone()), Err)
    }

    /// Those who gather just now, joined; or new ones.
    fn join<N: AsRef<[u32]>>(&self, names: &[N]) -> Arc<Gathering> {
        let mut gathering = self.gathering().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gathering) = gathering.as_ref().filter(|gathering| gathering.join(names)) {
            return Arc::clone(gathering);
        }
        let new = Arc::new(Gathering::default());
        new.join(names);
        *gathering = Some(Arc::clone(&new));
        new
    }

    async fn ask_for_all(&self, gathering: &Arc<Gathering>) -> Together {
        tokio::time::sleep(GATHER).await;
        self.gathering()
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take_if(|gathered| Arc::ptr_eq(gathered, gathering));
        let wanted = gathering.wanted().clone().in_order();
        let (cells, trouble) = self.get_cells(&wanted).await;
        Together(Arc::new(Said { cells, trouble }))
    }
}

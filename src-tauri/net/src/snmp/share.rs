//! One GET for everything that several checks of one agent ask at about the same moment.
//!
//! A small device has a small agent: forty checks of its ports in forty questions a minute are a
//! load, in ten they are not. So questions gather for a moment and leave together, each object once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use hinomi_model::snmp::{Oid, Value, VarBind};

use super::{Session, Trouble};

/// How long questions gather.
const GATHER: Duration = Duration::from_millis(25);
/// Objects asked for together at most; who comes then begins anew.
const MOST: usize = 4_096;

/// What an agent said to everybody, and what kept it from saying the rest.
#[derive(Default)]
pub(super) struct Said {
    values: HashMap<Oid, Value>,
    trouble: Option<Trouble>,
}

type Answer = Shared<BoxFuture<'static, Arc<Said>>>;

/// Objects that gather; `None` once they have left.
type Open = Arc<Mutex<Option<Vec<Oid>>>>;

/// Questions that leave together.
pub(super) struct Gathering {
    open: Open,
    answer: Answer,
}

impl Gathering {
    /// Joins them, unless they have left or are many.
    fn join(&self, oids: &[Oid]) -> Option<Answer> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let gathered = open.as_mut().filter(|g| g.len() + oids.len() <= MOST)?;
        gathered.extend_from_slice(oids);
        Some(self.answer.clone())
    }
}

impl Session {
    /// As [`Session::get`], but together with what others ask of this agent within 25 ms.
    ///
    /// Errors: as [`Session::get`], if it concerns one of these objects.
    pub async fn get_together(&self, oids: &[Oid]) -> Result<Vec<VarBind>, Trouble> {
        let said = self.join(oids).await;
        let bind = |oid: &Oid| {
            let value = match (said.values.get(oid), &said.trouble) {
                (Some(value), _) => value.clone(),
                (None, Some(trouble)) => return Err(trouble.clone()),
                (None, None) => Value::NoSuchInstance,
            };
            Ok(VarBind { oid: oid.clone(), value })
        };
        oids.iter().map(bind).collect()
    }

    fn join(&self, oids: &[Oid]) -> Answer {
        let mut gathering = self.gathering().lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = gathering.as_ref().and_then(|gathering| gathering.join(oids)) {
            return answer;
        }
        let open: Open = Arc::new(Mutex::new(Some(oids.to_vec())));
        // Whoever waits holds the session; the questions must not, or they would hold each other.
        let (weak, leaving) = (self.downgrade(), Arc::clone(&open));
        let ask = async move {
            tokio::time::sleep(GATHER).await;
            let oids = leaving.lock().unwrap_or_else(PoisonError::into_inner).take();
            match (weak.upgrade(), oids) {
                (Some(session), Some(oids)) => Arc::new(session.ask_all(oids).await),
                (None, _) | (_, None) => Arc::default(),
            }
        };
        let answer = ask.boxed().shared();
        *gathering = Some(Gathering { open, answer: answer.clone() });
        answer
    }

    async fn ask_all(&self, mut oids: Vec<Oid>) -> Said {
        oids.sort_unstable();
        oids.dedup();
        let (found, trouble) = self.get_some(&oids).await;
        Said { values: found.into_iter().map(|row| (row.oid, row.value)).collect(), trouble }
    }
}

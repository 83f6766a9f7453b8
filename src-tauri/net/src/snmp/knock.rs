//! Trying credentials step by step, so that what is wrong can be named.
//!
//! Agents keep silent about wrong communities, and many about wrong keys. So each step asks what
//! the step before cannot answer: is there an agent (SNMPv3 tells everybody its engine, RFC 3414
//! §4)? Does it know the user? Does it accept our signature? Does it understand what we encrypt? Has
//! it the context?

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hinomi_model::snmp::{Credentials, Denied, Oid, Sealing, User};
use tokio::sync::OnceCell;

use super::{Patience, Session, Snmp, Trouble};

/// An agent that was silent already is waited for no longer than this.
const HURRY: Duration = Duration::from_secs(1);

/// What those who knock at one address beside each other share.
#[derive(Default)]
pub(super) struct Beside {
    /// Whether an agent is there at all: whoever needs it first asks.
    there: OnceCell<Result<(), Trouble>>,
    /// How many were answered by an agent and are still asking it.
    met: AtomicUsize,
}

impl Beside {
    /// Is anybody in conversation with the agent, whose verdict is worth waiting for?
    pub(super) fn has_met(&self) -> bool {
        self.met.load(Ordering::Relaxed) > 0
    }
}

/// A conversation with an agent, until its verdict.
struct Met<'b>(&'b Beside);

impl<'b> Met<'b> {
    fn with(beside: &'b Beside) -> Met<'b> {
        beside.met.fetch_add(1, Ordering::Relaxed);
        Met(beside)
    }
}

impl Drop for Met<'_> {
    fn drop(&mut self) {
        self.0.met.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Snmp {
    /// A session with an agent that accepts these credentials.
    ///
    /// Errors: [`Trouble::NoAnswer`] when nothing is heard of an agent at all (with `Refused` when
    /// nobody listens at that port), else [`Trouble::Denied`] with the step that failed. Takes up
    /// to five times as long as one question.
    pub async fn knock(
        &self,
        at: SocketAddr,
        credentials: Credentials,
        patience: Patience,
    ) -> Result<Session, Trouble> {
        // Futures within futures: a knock is a large one.
        Box::pin(self.knock_beside(at, credentials, patience, &Beside::default())).await
    }

    /// The same, beside others at the same address.
    pub(super) async fn knock_beside(
        &self,
        at: SocketAddr,
        credentials: Credentials,
        patience: Patience,
        beside: &Beside,
    ) -> Result<Session, Trouble> {
        let session = self.session(at, credentials.clone(), patience)?;
        match &credentials {
            Credentials::V1(_) | Credentials::V2c(_) => match answers(&session).await {
                Err(Trouble::SILENT) => {
                    let there = beside.there.get_or_init(|| self.is_there(at, patience)).await;
                    Err(silent_to_community(there.clone()))
                }
                Err(trouble) => Err(trouble),
                Ok(()) => Ok(session),
            },
            Credentials::V3(user) => self.knock_v3(at, user, patience, session, beside).await,
        }
    }

    /// Is an agent there that tells its engine, as SNMPv3 tells everybody?
    async fn is_there(&self, at: SocketAddr, patience: Patience) -> Result<(), Trouble> {
        let nobody = User { name: "hinomi".into(), context: String::new(), sealing: Sealing::None };
        let one_try = Patience { retries: patience.retries.min(1), ..patience };
        self.session(at, Credentials::V3(nobody), one_try)?.meet().await
    }

    async fn knock_v3(
        &self,
        at: SocketAddr,
        user: &User,
        patience: Patience,
        session: Session,
        beside: &Beside,
    ) -> Result<Session, Trouble> {
        let step = |sealing: Sealing| {
            let user = User { sealing, context: String::new(), name: user.name.clone() };
            self.session(at, Credentials::V3(user), patience)
        };
        let unprotected = step(Sealing::None)?;
        let mut asked = false;
        let meet = || {
            asked = true;
            unprotected.meet()
        };
        beside.there.get_or_init(meet).await.clone()?;
        // Who is answered may take long over it: many agents are silent to one step and not to all.
        let _met = Met::with(beside);
        if !asked {
            unprotected.meet().await?;
        }
        match (answers(&unprotected).await, &user.sealing) {
            // Many agents are silent to whoever asks unprotected, though they know the user.
            (Err(Trouble::SILENT), Sealing::Signed { .. } | Sealing::Encrypted { .. }) => {}
            (answered, _) => known(answered, Denied::User)?,
        }
        if let Sealing::Signed { auth, phrase } | Sealing::Encrypted { auth, phrase, .. } =
            &user.sealing
        {
            let signed = Sealing::Signed { auth: *auth, phrase: phrase.clone() };
            known(answers(&step(signed)?).await, Denied::Auth)?;
        }
        if let Sealing::Encrypted { .. } = &user.sealing {
            known(answers(&step(user.sealing.clone())?).await, Denied::Privacy)?;
        }
        let last = match (&user.sealing, user.context.is_empty()) {
            (_, false) => Denied::Context,
            (Sealing::None, _) => Denied::User,
            (Sealing::Signed { .. }, _) => Denied::Auth,
            (Sealing::Encrypted { .. }, _) => Denied::Privacy,
        };
        answers(&session).await.map_err(|trouble| silence_means(trouble, last))?;
        Ok(session)
    }
}

impl Session {
    /// What its silence means: [`Trouble::Denied`] with the step at which the agent refuses us, or
    /// [`Trouble::SILENT`] if nothing is heard of an agent at all, or if it answers by now. Takes
    /// ten seconds at most.
    pub async fn why_silent(&self) -> Trouble {
        let (snmp, at, credentials) = self.origin();
        let patience = Patience { timeout: HURRY, retries: 1, ..Patience::default() };
        match credentials {
            Credentials::V1(_) | Credentials::V2c(_) => {
                silent_to_community(snmp.is_there(at, patience).await)
            }
            Credentials::V3(_) => {
                let knocked = Box::pin(snmp.knock(at, credentials, patience)).await;
                knocked.map(drop).err().unwrap_or(Trouble::SILENT)
            }
        }
    }
}

/// Silence: is it the community, or is nobody there?
fn silent_to_community(there: Result<(), Trouble>) -> Trouble {
    there.err().map_or(Trouble::Denied(Denied::Community), |_| Trouble::SILENT)
}

/// Who may not ask like that is known all the same.
fn known(answered: Result<(), Trouble>, step: Denied) -> Result<(), Trouble> {
    match answered {
        Ok(()) | Err(Trouble::Denied(Denied::Level | Denied::View)) => Ok(()),
        Err(trouble) => Err(silence_means(trouble, step)),
    }
}

/// Any answer to sysUpTime (RFC 3418) will do, also that there is no such object.
async fn answers(session: &Session) -> Result<(), Trouble> {
    let up_time = Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0]);
    match session.get(&[up_time]).await {
        Ok(_) | Err(Trouble::Said { .. }) => Ok(()),
        Err(trouble) => Err(trouble),
    }
}

/// After a step that was answered, silence is an answer, too.
fn silence_means(trouble: Trouble, step: Denied) -> Trouble {
    match trouble {
        Trouble::SILENT => Trouble::Denied(step),
        other => other,
    }
}

//! The SNMP agents of the nodes: opened when they are first asked, with what the vault holds, and
//! shared by all checks of a node. Secrets end here; a check is given the opened agent (law L13).

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hinomi_model::check::Family;
use hinomi_model::snmp::Access;
use hinomi_model::{Address, NodeId, Obstacle, Outcome, Phase};
use hinomi_net::Net;
use hinomi_net::snmp::{Patience, Session};
use hinomi_store::{Site, VaultError};

/// How long a name may take to resolve.
const NAMES: Duration = Duration::from_secs(5);

/// The SNMP agents of the nodes. Clones are the same.
#[derive(Clone)]
pub(crate) struct Agents {
    net: Net,
    site: Site,
    open: Arc<Mutex<HashMap<NodeId, Open>>>,
}

struct Open {
    access: Access,
    at: SocketAddr,
    session: Session,
}

impl Agents {
    pub(crate) fn new(net: Net, site: Site) -> Agents {
        Agents { net, site, open: Arc::default() }
    }

    /// A session with a node's agent, the one there was as long as nothing about it has changed.
    ///
    /// Errors: what a probe that cannot have one brings back.
    pub(crate) async fn session(
        &self,
        node: NodeId,
        address: &Address,
        access: Option<&Access>,
    ) -> Result<Session, Outcome> {
        let access = access.ok_or_else(|| Outcome::unable(Obstacle::NoAccess))?;
        let found = self.net.names.addresses(address, Family::Any, NAMES).await;
        let at = SocketAddr::new(found.map_err(|why| why.at(Phase::Resolve))?[0], access.port);
        if let Some(session) = self.known(node, access, at) {
            return Ok(session);
        }
        let session = open(&self.net, &self.site, at, access).await.map_err(Outcome::unable)?;
        let kept = Open { access: access.clone(), at, session: session.clone() };
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(node, kept);
        Ok(session)
    }

    fn known(&self, node: NodeId, access: &Access, at: SocketAddr) -> Option<Session> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let known = open.get(&node).filter(|open| open.access == *access && open.at == at)?;
        Some(known.session.clone())
    }
}

/// Opens an agent with what the vault holds; nothing is sent yet.
async fn open(
    net: &Net,
    site: &Site,
    at: SocketAddr,
    access: &Access,
) -> Result<Session, Obstacle> {
    let credentials = site.credentials(&access.login).await.map_err(|error| match error {
        locked if locked.is_locked() => Obstacle::VaultLocked,
        VaultError::NoSuchSecret { .. } => Obstacle::NoAccess,
        other => Obstacle::OurFault { detail: other.to_string().chars().take(200).collect() },
    })?;
    let session = net.snmp.session(at, credentials, Patience::default());
    session.map_err(|_| Obstacle::NoAccess)
}

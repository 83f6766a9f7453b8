//! The SNMP agents of the nodes: opened when they are first asked, with what the vault holds, and
//! shared by all checks of a node. Secrets end here; a check is given the opened agent (law L13),
//! and what was opened is forgotten with its node, and when the vault is locked or wiped.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hinomi_model::check::Family;
use hinomi_model::snmp::Access;
use hinomi_model::{Address, NodeId, Obstacle, Outcome, Phase};
use hinomi_net::snmp::Session;
use hinomi_net::{Net, Pace};
use hinomi_store::{Site, VaultError};
use tokio::sync::watch;

/// How long a name may take to resolve.
const NAMES: Duration = Duration::from_secs(5);

/// The SNMP agents of the nodes. Clones are the same.
#[derive(Clone)]
pub(crate) struct Agents {
    net: Net,
    site: Site,
    held: Arc<Mutex<Held>>,
}

/// The sessions there are.
struct Held {
    open: HashMap<NodeId, Open>,
    /// Changes whenever the vault is opened or locked.
    vault: watch::Receiver<u64>,
}

struct Open {
    access: Access,
    at: SocketAddr,
    session: Session,
}

impl Agents {
    pub(crate) fn new(net: Net, site: Site) -> Agents {
        let held = Held { open: HashMap::new(), vault: site.vault_turns() };
        Agents { net, site, held: Arc::new(Mutex::new(held)) }
    }

    /// What there is; nothing that was opened before the vault turned.
    fn held(&self) -> MutexGuard<'_, Held> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.vault.has_changed().unwrap_or(false) {
            held.vault.mark_unchanged();
            held.open.clear();
            self.net.snmp.forget_phrases();
        }
        held
    }

    /// Forgets the sessions of all nodes but these.
    pub(crate) fn keep_only(&self, nodes: &BTreeSet<NodeId>) {
        self.held().open.retain(|node, _| nodes.contains(node));
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
        let turn = self.turn();
        let session = open(&self.net, &self.site, at, access).await.map_err(Outcome::unable)?;
        let kept = Open { access: access.clone(), at, session: session.clone() };
        let mut held = self.held();
        // What was read of a vault that has been locked meanwhile is used this once.
        if *held.vault.borrow() == turn {
            held.open.insert(node, kept);
        }
        Ok(session)
    }

    /// How often the vault has been opened and locked.
    fn turn(&self) -> u64 {
        *self.held().vault.borrow()
    }

    /// A queue of its own for questions of whoever looks around, at the pace of all that does.
    pub(crate) fn looking(&self) -> Arc<Pace> {
        Arc::new(self.net.looking.beside())
    }

    fn known(&self, node: NodeId, access: &Access, at: SocketAddr) -> Option<Session> {
        let held = self.held();
        let known = held.open.get(&node).filter(|open| open.access == *access && open.at == at)?;
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
        VaultError::NoSuchSecret { .. } => Obstacle::SecretMissing,
        other => Obstacle::OurFault { detail: other.to_string().chars().take(200).collect() },
    })?;
    let session = net.snmp.session(at, credentials, access.pacing.into());
    session.map_err(|_| Obstacle::NoAccess)
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Login, PORT, Pacing};
    use hinomi_model::{Secret, SecretKind, Span};

    use super::*;

    #[tokio::test]
    async fn what_was_opened_is_forgotten_with_its_node_and_when_the_vault_is_locked() {
        let site = Site::in_memory().await.expect("there is memory");
        site.set_passphrase(None, &Secret::new("a long passphrase")).await.expect("none was set");
        let secret = Secret::new("public");
        let community = site.put_secret(SecretKind::Community, &secret).await.expect("it is open");
        let access = Access::usual(PORT, Login::V2c { community });
        let address = Address::parse("192.0.2.1").expect("an address");
        let agents = Agents::new(Net::open().await, site.clone());
        let ask = |node: u32| agents.session(NodeId(node), &address, Some(&access));
        for node in [1, 2] {
            assert!(ask(node).await.is_ok(), "because the vault is open");
        }
        agents.keep_only(&[NodeId(1)].into());
        let left: Vec<NodeId> = agents.held().open.keys().copied().collect();
        assert_eq!(left, [NodeId(1)], "because the other one is gone");
        let usual = ask(1).await.expect("it is open").longest();
        assert_eq!(usual, Duration::from_secs(6), "because nobody said otherwise");
        let pacing = Pacing { timeout: Span::seconds(20), retries: 1, at_once: 1 };
        let patient = Access { pacing, ..access.clone() };
        let session = agents.session(NodeId(1), &address, Some(&patient)).await.ok();
        let longest = session.map(|session| session.longest());
        assert_eq!(longest, Some(Duration::from_secs(40)), "because that was said of this node");
        site.lock_vault();
        let locked = ask(1).await.err();
        assert_eq!(locked, Some(Outcome::unable(Obstacle::VaultLocked)));
        assert!(agents.held().open.is_empty(), "because what it was opened with is locked");
        site.wipe_secrets().await.expect("it can be written");
        let wiped = ask(1).await.err();
        assert_eq!(wiped, Some(Outcome::unable(Obstacle::SecretMissing)), "because it is nowhere");
    }
}

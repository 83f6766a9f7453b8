//! What a sweep opens SNMP agents with: the site's list of logins, and the agents of nodes that have
//! one of their own.

use std::net::SocketAddr;

use hinomi_discovery::Door;
use hinomi_model::snmp::{Credentials, Login};
use hinomi_store::{Site, SiteError};

/// What a sweep opens SNMP agents with. It holds secrets, hence no `Debug`.
#[derive(Default)]
pub struct Logins {
    /// The site's logins, as far as the vault opens them, in the order they are tried.
    pub logins: Vec<Login>,
    /// What each of them is made of.
    pub credentials: Vec<Credentials>,
    /// The agents of nodes that have a login of their own.
    pub doors: Vec<Door>,
    /// The agents of nodes that have one which cannot be read just now: they are told nobody else's.
    pub spared: Vec<SocketAddr>,
    /// The vault is locked, and so some are missing.
    pub locked: bool,
}

impl Logins {
    /// Those of a site, as far as its vault is open.
    pub async fn of(site: &Site) -> Result<Logins, SiteError> {
        let mut all = Logins::default();
        for login in site.settings().await?.logins {
            match site.credentials(&login).await {
                Ok(credentials) => {
                    all.logins.push(login);
                    all.credentials.push(credentials);
                }
                Err(error) => all.locked |= error.is_locked(),
            }
        }
        for node in site.nodes().await? {
            let mut addresses = node.addresses();
            let (Some(ip), Some(access)) = (addresses.next(), &node.snmp) else { continue };
            match site.credentials(&access.login).await {
                Ok(credentials) => all.doors.push(Door {
                    at: SocketAddr::new(ip, access.port),
                    credentials: Some(credentials),
                    patience: access.pacing.into(),
                    also: addresses.collect(),
                }),
                Err(error) => {
                    all.locked |= error.is_locked();
                    let own = std::iter::once(ip).chain(addresses);
                    all.spared.extend(own.map(|ip| SocketAddr::new(ip, access.port)));
                }
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use hinomi_model::draft::NodeDraft;
    use hinomi_model::snmp::Access;
    use hinomi_model::{Secret, SecretKind, Stamp};
    use hinomi_store::{Batch, Edit, Loaded};

    use super::*;
    use crate::Wish;
    use crate::core::Core;

    #[tokio::test]
    async fn a_node_whose_own_login_cannot_be_read_is_told_nobody_elses() {
        let site = Site::in_memory().await.expect("there is memory");
        site.set_passphrase(None, &Secret::new("a long passphrase")).await.expect("none was set");
        let secret = Secret::new("for this box alone");
        let community = site.put_secret(SecretKind::Community, &secret).await.expect("it is open");
        let snmp = Some(Access::usual(1161, Login::V2c { community }));
        let also = Some(vec!["192.0.2.9".parse().expect("an address")]);
        let own = NodeDraft { snmp, also, ..NodeDraft::at("192.0.2.1") };
        let nodes = vec![own, NodeDraft::at("192.0.2.2")];
        let mut core = Core::read(Loaded::default(), Vec::new(), Vec::new());
        core.wish(Wish::AddNodes { nodes, checks: vec![], gateways: vec![] }, Stamp(0))
            .expect("they are good");
        let edits = core.world().nodes.values().cloned().map(Edit::PutNode).collect();
        site.commit(&Batch { edits, ..Batch::default() }).await.expect("it is stored");
        let doors = |logins: &Logins| logins.doors.iter().flat_map(Door::agents).collect();
        let own: Vec<SocketAddr> =
            ["192.0.2.1:1161", "192.0.2.9:1161"].map(|at| at.parse().expect("an agent")).into();
        let open = Logins::of(&site).await.expect("it can be read");
        let told: (Vec<SocketAddr>, _, _) = (doors(&open), open.spared, open.locked);
        assert_eq!(told, (own.clone(), vec![], false));
        site.lock_vault();
        let locked = Logins::of(&site).await.expect("it can be read");
        assert_eq!((doors(&locked), locked.spared, locked.locked), (vec![], own.clone(), true));
        site.wipe_secrets().await.expect("it can be written");
        let wiped = Logins::of(&site).await.expect("it can be read");
        assert_eq!((doors(&wiped), wiped.spared, wiped.locked), (vec![], own, false));
    }
}

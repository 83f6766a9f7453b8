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
                Err(error) => all.locked |= error.is_locked(),
            }
        }
        Ok(all)
    }
}

//! Names to addresses and back (RFC 1035), through the system's name servers and hosts file.
//!
//! Nothing is cached: a name is resolved anew for every probe, so that its time is a measurement.
//! The system's settings are read again when they change, since laptops change networks.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{LookupIpStrategy, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::rr::RData;
use hinomi_model::check::Family;
use hinomi_model::{Address, Cause, Obstacle};

use crate::NoAnswer;
use crate::answer::shorten;

/// One name server is waited for so long …
const WAIT: Duration = Duration::from_millis(1500);
/// … and asked so often.
const ATTEMPTS: usize = 2;
/// Addresses of one name that are looked at.
const MOST_ADDRESSES: usize = 32;
/// The files whose change means other settings.
const SETTINGS: [&str; 2] = ["/etc/resolv.conf", "/etc/hosts"];

type Edition = [Option<SystemTime>; SETTINGS.len()];

/// Resolves names.
pub struct Names {
    servers: Option<ResolverConfig>,
    current: Mutex<Option<(Edition, Arc<TokioResolver>)>>,
}

impl Names {
    /// Uses the system's settings; where there are none, a name server on this PC.
    pub fn system() -> Names {
        Names { servers: None, current: Mutex::default() }
    }

    /// Uses these name servers, over UDP, instead of the system's.
    pub fn with_servers(servers: &[SocketAddr]) -> Names {
        let server = |at: &SocketAddr| {
            let mut server = NameServerConfig::udp(at.ip());
            server.connections.iter_mut().for_each(|connection| connection.port = at.port());
            server
        };
        let config = configured(servers.iter().map(server).collect());
        Names { servers: Some(config), current: Mutex::default() }
    }

    /// The addresses of a target, preferred first, never empty. A literal address of another
    /// family than wanted is `NoSuchName`, as for a name that has none.
    ///
    /// Errors: [`NoAnswer::Failed`] with `NoSuchName` when the name servers say so;
    /// [`NoAnswer::Unable`] with `NoNameServer` when they do not answer within `timeout`.
    pub async fn addresses(
        &self,
        target: &Address,
        family: Family,
        timeout: Duration,
    ) -> Result<Vec<IpAddr>, NoAnswer> {
        let found = match target {
            Address::Ip(ip) => vec![*ip],
            Address::Name(name) => self.ask(name, timeout).await?,
            Address::Nowhere => Vec::new(),
        };
        let wanted = |ip: &IpAddr| match family {
            Family::Any => true,
            Family::V4 => ip.is_ipv4(),
            Family::V6 => ip.is_ipv6(),
        };
        let found: Vec<IpAddr> = found.into_iter().filter(wanted).take(MOST_ADDRESSES).collect();
        if found.is_empty() { Err(NoAnswer::Failed(Cause::NoSuchName)) } else { Ok(found) }
    }

    async fn ask(&self, name: &str, timeout: Duration) -> Result<Vec<IpAddr>, NoAnswer> {
        let resolver = self.resolver()?;
        match tokio::time::timeout(timeout, resolver.lookup_ip(name)).await {
            Ok(Ok(found)) => Ok(found.iter().collect()),
            Ok(Err(error)) => Err(judge(error)),
            Err(_) => Err(NoAnswer::Unable(Obstacle::NoNameServer)),
        }
    }

    /// The name an address is known by, if its owner published one; `None` also when nobody
    /// answers within `timeout`. Text from the wire.
    pub async fn reverse(&self, ip: IpAddr, timeout: Duration) -> Option<String> {
        let resolver = self.resolver().ok()?;
        let found = tokio::time::timeout(timeout, resolver.reverse_lookup(ip)).await.ok()?.ok()?;
        found.answers().iter().find_map(|record| match &record.data {
            RData::PTR(name) => Some(shorten(name.to_utf8().trim_end_matches('.'))),
            _ => None,
        })
    }

    fn resolver(&self) -> Result<Arc<TokioResolver>, NoAnswer> {
        let changed = |path| std::fs::metadata(path).and_then(|file| file.modified()).ok();
        let edition: Edition = SETTINGS.map(changed);
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, resolver)) = current.as_ref().filter(|(read, _)| *read == edition) {
            return Ok(resolver.clone());
        }
        let resolver = Arc::new(build(self.servers.clone())?);
        *current = Some((edition, resolver.clone()));
        Ok(resolver)
    }
}

fn build(servers: Option<ResolverConfig>) -> Result<TokioResolver, NoAnswer> {
    let with = |config| TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    let mut builder = match servers {
        Some(config) => with(config),
        None => TokioResolver::builder_tokio().unwrap_or_else(|_| with(on_this_pc())),
    };
    let options = builder.options_mut();
    options.timeout = WAIT;
    options.attempts = ATTEMPTS;
    options.cache_size = 0;
    options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    builder.build().map_err(|error| {
        NoAnswer::Unable(Obstacle::OurFault { detail: format!("resolver: {}", shorten(error)) })
    })
}

/// What resolv.conf(5) says to assume when there is no such file.
fn on_this_pc() -> ResolverConfig {
    configured(vec![NameServerConfig::udp_and_tcp(IpAddr::from([127, 0, 0, 1]))])
}

fn configured(servers: Vec<NameServerConfig>) -> ResolverConfig {
    ResolverConfig::from_parts(None, Vec::new(), servers)
}

/// Tells "there is no such name" from "nobody told us".
fn judge(error: NetError) -> NoAnswer {
    match error {
        NetError::Dns(DnsError::NoRecordsFound(_)) => NoAnswer::Failed(Cause::NoSuchName),
        NetError::Busy => NoAnswer::Unable(Obstacle::Exhausted),
        _ => NoAnswer::Unable(Obstacle::NoNameServer),
    }
}

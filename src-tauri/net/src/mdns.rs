//! What announces itself on the local link (RFC 6762, RFC 6763).

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::SelectAll;
use mdns_sd::{ResolvedService, ServiceDaemon, ServiceEvent};

use crate::answer::shorten;

/// Every kind of service there is (RFC 6763 §9).
const KINDS: &str = "_services._dns-sd._udp.local.";
/// Kinds followed at most; a hostile link may announce any number.
const MOST_KINDS: usize = 64;
/// Hosts kept at most.
const MOST_HOSTS: usize = 1024;
/// Services kept per host.
const MOST_SERVICES: usize = 32;
/// Keys of service texts that say what a device is: a printer's (Bonjour Printing §9), AirPlay's and
/// `_device-info`'s, Google Cast's, and what others use.
const MODEL: [&str; 9] =
    ["ty", "md", "usb_MDL", "model", "rpMd", "product", "am", "modelname", "mdl"];
/// Keys that say who made it.
const MAKER: [&str; 4] = ["usb_MFG", "manufacturer", "mfg", "vendor"];

/// A host that announces itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Announced {
    /// Its host name without `.local`; text from the wire.
    pub name: String,
    /// The title of the first service heard, as people named it; text from the wire.
    pub title: Option<String>,
    /// Its addresses.
    pub addresses: BTreeSet<IpAddr>,
    /// Kinds of service as announced, such as `_ipp._tcp`, in alphabetical order.
    pub services: BTreeSet<String>,
    /// Which model it is, as the first service that says so has it; text from the wire.
    pub model: Option<String>,
    /// Who made it; text from the wire.
    pub maker: Option<String>,
}

/// Listens and asks on all interfaces for this long; what was heard, by host name. Empty when
/// multicast is not possible here.
pub async fn browse(long: Duration) -> Vec<Announced> {
    let Ok(daemon) = ServiceDaemon::new().map(Listening) else { return Vec::new() };
    let mut hosts = BTreeMap::new();
    // The time-out is the normal end.
    let _ = tokio::time::timeout(long, listen(&daemon.0, &mut hosts)).await;
    hosts.into_values().collect()
}

/// The listening thread; it ends with the browse, also with one that is dropped half way.
struct Listening(ServiceDaemon);

impl Drop for Listening {
    fn drop(&mut self) {
        // If the thread is gone already, it needs no shutting down.
        let _ = self.0.shutdown();
    }
}

async fn listen(daemon: &ServiceDaemon, hosts: &mut BTreeMap<String, Announced>) {
    let mut heard = SelectAll::new();
    let mut kinds = BTreeSet::new();
    let mut follow = |heard: &mut SelectAll<_>, kind: &str| {
        if kinds.len() < MOST_KINDS
            && kinds.insert(kind.to_owned())
            && let Ok(events) = daemon.browse(kind)
        {
            heard.push(events.into_stream());
        }
    };
    follow(&mut heard, KINDS);
    while let Some(event) = heard.next().await {
        match event {
            ServiceEvent::ServiceFound(asked, kind) if asked == KINDS => follow(&mut heard, &kind),
            ServiceEvent::ServiceResolved(service) => enter(hosts, &service),
            _ => {}
        }
    }
}

fn enter(hosts: &mut BTreeMap<String, Announced>, service: &ResolvedService) {
    let name = shorten(service.host.trim_end_matches('.').trim_end_matches(".local"));
    if name.is_empty() || hosts.len() >= MOST_HOSTS && !hosts.contains_key(&name) {
        return;
    }
    let host =
        hosts.entry(name.clone()).or_insert_with(|| Announced { name, ..Announced::default() });
    host.addresses.extend(service.addresses.iter().take(16).map(|ip| ip.to_ip_addr()));
    if host.services.len() < MOST_SERVICES {
        host.services.insert(shorten(service.ty_domain.trim_end_matches(".local.")));
    }
    let title = service.fullname.strip_suffix(&service.ty_domain).map(|t| t.trim_end_matches('.'));
    let said = |keys: &[&str]| {
        let texts = keys.iter().filter_map(|key| service.get_property_val_str(key));
        texts.map(|text| text.trim_matches(['(', ')', ' '])).find(|t| !t.is_empty()).map(shorten)
    };
    host.model = host.model.take().or_else(|| said(&MODEL));
    host.maker = host.maker.take().or_else(|| said(&MAKER));
    host.title = host.title.take().or_else(|| title.filter(|t| !t.is_empty()).map(shorten));
}

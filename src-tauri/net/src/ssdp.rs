//! Who offers services by UPnP (UPnP Device Architecture 1.1 §1.3 and §2.3): the search on our own
//! links, and the description a device points to.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use hinomi_model::check::Method;
use url::{Host, Url};

use crate::answer::shorten;
use crate::http::{Ask, ask};
use crate::interfaces::Interface;
use crate::{Net, markup, multicast};

/// Where searches are sent.
const GROUP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(239, 255, 255, 250), 1900);
/// Hosts kept at most.
const MOST_HOSTS: usize = 1024;
/// Kinds kept of one host.
const MOST_KINDS: usize = 16;
/// Octets of a description read at most.
const MOST_OCTETS: u64 = 128 * 1024;

/// A host that answered the search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// What it runs, such as `Linux/4.4 UPnP/1.0 RouterOS/6`; text from the wire.
    pub server: Option<String>,
    /// Kinds of device and service, shortened to their own word, such as `MediaRenderer`.
    pub kinds: BTreeSet<String>,
    /// Where it describes itself; always at its own address.
    pub location: Option<Url>,
}

/// What a device says of itself; text from the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// What its people call it.
    pub name: Option<String>,
    /// Who made it.
    pub maker: Option<String>,
    /// Which model it is.
    pub model: Option<String>,
    /// The number of the model, where that says more.
    pub number: Option<String>,
    /// What kind of device, such as `InternetGatewayDevice`.
    pub kind: Option<String>,
}

/// Searches on these interfaces for this long; who answered, by address.
pub async fn search(interfaces: &[Interface], long: Duration) -> BTreeMap<Ipv4Addr, Offered> {
    let question = |wanted: &str| {
        format!(
            "M-SEARCH * HTTP/1.1\r\nHOST: {GROUP}\r\nMAN: \"ssdp:discover\"\r\nMX: 2\r\nST: {wanted}\r\n\r\n"
        )
    };
    let questions = ["upnp:rootdevice", "ssdp:all"].map(question);
    let mut hosts = BTreeMap::new();
    for (from, octets) in multicast::gather(interfaces, GROUP, &questions, long).await {
        enter(&mut hosts, from, &String::from_utf8_lossy(&octets));
    }
    hosts
}

fn enter(hosts: &mut BTreeMap<Ipv4Addr, Offered>, from: Ipv4Addr, answer: &str) {
    let mut lines = answer.lines();
    let answers = lines.next().is_some_and(|first| first.starts_with("HTTP/1.1 200"));
    if !answers || hosts.len() >= MOST_HOSTS && !hosts.contains_key(&from) {
        return;
    }
    let host = hosts.entry(from).or_default();
    for (name, value) in lines.take(40).filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "server" => host.server = host.server.take().or_else(|| Some(shorten(value))),
            "st" if host.kinds.len() < MOST_KINDS => host.kinds.extend(kind(value)),
            "location" => host.location = host.location.take().or_else(|| own_url(value, from)),
            _ => {}
        }
    }
}

/// `urn:schemas-upnp-org:device:MediaRenderer:1` is a `MediaRenderer`.
fn kind(urn: &str) -> Option<String> {
    let mut parts = urn.split(':').skip_while(|part| !matches!(*part, "device" | "service"));
    parts.next()?;
    parts.next().map(shorten).filter(|kind| !kind.is_empty())
}

/// Nobody sends us to a third party.
fn own_url(text: &str, from: Ipv4Addr) -> Option<Url> {
    let url = Url::parse(text.get(..text.len().min(1024))?).ok()?;
    let own = url.scheme() == "http" && url.host() == Some(Host::Ipv4(from));
    (own && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Reads what a device says of itself; `None` if it says nothing that can be read in time.
pub async fn describe(net: &Net, location: &Url, timeout: Duration) -> Option<Description> {
    let question = Ask {
        url: location.clone(),
        method: Method::Get,
        verify: false,
        max_bytes: MOST_OCTETS,
        timeout,
    };
    let answer = ask(net, &question).await.ok().filter(|answer| answer.status == 200)?;
    let text = markup::decode(&answer.body, answer.header("content-type"));
    let said = |name| markup::first(&text, name);
    Some(Description {
        name: said("friendlyName"),
        maker: said("manufacturer"),
        model: said("modelName"),
        number: said("modelNumber"),
        kind: said("deviceType").as_deref().and_then(kind),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 7);

    fn entered(answers: &[&str]) -> Offered {
        let mut hosts = BTreeMap::new();
        answers.iter().for_each(|answer| enter(&mut hosts, FROM, answer));
        hosts.remove(&FROM).unwrap_or_default()
    }

    #[test]
    fn answers_of_one_host_are_put_together() {
        let host = entered(&[
            "HTTP/1.1 200 OK\r\nLOCATION: http://10.0.0.7:8200/desc.xml\r\nSERVER: Linux UPnP/1.0 X/2\r\nST: upnp:rootdevice\r\n\r\n",
            "HTTP/1.1 200 OK\r\nlocation:http://10.0.0.7/other.xml\r\nst:urn:schemas-upnp-org:device:MediaServer:1\r\n\r\n",
        ]);
        assert_eq!(host.server.as_deref(), Some("Linux UPnP/1.0 X/2"));
        assert_eq!(host.kinds, ["MediaServer".to_owned()].into());
        assert_eq!(
            host.location.map(String::from).as_deref(),
            Some("http://10.0.0.7:8200/desc.xml")
        );
    }

    #[test]
    fn nobody_sends_us_elsewhere_and_rubbish_is_nobody() {
        for location in [
            "http://10.0.0.8/desc.xml",
            "http://user:word@10.0.0.7/desc.xml",
            "https://10.0.0.7/",
            "file:///etc/passwd",
            "http://[::1]/",
            "http://10.0.0.7.example.jp/",
        ] {
            let answer =
                format!("HTTP/1.1 200 OK\r\nLOCATION: {location}\r\nST: upnp:rootdevice\r\n");
            assert_eq!(entered(&[&answer]).location, None, "because of {location}");
        }
        for rubbish in ["", "NOTIFY * HTTP/1.1\r\nSERVER: x\r\n", "HTTP/1.1 404\r\nSERVER: x\r\n"] {
            assert_eq!(entered(&[rubbish]), Offered::default());
        }
    }

    #[test]
    fn what_a_host_says_is_bounded() {
        let kinds: Vec<String> = (0..100)
            .map(|n| {
                format!(
                    "HTTP/1.1 200 OK\r\nST: urn:x:device:Kind{n}:1\r\nSERVER: {}\r\n",
                    "s".repeat(9_000)
                )
            })
            .collect();
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let host = entered(&kinds);
        assert_eq!(host.kinds.len(), MOST_KINDS);
        assert_eq!(host.server.map(|s| s.len()), Some(200));
    }
}

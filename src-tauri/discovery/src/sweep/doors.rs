//! What those who are there say of themselves: NetBIOS names, web pages, certificates, and what a
//! server says first.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hinomi_model::check::Method;
use hinomi_net::http::{Answer, Ask, ask};
use hinomi_net::{banner, certificate, markup, netbios};
use tokio::net::TcpStream;
use url::{Host, Url};

use super::search::Search;
use crate::clue::{Source, Topic};

/// How long a host has to say its names, or the first line.
const NAMES: Duration = Duration::from_secs(1);
/// How long a page or a certificate may take.
const PAGE: Duration = Duration::from_secs(2);
/// Octets of a page read at most; titles stand at its head.
const MOST_OCTETS: u64 = 64 * 1024;
/// Redirects followed, within one host.
const HOPS: usize = 2;
/// Where pages are, in the order they are looked for.
const PAGES: [(u16, &str); 3] = [(80, "http"), (8080, "http"), (443, "https")];
/// Where a certificate is shown.
const TLS: u16 = 443;
/// Where SSH says its line.
const SSH: u16 = 22;

impl Search {
    /// Asks for NetBIOS names.
    pub(super) async fn ask_names(&self, ip: IpAddr) {
        self.pace.turn().await;
        let asked = netbios::ask(SocketAddr::new(ip, netbios::PORT), NAMES).await;
        let Ok(status) = asked else { return };
        self.board.note(ip, |host| {
            let clues = &mut host.clues;
            status.name.iter().for_each(|name| clues.hear(Source::NetBios, Topic::Name, name));
            status.group.iter().for_each(|group| clues.hear(Source::NetBios, Topic::Group, group));
            if status.shares {
                clues.hear(Source::NetBios, Topic::Service, "file sharing");
            }
            if status.controls {
                clues.hear(Source::NetBios, Topic::Type, "domain controller");
            }
        });
    }

    /// Hears out a server that speaks first.
    pub(super) async fn hear_out(&self, ip: IpAddr, port: u16, stream: TcpStream) {
        if port != SSH {
            return;
        }
        if let Some(line) = banner::read(stream, "SSH-", NAMES).await {
            self.board.note(ip, |host| host.clues.hear(Source::Ssh, Topic::Software, &line));
        }
    }

    /// Looks at the page and at the certificate of a host whose ports have been tried.
    pub(super) async fn see_pages(&self, ip: IpAddr) {
        let ports = self.board.ports(ip);
        let certificate = async {
            if ports.contains(&TLS) {
                self.see_certificate(SocketAddr::new(ip, TLS)).await;
            }
        };
        let page = PAGES.iter().find(|(port, _)| ports.contains(port));
        let page = page.and_then(|(port, scheme)| {
            Url::parse(&format!("{scheme}://{}/", SocketAddr::new(ip, *port))).ok()
        });
        let page = async {
            if let Some(url) = page {
                self.see_page(ip, url).await;
            }
        };
        tokio::join!(certificate, page);
    }

    async fn see_certificate(&self, at: SocketAddr) {
        self.pace.turn().await;
        self.pace.turn().await;
        let Ok(shown) = certificate::shown(&self.net, at, PAGE).await else { return };
        self.board.note(at.ip(), |host| {
            let names = [shown.name, shown.organisation].into_iter().flatten();
            let mut said: Vec<String> = names.chain(shown.hosts.into_iter().take(2)).collect();
            said.dedup();
            for name in said {
                host.clues.hear(Source::Tls, Topic::Certificate, &name);
            }
        });
    }

    async fn see_page(&self, ip: IpAddr, first: Url) {
        let mut url = first;
        for _ in 0..=HOPS {
            self.pace.turn().await;
            self.pace.turn().await;
            let question = Ask {
                url: url.clone(),
                method: Method::Get,
                verify: false,
                max_bytes: MOST_OCTETS,
                timeout: PAGE,
            };
            let Ok(answer) = ask(&self.net, &question).await else { return };
            self.take_page(ip, &answer);
            match answer.location.filter(|to| is_at(to, ip)) {
                Some(to) => url = to,
                None => return,
            }
        }
    }

    fn take_page(&self, ip: IpAddr, answer: &Answer) {
        let text = markup::decode(&answer.body, answer.header("content-type"));
        // Of an error, the title is its number.
        let fine = (200..300).contains(&answer.status);
        let title = markup::first(&text, "title").filter(|_| fine);
        let realm = answer.header("www-authenticate").and_then(realm);
        self.board.note(ip, |host| {
            let clues = &mut host.clues;
            title.iter().for_each(|title| clues.hear(Source::Http, Topic::Title, title));
            realm.iter().for_each(|realm| clues.hear(Source::Http, Topic::Title, realm));
            let server = answer.header("server");
            server.iter().for_each(|server| clues.hear(Source::Http, Topic::Software, server));
        });
    }
}

/// We are sent on within the same host, and nowhere else.
fn is_at(url: &Url, ip: IpAddr) -> bool {
    match url.host() {
        Some(Host::Ipv4(host)) => IpAddr::V4(host) == ip,
        Some(Host::Ipv6(host)) => IpAddr::V6(host) == ip,
        Some(Host::Domain(_)) | None => false,
    }
}

/// What a login page is for (RFC 9110 §11.5); devices put their model there.
fn realm(header: &str) -> Option<&str> {
    let rest = &header[header.to_ascii_lowercase().find("realm=\"")? + 7..];
    Some(&rest[..rest.find('"')?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn realms_are_read_and_nobody_is_sent_elsewhere() {
        assert_eq!(realm(r#"Basic Realm="RTX1210", charset="UTF-8""#), Some("RTX1210"));
        assert_eq!(realm("Digest nonce=x"), None);
        assert_eq!(realm("Basic realm=\"open"), None);
        let ip = IpAddr::from([10, 0, 0, 1]);
        for (to, want) in [
            ("https://10.0.0.1:8443/login", true),
            ("http://10.0.0.2/", false),
            ("http://router.example.jp/", false),
        ] {
            assert_eq!(is_at(&Url::parse(to).unwrap(), ip), want, "{to}");
        }
    }
}

//! Who announces itself on our own links, and who answers a question to everybody there.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use futures::stream::{self, StreamExt};
use hinomi_net::interfaces::Interface;
use hinomi_net::neighbours::Neighbour;
use hinomi_net::{mdns, neighbours6, ssdp, wsd};

use super::search::{ABREAST, Search};
use crate::clue::{Source, Topic};

/// How long is listened.
const LISTENING: Duration = Duration::from_secs(4);
/// How long answers by IPv6 are waited for …
const ANSWERING: Duration = Duration::from_secs(2);
/// … and how long the system takes to learn who they are (RFC 4861 §10: three tries, 1 s apart).
const LEARNING: Duration = Duration::from_secs(2);
/// Addresses believed of one announcement.
const MOST_ANNOUNCED: usize = 4;
/// Descriptions read in all …
const MOST_DESCRIPTIONS: usize = 256;
/// … side by side …
const READ_ABREAST: usize = 16;
/// … and how long each may take.
const READING: Duration = Duration::from_secs(3);
/// What an ordinary service says of what runs it is not what the device is.
const ORDINARY: [&str; 4] = ["Device", "Basic", "upnp", "ssdp"];

impl Search {
    /// Listens to announcements. Those they name are asked like everybody else, and are there only
    /// if they answer.
    pub(super) async fn listen(&self, interfaces: &[Interface]) {
        // Tasks of their own end their sockets even if the sweep is dropped meanwhile.
        let announced = tokio::spawn(mdns::browse(LISTENING));
        let (announced, offered, met) = tokio::join!(
            announced,
            ssdp::search(interfaces, LISTENING),
            wsd::search(interfaces, LISTENING)
        );
        let mut silent = self.announced(announced.unwrap_or_default());
        for (ip, host) in met.into_iter().filter(|(ip, _)| self.ranges.contains(*ip)) {
            self.met(ip, &host);
        }
        let offered: Vec<_> =
            offered.into_iter().filter(|(ip, _)| self.ranges.contains(*ip)).collect();
        silent.extend(offered.iter().map(|(ip, _)| IpAddr::V4(*ip)));
        silent.retain(|ip| !self.board.spoke(*ip));
        let knocks = stream::iter(silent).map(|ip| self.knock(ip));
        let descriptions = stream::iter(offered.into_iter().take(MOST_DESCRIPTIONS)).map(
            |(ip, host)| async move {
                self.offered(ip, &host).await;
            },
        );
        tokio::join!(
            knocks.buffer_unordered(ABREAST).collect::<()>(),
            descriptions.buffer_unordered(READ_ABREAST).collect::<()>()
        );
    }

    /// Asks everybody on our links to answer by IPv6, then has the system learn who they are. Who
    /// answers where somebody is not to be asked may be that one: there nobody is asked by himself,
    /// and the system knows those who had to find out who asked.
    pub(super) async fn meet_v6(&self, whole: &[Interface], part: &[Interface]) {
        let (mut answered, spoke) = tokio::join!(
            neighbours6::all_nodes(whole, ANSWERING),
            neighbours6::all_nodes(part, ANSWERING)
        );
        for at in &answered {
            self.pace.turn().await;
            neighbours6::nudge(*at);
        }
        tokio::time::sleep(LEARNING).await;
        answered.extend(spoke);
        let there = neighbours6::there(&answered).into_iter();
        let is_whole = |entry: &Neighbour| whole.iter().any(|i| i.name == entry.interface);
        let (everybody, some) = there.partition(is_whole);
        self.board.met6(everybody, some);
    }

    fn announced(&self, heard: Vec<mdns::Announced>) -> Vec<IpAddr> {
        let mut all = Vec::new();
        for host in heard {
            let wanted = |ip: &&IpAddr| matches!(ip, IpAddr::V4(ip) if self.ranges.contains(*ip));
            for ip in host.addresses.iter().filter(wanted).take(MOST_ANNOUNCED) {
                self.board.note(*ip, |known| {
                    let clues = &mut known.clues;
                    clues.hear(Source::Mdns, Topic::Name, &host.name);
                    host.model.iter().for_each(|m| clues.hear(Source::Mdns, Topic::Model, m));
                    host.maker.iter().for_each(|m| clues.hear(Source::Mdns, Topic::Maker, m));
                    host.title.iter().for_each(|t| clues.hear(Source::Mdns, Topic::Title, t));
                    host.services.iter().for_each(|s| clues.hear(Source::Mdns, Topic::Service, s));
                });
                all.push(*ip);
            }
        }
        all
    }

    fn met(&self, ip: Ipv4Addr, host: &wsd::Met) {
        self.board.note(ip.into(), |known| {
            let clues = &mut known.clues;
            for named in host.types.iter().filter(|t| !ORDINARY.contains(&t.as_str())) {
                clues.hear(Source::Wsd, Topic::Type, named);
            }
            // A device that says no more has still answered.
            if host.types.iter().all(|t| ORDINARY.contains(&t.as_str())) {
                clues.hear(Source::Wsd, Topic::Service, "WS-Discovery");
            }
            host.name.iter().for_each(|name| clues.hear(Source::Wsd, Topic::Name, name));
            host.hardware.iter().for_each(|model| clues.hear(Source::Wsd, Topic::Model, model));
        });
    }

    async fn offered(&self, ip: Ipv4Addr, host: &ssdp::Offered) {
        self.board.note(ip.into(), |known| {
            let clues = &mut known.clues;
            host.server.iter().for_each(|s| clues.hear(Source::Ssdp, Topic::Software, s));
            for kind in host.kinds.iter().filter(|k| !ORDINARY.contains(&k.as_str())) {
                clues.hear(Source::Ssdp, Topic::Type, kind);
            }
        });
        let Some(location) = &host.location else { return };
        self.pace.turn().await;
        self.pace.turn().await;
        let Some(said) = ssdp::describe(&self.net, location, READING).await else { return };
        self.board.note(ip.into(), |known| {
            let number = said.number.filter(|number| Some(number) != said.model.as_ref());
            let model = said.model.map(|model| match number {
                Some(number) if !model.contains(&number) => format!("{model} {number}"),
                _ => model,
            });
            let all = [
                (Topic::Name, said.name),
                (Topic::Maker, said.maker),
                (Topic::Model, model),
                (Topic::Type, said.kind),
            ];
            for (topic, text) in all {
                text.iter().for_each(|text| known.clues.hear(Source::Ssdp, topic, text));
            }
        });
    }
}

//! Who answers a WS-Discovery Probe (WS-Discovery 2005/04 §5, ONVIF Core §7): printers, Windows
//! computers and cameras say what kind of thing they are.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use crate::answer::shorten;
use crate::interfaces::Interface;
use crate::{markup, multicast};

/// Where probes are sent.
const GROUP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(239, 255, 255, 250), 3702);
/// Hosts kept at most.
const MOST_HOSTS: usize = 1024;
/// Types and scopes looked at of one answer.
const MOST_WORDS: usize = 64;

/// A host that answered the Probe; texts from the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Met {
    /// Its types without their prefixes, such as `NetworkVideoTransmitter`.
    pub types: BTreeSet<String>,
    /// What its people call it (an ONVIF scope).
    pub name: Option<String>,
    /// What it is (an ONVIF scope).
    pub hardware: Option<String>,
}

/// Asks on these interfaces for this long; who answered, by address.
pub async fn search(interfaces: &[Interface], long: Duration) -> BTreeMap<Ipv4Addr, Met> {
    // Some cameras only answer to those who ask for cameras.
    let camera = r#"<d:Types xmlns:dn="http://www.onvif.org/ver10/network/wsdl">dn:NetworkVideoTransmitter</d:Types>"#;
    let asked = ["", camera].map(|wanted| (message_id(), wanted));
    let questions: Vec<String> = asked.iter().map(|(id, wanted)| probe(id, wanted)).collect();
    let ours: Vec<&str> = asked.iter().map(|(id, _)| id.as_str()).collect();
    let mut hosts = BTreeMap::new();
    for (from, octets) in multicast::gather(interfaces, GROUP, &questions, long).await {
        enter(&mut hosts, from, &String::from_utf8_lossy(&octets), &ours);
    }
    hosts
}

fn probe(id: &str, wanted: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action><a:MessageID>{id}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header><s:Body><d:Probe>{wanted}</d:Probe></s:Body></s:Envelope>"#
    )
}

/// A random identity (RFC 9562 §5.4).
fn message_id() -> String {
    let (a, b) = (RandomState::new().hash_one("a"), RandomState::new().hash_one("b"));
    let (a, b) = (a & !0xf000 | 0x4000, b & !(0b11 << 62) | 0b10 << 62);
    let text = format!("{a:016x}{b:016x}");
    let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}

/// Takes an answer to one of our questions; others are nobody's.
fn enter(hosts: &mut BTreeMap<Ipv4Addr, Met>, from: Ipv4Addr, text: &str, ours: &[&str]) {
    let answers = markup::first(text, "RelatesTo").is_some_and(|id| ours.contains(&id.as_str()));
    if !answers || hosts.len() >= MOST_HOSTS && !hosts.contains_key(&from) {
        return;
    }
    let host = hosts.entry(from).or_default();
    let types: Vec<String> = markup::all(text, "Types").take(8).collect();
    let words = types.iter().flat_map(|types| types.split_whitespace());
    let bare = |word: &str| word.rsplit(':').next().map(shorten).filter(|w| !w.is_empty());
    let room = MOST_WORDS.saturating_sub(host.types.len());
    host.types.extend(words.filter_map(bare).take(room));
    let scopes: Vec<String> = markup::all(text, "Scopes").take(8).collect();
    for scope in scopes.iter().flat_map(|scopes| scopes.split_whitespace()).take(MOST_WORDS) {
        let Some((_, path)) = scope.split_once("onvif://www.onvif.org/") else { continue };
        match path.split_once('/') {
            Some(("name", name)) => host.name = host.name.take().or_else(|| unescaped(name)),
            Some(("hardware", what)) => {
                host.hardware = host.hardware.take().or_else(|| unescaped(what));
            }
            _ => {}
        }
    }
}

/// `DS%2D2CD` is `DS-2CD`.
fn unescaped(text: &str) -> Option<String> {
    let mut octets = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = code.filter(|_| *first == b'%');
        let escaped = code.and_then(|two| u8::from_str_radix(two, 16).ok());
        octets.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    let text = shorten(String::from_utf8_lossy(&octets));
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 9);

    fn answer(id: &str, types: &str, scopes: &str) -> String {
        format!(
            "<env:Envelope><env:Header><wsa:RelatesTo>{id}</wsa:RelatesTo></env:Header><env:Body>\
             <d:ProbeMatches><d:ProbeMatch><d:Types>{types}</d:Types><d:Scopes>{scopes}</d:Scopes>\
             <d:XAddrs>http://10.0.0.9/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches></env:Body></env:Envelope>"
        )
    }

    fn entered(texts: &[&str]) -> Option<Met> {
        let mut hosts = BTreeMap::new();
        texts.iter().for_each(|text| enter(&mut hosts, FROM, text, &["urn:uuid:ours"]));
        hosts.remove(&FROM)
    }

    #[test]
    fn a_camera_says_what_it_is() {
        let said = answer(
            "urn:uuid:ours",
            "dn:NetworkVideoTransmitter tds:Device",
            "onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/name/HIKVISION%20DS%2D2CD2042WD onvif://www.onvif.org/hardware/DS-2CD2042WD onvif://www.onvif.org/location/",
        );
        let met = entered(&[&said]).expect("an answer");
        assert!(met.types.contains("NetworkVideoTransmitter"), "{met:?}");
        assert_eq!(met.name.as_deref(), Some("HIKVISION DS-2CD2042WD"));
        assert_eq!(met.hardware.as_deref(), Some("DS-2CD2042WD"));
    }

    #[test]
    fn who_was_not_asked_is_not_heard_and_nobody_says_too_much() {
        assert_eq!(entered(&[&answer("urn:uuid:theirs", "a:B", "")]), None);
        assert_eq!(entered(&["", "<RelatesTo>", "rubbish"]), None);
        let many: Vec<String> = (0..500).map(|n| format!("x:T{n}")).collect();
        let said = answer("urn:uuid:ours", &many.join(" "), &"%zz% ".repeat(900));
        assert!(entered(&[&said, &said]).is_some_and(|met| met.types.len() <= MOST_WORDS));
        assert_eq!(unescaped("%E3%81%82%"), Some("あ%".to_owned()));
    }

    #[test]
    fn a_question_has_an_identity_of_its_own() {
        let (one, two) = (message_id(), message_id());
        assert_ne!(one, two);
        assert_eq!(one.len(), "urn:uuid:".len() + 36);
        assert!(probe(&one, "").contains(&one));
    }
}

//! What is said about who answers for which address.

use std::net::IpAddr;

use super::tame;
use crate::settings::Language;
use crate::whereabouts::Claim;

/// Title and body: the gateway answers from another hardware address than before.
pub fn gateway_changed(lang: Language, address: &str, before: &str, now: &str) -> (String, String) {
    match lang {
        Language::En => (
            format!("The gateway {address} has another hardware address"),
            format!(
                "It was {before} and is {now}. Unless the router was replaced, something else may \
                 be answering in its place."
            ),
        ),
        Language::Ja => (
            format!("ゲートウェイ {address} のMACアドレスが変化"),
            format!(
                "変化前 {before}、変化後 {now}。ルーター交換の心当たりがなければ、別の機器がなりすましている\
                 可能性があります"
            ),
        ),
    }
}

/// Title and body: two hardware addresses answer for one IP address.
pub fn address_disputed(lang: Language, before: &Claim, now: &Claim) -> (String, String) {
    let (address, before, now) = (now.address, &before.mac, &now.mac);
    match lang {
        Language::En => (
            format!("Two devices use the address {address}"),
            format!(
                "{before} and {now} have answered for it in turn within an hour. One of them needs \
                 another address."
            ),
        ),
        Language::Ja => (
            format!("IPアドレス {address} が重複"),
            format!(
                "{before} と {now} が1時間以内に交互に応答。どちらかのアドレスの変更が必要です"
            ),
        ),
    }
}

/// Title and body: two that are both on the network use one IP address. Each is given by its hardware
/// address, the device that sees it and the port it is on.
pub fn address_shared(
    lang: Language,
    address: std::net::Ipv4Addr,
    who: &[(String, String, String)],
) -> (String, String) {
    let all: Vec<String> = who
        .iter()
        .map(|(mac, at, port)| {
            let (at, port) = (tame(at, 60), tame(port, 40));
            match lang {
                Language::En => format!("{mac} ({at}, {port})"),
                Language::Ja => format!("{mac}（{at} {port}）"),
            }
        })
        .collect();
    match lang {
        Language::En => (
            format!("Two devices use the address {address}"),
            format!(
                "{} are both on the network and answer for it. One of them needs another address.",
                all.join(" and ")
            ),
        ),
        Language::Ja => (
            format!("IPアドレス {address} が重複"),
            format!(
                "{} が同時に接続し、どちらも応答。一方のアドレスの変更が必要です",
                all.join("と")
            ),
        ),
    }
}

/// Somebody new in the network, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stranger {
    /// What it calls itself; text from the wire.
    pub name: Option<String>,
    /// Who made it, or whose its hardware address is; text from the wire.
    pub maker: Option<String>,
    /// Where it answers.
    pub address: Option<IpAddr>,
    /// Its hardware address.
    pub mac: Option<String>,
    /// That is made up and says nothing of who it is.
    pub private: bool,
    /// The device and the port it is plugged into.
    pub spot: Option<(String, String)>,
}

/// What saw a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eye {
    /// The first re-scan of a site: whoever it finds need not be new.
    FirstRescan,
    /// A re-scan.
    Rescan,
    /// The tables of switches, of routers and of this PC.
    Tables,
}

/// So many strangers are named; of the others it is said how many they are.
const NAMED: usize = 5;

/// Title and body: these are in the network, and were not before, as far as is known. At least one.
pub fn strangers(lang: Language, all: &[Stranger], eye: Eye) -> (String, String) {
    let first = all.first().map(called).unwrap_or_default();
    let title = match (lang, all.len(), eye != Eye::FirstRescan) {
        (Language::En, ..=1, true) => format!("A new device is in the network: {first}"),
        (Language::Ja, ..=1, true) => format!("未知の機器を検出：{first}"),
        (Language::En, n, true) => format!("{n} new devices are in the network"),
        (Language::Ja, n, true) => format!("未知の機器を{n}台検出"),
        (Language::En, ..=1, false) => format!("A device is not watched: {first}"),
        (Language::Ja, ..=1, false) => format!("監視対象外の機器：{first}"),
        (Language::En, n, false) => format!("{n} devices in the network are not watched"),
        (Language::Ja, n, false) => format!("監視対象外の機器が{n}台"),
    };
    let mut lines: Vec<String> = all.iter().take(NAMED).map(|one| described(lang, one)).collect();
    let more = all.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(match lang {
            Language::En => format!("and {more} more"),
            Language::Ja => format!("ほか{more}台"),
        });
    }
    let next = match (lang, eye) {
        (Language::En, Eye::Tables) => "Tools → Where is this? shows where it is and was.",
        (Language::Ja, Eye::Tables) => "接続先と履歴は「ツール」→「接続場所」を参照",
        (Language::En, Eye::FirstRescan | Eye::Rescan) => "Tools → Discover has what is proposed.",
        (Language::Ja, Eye::FirstRescan | Eye::Rescan) => "対応は「ツール」→「探索」の提案から",
    };
    lines.push(next.into());
    (title, lines.join("\n"))
}

/// The shortest that tells it from others.
fn called(one: &Stranger) -> String {
    let named = one.name.as_deref().map(|name| tame(name, 60));
    let address = || one.address.map(|ip| ip.to_string());
    named.or_else(address).or_else(|| one.mac.clone()).unwrap_or_default()
}

/// One line: who, by what addresses, and where.
fn described(lang: Language, one: &Stranger) -> String {
    let mut parts = vec![called(one)];
    let known = [one.address.map(|ip| ip.to_string()), one.mac.clone()];
    parts.extend(known.into_iter().flatten().filter(|part| *part != called(one)));
    parts.extend(one.maker.as_deref().map(|maker| tame(maker, 60)));
    if one.private {
        parts.push(match lang {
            Language::En => "random hardware address, as telephones use".into(),
            Language::Ja => "ランダムMACアドレス（スマートフォンなど）".into(),
        });
    }
    if let Some((device, port)) = &one.spot {
        let (device, port) = (tame(device, 60), tame(port, 60));
        parts.push(match lang {
            Language::En => format!("on {device}, port {port}"),
            Language::Ja => format!("{device} のポート {port}"),
        });
    }
    parts.join(match lang {
        Language::En => ", ",
        Language::Ja => "、",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(n: u8) -> Stranger {
        Stranger {
            address: Some(IpAddr::from([10, 0, 0, n])),
            mac: Some(format!("00:11:22:00:00:{n:02x}")),
            ..Stranger::default()
        }
    }

    #[test]
    fn one_stranger_is_said_with_who_and_where_and_text_from_the_wire_is_tamed() {
        let one = Stranger {
            name: Some("evil\nname\u{202e}".into()),
            maker: Some("Example".into()),
            spot: Some(("sw-2f".into(), "Gi1/0/7".into())),
            ..stranger(9)
        };
        let (title, body) = strangers(Language::En, std::slice::from_ref(&one), Eye::Rescan);
        assert_eq!(title, "A new device is in the network: evil name");
        let first = body.lines().next().unwrap_or_default();
        let want = "evil name, 10.0.0.9, 00:11:22:00:00:09, Example, on sw-2f, port Gi1/0/7";
        assert_eq!(first, want);
        let (title, body) =
            strangers(Language::Ja, &[Stranger { private: true, ..one }], Eye::Tables);
        assert_eq!(title, "未知の機器を検出：evil name");
        assert!(body.contains("ランダムMACアドレス") && body.contains("ポート Gi1/0/7"), "{body}");
    }

    #[test]
    fn many_strangers_are_one_short_message() {
        let all: Vec<Stranger> = (1..=40).map(stranger).collect();
        let (title, body) = strangers(Language::En, &all, Eye::Rescan);
        assert_eq!(title, "40 new devices are in the network");
        assert_eq!(body.lines().count(), NAMED + 2, "because nobody reads forty lines");
        assert!(body.contains("and 35 more"), "{body}");
        let (title, _) = strangers(Language::En, &all, Eye::FirstRescan);
        assert_eq!(title, "40 devices in the network are not watched", "because nobody came");
    }
}

//! The plan of the office: who stands where and is watched by what. Plain data, the most important
//! first, so that a small site is the beginning of a large one.

use std::net::Ipv4Addr;

use hinomi_model::settings::Language;
use hinomi_model::{Importance, NodeKind};

/// What a node is watched with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Watch {
    /// A web page that takes about so many ms.
    Web(f64),
    /// A TCP port: the one it would have, if it is free.
    Port(u16),
    /// Echo requests; only for what never breaks, since nobody can break loopback.
    Ping,
}

/// One node of the plan.
#[derive(Debug, Clone)]
pub struct Planned {
    pub name: String,
    pub kind: NodeKind,
    pub vendor: &'static str,
    pub group: String,
    /// The name of what it hangs on; empty for this PC.
    pub up: String,
    pub importance: Importance,
    pub watches: Vec<Watch>,
    pub notes: &'static str,
    pub address: Ipv4Addr,
}

type Row = (&'static str, NodeKind, &'static str, &'static str, &'static [Watch], &'static str);

use Importance::{High, Low, Normal};
use NodeKind::*;
use Watch::{Ping, Port, Web};

/// Name, kind, maker, what it hangs on, checks, notes.
const FIRST: [Row; 5] = [
    ("core-sw-1", Switch, "Cisco", "", &[Web(9.0)], "Catalyst 9300. Rack 1, unit 40."),
    ("isp-router", Router, "NEC", "fw-1", &[Ping], "UNIVERGE IX. Line number on the label."),
    (
        "nas-1",
        Storage,
        "Synology",
        "access-sw-sv",
        &[Web(35.0), Port(4450)],
        "RS1221+. Shared folders of all departments.",
    ),
    (
        "app-1",
        Server,
        "Dell",
        "access-sw-sv",
        &[Web(48.0), Port(2222)],
        "Intranet: attendance, bookings, phone book.",
    ),
    (
        "printer-1f",
        Printer,
        "Ricoh",
        "access-sw-1f",
        &[Port(9100)],
        "IM C3010. Supplies in the cupboard beside it.",
    ),
];

const CORE: [Row; 2] = [
    ("fw-1", Firewall, "Fortinet", "core-sw-1", &[Web(14.0)], "FortiGate 80F. Two uplinks."),
    ("wlc-1", Router, "Cisco", "core-sw-1", &[Web(11.0)], "Controller of all access points."),
];

const SERVER_ROOM: [Row; 12] = [
    ("access-sw-sv", Switch, "Allied Telesis", "core-sw-1", &[Web(8.0)], ""),
    (
        "nas-2",
        Storage,
        "QNAP",
        "access-sw-sv",
        &[Web(42.0)],
        "Copy of nas-1, every night at 01:00.",
    ),
    ("db-1", Server, "HPE", "access-sw-sv", &[Port(5432)], "Database of app-1."),
    ("file-1", Server, "HPE", "access-sw-sv", &[Port(4451)], ""),
    ("dc-1", Server, "Dell", "access-sw-sv", &[Port(3890)], "Directory, DNS, DHCP."),
    ("dc-2", Server, "Dell", "access-sw-sv", &[Port(3891)], "Second directory server."),
    ("backup-1", Server, "Dell", "access-sw-sv", &[Web(22.0)], ""),
    ("mail-gw-1", Server, "HPE", "access-sw-sv", &[Port(2525)], ""),
    ("ups-1", Power, "APC", "access-sw-sv", &[Web(30.0)], "Battery changed 2025-04."),
    ("vm-host-1", Server, "Fujitsu", "access-sw-sv", &[Web(19.0), Port(2223)], ""),
    ("vm-host-2", Server, "Fujitsu", "access-sw-sv", &[Web(18.0), Port(2224)], ""),
    (
        "nvr-1",
        Camera,
        "Panasonic",
        "access-sw-sv",
        &[Port(8554)],
        "Records all cameras for 30 days.",
    ),
];

const CLOUD: [Row; 6] = [
    (
        "billing-saas",
        Service,
        "",
        "isp-router",
        &[Web(110.0)],
        "Invoices. Support: see the runbook.",
    ),
    (
        "shop.example.jp",
        Service,
        "",
        "isp-router",
        &[Web(85.0)],
        "Our own shop, at the hosting company.",
    ),
    ("mail-saas", Service, "", "isp-router", &[Web(70.0)], ""),
    ("dns-1.example.jp", Service, "", "isp-router", &[Port(5300)], ""),
    ("branch-vpn", Router, "YAMAHA", "isp-router", &[Ping], "RTX830 in the branch office."),
    ("backup-cloud", Service, "", "isp-router", &[Web(130.0)], ""),
];

/// Name with `{}` for the floor, kind, maker, checks.
const FLOOR: [(&str, NodeKind, &str, &[Watch]); 12] = [
    ("access-sw-{}", Switch, "Allied Telesis", &[Web(8.0)]),
    ("ap-{}-a", AccessPoint, "Cisco", &[Web(16.0)]),
    ("ap-{}-b", AccessPoint, "Cisco", &[Web(17.0)]),
    ("printer-{}", Printer, "Ricoh", &[Port(9100)]),
    ("camera-{}-1", Camera, "Panasonic", &[Web(55.0)]),
    ("camera-{}-2", Camera, "Axis", &[Web(60.0)]),
    ("phone-{}-1", Phone, "Yealink", &[Ping]),
    ("phone-{}-2", Phone, "Yealink", &[Ping]),
    ("pc-{}-01", Workstation, "Lenovo", &[Ping]),
    ("pc-{}-02", Workstation, "Lenovo", &[Ping]),
    ("pc-{}-03", Workstation, "NEC", &[Ping]),
    ("pc-{}-04", Workstation, "Dynabook", &[Ping]),
];

/// The first so many nodes of the office, with addresses in 127.`block`.0.0/16.
pub fn plan(nodes: usize, language: Language, block: u8) -> Vec<Planned> {
    let word = |en: &str, ja: &str| match language {
        Language::En => en.to_owned(),
        Language::Ja => ja.to_owned(),
    };
    let (core, room) = (word("Core", "基幹"), word("Server room", "サーバー室"));
    let cloud = word("Internet and cloud", "インターネット・クラウド");
    let mut all: Vec<Planned> = Vec::new();
    for (row, group) in FIRST.iter().zip([&core, &core, &room, &room, &floor_name("1f", language)])
    {
        all.push(planned(row, group));
    }
    all.extend(CORE.iter().map(|row| planned(row, &core)));
    all.extend(SERVER_ROOM.iter().map(|row| planned(row, &room)));
    all.extend(CLOUD.iter().map(|row| planned(row, &cloud)));
    // A small office has three floors; a large one is four buildings, a very large one is seven.
    let floors: Vec<String> = match nodes {
        0..=61 => (1..=3).map(|n| format!("{n}f")).collect(),
        _ => ('a'..='g').flat_map(|b| (1..=6).map(move |n| format!("{b}{n}f"))).collect(),
    };
    for floor in floors {
        all.extend(FLOOR.iter().filter_map(|row| on_floor(row, &floor, language)));
    }
    all.truncate(nodes);
    place(&mut all, block);
    all
}

fn planned((name, kind, vendor, up, watches, notes): &Row, group: &str) -> Planned {
    let importance = match kind {
        Switch | Router | Firewall if !name.starts_with("wlc") => High,
        Server | Storage => High,
        _ => Normal,
    };
    Planned {
        name: (*name).into(),
        kind: *kind,
        vendor,
        group: group.into(),
        up: (*up).into(),
        importance,
        watches: watches.to_vec(),
        notes,
        address: Ipv4Addr::LOCALHOST,
    }
}

fn on_floor(
    (name, kind, vendor, watches): &(&str, NodeKind, &'static str, &[Watch]),
    floor: &str,
    language: Language,
) -> Option<Planned> {
    let name = name.replace("{}", floor);
    // It stands among the first already.
    if name == "printer-1f" {
        return None;
    }
    let importance = if matches!(kind, Workstation | Phone) { Low } else { Normal };
    let up = match kind {
        Switch => "core-sw-1".into(),
        _ => format!("access-sw-{floor}"),
    };
    Some(Planned {
        name,
        kind: *kind,
        vendor,
        group: floor_name(floor, language),
        up,
        importance,
        watches: watches.to_vec(),
        notes: "",
        address: Ipv4Addr::LOCALHOST,
    })
}

fn floor_name(floor: &str, language: Language) -> String {
    let (building, level) = floor.split_at(floor.len() - 2);
    let (building, level) = (building.to_uppercase(), level.trim_end_matches('f'));
    match (building.is_empty(), language) {
        (true, Language::En) => format!("Floor {level}"),
        (true, Language::Ja) => format!("{level}階"),
        (false, Language::En) => format!("Building {building}, floor {level}"),
        (false, Language::Ja) => format!("{building}棟 {level}階"),
    }
}

/// Gives addresses, and hangs what would hang on somebody who is not there on the core switch.
fn place(all: &mut [Planned], block: u8) {
    let names: Vec<String> = all.iter().map(|p| p.name.clone()).collect();
    let mut segments: Vec<String> = Vec::new();
    let mut taken = [0u8; 256];
    for planned in all {
        if !planned.up.is_empty() && !names.contains(&planned.up) {
            planned.up = "core-sw-1".into();
        }
        let segment = segments.iter().position(|g| *g == planned.group).unwrap_or_else(|| {
            segments.push(planned.group.clone());
            segments.len() - 1
        });
        taken[segment] += 1;
        if cfg!(target_os = "linux") {
            let third = u8::try_from(segment).expect("there are fewer than 256 groups");
            planned.address = Ipv4Addr::new(127, block, third, taken[segment]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn plans_hang_together_at_every_size() {
        for nodes in [1, 5, 60, 300, 500] {
            let plan = plan(nodes, Language::En, 20);
            assert_eq!(plan.len(), nodes, "because so many were asked for");
            let names: HashSet<_> = plan.iter().map(|p| p.name.as_str()).collect();
            assert_eq!(names.len(), nodes, "because names are not given twice");
            let addresses: HashSet<_> = plan.iter().map(|p| p.address).collect();
            if cfg!(target_os = "linux") {
                assert_eq!(addresses.len(), nodes, "because everybody has an address of their own");
            }
            for p in &plan {
                let up = p.up.as_str();
                assert!(up.is_empty() || names.contains(up), "because {} hangs on {up}", p.name);
                assert_ne!(up, p.name, "because nobody hangs on themselves");
            }
        }
    }
}

//! Which words speak for which kind of thing.

use hinomi_model::NodeKind;

use crate::clue::{Clue, Source, Topic};

/// Kinds of service only one kind of device announces; the first of the table counts.
const SERVICES: &[(&str, NodeKind, f64)] = &[
    ("_ipp._tcp", NodeKind::Printer, 0.85),
    ("_ipps._tcp", NodeKind::Printer, 0.85),
    ("_printer._tcp", NodeKind::Printer, 0.85),
    ("_pdl-datastream._tcp", NodeKind::Printer, 0.85),
    ("_scanner._tcp", NodeKind::Printer, 0.85),
    ("_uscan._tcp", NodeKind::Printer, 0.85),
    ("_axis-video._tcp", NodeKind::Camera, 0.9),
    ("_rtsp._tcp", NodeKind::Camera, 0.75),
    ("_onvif._tcp", NodeKind::Camera, 0.9),
    ("_nut._tcp", NodeKind::Power, 0.7),
    ("_sip._udp", NodeKind::Phone, 0.8),
    ("_sip._tcp", NodeKind::Phone, 0.8),
    ("_adisk._tcp", NodeKind::Storage, 0.8),
    ("_nfs._tcp", NodeKind::Storage, 0.7),
    ("_apple-mobdev2._tcp", NodeKind::Phone, 0.8),
    ("_rfb._tcp", NodeKind::Workstation, 0.65),
    ("_workstation._tcp", NodeKind::Workstation, 0.65),
];

/// What devices call themselves by UPnP and WS-Discovery.
const TYPES: &[(&str, NodeKind, f64)] = &[
    ("NetworkVideoTransmitter", NodeKind::Camera, 0.95),
    ("NetworkVideoStorage", NodeKind::Camera, 0.9),
    ("NetworkVideoDisplay", NodeKind::Camera, 0.8),
    ("DigitalSecurityCamera", NodeKind::Camera, 0.9),
    ("PrintDeviceType", NodeKind::Printer, 0.9),
    ("PrinterServiceType", NodeKind::Printer, 0.9),
    ("ScanDeviceType", NodeKind::Printer, 0.85),
    ("Printer", NodeKind::Printer, 0.9),
    ("PrinterBasic", NodeKind::Printer, 0.9),
    ("InternetGatewayDevice", NodeKind::Router, 0.85),
    ("WANDevice", NodeKind::Router, 0.8),
    ("WLANAccessPointDevice", NodeKind::AccessPoint, 0.8),
    ("WFADevice", NodeKind::AccessPoint, 0.5),
    ("Computer", NodeKind::Workstation, 0.65),
    ("MediaServer", NodeKind::Storage, 0.4),
    ("domain controller", NodeKind::Server, 0.85),
];

/// Makers of mostly one kind of device, by the beginning of their name in lower case.
const MAKERS: &[(&str, NodeKind)] = &[
    ("brother industries", NodeKind::Printer),
    ("canon inc", NodeKind::Printer),
    ("kyocera", NodeKind::Printer),
    ("lexmark", NodeKind::Printer),
    ("oki electric", NodeKind::Printer),
    ("oki data", NodeKind::Printer),
    ("ricoh", NodeKind::Printer),
    ("seiko epson", NodeKind::Printer),
    ("sindoh", NodeKind::Printer),
    ("xerox", NodeKind::Printer),
    ("zebra technologies", NodeKind::Printer),
    ("axis communications", NodeKind::Camera),
    ("hangzhou hikvision", NodeKind::Camera),
    ("hanwha", NodeKind::Camera),
    ("i-pro", NodeKind::Camera),
    ("zhejiang dahua", NodeKind::Camera),
    ("asustor", NodeKind::Storage),
    ("netapp", NodeKind::Storage),
    ("qnap", NodeKind::Storage),
    ("synology", NodeKind::Storage),
    ("avaya", NodeKind::Phone),
    ("polycom", NodeKind::Phone),
    ("snom", NodeKind::Phone),
    ("yealink", NodeKind::Phone),
    ("american power conversion", NodeKind::Power),
    ("cyber power", NodeKind::Power),
    ("eaton", NodeKind::Power),
    ("schneider electric", NodeKind::Power),
    ("check point", NodeKind::Firewall),
    ("fortinet", NodeKind::Firewall),
    ("palo alto networks", NodeKind::Firewall),
    ("sonicwall", NodeKind::Firewall),
    ("watchguard", NodeKind::Firewall),
    ("aruba", NodeKind::AccessPoint),
    ("ruckus", NodeKind::AccessPoint),
    ("ubiquiti", NodeKind::AccessPoint),
    ("allied telesis", NodeKind::Switch),
    ("arista", NodeKind::Switch),
    ("cisco", NodeKind::Switch),
    ("extreme networks", NodeKind::Switch),
    ("hewlett packard enterprise", NodeKind::Switch),
    ("juniper", NodeKind::Switch),
    ("netgear", NodeKind::Switch),
    ("apresia", NodeKind::Switch),
    ("mikrotik", NodeKind::Router),
    ("routerboard", NodeKind::Router),
    ("yamaha", NodeKind::Router),
    ("nec platforms", NodeKind::Router),
    ("vmware", NodeKind::Server),
    ("super micro", NodeKind::Server),
];

/// Whole words of titles, models and servers' names, in lower case, that stand for one kind of
/// thing: families of devices, and what devices of that kind are called.
const WORDS: &[(&str, NodeKind)] = &[
    ("printer", NodeKind::Printer),
    ("laserjet", NodeKind::Printer),
    ("officejet", NodeKind::Printer),
    ("deskjet", NodeKind::Printer),
    ("imagerunner", NodeKind::Printer),
    ("bizhub", NodeKind::Printer),
    ("apeos", NodeKind::Printer),
    ("apeosport", NodeKind::Printer),
    ("docucentre", NodeKind::Printer),
    ("versalink", NodeKind::Printer),
    ("ecosys", NodeKind::Printer),
    ("taskalfa", NodeKind::Printer),
    ("imagio", NodeKind::Printer),
    ("プリンター", NodeKind::Printer),
    ("複合機", NodeKind::Printer),
    ("diskstation", NodeKind::Storage),
    ("rackstation", NodeKind::Storage),
    ("readynas", NodeKind::Storage),
    ("truenas", NodeKind::Storage),
    ("freenas", NodeKind::Storage),
    ("terastation", NodeKind::Storage),
    ("linkstation", NodeKind::Storage),
    ("nas", NodeKind::Storage),
    ("fortigate", NodeKind::Firewall),
    ("sonicwall", NodeKind::Firewall),
    ("pfsense", NodeKind::Firewall),
    ("opnsense", NodeKind::Firewall),
    ("firebox", NodeKind::Firewall),
    ("firewall", NodeKind::Firewall),
    ("router", NodeKind::Router),
    ("routeros", NodeKind::Router),
    ("edgerouter", NodeKind::Router),
    ("openwrt", NodeKind::Router),
    ("ルーター", NodeKind::Router),
    ("aironet", NodeKind::AccessPoint),
    ("access point", NodeKind::AccessPoint),
    ("アクセスポイント", NodeKind::AccessPoint),
    ("catalyst", NodeKind::Switch),
    ("procurve", NodeKind::Switch),
    ("switch", NodeKind::Switch),
    ("スイッチ", NodeKind::Switch),
    ("hikvision", NodeKind::Camera),
    ("network camera", NodeKind::Camera),
    ("ip camera", NodeKind::Camera),
    ("ネットワークカメラ", NodeKind::Camera),
    ("esxi", NodeKind::Server),
    ("proxmox", NodeKind::Server),
    ("idrac", NodeKind::Server),
    ("integrated lights-out", NodeKind::Server),
    ("windows server", NodeKind::Server),
    ("apache", NodeKind::Server),
    ("ip phone", NodeKind::Phone),
    ("ups", NodeKind::Power),
    ("pdu", NodeKind::Power),
    ("network management card", NodeKind::Power),
];

/// Whole words that are a maker's own, with the maker's name; in titles, models and certificates.
const BRANDS: &[(&str, &str)] = &[
    ("brother", "Brother"),
    ("canon", "Canon"),
    ("kyocera", "Kyocera"),
    ("ricoh", "Ricoh"),
    ("epson", "Epson"),
    ("xerox", "Xerox"),
    ("hikvision", "Hikvision"),
    ("axis", "Axis"),
    ("synology", "Synology"),
    ("diskstation", "Synology"),
    ("qnap", "QNAP"),
    ("buffalo", "Buffalo"),
    ("fortinet", "Fortinet"),
    ("fortigate", "Fortinet"),
    ("mikrotik", "MikroTik"),
    ("routeros", "MikroTik"),
    ("yamaha", "Yamaha"),
    ("ubiquiti", "Ubiquiti"),
    ("unifi", "Ubiquiti"),
    ("cisco", "Cisco"),
    ("netgear", "NETGEAR"),
    ("vmware", "VMware"),
    ("proxmox", "Proxmox"),
    ("dell", "Dell"),
    ("lenovo", "Lenovo"),
    ("supermicro", "Supermicro"),
    ("yealink", "Yealink"),
];

/// What a service it announces speaks for.
pub(super) fn of_service(service: &str) -> Option<(NodeKind, f64)> {
    let found = SERVICES.iter().find(|(name, _, _)| *name == service);
    found.map(|(_, kind, right)| (*kind, *right))
}

/// What a type it names itself by speaks for.
pub(super) fn of_type(named: &str) -> Option<(NodeKind, f64)> {
    let found = TYPES.iter().find(|(name, _, _)| name.eq_ignore_ascii_case(named));
    found.map(|(_, kind, right)| (*kind, *right))
}

/// What a maker is known for.
pub(super) fn of_maker(maker: &str) -> Option<NodeKind> {
    let maker = maker.to_ascii_lowercase();
    MAKERS.iter().find(|(start, _)| maker.starts_with(start)).map(|(_, kind)| *kind)
}

/// What words in a title, a model or a server's name speak for.
pub(super) fn of_words(text: &str) -> Option<NodeKind> {
    let text = text.to_lowercase();
    WORDS.iter().find(|(word, _)| has_word(&text, word)).map(|(_, kind)| *kind)
}

/// Whose brand a clue bears.
pub(super) fn brand(clue: &Clue) -> Option<&'static str> {
    let bears = match clue.topic {
        Topic::Model | Topic::Title | Topic::Software | Topic::Certificate => true,
        // What people call a device says nothing of who made it; what it announces may.
        Topic::Name => matches!(clue.source, Source::Mdns | Source::Wsd | Source::Ssdp),
        _ => false,
    };
    let text = clue.text.to_lowercase();
    let found = BRANDS.iter().find(|(word, _)| bears && has_word(&text, word));
    found.map(|(_, maker)| *maker)
}

/// What an SSH server's own line speaks for. What runs OpenSSH is mostly a server, but so are
/// switches that run Linux.
pub(super) fn of_ssh(line: &str) -> Option<(NodeKind, f64)> {
    let table = [
        ("rosssh", NodeKind::Router, 0.75),
        ("cisco", NodeKind::Switch, 0.55),
        ("comware", NodeKind::Switch, 0.65),
        ("huawei", NodeKind::Switch, 0.5),
        ("mocana", NodeKind::Switch, 0.5),
        ("openssh_for_windows", NodeKind::Workstation, 0.35),
        ("openssh", NodeKind::Server, 0.35),
    ];
    let line = line.to_ascii_lowercase();
    let found = table.iter().find(|(part, _, _)| line.contains(part));
    found.map(|(_, kind, right)| (*kind, *right))
}

/// What open ports speak for.
pub(super) fn of_ports(ports: &str) -> Option<NodeKind> {
    let ports: Vec<u16> = ports.split(' ').filter_map(|port| port.parse().ok()).collect();
    let open = |port| ports.contains(&port);
    let web = open(80) || open(443) || open(8080);
    if open(9100) {
        Some(NodeKind::Printer)
    } else if open(554) {
        Some(NodeKind::Camera)
    } else if open(3389) {
        Some(NodeKind::Workstation)
    } else if open(53) || open(22) && (web || open(445)) {
        Some(NodeKind::Server)
    } else {
        None
    }
}

/// Does the text have the word, not only as a part of another? Japanese has no space between words.
fn has_word(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
    })
}

//! What a host seems to be.

use std::collections::BTreeSet;

use hinomi_model::NodeKind;

/// What a guess is made from.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// Open TCP ports.
    pub ports: &'a [u16],
    /// Kinds of service it announced, such as `_ipp._tcp`.
    pub services: &'a BTreeSet<String>,
    /// The registered owner of its hardware address.
    pub vendor: Option<&'a str>,
    /// It is a default gateway of this PC.
    pub gateway: bool,
    /// It is this PC.
    pub this_pc: bool,
}

/// Kinds of service only one kind of device announces.
const SERVICES: &[(&str, NodeKind)] = &[
    ("_ipp._tcp", NodeKind::Printer),
    ("_ipps._tcp", NodeKind::Printer),
    ("_printer._tcp", NodeKind::Printer),
    ("_pdl-datastream._tcp", NodeKind::Printer),
    ("_scanner._tcp", NodeKind::Printer),
    ("_uscan._tcp", NodeKind::Printer),
    ("_axis-video._tcp", NodeKind::Camera),
    ("_rtsp._tcp", NodeKind::Camera),
    ("_onvif._tcp", NodeKind::Camera),
    ("_nut._tcp", NodeKind::Power),
    ("_sip._udp", NodeKind::Phone),
    ("_sip._tcp", NodeKind::Phone),
    ("_adisk._tcp", NodeKind::Storage),
    ("_nfs._tcp", NodeKind::Storage),
    ("_apple-mobdev2._tcp", NodeKind::Phone),
    ("_rfb._tcp", NodeKind::Workstation),
    ("_workstation._tcp", NodeKind::Workstation),
    ("_companion-link._tcp", NodeKind::Other),
];

/// Makers of mostly one kind of device, by the beginning of their name in lower case.
const VENDORS: &[(&str, NodeKind)] = &[
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

/// What a host seems to be: what it says of itself before what its maker is known for, that
/// before its open ports. [`NodeKind::Other`] rather than a guess without ground.
pub fn guess(hints: &Hints<'_>) -> NodeKind {
    if hints.this_pc {
        return NodeKind::Workstation;
    }
    let by_vendor = by_vendor(hints.vendor);
    if hints.gateway {
        return by_vendor.filter(|kind| *kind == NodeKind::Firewall).unwrap_or(NodeKind::Router);
    }
    by_service(hints.services).or(by_vendor).or_else(|| by_ports(hints.ports)).unwrap_or_default()
}

/// The first of the table counts: a printer that also shares files is a printer.
fn by_service(services: &BTreeSet<String>) -> Option<NodeKind> {
    SERVICES.iter().find(|(name, _)| services.contains(*name)).map(|(_, kind)| *kind)
}

fn by_vendor(vendor: Option<&str>) -> Option<NodeKind> {
    let vendor = vendor?.to_ascii_lowercase();
    VENDORS.iter().find(|(start, _)| vendor.starts_with(start)).map(|(_, kind)| *kind)
}

fn by_ports(ports: &[u16]) -> Option<NodeKind> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_guessed_from_what_is_known() {
        use NodeKind::*;
        type Row<'a> = (&'a [u16], &'a [&'a str], Option<&'a str>, bool, NodeKind);
        let rows: &[Row<'_>] = &[
            (&[], &[], None, false, Other),
            (&[80, 443], &[], None, false, Other),
            (&[22], &[], Some("Raspberry Pi Trading Ltd"), false, Other),
            (&[53, 80], &[], None, true, Router),
            (&[443], &[], Some("Fortinet, Inc."), true, Firewall),
            (&[443], &[], Some("Cisco Systems, Inc"), true, Router),
            (&[443], &[], Some("Cisco Systems, Inc"), false, Switch),
            (&[80, 9100], &[], None, false, Printer),
            (&[80, 445], &["_ipp._tcp", "_smb._tcp"], None, false, Printer),
            (&[80], &[], Some("SEIKO EPSON CORPORATION"), false, Printer),
            (&[22, 80, 445], &["_adisk._tcp", "_smb._tcp"], None, false, Storage),
            (&[80, 443], &[], Some("Synology Incorporated"), false, Storage),
            (&[80, 554], &[], None, false, Camera),
            (&[445, 3389], &[], Some("Dell Inc."), false, Workstation),
            (&[22, 443], &[], Some("Dell Inc."), false, Server),
            (&[], &[], Some("YEALINK(XIAMEN) NETWORK TECHNOLOGY CO.,LTD."), false, Phone),
            (&[80], &[], Some("American Power Conversion Corp"), false, Power),
            (&[80], &["_http._tcp"], None, false, Other),
        ];
        for (ports, services, vendor, gateway, want) in rows {
            let services = services.iter().map(|s| (*s).to_owned()).collect();
            let hints = Hints {
                ports,
                services: &services,
                vendor: *vendor,
                gateway: *gateway,
                this_pc: false,
            };
            assert_eq!(guess(&hints), *want, "because of {hints:?}");
            assert_eq!(guess(&Hints { this_pc: true, ..hints }), Workstation, "whatever it runs");
        }
    }
}

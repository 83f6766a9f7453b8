//! IANAifType-MIB: names of kinds of interfaces.

use std::borrow::Cow;

/// Numbers from 1 on, without a hole.
const FIRST: [&str; 97] = [
    "other", "regular1822", "hdh1822", "ddnX25", "rfc877x25", "ethernetCsmacd", "iso88023Csmacd",
    "iso88024TokenBus", "iso88025TokenRing", "iso88026Man", "starLan", "proteon10Mbit",
    "proteon80Mbit", "hyperchannel", "fddi", "lapb", "sdlc", "ds1", "e1", "basicISDN",
    "primaryISDN", "propPointToPointSerial", "ppp", "softwareLoopback", "eon", "ethernet3Mbit",
    "nsip", "slip", "ultra", "ds3", "sip", "frameRelay", "rs232", "para", "arcnet", "arcnetPlus",
    "atm", "miox25", "sonet", "x25ple", "iso88022llc", "localTalk", "smdsDxi", "frameRelayService",
    "v35", "hssi", "hippi", "modem", "aal5", "sonetPath", "sonetVT", "smdsIcip", "propVirtual",
    "propMultiplexor", "ieee80212", "fibreChannel", "hippiInterface", "frameRelayInterconnect",
    "aflane8023", "aflane8025", "cctEmul", "fastEther", "isdn", "v11", "v36", "g703at64k",
    "g703at2mb", "qllc", "fastEtherFX", "channel", "ieee80211", "ibm370parChan", "escon", "dlsw",
    "isdns", "isdnu", "lapd", "ipSwitch", "rsrb", "atmLogical", "ds0", "ds0Bundle", "bsc", "async",
    "cnr", "iso88025Dtr", "eplrs", "arap", "propCnls", "hostPad", "termPad", "frameRelayMPI",
    "x213", "adsl", "radsl", "sdsl", "vdsl",
];

/// Those met after that.
const LATER: [(i64, &str); 50] = [
    (100, "voiceEM"), (101, "voiceFXO"), (102, "voiceFXS"), (103, "voiceEncap"),
    (104, "voiceOverIp"), (107, "atmIma"), (108, "pppMultilinkBundle"), (111, "stackToStack"),
    (112, "virtualIpAddress"), (114, "ipOverAtm"), (117, "gigabitEthernet"), (118, "hdlc"),
    (124, "interleave"), (125, "fast"), (126, "ip"), (127, "docsCableMaclayer"),
    (128, "docsCableDownstream"), (129, "docsCableUpstream"), (131, "tunnel"),
    (134, "atmSubInterface"), (135, "l2vlan"), (136, "l3ipvlan"), (137, "l3ipxvlan"),
    (138, "digitalPowerline"), (142, "ipForward"), (143, "msdsl"), (144, "ieee1394"),
    (150, "mplsTunnel"), (157, "propWirelessP2P"), (160, "usb"), (161, "ieee8023adLag"),
    (166, "mpls"), (169, "shdsl"), (171, "pos"), (188, "radioMAC"), (194, "atmBond"),
    (195, "opticalChannel"), (196, "opticalTransport"), (205, "docsCableUpstreamChannel"),
    (209, "bridge"), (230, "adsl2"), (237, "ieee80216WMAN"), (238, "adsl2plus"),
    (243, "wwanPP"), (244, "wwanPP2"), (246, "ifPwType"), (247, "ilan"), (249, "aluELP"),
    (250, "gpon"), (251, "vdsl2"),
];

/// The name of a kind of interface; its number where the name is not known.
pub fn name(number: i64) -> Cow<'static, str> {
    let first = usize::try_from(number - 1).ok().and_then(|place| FIRST.get(place));
    let later = || LATER.iter().find(|(n, _)| *n == number).map(|(_, name)| name);
    match first.or_else(later) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_registered_names() {
        for (number, want) in [
            (1, "other"), (6, "ethernetCsmacd"), (24, "softwareLoopback"), (53, "propVirtual"),
            (71, "ieee80211"), (97, "vdsl"), (131, "tunnel"), (161, "ieee8023adLag"), (999, "999"),
            (0, "0"), (-1, "-1"), (i64::MIN + 1, "-9223372036854775807"),
        ] {
            assert_eq!(name(number), want);
        }
    }
}

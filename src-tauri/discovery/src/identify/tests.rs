use super::*;

fn clue(source: Source, topic: Topic, text: &str) -> Clue {
    Clue { source, topic, text: text.to_owned(), kind: None }
}

fn of(clues: &[Clue], ports: &[u16], vendor: Option<&str>, gateway: bool) -> Identity {
    identify(&Seen { clues, ports, vendor, gateway, this_pc: false })
}

#[test]
fn kinds_are_concluded_from_what_is_known() {
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
        let clues: Vec<Clue> =
            services.iter().map(|s| clue(Source::Mdns, Topic::Service, s)).collect();
        let seen =
            Seen { clues: &clues, ports, vendor: *vendor, gateway: *gateway, this_pc: false };
        let identity = identify(&seen);
        assert_eq!(identity.kind, *want, "because of {:?}", identity.clues);
        assert_eq!(identity.sure == Sureness::Unknown, *want == Other, "{identity:?}");
        let own = identify(&Seen { this_pc: true, ..seen });
        assert_eq!((own.kind, own.sure), (Workstation, Sureness::Sure), "whatever it runs");
    }
}

#[test]
fn what_a_device_says_of_itself_names_its_kind_maker_and_model() {
    use NodeKind::*;
    let said = |source, topic, text| clue(source, topic, text);
    let agent = Clue { kind: Some(Switch), ..said(Source::Snmp, Topic::Type, "switch") };
    type Row<'a> = (Vec<Clue>, NodeKind, Sureness, Option<&'a str>, Option<&'a str>);
    let rows: Vec<Row<'_>> = vec![
        (
            vec![
                said(Source::Wsd, Topic::Type, "NetworkVideoTransmitter"),
                said(Source::Wsd, Topic::Model, "DS-2CD2042WD"),
                said(Source::Http, Topic::Title, "HIKVISION"),
            ],
            Camera,
            Sureness::Sure,
            Some("Hikvision"),
            Some("DS-2CD2042WD"),
        ),
        (
            vec![
                said(Source::Ssdp, Topic::Type, "InternetGatewayDevice"),
                said(Source::Ssdp, Topic::Maker, "Yamaha"),
                said(Source::Ssdp, Topic::Model, "RTX1210"),
            ],
            Router,
            Sureness::Sure,
            Some("Yamaha"),
            Some("RTX1210"),
        ),
        (
            vec![agent, said(Source::Ssh, Topic::Software, "SSH-2.0-OpenSSH_7.9")],
            Switch,
            Sureness::Sure,
            None,
            None,
        ),
        (
            vec![said(Source::Http, Topic::Title, "DiskStation - Synology NAS")],
            Storage,
            Sureness::Likely,
            Some("Synology"),
            None,
        ),
        (
            vec![said(Source::NetBios, Topic::Name, "KEIRI-PC7")],
            Workstation,
            Sureness::Guess,
            None,
            None,
        ),
        (
            vec![
                said(Source::NetBios, Topic::Name, "DC1"),
                said(Source::NetBios, Topic::Type, "domain controller"),
            ],
            Server,
            Sureness::Sure,
            None,
            None,
        ),
        (
            vec![said(Source::Http, Topic::Title, "スイッチ設定")],
            Switch,
            Sureness::Likely,
            None,
            None,
        ),
        (
            vec![said(Source::Http, Topic::Title, "Backups and groups")],
            Other,
            Sureness::Unknown,
            None,
            None,
        ),
    ];
    for (clues, kind, sure, maker, model) in rows {
        let identity = of(&clues, &[], None, false);
        let got =
            (identity.kind, identity.sure, identity.maker.as_deref(), identity.model.as_deref());
        assert_eq!(got, (kind, sure, maker, model), "because of {clues:?}");
    }
}

#[test]
fn contradiction_makes_less_sure_and_repetition_not_surer() {
    let printer = clue(Source::Mdns, Topic::Service, "_ipp._tcp");
    let alone = of(std::slice::from_ref(&printer), &[], None, false);
    assert_eq!(alone.sure, Sureness::Sure);
    let camera = clue(Source::Mdns, Topic::Service, "_rtsp._tcp");
    let torn = of(&[printer, camera], &[], None, false);
    assert_eq!((torn.kind, torn.sure), (NodeKind::Printer, Sureness::Likely), "{torn:?}");
    let titles: Vec<Clue> =
        (0..20).map(|n| clue(Source::Http, Topic::Title, &format!("switch {n}"))).collect();
    assert_eq!(of(&titles, &[], None, false).sure, Sureness::Likely, "because it is one word");
}

#[test]
fn every_clue_is_shown_and_says_what_it_speaks_for() {
    let clues = [clue(Source::Http, Topic::Title, "<b>hello</b>")];
    let identity = of(&clues, &[9100], Some("RICOH COMPANY,LTD."), true);
    let shown: Vec<(Source, Option<NodeKind>)> =
        identity.clues.iter().map(|clue| (clue.source, clue.kind)).collect();
    let want = [
        (Source::Http, None),
        (Source::Route, Some(NodeKind::Router)),
        (Source::Mac, Some(NodeKind::Printer)),
        (Source::Ports, Some(NodeKind::Printer)),
    ];
    assert_eq!(shown, want);
}

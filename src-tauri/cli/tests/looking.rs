//! Looking: one probe, a scan, the demo, documents.
#![allow(clippy::disallowed_methods, reason = "tests measure the time that passes")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::net::{TcpListener, UdpSocket};
use std::time::{Duration, Instant};

use support::Ground;

#[test]
fn one_probe_says_what_it_saw_and_its_exit_code_whether_it_is_well() {
    let ground = Ground::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let spec = format!("tcp:{}", listener.local_addr().unwrap().port());
    let said = ground.done(&["check", &spec, "127.0.0.1"]);
    assert!(said.contains("ok") && said.contains("ms"), "{said}");
    drop(listener);
    let ran = ground.run(&["check", &spec, "127.0.0.1", "--json"]);
    assert_eq!(ran.code, 3, "because nobody listens any more: {}{}", ran.out, ran.err);
    let line = support::object(&ran.out);
    assert_eq!((&line["outcome"], &line["grade"]), (&"failed".into(), &"critical".into()));
    assert_eq!(line["words"], "connection refused");
    let ja = ground.run(&["--lang", "ja", "check", &spec, "127.0.0.1"]);
    assert!(ja.code == 3 && ja.out.contains("接続拒否"), "{}", ja.out);
}

#[test]
fn a_scan_adds_who_is_there_once() {
    let ground = Ground::new();
    ground.done(&["site", "new", "a.hinomi"]);
    let found = ground.json(&["scan", "127.0.0.5-6", "--site", "a.hinomi", "--json"]);
    assert_eq!(found.len(), 2, "because loopback answers everywhere (or refuses): {found:?}");
    assert!(found[0]["evidence"].as_array().is_some_and(|e| !e.is_empty()));
    assert_eq!(found[0]["address"], "127.0.0.5");
    assert_eq!((&found[0]["sure"], &found[0]["beyond"]), (&"sure".into(), &().into()));
    let left = ground.json(&["scan", "127.0.0.5-6", "--exclude", "127.0.0.6", "--json"]);
    assert_eq!(left.len(), 1, "because 127.0.0.6 is to be left alone: {left:?}");
    ground.refused(2, &["scan", "127.0.0.5", "--exclude", "127.0.0.0/24"]);
    let strangers = found.iter().filter(|f| f["this_pc"] == false).count();
    assert_eq!(ground.json(&["site", "list", "a.hinomi", "--json"]).len(), strangers);
    let again = ground.run(&["scan", "127.0.0.5", "--site", "a.hinomi"]);
    assert!(again.err.contains("0 added"), "because it is there already: {}", again.err);
}

#[test]
fn the_demo_lives_in_the_terminal_and_leaves_nothing_behind() {
    let ground = Ground::new();
    let mut demo = ground
        .start(&["demo", "--json", "--silent", "--nodes", "5", "--for", "30s", "--speed", "20"]);
    let started = demo.line().expect("the first line");
    assert_eq!((&started["event"], &started["nodes"]), (&"started".into(), &5.into()));
    let site = std::path::PathBuf::from(started["site"].as_str().unwrap());
    assert!(site.exists(), "because the demo is a real site file");
    let opened = demo.until(|l| l["event"] == "incident" && l["what"] == "opened");
    assert!(
        opened["incident"].is_number() && opened["evidence"]["outcome"].is_string(),
        "{opened}"
    );
    let (rest, code) = demo.terminate();
    assert_eq!(code, 0);
    assert_eq!(rest.last().map(|l| &l["event"]), Some(&"summary".into()));
    assert!(!site.parent().unwrap().exists(), "because a temporary site goes with the demo");
}

#[test]
fn who_hangs_up_on_the_demo_ends_it_quietly() {
    let ground = Ground::new();
    let mut demo = ground
        .start(&["demo", "--json", "--silent", "--nodes", "5", "--for", "20s", "--speed", "20"]);
    demo.line().expect("the first line");
    let (code, err) = demo.hang_up();
    assert_eq!((code, err.as_str()), (1, ""), "because nobody is there to be told");
}

#[test]
fn reports_and_runbooks_are_made_from_a_site() {
    let ground = Ground::new();
    ground.done(&[
        "demo", "--silent", "--nodes", "60", "--scene", "calm", "--for", "1s", "--site", "a.hinomi",
    ]);
    ground.done(&["report", "a.hinomi", "--from", "24h", "-o", "en.html"]);
    let en = std::fs::read_to_string(ground.path("en.html")).unwrap();
    assert!(
        en.contains("core-sw-1") && en.contains("<html"),
        "because it is one page with everything"
    );
    let ja = ground.done(&[
        "report", "a.hinomi", "--lang", "ja", "--from", "7d", "--format", "html", "-o", "-",
    ]);
    assert!(ja.contains("lang=\"ja\""), "because the report is in the language asked for");
    let pdf = ground.run(&["report", "a.hinomi", "-o", "x.pdf"]);
    match cfg!(feature = "pdf") {
        true => assert!(std::fs::read(ground.path("x.pdf")).unwrap().starts_with(b"%PDF")),
        false => assert!(pdf.code == 1 && pdf.err.contains("html"), "{}", pdf.err),
    }
    std::fs::write(ground.path("boiler.md"), "# The boiler\n\n1. Stay calm\u{1b}[31m\n").unwrap();
    std::fs::write(ground.path("plan.png"), b"\x89PNG").unwrap();
    let before = ground.json(&["runbook", "a.hinomi", "list", "--json"]).len();
    ground.done(&[
        "runbook",
        "a.hinomi",
        "add",
        "boiler.md",
        "--node",
        "nas-1",
        "--check",
        "1",
        "--attach",
        "plan.png",
    ]);
    let all = ground.json(&["runbook", "a.hinomi", "list", "--json"]);
    let boiler = all.last().unwrap();
    assert_eq!((all.len(), &boiler["title"]), (before + 1, &"The boiler".into()));
    assert_eq!(boiler["attachments"][0]["size"], 4);
    let text = ground.done(&["runbook", "a.hinomi", "show", &boiler["runbook"].to_string()]);
    assert!(
        text.contains("Stay calm") && !text.contains('\u{1b}'),
        "because text cannot steer a terminal"
    );
    ground.refused(1, &["runbook", "a.hinomi", "add", "boiler.md", "--node", "nobody"]);
    ground.refused(1, &["runbook", "a.hinomi", "show", "999"]);
}

#[test]
fn a_map_is_drawn_into_a_file_and_never_over_a_site() {
    let ground = Ground::new();
    ground.done(&[
        "demo", "--silent", "--nodes", "60", "--scene", "calm", "--for", "1s", "--site", "a.hinomi",
    ]);
    let ran = ground.run(&["map", "a.hinomi", "--svg", "a.svg"]);
    assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("60 nodes"), "{}", ran.err);
    let svg = std::fs::read_to_string(ground.path("a.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "because it is one drawing");
    assert!(
        svg.contains(">core-sw-1</text>") && svg.contains("60 nodes"),
        "because they are on it"
    );
    let again = ground.run(&["map", "a.hinomi", "--svg", "a.svg"]);
    assert_eq!(again.code, 0, "because a map is drawn over by the next: {}", again.err);
    let ja = ground.done(&["--lang", "ja", "map", "a.hinomi", "--svg", "-"]);
    assert!(ja.contains("：ネットワークマップ</title>"), "because サイトマップ is a web site's");
    assert!(ja.contains("ノード 60") && ja.contains("リンク：手動"), "because words are Japanese");
    let before = std::fs::read(ground.path("a.hinomi")).unwrap();
    let sorry = ground.refused(1, &["map", "a.hinomi", "--svg", "a.hinomi"]);
    assert!(sorry.contains("another file"), "because it says what to do: {sorry}");
    assert_eq!(std::fs::read(ground.path("a.hinomi")).unwrap(), before, "because it is the site");
    ground.refused(2, &["map", "a.hinomi", "--svg", "a.svg", "--json"]);
    let text = ground.done(&["map", "a.hinomi"]);
    assert!(text.contains("switch · drawn by hand"), "because each link says why: {text}");
}

/// A switch that says little, as a recording.
const SWITCH: &str = "\
1.3.6.1.2.1.1.1.0|4|RouterOS CRS317-1G-16S+
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.14988.1
1.3.6.1.2.1.1.3.0|67|90000000
1.3.6.1.2.1.1.4.0|4|Sato
1.3.6.1.2.1.1.5.0|4|core-sw
1.3.6.1.2.1.1.6.0|4|Rack 3
1.3.6.1.2.1.2.2.1.2.1|4|ether1
1.3.6.1.2.1.2.2.1.2.2|4|ether2
1.3.6.1.2.1.2.2.1.3.1|2|6
1.3.6.1.2.1.2.2.1.5.1|66|1000000000
1.3.6.1.2.1.2.2.1.7.1|2|1
1.3.6.1.2.1.2.2.1.7.2|2|2
1.3.6.1.2.1.2.2.1.8.1|2|1
1.3.6.1.2.1.2.2.1.8.2|2|2
1.3.6.1.2.1.4.20.1.2.192.0.2.1|2|1
1.3.6.1.2.1.25.3.3.1.2.1|2|17
1.3.6.1.4.1.14988.1.1.4.4.0|4|6.44.2
";

#[tokio::test(flavor = "multi_thread")]
async fn inspect_tells_what_a_device_is_and_how_it_does() {
    let recording = hinomi_replay::Recording::read(SWITCH);
    let shelf: hinomi_replay::Shelf = [("office".to_owned(), recording)].into();
    let replay = hinomi_replay::Replay::start(shelf).await.unwrap();
    let agent = replay.address().to_string();
    let looked = tokio::task::spawn_blocking(move || {
        let ground = Ground::new();
        let device = ground.done(&["inspect", &agent, "--community", "office", "--json"]);
        let shown = ground.done(&["--lang", "ja", "inspect", &agent, "--community", "office"]);
        let denied = ground.refused(1, &["inspect", &agent, "--community", "wrong"]);
        (support::object(&device), shown, denied)
    });
    let (device, shown, denied) = looked.await.unwrap();
    assert_eq!((&device["kind"], &device["vendor"]), (&"network".into(), &"MikroTik".into()));
    assert_eq!(
        (&device["model"], &device["version"]),
        (&"CRS317-1G-16S+".into(), &"6.44.2".into())
    );
    assert_eq!(device["interfaces"][0]["speed_bps"], 1_000_000_000u64);
    assert_eq!(device["interfaces"][0]["oper"], "up");
    assert_eq!(device["cpu_percent"][0]["value"], 17.0);
    assert!(device.get("supplies_percent").is_none(), "because a key without findings is absent");
    assert!(shown.contains("インターフェース") && shown.contains("1 Gbit/s"), "{shown}");
    assert_eq!((&device["location"], &device["contact"]), (&"Rack 3".into(), &"Sato".into()));
    assert_eq!(
        (&device["uptime_seconds"], &device["addresses"][0]),
        (&900_000.into(), &"192.0.2.1".into())
    );
    for said in [
        "設置場所",
        "Rack 3",
        "Sato",
        "10日10時間",
        "192.0.2.1",
        "ethernetCsmacd",
        "down (admin down)",
    ] {
        assert!(shown.contains(said), "because a person is told {said}, too: {shown}");
    }
    assert!(denied.contains("community"), "because it says what to look at: {denied}");
}

#[test]
fn a_profile_is_tried_on_a_recording_and_its_mistakes_are_said() {
    let ground = Ground::new();
    let write = |name: &str, text: &str| std::fs::write(ground.path(name), text).unwrap();
    write("switch.snmprec", SWITCH);
    let profile = "name = \"Mine\"\nvendor = \"Us\"\n[[match]]\nobject_id = [\"1.3.6.1.4.1.14988.1\"]\n\
                   descr = 'CRS'\n[[model]]\nfrom = \"descr\"\npattern = '(CRS\\d+)'\n";
    write("mine.toml", profile);
    let device = ground.done(&["profile", "test", "mine.toml", "switch.snmprec", "--json"]);
    let device = support::object(&device);
    assert_eq!((&device["vendor"], &device["model"]), (&"Us".into(), &"CRS317".into()));
    let other = ground.run(&["profile", "test", "swos", "switch.snmprec"]);
    assert!(other.code == 3 && other.err.contains("RouterOS"), "{}{}", other.out, other.err);
    write("mine.toml", &profile.replace("descr =", "desrc ="));
    let sorry = ground.refused(1, &["profile", "test", "mine.toml", "switch.snmprec"]);
    assert!(sorry.contains("mine.toml:5") && sorry.contains("desrc"), "{sorry}");
}

/// A switch that hears a box called nas on its port.
const NEIGHBOUR: &str = "\
1.0.8802.1.1.2.1.3.7.1.2.1|2|5
1.0.8802.1.1.2.1.3.7.1.3.1|4|p1
1.0.8802.1.1.2.1.4.1.1.4.0.1.1|2|7
1.0.8802.1.1.2.1.4.1.1.5.0.1.1|4|nas
1.0.8802.1.1.2.1.4.1.1.6.0.1.1|2|5
1.0.8802.1.1.2.1.4.1.1.7.0.1.1|4|eth0
1.0.8802.1.1.2.1.4.1.1.9.0.1.1|4|nas
1.3.6.1.2.1.1.1.0|4|A switch
1.3.6.1.2.1.1.5.0|4|sw-a
1.3.6.1.2.1.2.2.1.2.1|4|p1
1.3.6.1.2.1.2.2.1.3.1|2|6
1.3.6.1.2.1.2.2.1.8.1|2|1
";

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_of_a_site_asks_nodes_with_their_own_logins() {
    let shelf = |word: &str, text: &str| {
        hinomi_replay::Shelf::from([(word.to_owned(), hinomi_replay::Recording::read(text))])
    };
    let at = |ip: &str| format!("{ip}:0").parse().unwrap();
    let switch = shelf("for the switch alone", NEIGHBOUR);
    let switch = hinomi_replay::Replay::start_at(at("127.0.0.21"), switch).await.unwrap();
    let other = hinomi_replay::Replay::start_at(at("127.0.0.22"), shelf("for the box alone", BOX));
    let other = other.await.unwrap();
    let ports = [switch.address().port(), other.address().port()].map(|p| p.to_string());
    let looked = tokio::task::spawn_blocking(move || {
        let ground = Ground::new();
        ground.done(&["site", "new", "a.hinomi"]);
        for (ip, port, word) in [
            ("127.0.0.21", &ports[0], "for the switch alone"),
            ("127.0.0.22", &ports[1], "for the box alone"),
        ] {
            let add = ["site", "add", "a.hinomi", ip, "--snmp-port", port, "--community", word];
            ground.done(&add);
        }
        let links = |ground: &Ground| {
            let all = ground.json(&["map", "a.hinomi", "--json"]);
            all.into_iter().filter(|l| l["evidence"][0] == "lldp").collect::<Vec<_>>()
        };
        assert!(links(&ground).is_empty(), "because nobody has looked yet");
        let scan = ["scan", "127.0.0.23", "--site", "a.hinomi"];
        let locked = ground.run_without_passphrase(&scan);
        assert!(locked.code == 0 && locked.err.contains("HINOMI_PASSPHRASE"), "{}", locked.err);
        assert!(links(&ground).is_empty(), "because its logins were locked away");
        let ran = ground.run(&scan);
        assert!(ran.code == 0 && !ran.err.contains("locked"), "{}", ran.err);
        let found = links(&ground);
        assert_eq!(found.len(), 1, "because the switch was asked by its own login: {}", ran.err);
        assert_eq!(found[0]["cables"][0]["from"]["name"], "p1", "{found:?}");
        let text = ground.done(&["map", "a.hinomi"]);
        assert!(text.contains("p1 – eth0") && text.contains("LLDP"), "{text}");
    });
    looked.await.unwrap();
}

/// What a small box says of itself: an interface, and a disk that is rather full.
const BOX: &str = "\
1.3.6.1.2.1.1.1.0|4|Linux nas 6.1.0
1.3.6.1.2.1.1.3.0|67|90000000
1.3.6.1.2.1.1.5.0|4|nas
1.3.6.1.2.1.2.2.1.2.2|4|eth0
1.3.6.1.2.1.2.2.1.3.2|2|6
1.3.6.1.2.1.2.2.1.5.2|66|1000000000
1.3.6.1.2.1.2.2.1.7.2|2|1
1.3.6.1.2.1.2.2.1.8.2|2|1
1.3.6.1.4.1.2021.9.1.2.1|4|/
1.3.6.1.4.1.2021.9.1.9.1|2|42
";

#[tokio::test(flavor = "multi_thread")]
async fn a_node_is_added_with_what_its_agent_says_and_no_secret_is_left_behind() {
    let shelf = hinomi_replay::Shelf::from([(
        "a secret horse".to_owned(),
        hinomi_replay::Recording::read(BOX),
    )]);
    let replay = hinomi_replay::Replay::start(shelf).await.unwrap();
    let port = replay.address().port().to_string();
    tokio::task::spawn_blocking(move || {
        let ground = Ground::new();
        ground.done(&["site", "new", "a.hinomi"]);
        let add = ["site", "add", "a.hinomi", "127.0.0.1", "--snmp-port", &port];
        ground.done(&[&add[..], &["--community", "a secret horse"]].concat());
        let nodes = ground.json(&["site", "list", "a.hinomi", "--json"]);
        let node = &nodes[0];
        assert_eq!(node["name"], "nas", "because that is how it calls itself");
        assert_eq!(node["described"]["descr"], "Linux nas 6.1.0");
        assert_eq!(node["snmp"]["login"]["version"], "v2c");
        let checks = node["checks"].as_array().unwrap();
        let kinds: Vec<&str> = checks.iter().map(|c| c["spec"]["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["icmp", "quality", "agent", "value", "interface"]);
        for (name, content) in support::contents(ground.folder()) {
            let found = content.windows(12).any(|w| w == b"secret horse");
            assert!(!found, "because a community is nowhere in the clear, not in {name}");
        }
        let at = format!("127.0.0.1:{port}");
        for (spec, word) in [
            ("snmp", "running for 10 d 10 h"),
            ("oid:1.3.6.1.4.1.2021.9.1.9.1", "42"),
            ("process:nobody", "0"),
        ] {
            let ran = ground.run(&["check", spec, &at, "--community", "a secret horse"]);
            assert!(ran.out.contains(word), "{spec}: {}{}", ran.out, ran.err);
        }
    })
    .await
    .unwrap();
}

#[test]
fn an_agent_is_waited_for_as_long_as_was_said() {
    let ground = Ground::new();
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let agent = silent.local_addr().unwrap().to_string();
    let begun = Instant::now();
    let ran = ground.run(&["inspect", &agent, "--snmp-timeout", "0.5", "--snmp-retries", "0"]);
    assert_ne!(ran.code, 0, "because nobody answers: {}", ran.out);
    // Without, three tries of two seconds each come first, and four more to find out why.
    assert!(begun.elapsed() < Duration::from_secs(8), "because half a second was said");
    for wrong in [["--snmp-timeout", "31"], ["--snmp-retries", "11"], ["--snmp-timeout", "0"]] {
        ground.refused(2, &[&["inspect", &agent], wrong.as_slice()].concat());
    }
}

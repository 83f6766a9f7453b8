//! The map draws itself: real switches, real announcements, real tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use hinomi_engine::clock::Clock;
use hinomi_tests::plant::{Box, Plant};
use hinomi_tests::watching::{SiteFile, program};
use serde_json::Value;

/// Two switches behind one, a hub behind the second, a router with a branch behind it.
struct Office {
    plant: Plant,
    access: [Box; 2],
    desk: Box,
    here: Box,
    hosts: Vec<(Box, &'static str)>,
}

const CORE: &str = "10.77.0.2";
const ROUTER: &str = "10.77.0.1";
const ACCESS: [&str; 2] = ["10.77.0.3", "10.77.0.4"];
const BRANCH: &str = "10.77.1.2";

impl Office {
    fn build(test: &str) -> Option<Office> {
        let plant = Plant::open(test)?;
        let core = plant.switch("core");
        let access = [plant.switch("access1"), plant.switch("access2")];
        let branch = plant.switch("branch");
        let hub = plant.switch("hub");
        let router = plant.station("router");
        let here = plant.station("here");
        plant.plug(&core, "p1", &access[0], "p1");
        plant.plug(&core, "p2", &access[1], "p1");
        plant.plug(&core, "p3", &router, "p1");
        plant.plug(&core, "p5", &here, "p1");
        plant.plug(&router, "p2", &branch, "p1");
        plant.plug(&access[1], "p3", &hub, "p1");
        core.call("br0", "10.77.0.2/24", Some(ROUTER));
        access[0].call("br0", "10.77.0.3/24", Some(ROUTER));
        access[1].call("br0", "10.77.0.4/24", Some(ROUTER));
        branch.call("br0", "10.77.1.2/24", Some("10.77.1.1"));
        router.call("p1", "10.77.0.1/24", None);
        router.call("p2", "10.77.1.1/24", None);
        router.forwards();
        here.call("p1", "10.77.0.100/24", Some(ROUTER));
        for switch in [&core, &access[0], &access[1], &branch, &router] {
            plant.speaks_snmp(switch);
            plant.speaks_lldp(switch);
        }
        let mut hosts = Vec::new();
        let host = |name: &str, at: &Box, port: &str, address: &'static str| {
            let host = plant.station(name);
            plant.plug(at, port, &host, "p1");
            let gateway = if address.starts_with("10.77.0.") { ROUTER } else { "10.77.1.1" };
            host.call("p1", &format!("{address}/24"), Some(gateway));
            (host, address)
        };
        hosts.push(host("lldp-desk", &access[0], "p2", "10.77.0.11"));
        hosts.push(host("desk", &access[0], "p3", "10.77.0.12"));
        hosts.push(host("server", &core, "p4", "10.77.0.16"));
        for (n, address) in ["10.77.0.13", "10.77.0.14", "10.77.0.15"].into_iter().enumerate() {
            let (name, port) = (format!("hub{n}"), format!("p{}", n + 2));
            hosts.push(host(&name, &hub, &port, address));
        }
        hosts.push(host("branch1", &branch, "p2", "10.77.1.11"));
        hosts.push(host("branch2", &branch, "p3", "10.77.1.12"));
        plant.speaks_lldp(&hosts[0].0);
        for (host, address) in &hosts {
            host.greets(if address.starts_with("10.77.0.") { ROUTER } else { "10.77.1.1" });
        }
        branch.greets("10.77.1.1");
        let desk = hosts[1].0.clone();
        Some(Office { plant, access, desk, here, hosts })
    }

    fn scan(&self, site: &Path) -> f64 {
        let clock = Clock::start();
        let scan = ["scan", "10.77.0.0/24", "--community", "public", "--site"];
        let output = self.here.command(program()).args(scan).arg(site).output();
        let output = output.expect("the program can be run");
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{why}");
        println!("{}", why.lines().last().unwrap_or_default());
        clock.steady().as_secs_f64()
    }
}

/// An end of a wire: the address, and the interface if it is known.
type At = (String, Option<String>);

/// The map of a site.
#[derive(Debug, Default)]
struct Drawn {
    wires: BTreeSet<(At, At)>,
    hubs: BTreeMap<String, BTreeSet<At>>,
    addresses: Vec<String>,
}

fn map(site: &Path) -> Drawn {
    let output = Command::new(program()).args(["map", "--json"]).arg(site).output();
    let text = String::from_utf8(output.expect("the program can be run").stdout).expect("text");
    let lines: Vec<Value> =
        text.lines().map(|l| serde_json::from_str(l).expect("lines are JSON")).collect();
    let mut names: BTreeMap<u64, String> = BTreeMap::new();
    let mut drawn = Drawn::default();
    for node in lines.iter().filter(|l| !l["node"].is_null()) {
        let id = node["node"].as_u64().expect("a number");
        let hub = node["inferred"].as_bool() == Some(true);
        let name = if hub {
            format!("hub {id}")
        } else {
            node["address"].as_str().expect("text").to_owned()
        };
        if hub {
            drawn.hubs.insert(name.clone(), BTreeSet::new());
        } else {
            drawn.addresses.push(name.clone());
        }
        names.insert(id, name);
    }
    for link in lines.iter().filter(|l| !l["link"].is_null()) {
        let name = |end: &str| match link[end].as_u64() {
            None => "here".to_owned(),
            Some(id) => names[&id].clone(),
        };
        let none = vec![Value::Null];
        let cables = link["cables"].as_array().filter(|c| !c.is_empty()).unwrap_or(&none);
        for cable in cables {
            let port = |end: &str| cable[end]["name"].as_str().map(str::to_owned);
            let (a, b) = ((name("from"), port("from")), (name("to"), port("to")));
            for (hub, other) in [(&a, &b), (&b, &a)] {
                if let Some(around) = drawn.hubs.get_mut(&hub.0) {
                    around.insert(other.clone());
                }
            }
            if !drawn.hubs.contains_key(&a.0) && !drawn.hubs.contains_key(&b.0) {
                drawn.wires.insert(if a < b { (a, b) } else { (b, a) });
            }
        }
    }
    drawn
}

fn at(address: &str, port: &str) -> At {
    (address.to_owned(), (!port.is_empty()).then(|| port.to_owned()))
}

fn wire(a: At, b: At) -> (At, At) {
    if a < b { (a, b) } else { (b, a) }
}

#[test]
fn the_map_of_an_office_draws_itself_and_follows_who_moves() {
    const NAME: &str = "the_map_of_an_office_draws_itself_and_follows_who_moves";
    let Some(office) = Office::build(NAME) else { return };
    let file = SiteFile::empty();
    let site = file.path();
    let took = office.scan(&site);
    println!("linked {took:.1} s after nothing");
    assert!(took <= 60.0, "because an engineer waits for it, not {took:.1} s");

    let drawn = map(&site);
    let mut there: BTreeSet<String> = office.hosts.iter().map(|(_, a)| (*a).to_owned()).collect();
    there.extend([CORE, ROUTER, ACCESS[0], ACCESS[1], BRANCH].map(str::to_owned));
    let found: BTreeSet<String> = drawn.addresses.iter().cloned().collect();
    assert_eq!(found, there, "because each box is one node, and the branch is found");
    assert_eq!(drawn.addresses.len(), there.len(), "because nobody is there twice");

    let mut want = BTreeSet::from([
        wire(at(CORE, "p1"), at(ACCESS[0], "p1")),
        wire(at(CORE, "p2"), at(ACCESS[1], "p1")),
        wire(at(CORE, "p3"), at(ROUTER, "p1")),
        wire(at(CORE, "p4"), at("10.77.0.16", "")),
        wire(at(CORE, "p5"), at("here", "")),
        wire(at(ROUTER, "p2"), at(BRANCH, "p1")),
        wire(at(BRANCH, "p2"), at("10.77.1.11", "")),
        wire(at(BRANCH, "p3"), at("10.77.1.12", "")),
        wire(at(ACCESS[0], "p2"), at("10.77.0.11", "p1")),
        wire(at(ACCESS[0], "p3"), at("10.77.0.12", "")),
    ]);
    assert_eq!(drawn.wires, want, "because these are the wires, with their ports");
    let hub: Vec<_> = drawn.hubs.values().cloned().collect();
    let around = BTreeSet::from([
        at(ACCESS[1], "p3"),
        at("10.77.0.13", ""),
        at("10.77.0.14", ""),
        at("10.77.0.15", ""),
    ]);
    assert_eq!(hub, [around.clone()], "because the hub is there once, with exactly its hosts");

    // Somebody carries a desk to the other switch; its address stays its own.
    let mac = office.desk.ip("-br link show p1");
    let mac = mac.split_whitespace().nth(2).expect("it has one").to_owned();
    office.access[0].ip("link set p3 down");
    office.desk.ip("address flush dev p1");
    office.desk.ip("link set p1 down");
    office.plant.plug(&office.access[1], "p9", &office.desk, "p2");
    office.desk.ip(&format!("link set p2 address {mac}"));
    office.desk.call("p2", "10.77.0.12/24", Some(ROUTER));
    office.desk.greets(ROUTER);
    let took = office.scan(&site);
    println!("seen moved {took:.1} s after the second scan began");
    let drawn = map(&site);
    want.remove(&wire(at(ACCESS[0], "p3"), at("10.77.0.12", "")));
    want.insert(wire(at(ACCESS[1], "p9"), at("10.77.0.12", "")));
    assert_eq!(drawn.wires, want, "because it is plugged in there now, and nothing else moved");
    let hub: Vec<_> = drawn.hubs.into_values().collect();
    assert_eq!(hub, [around], "because it is the same hub");
}

//! The map draws itself: real switches, real announcements, real tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use hinomi_engine::clock::Clock;
use hinomi_tests::plant::{Box, Plant};
use hinomi_tests::watching::{Line, SiteFile, Watching, program};
use serde_json::Value;

use crate::{believed, opened, pause, told};

/// Two switches behind one, a hub behind the second, a router with a branch behind it.
struct Office {
    plant: Plant,
    core: Box,
    access: [Box; 2],
    desk: Box,
    here: Box,
    hosts: Vec<(Box, &'static str)>,
}

const CORE: &str = "10.77.0.2";
const ROUTER: &str = "10.77.0.1";
const ACCESS: [&str; 2] = ["10.77.0.3", "10.77.0.4"];
const BRANCH: &str = "10.77.1.2";
const DESK: &str = "10.77.0.12";
const HUB: [&str; 3] = ["10.77.0.13", "10.77.0.14", "10.77.0.15"];

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
        hosts.push(host("desk", &access[0], "p3", DESK));
        hosts.push(host("server", &core, "p4", "10.77.0.16"));
        for (n, address) in HUB.into_iter().enumerate() {
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
        plant.hears(&core, &[&access[0], &access[1], &router]);
        plant.hears(&access[0], &[&core, &hosts[0].0]);
        plant.hears(&access[1], &[&core]);
        plant.hears(&router, &[&core, &branch]);
        plant.hears(&branch, &[&router]);
        let desk = hosts[1].0.clone();
        Some(Office { plant, core, access, desk, here, hosts })
    }

    /// Looks around from nothing but its own network and a community; how long that took, in
    /// seconds.
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
    /// Boxes nobody has seen, and what hangs on each.
    hubs: BTreeMap<String, BTreeSet<At>>,
    addresses: BTreeMap<u64, String>,
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
            drawn.addresses.insert(id, name.clone());
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

/// Where the desk is and was, as "where" tells: on which switch and port, the latest first.
fn stays(site: &Path) -> Vec<(String, String)> {
    let output = Command::new(program()).arg("where").arg(site).args([DESK, "--json"]).output();
    let text = String::from_utf8(output.expect("the program can be run").stdout).expect("text");
    let lines = text.lines().map(|l| serde_json::from_str(l).expect("lines are JSON"));
    let names = BTreeMap::from([("access1", ACCESS[0]), ("access2", ACCESS[1])]);
    let stay = |line: Value| {
        let at = names.get(line["at_name"].as_str()?)?;
        Some(((*at).to_owned(), line["port"].as_str()?.to_owned()))
    };
    lines.filter_map(stay).collect()
}

fn at(address: &str, port: &str) -> At {
    (address.to_owned(), (!port.is_empty()).then(|| port.to_owned()))
}

fn wire(a: At, b: At) -> (At, At) {
    if a < b { (a, b) } else { (b, a) }
}

/// The wires of the office as it was built; the hub's are not among them.
fn wires() -> BTreeSet<(At, At)> {
    BTreeSet::from([
        wire(at(CORE, "p1"), at(ACCESS[0], "p1")),
        wire(at(CORE, "p2"), at(ACCESS[1], "p1")),
        wire(at(CORE, "p3"), at(ROUTER, "p1")),
        wire(at(CORE, "p4"), at("10.77.0.16", "")),
        wire(at(CORE, "p5"), at("here", "")),
        wire(at(ROUTER, "p2"), at(BRANCH, "p1")),
        wire(at(BRANCH, "p2"), at("10.77.1.11", "")),
        wire(at(BRANCH, "p3"), at("10.77.1.12", "")),
        wire(at(ACCESS[0], "p2"), at("10.77.0.11", "p1")),
        wire(at(ACCESS[0], "p3"), at(DESK, "")),
    ])
}

/// What hangs on the hub.
fn around_the_hub() -> BTreeSet<At> {
    HUB.iter().map(|host| at(host, "")).chain([at(ACCESS[1], "p3")]).collect()
}

#[test]
fn the_map_of_an_office_draws_itself_follows_who_moves_and_shows_what_a_cut_takes() {
    const NAME: &str =
        "the_map_of_an_office_draws_itself_follows_who_moves_and_shows_what_a_cut_takes";
    let Some(office) = Office::build(NAME) else { return };
    let file = SiteFile::empty();
    let site = file.path();

    let took = office.scan(&site);
    println!("linked {took:.1} s after nothing");
    assert!(took <= 60.0, "because an engineer waits for it, not {took:.1} s");
    let drawn = map(&site);
    let mut there: Vec<&str> = office.hosts.iter().map(|(_, address)| *address).collect();
    there.extend([CORE, ROUTER, ACCESS[0], ACCESS[1], BRANCH]);
    there.sort_unstable();
    let mut found: Vec<&str> = drawn.addresses.values().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, there, "because each box is one node, those of the branch too");
    assert_eq!(drawn.wires, wires(), "because these are the wires, with their ports");
    let hubs: Vec<_> = drawn.hubs.into_values().collect();
    assert_eq!(hubs, [around_the_hub()], "because the hub is there once, with exactly its hosts");

    office.plant.carry(
        &office.desk,
        ["p1", "p2"],
        (&office.access[0], "p3"),
        (&office.access[1], "p9"),
    );
    office.desk.call("p2", &format!("{DESK}/24"), Some(ROUTER));
    office.desk.greets(ROUTER);
    let took = office.scan(&site);
    println!("seen moved {took:.1} s after the second scan began");
    let drawn = map(&site);
    let mut found: Vec<&str> = drawn.addresses.values().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, there, "because a second look makes no second node of anybody");
    let mut moved = wires();
    moved.remove(&wire(at(ACCESS[0], "p3"), at(DESK, "")));
    moved.insert(wire(at(ACCESS[1], "p9"), at(DESK, "")));
    assert_eq!(drawn.wires, moved, "because it is plugged in there now, and nothing else moved");
    let hubs: Vec<_> = drawn.hubs.into_values().collect();
    assert_eq!(hubs, [around_the_hub()], "because it is the same hub");

    let stays = stays(&site);
    assert_eq!(stays, [(ACCESS[1].into(), "p9".into()), (ACCESS[0].into(), "p3".into())]);

    cut(&office, &file, &drawn.addresses);
    assert_eq!(map(&site).wires, moved, "because an outage redraws nothing");
}

/// The cable to the second access switch is cut: it is down, what hangs on it cannot be reached, and
/// nobody else has a part in it.
fn cut(office: &Office, file: &SiteFile, addresses: &BTreeMap<u64, String>) {
    let who = |id: &Value| -> String {
        id.as_u64().and_then(|id| addresses.get(&id)).cloned().unwrap_or_default()
    };
    let watching = Watching::start(office.here.command(program()), file, true);
    let well = |lines: &[Line]| -> BTreeSet<String> {
        let well = lines.iter().filter(|l| believed(l) == Some("ok"));
        well.map(|l| who(&l.says["node"])).collect()
    };
    let all = watching.until(Duration::from_secs(40), |lines| well(lines).len() == addresses.len());
    assert!(all, "because everybody answers: {:?} do", well(&watching.lines()));

    office.core.ip("link set p2 down");
    let cut = watching.now();
    // Who is down, and who cannot be reached because of it.
    let grey = |lines: &[Line]| -> (Vec<String>, BTreeSet<String>) {
        let down = lines.iter().filter(|l| opened(l)).map(|l| who(&l.says["node"]));
        let joined = lines.iter().filter(|l| l.is("incident") && l.text("what") == "joined");
        let behind = joined.filter(|l| l.says["place"]["unreachable"] == true);
        (down.collect(), behind.map(|l| who(&l.says["place"]["node"])).collect())
    };
    let behind: BTreeSet<String> = HUB.iter().chain(&[DESK]).map(|a| (*a).to_owned()).collect();
    let want = (vec![ACCESS[1].to_owned()], behind);
    let shown = watching.until(Duration::from_secs(40), |lines| grey(lines) == want);
    // What the machine took meanwhile is not the program's: see `Moment`.
    let took = watching.now().since(&cut);
    assert!(shown, "because that is what it takes: {:?}", grey(&watching.lines()));
    println!("what a cut cable takes is grey after {took}");
    assert!(took.own() <= 15.0, "because an interval and its doubt are 15 s, not {took}");
    // Whatever else would fall would have fallen within the next interval.
    pause(12.0);
    let lines = watching.lines();
    assert_eq!(grey(&lines), want, "because nobody else hangs on that cable");
    assert_eq!(told(&lines).len(), 1, "because there is one cause: {:?}", told(&lines));

    office.core.ip("link set p2 up");
    let over = |lines: &[Line]| lines.iter().any(|l| l.is("resolved"));
    let over = watching.until(Duration::from_secs(40), over);
    assert!(over, "because the cable is whole again: {:?}", told(&watching.lines()));
    watching.end();
}

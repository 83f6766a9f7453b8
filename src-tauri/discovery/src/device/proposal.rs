//! What a device is best watched with: checks with limits that fit most of its kind, for a person to
//! tick. Knowledge of MIBs and profiles ends here; a check is made of objects and limits alone.

use std::collections::HashSet;

use hinomi_model::check::{
    AgentSpec, CheckSpec, InterfaceSpec, Limits, Signs, ValueSpec, WordSpec,
};
use hinomi_model::draft::CheckDraft;
use hinomi_model::snmp::{Fold, Formula, Oid, Rows, Value};
use hinomi_model::{Metric, NodeId, NodeKind};

use super::mib::{lag, processes};
use super::source::agree;
use super::{Class, Device, Health, Interface, Limits as Said, Sensor, Share, Source, View};

/// Most checks proposed for one device.
const MOST: usize = 600;
/// Most sensors listed …
const LISTED_SENSORS: usize = 200;
/// … and ticked: a chassis has hundreds, and nobody wants a check of each.
const MOST_SENSORS: usize = 48;
/// Most programs listed.
const MOST_PROGRAMS: usize = 150;

/// A check that fits a device.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The check.
    pub spec: CheckSpec,
    /// It is worth having on most devices of the kind.
    pub usual: bool,
}

/// What fits a device, its agent's own check first. Only what the view gives again just as it was
/// understood: a formula that reads something else is not proposed.
pub fn propose(device: &Device, view: &View) -> Vec<Proposal> {
    let mut all = vec![Proposal { spec: CheckSpec::Agent(AgentSpec::default()), usual: true }];
    all.extend(processors(&device.cpu_percent, view));
    all.extend(shares(&device.memory_percent, view, Metric::Memory, memory_limits));
    all.extend(shares(&device.storage_percent, view, Metric::Storage, storage_limits));
    all.extend(shares(&device.supplies_percent, view, Metric::Supply, supply_limits));
    all.extend(device.health.iter().filter_map(word));
    all.extend(fitting(sensors(&device.sensors, view), LISTED_SENSORS));
    all.extend(device.interfaces.iter().filter_map(|i| interface(device, i)));
    all.extend(programs(view));
    let mut all = fitting(all, MOST);
    let mut seen = HashSet::new();
    all.retain_mut(|proposal| {
        tell_apart(&mut proposal.spec, &mut seen);
        CheckDraft::usual(NodeId(0), proposal.spec.clone()).check().is_ok()
    });
    all
}

/// So many of them: none that is usual makes room for one that is not.
fn fitting(mut all: Vec<Proposal>, most: usize) -> Vec<Proposal> {
    let usual = all.iter().filter(|proposal| proposal.usual).count();
    let mut room = most.saturating_sub(usual);
    all.retain(|proposal| {
        let fits = proposal.usual || room > 0;
        room -= usize::from(fits && !proposal.usual);
        fits
    });
    all.truncate(most);
    all
}

/// Two things of one name are numbered.
fn tell_apart(spec: &mut CheckSpec, seen: &mut HashSet<(Option<Metric>, String)>) {
    let (metric, label) = match spec {
        CheckSpec::Value(s) => (Some(s.metric), &mut s.label),
        CheckSpec::Word(s) => (None, &mut s.label),
        CheckSpec::Icmp(_)
        | CheckSpec::Tcp(_)
        | CheckSpec::Http(_)
        | CheckSpec::Quality(_)
        | CheckSpec::Composite(_)
        | CheckSpec::Trap(_)
        | CheckSpec::Agent(_)
        | CheckSpec::Interface(_) => return,
    };
    let first: String = label.chars().take(110).collect();
    *label = first.clone();
    let mut n = 1;
    while !seen.insert((metric, label.clone())) {
        n += 1;
        *label = format!("{first} {n}");
    }
}

fn value(metric: Metric, label: &str, source: &Source, limits: (Limits, Limits)) -> CheckSpec {
    let (above, below) = limits;
    let Source { formula, rows } = source.clone();
    let full = if metric == Metric::Storage { Limits::warn(7.0) } else { Limits::NONE };
    CheckSpec::Value(ValueSpec { metric, label: label.into(), formula, rows, above, below, full })
}

fn proposed(limits: Option<Said>, otherwise: (Limits, Limits)) -> (Limits, Limits) {
    let Some(said) = limits else { return otherwise };
    let pair = |pair: Option<[f64; 2]>| {
        pair.map_or(Limits::NONE, |[w, c]| Limits { warning: Some(w), critical: Some(c) })
    };
    (pair(said.above), pair(said.below))
}

const fn limits(warning: f64, critical: f64) -> Limits {
    Limits { warning: Some(warning), critical: Some(critical) }
}

/// Does the source give again what was understood?
fn holds(source: Option<&Source>, value: f64, view: &View) -> bool {
    source.and_then(|s| s.value(view)).is_some_and(|again| agree(again, value))
}

/// What is running now and may be missed when it is gone. Which of them matter only people know.
fn programs(view: &View) -> impl Iterator<Item = Proposal> {
    let gone = Limits { warning: None, critical: Some(0.0) };
    let check = move |name: String| {
        let (formula, rows) = processes::count(&name);
        let source = Source { formula, rows };
        let spec = value(Metric::Number, &name, &source, (Limits::NONE, gone));
        Proposal { spec, usual: false }
    };
    processes::running(view).into_iter().take(MOST_PROGRAMS).map(check)
}

/// Many processors are one check of their mean; two or one are looked at each.
fn processors(all: &[Share], view: &View) -> Vec<Proposal> {
    const LIMITS: (Limits, Limits) = (limits(90.0, 98.0), Limits::NONE);
    let held = all.iter().filter(|s| holds(s.source.as_ref(), s.value, view));
    let held: Vec<(&Share, &Source)> = held.filter_map(|s| Some((s, s.source.as_ref()?))).collect();
    if let Some(source) = mean(&held).filter(|_| held.len() > 2) {
        let limits = proposed(held[0].0.limits, LIMITS);
        return vec![Proposal { spec: value(Metric::Cpu, "", &source, limits), usual: true }];
    }
    let one = held.len() == 1;
    let spec = |(share, source): (&Share, &Source)| {
        let label = if one { "" } else { &share.descr };
        value(Metric::Cpu, label, source, proposed(share.limits, LIMITS))
    };
    held.into_iter().map(|of| Proposal { spec: spec(of), usual: true }).collect()
}

/// The mean of a whole column, if that is where all of them come from.
fn mean(all: &[(&Share, &Source)]) -> Option<Source> {
    let column = |source: &Source| -> Option<(Oid, f64)> {
        let ([term], []) = (source.formula.plus.as_slice(), source.formula.over.as_slice()) else {
            return None;
        };
        match &source.rows {
            Rows::Object => {
                let (_, column) = term.oid.numbers().split_last()?;
                Some((Oid::from(column), source.formula.scale))
            }
            Rows::Row { .. } => Some((term.oid.clone(), source.formula.scale)),
            Rows::All { .. } => None,
        }
    };
    let first = column(all.first()?.1)?;
    let same = |(_, source): &(&Share, &Source)| {
        source.formula.offset == 0.0 && column(source).is_some_and(|c| c == first)
    };
    all.iter().all(same).then(|| Source {
        formula: Formula::scaled(first.0, first.1),
        rows: Rows::All { fold: Fold::Mean, column: None, says: None },
    })
}

fn shares(
    all: &[Share],
    view: &View,
    metric: Metric,
    judge: fn(&Share) -> (Limits, Limits, bool),
) -> Vec<Proposal> {
    let spec = |share: &Share| {
        let source =
            share.source.as_ref().filter(|_| holds(share.source.as_ref(), share.value, view))?;
        let (above, below, usual) = judge(share);
        let limits = proposed(share.limits, (above, below));
        Some(Proposal { spec: value(metric, &share.descr, source, limits), usual })
    };
    all.iter().filter(|share| !share.guess).filter_map(spec).collect()
}

/// Buffers and cache are lent out, and swap is a store.
fn memory_limits(share: &Share) -> (Limits, Limits, bool) {
    let descr = share.descr.to_lowercase();
    let lent = ["buffer", "cache", "shared", "virtual", "swap"];
    let usual = !lent.iter().any(|word| descr.contains(word));
    (limits(90.0, 97.0), Limits::NONE, usual)
}

/// What the system keeps in memory fills and empties as it likes; discs that cannot be written to
/// are full for ever.
fn storage_limits(share: &Share) -> (Limits, Limits, bool) {
    let passing = ["/run", "/dev", "/sys", "/proc", "/snap", "/mnt/cdrom"];
    let small = share.of.is_some_and(|octets| octets < 64e6);
    let usual = !small && share.value < 99.9 && !passing.iter().any(|p| share.descr.starts_with(p));
    (limits(85.0, 95.0), Limits::NONE, usual)
}

fn supply_limits(_: &Share) -> (Limits, Limits, bool) {
    (Limits::NONE, limits(15.0, 5.0), true)
}

fn word(health: &Health) -> Option<Proposal> {
    let source = health.source.as_ref()?;
    let of = |wanted: Option<bool>| {
        let all = source.words.iter().filter(move |(.., good)| *good == wanted);
        all.map(|(said, ..)| said.clone()).collect::<Vec<String>>()
    };
    let spec = WordSpec {
        label: health.descr.clone(),
        oid: source.oid.clone(),
        rows: Rows::Object,
        good: of(Some(true)),
        warning: of(Some(false)),
        part: false,
        words: source.words.iter().map(|(said, word, _)| (said.clone(), word.clone())).collect(),
        bits: source.bits,
    };
    Some(Proposal { spec: CheckSpec::Word(spec), usual: true })
}

fn sensors(all: &[Sensor], view: &View) -> Vec<Proposal> {
    let held = all.iter().filter(|sensor| holds(sensor.source.as_ref(), sensor.value, view));
    let mut ticked = 0;
    let spec = |sensor: &Sensor| {
        let source = sensor.source.as_ref()?;
        let metric = sensor.class.metric();
        let (otherwise, usual) = judge_sensor(sensor);
        let usual = usual || sensor.limits.is_some();
        ticked += usize::from(usual);
        if metric == Metric::Rate && !counts(source, view) {
            return None;
        }
        let label = sensor.called();
        let spec = value(metric, &label, source, proposed(sensor.limits, otherwise));
        Some(Proposal { spec, usual: usual && ticked <= MOST_SENSORS })
    };
    held.filter_map(spec).collect()
}

/// Limits that fit what a sensor says now, and whether most want it.
fn judge_sensor(sensor: &Sensor) -> ((Limits, Limits), bool) {
    let now = sensor.value;
    let none = (Limits::NONE, Limits::NONE);
    match sensor.class {
        Class::Temperature => {
            let warm = (now + 15.0).round().max(55.0);
            ((limits(warm, warm + 10.0), Limits::NONE), now > 0.0)
        }
        Class::Humidity => ((Limits::warn(80.0), Limits::warn(15.0)), true),
        Class::Fanspeed => {
            let slow = Limits { warning: Some((now / 2.0).round()), critical: Some(1.0) };
            let below = if now > 2.0 { slow } else { Limits::NONE };
            ((Limits::NONE, below), now > 2.0)
        }
        Class::Charge => ((Limits::NONE, limits(50.0, 20.0)), true),
        // How long it has been on battery rises from nothing.
        Class::Runtime if now < 1.0 => (none, false),
        Class::Runtime => ((Limits::NONE, limits(10.0, 5.0)), true),
        Class::Load => ((limits(80.0, 95.0), Limits::NONE), true),
        _ => (none, false),
    }
}

/// Is it one counter, of which a rate can be made?
fn counts(source: &Source, view: &View) -> bool {
    let Formula { plus, over, offset, .. } = &source.formula;
    let ([term], []) = (plus.as_slice(), over.as_slice()) else { return false };
    let said = match &source.rows {
        Rows::Object => view.get(term.oid.numbers()),
        Rows::Row { index, .. } => view.at(term.oid.numbers(), index),
        Rows::All { .. } => None,
    };
    let counter = matches!(said, Some(Value::Counter32(_) | Value::Counter64(_)));
    counter && *offset == 0.0
}

/// Interfaces that frames pass through.
const PASSES: [&str; 5] =
    ["ethernetCsmacd", "gigabitEthernet", "fastEther", "ieee8023adLag", "ieee80211"];
/// Ways into other networks: what routers and firewalls are there for.
const LEADS_OUT: [&str; 2] = ["ppp", "tunnel"];
/// What is only made of others: VLANs, and aggregates on some.
const MADE_OF_OTHERS: [&str; 2] = ["propVirtual", "l3ipvlan"];

/// Interfaces that are worth a check each. On a switch those that lead on are to be up; behind the
/// others stand people's computers, which are switched off at night.
fn interface(device: &Device, interface: &Interface) -> Option<Proposal> {
    let kind = interface.kind.as_deref().unwrap_or("ethernetCsmacd");
    let passes = PASSES.contains(&kind);
    let out = LEADS_OUT.contains(&kind);
    let listed = passes || out || MADE_OF_OTHERS.contains(&kind);
    if !listed || interface.admin == Some("down") {
        return None;
    }
    let up = interface.oper == Some("up");
    let aggregate =
        kind == "ieee8023adLag" || kind == "propVirtual" && lag::names_channel(&interface.name);
    let named = |port: &str| port == interface.name || Some(port) == interface.descr.as_deref();
    let met = device.neighbours.iter().any(|n| n.local_port.as_deref().is_some_and(named));
    let fast = interface.speed_bps.is_some_and(|speed| speed >= 10_000_000_000);
    let leads_on = met || fast || aggregate || interface.alias.is_some();
    let many = matches!(device.role, NodeKind::Switch | NodeKind::AccessPoint);
    let leads_out = out && matches!(device.role, NodeKind::Router | NodeKind::Firewall);
    let wanted = up && (leads_out || aggregate || passes && (leads_on || !many));
    let port = Signs {
        name: interface.name.clone(),
        descr: interface.descr.clone(),
        mac: interface.mac.clone(),
        index: interface.index,
    };
    let spec = InterfaceSpec { port, up: wanted, ..InterfaceSpec::default() };
    Some(Proposal { spec: CheckSpec::Interface(spec), usual: wanted })
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::Value;

    use super::*;
    use crate::device::{Profiles, understand};

    fn port(index: u32) -> Interface {
        Interface {
            index,
            name: format!("Gi1/{index}"),
            descr: None,
            alias: None,
            kind: None,
            admin: None,
            oper: Some("up"),
            duplex: None,
            mtu: None,
            speed_bps: None,
            mac: None,
        }
    }

    #[test]
    fn a_chassis_full_of_sensors_is_proposed_its_interfaces_and_what_is_usual_all_the_same() {
        let oid = |n: u32| Oid::from([1, 3, 6, 1, 4, 1, 99_999, n]);
        let view: View = (0..=900).map(|n| (oid(n), Value::Gauge32(30))).collect();
        let sensor = |n: u32| {
            let class = if n == 900 { Class::Humidity } else { Class::Voltage };
            let source = Some(Source::object(Formula::of(oid(n))));
            Sensor { source, ..Sensor::new(class, format!("Sensor {n}"), 30.0) }
        };
        let mut device = understand(&View::default(), Profiles::built_in());
        device.role = NodeKind::Switch;
        device.sensors = (0..=900).map(sensor).collect();
        device.interfaces = (1..=300).map(port).collect();
        let all = propose(&device, &view);
        let count = |is: fn(&CheckSpec) -> bool| all.iter().filter(|p| is(&p.spec)).count();
        assert_eq!(count(|spec| matches!(spec, CheckSpec::Interface(_))), 300);
        assert_eq!(count(|spec| matches!(spec, CheckSpec::Value(_))), LISTED_SENSORS);
        let humid =
            |s: &CheckSpec| matches!(s, CheckSpec::Value(s) if s.metric == Metric::Humidity);
        assert_eq!(count(humid), 1, "because it is usual, if last");
    }

    #[test]
    fn the_way_out_is_proposed_on_a_router_and_listed_elsewhere() {
        let proposed = |role, kind: &'static str, name: &str, oper| {
            let mut device = understand(&View::default(), Profiles::built_in());
            device.role = role;
            let port = Interface { name: name.into(), kind: Some(kind.into()), oper, ..port(1) };
            device.interfaces = vec![port];
            let all = propose(&device, &View::default());
            let found = all.iter().find(|p| matches!(p.spec, CheckSpec::Interface(_)));
            found.map(|proposal| proposal.usual)
        };
        let up = Some("up");
        for kind in ["ppp", "tunnel"] {
            for role in [NodeKind::Router, NodeKind::Firewall] {
                assert_eq!(proposed(role, kind, "pp 1", up), Some(true), "{kind} of {role:?}");
            }
            let idle = proposed(NodeKind::Router, kind, "pp 1", Some("down"));
            assert_eq!(idle, Some(false), "because it may be a spare one");
            let server = proposed(NodeKind::Server, kind, "tunl0", up);
            assert_eq!(server, Some(false), "because it may be anything there");
        }
        let of = |name| proposed(NodeKind::Switch, "propVirtual", name, up);
        assert_eq!(of("Po1"), Some(true), "because it is an aggregate of Cisco's");
        assert_eq!(of("Vlan10"), Some(false), "because its ports are looked at");
        assert_eq!(proposed(NodeKind::Router, "l3ipvlan", "Vlan10", up), Some(false));
        assert_eq!(proposed(NodeKind::Router, "softwareLoopback", "lo", up), None);
    }
}

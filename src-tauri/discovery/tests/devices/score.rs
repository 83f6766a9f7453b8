//! Comparing what we understand with what another monitor found.

use std::collections::{BTreeMap, BTreeSet};

use hinomi_discovery::device::{Device, Share, View};

use crate::facts::{self, Facts};
use crate::quirks;

/// What is scored, in the order of the table, and the share that must at least be right, per cent.
pub type Measure = (&'static str, f64);

/// What is promised of devices nobody has seen here.
const PROMISED: [Measure; 12] = [
    ("kind", 95.0),
    ("vendor", 95.0),
    ("model", 85.0),
    ("version", 80.0),
    ("serial", 80.0),
    ("interfaces", 98.0),
    ("cpu", 90.0),
    ("memory", 85.0),
    ("storage", 90.0),
    ("sensors", 75.0),
    ("supplies", 100.0),
    ("neighbours", 90.0),
];

/// What was reached on the sample the profiles were written with, and does not fall again.
const REACHED: [Measure; 12] = [
    ("kind", 97.0),
    ("vendor", 97.0),
    ("model", 95.0),
    ("version", 94.0),
    ("serial", 94.0),
    ("interfaces", 99.0),
    ("cpu", 97.0),
    ("memory", 95.0),
    ("storage", 97.0),
    ("sensors", 90.0),
    ("supplies", 100.0),
    ("neighbours", 100.0),
];

/// The names of that sample's recordings, one a line, by FNV-1a.
const SAMPLE: u64 = 0x78a7_c8da_f6ff_0eeb;

/// What recordings of these names are held to, and what they are called in the table.
pub fn measures(names: &[String]) -> (&'static str, &'static [Measure; 12]) {
    let octets = names.iter().flat_map(|name| name.bytes().chain([b'\n']));
    let mark = octets.fold(0xcbf2_9ce4_8422_2325_u64, |mark, octet| {
        (mark ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    });
    match mark == SAMPLE {
        true => ("of the known sample", &REACHED),
        false => ("that are not the known sample", &PROMISED),
    }
}

/// How many were right, and what was missed.
#[derive(Debug, Default)]
pub struct Score {
    pub right: usize,
    pub of: usize,
    /// Devices in which all were right, and devices that have any.
    pub whole: usize,
    pub devices: usize,
    pub misses: Vec<String>,
}

/// One score per measure.
#[derive(Debug, Default)]
pub struct Scores {
    pub by: BTreeMap<&'static str, Score>,
    /// Families of which nobody wrote down who makes them: their vendors are not scored.
    pub unsaid: BTreeSet<String>,
}

impl Scores {
    /// Compares one device.
    pub fn add(&mut self, name: &str, facts: &Facts, device: &Device, view: &View) {
        let one = |want: &str, got: Option<&str>| {
            vec![if agrees(want, got) { Ok(()) } else { Err(format!("{want:?}, not {got:?}")) }]
        };
        let kind = serde_json::to_value(device.kind).expect("a word");
        let kind = kind.as_str().expect("a word");
        let wanted = quirks::kinds(&facts.family, &facts.kind);
        self.take(
            name,
            "kind",
            vec![match wanted.contains(&kind) {
                true => Ok(()),
                false => Err(format!("{wanted:?}, not {kind:?}")),
            }],
        );
        match quirks::vendor(&facts.family) {
            Some(vendor) => self.take(name, "vendor", one(vendor, device.vendor.as_deref())),
            None => _ = self.unsaid.insert(facts.family.clone()),
        }
        for (measure, want, got) in [
            ("model", &facts.model, &device.model),
            ("version", &facts.version, &device.version),
            ("serial", &facts.serial, &device.serial),
        ] {
            if let Some(want) = want {
                self.take(name, measure, one(want, got.as_deref()));
            }
        }
        self.take(name, "interfaces", interfaces(facts, device, view));
        for (measure, want, got) in [
            ("cpu", &facts.cpu_percent, &device.cpu_percent),
            ("memory", &facts.memory_percent, &device.memory_percent),
            ("storage", &facts.storage_percent, &device.storage_percent),
            ("supplies", &facts.supplies_percent, &device.supplies_percent),
        ] {
            self.take(name, measure, shares(want, got));
        }
        self.take(name, "sensors", sensors(facts, device));
        self.take(name, "neighbours", neighbours(facts, device));
    }

    fn take(&mut self, name: &str, measure: &'static str, results: Vec<Result<(), String>>) {
        if results.is_empty() {
            return;
        }
        let score = self.by.entry(measure).or_default();
        let right = results.iter().filter(|result| result.is_ok()).count();
        score.right += right;
        score.of += results.len();
        score.devices += 1;
        score.whole += usize::from(right == results.len());
        score
            .misses
            .extend(results.into_iter().filter_map(|r| Some(format!("{name}: {}", r.err()?))));
    }
}

impl Score {
    /// The share that was right, per cent.
    pub fn percent(&self) -> f64 {
        if self.of == 0 { 100.0 } else { 100.0 * self.right as f64 / self.of as f64 }
    }
}

/// Texts agree when letters and digits are the same, or one is contained whole in the other.
fn agrees(want: &str, got: Option<&str>) -> bool {
    let bare = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (want, got) = (bare(want), bare(got.unwrap_or_default()));
    let within = |long: &str, short: &str| short.chars().count() >= 3 && long.contains(short);
    want == got || within(&want, &got) || within(&got, &want)
}

fn interfaces(facts: &Facts, device: &Device, view: &View) -> Vec<Result<(), String>> {
    facts.interfaces.iter().map(|want| interface(want, device, view)).collect()
}

/// Name, kind and state as the facts have them; the facts have no speed, so that is compared with
/// what stands in the recording.
fn interface(want: &facts::Interface, device: &Device, view: &View) -> Result<(), String> {
    let got = device.interfaces.iter().find(|i| i.index == want.index);
    let got = got.ok_or_else(|| format!("interface {} is not there", want.index))?;
    let names = [Some(&got.name), got.descr.as_ref(), got.alias.as_ref()];
    let named = [&want.name, &want.descr].into_iter().any(|name| names.contains(&Some(name)));
    let oper = want.oper.as_deref().filter(|word| word.parse::<u32>().is_err());
    let state = oper.is_none() || oper == got.oper;
    let kind = want.kind.as_deref().filter(|word| word.parse::<u32>().is_err());
    let kind = kind.is_none() || kind == got.kind.as_deref();
    let millions = view.whole(&[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 15], &[want.index]).unwrap_or(0);
    let octet = view.whole(&[1, 3, 6, 1, 2, 1, 2, 2, 1, 5], &[want.index]);
    let said = octet
        .map(|bps| if millions > 0 && bps == 4_294_967_295 { millions * 1_000_000 } else { bps });
    let speed = said
        .is_none_or(|said| said <= 0 && millions > 0 || got.speed_bps == u64::try_from(said).ok());
    let wrong: Vec<&str> = [(named, "name"), (state, "state"), (kind, "type"), (speed, "speed")]
        .into_iter()
        .filter_map(|(right, what)| (!right).then_some(what))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{} of {want:?} in {got:?}", wrong.join(", ")))
    }
}

/// Every value wanted is found among ours within one point, each of ours once.
fn shares(want: &[facts::Share], got: &[Share]) -> Vec<Result<(), String>> {
    let mut left: Vec<f64> = got.iter().map(|share| share.value).collect();
    want.iter()
        .map(|want| {
            let found =
                nearest(&left, want.value).filter(|at| (left[*at] - want.value).abs() <= 1.0);
            match found {
                Some(at) => {
                    left.swap_remove(at);
                    Ok(())
                }
                None => Err(format!("{:?} {}", want.descr, want.value)),
            }
        })
        .collect()
}

/// Every value wanted is found among ours of the same class, within rounding, each of ours once.
fn sensors(facts: &Facts, device: &Device) -> Vec<Result<(), String>> {
    let mut left: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for sensor in &device.sensors {
        let class = serde_json::to_value(sensor.class).expect("a word");
        let class = class.as_str().expect("a word").to_owned();
        left.entry(class).or_default().push(sensor.value);
    }
    facts
        .sensors
        .iter()
        .map(|want| {
            let left = left.entry(want.class.clone()).or_default();
            let close = |got: f64| (got - want.value).abs() <= 0.051 + want.value.abs() / 200.0;
            match nearest(left, want.value).filter(|at| close(left[*at])) {
                Some(at) => {
                    left.swap_remove(at);
                    Ok(())
                }
                None => Err(format!("{} {:?} {}", want.class, want.descr, want.value)),
            }
        })
        .collect()
}

fn nearest(values: &[f64], to: f64) -> Option<usize> {
    let distance = |at: &usize| (values[*at] - to).abs();
    (0..values.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// The same protocol, port and name.
fn neighbours(facts: &Facts, device: &Device) -> Vec<Result<(), String>> {
    let mut left: Vec<_> = device.neighbours.iter().collect();
    facts
        .neighbours
        .iter()
        .map(|want| {
            let same = |got: &&hinomi_discovery::device::Neighbour| {
                got.protocol == want.protocol
                    && want.remote_name.as_ref().is_none_or(|n| agrees(n, Some(&got.remote_name)))
                    && want.local_port.as_ref().is_none_or(|p| agrees(p, got.local_port.as_deref()))
            };
            match left.iter().position(same) {
                Some(at) => {
                    left.remove(at);
                    Ok(())
                }
                None => Err(format!("{want:?} among {left:?}")),
            }
        })
        .collect()
}

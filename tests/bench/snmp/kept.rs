//! What watching 48 ports costs from the question to the disk: 48 checks ask one agent together, the
//! core judges what they bring, and one commit stores it, as the engine does it once a minute.

use std::net::SocketAddr;
use std::time::Duration;

use hinomi_checks::snmp::{Agent, Past};
use hinomi_checks::{Target, probe};
use hinomi_engine::Wish;
use hinomi_engine::core::{Core, Order};
use hinomi_model::check::{CheckSpec, InterfaceSpec, Signs};
use hinomi_model::draft::NodeDraft;
use hinomi_model::snmp::Credentials;
use hinomi_model::{
    Address, CheckId, Metric, Outcome, Reading, Sample, Settings, Sketch, Span, Stamp,
};
use hinomi_net::Net;
use hinomi_net::snmp::Session;
use hinomi_store::{Loaded, Site};

use super::peers::Snmpd;
use super::{Meter, PATIENCE, line, v2c, v3};

const BEGIN: Stamp = Stamp(1_800_000_000_000);
const PORTS: u32 = 48;

/// What an interface check stores each minute.
const STORED: [Metric; 10] = [
    Metric::TrafficIn,
    Metric::LoadIn,
    Metric::TrafficOut,
    Metric::LoadOut,
    Metric::ErrorsIn,
    Metric::ErrorsOut,
    Metric::DiscardsIn,
    Metric::DiscardsOut,
    Metric::Collisions,
    Metric::Speed,
];

/// One check, with what it remembers.
struct Port {
    id: CheckId,
    spec: CheckSpec,
    past: Past,
}

/// A site with one switch on it.
struct Stage {
    core: Core,
    site: Site,
    ports: Vec<Port>,
    round: u32,
}

/// 48 interface checks of one agent, asked, judged and stored, so many times.
pub(super) async fn interfaces(snmpd: &Snmpd, count: u32) -> Result<(), String> {
    for (name, credentials, most) in [("v2c", v2c(), 2.0), ("v3 authPriv", v3(), 4.0)] {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let mut stage = Stage::set(&folder.path().join("bench.hinomi")).await?;
        // As the engine does: on a worker, where packets come in, too.
        let agent = snmpd.address;
        let watching = tokio::spawn(async move {
            let cost = stage.watched(agent, credentials, count).await?;
            stage.site.close().await;
            Ok::<_, String>(cost)
        });
        let cost = watching.await.map_err(|e| e.to_string())??;
        line(
            &format!("48 interface checks, asked, judged and stored, {name}"),
            cost.0,
            "CPU ms",
            Some(most),
        );
        line("  until they are on the disk", cost.1, "ms", None);
    }
    Ok(())
}

impl Stage {
    async fn set(path: &std::path::Path) -> Result<Stage, String> {
        let settings = Settings { name: "bench".into(), ..Settings::default() };
        let site = Site::create(path, &settings).await.map_err(|e| e.to_string())?;
        let mut core = Core::start(Loaded::default(), vec![], vec![], BEGIN);
        let named = |n: u32| if n == 0 { "lo".to_owned() } else { format!("port{n}") };
        let spec = |n| {
            let port = Signs { name: named(n), index: n + 1, ..Signs::default() };
            // A bridge without ports is down all its life.
            CheckSpec::Interface(InterfaceSpec { port, up: false, ..InterfaceSpec::default() })
        };
        let nodes = vec![NodeDraft::at("127.0.0.1")];
        let wish = Wish::AddNodes { nodes, checks: vec![], gateways: vec![] };
        core.wish(wish, BEGIN).map_err(|e| e.to_string())?;
        let node = *core.world().nodes.keys().next().ok_or("there is a node")?;
        let sketches = (0..PORTS).map(|n| Sketch::usual(spec(n))).collect();
        core.wish(Wish::AddChecks(vec![node], sketches), BEGIN).map_err(|e| e.to_string())?;
        let taken = core.take();
        site.commit(&taken.batch).await.map_err(|e| e.to_string())?;
        let watch = |order| match order {
            Order::Watch { check, .. } => {
                Some(Port { id: check.id, spec: check.spec.clone(), past: Past::default() })
            }
            _ => None,
        };
        let ports = taken.orders.into_iter().filter_map(watch).collect();
        Ok(Stage { core, site, ports, round: 0 })
    }

    /// Milliseconds of processor time each round took, and of time.
    async fn watched(
        &mut self,
        agent: SocketAddr,
        credentials: Credentials,
        count: u32,
    ) -> Result<(f64, f64), String> {
        let net = Net::open().await;
        let session = net.snmp.session(agent, credentials, PATIENCE);
        let session = session.map_err(|e| e.to_string())?;
        // Keys are made and rows are found.
        for _ in 0..3 {
            self.look(&net, &session).await?;
        }
        let meter = Meter::ours();
        for _ in 0..count {
            self.look(&net, &session).await?;
        }
        let (cost, each) = (meter.read(), 1_000.0 / f64::from(count));
        Ok((cost.cpu * each, cost.wall * each))
    }

    async fn look(&mut self, net: &Net, session: &Session) -> Result<(), String> {
        self.round += 1;
        let minutes = i64::from(self.round);
        let mut looks = tokio::task::JoinSet::new();
        for port in &self.ports {
            let (id, spec, net) = (port.id, port.spec.clone(), net.clone());
            let steady = Duration::from_secs(60 * u64::from(self.round));
            let agent = Agent { session: session.clone(), past: port.past.clone(), steady };
            let address = Address::Ip([127, 0, 0, 1].into());
            let target = Target { agent: Some(agent), ..Target::at(address) };
            looks.spawn(async move { (id, probe(&spec, &target, &net).await) });
        }
        let at = BEGIN + Span::minutes(minutes);
        while let Some(look) = looks.join_next().await {
            let (check, outcome) = look.map_err(|e| e.to_string())?;
            let outcome = self.whole(check, outcome)?;
            self.core.sample(Sample { check, at, took: Span(1), outcome });
        }
        self.core.tick(at);
        let batch = self.core.take().batch;
        self.site.commit(&batch).await.map_err(|e| e.to_string())?;
        match batch.samples.len() {
            n if n == self.ports.len() => Ok(()),
            n => Err(format!("{n} samples of {} ports", self.ports.len())),
        }
    }

    /// The rates of a minute, which here is over in no time, stand in for those there are not.
    fn whole(&self, check: CheckId, outcome: Outcome) -> Result<Outcome, String> {
        if !matches!(outcome, Outcome::Measured { .. }) {
            return Err(format!("{outcome:?}"));
        }
        let seed = f64::from(check.0 * 31 + self.round);
        let reading = |(n, metric): (usize, &Metric)| Reading {
            metric: *metric,
            value: (seed * (1.0 + n as f64)) % 1_000.0 / 1e3,
        };
        Ok(Outcome::Measured { readings: STORED.iter().enumerate().map(reading).collect() })
    }
}

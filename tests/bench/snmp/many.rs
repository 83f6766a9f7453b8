//! Many agents: memory, cold start, whole polls, and steady work.

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hinomi_model::snmp::Oid;
use hinomi_net::snmp::{Bounds, Session, Snmp};

use super::one;
use super::peers::{Agents, COMMUNITY, Snmpd};
use super::{Meter, PATIENCE, interfaces, line, v2c, v3};

/// Sessions of the largest site.
const SESSIONS: usize = 5_000;

/// Memory of sessions, and what meeting so many agents costs.
pub(super) async fn sessions(snmpd: &Snmpd) -> Result<(), String> {
    // Nothing is let go before the end, or what the first leave free would be the second's.
    let mut kept = Vec::new();
    for (name, credentials, most) in [("v2c", v2c(), None), ("v3 authPriv", v3(), Some(2.0))] {
        let snmp = Snmp::open();
        let warm = one::sessions(&snmp, snmpd, &credentials, 64).await?;
        let (before, meter) = (memory()?, Meter::ours());
        let all = one::sessions(&snmp, snmpd, &credentials, SESSIONS).await?;
        let cost = meter.read();
        let each = (memory()? - before) / all.len() as f64;
        line(&format!("{SESSIONS} sessions met, {name}"), cost.cpu, "CPU s", most);
        line("  memory of each", each, "kB", Some(16.0));
        kept.push((all, warm));
    }
    Ok(())
}

/// Private memory of this process, kB.
fn memory() -> Result<f64, String> {
    let text = std::fs::read_to_string("/proc/self/smaps_rollup").map_err(|e| e.to_string())?;
    let lines = text.lines().filter(|line| line.starts_with("Private_"));
    let kilobytes = lines.filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    Ok(kilobytes.sum())
}

/// A poll of 48 ports at 100 agents and at 300, beside net-snmp's: no more work, and at 300 no later.
pub(super) async fn polls() -> Result<(), String> {
    let agents = Agents::start(300).map_err(|e| e.to_string())?;
    for count in [100, 300] {
        let addresses = agents.addresses[..count].to_vec();
        let meter = Meter::children();
        let walked = tokio::task::spawn_blocking(move || net_snmp(&addresses));
        walked.await.map_err(|e| e.to_string())??;
        let theirs = meter.read();
        line(&format!("{count} agents by snmpbulkwalk, two at a time"), theirs.cpu, "CPU s", None);
        line("  until all are read", theirs.wall, "s", None);
        let meter = Meter::ours();
        poll(&agents.addresses[..count]).await?;
        let ours = meter.read();
        let most = |theirs: f64| Some((theirs * 1e3).round() / 1e3);
        let cpu = most(theirs.cpu);
        line(&format!("  {count} agents, 48 ports each, v2c"), ours.cpu, "CPU s", cpu);
        let wall = most(theirs.wall).filter(|_| count == 300);
        line("  until all are read", ours.wall, "s", wall);
    }
    Ok(())
}

async fn poll(addresses: &[SocketAddr]) -> Result<(), String> {
    let snmp = Snmp::open();
    let read = |at: &SocketAddr| {
        let session = snmp.session(*at, v2c(), PATIENCE);
        tokio::spawn(async move {
            let session = session.map_err(|e| e.to_string())?;
            let read = session.read(&interfaces(), Bounds::default()).await;
            let read = read.map_err(|e| e.to_string())?;
            match (read.is_whole(), read.found.len()) {
                (true, 1968) => Ok(()),
                (_, rows) => Err(format!("{rows} rows; {:?}", read.shortfalls)),
            }
        })
    };
    for task in addresses.iter().map(read).collect::<Vec<_>>() {
        task.await.map_err(|e| e.to_string())??;
    }
    Ok(())
}

fn net_snmp(addresses: &[SocketAddr]) -> Result<(), String> {
    for pair in addresses.chunks(2) {
        for table in [".1.3.6.1.2.1.2.2", ".1.3.6.1.2.1.31.1.1"] {
            let start = |at: &SocketAddr| {
                let mut walk = Command::new("snmpbulkwalk");
                walk.args(["-v2c", "-c", COMMUNITY, "-Cr32", "-On", &at.to_string(), table]);
                walk.env("MIBS", "").stdout(Stdio::null()).stderr(Stdio::null()).spawn()
            };
            for walk in pair.iter().map(start).collect::<Vec<_>>() {
                let done = walk.and_then(|mut walk| walk.wait());
                done.map_err(|e| format!("snmpbulkwalk: {e}"))?;
            }
        }
    }
    Ok(())
}

/// 5,000 nodes, ten objects each, once a minute: is anything lost?
pub(super) async fn steady(seconds: u64) -> Result<(), String> {
    let agents = Agents::start(100).map_err(|e| e.to_string())?;
    let snmp = Snmp::open();
    let patience = hinomi_net::snmp::Patience { retries: 0, ..PATIENCE };
    let session = |n: usize| {
        let at = agents.addresses[n % agents.addresses.len()];
        snmp.session(at, v2c(), patience).map_err(|e| e.to_string())
    };
    let sessions = (0..SESSIONS).map(session).collect::<Result<Vec<_>, _>>()?;
    let meter = Meter::ours();
    let begun = Instant::now();
    let count = SESSIONS * seconds as usize / 60;
    let one = |n: usize| {
        let session: Session = sessions[n].clone();
        let at = Duration::from_secs(seconds).mul_f64(n as f64 / count as f64);
        tokio::spawn(async move {
            tokio::time::sleep_until((begun + at).into()).await;
            let column = Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1, 10]);
            let wanted: Vec<Oid> = (1..=10).map(|port| column.join(&[port])).collect();
            session.get(&wanted).await.is_ok_and(|found| !found[9].value.is_absent())
        })
    };
    let mut lost = 0;
    for task in (0..count).map(one).collect::<Vec<_>>() {
        lost += usize::from(!task.await.map_err(|e| e.to_string())?);
    }
    let cost = meter.read();
    let what = format!("5,000 nodes, 10 objects a minute, for {seconds} s, no retries: lost");
    line(&what, lost as f64, "", Some(0.0));
    line("  share of a core", 100.0 * cost.cpu / cost.wall, "%", None);
    Ok(())
}

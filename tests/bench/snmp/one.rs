//! One agent: what a GET costs, and what reading 48 ports takes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hinomi_model::snmp::Credentials;
use hinomi_net::snmp::{Bounds, Session, Snmp, Trouble};

use super::peers::{COMMUNITY, PHRASE, PRIVACY_PHRASE, Snmpd, USER};
use super::{Meter, PATIENCE, interfaces, line, up_time, v2c, v3};

/// Questions under way at once, each from a session of its own.
const AT_ONCE: usize = 64;

/// GETs of one object.
pub(super) async fn gets(snmpd: &Snmpd, count: usize) -> Result<(), String> {
    snmpd.ready().await?;
    let home = tempfile::tempdir().map_err(|e| e.to_string())?;
    let theirs = compiled(home.path());
    let (community, user) = (&[COMMUNITY][..], &[USER, PHRASE, PRIVACY_PHRASE][..]);
    for (name, credentials, most, words) in
        [("v2c", v2c(), 0.12, community), ("v3 authPriv (SHA-1, AES-128)", v3(), 0.26, user)]
    {
        let snmp = Snmp::open();
        let sessions = sessions(&snmp, snmpd, &credentials, AT_ONCE).await?;
        let left = Arc::new(AtomicUsize::new(count));
        let meter = Meter::ours();
        let tasks = sessions.into_iter().map(|session| tokio::spawn(ask(session, left.clone())));
        for task in tasks.collect::<Vec<_>>() {
            task.await.map_err(|e| e.to_string())??;
        }
        let cost = meter.read();
        let scale = 10_000.0 / count as f64;
        line(&format!("10,000 GETs, {name}"), cost.cpu * scale, "CPU s", Some(most));
        line("  as fast as snmpd answers", count as f64 / cost.wall, "per s", None);
        match &theirs {
            Ok(theirs) => {
                let seconds = asynchronously(theirs, snmpd, words, count)? * scale;
                line("  net-snmp's asynchronous API", seconds, "CPU s", None);
            }
            Err(why) => println!("  net-snmp's asynchronous API      left out: {why}"),
        }
    }
    Ok(())
}

/// Builds `net_snmp.c`.
fn compiled(home: &Path) -> Result<PathBuf, String> {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/snmp/net_snmp.c");
    let program = home.join("net_snmp");
    let mut cc = Command::new("cc");
    cc.arg("-O2").arg("-o").arg(&program).args([source, "-lnetsnmp"]).stderr(Stdio::null());
    match cc.status() {
        Ok(done) if done.success() => Ok(program),
        Ok(_) => Err("its headers are not installed (libsnmp-dev)".into()),
        Err(error) => Err(format!("cc: {error}")),
    }
}

/// The same GETs by net-snmp; processor time as it says.
fn asynchronously(
    program: &Path,
    snmpd: &Snmpd,
    words: &[&str],
    count: usize,
) -> Result<f64, String> {
    let mut theirs = Command::new(program);
    theirs.args([&format!("udp:{}", snmpd.address), &count.to_string(), &AT_ONCE.to_string()]);
    let told = theirs.args(words).output().map_err(|e| e.to_string())?;
    let seconds = String::from_utf8_lossy(&told.stdout).trim().parse();
    seconds.map_err(|_| format!("net-snmp: {}", String::from_utf8_lossy(&told.stderr)))
}

async fn ask(session: Session, left: Arc<AtomicUsize>) -> Result<(), String> {
    let wanted = [up_time()];
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
        session.get(&wanted).await.map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// Sessions that have answered once.
pub(super) async fn sessions(
    snmp: &Snmp,
    snmpd: &Snmpd,
    credentials: &Credentials,
    count: usize,
) -> Result<Vec<Session>, String> {
    let made = (0..count).map(|_| snmp.session(snmpd.address, credentials.clone(), PATIENCE));
    let sessions = made.collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    for some in sessions.chunks(AT_ONCE) {
        let first = |session: Session| {
            tokio::spawn(async move { session.get(&[up_time()]).await.map(drop) })
        };
        for task in some.iter().cloned().map(first).collect::<Vec<_>>() {
            task.await.map_err(|e| e.to_string())?.map_err(|e| e.to_string())?;
        }
    }
    Ok(sessions)
}

/// ifTable and ifXTable of 48 ports.
pub(super) async fn walks(snmpd: &Snmpd, count: usize) -> Result<(), String> {
    let community = ["-v2c", "-c", COMMUNITY];
    let user = ["-v3", "-l", "authPriv", "-u", USER, "-a", "SHA", "-A", PHRASE, "-x", "AES", "-X"];
    let user = [&user[..], &[PRIVACY_PHRASE]].concat();
    for (name, credentials, most, words) in
        [("v2c", v2c(), 2.0, &community[..]), ("v3 authPriv", v3(), 4.0, &user[..])]
    {
        let snmp = Snmp::open();
        let session = sessions(&snmp, snmpd, &credentials, 1).await?.remove(0);
        let plan = interfaces();
        let meter = Meter::ours();
        // As checks do: on a worker, where packets come in, too.
        let rows = tokio::spawn(async move {
            let mut rows = 0;
            for _ in 0..count {
                rows = session.read(&plan, Bounds::default()).await?.found.len();
            }
            Ok::<_, Trouble>(rows)
        });
        let rows = rows.await.map_err(|e| e.to_string())?.map_err(|e| e.to_string())?;
        let (cost, each) = (meter.read(), 1000.0 / count as f64);
        let what = format!("48-port interface walk, {name}, {rows} objects");
        line(&what, cost.cpu * each, "CPU ms", Some(most));
        line("  until it is read", cost.wall * each, "ms", None);
        net_snmp(snmpd, words, count.min(20))?;
    }
    Ok(())
}

/// The same by `snmpbulkwalk`, a process for each table.
fn net_snmp(snmpd: &Snmpd, words: &[&str], count: usize) -> Result<(), String> {
    let meter = Meter::children();
    for _ in 0..count {
        for table in [".1.3.6.1.2.1.2.2", ".1.3.6.1.2.1.31.1.1"] {
            let mut walk = Command::new("snmpbulkwalk");
            walk.args(words).args(["-Cr32", "-On", &snmpd.address.to_string(), table]);
            let done = walk.env("MIBS", "").stdout(Stdio::null()).stderr(Stdio::null()).status();
            if !done.map_err(|e| format!("snmpbulkwalk: {e}"))?.success() {
                return Err("snmpbulkwalk failed".into());
            }
        }
    }
    let (cost, each) = (meter.read(), 1000.0 / count as f64);
    line("  snmpbulkwalk, two processes", cost.cpu * each, "CPU ms", None);
    line("  snmpbulkwalk until it is read", cost.wall * each, "ms", None);
    Ok(())
}

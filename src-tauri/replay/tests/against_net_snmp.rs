//! The replay against net-snmp's own tools, which know nothing of our BER.

use std::process::Command;

use hinomi_replay::{Recording, Replay, Shelf};

#[allow(clippy::print_stdout, reason = "what cannot run here says so")]
fn ask(words: &[&str]) -> Option<String> {
    let (tool, words) = words.split_first().expect("a tool is named");
    let keep = ("SNMP_PERSISTENT_DIR", env!("CARGO_TARGET_TMPDIR"));
    let Ok(out) = Command::new(tool).args(words).envs([("MIBS", ""), keep]).output() else {
        println!("SKIPPED against net-snmp: {tool} is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned())
}

fn recording() -> Recording {
    let mut text = String::from("1.3.6.1.2.1.1.1.0|4|a switch\n1.3.6.1.2.1.1.3.0|67|123\n");
    for port in 1..=200 {
        text += &format!("1.3.6.1.2.1.2.2.1.2.{port}|4|port {port}\n");
        text += &format!("1.3.6.1.2.1.31.1.1.1.6.{port}|70|{}\n", u64::MAX - port);
    }
    Recording::read(&text)
}

#[tokio::test(flavor = "multi_thread")]
async fn net_snmp_reads_everything_that_was_recorded() {
    let replay = Replay::start(Shelf::from([("sw".into(), recording())])).await.unwrap();
    let at = replay.address().to_string();
    let walked = tokio::task::spawn_blocking(move || {
        let v2c = ["-v2c", "-c", "sw", "-On", &at, ".1.3"];
        Some((
            ask(&[&["snmpbulkwalk", "-Cr50"][..], &v2c].concat())?,
            ask(&[&["snmpwalk"][..], &v2c].concat())?,
            ask(&["snmpwalk", "-v1", "-c", "sw", "-On", &at, ".1.3"])?,
            ask(&["snmpget", "-v2c", "-c", "sw", "-On", &at, ".1.3.6.1.2.1.1.5.0"])?,
            ask(&["snmpget", "-v2c", "-c", "other", "-t", "0.3", "-r", "0", &at, ".1.3.6"])?,
        ))
    });
    let Some((bulk, next, v1, missing, other)) = walked.await.unwrap() else { return };
    let value = |line: &&str| line.contains(" = ") && !line.contains("No more variables");
    let values = |text: &str| text.lines().filter(value).count();
    assert_eq!(values(&bulk), 402, "{bulk}");
    // The tools also say what folders they made, the first time.
    let lines = |text: &str| text.lines().filter(value).map(str::to_owned).collect::<Vec<_>>();
    assert!(lines(&bulk) == lines(&next), "because GETBULK is GETNEXT repeated");
    assert!(bulk.contains("18446744073709551614"), "because no digit is lost");
    assert_eq!(values(&v1), 202, "because SNMPv1 has no 64-bit counters");
    assert!(missing.contains("No Such Instance"), "{missing}");
    assert!(other.contains("Timeout"), "because nobody has that community: {other}");
}

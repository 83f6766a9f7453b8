//! What asking SNMP agents costs, beside net-snmp asking the same, in one run.

mod kept;
mod many;
mod one;
mod peers;

use std::time::{Duration, Instant};

use hinomi_model::Secret;
use hinomi_model::snmp::{AuthProtocol, Credentials, Oid, PrivProtocol, Sealing, User};
use hinomi_net::snmp::{Patience, Plan};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

use crate::promise::verdict;

pub use peers::serve;

/// A busy machine must not look like a deaf agent.
const PATIENCE: Patience = Patience { timeout: Duration::from_secs(3), retries: 2, at_once: 2 };

/// Runs all of it in a network namespace of its own, and prints a table.
pub fn compare(short: bool) -> Result<(), String> {
    println!("SNMP on loopback; seconds are processor time, ours unless named otherwise.\n");
    let inside = std::thread::spawn(move || {
        let snmpd = peers::stage()?;
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = threads.map_err(|e| e.to_string())?;
        runtime.block_on(async {
            one::gets(&snmpd, if short { 10_000 } else { 50_000 }).await?;
            one::walks(&snmpd, if short { 50 } else { 200 }).await?;
            kept::interfaces(&snmpd, if short { 50 } else { 200 }).await?;
            many::sessions(&snmpd).await?;
            many::polls().await?;
            many::steady(if short { 10 } else { 60 }).await
        })
    });
    inside.join().map_err(|_| "the bench panicked".to_owned())?
}

fn v2c() -> Credentials {
    Credentials::V2c(Secret::new(peers::COMMUNITY))
}

fn v3() -> Credentials {
    let sealing = Sealing::Encrypted {
        auth: AuthProtocol::Sha1,
        phrase: Secret::new(peers::PHRASE),
        privacy: PrivProtocol::Aes128,
        privacy_phrase: Secret::new(peers::PRIVACY_PHRASE),
    };
    Credentials::V3(User { name: peers::USER.into(), context: String::new(), sealing })
}

fn up_time() -> Oid {
    Oid::from([1, 3, 6, 1, 2, 1, 1, 3, 0])
}

/// ifTable and ifXTable, whole.
fn interfaces() -> Plan {
    let subtrees =
        vec![Oid::from([1, 3, 6, 1, 2, 1, 2, 2, 1]), Oid::from([1, 3, 6, 1, 2, 1, 31, 1, 1, 1])];
    Plan { objects: Vec::new(), subtrees }
}

/// What something cost.
struct Cost {
    cpu: f64,
    wall: f64,
}

/// Measures from its making on.
struct Meter {
    who: UsageWho,
    cpu: f64,
    wall: Instant,
}

impl Meter {
    fn ours() -> Meter {
        Meter::of(UsageWho::RUSAGE_SELF)
    }

    /// Of processes we started and waited for.
    fn children() -> Meter {
        Meter::of(UsageWho::RUSAGE_CHILDREN)
    }

    fn of(who: UsageWho) -> Meter {
        Meter { who, cpu: cpu(who), wall: Instant::now() }
    }

    fn read(&self) -> Cost {
        Cost { cpu: cpu(self.who) - self.cpu, wall: self.wall.elapsed().as_secs_f64() }
    }
}

fn cpu(who: UsageWho) -> f64 {
    let usage = getrusage(who).expect("one may always ask about oneself");
    (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6
}

/// One line of the table; `most` is what was promised.
fn line(what: &str, value: f64, unit: &str, most: Option<f64>) {
    let promised = match most {
        Some(most) => format!("≤ {most} {}", verdict(value <= most)),
        None => String::new(),
    };
    println!("  {what:<58}{value:>10.3} {unit:<10}{promised}");
}

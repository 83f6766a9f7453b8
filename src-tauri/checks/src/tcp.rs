//! TCP checks: does it accept connections?

use std::net::SocketAddr;
use std::time::Duration;

use hinomi_model::check::{Family, TcpSpec};
use hinomi_model::{Address, Metric, Outcome, Phase};
use hinomi_net::stopwatch::Stopwatch;
use hinomi_net::{Net, tcp};

use crate::millis;

/// Shakes hands once and says goodbye. A name's time counts against the time-out.
pub async fn probe(spec: &TcpSpec, address: &Address, net: &Net) -> Outcome {
    let timeout = Duration::from(spec.timeout);
    let watch = Stopwatch::start();
    let to = match net.names.addresses(address, Family::Any, timeout).await {
        Ok(found) => SocketAddr::new(found[0], spec.port),
        Err(why) => return why.at(Phase::Resolve),
    };
    let resolved = watch.elapsed();
    let watch = Stopwatch::start();
    if let Err(why) = tcp::connect(to, timeout.saturating_sub(resolved)).await {
        return why.at(Phase::Connect);
    }
    let mut readings = vec![millis(Metric::Connect, watch.elapsed())];
    if address.ip().is_none() {
        readings.push(millis(Metric::Resolve, resolved));
    }
    Outcome::Measured { readings }
}

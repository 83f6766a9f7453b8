//! The place we look from, as the status line shows it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hinomi_net::interfaces::{Interface, interfaces};
use hinomi_wire::frame::VantageView;

/// Interfaces are listed anew this often; listing them costs more than a frame.
const EVERY: Duration = Duration::from_secs(10);

/// The vantage as it was seen last.
#[derive(Debug, Default)]
pub(crate) struct Vantage(Mutex<Option<(Duration, Option<VantageView>)>>);

impl Vantage {
    /// The interface the default route leaves by, else the first that is up; `now` is any steady
    /// time.
    pub(crate) fn look(&self, now: Duration) -> Option<VantageView> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((at, view)) if *at <= now && now - *at < EVERY => view.clone(),
            _ => last.insert((now, view())).1.clone(),
        }
    }
}

fn view() -> Option<VantageView> {
    let interfaces = interfaces();
    let usable = |i: &&Interface| i.up && !i.loopback && !i.addresses.is_empty();
    let best = interfaces.iter().find(|i| i.default && usable(i));
    let best = best.or_else(|| interfaces.iter().find(usable))?;
    let address = best.addresses.iter().find(|a| a.addr().is_ipv4()).or(best.addresses.first())?;
    Some(VantageView {
        interface: best.name.clone(),
        address: address.addr().to_string(),
        gateway: best.gateways.first().map(ToString::to_string),
        host: whoami::hostname().unwrap_or_default(),
    })
}

//! BRIDGE-MIB and Q-BRIDGE-MIB (RFC 4188, RFC 4363): what is behind which port.

use super::interfaces;
use crate::device::View;

/// `dot1dBasePortIfIndex`.
pub const PORT_INTERFACE: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 4, 1, 2];

/// `dot1dBaseNumPorts`.
pub const NUM_PORTS: &[u32] = &[1, 3, 6, 1, 2, 1, 17, 1, 2];

/// How many ports it forwards between; `None` for what is no bridge.
pub fn ports(view: &View) -> Option<i64> {
    let said = view.whole(NUM_PORTS, &[0]);
    let rows = || i64::try_from(view.under(PORT_INTERFACE).count()).ok();
    said.or_else(rows).filter(|ports| *ports > 0)
}

/// The interface of a bridge's port.
pub fn interface(view: &View, port: u32) -> Option<u32> {
    let index = view.whole(PORT_INTERFACE, &[port]).and_then(|n| u32::try_from(n).ok())?;
    interfaces::exists(view, index).then_some(index)
}

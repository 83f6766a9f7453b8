//! CISCO-CDP-MIB: neighbours that speak Cisco's own discovery protocol.

use super::{Walks, interfaces};
use crate::device::view::text;
use crate::device::{Neighbour, View};

const DEVICE_ID: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 6];
const DEVICE_PORT: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1, 7];
const INTERFACE_NAME: &[u32] = &[1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 1, 1, 1, 6];

/// What is read.
pub const WALKS: Walks = &[DEVICE_ID, DEVICE_PORT, INTERFACE_NAME];

/// Reads every neighbour. The index is our interface and a running number.
pub fn read(view: &View) -> Vec<Neighbour> {
    view.under(DEVICE_ID)
        .filter_map(|(index, id)| {
            let interface = *index.first()?;
            let local = interfaces::name(view, interface);
            Some(Neighbour {
                protocol: "cdp",
                local_port: local.or_else(|| view.text(INTERFACE_NAME, &[interface])),
                remote_name: text(id)?,
                remote_port: view.text(DEVICE_PORT, index),
                remote_id: None,
            })
        })
        .collect()
}

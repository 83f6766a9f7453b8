//! What is kept of a device with its node: the inventory.

use hinomi_model::{Described, Stamp};

use super::mib::system;
use super::{Device, View};

/// What a device says it is, read at this moment. Texts are cut to [`Described::LONGEST`].
pub fn describe(device: &Device, view: &View, at: Stamp) -> Described {
    let some = |text: &Option<String>| {
        let text: String = text.as_deref()?.chars().take(Described::LONGEST).collect();
        Some(text).filter(|text| !text.trim().is_empty())
    };
    Described {
        at,
        maker: some(&device.vendor),
        model: some(&device.model),
        version: some(&device.version),
        serial: some(&device.serial),
        name: some(&device.sys_name),
        descr: some(&device.sys_descr),
        location: some(&system::read(view).location),
        changes: Vec::new(),
    }
}

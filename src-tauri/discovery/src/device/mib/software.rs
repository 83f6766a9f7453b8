//! HOST-RESOURCES-MIB (RFC 2790 §4.2.8): the software that is installed.

use std::collections::BTreeSet;

use super::Walks;
use crate::device::View;

/// `hrSWInstalledName`.
const NAME: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 6, 3, 1, 2];

/// Most rows read: a server of any system has up to some thousand packages.
pub const MOST: usize = 4_000;

/// What is read of installed software.
pub const WALKS: Walks = &[NAME];

/// What is installed, as the agent calls it, each once and in order.
pub fn read(view: &View) -> Vec<String> {
    let names = view.under(NAME).take(MOST).filter_map(|(index, _)| view.text(NAME, index));
    let once: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
    once.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use hinomi_model::snmp::{Oid, Value};

    use super::*;

    #[test]
    fn software_is_named_once_in_order_and_not_without_end() {
        let row = |(index, name): (u32, &str)| {
            (Oid::from(NAME).join(&[index]), Value::OctetString(name.into()))
        };
        let said = [(1, "nginx-1.24"), (2, ""), (3, "acl\u{202e}-2.3"), (4, "nginx-1.24")];
        let view: View = said.into_iter().map(row).collect();
        assert_eq!(read(&view), ["acl-2.3", "nginx-1.24"], "because it is shown as text");
        let names: Vec<String> = (0..9_999).map(|n| format!("package {n}")).collect();
        let endless = (1..).zip(&names).map(|(n, name)| row((n, name)));
        assert_eq!(read(&endless.collect()).len(), MOST);
    }
}

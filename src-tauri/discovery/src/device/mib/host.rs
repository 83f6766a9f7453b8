//! HOST-RESOURCES-MIB (RFC 2790): processors, memory, storage, devices.

use hinomi_model::snmp::{Formula, Oid, Term};

use super::Walks;
use crate::device::{Share, Source, View};

/// `hrProcessorLoad`.
pub const LOAD: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 3, 1, 2];

const STORAGE_TYPE: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 2, 3, 1, 2];
const STORAGE_DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 2, 3, 1, 3];
const STORAGE_UNITS: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 2, 3, 1, 4];
const STORAGE_SIZE: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 2, 3, 1, 5];
const STORAGE_USED: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 2, 3, 1, 6];
const STORAGE_TYPES: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 2, 1];
const FILE_SYSTEM_TYPES: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 9];
const DEVICE_TYPE: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 2];
const DEVICE_DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3];
/// Words in descriptions of what is memory although its type is "other".
const MEMORY_WORDS: [&str; 5] = ["memory", "swap", "buffer", "descriptor", "ram"];
/// `hrDevicePrinter`.
const PRINTER: &[u32] = &[1, 3, 6, 1, 2, 1, 25, 3, 1, 5];

/// What is read of storage.
pub const STORAGE_WALKS: Walks =
    &[STORAGE_SIZE, STORAGE_TYPE, STORAGE_DESCR, STORAGE_UNITS, STORAGE_USED];
/// What is read of devices.
pub const DEVICE_WALKS: Walks = &[DEVICE_TYPE, DEVICE_DESCR];

/// What a row of the storage table is (`hrStorageTypes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Main memory, virtual memory and what else is memory.
    Memory,
    /// Disks and file systems.
    Storage,
    /// Discs that come and go, and what nobody said.
    Neither,
}

/// How busy each processor is, per cent over the last minute.
pub fn cpu(view: &View) -> Vec<Share> {
    view.under(LOAD)
        .filter_map(|(index, load)| {
            let descr = view.text(DEVICE_DESCR, index).unwrap_or_else(|| "CPU".into());
            let source = Source::row(view, Formula::of(Oid::from(LOAD)), index, None);
            Some(Share::new(descr, load.as_f64()?)?.from(source))
        })
        .collect()
}

/// How full memory is.
///
/// net-snmp counts what the system only borrows for buffers and cache as used, and says beside it
/// how much that is; it could be given to others at once, so it is taken off.
pub fn memory(view: &View) -> Vec<Share> {
    let mut found = of_kind(view, Kind::Memory);
    let octets = |share: &Share| share.of.map(|of| of * share.value / 100.0);
    let named = |found: &[Share], name: &str| found.iter().find(|s| s.descr == name).cloned();
    let Some(whole) = named(&found, "Physical memory").and_then(|share| share.of) else {
        return found;
    };
    let borrowed = ["Memory buffers", "Cached memory"].map(|name| named(&found, name));
    let taken_off: Vec<Term> = borrowed.iter().flatten().filter_map(taken_off).collect();
    let borrowed: f64 = borrowed.iter().flatten().filter_map(octets).sum();
    for share in &mut found {
        let used = octets(share).unwrap_or(0.0);
        match share.descr.as_str() {
            "Physical memory" if used > borrowed => {
                share.value = 100.0 * (used - borrowed) / whole;
                share.source = share.source.take().map(|s| without(s, &taken_off));
            }
            "Memory buffers" | "Cached memory" | "Shared memory" => {
                *share = Share {
                    value: 100.0 * used / whole,
                    of: Some(whole),
                    source: None,
                    ..share.clone()
                };
            }
            _ => {}
        }
    }
    found
}

/// What a row counts as used, to be taken off another's; both count in the same unit.
fn taken_off(share: &Share) -> Option<Term> {
    let source = share.source.as_ref()?;
    let hinomi_model::snmp::Rows::Row { index, .. } = &source.rows else { return None };
    Some(Term { oid: Oid::from(STORAGE_USED).join(index), times: -1.0 })
}

/// The row's objects by their index, less others.
fn without(source: Source, taken_off: &[Term]) -> Source {
    let hinomi_model::snmp::Rows::Row { index, .. } = &source.rows else { return source };
    let object = |column: &[u32]| Oid::from(column).join(index);
    let mut formula = Formula::share(object(STORAGE_USED), object(STORAGE_SIZE));
    formula.plus.extend_from_slice(taken_off);
    Source::object(formula)
}

/// How full disks and file systems are.
pub fn storage(view: &View) -> Vec<Share> {
    of_kind(view, Kind::Storage)
}

fn of_kind(view: &View, wanted: Kind) -> Vec<Share> {
    view.under(STORAGE_SIZE)
        .filter_map(|(index, size)| {
            let descr = view.text(STORAGE_DESCR, index).unwrap_or_default();
            (kind(view, index, &descr) == wanted).then_some(())?;
            let used = unsigned(view.whole(STORAGE_USED, index)?);
            let size = unsigned(size.as_i64()?);
            let share = Share::new(descr, 100.0 * used / size)?;
            let unit = view.number(STORAGE_UNITS, index).filter(|unit| *unit > 0.0);
            let formula = Formula::share(Oid::from(STORAGE_USED), Oid::from(STORAGE_SIZE));
            let share = share.from(Source::row(view, formula, index, Some(STORAGE_DESCR)));
            Some(Share { of: unit.map(|unit| unit * size), ..share })
        })
        .collect()
}

/// Sizes beyond 2^31 units come as negative numbers from agents that know no better.
fn unsigned(number: i64) -> f64 {
    if number < 0 { (number + (1 << 32)) as f64 } else { number as f64 }
}

fn kind(view: &View, index: &[u32], descr: &str) -> Kind {
    let number = view
        .at(STORAGE_TYPE, index)
        .and_then(|v| v.as_oid())
        .and_then(|oid| oid.numbers().strip_prefix(STORAGE_TYPES)?.first().copied());
    let file_system = || {
        let oid = view.at(STORAGE_TYPE, index).and_then(|v| v.as_oid());
        oid.is_some_and(|oid| oid.numbers().starts_with(FILE_SYSTEM_TYPES))
    };
    let lower = descr.to_ascii_lowercase();
    match number {
        // FreeBSD's own agent lists every zone of the kernel's memory.
        Some(2) if descr.starts_with("UMA: ") || descr.starts_with("MALLOC: ") => Kind::Neither,
        // It also gives file systems the type of their format.
        None if file_system() => Kind::Storage,
        Some(2 | 3) => Kind::Memory,
        // Some agents have file systems of type "other", and net-snmp its buffers and cache.
        Some(1) | None if MEMORY_WORDS.iter().any(|word| lower.contains(word)) => Kind::Memory,
        Some(1) | None if descr.starts_with('/') => Kind::Storage,
        Some(4 | 8 | 9 | 10) => Kind::Storage,
        _ => Kind::Neither,
    }
}

/// What a device calls itself.
pub fn device_name(view: &View, index: &[u32]) -> Option<String> {
    view.text(DEVICE_DESCR, index)
}

/// What a printer calls itself: the description of the first device that prints.
pub fn printer(view: &View) -> Option<String> {
    view.under(DEVICE_TYPE)
        .find(|(_, kind)| kind.as_oid().is_some_and(|oid| oid.numbers() == PRINTER))
        .and_then(|(index, _)| device_name(view, index))
}

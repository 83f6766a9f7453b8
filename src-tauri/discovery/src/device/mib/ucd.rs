//! UCD-SNMP-MIB: what net-snmp and its many descendants say of processor, memory and disks.

use hinomi_model::snmp::{Formula, Oid, Term};

use super::Walks;
use crate::device::{Share, Source, View};

/// `memory`.
pub const MEMORY: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4];
/// `systemStats`.
pub const STATS: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 11];
/// What is read of disks.
pub const DISK_WALKS: Walks = &[DISK_PERCENT, DISK_PATH];

const TOTAL_SWAP: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4, 3, 0];
const FREE_SWAP: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4, 4, 0];
const TOTAL: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4, 5, 0];
const FREE: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4, 6, 0];
const BUFFERS: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4, 14, 0];
const CACHED: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 4, 15, 0];
const IDLE: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 11, 11, 0];
const DISK_PATH: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 9, 1, 2];
const DISK_PERCENT: &[u32] = &[1, 3, 6, 1, 4, 1, 2021, 9, 1, 9];

/// How busy all processors together are, over the last minute.
pub fn cpu(view: &View) -> Vec<Share> {
    let idle = view.number(IDLE, &[]);
    let source = Source::object(Formula::of(Oid::from(IDLE)).rest());
    let share = idle.and_then(|idle| Share::new("CPU".into(), 100.0 - idle));
    share.map(|share| share.from(source)).into_iter().collect()
}

/// How much of memory is in use and could not be given to others at once.
pub fn memory(view: &View) -> Vec<Share> {
    let number = |oid: &[u32]| view.number(oid, &[]).filter(|n| *n >= 0.0);
    let share = |descr: &str, total: Option<f64>, free: Option<f64>| {
        let total = total.filter(|total| *total > 0.0)?;
        let share = Share::new(descr.into(), 100.0 * (total - free?) / total)?;
        Some(Share { of: Some(1024.0 * total), ..share })
    };
    let spare = number(BUFFERS).unwrap_or(0.0) + number(CACHED).unwrap_or(0.0);
    let physical = share("Physical memory", number(TOTAL), number(FREE).map(|free| free + spare));
    let physical = physical.map(|share| {
        let mut free = Formula::share(Oid::from(FREE), Oid::from(TOTAL));
        let spare = [BUFFERS, CACHED].into_iter().filter(|oid| number(oid).is_some());
        free.plus.extend(spare.map(|oid| Term { oid: Oid::from(oid), times: 1.0 }));
        share.from(Source::object(free.rest()))
    });
    let part = |descr: &str, of: &[u32]| {
        let total = number(TOTAL);
        share(descr, total, total.zip(number(of)).map(|(total, used)| total - used))
    };
    let parts = [part("Memory buffers", BUFFERS), part("Cached memory", CACHED)];
    let swap = share("Swap space", number(TOTAL_SWAP), number(FREE_SWAP)).map(|share| {
        let free = Formula::share(Oid::from(FREE_SWAP), Oid::from(TOTAL_SWAP));
        share.from(Source::object(free.rest()))
    });
    physical.into_iter().chain(parts.into_iter().flatten()).chain(swap).collect()
}

/// How full the file systems are that the agent was told to look at.
pub fn storage(view: &View) -> Vec<Share> {
    view.under(DISK_PERCENT)
        .filter_map(|(index, percent)| {
            let descr = view.text(DISK_PATH, index).unwrap_or_default();
            let formula = Formula::of(Oid::from(DISK_PERCENT));
            let source = Source::row(view, formula, index, Some(DISK_PATH));
            Some(Share::new(descr, percent.as_f64()?)?.from(source))
        })
        .collect()
}

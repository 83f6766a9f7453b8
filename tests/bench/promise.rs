//! What was promised, and whether it was kept: one promise broken and the bench has failed.

use std::sync::atomic::{AtomicUsize, Ordering};

static BROKEN: AtomicUsize = AtomicUsize::new(0);

/// The word for the table.
pub fn verdict(kept: bool) -> &'static str {
    if kept {
        return "kept";
    }
    BROKEN.fetch_add(1, Ordering::Relaxed);
    "NOT KEPT"
}

/// How the whole bench ends.
pub fn all_kept() -> Result<(), String> {
    match BROKEN.load(Ordering::Relaxed) {
        0 => Ok(()),
        n => Err(format!("{n} of what was promised was not kept; the lines say NOT KEPT")),
    }
}

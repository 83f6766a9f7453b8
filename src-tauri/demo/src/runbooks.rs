//! Runbooks of the office, applied to those who will need them.

use hinomi_engine::core::Core;
use hinomi_engine::{Refusal, Wish};
use hinomi_model::Stamp;
use hinomi_model::settings::Language;

use crate::building::Cast;

/// The nodes it is for, and its text in English and Japanese; the first heading is the title.
const RUNBOOKS: [(&[&str], &str, &str); 4] = [
    (&["app-1"], include_str!("runbooks/app-1.en.md"), include_str!("runbooks/app-1.ja.md")),
    (&["nas-1", "nas-2"], include_str!("runbooks/nas.en.md"), include_str!("runbooks/nas.ja.md")),
    (
        &["printer-1f", "printer-2f", "printer-3f"],
        include_str!("runbooks/printer.en.md"),
        include_str!("runbooks/printer.ja.md"),
    ),
    (
        &["billing-saas", "isp-router", "shop.example.jp"],
        include_str!("runbooks/contacts.md"),
        include_str!("runbooks/contacts.md"),
    ),
];

/// Adds them all.
pub fn add(core: &mut Core, cast: &Cast, language: Language, at: Stamp) -> Result<(), Refusal> {
    for (nodes, en, ja) in RUNBOOKS {
        let text = if language == Language::En { en } else { ja };
        let title = text.lines().next().unwrap_or_default().trim_start_matches('#').trim();
        let nodes = nodes.iter().filter_map(|n| cast.nodes.get(*n)).copied().collect();
        let (title, text) = (title.to_owned(), text.to_owned());
        core.wish(Wish::PutRunbook { id: None, title, text, nodes, checks: Vec::new() }, at)?;
    }
    Ok(())
}

//! The trap log as the window sees it.

use hinomi_engine::{EngineHandle, Hearing};
use hinomi_model::snmp::Oid;
use hinomi_model::trap::{Known, TrapEntry, TrapRuleDraft, known};
use hinomi_net::snmp::traps::NoPort;
use hinomi_store::{Site, TrapFilter};
use hinomi_wire::Failure;
use hinomi_wire::traps::{NamedValue, TrapHealth, TrapKind, TrapLine, TrapTrouble, TrapsWanted};

use crate::failures::of_site;

/// Lines of the log, newest first.
pub(crate) async fn lines(site: &Site, with: TrapsWanted) -> Result<Vec<TrapLine>, Failure> {
    let TrapsWanted { node, standing, before, most } = with;
    let wanted = TrapFilter { node, standing, before, most: most.clamp(1, 500) };
    let found = site.traps(&wanted).await.map_err(of_site)?;
    Ok(found.into_iter().map(line).collect())
}

fn line(trap: TrapEntry) -> TrapLine {
    let objects = trap
        .bindings
        .iter()
        .map(|b| NamedValue { name: b.oid.to_string(), value: b.value.clone() });
    TrapLine { name: name(&trap.kind), objects: objects.collect(), trap }
}

fn name(kind: &Oid) -> String {
    known(kind).map_or_else(|| kind.to_string(), |known| known.name().to_owned())
}

/// Every kind that is known, by name.
pub(crate) fn kinds() -> Vec<TrapKind> {
    let kind = |known: &Known| TrapKind {
        kind: known.kind(),
        name: known.name().into(),
        said: known.words(),
        verdict: known.verdict(),
    };
    let mut kinds: Vec<TrapKind> = Known::all().map(kind).collect();
    kinds.sort_by(|a, b| a.name.cmp(&b.name));
    kinds
}

/// A rule with names in the place of numbers turned into numbers.
pub(crate) fn numbered(draft: TrapRuleDraft) -> TrapRuleDraft {
    let number = |word: &str| {
        let named = Known::all().find(|known| known.name() == word);
        named.map_or_else(|| word.to_owned(), |known| known.kind().to_string())
    };
    let ends: Vec<String> =
        draft.ends.split([' ', ',', '、', '\n']).filter(|w| !w.is_empty()).map(number).collect();
    TrapRuleDraft { trap: number(draft.trap.trim()), ends: ends.join(" "), ..draft }
}

/// How hearing goes; `None` while nothing is to be heard.
pub(crate) fn health(engine: &EngineHandle) -> Option<TrapHealth> {
    let Hearing { wanted, trouble, tally } = engine.hearing();
    let trouble = trouble.map(|why| match why {
        NoPort::Taken => TrapTrouble::Taken,
        NoPort::Denied => TrapTrouble::Denied,
        NoPort::Other(_) => TrapTrouble::Other,
    });
    Some(TrapHealth {
        port: wanted?,
        trouble,
        taken: tally.taken,
        malformed: tally.malformed,
        refused: tally.refused,
        lost: tally.lost,
    })
}

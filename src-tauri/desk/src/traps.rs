//! The trap log as the window sees it.

use hinomi_engine::{EngineHandle, Hearing};
use hinomi_model::snmp::{Named, Names, Oid};
use hinomi_model::trap::{Bound, InBoth, TrapEntry, TrapRuleDraft, TrapVerdict, known};
use hinomi_net::snmp::traps::{Distrust, NoPort, TurnedAway};
use hinomi_store::{Site, TrapFilter};
use hinomi_wire::Failure;
use hinomi_wire::traps::{
    NamedValue, TrapDistrust, TrapHealth, TrapKind, TrapLine, TrapTrouble, TrapTurnedAway,
    TrapsWanted,
};

use crate::failures::of_site;

/// Lines of the log, newest first.
pub(crate) async fn lines(
    site: &Site,
    names: &Names,
    with: TrapsWanted,
) -> Result<Vec<TrapLine>, Failure> {
    let TrapsWanted { node, standing, before, most } = with;
    let wanted = TrapFilter { node, standing, before, most: most.clamp(1, 500) };
    let found = site.traps(&wanted).await.map_err(of_site)?;
    Ok(found.into_iter().map(|trap| line(names, trap)).collect())
}

fn line(names: &Names, trap: TrapEntry) -> TrapLine {
    let object = |bound: &Bound| {
        let known = names.find(&bound.oid).map(|(named, _)| named);
        NamedValue {
            name: names.label(&bound.oid),
            value: known.map_or_else(|| bound.value.clone(), |named| named.read(&bound.value)),
        }
    };
    let objects = trap.bindings.iter().map(object).collect();
    TrapLine { name: names.label(&trap.kind), objects, trap }
}

/// Every kind that is named, by name.
pub(crate) fn kinds(names: &Names) -> Vec<TrapKind> {
    let kind = |(oid, named): (&Oid, &Named)| {
        let known = known(oid);
        named.trap.then(|| TrapKind {
            kind: oid.clone(),
            name: named.name.clone(),
            said: known.map_or_else(|| InBoth::same(named.name.clone()), |known| known.words()),
            verdict: known.map_or(TrapVerdict::Ok, |known| known.verdict()),
        })
    };
    let mut kinds: Vec<TrapKind> = names.all().filter_map(kind).collect();
    kinds.sort_by(|a, b| a.name.cmp(&b.name));
    kinds
}

/// A rule with names in the place of numbers turned into numbers.
pub(crate) fn numbered(names: &Names, draft: TrapRuleDraft) -> TrapRuleDraft {
    let number =
        |word: &str| names.meant(word).map_or_else(|| word.to_owned(), |oid| oid.to_string());
    let ends: Vec<String> =
        draft.ends.split([' ', ',', '、', '\n']).filter(|w| !w.is_empty()).map(number).collect();
    let trap = if draft.trap.trim().is_empty() { String::new() } else { number(&draft.trap) };
    TrapRuleDraft { trap, ends: ends.join(" "), ..draft }
}

/// How hearing goes; `None` while nothing is to be heard.
pub(crate) fn health(engine: &EngineHandle) -> Option<TrapHealth> {
    let Hearing { wanted, trouble, locked, tally, turned_away } = engine.hearing();
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
        turned_away: turned_away.map(told),
        locked,
    })
}

fn told(away: TurnedAway) -> TrapTurnedAway {
    let why = match away.why {
        Distrust::Community => TrapDistrust::Community,
        Distrust::User => TrapDistrust::User,
        Distrust::Level => TrapDistrust::Level,
        Distrust::Signature => TrapDistrust::Signature,
        Distrust::Encryption => TrapDistrust::Encryption,
        Distrust::Age => TrapDistrust::Age,
        Distrust::Engine => TrapDistrust::Engine,
    };
    TrapTurnedAway { from: away.from, user: away.user, why }
}

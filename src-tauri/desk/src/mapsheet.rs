//! The map on paper: a site as it was when somebody looked last.

use hinomi_engine::world::World;
use hinomi_engine::zone;
use hinomi_model::settings::Language;
use hinomi_model::{Gap, GapReason, Grade, MaintenanceWindow, Node, Reach, Stamp};
use hinomi_reports::{Look, MapNode, MapSheet};
use hinomi_store::Site;
use hinomi_wire::Failure;

use crate::failures::of_site;

/// Gathers what a map of the site shows: nodes as they were believed to be at the last moment anybody
/// looked, and the links nobody struck out. `drawn_at` is now.
pub async fn map_sheet(
    site: &Site,
    language: Language,
    drawn_at: Stamp,
) -> Result<MapSheet, Failure> {
    let loaded = site.load().await.map_err(of_site)?;
    let seen_at = loaded.heartbeat;
    let blind = loaded.lasting.iter().any(blinds);
    let world = World::load(loaded);
    let zone = zone::of(&world.settings);
    let then = seen_at.unwrap_or(drawn_at);
    let on: Vec<&MaintenanceWindow> =
        world.windows.values().filter(|w| w.is_on(then, &zone)).collect();
    let nodes = world.nodes.values().map(|node| MapNode {
        id: node.id,
        name: node.name.clone(),
        address: node.address.to_string(),
        kind: node.kind,
        group: node.group.and_then(|g| world.groups.get(&g)).map(|g| g.name.clone()),
        look: look(node, &world, &on, blind),
        inferred: node.inferred,
    });
    Ok(MapSheet {
        site: world.settings.name.clone(),
        language,
        drawn_at,
        seen_at,
        nodes: nodes.collect(),
        links: world.topology.links().to_vec(),
        zone,
    })
}

/// Was nobody able to look, although somebody watched? That Hinomi was closed later says nothing of
/// the moment before.
fn blinds(gap: &Gap) -> bool {
    match gap.reason {
        GapReason::Paused | GapReason::VantageLost | GapReason::OffSite => true,
        GapReason::NotRunning
        | GapReason::Killed
        | GapReason::Asleep
        | GapReason::Frozen
        | GapReason::ClockSet => false,
    }
}

/// A node looks like the worst its checks are believed to be; what is expected by plan is not bad,
/// and what cannot be reached cannot be judged. The window says the same (`world/selectors.ts`).
fn look(node: &Node, world: &World, on: &[&MaintenanceWindow], blind: bool) -> Look {
    let mut live = world.checks_of(node.id).filter(|w| !w.check.paused).peekable();
    if node.paused || (live.peek().is_none() && world.checks_of(node.id).next().is_some()) {
        return Look::Paused;
    }
    if blind {
        return Look::Unobserved;
    }
    if matches!(world.reaches.get(&node.id), Some(Reach::Unreachable { .. })) {
        return Look::Unreachable;
    }
    let one = |w: &hinomi_engine::world::Watched| {
        let grade = w.state.grade()?;
        let planned = on.iter().any(|window| window.covers(w.check.id, node.id, node.group));
        Some(match grade {
            Grade::Ok => Look::Ok,
            _ if planned => Look::Maintenance,
            Grade::Warning => Look::Warning,
            Grade::Critical => Look::Critical,
            Grade::Unknown => Look::Unknown,
        })
    };
    live.filter_map(one).min().unwrap_or(Look::Pending)
}

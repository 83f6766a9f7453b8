//! From what agents said to how the nodes of a site hang together.

use std::collections::BTreeMap;

use hinomi_discovery::Agent;
use hinomi_discovery::links::{self, Picture, Told};
use hinomi_engine::hanging::{Asked, Hanging};
use hinomi_engine::{Whereabouts, Wish};
use hinomi_model::NodeId;
use hinomi_net::interfaces::interfaces;
use hinomi_net::neighbours::neighbours;

use crate::editing::{Editing, now};
use crate::sorry::Sorry;

/// Links the nodes of a site by what agents said.
pub fn link(editing: &mut Editing, agents: &[Agent]) -> Result<(), Sorry> {
    let (known, before) = editing.world().known(now());
    let node = |agent: &Agent| {
        let own = |address| agent.at == address || agent.told.addresses.contains(&address);
        let mut whose = known.iter().filter(|k| k.addresses.iter().any(|address| own(*address)));
        // Where it was asked counts more than what else it says it has.
        let asked = known.iter().find(|k| k.addresses.contains(&agent.at));
        asked.or_else(|| whose.next()).map(|known| known.node)
    };
    let told: BTreeMap<NodeId, Told> = agents
        .iter()
        .filter_map(|agent| {
            node(agent).map(|node| (node, Told { node, ..Told::clone(&agent.told) }))
        })
        .collect();
    let told: Vec<Told> = told.into_values().collect();
    let asked = told.iter().filter_map(Asked::of).collect();
    let here = links::here(&interfaces(), &neighbours());
    let picture = Picture { known, told, here, before };
    let graph = links::infer(&picture);
    let whereabouts = Whereabouts::of(&picture, &graph);
    editing.wish(Wish::Hang(Box::new(Hanging { graph, asked })))?;
    editing.wish(Wish::See(Box::new(whereabouts)))?;
    Ok(())
}

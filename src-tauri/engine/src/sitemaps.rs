//! Maps people make: kept whole, as they come.

use hinomi_model::{FieldError, MapId, Problem, SiteMap};
use hinomi_store::Edit;

use crate::core::Core;
use crate::feed::Key;
use crate::wish::{Granted, Refusal};

/// Maps one site may have.
const MOST: usize = 100;

impl Core {
    /// Adds a map (identity 0), or replaces one. What it names and is not there any more is left
    /// out: a map outlives its nodes.
    pub(crate) fn put_map(&mut self, map: SiteMap) -> Result<Granted, Refusal> {
        map.check().map_err(Refusal::Fields)?;
        let id = match self.world.maps.contains_key(&map.id) {
            true => map.id,
            false if map.id.0 != 0 => return Err(Refusal::NotFound("the map")),
            false if self.world.maps.len() >= MOST => {
                let problem = Problem::OutOfRange { least: 0.0, most: MOST as f64 };
                return Err(Refusal::Fields(vec![FieldError { field: "maps".into(), problem }]));
            }
            false => self.world.ids.next_map(),
        };
        let mut map = SiteMap { id, ..map };
        map.nodes.retain(|n| self.world.nodes.contains_key(n));
        map.groups.retain(|g| self.world.groups.contains_key(g));
        map.pins.retain(|p| p.node.0 == 0 || self.world.nodes.contains_key(&p.node));
        self.edit(Edit::PutMap(map.clone()));
        self.feed.touch(Key::Map(id));
        self.world.maps.insert(id, map);
        Ok(Granted::Map(id))
    }

    /// Removes a map; nothing it showed is touched.
    pub(crate) fn drop_map(&mut self, id: MapId) -> Result<Granted, Refusal> {
        self.world.maps.remove(&id).ok_or(Refusal::NotFound("the map"))?;
        self.edit(Edit::DropMap(id));
        self.feed.remove(Key::Map(id));
        Ok(Granted::Done)
    }
}

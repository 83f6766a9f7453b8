//! Changing a site nobody watches: wishes go through the engine's core, so that they are judged
//! and written down as always, but no engine is started and nothing is sent.

use std::path::Path;

use hinomi_engine::clock::Clock;
use hinomi_engine::core::Core;
use hinomi_engine::world::World;
use hinomi_engine::{Granted, Wish};
use hinomi_model::{IncidentId, Stamp};
use hinomi_store::{OpenIncident, Site};

use crate::sorry::Sorry;

/// A site open for changing. Nothing is stored before [`Editing::keep`].
#[derive(Debug)]
pub struct Editing {
    site: Site,
    core: Core,
}

impl Editing {
    /// Opens a site for changing, or says who has it.
    pub async fn open(path: &Path) -> Result<Editing, Sorry> {
        let site = Site::open(path).await?;
        if let Some(why) = site.read_only() {
            let sorry = Sorry::read_only(why);
            site.close().await;
            return Err(sorry);
        }
        let core = Core::read(site.load().await?, Vec::new(), Vec::new());
        Ok(Editing { site, core })
    }

    /// The site with what was wished so far.
    pub fn world(&self) -> &World {
        self.core.world()
    }

    /// The file.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Wishes one thing.
    pub fn wish(&mut self, wish: Wish) -> Result<Granted, Sorry> {
        Ok(self.core.wish(wish, now())?)
    }

    /// Remembers a resolved incident, so that it can be written into.
    pub async fn recall(&mut self, id: IncidentId) -> Result<(), Sorry> {
        if !self.core.knows(id) {
            let incident = self.site.incident(id).await?.ok_or_else(|| no_such_incident(id))?;
            let last = self.site.last_entry(id).await?;
            self.core.recall(OpenIncident { incident, last });
        }
        Ok(())
    }

    /// Stores everything that was wished in one transaction, and closes the site.
    pub async fn keep(mut self) -> Result<(), Sorry> {
        let batch = self.core.take().batch;
        let kept = self.site.commit(&batch).await;
        self.site.close().await;
        Ok(kept?)
    }
}

/// The number is wrong.
pub fn no_such_incident(id: IncidentId) -> Sorry {
    Sorry::said(
        format!(
            "There is no incident {id} in this site; “incident FILE list” shows those there are."
        ),
        format!("インシデント{id}は存在しません。「incident FILE list」で一覧を表示"),
    )
}

/// The wall clock.
pub fn now() -> Stamp {
    Clock::start().now()
}

//! A simulated site that lives and breaks: real sockets on loopback, a real engine, a real file.
//!
//! Every node has an address of its own in 127.20.0.0/16 (the next block if another demo runs; on
//! systems that know only 127.0.0.1, a port of its own) and small servers that answer, are slow,
//! refuse or hang as the story wants it. Hinomi watches them like any others and knows nothing of
//! the story. The day before the start was told to the engine's own core, so that the ribbon and
//! the graphs are not empty.
//!
//! This crate deliberately knows no window and no terminal. Start from [`start`] and [`story`].

mod building;
mod host;
mod office;
mod past;
mod runbooks;
pub mod story;
mod temper;

use std::path::PathBuf;
use std::time::Duration;

use hinomi_engine::{Engine, EngineHandle, Refusal, Voice};
use hinomi_model::settings::Language;
use hinomi_net::Net;
use hinomi_store::{Site, SiteError};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use host::Mood;
pub use story::Scene;

/// The largest site that is simulated.
const MOST: usize = 500;

/// How the simulated site is to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many times faster the story is told, 0.1 to 100. Checks run faster with it, as far as
    /// checks may.
    pub speed: f64,
    /// How many nodes there are, 1 to 500; 5, 60, 300 and 500 are well-rounded sites.
    pub nodes: usize,
    /// What happens.
    pub scene: Scene,
    /// The language of names, runbooks and notifications.
    pub language: Language,
    /// Where notifications go.
    pub voice: Voice,
    /// Where the site file is made and stays; `None` is a folder that goes with the demo.
    pub path: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            speed: 1.0,
            nodes: 60,
            scene: Scene::Living,
            language: Language::En,
            voice: Voice::Desktop,
            path: None,
        }
    }
}

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The site file.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The loopback servers or the folder.
    #[error("the simulated site could not be set up ({0}); free some disk space or sockets")]
    Io(#[from] std::io::Error),
    /// A fault in the plan of the office.
    #[error("the simulated site does not fit together: {0}")]
    Plan(#[from] Refusal),
}

/// A simulated site at work. Dropping it ends the servers; [`Demo::stop`] ends everything in good
/// order.
#[derive(Debug)]
pub struct Demo {
    /// The engine that watches it.
    pub engine: EngineHandle,
    servers: TaskTracker,
    cancel: CancellationToken,
    folder: Option<TempDir>,
    _claim: TcpListener,
}

/// Builds the site, tells it its past, and starts to watch it and to play the scene. Must be called
/// inside a tokio runtime. No privileges are needed.
pub async fn start(net: Net, options: Options) -> Result<Demo, DemoError> {
    let (servers, cancel) = (TaskTracker::new(), CancellationToken::new());
    // Whatever fails from here on ends the servers that run already.
    let guard = cancel.clone().drop_guard();
    let (folder, path) = match &options.path {
        Some(path) => (None, path.clone()),
        None => {
            let folder = tempfile::Builder::new().prefix("hinomi-demo-").tempdir()?;
            let path = folder.path().join("demo.hinomi");
            (Some(folder), path)
        }
    };
    let (block, claim) = host::claim().await?;
    let plan = office::plan(options.nodes.clamp(1, MOST), options.language, block);
    let hosts = host::open(&plan, &net, &servers, &cancel).await?;
    let site = Site::create(&path, &building::settings(options.language)).await?;
    let cast = match building::build(&site, &plan, &hosts, &options).await {
        Ok(cast) => cast,
        Err(error) => {
            site.close().await;
            return Err(error);
        }
    };
    let engine = Engine::start(site, net, options.voice, Vec::new()).await?;
    let story = story::play(engine.clone(), cast, hosts, options, cancel.clone());
    servers.spawn(story);
    servers.close();
    Ok(Demo { engine, servers, cancel: guard.disarm(), folder, _claim: claim })
}

impl Demo {
    /// Ends watching in good order, then the servers; a temporary site file is removed.
    pub async fn stop(mut self) {
        self.engine.stop().await;
        self.cancel.cancel();
        // Servers end at once when told; whatever does not is ended with the process.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.servers.wait()).await;
        if let Some(folder) = self.folder.take()
            && let Err(error) = folder.close()
        {
            tracing::warn!(%error, "the demo's folder could not be removed");
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

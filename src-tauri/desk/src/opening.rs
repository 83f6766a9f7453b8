//! What is open: at most one site, watched if it can be written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hinomi_discovery::device::profile::Folder;
use hinomi_engine::{Engine, EngineHandle, Voice};
use hinomi_model::{Settings, Stamp};
use hinomi_net::Net;
use hinomi_store::{Keychain, ReadOnly, Site};
use hinomi_wire::site::{NotOpened, ReadOnlyView, SiteView};
use hinomi_wire::{Code, Failure};
use tokio::sync::{Mutex, RwLock};

use crate::failures::of_site;
use crate::looks::Looks;
use crate::mibs::Called;
use crate::preferences::Keeping;
use crate::scanning::Scanning;
use crate::vantage::Vantage;
use crate::walking::Walking;

/// What the window is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// This file.
    File(PathBuf),
    /// The site opened last; on the very first start, a new one in the usual place.
    Last,
    /// A running engine that somebody else started: the simulated site.
    Demo,
}

/// Hinomi on this PC: its preferences, the network, and the open site.
pub struct Hinomi {
    pub(crate) net: Net,
    pub(crate) keeping: Keeping,
    pub(crate) open: RwLock<Option<Arc<Open>>>,
    pub(crate) not_opened: Mutex<Option<NotOpened>>,
    pub(crate) scanning: Scanning,
    pub(crate) looks: Looks,
    pub(crate) vantage: Vantage,
    pub(crate) walking: Walking,
    voice: Voice,
}

/// An open site.
#[derive(Debug)]
pub struct Open {
    /// The site file.
    pub site: Site,
    /// The engine that watches it; `None` if it is open read-only.
    pub engine: Option<EngineHandle>,
    /// True for the simulated site.
    pub demo: bool,
    /// The operator's own profiles beside it.
    pub profiles: Folder,
    /// What things are called, by our own table and the site's MIBs.
    pub(crate) called: Called,
}

impl Hinomi {
    /// Opens nothing yet.
    pub fn new(net: Net, keeping: Keeping, voice: Voice) -> Hinomi {
        Hinomi {
            net,
            keeping,
            open: RwLock::default(),
            not_opened: Mutex::default(),
            scanning: Scanning::default(),
            looks: Looks::default(),
            vantage: Vantage::default(),
            walking: Walking::default(),
            voice,
        }
    }

    /// Opens what the window is started with. What cannot be opened is said in the window, not
    /// here: there is always a window.
    pub async fn start(&self, start: Start) {
        let path = match start {
            Start::Demo => return,
            Start::File(path) => path,
            Start::Last => match self.keeping.get().recent.first() {
                Some(recent) => PathBuf::from(&recent.path),
                None => {
                    if let Err(failure) = self.create("", "").await {
                        self.remember_not_opened(Path::new(""), failure).await;
                    }
                    return;
                }
            },
        };
        if let Err(failure) = self.open(&path).await {
            self.remember_not_opened(&path, failure).await;
        }
    }

    async fn remember_not_opened(&self, path: &Path, failure: Failure) {
        let path = path.display().to_string();
        *self.not_opened.lock().await = Some(NotOpened { path, failure });
    }

    /// Makes a site file and opens it. An empty path is the usual place, an empty name this PC's.
    pub async fn create(&self, path: &str, name: &str) -> Result<SiteView, Failure> {
        let name = match name.trim() {
            "" => whoami::hostname().unwrap_or_else(|_| "My network".into()),
            name => name.chars().take(80).collect(),
        };
        let path = match path.trim() {
            "" => usual_place(&name)?,
            path => PathBuf::from(path),
        };
        let language = self.speaks();
        let zone = hinomi_engine::zone::here();
        let settings = Settings { name, language, zone, ..Settings::default() };
        let site = Site::create(&path, &settings).await.map_err(of_site)?;
        site.close().await;
        self.open(&path).await
    }

    /// Opens a site file; the one open before is closed first.
    pub async fn open(&self, path: &Path) -> Result<SiteView, Failure> {
        let mut open = self.open.write().await;
        let same = open.as_ref().is_some_and(|o| same_file(o.site.path(), path));
        if same && let Some(now) = open.as_ref().filter(|o| o.is_sound()) {
            let name = name_of(&now.site).await?;
            return view(now, &name).await;
        }
        if same && let Some(unsound) = open.take() {
            unsound.close().await;
        }
        let site = Site::open(path).await.map_err(of_site)?;
        if let Some(before) = open.take() {
            before.close().await;
        }
        let engine = match site.read_only() {
            Some(_) => None,
            None => {
                let approved = self.keeping.get().approved;
                let started =
                    Engine::start(site.clone(), self.net.clone(), self.voice, approved).await;
                Some(started.map_err(of_site)?)
            }
        };
        if let Some(engine) = &engine {
            engine.sign_as(&self.operator());
        }
        if self.voice == Voice::Desktop {
            // Its owner may be asked for a password first; nothing waits for that.
            tokio::spawn(open_vault(site.clone()));
        }
        let profiles = Folder::beside(site.path());
        let now = Arc::new(Open { site, engine, demo: false, profiles, called: Called::default() });
        read_mibs(Arc::clone(&now));
        *open = Some(Arc::clone(&now));
        let name = name_of(&now.site).await?;
        let view = view(&now, &name).await?;
        self.keeping.opened(now.site.path(), &view.name, clock_now());
        *self.not_opened.lock().await = None;
        Ok(view)
    }

    /// Starts the engine of the open site anew if a task of it ended by a fault of ours.
    pub async fn revive(&self) -> Result<(), Failure> {
        let open = self.now().await?;
        let Some(task) = open.engine.as_ref().and_then(EngineHandle::ended) else { return Ok(()) };
        tracing::error!("the engine is started anew, because its {task} task ended");
        self.open(open.site.path()).await.map(drop)
    }

    /// Takes over a running engine: the simulated site.
    pub async fn take_over(&self, engine: EngineHandle) {
        engine.sign_as(&self.operator());
        engine.approve(self.keeping.get().approved);
        let site = engine.site().clone();
        let (profiles, called) = (Folder::beside(site.path()), Called::default());
        let open = Open { site, engine: Some(engine), demo: true, profiles, called };
        if let Some(before) = self.open.write().await.replace(Arc::new(open)) {
            before.close().await;
        }
    }

    /// The open site.
    pub async fn now(&self) -> Result<Arc<Open>, Failure> {
        let none = || Failure::new(Code::NoSite, "No site is open. Open one, or make a new one.");
        self.open.read().await.clone().ok_or_else(none)
    }

    /// The engine of the open site.
    pub async fn engine(&self) -> Result<EngineHandle, Failure> {
        let read_only = || {
            let why = "This site is open read-only, so nothing can be changed in it.";
            Failure::new(Code::ReadOnly, why)
        };
        self.now().await?.engine.clone().ok_or_else(read_only)
    }

    /// Who is using Hinomi here: the name in the preferences, else the account's.
    pub(crate) fn operator(&self) -> String {
        match self.keeping.get().operator {
            name if name.is_empty() => whoami::username().unwrap_or_else(|_| "operator".into()),
            name => name,
        }
    }

    /// Stops watching in good order and closes the site.
    pub async fn stop(&self) {
        if let Some(open) = self.open.write().await.take() {
            open.close().await;
        }
    }
}

impl Open {
    /// Is it watched as it should be? If not, the engine ended by a fault, or the site is open
    /// read-only and may by now be free to be watched: either way opening it anew is worth a try.
    fn is_sound(&self) -> bool {
        self.engine.as_ref().is_some_and(|e| e.ended().is_none())
    }

    /// Tells the engine what traps are called.
    pub(crate) fn name_traps(&self) {
        if let Some(engine) = &self.engine {
            engine.know_names(self.called.names());
        }
    }

    async fn close(&self) {
        match &self.engine {
            Some(engine) => engine.stop().await,
            None => self.site.clone().close().await,
        }
    }
}

/// Opens the vault by this PC's keychain, if there is one that has its key.
async fn open_vault(site: Site) {
    let opened = match Keychain::find().await {
        Ok(keychain) => site.use_keychain(keychain).await.map(drop),
        Err(error) => Err(error),
    };
    if let Err(error) = opened {
        tracing::info!(%error, "the vault is opened by its passphrase alone");
    }
}

/// Reads the MIBs of a site; many take seconds, and nobody waits for them.
fn read_mibs(open: Arc<Open>) {
    tokio::spawn(async move {
        match open.called.read(&open.site).await {
            Ok(_) => open.name_traps(),
            Err(failure) => tracing::warn!(%failure, "the site's MIBs could not be read"),
        }
    });
}

/// What people call the site.
pub(crate) async fn name_of(site: &Site) -> Result<String, Failure> {
    Ok(site.settings().await.map_err(of_site)?.name)
}

/// The open site as the window sees it.
pub(crate) async fn view(open: &Open, name: &str) -> Result<SiteView, Failure> {
    Ok(SiteView {
        path: open.site.path().display().to_string(),
        name: name.into(),
        size: open.site.size_bytes().await.map_err(of_site)?,
        read_only: open.site.read_only().map(|why| match why {
            ReadOnly::OtherHinomi { pid } => ReadOnlyView::OtherHinomi { pid: *pid },
            ReadOnly::NotWritable => ReadOnlyView::NotWritable,
            ReadOnly::Asked => ReadOnlyView::Asked,
        }),
        demo: open.demo,
    })
}

fn usual_place(name: &str) -> Result<PathBuf, Failure> {
    let folder = std::env::var_os("HINOMI_DATA").map(PathBuf::from);
    let folder = folder.or_else(|| dirs::data_dir().map(|d| d.join("hinomi")));
    let folder = folder.ok_or_else(|| {
        Failure::new(
            Code::NotAllowed,
            "This account has no folder for data. Choose where to keep the site.",
        )
    })?;
    std::fs::create_dir_all(&folder).map_err(Failure::fault)?;
    let safe = |c: char| if c.is_alphanumeric() || " -_.".contains(c) { c } else { '-' };
    let stem: String = name.chars().map(safe).take(60).collect();
    let stem = stem.trim().trim_start_matches('.').to_owned();
    let stem = if stem.is_empty() { "site".to_owned() } else { stem };
    let file = |n: u32| match n {
        1 => folder.join(format!("{stem}.hinomi")),
        n => folder.join(format!("{stem} {n}.hinomi")),
    };
    (1..1_000).map(file).find(|p| !p.exists()).ok_or_else(|| {
        Failure::new(Code::Exists, "There are very many sites of that name. Choose another name.")
    })
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// The language the system speaks, as far as Hinomi speaks it (POSIX order of variables).
pub fn system_language() -> hinomi_model::settings::Language {
    use hinomi_model::settings::Language;
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match set.is_some_and(|v| v.starts_with("ja")) {
        true => Language::Ja,
        false => Language::En,
    }
}

pub(crate) fn clock_now() -> Stamp {
    hinomi_engine::clock::Clock::start().now()
}

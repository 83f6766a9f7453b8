//! stub
use hinomi_engine::{Engine, EngineHandle, Voice};
use hinomi_model::settings::Language;
use hinomi_net::Net;
use hinomi_store::{Site, SiteError};
/// o
pub struct Options { /// s
 pub speed: f64, /// l
 pub language: Language, /// v
 pub voice: Voice }
impl Default for Options { fn default() -> Options { Options { speed: 1.0, language: Language::En, voice: Voice::Silent } } }
/// d
pub struct Demo { /// e
 pub engine: EngineHandle }
/// s
pub async fn start(net: Net, o: Options) -> Result<Demo, SiteError> {
  let site = Site::in_memory().await?; Ok(Demo { engine: Engine::start(site, net, o.voice).await? }) }
impl Demo { /// s
 pub async fn stop(self) { self.engine.stop().await } }

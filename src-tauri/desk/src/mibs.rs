//! The MIBs of a site: kept in its file, read when it is opened, and what they name.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hinomi_discovery::mibs::{self, Module};
use hinomi_engine::EngineHandle;
use hinomi_model::settings::Language;
use hinomi_model::snmp::Names;
use hinomi_store::Site;
use hinomi_wire::browser::{MibFinding, MibView, MibsImported, MibsPut};
use hinomi_wire::{Code, Failure};
use tokio::sync::Mutex;

use crate::failures::of_site;

/// Files of one import at most.
const FILES: usize = 200;

/// What things are called: our own table, and what the site's MIBs say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Called(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    names: RwLock<Arc<Names>>,
    /// One reading after the other: of two, the later one must win.
    reading: Mutex<()>,
}

impl Default for Kept {
    fn default() -> Kept {
        let names = RwLock::new(Arc::new(mibs::built_in().clone()));
        Kept { names, reading: Mutex::default() }
    }
}

impl Called {
    /// The names as they are now.
    pub(crate) fn names(&self) -> Arc<Names> {
        Arc::clone(&self.0.names.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the site's MIBs anew, and says what is wrong with them.
    pub(crate) async fn read(&self, site: &Site) -> Result<(Vec<MibView>, Findings), Failure> {
        let _alone = self.0.reading.lock().await;
        let kept = site.mibs().await.map_err(of_site)?;
        let modules: Vec<Module> =
            kept.into_iter().map(|(name, text)| Module { name, text, before: 0 }).collect();
        let sizes: Vec<(String, usize)> =
            modules.iter().map(|m| (m.name.clone(), m.text.len())).collect();
        // Very many take seconds, and a fault in there must not take the desk with it.
        let reading = tokio::task::spawn_blocking(move || mibs::read(&modules)).await;
        let (read, findings) = reading.map_err(Failure::fault)?;
        let mut counts: HashMap<String, (u32, u32)> = HashMap::new();
        for (_, named) in read.all() {
            let count = counts.entry(named.module.clone()).or_default();
            if named.trap { count.1 += 1 } else { count.0 += 1 }
        }
        let view = |(name, size): (String, usize)| {
            let (objects, traps) = counts.get(&name).copied().unwrap_or_default();
            MibView { name, size: u32::try_from(size).unwrap_or(u32::MAX), objects, traps }
        };
        let mut names = mibs::built_in().clone();
        names.extend(read);
        *self.0.names.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(names);
        Ok((sizes.into_iter().map(view).collect(), findings))
    }
}

type Findings = Vec<mibs::Finding>;

/// Tells a running engine what its site's MIBs call things. Many take seconds to read, and nobody
/// waits for them.
pub fn name_things(engine: EngineHandle) {
    tokio::spawn(async move {
        let called = Called::default();
        match called.read(engine.site()).await {
            Ok(_) => engine.know_names(called.names()),
            Err(failure) => tracing::warn!(%failure, "the site's MIBs could not be read"),
        }
    });
}

/// Takes files in. What is no MIB file is said, and the others are kept all the same.
pub(crate) async fn import(
    called: &Called,
    site: &Site,
    with: MibsPut,
    language: Language,
) -> Result<MibsImported, Failure> {
    let mut findings = Vec::new();
    let mut modules: Vec<(String, String)> = Vec::new();
    // Lines are told as the file's author counts them.
    let mut before: HashMap<String, u32> = HashMap::new();
    for file in with.files.into_iter().take(FILES) {
        let octets = BASE64.decode(&file.content).map_err(|_| {
            Failure::new(Code::CutShort, "The file did not arrive whole. Try again.")
        })?;
        match mibs::modules(&octets) {
            Ok(found) => {
                before.extend(found.iter().map(|m| (m.name.clone(), m.before)));
                modules.extend(found.into_iter().map(|m| (m.name, m.text)));
            }
            Err(why) => findings.push(MibFinding {
                place: file.name,
                line: None,
                text: why.words(language),
                fatal: true,
            }),
        }
    }
    site.put_mibs(&modules).await.map_err(of_site)?;
    let (kept, told) = called.read(site).await?;
    let told = told.into_iter().filter(|f| f.module.is_empty() || before.contains_key(&f.module));
    findings.extend(told.map(|f| MibFinding {
        line: f.line.map(|line| line + before.get(&f.module).copied().unwrap_or(0)),
        place: f.module,
        text: f.text,
        fatal: f.fatal,
    }));
    findings.sort_by_key(|f| !f.fatal);
    Ok(MibsImported { kept, findings })
}

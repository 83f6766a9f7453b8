//! `hinomi watch`: the engine alone, one line for everything that becomes true.

mod end;
mod health;
mod lines;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use hinomi_desk::{Hinomi, Keeping, Start};
use hinomi_engine::{Engine, EngineHandle, Event, Voice, zone};
use hinomi_model::settings::Language;
use hinomi_model::{Span, Stamp, words};
use hinomi_net::Net;
use hinomi_store::{ReadOnly, Site};
use hinomi_wire::calls::Desk;
use hinomi_wire::views::Nothing;
use serde::Serialize;
use serde_json::json;
use tokio::sync::broadcast::{self, error::RecvError, error::TryRecvError};

use crate::args::Watch;
use crate::editing::now;
use crate::errors_ja;
use crate::paper::Paper;
use crate::sorry::Sorry;
pub use end::End;
use health::{Health, Tally};
use lines::Lines;

/// How often the health line comes.
const HEALTH_EVERY: Duration = Duration::from_secs(10);

/// Watches a site until told to end.
pub async fn run(with: Watch, paper: &Paper) -> Result<ExitCode, Sorry> {
    let voice = if with.silent { Voice::Silent } else { Voice::Desktop };
    // Signals count from the very beginning, also while a large site is still being opened.
    let mut end = End::after(with.long)?;
    loop {
        let engine = match &with.file {
            Some(file) => open(file, voice).await?,
            None => open_default(voice).await?,
        };
        let Some(task) = follow(engine, with.json, &mut end, paper).await? else {
            return Ok(ExitCode::SUCCESS);
        };
        if with.json {
            paper.json(&json!({ "event": "fault", "at": now(), "task": task }))?;
        }
        paper.aside(&match paper.language {
            Language::En => format!("A fault of ours ended the {task} task; watching begins anew."),
            Language::Ja => format!("内部の異常で処理「{task}」が停止。監視を再開始します"),
        });
    }
}

async fn open(file: &Path, voice: Voice) -> Result<EngineHandle, Sorry> {
    let site = Site::open(file).await?;
    if let Some(why) = site.read_only() {
        let sorry = cannot_watch(Some(why));
        site.close().await;
        return Err(sorry);
    }
    crate::snmp::open_locked_vault(&site).await;
    let approved = Keeping::usual().get().approved;
    let engine = Engine::start(site, Net::open().await, voice, approved).await?;
    hinomi_desk::name_things(engine.clone());
    Ok(engine)
}

/// The site that the window would open too.
async fn open_default(voice: Voice) -> Result<EngineHandle, Sorry> {
    let hinomi = Hinomi::new(Net::open().await, Keeping::usual(), voice);
    hinomi.start(Start::Last).await;
    if let Some(not_opened) = hinomi.hello(Nothing {}).await?.not_opened {
        return Err(not_opened.failure.into());
    }
    let open = hinomi.now().await?;
    match (&open.engine, open.site.read_only()) {
        (Some(engine), _) => Ok(engine.clone()),
        (None, why) => Err(cannot_watch(why)),
    }
}

fn cannot_watch(why: Option<&ReadOnly>) -> Sorry {
    let why = why.unwrap_or(&ReadOnly::Asked);
    Sorry::said(
        format!("This site can only be read, so it cannot be watched from here: {why}."),
        format!("ここからは監視できません：{}", errors_ja::read_only(why)),
    )
}

/// Tells what a running engine sees until the end, then stops it. Gives the task that ended by a
/// fault of ours, should one have.
pub async fn follow(
    engine: EngineHandle,
    as_json: bool,
    end: &mut End,
    paper: &Paper,
) -> Result<Option<&'static str>, Sorry> {
    let mut events = engine.events();
    let lines = Lines::in_zone(zone::of(&engine.site().settings().await?));
    let mut told = Told { paper, as_json, lines, tally: Tally::new(now()) };
    let result = told.watch(&engine, &mut events, end).await;
    engine.stop().await;
    // What was stored while it ended belongs to the story.
    while result.is_ok() {
        match events.try_recv() {
            Ok(event) => told.event(&event)?,
            Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    let fault = result?;
    told.summary(&engine)?;
    Ok(fault)
}

/// The first line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "started")]
struct Started {
    at: Stamp,
    site: String,
    name: String,
    nodes: usize,
    checks: usize,
    /// Open when watching began.
    incidents: usize,
    version: &'static str,
    pid: u32,
}

struct Told<'a> {
    paper: &'a Paper,
    as_json: bool,
    lines: Lines,
    tally: Tally,
}

impl Told<'_> {
    async fn watch(
        &mut self,
        engine: &EngineHandle,
        events: &mut broadcast::Receiver<Arc<Event>>,
        end: &mut End,
    ) -> Result<Option<&'static str>, Sorry> {
        self.started(engine).await?;
        let mut health = tokio::time::interval(HEALTH_EVERY);
        health.reset();
        loop {
            tokio::select! {
                biased;
                () = end.reached() => return Ok(None),
                task = engine.fault() => return Ok(Some(task)),
                event = events.recv() => match event {
                    Ok(event) => self.event(&event)?,
                    Err(RecvError::Lagged(missed)) => self.missed(missed)?,
                    Err(RecvError::Closed) => return Ok(None),
                },
                _ = health.tick() => self.health(engine)?,
            }
        }
    }

    async fn started(&mut self, engine: &EngineHandle) -> Result<(), Sorry> {
        let loaded = engine.site().load().await?;
        let (nodes, checks) = (loaded.nodes.len(), loaded.checks.len());
        let name = words::tame(&loaded.settings.name, 80);
        let path = engine.site().path().display().to_string();
        if self.as_json {
            return self.paper.json(&Started {
                at: self.tally.started,
                site: path,
                name,
                nodes,
                checks,
                incidents: loaded.open.len(),
                version: env!("CARGO_PKG_VERSION"),
                pid: std::process::id(),
            });
        }
        self.paper.line(&match self.paper.language {
            Language::En => {
                format!("Watching “{name}”: {nodes} nodes, {checks} checks. Ctrl+C ends it.")
            }
            Language::Ja => {
                format!("「{name}」を監視中：{nodes}ノード、{checks}チェック（Ctrl+Cで終了）")
            }
        })?;
        if nodes == 0 {
            self.paper.aside(&match self.paper.language {
                Language::En => format!("Nothing is watched yet; end this and add what is around: hinomi scan --site “{path}”"),
                Language::Ja => format!("監視対象なし。終了後に「hinomi scan --site {path}」で追加"),
            });
        }
        for open in &loaded.open {
            self.paper.line(&self.lines.already_open(self.paper, &open.incident))?;
        }
        Ok(())
    }

    fn event(&mut self, event: &Event) -> Result<(), Sorry> {
        self.tally.count(event);
        if self.as_json {
            return self.paper.json(event);
        }
        match self.lines.of(self.paper, event) {
            Some(line) => self.paper.line(&line),
            None => Ok(()),
        }
    }

    fn missed(&self, count: u64) -> Result<(), Sorry> {
        if self.as_json {
            return self.paper.json(&json!({ "event": "missed", "at": now(), "count": count }));
        }
        self.paper.aside(&match self.paper.language {
            Language::En => format!("{count} lines were not printed, because the terminal was too slow; they are in the site."),
            Language::Ja => format!("端末への出力が遅れ、{count}行を省略（サイトには記録済み）"),
        });
        Ok(())
    }

    fn health(&self, engine: &EngineHandle) -> Result<(), Sorry> {
        match self.as_json {
            true => self.paper.json(&Health::look(engine, now())),
            false => Ok(()),
        }
    }

    fn summary(&self, engine: &EngineHandle) -> Result<(), Sorry> {
        let summary = self.tally.summary(engine, now());
        if self.as_json {
            return self.paper.json(&summary);
        }
        let lasted = words::span(self.paper.language, summary.lasted.max(Span::seconds(1)));
        let health::Summary { probes, failed, unable, incidents, .. } = summary;
        self.paper.line(&match self.paper.language {
            Language::En => format!("Watched for {lasted}: {probes} probes, {failed} failed, {unable} could not be made; {incidents} incidents."),
            Language::Ja => format!("監視時間 {lasted}：プローブ{probes}回（失敗{failed}、実施不能{unable}）、インシデント{incidents}件"),
        })
    }
}

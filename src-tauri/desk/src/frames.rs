//! Frames: the engine's changes as the window pulls them.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use hinomi_engine::{Changes, EngineHandle, Key, VantageNow};
use hinomi_model::{Span, Stamp};
use hinomi_net::icmp::Method;
use hinomi_wire::frame::{
    CheckState, Frame, Gone, Health, LastSample, NodeReach, RescanState, VantageState, WindowView,
};
use hinomi_wire::site::SiteView;
use hinomi_wire::views::{RunbookView, Since};
use hinomi_wire::{Code, Failure};

use crate::failures::of_site;
use crate::opening::{Hinomi, Open, clock_now, name_of, view};

/// A window waits this long at most for something new.
const WAIT: Duration = Duration::from_secs(20);
/// A site somebody else writes is looked at this often.
const READ_ONLY: Duration = Duration::from_secs(2);

/// Answers one pull.
pub(crate) async fn pull(hinomi: &Hinomi, since: Since) -> Result<Frame, Failure> {
    let wait = Duration::from(since.wait).min(WAIT);
    let Ok(open) = hinomi.now().await else {
        if since.epoch == "none" {
            tokio::time::sleep(wait.min(Duration::from_secs(2))).await;
        }
        return Ok(empty());
    };
    match &open.engine {
        Some(engine) => watched(hinomi, &open, engine, since, wait).await,
        None => read_only(&open, since, wait).await,
    }
}

fn empty() -> Frame {
    let changes = Changes { fresh: true, ..Changes::default() };
    frame("none", changes, None, clock_now(), Health::default())
}

async fn watched(
    hinomi: &Hinomi,
    open: &Open,
    engine: &EngineHandle,
    since: Since,
    wait: Duration,
) -> Result<Frame, Failure> {
    let after = (since.epoch == engine.epoch()).then_some(since.seq);
    let closing = || Failure::new(Code::NoSite, "The site is being closed.");
    let changes = engine.changes(after, wait).await;
    hinomi.revive().await?;
    let changes = changes.ok_or_else(closing)?;
    let site = named(open).await?;
    Ok(frame(engine.epoch(), changes, site, engine.clock().now(), health(hinomi, engine)))
}

/// A site that is only read: the whole of it whenever its file has changed.
async fn read_only(open: &Open, since: Since, wait: Duration) -> Result<Frame, Failure> {
    let epoch = format!("read-{}", open.site.path().display());
    let mut waited = Duration::ZERO;
    loop {
        let version = open.site.data_version().await.map_err(of_site)?;
        let version = u64::try_from(version).unwrap_or(0);
        if since.epoch != epoch || version != since.seq {
            let changes =
                hinomi_engine::snapshot(&open.site, clock_now()).await.map_err(of_site)?;
            let changes = Changes { seq: version, fresh: true, ..changes };
            let site = named(open).await?;
            return Ok(frame(&epoch, changes, site, clock_now(), Health::default()));
        }
        if waited >= wait {
            let changes = Changes { seq: version, ..Changes::default() };
            let site = named(open).await?;
            return Ok(frame(&epoch, changes, site, clock_now(), Health::default()));
        }
        tokio::time::sleep(READ_ONLY).await;
        waited += READ_ONLY;
    }
}

/// The open site: in every frame, since its size changes, and none would mean that none is open.
async fn named(open: &Open) -> Result<Option<SiteView>, Failure> {
    view(open, &name_of(&open.site).await?).await.map(Some)
}

fn frame(
    epoch: &str,
    changes: Changes,
    site: Option<SiteView>,
    now: Stamp,
    health: Health,
) -> Frame {
    let states = changes.states.into_iter().map(|(check, state, last)| CheckState {
        check,
        state,
        last: last.map(|l| LastSample { at: l.at, took: l.took, outcome: l.outcome }),
    });
    Frame {
        epoch: epoch.into(),
        seq: changes.seq,
        fresh: changes.fresh,
        now,
        site,
        settings: changes.settings,
        nodes: changes.nodes,
        groups: changes.groups,
        checks: changes.checks,
        states: states.collect(),
        incidents: changes.incidents,
        links: changes.links,
        pins: changes.pins,
        runbooks: changes.runbooks.iter().map(RunbookView::from).collect(),
        gaps: changes.gaps,
        reaches: (changes.reaches.into_iter())
            .map(|(node, reach)| NodeReach { node, reach })
            .collect(),
        windows: (changes.windows.into_iter())
            .map(|(window, on)| WindowView { window, on })
            .collect(),
        contacts: changes.contacts,
        maps: changes.maps,
        vantage: changes.vantage.map(|v| {
            let VantageNow { lost, off_site, network, canaries } = v;
            VantageState { lost, off_site, network, canaries }
        }),
        traps: changes.traps,
        proposals: changes.proposals,
        rescan: changes.rescan.map(|now| RescanState {
            under_way: now.how_far.is_under_way(),
            ended: now.how_far.ended,
            partial: now.how_far.partial,
            locked: now.how_far.locked,
            next: now.next,
        }),
        gone: changes.gone.into_iter().filter_map(gone).collect(),
        health,
    }
}

fn gone(key: Key) -> Option<Gone> {
    match key {
        Key::Node(id) => Some(Gone::Node(id)),
        Key::Group(id) => Some(Gone::Group(id)),
        Key::Check(id) => Some(Gone::Check(id)),
        Key::Incident(id) => Some(Gone::Incident(id)),
        Key::Link(id) => Some(Gone::Link(id)),
        Key::Pin(id) => Some(Gone::Pin(id)),
        Key::Runbook(id) => Some(Gone::Runbook(id)),
        Key::Window(id) => Some(Gone::Window(id)),
        Key::Contact(id) => Some(Gone::Contact(id)),
        Key::Map(id) => Some(Gone::Map(id)),
        Key::Proposal(id) => Some(Gone::Proposal(id)),
        // A state goes with its check, a reach with its node; settings and the vantage never go;
        // the window drops old gaps itself.
        Key::State(_)
        | Key::Reach(_)
        | Key::Settings
        | Key::Vantage
        | Key::Traps
        | Key::Rescan
        | Key::Gap(_) => None,
    }
}

fn health(hinomi: &Hinomi, engine: &EngineHandle) -> Health {
    let (counters, rates, stored) = (engine.counters(), engine.rates(), engine.stored());
    Health {
        watching: true,
        probes: counters.probes.load(Relaxed),
        probes_per_second: rates.per_second,
        failed: counters.failed.load(Relaxed),
        unable: counters.unable.load(Relaxed),
        in_flight: counters.in_flight.load(Relaxed),
        late: Span(i64::try_from(rates.late.as_millis()).unwrap_or(i64::MAX)),
        stored: stored.at,
        icmp: icmp(engine),
        trouble: stored.trouble,
        put_aside: stored.put_aside,
        vantage: hinomi.vantage.look(engine.clock().steady()),
        awake: engine.awake(),
        speech: engine.speech(),
        traps: crate::traps::health(engine),
    }
}

fn icmp(engine: &EngineHandle) -> String {
    match engine.net().icmp.method(std::net::Ipv4Addr::LOCALHOST.into()) {
        Method::Dgram => "dgram",
        Method::Raw => "raw",
        // The checks then fall back to TCP.
        Method::None => "tcp",
    }
    .into()
}

//! SNMP agents as the window and the command line look at them: which login opens one, what it says
//! it is, and what it is best watched with.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use hinomi_discovery::Options;
use hinomi_discovery::device::{
    Device, Health, Interface, Profiles, Proposal, Sensor, Share, collect, collect_whole, describe,
    propose, understand,
};
use hinomi_engine::{Granted, Wish};
use hinomi_model::check::Family;
use hinomi_model::draft::{Findings, NodeDraft};
use hinomi_model::fitting::fitting;
use hinomi_model::snmp::{Access, Credentials, Login, PORT, Pacing};
use hinomi_model::{
    Address, Cause, Described, Metric, NodeId, NodeKind, Obstacle, Outcome, Phase, Sketch,
};
use hinomi_net::snmp::{Bounds, Patience, Session, Tries, Trouble};
use hinomi_net::{Net, NoAnswer, tcp};
use hinomi_store::{Site, VaultError};
use hinomi_wire::snmp::{
    Adopted, DeviceView, HealthView, LookView, PortView, ProposalView, SnmpLook, SnmpView, Tried,
    ValueView,
};
use hinomi_wire::{Code, Failure};

use crate::answers::odd;
use crate::failures::{of_refusal, of_site, of_vault};
use crate::opening::{Hinomi, clock_now};

/// A name is waited for so long.
const NAMES: Duration = Duration::from_secs(5);
/// An agent a person waits for is waited for so long, unless something else was said of it.
const PATIENCE: Patience =
    Patience { timeout: Duration::from_millis(1_500), retries: 1, at_once: 2 };
/// A device tells so much at most, in three minutes in all.
pub(crate) const BOUNDS: Bounds =
    Bounds { rows: 20_000, octets: 4 << 20, time: Duration::from_secs(60) };
/// A port is waited for so long …
const KNOCK: Duration = Duration::from_secs(1);
/// … and so many beside each other.
const KNOCKS: usize = 16;
/// Rows of each kind that are shown.
const MOST: usize = 2_000;
/// Agents looked at abreast.
const ABREAST: usize = 8;

/// Looks at an agent with the logins named, or the node's own, or the site's list.
pub(crate) async fn look(hinomi: &Hinomi, with: SnmpLook) -> Result<SnmpView, Failure> {
    let entry = hinomi.looks.begin(with.look);
    let tell = |now| entry.tell(now);
    tokio::select! {
        looked = look_and_keep(hinomi, with, &tell) => looked,
        () = entry.ended() => Ok(SnmpView { tried: Vec::new(), device: None }),
    }
}

async fn look_and_keep(
    hinomi: &Hinomi,
    with: SnmpLook,
    tell: &(dyn Fn(LookView) + Sync),
) -> Result<SnmpView, Failure> {
    let open = hinomi.now().await?;
    let address = NodeDraft::at(&with.address).check().map_err(Failure::fields)?.1;
    let logins = match with.logins.is_empty() {
        true => open.site.settings().await.map_err(of_site)?.logins,
        false => with.logins,
    };
    let mut found = Findings::default();
    found.range("port", f64::from(with.port), 1.0..=65_535.0);
    with.pacing.check("pacing", &mut found);
    logins
        .iter()
        .enumerate()
        .for_each(|(n, login)| login.check(&format!("logins.{n}"), &mut found));
    found.verdict(()).map_err(Failure::fields)?;
    let shelf = open.profiles.now();
    let looker =
        Looker { site: &open.site, net: &hinomi.net, profiles: &shelf.profiles, whole: true, tell };
    let view = Box::pin(looker.look_at(&address, with.port, with.pacing, &logins)).await?;
    if let (Some(node), Some(device), Some(engine)) = (with.node, &view.device, &open.engine) {
        let wish = Wish::Describe(node, device.described.clone());
        engine.wish(wish).await.map_err(of_refusal)?;
    }
    Ok(view)
}

/// Finds the login that opens an agent, and reads what device it speaks for.
#[derive(Clone, Copy)]
pub struct Looker<'l> {
    /// Whose vault has what opens them.
    pub site: &'l Site,
    /// What they are asked through.
    pub net: &'l Net,
    /// What families of devices are known.
    pub profiles: &'l Profiles,
    /// Also what is installed on them and what listens there, and not only what they measure.
    pub whole: bool,
    /// Is told how far it is.
    pub tell: &'l (dyn Fn(LookView) + Sync),
}

impl std::fmt::Debug for Looker<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looker").field("whole", &self.whole).finish_non_exhaustive()
    }
}

impl Looker<'_> {
    /// Tries logins on the agent of an address until one is let in, then reads the device. Dropping
    /// the future ends it.
    ///
    /// Errors: when the vault is locked, or cannot be read.
    pub async fn look_at(
        &self,
        address: &Address,
        port: u16,
        pacing: Pacing,
        logins: &[Login],
    ) -> Result<SnmpView, Failure> {
        let mut view = SnmpView { tried: Vec::new(), device: None };
        let (keys, lost) = self.keys(logins).await?;
        view.tried.extend(lost);
        let tried = |login: &Login, outcome| Tried { login: login.clone(), outcome };
        let at = match self.net.names.addresses(address, Family::Any, NAMES).await {
            Ok(found) => SocketAddr::new(found[0], port),
            Err(why) => {
                // Whose secret is lost has its verdict already.
                let first = keys.first().map(|(n, _)| &logins[*n]);
                view.tried.extend(first.map(|login| tried(login, why.at(Phase::Resolve))));
                return Ok(view);
            }
        };
        let mut left = keys;
        while !left.is_empty() {
            let tries = self.knock(at, pacing, &left, logins.len()).await;
            let login = |n: usize| left[n].0;
            view.tried.extend(
                tries
                    .refused
                    .iter()
                    .map(|(n, why)| tried(&logins[login(*n)], outcome(why.clone()))),
            );
            let Some((n, session)) = tries.let_in else { break };
            let login_in = &logins[login(n)];
            (self.tell)(LookView { reading: true, ..step(login(n), logins.len()) });
            let access = Access { port, login: login_in.clone(), pacing };
            match read(&session, access, self.profiles, self.whole).await {
                Ok(mut device) => {
                    if self.whole && port == PORT {
                        let named = address.ip().is_none();
                        device.proposals.extend(listening(at.ip(), device.kind, named).await);
                    }
                    view.tried.push(tried(login_in, Outcome::Measured { readings: Vec::new() }));
                    view.device = Some(device);
                    break;
                }
                // It fell silent; the others may do all the same.
                Err(trouble) => view.tried.push(tried(login_in, outcome(trouble))),
            }
            let done: Vec<usize> = tries.refused.iter().map(|(n, _)| *n).chain([n]).collect();
            let mut place = 0..;
            left.retain(|_| place.next().is_some_and(|n| !done.contains(&n)));
        }
        Ok(view)
    }

    /// What opens an agent with each login, by its place; and the logins whose secrets are nowhere.
    async fn keys(
        &self,
        logins: &[Login],
    ) -> Result<(Vec<(usize, Credentials)>, Vec<Tried>), Failure> {
        let (mut keys, mut lost) = (Vec::new(), Vec::new());
        for (n, login) in logins.iter().enumerate() {
            match self.site.credentials(login).await {
                Ok(credentials) => keys.push((n, credentials)),
                // The others may open it all the same.
                Err(VaultError::NoSuchSecret { .. }) => {
                    let outcome = Outcome::unable(Obstacle::SecretMissing);
                    lost.push(Tried { login: login.clone(), outcome });
                }
                Err(error) => return Err(of_vault(error)),
            }
        }
        Ok((keys, lost))
    }

    async fn knock(
        &self,
        at: SocketAddr,
        pacing: Pacing,
        keys: &[(usize, Credentials)],
        of: usize,
    ) -> Tries {
        let usual = pacing == Pacing::default();
        let patience = if usual { PATIENCE } else { pacing.into() };
        let all: Vec<Credentials> = keys.iter().map(|(_, key)| key.clone()).collect();
        let begun = |n: usize| (self.tell)(step(keys[n].0, of));
        Box::pin(self.net.snmp.knock_in_turn(at, &all, patience, begun)).await
    }
}

/// What listens beside an agent, with the checks that fit it. Of an agent behind a forwarded port
/// nobody knows whose the other ports are.
async fn listening(at: IpAddr, kind: NodeKind, named: bool) -> Vec<ProposalView> {
    let knocks = stream::iter(Options::default().ports).map(async |port| {
        let open = tcp::connect(SocketAddr::new(at, port), KNOCK).await.is_ok();
        open.then_some(port)
    });
    let open: Vec<Option<u16>> = knocks.buffered(KNOCKS).collect().await;
    let open: Vec<u16> = open.into_iter().flatten().collect();
    let fits = fitting(&open, named).into_iter();
    fits.map(|fit| ProposalView { usual: fit.usual_for.contains(&kind), spec: fit.spec }).collect()
}

/// The login at this place is being tried.
fn step(place: usize, of: usize) -> LookView {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    LookView { login: number(place + 1), of: number(of), reading: false }
}

/// Why an agent did not let us in.
pub(crate) fn outcome(trouble: Trouble) -> Outcome {
    match trouble {
        Trouble::NoAnswer(NoAnswer::Failed(cause)) => Outcome::failed(Phase::Connect, cause),
        Trouble::NoAnswer(NoAnswer::Unable(obstacle)) => Outcome::unable(obstacle),
        Trouble::Denied(step) => Outcome::failed(Phase::Request, Cause::Denied { step }),
        Trouble::Said { status, .. } => {
            let detail = format!("the agent reports error {status} whatever it is asked");
            Outcome::failed(Phase::Request, Cause::Malformed { detail })
        }
        Trouble::Unusable(why) => {
            let detail = why.to_string();
            Outcome::failed(Phase::Request, Cause::Malformed { detail })
        }
    }
}

async fn read(
    session: &Session,
    access: Access,
    profiles: &Profiles,
    installed: bool,
) -> Result<DeviceView, Trouble> {
    let collected = match installed {
        true => Box::pin(collect_whole(session, profiles, BOUNDS)).await?,
        false => Box::pin(collect(session, profiles, BOUNDS)).await?,
    };
    let device = understand(&collected.view, profiles);
    let proposals = propose(&device, &collected.view);
    let described = describe(&device, &collected.view, clock_now());
    Ok(view(&device, access, described, proposals))
}

pub(crate) fn view(
    device: &Device,
    access: Access,
    described: Described,
    proposals: Vec<Proposal>,
) -> DeviceView {
    let shares = [
        (Metric::Cpu, &device.cpu_percent),
        (Metric::Memory, &device.memory_percent),
        (Metric::Storage, &device.storage_percent),
        (Metric::Supply, &device.supplies_percent),
    ];
    let shares = shares.into_iter().flat_map(|(m, all)| all.iter().map(move |s| share(m, s)));
    let proposal = |p: Proposal| ProposalView { spec: p.spec, usual: p.usual };
    DeviceView {
        access,
        kind: device.role,
        described,
        ports: device.interfaces.iter().take(MOST).map(|i| port(device, i)).collect(),
        values: shares.chain(device.sensors.iter().filter_map(sensor)).take(MOST).collect(),
        health: device.health.iter().take(MOST).map(health).collect(),
        parts: device.parts.clone(),
        software: device.software.clone(),
        proposals: proposals.into_iter().map(proposal).collect(),
    }
}

fn port(device: &Device, interface: &Interface) -> PortView {
    let named = |port: &str| port == interface.name || Some(port) == interface.descr.as_deref();
    let met = device.neighbours.iter().find(|n| n.local_port.as_deref().is_some_and(named));
    PortView {
        name: interface.name.clone(),
        alias: interface.alias.clone(),
        up: interface.in_use(),
        switched_off: interface.is_switched_off(),
        speed: interface.speed_bps.map(|speed| speed as f64),
        mac: interface.mac.clone(),
        neighbour: met.map(|n| n.remote_name.clone()),
    }
}

fn share(metric: Metric, share: &Share) -> ValueView {
    ValueView { metric, label: share.descr.clone(), value: share.value, of: share.of }
}

fn health(health: &Health) -> HealthView {
    let Health { descr, says, grade, source: _ } = health.clone();
    HealthView { label: descr, says, grade }
}

/// What has been counted since whenever says nothing of now.
fn sensor(sensor: &Sensor) -> Option<ValueView> {
    let metric = sensor.class.metric();
    let label = sensor.called();
    (metric != Metric::Rate).then_some(ValueView { metric, label, value: sensor.value, of: None })
}

/// A session with the agent of a node that is being looked at by a form.
pub(crate) async fn of_node(
    hinomi: &Hinomi,
    node: NodeId,
    address: &Address,
) -> Result<Session, Failure> {
    let site = &hinomi.now().await?.site;
    let nodes = site.nodes().await.map_err(of_site)?;
    let no_access = || {
        let why = "Say first how the SNMP agent of this node is opened.";
        Failure::new(Code::NotFound, why)
    };
    let node = nodes.into_iter().find(|n| n.id == node).ok_or_else(no_access)?;
    let access = node.snmp.ok_or_else(no_access)?;
    let credentials = site.credentials(&access.login).await.map_err(of_vault)?;
    let found = hinomi.net.names.addresses(address, Family::Any, NAMES).await;
    let found = found.map_err(Failure::fault)?;
    let at = SocketAddr::new(found[0], access.port);
    hinomi.net.snmp.session(at, credentials, access.pacing.into()).map_err(Failure::fault)
}

/// Watches nodes over SNMP as is usual for what they are: with their own access, or the first login
/// of the site's list that is let in.
pub(crate) async fn adopt(hinomi: &Hinomi, nodes: Vec<NodeId>) -> Result<Vec<Adopted>, Failure> {
    hinomi.engine().await?;
    let open = hinomi.now().await?;
    let (site, shelf) = (&open.site, open.profiles.now());
    let all = site.nodes().await.map_err(of_site)?;
    let logins = site.settings().await.map_err(of_site)?.logins;
    let wanted = all.into_iter().filter(|node| nodes.contains(&node.id));
    let each = wanted.map(|node| {
        let (logins, shelf) = (&logins, &shelf);
        async move {
            let (port, pacing, own) = match &node.snmp {
                Some(access) => (access.port, access.pacing, vec![access.login.clone()]),
                None => (PORT, Pacing::default(), logins.clone()),
            };
            let (net, profiles) = (&hinomi.net, &shelf.profiles);
            let looker = Looker { site, net, profiles, whole: false, tell: &|_| () };
            let view = Box::pin(looker.look_at(&node.address, port, pacing, &own)).await?;
            take_in(hinomi, node.id, view).await
        }
    });
    let each: Vec<_> = each.collect();
    let adopted: Vec<Result<Adopted, Failure>> =
        stream::iter(each).buffer_unordered(ABREAST).collect().await;
    adopted.into_iter().collect()
}

async fn take_in(hinomi: &Hinomi, node: NodeId, view: SnmpView) -> Result<Adopted, Failure> {
    let engine = hinomi.engine().await?;
    let nobody = || Outcome::unable(Obstacle::NoAccess);
    let outcome = view.telling().map_or_else(nobody, |tried| tried.outcome.clone());
    let Some(device) = view.device else { return Ok(Adopted { node, added: vec![], outcome }) };
    let usual = device.proposals.into_iter().filter(|p| p.usual);
    let usual = usual.map(|p| Sketch::usual(p.spec)).collect();
    for wish in
        [Wish::Access(vec![node], Some(device.access)), Wish::Describe(node, device.described)]
    {
        engine.wish(wish).await.map_err(of_refusal)?;
    }
    match engine.wish(Wish::AddChecks(vec![node], usual)).await.map_err(of_refusal)? {
        Granted::Checks(added) => Ok(Adopted { node, added, outcome }),
        _ => Err(odd()),
    }
}

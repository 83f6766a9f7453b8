//! One method per call of the window.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hinomi_discovery::device::profile::Folder;
use hinomi_engine::{Granted, Line, Logins, Place, Wish};
use hinomi_model::draft::{CheckDraft, NodeDraft};
use hinomi_model::{
    Attachment, CheckId, ContactId, Effective, GroupId, Incident, Link, LinkId, MaintenanceWindow,
    MapId, NodeId, Noticed, PortsSeen, Program, Runbook, RunbookId, Sample, SecretId, Sent,
    Settings, SettingsDraft, SiteMap, Span, Speech, VaultStatus, WindowId,
};
use hinomi_store::IncidentFilter as Wanted;
use hinomi_wire::browser::{
    MibView, MibsImported, MibsPut, OneMib, RowAsked, RowPlace, WalkAfter, WalkStart, WalkView,
};
use hinomi_wire::calls::Desk;
use hinomi_wire::frame::Frame;
use hinomi_wire::profiles::{ProfileNamed, ProfilePut, ProfileTried, ProfileTry, ProfilesView};
use hinomi_wire::scan::{Proposals, ProposalsDismiss, ScanView, Subnet};
use hinomi_wire::site::{Hello, Preferences, SiteView};
use hinomi_wire::snmp::{
    Adopted, ChecksAdd, Forecast, LookView, NodesSnmp, OneLook, SnmpLook, SnmpView,
};
use hinomi_wire::traps::{OneTrap, TrapKind, TrapLine, TrapRulesPut, TrapsWanted};
use hinomi_wire::views::*;
use hinomi_wire::whereabouts::{WhereIs, Whereabouts};
use hinomi_wire::{Code, Failure};

use crate::failures::{of_refusal, of_site, of_vault};
use crate::opening::{Hinomi, system_language};
use crate::{
    agents, documents, frames, graphs, mibs, noise, places, plans, profiles, traps, truth,
    whereabouts,
};

const NOTHING: Nothing = Nothing {};
/// What became different lately is told up to so many times.
const NOTICED: u32 = 200;

impl Hinomi {
    async fn grant(&self, wish: Wish) -> Result<Granted, Failure> {
        self.engine().await?.wish(wish).await.map_err(of_refusal)
    }

    async fn granted(&self, wish: Wish) -> Result<Nothing, Failure> {
        self.grant(wish).await.map(|_| NOTHING)
    }

    async fn write(
        &self,
        incident: hinomi_model::IncidentId,
        line: Line,
    ) -> Result<Nothing, Failure> {
        let by = self.operator();
        self.granted(Wish::Log { incident, by, line }).await
    }
}

/// What a wish of another kind would have brought cannot come out of this one.
pub(crate) fn odd() -> Failure {
    Failure::new(Code::Fault, "Hinomi answered something else than was asked.")
}

fn text(field: &str, text: &str, most: usize, may_be_empty: bool) -> Result<String, Failure> {
    use hinomi_model::Problem;
    let mut found = hinomi_model::draft::Findings::default();
    let text = text.trim().to_owned();
    if text.is_empty() && !may_be_empty {
        found.add(field, Problem::Empty);
    }
    found.length(field, &text, most);
    found.verdict(text).map_err(Failure::fields)
}

impl Desk for Hinomi {
    async fn hello(&self, _: Nothing) -> Result<Hello, Failure> {
        Ok(Hello {
            version: env!("CARGO_PKG_VERSION").into(),
            platform: std::env::consts::OS.into(),
            system_language: system_language(),
            account: whoami::realname().or_else(|_| whoami::username()).unwrap_or_default(),
            preferences: self.keeping.get(),
            not_opened: self.not_opened.lock().await.clone(),
        })
    }

    async fn preferences_put(&self, with: Preferences) -> Result<Preferences, Failure> {
        let keep = |now: &mut Preferences| {
            let recent = std::mem::take(&mut now.recent);
            // A program is approved by a call of its own.
            let approved = std::mem::take(&mut now.approved);
            *now = Preferences { recent, approved, ..with };
        };
        let kept = self.keeping.change(keep).map_err(Failure::fault)?;
        if let Ok(engine) = self.engine().await {
            engine.sign_as(&self.operator());
        }
        Ok(kept)
    }

    async fn site_new(&self, with: SiteNew) -> Result<SiteView, Failure> {
        let name = text("name", &with.name, 80, true)?;
        self.create(&with.path, &name).await
    }

    async fn site_open(&self, with: SitePath) -> Result<SiteView, Failure> {
        self.open(std::path::Path::new(&with.path)).await
    }

    async fn changes(&self, with: Since) -> Result<Frame, Failure> {
        frames::pull(self, with).await
    }

    async fn settings_put(&self, with: SettingsDraft) -> Result<Settings, Failure> {
        truth::judge_settings(&self.now().await?.site, &with).await?;
        self.grant(Wish::PutSettings(Box::new(with))).await?;
        self.now().await?.site.settings().await.map_err(of_site)
    }

    async fn nodes_add(&self, with: NodesAdd) -> Result<Vec<NodeId>, Failure> {
        let NodesAdd { nodes, checks, gateways } = with;
        match self.grant(Wish::AddNodes { nodes, checks, gateways }).await? {
            Granted::Nodes(ids) => Ok(ids),
            _ => Err(odd()),
        }
    }

    async fn node_put(&self, with: NodeDraft) -> Result<NodeId, Failure> {
        match self.grant(Wish::PutNode(with)).await? {
            Granted::Nodes(ids) => ids.first().copied().ok_or_else(odd),
            _ => Err(odd()),
        }
    }

    async fn nodes_drop(&self, with: Nodes) -> Result<Nothing, Failure> {
        self.granted(Wish::DropNodes(with.nodes)).await
    }

    async fn nodes_pause(&self, with: NodesPause) -> Result<Nothing, Failure> {
        self.granted(Wish::PauseNodes(with.nodes, with.paused)).await
    }

    async fn nodes_group(&self, with: NodesGroup) -> Result<Nothing, Failure> {
        self.granted(Wish::GroupNodes(with.nodes, with.group)).await
    }

    async fn nodes_snmp(&self, with: NodesSnmp) -> Result<Nothing, Failure> {
        self.granted(Wish::Access(with.nodes, with.access)).await
    }

    async fn snmp_look(&self, with: SnmpLook) -> Result<SnmpView, Failure> {
        agents::look(self, with).await
    }

    async fn snmp_look_now(&self, with: OneLook) -> Result<LookView, Failure> {
        Ok(self.looks.now(with.look))
    }

    async fn snmp_look_stop(&self, with: OneLook) -> Result<Nothing, Failure> {
        self.looks.stop(with.look);
        Ok(NOTHING)
    }

    async fn ports(&self, with: Nodes) -> Result<Vec<PortsSeen>, Failure> {
        let open = self.now().await?;
        let Some(engine) = &open.engine else { return Ok(Vec::new()) };
        Ok(with.nodes.into_iter().filter_map(|node| engine.ports(node)).collect())
    }

    async fn snmp_adopt(&self, with: Nodes) -> Result<Vec<Adopted>, Failure> {
        agents::adopt(self, with.nodes).await
    }

    async fn checks_add(&self, with: ChecksAdd) -> Result<Vec<CheckId>, Failure> {
        match self.grant(Wish::AddChecks(with.nodes, with.checks)).await? {
            Granted::Checks(added) => Ok(added),
            _ => Err(odd()),
        }
    }

    async fn check_put(&self, with: CheckDraft) -> Result<CheckId, Failure> {
        match self.grant(Wish::PutCheck(with)).await? {
            Granted::Check(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn checks_drop(&self, with: Checks) -> Result<Nothing, Failure> {
        self.granted(Wish::DropChecks(with.checks)).await
    }

    async fn check_pause(&self, with: CheckPause) -> Result<Nothing, Failure> {
        self.granted(Wish::PauseCheck(with.check, with.paused)).await
    }

    async fn check_now(&self, with: OneCheck) -> Result<Sample, Failure> {
        let idle = || {
            let why = "This check cannot be run now: it is paused, or has nothing to judge yet.";
            Failure::new(Code::NothingToProbe, why)
        };
        self.engine().await?.probe_now(with.check).await.ok_or_else(idle)
    }

    async fn check_try(&self, with: TryCheck) -> Result<Sample, Failure> {
        let address = NodeDraft::at(&with.address).check().map_err(Failure::fields)?.1;
        let draft = CheckDraft::usual(NodeId(0), with.spec);
        draft.check().map_err(Failure::fields)?;
        if !draft.spec.sends() {
            let why = "This check sends nothing of its own; it is judged once it is saved.";
            return Err(Failure::new(Code::NothingToProbe, why));
        }
        let agent = match (with.node, draft.spec.asks_agent()) {
            (Some(node), true) => Some(agents::of_node(self, node, &address).await?),
            (_, false) | (None, true) => None,
        };
        Ok(hinomi_engine::probe_once(&draft.spec, address, agent, &self.net).await)
    }

    async fn group_put(&self, with: GroupPut) -> Result<GroupId, Failure> {
        match self.grant(Wish::PutGroup(with.group, with.name)).await? {
            Granted::Group(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn group_drop(&self, with: OneGroup) -> Result<Nothing, Failure> {
        self.granted(Wish::DropGroup(with.group)).await
    }

    async fn link_put(&self, with: LinkPut) -> Result<LinkId, Failure> {
        match self.grant(Wish::PutLink(with.from, with.to)).await? {
            Granted::Link(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn link_drop(&self, with: OneLink) -> Result<Nothing, Failure> {
        self.granted(Wish::DropLink(with.link)).await
    }

    async fn links_struck(&self, _: Nothing) -> Result<Vec<Link>, Failure> {
        self.now().await?.site.struck_links().await.map_err(of_site)
    }

    async fn where_is(&self, with: WhereIs) -> Result<Whereabouts, Failure> {
        whereabouts::where_is(&self.now().await?.site, &with.what).await.map_err(of_site)
    }

    async fn noticed(&self, _: Nothing) -> Result<Vec<Noticed>, Failure> {
        self.now().await?.site.noticed(NOTICED).await.map_err(of_site)
    }

    async fn pins_put(&self, with: PinsPut) -> Result<Nothing, Failure> {
        self.granted(Wish::Pins(with.pins, with.unpin)).await
    }

    async fn map_put(&self, with: SiteMap) -> Result<MapId, Failure> {
        match self.grant(Wish::PutMap(with)).await? {
            Granted::Map(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn map_drop(&self, with: OneMap) -> Result<Nothing, Failure> {
        self.granted(Wish::DropMap(with.map)).await
    }

    async fn plan_put(&self, with: PlanFile) -> Result<Attachment, Failure> {
        let name = text("name", &with.name, 200, false)?;
        plans::keep(self.engine().await?.site(), &name, &with.content).await
    }

    async fn plan(&self, with: OneMap) -> Result<Document, Failure> {
        plans::read(&self.now().await?.site, with.map).await
    }

    async fn incidents(&self, with: IncidentFilter) -> Result<Vec<Incident>, Failure> {
        let wanted = Wanted {
            node: with.node,
            resolved: with.open.then_some(false),
            until: with.before,
            text: with.text,
            most: with.most.clamp(1, 500),
            ..Wanted::default()
        };
        self.now().await?.site.incidents(&wanted).await.map_err(of_site)
    }

    async fn incident(&self, with: OneIncident) -> Result<IncidentStory, Failure> {
        documents::story(&self.now().await?.site, with.incident).await
    }

    async fn incident_acknowledge(&self, with: IncidentTaken) -> Result<Nothing, Failure> {
        let note = text("text", &with.text, 20_000, true)?;
        let IncidentTaken { incident, sticky, until, .. } = with;
        self.write(incident, Line::Acknowledge { note, sticky, until }).await
    }

    async fn incident_unacknowledge(&self, with: OneIncident) -> Result<Nothing, Failure> {
        self.write(with.incident, Line::Unacknowledge).await
    }

    async fn incident_note(&self, with: IncidentText) -> Result<Nothing, Failure> {
        let note = text("text", &with.text, 20_000, false)?;
        self.write(with.incident, Line::Note(note)).await
    }

    async fn incident_close(&self, with: IncidentClose) -> Result<Nothing, Failure> {
        let cause = text("cause", &with.cause, 20_000, false)?;
        let prevention = text("prevention", &with.prevention, 20_000, true)?;
        self.write(with.incident, Line::Close { cause, prevention }).await
    }

    async fn incident_classify(&self, with: IncidentClassify) -> Result<Nothing, Failure> {
        let reason = text("reason", &with.reason, 2_000, false)?;
        self.write(with.incident, Line::Classify { planned: with.planned, reason }).await
    }

    async fn incident_merge(&self, with: IncidentMerge) -> Result<Nothing, Failure> {
        let IncidentMerge { from, into } = with;
        self.granted(Wish::Merge { from, into, by: self.operator() }).await
    }

    async fn window_put(&self, with: MaintenanceWindow) -> Result<WindowId, Failure> {
        let by = if with.by.trim().is_empty() { self.operator() } else { with.by.clone() };
        match self.grant(Wish::PutWindow(MaintenanceWindow { by, ..with })).await? {
            Granted::Window(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn window_drop(&self, with: OneWindow) -> Result<Nothing, Failure> {
        self.granted(Wish::DropWindow(with.window)).await
    }

    async fn windows_ahead(&self, with: Window) -> Result<Vec<WindowSpan>, Failure> {
        truth::windows_ahead(&self.now().await?.site, with).await
    }

    async fn window_preview(&self, with: MaintenanceWindow) -> Result<Vec<WindowSpan>, Failure> {
        truth::window_preview(&self.now().await?.site, &with, crate::opening::clock_now()).await
    }

    async fn parents_put(&self, with: ParentsPut) -> Result<Nothing, Failure> {
        self.granted(Wish::Parents(with.node, with.parents)).await
    }

    async fn policies_put(&self, with: PoliciesPut) -> Result<Nothing, Failure> {
        let place = match with.level {
            PolicyLevel::Site => Place::Site,
            PolicyLevel::Group(id) => Place::Group(id),
            PolicyLevel::Node(id) => Place::Node(id),
        };
        self.granted(Wish::Policies(place, with.policies)).await
    }

    async fn policy(&self, with: OneCheck) -> Result<Effective, Failure> {
        truth::policy(&self.now().await?.site, with.check).await
    }

    async fn same_site(&self, _: Nothing) -> Result<Nothing, Failure> {
        self.granted(Wish::SameSite).await
    }

    async fn contact_put(&self, with: ContactPut) -> Result<ContactId, Failure> {
        match self.grant(Wish::PutContact(with.contact, with.draft)).await? {
            Granted::Contact(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn contact_drop(&self, with: OneContact) -> Result<Nothing, Failure> {
        self.granted(Wish::DropContact(with.contact)).await
    }

    async fn way_try(&self, with: WayTry) -> Result<Sent, Failure> {
        let engine = self.engine().await?;
        let site = engine.site().settings().await.map_err(of_site)?.name;
        Ok(engine.try_way(with.way, with.language, &site).await)
    }

    async fn vault(&self, _: Nothing) -> Result<VaultStatus, Failure> {
        self.now().await?.site.vault_status().await.map_err(of_vault)
    }

    async fn vault_unlock(&self, with: VaultUnlock) -> Result<VaultStatus, Failure> {
        let site = &self.now().await?.site;
        site.unlock(&with.passphrase).await.map_err(of_vault)?;
        site.vault_status().await.map_err(of_vault)
    }

    async fn vault_passphrase(&self, with: VaultPassphrase) -> Result<VaultStatus, Failure> {
        let engine = self.engine().await?;
        engine.site().set_passphrase(with.old.as_ref(), &with.new).await.map_err(of_vault)?;
        engine.site().vault_status().await.map_err(of_vault)
    }

    async fn vault_remember(&self, _: Nothing) -> Result<VaultStatus, Failure> {
        let engine = self.engine().await?;
        engine.site().remember_vault_here().await.map_err(of_vault)?;
        engine.site().vault_status().await.map_err(of_vault)
    }

    async fn vault_wipe(&self, _: Nothing) -> Result<VaultStatus, Failure> {
        let engine = self.engine().await?;
        engine.site().wipe_secrets().await.map_err(of_vault)?;
        engine.site().vault_status().await.map_err(of_vault)
    }

    async fn secret_put(&self, with: SecretPut) -> Result<SecretId, Failure> {
        let engine = self.engine().await?;
        engine.site().put_secret(with.kind, &with.value).await.map_err(of_vault)
    }

    async fn secret_drop(&self, with: OneSecret) -> Result<Nothing, Failure> {
        let engine = self.engine().await?;
        engine.site().drop_unnamed_secret(with.secret).await.map_err(of_vault)?;
        Ok(NOTHING)
    }

    async fn program_approve(&self, with: Program) -> Result<Nothing, Failure> {
        let keep = |now: &mut Preferences| {
            now.approved.retain(|p| *p != with);
            now.approved.push(with.clone());
        };
        let kept = self.keeping.change(keep).map_err(Failure::fault)?;
        if let Ok(engine) = self.engine().await {
            engine.approve(kept.approved);
        }
        Ok(NOTHING)
    }

    async fn noise(&self, with: Window) -> Result<NoiseView, Failure> {
        noise::noise(&self.now().await?.site, with).await
    }

    async fn series(&self, with: SeriesWanted) -> Result<SeriesView, Failure> {
        graphs::series(&self.now().await?.site, with).await
    }

    async fn sparks(&self, with: SparksWanted) -> Result<Vec<Spark>, Failure> {
        graphs::sparks(&self.now().await?.site, with).await
    }

    async fn forecasts(&self, with: Nodes) -> Result<Vec<Forecast>, Failure> {
        graphs::forecasts(&self.now().await?.site, &with.nodes).await
    }

    async fn samples(&self, with: SamplesWanted) -> Result<Vec<Sample>, Failure> {
        let until = crate::opening::clock_now() + Span::seconds(1);
        let from = until - Span::minutes(60 * 24 * 14);
        let most = with.most.clamp(1, 1_000);
        self.now().await?.site.samples(with.check, from, until, most).await.map_err(of_site)
    }

    async fn ribbon(&self, with: Window) -> Result<RibbonView, Failure> {
        graphs::ribbon(&self.now().await?.site, with).await
    }

    async fn availability(&self, with: NodesWindow) -> Result<Vec<NodeAvailability>, Failure> {
        graphs::availability(&self.now().await?.site, with, false).await
    }

    async fn formers(&self, with: FormersWanted) -> Result<FormersView, Failure> {
        let found = self.now().await?.site.formers(with.since).await.map_err(of_site)?;
        let (whole_since, formers) = found;
        Ok(FormersView { whole_since, formers })
    }

    async fn profiles(&self, _: Nothing) -> Result<ProfilesView, Failure> {
        profiles::view(self).await
    }

    async fn profile_text(&self, with: ProfileNamed) -> Result<String, Failure> {
        profiles::text(&with.name)
    }

    async fn profile_put(&self, with: ProfilePut) -> Result<ProfilesView, Failure> {
        profiles::put(self, with).await
    }

    async fn profile_drop(&self, with: ProfileNamed) -> Result<ProfilesView, Failure> {
        profiles::remove(self, &with.name).await
    }

    async fn profile_try(&self, with: ProfileTry) -> Result<ProfileTried, Failure> {
        profiles::attempt(self, with).await
    }

    async fn subnets(&self, _: Nothing) -> Result<Vec<Subnet>, Failure> {
        Ok(self.scanning.subnets())
    }

    async fn scan_start(&self, with: ScanStart) -> Result<ScanView, Failure> {
        let (agents, profiles) = match self.now().await {
            Ok(open) => (Logins::of(&open.site).await.map_err(of_site)?, open.profiles.clone()),
            Err(_) => (Logins::default(), Folder::default()),
        };
        let (cidrs, exclude) = (&with.cidrs, &with.exclude);
        let sweep = self.scanning.start(&self.net, cidrs, exclude, agents, profiles)?;
        if let Ok(engine) = self.engine().await {
            engine.mind(&sweep);
            let (ranges, exclude) = (with.cidrs, with.exclude);
            engine.wish(Wish::SweepAgain { ranges, exclude }).await.map_err(of_refusal)?;
        }
        self.scan(NOTHING).await
    }

    async fn scan(&self, _: Nothing) -> Result<ScanView, Failure> {
        let nodes = match self.now().await {
            Ok(open) => open.site.nodes().await.map_err(of_site)?,
            Err(_) => Vec::new(),
        };
        Ok(self.scanning.view(&nodes, self.speaks()))
    }

    async fn scan_stop(&self, _: Nothing) -> Result<ScanView, Failure> {
        self.scanning.stop();
        self.scan(NOTHING).await
    }

    async fn scan_resume(&self, _: Nothing) -> Result<ScanView, Failure> {
        self.scanning.resume(&self.net);
        self.scan(NOTHING).await
    }

    async fn rescan(&self, _: Nothing) -> Result<Nothing, Failure> {
        self.granted(Wish::Rescan).await
    }

    async fn proposals_accept(&self, with: Proposals) -> Result<Vec<NodeId>, Failure> {
        match self.grant(Wish::Accept(with.proposals)).await? {
            Granted::Nodes(added) => Ok(added),
            _ => Err(odd()),
        }
    }

    async fn proposals_dismiss(&self, with: ProposalsDismiss) -> Result<Nothing, Failure> {
        self.granted(Wish::Dismiss(with.proposals, with.dismissed)).await
    }

    async fn runbook(&self, with: OneRunbook) -> Result<Runbook, Failure> {
        let found = self.now().await?.site.runbook(with.runbook).await.map_err(of_site)?;
        found.ok_or_else(|| Failure::new(Code::NotFound, "The runbook is not there any more."))
    }

    async fn runbook_put(&self, with: RunbookPut) -> Result<RunbookId, Failure> {
        let RunbookPut { runbook: id, title, text, nodes, checks } = with;
        match self.grant(Wish::PutRunbook { id, title, text, nodes, checks }).await? {
            Granted::Runbook(id) => Ok(id),
            _ => Err(odd()),
        }
    }

    async fn traps(&self, with: TrapsWanted) -> Result<Vec<TrapLine>, Failure> {
        let open = self.now().await?;
        traps::lines(&open.site, &open.called.names(), with).await
    }

    async fn trap_kinds(&self, _: Nothing) -> Result<Vec<TrapKind>, Failure> {
        Ok(traps::kinds(&self.now().await?.called.names()))
    }

    async fn trap_rules_put(&self, with: TrapRulesPut) -> Result<Nothing, Failure> {
        let names = self.now().await?.called.names();
        let rules = with.rules.into_iter().map(|rule| traps::numbered(&names, rule)).collect();
        self.granted(Wish::TrapRules(rules)).await
    }

    async fn trap_end(&self, with: OneTrap) -> Result<Nothing, Failure> {
        let by = self.operator();
        self.granted(Wish::EndTrap { trap: with.trap, by }).await
    }

    async fn walk_start(&self, with: WalkStart) -> Result<WalkView, Failure> {
        let open = self.now().await?;
        let names = open.called.names();
        self.walking.start(&self.net, &open.site, &names, with, self.speaks()).await?;
        Ok(self.walking.view(&names, WalkAfter { seen: 0 }))
    }

    async fn walk(&self, with: WalkAfter) -> Result<WalkView, Failure> {
        Ok(self.walking.view(&self.now().await?.called.names(), with))
    }

    async fn walk_stop(&self, _: Nothing) -> Result<WalkView, Failure> {
        self.walking.stop();
        Ok(self.walking.view(&self.now().await?.called.names(), WalkAfter { seen: u32::MAX }))
    }

    async fn row_place(&self, with: RowAsked) -> Result<RowPlace, Failure> {
        places::of(self, with).await
    }

    async fn mibs(&self, _: Nothing) -> Result<Vec<MibView>, Failure> {
        let open = self.now().await?;
        Ok(open.called.read(&open.site).await?.0)
    }

    async fn mibs_put(&self, with: MibsPut) -> Result<MibsImported, Failure> {
        self.engine().await?;
        let open = self.now().await?;
        let imported = mibs::import(&open.called, &open.site, with, self.speaks()).await?;
        open.name_traps();
        Ok(imported)
    }

    async fn mib_drop(&self, with: OneMib) -> Result<Vec<MibView>, Failure> {
        self.engine().await?;
        let open = self.now().await?;
        open.site.drop_mib(&with.name).await.map_err(of_site)?;
        let (kept, _) = open.called.read(&open.site).await?;
        open.name_traps();
        Ok(kept)
    }

    async fn runbook_drop(&self, with: OneRunbook) -> Result<Nothing, Failure> {
        self.granted(Wish::DropRunbook(with.runbook)).await
    }

    async fn runbook_attach(&self, with: RunbookAttach) -> Result<Attachment, Failure> {
        let name = text("name", &with.name, 200, false)?;
        let unreadable =
            |_| Failure::new(Code::CutShort, "The file did not arrive whole. Try again.");
        let content = BASE64.decode(&with.content).map_err(unreadable)?;
        let engine = self.engine().await?;
        let file = engine.site().put_attachment(&name, &content).await.map_err(of_site)?;
        self.grant(Wish::Attach(with.runbook, file.clone())).await?;
        Ok(file)
    }

    async fn runbook_detach(&self, with: RunbookFile) -> Result<Nothing, Failure> {
        self.granted(Wish::Detach(with.runbook, with.hash)).await
    }

    async fn runbook_file(&self, with: RunbookFile) -> Result<Document, Failure> {
        let runbook = self.runbook(OneRunbook { runbook: with.runbook }).await?;
        let gone = || Failure::new(Code::NotFound, "The file is not there any more.");
        let file = runbook.attachments.iter().find(|a| a.hash == with.hash).ok_or_else(gone)?;
        let site = &self.now().await?.site;
        let content = site.attachment(&file.hash).await.map_err(of_site)?.ok_or_else(gone)?;
        let content = BASE64.encode(content);
        Ok(Document { name: file.name.clone(), mime: "application/octet-stream".into(), content })
    }

    async fn markdown(&self, with: MarkdownText) -> Result<SafeHtml, Failure> {
        Ok(SafeHtml { html: hinomi_reports::markdown_to_safe_html(&with.text) })
    }

    async fn report(&self, with: ReportWanted) -> Result<Document, Failure> {
        documents::report(&self.now().await?.site, with).await
    }

    async fn speak_test(&self, _: Nothing) -> Result<Speech, Failure> {
        Ok(hinomi_engine::speech::test(self.speaks()).await)
    }

    async fn notify_test(&self, _: Nothing) -> Result<NotifyProof, Failure> {
        let language = self.speaks();
        Ok(match hinomi_engine::desktop::test(language).await {
            Ok(words) => NotifyProof { taken: true, words },
            Err(words) => NotifyProof { taken: false, words },
        })
    }
}

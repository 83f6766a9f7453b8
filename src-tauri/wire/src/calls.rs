//! Everything the window may ask, in one list. The list makes the [`Call`] enum that crosses the
//! wire, the [`Desk`] trait whoever answers must fulfil, [`answer`] between them, and the
//! `Calls` interface on the TypeScript side: a call cannot be answered with the wrong type.

use std::future::Future;

use hinomi_model::draft::{CheckDraft, NodeDraft};
use hinomi_model::{
    Attachment, CheckId, ContactId, Effective, GroupId, Incident, Link, LinkId, MaintenanceWindow,
    MapId, NodeId, Noticed, PortsSeen, Program, Runbook, RunbookId, Sample, SecretId, Sent,
    Settings, SettingsDraft, SiteMap, Speech, VaultStatus, WindowId,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::browser::{
    MibView, MibsImported, MibsPut, OneMib, RowAsked, RowPlace, WalkAfter, WalkStart, WalkView,
};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::profiles::{ProfileNamed, ProfilePut, ProfileTried, ProfileTry, ProfilesView};
use crate::scan::{Proposals, ProposalsDismiss, ScanView, Subnet};
use crate::site::{Hello, Preferences, SiteView};
use crate::snmp::{Adopted, ChecksAdd, Forecast, LookView, NodesSnmp, OneLook, SnmpLook, SnmpView};
use crate::traps::{OneTrap, TrapKind, TrapLine, TrapRulesPut, TrapsWanted};
use crate::views::*;
use crate::whereabouts::{WhereIs, Whereabouts};

macro_rules! calls {
    ($($(#[doc = $doc:literal])* $name:ident ( $with:ty ) -> $reply:ty;)*) => {
        /// One call of the window: `{"call": "node_put", "with": {…}}`. What is typed may be a
        /// secret, so it can be answered and neither printed nor sent on (law L13).
        ///
        /// ```
        /// fn take(_: hinomi_wire::Call) {}
        /// ```
        /// ```compile_fail
        /// fn print(call: hinomi_wire::Call) -> String {
        ///     format!("{call:?}")
        /// }
        /// ```
        /// ```compile_fail
        /// fn send(call: &hinomi_wire::Call) -> String {
        ///     serde_json::to_string(call).unwrap_or_default()
        /// }
        /// ```
        #[derive(Deserialize)]
        #[serde(tag = "call", content = "with")]
        #[allow(non_camel_case_types, reason = "the names are those on the wire")]
        pub enum Call { $($(#[doc = $doc])* $name($with),)* }

        /// Whoever answers the window's calls.
        pub trait Desk: Sync {
            $($(#[doc = $doc])* fn $name(
                &self, with: $with,
            ) -> impl Future<Output = Result<$reply, Failure>> + Send;)*
        }

        /// Answers one call.
        pub async fn answer<D: Desk>(desk: &D, call: Call) -> Result<Box<RawValue>, Failure> {
            match call {
                $(Call::$name(with) => {
                    let reply: $reply = desk.$name(with).await?;
                    serde_json::value::to_raw_value(&reply).map_err(Failure::fault)
                })*
            }
        }

        /// Name, documentation, argument and reply of every call, for the bindings.
        pub(crate) fn visit_calls(visit: &mut impl CallVisitor) {
            $(visit.call::<$with, $reply>(stringify!($name), concat!($($doc),*));)*
        }
    };
}

/// Sees every call with its types.
pub(crate) trait CallVisitor {
    fn call<With: ts_rs::TS + 'static, Reply: ts_rs::TS + 'static>(
        &mut self,
        name: &'static str,
        doc: &'static str,
    );
}

calls! {
    /// The first thing the window asks.
    hello(Nothing) -> Hello;
    /// Keeps this PC's preferences.
    preferences_put(Preferences) -> Preferences;
    /// Makes a site file and opens it.
    site_new(SiteNew) -> SiteView;
    /// Opens a site file; the one open before is closed.
    site_open(SitePath) -> SiteView;
    /// Everything that changed; waits a little for something new.
    changes(Since) -> Frame;

    /// Keeps the site's settings.
    settings_put(SettingsDraft) -> Settings;
    /// Adds nodes with their checks, in one step.
    nodes_add(NodesAdd) -> Vec<NodeId>;
    /// Changes a node.
    node_put(NodeDraft) -> NodeId;
    /// Removes nodes with their checks; incidents and history stay.
    nodes_drop(Nodes) -> Nothing;
    /// Stops or goes on watching nodes.
    nodes_pause(NodesPause) -> Nothing;
    /// Moves nodes into a group.
    nodes_group(NodesGroup) -> Nothing;
    /// Says how the SNMP agents of nodes are opened.
    nodes_snmp(NodesSnmp) -> Nothing;
    /// Tries logins on an SNMP agent and reads what it is.
    snmp_look(SnmpLook) -> SnmpView;
    /// How far such a look is; nothing of one that is not under way.
    snmp_look_now(OneLook) -> LookView;
    /// Ends such a look: nothing more is asked, and its reply is that nobody let us in.
    snmp_look_stop(OneLook) -> Nothing;
    /// What the interfaces of nodes did when their agents were last asked; nodes of which nothing is
    /// known are left out.
    ports(Nodes) -> Vec<PortsSeen>;
    /// Watches nodes over SNMP as is usual for what they are.
    snmp_adopt(Nodes) -> Vec<Adopted>;
    /// Adds checks to nodes that do not have them yet; the reply is what was added.
    checks_add(ChecksAdd) -> Vec<CheckId>;
    /// Adds or changes a check.
    check_put(CheckDraft) -> CheckId;
    /// Removes checks; their history stays.
    checks_drop(Checks) -> Nothing;
    /// Stops or goes on with a check.
    check_pause(CheckPause) -> Nothing;
    /// Runs a check now, besides its rhythm; the sample counts like any other.
    check_now(OneCheck) -> Sample;
    /// Tries a check that is still being typed; the sample counts for nothing.
    check_try(TryCheck) -> Sample;
    /// Adds or renames a group.
    group_put(GroupPut) -> GroupId;
    /// Removes a group; its nodes stay.
    group_drop(OneGroup) -> Nothing;
    /// Draws a link; one that was struck out between the same two is believed again.
    link_put(LinkPut) -> LinkId;
    /// Removes a link that was drawn, strikes out for good one that was found.
    link_drop(OneLink) -> Nothing;
    /// The links that were struck out.
    links_struck(Nothing) -> Vec<Link>;
    /// Where something is, and where it was.
    where_is(WhereIs) -> Whereabouts;
    /// What became different lately in who is where, the latest first.
    noticed(Nothing) -> Vec<Noticed>;
    /// Puts nodes on the map and lets others go.
    pins_put(PinsPut) -> Nothing;

    /// Makes a map (identity 0) or changes one.
    map_put(SiteMap) -> MapId;
    /// Removes a map; nothing it showed is touched.
    map_drop(OneMap) -> Nothing;
    /// Keeps a picture in the site file, so that a map can name it as its plan.
    plan_put(PlanFile) -> Attachment;
    /// The picture beneath a map.
    plan(OneMap) -> Document;

    /// Incidents, newest first.
    incidents(IncidentFilter) -> Vec<Incident>;
    /// One incident with its whole log.
    incident(OneIncident) -> IncidentStory;
    /// "I have it."
    incident_acknowledge(IncidentTaken) -> Nothing;
    /// "I do not have it any more."
    incident_unacknowledge(OneIncident) -> Nothing;
    /// Writes a note into the log.
    incident_note(IncidentText) -> Nothing;
    /// Ends a resolved incident with cause and prevention.
    incident_close(IncidentClose) -> Nothing;
    /// Says afterwards whether the trouble was planned.
    incident_classify(IncidentClassify) -> Nothing;
    /// Finds that one open incident is part of another.
    incident_merge(IncidentMerge) -> Nothing;

    /// Plans a maintenance window (identity 0) or changes one.
    window_put(MaintenanceWindow) -> WindowId;
    /// Calls a maintenance window off.
    window_drop(OneWindow) -> Nothing;
    /// When maintenance windows are on within a stretch of time, in order.
    windows_ahead(Window) -> Vec<WindowSpan>;
    /// The next few times a window would be on if it were planned so; only its schedule is judged.
    window_preview(MaintenanceWindow) -> Vec<WindowSpan>;
    /// Names what leads to a node.
    parents_put(ParentsPut) -> Nothing;
    /// Says how often and how patiently checks run, at one level.
    policies_put(PoliciesPut) -> Nothing;
    /// What holds for a check, and where each value comes from.
    policy(OneCheck) -> Effective;
    /// Says that the network this PC stands in is the site's.
    same_site(Nothing) -> Nothing;

    /// Adds or changes a contact.
    contact_put(ContactPut) -> ContactId;
    /// Removes a contact.
    contact_drop(OneContact) -> Nothing;
    /// Sends a letter as a test; the reply is what the other side said.
    way_try(WayTry) -> Sent;
    /// Whether the vault can be read.
    vault(Nothing) -> VaultStatus;
    /// Opens the vault.
    vault_unlock(VaultUnlock) -> VaultStatus;
    /// Gives the vault a passphrase, or another one.
    vault_passphrase(VaultPassphrase) -> VaultStatus;
    /// Lets this PC's keychain open the vault from now on.
    vault_remember(Nothing) -> VaultStatus;
    /// Forgets every secret of the site, and what opens the vault.
    vault_wipe(Nothing) -> VaultStatus;
    /// Seals a secret into the vault.
    secret_put(SecretPut) -> SecretId;
    /// Forgets a secret that was sealed for something that then was not kept.
    secret_drop(OneSecret) -> Nothing;
    /// Lets a program be run on this PC to tell people.
    program_approve(Program) -> Nothing;
    /// What was told and what was held over a stretch of time, and which checks cry most.
    noise(Window) -> NoiseView;

    /// A stretch of time of one metric, ready to draw.
    series(SeriesWanted) -> SeriesView;
    /// The last values of many checks.
    sparks(SparksWanted) -> Vec<Spark>;
    /// When the storage of a node is full, as far as it can be told.
    forecasts(Nodes) -> Vec<Forecast>;
    /// The last samples of a check, newest first.
    samples(SamplesWanted) -> Vec<Sample>;
    /// What the ribbon shows.
    ribbon(Window) -> RibbonView;
    /// Availability of nodes with coverage.
    availability(NodesWindow) -> Vec<NodeAvailability>;
    /// What links and removed nodes were, so that the map can be drawn as it was.
    formers(FormersWanted) -> FormersView;

    /// The profiles of devices there are.
    profiles(Nothing) -> ProfilesView;
    /// What is in a profile that comes with Hinomi, to begin one's own with.
    profile_text(ProfileNamed) -> String;
    /// Keeps a profile of one's own; what is wrong with it is in the reply.
    profile_put(ProfilePut) -> ProfilesView;
    /// Removes a profile of one's own.
    profile_drop(ProfileNamed) -> ProfilesView;
    /// Reads a node's agent with a profile that is still being written.
    profile_try(ProfileTry) -> ProfileTried;

    /// The subnets this PC stands in.
    subnets(Nothing) -> Vec<Subnet>;
    /// Starts looking around; one sweep at a time.
    scan_start(ScanStart) -> ScanView;
    /// How it goes.
    scan(Nothing) -> ScanView;
    /// Ends it; what was found stays.
    scan_stop(Nothing) -> ScanView;
    /// Goes on with one that was stopped.
    scan_resume(Nothing) -> ScanView;
    /// Sweeps now what is swept again by itself.
    rescan(Nothing) -> Nothing;
    /// Does what re-scans propose; the reply is the nodes that were added, in the order of their
    /// proposals.
    proposals_accept(Proposals) -> Vec<NodeId>;
    /// Says that nothing is to be done about proposals, or that they are open after all.
    proposals_dismiss(ProposalsDismiss) -> Nothing;

    /// Lines of the trap log, newest first.
    traps(TrapsWanted) -> Vec<TrapLine>;
    /// The kinds of traps that are known, by name.
    trap_kinds(Nothing) -> Vec<TrapKind>;
    /// Says how traps are judged.
    trap_rules_put(TrapRulesPut) -> Nothing;
    /// Ends the trouble a trap raised.
    trap_end(OneTrap) -> Nothing;

    /// Starts a walk through what an agent tells; one at a time.
    walk_start(WalkStart) -> WalkView;
    /// How it goes, and its rows from one on.
    walk(WalkAfter) -> WalkView;
    /// Ends it; what was read stays.
    walk_stop(Nothing) -> WalkView;
    /// Where an object a node told stands in its table, so that a check of it finds it again.
    row_place(RowAsked) -> RowPlace;
    /// The modules of MIB files that are kept, by name.
    mibs(Nothing) -> Vec<MibView>;
    /// Takes MIB files in.
    mibs_put(MibsPut) -> MibsImported;
    /// Lets a module go.
    mib_drop(OneMib) -> Vec<MibView>;

    /// A runbook with its text.
    runbook(OneRunbook) -> Runbook;
    /// Adds or changes a runbook.
    runbook_put(RunbookPut) -> RunbookId;
    /// Removes a runbook.
    runbook_drop(OneRunbook) -> Nothing;
    /// Adds a file to a runbook.
    runbook_attach(RunbookAttach) -> Attachment;
    /// Takes a file from a runbook.
    runbook_detach(RunbookFile) -> Nothing;
    /// The content of a file.
    runbook_file(RunbookFile) -> Document;
    /// Markdown made safe to show.
    markdown(MarkdownText) -> SafeHtml;

    /// Makes the status report.
    report(ReportWanted) -> Document;
    /// Sends a notification as a test; the reply is what the desktop said.
    notify_test(Nothing) -> NotifyProof;
    /// Speaks a sentence as a test.
    speak_test(Nothing) -> Speech;
}

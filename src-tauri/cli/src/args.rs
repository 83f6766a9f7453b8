//! Every command with its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use hinomi_desk::system_language;
use hinomi_model::settings::Language;
use hinomi_model::{CheckSpec, NodeKind, Span};

use crate::agent::{Auth, Priv};
use crate::when::When;
use crate::{spec, when};

const ABOUT: &str = "Hinomi: a neighbourhood's own watchtower, in the terminal";
const LONG: &str = "\
Watches a network from this PC: what is there, how it hangs together, what is wrong, and what
people did about it. Everything about a site is kept in one file, NAME.hinomi.

Times are this PC's. Durations are written 500ms, 10s, 5m, 2h or 7d.
With --json every line on the standard output is one JSON object; times are milliseconds since
1970 (UTC), durations are milliseconds. What went wrong is said on the standard error.
Exit codes: 0 done, 1 could not be done, 2 the command line was not understood, 3 a check is not well.";
const FIRST_STEPS: &str = "\
First steps:
  hinomi site new office.hinomi --name Office     make a site
  hinomi scan --site office.hinomi                look around, and add what is there
  hinomi watch office.hinomi                      watch it
  hinomi demo                                     see how it looks when things break";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "hinomi", version, about = ABOUT, long_about = LONG, after_help = FIRST_STEPS)]
#[command(arg_required_else_help = true, disable_help_subcommand = false, max_term_width = 100)]
pub struct Cli {
    /// The language of words, and of reports [default: the system's]
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A language as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Japanese
    Ja,
}

impl Cli {
    /// The language asked for, else the system's.
    pub fn language(&self) -> Language {
        match self.lang {
            Some(Lang::En) => Language::En,
            Some(Lang::Ja) => Language::Ja,
            None => system_language(),
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A simulated site that lives and breaks
    #[command(after_help = "\
Examples:
  hinomi demo                       in the terminal, until Ctrl+C
  hinomi demo --json --for 60s      one JSON object per line, for a minute")]
    Demo(Demo),
    /// Make a site, add nodes to it, list and exchange them
    Site {
        /// What to do with the site.
        #[command(subcommand)]
        command: Site,
    },
    /// Look around: who is there?
    #[command(after_help = "\
Without a range the subnets this PC stands in are looked at. With --site SNMP agents are asked by
the site's list of logins, and its nodes by their own; the keychain opens the vault they are in, or
the passphrase in HINOMI_PASSPHRASE.

Examples:
  hinomi scan                                       what is around this PC
  hinomi scan 192.168.1.0/24 10.0.0.5-40            these
  hinomi scan 192.168.1.0/24 --site office.hinomi   and add what was found, with a ping check each
  hinomi scan 192.168.1.0/24 --site office.hinomi --community public   and link it")]
    Scan(Scan),
    /// Nodes and links, each link with its ports, its evidence and its age
    #[command(after_help = "\
Examples:
  hinomi map office.hinomi
  hinomi map office.hinomi --svg office.svg       a drawing to print or to hand over
  hinomi map office.hinomi --svg - > office.svg")]
    Map(Map),
    /// Where is this? The switch and port something is plugged into, and where it was before
    #[command(after_help = "\
WHAT is a hardware address, an IP address, or a part of a node's name. Switches that are asked over
SNMP remember for 90 days on which port they saw whom.

Examples:
  hinomi where office.hinomi 192.168.1.20
  hinomi where office.hinomi 00:1b:a9:01:02:03 --json
  hinomi where office.hinomi nas")]
    Where(Where),
    /// Watch a site without a window
    #[command(after_help = "\
Ends in good order on Ctrl+C or SIGTERM. With --json the first line is “started”, then every event,
a “health” line every 10 s, and “summary” as the last line.

Examples:
  hinomi watch office.hinomi
  hinomi watch office.hinomi --for 10m --json --silent
  hinomi watch --default            the site opened last; on a new PC, a new one in the usual place")]
    Watch(Watch),
    /// One probe, now, in words
    #[command(after_help = "\
SPEC is one of: icmp · tcp:PORT · http · https · http:/path · https:8443/path · a whole URL, and over
SNMP: snmp · interface:NAME · oid:OID · rate:OID · process:NAME.

Examples:
  hinomi check icmp 192.168.1.1
  hinomi check tcp:443 nas.example.jp
  hinomi check https:/health 192.168.1.10
  hinomi check http://intranet.example.jp/login 192.168.1.10
  hinomi check interface:Gi0/1 192.168.1.2 --community office

The exit code is 0 if it is well and 3 if not.")]
    Check(Box<Check>),
    /// Everything SNMP tells about one device
    #[command(after_help = "\
Exactly one of a community (SNMPv2c, with --v1 SNMPv1) or a user (SNMPv3) opens an agent.

Examples:
  hinomi inspect 192.168.1.1 --community office
  hinomi inspect 192.168.1.1:1161 --json
  hinomi inspect core.example.jp --v3-user hinomi --v3-auth-pass secret-one --v3-priv-pass secret-two")]
    Inspect(Inspect),
    /// Profiles: how families of devices are recognised and read
    Profile {
        /// What to do with profiles.
        #[command(subcommand)]
        command: Profile,
    },
    /// Incidents: list, read, and write into their logs
    #[command(after_help = "\
Examples:
  hinomi incident office.hinomi list --open
  hinomi incident office.hinomi show 12
  hinomi incident office.hinomi ack 12 \"on my way\"
  hinomi incident office.hinomi close 12 --cause \"fan failed\" --prevention \"spare on the shelf\"")]
    Incident(Incident),
    /// Runbooks: list, read and add what to do
    #[command(after_help = "\
Examples:
  hinomi runbook office.hinomi list
  hinomi runbook office.hinomi add nas.md --node nas-1 --attach wiring.png")]
    Runbook(Runbook),
    /// A document to hand over
    #[command(after_help = "\
--from and --to are a time (2026-11-21T09:00:00+09:00), a day (2026-11-21), or so long ago (24h, 7d).

Examples:
  hinomi report office.hinomi -o status.html
  hinomi report office.hinomi --from 7d --lang ja --format pdf -o status.pdf")]
    Report(Report),
    /// Verify that no incident's log was changed afterwards
    Verify(OneFile),
}

/// `hinomi demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// One JSON object per line
    #[arg(long)]
    pub json: bool,
    /// End after this long [default: on Ctrl+C]
    #[arg(long = "for", value_name = "TIME", value_parser = when::span)]
    pub long: Option<Span>,
    /// How many times faster the story is told, 0.1 to 100
    #[arg(long, default_value_t = 1.0, value_name = "FACTOR")]
    pub speed: f64,
    /// How many nodes there are, 1 to 300
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub nodes: usize,
    /// What happens
    #[arg(long, value_enum, default_value = "living")]
    pub scene: SceneArg,
    /// Keep the site file here, to look at it afterwards
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
    /// Leave the desktop's notifications alone
    #[arg(long)]
    pub silent: bool,
}

/// What happens in the simulated site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SceneArg {
    /// Things break and are mended, again and again
    Living,
    /// Nothing breaks
    Calm,
    /// Several things break at once and stay so
    Trouble,
}

/// `hinomi site …`
#[derive(Debug, Subcommand)]
pub enum Site {
    /// Make a new site file
    New {
        /// Where; by custom it ends in .hinomi
        file: PathBuf,
        /// What people call the site [default: the file's name]
        #[arg(long)]
        name: Option<String>,
        /// The zone its times are told and planned in, such as Asia/Tokyo [default: this PC's]
        #[arg(long)]
        zone: Option<String>,
    },
    /// Add nodes by their addresses
    #[command(after_help = "\
Without --check a node is watched by ping and by the quality of its line; with a community or an
SNMPv3 user also over SNMP, as is usual for what its agent says it is. What opens the agent is kept
in the site's vault, which the keychain opens or the passphrase in HINOMI_PASSPHRASE.

Examples:
  hinomi site add office.hinomi 192.168.1.1 192.168.1.2
  hinomi site add office.hinomi nas.example.jp --name nas-1 --group Storage --check icmp --check tcp:445
  hinomi site add office.hinomi 192.168.1.3 --community office
  hinomi site add office.hinomi 192.168.1.4 --v3-user hinomi --v3-auth-pass secret-one --v3-priv-pass secret-two")]
    Add(Box<SiteAdd>),
    /// List nodes with their checks and states
    List(OneFile),
    /// Add nodes from a CSV table, or change those of the same address
    #[command(after_help = "\
The first line names the columns; only “address” has to be there:
  name,address,kind,group,importance,vendor,mac,notes
kind is one of router, switch, access_point, firewall, server, workstation, printer, phone, camera,
storage, power, service, other; importance is low, normal or high.
If any line is wrong, all that is wrong is said with its line number and nothing is changed.")]
    Import(SiteTable),
    /// Write all nodes into a CSV table that spreadsheets read
    Export(SiteTable),
}

/// `hinomi site add`
#[derive(Debug, Args)]
pub struct SiteAdd {
    /// The site file
    pub file: PathBuf,
    /// IP addresses or DNS names
    #[arg(required = true, value_name = "ADDRESS")]
    pub addresses: Vec<String>,
    /// What people call it; for one address only
    #[arg(long)]
    pub name: Option<String>,
    /// What it is: router, switch, server, printer …
    #[arg(long, value_parser = spec::kind, value_name = "KIND")]
    pub kind: Option<NodeKind>,
    /// The group it stands in, by name; made if it is not there
    #[arg(long)]
    pub group: Option<String>,
    /// What it is watched with (icmp, quality, tcp:PORT, http, https:/path …); may be repeated
    #[arg(long = "check", value_name = "SPEC", value_parser = spec::parse)]
    pub checks: Vec<CheckSpec>,
    /// What opens its SNMP agent; it is then asked what it is and watched as is usual for that.
    #[command(flatten)]
    pub snmp: Snmp,
    /// Where its SNMP agent listens
    #[arg(long, default_value_t = 161, value_name = "PORT")]
    pub snmp_port: u16,
}

/// `hinomi site import|export`
#[derive(Debug, Args)]
pub struct SiteTable {
    /// The site file
    pub file: PathBuf,
    /// The table; “-” is the standard input or output
    pub table: PathBuf,
}

/// A command on one site file.
#[derive(Debug, Args)]
pub struct OneFile {
    /// The site file
    pub file: PathBuf,
    /// One JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// `hinomi map`
#[derive(Debug, Args)]
pub struct Map {
    /// The site file
    pub file: PathBuf,
    /// One JSON object per line
    #[arg(long, conflicts_with = "svg")]
    pub json: bool,
    /// Draw it into this file; an older drawing is replaced, anything else is not. “-” is the
    /// standard output
    #[arg(long, value_name = "OUT")]
    pub svg: Option<PathBuf>,
}

/// `hinomi where`
#[derive(Debug, Args)]
pub struct Where {
    /// The site file
    pub file: PathBuf,
    /// A hardware address, an IP address, or a part of a node's name
    pub what: String,
    /// One JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// `hinomi scan`
#[derive(Debug, Args)]
pub struct Scan {
    /// Where to look: 192.168.1.0/24, 192.168.1.7 or 192.168.1.5-40
    #[arg(value_name = "CIDR")]
    pub ranges: Vec<String>,
    /// Leave these addresses alone; may be repeated
    #[arg(long, value_name = "CIDR")]
    pub exclude: Vec<String>,
    /// Add what was found to this site; while it is watched, the same is looked at again every day
    /// unless its settings say otherwise
    #[arg(long, value_name = "FILE")]
    pub site: Option<PathBuf>,
    /// Ask SNMP agents by this community who else is there and how they hang together; may be
    /// repeated
    #[arg(long = "community", value_name = "COMMUNITY")]
    pub communities: Vec<String>,
    /// One JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// `hinomi watch`
#[derive(Debug, Args)]
pub struct Watch {
    /// The site file
    #[arg(required_unless_present = "default")]
    pub file: Option<PathBuf>,
    /// The site opened last; on a new PC, a new one in the usual place
    #[arg(long, conflicts_with = "file")]
    pub default: bool,
    /// End after this long [default: on Ctrl+C]
    #[arg(long = "for", value_name = "TIME", value_parser = when::span)]
    pub long: Option<Span>,
    /// One JSON object per line
    #[arg(long)]
    pub json: bool,
    /// Leave the desktop's notifications alone
    #[arg(long)]
    pub silent: bool,
}

/// `hinomi check`
#[derive(Debug, Args)]
pub struct Check {
    /// What is done on the wire
    #[arg(value_parser = spec::parse)]
    pub spec: CheckSpec,
    /// An IP address or a DNS name; for what asks an SNMP agent with a port, if it is not 161
    pub address: String,
    /// What opens the agent.
    #[command(flatten)]
    pub snmp: Snmp,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// What opens an SNMP agent.
#[derive(Debug, Args)]
pub struct Snmp {
    /// The community [default: public]
    #[arg(long, value_name = "COMMUNITY", conflicts_with = "v3_user")]
    pub community: Option<String>,
    /// Ask in SNMPv1
    #[arg(long, conflicts_with = "v3_user")]
    pub v1: bool,
    /// The SNMPv3 user
    #[arg(long, value_name = "NAME")]
    pub v3_user: Option<String>,
    /// How messages are signed
    #[arg(long, value_enum, default_value = "sha")]
    pub v3_auth: Auth,
    /// The pass phrase they are signed with, which others on this PC can see; better in the
    /// environment as HINOMI_V3_AUTH_PASS. Without, they are not signed
    #[arg(long, value_name = "PHRASE", requires = "v3_user")]
    pub v3_auth_pass: Option<String>,
    /// How messages are encrypted
    #[arg(long, value_enum, default_value = "aes")]
    pub v3_priv: Priv,
    /// The pass phrase they are encrypted with; better as HINOMI_V3_PRIV_PASS. Without, they are not
    /// encrypted
    #[arg(long, value_name = "PHRASE", requires = "v3_user")]
    pub v3_priv_pass: Option<String>,
    /// The SNMPv3 context
    #[arg(long, value_name = "NAME", requires = "v3_user")]
    pub v3_context: Option<String>,
    /// How long one answer of an agent is waited for, 0.5 to 30 seconds [default: 2]
    #[arg(long, value_name = "SECONDS")]
    pub snmp_timeout: Option<f64>,
    /// How often a question is repeated that was not answered, 0 to 10 [default: 2]
    #[arg(long, value_name = "TIMES")]
    pub snmp_retries: Option<u8>,
}

impl Snmp {
    /// Was anything typed that opens an agent?
    pub fn is_said(&self) -> bool {
        self.community.is_some() || self.v3_user.is_some()
    }
}

/// `hinomi inspect`
#[derive(Debug, Args)]
pub struct Inspect {
    /// An IP address or a DNS name, with a port if it is not 161
    #[arg(value_name = "ADDRESS[:PORT]")]
    pub agent: String,
    /// What opens it.
    #[command(flatten)]
    pub snmp: Snmp,
    /// A folder with profiles of your own
    #[arg(long, value_name = "FOLDER")]
    pub profiles: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// `hinomi profile …`
#[derive(Debug, Subcommand)]
pub enum Profile {
    /// Try a profile on a recording or on a device
    #[command(after_help = "\
A recording has one OID|type|value per line (snmpsim's snmprec). The exit code is 3 when Hinomi would
choose another profile there.

Examples:
  hinomi profile test my-switch.toml switch.snmprec
  hinomi profile test my-switch.toml 192.168.1.1 --community office
  hinomi profile test cisco-ios 192.168.1.1")]
    Test(ProfileTest),
}

/// `hinomi profile test`
#[derive(Debug, Args)]
pub struct ProfileTest {
    /// The profile's file, or the name of one of Hinomi's
    pub profile: PathBuf,
    /// A recording's file, or ADDRESS[:PORT]
    #[arg(value_name = "RECORDING|ADDRESS")]
    pub on: String,
    /// What opens the agent.
    #[command(flatten)]
    pub snmp: Snmp,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

/// `hinomi incident`
#[derive(Debug, Args)]
pub struct Incident {
    /// The site file
    pub file: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub command: IncidentCommand,
    /// One JSON object per line
    #[arg(long, global = true)]
    pub json: bool,
    /// Who writes [default: the operator in the preferences, else this account]
    #[arg(long, global = true, value_name = "NAME")]
    pub by: Option<String>,
}

/// `hinomi incident FILE …`
#[derive(Debug, Subcommand)]
pub enum IncidentCommand {
    /// The latest incidents, newest first
    List {
        /// Only those still going on
        #[arg(long)]
        open: bool,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        most: u32,
    },
    /// One incident with its whole log
    Show {
        /// Its number
        id: u32,
    },
    /// Write something down
    Note {
        /// Its number
        id: u32,
        /// At most 20,000 characters
        text: String,
    },
    /// “I have it”
    Ack {
        /// Its number
        id: u32,
        /// A word with it
        text: Option<String>,
    },
    /// End it with what was learned
    Close {
        /// Its number
        id: u32,
        /// Why it happened
        #[arg(long)]
        cause: String,
        /// What keeps it from happening again
        #[arg(long, default_value = "")]
        prevention: String,
    },
}

/// `hinomi runbook`
#[derive(Debug, Args)]
pub struct Runbook {
    /// The site file
    pub file: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub command: RunbookCommand,
    /// One JSON object per line
    #[arg(long, global = true)]
    pub json: bool,
}

/// `hinomi runbook FILE …`
#[derive(Debug, Subcommand)]
pub enum RunbookCommand {
    /// All runbooks
    List,
    /// One runbook's text
    Show {
        /// Its number
        id: u32,
    },
    /// Add a Markdown file
    Add {
        /// The Markdown file
        markdown: PathBuf,
        /// Its title [default: its first heading, else the file's name]
        #[arg(long)]
        title: Option<String>,
        /// Shown on the incidents of this node (name, address or number); may be repeated
        #[arg(long = "node", value_name = "NODE")]
        nodes: Vec<String>,
        /// Shown on the incidents of this check (number, as in “site list --json”); may be repeated
        #[arg(long = "check", value_name = "NUMBER")]
        checks: Vec<u32>,
        /// A file that goes with it, at most 20 MB; may be repeated
        #[arg(long = "attach", value_name = "FILE")]
        attach: Vec<PathBuf>,
    },
}

/// The kinds of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportKind {
    /// What is watched, what is wrong, availability with its coverage, incidents
    Status,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// One self-contained file
    Html,
    /// For printing and sending
    Pdf,
}

/// `hinomi report`
#[derive(Debug, Args)]
pub struct Report {
    /// The site file
    pub file: PathBuf,
    /// Which report
    #[arg(long, value_enum, default_value = "status")]
    pub kind: ReportKind,
    /// Begin of the period
    #[arg(long, default_value = "24h", value_parser = when::when, value_name = "WHEN")]
    pub from: When,
    /// End of the period
    #[arg(long, default_value = "now", value_parser = when::when, value_name = "WHEN")]
    pub to: When,
    /// Its form [default: by the ending of OUT, else html]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// Count the time in which a node could not be reached because of another as down
    #[arg(long)]
    pub unreachable_is_down: bool,
    /// Where it goes; “-” is the standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
}

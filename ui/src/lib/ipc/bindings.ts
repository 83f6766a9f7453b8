// Generated from src-tauri/wire. Do not edit: run
//   HINOMI_WRITE_BINDINGS=1 cargo test -p hinomi-wire

/**
 * How the agent of one node is opened.
 */
export type Access = { 
/**
 * Where it listens; 1 to 65535.
 */
port: number, 
/**
 * With what.
 */
login: Login, 
/**
 * How patiently it is asked.
 */
pacing: Pacing, };

/**
 * A person has it.
 */
export type Acknowledgement = { 
/**
 * The operator.
 */
by: string, 
/**
 * When.
 */
at: Stamp, 
/**
 * What they said; may be empty.
 */
note: string, 
/**
 * It holds even if the trouble gets worse.
 */
sticky: boolean, 
/**
 * It ends then, if the trouble has not; `None` lasts as long as the trouble.
 */
until: Stamp | null, };

/**
 * Where a node answers: an IP address or a DNS name.
 *
 * Written as text everywhere (`"10.0.0.7"`, `"nas.example.jp"`, `"fe80::1%eth0"` is not accepted).
 */
export type Address = string;

/**
 * A node that was to be watched over SNMP.
 */
export type Adopted = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * The checks it got.
 */
added: Array<CheckId>, } & ({ "outcome": "measured", 
/**
 * At most one reading per metric.
 */
readings: Array<Reading>, } | { "outcome": "failed", 
/**
 * How far we got.
 */
phase: Phase, 
/**
 * What happened there.
 */
cause: Cause, } | { "outcome": "unable", 
/**
 * What was in our way.
 */
obstacle: Obstacle, });

/**
 * A check of an SNMP agent.
 */
export type AgentSpec = { 
/**
 * Lower limits on how long it has been running, s: so a restart is told.
 */
uptime: Limits, };

/**
 * How a map is arranged.
 */
export type Arrangement = "layered" | "radial" | "force" | "grid";

/**
 * A file that goes with a runbook; its content is kept once in the site file under its hash.
 */
export type Attachment = { 
/**
 * File name, 1 to 200 characters, without path.
 */
name: string, 
/**
 * Octets; at most 20 MB.
 */
size: number, 
/**
 * SHA-256 of the content in hex.
 */
hash: string, };

/**
 * How messages are signed.
 */
export type AuthProtocol = "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";

/**
 * Observed availability of one check or node over a window. Shares are 0 to 1; `None` is "no data",
 * which is never 100 %.
 */
export type Availability = { 
/**
 * Observed up (ok or warning).
 */
up: Span, 
/**
 * Observed down (critical).
 */
down: Span, 
/**
 * Not observed: gaps, pending, unknown, unreachable.
 */
unobserved: Span, 
/**
 * Left out: trouble was expected by plan.
 */
planned: Span, 
/**
 * Left out: nobody counts on it then.
 */
outside: Span, 
/**
 * Number of outages.
 */
outages: number, 
/**
 * The longest outage.
 */
longest: Span, };

/**
 * Whether this computer is kept from falling asleep by itself.
 */
export type Awake = { "awake": "free" } | { "awake": "kept" } | { "awake": "refused", 
/**
 * What the system said, at most 200 characters.
 */
why: string, };

/**
 * Something a box says of itself became something else.
 */
export type Became = { 
/**
 * When that was first read.
 */
at: Stamp, 
/**
 * What.
 */
fact: Fact, 
/**
 * What it said until then.
 */
from: string, 
/**
 * What it says since.
 */
to: string, };

/**
 * What we hold to be true.
 */
export type Belief = { 
/**
 * The grade.
 */
grade: Grade, 
/**
 * Since when it has been so: the first sample of the run that made us believe it.
 */
since: Stamp, 
/**
 * The true beginning lies at most this long before `since` (law L3).
 */
uncertainty: Span, 
/**
 * The last sample that agreed.
 */
confirmed: Stamp, };

/**
 * One object of a trap, as it is kept.
 */
export type Bound = { 
/**
 * Which object.
 */
oid: Oid, 
/**
 * Its value as [`crate::snmp::Value::shown`] writes it, at most 512 characters.
 */
value: string, };

/**
 * One wire of a link, as far as its ends are known.
 */
export type Cable = { 
/**
 * The interface of the link's `from`.
 */
from: Port | null, 
/**
 * The interface of the link's `to`.
 */
to: Port | null, };

/**
 * What happened at the phase where the target failed.
 */
export type Cause = { "cause": "timed_out" } | { "cause": "refused" } | { "cause": "unreachable", 
/**
 * Who said so.
 */
by: string | null, 
/**
 * The ICMP code.
 */
code: number, } | { "cause": "ttl_exceeded", 
/**
 * Who said so.
 */
by: string | null, } | { "cause": "no_such_name" } | { "cause": "closed" } | { "cause": "tls", 
/**
 * What TLS said, shortened; text from the wire.
 */
detail: string, } | { "cause": "status", 
/**
 * The status received.
 */
status: number, } | { "cause": "keyword_missing" } | { "cause": "keyword_present" } | { "cause": "too_large", 
/**
 * The limit in bytes.
 */
limit: number, } | { "cause": "too_few", 
/**
 * Those that are.
 */
well: number, 
/**
 * Those that must be.
 */
need: number, 
/**
 * All of them.
 */
of: number, 
/**
 * The names of those that failed, with their nodes; the first six.
 */
failed: Array<string>, } | { "cause": "redirects" } | { "cause": "denied", 
/**
 * The step.
 */
step: Denied, } | { "cause": "not_there" } | { "cause": "link_down", 
/**
 * Somebody switched it off.
 */
switched_off: boolean, } | { "cause": "says", 
/**
 * What it says, shortened; text from the wire.
 */
text: string, } | { "cause": "malformed", 
/**
 * What was wrong, shortened; may hold text from the wire.
 */
detail: string, } | { "cause": "told", 
/**
 * How it was judged; this is the grade of the sample.
 */
grade: Grade, 
/**
 * What it said, shortened; may hold text from the wire.
 */
said: InBoth, };

/**
 * What is looked at, how often, and with which limits.
 */
export type Check = { 
/**
 * Its identity in this site file.
 */
id: CheckId, 
/**
 * The node it looks at.
 */
node: NodeId, 
/**
 * What people call it; empty means "named by its kind and target".
 */
name: string, 
/**
 * What is done on the wire.
 */
spec: CheckSpec, 
/**
 * Distance between probes while nothing is in doubt; 1 s to 1 day. Inherited unless `own` says.
 */
every: Span, 
/**
 * When a belief changes. Inherited unless `own` says.
 */
patience: Patience, 
/**
 * True while a person has stopped this check.
 */
paused: boolean, 
/**
 * What it says itself; `None` in checks of older site files: whatever was not usual.
 */
own: Policy | null, };

/**
 * A check as typed in.
 */
export type CheckDraft = { 
/**
 * The check to change; `None` adds one.
 */
id: CheckId | null, 
/**
 * The node it looks at.
 */
node: NodeId, 
/**
 * At most 120 characters.
 */
name: string, 
/**
 * What is done.
 */
spec: CheckSpec, 
/**
 * Distance between probes.
 */
every: Span, 
/**
 * When a belief changes.
 */
patience: Patience, 
/**
 * What the check says itself; the rest is inherited, whatever the two fields above say.
 * `None`: whatever is not usual in them.
 */
own: Policy | null, };

/**
 * What is looked at on a node.
 */
export type CheckId = number;

/**
 * Stop or go on with a check.
 */
export type CheckPause = { 
/**
 * Which.
 */
check: CheckId, 
/**
 * True stops.
 */
paused: boolean, };

/**
 * The kinds of check there are. A new kind is one variant here, one file in `checks`, one form in
 * the window, and the lines the compiler then asks for.
 */
export type CheckSpec = { "kind": "icmp" } & IcmpSpec | { "kind": "tcp" } & TcpSpec | { "kind": "http" } & HttpSpec | { "kind": "quality" } & QualitySpec | { "kind": "agent" } & AgentSpec | { "kind": "interface" } & InterfaceSpec | { "kind": "value" } & ValueSpec | { "kind": "word" } & WordSpec | { "kind": "composite" } & CompositeSpec | { "kind": "trap" } & TrapSpec;

/**
 * The state of one check with the last sample behind it.
 */
export type CheckState = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * What we believe.
 */
state: State, 
/**
 * The last sample, if there is one since the engine started.
 */
last: LastSample | null, };

/**
 * Several checks.
 */
export type Checks = { 
/**
 * Which.
 */
checks: Array<CheckId>, };

/**
 * Add checks to nodes that do not have them yet.
 */
export type ChecksAdd = { 
/**
 * The nodes.
 */
nodes: Array<NodeId>, 
/**
 * The checks.
 */
checks: Array<Sketch>, };

/**
 * A hardware address that answered for an IP address. Several of one address, one after the other,
 * are those who had it.
 */
export type Claim = { 
/**
 * The IP address.
 */
address: string, 
/**
 * The hardware address, lower case with colons.
 */
mac: string, 
/**
 * When it first answered for it.
 */
since: Stamp, 
/**
 * When it was last known to.
 */
seen: Stamp, };

/**
 * What people learned from it.
 */
export type Closing = { 
/**
 * The operator.
 */
by: string, 
/**
 * When.
 */
at: Stamp, 
/**
 * Why it happened.
 */
cause: string, 
/**
 * What keeps it from happening again.
 */
prevention: string, };

/**
 * What the window does about a failure; one total table in the UI turns codes into words.
 */
export type Code = "fields" | "not_found" | "still_going_on" | "closed_already" | "linked_to_itself" | "linked_already" | "nothing_to_probe" | "bad_period" | "cut_short" | "vault_locked" | "vault_unmade" | "wrong_passphrase" | "passphrase_too_short" | "no_site" | "read_only" | "missing" | "exists" | "not_ours" | "newer" | "damaged" | "not_allowed" | "not_built" | "fault";

/**
 * One pixel column of a graph.
 */
export type Column = { 
/**
 * Where the column begins.
 */
at: Stamp, 
/**
 * Measurements in it.
 */
n: number, 
/**
 * Failures in it.
 */
lost: number, 
/**
 * The smallest; `None` without measurements.
 */
min: number | null, 
/**
 * The largest.
 */
max: number | null, 
/**
 * The mean.
 */
mean: number | null, };

/**
 * A composite check.
 */
export type CompositeSpec = { 
/**
 * How many of them must be well.
 */
need: Need, 
/**
 * The checks it looks at: 1 to [`CompositeSpec::MOST`], each once, of any nodes.
 */
of: Array<CheckId>, };

/**
 * How much is known about a link.
 */
export type Confidence = "by_hand" | "evidenced" | "inferred" | "outdated";

/**
 * A person or a group of people to be told.
 */
export type Contact = { 
/**
 * Its identity in this site file.
 */
id: ContactId, 
/**
 * What people call it; 1 to 80 characters.
 */
name: string, 
/**
 * The language it is told in.
 */
language: Language, 
/**
 * How words reach it; 1 to 10 ways, all of which are used.
 */
ways: Array<Way>, 
/**
 * When it is left alone; at most 10 stretches.
 */
quiet: Array<QuietHours>, };

/**
 * A contact as typed in.
 */
export type ContactDraft = { 
/**
 * The contact to change; `None` adds one.
 */
id: ContactId | null, 
/**
 * 1 to 80 characters.
 */
name: string, 
/**
 * The language it is told in.
 */
language: Language, 
/**
 * How words reach it; 1 to 10 ways.
 */
ways: Array<Way>, 
/**
 * When it is left alone; at most 10 stretches.
 */
quiet: Array<QuietHours>, };

/**
 * A person or a group of people to be told.
 */
export type ContactId = number;

/**
 * A contact to add or change.
 */
export type ContactPut = { 
/**
 * `None` adds one.
 */
contact: ContactId | null, 
/**
 * What was typed.
 */
draft: ContactDraft, };

/**
 * What a template makes.
 */
export type Content = "json" | "text";

/**
 * What became of a notification.
 */
export type Delivery = { "delivery": "waiting", 
/**
 * Tries so far.
 */
tries: number, 
/**
 * Not before this.
 */
after: Stamp | null, } | { "delivery": "delivered", 
/**
 * When.
 */
at: Stamp, } | { "delivery": "undelivered", 
/**
 * When.
 */
at: Stamp, };

/**
 * The step at which an agent refused us. That nothing answers at all is
 * [`crate::Cause::TimedOut`] or [`crate::Cause::Refused`], as with any other service.
 */
export type Denied = "community" | "user" | "auth" | "privacy" | "clock" | "level" | "context" | "view";

/**
 * What a node's SNMP agent said of the box it runs on: the inventory.
 */
export type Described = { 
/**
 * When it was read.
 */
at: Stamp, 
/**
 * Who made it.
 */
maker: string | null, 
/**
 * Which model it is.
 */
model: string | null, 
/**
 * Which release of its software it runs.
 */
version: string | null, 
/**
 * Its serial number.
 */
serial: string | null, 
/**
 * How it calls itself (`sysName`).
 */
name: string | null, 
/**
 * What it says it is (`sysDescr`).
 */
descr: string | null, 
/**
 * Where it says it stands (`sysLocation`).
 */
location: string | null, 
/**
 * What it said otherwise before, oldest first; at most [`Described::CHANGES`].
 */
changes: Array<Became>, };

/**
 * A device as its agent describes it.
 */
export type DeviceView = { 
/**
 * What opened it.
 */
access: Access, 
/**
 * What it is on the map.
 */
kind: NodeKind, 
/**
 * What it says it is.
 */
described: Described, 
/**
 * Its interfaces, in the agent's order; at most 2,000.
 */
ports: Array<PortView>, 
/**
 * What it measures; at most 2,000.
 */
values: Array<ValueView>, 
/**
 * How its parts say they are; at most 2,000.
 */
health: Array<HealthView>, 
/**
 * What it is made of; at most 500.
 */
parts: Array<Part>, 
/**
 * The software that is installed on it, by name; at most 4,000.
 */
software: Array<string>, 
/**
 * What it is best watched with.
 */
proposals: Array<ProposalView>, };

/**
 * A file made for the operator.
 */
export type Document = { 
/**
 * A proposed file name.
 */
name: string, 
/**
 * Its media type.
 */
mime: string, 
/**
 * Its content in base64.
 */
content: string, };

/**
 * Somebody is on duty, every week.
 */
export type Duty = { 
/**
 * Who.
 */
contact: ContactId, 
/**
 * The days on which it begins.
 */
days: Array<Weekday>, 
/**
 * When it begins.
 */
from: TimeOfDay, 
/**
 * When it ends; not after `from` means on the next day.
 */
until: TimeOfDay, };

/**
 * What holds for a check once everything is inherited.
 */
export type Effective = { 
/**
 * Distance between probes while nothing is in doubt.
 */
every: From<Span>, 
/**
 * Samples in a row before trouble is believed.
 */
to_trouble: From<number>, 
/**
 * Samples in a row before another kind of trouble is believed.
 */
between: From<number>, 
/**
 * Samples in a row before recovery is believed.
 */
to_ok: From<number>, 
/**
 * Distance between probes while in doubt.
 */
doubt_every: From<Span>, };

/**
 * How messages are encrypted, and with which secret.
 */
export type Encryption = { 
/**
 * How.
 */
protocol: PrivProtocol, 
/**
 * The pass phrase, at least 8 octets.
 */
phrase: SecretId, };

/**
 * One sealed line of an incident's log. Entries are never changed; a correction is a new entry.
 */
export type Entry = { 
/**
 * The incident.
 */
incident: IncidentId, 
/**
 * 1, 2, 3 …, without holes.
 */
seq: number, 
/**
 * When it was written.
 */
at: Stamp, 
/**
 * SHA-256 over the hash before and this entry's content, in hex (law L8).
 */
hash: string, } & ({ "author": "system" } | { "author": "operator", "name": string }) & ({ "what": "opened", 
/**
 * The check that failed first.
 */
check: CheckId, 
/**
 * Its name then.
 */
check_name: string, 
/**
 * Its grade.
 */
grade: Grade, 
/**
 * Dated back.
 */
since: Stamp, 
/**
 * With its error bar.
 */
uncertainty: Span, 
/**
 * The sample that made it hard, frozen.
 */
evidence: Outcome, } | { "what": "joined", 
/**
 * The check.
 */
check: CheckId, 
/**
 * Its name then.
 */
check_name: string, 
/**
 * Its grade.
 */
grade: Grade, 
/**
 * Dated back.
 */
since: Stamp, 
/**
 * The sample that made it hard, frozen.
 */
evidence: Outcome, 
/**
 * Where it is, if not on the incident's own node.
 */
place?: Place | null, } | { "what": "regraded", 
/**
 * The check.
 */
check: CheckId, 
/**
 * Its grade now.
 */
grade: Grade, 
/**
 * Since.
 */
since: Stamp, } | { "what": "recovered", 
/**
 * The check.
 */
check: CheckId, 
/**
 * The first good sample.
 */
since: Stamp, } | { "what": "withdrawn", 
/**
 * The check.
 */
check: CheckId, 
/**
 * Why.
 */
why: Withdrawal, } | { "what": "moved", 
/**
 * The check.
 */
check: CheckId, 
/**
 * The incident it goes on in.
 */
to: IncidentId, } | { "what": "merged", 
/**
 * That one.
 */
into: IncidentId, } | { "what": "absorbed", 
/**
 * That one.
 */
part: IncidentId, } | { "what": "flapping_began", 
/**
 * The check.
 */
check: CheckId, } | { "what": "flapping_ended", 
/**
 * The check.
 */
check: CheckId, } | { "what": "escalated", 
/**
 * How many rungs have been told now.
 */
rung: number, } | { "what": "classified", 
/**
 * It was.
 */
planned: boolean, 
/**
 * Why that is so.
 */
reason: string, } | { "what": "resolved", 
/**
 * The first good sample.
 */
ended: Stamp, 
/**
 * Its error bar.
 */
uncertainty: Span, } | { "what": "queued", 
/**
 * Which.
 */
notification: NotificationId, 
/**
 * Why.
 */
reason: Reason, 
/**
 * Whom it goes to, by the name they had; the desktop of this computer without one.
 */
to?: string | null, } | { "what": "delivered", 
/**
 * Which.
 */
notification: NotificationId, 
/**
 * Who took it, in its own words (the name and number the daemon gave).
 */
proof: string, } | { "what": "undelivered", 
/**
 * Which.
 */
notification: NotificationId, 
/**
 * What was in the way.
 */
why: string, } | { "what": "held", 
/**
 * What it would have been about.
 */
reason: Reason, 
/**
 * Why not.
 */
why: Hold, 
/**
 * Whom it would have gone to, by the name they had, if it is held for them alone.
 */
to?: string | null, } | { "what": "acknowledged", 
/**
 * What they said; may be empty.
 */
note: string, 
/**
 * It holds even if the trouble gets worse.
 */
sticky?: boolean, 
/**
 * It ends then, if the trouble has not.
 */
until?: Stamp | null, } | { "what": "unacknowledged" } | { "what": "note", 
/**
 * At most 20,000 characters; shown as text.
 */
text: string, } | { "what": "closed", 
/**
 * Why it happened.
 */
cause: string, 
/**
 * What keeps it from happening again.
 */
prevention: string, });

/**
 * What makes us believe a link; the strongest first.
 */
export type Evidence = "by_hand" | "lldp" | "cdp" | "spanning_tree" | "forwarding" | "arp" | "routes" | "gateway";

/**
 * What a box says of itself that people want to know a change of.
 */
export type Fact = "model" | "serial" | "version" | "name";

/**
 * A call that could not be answered.
 */
export type Failure = { 
/**
 * What the window does about it.
 */
code: Code, 
/**
 * One English sentence that says what to do; the window shows its own words for known codes.
 */
message: string, 
/**
 * For the log: the chain of causes.
 */
detail: string, 
/**
 * With [`Code::Fields`]: everything that is wrong.
 */
fields: Array<FieldError>, };

/**
 * Which family of addresses to use when a name has both.
 */
export type Family = "any" | "v4" | "v6";

/**
 * One thing wrong with one field of a draft.
 */
export type FieldError = { 
/**
 * The path of the field as in the draft's JSON, such as `spec.url`.
 */
field: string, } & ({ "problem": "empty" } | { "problem": "too_long", 
/**
 * The most there may be.
 */
most: number, } | { "problem": "out_of_range", 
/**
 * The least.
 */
least: number, 
/**
 * The most.
 */
most: number, } | { "problem": "not_an_address" } | { "problem": "not_a_url" } | { "problem": "limits_out_of_order" } | { "problem": "no_such_thing" } | { "problem": "not_a_mail_address" } | { "problem": "password_in_the_clear" } | { "problem": "not_a_full_path" } | { "problem": "not_plain" } | { "problem": "bad_template", 
/**
 * The line, from 1.
 */
line: number, 
/**
 * What is wrong, at most 200 characters.
 */
detail: string, } | { "problem": "ends_before_it_begins" } | { "problem": "not_a_cron" } | { "problem": "twice" } | { "problem": "circle", 
/**
 * The names along it, from the check itself back to it.
 */
through: Array<string>, } | { "problem": "not_an_oid" } | { "problem": "not_one_counter" });

/**
 * What a network is recognised by.
 */
export type Fingerprint = { 
/**
 * Hardware address of the gateway, lower case with colons.
 */
gateway_mac: string | null, 
/**
 * The gateway's address.
 */
gateway: string | null, 
/**
 * The network this PC stands in, such as `192.168.1.0/24`.
 */
subnet: string | null, 
/**
 * The domain its DHCP or router names.
 */
domain: string | null, };

/**
 * Limits of what goes one way through an interface, bit/s, whatever its speed.
 */
export type Flow = { 
/**
 * Upper limits.
 */
above: Limits, 
/**
 * Lower limits: so a feed that has dried up is told.
 */
below: Limits, };

/**
 * What is made of the rows of a table.
 */
export type Fold = "sum" | "mean" | "most" | "least" | "count";

/**
 * Something that is folded into one mark.
 */
export type Folding = { "fold": "node", "of": NodeId } | { "fold": "group", "of": GroupId | null };

/**
 * When something that fills is full, if it goes on as it did over the last two weeks.
 */
export type Forecast = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * Days until then.
 */
days: number, 
/**
 * How much comes per day, per cent of the whole.
 */
per_day: number, };

/**
 * What a service on the web wants to be told in. Where the address itself lets whoever knows it
 * write, it is a secret.
 */
export type Form = { "form": "generic", 
/**
 * Where to: `https://…`, or `http://…` within one's own network.
 */
url: SecretId, 
/**
 * The body; `{{ title }}` and the other words of a letter are filled in. At most 16,000
 * characters.
 */
template: string, 
/**
 * What the body is.
 */
content: Content, 
/**
 * Sent as `Authorization: Bearer …`, if given.
 */
token: SecretId | null, } | { "form": "slack", 
/**
 * `https://hooks.slack.com/services/…`
 */
url: SecretId, } | { "form": "teams", 
/**
 * The address the workflow shows.
 */
url: SecretId, } | { "form": "google_chat", 
/**
 * `https://chat.googleapis.com/v1/spaces/…`
 */
url: SecretId, } | { "form": "discord", 
/**
 * `https://discord.com/api/webhooks/…`
 */
url: SecretId, } | { "form": "line_works", 
/**
 * `https://webhook.worksmobile.com/message/…`
 */
url: SecretId, } | { "form": "chatwork", 
/**
 * The number of the room, as in its address after `rid`.
 */
room: string, 
/**
 * An API token.
 */
token: SecretId, } | { "form": "ntfy", 
/**
 * The server, `https://ntfy.sh` or one's own.
 */
server: string, 
/**
 * The topic; 1 to 64 letters, digits, `-` and `_`.
 */
topic: string, 
/**
 * An access token, if the topic wants one.
 */
token: SecretId | null, } | { "form": "telegram", 
/**
 * The chat: a number such as `-1001234567890`, or `@channel`.
 */
chat: string, 
/**
 * The bot's token.
 */
token: SecretId, } | { "form": "pager_duty", 
/**
 * The server, `https://events.pagerduty.com` unless it is another.
 */
server: string, 
/**
 * The routing (integration) key.
 */
key: SecretId, };

/**
 * Something that ended. Several of one link, one after the other, are what it was.
 */
export type Former = { "was": "link", 
/**
 * Until when: when a person changed it, or it was found to be so no more. It may have ended
 * at any moment since the link's `seen`.
 */
until: Stamp, 
/**
 * As it was. Struck out, it was not believed until then.
 */
link: Link, } | { "was": "node", 
/**
 * When that was.
 */
until: Stamp, 
/**
 * Its identity, which no other node gets.
 */
node: NodeId, 
/**
 * Its name then.
 */
name: string, 
/**
 * Its address then, to be shown as text; empty if it had none.
 */
address: string, 
/**
 * When it had been added.
 */
added: Stamp, };

/**
 * Links as they were and nodes that were removed.
 */
export type FormersView = { 
/**
 * From when on none of them is missing. What links were before is not known.
 */
whole_since: Stamp, 
/**
 * They, the earliest end first; at most 10,000.
 */
formers: Array<Former>, };

/**
 * What links and nodes were.
 */
export type FormersWanted = { 
/**
 * That of them which ended later than this.
 */
since: Stamp, };

/**
 * A number made of objects: `offset + scale × Σ plus ÷ Σ over`; without `over` nothing is divided.
 *
 * Per cent in use out of octets in use and octets in all is `plus` the one, `over` the other and a
 * `scale` of 100; per cent free turned round is an `offset` of 100 and a `scale` of −1.
 */
export type Formula = { 
/**
 * What is added up; 1 to [`Formula::TERMS`].
 */
plus: Array<Term>, 
/**
 * What the sum is divided by, added up; at most [`Formula::TERMS`], usually nothing.
 */
over: Array<Term>, 
/**
 * What the result is multiplied by.
 */
scale: number, 
/**
 * What is added in the end.
 */
offset: number, 
/**
 * Raw values that mean that there is nothing; at most [`Formula::TERMS`].
 */
ignore: Array<number>, };

/**
 * A host that answered: one box, however many addresses it has.
 */
export type Found = { 
/**
 * The address it is best known by.
 */
address: string, 
/**
 * Further addresses of the same box.
 */
also: Array<string>, 
/**
 * The best name found, what it says itself before what others call it.
 */
name: string | null, 
/**
 * Hardware address, lower case with colons, as far as it is known.
 */
mac: string | null, 
/**
 * Who made it, else the registered owner of the hardware address.
 */
vendor: string | null, 
/**
 * Which model it is.
 */
model: string | null, 
/**
 * What it seems to be.
 */
kind: NodeKind, 
/**
 * How sure that is.
 */
sure: ScanSureness, 
/**
 * What it was concluded from, the most trusted first.
 */
clues: Array<ScanClue>, 
/**
 * Mean round trip in ms, if it answered echo requests.
 */
rtt: number | null, 
/**
 * TCP ports that are open among those tried.
 */
ports: Array<number>, 
/**
 * The checks that fit these, in their order.
 */
checks: Array<ScanCheck>, 
/**
 * By what it was found.
 */
evidence: Array<Proof>, 
/**
 * The node that watches this box already, if there is one.
 */
known: NodeId | null, 
/**
 * What is different from what the site knows of that node.
 */
differences: Array<ScanDifference>, 
/**
 * True for this PC's default gateway.
 */
gateway: boolean, 
/**
 * True for this PC itself.
 */
this_pc: boolean, 
/**
 * What opens its SNMP agent: the first login of the site's list that did.
 */
snmp: Access | null, 
/**
 * It lies outside the addresses that were asked for; the tables of the device called so led to
 * it.
 */
beyond: string | null, };

/**
 * Everything that changed since the sequence number asked for.
 */
export type Frame = { 
/**
 * Changes when the engine starts anew or another site is opened; sequence numbers of
 * different epochs must not be compared.
 */
epoch: string, 
/**
 * Ask for what comes after this next time.
 */
seq: number, 
/**
 * True if this is the whole world: forget everything from before.
 */
fresh: boolean, 
/**
 * The vantage's clock when the frame was made.
 */
now: Stamp, 
/**
 * The open site; `None` if none is open.
 */
site: SiteView | null, 
/**
 * The site's settings, if they changed.
 */
settings: Settings | null, 
/**
 * Nodes that changed.
 */
nodes: Array<Node>, 
/**
 * Groups that changed.
 */
groups: Array<Group>, 
/**
 * Checks that changed.
 */
checks: Array<Check>, 
/**
 * States and last samples that changed.
 */
states: Array<CheckState>, 
/**
 * Incidents that changed; a fresh frame brings all open ones and those of the last 7 days.
 */
incidents: Array<Incident>, 
/**
 * Links that changed.
 */
links: Array<Link>, 
/**
 * Pins that changed.
 */
pins: Array<Pin>, 
/**
 * Runbooks that changed, without their text.
 */
runbooks: Array<RunbookView>, 
/**
 * Gaps that opened or closed; a fresh frame brings those of the last 24 h.
 */
gaps: Array<Gap>, 
/**
 * Nodes that are down or unreachable now, or not any more.
 */
reaches: Array<NodeReach>, 
/**
 * Maintenance windows that changed, began or ended.
 */
windows: Array<WindowView>, 
/**
 * Contacts that changed.
 */
contacts: Array<Contact>, 
/**
 * Maps that changed.
 */
maps: Array<SiteMap>, 
/**
 * How this PC itself stands, if that changed.
 */
vantage: VantageState | null, 
/**
 * The trap log has new lines, or lines that say something else now.
 */
traps: boolean, 
/**
 * What re-scans propose, and what of it was dismissed, as far as it changed.
 */
proposals: Array<Proposal>, 
/**
 * How re-scans stand, if that changed.
 */
rescan: RescanState | null, 
/**
 * Things that are gone.
 */
gone: Array<Gone>, 
/**
 * How the engine does; always there.
 */
health: Health, };

/**
 * A value and where it comes from.
 */
export type From<T> = { 
/**
 * The value.
 */
value: T, 
/**
 * The level that said so.
 */
from: Level, };

/**
 * Time in which we did not look at this site.
 */
export type Gap = { 
/**
 * The last moment we know we looked.
 */
from: Stamp, 
/**
 * The first moment we looked again; `None` while it lasts.
 */
until: Stamp | null, 
/**
 * Why.
 */
reason: GapReason, };

/**
 * Why we did not look.
 */
export type GapReason = "not_running" | "killed" | "asleep" | "frozen" | "clock_set" | "paused" | "vantage_lost" | "off_site";

/**
 * A box as one look saw it.
 */
export type Glimpse = { 
/**
 * When.
 */
at: Stamp, 
/**
 * The address it is best known by.
 */
address: string, 
/**
 * Further addresses of the same box.
 */
also: Array<string>, 
/**
 * What it calls itself, or is called; text from the wire.
 */
name: string | null, 
/**
 * Hardware address, lower case with colons.
 */
mac: string | null, 
/**
 * That hardware address is made up, as telephones do, and says nothing of who it is.
 */
private: boolean, 
/**
 * Who made it; text from the wire.
 */
maker: string | null, 
/**
 * Which model it is; text from the wire.
 */
model: string | null, 
/**
 * What it seems to be.
 */
kind: NodeKind, 
/**
 * That is hardly ever wrong.
 */
sure: boolean, 
/**
 * TCP ports that are open among those tried, ascending.
 */
ports: Array<number>, 
/**
 * By what it was found.
 */
proofs: Array<Proof>, 
/**
 * Packets for elsewhere leave through it.
 */
gateway: boolean, 
/**
 * What opened its SNMP agent.
 */
login: Login | null, };

/**
 * Something that is gone.
 */
export type Gone = { "gone": "node", "id": NodeId } | { "gone": "group", "id": GroupId } | { "gone": "check", "id": CheckId } | { "gone": "link", "id": LinkId } | { "gone": "pin", "id": NodeId } | { "gone": "runbook", "id": RunbookId } | { "gone": "window", "id": WindowId } | { "gone": "contact", "id": ContactId } | { "gone": "map", "id": MapId } | { "gone": "proposal", "id": ProposalId } | { "gone": "incident", "id": IncidentId };

/**
 * A sample judged by limits. Ordered by how much it wants a person.
 */
export type Grade = "ok" | "unknown" | "warning" | "critical";

/**
 * A named set of nodes.
 */
export type Group = { 
/**
 * Its identity.
 */
id: GroupId, 
/**
 * What people call it; 1 to 80 characters.
 */
name: string, 
/**
 * How often and how patiently checks of its nodes run, where it is to differ from the site.
 */
policies: Policies, };

/**
 * A named set of nodes, shown together.
 */
export type GroupId = number;

/**
 * A group to add or rename.
 */
export type GroupPut = { 
/**
 * `None` adds one.
 */
group: GroupId | null, 
/**
 * 1 to 80 characters.
 */
name: string, };

/**
 * How the engine does.
 */
export type Health = { 
/**
 * False when nothing is watched: paused, read-only, or no site.
 */
watching: boolean, 
/**
 * Probes sent since the engine started.
 */
probes: number, 
/**
 * Probes per second over the last 10 s.
 */
probes_per_second: number, 
/**
 * Of those since the start, how many `Failed`.
 */
failed: number, 
/**
 * Of those since the start, how many were `Unable`.
 */
unable: number, 
/**
 * Probes under way.
 */
in_flight: number, 
/**
 * How late probes left over the last 10 s, 99th percentile.
 */
late: Span, 
/**
 * When samples were last stored.
 */
stored: Stamp | null, 
/**
 * How echo requests are sent: `dgram`, `raw`, `tcp` or `none`.
 */
icmp: string, 
/**
 * Why samples cannot be stored, in words, if they cannot.
 */
trouble: string | null, 
/**
 * Things that could never be stored and were put aside, since the engine started.
 */
put_aside: number, 
/**
 * The interface and address this PC looks from, and its gateway.
 */
vantage: VantageView | null, 
/**
 * Whether this PC is kept awake.
 */
awake: Awake, 
/**
 * What came of the last sentence that was to be spoken.
 */
speech: Speech, 
/**
 * How hearing traps goes; `None` while none are to be heard.
 */
traps: TrapHealth | null, };

/**
 * How a part says it is just now.
 */
export type HealthView = { 
/**
 * Which part.
 */
label: string, 
/**
 * What it says: words of `SAID_JA`, told apart by `, `, or its own.
 */
says: string, 
/**
 * What that amounts to.
 */
grade: Grade, };

/**
 * The first thing the window asks.
 */
export type Hello = { 
/**
 * Hinomi's version.
 */
version: string, 
/**
 * `linux`, `macos` or `windows`.
 */
platform: string, 
/**
 * The language the system speaks, as far as Hinomi speaks it.
 */
system_language: Language, 
/**
 * The name this PC's account has, proposed as operator.
 */
account: string, 
/**
 * This PC's preferences.
 */
preferences: Preferences, 
/**
 * The site that could not be opened at the start, if there was one.
 */
not_opened: NotOpened | null, };

/**
 * Why a notification was not sent.
 */
export type Hold = "switched_off" | "already_told" | "recovery_not_wanted" | "maintenance" | "flapping" | "parent_down" | "acknowledged" | "quiet_hours" | "over" | "nobody_on_duty";

/**
 * An HTTP check.
 */
export type HttpSpec = { 
/**
 * `http://` or `https://` URL. `{address}` stands for the node's address.
 */
url: string, 
/**
 * GET or HEAD.
 */
method: Method, 
/**
 * Accepted status codes, as inclusive ranges within 100 to 599.
 */
status: Array<[number, number]>, 
/**
 * Words that must be in the body, if any; at most 200 characters, compared as written.
 */
keyword: string | null, 
/**
 * With `keyword`: true if the words must *not* be there.
 */
keyword_absent: boolean, 
/**
 * Redirects followed at most, 0 to 10.
 */
redirects: number, 
/**
 * Bytes of body read at most, 1 kB to 10 MB. A longer body is a failure only if a keyword is wanted.
 */
max_bytes: number, 
/**
 * How long the whole may take; 100 ms to 60 s.
 */
timeout: Span, 
/**
 * Whether a certificate that does not verify is a failure.
 */
verify: boolean, 
/**
 * Limits on the whole, ms.
 */
total: Limits, };

/**
 * An echo check.
 */
export type IcmpSpec = { 
/**
 * Echo requests per probe, 1 to 20, 200 ms apart.
 */
count: number, 
/**
 * Octets of payload, 16 to 1472.
 */
size: number, 
/**
 * How long each answer may take; 100 ms to 10 s.
 */
timeout: Span, 
/**
 * Which family to use for names.
 */
family: Family, 
/**
 * Limits on the mean round trip, ms.
 */
rtt: Limits, 
/**
 * Limits on loss within a burst, %; without an answer at all the probe has failed.
 */
loss: Limits, };

/**
 * How much a node matters to the people who depend on it.
 */
export type Importance = "low" | "normal" | "high";

/**
 * Words in both languages, kept where there is no table to look them up in later.
 */
export type InBoth = { 
/**
 * English.
 */
en: string, 
/**
 * Japanese.
 */
ja: string, };

/**
 * One stretch of believed trouble with one cause.
 */
export type Incident = { 
/**
 * Its number, as people say it.
 */
id: IncidentId, 
/**
 * The node in trouble.
 */
node: NodeId, 
/**
 * The node's name when it opened; the record keeps it even if the node goes.
 */
node_name: string, 
/**
 * The checks that took part, in the order they joined.
 */
members: Array<Member>, 
/**
 * When the trouble began: the first failing sample (law L3).
 */
started: Stamp, 
/**
 * The true beginning lies at most this long before `started`.
 */
uncertainty: Span, 
/**
 * When it was believed and the incident opened.
 */
opened: Stamp, 
/**
 * The worst grade so far.
 */
worst: Grade, 
/**
 * Who has it, if anyone.
 */
acknowledged: Acknowledgement | null, 
/**
 * Set once no member is in trouble any more.
 */
resolved: Resolution | null, 
/**
 * Set once a person has written cause and prevention.
 */
closed: Closing | null, 
/**
 * What was seen first, frozen; `None` in incidents of older site files.
 */
evidence: Outcome | null, 
/**
 * How much it matters, the worst so far.
 */
severity: Severity, 
/**
 * Members that change too often to be worth words; while there are any it does not end.
 */
flapping: Array<CheckId>, 
/**
 * What people were told last; `None` if they were not told at all.
 */
told: Told | null, 
/**
 * What is not told just now, and why.
 */
held: [Reason, Hold] | null, 
/**
 * How many rungs of the escalation ladder have been told.
 */
rungs: number, 
/**
 * Said by a person afterwards: was it planned?
 */
planned: Planned | null, 
/**
 * The incident it was found to be part of.
 */
merged: IncidentId | null, };

/**
 * Whether an incident was planned, said afterwards.
 */
export type IncidentClassify = { 
/**
 * Which.
 */
incident: IncidentId, 
/**
 * It was.
 */
planned: boolean, 
/**
 * Why that is so; 1 to 2,000 characters.
 */
reason: string, };

/**
 * An incident's end.
 */
export type IncidentClose = { 
/**
 * Which.
 */
incident: IncidentId, 
/**
 * Why it happened.
 */
cause: string, 
/**
 * What keeps it from happening again.
 */
prevention: string, };

/**
 * Which incidents.
 */
export type IncidentFilter = { 
/**
 * Only those still going on.
 */
open: boolean, 
/**
 * Only those of this node.
 */
node: NodeId | null, 
/**
 * Only those whose node name contains this.
 */
text: string, 
/**
 * Only those that began before this.
 */
before: Stamp | null, 
/**
 * At most this many, 1 to 500.
 */
most: number, };

/**
 * A stretch of believed trouble; also the number people say aloud ("incident 12").
 */
export type IncidentId = number;

/**
 * One incident is part of another.
 */
export type IncidentMerge = { 
/**
 * The part.
 */
from: IncidentId, 
/**
 * The whole.
 */
into: IncidentId, };

/**
 * An incident with its whole log.
 */
export type IncidentStory = { 
/**
 * The incident.
 */
incident: Incident, 
/**
 * Its log, oldest first.
 */
log: Array<Entry>, 
/**
 * The first entry that does not fit the chain, if any.
 */
broken_at: number | null, 
/**
 * What was sent because of it.
 */
notifications: Array<Notification>, 
/**
 * Runbooks that apply to it.
 */
runbooks: Array<RunbookId>, 
/**
 * Earlier incidents of the same node, newest first, at most 5.
 */
before: Array<Incident>, };

/**
 * A person has an incident.
 */
export type IncidentTaken = { 
/**
 * Which.
 */
incident: IncidentId, 
/**
 * What they say; may be empty.
 */
text: string, 
/**
 * It holds even if the trouble gets worse.
 */
sticky: boolean, 
/**
 * It ends then, if the trouble has not.
 */
until: Stamp | null, };

/**
 * Words about an incident.
 */
export type IncidentText = { 
/**
 * Which.
 */
incident: IncidentId, 
/**
 * The words.
 */
text: string, };

/**
 * A check of an interface.
 */
export type InterfaceSpec = { 
/**
 * Which.
 */
port: Signs, 
/**
 * That it is not in use is a failure.
 */
up: boolean, 
/**
 * That it does not send and receive at once is a warning.
 */
full_duplex: boolean, 
/**
 * Bits per second it is held against; `None` is what the agent says. 1 to 10^15.
 */
speed: number | null, 
/**
 * Limits on traffic either way as a share of the speed, %.
 */
load: Limits, 
/**
 * Limits on what it receives.
 */
incoming: Flow, 
/**
 * Limits on what it sends.
 */
outgoing: Flow, 
/**
 * Limits on errors either way, per second.
 */
errors: Limits, 
/**
 * Limits on discards either way, per second.
 */
discards: Limits, 
/**
 * Limits on collisions, per second: where there are any, one end is not full duplex.
 */
collisions: Limits, 
/**
 * Lower limits on the speed, bit/s: so an interface that fell back is told.
 */
slow: Limits, };

/**
 * A language Hinomi speaks.
 */
export type Language = "en" | "ja";

/**
 * The last sample of a check.
 */
export type LastSample = { 
/**
 * When the probe was sent.
 */
at: Stamp, 
/**
 * How long it took.
 */
took: Span, } & ({ "outcome": "measured", 
/**
 * At most one reading per metric.
 */
readings: Array<Reading>, } | { "outcome": "failed", 
/**
 * How far we got.
 */
phase: Phase, 
/**
 * What happened there.
 */
cause: Cause, } | { "outcome": "unable", 
/**
 * What was in our way.
 */
obstacle: Obstacle, });

/**
 * Where a value comes from.
 */
export type Level = "usual" | "site" | "group" | "node" | "check";

/**
 * Limits of one metric, in its unit: at or beyond a limit the sample takes its grade. Upper limits
 * unless it says otherwise where they stand; for lower ones “above” reads “below”.
 */
export type Limits = { 
/**
 * Warning at or above this.
 */
warning: number | null, 
/**
 * Critical at or above this; not below `warning`.
 */
critical: number | null, };

/**
 * An edge between two nodes. `None` on one side is the vantage: this PC.
 */
export type Link = { 
/**
 * Its identity.
 */
id: LinkId, 
/**
 * The end nearer to the vantage, as drawn; `None` is the vantage itself.
 */
from: NodeId | null, 
/**
 * The other end.
 */
to: NodeId, 
/**
 * Why we believe it, or the strongest of several reasons.
 */
evidence: Evidence, 
/**
 * When it was first seen or drawn.
 */
since: Stamp, 
/**
 * Further reasons, the strongest first.
 */
also: Array<Evidence>, 
/**
 * How much is known about it.
 */
confidence: Confidence, 
/**
 * The wires it consists of: several if they are aggregated or parallel, none if nobody says.
 */
cables: Array<Cable>, 
/**
 * When it was last seen; `None` for one that was only drawn.
 */
seen: Stamp | null, 
/**
 * When a person struck it out; it is then not believed, however often it is found again.
 */
struck: Stamp | null, };

/**
 * An edge of the topology.
 */
export type LinkId = number;

/**
 * A link drawn by hand.
 */
export type LinkPut = { 
/**
 * The end nearer to the vantage; `None` is the vantage.
 */
from: NodeId | null, 
/**
 * The other end.
 */
to: NodeId, };

/**
 * Whether and where traps are heard, and how they are judged.
 */
export type Listening = { 
/**
 * Traps are heard at all.
 */
on: boolean, 
/**
 * The UDP port, 1 to 65535.
 */
port: number, 
/**
 * SNMPv1 and v2c are taken only with a community that opens an agent of the site; otherwise
 * with any, since a community proves nothing. SNMPv3 takes one of the site's users always.
 */
known_only: boolean, 
/**
 * The first that fits is right; at most [`Listening::RULES`].
 */
rules: Array<TrapRule>, };

/**
 * What opens agents. [`super::Credentials`] is the same with its secrets read from the vault.
 */
export type Login = { "version": "v1", 
/**
 * The community.
 */
community: SecretId, } | { "version": "v2c", 
/**
 * The community.
 */
community: SecretId, } | { "version": "v3", 
/**
 * The user; 1 to 32 octets.
 */
user: string, 
/**
 * The context; usually none. At most 32 octets.
 */
context: string, 
/**
 * How messages are signed; `None` is not at all.
 */
auth: Signing | null, 
/**
 * How they are encrypted; `None` is not at all. Needs signing.
 */
privacy: Encryption | null, };

/**
 * How far a look at an agent is.
 */
export type LookView = { 
/**
 * The login that was begun last, from 1; 0 before the first.
 */
login: number, 
/**
 * Logins there are to try.
 */
of: number, 
/**
 * One was let in, and the device is being read.
 */
reading: boolean, };

/**
 * How often one check cried.
 */
export type Loud = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * Its name then.
 */
name: string, 
/**
 * Its node.
 */
node: NodeId, 
/**
 * The node's name then.
 */
node_name: string, 
/**
 * Incidents it opened or joined.
 */
times: number, 
/**
 * Notifications sent because of incidents it opened.
 */
told: number, 
/**
 * Of those incidents, how many ended within 5 minutes without anybody taking them.
 */
brief: number, };

/**
 * The server through which a site sends mail.
 */
export type MailServer = { 
/**
 * Its name or address.
 */
host: Address, 
/**
 * Its port: 587 is usual with STARTTLS, 465 with TLS, 25 without.
 */
port: number, 
/**
 * How the way there is protected.
 */
security: Security, 
/**
 * The account, if it wants one; at most 200 characters.
 */
user: string | null, 
/**
 * The account's password.
 */
password: SecretId | null, 
/**
 * The sender's address.
 */
from: string, };

/**
 * The site's mail server as typed in.
 */
export type MailServerDraft = { 
/**
 * Its name or address.
 */
host: string, 
/**
 * Its port.
 */
port: number, 
/**
 * How the way there is protected.
 */
security: Security, 
/**
 * The account, if it wants one; empty is none.
 */
user: string | null, 
/**
 * The account's password.
 */
password: SecretId | null, 
/**
 * The sender's address.
 */
from: string, };

/**
 * Trouble expected by plan.
 */
export type MaintenanceWindow = { 
/**
 * Its identity in this site file.
 */
id: WindowId, 
/**
 * What is done; 1 to 120 characters.
 */
name: string, 
/**
 * Where trouble is expected.
 */
scope: Scope, 
/**
 * When.
 */
schedule: Schedule, 
/**
 * Who planned it.
 */
by: string, 
/**
 * When it was planned.
 */
made: Stamp, 
/**
 * For a flexible window: when its first trouble started it.
 */
begun: Stamp | null, };

/**
 * A named way to look at the site.
 */
export type MapId = number;

/**
 * Markdown to be shown.
 */
export type MarkdownText = { 
/**
 * Markdown.
 */
text: string, };

/**
 * A check that took part in an incident.
 */
export type Member = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * Its grade now; `Ok` once it has recovered, was withdrawn or moved.
 */
grade: Grade, 
/**
 * Since when it has had this grade.
 */
since: Stamp, 
/**
 * Where it is; `None` is the incident's own node.
 */
place: Place | null, };

/**
 * Which method an HTTP check uses.
 */
export type Method = "GET" | "HEAD";

/**
 * A named number with a unit. The key is the name in the site file, on the wire and in exports.
 */
export type Metric = "rtt" | "rtt_min" | "rtt_max" | "jitter" | "loss" | "well" | "of" | "resolve" | "connect" | "tls" | "first_byte" | "total" | "bytes" | "status" | "traffic_in" | "traffic_out" | "load_in" | "load_out" | "errors_in" | "errors_out" | "discards_in" | "discards_out" | "collisions" | "speed" | "uptime" | "cpu" | "memory" | "storage" | "temperature" | "humidity" | "fan" | "voltage" | "current" | "power" | "frequency" | "charge" | "runtime" | "supply" | "airflow" | "signal" | "load" | "share" | "value" | "rate" | "number" | "half_duplex" | "full_in";

/**
 * A file a person chose.
 */
export type MibFile = { 
/**
 * File name without path.
 */
name: string, 
/**
 * The content in base64; at most 4 MB decoded.
 */
content: string, };

/**
 * What is wrong with an imported MIB file.
 */
export type MibFinding = { 
/**
 * The file, or the module in it.
 */
place: string, 
/**
 * The line, from 1, where it is known.
 */
line: number | null, 
/**
 * What is wrong: with the file as a whole in the language spoken here, else in English, since it
 * is what the author of the file has to mend.
 */
text: string, 
/**
 * Nothing of it could be used.
 */
fatal: boolean, };

/**
 * A module of a MIB file that is kept in the site.
 */
export type MibView = { 
/**
 * Its name, as it calls itself.
 */
name: string, 
/**
 * Octets of its text.
 */
size: number, 
/**
 * Objects it names.
 */
objects: number, 
/**
 * Kinds of traps it names.
 */
traps: number, };

/**
 * What came of an import.
 */
export type MibsImported = { 
/**
 * The modules that are kept now, by name.
 */
kept: Array<MibView>, 
/**
 * What is wrong, the worst first.
 */
findings: Array<MibFinding>, };

/**
 * MIB files to import, which may import from each other.
 */
export type MibsPut = { 
/**
 * At most 200.
 */
files: Array<MibFile>, };

/**
 * An object and its value, in words where they are known.
 */
export type NamedValue = { 
/**
 * What it is called: `ifDescr.3`; numbers where no MIB names it.
 */
name: string, 
/**
 * Its value, with its meaning and unit: `down(2)`.
 */
value: string, };

/**
 * How many of the checks a composite looks at must be well.
 */
export type Need = { "need": "all" } | { "need": "any" } | { "need": "at_least", 
/**
 * 1 to as many as there are.
 */
n: number, };

/**
 * A thing on the map.
 */
export type Node = { 
/**
 * Its identity in this site file.
 */
id: NodeId, 
/**
 * What people call it; 1 to 120 characters, unique only by custom.
 */
name: string, 
/**
 * Where it answers.
 */
address: Address, 
/**
 * What it is.
 */
kind: NodeKind, 
/**
 * How much it matters.
 */
importance: Importance, 
/**
 * The group it stands in, if any.
 */
group: GroupId | null, 
/**
 * Maker as found (from the MAC's registered owner, or typed in).
 */
vendor: string | null, 
/**
 * Hardware address as found, lower case with colons.
 */
mac: string | null, 
/**
 * What people wrote about it; at most 20,000 characters.
 */
notes: string, 
/**
 * True while a person has stopped watching this node.
 */
paused: boolean, 
/**
 * When it was added.
 */
added: Stamp, 
/**
 * What leads to it, named by a person; empty means "as the links say".
 */
parents: Array<NodeId>, 
/**
 * How often and how patiently its checks run, where it is to differ from its group.
 */
policies: Policies, 
/**
 * How its SNMP agent is opened, if it is to be asked.
 */
snmp: Access | null, 
/**
 * What its SNMP agent said of it last.
 */
described: Described | null, 
/**
 * Further addresses it answers at, ascending: as its own agent says, else as it was found; at
 * most [`Node::MOST_ALSO`].
 */
also: Array<string>, 
/**
 * True for a box nobody has seen: it must be there, because of what hangs on it. It has no
 * address and no checks, and goes when what hung on it is found elsewhere.
 */
inferred: boolean, };

/**
 * Availability of one node: of its reachability check, else of its worst check.
 */
export type NodeAvailability = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * The check it is taken from; `None` if the node has none.
 */
basis: CheckId | null, 
/**
 * The sums.
 */
sums: Availability, 
/**
 * `P / (P + D)`; `None` is "no data".
 */
share: number | null, 
/**
 * How much of the window was looked at.
 */
coverage: number | null, 
/**
 * What was believed over the window.
 */
stretches: Array<Stretch>, };

/**
 * A node as typed in.
 */
export type NodeDraft = { 
/**
 * The node to change; `None` adds one.
 */
id: NodeId | null, 
/**
 * 1 to 120 characters; empty means "named by its address".
 */
name: string, 
/**
 * An IP address or a DNS name.
 */
address: string, 
/**
 * What it is.
 */
kind: NodeKind, 
/**
 * How much it matters.
 */
importance: Importance, 
/**
 * The group it stands in.
 */
group: GroupId | null, 
/**
 * Maker, if known.
 */
vendor: string | null, 
/**
 * Hardware address, if known.
 */
mac: string | null, 
/**
 * At most 20,000 characters.
 */
notes: string, 
/**
 * How its SNMP agent is opened, if it is to be asked.
 */
snmp: Access | null, 
/**
 * What its SNMP agent said of it, if it was asked; `None` leaves what is known.
 */
described: Described | null, 
/**
 * Further addresses of the same box, if it was found with any; `None` leaves what is known as
 * long as it is watched at one of its addresses.
 */
also: Array<string> | null, };

/**
 * A thing on the map.
 */
export type NodeId = number;

/**
 * What kind of thing a node is; decides its icon and what is proposed for it.
 */
export type NodeKind = "router" | "switch" | "access_point" | "firewall" | "server" | "workstation" | "printer" | "phone" | "camera" | "storage" | "power" | "service" | "other";

/**
 * Why a node does not answer; `None` once it does again.
 */
export type NodeReach = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * Down, or unreachable because of another.
 */
reach: Reach | null, };

/**
 * Several nodes.
 */
export type Nodes = { 
/**
 * Which.
 */
nodes: Array<NodeId>, };

/**
 * Nodes to add, each watched with these checks.
 */
export type NodesAdd = { 
/**
 * The nodes.
 */
nodes: Array<NodeDraft>, 
/**
 * What each is watched with.
 */
checks: Array<CheckSpec>, 
/**
 * Link these addresses to the vantage as its gateway.
 */
gateways: Array<string>, };

/**
 * Move nodes into a group, or out of all.
 */
export type NodesGroup = { 
/**
 * Which.
 */
nodes: Array<NodeId>, 
/**
 * Where to.
 */
group: GroupId | null, };

/**
 * Stop or go on watching.
 */
export type NodesPause = { 
/**
 * Which.
 */
nodes: Array<NodeId>, 
/**
 * True stops.
 */
paused: boolean, };

/**
 * Say how agents are opened.
 */
export type NodesSnmp = { 
/**
 * Of which nodes.
 */
nodes: Array<NodeId>, 
/**
 * How; `None` is that they are not asked.
 */
access: Access | null, };

/**
 * A stretch of time of some nodes; no nodes means all.
 */
export type NodesWindow = { 
/**
 * Which.
 */
nodes: Array<NodeId>, 
/**
 * From.
 */
from: Stamp, 
/**
 * Until.
 */
until: Stamp, };

/**
 * What was told and what was held over a stretch of time.
 */
export type NoiseView = { 
/**
 * Notifications that were told, by reason, the most frequent first.
 */
told: Array<[Reason, number]>, 
/**
 * Notifications that were held, by why, the most frequent first.
 */
held: Array<[Hold, number]>, 
/**
 * Incidents that began.
 */
incidents: number, 
/**
 * The checks that cried most, the loudest first; at most 20.
 */
loudest: Array<Loud>, };

/**
 * A site that could not be opened.
 */
export type NotOpened = { 
/**
 * Where it was looked for; empty if it was to be made in the usual place.
 */
path: string, 
/**
 * Why it could not be opened.
 */
failure: Failure, };

/**
 * No arguments.
 */
export type Nothing = Record<symbol, never>;

/**
 * Something that became different in who is where.
 */
export type Noticed = { "noticed": "new", 
/**
 * Where it is.
 */
now: Sighting, } | { "noticed": "moved", 
/**
 * Where it was.
 */
before: Sighting, 
/**
 * Where it is.
 */
now: Sighting, } | { "noticed": "answers", 
/**
 * Who had it.
 */
before: Claim, 
/**
 * Who has it.
 */
now: Claim, 
/**
 * The two have answered for it in turn: both think it is theirs.
 */
disputed: boolean, };

/**
 * One message, written into the outbox in the same transaction as its cause (law L12).
 */
export type Notification = { 
/**
 * Its identity; stable over retries, so that a duplicate can be recognised.
 */
id: NotificationId, 
/**
 * The incident it is about; `None` if it is about this computer itself, or about its network.
 */
incident: IncidentId | null, 
/**
 * Whom it goes to; `None` is the desktop of this computer.
 */
to: ContactId | null, 
/**
 * By which of their ways, counted from 0.
 */
way: number, 
/**
 * Why it is sent.
 */
reason: Reason, 
/**
 * The incident's grade; decides the sound.
 */
grade: Grade, 
/**
 * When it was queued.
 */
queued: Stamp, 
/**
 * One line.
 */
title: string, 
/**
 * A few sentences.
 */
body: string, 
/**
 * What became of it.
 */
delivery: Delivery, };

/**
 * One message to one contact.
 */
export type NotificationId = number;

/**
 * What the desktop's notification service said to a test.
 */
export type NotifyProof = { 
/**
 * True if it took the notification.
 */
taken: boolean, 
/**
 * Its name and what it said, or why it could not be reached.
 */
words: string, };

/**
 * Why we could not look.
 */
export type Obstacle = { "obstacle": "no_permission" } | { "obstacle": "no_route" } | { "obstacle": "no_name_server" } | { "obstacle": "exhausted" } | { "obstacle": "agent_silent" } | { "obstacle": "table_too_long" } | { "obstacle": "no_access" } | { "obstacle": "vault_locked" } | { "obstacle": "secret_missing" } | { "obstacle": "undecided", 
/**
 * Those that are well.
 */
well: number, 
/**
 * Those that must be.
 */
need: number, 
/**
 * All of them.
 */
of: number, 
/**
 * The names of those that are not judged, with their nodes; the first six.
 */
unjudged: Array<string>, } | { "obstacle": "our_fault", 
/**
 * What went wrong, for the log.
 */
detail: string, };

/**
 * A path of numbers. Ordered as agents order their objects: number by number.
 *
 * Written with dots, with or without a dot in front: `1.3.6.1.2.1.1.1.0`.
 */
export type Oid = string;

/**
 * One check.
 */
export type OneCheck = { 
/**
 * Which.
 */
check: CheckId, };

/**
 * One contact.
 */
export type OneContact = { 
/**
 * Which.
 */
contact: ContactId, };

/**
 * One group.
 */
export type OneGroup = { 
/**
 * Which.
 */
group: GroupId, };

/**
 * One incident.
 */
export type OneIncident = { 
/**
 * Which.
 */
incident: IncidentId, };

/**
 * One link.
 */
export type OneLink = { 
/**
 * Which.
 */
link: LinkId, };

/**
 * One look at an agent.
 */
export type OneLook = { 
/**
 * Its number.
 */
look: number, };

/**
 * One map.
 */
export type OneMap = { 
/**
 * Which.
 */
map: MapId, };

/**
 * One module.
 */
export type OneMib = { 
/**
 * Its name.
 */
name: string, };

/**
 * One runbook.
 */
export type OneRunbook = { 
/**
 * Which.
 */
runbook: RunbookId, };

/**
 * One secret.
 */
export type OneSecret = { 
/**
 * Which.
 */
secret: SecretId, };

/**
 * One line of the trap log.
 */
export type OneTrap = { 
/**
 * Which.
 */
trap: TrapId, };

/**
 * One maintenance window.
 */
export type OneWindow = { 
/**
 * Which.
 */
window: WindowId, };

/**
 * What one probe brought back.
 */
export type Outcome = { "outcome": "measured", 
/**
 * At most one reading per metric.
 */
readings: Array<Reading>, } | { "outcome": "failed", 
/**
 * How far we got.
 */
phase: Phase, 
/**
 * What happened there.
 */
cause: Cause, } | { "outcome": "unable", 
/**
 * What was in our way.
 */
obstacle: Obstacle, };

/**
 * A profile of one's own.
 */
export type OwnProfile = { 
/**
 * The name of its file without `.toml`.
 */
name: string, 
/**
 * What is in it.
 */
text: string, 
/**
 * What is wrong with it; it is used if that is nothing.
 */
wrong: Array<WrongLine>, };

/**
 * How patiently an agent is asked, and by how many questions at once. Slow lines and small devices
 * need more time; agents that lose questions need them again.
 */
export type Pacing = { 
/**
 * How long one answer is waited for; 500 ms to 30 s.
 */
timeout: Span, 
/**
 * How often a question is repeated that was not answered; 0 to 10, and so often that an agent is
 * given up within [`Pacing::LONGEST`].
 */
retries: number, 
/**
 * Questions under way at once; 1 to 8. Small devices answer one after the other and drop the
 * rest.
 */
at_once: number, };

/**
 * What leads to a node.
 */
export type ParentsPut = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * What leads to it; nothing means "as the links say".
 */
parents: Array<NodeId>, };

/**
 * A part of a box that has a model or a serial number: a card, a power supply, an optic.
 */
export type Part = { 
/**
 * What kind of part it is.
 */
class: PartClass, 
/**
 * What it is called on this box.
 */
name: string, 
/**
 * Which model it is.
 */
model?: string, 
/**
 * Its serial number.
 */
serial?: string, 
/**
 * Its hardware revision.
 */
hardware?: string, 
/**
 * Its firmware release.
 */
firmware?: string, 
/**
 * Its software release.
 */
software?: string, 
/**
 * Who made it.
 */
maker?: string, };

/**
 * What kind of part something is (`IANAPhysicalClass`, RFC 6933).
 */
export type PartClass = "chassis" | "stack" | "backplane" | "container" | "power_supply" | "fan" | "sensor" | "module" | "port" | "processor" | "battery" | "drive" | "other";

/**
 * How many samples it takes to change a belief, and how soon the next one comes while in doubt.
 */
export type Patience = { 
/**
 * Samples in a row before trouble is believed; 1 to 60.
 */
to_trouble: number, 
/**
 * Samples in a row before another kind of trouble is believed; 1 to 60.
 */
between: number, 
/**
 * Samples in a row before recovery is believed; 1 to 60.
 */
to_ok: number, 
/**
 * Distance between probes while in doubt; at least 500 ms.
 */
doubt_every: Span, };

/**
 * How far a probe got before the target failed.
 */
export type Phase = "resolve" | "connect" | "tls" | "request" | "first_byte" | "body";

/**
 * Where a person put a node on the map, in map units (one unit is one pixel at zoom 1).
 */
export type Pin = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * Rightwards.
 */
x: number, 
/**
 * Downwards.
 */
y: number, };

/**
 * Where nodes were put on the map.
 */
export type PinsPut = { 
/**
 * These are put.
 */
pins: Array<Pin>, 
/**
 * These are let go.
 */
unpin: Array<NodeId>, };

/**
 * A node besides the incident's own that has part in it.
 */
export type Place = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * Its name then.
 */
name: string, 
/**
 * It cannot be judged, because what leads to it is down; else it is in trouble of its own,
 * at the same time and place as the others.
 */
unreachable: boolean, 
/**
 * A composite check there is in trouble because of the incident.
 */
affected?: boolean, };

/**
 * A picture beneath a map, such as the plan of a floor.
 */
export type Plan = { 
/**
 * The image; its content is kept in the site file.
 */
image: Attachment, 
/**
 * Left edge, map units.
 */
x: number, 
/**
 * Upper edge, map units.
 */
y: number, 
/**
 * Width, map units; the height follows from the image. 10 to 100,000.
 */
width: number, 
/**
 * 0.05 (hardly there) to 1.
 */
opacity: number, };

/**
 * A picture to lie beneath a map.
 */
export type PlanFile = { 
/**
 * File name without path.
 */
name: string, 
/**
 * The content in base64: PNG, JPEG or WebP, at most 20 MB decoded.
 */
content: string, };

/**
 * A person said afterwards whether the trouble was planned.
 */
export type Planned = { 
/**
 * The operator.
 */
by: string, 
/**
 * When.
 */
at: Stamp, 
/**
 * It was planned; false takes an earlier word back.
 */
planned: boolean, 
/**
 * Why that is so.
 */
reason: string, };

/**
 * What a site, group or node says about the checks below it.
 */
export type Policies = { 
/**
 * Of checks that tell whether a node can be reached.
 */
reachability: Policy, 
/**
 * Of all others.
 */
metrics: Policy, };

/**
 * How checks run, said at one level.
 */
export type PoliciesPut = { 
/**
 * The level.
 */
level: PolicyLevel, 
/**
 * What it says.
 */
policies: Policies, };

/**
 * What one level says about checks of one class. What it leaves open is inherited.
 */
export type Policy = { 
/**
 * Distance between probes while nothing is in doubt; 1 s to 1 day.
 */
every: Span | null, 
/**
 * Samples in a row before trouble is believed; 1 to 60.
 */
to_trouble: number | null, 
/**
 * Samples in a row before another kind of trouble is believed; 1 to 60.
 */
between: number | null, 
/**
 * Samples in a row before recovery is believed; 1 to 60.
 */
to_ok: number | null, 
/**
 * Distance between probes while in doubt; 500 ms to 1 h.
 */
doubt_every: Span | null, };

/**
 * Where a policy is said.
 */
export type PolicyLevel = { "level": "site" } | { "level": "group", "of": GroupId } | { "level": "node", "of": NodeId };

/**
 * An interface at the end of a link.
 */
export type Port = { 
/**
 * What the device calls it, to be shown as text; at most 120 characters.
 */
name: string, 
/**
 * `ifIndex`, where SNMP tells; may change when the device restarts.
 */
index: number | null, };

/**
 * One interface as it was then.
 */
export type PortSeen = { 
/**
 * Its short name; at most [`PortSeen::LONGEST`] characters.
 */
name: string, 
/**
 * What its people wrote about it; at most as long.
 */
alias: string | null, 
/**
 * It was in use; `None` where its agent does not say.
 */
up: boolean | null, 
/**
 * Somebody had switched it off.
 */
switched_off: boolean, };

/**
 * An interface as it is just now.
 */
export type PortView = { 
/**
 * Its short name.
 */
name: string, 
/**
 * What its people wrote about it.
 */
alias: string | null, 
/**
 * It is in use; `None` where its agent does not say.
 */
up: boolean | null, 
/**
 * Somebody switched it off.
 */
switched_off: boolean, 
/**
 * Bits per second.
 */
speed: number | null, 
/**
 * Hardware address.
 */
mac: string | null, 
/**
 * Who is at the other end, where the agent knows.
 */
neighbour: string | null, };

/**
 * The interfaces of a node as they were at one moment.
 */
export type PortsSeen = { 
/**
 * The node.
 */
node: NodeId, 
/**
 * When its agent began to be asked: none of it is older, and all of it may have changed since.
 */
at: Stamp, 
/**
 * Its interfaces, in the agent's order; at most [`PortsSeen::MOST`].
 */
ports: Array<PortSeen>, };

/**
 * What belongs to this PC and not to a site.
 */
export type Preferences = { 
/**
 * The window's language; `None` follows the system.
 */
language: Language | null, 
/**
 * The window's colours.
 */
theme: Theme, 
/**
 * Bigger type (15 px instead of 13).
 */
comfortable: boolean, 
/**
 * Who is using Hinomi here; written into acknowledgements and notes. 1 to 80 characters.
 */
operator: string, 
/**
 * Start with the desktop session.
 */
autostart: boolean, 
/**
 * Closing the window keeps watching in the tray.
 */
close_to_tray: boolean, 
/**
 * The one-time explanation of that has been shown.
 */
tray_explained: boolean, 
/**
 * Sites opened before, newest first; at most 10.
 */
recent: Array<RecentSite>, 
/**
 * Programs a person lets run on this PC to tell people. A site file may come from anywhere.
 */
approved: Array<Program>, };

/**
 * How messages are encrypted. Two dialects exist for keys longer than the hash gives: Blumenthal's
 * (draft-blumenthal-aes-usm, most makers and net-snmp) and Reeder's (draft-reeder-snmpv3-usm-3desede,
 * Cisco). They differ only with AES-192 or AES-256 and MD5, SHA-1 or (for AES-256) SHA-224.
 */
export type PrivProtocol = "des" | "aes128" | "aes192" | "aes256" | "aes192_reeder" | "aes256_reeder";

/**
 * A profile by its name.
 */
export type ProfileNamed = { 
/**
 * The name of its file without `.toml`.
 */
name: string, };

/**
 * A profile to be kept.
 */
export type ProfilePut = { 
/**
 * The name of its file without `.toml`: 1 to 60 of `a`–`z`, digits and `-`.
 */
name: string, 
/**
 * What is to be in it; at most 1 MiB.
 */
text: string, };

/**
 * What a profile makes of a device.
 */
export type ProfileTried = { 
/**
 * What is wrong with it; nothing was asked then.
 */
wrong: Array<WrongLine>, 
/**
 * What kept the agent from answering, if something did.
 */
outcome: Outcome | null, 
/**
 * The device, read as if the profile fitted.
 */
device: DeviceView | null, 
/**
 * The family Hinomi would choose.
 */
chosen: string | null, 
/**
 * Whether that is this one.
 */
fits: boolean, };

/**
 * A profile to be tried on a node without being kept.
 */
export type ProfileTry = { 
/**
 * The name of its file without `.toml`.
 */
name: string, 
/**
 * What is in it.
 */
text: string, 
/**
 * The node whose agent is read.
 */
node: NodeId, };

/**
 * The profiles there are.
 */
export type ProfilesView = { 
/**
 * The folder of one's own; empty for a site without a place.
 */
folder: string, 
/**
 * One's own, by name.
 */
own: Array<OwnProfile>, 
/**
 * The names of those that come with Hinomi.
 */
built_in: Array<string>, };

/**
 * A program on this PC and its arguments, each as it is: no shell reads them.
 */
export type Program = { 
/**
 * Where the program is; a full path.
 */
path: string, 
/**
 * At most 50 arguments of 1,000 characters.
 */
args: Array<string>, };

/**
 * By what a box was found.
 */
export type Proof = "icmp" | "tcp" | "neighbour" | "mdns" | "netbios" | "ssdp" | "wsd" | "snmp";

/**
 * What a re-scan found to be different from what the site knows, for a person to decide.
 */
export type Proposal = { 
/**
 * Its identity in this site file.
 */
id: ProposalId, 
/**
 * The box as it was seen last; `None` if no re-scan ever saw it.
 */
seen: Glimpse | null, 
/**
 * When that was first found.
 */
first: Stamp, 
/**
 * When it was last found.
 */
last: Stamp, 
/**
 * By how many re-scans.
 */
times: number, 
/**
 * When a person said that nothing is to be done about it.
 */
dismissed: Stamp | null, } & ({ "proposed": "new" } | { "proposed": "gone", 
/**
 * Which.
 */
node: NodeId, } | { "proposed": "moved", 
/**
 * Which.
 */
node: NodeId, 
/**
 * Where it is watched.
 */
from: Address, 
/**
 * Where it answers.
 */
to: Address, } | { "proposed": "replaced", 
/**
 * Which.
 */
node: NodeId, 
/**
 * The one it had.
 */
from: string, 
/**
 * The one that answers.
 */
to: string, } | { "proposed": "renamed", 
/**
 * Which.
 */
node: NodeId, 
/**
 * What it is called here.
 */
from: string, 
/**
 * What it calls itself; text from the wire.
 */
to: string, } | { "proposed": "became", 
/**
 * Which.
 */
node: NodeId, 
/**
 * What it was.
 */
from: NodeKind, 
/**
 * What it is.
 */
to: NodeKind, } | { "proposed": "opened", 
/**
 * Which.
 */
node: NodeId, 
/**
 * Them, ascending.
 */
ports: Array<number>, });

/**
 * Something a re-scan proposes.
 */
export type ProposalId = number;

/**
 * A check that fits the device.
 */
export type ProposalView = { 
/**
 * The check.
 */
spec: CheckSpec, 
/**
 * It is worth having on most devices of the kind.
 */
usual: boolean, };

/**
 * Proposals of re-scans.
 */
export type Proposals = { 
/**
 * Which.
 */
proposals: Array<ProposalId>, };

/**
 * Whether something is to be done about proposals.
 */
export type ProposalsDismiss = { 
/**
 * Which.
 */
proposals: Array<ProposalId>, 
/**
 * True: nothing is; false: they are open after all.
 */
dismissed: boolean, };

/**
 * A quality check.
 */
export type QualitySpec = { 
/**
 * How far it looks back; 1 min to 1 h. With fewer than [`QualitySpec::LEAST`] answers or
 * misses in that time there is nothing to judge.
 */
over: Span, 
/**
 * Limits on loss, %.
 */
loss: Limits, 
/**
 * Limits on the mean round trip, ms.
 */
rtt: Limits, 
/**
 * Limits on jitter, ms.
 */
jitter: Limits, };

/**
 * A stretch of the week in which a contact is left alone.
 */
export type QuietHours = { 
/**
 * The days on which it *begins*.
 */
days: Array<Weekday>, 
/**
 * When it begins.
 */
from: TimeOfDay, 
/**
 * When it ends. Not after `from` means on the next day; the same time, a whole day.
 */
until: TimeOfDay, 
/**
 * What this grave passes all the same; `None` lets nothing pass.
 */
pass: Grade | null, };

/**
 * Why a node does not answer.
 */
export type Reach = { "reach": "down" } | { "reach": "unreachable", 
/**
 * The nearest node that is down on the way to it.
 */
root: NodeId, };

/**
 * Why a site is open read-only.
 */
export type ReadOnlyView = { "why": "other_hinomi", 
/**
 * The other's process id, if known.
 */
pid: number | null, } | { "why": "not_writable" } | { "why": "asked" };

/**
 * One number with its metric; the unit is the metric's.
 */
export type Reading = { 
/**
 * What was measured.
 */
metric: Metric, 
/**
 * Finite, in the metric's unit.
 */
value: number, };

/**
 * Why a person is told.
 */
export type Reason = "opened" | "worsened" | "resolved" | "reminder" | "escalated" | "flapping_began" | "flapping_ended" | "vantage_lost" | "vantage_back" | "gateway_changed" | "address_disputed" | "stranger" | "test";

/**
 * A site opened before.
 */
export type RecentSite = { 
/**
 * The site file.
 */
path: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * When it was last opened.
 */
opened: Stamp, };

/**
 * The form of a report.
 */
export type ReportFormat = "html" | "pdf";

/**
 * A report to be made.
 */
export type ReportWanted = { 
/**
 * Time in which a node could not be reached because of another counts as down; else as
 * not observed.
 */
unreachable_is_down: boolean, 
/**
 * Begin of the period.
 */
from: Stamp, 
/**
 * End of the period.
 */
until: Stamp, 
/**
 * Its language.
 */
language: Language, 
/**
 * Its form.
 */
format: ReportFormat, };

/**
 * When what is swept again, and who is told of strangers.
 */
export type Rescan = { 
/**
 * How often.
 */
every: Rhythm, 
/**
 * The day of a weekly one.
 */
day: Weekday, 
/**
 * The hour it begins at, on the site's clock; 0 to 23.
 */
hour: number, 
/**
 * What a person swept or chose last, as typed; nothing else is swept. At most
 * [`Rescan::TEXTS`].
 */
ranges: Array<string>, 
/**
 * What is left alone; at most [`Rescan::TEXTS`].
 */
exclude: Array<string>, 
/**
 * People are told when somebody new is in the network.
 */
strangers: boolean, 
/**
 * Also of devices with a random hardware address, as telephones make one up for each network.
 */
private: boolean, };

/**
 * How re-scans stand.
 */
export type RescanState = { 
/**
 * One is under way, or waits to go on.
 */
under_way: boolean, 
/**
 * When the last one ended.
 */
ended: Stamp | null, 
/**
 * It could not look at every address: who is not among its proposals may be gone all the same.
 */
partial: boolean, 
/**
 * The vault was locked while it looked: not every agent was asked.
 */
locked: boolean, 
/**
 * When the next one begins, if one does.
 */
next: Stamp | null, };

/**
 * The end of the trouble.
 */
export type Resolution = { 
/**
 * When it was believed.
 */
at: Stamp, 
/**
 * When it was over: the first good sample (law L3).
 */
ended: Stamp, 
/**
 * The true end lies at most this long before `ended`.
 */
uncertainty: Span, };

/**
 * How often something is swept again.
 */
export type Rhythm = "off" | "daily" | "weekly";

/**
 * What the ribbon shows of a stretch of time.
 */
export type RibbonView = { 
/**
 * Begins.
 */
from: Stamp, 
/**
 * Ends.
 */
until: Stamp, 
/**
 * Incidents that touch it.
 */
incidents: Array<Incident>, 
/**
 * Gaps that touch it.
 */
gaps: Array<Gap>, 
/**
 * The share of it in which we looked, 0 to 1; counted from the site's first sample.
 */
coverage: number | null, };

/**
 * An object of the browser that is to be watched.
 */
export type RowAsked = { 
/**
 * The node whose agent told it.
 */
node: NodeId, 
/**
 * The object, with its index.
 */
oid: Oid, };

/**
 * Where an object stands.
 */
export type RowPlace = { "place": "alone" } | { "place": "named", 
/**
 * The object's column.
 */
object: Oid, 
/**
 * Its row, by its name.
 */
rows: Rows, 
/**
 * What the column with the names is called: `ifName`.
 */
by: string, } | { "place": "indexed" };

/**
 * Which row of a table is meant, or all of them.
 */
export type Rows = { "rows": "object" } | { "rows": "row", 
/**
 * The column.
 */
column: Oid, 
/**
 * What the column says there; at most 300 characters.
 */
says: string, 
/**
 * Where it was last seen.
 */
index: Array<number>, } | { "rows": "all", 
/**
 * What is made of them.
 */
fold: Fold, 
/**
 * The column.
 */
column: Oid | null, 
/**
 * What the column says there; at most 300 characters.
 */
says: string | null, };

/**
 * A text that says what to do.
 */
export type Runbook = { 
/**
 * Its identity.
 */
id: RunbookId, 
/**
 * 1 to 120 characters.
 */
title: string, 
/**
 * Markdown (CommonMark), at most 200,000 characters. Shown sanitised.
 */
text: string, 
/**
 * Shown on the incidents of these nodes …
 */
nodes: Array<NodeId>, 
/**
 * … and of these checks.
 */
checks: Array<CheckId>, 
/**
 * Files that go with it, without their content.
 */
attachments: Array<Attachment>, 
/**
 * When it was last changed.
 */
changed: Stamp, };

/**
 * A file to go with a runbook.
 */
export type RunbookAttach = { 
/**
 * Which.
 */
runbook: RunbookId, 
/**
 * File name without path.
 */
name: string, 
/**
 * The content in base64; at most 20 MB decoded.
 */
content: string, };

/**
 * A file that goes with a runbook.
 */
export type RunbookFile = { 
/**
 * Which.
 */
runbook: RunbookId, 
/**
 * The attachment's hash.
 */
hash: string, };

/**
 * A text that says what to do.
 */
export type RunbookId = number;

/**
 * A runbook to add or change.
 */
export type RunbookPut = { 
/**
 * `None` adds one.
 */
runbook: RunbookId | null, 
/**
 * 1 to 120 characters.
 */
title: string, 
/**
 * Markdown, at most 200,000 characters.
 */
text: string, 
/**
 * Shown on the incidents of these nodes …
 */
nodes: Array<NodeId>, 
/**
 * … and of these checks.
 */
checks: Array<CheckId>, };

/**
 * A runbook without its text.
 */
export type RunbookView = { 
/**
 * Which.
 */
id: RunbookId, 
/**
 * Its title.
 */
title: string, 
/**
 * Shown on the incidents of these nodes …
 */
nodes: Array<NodeId>, 
/**
 * … and of these checks.
 */
checks: Array<CheckId>, 
/**
 * Files that go with it.
 */
attachments: Array<Attachment>, 
/**
 * When it was last changed.
 */
changed: Stamp, };

/**
 * One rung of the escalation ladder.
 */
export type Rung = { 
/**
 * Minutes after an incident opened at which it is told, if nobody has taken it; the first rung
 * is told at once. 0 to 1,440, and not less than the rung before.
 */
after: number, 
/**
 * Who is told.
 */
to: Array<ContactId>, 
/**
 * And whoever is on duty then.
 */
on_duty: boolean, };

/**
 * Text that has been made safe to show as HTML.
 */
export type SafeHtml = { 
/**
 * Sanitised HTML: no scripts, no styles, no remote content.
 */
html: string, };

/**
 * Outcome + check + when + how long: what is stored.
 */
export type Sample = { 
/**
 * The check that was run.
 */
check: CheckId, 
/**
 * When the probe was sent.
 */
at: Stamp, 
/**
 * From sending to having the outcome.
 */
took: Span, } & ({ "outcome": "measured", 
/**
 * At most one reading per metric.
 */
readings: Array<Reading>, } | { "outcome": "failed", 
/**
 * How far we got.
 */
phase: Phase, 
/**
 * What happened there.
 */
cause: Cause, } | { "outcome": "unable", 
/**
 * What was in our way.
 */
obstacle: Obstacle, });

/**
 * The last samples of a check.
 */
export type SamplesWanted = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * At most this many, 1 to 1,000.
 */
most: number, };

/**
 * A check that fits what listens on a host.
 */
export type ScanCheck = { 
/**
 * The check.
 */
spec: CheckSpec, 
/**
 * The kinds of boxes that are there for this: on others it is offered and not made.
 */
usual_for: Array<NodeKind>, };

/**
 * One thing a host let be known of itself, as text.
 */
export type ScanClue = { 
/**
 * By what it was learnt.
 */
source: ScanSource, 
/**
 * What it is about.
 */
topic: ScanTopic, 
/**
 * What was said; empty where source and topic say everything.
 */
text: string, 
/**
 * The kind it speaks for, if for one.
 */
kind: NodeKind | null, };

/**
 * What is different from what the site knows of a node.
 */
export type ScanDifference = { "difference": "moved", 
/**
 * Which.
 */
from: string, } | { "difference": "replaced", 
/**
 * The one it had.
 */
mac: string, } | { "difference": "renamed", 
/**
 * What it calls itself.
 */
to: string, } | { "difference": "doubled", 
/**
 * Which.
 */
node: NodeId, };

/**
 * Whether SNMP agents are asked.
 */
export type ScanSnmp = "no_logins" | "locked" | "asked";

/**
 * By what something was learnt of a host.
 */
export type ScanSource = "snmp" | "wsd" | "ssdp" | "mdns" | "netbios" | "tls" | "http" | "ssh" | "dns" | "route" | "mac" | "ports";

/**
 * What a sweep is at.
 */
export type ScanStage = "addresses" | "agents" | "beyond" | "ended";

/**
 * Subnets to look around in.
 */
export type ScanStart = { 
/**
 * Such as `192.168.1.0/24`; at most 65,536 addresses in all.
 */
cidrs: Array<string>, 
/**
 * Addresses among them, or in networks that routers know, that are left alone.
 */
exclude: Array<string>, };

/**
 * How sure a kind is.
 */
export type ScanSureness = "unknown" | "guess" | "likely" | "sure";

/**
 * What a clue is about.
 */
export type ScanTopic = "name" | "type" | "maker" | "model" | "title" | "software" | "certificate" | "service" | "group" | "ports" | "gateway";

/**
 * How a sweep goes.
 */
export type ScanView = { 
/**
 * A sweep is under way.
 */
running: boolean, 
/**
 * What it is at.
 */
stage: ScanStage, 
/**
 * It was stopped half way and can go on.
 */
resumable: boolean, 
/**
 * Addresses done.
 */
done: number, 
/**
 * Addresses in all; grows when tables lead further.
 */
of: number, 
/**
 * SNMP agents read …
 */
agents_done: number, 
/**
 * … of so many that let us in.
 */
agents: number, 
/**
 * Whether SNMP agents are asked.
 */
snmp: ScanSnmp, 
/**
 * What was found so far, by address.
 */
found: Array<Found>, 
/**
 * Nodes watched at addresses that were looked at, and at which they did not answer; empty until
 * the sweep is through with all of them.
 */
silent: Array<NodeId>, 
/**
 * Why it ended early, in words, if it did.
 */
trouble: string | null, };

/**
 * When trouble is expected. Times of day are those of the zone given to
 * [`MaintenanceWindow::spans`]; a time that a change to summer time skips is taken to be the moment
 * the clock has jumped, and one that comes twice counts the first time. However the clocks change
 * meanwhile, an occurrence lasts as long as it says.
 */
export type Schedule = { "when": "once", 
/**
 * Begin.
 */
from: Stamp, 
/**
 * End; after `from`, at most 90 days.
 */
until: Stamp, } | { "when": "weekly", 
/**
 * At least one.
 */
days: Array<Weekday>, 
/**
 * When it begins.
 */
at: TimeOfDay, 
/**
 * How long; 1 min to 7 days.
 */
lasts: Span, } | { "when": "monthly", 
/**
 * 1 to 31; in shorter months there is none. 0 is the last day.
 */
day: number, 
/**
 * When it begins.
 */
at: TimeOfDay, 
/**
 * How long; 1 min to 7 days.
 */
lasts: Span, } | { "when": "cron", 
/**
 * Five fields.
 */
cron: string, 
/**
 * How long; 1 min to 7 days.
 */
lasts: Span, } | { "when": "flexible", 
/**
 * The earliest begin.
 */
from: Stamp, 
/**
 * The latest begin; after `from`, at most 90 days.
 */
until: Stamp, 
/**
 * How long from its begin; 1 min to 7 days.
 */
lasts: Span, };

/**
 * Where trouble is expected.
 */
export type Scope = { "scope": "site" } | { "scope": "groups", "of": Array<GroupId> } | { "scope": "nodes", "of": Array<NodeId> } | { "scope": "checks", "of": Array<CheckId> };

/**
 * A secret in the vault.
 */
export type SecretId = number;

/**
 * What a secret is for. It is sealed together with its kind, so that one kind cannot be passed off
 * as another.
 */
export type SecretKind = "community" | "snmp_auth" | "snmp_privacy" | "mail_password" | "hook_url" | "token" | "ssh";

/**
 * A secret to be sealed.
 */
export type SecretPut = { 
/**
 * What it is for.
 */
kind: SecretKind, 
/**
 * The secret.
 */
value: string, };

/**
 * How the way to a mail server is protected. Certificates are always judged.
 */
export type Security = "start_tls" | "tls" | "none";

/**
 * What came of sending a letter once.
 */
export type Sent = { "sent": "delivered", 
/**
 * Its own words, at most 200 characters: a mail server's queue number, a status and a
 * request's number, a program's first line.
 */
proof: string, } | { "sent": "refused", 
/**
 * Why.
 */
why: Why, } | { "sent": "deferred", 
/**
 * Why.
 */
why: Why, 
/**
 * When it wants to be asked again, if it said so.
 */
after: Span | null, } | { "sent": "unreached", 
/**
 * Why.
 */
why: Why, };

/**
 * A series, ready to draw. Columns in which nothing was looked at are absent.
 */
export type SeriesView = { 
/**
 * What is drawn.
 */
metric: Metric, 
/**
 * How wide a column is.
 */
width: Span, 
/**
 * The columns, in order.
 */
columns: Array<Column>, 
/**
 * When we did not look.
 */
gaps: Array<Gap>, 
/**
 * What was believed of the check.
 */
stretches: Array<Stretch>, };

/**
 * A stretch of time of one metric of one check.
 */
export type SeriesWanted = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * The metric.
 */
metric: Metric, 
/**
 * From.
 */
from: Stamp, 
/**
 * Until.
 */
until: Stamp, 
/**
 * Pixel columns, 1 to 4,000.
 */
columns: number, };

/**
 * A stretch of the week in which people count on the site.
 */
export type ServiceHours = { 
/**
 * The days on which it *begins*; at least one.
 */
days: Array<Weekday>, 
/**
 * When it begins, on the clock of the site's zone.
 */
from: TimeOfDay, 
/**
 * When it ends. Not after `from` means on the next day; the same time, a whole day.
 */
until: TimeOfDay, };

/**
 * Settings of a site.
 */
export type Settings = { 
/**
 * What people call the site; 1 to 80 characters.
 */
name: string, 
/**
 * The language of notifications and of reports unless asked otherwise.
 */
language: Language, 
/**
 * The zone times are told and planned in, by its name in the tz database (`Asia/Tokyo`);
 * `None`, in older site files, is that of the PC.
 */
zone: string | null, 
/**
 * Tell the operating system about incidents.
 */
notify: boolean, 
/**
 * Tell it about recoveries too.
 */
notify_recovery: boolean, 
/**
 * Play a sound with a notification.
 */
sound: boolean, 
/**
 * Speak a sentence when trouble is told, where this PC can.
 */
speak: boolean, 
/**
 * The operator has paused watching.
 */
paused: boolean, 
/**
 * How often and how patiently checks run unless group, node or check say otherwise.
 */
policies: Policies, 
/**
 * People are told again after this many minutes while nobody has taken an incident; 5 to
 * 1,440, and `None` is never.
 */
remind: number | null, 
/**
 * The network the site is in, as it was recognised; empty until it was first watched.
 */
fingerprints: Array<Fingerprint>, 
/**
 * What else is asked to learn whether this PC is connected; empty means the gateway alone.
 */
canaries: Array<Address>, 
/**
 * The computer is kept awake while an incident is open.
 */
keep_awake: boolean, 
/**
 * Who is told, and who next while nobody has taken it; empty is this PC's desktop alone.
 */
ladder: Array<Rung>, 
/**
 * Who is on duty when.
 */
duties: Array<Duty>, 
/**
 * When people count on the site (C of law L9); empty is always.
 */
service: Array<ServiceHours>, 
/**
 * What sends mail, if anything.
 */
mail: MailServer | null, 
/**
 * What is tried, in this order, on an SNMP agent nobody has named an access for; at most
 * [`Settings::LOGINS`].
 */
logins: Array<Login>, 
/**
 * Checks for nodes that are alike, to be applied to many at once; at most [`Template::MOST`].
 */
templates: Array<Template>, 
/**
 * Whether traps are heard, and how they are judged.
 */
traps: Listening, 
/**
 * When what was swept is swept again, and who is told of strangers.
 */
rescan: Rescan, };

/**
 * Settings as typed in.
 */
export type SettingsDraft = { 
/**
 * 1 to 80 characters.
 */
name: string, 
/**
 * The language of notifications and of reports unless asked otherwise.
 */
language: Language, 
/**
 * Tell the operating system about incidents.
 */
notify: boolean, 
/**
 * Tell it about recoveries too.
 */
notify_recovery: boolean, 
/**
 * Play a sound with a notification.
 */
sound: boolean, 
/**
 * Speak a sentence when trouble is told, where this PC can.
 */
speak: boolean, 
/**
 * The operator has paused watching.
 */
paused: boolean, 
/**
 * How often and how patiently checks run unless group, node or check say otherwise.
 */
policies: Policies, 
/**
 * Minutes, 5 to 1,440; `None` is never.
 */
remind: number | null, 
/**
 * Those of the known networks that are to be kept; none are added by it.
 */
fingerprints: Array<Fingerprint>, 
/**
 * IP addresses or DNS names; at most [`SettingsDraft::CANARIES`].
 */
canaries: Array<string>, 
/**
 * The computer is kept awake while an incident is open.
 */
keep_awake: boolean, 
/**
 * Who is told, and who next while nobody has taken it.
 */
ladder: Array<Rung>, 
/**
 * Who is on duty when.
 */
duties: Array<Duty>, 
/**
 * When people count on the site (C of law L9); empty is always.
 */
service: Array<ServiceHours>, 
/**
 * What sends mail, if anything.
 */
mail: MailServerDraft | null, 
/**
 * What is tried on an SNMP agent nobody has named an access for.
 */
logins: Array<Login>, 
/**
 * Checks for nodes that are alike, to be applied to many at once.
 */
templates: Array<Template>, 
/**
 * The zone its clocks show; `None` is that of this PC.
 */
zone: string | null, 
/**
 * Whether traps are heard, and how they are judged.
 */
traps: Listening, 
/**
 * When what was swept is swept again, and who is told of strangers.
 */
rescan: Rescan, };

/**
 * How much an incident matters: how bad it is, how important the node, and how many are affected.
 */
export type Severity = "minor" | "major" | "critical";

/**
 * A hardware address at one interface of one device. Several of one address, one after the other,
 * are its moves.
 */
export type Sighting = { 
/**
 * The hardware address, lower case with colons.
 */
mac: string, 
/**
 * The device that saw it; it may be gone by now.
 */
at: NodeId, 
/**
 * On which of its interfaces.
 */
port: Port, 
/**
 * When it was first seen there.
 */
since: Stamp, 
/**
 * When it was last seen there.
 */
seen: Stamp, };

/**
 * How messages are signed, and with which secret.
 */
export type Signing = { 
/**
 * How.
 */
protocol: AuthProtocol, 
/**
 * The pass phrase, at least 8 octets.
 */
phrase: SecretId, };

/**
 * What a row of the interfaces' table is known by, since its index may change (RFC 2863 §3.1.5).
 */
export type Signs = { 
/**
 * Its short name (`ifName`, else `ifDescr`); 1 to 300 characters.
 */
name: string, 
/**
 * Its description (`ifDescr`), if it has one.
 */
descr: string | null, 
/**
 * Its hardware address, lower case with colons, if it has one.
 */
mac: string | null, 
/**
 * Where it was last seen; 0 is unknown.
 */
index: number, };

/**
 * Where the window stands.
 */
export type Since = { 
/**
 * The epoch of the last frame; empty for none.
 */
epoch: string, 
/**
 * The sequence number of the last frame.
 */
seq: number, 
/**
 * How long to wait for something new, at most 20 s.
 */
wait: Span, };

/**
 * A named map: what is on it, how it is arranged, and what lies beneath it.
 */
export type SiteMap = { 
/**
 * Its identity in this site file.
 */
id: MapId, 
/**
 * What people call it; 1 to 80 characters.
 */
name: string, 
/**
 * How what nobody put anywhere is arranged.
 */
arrangement: Arrangement, 
/**
 * Groups whose nodes are on it. Without groups and nodes everything is.
 */
groups: Array<GroupId>, 
/**
 * Nodes that are on it besides.
 */
nodes: Array<NodeId>, 
/**
 * Where people put nodes on this map.
 */
pins: Array<Pin>, 
/**
 * What is folded into one mark.
 */
folded: Array<Folding>, 
/**
 * A picture beneath everything.
 */
plan: Plan | null, };

/**
 * A site to be made.
 */
export type SiteNew = { 
/**
 * The file to make; empty means "in the usual place, named after the site".
 */
path: string, 
/**
 * What people call it.
 */
name: string, };

/**
 * A file.
 */
export type SitePath = { 
/**
 * Its path.
 */
path: string, };

/**
 * The open site.
 */
export type SiteView = { 
/**
 * The site file.
 */
path: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Size of the file in octets.
 */
size: number, 
/**
 * Why it is open read-only, if it is.
 */
read_only: ReadOnlyView | null, 
/**
 * True for the simulated site of `hinomi demo`.
 */
demo: boolean, };

/**
 * A check without its node.
 */
export type Sketch = { 
/**
 * What people call it; at most 120 characters, usually none.
 */
name: string, 
/**
 * What is done. A composite looks at checks of its own site and cannot be sketched.
 */
spec: CheckSpec, 
/**
 * What it says itself of how often and how patiently it runs; the rest is inherited.
 */
own: Policy, };

/**
 * Security levels, the weaker less than the stronger (RFC 3411 §3.4.3).
 */
export type SnmpLevel = "no_auth_no_priv" | "auth_no_priv" | "auth_priv";

/**
 * Look at an agent.
 */
export type SnmpLook = { 
/**
 * Where, as typed.
 */
address: string, 
/**
 * At which port.
 */
port: number, 
/**
 * With what, in this order; nothing is the site's list.
 */
logins: Array<Login>, 
/**
 * How patiently.
 */
pacing: Pacing, 
/**
 * The node it is; what it says is kept there.
 */
node: NodeId | null, 
/**
 * The number it is followed and ended by; whoever asks counts.
 */
look: number, };

/**
 * What a look at an agent brought.
 */
export type SnmpView = { 
/**
 * What was tried to its end, as it ended, up to the first that was let in.
 */
tried: Array<Tried>, 
/**
 * The device, if one was let in.
 */
device: DeviceView | null, };

/**
 * A distance between two [`Stamp`]s in milliseconds; negative when the second lies earlier.
 */
export type Span = number;

/**
 * The last values of a check's first metric, oldest first; `None` where the probe failed.
 */
export type Spark = { 
/**
 * The check.
 */
check: CheckId, 
/**
 * The values.
 */
values: Array<number | null>, };

/**
 * The last values of many checks.
 */
export type SparksWanted = { 
/**
 * The checks.
 */
checks: Array<CheckId>, 
/**
 * How many values of each, 1 to 120.
 */
most: number, };

/**
 * What came of the last sentence that was to be spoken.
 */
export type Speech = { "speech": "untried" } | { "speech": "spoken", 
/**
 * By which program.
 */
by: string, } | { "speech": "nothing" } | { "speech": "failed", 
/**
 * What it said, at most 200 characters.
 */
why: string, };

/**
 * A point in time: milliseconds since 1970-01-01T00:00:00Z, as the vantage's wall clock had it.
 */
export type Stamp = number;

/**
 * The state of one check.
 */
export type State = { "state": "pending" } | { "state": "hard", 
/**
 * What we believe.
 */
belief: Belief, } | { "state": "soft", 
/**
 * What we still believe; `None` if nothing was believed before.
 */
believed: Belief | null, 
/**
 * The grade of the last sample.
 */
seen: Grade, 
/**
 * How many samples in a row have been on this side.
 */
attempt: number, 
/**
 * The first sample of this run.
 */
since: Stamp, 
/**
 * The distance from that sample to the one before it.
 */
uncertainty: Span, 
/**
 * The last sample.
 */
last: Stamp, };

/**
 * What the other side was asked when it said no.
 */
export type Step = "greeting" | "login" | "sender" | "recipient" | "letter" | "request";

/**
 * A stretch of time over which one thing was believed of a check, or nothing was.
 */
export type Stretch = { 
/**
 * Begins.
 */
from: Stamp, 
/**
 * Ends.
 */
until: Stamp, 
/**
 * What was believed; `None` is not observed.
 */
grade: Grade | null, };

/**
 * A subnet this PC stands in.
 */
export type Subnet = { 
/**
 * Such as `192.168.1.0/24`.
 */
cidr: string, 
/**
 * The interface that is in it.
 */
interface: string, 
/**
 * This PC's address in it.
 */
address: string, 
/**
 * The gateway, if it is in this subnet.
 */
gateway: string | null, 
/**
 * Addresses to look at.
 */
addresses: number, 
/**
 * True if it is small enough to be proposed (at most 4,096 addresses).
 */
proposed: boolean, };

/**
 * A TCP check.
 */
export type TcpSpec = { 
/**
 * The port, 1 to 65535.
 */
port: number, 
/**
 * How long the handshake may take; 100 ms to 30 s.
 */
timeout: Span, 
/**
 * Limits on the handshake, ms.
 */
connect: Limits, };

/**
 * Checks for nodes that are alike.
 */
export type Template = { 
/**
 * What people call it; 1 to 80 characters, once in a site.
 */
name: string, 
/**
 * The checks; 1 to [`Template::CHECKS`].
 */
checks: Array<Sketch>, };

/**
 * An object, and how often it counts.
 */
export type Term = { 
/**
 * The object; of a table, its column.
 */
oid: Oid, 
/**
 * How often it counts; −1 takes it off.
 */
times: number, };

/**
 * Dark, light, or as the system has it.
 */
export type Theme = "system" | "dark" | "light";

/**
 * A time of day to the minute, 00:00 to 23:59. Written as `"22:00"`.
 */
export type TimeOfDay = string;

/**
 * What people were told last about an incident.
 */
export type Told = { 
/**
 * The grade they know of.
 */
grade: Grade, 
/**
 * When.
 */
at: Stamp, 
/**
 * They know that it is flapping.
 */
flapping: boolean, 
/**
 * They know that it is over.
 */
over: boolean, };

/**
 * Why a message was turned away.
 */
export type TrapDistrust = "community" | "user" | "level" | "signature" | "encryption" | "age" | "engine";

/**
 * One line of the trap log: one trap, or several that say the same, or the rest of a storm.
 */
export type TrapEntry = { 
/**
 * Its number.
 */
id: TrapId, 
/**
 * The node that sent it, if it is one of ours.
 */
node: NodeId | null, 
/**
 * The address it came from.
 */
from: string, 
/**
 * The address it says it is about, if it says so.
 */
agent: string | null, 
/**
 * When the first came.
 */
first: Stamp, 
/**
 * When the last came.
 */
last: Stamp, 
/**
 * How many came.
 */
count: number, 
/**
 * What happened.
 */
kind: Oid, 
/**
 * What it says besides; of several, what the last one says.
 */
bindings: Array<Bound>, 
/**
 * Who vouches for it.
 */
voucher: Voucher, 
/**
 * How it was judged.
 */
verdict: TrapVerdict, 
/**
 * What it means, and of what.
 */
said: InBoth, 
/**
 * What of the node it is about, such as an interface's index; empty for all of it.
 */
about: string, 
/**
 * It is the rest of a storm: these were counted, and not kept one by one.
 */
rest: boolean, 
/**
 * It is trouble that has not ended.
 */
stands: boolean, 
/**
 * Then it ends by itself; `None` needs a trap or a person to end it.
 */
until: Stamp | null, 
/**
 * The operator who ended it, if one did.
 */
ended_by: string | null, };

/**
 * How hearing traps goes.
 */
export type TrapHealth = { 
/**
 * The UDP port.
 */
port: number, 
/**
 * Why it cannot be had, if so.
 */
trouble: TrapTrouble | null, 
/**
 * Traps and informs taken since it was opened.
 */
taken: number, 
/**
 * Messages that were none.
 */
malformed: number, 
/**
 * Messages of somebody none are taken from.
 */
refused: number, 
/**
 * Traps that came faster than they could be looked at.
 */
lost: number, 
/**
 * The message that was turned away last.
 */
turned_away: TrapTurnedAway | null, 
/**
 * The vault is locked, so those who are told by its secrets are not heard.
 */
locked: boolean, };

/**
 * A line of the trap log.
 */
export type TrapId = number;

/**
 * A kind of traps that is known.
 */
export type TrapKind = { 
/**
 * Its identifier.
 */
kind: Oid, 
/**
 * Its name in its MIB.
 */
name: string, 
/**
 * What it means.
 */
said: InBoth, 
/**
 * How it is judged where no rule says otherwise.
 */
verdict: TrapVerdict, };

/**
 * One line of the trap log with the names that are known.
 */
export type TrapLine = { 
/**
 * The line.
 */
trap: TrapEntry, 
/**
 * What its kind is called in its MIB: `linkDown`; numbers where no MIB names it.
 */
name: string, 
/**
 * Of each of its objects: what it is called, and what its value means.
 */
objects: Array<NamedValue>, };

/**
 * How traps are to be judged that fit.
 */
export type TrapRule = { 
/**
 * Traps of this kind, and of all kinds below it; `None` fits all.
 */
trap: Oid | null, 
/**
 * Words that one of its values holds, in small letters or capitals; empty fits all. At most
 * 200 characters.
 */
text: string, 
/**
 * Only from this node; `None` is from anywhere.
 */
node: NodeId | null, 
/**
 * How they are judged.
 */
verdict: TrapVerdict, 
/**
 * The kinds of traps whose trouble they end, each with all below it; at most 20.
 */
ends: Array<Oid>, };

/**
 * A rule as typed in.
 */
export type TrapRuleDraft = { 
/**
 * Numbers with dots; empty fits all.
 */
trap: string, 
/**
 * As in [`TrapRule`].
 */
text: string, 
/**
 * As in [`TrapRule`].
 */
node: NodeId | null, 
/**
 * As in [`TrapRule`].
 */
verdict: TrapVerdict, 
/**
 * Numbers with dots, with blanks or commas between several.
 */
ends: string, };

/**
 * How traps are to be judged.
 */
export type TrapRulesPut = { 
/**
 * The first that fits is right; at most 200. Kinds may be given by the names they are known
 * by.
 */
rules: Array<TrapRuleDraft>, };

/**
 * A trap check.
 */
export type TrapSpec = { 
/**
 * How long trouble stands that no other trap ends; 1 min to 30 days. Some kinds are known to
 * last less long.
 */
lasts: Span, };

/**
 * Why traps cannot be heard.
 */
export type TrapTrouble = "taken" | "denied" | "other";

/**
 * A message that was turned away.
 */
export type TrapTurnedAway = { 
/**
 * The address it came from.
 */
from: string, 
/**
 * The user it names, if it names one.
 */
user: string | null, 
/**
 * Why.
 */
why: TrapDistrust, };

/**
 * How a trap is judged.
 */
export type TrapVerdict = "ignored" | "ok" | "warning" | "critical";

/**
 * Which lines of the trap log are wanted, newest first.
 */
export type TrapsWanted = { 
/**
 * Of this node only.
 */
node: NodeId | null, 
/**
 * Only those that are trouble which has not ended.
 */
standing: boolean, 
/**
 * Only those numbered below this.
 */
before: TrapId | null, 
/**
 * At most this many, 1 to 500.
 */
most: number, };

/**
 * A login that was tried.
 */
export type Tried = { 
/**
 * Which.
 */
login: Login, } & ({ "outcome": "measured", 
/**
 * At most one reading per metric.
 */
readings: Array<Reading>, } | { "outcome": "failed", 
/**
 * How far we got.
 */
phase: Phase, 
/**
 * What happened there.
 */
cause: Cause, } | { "outcome": "unable", 
/**
 * What was in our way.
 */
obstacle: Obstacle, });

/**
 * Try a check without keeping it.
 */
export type TryCheck = { 
/**
 * What to do.
 */
spec: CheckSpec, 
/**
 * Where, as typed.
 */
address: string, 
/**
 * The node whose SNMP agent is asked, for checks that ask one.
 */
node: NodeId | null, };

/**
 * A check of a number.
 */
export type ValueSpec = { 
/**
 * What is measured; one of [`Metric::READ`], or [`Metric::Rate`] for counters.
 */
metric: Metric, 
/**
 * Of what: `CPU 1`, `/var`. At most 120 characters.
 */
label: string, 
/**
 * How the number is made.
 */
formula: Formula, 
/**
 * Of which rows, if the formula names columns.
 */
rows: Rows, 
/**
 * Upper limits.
 */
above: Limits, 
/**
 * Lower limits.
 */
below: Limits, 
/**
 * Of storage: lower limits on the days until it is full, judged as far as that can be told
 * ([`crate::forecast`]).
 */
full: Limits, };

/**
 * A number as it is just now.
 */
export type ValueView = { 
/**
 * What it is.
 */
metric: Metric, 
/**
 * Of what.
 */
label: string, 
/**
 * How much, in the metric's unit.
 */
value: number, 
/**
 * Octets in the whole, where known.
 */
of: number | null, };

/**
 * How this PC itself stands (law L5).
 */
export type VantageState = { 
/**
 * Since when nothing at all has answered, if so; nothing is judged meanwhile.
 */
lost: Stamp | null, 
/**
 * It stands in another network than the site's; nothing is watched.
 */
off_site: boolean, 
/**
 * What the network it stands in is recognised by.
 */
network: Fingerprint, 
/**
 * Who is asked whether this PC is connected.
 */
canaries: Array<Address>, };

/**
 * The place we look from.
 */
export type VantageView = { 
/**
 * Interface name.
 */
interface: string, 
/**
 * Its address.
 */
address: string, 
/**
 * The default gateway, if there is one.
 */
gateway: string | null, 
/**
 * This computer's name.
 */
host: string, };

/**
 * A passphrase for the vault.
 */
export type VaultPassphrase = { 
/**
 * The one it has, if it has one.
 */
old: string | null, 
/**
 * The new one; at least 8 characters.
 */
new: string, };

/**
 * Whether the secrets of a site can be read.
 */
export type VaultState = "unmade" | "open" | "locked";

/**
 * What is known of a vault without opening it.
 */
export type VaultStatus = { 
/**
 * Whether the secrets can be read.
 */
state: VaultState, 
/**
 * True if a passphrase opens it. Without one, a copy of the file cannot be opened elsewhere.
 */
passphrase: boolean, 
/**
 * True if the keychain of some PC opens it, of this one or another.
 */
keychain: boolean, 
/**
 * True if this PC has a keychain that Hinomi may use.
 */
keychain_here: boolean, 
/**
 * True if that keychain has opened this vault or was given its key.
 */
remembered_here: boolean, 
/**
 * How many secrets there are.
 */
secrets: number, 
/**
 * Those that contacts, nodes or the settings name and that are nowhere any more, since the vault
 * was wiped: they have to be entered again.
 */
missing: Array<SecretId>, };

/**
 * What opens the vault.
 */
export type VaultUnlock = { 
/**
 * Its passphrase.
 */
passphrase: string, };

/**
 * Who vouches for a trap.
 */
export type Voucher = { "voucher": "community" } | { "voucher": "user", 
/**
 * Its name.
 */
name: string, 
/**
 * How the message was protected.
 */
level: SnmpLevel, };

/**
 * How a walk goes, from a row on.
 */
export type WalkAfter = { 
/**
 * Rows seen already.
 */
seen: number, };

/**
 * One object an agent told.
 */
export type WalkRow = { 
/**
 * Its identifier.
 */
oid: Oid, 
/**
 * The type of its value, as SNMP writes it: `Counter32`.
 */
kind: string, 
/**
 * Its value as it came.
 */
raw: string, 
/**
 * What its module says of it; empty where that is not known.
 */
about: string, 
/**
 * What its numbers mean, where that is known.
 */
meanings: [number, string][], 
/**
 * What it is called: `ifDescr.3`; numbers where no MIB names it.
 */
name: string, 
/**
 * Its value, with its meaning and unit: `down(2)`.
 */
value: string, };

/**
 * A walk through what an agent tells.
 */
export type WalkStart = { 
/**
 * An IP address or a DNS name.
 */
address: string, 
/**
 * The UDP port, usually 161.
 */
port: number, 
/**
 * What it is asked with: they are tried in this order until one is let in. At least one.
 */
logins: Array<Login>, 
/**
 * How patiently it is asked.
 */
pacing: Pacing, 
/**
 * Where it begins: numbers with dots, or a name that is known.
 */
from: string, 
/**
 * Rows at most, 1 to 50,000.
 */
most: number, };

/**
 * How a walk goes.
 */
export type WalkView = { 
/**
 * It goes on.
 */
running: boolean, 
/**
 * Rows in all so far.
 */
count: number, 
/**
 * The rows from the one asked for on, at most 2,000 at once.
 */
rows: Array<WalkRow>, 
/**
 * It ended because there were as many rows, octets or seconds as it may take.
 */
bounded: boolean, 
/**
 * Why it ended early, in words, if it did.
 */
trouble: string | null, };

/**
 * A way by which words reach a contact. A new way is one variant here, one file in `contacts`, one
 * form in the window, and the lines the compiler then asks for.
 */
export type Way = { "way": "desktop" } | { "way": "mail", 
/**
 * To whom: 1 to 20 addresses such as `on-duty@example.jp`, one letter to all.
 */
to: Array<string>, } | { "way": "webhook" } & Form | { "way": "program" } & Program;

/**
 * A way to try.
 */
export type WayTry = { 
/**
 * The way.
 */
way: Way, 
/**
 * The language of the letter.
 */
language: Language, };

/**
 * A day of the week.
 */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * What is looked for.
 */
export type WhereIs = { 
/**
 * A hardware address as anybody writes it, an IP address, or a part of a node's name.
 */
what: string, };

/**
 * Where it is and was. Empty if nobody has seen it.
 */
export type Whereabouts = { 
/**
 * On which ports it was seen, the latest stay of each hardware address first.
 */
sightings: Array<Sighting>, 
/**
 * Who answered for its addresses, and for which addresses it answered, the latest first.
 */
claims: Array<Claim>, };

/**
 * Why a letter was not taken. `model::words::why` has the sentence.
 */
export type Why = { "why": "failed", 
/**
 * How far we got.
 */
phase: Phase, 
/**
 * What happened there.
 */
cause: Cause, } | { "why": "unable", 
/**
 * What stood in the way.
 */
obstacle: Obstacle, } | { "why": "said", 
/**
 * To what.
 */
step: Step, 
/**
 * Its code: SMTP (RFC 5321 §4.2) or HTTP (RFC 9110 §15).
 */
code: number, 
/**
 * Its words, at most 200 characters; text from the wire.
 */
said: string, } | { "why": "no_encryption" } | { "why": "no_login" } | { "why": "no_mail_server" } | { "why": "no_secret" } | { "why": "unfit", 
/**
 * What is wrong, for a person.
 */
detail: string, } | { "why": "not_approved" } | { "why": "not_started", 
/**
 * What the operating system said.
 */
detail: string, } | { "why": "ended", 
/**
 * Its exit code; `None` if a signal ended it.
 */
code: number | null, 
/**
 * The first line it wrote, at most 200 characters.
 */
said: string, } | { "why": "took_too_long", 
/**
 * How long it was given.
 */
limit: Span, };

/**
 * A stretch of time.
 */
export type Window = { 
/**
 * From.
 */
from: Stamp, 
/**
 * Until.
 */
until: Stamp, };

/**
 * Trouble expected by plan.
 */
export type WindowId = number;

/**
 * One time a maintenance window is on.
 */
export type WindowSpan = { 
/**
 * Which.
 */
window: WindowId, 
/**
 * Begins.
 */
from: Stamp, 
/**
 * Ends.
 */
until: Stamp, };

/**
 * A maintenance window as it stands.
 */
export type WindowView = { 
/**
 * The window.
 */
window: MaintenanceWindow, 
/**
 * It is on just now.
 */
on: boolean, };

/**
 * Why a check left an incident without recovering.
 */
export type Withdrawal = "paused" | "removed" | "changed";

/**
 * A check of what an object says.
 */
export type WordSpec = { 
/**
 * Of what: `Power supply 2`. At most 120 characters.
 */
label: string, 
/**
 * The object; of a table, its column.
 */
oid: Oid, 
/**
 * Of which rows; of several, each has to say something good.
 */
rows: Rows, 
/**
 * What is good, as text or whole number; empty is whatever is not a warning.
 */
good: Array<string>, 
/**
 * What is a warning; what is neither is critical.
 */
warning: Array<string>, 
/**
 * It is enough if what is good or a warning is part of what it says; not of bits.
 */
part: boolean, 
/**
 * Words for what it says, to be shown.
 */
words: { [key in string]: string }, 
/**
 * What it says are bits (`BITS`, RFC 2578 §7.1.4): each that is set says its number, and the
 * first octet's highest is 0. Where none is set it is well.
 */
bits: boolean, };

/**
 * What is wrong with a profile.
 */
export type WrongLine = { 
/**
 * Where, from 1.
 */
line: number, 
/**
 * What, in English.
 */
problem: string, };

/** What devices say of themselves, in Japanese. */
export const SAID_JA: Readonly<Record<string, string>> = {
  "awaiting power": "給電待ち",
  "battery bad": "バッテリー不良",
  "boosting": "昇圧中",
  "booster": "昇圧中",
  "bypass": "バイパス",
  "bypass after failure": "故障によるバイパス",
  "bypass bad": "バイパス異常",
  "bypass by software": "ソフトウェアによるバイパス",
  "bypass by switch": "スイッチによるバイパス",
  "charger failed": "充電器故障",
  "communications lost": "通信断",
  "crashed": "クラッシュ",
  "critical": "重大",
  "degraded": "縮退",
  "depleted": "残量なし",
  "depleted battery": "バッテリー切れ",
  "diagnostic test failed": "自己診断で異常",
  "door open": "カバー開",
  "expanding": "拡張中",
  "failed": "故障",
  "failure predicted": "故障の予兆",
  "fan failure": "ファン故障",
  "fuse failure": "ヒューズ故障",
  "general fault": "異常",
  "good": "良好",
  "idle": "待機中",
  "initialised": "初期化済み",
  "input bad": "入力異常",
  "input tray empty": "給紙トレイ空",
  "input tray missing": "給紙トレイなし",
  "low": "低下",
  "low battery": "バッテリー残量低下",
  "low paper": "用紙残りわずか",
  "low toner": "トナー残りわずか",
  "maintenance overdue": "定期保守の時期超過",
  "migrating": "移行中",
  "needs replacing": "要交換",
  "no paper": "用紙切れ",
  "no toner": "トナー切れ",
  "none": "なし",
  "normal": "正常",
  "not critical": "軽度の異常",
  "not functioning": "動作不良",
  "not initialised": "未初期化",
  "not recoverable": "回復不能",
  "off": "オフ",
  "offline": "オフライン",
  "ok": "正常",
  "on battery": "バッテリー運転",
  "on bypass": "バイパス運転",
  "on line": "商用運転",
  "other alarm": "その他の警報",
  "output bad": "出力異常",
  "output full": "排紙トレイ満杯",
  "output nearly full": "排紙トレイほぼ満杯",
  "output off as requested": "指示により出力停止",
  "output overload": "出力過負荷",
  "output tray missing": "排紙トレイなし",
  "paper jam": "紙詰まり",
  "printing": "印刷中",
  "reducer": "降圧中",
  "repairing": "修復中",
  "service requested": "点検要求",
  "shut down": "停止",
  "shutdown imminent": "まもなくシャットダウン",
  "shutdown pending": "シャットダウン待ち",
  "sleeping": "スリープ",
  "supply missing": "消耗品なし",
  "syncing": "同期中",
  "system partition failed": "システム領域の故障",
  "temperature bad": "温度異常",
  "test in progress": "テスト中",
  "trimming": "トリム中",
  "UPS off as requested": "指示によりUPS停止",
  "UPS output off": "UPS出力停止",
  "UPS system off": "UPS停止",
  "warming up": "ウォームアップ中",
  "warning": "警告",
};

/** Every call: what it takes and what it answers. */
export interface Calls {
  /** The first thing the window asks. */
  hello: { with: Nothing; reply: Hello };
  /** Keeps this PC's preferences. */
  preferences_put: { with: Preferences; reply: Preferences };
  /** Makes a site file and opens it. */
  site_new: { with: SiteNew; reply: SiteView };
  /** Opens a site file; the one open before is closed. */
  site_open: { with: SitePath; reply: SiteView };
  /** Everything that changed; waits a little for something new. */
  changes: { with: Since; reply: Frame };
  /** Keeps the site's settings. */
  settings_put: { with: SettingsDraft; reply: Settings };
  /** Adds nodes with their checks, in one step. */
  nodes_add: { with: NodesAdd; reply: Array<NodeId> };
  /** Changes a node. */
  node_put: { with: NodeDraft; reply: NodeId };
  /** Removes nodes with their checks; incidents and history stay. */
  nodes_drop: { with: Nodes; reply: Nothing };
  /** Stops or goes on watching nodes. */
  nodes_pause: { with: NodesPause; reply: Nothing };
  /** Moves nodes into a group. */
  nodes_group: { with: NodesGroup; reply: Nothing };
  /** Says how the SNMP agents of nodes are opened. */
  nodes_snmp: { with: NodesSnmp; reply: Nothing };
  /** Tries logins on an SNMP agent and reads what it is. */
  snmp_look: { with: SnmpLook; reply: SnmpView };
  /** How far such a look is; nothing of one that is not under way. */
  snmp_look_now: { with: OneLook; reply: LookView };
  /** Ends such a look: nothing more is asked, and its reply is that nobody let us in. */
  snmp_look_stop: { with: OneLook; reply: Nothing };
  /** What the interfaces of nodes did when their agents were last asked; nodes of which nothing is known are left out. */
  ports: { with: Nodes; reply: Array<PortsSeen> };
  /** Watches nodes over SNMP as is usual for what they are. */
  snmp_adopt: { with: Nodes; reply: Array<Adopted> };
  /** Adds checks to nodes that do not have them yet; the reply is what was added. */
  checks_add: { with: ChecksAdd; reply: Array<CheckId> };
  /** Adds or changes a check. */
  check_put: { with: CheckDraft; reply: CheckId };
  /** Removes checks; their history stays. */
  checks_drop: { with: Checks; reply: Nothing };
  /** Stops or goes on with a check. */
  check_pause: { with: CheckPause; reply: Nothing };
  /** Runs a check now, besides its rhythm; the sample counts like any other. */
  check_now: { with: OneCheck; reply: Sample };
  /** Tries a check that is still being typed; the sample counts for nothing. */
  check_try: { with: TryCheck; reply: Sample };
  /** Adds or renames a group. */
  group_put: { with: GroupPut; reply: GroupId };
  /** Removes a group; its nodes stay. */
  group_drop: { with: OneGroup; reply: Nothing };
  /** Draws a link; one that was struck out between the same two is believed again. */
  link_put: { with: LinkPut; reply: LinkId };
  /** Removes a link that was drawn, strikes out for good one that was found. */
  link_drop: { with: OneLink; reply: Nothing };
  /** The links that were struck out. */
  links_struck: { with: Nothing; reply: Array<Link> };
  /** Where something is, and where it was. */
  where_is: { with: WhereIs; reply: Whereabouts };
  /** What became different lately in who is where, the latest first. */
  noticed: { with: Nothing; reply: Array<Noticed> };
  /** Puts nodes on the map and lets others go. */
  pins_put: { with: PinsPut; reply: Nothing };
  /** Makes a map (identity 0) or changes one. */
  map_put: { with: SiteMap; reply: MapId };
  /** Removes a map; nothing it showed is touched. */
  map_drop: { with: OneMap; reply: Nothing };
  /** Keeps a picture in the site file, so that a map can name it as its plan. */
  plan_put: { with: PlanFile; reply: Attachment };
  /** The picture beneath a map. */
  plan: { with: OneMap; reply: Document };
  /** Incidents, newest first. */
  incidents: { with: IncidentFilter; reply: Array<Incident> };
  /** One incident with its whole log. */
  incident: { with: OneIncident; reply: IncidentStory };
  /** "I have it." */
  incident_acknowledge: { with: IncidentTaken; reply: Nothing };
  /** "I do not have it any more." */
  incident_unacknowledge: { with: OneIncident; reply: Nothing };
  /** Writes a note into the log. */
  incident_note: { with: IncidentText; reply: Nothing };
  /** Ends a resolved incident with cause and prevention. */
  incident_close: { with: IncidentClose; reply: Nothing };
  /** Says afterwards whether the trouble was planned. */
  incident_classify: { with: IncidentClassify; reply: Nothing };
  /** Finds that one open incident is part of another. */
  incident_merge: { with: IncidentMerge; reply: Nothing };
  /** Plans a maintenance window (identity 0) or changes one. */
  window_put: { with: MaintenanceWindow; reply: WindowId };
  /** Calls a maintenance window off. */
  window_drop: { with: OneWindow; reply: Nothing };
  /** When maintenance windows are on within a stretch of time, in order. */
  windows_ahead: { with: Window; reply: Array<WindowSpan> };
  /** The next few times a window would be on if it were planned so; only its schedule is judged. */
  window_preview: { with: MaintenanceWindow; reply: Array<WindowSpan> };
  /** Names what leads to a node. */
  parents_put: { with: ParentsPut; reply: Nothing };
  /** Says how often and how patiently checks run, at one level. */
  policies_put: { with: PoliciesPut; reply: Nothing };
  /** What holds for a check, and where each value comes from. */
  policy: { with: OneCheck; reply: Effective };
  /** Says that the network this PC stands in is the site's. */
  same_site: { with: Nothing; reply: Nothing };
  /** Adds or changes a contact. */
  contact_put: { with: ContactPut; reply: ContactId };
  /** Removes a contact. */
  contact_drop: { with: OneContact; reply: Nothing };
  /** Sends a letter as a test; the reply is what the other side said. */
  way_try: { with: WayTry; reply: Sent };
  /** Whether the vault can be read. */
  vault: { with: Nothing; reply: VaultStatus };
  /** Opens the vault. */
  vault_unlock: { with: VaultUnlock; reply: VaultStatus };
  /** Gives the vault a passphrase, or another one. */
  vault_passphrase: { with: VaultPassphrase; reply: VaultStatus };
  /** Lets this PC's keychain open the vault from now on. */
  vault_remember: { with: Nothing; reply: VaultStatus };
  /** Forgets every secret of the site, and what opens the vault. */
  vault_wipe: { with: Nothing; reply: VaultStatus };
  /** Seals a secret into the vault. */
  secret_put: { with: SecretPut; reply: SecretId };
  /** Forgets a secret that was sealed for something that then was not kept. */
  secret_drop: { with: OneSecret; reply: Nothing };
  /** Lets a program be run on this PC to tell people. */
  program_approve: { with: Program; reply: Nothing };
  /** What was told and what was held over a stretch of time, and which checks cry most. */
  noise: { with: Window; reply: NoiseView };
  /** A stretch of time of one metric, ready to draw. */
  series: { with: SeriesWanted; reply: SeriesView };
  /** The last values of many checks. */
  sparks: { with: SparksWanted; reply: Array<Spark> };
  /** When the storage of a node is full, as far as it can be told. */
  forecasts: { with: Nodes; reply: Array<Forecast> };
  /** The last samples of a check, newest first. */
  samples: { with: SamplesWanted; reply: Array<Sample> };
  /** What the ribbon shows. */
  ribbon: { with: Window; reply: RibbonView };
  /** Availability of nodes with coverage. */
  availability: { with: NodesWindow; reply: Array<NodeAvailability> };
  /** What links and removed nodes were, so that the map can be drawn as it was. */
  formers: { with: FormersWanted; reply: FormersView };
  /** The profiles of devices there are. */
  profiles: { with: Nothing; reply: ProfilesView };
  /** What is in a profile that comes with Hinomi, to begin one's own with. */
  profile_text: { with: ProfileNamed; reply: string };
  /** Keeps a profile of one's own; what is wrong with it is in the reply. */
  profile_put: { with: ProfilePut; reply: ProfilesView };
  /** Removes a profile of one's own. */
  profile_drop: { with: ProfileNamed; reply: ProfilesView };
  /** Reads a node's agent with a profile that is still being written. */
  profile_try: { with: ProfileTry; reply: ProfileTried };
  /** The subnets this PC stands in. */
  subnets: { with: Nothing; reply: Array<Subnet> };
  /** Starts looking around; one sweep at a time. */
  scan_start: { with: ScanStart; reply: ScanView };
  /** How it goes. */
  scan: { with: Nothing; reply: ScanView };
  /** Ends it; what was found stays. */
  scan_stop: { with: Nothing; reply: ScanView };
  /** Goes on with one that was stopped. */
  scan_resume: { with: Nothing; reply: ScanView };
  /** Sweeps now what is swept again by itself. */
  rescan: { with: Nothing; reply: Nothing };
  /** Does what re-scans propose; the reply is the nodes that were added, in the order of their proposals. */
  proposals_accept: { with: Proposals; reply: Array<NodeId> };
  /** Says that nothing is to be done about proposals, or that they are open after all. */
  proposals_dismiss: { with: ProposalsDismiss; reply: Nothing };
  /** Lines of the trap log, newest first. */
  traps: { with: TrapsWanted; reply: Array<TrapLine> };
  /** The kinds of traps that are known, by name. */
  trap_kinds: { with: Nothing; reply: Array<TrapKind> };
  /** Says how traps are judged. */
  trap_rules_put: { with: TrapRulesPut; reply: Nothing };
  /** Ends the trouble a trap raised. */
  trap_end: { with: OneTrap; reply: Nothing };
  /** Starts a walk through what an agent tells; one at a time. */
  walk_start: { with: WalkStart; reply: WalkView };
  /** How it goes, and its rows from one on. */
  walk: { with: WalkAfter; reply: WalkView };
  /** Ends it; what was read stays. */
  walk_stop: { with: Nothing; reply: WalkView };
  /** Where an object a node told stands in its table, so that a check of it finds it again. */
  row_place: { with: RowAsked; reply: RowPlace };
  /** The modules of MIB files that are kept, by name. */
  mibs: { with: Nothing; reply: Array<MibView> };
  /** Takes MIB files in. */
  mibs_put: { with: MibsPut; reply: MibsImported };
  /** Lets a module go. */
  mib_drop: { with: OneMib; reply: Array<MibView> };
  /** A runbook with its text. */
  runbook: { with: OneRunbook; reply: Runbook };
  /** Adds or changes a runbook. */
  runbook_put: { with: RunbookPut; reply: RunbookId };
  /** Removes a runbook. */
  runbook_drop: { with: OneRunbook; reply: Nothing };
  /** Adds a file to a runbook. */
  runbook_attach: { with: RunbookAttach; reply: Attachment };
  /** Takes a file from a runbook. */
  runbook_detach: { with: RunbookFile; reply: Nothing };
  /** The content of a file. */
  runbook_file: { with: RunbookFile; reply: Document };
  /** Markdown made safe to show. */
  markdown: { with: MarkdownText; reply: SafeHtml };
  /** Makes the status report. */
  report: { with: ReportWanted; reply: Document };
  /** Sends a notification as a test; the reply is what the desktop said. */
  notify_test: { with: Nothing; reply: NotifyProof };
  /** Speaks a sentence as a test. */
  speak_test: { with: Nothing; reply: Speech };
}

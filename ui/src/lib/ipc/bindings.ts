// Generated from src-tauri/wire. Do not edit: run
//   HINOMI_WRITE_BINDINGS=1 cargo test -p hinomi-wire

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
note: string, };

/**
 * Where a node answers: an IP address or a DNS name.
 *
 * Written as text everywhere (`"10.0.0.7"`, `"nas.example.jp"`, `"fe80::1%eth0"` is not accepted).
 */
export type Address = string;

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
 * Not observed: gaps, pending, unknown.
 */
unobserved: Span, 
/**
 * Number of outages.
 */
outages: number, 
/**
 * The longest outage.
 */
longest: Span, };

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
limit: number, } | { "cause": "redirects" } | { "cause": "malformed", 
/**
 * What was wrong, shortened; may hold text from the wire.
 */
detail: string, };

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
 * Distance between probes while nothing is in doubt; 1 s to 1 day.
 */
every: Span, 
/**
 * When a belief changes.
 */
patience: Patience, 
/**
 * True while a person has stopped this check.
 */
paused: boolean, };

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
patience: Patience, };

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
export type CheckSpec = { "kind": "icmp" } & IcmpSpec | { "kind": "tcp" } & TcpSpec | { "kind": "http" } & HttpSpec | { "kind": "quality" } & QualitySpec;

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
export type Code = "fields" | "not_found" | "still_going_on" | "closed_already" | "linked_to_itself" | "linked_already" | "nothing_to_probe" | "bad_period" | "cut_short" | "no_site" | "read_only" | "missing" | "exists" | "not_ours" | "newer" | "damaged" | "not_allowed" | "not_built" | "fault";

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
 * What became of a notification.
 */
export type Delivery = { "delivery": "waiting", 
/**
 * Tries so far.
 */
tries: number, } | { "delivery": "delivered", 
/**
 * When.
 */
at: Stamp, } | { "delivery": "undelivered", 
/**
 * When.
 */
at: Stamp, };

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
evidence: Outcome, } | { "what": "regraded", 
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
why: Withdrawal, } | { "what": "resolved", 
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
reason: Reason, } | { "what": "delivered", 
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
why: Hold, } | { "what": "acknowledged", 
/**
 * What they said; may be empty.
 */
note: string, } | { "what": "unacknowledged" } | { "what": "note", 
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
 * What makes us believe a link.
 */
export type Evidence = "by_hand" | "gateway";

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
detail: string, });

/**
 * A host that answered.
 */
export type Found = { 
/**
 * Its address.
 */
address: string, 
/**
 * The best name found: mDNS, then reverse DNS.
 */
name: string | null, 
/**
 * Hardware address, lower case with colons, if it is on our own link.
 */
mac: string | null, 
/**
 * The registered owner of the hardware address.
 */
vendor: string | null, 
/**
 * What it seems to be.
 */
kind: NodeKind, 
/**
 * Mean round trip in ms, if it answered echo requests.
 */
rtt: number | null, 
/**
 * TCP ports that are open among those tried.
 */
ports: Array<number>, 
/**
 * By what it was found.
 */
evidence: Array<ScanEvidence>, 
/**
 * The node that watches this address already, if there is one.
 */
known: NodeId | null, 
/**
 * True for this PC's default gateway.
 */
gateway: boolean, 
/**
 * True for this PC itself.
 */
this_pc: boolean, };

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
 * Things that are gone.
 */
gone: Array<Gone>, 
/**
 * How the engine does; always there.
 */
health: Health, };

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
export type GapReason = "not_running" | "killed" | "asleep" | "frozen" | "clock_set" | "paused";

/**
 * Something that is gone.
 */
export type Gone = { "gone": "node", "id": NodeId } | { "gone": "group", "id": GroupId } | { "gone": "check", "id": CheckId } | { "gone": "link", "id": LinkId } | { "gone": "pin", "id": NodeId } | { "gone": "runbook", "id": RunbookId } | { "gone": "incident", "id": IncidentId };

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
name: string, };

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
 * The interface and address this PC looks from, and its gateway.
 */
vantage: VantageView | null, };

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
 * Why the last site could not be opened at the start, in one sentence.
 */
could_not_open: string | null, };

/**
 * Why a notification was not sent.
 */
export type Hold = "switched_off" | "already_told" | "recovery_not_wanted";

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
closed: Closing | null, };

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
 * Upper limits of one metric, in its unit: at or beyond a limit the sample takes its grade.
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
 * Why we believe it.
 */
evidence: Evidence, 
/**
 * When it was first seen or drawn.
 */
since: Stamp, };

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
 * Its grade now; `Ok` once it has recovered or was withdrawn.
 */
grade: Grade, 
/**
 * Since when it has had this grade.
 */
since: Stamp, };

/**
 * Which method an HTTP check uses.
 */
export type Method = "GET" | "HEAD";

/**
 * A named number with a unit. The key is the name in the site file, on the wire and in exports.
 */
export type Metric = "rtt" | "rtt_min" | "rtt_max" | "jitter" | "loss" | "resolve" | "connect" | "tls" | "first_byte" | "total" | "bytes" | "status";

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
added: Stamp, };

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
notes: string, };

/**
 * A thing on the map.
 */
export type NodeId = number;

/**
 * What kind of thing a node is; decides its icon and what is proposed for it.
 */
export type NodeKind = "router" | "switch" | "access_point" | "firewall" | "server" | "workstation" | "printer" | "phone" | "camera" | "storage" | "power" | "service" | "other";

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
 * No arguments.
 */
export type Nothing = Record<symbol, never>;

/**
 * One message, written into the outbox in the same transaction as its cause (law L12).
 */
export type Notification = { 
/**
 * Its identity; stable over retries, so that a duplicate can be recognised.
 */
id: NotificationId, 
/**
 * The incident it is about.
 */
incident: IncidentId, 
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
export type Obstacle = { "obstacle": "no_permission" } | { "obstacle": "no_route" } | { "obstacle": "no_name_server" } | { "obstacle": "exhausted" } | { "obstacle": "our_fault", 
/**
 * What went wrong, for the log.
 */
detail: string, };

/**
 * One check.
 */
export type OneCheck = { 
/**
 * Which.
 */
check: CheckId, };

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
 * One runbook.
 */
export type OneRunbook = { 
/**
 * Which.
 */
runbook: RunbookId, };

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
recent: Array<RecentSite>, };

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
export type Reason = "opened" | "worsened" | "resolved";

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
 * By what a host was found.
 */
export type ScanEvidence = "icmp" | "tcp" | "neighbour" | "mdns";

/**
 * Subnets to look around in.
 */
export type ScanStart = { 
/**
 * Such as `192.168.1.0/24`; at most 65,536 addresses in all.
 */
cidrs: Array<string>, };

/**
 * How a sweep goes.
 */
export type ScanView = { 
/**
 * A sweep is under way.
 */
running: boolean, 
/**
 * Addresses done.
 */
done: number, 
/**
 * Addresses in all.
 */
of: number, 
/**
 * What was found so far, by address.
 */
found: Array<Found>, 
/**
 * Why it ended early, in words, if it did.
 */
trouble: string | null, };

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
 * The operator has paused watching.
 */
paused: boolean, };

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
 * Dark, light, or as the system has it.
 */
export type Theme = "system" | "dark" | "light";

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
address: string, };

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
 * Why a check left an incident without recovering.
 */
export type Withdrawal = "paused" | "removed" | "changed";

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
  settings_put: { with: Settings; reply: Settings };
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
  /** Adds or changes a check. */
  check_put: { with: CheckDraft; reply: CheckId };
  /** Removes a check; its history stays. */
  check_drop: { with: OneCheck; reply: Nothing };
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
  /** Draws a link. */
  link_put: { with: LinkPut; reply: LinkId };
  /** Removes a link. */
  link_drop: { with: OneLink; reply: Nothing };
  /** Puts nodes on the map and lets others go. */
  pins_put: { with: PinsPut; reply: Nothing };
  /** Incidents, newest first. */
  incidents: { with: IncidentFilter; reply: Array<Incident> };
  /** One incident with its whole log. */
  incident: { with: OneIncident; reply: IncidentStory };
  /** "I have it." */
  incident_acknowledge: { with: IncidentText; reply: Nothing };
  /** "I do not have it any more." */
  incident_unacknowledge: { with: OneIncident; reply: Nothing };
  /** Writes a note into the log. */
  incident_note: { with: IncidentText; reply: Nothing };
  /** Ends a resolved incident with cause and prevention. */
  incident_close: { with: IncidentClose; reply: Nothing };
  /** A stretch of time of one metric, ready to draw. */
  series: { with: SeriesWanted; reply: SeriesView };
  /** The last values of many checks. */
  sparks: { with: SparksWanted; reply: Array<Spark> };
  /** The last samples of a check, newest first. */
  samples: { with: SamplesWanted; reply: Array<Sample> };
  /** What the ribbon shows. */
  ribbon: { with: Window; reply: RibbonView };
  /** Availability of nodes with coverage. */
  availability: { with: NodesWindow; reply: Array<NodeAvailability> };
  /** The subnets this PC stands in. */
  subnets: { with: Nothing; reply: Array<Subnet> };
  /** Starts looking around; one sweep at a time. */
  scan_start: { with: ScanStart; reply: ScanView };
  /** How it goes. */
  scan: { with: Nothing; reply: ScanView };
  /** Ends it; what was found stays. */
  scan_stop: { with: Nothing; reply: ScanView };
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
}

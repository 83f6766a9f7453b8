//! What a probe brings back (law L1): the target answered, the target failed, or we could not look.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::grade::Grade;
use crate::id::CheckId;
use crate::snmp::Denied;
use crate::time::{Span, Stamp};
use crate::trap::InBoth;

/// What one probe brought back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The target answered; these are the numbers.
    Measured {
        /// At most one reading per metric.
        readings: Vec<Reading>,
    },
    /// The target failed: that is data about the target.
    Failed {
        /// How far we got.
        phase: Phase,
        /// What happened there.
        cause: Cause,
    },
    /// We could not look: that is data about us, never about the target.
    Unable {
        /// What was in our way.
        obstacle: Obstacle,
    },
}

impl Outcome {
    /// A failure with its phase and cause.
    pub fn failed(phase: Phase, cause: Cause) -> Outcome {
        Outcome::Failed { phase, cause }
    }

    /// An obstacle of our own.
    pub fn unable(obstacle: Obstacle) -> Outcome {
        Outcome::Unable { obstacle }
    }

    /// The reading of one metric, if it was measured.
    pub fn value(&self, metric: Metric) -> Option<f64> {
        match self {
            Outcome::Measured { readings } => {
                readings.iter().find(|r| r.metric == metric).map(|r| r.value)
            }
            Outcome::Failed { .. } | Outcome::Unable { .. } => None,
        }
    }
}

/// One number with its metric; the unit is the metric's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Reading {
    /// What was measured.
    pub metric: Metric,
    /// Finite, in the metric's unit.
    pub value: f64,
}

/// Units of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// 0 to 100.
    Percent,
    /// Octets.
    Bytes,
    /// A bare number.
    Count,
    /// Bits per second.
    BitsPerSecond,
    /// So many per second.
    PerSecond,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
    /// Degrees Celsius.
    Celsius,
    /// Revolutions per minute.
    Rpm,
    /// Volts.
    Volts,
    /// Amperes.
    Amperes,
    /// Watts.
    Watts,
    /// Hertz.
    Hertz,
    /// Cubic metres per hour.
    CubicMetresPerHour,
    /// Decibels relative to a milliwatt.
    Dbm,
}

macro_rules! metrics {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $code:literal, $unit:ident;)*) => {
        /// A named number with a unit. The key is the name in the site file, on the wire and in exports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum Metric { $($(#[$doc])* $name,)* }

        impl Metric {
            /// Every metric there is.
            pub const ALL: &'static [Metric] = &[$(Metric::$name,)*];

            /// Its name in the site file, on the wire and in exports.
            pub const fn key(self) -> &'static str {
                match self { $(Metric::$name => $key,)* }
            }

            /// Its unit.
            pub const fn unit(self) -> Unit {
                match self { $(Metric::$name => Unit::$unit,)* }
            }

            /// Its number in packed samples; never reused for another metric.
            pub const fn code(self) -> u16 {
                match self { $(Metric::$name => $code,)* }
            }

            /// The metric of a packed number, if this version knows it.
            pub const fn from_code(code: u16) -> Option<Metric> {
                match code { $($code => Some(Metric::$name),)* _ => None }
            }
        }
    };
}

metrics! {
    /// Mean round-trip time of the answers in a burst.
    Rtt = "rtt", 1, Milliseconds;
    /// Shortest round trip.
    RttMin = "rtt_min", 2, Milliseconds;
    /// Longest round trip.
    RttMax = "rtt_max", 3, Milliseconds;
    /// Mean absolute difference of successive round trips (RFC 3550 §6.4.1, without its smoothing).
    Jitter = "jitter", 4, Milliseconds;
    /// Echo requests without an answer.
    Loss = "loss", 5, Percent;
    /// Of the checks a composite looks at, those that are well.
    Well = "well", 90, Count;
    /// The checks a composite looks at.
    Of = "of", 91, Count;
    /// Name resolution.
    Resolve = "resolve", 6, Milliseconds;
    /// TCP three-way handshake.
    Connect = "connect", 7, Milliseconds;
    /// TLS handshake.
    Tls = "tls", 8, Milliseconds;
    /// From request sent to first byte of the answer.
    FirstByte = "first_byte", 9, Milliseconds;
    /// From the start to the last byte read.
    Total = "total", 10, Milliseconds;
    /// Bytes: of body read, or of what an SNMP agent tells in bytes.
    Bytes = "bytes", 11, Bytes;
    /// HTTP status code.
    Status = "status", 12, Count;
    /// What an interface received.
    TrafficIn = "traffic_in", 20, BitsPerSecond;
    /// What an interface sent.
    TrafficOut = "traffic_out", 21, BitsPerSecond;
    /// The same as a share of the interface's speed.
    LoadIn = "load_in", 22, Percent;
    /// The same as a share of the interface's speed.
    LoadOut = "load_out", 23, Percent;
    /// Received with errors and dropped for that.
    ErrorsIn = "errors_in", 24, PerSecond;
    /// Not sent because of errors.
    ErrorsOut = "errors_out", 25, PerSecond;
    /// Received in order and dropped all the same, for want of room as a rule.
    DiscardsIn = "discards_in", 26, PerSecond;
    /// Dropped instead of sent.
    DiscardsOut = "discards_out", 27, PerSecond;
    /// Collisions met while sending: once, several times, too late and too often (RFC 3635).
    Collisions = "collisions", 28, PerSecond;
    /// The interface's speed.
    Speed = "speed", 29, BitsPerSecond;
    /// How long the SNMP agent, and with it the box as a rule, has been running.
    Uptime = "uptime", 30, Seconds;
    /// How busy processors are.
    Cpu = "cpu", 31, Percent;
    /// How full memory is.
    Memory = "memory", 32, Percent;
    /// How full a file system or a disk is.
    Storage = "storage", 33, Percent;
    /// A temperature.
    Temperature = "temperature", 34, Celsius;
    /// Relative humidity.
    Humidity = "humidity", 35, Percent;
    /// How fast a fan turns.
    Fan = "fan", 36, Rpm;
    /// A voltage.
    Voltage = "voltage", 37, Volts;
    /// A current.
    Current = "current", 38, Amperes;
    /// Electric power.
    Power = "power", 39, Watts;
    /// A frequency.
    Frequency = "frequency", 40, Hertz;
    /// How full a battery is.
    Charge = "charge", 41, Percent;
    /// How long a battery lasts.
    Runtime = "runtime", 42, Minutes;
    /// What is left of toner, ink, paper.
    Supply = "supply", 43, Percent;
    /// How much air flows.
    Airflow = "airflow", 44, CubicMetresPerHour;
    /// How strong a signal is.
    Signal = "signal", 45, Dbm;
    /// How much of what it can carry something carries.
    Load = "load", 46, Percent;
    /// A share of something else.
    Share = "share", 47, Percent;
    /// A bare number.
    Value = "value", 48, Count;
    /// A counter's rate.
    Rate = "rate", 49, PerSecond;
    /// How many there are: processes, sessions, rows of a table.
    Number = "number", 50, Count;
    /// 1 where an interface sends or receives, but not both at once.
    HalfDuplex = "half_duplex", 51, Count;
    /// How long until storage is full, if it goes on as it did.
    FullIn = "full_in", 52, Days;
}

impl Metric {
    /// Itself, as a list of one.
    pub fn alone(self) -> &'static [Metric] {
        let place = Metric::ALL.iter().position(|metric| *metric == self).unwrap_or(0);
        &Metric::ALL[place..=place]
    }

    /// What a check of a value read from an SNMP agent may measure, in the order they are listed.
    pub const READ: [Metric; 20] = [
        Metric::Cpu,
        Metric::Memory,
        Metric::Storage,
        Metric::Temperature,
        Metric::Humidity,
        Metric::Fan,
        Metric::Voltage,
        Metric::Current,
        Metric::Power,
        Metric::Frequency,
        Metric::Load,
        Metric::Charge,
        Metric::Runtime,
        Metric::Supply,
        Metric::Airflow,
        Metric::Signal,
        Metric::Share,
        Metric::Bytes,
        Metric::Value,
        Metric::Number,
    ];
}

/// How far a probe got before the target failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Turning the name into an address.
    Resolve,
    /// Reaching the address (for ICMP: the whole echo).
    Connect,
    /// The TLS handshake.
    Tls,
    /// Sending the request.
    Request,
    /// Waiting for the first byte; also judging status and headers.
    FirstByte,
    /// Reading the body; also judging its content.
    Body,
}

/// What happened at the phase where the target failed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// Nothing came back in time.
    TimedOut,
    /// The target said no (TCP RST on connect, or ICMP port unreachable).
    Refused,
    /// A router said the target cannot be reached (ICMP type 3 / ICMPv6 type 1, RFC 792, RFC 4443).
    Unreachable {
        /// Who said so.
        by: Option<IpAddr>,
        /// The ICMP code.
        code: u8,
    },
    /// The packet's time to live ran out under way: a routing loop (ICMP type 11).
    TtlExceeded {
        /// Who said so.
        by: Option<IpAddr>,
    },
    /// The name does not exist or has no address of the wanted family.
    NoSuchName,
    /// The target closed the connection early.
    Closed,
    /// The TLS handshake or the certificate was not acceptable.
    Tls {
        /// What TLS said, shortened; text from the wire.
        detail: String,
    },
    /// The HTTP status is not among those expected.
    Status {
        /// The status received.
        status: u16,
    },
    /// The wanted words are not in the body read.
    KeywordMissing,
    /// Words that must not be there are.
    KeywordPresent,
    /// The answer is larger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Too few of the checks a composite looks at are well.
    TooFew {
        /// Those that are.
        well: u8,
        /// Those that must be.
        need: u8,
        /// All of them.
        of: u8,
        /// The names of those that failed, with their nodes; the first six.
        failed: Vec<String>,
    },
    /// More redirects than allowed, or a redirect that leads nowhere.
    Redirects,
    /// An SNMP agent is there and refused us at this step.
    Denied {
        /// The step.
        step: Denied,
    },
    /// The SNMP agent does not have what is looked at, or no longer.
    NotThere,
    /// The interface is not in use.
    LinkDown {
        /// Somebody switched it off.
        switched_off: bool,
    },
    /// What it says is not among what is expected.
    Says {
        /// What it says, shortened; text from the wire.
        text: String,
    },
    /// The answer is not what the protocol says.
    Malformed {
        /// What was wrong, shortened; may hold text from the wire.
        detail: String,
    },
    /// The target said so itself, in a trap.
    Told {
        /// How it was judged; this is the grade of the sample.
        grade: Grade,
        /// What it said, shortened; may hold text from the wire.
        said: InBoth,
    },
}

/// Why we could not look.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "obstacle", rename_all = "snake_case")]
pub enum Obstacle {
    /// The operating system does not let us.
    NoPermission,
    /// We have no route, or no address of the needed family.
    NoRoute,
    /// The name server did not answer us.
    NoNameServer,
    /// We ran out of sockets, memory or another resource of our own.
    Exhausted,
    /// The node's SNMP agent does not answer, or not us: what it would tell cannot be measured.
    AgentSilent,
    /// The agent's table has more rows, or is slower, than a check reads: half of it would be another
    /// number.
    TableTooLong,
    /// Nobody has said how the node's SNMP agent is opened.
    NoAccess,
    /// What opens the agent lies in the vault, and the vault is locked.
    VaultLocked,
    /// What opens the agent is not in the vault any more.
    SecretMissing,
    /// Too little is known of the checks a composite looks at.
    Undecided {
        /// Those that are well.
        well: u8,
        /// Those that must be.
        need: u8,
        /// All of them.
        of: u8,
        /// The names of those that are not judged, with their nodes; the first six.
        unjudged: Vec<String>,
    },
    /// A fault in Hinomi itself.
    OurFault {
        /// What went wrong, for the log.
        detail: String,
    },
}

/// Outcome + check + when + how long: what is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Sample {
    /// The check that was run.
    pub check: CheckId,
    /// When the probe was sent.
    pub at: Stamp,
    /// From sending to having the outcome.
    pub took: Span,
    /// What it brought back.
    #[serde(flatten)]
    pub outcome: Outcome,
}

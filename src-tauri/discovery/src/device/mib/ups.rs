//! UPS-MIB (RFC 1628): uninterruptible power supplies.

use std::collections::BTreeSet;

use hinomi_model::Grade;
use hinomi_model::snmp::{Formula, Oid, Value};

use super::Walks;
use crate::device::{Class, Health, Limits, Sensor, Source, View, Words};

/// `upsMIB`.
pub const UPS: &[u32] = &[1, 3, 6, 1, 2, 1, 33];

/// What is read.
pub const WALKS: Walks = &[UPS];

const IDENT: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 1];
const BATTERY: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 2];
const INPUT: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 3, 3, 1];
const OUTPUT_FREQUENCY: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 4, 2, 0];
const OUTPUT: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 4, 4, 1];
const BYPASS_FREQUENCY: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 5, 1, 0];
const BYPASS: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 5, 3, 1];

/// Who made it, what it is, and its two versions: of the UPS and of the card that speaks for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ident {
    /// `upsIdentManufacturer`.
    pub maker: Option<String>,
    /// `upsIdentModel`.
    pub model: Option<String>,
    /// `upsIdentUPSSoftwareVersion`.
    pub ups_version: Option<String>,
    /// `upsIdentAgentSoftwareVersion`.
    pub card_version: Option<String>,
}

/// Reads who made it and what it is.
pub fn ident(view: &View) -> Ident {
    let text = |n: u32| view.text(IDENT, &[n, 0]);
    Ident { maker: text(1), model: text(2), ups_version: text(3), card_version: text(4) }
}

/// Battery scalars: column, what it is, its name, and how many of its units make one of ours.
const BATTERY_VALUES: [(u32, Class, &str, f64); 6] = [
    (2, Class::Runtime, "On battery", 60.0),
    (3, Class::Runtime, "Runtime", 1.0),
    (4, Class::Charge, "Battery charge", 1.0),
    (5, Class::Voltage, "Battery", 10.0),
    (6, Class::Current, "Battery", 10.0),
    (7, Class::Temperature, "Battery", 1.0),
];

/// Columns of the tables of lines: table, its name, column, what it is, divisor.
const LINES: [(&[u32], &str, u32, Class, f64); 11] = [
    (INPUT, "Input", 2, Class::Frequency, 10.0),
    (INPUT, "Input", 3, Class::Voltage, 1.0),
    (INPUT, "Input", 4, Class::Current, 10.0),
    (INPUT, "Input", 5, Class::Power, 1.0),
    (OUTPUT, "Output", 2, Class::Voltage, 1.0),
    (OUTPUT, "Output", 3, Class::Current, 10.0),
    (OUTPUT, "Output", 4, Class::Power, 1.0),
    (OUTPUT, "Output", 5, Class::Load, 1.0),
    (BYPASS, "Bypass", 2, Class::Voltage, 1.0),
    (BYPASS, "Bypass", 3, Class::Current, 10.0),
    (BYPASS, "Bypass", 4, Class::Power, 1.0),
];

/// A scalar, its name, and words with grades by number.
type Condition = (&'static [u32], &'static str, &'static [(i64, &'static str, Grade)]);

/// What `upsBatteryStatus` and `upsOutputSource` say.
const CONDITIONS: [Condition; 2] = [
    (
        &[1, 3, 6, 1, 2, 1, 33, 1, 2, 1, 0],
        "Battery",
        &[(2, "normal", Grade::Ok), (3, "low", Grade::Critical), (4, "depleted", Grade::Critical)],
    ),
    (
        &[1, 3, 6, 1, 2, 1, 33, 1, 4, 1, 0],
        "Output",
        &[
            (2, "none", Grade::Critical),
            (3, "normal", Grade::Ok),
            (4, "bypass", Grade::Warning),
            (5, "on battery", Grade::Warning),
            (6, "booster", Grade::Ok),
            (7, "reducer", Grade::Ok),
        ],
    ),
];

/// `upsAlarmsPresent.0`.
const ALARMS: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 6, 1, 0];
/// `upsAlarmDescr`: which alarm it is, as another object's name.
const ALARM: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 6, 2, 1, 2];
/// `upsWellKnownAlarms`.
const KNOWN_ALARMS: &[u32] = &[1, 3, 6, 1, 2, 1, 33, 1, 6, 3];
/// The well-known alarms, from 1 on.
const ALARM_WORDS: [&str; 24] = [
    "battery bad",
    "on battery",
    "low battery",
    "depleted battery",
    "temperature bad",
    "input bad",
    "output bad",
    "output overload",
    "on bypass",
    "bypass bad",
    "output off as requested",
    "UPS off as requested",
    "charger failed",
    "UPS output off",
    "UPS system off",
    "fan failure",
    "fuse failure",
    "general fault",
    "diagnostic test failed",
    "communications lost",
    "awaiting power",
    "shutdown pending",
    "shutdown imminent",
    "test in progress",
];
/// What is said of alarms that are not among them.
const OTHER_ALARM: &str = "other alarm";
/// What is said where there are none.
const NO_ALARM: &str = "none";
/// So many alarms at once are a warning, and critical.
const TOO_MANY: [f64; 2] = [1.0, 10.0];

/// What it sounds the alarm about, in its words. A check of it is one of how many there are.
fn alarms(view: &View) -> Option<Health> {
    let number = view.number(ALARMS, &[])?;
    let word = |(_, name): (&[u32], &Value)| {
        let [number] = name.as_oid()?.suffix(&Oid::from(KNOWN_ALARMS))? else { return None };
        ALARM_WORDS.get(usize::try_from(*number).ok()?.checked_sub(1)?).copied()
    };
    let words: BTreeSet<&str> = view.under(ALARM).filter_map(word).collect();
    let [warning, critical] = TOO_MANY;
    let grade = match number {
        n if n >= critical => Grade::Critical,
        n if n >= warning => Grade::Warning,
        _ => Grade::Ok,
    };
    let says = match (grade, words.is_empty()) {
        (Grade::Ok, _) => NO_ALARM.to_owned(),
        (_, true) => OTHER_ALARM.to_owned(),
        (_, false) => words.into_iter().collect::<Vec<_>>().join(", "),
    };
    Some(Health { descr: "Alarms".to_owned(), says, grade, source: None })
}

/// How many alarms there are.
fn number_of_alarms(view: &View) -> Option<Sensor> {
    let sensor = Sensor::new(Class::Number, "Alarms", view.number(ALARMS, &[])?);
    let limits = Some(Limits { above: Some(TOO_MANY), below: None });
    Some(Sensor { limits, ..sensor.from(object(ALARMS, 1.0)) })
}

/// How the battery is, what feeds the output, and what it sounds the alarm about.
pub fn health(view: &View) -> Vec<Health> {
    let said = |(oid, descr, words): &Condition| {
        let number = view.whole(oid, &[])?;
        let (_, says, grade) = words.iter().find(|(n, ..)| *n == number)?;
        let source = Some(Words::graded(Oid::from(*oid), words));
        let (descr, says) = ((*descr).to_owned(), (*says).to_owned());
        Some(Health { descr, says, grade: *grade, source })
    };
    CONDITIONS.iter().filter_map(said).chain(alarms(view)).collect()
}

/// The words that are ours.
#[cfg(test)]
pub fn words() -> impl Iterator<Item = &'static str> {
    let states = CONDITIONS.iter().flat_map(|(.., words)| words.iter().map(|(_, word, _)| *word));
    states.chain(ALARM_WORDS).chain([OTHER_ALARM, NO_ALARM])
}

/// Reads battery, input, output and bypass.
pub fn read(view: &View) -> Vec<Sensor> {
    let mut found = Vec::new();
    for (column, class, descr, divide) in BATTERY_VALUES {
        let value = view.number(BATTERY, &[column, 0]);
        let source = object(&[BATTERY, &[column, 0]].concat(), divide);
        found.extend(value.map(|v| Sensor::new(class, descr, v / divide).from(source)));
    }
    for (oid, descr) in [(OUTPUT_FREQUENCY, "Output"), (BYPASS_FREQUENCY, "Bypass")] {
        let value = view.number(oid, &[]);
        let sensor = |v: f64| Sensor::new(Class::Frequency, descr, v / 10.0);
        found.extend(value.map(|v| sensor(v).from(object(oid, 10.0))));
    }
    for (table, descr, column, class, divide) in LINES {
        let column = [table, &[column]].concat();
        let lines = view.under(&column).count();
        found.extend(view.under(&column).filter_map(|(index, value)| {
            let name = match index.first() {
                Some(line) if lines > 1 => format!("{descr} phase {line}"),
                _ => descr.to_owned(),
            };
            let source = object(&[&column, index].concat(), divide);
            Some(Sensor::new(class, name, value.as_f64()? / divide).from(source))
        }));
    }
    found.extend(number_of_alarms(view));
    found
}

fn object(oid: &[u32], divide: f64) -> Source {
    Source::object(Formula::scaled(Oid::from(oid), 1.0 / divide))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_sounds_the_alarm_about_is_said_in_words() {
        let said = |alarms: &[u32]| {
            let mut view = View::default();
            view.insert(Oid::from(ALARMS), Value::Gauge32(alarms.len() as u32));
            for (row, alarm) in (1..).zip(alarms) {
                let name = Oid::from(KNOWN_ALARMS).join(&[*alarm]);
                view.insert(Oid::from(ALARM).join(&[row]), Value::Oid(name));
            }
            let health = health(&view).remove(0);
            (health.says, health.grade)
        };
        assert_eq!(said(&[]), ("none".to_owned(), Grade::Ok));
        assert_eq!(said(&[8, 1]), ("battery bad, output overload".to_owned(), Grade::Warning));
        assert_eq!(
            said(&[99]),
            ("other alarm".to_owned(), Grade::Warning),
            "because it is its maker's"
        );
    }

    #[test]
    fn a_check_of_its_alarms_is_one_of_their_number_however_many_there_are() {
        for (number, want) in [(0, Grade::Ok), (9, Grade::Warning), (10, Grade::Critical)] {
            let view: View = [(Oid::from(ALARMS), Value::Gauge32(number))].into_iter().collect();
            let health = health(&view).remove(0);
            assert_eq!((health.grade, health.source), (want, None), "{number} alarms");
            let all = read(&view);
            let [alarms] = all.as_slice() else { panic!("because there is nothing else: {all:?}") };
            assert_eq!((alarms.class, alarms.value), (Class::Number, f64::from(number)));
            let again = alarms.source.as_ref().and_then(|source| source.value(&view));
            assert_eq!(again, Some(f64::from(number)), "because a check of it reads the same");
            assert_eq!(alarms.limits.and_then(|limits| limits.above), Some(TOO_MANY));
        }
    }
}

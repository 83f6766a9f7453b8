//! What a metric of a profile finds in a view.

use std::borrow::Cow;

use hinomi_model::Grade;
use hinomi_model::snmp::{Formula, Oid, Term, Value};

use super::column::Column;
use super::identity::dotted;
use super::schema::{Condition, Metric, Protocol, Wires};
use crate::device::view::text;
use crate::device::{Class, Health, Neighbour, Sensor, Share, Source, View, Words};

/// Most rows one metric gives.
const MOST_ROWS: usize = 4096;

/// Parts of a whole.
pub fn shares(view: &View, metric: &Metric, default_label: &str) -> Vec<Share> {
    rows(view, metric)
        .filter_map(|index| {
            let (percent, of) = percent(view, metric, &index)?;
            if metric.between.is_some_and(|[low, high]| !(low..=high).contains(&percent)) {
                return None;
            }
            let share = Share::new(label(view, metric, &index, default_label), percent)?;
            let source = share_source(view, metric, &index);
            Some(Share { of, limits: metric.limits, source, ..share })
        })
        .take(MOST_ROWS)
        .collect()
}

/// Measurements.
pub fn sensors(view: &View, metric: &Metric) -> Vec<Sensor> {
    let Some(column) = &metric.value else { return Vec::new() };
    rows(view, metric)
        .filter_map(|index| {
            let class = class(view, metric, &index)?;
            let raw = number(metric, column.value(view, &index)?)?;
            let value = raw * scale(view, metric, &index) + metric.offset;
            if metric.between.is_some_and(|[low, high]| !(low..=high).contains(&value)) {
                return None;
            }
            let descr = label(view, metric, &index, class_name(class));
            let source = sensor_source(view, metric, &index);
            let sensor = Sensor::new(class, descr, value);
            let unit = metric.unit.clone().map_or(sensor.unit, Cow::Owned);
            let sensor = Sensor { unit, limits: metric.limits, source, ..sensor };
            value.is_finite().then_some(sensor)
        })
        .take(MOST_ROWS)
        .collect()
}

/// What parts say of themselves.
pub fn health(view: &View, metric: &Metric) -> Vec<Health> {
    let Some(column) = &metric.value else { return Vec::new() };
    rows(view, metric)
        .filter_map(|index| {
            let said = text(column.value(view, &index)?)?;
            let says = metric.words.get(&said)?.clone();
            let grade = if metric.ok.contains(&said) {
                Grade::Ok
            } else if metric.warning.contains(&said) {
                Grade::Warning
            } else {
                Grade::Critical
            };
            let descr = label(view, metric, &index, "Health");
            Some(Health { descr, says, grade, source: word_source(metric, column, &index) })
        })
        .take(MOST_ROWS)
        .collect()
}

/// Neighbours.
pub fn neighbours(view: &View, wires: &Wires) -> Vec<Neighbour> {
    let said = |column: &Option<Column>, index: &[u32]| {
        column.as_ref().and_then(|column| text(column.value(view, index)?))
    };
    view.under(wires.name.oid.numbers())
        .filter_map(|(index, name)| {
            Some(Neighbour {
                protocol: match wires.protocol {
                    Protocol::Lldp => "lldp",
                    Protocol::Cdp => "cdp",
                },
                local_port: said(&wires.local, index),
                remote_name: text(name)?,
                remote_port: said(&wires.port, index),
                remote_id: said(&wires.id, index),
            })
        })
        .take(MOST_ROWS)
        .collect()
}

/// How a share is read again. A pattern takes the first number of a text here, which is what most
/// of them want; whoever proposes a check compares.
fn share_source(view: &View, metric: &Metric, index: &[u32]) -> Option<Source> {
    let scale = scale(view, metric, index);
    let at = |column: &Option<Column>| column.as_ref()?.object(index);
    let term = |oid: Oid, times: f64| Term { oid, times };
    let ratio = |plus: Vec<Term>, over: Vec<Term>| {
        let ignore = metric.ignore.clone();
        Formula { plus, over, scale: 100.0, offset: 0.0, ignore }
    };
    let formula = if let Some(oid) = at(&metric.percent) {
        Formula { offset: metric.offset, ..Formula::scaled(oid, scale) }
    } else if let Some(oid) = at(&metric.percent_free) {
        Formula::scaled(oid, scale).rest()
    } else {
        match (at(&metric.used), at(&metric.free), at(&metric.total)) {
            (Some(used), _, Some(total)) => ratio(vec![term(used, 1.0)], vec![term(total, 1.0)]),
            (Some(used), Some(free), None) => {
                let whole = vec![term(used.clone(), 1.0), term(free, 1.0)];
                ratio(vec![term(used, 1.0)], whole)
            }
            (None, Some(free), Some(total)) => {
                ratio(vec![term(free, 1.0)], vec![term(total, 1.0)]).rest()
            }
            _ => return None,
        }
    };
    Some(found_again(view, metric, formula, index))
}

fn sensor_source(view: &View, metric: &Metric, index: &[u32]) -> Option<Source> {
    let oid = metric.value.as_ref()?.object(index)?;
    let (scale, offset) = (scale(view, metric, index), metric.offset);
    Some(found_again(view, metric, Formula { offset, ..Formula::scaled(oid, scale) }, index))
}

/// By what its label's column says, where all of it is one row of one table; else by its objects.
fn found_again(view: &View, metric: &Metric, formula: Formula, index: &[u32]) -> Source {
    let formula = Formula { ignore: metric.ignore.clone(), ..formula };
    let label = metric.label_from.as_ref().filter(|column| column.is_plain());
    let mut columns = formula.clone();
    let mut plain = index != [0];
    for term in columns.plus.iter_mut().chain(&mut columns.over) {
        match term.oid.numbers().strip_suffix(index) {
            Some(column) => term.oid = Oid::from(column),
            None => plain = false,
        }
    }
    match label.filter(|_| plain) {
        Some(label) => Source::row(view, columns, index, Some(label.oid.numbers())),
        None => Source::object(formula),
    }
}

fn word_source(metric: &Metric, column: &Column, index: &[u32]) -> Option<Words> {
    let graded = |said: &String| {
        let light = metric.warning.contains(said).then_some(false);
        if metric.ok.contains(said) { Some(true) } else { light }
    };
    let words = metric.words.iter().map(|(said, word)| (said.clone(), word.clone(), graded(said)));
    Some(Words { oid: column.object(index)?, words: words.collect(), bits: false })
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Temperature => "Temperature",
        Class::Humidity => "Humidity",
        Class::Fanspeed => "Fan",
        Class::Voltage => "Voltage",
        Class::Current => "Current",
        Class::Power => "Power",
        Class::Frequency => "Frequency",
        Class::Load => "Load",
        Class::Charge => "Battery charge",
        Class::Runtime => "Runtime",
        Class::Airflow => "Airflow",
        Class::Signal => "Signal",
        Class::Percent => "Share",
        Class::Number => "Number",
        Class::Value => "Value",
        Class::Octets => "Size",
        Class::Counter => "Counter",
    }
}

/// The column whose rows are counted off.
pub fn leading(metric: &Metric) -> Option<&Column> {
    [&metric.value, &metric.percent, &metric.percent_free, &metric.used, &metric.free]
        .into_iter()
        .find_map(Option::as_ref)
}

fn rows<'v>(view: &'v View, metric: &'v Metric) -> impl Iterator<Item = Vec<u32>> + 'v {
    let column = leading(metric).map(|column| column.oid.numbers()).unwrap_or(&[u32::MAX]);
    view.under(column)
        .map(|(index, _)| index.to_vec())
        .filter(|index| metric.index.as_ref().is_none_or(|p| p.is_match(&dotted(index))))
        .filter(|index| metric.conditions.iter().all(|c| holds(view, c, index)))
}

fn holds(view: &View, condition: &Condition, index: &[u32]) -> bool {
    let said = condition.oid.value(view, index).and_then(text).unwrap_or_default();
    (condition.is.is_empty() || condition.is.contains(&said))
        && !condition.not.contains(&said)
        && condition.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&said))
}

/// Per cent in use, and octets in the whole where a total is known.
fn percent(view: &View, metric: &Metric, index: &[u32]) -> Option<(f64, Option<f64>)> {
    let scale = scale(view, metric, index);
    let number = |column: &Option<Column>| {
        column.as_ref().and_then(|column| number(metric, column.value(view, index)?))
    };
    if let Some(percent) = number(&metric.percent) {
        return Some((percent * scale + metric.offset, None));
    }
    if let Some(percent) = number(&metric.percent_free) {
        return Some((100.0 - percent * scale, None));
    }
    let (used, free, total) = (number(&metric.used), number(&metric.free), number(&metric.total));
    let (used, total) = match (used, free, total) {
        (Some(used), _, Some(total)) => (used, total),
        (Some(used), Some(free), None) => (used, used + free),
        (None, Some(free), Some(total)) => (total - free, total),
        _ => return None,
    };
    let known = metric.scale.is_some() || metric.scale_by.is_some();
    (total > 0.0).then(|| (100.0 * used / total, known.then_some(total * scale)))
}

fn number(metric: &Metric, value: &Value) -> Option<f64> {
    let number = match &metric.pattern {
        Some(pattern) => pattern.take(&text(value)?, None)?.replace(',', ".").parse().ok()?,
        None => value.as_f64()?,
    };
    (!metric.ignore.contains(&number)).then_some(number)
}

fn scale(view: &View, metric: &Metric, index: &[u32]) -> f64 {
    let said = |column: &Column| column.value(view, index).and_then(text);
    let by = metric.scale_by.as_ref().and_then(|by| by.is.get(&said(&by.oid)?).copied());
    let digits = metric.digits.as_ref().and_then(|d| d.value(view, index)?.as_i64());
    let digits = digits.and_then(|n| i32::try_from(n).ok()).unwrap_or(0).clamp(-12, 12);
    metric.scale.unwrap_or(1.0) * by.unwrap_or(1.0) * 10f64.powi(-digits)
}

fn class(view: &View, metric: &Metric, index: &[u32]) -> Option<Class> {
    match &metric.class_by {
        Some(by) => by.is.get(&by.oid.value(view, index).and_then(text)?).copied(),
        None => metric.class,
    }
}

fn label(view: &View, metric: &Metric, index: &[u32], default: &str) -> String {
    let said = metric.label_from.as_ref().and_then(|c| c.value(view, index).and_then(text));
    let index = || match index {
        [0] => String::new(),
        _ => dotted(index),
    };
    match (&metric.label, said) {
        (Some(label), Some(said)) => label.replace("{}", &said),
        (Some(label), None) => label.replace("{}", &index()).trim().to_owned(),
        (None, Some(said)) => said,
        (None, None) => format!("{default} {}", index()).trim().to_owned(),
    }
}

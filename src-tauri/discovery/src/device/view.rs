//! What was collected from an agent.

use std::collections::BTreeMap;
use std::ops::Bound;

use hinomi_model::snmp::{Oid, Value};

/// Most objects kept of one agent: a chassis of a thousand interfaces has a tenth of that.
const MOST_OBJECTS: usize = 300_000;
/// Most octets of text and names kept of one agent.
const MOST_OCTETS: usize = 32 << 20;

/// What was collected from an agent: objects and their values, in the agent's order.
///
/// It is bounded to 300,000 objects and 32 MiB (law L14); what comes after that is left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    values: BTreeMap<Oid, Value>,
    octets: usize,
}

impl View {
    /// Adds one object; the last value of an object counts, "there is nothing" is nothing.
    /// `false` when it was left out because the view is full.
    pub fn insert(&mut self, oid: Oid, value: Value) -> bool {
        if value.is_absent() || value == Value::Null {
            return true;
        }
        if self.values.len() >= MOST_OBJECTS || self.octets >= MOST_OCTETS {
            return false;
        }
        self.octets += value.size() + 4 * oid.len();
        self.values.insert(oid, value);
        true
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Was nothing collected?
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Every object with its value, in the agent's order.
    pub fn iter(&self) -> impl Iterator<Item = (&Oid, &Value)> {
        self.values.iter()
    }

    /// The value of an object.
    pub fn get(&self, oid: &[u32]) -> Option<&Value> {
        self.values.get(oid)
    }

    /// The value of a column at an index.
    pub fn at(&self, column: &[u32], index: &[u32]) -> Option<&Value> {
        self.values.get([column, index].concat().as_slice())
    }

    /// Everything at or below `prefix`, each with what follows the prefix: for a table's column
    /// that is the index, for a scalar `0`.
    pub fn under<'v>(&'v self, prefix: &'v [u32]) -> impl Iterator<Item = (&'v [u32], &'v Value)> {
        self.values
            .range::<[u32], _>((Bound::Included(prefix), Bound::Unbounded))
            .map_while(move |(oid, value)| Some((oid.numbers().strip_prefix(prefix)?, value)))
    }

    /// Is there anything at or below `prefix`?
    pub fn has(&self, prefix: &[u32]) -> bool {
        self.under(prefix).next().is_some()
    }

    /// Text of a column at an index that says something.
    pub fn text(&self, column: &[u32], index: &[u32]) -> Option<String> {
        text(self.at(column, index)?)
    }

    /// A number of a column at an index.
    pub fn number(&self, column: &[u32], index: &[u32]) -> Option<f64> {
        self.at(column, index)?.as_f64()
    }

    /// A whole number of a column at an index.
    pub fn whole(&self, column: &[u32], index: &[u32]) -> Option<i64> {
        self.at(column, index)?.as_i64()
    }
}

impl FromIterator<(Oid, Value)> for View {
    fn from_iter<T: IntoIterator<Item = (Oid, Value)>>(objects: T) -> View {
        let mut view = View::default();
        for (oid, value) in objects {
            if !view.insert(oid, value) {
                break;
            }
        }
        view
    }
}

/// Any value as text that may be shown; `None` if nothing is said.
pub fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::OctetString(_) => value.as_text()?,
        Value::Oid(oid) => oid.to_string(),
        Value::IpAddress(ip) => ip.to_string(),
        _ => value.as_i64()?.to_string(),
    };
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Six octets as a hardware address, lower case with colons; `None` for others and all zeros.
pub fn mac(value: &Value) -> Option<String> {
    let octets: [u8; 6] = value.as_octets()?.try_into().ok()?;
    let written = octets.map(|o| format!("{o:02x}")).join(":");
    (octets != [0; 6]).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(objects: &[(&[u32], Value)]) -> View {
        objects.iter().map(|(oid, value)| (Oid::from(*oid), value.clone())).collect()
    }

    #[test]
    fn a_column_ends_where_its_neighbour_begins() {
        let view = view(&[
            (&[1, 3, 2, 1], Value::Integer(1)),
            (&[1, 3, 2, 10], Value::Integer(2)),
            (&[1, 3, 20, 1], Value::Integer(3)),
        ]);
        let found: Vec<_> = view.under(&[1, 3, 2]).map(|(index, _)| index.to_vec()).collect();
        assert_eq!(found, [vec![1], vec![10]], "because 20 does not begin with 2");
        assert!(view.has(&[1, 3, 20]) && !view.has(&[1, 3, 3]));
    }

    #[test]
    fn what_an_agent_does_not_have_is_not_there() {
        let view = view(&[(&[1], Value::NoSuchObject), (&[2], Value::EndOfMibView)]);
        assert!(view.is_empty());
    }

    #[test]
    fn an_endless_agent_fills_the_view_and_no_more() {
        let big = Value::OctetString(vec![0; 60_000]);
        let mut view = View::default();
        let taken =
            (0..10_000).take_while(|n| view.insert(Oid::from([1, *n]), big.clone())).count();
        assert!(taken < 600, "{taken} texts of 60 kB");
    }

    #[test]
    fn addresses_are_written_as_everywhere_else() {
        assert_eq!(
            mac(&Value::OctetString(vec![0, 0x1B, 0xa9, 1, 2, 3])).as_deref(),
            Some("00:1b:a9:01:02:03")
        );
        assert_eq!(mac(&Value::OctetString(vec![0; 6])), None);
        assert_eq!(mac(&Value::OctetString(vec![1; 8])), None);
    }
}

//! Finding an interface again after its index changed (RFC 2863 §3.1.5): by name and description
//! together, then by name, by description, by hardware address; each counts where exactly one
//! interface has it.

use std::collections::BTreeMap;

use hinomi_model::Outcome;
use hinomi_model::check::Signs;
use hinomi_model::snmp::{Oid, Value};

use crate::interface::{ADDRESS, DESCR, NAME, Row};
use crate::snmp::{Agent, column, not_there, text};

/// The row of the interface that is meant.
pub(crate) async fn row(port: &Signs, agent: &Agent) -> Result<Row, Outcome> {
    let found = agent.past.row().and_then(|(row, called)| Some((*row.first()?, called)));
    let (known, called) = found.unwrap_or_else(|| (port.index, port.name.clone()));
    if known > 0
        && let Some(row) = Row::ask(agent, known).await?
        && [&port.name, &called].contains(&&row.name())
    {
        return Ok(row);
    }
    if !agent.past.may_search(agent.steady) {
        return Err(not_there());
    }
    let index = search(port, agent).await?.ok_or_else(not_there)?;
    let row = Row::ask(agent, index).await?.ok_or_else(not_there)?;
    // Whoever renamed it need not tell us: by its other signs it is the same.
    agent.past.found(vec![index], row.name());
    Ok(row)
}

/// Names, descriptions and addresses, by index.
struct Table {
    names: BTreeMap<Vec<u32>, Value>,
    descrs: BTreeMap<Vec<u32>, Value>,
    macs: BTreeMap<Vec<u32>, Value>,
}

async fn search(port: &Signs, agent: &Agent) -> Result<Option<u32>, Outcome> {
    let table = Table {
        names: column(&agent.session, &Oid::from(NAME)).await?,
        descrs: column(&agent.session, &Oid::from(DESCR)).await?,
        macs: match &port.mac {
            Some(_) => column(&agent.session, &Oid::from(ADDRESS)).await?,
            None => BTreeMap::new(),
        },
    };
    Ok(table.find(port))
}

impl Table {
    fn find(&self, port: &Signs) -> Option<u32> {
        let descr = |index: &Vec<u32>| self.descrs.get(index).and_then(text);
        let named = |index: &Vec<u32>| {
            let said = |v: &Value| text(v).filter(|text| !text.is_empty());
            let name = self.names.get(index).and_then(said).or_else(|| descr(index));
            name.is_some_and(|name| name == port.name)
        };
        let described = |index: &Vec<u32>| port.descr.is_some() && descr(index) == port.descr;
        let carries = |index: &Vec<u32>| {
            let octets = self.macs.get(index).and_then(|v| v.as_octets());
            octets.map(written).is_some_and(|mac| Some(mac) == port.mac)
        };
        let only = |sign: &dyn Fn(&Vec<u32>) -> bool| {
            let mut same = self.indexes().filter(|index| sign(index));
            match (same.next(), same.next()) {
                (Some(index), None) => index.first().copied(),
                (Some(_), Some(_)) | (None, _) => None,
            }
        };
        only(&|index| named(index) && described(index))
            .or_else(|| only(&named))
            .or_else(|| only(&described))
            .or_else(|| only(&carries))
    }

    fn indexes(&self) -> impl Iterator<Item = &Vec<u32>> {
        let unnamed = self.descrs.keys().filter(|index| !self.names.contains_key(*index));
        self.names.keys().chain(unnamed)
    }
}

fn written(octets: &[u8]) -> String {
    octets.iter().map(|o| format!("{o:02x}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(u32, &str, &str, u8)]) -> Table {
        let octets = |text: &str| Value::OctetString(text.into());
        let at = |index: u32| vec![index];
        Table {
            names: rows.iter().map(|(i, name, ..)| (at(*i), octets(name))).collect(),
            descrs: rows.iter().map(|(i, _, descr, _)| (at(*i), octets(descr))).collect(),
            macs: rows
                .iter()
                .map(|(i, .., mac)| (at(*i), Value::OctetString(vec![0, 0, 0x5e, 0, 0x53, *mac])))
                .collect(),
        }
    }

    fn port(name: &str, descr: &str, mac: &str) -> Signs {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Signs { name: name.into(), descr: some(descr), mac: some(mac), index: 1 }
    }

    #[test]
    fn an_interface_is_found_by_its_surest_sign() {
        let all = [(7, "Gi0/1", "GigabitEthernet0/1", 1), (9, "Gi0/2", "GigabitEthernet0/2", 2)];
        let found = |port| table(&all).find(&port);
        assert_eq!(found(port("Gi0/2", "GigabitEthernet0/2", "")), Some(9));
        assert_eq!(found(port("Gi0/1", "another", "")), Some(7), "because its name is unique");
        assert_eq!(found(port("x", "GigabitEthernet0/2", "")), Some(9));
        assert_eq!(found(port("x", "y", "00:00:5e:00:53:02")), Some(9));
        assert_eq!(found(port("x", "y", "00:00:5e:00:53:09")), None);
    }

    #[test]
    fn of_twins_neither_is_claimed() {
        let all = [(7, "tun", "tun", 1), (9, "tun", "tun", 2)];
        assert_eq!(table(&all).find(&port("tun", "tun", "")), None);
        assert_eq!(
            table(&all).find(&port("tun", "tun", "00:00:5e:00:53:02")),
            Some(9),
            "because the address tells them apart"
        );
    }
}

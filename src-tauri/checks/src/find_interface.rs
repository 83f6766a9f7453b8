//! Finding an interface again after its index changed (RFC 2863 §3.1.5): by name and description
//! together, then by name, by description, by hardware address; each counts where exactly one
//! interface has it. Interfaces may share a name: one that is known by its hardware address is not
//! another with the same name where the first one was.

use std::collections::BTreeMap;

use hinomi_model::Outcome;
use hinomi_model::check::Signs;
use hinomi_model::snmp::{Oid, Value};

use crate::interface::{ADDRESS, DESCR, NAME, Row};
use crate::snmp::{Agent, ask, column, not_there, text};

/// The row of the interface that is meant.
pub(crate) async fn row(port: &Signs, agent: &Agent) -> Result<Row, Outcome> {
    let found = agent.past.row().and_then(|(row, signs)| Some((*row.first()?, signs)));
    let first = || (port.index, [port.name.clone()].into_iter().chain(port.mac.clone()).collect());
    let (known, signs): (u32, Vec<String>) = found.unwrap_or_else(first);
    if known > 0
        && let (Some(row), mac) = there(agent, known, signs.get(1).is_some()).await?
        && [Some(&port.name), signs.first()].contains(&Some(&row.name()))
        && (mac.is_none() || mac.as_ref() == signs.get(1))
    {
        return Ok(row);
    }
    if !agent.past.may_search(agent.steady) {
        return Err(not_there());
    }
    let (index, mac) = search(port, agent).await?.ok_or_else(not_there)?;
    let row = Row::ask(agent, index).await?.ok_or_else(not_there)?;
    // Whoever renamed it need not tell us: by its other signs it is the same.
    agent.past.found(vec![index], [row.name()].into_iter().chain(mac).collect());
    Ok(row)
}

/// The row at this index, and if that is wanted its hardware address; asked for together.
async fn there(
    agent: &Agent,
    index: u32,
    with_mac: bool,
) -> Result<(Option<Row>, Option<String>), Outcome> {
    if !with_mac {
        return Ok((Row::ask(agent, index).await?, None));
    }
    let address = [Oid::from(ADDRESS).join(&[index])];
    let (row, said) = tokio::join!(Row::ask(agent, index), ask(agent, &address));
    let octets = said?.remove(&address[0]);
    Ok((row?, octets.as_ref().and_then(Value::as_octets).map(written)))
}

/// Names, descriptions and addresses, by index.
struct Table {
    names: BTreeMap<Vec<u32>, Value>,
    descrs: BTreeMap<Vec<u32>, Value>,
    macs: BTreeMap<Vec<u32>, Value>,
}

/// Its index; and its address, if that is what it is known by.
async fn search(port: &Signs, agent: &Agent) -> Result<Option<(u32, Option<String>)>, Outcome> {
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
    fn find(&self, port: &Signs) -> Option<(u32, Option<String>)> {
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
        let by_words = only(&|index| named(index) && described(index))
            .or_else(|| only(&named))
            .or_else(|| only(&described));
        let by_address = || only(&carries).map(|index| (index, port.mac.clone()));
        by_words.map(|index| (index, None)).or_else(by_address)
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
        let found = |port| table(&all).find(&port).map(|(index, _)| index);
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
        let mac = "00:00:5e:00:53:02";
        let told_apart = table(&all).find(&port("tun", "tun", mac));
        assert_eq!(told_apart, Some((9, Some(mac.into()))), "because of its address");
    }
}

//! What tells the rows of a table apart: the index of a row may change, as an interface's does
//! (RFC 2863 §3.1.5), and the name a device gives it stays.

use hinomi_model::snmp::{Named, Names, Oid};

/// Interfaces are known by their short name, else by their description.
const INTERFACES: &[&str] = &["1.3.6.1.2.1.31.1.1.1.1", "1.3.6.1.2.1.2.2.1.2"];
/// Parts of a box by their name, else by their description (RFC 6933).
const PARTS: &[&str] = &["1.3.6.1.2.1.47.1.1.1.1.7", "1.3.6.1.2.1.47.1.1.1.1.2"];
/// Hosts' devices (RFC 2790).
const DEVICES: &[&str] = &["1.3.6.1.2.1.25.3.2.1.3"];
/// Processes (RFC 2790).
const PROCESSES: &[&str] = &["1.3.6.1.2.1.25.4.2.1.2"];

/// Tables by their entry, and the columns, of themselves or of another table with the same index,
/// that name their rows; the best first.
const TABLES: &[(&str, &[&str])] = &[
    // ifEntry, ifXEntry; dot3StatsEntry and dot3PauseEntry (EtherLike-MIB)
    ("1.3.6.1.2.1.2.2.1", INTERFACES),
    ("1.3.6.1.2.1.31.1.1.1", INTERFACES),
    ("1.3.6.1.2.1.10.7.2.1", INTERFACES),
    ("1.3.6.1.2.1.10.7.10.1", INTERFACES),
    // hrStorageEntry, hrDeviceEntry, hrProcessorEntry, hrFSEntry, hrSWRunEntry, hrSWRunPerfEntry
    ("1.3.6.1.2.1.25.2.3.1", &["1.3.6.1.2.1.25.2.3.1.3"]),
    ("1.3.6.1.2.1.25.3.2.1", DEVICES),
    ("1.3.6.1.2.1.25.3.3.1", DEVICES),
    ("1.3.6.1.2.1.25.3.8.1", &["1.3.6.1.2.1.25.3.8.1.2"]),
    ("1.3.6.1.2.1.25.4.2.1", PROCESSES),
    ("1.3.6.1.2.1.25.5.1.1", PROCESSES),
    // prtInputEntry, prtMarkerSuppliesEntry (RFC 3805)
    ("1.3.6.1.2.1.43.8.2.1", &["1.3.6.1.2.1.43.8.2.1.13", "1.3.6.1.2.1.43.8.2.1.18"]),
    ("1.3.6.1.2.1.43.11.1.1", &["1.3.6.1.2.1.43.11.1.1.6"]),
    // entPhysicalEntry, entPhySensorEntry
    ("1.3.6.1.2.1.47.1.1.1.1", PARTS),
    ("1.3.6.1.2.1.99.1.1.1", PARTS),
    // UCD-SNMP-MIB: processes, disks, load, programs; disks' traffic, sensors
    ("1.3.6.1.4.1.2021.2.1", &["1.3.6.1.4.1.2021.2.1.2"]),
    ("1.3.6.1.4.1.2021.9.1", &["1.3.6.1.4.1.2021.9.1.2"]),
    ("1.3.6.1.4.1.2021.10.1", &["1.3.6.1.4.1.2021.10.1.2"]),
    ("1.3.6.1.4.1.2021.8.1", &["1.3.6.1.4.1.2021.8.1.2"]),
    ("1.3.6.1.4.1.2021.13.15.1.1", &["1.3.6.1.4.1.2021.13.15.1.1.2"]),
    ("1.3.6.1.4.1.2021.13.16.2.1", &["1.3.6.1.4.1.2021.13.16.2.1.2"]),
    ("1.3.6.1.4.1.2021.13.16.3.1", &["1.3.6.1.4.1.2021.13.16.3.1.2"]),
    ("1.3.6.1.4.1.2021.13.16.4.1", &["1.3.6.1.4.1.2021.13.16.4.1.2"]),
];

/// What columns are called that name the rows of their table, the best first.
const NAMING: [&str; 4] = ["Name", "Descr", "Description", "Label"];

/// An object of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its column.
    pub column: Oid,
    /// Its row's index.
    pub index: Vec<u32>,
    /// The columns that may name its row, the best first.
    pub named_by: Vec<Oid>,
}

/// Where an object stands in its table, as far as `names` or our own list of tables know; `None` for
/// one that stands alone.
pub fn cell(oid: &Oid, names: &Names) -> Option<Cell> {
    in_known_table(oid).or_else(|| match known_column(oid, names) {
        Some((_, [] | [0])) => None,
        Some((column, index)) => {
            let named_by = siblings(&column, names);
            Some(Cell { column, index: index.to_vec(), named_by })
        }
        None => {
            let (last, column) = oid.numbers().split_last().filter(|(last, _)| **last != 0)?;
            Some(Cell { column: column.into(), index: vec![*last], named_by: Vec::new() })
        }
    })
}

/// The object that is named, if it is one and not a branch of the tree, and what follows it.
fn known_column<'o>(oid: &'o Oid, names: &Names) -> Option<(Oid, &'o [u32])> {
    let (_, index) = names.find(oid)?;
    let column = Oid::from(&oid.numbers()[..oid.len() - index.len()]);
    let is_below = |other: &Oid| other.len() > column.len() && other.starts_with(&column);
    let branch = names.all().any(|(other, _)| is_below(other));
    (!branch).then_some((column, index))
}

fn in_known_table(oid: &Oid) -> Option<Cell> {
    TABLES.iter().find_map(|(entry, named_by)| {
        let entry = fixed(entry);
        let (column, index) = oid.suffix(&entry)?.split_first().filter(|(_, i)| !i.is_empty())?;
        let named_by = named_by.iter().map(|oid| fixed(oid)).collect();
        Some(Cell { column: entry.join(&[*column]), index: index.to_vec(), named_by })
    })
}

fn fixed(oid: &str) -> Oid {
    oid.parse().expect("the table above holds identifiers alone")
}

/// Columns of the same table that sound like a name: first those of the rows themselves (`bellName`),
/// then those of something else, which may change (`bellUserName`).
fn siblings(column: &Oid, names: &Names) -> Vec<Oid> {
    let Some((_, entry)) = column.numbers().split_last() else { return Vec::new() };
    let entry = Oid::from(entry);
    let is_beside = |oid: &Oid| oid.len() == column.len() && oid.starts_with(&entry);
    let table: Vec<_> = names.all().filter(|(oid, _)| is_beside(oid)).collect();
    let rank = |(oid, named): &(&Oid, &Named)| {
        let ends = NAMING.iter().enumerate();
        let (rank, stem) =
            ends.filter_map(|(n, end)| Some((n, named.name.strip_suffix(end)?))).next()?;
        let of_another = !table.iter().all(|(_, beside)| beside.name.starts_with(stem));
        Some((of_another, rank, (*oid).clone()))
    };
    let mut found: Vec<(bool, usize, Oid)> = table.iter().filter_map(rank).collect();
    found.sort_unstable();
    found.into_iter().map(|(.., oid)| oid).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oid(text: &str) -> Oid {
        text.parse().unwrap()
    }

    fn names(all: &[(&str, &str)]) -> Names {
        let mut names = Names::default();
        for (at, name) in all {
            names.add(oid(at), Named { name: (*name).into(), ..Named::default() });
        }
        names
    }

    #[test]
    fn interfaces_are_known_by_their_name_whichever_table_tells_of_them() {
        let nothing = Names::default();
        let octets = cell(&oid("1.3.6.1.2.1.31.1.1.1.6.10103"), &nothing).unwrap();
        assert_eq!(octets.column, oid("1.3.6.1.2.1.31.1.1.1.6"));
        assert_eq!(octets.index, [10_103]);
        let state = cell(&oid("1.3.6.1.2.1.2.2.1.8.3"), &nothing).unwrap();
        let name = [oid("1.3.6.1.2.1.31.1.1.1.1"), oid("1.3.6.1.2.1.2.2.1.2")];
        assert_eq!((&octets.named_by[..], &state.named_by[..]), (&name[..], &name[..]));
        let toner = cell(&oid("1.3.6.1.2.1.43.11.1.1.9.1.4"), &nothing).unwrap();
        assert_eq!(toner.index, [1, 4], "because supplies are counted within their printer");
    }

    #[test]
    fn tables_of_imported_mibs_are_known_by_whatever_sounds_like_a_name() {
        let names = names(&[
            ("1.3.6.1.4.1.99.1.1.1", "bellIndex"),
            ("1.3.6.1.4.1.99.1.1.2", "bellDescription"),
            ("1.3.6.1.4.1.99.1.1.3", "bellName"),
            ("1.3.6.1.4.1.99.1.1.4", "bellRings"),
            ("1.3.6.1.4.1.99.1.1.0", "bellUserName"),
            ("1.3.6.1.4.1.99.2", "foundryName"),
        ]);
        let rings = cell(&oid("1.3.6.1.4.1.99.1.1.4.7.2"), &names).unwrap();
        assert_eq!((rings.column, rings.index), (oid("1.3.6.1.4.1.99.1.1.4"), vec![7, 2]));
        let named_by = [3, 2, 0].map(|n| oid("1.3.6.1.4.1.99.1.1").join(&[n]));
        assert_eq!(rings.named_by, named_by, "because another rings it tomorrow");
        assert_eq!(cell(&oid("1.3.6.1.4.1.99.2.0"), &names), None, "because it stands alone");
    }

    #[test]
    fn what_nobody_has_named_is_a_row_unless_it_ends_in_0() {
        let branch = names(&[("1.3.6.1.4.1", "enterprises"), ("1.3.6.1.4.1.7.1", "otherName")]);
        for names in [&Names::default(), &branch] {
            let strange = cell(&oid("1.3.6.1.4.1.99.5.1.7"), names).unwrap();
            assert_eq!((strange.index, strange.named_by), (vec![7], vec![]));
            assert_eq!(cell(&oid("1.3.6.1.4.1.99.5.1.0"), names), None);
        }
    }
}

//! The SNMP browser and the MIBs it names things by.

use hinomi_model::NodeId;
use hinomi_model::snmp::{Login, Oid, Pacing, Rows};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::traps::NamedValue;

/// A walk through what an agent tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkStart {
    /// An IP address or a DNS name.
    pub address: String,
    /// The UDP port, usually 161.
    pub port: u16,
    /// What it is asked with: they are tried in this order until one is let in. At least one.
    pub logins: Vec<Login>,
    /// How patiently it is asked.
    pub pacing: Pacing,
    /// Where it begins: numbers with dots, or a name that is known.
    pub from: String,
    /// Rows at most, 1 to 50,000.
    pub most: u32,
}

/// How a walk goes, from a row on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkAfter {
    /// Rows seen already.
    pub seen: u32,
}

/// One object an agent told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WalkRow {
    /// Its identifier.
    pub oid: Oid,
    /// What it is called, and its value with meaning and unit.
    #[serde(flatten)]
    pub named: NamedValue,
    /// The type of its value, as SNMP writes it: `Counter32`.
    pub kind: String,
    /// Its value as it came.
    pub raw: String,
    /// What its module says of it; empty where that is not known.
    pub about: String,
    /// What its numbers mean, where that is known.
    #[ts(type = "[number, string][]")]
    pub meanings: Vec<(i64, String)>,
}

/// How a walk goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct WalkView {
    /// It goes on.
    pub running: bool,
    /// Rows in all so far.
    pub count: u32,
    /// The rows from the one asked for on, at most 2,000 at once.
    pub rows: Vec<WalkRow>,
    /// It ended because there were as many rows, octets or seconds as it may take.
    pub bounded: bool,
    /// Why it ended early, in words, if it did.
    pub trouble: Option<String>,
}

/// An object of the browser that is to be watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowAsked {
    /// The node whose agent told it.
    pub node: NodeId,
    /// The object, with its index.
    pub oid: Oid,
}

/// Where an object stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum RowPlace {
    /// In no table.
    Alone,
    /// In a row that has a name no other row of its table has.
    Named {
        /// The object's column.
        object: Oid,
        /// Its row, by its name.
        rows: Rows,
        /// What the column with the names is called: `ifName`.
        by: String,
    },
    /// In a row that is told from others by its index alone, which may change.
    Indexed,
}

/// A module of a MIB file that is kept in the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MibView {
    /// Its name, as it calls itself.
    pub name: String,
    /// Octets of its text.
    pub size: u32,
    /// Objects it names.
    pub objects: u32,
    /// Kinds of traps it names.
    pub traps: u32,
}

/// A file a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MibFile {
    /// File name without path.
    pub name: String,
    /// The content in base64; at most 4 MB decoded.
    pub content: String,
}

/// MIB files to import, which may import from each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MibsPut {
    /// At most 200.
    pub files: Vec<MibFile>,
}

/// What is wrong with an imported MIB file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MibFinding {
    /// The file, or the module in it.
    pub place: String,
    /// The line, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong: with the file as a whole in the language spoken here, else in English, since it
    /// is what the author of the file has to mend.
    pub text: String,
    /// Nothing of it could be used.
    pub fatal: bool,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MibsImported {
    /// The modules that are kept now, by name.
    pub kept: Vec<MibView>,
    /// What is wrong, the worst first.
    pub findings: Vec<MibFinding>,
}

/// One module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OneMib {
    /// Its name.
    pub name: String,
}

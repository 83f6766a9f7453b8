//! What an agent has to be asked for a profile to say anything.

use hinomi_model::snmp::Oid;

use super::column::Column;
use super::schema::{Metric, Profile, Rule, Source, Wires};

impl Profile {
    /// The objects that say what a device is.
    pub fn identity(&self) -> impl Iterator<Item = &Oid> {
        let sources = [&self.model, &self.version, &self.serial, &self.maker];
        sources.into_iter().flatten().flat_map(|source| source.get_ref().objects())
    }

    /// Every object its sources and metrics look at, without those of profiles it uses.
    pub fn objects(&self) -> impl Iterator<Item = &Oid> {
        let shares = [&self.cpu, &self.memory, &self.storage, &self.supply];
        let metrics = shares.into_iter().chain([&self.sensor, &self.health]);
        let metrics = metrics.flatten().flat_map(|metric| metric.get_ref().objects());
        let wires = self.neighbour.iter().flat_map(|wires| wires.get_ref().objects());
        self.identity().chain(metrics).chain(wires)
    }
}

impl Rule {
    /// What is asked beyond the system group to know whether it holds.
    pub fn objects(&self) -> impl Iterator<Item = &Oid> {
        self.present.iter().chain(self.value.iter().map(|says| &says.oid))
    }
}

impl Source {
    fn objects(&self) -> impl Iterator<Item = &Oid> {
        self.oid.iter().chain(&self.and)
    }
}

impl Wires {
    fn objects(&self) -> impl Iterator<Item = &Oid> {
        let others = [&self.port, &self.local, &self.id].into_iter().flatten();
        std::iter::once(&self.name).chain(others).map(|column| &column.oid)
    }
}

impl Metric {
    fn objects(&self) -> impl Iterator<Item = &Oid> {
        let columns: [&Option<Column>; 8] = [
            &self.value,
            &self.percent,
            &self.percent_free,
            &self.used,
            &self.free,
            &self.total,
            &self.label_from,
            &self.digits,
        ];
        let looked_up = self.class_by.iter().map(|by| &by.oid);
        let scaled = self.scale_by.iter().map(|by| &by.oid);
        let conditions = self.conditions.iter().map(|condition| &condition.oid);
        let columns = columns.into_iter().flatten();
        columns.chain(looked_up).chain(scaled).chain(conditions).map(|column| &column.oid)
    }
}

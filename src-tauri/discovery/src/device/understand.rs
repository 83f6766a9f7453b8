//! From a view to a device.

use hinomi_model::NodeKind;
use toml::Spanned;

use super::mib::{
    bridge, cdp, entity, entity_sensor, host, interfaces, ip, lldp, lm_sensors, power_ethernet,
    printer, printing, software, system, ucd, ups,
};
use super::profile::schema::{Group, Metric, Profile};
use super::profile::{Family, Profiles, identity, measure};
use super::{Device, Health, Kind, Neighbour, Sensor, Share, View};

/// Agents that run on anybody's device, so their number says nothing about who made it: net-snmp,
/// UCD, and UPS-MIB's own number.
const NOBODY: [u32; 2] = [2021, 8072];

/// Reads everything a view tells, by the profile that fits best.
pub fn understand(view: &View, profiles: &Profiles) -> Device {
    understand_as(view, profiles, profiles.recognise(view))
}

/// Reads everything a view tells as if it were of this family.
pub fn understand_as(view: &View, profiles: &Profiles, family: Option<Family<'_>>) -> Device {
    let system = system::read(view);
    let reader = Reader { view, family: family.as_ref() };
    let enterprise = system.object_id.as_ref().and_then(system::enterprise);
    let maker = enterprise.filter(|n| !NOBODY.contains(n)).and_then(|n| profiles.maker(n));
    let kind = reader.profile(|p| p.kind).or(maker.and_then(|m| m.kind));
    let kind = kind.unwrap_or_else(|| likely_kind(view));
    let interfaces = interfaces::read(view);
    Device {
        kind,
        role: role(view, kind),
        vendor: reader
            .vendor()
            .or_else(|| maker.map(|m| m.name.clone()))
            .or_else(|| maker_said(view)),
        family: family.as_ref().map(|f| f.profile().name.clone()),
        model: reader.model(),
        version: reader.version(),
        serial: reader.serial(),
        sys_name: system.name,
        sys_descr: system.descr,
        sys_object_id: system.object_id,
        location: system.location,
        contact: system.contact,
        uptime_seconds: system.up_time.map(|ticks| ticks / 100),
        addresses: ip::own(view),
        interfaces,
        cpu_percent: reader.cpu(),
        memory_percent: reader.memory(),
        storage_percent: reader.storage(),
        sensors: reader.sensors(),
        health: reader.health(),
        supplies_percent: reader.supplies(),
        neighbours: reader.neighbours(),
        parts: entity::parts(view),
        software: software::read(view),
    }
}

/// What an unknown device is by the MIBs it speaks.
fn likely_kind(view: &View) -> Kind {
    if view.has(printer::SUPPLIES) || host::printer(view).is_some() {
        Kind::Printer
    } else if view.has(ups::UPS) {
        Kind::Power
    } else if bridge::ports(view).is_some() {
        Kind::Network
    } else if view.has(host::LOAD) || view.has(ucd::STATS) {
        Kind::Server
    } else {
        Kind::Other
    }
}

/// What the map calls it. Of what forwards, those with bridge ports are switches.
fn role(view: &View, kind: Kind) -> NodeKind {
    match kind {
        Kind::Network if bridge::ports(view).is_some_and(|ports| ports > 4) => NodeKind::Switch,
        Kind::Network if system::routes(view) => NodeKind::Router,
        Kind::Network => NodeKind::Switch,
        Kind::Wireless => NodeKind::AccessPoint,
        Kind::Firewall => NodeKind::Firewall,
        Kind::Server | Kind::LoadBalancer | Kind::Management => NodeKind::Server,
        Kind::Storage => NodeKind::Storage,
        Kind::Printer => NodeKind::Printer,
        Kind::Camera => NodeKind::Camera,
        Kind::Phone => NodeKind::Phone,
        Kind::Power => NodeKind::Power,
        Kind::Environment | Kind::Appliance | Kind::Other => NodeKind::Other,
    }
}

fn maker_said(view: &View) -> Option<String> {
    entity::chassis(view).and_then(|c| c.maker).or_else(|| ups::ident(view).maker)
}

/// A view seen through a family's profiles.
struct Reader<'v> {
    view: &'v View,
    family: Option<&'v Family<'v>>,
}

impl<'v> Reader<'v> {
    fn profile<T>(&self, said: impl Fn(&'v Profile) -> Option<T>) -> Option<T> {
        self.family.and_then(|family| family.first(said))
    }

    fn vendor(&self) -> Option<String> {
        let family = self.family?;
        let said = identity::first(self.view, family.all(|p| &p.maker));
        said.or_else(|| family.first(|p| p.vendor.clone()))
    }

    fn model(&self) -> Option<String> {
        let said = self.family.and_then(|f| identity::first(self.view, f.all(|p| &p.model)));
        said.or_else(|| entity::chassis(self.view).and_then(|c| c.model))
            .or_else(|| host::printer(self.view))
            .or_else(|| ups::ident(self.view).model)
    }

    fn version(&self) -> Option<String> {
        let said = self.family.and_then(|f| identity::first(self.view, f.all(|p| &p.version)));
        let ups = || {
            let ident = ups::ident(self.view);
            ident.ups_version.or(ident.card_version)
        };
        said.or_else(|| entity::software(self.view)).or_else(ups)
    }

    fn serial(&self) -> Option<String> {
        let said = self.family.and_then(|f| identity::first(self.view, f.all(|p| &p.serial)));
        said.or_else(|| entity::chassis(self.view).and_then(|c| c.serial))
            .or_else(|| printer::serial(self.view))
    }

    fn cpu(&self) -> Vec<Share> {
        let own = self.own(|p| &p.cpu, "CPU");
        self.with_standard(Group::Cpu, own, || first_found([host::cpu, ucd::cpu], self.view))
    }

    fn memory(&self) -> Vec<Share> {
        let own = self.own(|p| &p.memory, "Memory");
        self.with_standard(Group::Memory, own, || {
            first_found([host::memory, ucd::memory], self.view)
        })
    }

    fn storage(&self) -> Vec<Share> {
        let own = self.own(|p| &p.storage, "Storage");
        self.with_standard(Group::Storage, own, || {
            first_found([host::storage, ucd::storage], self.view)
        })
    }

    fn supplies(&self) -> Vec<Share> {
        let own = self.own(|p| &p.supply, "Supply");
        let profiles = || self.family.into_iter().flat_map(Family::profiles);
        let code = |level: i64| {
            let level = level.to_string();
            profiles().find_map(|profile| profile.supply_codes.get(&level).copied())
        };
        self.with_standard(Group::Supply, own, || printer::supplies(self.view, &code))
    }

    fn sensors(&self) -> Vec<Sensor> {
        let profiles = self.family.into_iter().flat_map(Family::profiles);
        let read = |metric: &Metric| measure::sensors(self.view, metric);
        let mut found: Vec<Sensor> = profiles.flat_map(|p| in_turn(&p.sensor, read)).collect();
        if !self.says(|p| p.not_standard.contains(&Group::Sensor)) {
            for read in [entity_sensor::read, ups::read, lm_sensors::read, power_ethernet::read] {
                found.extend(read(self.view));
            }
        }
        found
    }

    fn health(&self) -> Vec<Health> {
        let profiles = self.family.into_iter().flat_map(Family::profiles);
        let read = |metric: &Metric| measure::health(self.view, metric);
        let own = profiles.flat_map(|p| in_turn(&p.health, read));
        own.chain(ups::health(self.view)).chain(printing::health(self.view)).collect()
    }

    fn neighbours(&self) -> Vec<Neighbour> {
        let metrics = self.family.into_iter().flat_map(|f| f.all(|p| &p.neighbour));
        let own: Vec<Neighbour> = metrics.flat_map(|m| measure::neighbours(self.view, m)).collect();
        let standard = lldp::read(self.view).into_iter().chain(cdp::read(self.view));
        own.into_iter().chain(standard).collect()
    }

    /// What the family's own metrics of a group find: those of the first profile that finds any.
    fn own(&self, part: impl Fn(&'v Profile) -> &'v [Spanned<Metric>], label: &str) -> Vec<Share> {
        let read = |metric: &Metric| measure::shares(self.view, metric, label);
        let profiles = self.family.into_iter().flat_map(Family::profiles);
        profiles.map(|p| in_turn(part(p), read)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The family's own findings, and the standard MIBs' where it has none or wants both.
    fn with_standard(
        &self,
        group: Group,
        own: Vec<Share>,
        standard: impl Fn() -> Vec<Share>,
    ) -> Vec<Share> {
        let also = own.is_empty() || self.says(|p| p.also_standard.contains(&group));
        let wanted = also && !self.says(|p| p.not_standard.contains(&group));
        let standard = if wanted { standard() } else { Vec::new() };
        own.into_iter().chain(standard).collect()
    }

    fn says(&self, of: impl Fn(&Profile) -> bool) -> bool {
        self.profile(|p| of(p).then_some(())).is_some()
    }
}

/// What metrics find. One that says `otherwise` is read only if the one before it, or what that one
/// stands in for, found nothing.
fn in_turn<T>(metrics: &[Spanned<Metric>], read: impl Fn(&Metric) -> Vec<T>) -> Vec<T> {
    let mut all = Vec::new();
    let mut done = false;
    for metric in metrics.iter().map(Spanned::get_ref) {
        if metric.otherwise && done {
            continue;
        }
        let found = read(metric);
        done = !found.is_empty();
        all.extend(found);
    }
    all
}

fn first_found(readers: [fn(&View) -> Vec<Share>; 2], view: &View) -> Vec<Share> {
    readers.into_iter().map(|read| read(view)).find(|found| !found.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use hinomi_model::words::SAID;

    use super::*;

    #[test]
    fn every_word_we_have_for_what_devices_say_is_there_in_japanese() {
        let ours = ups::words().chain(printing::words()).chain(Profiles::built_in().words());
        let missing: Vec<&str> =
            ours.filter(|word| SAID.iter().all(|(en, _)| en != word)).collect();
        assert_eq!(missing, [] as [&str; 0], "because both languages are equal");
    }
}

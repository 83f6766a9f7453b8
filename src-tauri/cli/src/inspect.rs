//! `hinomi inspect`: everything SNMP tells about one device.

use std::process::ExitCode;

use hinomi_discovery::device::{
    Class, Device, Health, Interface, Kind, Profiles, Sensor, Share, collect_whole, understand,
};
use hinomi_model::{Part, Span, words};
use hinomi_net::Net;
use hinomi_net::snmp::Bounds;

use crate::agent;
use crate::args::Inspect;
use crate::columns::Columns;
use crate::paper::Paper;
use crate::sorry::Sorry;

/// Longest text shown in a column.
const WIDE: usize = 48;

/// Looks at one device.
pub async fn run(with: Inspect, paper: &Paper) -> Result<ExitCode, Sorry> {
    let net = Net::open().await;
    let session = Box::pin(agent::knock(&with.agent, &with.snmp, &net)).await?;
    let profiles = profiles(with.profiles.as_deref(), paper);
    let collected = collect_whole(&session, &profiles, Bounds::default()).await;
    let collected = collected.map_err(|trouble| agent::sorry(&with.agent, &trouble))?;
    let device = understand(&collected.view, &profiles);
    print(&device, with.json, paper)?;
    let missing = collected.shortfalls.len();
    if missing > 0 {
        paper.aside(&match paper.language {
            hinomi_model::settings::Language::En => {
                format!("{missing} subtrees were not read to their end; what came is shown.")
            }
            hinomi_model::settings::Language::Ja => {
                format!("{missing}個のサブツリーは途中まで（取得分のみ表示）")
            }
        });
    }
    Ok(ExitCode::SUCCESS)
}

/// Hinomi's profiles and those of a folder; what is wrong with one is an aside.
pub fn profiles(folder: Option<&std::path::Path>, paper: &Paper) -> Profiles {
    let (profiles, bad) = Profiles::with_folder(folder);
    bad.iter().for_each(|bad| paper.aside(&bad.words(paper.language)));
    profiles
}

/// The whole device.
pub fn print(device: &Device, as_json: bool, paper: &Paper) -> Result<(), Sorry> {
    if as_json {
        return paper.json(device);
    }
    identity(device, paper).print(paper, &[])?;
    interfaces(&device.interfaces).print(paper, &["interfaces", "インターフェース"])?;
    shares(&device.cpu_percent).print(paper, &["processors", "CPU"])?;
    shares(&device.memory_percent).print(paper, &["memory", "メモリー"])?;
    shares(&device.storage_percent).print(paper, &["storage", "ストレージ"])?;
    sensors(&device.sensors, paper).print(paper, &["sensors", "センサー"])?;
    health(&device.health, paper).print(paper, &["health", "状態"])?;
    shares(&device.supplies_percent).print(paper, &["supplies", "消耗品"])?;
    neighbours(device).print(paper, &["neighbours", "隣接機器"])?;
    parts(&device.parts, paper).print(paper, &["parts", "構成部品"])?;
    software(&device.software).print(paper, &["software", "ソフトウェア"])
}

/// Lines below a heading; nothing at all without lines.
#[derive(Default)]
struct Section {
    columns: Columns,
    lines: usize,
}

impl Section {
    fn add<const N: usize>(&mut self, cells: [String; N]) {
        self.columns.add(cells.map(|cell| words::tame(&cell, WIDE)));
        self.lines += 1;
    }

    fn print(self, paper: &Paper, heading: &[&str]) -> Result<(), Sorry> {
        if self.lines == 0 {
            return Ok(());
        }
        if let [en, ja] = heading {
            paper.line(&format!("\n{} ({})", paper.pick(en, ja), self.lines))?;
        }
        self.columns.print(paper)
    }
}

fn identity(device: &Device, paper: &Paper) -> Section {
    let mut section = Section::default();
    let id = device.sys_object_id.as_ref().map(ToString::to_string);
    let kind = paper.pick(kind(device.kind).0, kind(device.kind).1);
    let uptime = device.uptime_seconds.map(|s| Span::seconds(i64::from(s)));
    for (en, ja, said) in [
        ("kind", "種類", Some(kind.to_owned())),
        ("vendor", "メーカー", device.vendor.clone()),
        ("family", "機種群", device.family.clone()),
        ("model", "型番", device.model.clone()),
        ("version", "バージョン", device.version.clone()),
        ("serial", "シリアル番号", device.serial.clone()),
        ("name", "名前", device.sys_name.clone()),
        ("description", "説明", device.sys_descr.clone()),
        ("object id", "オブジェクトID", id),
        ("location", "設置場所", device.location.clone()),
        ("contact", "連絡先", device.contact.clone()),
        ("running for", "稼働時間", uptime.map(|long| words::span(paper.language, long))),
    ] {
        if let Some(said) = said {
            section.add([paper.pick(en, ja).to_owned(), said]);
        }
    }
    for (n, address) in device.addresses.iter().enumerate() {
        let heading = if n == 0 { paper.pick("addresses", "アドレス") } else { "" };
        section.add([heading.to_owned(), address.to_string()]);
    }
    section
}

fn kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Network => ("network", "ネットワーク機器"),
        Kind::Wireless => ("wireless", "無線"),
        Kind::Firewall => ("firewall", "ファイアウォール"),
        Kind::LoadBalancer => ("load balancer", "ロードバランサー"),
        Kind::Server => ("server", "サーバー"),
        Kind::Storage => ("storage", "ストレージ"),
        Kind::Management => ("management", "管理装置"),
        Kind::Printer => ("printer", "プリンター"),
        Kind::Camera => ("camera", "カメラ"),
        Kind::Phone => ("phone", "電話"),
        Kind::Power => ("power", "電源"),
        Kind::Environment => ("environment", "環境"),
        Kind::Appliance => ("appliance", "アプライアンス"),
        Kind::Other => ("other", "その他"),
    }
}

fn interfaces(interfaces: &[Interface]) -> Section {
    let mut section = Section::default();
    for i in interfaces {
        let text = |text: Option<&str>| text.unwrap_or("–").to_owned();
        section.add([
            i.index.to_string(),
            i.name.clone(),
            text(i.kind.as_deref()),
            state(i),
            i.speed_bps.filter(|bps| *bps > 0).map_or("–".into(), speed),
            text(i.mac.as_deref()),
            text(i.alias.as_deref()),
        ]);
    }
    section
}

/// Whether it is in use, and what it is meant to be unless that is "up".
fn state(interface: &Interface) -> String {
    let oper = interface.oper.unwrap_or("–");
    match interface.admin {
        None | Some("up") => oper.to_owned(),
        Some(admin) => format!("{oper} (admin {admin})"),
    }
}

fn speed(bps: u64) -> String {
    match bps {
        1_000_000_000.. => format!("{} Gbit/s", bps as f64 / 1e9),
        1_000_000.. => format!("{} Mbit/s", bps as f64 / 1e6),
        _ => format!("{} kbit/s", bps as f64 / 1e3),
    }
}

fn shares(shares: &[Share]) -> Section {
    let mut section = Section::default();
    for share in shares {
        let about = if share.guess { "≈ " } else { "" };
        section.add([share.descr.clone(), format!("{about}{:.0} %", share.value)]);
    }
    section
}

fn sensors(sensors: &[Sensor], paper: &Paper) -> Section {
    let mut section = Section::default();
    for sensor in sensors {
        let class = class(sensor.class, paper).to_owned();
        section.add([class, sensor.descr.clone(), format!("{} {}", sensor.value, sensor.unit)]);
    }
    section
}

fn health(health: &[Health], paper: &Paper) -> Section {
    let mut section = Section::default();
    for part in health {
        let grade = words::grade(paper.language, part.grade).to_owned();
        let says = words::said(paper.language, &part.says);
        section.add([part.descr.clone(), says, grade]);
    }
    section
}

fn class(class: Class, paper: &Paper) -> &str {
    match class {
        Class::Temperature => paper.pick("temperature", "温度"),
        Class::Humidity => paper.pick("humidity", "湿度"),
        Class::Fanspeed => paper.pick("fan", "ファン"),
        Class::Voltage => paper.pick("voltage", "電圧"),
        Class::Current => paper.pick("current", "電流"),
        Class::Power => paper.pick("power", "電力"),
        Class::Frequency => paper.pick("frequency", "周波数"),
        Class::Load => paper.pick("load", "負荷"),
        Class::Charge => paper.pick("charge", "充電"),
        Class::Runtime => paper.pick("runtime", "バッテリー駆動時間"),
        Class::Airflow => paper.pick("airflow", "風量"),
        Class::Signal => paper.pick("signal", "信号"),
        Class::Percent => paper.pick("share", "割合"),
        Class::Number => paper.pick("number", "個数"),
        Class::Value => paper.pick("value", "値"),
        Class::Octets => paper.pick("size", "サイズ"),
        Class::Counter => paper.pick("counted", "累計"),
    }
}

/// Of its releases the one that tells most of the part itself.
fn parts(parts: &[Part], paper: &Paper) -> Section {
    let mut section = Section::default();
    for part in parts {
        let text = |text: &Option<String>| text.clone().unwrap_or("–".into());
        let revision = part.hardware.as_ref().or(part.firmware.as_ref());
        section.add([
            words::part_class(paper.language, part.class).to_owned(),
            part.name.clone(),
            text(&part.model),
            text(&part.serial),
            text(&revision.or(part.software.as_ref()).cloned()),
        ]);
    }
    section
}

fn software(software: &[String]) -> Section {
    let mut section = Section::default();
    for name in software {
        section.add([name.clone()]);
    }
    section
}

fn neighbours(device: &Device) -> Section {
    let mut section = Section::default();
    for n in &device.neighbours {
        let text = |text: &Option<String>| text.clone().unwrap_or("–".into());
        section.add([
            n.protocol.to_owned(),
            text(&n.local_port),
            n.remote_name.clone(),
            text(&n.remote_port),
        ]);
    }
    section
}

#[cfg(test)]
mod tests {
    use hinomi_model::Metric;
    use hinomi_model::settings::Language;

    use super::*;

    #[test]
    fn how_long_a_battery_lasts_is_not_called_how_long_a_box_has_been_running() {
        let said = class(Class::Runtime, &Paper::new(Language::Ja)).to_owned();
        assert_eq!(said, words::metric(Language::Ja, Metric::Runtime));
        assert_ne!(said, words::metric(Language::Ja, Metric::Uptime));
    }
}

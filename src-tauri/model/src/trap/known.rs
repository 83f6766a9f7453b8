//! What is known of traps: names, words, how much they matter, and which ends which. Read in the
//! standards named beside them and, for makers, in the names and numbers they publish.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::InBoth;
use super::rule::{TrapVerdict, below};
use crate::snmp::{Oid, Trap};
use crate::time::Span;

/// Where a trap says what of its node it is about.
#[derive(Debug, Clone, Copy)]
enum About {
    /// Nowhere: it is about the node.
    Node,
    /// In the value of this object.
    Value(&'static [u32]),
    /// In the index of the first object below this one.
    Index(&'static [u32]),
    /// In `ifIndex`: an interface.
    Interface,
}

/// What is known of one kind of traps.
#[derive(Debug)]
pub struct Known {
    kind: &'static [u32],
    name: &'static str,
    en: &'static str,
    ja: &'static str,
    verdict: TrapVerdict,
    /// The last numbers of its neighbours whose trouble it ends.
    ends: &'static [u32],
    minutes: i64,
    about: About,
}

const IF_INDEX: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 1];
const IF_DESCR: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 2];
const IF_ADMIN: &[u32] = &[1, 3, 6, 1, 2, 1, 2, 2, 1, 7];
const IF_NAME: &[u32] = &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1];
const IF_ALIAS: &[u32] = &[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 18];
const LINK_DOWN: &[u32] = &[1, 3, 6, 1, 6, 3, 1, 1, 5, 3];

macro_rules! known {
    ($($base:expr => { $($last:literal $name:ident $verdict:ident $en:literal $ja:literal
        $(ends [$($ends:literal),*])? $(lasts $minutes:literal)? $(of $about:expr)?;)* })*) => {
        static ALL: LazyLock<Vec<Known>> = LazyLock::new(|| vec![$($({
            const BASE: &[u32] = $base;
            const KIND: [u32; BASE.len() + 1] = {
                let mut kind = [$last; BASE.len() + 1];
                let mut place = 0;
                while place < BASE.len() {
                    kind[place] = BASE[place];
                    place += 1;
                }
                kind
            };
            #[allow(unused_mut, unused_assignments, reason = "most leave something open")]
            {
                let (mut ends, mut minutes, mut about): (&[u32], i64, About) = (&[], 0, About::Node);
                $(ends = &[$($ends),*];)?
                $(minutes = $minutes;)?
                $(about = $about;)?
                Known {
                    kind: &KIND,
                    name: stringify!($name),
                    en: $en,
                    ja: $ja,
                    verdict: TrapVerdict::$verdict,
                    ends,
                    minutes,
                    about,
                }
            }
        },)*)*]);
    };
}

known! {
    // SNMPv2-MIB (RFC 3418) and IF-MIB (RFC 2863).
    &[1, 3, 6, 1, 6, 3, 1, 1, 5] => {
        1 coldStart Warning "Restarted" "再起動" lasts 15;
        2 warmStart Ok "Restarted its agent" "エージェント再起動";
        3 linkDown Warning "Link down" "リンクダウン" of About::Interface;
        4 linkUp Ok "Link up" "リンクアップ" ends [3] of About::Interface;
        // A sweep of ours, a printer's driver, another monitor: whom it matters to has a rule.
        5 authenticationFailure Ok "Somebody asked with a wrong community or password" "誤ったコミュニティ名またはパスワードでの問い合わせ" lasts 15;
        6 egpNeighborLoss Warning "EGP neighbour lost" "EGP隣接断" lasts 60;
    }
    // UPS-MIB (RFC 1628). The first is said again every minute while it holds.
    &[1, 3, 6, 1, 2, 1, 33, 2] => {
        1 upsTrapOnBattery Critical "UPS runs on battery" "UPSバッテリー運転" lasts 3;
        2 upsTrapTestCompleted Ok "UPS test done" "UPSテスト完了";
        3 upsTrapAlarmEntryAdded Warning "UPS alarm" "UPSアラーム" of About::Value(&[1, 3, 6, 1, 2, 1, 33, 1, 6, 2, 1, 1]);
        4 upsTrapAlarmEntryRemoved Ok "UPS alarm over" "UPSアラーム解除" ends [3] of About::Value(&[1, 3, 6, 1, 2, 1, 33, 1, 6, 2, 1, 1]);
    }
    // ENTITY-MIB (RFC 6933) and ENTITY-STATE-MIB (RFC 4268).
    &[1, 3, 6, 1, 2, 1, 47, 2, 0] => {
        1 entConfigChange Ok "A part was added or removed" "構成部品の変更";
    }
    &[1, 3, 6, 1, 2, 1, 131, 0] => {
        1 entStateOperEnabled Ok "A part works again" "部品の動作回復" ends [2] of About::Index(&[1, 3, 6, 1, 2, 1, 131, 1]);
        2 entStateOperDisabled Warning "A part has stopped working" "部品の動作停止" of About::Index(&[1, 3, 6, 1, 2, 1, 131, 1]);
    }
    // Printer-MIB (RFC 3805).
    &[1, 3, 6, 1, 2, 1, 43, 18, 2, 0] => {
        1 printerV2Alert Ok "Printer alert" "プリンターの警告";
    }
    // BRIDGE-MIB (RFC 4188).
    &[1, 3, 6, 1, 2, 1, 17, 0] => {
        1 newRoot Ok "New root of the spanning tree" "スパニングツリーのルート交代";
        2 topologyChange Ok "Spanning tree changed" "スパニングツリーの経路変更";
    }
    // RMON-MIB (RFC 2819).
    &[1, 3, 6, 1, 2, 1, 16, 0] => {
        1 risingAlarm Warning "Above a limit set in the device" "機器で設定した上限の超過" of About::Value(&[1, 3, 6, 1, 2, 1, 16, 3, 1, 1, 1]);
        2 fallingAlarm Ok "Back below a limit set in the device" "機器で設定した上限から回復" ends [1] of About::Value(&[1, 3, 6, 1, 2, 1, 16, 3, 1, 1, 1]);
    }
    // BGP4-MIB (RFC 4273; before that RFC 1657).
    &[1, 3, 6, 1, 2, 1, 15, 0] => {
        1 bgpEstablishedNotification Ok "BGP session up" "BGPセッション確立" ends [2] of About::Index(&[1, 3, 6, 1, 2, 1, 15, 3, 1, 7]);
        2 bgpBackwardTransNotification Warning "BGP session down" "BGPセッション断" of About::Index(&[1, 3, 6, 1, 2, 1, 15, 3, 1, 7]);
    }
    &[1, 3, 6, 1, 2, 1, 15, 7] => {
        1 bgpEstablished Ok "BGP session up" "BGPセッション確立" ends [2] of About::Index(&[1, 3, 6, 1, 2, 1, 15, 3, 1, 2]);
        2 bgpBackwardTransition Warning "BGP session down" "BGPセッション断" of About::Index(&[1, 3, 6, 1, 2, 1, 15, 3, 1, 2]);
    }
    // OSPF-TRAP-MIB (RFC 4750).
    &[1, 3, 6, 1, 2, 1, 14, 16, 2] => {
        2 ospfNbrStateChange Ok "OSPF neighbour changed state" "OSPF隣接の状態変化";
        16 ospfIfStateChange Ok "OSPF interface changed state" "OSPFインターフェースの状態変化";
    }
    // VRRP-MIB (RFC 2787).
    &[1, 3, 6, 1, 2, 1, 68, 0] => {
        1 vrrpTrapNewMaster Warning "Has become VRRP master" "VRRPマスターへ切り替え" lasts 60;
        2 vrrpTrapAuthFailure Warning "VRRP message with a wrong key" "VRRP認証エラー" lasts 60;
    }
    // DISMAN-EVENT-MIB (RFC 2981).
    &[1, 3, 6, 1, 2, 1, 88, 2, 0] => {
        1 mteTriggerFired Warning "A condition set in the device holds" "機器で設定した条件に該当" lasts 60 of About::Value(&[1, 3, 6, 1, 2, 1, 88, 2, 1, 1]);
        2 mteTriggerRising Warning "Above a limit set in the device" "機器で設定した上限の超過" of About::Value(&[1, 3, 6, 1, 2, 1, 88, 2, 1, 1]);
        3 mteTriggerFalling Ok "Back below a limit set in the device" "機器で設定した上限から回復" ends [2] of About::Value(&[1, 3, 6, 1, 2, 1, 88, 2, 1, 1]);
    }
    // POWER-ETHERNET-MIB (RFC 3621).
    &[1, 3, 6, 1, 2, 1, 105, 0] => {
        1 pethPsePortOnOffNotification Ok "Power over Ethernet on or off at a port" "PoE給電の開始または停止";
        2 pethMainPowerUsageOnNotification Warning "Power over Ethernet near its limit" "PoE給電量が上限に接近" of About::Index(&[1, 3, 6, 1, 2, 1, 105, 1, 3, 1, 1]);
        3 pethMainPowerUsageOffNotification Ok "Power over Ethernet well below its limit again" "PoE給電量の回復" ends [2] of About::Index(&[1, 3, 6, 1, 2, 1, 105, 1, 3, 1, 1]);
    }
    // LLDP-MIB (IEEE 802.1AB).
    &[1, 0, 8802, 1, 1, 2, 0, 0] => {
        1 lldpRemTablesChange Ok "Neighbours changed" "隣接機器の変化";
    }
    // NET-SNMP-AGENT-MIB.
    &[1, 3, 6, 1, 4, 1, 8072, 4, 0] => {
        1 nsNotifyStart Ok "Agent started" "エージェント起動" ends [2];
        2 nsNotifyShutdown Warning "Agent shut down" "エージェント停止" lasts 60;
        3 nsNotifyRestart Ok "Agent restarted" "エージェント再起動" ends [2];
    }
    // Cisco: the sessions of its own command line, environment, configuration, port security.
    &[1, 3, 6, 1, 4, 1, 9, 0] => {
        1 tcpConnectionClose Ignored "Terminal session closed" "端末セッション終了";
    }
    &[1, 3, 6, 1, 4, 1, 9, 9, 13, 3, 0] => {
        1 ciscoEnvMonShutdownNotification Critical "Is about to shut itself down" "自動停止の予告";
        2 ciscoEnvMonVoltageNotification Warning "Voltage out of range" "電圧異常" lasts 60 of About::Index(&[1, 3, 6, 1, 4, 1, 9, 9, 13, 1, 2, 1, 2]);
        3 ciscoEnvMonTemperatureNotification Warning "Temperature out of range" "温度異常" lasts 60 of About::Index(&[1, 3, 6, 1, 4, 1, 9, 9, 13, 1, 3, 1, 2]);
        4 ciscoEnvMonFanNotification Warning "Fan failed" "ファン異常" of About::Index(&[1, 3, 6, 1, 4, 1, 9, 9, 13, 1, 4, 1, 2]);
        5 ciscoEnvMonRedundantSupplyNotification Warning "Power supply failed" "電源装置の異常" of About::Index(&[1, 3, 6, 1, 4, 1, 9, 9, 13, 1, 5, 1, 2]);
    }
    &[1, 3, 6, 1, 4, 1, 9, 9, 43, 2, 0] => {
        1 ciscoConfigManEvent Ok "Configuration changed" "設定変更";
    }
    &[1, 3, 6, 1, 4, 1, 9, 9, 41, 2, 0] => {
        1 clogMessageGenerated Ok "Log message" "ログメッセージ";
    }
    &[1, 3, 6, 1, 4, 1, 9, 9, 315, 0, 0] => {
        1 cpsSecureMacAddrViolation Warning "A stranger at a secured port" "ポートセキュリティ違反" lasts 60 of About::Interface;
    }
    // APC.
    &[1, 3, 6, 1, 4, 1, 318, 0] => {
        1 communicationLost Warning "Lost touch with its UPS" "UPSとの通信断";
        2 upsOverload Critical "UPS overloaded" "UPS過負荷" lasts 60;
        3 upsDiagnosticsFailed Warning "UPS self-test failed" "UPS自己診断エラー";
        5 upsOnBattery Critical "UPS runs on battery" "UPSバッテリー運転";
        7 lowBattery Critical "UPS battery low" "UPSバッテリー残量低下";
        8 communicationEstablished Ok "In touch with its UPS again" "UPSとの通信回復" ends [1];
        9 powerRestored Ok "Power is back" "商用電源の復電" ends [5];
        10 upsDiagnosticsPassed Ok "UPS self-test passed" "UPS自己診断正常" ends [3];
        11 returnFromLowBattery Ok "UPS battery charged again" "UPSバッテリー残量回復" ends [7];
        17 upsBatteryNeedsReplacement Warning "UPS battery needs replacement" "UPSバッテリー交換時期";
    }
}

static BY_KIND: LazyLock<HashMap<&'static [u32], &'static Known>> =
    LazyLock::new(|| ALL.iter().map(|known| (known.kind, known)).collect());

/// What is known of this kind of traps.
pub fn known(kind: &Oid) -> Option<&'static Known> {
    BY_KIND.get(kind.numbers()).copied()
}

impl Known {
    /// Every kind there is, in the order of the table.
    pub fn all() -> impl Iterator<Item = &'static Known> {
        ALL.iter()
    }

    /// Its object identifier.
    pub fn kind(&self) -> Oid {
        Oid::from(self.kind)
    }

    /// Its name in its MIB.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it means.
    pub fn words(&self) -> InBoth {
        InBoth { en: self.en.into(), ja: self.ja.into() }
    }

    /// How it is judged where no rule says otherwise.
    pub fn verdict(&self) -> TrapVerdict {
        self.verdict
    }

    /// How this very one is judged: a link that a person switched off is no trouble.
    pub(super) fn verdict_of(&self, trap: &Trap) -> TrapVerdict {
        const OFF: i64 = 2;
        let admin = below(trap, IF_ADMIN).and_then(|(_, value)| value.as_i64());
        if self.is_link_down() && admin == Some(OFF) { TrapVerdict::Ok } else { self.verdict }
    }

    /// Is it that a link went down? What it is about is the interface's number then.
    pub fn is_link_down(&self) -> bool {
        self.kind == LINK_DOWN
    }

    /// The kinds whose trouble it ends.
    pub fn ends(&self) -> Vec<Oid> {
        let base = Oid::from(&self.kind[..self.kind.len() - 1]);
        self.ends.iter().map(|last| base.join(&[*last])).collect()
    }

    /// How long its trouble stands if nothing ends it; `None` until something does.
    pub fn lasts(&self) -> Option<Span> {
        (self.minutes > 0).then(|| Span::minutes(self.minutes))
    }

    /// What of its node a trap is about; empty for all of it.
    pub(super) fn about(&self, trap: &Trap) -> String {
        let index = |index: &[u32]| Oid::from(index).to_string();
        match self.about {
            About::Node => String::new(),
            About::Value(of) => below(trap, of).map(|(_, v)| v.shown()).unwrap_or_default(),
            About::Index(of) => below(trap, of).map(|(i, _)| index(i)).unwrap_or_default(),
            About::Interface => {
                let value = below(trap, IF_INDEX).map(|(_, value)| value.shown());
                let named = [IF_DESCR, IF_ADMIN, IF_NAME].into_iter();
                let named = named.filter_map(|of| below(trap, of)).map(|(i, _)| index(i)).next();
                value.or(named).unwrap_or_default()
            }
        }
    }

    /// What one trap means, and of what: the words, and the name of an interface where it is about
    /// one, as the trap itself or `name` tells it.
    pub fn said(&self, trap: &Trap, name: impl Fn(u32) -> Option<String>) -> InBoth {
        let InBoth { en, ja } = self.words();
        let about = self.about(trap);
        if about.is_empty() {
            return InBoth { en, ja };
        }
        if !matches!(self.about, About::Interface) {
            return InBoth { en: format!("{en}: {about}"), ja: format!("{ja}：{about}") };
        }
        let text = |of: &[u32]| below(trap, of).map(|(_, value)| value.shown());
        let told = [IF_NAME, IF_DESCR, IF_ALIAS].into_iter().filter_map(text);
        let told = told.map(|t| t.trim().to_owned()).find(|t| !t.is_empty());
        let index = about.parse::<u32>().ok();
        match told.or_else(|| name(index?)) {
            Some(name) => InBoth { en: format!("{en}: {name}"), ja: format!("{ja}：{name}") },
            None => InBoth {
                en: format!("{en}: interface {about}"),
                ja: format!("{ja}：インターフェース{about}"),
            },
        }
    }
}

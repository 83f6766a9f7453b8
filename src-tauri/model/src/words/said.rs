//! What devices say of themselves, in Japanese: the words that the standard MIBs and Hinomi's own
//! profiles have for states. Checks keep them in English; whoever shows them asks here.

use crate::check::WordSpec;
use crate::settings::Language;

/// Each word for a state, and what it is in Japanese; in order.
pub const SAID: &[(&str, &str)] = &[
    ("awaiting power", "給電待ち"),
    ("battery bad", "バッテリー不良"),
    ("boosting", "昇圧中"),
    ("booster", "昇圧中"),
    ("bypass", "バイパス"),
    ("bypass after failure", "故障によるバイパス"),
    ("bypass bad", "バイパス異常"),
    ("bypass by software", "ソフトウェアによるバイパス"),
    ("bypass by switch", "スイッチによるバイパス"),
    ("charger failed", "充電器故障"),
    ("communications lost", "通信断"),
    ("crashed", "クラッシュ"),
    ("critical", "重大"),
    ("degraded", "縮退"),
    ("depleted", "残量なし"),
    ("depleted battery", "バッテリー切れ"),
    ("diagnostic test failed", "自己診断で異常"),
    ("door open", "カバー開"),
    ("expanding", "拡張中"),
    ("failed", "故障"),
    ("failure predicted", "故障の予兆"),
    ("fan failure", "ファン故障"),
    ("fuse failure", "ヒューズ故障"),
    ("general fault", "異常"),
    ("good", "良好"),
    ("idle", "待機中"),
    ("initialised", "初期化済み"),
    ("input bad", "入力異常"),
    ("input tray empty", "給紙トレイ空"),
    ("input tray missing", "給紙トレイなし"),
    ("low", "低下"),
    ("low battery", "バッテリー残量低下"),
    ("low paper", "用紙残りわずか"),
    ("low toner", "トナー残りわずか"),
    ("maintenance overdue", "定期保守の時期超過"),
    ("migrating", "移行中"),
    ("needs replacing", "要交換"),
    ("no paper", "用紙切れ"),
    ("no toner", "トナー切れ"),
    ("none", "なし"),
    ("normal", "正常"),
    ("not critical", "軽度の異常"),
    ("not functioning", "動作不良"),
    ("not initialised", "未初期化"),
    ("not recoverable", "回復不能"),
    ("off", "オフ"),
    ("offline", "オフライン"),
    ("ok", "正常"),
    ("on battery", "バッテリー運転"),
    ("on bypass", "バイパス運転"),
    ("on line", "商用運転"),
    ("other alarm", "その他の警報"),
    ("output bad", "出力異常"),
    ("output full", "排紙トレイ満杯"),
    ("output nearly full", "排紙トレイほぼ満杯"),
    ("output off as requested", "指示により出力停止"),
    ("output overload", "出力過負荷"),
    ("output tray missing", "排紙トレイなし"),
    ("paper jam", "紙詰まり"),
    ("printing", "印刷中"),
    ("reducer", "降圧中"),
    ("repairing", "修復中"),
    ("service requested", "点検要求"),
    ("shut down", "停止"),
    ("shutdown imminent", "まもなくシャットダウン"),
    ("shutdown pending", "シャットダウン待ち"),
    ("sleeping", "スリープ"),
    ("supply missing", "消耗品なし"),
    ("syncing", "同期中"),
    ("system partition failed", "システム領域の故障"),
    ("temperature bad", "温度異常"),
    ("test in progress", "テスト中"),
    ("trimming", "トリム中"),
    ("UPS off as requested", "指示によりUPS停止"),
    ("UPS output off", "UPS出力停止"),
    ("UPS system off", "UPS停止"),
    ("warming up", "ウォームアップ中"),
    ("warning", "警告"),
];

/// What a device says of itself; several words are told apart by [`WordSpec::BETWEEN`]. What is no
/// word of ours is left as it is.
pub fn said(lang: Language, text: &str) -> String {
    let japanese = |word: &str| SAID.iter().find(|(en, _)| *en == word).map(|(_, ja)| *ja);
    let all: Option<Vec<&str>> = text.split(WordSpec::BETWEEN).map(japanese).collect();
    match (lang, all) {
        (Language::Ja, Some(words)) => words.join("、"),
        (Language::Ja, None) | (Language::En, _) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_devices_say_is_japanese_where_it_is_known_and_theirs_where_it_is_not() {
        assert_eq!(said(Language::Ja, "no paper, door open"), "用紙切れ、カバー開");
        assert_eq!(said(Language::En, "no paper, door open"), "no paper, door open");
        assert_eq!(said(Language::Ja, "off, says Ken"), "off, says Ken", "because that is a text");
        let once: std::collections::BTreeSet<&str> = SAID.iter().map(|(en, _)| *en).collect();
        assert_eq!(once.len(), SAID.len(), "because each has one word");
    }
}
